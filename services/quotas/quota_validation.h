// Checks of what callers send to quotas, all faults at once.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_VALIDATION_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_VALIDATION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

absl::Status CheckDelivery(const pb::DeliverQuotasRequest& request);

// Each adds its violation: "cycles/2024", "2024-h2".
void CheckCycleName(const std::string& name, const std::string& field,
                    Violations& violations);
void CheckHalfYear(const std::string& half_year, const std::string& field,
                   Violations& violations);

// A duty that is set and known; and the period that belongs to it: a cycle, a
// half-year, or none.
void CheckDuty(pb::Duty duty, const std::string& field, Violations& violations);
void CheckPeriod(pb::Duty duty, const std::string& period,
                 const std::string& field, Violations& violations);

// A name that the caller chooses: "{collection}/{id}".
void CheckChosenName(const std::string& name, const std::string& collection,
                     const std::string& field, Violations& violations);

// The largest quota of one municipality, and of all together.
inline constexpr int kQuotaMax = 1000000;
inline constexpr int kNationalMax = 10000000;

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_VALIDATION_H_
