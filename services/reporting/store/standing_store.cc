#include "services/reporting/store/standing_store.h"

#include <vector>

#include "absl/strings/str_cat.h"

namespace opvang::reporting {

absl::StatusOr<std::map<std::string, DeliveryStanding>> ReadStandings(
    Transaction& tx) {
  std::map<std::string, DeliveryStanding> standings;
  RETURN_IF_ERROR(tx.ForEach(
      "SELECT subscription, quotas_position, locations_position, "
      "housing_position, reporting_position, allowed, failure_count, "
      "last_failure, next_try_time FROM event_standings",
      {}, [&](const Row& row) {
        DeliveryStanding& one = standings[row.Text(0)];
        for (size_t i = 0; i < kEventKinds.size(); ++i) {
          one.positions[kEventKinds[i]] = row.Int(static_cast<int>(i) + 1);
        }
        one.allowed = row.Int(5) != 0;
        one.failure_count = static_cast<int>(row.Int(6));
        one.last_failure = row.Text(7);
        if (!row.IsNull(8)) one.next_try = row.Time(8);
      }));
  return standings;
}

absl::Status KeepStanding(Database& db, const std::string& subscription,
                          const DeliveryStanding& standing) {
  ASSIGN_OR_RETURN(const Database::Lease lease,
                   db.Acquire(absl::InfiniteFuture()));
  Transaction tx(*lease, 0);
  // Never back, whoever was slow to say it.
  return tx
      .Execute(
          "INSERT INTO event_standings (subscription, quotas_position, "
          "locations_position, housing_position, reporting_position, allowed, "
          "failure_count, last_failure, next_try_time) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
          "quotas_position = GREATEST(quotas_position, "
          "VALUES(quotas_position)), "
          "locations_position = GREATEST(locations_position, "
          "VALUES(locations_position)), "
          "housing_position = GREATEST(housing_position, "
          "VALUES(housing_position)), "
          "reporting_position = GREATEST(reporting_position, "
          "VALUES(reporting_position)), "
          "allowed = VALUES(allowed), failure_count = VALUES(failure_count), "
          "last_failure = VALUES(last_failure), "
          "next_try_time = VALUES(next_try_time)",
          subscription, standing.positions[pb::EVENT_KIND_QUOTAS],
          standing.positions[pb::EVENT_KIND_LOCATIONS],
          standing.positions[pb::EVENT_KIND_HOUSING],
          standing.positions[pb::EVENT_KIND_REPORTING], standing.allowed,
          standing.failure_count, standing.last_failure, standing.next_try)
      .status();
}

bool DeliveryLock::Hold() {
  const auto ask = [this](const Sql& sql) {
    Transaction tx(*connection_, 0);
    const auto answer = tx.Query(
        sql, [](const Row& row) { return row.OptionalInt(0).value_or(0); },
        absl::StrCat("opvang.events.", db_.schema()));
    return answer.ok() && !answer->empty() && answer->front() == 1;
  };
  if (connection_ != nullptr) {
    if (ask("SELECT IS_USED_LOCK(?) = CONNECTION_ID()")) return true;
    if (connection_->broken()) connection_.reset();
  }
  if (connection_ == nullptr) {
    auto connected = db_.Connect();
    if (!connected.ok()) return false;
    connection_ = *std::move(connected);
  }
  return ask("SELECT GET_LOCK(?, 0)");
}

}  // namespace opvang::reporting
