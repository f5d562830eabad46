#include "common/db/ledger.h"

#include <atomic>
#include <thread>

#include "common/base/digest.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "tests/support/matchers.h"
#include "tests/support/tampering.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

using Request = nl::opvang::quotas::v1::DeliverQuotasRequest;
using Response = nl::opvang::quotas::v1::DeliverQuotasResponse;

Request RequestWith(const std::string& parent, const std::string& id) {
  Request request;
  request.set_parent(parent);
  request.set_request_id(UuidFor(id));
  return request;
}

Call CallAs(const std::string& oin) {
  Call call;
  call.caller.oin = oin;
  call.caller.name = "organisation " + oin;
  call.method = "Test/Write";
  call.deadline = absl::Now() + absl::Seconds(60);
  return call;
}

class LedgerTest : public testing::Test {
 protected:
  LedgerTest() {
    EXPECT_THAT(Execute("CREATE TABLE counters (revision BIGINT, name "
                        "VARCHAR(200)) ENGINE=InnoDB"),
                IsOk());
  }
  absl::Status Execute(const char* text) {
    auto lease = db_->Acquire(absl::InfiniteFuture());
    return (**lease).Execute(text);
  }
  // A write that appends one row.
  absl::StatusOr<Response> Add(const Request& request,
                               const std::string& oin = "1",
                               LedgerHead* written = nullptr) {
    return Write<Response>(
        *db_, clock_, CallAs(oin), request,
        [&](Transaction& tx) -> absl::StatusOr<Response> {
          RETURN_IF_ERROR(
              tx.Insert("INSERT INTO counters (revision, name) VALUES ",
                        {{tx.revision(), request.parent()}}));
          Response response;
          response.set_revision(tx.revision());
          return response;
        },
        written);
  }
  absl::StatusOr<int64_t> CountAt(Revision revision) {
    return Read<int64_t>(
        *db_, CallAs("1"), revision,
        [&](Transaction& tx) -> absl::StatusOr<int64_t> {
          ASSIGN_OR_RETURN(
              const auto rows,
              tx.Query(
                  "SELECT COUNT(*) FROM counters "
                  "WHERE revision <= ?",
                  [](const Row& row) { return row.Int(0); }, tx.revision()));
          return rows.front();
        });
  }
  absl::StatusOr<std::optional<Break>> Found() {
    return Read<std::optional<Break>>(
        *db_, CallAs("1"), 0, [](Transaction& tx) { return FindBreak(tx); });
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{""};
};

TEST_F(LedgerTest, RevisionsCountCommittedWrites) {
  EXPECT_EQ(Add(RequestWith("a", "1"))->revision(), 2);
  EXPECT_EQ(Add(RequestWith("b", "2"))->revision(), 3);
  EXPECT_EQ(*CountAt(0), 2);
}

// As a node of a cluster does when another node's write came first: the
// transaction is gone, and who was in it goes on.
TEST_F(LedgerTest, AWriteThatWasTakenBackOnTheWayKeepsNothingAndIsMadeAgain) {
  int tries = 0;
  const auto told =
      Write<Response>(*db_, clock_, CallAs("1"), RequestWith("a", "1"),
                      [&](Transaction& tx) -> absl::StatusOr<Response> {
                        if (++tries == 1) {
                          RETURN_IF_ERROR(tx.connection().Execute("ROLLBACK"));
                          EXPECT_THAT(Add(RequestWith("b", "2")), IsOk());
                        }
                        RETURN_IF_ERROR(tx.Insert(
                            "INSERT INTO counters (revision, name) VALUES ",
                            {{tx.revision(), "a"}}));
                        Response response;
                        response.set_revision(tx.revision());
                        return response;
                      });
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->revision(), 3);
  EXPECT_EQ(*CountAt(0), 2);
  EXPECT_EQ(*Found(), std::nullopt);
  // Who uses the connection next keeps what it writes.
  EXPECT_THAT(Execute("INSERT INTO counters VALUES (3, 'c')"), IsOk());
  EXPECT_EQ(*CountAt(0), 3);
}

