#include "common/state/follower.h"

#include <algorithm>
#include <utility>

#include "common/base/log.h"
#include "common/base/steady_clock.h"
#include "common/db/ledger.h"

namespace opvang {
namespace {

constexpr absl::Duration kIdle = absl::Seconds(1);

}  // namespace

Follower::Follower(Database& db, std::function<Revision()> reached,
                   Follow follow, absl::Duration stale)
    : db_(db),
      reached_(std::move(reached)),
      follow_(std::move(follow)),
      stale_(stale),
      begun_(SteadyNow()),
      thread_([this] { Run(); }) {}

Follower::~Follower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void Follower::WhenFresh(Then then) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_) {
      waiting_.push_back(std::move(then));
      return;
    }
  }
  then(absl::UnavailableError("The service stops."));
}

bool Follower::IsServing() const {
  absl::MutexLock lock(&mutex_);
  return SteadyNow() - fresh_at_ < stale_;
}

bool Follower::IsWritable() const {
  absl::MutexLock lock(&mutex_);
  return writable_;
}

Follower::Standing Follower::standing() const {
  const Revision reached = reached_();
  absl::MutexLock lock(&mutex_);
  return {.reached = reached,
          .ledger = ledger_,
          .age = SteadyNow() - std::max(fresh_at_, begun_)};
}

void Follower::AskWhetherWritable() {
  // Says it without a lock or a row.
  const bool writable =
      connection_->Begin("START TRANSACTION READ WRITE").ok() &&
      connection_->Rollback().ok();
  absl::MutexLock lock(&mutex_);
  writable_ = writable;
}

void Follower::Run() {
  const auto wanted = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  };
  absl::Status last;
  absl::Time asked_whether_writable = absl::InfinitePast();
  for (bool first = true;; first = false) {
    std::vector<Then> waiting;
    {
      absl::MutexLock lock(&mutex_);
      if (!first) {
        mutex_.AwaitWithTimeout(absl::Condition(&wanted), kIdle);
      }
      if (stopping_ && waiting_.empty()) return;
      waiting.swap(waiting_);
    }
    const absl::Time asked = SteadyNow();
    const absl::Status status = CatchUp();
    // Before it is fresh for the first time: both are known then.
    if (status.ok() && asked - asked_whether_writable >= kIdle) {
      asked_whether_writable = asked;
      AskWhetherWritable();
    }
    if (status.ok()) {
      absl::MutexLock lock(&mutex_);
      fresh_at_ = asked;
    } else {
      // Whatever failed, the next question starts outside its snapshot.
      connection_.reset();
    }
    if (!status.ok() && status != last) {
      Log(Severity::kError, "cannot_follow",
          {{"fault", std::string(status.message())}});
    }
    last = status;
    for (const Then& then : waiting) then(status);
  }
}

absl::Status Follower::CatchUp() {
  if (connection_ == nullptr) {
    ASSIGN_OR_RETURN(connection_, db_.Connect());
  }
  Connection& connection = *connection_;
  Transaction now(connection, 0);
  ASSIGN_OR_RETURN(const Revision current, CurrentRevision(now));
  {
    absl::MutexLock lock(&mutex_);
    ledger_ = current;
  }
  if (current == reached_()) return absl::OkStatus();
  RETURN_IF_ERROR(connection.Begin(
      "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"));
  Transaction tx(connection, 0);
  ASSIGN_OR_RETURN(const Revision until, CurrentRevision(tx));
  const absl::Status followed = follow_(tx, until);
  const absl::Status ended = connection.Rollback();
  return followed.ok() ? ended : followed;
}

}  // namespace opvang
