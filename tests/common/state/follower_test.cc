#include "common/state/follower.h"

#include <atomic>
#include <thread>

#include "absl/strings/str_replace.h"
#include "absl/synchronization/notification.h"
#include "common/db/connection.h"
#include "common/db/ledger.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

// Follows a ledger and holds nothing else.
struct Followed {
  explicit Followed(Database& db, absl::Duration stale = absl::Seconds(10))
      : follower(
            db, [this] { return reached.load(); },
            [this](Transaction&, Revision until) {
              reached = until;
              return absl::OkStatus();
            },
            stale) {}

  absl::Status Fresh() {
    absl::Status status;
    absl::Notification done;
    follower.WhenFresh([&](const absl::Status& told) {
      status = told;
      done.Notify();
    });
    done.WaitForNotification();
    return status;
  }

  std::atomic<Revision> reached{0};
  Follower follower;
};

void TakeRevision(Database& db) {
  auto lease = db.Acquire(absl::InfiniteFuture());
  ASSERT_THAT(lease, IsOk());
  ASSERT_THAT((*lease)->Execute("UPDATE ledger SET revision = revision + 1"),
              IsOk());
}

TEST(FollowerTest, HasReachedWhatWasAcknowledgedBefore) {
  TestDatabase db("");
  Followed followed(*db);
  ASSERT_THAT(followed.Fresh(), IsOk());
  EXPECT_EQ(followed.reached, 1);
  for (Revision revision = 2; revision < 30; ++revision) {
    TakeRevision(*db);
    ASSERT_THAT(followed.Fresh(), IsOk());
    EXPECT_EQ(followed.reached, revision);
  }
  EXPECT_TRUE(followed.follower.IsServing());
}

TEST(FollowerTest, ServesAllWhoWaitTogether) {
  TestDatabase db("");
  Followed followed(*db);
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      for (int k = 0; k < 50; ++k) EXPECT_THAT(followed.Fresh(), IsOk());
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST(FollowerTest, SaysThatItCannotFollow) {
  TestServer server;
  TestDatabase db("", server);
  Followed followed(*db, absl::Milliseconds(200));
  ASSERT_THAT(followed.Fresh(), IsOk());
  server.Kill();
  EXPECT_THAT(followed.Fresh(), StatusIs(absl::StatusCode::kUnavailable));
  while (followed.follower.IsServing()) std::this_thread::yield();
  server.Start();
  while (!followed.Fresh().ok()) std::this_thread::yield();
  EXPECT_TRUE(followed.follower.IsServing());
}

TEST(FollowerTest, SaysThatTheDatabaseIsFrozen) {
  TestServer server;
  TestDatabase db("", server);
  Followed followed(*db, absl::Milliseconds(1500));
  ASSERT_THAT(followed.Fresh(), IsOk());
  EXPECT_TRUE(followed.follower.IsServing());
  server.Freeze();
  while (followed.follower.IsServing()) std::this_thread::yield();
  server.GoOn();
  while (!followed.follower.IsServing()) std::this_thread::yield();
}

TEST(FollowerTest, SaysThatTheDatabaseTakesNoWrites) {
  TestServer server;
  TestDatabase db("", server);
  // As a service does: an administrator writes all the same.
  server.Administrate("CREATE USER plain@localhost");
  server.Administrate("GRANT ALL ON *.* TO plain@localhost");
  server.Administrate(
      "REVOKE READ ONLY ADMIN, SUPER ON *.* FROM plain@localhost");
  const auto plain = Database::Open(*ParseDatabaseUrl(
      absl::StrReplaceAll(db.url(), {{"//root:", "//plain:"}})));
  ASSERT_THAT(plain, IsOk());
  Followed followed(**plain);
  ASSERT_THAT(followed.Fresh(), IsOk());
  while (!followed.follower.IsWritable()) std::this_thread::yield();
  server.Administrate("SET GLOBAL read_only = 1");
  while (followed.follower.IsWritable()) std::this_thread::yield();
  // What was written is read all the same.
  EXPECT_THAT(followed.Fresh(), IsOk());
  EXPECT_TRUE(followed.follower.IsServing());
  server.Administrate("SET GLOBAL read_only = 0");
  while (!followed.follower.IsWritable()) std::this_thread::yield();
}

}  // namespace
}  // namespace opvang