TEST_F(LedgerTest, ARepeatGetsTheStoredAnswer) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  EXPECT_EQ(Add(RequestWith("a", "1"))->revision(), 2);
  EXPECT_EQ(*CountAt(0), 2);
}

TEST_F(LedgerTest, ARequestIdBelongsToItsCaller) {
  ASSERT_THAT(Add(RequestWith("a", "1"), "1"), IsOk());
  EXPECT_EQ(Add(RequestWith("a", "1"), "2")->revision(), 3);
}

TEST_F(LedgerTest, RefusesARequestIdWithOtherContent) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  EXPECT_THAT(Add(RequestWith("b", "1")), HasReason("REQUEST_ID_REUSED"));
  EXPECT_EQ(*CountAt(0), 1);
}

TEST_F(LedgerTest, RefusesARequestIdThatIsNoUuid) {
  Request request = RequestWith("a", "1");
  request.set_request_id("first");
  EXPECT_THAT(Add(request), HasViolation("request_id"));
}

TEST_F(LedgerTest, ADryRunKeepsNothing) {
  Request request = RequestWith("a", "1");
  request.set_validate_only(true);
  EXPECT_EQ(Add(request)->revision(), 2);
  EXPECT_EQ(*CountAt(0), 0);
  request.set_validate_only(false);
  EXPECT_EQ(Add(request)->revision(), 2);
  EXPECT_EQ(*CountAt(0), 1);
}

TEST_F(LedgerTest, AFailedWriteTakesNoRevision) {
  const auto failed = Write<Response>(
      *db_, clock_, CallAs("1"), RequestWith("a", "1"),
      [](Transaction& tx) -> absl::StatusOr<Response> {
        RETURN_IF_ERROR(
            tx.Execute("INSERT INTO counters (revision) VALUES (1)").status());
        return absl::NotFoundError("no");
      });
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Add(RequestWith("a", "1"))->revision(), 2);
  EXPECT_EQ(*CountAt(0), 1);
}

TEST_F(LedgerTest, AnOldRevisionReadsTheSameForEver) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  EXPECT_EQ(*CountAt(2), 1);
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  EXPECT_EQ(*CountAt(1), 0);
  EXPECT_EQ(*CountAt(2), 1);
  EXPECT_EQ(*CountAt(3), 2);
  EXPECT_THAT(CountAt(4), HasReason("REVISION_AHEAD"));
  EXPECT_THAT(CountAt(-1), HasViolation("revision"));
}

TEST_F(LedgerTest, TimeLeadsToARevision) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  clock_.Set(absl::FromUnixSeconds(1730000100));
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  // A clock that is set back does not put revisions out of order.
  clock_.Set(absl::FromUnixSeconds(1730000050));
  ASSERT_THAT(Add(RequestWith("c", "3")), IsOk());
  const auto at = [&](int64_t seconds) {
    return *Read<Revision>(*db_, CallAs("1"), 0, [&](Transaction& tx) {
      return RevisionAt(tx, absl::FromUnixSeconds(seconds));
    });
  };
  EXPECT_EQ(at(1729999999), 1);
  EXPECT_EQ(at(1730000000), 2);
  EXPECT_EQ(at(1730000099), 2);
  EXPECT_EQ(at(1730000100), 4);
}

