// COA's placements by stream: cut, killed and repeated, they come to the same
// record.
#include <signal.h>

#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "common/net/transport.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

namespace pb = ::nl::opvang::housing::v1;
using Stub = pb::HousingService::Stub;
using Request = pb::DeliverPlacementsRequest;
using Response = pb::DeliverPlacementsResponse;

// The real program on a real database, started and killed at will. It asks no
// quotas here.
class Program {
 public:
  explicit Program(const std::string& database) : database_(database) {
    Start();
  }
  ~Program() { Kill(); }
  void Start() {
    const std::string address_file = absl::StrCat(
        testing::TempDir(), "/placements-address-", ++starts_, "-", getpid());
    pid_ = Spawn({OPVANG_HOUSING, "--database=" + database_,
                  "--migrations=" OPVANG_HOUSING_MIGRATIONS, "--plain",
                  "--quotas=127.0.0.1:9", "--address-file=" + address_file},
                 "/dev/null");
    const std::string address = AwaitWord(address_file);
    stub_ = pb::HousingService::NewStub(*Connect(address, ""));
  }
  void Kill() { End(pid_, SIGKILL); }
  Stub& stub() { return *stub_; }
  int64_t PeakKib() const { return opvang::PeakKib(pid_); }

 private:
  static inline int starts_ = 0;
  std::string database_;
  pid_t pid_ = 0;
  std::unique_ptr<Stub> stub_;
};

std::string Name(const std::string& id) {
  return "municipalities/gm0193/placements/" + id;
}

// Row i of a delivery; every third corrects the one before it, and so names one
// of an earlier row.
pb::Placement RowOf(const std::string& delivery, int i) {
  pb::Placement row;
  row.set_name(Name(absl::StrCat(delivery, "-", i)));
  *row.mutable_placement_date() = ToProto(absl::CivilDay(2024, 7, 1) + i % 180);
  row.set_kind(i % 2 == 0 ? "home" : "dsl");
  row.set_person_count(5 + i % 11);
  row.set_amv_count(i % 3);
  if (i % 3 == 2) {
    row = RowOf(delivery, i - 1);
    row.set_corrected_placement(row.name());
    row.set_name(Name(absl::StrCat(delivery, "-", i)));
    row.set_person_count(-2);
    row.set_amv_count(-1);
  }
  row.set_source("COA, realisatie");
  return row;
}

std::vector<pb::Placement> RowsOf(const std::string& delivery, int count) {
  std::vector<pb::Placement> rows;
  for (int i = 0; i < count; ++i) rows.push_back(RowOf(delivery, i));
  return rows;
}

pb::FeedHeader Header(int rows, const std::string& id) {
  pb::FeedHeader header;
  header.set_parent("provinces/pv23");
  header.set_request_id(UuidFor(id));
  header.set_row_count(rows);
  return header;
}

// Sends rows `from` (1-based) to the end in parts; `cut` breaks it off after
// `upto` instead of ending it.
absl::StatusOr<Response> Send(Stub& stub, const pb::FeedHeader& header,
                              const std::vector<pb::Placement>& rows, int from,
                              int upto, int part_size, bool cut = false) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(120));
  Response response;
  auto writer = stub.DeliverPlacements(&context, &response);
  Request request;
  *request.mutable_header() = header;
  bool open = writer->Write(request);
  for (int next = from; open && next <= upto; next += part_size) {
    request.Clear();
    request.mutable_rows()->set_first_row_number(next);
    for (int i = next; i < next + part_size && i <= upto; ++i) {
      *request.mutable_rows()->add_rows() = rows[i - 1];
    }
    open = writer->Write(request);
  }
  if (cut) {
    context.TryCancel();
  } else {
    writer->WritesDone();
  }
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return FromGrpc(status);
  return response;
}

// Everything on record of placements, read from the table itself: the revision
// aside, which counts writes.
std::string Record(TestDatabase& db) {
  const Call call{.caller = {.oin = "test", .name = "test", .scope = ""},
                  .actor = "",
                  .method = "test",
                  .deadline = absl::Now() + absl::Seconds(30)};
  const auto text = Read<std::string>(
      *db, call, 0, [](Transaction& tx) -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(
            const auto lines,
            tx.Query("SELECT name, placement_date, kind_code, person_count, "
                     "amv_count, corrected_placement FROM placements ORDER BY "
                     "name",
                     [](const Row& row) {
                       return absl::StrCat(row.Text(0), row.Text(1),
                                           row.Text(2), " ", row.Int(3), " ",
                                           row.Int(4), row.Text(5));
                     }));
        std::string all;
        for (const std::string& line : lines) absl::StrAppend(&all, line, "\n");
        ASSIGN_OR_RETURN(
            const auto staged,
            tx.Query("SELECT COALESCE(SUM(row_count), 0) FROM waiting_pieces",
                     [](const Row& row) { return row.Int(0); }));
        return absl::StrCat(all, staged.front(), " rows wait");
      });
  return text.ok() ? *text : std::string(text.status().message());
}

class FeedTest : public testing::Test {
 protected:
  TestDatabase db_{"housing"};
  Program program_{db_.url()};
};

