#include "common/db/ledger.h"

#include <algorithm>
#include <atomic>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/digest.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/db/connection.h"
#include "common/db/sql_status.h"
#include "google/protobuf/descriptor.h"

namespace opvang {
namespace {

constexpr Revision kBirth = 1;  // As `CreateLedger` has it.
constexpr int kChainPart = 1000;
// A record may stand so far ahead of the machine: the clocks of several differ.
constexpr absl::Duration kAheadMax = absl::Minutes(1);
const std::string& NoChain() {
  static const std::string* const kNone = new std::string(64, '0');
  return *kNone;
}

const google::protobuf::FieldDescriptor* Field(
    const google::protobuf::Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string RequestId(const google::protobuf::Message& request) {
  const auto* field = Field(request, "request_id");
  return field == nullptr ? ""
                          : request.GetReflection()->GetString(request, field);
}

absl::Status CheckRequestId(const std::string& id) {
  if (IsUuid(id)) return absl::OkStatus();
  return InvalidFields(
      {{"request_id", absl::StrCat("is \"", Excerpt(id, 80),
                                   "\"; it must be a UUID chosen before the "
                                   "first try")}});
}

// A dry run and the call it tries out have the same hash.
std::string HashOf(const Call& call, const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> content(request.New());
  content->CopyFrom(request);
  if (const auto* field = Field(request, "validate_only")) {
    content->GetReflection()->ClearField(content.get(), field);
  }
  return Sha256(absl::StrCat(call.method, "\n", Serialize(*content)));
}

// Everything that a row of `revisions` says, in one unambiguous line each.
struct Record {
  Revision revision;
  absl::Time record_time;
  std::string caller, organisation, actor, method, request_id, request_hash;
  std::string response_sha256;
  std::optional<std::string> facts;  // Absent in a record of before seals.
  std::string chain;

  std::string ChainAfter(const std::string& previous) const {
    std::string text = previous;
    for (const std::string& part :
         {absl::StrCat(revision),
          absl::FormatTime("%Y-%m-%d %H:%M:%E6S", record_time,
                           absl::UTCTimeZone()),
          caller, organisation, actor, method, request_id, request_hash,
          response_sha256}) {
      absl::StrAppend(&text, "\n", part.size(), ":", part);
    }
    if (facts.has_value()) {
      absl::StrAppend(&text, "\n", facts->size(), ":", *facts);
    }
    return Sha256(text);
  }
};

Record ReadRecord(const Row& row) {
  return {.revision = row.Int(0),
          .record_time = row.Time(1),
          .caller = row.Text(2),
          .organisation = row.Text(3),
          .actor = row.Text(4),
          .method = row.Text(5),
          .request_id = row.Text(6),
          .request_hash = row.Text(7),
          .response_sha256 = row.Text(8),
          .facts = row.IsNull(9) ? std::nullopt : std::optional(row.Text(9)),
          .chain = row.Text(10)};
}

// The stored answer to this request id; INVALID_ARGUMENT for other content.
absl::StatusOr<std::optional<std::string>> Answered(
    Transaction& tx, const Call& call, const std::string& request_id,
    const std::string& hash) {
  ASSIGN_OR_RETURN(
      auto found,
      tx.Query(
          "SELECT request_hash, response FROM revisions "
          "WHERE caller = ? AND request_id = ?",
          [](const Row& row) { return std::pair(row.Text(0), row.Text(1)); },
          call.caller.oin, request_id));
  if (found.empty()) return std::optional<std::string>();
  if (found.front().first != hash) return RequestIdReused(request_id);
  return std::optional<std::string>(std::move(found.front().second));
}

// What a write finds under the ledger's lock.
struct Turn {
  LedgerHead head;
  std::optional<std::string> request_hash, response;  // Of the same request id.
};

absl::StatusOr<Turn> TakeRevision(Transaction& tx, const Call& call,
                                  const std::string& request_id) {
  RETURN_IF_ERROR(
      tx.Execute("UPDATE ledger SET revision = revision + 1 WHERE id = 1")
          .status());
  ASSIGN_OR_RETURN(
      std::vector<Turn> rows,
      tx.Query(
          "SELECT ledger.revision, previous.record_time, previous.chain, "
          "same.request_hash, same.response FROM ledger LEFT JOIN revisions AS "
          "previous ON previous.revision = ledger.revision - 1 LEFT JOIN "
          "revisions "
          "AS same ON same.caller = ? AND same.request_id = ? WHERE id = 1",
          [](const Row& row) {
            Turn turn;
            turn.head.revision = row.Int(0) - 1;
            turn.head.chain = NoChain();
            if (!row.IsNull(1)) {
              turn.head.record_time = row.Time(1);
              turn.head.chain = row.Text(2);
            }
            if (!row.IsNull(3)) {
              turn.request_hash = row.Text(3);
              turn.response = row.Text(4);
            }
            return turn;
          },
          call.caller.oin, request_id));
  if (rows.empty()) return absl::InternalError("the ledger has no row");
  return std::move(rows.front());
}

constexpr Sql kInsertRevision =
    "INSERT INTO revisions (revision, record_time, caller, organisation, "
    "actor, method, request_id, request_hash, response, facts, chain) VALUES ";

// The row of the write after `head`, and where the ledger stands with it.
std::pair<std::vector<Value>, LedgerHead> RecordAfter(
    const LedgerHead& head, absl::Time record_time, const Call& call,
    const std::string& request_id, const std::string& hash,
    const std::string& response, const std::string& facts) {
  Record record{.revision = head.revision + 1,
                .record_time = record_time,
                .caller = call.caller.oin,
                .organisation = call.caller.name,
                .actor = call.actor,
                .method = call.method,
                .request_id = request_id,
                .request_hash = hash,
                .response_sha256 = Sha256(response),
                .facts = facts,
                .chain = ""};
  record.chain = record.ChainAfter(head.chain);
  return {{record.revision, record.record_time, record.caller,
           record.organisation, record.actor, record.method, record.request_id,
           record.request_hash, response, facts, record.chain},
          {record.revision, record.record_time, record.chain}};
}

// What nobody waits for any more is not written: who gave up would not know.
absl::Status CheckInTime(const Call& call) {
  if (SystemClock().Now() < call.deadline) return absl::OkStatus();
  return absl::DeadlineExceededError(
      "The time of the call was over before it was written; nothing was.");
}

absl::Status OutcomeUnknown() {
  return absl::UnavailableError(
      "The outcome is unknown; repeat the call with the same request_id.");
}

absl::StatusOr<std::string> WriteOnce(Database& db, const Clock& clock,
                                      const Call& call,
                                      const std::string& request_id,
                                      const std::string& hash, bool dry_run,
                                      internal::ChangeBytes change,
                                      LedgerHead* written) {
  ASSIGN_OR_RETURN(const Database::Lease lease, db.Acquire(call.deadline));
  // Nothing is kept by itself: where a cluster took back what was begun, since
  // another node's write came first, the statements after it would else be kept
  // one by one. That the savepoint is gone tells.
  RETURN_IF_ERROR(lease->Begin("SET autocommit = 0"));
  const absl::Cleanup restore = [&lease] {
    if (!lease->Rollback().ok() || !lease->Execute("SET autocommit = 1").ok()) {
      lease->MarkBroken();
    }
  };
  RETURN_IF_ERROR(lease->Execute("SAVEPOINT taken"));
  Transaction start(*lease, 0);
  ASSIGN_OR_RETURN(Turn turn, TakeRevision(start, call, request_id));
  if (turn.response.has_value()) {
    if (turn.request_hash != hash) return RequestIdReused(request_id);
    return *std::move(turn.response);
  }
  Transaction tx(*lease, turn.head.revision + 1,
                 RecordTimeAfter(turn.head, clock));
  ASSIGN_OR_RETURN(std::string response, change(tx));
  if (dry_run) return response;  // The lease rolls back.
  if (turn.head.revision == kBirth) {
    ASSIGN_OR_RETURN(const FactTables facts, FactTables::Of(*lease));
    ASSIGN_OR_RETURN(tx.seal(), facts.ReadThrough(tx.revision()));
  }
  const auto [row, head] =
      RecordAfter(turn.head, tx.record_time(), call, request_id, hash, response,
                  tx.seal().Lines());
  // The record is chained, not sealed.
  RETURN_IF_ERROR(start.Insert(kInsertRevision, {row}));
  RETURN_IF_ERROR(CheckInTime(call));
  RETURN_IF_ERROR(lease->Execute("RELEASE SAVEPOINT taken"));
  const absl::Status committed = lease->Commit();
  if (IsLost(committed)) return OutcomeUnknown();
  if (!committed.ok()) return committed;
  if (written != nullptr) *written = head;
  return response;
}

}  // namespace

absl::StatusOr<Revision> CurrentRevision(Transaction& tx) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> rows,
                   tx.Query("SELECT revision FROM ledger WHERE id = 1",
                            [](const Row& row) { return row.Int(0); }));
  if (rows.empty()) return absl::InternalError("the ledger has no row");
  return rows.front();
}