// A clock that jumped for one write does not blind what is known after it.
TEST_F(LedgerTest, AClockThatJumpedIsMendedByTheNextWrite) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  clock_.Set(absl::FromUnixSeconds(1730000000) + absl::Hours(24 * 300));
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  clock_.Set(absl::FromUnixSeconds(1730000010));
  ASSERT_THAT(Add(RequestWith("c", "3")), IsOk());
  const auto known = [&](int64_t seconds) {
    return *Read<std::vector<RecordedWrite>>(
        *db_, CallAs("1"), 0, [&](Transaction& tx) {
          return ListWrites(tx, {.known_by = absl::FromUnixSeconds(seconds),
                                 .revisions = {},
                                 .limit = 10});
        });
  };
  EXPECT_EQ(known(1730000005).size(), 1u);
  ASSERT_EQ(known(1730000010).size(), 3u);
  EXPECT_EQ(known(1730000010)[0].record_time,
            absl::FromUnixSeconds(1730000010));
  EXPECT_EQ(*Read<Revision>(*db_, CallAs("1"), 0,
                            [](Transaction& tx) {
                              return RevisionAt(
                                  tx, absl::FromUnixSeconds(1730000011));
                            }),
            4);
  EXPECT_EQ(*Found(), std::nullopt);
}

// Whoever gave up would not know that it was written.
TEST_F(LedgerTest, WhatNobodyWaitsForIsNotWritten) {
  Call late = CallAs("1");
  late.deadline = absl::Now() + absl::Milliseconds(50);
  const auto written =
      Write<Response>(*db_, clock_, late, RequestWith("a", "1"),
                      [&](Transaction& tx) -> absl::StatusOr<Response> {
                        RETURN_IF_ERROR(tx.Insert(
                            "INSERT INTO counters (revision, name) VALUES ",
                            {{tx.revision(), "a"}}));
                        while (absl::Now() < late.deadline)
                          absl::SleepFor(absl::Milliseconds(1));
                        return Response();
                      });
  EXPECT_THAT(written, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(*CountAt(0), 0);
  LedgerHead head;
  ASSERT_THAT(Add(RequestWith("b", "2"), "1", &head), IsOk());
  EXPECT_THAT(AppendAtOnce(*db_, late, RequestWith("c", "3"), head,
                           head.record_time, {}, ""),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(head.revision, 2);
  EXPECT_EQ(*CountAt(0), 1);
}

// Each table that was written, by its rows; of none nothing.
TEST_F(LedgerTest, AWriteSealsWhatItAppended) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  for (const char* tampering :
       {"UPDATE counters SET name = 'b'", "DELETE FROM counters",
        "UPDATE counters SET name = NULL",
        "INSERT INTO counters VALUES (2, 'x')",
        "UPDATE counters SET revision = 1",
        "INSERT INTO counters SELECT * FROM counters"}) {
    const auto lease = db_->Acquire(absl::InfiniteFuture());
    ASSERT_THAT((**lease).Begin("START TRANSACTION"), IsOk());
    ASSERT_THAT((**lease).Execute(tampering), IsOk());
    Transaction tx(**lease, 0);
    const auto found = FindBreak(tx);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(*found, (Break{2, "counters"})) << tampering;
  }
  ASSERT_THAT(Execute("INSERT INTO counters VALUES (9, 'x')"), IsOk());
  EXPECT_EQ(*Found(), (Break{3, "counters"}));
}

// What was written before there were seals is sealed once, and said to be.
TEST_F(LedgerTest, WhatWasNotSealedIsSealedOnce) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  SealAnew(db_);
  EXPECT_EQ(*Found(), std::nullopt);
  {
    const auto lease = db_->Acquire(absl::InfiniteFuture());
    ASSERT_THAT(SealWhatIsNot(**lease, db_.schema(), clock_.Now()), IsOk());
  }
  EXPECT_EQ(Add(RequestWith("c", "3"))->revision(), 5);
  EXPECT_EQ(*Found(), std::nullopt);
  ASSERT_THAT(Execute("UPDATE counters SET name = 'x' WHERE revision = 2"),
              IsOk());
  EXPECT_EQ(*Found(), (Break{3, "counters"}));
}

TEST_F(LedgerTest, TamperingShows) {
  for (const char* id : {"1", "2", "3"}) {
    ASSERT_THAT(Add(RequestWith(id, id)), IsOk());
  }
  EXPECT_EQ(*Found(), std::nullopt);
  ASSERT_THAT(Execute("UPDATE revisions SET organisation = 'somebody else' "
                      "WHERE revision = 3"),
              IsOk());
  EXPECT_EQ(*Found(), (Break{3, "chain"}));
}