TEST_F(FeedTest, OneStreamIsOneRevision) {
  const auto rows = RowsOf("a", 2500);
  const auto first =
      Send(program_.stub(), Header(2500, "a"), rows, 1, 2500, 1000);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->accepted_row_count(), 2500);
  EXPECT_EQ(first->revision(), 2);
  const std::string held = Record(db_);
  EXPECT_EQ(Send(program_.stub(), Header(2500, "a"), rows, 1, 2500, 700)
                ->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(Record(db_), held);
  // Delivered under another id, every row is on record already.
  const auto again =
      Send(program_.stub(), Header(2500, "b"), rows, 1, 2500, 1000);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->accepted_row_count(), 2500);
  EXPECT_EQ(Record(db_), held);
  auto other = rows;
  other[1234].set_person_count(9);
  EXPECT_THAT(Send(program_.stub(), Header(2500, "a"), other, 1, 2500, 700),
              HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Send(program_.stub(), Header(2500, "c"), other, 1, 2500, 700),
              HasViolation("rows[1235].name"));
}

TEST_F(FeedTest, FaultyRowsAreToldByNumber) {
  auto rows = RowsOf("a", 1500);
  rows[6].set_person_count(0);
  rows[8].set_person_count(-99);  // Takes more than was given.
  rows[9].set_kind("boat");
  rows[10].set_amv_count(0);  // Corrects it, but with 9 minors.
  rows[11].set_amv_count(-2);
  rows[1400] = rows[3];
  rows[1402].set_name("municipalities/gm0363/placements/x");
  pb::FeedHeader header = Header(1500, "c");
  const auto refused = Send(program_.stub(), header, rows, 1, 1500, 1000);
  for (const char* field :
       {"rows[7].person_count", "rows[9].corrected_placement", "rows[10].kind",
        "rows[12].amv_count", "rows[1401]", "rows[1403].name",
        "rows[1404].corrected_placement"}) {
    EXPECT_THAT(refused, HasViolation(field)) << field;
  }
  EXPECT_EQ(Record(db_), "0 rows wait") << "all or nothing";
  header.set_fault_policy(pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
  const auto kept = Send(program_.stub(), header, rows, 1, 1500, 1000);
  ASSERT_THAT(kept, IsOk());
  // What corrects a refused row is refused too.
  EXPECT_EQ(kept->refused_row_count(), 7);
  EXPECT_EQ(kept->accepted_row_count(), 1493);
  EXPECT_EQ(kept->faults(0).row_number(), 7);
}

// The clean delivery is the oracle: cut and killed at random, and repeated
// until it is through, the record equals it.
TEST_F(FeedTest, CutAndKilledAtRandomItEqualsACleanDelivery) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  constexpr int kRows = 2400;
  TestDatabase clean("housing");
  int cuts = 0, kills = 0;
  for (int delivery = 0; delivery < 3; ++delivery) {
    const std::string id = absl::StrCat("d", delivery);
    const pb::FeedHeader header = Header(kRows, id);
    const auto rows = RowsOf(id, kRows);
    {
      Program calm(clean.url());
      ASSERT_THAT(Send(calm.stub(), header, rows, 1, kRows, 1000), IsOk());
    }
    bool through = false;
    for (int tries = 0; !through && tries < 200; ++tries) {
      // Where was I? Begin anywhere up to there.
      const auto asked = Send(program_.stub(), header, rows, 1, 0, 1);
      int next = 1;
      if (!asked.ok()) {
        ASSERT_THAT(asked, HasReason("DELIVERY_INCOMPLETE"));
        const std::string text(asked.status().message());
        next = std::stoi(text.substr(text.find("with row ") + 9));
      }
      const int from = 1 + random() % next;
      const int size = 1 + random() % 400;
      const int what = random() % 3;
      if (what == 0) {
        ++cuts;
        Send(program_.stub(), header, rows, from,
             from + random() % (kRows - from + 1), size, true)
            .IgnoreError();
        continue;
      }
      std::thread killer;
      if (what == 1) {
        ++kills;
        // At any instant of the stream, or of the write that ends it.
        const auto pause = absl::Microseconds(random() % 150000);
        killer = std::thread([this, pause] {
          absl::SleepFor(pause);
          program_.Kill();
        });
      }
      through = Send(program_.stub(), header, rows, from, kRows, size).ok();
      if (killer.joinable()) {
        killer.join();
        program_.Start();
      }
    }
    ASSERT_TRUE(through);
    ASSERT_EQ(Record(db_), Record(clean)) << "delivery " << delivery;
  }
  // The draws themselves, so that a quiet run shows.
  RecordProperty("cuts", cuts);
  RecordProperty("kills", kills);
}

// The server holds a part of the stream and the facts that came of it, never
// the stream.
TEST_F(FeedTest, ManyRowsTakeBoundedMemory) {
  ASSERT_THAT(Send(program_.stub(), Header(4000, "small"), RowsOf("s", 4000), 1,
                   4000, 1000),
              IsOk());
  const int64_t before = program_.PeakKib();
  ASSERT_THAT(Send(program_.stub(), Header(20000, "large"), RowsOf("l", 20000),
                   1, 20000, 1000),
              IsOk());
  ASSERT_GT(before, 0);
  constexpr int64_t kFactBytes = 250, kSealBytes = 64;
  EXPECT_LT(program_.PeakKib() - before,
            AsBuilt(12 * 1024 + 20000 * (kFactBytes + kSealBytes) / 1024))
      << "from " << before;
}

}  // namespace
}  // namespace opvang::housing
