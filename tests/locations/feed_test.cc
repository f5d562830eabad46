// COA's streams: cut, killed and repeated, they come to the same register.
#include <signal.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/db/ledger.h"
#include "common/net/transport.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"

namespace opvang::locations {
namespace {

namespace pb = ::nl::opvang::locations::v1;
using Stub = pb::LocationService::Stub;
using Request = pb::DeliverOccupanciesRequest;
using Response = pb::DeliverOccupanciesResponse;

// The real program on a real database, started and killed at will.
class Program {
 public:
  explicit Program(const std::string& database,
                   const std::string& organisations = "")
      : database_(database), organisations_(organisations) {
    Start();
  }
  ~Program() { Kill(); }
  void Start() {
    const std::string address_file = absl::StrCat(
        testing::TempDir(), "/feed-address-", ++starts_, "-", getpid());
    pid_ = Spawn(
        {OPVANG_LOCATIONS, "--database=" + database_,
         "--migrations=" OPVANG_LOCATIONS_MIGRATIONS, "--plain",
         "--organisations=" + organisations_, "--address-file=" + address_file},
        "/dev/null");
    const std::string address = AwaitWord(address_file);
    stub_ = pb::LocationService::NewStub(*Connect(address, ""));
  }
  void Kill() { End(pid_, SIGKILL); }
  Stub& stub() { return *stub_; }
  int64_t PeakKib() const { return opvang::PeakKib(pid_); }