bool IsDryRun(const google::protobuf::Message& request) {
  const auto* field = Field(request, "validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

absl::Status RevisionNegative(Revision revision) {
  return InvalidFields({{"revision", absl::StrCat("is ", revision,
                                                  "; it must be 0 (now) or a "
                                                  "revision")}});
}

absl::Status RevisionAhead(Revision revision, Revision current) {
  return MakeError(absl::StatusCode::kOutOfRange,
                   PlumbingReason("REVISION_AHEAD"),
                   absl::StrCat("revision is ", revision,
                                "; the service stands at ", current, "."),
                   {{"revision", absl::StrCat(revision)},
                    {"current_revision", absl::StrCat(current)}});
}

absl::Status RequestIdReused(const std::string& request_id) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   PlumbingReason("REQUEST_ID_REUSED"),
                   absl::StrCat("request_id ", request_id,
                                " was used for another request; choose a new "
                                "one for new content."),
                   {{"request_id", request_id}});
}

namespace internal {

absl::StatusOr<std::string> WriteBytes(Database& db, const Clock& clock,
                                       const Call& call,
                                       const google::protobuf::Message& request,
                                       ChangeBytes change,
                                       LedgerHead* written) {
  const std::string request_id = RequestId(request);
  RETURN_IF_ERROR(CheckRequestId(request_id));
  const std::string hash = HashOf(call, request);
  std::string response;
  RETURN_IF_ERROR(WithTries([&]() -> absl::Status {
    absl::StatusOr<std::string> answer = WriteOnce(
        db, clock, call, request_id, hash, IsDryRun(request), change, written);
    if (!answer.ok()) return OfWrite(answer.status());
    response = *std::move(answer);
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<std::optional<std::string>> StoredBytes(
    Database& db, const Call& call, const google::protobuf::Message& request) {
  const std::string request_id = RequestId(request);
  RETURN_IF_ERROR(CheckRequestId(request_id));
  std::optional<std::string> answered;
  RETURN_IF_ERROR(ReadWith(db, call, 0, [&](Transaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(answered,
                     Answered(tx, call, request_id, HashOf(call, request)));
    return absl::OkStatus();
  }));
  return answered;
}

absl::Status ReadWith(Database& db, const Call& call, Revision revision,
                      absl::FunctionRef<absl::Status(Transaction&)> read) {
  if (revision < 0) return RevisionNegative(revision);
  ASSIGN_OR_RETURN(const Database::Lease lease, db.Acquire(call.deadline));
  RETURN_IF_ERROR(
      lease->Begin("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"));
  Transaction start(*lease, 0);
  ASSIGN_OR_RETURN(const Revision current, CurrentRevision(start));
  if (revision > current) return RevisionAhead(revision, current);
  Transaction tx(*lease, revision == 0 ? current : revision);
  return read(tx);
}

}  // namespace internal

absl::Time RecordTimeAfter(const LedgerHead& head, const Clock& clock) {
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(clock.Now()));
  return head.record_time - now > kAheadMax ? now
                                            : std::max(now, head.record_time);
}

namespace {

// Whether the engine is a cluster whose nodes may take back what one of them
// has begun (Galera). Of several statements in one round it then does not tell:
// the later ones would be kept by themselves, or the whole told that was not
// kept.
absl::StatusOr<bool> TakesBack(Connection& connection) {
  enum Kind { kUnknown, kAlone, kCluster };
  static std::atomic<Kind> kind = kUnknown;  // A process has one engine.
  if (kind == kUnknown) {
    Transaction tx(connection, 0);
    ASSIGN_OR_RETURN(
        const std::vector<bool> on,
        tx.Query("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'",
                 [](const Row& row) { return row.Text(1) == "ON"; }));
    kind = on.empty() || !on.front() ? kAlone : kCluster;
  }
  return kind == kCluster;
}

}  // namespace

absl::StatusOr<LedgerHead> AppendAtOnce(
    Database& db, const Call& call, const google::protobuf::Message& request,
    const LedgerHead& head, absl::Time record_time, const RowsByInsert& rows,
    const std::string& response) {
  const std::string request_id = RequestId(request);
  RETURN_IF_ERROR(CheckRequestId(request_id));
  Seal seal;
  for (const auto& [insert, facts] : rows) SealRows(*insert, facts, seal);
  const auto [row, next] =
      RecordAfter(head, record_time, call, request_id, HashOf(call, request),
                  response, seal.Lines());
  // The lock first, as every write; if another one came before, the ledger
  // would be NULL, which it cannot be.
  std::vector<std::string> statements = {
      absl::StrCat("UPDATE ledger SET revision = IF(revision = ", head.revision,
                   ", ", next.revision, ", NULL) WHERE id = 1"),
      InsertText(kInsertRevision, {row})};
  for (const auto& [insert, facts] : rows) {
    statements.push_back(InsertText(*insert, facts));
  }
  ASSIGN_OR_RETURN(const Database::Lease lease, db.Acquire(call.deadline));
  RETURN_IF_ERROR(CheckInTime(call));
  ASSIGN_OR_RETURN(const bool takes_back, TakesBack(*lease));
  if (takes_back) return absl::AbortedError("Not at once on a cluster.");
  const absl::Status appended = lease->ExecuteAll(statements);
  if (IsLost(appended)) return OutcomeUnknown();
  if (!appended.ok()) return appended;
  return next;
}

namespace {

// What a record seals: of itself, or, with "through N" in front, of what
// came before there were seals.
struct Sealed {
  Revision through = 0;
  absl::string_view lines;
};
Sealed ParseSealed(absl::string_view facts) {
  Sealed sealed{.through = 0, .lines = facts};
  if (!absl::ConsumePrefix(&sealed.lines, "through ")) return sealed;
  const size_t end = sealed.lines.find('\n');
  if (!absl::SimpleAtoi(sealed.lines.substr(0, end), &sealed.through)) {
    return {.through = 0, .lines = facts};
  }
  sealed.lines.remove_prefix(std::min(end + 1, sealed.lines.size()));
  return sealed;
}

// Holds records, in order, against each other and against the facts.
class Inspection {
 public:
  explicit Inspection(const FactTables& facts) : facts_(facts) {}

  // The first of these that does not hold.
  absl::StatusOr<std::optional<Break>> Inspect(
      const std::vector<Record>& records) {
    for (const Record& record : records) {
      if (record.revision != next_ ||
          record.chain != record.ChainAfter(previous_)) {
        return std::optional(Break{next_, "chain"});
      }
      previous_ = record.chain;
      ++next_;
      if (!record.facts.has_value()) {
        // To be sealed by a later one, and none before.
        if (sealed_) return std::optional(Break{record.revision, "seal"});
        continue;
      }
      const Sealed sealed = ParseSealed(*record.facts);
      if (sealed.through > 0 || !sealed_) {
        ASSIGN_OR_RETURN(const std::optional<Break> found,
                         InspectFirst(record.revision, sealed));
        if (found.has_value()) return found;
        if (sealed.through > 0) continue;
      }
      ASSIGN_OR_RETURN(const std::string lines, LinesOf(record.revision));
      const std::string table = DifferingTable(sealed.lines, lines);
      if (!table.empty()) return std::optional(Break{record.revision, table});
    }
    return std::optional<Break>();
  }

  // That nothing follows the last record, and nothing is sealed by none.
  absl::StatusOr<std::optional<Break>> Close(Revision current) {
    if (next_ != current + 1) return std::optional(Break{next_, "chain"});
    if (!sealed_ && next_ > kBirth + 1) {
      return std::optional(Break{kBirth + 1, "seal"});
    }
    ASSIGN_OR_RETURN(const std::string stray, facts_.FindStray(current));
    if (stray.empty()) return std::optional<Break>();
    return std::optional(Break{current + 1, stray});
  }

 private:
  // Facts are read so many at a time, of as many revisions.
  static constexpr int64_t kFactsAtOnce = 20000;
  static constexpr Revision kRevisionsAtOnce = 500;

  // The first record with facts: it seals all before it, or there are none.
  absl::StatusOr<std::optional<Break>> InspectFirst(Revision revision,
                                                    const Sealed& sealed) {
    const Revision last = revision - 1;
    if (sealed_ || sealed.through != (last > kBirth ? last : 0)) {
      return std::optional(Break{revision, "seal"});
    }
    sealed_ = true;
    if (sealed.through == 0) return std::optional<Break>();
    ASSIGN_OR_RETURN(Seal found, facts_.ReadThrough(last));
    const std::string table = DifferingTable(sealed.lines, found.Lines());
    if (!table.empty()) return std::optional(Break{last, table});
    // It appended nothing itself.
    ASSIGN_OR_RETURN(const std::string own, LinesOf(revision));
    if (own.empty()) return std::optional<Break>();
    return std::optional(Break{revision, DifferingTable("", own)});
  }

  absl::StatusOr<std::string> LinesOf(Revision revision) {
    if (revision > read_until_) {
      Revision count = kRevisionsAtOnce;
      while (count > 1) {
        ASSIGN_OR_RETURN(const int64_t facts,
                         facts_.Count(revision, revision + count - 1));
        if (facts <= kFactsAtOnce) break;
        count /= 2;
      }
      read_until_ = revision + count - 1;
      ASSIGN_OR_RETURN(seals_, facts_.Read(revision, read_until_));
    }
    const auto found = seals_.find(revision);
    return found == seals_.end() ? "" : found->second.Lines();
  }

  const FactTables& facts_;
  std::string previous_ = NoChain();
  Revision next_ = kBirth + 1;
  bool sealed_ = false;  // Whether a record with facts was met.
  std::map<Revision, Seal> seals_;
  Revision read_until_ = 0;
};

}  // namespace

absl::StatusOr<std::optional<Break>> FindBreak(Transaction& tx) {
  ASSIGN_OR_RETURN(const FactTables facts, FactTables::Of(tx.connection()));
  Inspection inspection(facts);
  Revision next = kBirth + 1;
  while (true) {
    // In parts, and answers as their digests: a ledger may be large.
    ASSIGN_OR_RETURN(
        const std::vector<Record> records,
        tx.Query("SELECT revision, record_time, caller, organisation, actor, "
                 "method, request_id, request_hash, SHA2(response, 256), "
                 "facts, chain FROM revisions WHERE revision >= ? ORDER BY "
                 "revision LIMIT ?",
                 ReadRecord, next, kChainPart));
    ASSIGN_OR_RETURN(std::optional<Break> found, inspection.Inspect(records));
    if (found.has_value()) return found;
    if (static_cast<int>(records.size()) < kChainPart) break;
    next = records.back().revision + 1;
  }
  ASSIGN_OR_RETURN(const Revision current, CurrentRevision(tx));
  return inspection.Close(current);
}

absl::Status SealWhatIsNot(Connection& connection, const std::string& schema,
                           absl::Time now) {
  RETURN_IF_ERROR(connection.Begin("START TRANSACTION"));
  const absl::Cleanup rollback = [&] { connection.Rollback().IgnoreError(); };
  Transaction start(connection, 0);
  ASSIGN_OR_RETURN(const std::vector<int64_t> unsealed,
                   start.Query("SELECT COUNT(*) - COUNT(facts), COUNT(facts) "
                               "FROM revisions",
                               [](const Row& row) {
                                 return row.Int(1) == 0 ? row.Int(0) : 0;
                               }));
  if (unsealed.front() == 0) return absl::OkStatus();
  Call call;
  call.caller.oin = "opvang";
  call.caller.name = "opvang";
  call.method = "opvang.Ledger/SealFacts";
  call.deadline = absl::InfiniteFuture();
  const std::string request_id = UuidFor(absl::StrCat("seal ", schema));
  ASSIGN_OR_RETURN(const Turn turn, TakeRevision(start, call, request_id));
  ASSIGN_OR_RETURN(const FactTables facts, FactTables::Of(connection));
  ASSIGN_OR_RETURN(Seal seal, facts.ReadThrough(turn.head.revision));
  const auto [row, head] = RecordAfter(
      turn.head, std::max(now, turn.head.record_time), call, request_id,
      Sha256(""), "",
      absl::StrCat("through ", turn.head.revision, "\n", seal.Lines()));
  RETURN_IF_ERROR(start.Insert(kInsertRevision, {row}));
  RETURN_IF_ERROR(connection.Commit());
  Log(Severity::kInfo, "facts_sealed",
      {{"schema", schema}, {"through", absl::StrCat(turn.head.revision)}});
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RecordedWrite>> ListWrites(
    Transaction& tx, const WritesQuery& query) {
  Sql sql =
      "SELECT revision, record_time, caller, organisation, actor, method, "
      "request_id, chain FROM revisions WHERE revision <= ?";
  std::vector<Value> values = {tx.revision()};
  if (query.before > 0) {
    sql = sql + " AND revision < ?";
    values.push_back(query.before);
  }
  if (query.known_by.has_value()) {
    // One that a clock put ahead was known when the next one was.
    sql = sql +
          " AND revision <= (SELECT COALESCE(MAX(revision), 1) FROM revisions "
          "WHERE record_time <= ?)";
    values.push_back(*query.known_by);
  }
  if (!query.revisions.empty()) {
    sql = sql + " AND revision" + In(query.revisions.size());
    values.insert(values.end(), query.revisions.begin(), query.revisions.end());
  }
  values.push_back(query.limit);
  return tx.QueryValues(
      sql + " ORDER BY revision DESC LIMIT ?",
      [](const Row& row) {
        return RecordedWrite{.revision = row.Int(0),
                             .record_time = row.Time(1),
                             .caller = row.Text(2),
                             .organisation = row.Text(3),
                             .actor = row.Text(4),
                             .method = row.Text(5),
                             .request_id = row.Text(6),
                             .chain = row.Text(7)};
      },
      values);
}

absl::StatusOr<Revision> RevisionAt(Transaction& tx, absl::Time time) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> rows,
                   tx.Query(
                       "SELECT COALESCE(MAX(revision), 1) FROM revisions "
                       "WHERE record_time <= ?",
                       [](const Row& row) { return row.Int(0); }, time));
  return rows.front();
}

absl::Status CreateLedger(Connection& connection) {
  for (const char* statement : {
           "CREATE TABLE IF NOT EXISTS ledger ("
           "  id TINYINT NOT NULL PRIMARY KEY CHECK (id = 1),"
           "  revision BIGINT NOT NULL CHECK (revision >= 1)"
           ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
           "INSERT IGNORE INTO ledger (id, revision) VALUES (1, 1)",
           "CREATE TABLE IF NOT EXISTS revisions ("
           "  revision BIGINT NOT NULL PRIMARY KEY,"
           "  record_time DATETIME(6) NOT NULL,"
           "  caller VARCHAR(32) NOT NULL,"
           "  organisation VARCHAR(200) NOT NULL,"
           "  actor VARCHAR(64) NOT NULL,"
           "  method VARCHAR(200) NOT NULL,"
           "  request_id CHAR(36) NOT NULL,"
           "  request_hash CHAR(64) NOT NULL,"
           "  response LONGBLOB NOT NULL,"
           "  facts MEDIUMTEXT NULL,"
           "  chain CHAR(64) NOT NULL,"
           "  UNIQUE KEY caller_request (caller, request_id),"
           "  KEY record_time (record_time)"
           ") ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
       }) {
    RETURN_IF_ERROR(connection.Execute(statement));
  }
  // Of before there were seals.
  Transaction tx(connection, 0);
  ASSIGN_OR_RETURN(
      const std::vector<int64_t> has_facts,
      tx.Query("SELECT COUNT(*) FROM information_schema.columns WHERE "
               "table_schema = DATABASE() AND table_name = 'revisions' AND "
               "column_name = 'facts'",
               [](const Row& row) { return row.Int(0); }));
  if (has_facts.front() > 0) return absl::OkStatus();
  return connection.Execute(
      "ALTER TABLE revisions ADD COLUMN facts MEDIUMTEXT NULL");
}

}  // namespace opvang
