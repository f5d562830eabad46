// When each organisation last delivered, by kind: what a ledger tells of it,
// held in memory.
#ifndef OPVANG_COMMON_STATE_DELIVERIES_H_
#define OPVANG_COMMON_STATE_DELIVERIES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/db/transaction.h"

namespace opvang {

// Thread-safe.
class Deliveries {
 public:
  struct Last {
    std::string oin, organisation;
    std::string kind;  // The call: "DeliverLocations".
    absl::Time time;
  };

  // A write was recorded; it counts when its method is one that delivers.
  void Note(const std::string& oin, const std::string& organisation,
            absl::string_view method, absl::Time time);
  // Notes those that were recorded after `after`, up to and including `until`.
  absl::Status Follow(Transaction& tx, Revision after, Revision until);

  // By kind and OIN.
  std::vector<Last> All() const;

 private:
  mutable absl::Mutex mutex_;
  std::map<std::pair<std::string, std::string>, Last> last_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_DELIVERIES_H_
