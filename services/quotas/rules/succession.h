// Figures in the boundaries of another day (herindeling): pure rules. Nothing
// on record is rewritten; an obligation of a municipality that ended goes to
// those that took over, by the stated shares.
#ifndef OPVANG_SERVICES_QUOTAS_RULES_SUCCESSION_H_
#define OPVANG_SERVICES_QUOTAS_RULES_SUCCESSION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Whole parts of `whole` >= 0 in proportion to `weights` > 0, in the same
// order, whose sum is `whole`: each rounded down, and the rest one by one to
// the largest remainders; of equal ones the first. Where `most` is given, no
// part is more than its own, which together are not less than `whole`.
std::vector<int32_t> Apportion(int32_t whole,
                               const std::vector<int32_t>& weights,
                               const std::vector<int32_t>& most = {});

// Why successions cannot stand together, or nothing: all of one municipality
// start on the same day, and a successor still exists on that day. So nobody
// takes over from itself, not in a circle either.
std::optional<std::string> FaultIn(const std::vector<pb::Succession>& all);

// Whether `municipality` has ended on or before `day`.
bool HasEnded(const std::string& municipality, absl::CivilDay day,
              const std::vector<pb::Succession>& all);

// `municipalities` and everyone from whom they took over by `day`, at once or
// in steps.
std::vector<std::string> WithPredecessors(
    std::vector<std::string> municipalities, absl::CivilDay day,
    const std::vector<pb::Succession>& all);

// Moves the obligations of municipalities that ended by `day` to their
// successors, oldest first; `obligations` are of one duty and period, by
// municipality. The sum over all is kept. Minors and others are apportioned
// each by themselves, so that minors stay inside the total.
void MoveInto(absl::CivilDay day, const std::vector<pb::Succession>& all,
              std::map<std::string, pb::Obligation>& obligations);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_SUCCESSION_H_
