#include "common/net/door.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/support/http2.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

constexpr absl::Duration kMost = absl::Seconds(20);

bool Comes(const std::function<bool()>& true_at_last) {
  const absl::Time latest = absl::Now() + kMost;
  while (!true_at_last()) {
    if (absl::Now() > latest) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// A door behind which connections are held and nothing is said.
class DoorTest : public testing::Test {
 protected:
  void Open(const DoorOptions& options) {
    door_ = *Door::Listen("127.0.0.1:0", options);
    door_->Open([this](int, int fd) {
      absl::MutexLock lock(&mutex_);
      held_.push_back(fd);
    });
  }
  void TearDown() override {
    if (door_ != nullptr) door_->Close();
    for (const int fd : held_) close(fd);
  }
  // One that is taken in.
  RawConnection Connect(const std::string& from = "") {
    const size_t before = Held();
    RawConnection connection(door_->address(), from);
    EXPECT_TRUE(Comes([&] { return Held() > before; }));
    return connection;
  }
  size_t Held() {
    absl::MutexLock lock(&mutex_);
    return held_.size();
  }

  std::unique_ptr<Door> door_;
  absl::Mutex mutex_;
  std::vector<int> held_;
};

std::string PeerOf(int fd) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  getpeername(fd, reinterpret_cast<sockaddr*>(&at), &size);
  char text[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, &at.sin_addr, text, sizeof text);
  return absl::StrCat("ipv4:", text, ":", ntohs(at.sin_port));
}

TEST_F(DoorTest, WhoSaysNothingMakesPlaceForTheNext) {
  Open({.connections_max = 10, .connections_per_address_max = 2});
  RawConnection first = Connect(), second = Connect(), third = Connect();
  EXPECT_TRUE(first.AwaitEnd(kMost));
  EXPECT_EQ(door_->CountConnections(), 2);
}

TEST_F(DoorTest, WhoHasCalledStaysAndTheNextIsRefused) {
  Open({.connections_max = 10, .connections_per_address_max = 2});
  RawConnection first = Connect(), second = Connect();
  for (const int fd : held_) door_->NoteCall(PeerOf(fd));
  RawConnection third(door_->address());
  EXPECT_TRUE(third.AwaitEnd(kMost));
  EXPECT_EQ(Held(), 2u);
  // Another address has places of its own.
  RawConnection other = Connect("127.0.0.2");
  EXPECT_EQ(door_->CountConnections(), 3);
}

TEST_F(DoorTest, IsBoundedInAll) {
  Open({.connections_max = 2, .connections_per_address_max = 2});
  RawConnection first = Connect("127.0.0.2"), second = Connect("127.0.0.3"),
                third = Connect("127.0.0.4");
  EXPECT_TRUE(first.AwaitEnd(kMost));
  EXPECT_EQ(door_->CountConnections(), 2);
}

TEST_F(DoorTest, WhoHasGoneLeavesAPlace) {
  Open({.connections_max = 1, .connections_per_address_max = 1});
  { const RawConnection gone = Connect(); }
  door_->NoteCall(PeerOf(held_.front()));
  close(held_.front());
  held_.clear();
  EXPECT_TRUE(Comes([&] { return door_->CountConnections() == 0; }));
  RawConnection next = Connect();
  EXPECT_TRUE(next.is_open());
}

TEST_F(DoorTest, CutsAConnectionByItsName) {
  Open({});
  RawConnection first = Connect(), second = Connect();
  door_->Cut(PeerOf(held_.front()));
  EXPECT_TRUE(first.AwaitEnd(kMost));
  EXPECT_EQ(door_->CountConnections(), 1);
}

// The library takes nobody in for ever after that.
TEST_F(DoorTest, IsDeafWithoutFilesAndHearsAgainWithThem) {
  Open({.deaf_after = absl::Milliseconds(10)});
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  // A connection whose own file is there, and no file for its other end.
  std::optional<RawConnection> waits;
  const int next = dup(0);
  close(next);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(next) + 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  waits.emplace(door_->address());
  EXPECT_TRUE(waits->is_open());
  EXPECT_TRUE(Comes([&] { return door_->IsDeaf(); }));
  EXPECT_EQ(Held(), 0u);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(Comes([&] { return Held() == 1; }));
  EXPECT_FALSE(door_->IsDeaf());
}

TEST(DoorAddressTest, ListensWhereItIsTold) {
  for (const char* address : {"127.0.0.1:0", "localhost:0", "[::1]:0"}) {
    EXPECT_THAT(Door::Listen(address, {}), IsOk()) << address;
  }
  const std::string path = "unix:" + testing::TempDir() + "/door.sock";
  EXPECT_THAT(Door::Listen(path, {}), IsOk());
  // What an earlier process left behind is no hindrance.
  EXPECT_THAT(Door::Listen(path, {}), IsOk());
  for (const char* address : {"7101", "203.0.113.1:0", "127.0.0.1:x"}) {
    EXPECT_THAT(Door::Listen(address, {}),
                StatusIs(absl::StatusCode::kUnavailable))
        << address;
  }
}

TEST(DoorAddressTest, APortIsListenedOnOnce) {
  const auto first = Door::Listen("127.0.0.1:0", {});
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Door::Listen((*first)->address(), {}),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(FilesTest, AreAskedForAndMissed) {
  EXPECT_THAT(AllowFilesFor({.connections_max = 100}), IsOk());
  EXPECT_THAT(AllowFilesFor({.connections_max = 2000000000}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace opvang
