// Takes the place of what a service waits for: the database, its lanes, who
// calls and the log. The linker prefers what stands here.
#include "tests/fuzz/no_database.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/log.h"
#include "common/base/validation.h"
#include "common/db/database.h"
#include "common/db/ledger.h"
#include "common/db/staging.h"
#include "common/db/transaction.h"
#include "common/net/actor_claim.h"
#include "common/service/authorizer.h"
#include "common/service/lane.h"
#include "common/state/follower.h"
#include "services/reporting/store/content_store.h"
#include "services/reporting/store/standing_store.h"
#include "tests/fuzz/fuzz.h"

namespace opvang {
namespace {

thread_local Organisation this_caller = {.oin = "00000001000000000000",
                                         .name = "auditor",
                                         .role = Role::kAuditor,
                                         .scope = ""};
bool is_keeping = false;

// What was written last.
Revision& LastOf(const Database& db) {
  static absl::Mutex mutex;
  static auto* const kLast = new std::map<const Database*, Revision>();
  absl::MutexLock lock(&mutex);
  return kLast->emplace(&db, 1).first->second;
}

Connection& NoConnection() {
  static auto* const kNone = new Connection(nullptr);
  return *kNone;
}

// Rows of a stream that wait; of one call, which begins without any.
std::vector<StagedRow>& Staged() {
  thread_local std::vector<StagedRow> staged;
  return staged;
}

std::map<std::string, reporting::SealedContent>& StoredContents() {
  static auto* const kContents =
      new std::map<std::string, reporting::SealedContent>();
  return *kContents;
}

absl::Status NoDatabase() {
  return absl::UnavailableError("there is no database");
}

}  // namespace

namespace fuzz {

void SetCaller(const Organisation& caller) { this_caller = caller; }
void SetKeeping(bool keeping) { is_keeping = keeping; }

}  // namespace fuzz

// Who calls.
absl::StatusOr<Organisation> Organisations::Find(
    const grpc::ServerContextBase&) {
  Staged().clear();
  return this_caller;
}
std::string OinOf(const grpc::ServerContextBase&) { return this_caller.oin; }
std::string CallerOinOf(const grpc::ServerContextBase& context) {
  return OinOf(context);
}
absl::StatusOr<std::string> ProvedActor(const std::string& claim,
                                        const std::string&, absl::Time) {
  return claim.substr(0, claim.find('.'));
}

// What is logged has to be text as well.
void Log(Severity, absl::string_view,
         const std::vector<std::pair<std::string, std::string>>& fields) {
  for (const auto& [name, value] : fields) OPVANG_HOLDS(IsUtf8(value));
}

// Every call has its turn at once.
Lane::Lane(const LaneOptions& options) : options_(options) {}
Lane::~Lane() = default;
void Lane::Submit(const std::string&, absl::Time, Run run, size_t) {
  run(absl::OkStatus());
}
bool Lane::IsStuck() const { return false; }
Lane::Standing Lane::standing() const { return {}; }

// Every state is fresh.
Follower::Follower(Database& db, std::function<Revision()> reached,
                   Follow follow, absl::Duration stale)
    : db_(db),
      reached_(std::move(reached)),
      follow_(std::move(follow)),
      stale_(stale),
      begun_(absl::InfinitePast()) {}
Follower::~Follower() = default;
Follower::Standing Follower::standing() const { return {}; }
void Follower::WhenFresh(Then then) {
  // Of a service that is born: its first revision, with nothing in it.
  if (reached_() == 0) {
    Transaction tx(NoConnection(), 1);
    OPVANG_HOLDS(follow_(tx, 1).ok());
  }
  then(absl::OkStatus());
}
bool Follower::IsServing() const { return true; }
bool Follower::IsWritable() const { return true; }

// A database that holds nothing.
absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    DatabaseOptions options) {
  return std::unique_ptr<Database>(new Database(std::move(options)));
}
absl::StatusOr<Database::Lease> Database::Acquire(absl::Time) {
  return NoDatabase();
}
absl::StatusOr<std::unique_ptr<Connection>> Database::Connect() {
  return NoDatabase();
}
Database::Pool Database::pool() const { return {}; }
absl::StatusOr<int64_t> Transaction::ExecuteValues(const Sql&,
                                                   const std::vector<Value>&) {
  return 1;
}
absl::Status Transaction::ForEach(const Sql&, const std::vector<Value>&,
                                  absl::FunctionRef<void(const Row&)>) {
  return absl::OkStatus();
}
absl::Status Transaction::Insert(const Sql& insert, const Rows& rows) {
  // Nothing that a caller says is read as SQL.
  const std::string text = InsertText(insert, rows);
  OPVANG_HOLDS(text.find_first_of("\\;\"") == std::string::npos);
  OPVANG_HOLDS(IsUtf8(text) && text.find('\0') == std::string::npos);
  SealRows(insert, rows, seal_);
  return absl::OkStatus();
}

