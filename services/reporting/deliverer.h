// Posts events to those who subscribed: signed, in order, until they are taken.
//
// One of all replicas delivers (`DeliveryLock`), with a thread for each
// subscription, so that nobody waits for another's receiver. What was taken is
// kept (`standing_store`); what was posted and not kept is posted again.
#ifndef OPVANG_SERVICES_REPORTING_DELIVERER_H_
#define OPVANG_SERVICES_REPORTING_DELIVERER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/base/clock.h"
#include "common/base/web_address.h"
#include "common/net/http_client.h"
#include "common/service/authorizer.h"
#include "common/service/measures.h"
#include "services/reporting/changes.h"
#include "services/reporting/events/webhook.h"
#include "services/reporting/report_state.h"
#include "services/reporting/store/standing_store.h"

namespace opvang::reporting {

struct WebhookOptions {
  AllowedHosts hosts;       // None: nothing is posted.
  std::string private_key;  // PEM, of P-256: signs what is posted.
  std::string origin;       // Who asks receivers whether they want it.
  std::string ca_file;      // Who may have issued their certificates.
  std::string source = EventSource("");
  Pauses pauses = {};
  absl::Duration timeout = absl::Seconds(10);
  absl::Duration poll = absl::Seconds(1);
};

Interest InterestOf(const StoredSubscription& subscription);
// After which revisions it began.
Positions StartOf(const StoredSubscription& subscription);
// Whether it may be told of changes of `scope`.
bool MaySubscribe(const Organisation& organisation, const std::string& scope);

class Deliverer {
 public:
  // What it needs of the service.
  struct House {
    // All of them, those that ended too.
    std::function<absl::StatusOr<std::vector<KnownSubscription>>()>
        subscriptions;
    // What a subscriber is told of a change.
    std::function<absl::StatusOr<std::optional<pb::Event>>(
        const LoggedWrite&, const Organisation&, const Interest&)>
        event_for;
    std::function<absl::Status(const std::string& name)> end_gone;
  };

  Deliverer(Database& db, const Clock& clock, Organisations& organisations,
            Changes& changes, const WebhookOptions& options, House house);
  // Posts that are under way end first.
  ~Deliverer();

  // By organisation: how long the oldest event waits, and how often posts
  // failed.
  void Measure(Measures& measures) const;

 private:
  // One subscription, on a thread of its own.
  class Worker;

  void Run();
  // Workers for those that are there, and for none that ended.
  absl::Status Assign();
  absl::Status RetireAll();
  void Retire(std::unique_ptr<Worker> worker)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void NoteFailure(const std::string& organisation);
  // Whether this process is still the one that delivers.
  bool Holds();

  Database& db_;
  const Clock& clock_;
  Organisations& organisations_;
  Changes& changes_;
  const WebhookOptions& options_;
  const House house_;
  const absl::StatusOr<HttpClient> client_;
  const std::string key_id_;
  absl::Mutex lock_mutex_;
  DeliveryLock lock_ ABSL_GUARDED_BY(lock_mutex_);
  absl::Notification stop_;
  mutable absl::Mutex mutex_;
  std::map<std::string, std::unique_ptr<Worker>> workers_
      ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<Worker>> retired_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int64_t> failures_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_DELIVERER_H_