 private:
  static inline int starts_ = 0;
  std::string database_, organisations_;
  pid_t pid_ = 0;
  std::unique_ptr<Stub> stub_;
};

constexpr char kSites[] = "parent: 'municipalities/gm0193' ";

std::string Name(int site) {
  return absl::StrCat("municipalities/gm0193/locations/s", site);
}

void DeliverSites(Stub& stub, int count) {
  auto request = Proto<pb::DeliverLocationsRequest>(kSites);
  for (int i = 0; i < count; ++i) {
    auto& one = *request.add_locations();
    one.set_name(Name(i));
    one.set_display_name("x");
    one.set_kind("goo");
    one.set_operator_(pb::Location::OPERATOR_COLLEGE);
    one.set_source("test");
  }
  request.set_request_id(UuidFor("sites"));
  ASSERT_THAT(CallRpc(stub, &Stub::DeliverLocations, request), IsOk());
}

// Row i of a delivery: each location on each day once.
pb::Occupancy RowOf(int i, int sites) {
  pb::Occupancy row;
  row.set_location(Name(i % sites));
  *row.mutable_count_date() = ToProto(absl::CivilDay(2024, 1, 1) + i / sites);
  row.set_person_count(i % 997);
  row.set_source("COA, bezetting");
  return row;
}

std::vector<pb::Occupancy> RowsOf(int count, int sites) {
  std::vector<pb::Occupancy> rows;
  for (int i = 0; i < count; ++i) rows.push_back(RowOf(i, sites));
  return rows;
}

pb::FeedHeader Header(int rows, const std::string& id) {
  pb::FeedHeader header;
  header.set_parent("provinces/pv23");
  header.set_request_id(UuidFor(id));
  header.set_row_count(rows);
  return header;
}

// Sends rows `from` (1-based) to `upto` in parts; `cut` breaks it off instead
// of ending it.
absl::StatusOr<Response> Send(Stub& stub, const pb::FeedHeader& header,
                              const std::vector<pb::Occupancy>& rows, int from,
                              int upto, int part_size, bool cut = false) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(120));
  Response response;
  auto writer = stub.DeliverOccupancies(&context, &response);
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

// Everything the register holds of occupancy, read from the tables themselves:
// the revision aside, which counts writes.
std::string RegisterIn(TestDatabase& db) {
  const Call call{.caller = {.oin = "test", .name = "test", .scope = ""},
                  .actor = "",
                  .method = "test",
                  .deadline = absl::Now() + absl::Seconds(30)};
  const auto text = Read<std::string>(
      *db, call, 0, [](Transaction& tx) -> absl::StatusOr<std::string> {
        ASSIGN_OR_RETURN(
            const auto lines,
            tx.Query("SELECT kind, subject, count_date, amount, source, "
                     "municipality FROM counts ORDER BY 1, 2, 3, revision",
                     [](const Row& row) {
                       return absl::StrCat(row.Int(0), row.Text(1), row.Text(2),
                                           " ", row.Int(3), row.Text(4),
                                           row.Text(5));
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
  TestDatabase db_{"locations"};
  Program program_{db_.url()};
};

TEST_F(FeedTest, OneStreamIsOneRevision) {
  DeliverSites(program_.stub(), 10);
  const auto rows = RowsOf(2500, 10);
  const auto first =
      Send(program_.stub(), Header(2500, "a"), rows, 1, 2500, 1000);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->accepted_row_count(), 2500);
  EXPECT_EQ(first->refused_row_count(), 0);
  EXPECT_EQ(first->revision(), 3);
  const std::string held = RegisterIn(db_);
  // Sent again whole, or only asked about: the same answer, nothing new.
  EXPECT_EQ(Send(program_.stub(), Header(2500, "a"), rows, 1, 2500, 700)
                ->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(Send(program_.stub(), Header(2500, "a"), rows, 1, 0, 1)
                ->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(RegisterIn(db_), held);
  // The same id for other content is told.
  auto other = rows;
  other[1234].set_person_count(1);
  EXPECT_THAT(Send(program_.stub(), Header(2500, "a"), other, 1, 2500, 700),
              HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Send(program_.stub(), Header(2400, "a"), other, 1, 2400, 700),
              HasReason("REQUEST_ID_REUSED"));
}

TEST_F(FeedTest, ACutStreamGoesOnWhereItStopped) {
  DeliverSites(program_.stub(), 10);
  const auto rows = RowsOf(300, 10);
  const pb::FeedHeader header = Header(300, "b");
  const auto part = Send(program_.stub(), header, rows, 1, 120, 40);
  EXPECT_THAT(part, HasReason("DELIVERY_INCOMPLETE"));
  EXPECT_THAT(std::string(part.status().message()),
              testing::HasSubstr("go on with row 121"));
  EXPECT_THAT(Send(program_.stub(), header, rows, 150, 300, 40),
              HasViolation("rows.first_row_number"));
  auto changed = rows;
  changed[99].set_person_count(7);
  EXPECT_THAT(Send(program_.stub(), header, changed, 81, 300, 40),
              HasViolation("rows.rows[19]"));
  EXPECT_EQ(
      Send(program_.stub(), header, rows, 101, 300, 40)->accepted_row_count(),
      300);
}

TEST_F(FeedTest, FaultyRowsAreToldByNumber) {
  DeliverSites(program_.stub(), 10);
  auto rows = RowsOf(1500, 10);
  rows[6].set_person_count(-1);
  rows[1200].set_location(Name(77));
  rows[1400] = rows[3];
  rows[1401].set_location("municipalities/gm0363/locations/s1");
  pb::FeedHeader header = Header(1500, "c");
  const auto refused = Send(program_.stub(), header, rows, 1, 1500, 1000);
  EXPECT_THAT(refused, HasViolation("rows[7].person_count"));
  EXPECT_THAT(refused, HasViolation("rows[1201].location"));
  EXPECT_THAT(refused, HasViolation("rows[1401]"));
  EXPECT_THAT(refused, HasViolation("rows[1402].location"))
      << "outside the parent";
  EXPECT_EQ(RegisterIn(db_), "0 rows wait") << "all or nothing";
  // A dry run tells the same and uses up nothing.
  header.set_fault_policy(pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
  header.set_validate_only(true);
  const auto tried = Send(program_.stub(), header, rows, 1, 1500, 1000);
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->refused_row_count(), 4);
  EXPECT_EQ(RegisterIn(db_), "1500 rows wait");
  header.set_validate_only(false);
  const auto kept = Send(program_.stub(), header, rows, 1, 0, 1);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->accepted_row_count(), 1496);
  ASSERT_GE(kept->faults_size(), 4);
  EXPECT_EQ(kept->faults(0).row_number(), 7);
}

TEST_F(FeedTest, AHeaderComesFirstAndIsRight) {
  const auto rows = RowsOf(1, 1);
  pb::FeedHeader header = Header(0, "d");
  header.set_parent("nonsense");
  const auto answer = Send(program_.stub(), header, rows, 1, 0, 1);
  EXPECT_THAT(answer, HasViolation("header.parent"));
  EXPECT_THAT(answer, HasViolation("header.row_count"));
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(30));
  Response response;
  auto writer = program_.stub().DeliverOccupancies(&context, &response);
  Request request;
  request.mutable_rows()->set_first_row_number(1);
  writer->Write(request);
  writer->WritesDone();
  EXPECT_THAT(FromGrpc(writer->Finish()), HasViolation("header"));
}

TEST_F(FeedTest, ThePermanentStockComesInTheSameWay) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(30));
  pb::DeliverPermanentStocksResponse response;
  auto writer = program_.stub().DeliverPermanentStocks(&context, &response);
  pb::DeliverPermanentStocksRequest request;
  *request.mutable_header() = Header(1, "e");
  ASSERT_TRUE(writer->Write(request));
  *request.mutable_rows() = Proto<pb::DeliverPermanentStocksRequest::Rows>(
      R"pb(first_row_number: 1
           rows {
             municipality: 'municipalities/gm0193'
             count_date { year: 2024 month: 10 day: 1 }
             place_count: 300
             source: 'COA'
           })pb");
  ASSERT_TRUE(writer->Write(request));
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.accepted_row_count(), 1);
}

// The clean delivery is the oracle: cut and killed at random, and repeated
// until it is through, the register equals it.
TEST_F(FeedTest, CutAndKilledAtRandomItEqualsACleanDelivery) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  constexpr int kRows = 4000;
  TestDatabase clean("locations");
  {
    Program calm(clean.url());
    DeliverSites(calm.stub(), 10);
  }
  DeliverSites(program_.stub(), 10);
  int cuts = 0, kills = 0;
  for (int delivery = 0; delivery < 8; ++delivery) {
    const std::string id = absl::StrCat("delivery ", delivery);
    const pb::FeedHeader header = Header(kRows, id);
    auto rows = RowsOf(kRows, 10);
    for (auto& row : rows) row.set_person_count(random() % 500);
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
    ASSERT_EQ(RegisterIn(db_), RegisterIn(clean)) << "delivery " << delivery;
  }
  // The draws themselves, so that a quiet run shows.
  EXPECT_GE(cuts + kills, 1) << cuts << " cuts, " << kills << " kills";
}

// The server holds a part of the stream, the facts that it became and digests
// of what they are about, never the stream: ten times the rows take little more
// memory than these.
TEST_F(FeedTest, AHundredThousandRowsTakeBoundedMemory) {
  DeliverSites(program_.stub(), 1000);
  ASSERT_THAT(Send(program_.stub(), Header(10000, "small"), RowsOf(10000, 1000),
                   1, 10000, 1000),
              IsOk());
  const int64_t before = program_.PeakKib();
  const auto large = Send(program_.stub(), Header(100000, "large"),
                          RowsOf(100000, 1000), 1, 100000, 1000);
  ASSERT_THAT(large, IsOk());
  EXPECT_EQ(large->accepted_row_count(), 100000);
  ASSERT_GT(before, 0);
  const int64_t grown = program_.PeakKib() - before;
  RecordProperty("peak_kib_after_10000", static_cast<int>(before));
  RecordProperty("grown_kib_after_100000", static_cast<int>(grown));
  // A row as it is read takes more, and several are on their way; digests, of
  // what was sent and of what is sealed, are in tables that grow by doubling,
  // and for a moment in two.
  constexpr int64_t kFactBytes = 40, kDigestBytes = 80, kSealBytes = 64;
  EXPECT_LT(grown,
            AsBuilt(16 * 1024 +
                    100000 * (kFactBytes + kDigestBytes + kSealBytes) / 1024))
      << "from " << before << " KiB";
}

// A stream that is open and sends nothing; ends with its context.
struct OpenStream {
  explicit OpenStream(Stub& stub) {
    SetDeadline(context, absl::Now() + absl::Seconds(60));
    writer = stub.DeliverOccupancies(&context, &response);
  }
  // That of the server, which need not wait for the end of the stream.
  absl::Status Status() { return FromGrpc(writer->Finish()); }