TEST_F(LedgerTest, ALostLastRowShows) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  ASSERT_THAT(Execute("DELETE FROM revisions WHERE revision = 3"), IsOk());
  EXPECT_EQ(*Found(), (Break{3, "chain"}));
}

TEST_F(LedgerTest, ManyWritersLeaveNoGap) {
  std::atomic<int> failed{0};
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 6; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = std::to_string(writer * 1000 + i);
        if (!Add(RequestWith(id, id)).ok()) ++failed;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(*CountAt(0), 300);
  EXPECT_EQ(*Found(), std::nullopt);
}

TEST_F(LedgerTest, ABusyPoolSaysSoInTime) {
  TestDatabase narrow("", TestServer::Shared(), 1);
  const auto held = narrow->Acquire(absl::InfiniteFuture());
  EXPECT_THAT(narrow->Acquire(absl::Now() + absl::Milliseconds(20)).status(),
              HasReason("SERVICE_BUSY"));
}

TEST_F(LedgerTest, ALostConnectionIsReplaced) {
  TestDatabase narrow("", TestServer::Shared(), 1);
  int64_t id = 0;
  {
    const auto lease = narrow->Acquire(absl::InfiniteFuture());
    Transaction tx(**lease, 0);
    id = tx.Query("SELECT CONNECTION_ID()", [](const Row& row) {
             return row.Int(0);
           })->front();
  }
  TestServer::Shared().Administrate("KILL " + std::to_string(id));
  const auto one = [](const Row& row) { return row.Int(0); };
  // The first use may meet the lost one; none after it.
  {
    const auto lease = narrow->Acquire(absl::InfiniteFuture());
    Transaction tx(**lease, 0);
    tx.Query("SELECT 1", one).status().IgnoreError();
  }
  const auto lease = narrow->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  EXPECT_THAT(tx.Query("SELECT 1", one), IsOk());
}

TEST_F(LedgerTest, ValuesComeBackAsTheyWent) {
  ASSERT_THAT(Execute("CREATE TABLE things (n BIGINT NULL, t TEXT NULL, d DATE "
                      "NULL, i DATETIME(6) NULL, b LONGBLOB NULL) "
                      "CHARACTER SET utf8mb4"),
              IsOk());
  std::string bytes;
  for (int i = 0; i < 600000; ++i) bytes += static_cast<char>(i * 7);
  const absl::Time time = absl::FromUnixMicros(1730000000123456);
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  ASSERT_THAT(
      tx.Execute("INSERT INTO things (n, t, d, i, b) VALUES (?,?,?,?,?)",
                 INT64_MIN, "Súdwest-Fryslân 🏠", absl::CivilDay(2024, 2, 29),
                 time, bytes),
      IsOk());
  ASSERT_THAT(
      tx.Insert("INSERT INTO things (n, t, d, i, b) VALUES ",
                {{std::optional<int>(), std::optional<std::string>(),
                  std::optional<absl::CivilDay>(), std::optional<absl::Time>(),
                  std::optional<std::string>()}}),
      IsOk());
  int rows = 0;
  ASSERT_THAT(tx.Query("SELECT n, t, d, i, b FROM things ORDER BY n IS NULL",
                       [&](const Row& row) {
                         if (rows++ > 0) {
                           EXPECT_TRUE(row.IsNull(0) && row.IsNull(4));
                           EXPECT_EQ(row.OptionalDay(2), std::nullopt);
                           return 0;
                         }
                         EXPECT_EQ(row.Int(0), INT64_MIN);
                         EXPECT_EQ(row.Text(1), "Súdwest-Fryslân 🏠");
                         EXPECT_EQ(row.Day(2), absl::CivilDay(2024, 2, 29));
                         EXPECT_EQ(row.Time(3), time);
                         EXPECT_TRUE(row.Text(4) == bytes);
                         return 0;
                       }),
              IsOk());
  EXPECT_EQ(rows, 2);
}

