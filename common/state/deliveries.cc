#include "common/state/deliveries.h"

#include "absl/strings/match.h"

namespace opvang {

void Deliveries::Note(const std::string& oin, const std::string& organisation,
                      absl::string_view method, absl::Time time) {
  const std::string kind(method.substr(method.rfind('/') + 1));
  if (!absl::StartsWith(kind, "Deliver")) return;
  absl::MutexLock lock(&mutex_);
  Last& last = last_[{kind, oin}];
  if (!last.oin.empty() && last.time > time) return;
  last = {.oin = oin, .organisation = organisation, .kind = kind, .time = time};
}

absl::Status Deliveries::Follow(Transaction& tx, Revision after,
                                Revision until) {
  return tx.ForEach(
      "SELECT caller, MAX(organisation), method, MAX(record_time) "
      "FROM revisions WHERE revision > ? AND revision <= ? "
      "AND method LIKE '%/Deliver%' GROUP BY caller, method",
      {after, until}, [this](const Row& row) {
        Note(row.Text(0), row.Text(1), row.Text(2), row.Time(3));
      });
}

std::vector<Deliveries::Last> Deliveries::All() const {
  absl::MutexLock lock(&mutex_);
  std::vector<Last> all;
  for (const auto& [key, last] : last_) all.push_back(last);
  return all;
}

}  // namespace opvang
