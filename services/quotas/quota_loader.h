// Reads of what obligations are made of, shared by the RPCs.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_LOADER_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_LOADER_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "services/quotas/rules/obligation.h"

namespace opvang::quotas {

// Everything on record that makes the obligations of some subjects.
class QuotaSnapshot {
 public:
  static absl::StatusOr<QuotaSnapshot> Load(
      Transaction& tx, const std::vector<std::string>& subjects);

  pb::Obligation ObligationFor(const Question& question) const;

  // The periods of `duty` for which anything is on record of `subject`.
  std::set<std::string> PeriodsOf(const std::string& subject,
                                  pb::Duty duty) const;

  // OK, or FAILED_PRECONDITION / OBLIGATION_IMPOSSIBLE with every subject whose
  // redistributions cannot stand on top of its entries.
  absl::Status Check() const;

 private:
  // Of one subject; the redistributions with only its own change.
  struct Record {
    std::vector<pb::QuotaEntry> entries;
    std::vector<pb::Redistribution> redistributions;
  };
  std::map<std::string, Record> records_;
};

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_LOADER_H_
