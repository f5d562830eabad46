// Follows the ledger of a service, so that what is answered from memory is
// never older than what was acknowledged, on whichever replica.
#ifndef OPVANG_COMMON_STATE_FOLLOWER_H_
#define OPVANG_COMMON_STATE_FOLLOWER_H_

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/db/connection.h"
#include "common/db/database.h"
#include "common/db/transaction.h"

namespace opvang {

// One thread with a connection of its own. It asks where the ledger stands once
// for all who wait, and once a second when nobody does.
class Follower {
 public:
  // Reads what became known up to and including `until`. Called by one thread.
  using Follow = std::function<absl::Status(Transaction& tx, Revision until)>;
  // `reached` tells how far the state is; a state that was not fresh for
  // `stale` is not served.
  Follower(Database& db, std::function<Revision()> reached, Follow follow,
           absl::Duration stale = absl::Seconds(10));
  // Whoever still waits is told that the service stops.
  ~Follower();

  // Calls `then` as soon as the state holds every write that was acknowledged
  // before this call, or with the reason why it cannot. On the follower's
  // thread: whatever takes longer goes elsewhere.
  using Then = std::function<void(absl::Status)>;
  void WhenFresh(Then then);

  // Whether the state is whole and was fresh lately.
  bool IsServing() const;
  // Whether the database takes writes, as far as it tells.
  bool IsWritable() const;

  // How far the state is, how far the ledger was when it was last asked, and
  // how long ago the state was known to be as far.
  struct Standing {
    Revision reached = 0, ledger = 0;
    absl::Duration age;
  };
  Standing standing() const;

 private:
  void Run();
  void AskWhetherWritable();
  absl::Status CatchUp();

  Database& db_;
  const std::function<Revision()> reached_;
  const Follow follow_;
  const absl::Duration stale_;
  std::unique_ptr<Connection> connection_;  // Of the thread.
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Then> waiting_ ABSL_GUARDED_BY(mutex_);
  bool writable_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time fresh_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  Revision ledger_ ABSL_GUARDED_BY(mutex_) = 0;
  const absl::Time begun_;
  std::thread thread_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_FOLLOWER_H_