namespace internal {

absl::StatusOr<std::string> WriteBytes(Database& db, const Clock& clock,
                                       const Call&,
                                       const google::protobuf::Message&,
                                       ChangeBytes change,
                                       LedgerHead* written) {
  Revision& last = LastOf(db);
  Transaction tx(NoConnection(), last + 1, clock.Now());
  absl::StatusOr<std::string> answer = change(tx);
  if (answer.ok() && is_keeping && written != nullptr) {
    written->revision = ++last;
    written->record_time = tx.record_time();
  }
  return answer;
}

absl::StatusOr<std::optional<std::string>> StoredBytes(
    Database&, const Call&, const google::protobuf::Message&) {
  return std::optional<std::string>();
}

absl::Status ReadWith(Database& db, const Call&, Revision revision,
                      absl::FunctionRef<absl::Status(Transaction&)> read) {
  const Revision last = LastOf(db);
  if (revision < 0) return RevisionNegative(revision);
  if (revision > last) return RevisionAhead(revision, last);
  Transaction tx(NoConnection(), revision == 0 ? last : revision);
  return read(tx);
}

}  // namespace internal

// A write is never decided beforehand.
absl::StatusOr<LedgerHead> AppendAtOnce(Database&, const Call&,
                                        const google::protobuf::Message&,
                                        const LedgerHead&, absl::Time,
                                        const RowsByInsert&,
                                        const std::string&) {
  return absl::AbortedError("another write came first");
}

// Of a chain without records nothing is broken.
absl::StatusOr<std::optional<Break>> FindBreak(Transaction&) {
  return std::optional<Break>();
}

// Rows of a stream wait in memory.
absl::StatusOr<int32_t> NextStagedRow(Database&, const Call&,
                                      const std::string&) {
  return static_cast<int32_t>(Staged().size()) + 1;
}
absl::Status StageRows(Database&, const Clock&, const Call&, const std::string&,
                       const std::vector<StagedRow>& rows, StagingRoom&) {
  for (const StagedRow& row : rows) {
    if (row.number == static_cast<int32_t>(Staged().size()) + 1) {
      Staged().push_back(row);
    }
  }
  return absl::OkStatus();
}
absl::Status DropStaged(Database&, const Call&, const std::string&) {
  Staged().clear();
  return absl::OkStatus();
}
absl::Status DropStaged(Transaction&, const Call&, const std::string&) {
  Staged().clear();
  return absl::OkStatus();
}
absl::Status ForEachStaged(
    Transaction&, const Call&, const std::string&,
    absl::FunctionRef<absl::Status(const StagedPart&)> read) {
  StagedPart part;
  std::map<std::string, int32_t> first;
  for (const StagedRow& row : Staged()) {
    const auto [before, is_new] = first.emplace(row.key, row.number);
    if (!is_new) part.repeats[row.number] = before->second;
    part.rows.push_back(row);
  }
  return read(part);
}

namespace reporting {

absl::Status AppendContent(Transaction&, const std::string& report,
                           const pb::ReportContent& content,
                           const std::string& json) {
  if (is_keeping) {
    StoredContents()[report] = {.content = content, .json = json};
  }
  return absl::OkStatus();
}
absl::StatusOr<SealedContent> Contents::ReadSealed(const std::string& report) {
  const auto found = StoredContents().find(report);
  if (found == StoredContents().end()) {
    return absl::DataLossError(absl::StrCat(report, " has no content"));
  }
  return found->second;
}
absl::StatusOr<Contents::Content> Contents::Find(const std::string& report) {
  ASSIGN_OR_RETURN(const SealedContent sealed, ReadSealed(report));
  return std::make_shared<const pb::ReportContent>(sealed.content);
}
absl::StatusOr<std::string> Contents::ReadJson(const std::string& report) {
  ASSIGN_OR_RETURN(const SealedContent sealed, ReadSealed(report));
  return sealed.json;
}

absl::StatusOr<std::map<std::string, DeliveryStanding>> ReadStandings(
    Transaction&) {
  return std::map<std::string, DeliveryStanding>();
}

}  // namespace reporting
}  // namespace opvang