  grpc::ClientContext context;
  Response response;
  std::unique_ptr<grpc::ClientWriter<Request>> writer;
};

TEST_F(FeedTest, StreamsThatOnlyOpenHoldNobodyUp) {
  DeliverSites(program_.stub(), 1);
  std::vector<std::unique_ptr<OpenStream>> silent;
  for (int i = 0; i < 7; ++i) {
    silent.push_back(std::make_unique<OpenStream>(program_.stub()));
  }
  EXPECT_THAT(Send(program_.stub(), Header(1, "beside"), RowsOf(1, 1), 1, 1, 1),
              IsOk());
  // It did not wait for their end.
  for (const auto& one : silent) EXPECT_TRUE(one->writer->Write(Request()));
}

TEST_F(FeedTest, OneOrganisationHasEightStreamsOpen) {
  std::vector<std::unique_ptr<OpenStream>> silent;
  for (int i = 0; i < 9; ++i) {
    silent.push_back(std::make_unique<OpenStream>(program_.stub()));
  }
  // One of them, whichever came last, is refused with a word of ours.
  std::atomic<int> refused{0};
  std::vector<std::thread> waits;
  for (const auto& one : silent) {
    waits.emplace_back([&] {
      const absl::Status status = one->Status();
      if (!absl::IsResourceExhausted(status)) return;
      EXPECT_THAT(status, HasReason("SERVICE_BUSY"));
      ++refused;
      for (const auto& other : silent) other->context.TryCancel();
    });
  }
  for (std::thread& one : waits) one.join();
  EXPECT_EQ(refused, 1);
}

// Before anything of it is read: the stream sends nothing and does not end.
TEST_F(FeedTest, WhoIsNotListedIsNotListenedTo) {
  const std::string listed = testing::TempDir() + "/nobody.json";
  std::ofstream(listed) << R"({"organisations": []})";
  Program program(db_.url(), listed);
  EXPECT_THAT(OpenStream(program.stub()).Status(), HasReason("CALLER_UNKNOWN"));
}

}  // namespace
}  // namespace opvang::locations
