// The targets of the quotas service, at a pinned revision.
#ifndef OPVANG_SERVICES_HOUSING_TARGETS_H_
#define OPVANG_SERVICES_HOUSING_TARGETS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/housing/balance.h"

namespace opvang::housing {

struct Targets {
  int64_t quotas_revision;
  std::map<std::string, Stated> by_municipality;
};

// Asks for the targets of `half_year` within `parent` as seen on `as_of`.
// UNAVAILABLE / QUOTAS_UNAVAILABLE when the service does not answer; what it
// refuses for good, such as REVISION_AHEAD, is passed on.
absl::StatusOr<Targets> ReadTargets(
    nl::opvang::quotas::v1::QuotaService::StubInterface& quotas,
    absl::Time deadline, const std::string& parent,
    const std::string& half_year, absl::CivilDay as_of,
    int64_t quotas_revision);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_TARGETS_H_
