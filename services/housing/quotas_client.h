// What quotas knows of targets, at a pinned revision.
#ifndef OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_
#define OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/recently_used.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/book.h"
#include "services/housing/shared_answer.h"

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
  bool operator<(const TargetsAsked& other) const {
    const auto key = [](const TargetsAsked& one) {
      return std::tie(one.parent, one.last, one.as_of, one.quotas_revision);
    };
    return key(*this) < key(other);
  }
};

// Targets that were asked for lately: what quotas answered at a revision never
// changes. Bounded by how many targets are held.
using TargetCache = RecentlyUsed<TargetsAsked, Targets>;
// How many these are there.
size_t CountOf(const Targets& targets);

// Asks quotas, on the thread that calls.
class QuotasClient {
 public:
  using Stub = nl::opvang::quotas::v1::QuotaService::StubInterface;
  explicit QuotasClient(std::unique_ptr<Stub> stub);

  // The targets of the `kChainLength` half-years up to the last. UNAVAILABLE /
  // QUOTAS_UNAVAILABLE when the service does not answer; what it refuses for
  // good, such as REVISION_AHEAD, is passed on.
  absl::StatusOr<std::shared_ptr<const Targets>> ReadTargets(
      absl::Time callers_deadline, TargetsAsked asked);

  // The revision of quotas that was known at `instant`, at most `pinned`.
  // UNAVAILABLE / QUOTAS_UNAVAILABLE.
  absl::StatusOr<int64_t> ReadKnownRevision(absl::Time callers_deadline,
                                            absl::Time instant, int64_t pinned);

 private:
  const std::unique_ptr<Stub> stub_;
  SharedAnswer<int64_t> present_;  // The present revision.
  TargetCache cache_;
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_QUOTAS_CLIENT_H_