// Of one round with its record, whatever stands in it.
TEST_F(LedgerTest, ValuesTravelAsTextUnread) {
  ASSERT_THAT(Execute("CREATE TABLE things (n BIGINT NULL, t TEXT NULL, d DATE "
                      "NULL, i DATETIME(6) NULL, b LONGBLOB NULL, revision "
                      "BIGINT NOT NULL) "
                      "CHARACTER SET utf8mb4"),
              IsOk());
  std::string bytes;
  for (int i = 0; i < 512; ++i) bytes += static_cast<char>(i);
  const std::string words = "'; DROP TABLE ledger; -- \\' \" 🏠";
  const absl::Time time = absl::FromUnixMicros(1730000000123456);
  static constexpr Sql kInsert =
      "INSERT INTO things (n, t, d, i, b, revision) VALUES ";
  const RowsByInsert rows = {
      {&kInsert,
       {{INT64_MIN, words, absl::CivilDay(2024, 2, 29), time, bytes, 3},
        {std::optional<int>(), std::optional<std::string>(),
         std::optional<absl::CivilDay>(), std::optional<absl::Time>(),
         std::optional<std::string>(), 3},
        {7, "", absl::CivilDay(2025, 1, 1), time, "", 3}}}};
  LedgerHead head;
  ASSERT_THAT(Add(RequestWith("a", "1"), "1", &head), IsOk());
  const auto next = AppendAtOnce(*db_, CallAs("1"), RequestWith("b", "2"), head,
                                 time + absl::Hours(1), rows, "answer");
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->revision, head.revision + 1);
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  EXPECT_EQ(*CurrentRevision(tx), next->revision);
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
  int count = 0;
  ASSERT_THAT(tx.Query("SELECT n, t, d, i, b FROM things ORDER BY n",
                       [&](const Row& row) {
                         ++count;
                         if (row.IsNull(0)) {
                           EXPECT_TRUE(row.IsNull(1) && row.IsNull(2) &&
                                       row.IsNull(3) && row.IsNull(4));
                         } else if (row.Int(0) == 7) {
                           EXPECT_EQ(row.Text(1), "");
                           EXPECT_EQ(row.Text(4), "");
                         } else {
                           EXPECT_EQ(row.Int(0), INT64_MIN);
                           EXPECT_EQ(row.Text(1), words);
                           EXPECT_EQ(row.Day(2), absl::CivilDay(2024, 2, 29));
                           EXPECT_EQ(row.Time(3), time);
                           EXPECT_EQ(row.Text(4), bytes);
                         }
                         return 0;
                       }),
              IsOk());
  EXPECT_EQ(count, 3);
}

TEST_F(LedgerTest, WhatWasDecidedOnAnOlderHeadIsNotKept) {
  LedgerHead head;
  ASSERT_THAT(Add(RequestWith("a", "1"), "1", &head), IsOk());
  const auto append = [&](const Request& request, const LedgerHead& after) {
    static constexpr Sql kInsert =
        "INSERT INTO counters (revision, name) VALUES ";
    return AppendAtOnce(*db_, CallAs("1"), request, after, after.record_time,
                        {{&kInsert, {{99, "x"}}}}, "");
  };
  // Somebody else wrote since.
  ASSERT_THAT(Add(RequestWith("b", "2")), IsOk());
  EXPECT_FALSE(append(RequestWith("c", "3"), head).ok());
  // The request id is there already.
  LedgerHead now = head;
  ASSERT_THAT(Add(RequestWith("d", "4"), "1", &now), IsOk());
  EXPECT_FALSE(append(RequestWith("a", "1"), now).ok());
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  EXPECT_EQ(*CurrentRevision(tx), now.revision);
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
  EXPECT_EQ(tx.Query("SELECT COUNT(*) FROM counters WHERE name = 'x'",
                     [](const Row& row) { return row.Int(0); })
                ->front(),
            0);
}

