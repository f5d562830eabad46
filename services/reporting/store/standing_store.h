// How far each subscription was told: working rows beside the facts. Who loses
// them tells all again, which receivers know by its id.
#ifndef OPVANG_SERVICES_REPORTING_STORE_STANDING_STORE_H_
#define OPVANG_SERVICES_REPORTING_STORE_STANDING_STORE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/connection.h"
#include "common/db/database.h"
#include "common/db/transaction.h"
#include "services/reporting/events/event.h"

namespace opvang::reporting {

struct DeliveryStanding {
  Positions positions;
  bool allowed = false;  // Whether the receiver said that it may be told.
  int failure_count = 0;
  std::string last_failure;
  std::optional<absl::Time> next_try;
};

// By subscription; those to which nothing happened yet are not there.
absl::StatusOr<std::map<std::string, DeliveryStanding>> ReadStandings(
    Transaction& tx);
absl::Status KeepStanding(Database& db, const std::string& subscription,
                          const DeliveryStanding& standing);

// One of all replicas delivers: who has this lock, as long as its session
// lives.
class DeliveryLock {
 public:
  explicit DeliveryLock(Database& db) : db_(db) {}
  // Whether it is held; takes it when nobody has it.
  bool Hold();

 private:
  Database& db_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_STORE_STANDING_STORE_H_
