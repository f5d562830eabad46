// What quotas knows of targets, at a pinned revision.
#ifndef OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_
#define OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/book.h"

namespace opvang::housing {

struct Targets {
  int64_t quotas_revision = 0;
  std::map<std::string, std::map<HalfYear, Target>> by_municipality;
  // Stated totals, national numbers and published opening balances.
  std::vector<Published> published;
};

// What to ask: of whom, up to and including which half-year, as seen when.
struct TargetsAsked {
  std::string parent;
  HalfYear last;
  absl::CivilDay as_of;
  int64_t quotas_revision = 0;  // 0: now.
};

// How long a call waits for quotas, at most.
inline constexpr absl::Duration kTargetsMax = absl::Seconds(5);

// Asks for the targets of the `kChainLength` half-years up to the last.
// UNAVAILABLE / QUOTAS_UNAVAILABLE when the service does not answer; what it
// refuses for good, such as REVISION_AHEAD, is passed on.
absl::StatusOr<Targets> ReadTargets(
    nl::opvang::quotas::v1::QuotaService::StubInterface& quotas,
    absl::Time deadline, const TargetsAsked& asked);

// The revision of quotas that was known at `instant`, at most `pinned`.
// UNAVAILABLE / QUOTAS_UNAVAILABLE.
absl::StatusOr<int64_t> ReadKnownRevision(
    nl::opvang::quotas::v1::QuotaService::StubInterface& quotas,
    absl::Time deadline, absl::Time instant, int64_t pinned);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_