TEST_F(LedgerTest, AnEmptyListHoldsNothing) {
  ASSERT_THAT(Add(RequestWith("a", "1")), IsOk());
  const auto lease = db_->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  const auto count = [&](const std::vector<std::string>& names) {
    return tx
        .QueryValues(
            Sql("SELECT COUNT(*) FROM counters WHERE name") + In(names.size()),
            [](const Row& row) { return row.Int(0); }, Parameters(names, {}))
        ->front();
  };
  EXPECT_EQ(count({}), 0);
  EXPECT_EQ(count({"b", "a"}), 1);
}

// What was acknowledged survives SIGKILL of the database at any instant, and
// what was not can be sent again.
TEST(DurabilityTest, NothingAcknowledgedIsLostNothingIsTwice) {
  TestServer server;
  TestDatabase db("", server, 4);
  {
    auto lease = db->Acquire(absl::InfiniteFuture());
    ASSERT_THAT((**lease).Execute("CREATE TABLE facts (revision BIGINT, name "
                                  "VARCHAR(200)) ENGINE=InnoDB"),
                IsOk());
  }
  FixedClock clock(absl::FromUnixSeconds(1730000000));
  const auto write = [&](int i) {
    const Request request =
        RequestWith(std::to_string(i), "fact" + std::to_string(i));
    return Write<Response>(
        *db, clock, CallAs("1"), request,
        [&](Transaction& tx) -> absl::StatusOr<Response> {
          RETURN_IF_ERROR(
              tx.Execute("INSERT INTO facts (revision, name) VALUES (?,?)",
                         tx.revision(), request.parent())
                  .status());
          Response response;
          response.set_revision(tx.revision());
          return response;
        });
  };
  constexpr int kFacts = 400;
  std::vector<int64_t> acknowledged(kFacts, 0);
  std::atomic<int> done{0};
  for (int round = 0; round < 3; ++round) {
    std::vector<std::thread> writers;
    std::atomic<bool> stop{false};
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = writer; i < kFacts && !stop; i += 4) {
          if (acknowledged[i] != 0) continue;
          const auto response = write(i);
          if (response.ok()) {
            acknowledged[i] = response->revision();
            ++done;
          }
        }
      });
    }
    const int target = 60 * (round + 1);
    while (done < target) std::this_thread::yield();
    server.Kill();
    stop = true;
    for (std::thread& writer : writers) writer.join();
    server.Start();
    db.Reopen();
  }
  for (int i = 0; i < kFacts; ++i) {
    const auto response = write(i);
    ASSERT_THAT(response, IsOk());
    if (acknowledged[i] != 0) {
      EXPECT_EQ(response->revision(), acknowledged[i]);
    }
  }
  auto lease = db->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  const auto counts = tx.Query(
      "SELECT COUNT(*), COUNT(DISTINCT name), MAX(revision) FROM facts",
      [](const Row& row) {
        return std::tuple(row.Int(0), row.Int(1), row.Int(2));
      });
  ASSERT_THAT(counts, IsOk());
  EXPECT_EQ(counts->front(), std::tuple(kFacts, kFacts, kFacts + 1));
}

// A server that started again: the first to find out tells all.
TEST(DatabaseTest, OneCallFailsForAllConnectionsThatARestartBroke) {
  TestServer server;
  TestDatabase db("", server);
  {
    std::vector<Database::Lease> leases;
    for (int i = 0; i < 8; ++i) {
      auto lease = db->Acquire(absl::InfiniteFuture());
      ASSERT_THAT(lease, IsOk());
      leases.push_back(*std::move(lease));
    }
  }
  server.Kill();
  server.Start();
  const auto answers = [&] {
    auto lease = db->Acquire(absl::InfiniteFuture());
    return lease.ok() && (*lease)->Execute("SELECT 1").ok();
  };
  EXPECT_FALSE(answers());
  EXPECT_TRUE(answers());
}

}  // namespace
}  // namespace opvang
