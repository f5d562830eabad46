// The life of a transfer (uitruil): pure rules.
//
//   proposed → agreed → (condition pending → met | failed) → active → ended
//
// Agreed is what giver and receiver have each agreed to, from the later day. A
// step holds from its day. Between its first and its last day a transfer is
// active from the day on which it is agreed and its condition met, until it is
// ended or its condition fails: on each of these days the receiver has what the
// giver lacks, so that the sum over all municipalities never changes.
#ifndef OPVANG_SERVICES_QUOTAS_RULES_TRANSFER_H_
#define OPVANG_SERVICES_QUOTAS_RULES_TRANSFER_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Which steps may be recorded next, whatever their day.
std::vector<pb::Transfer::Step::Kind> PossibleSteps(
    const pb::Transfer& transfer);

// The sides that have not agreed: giver, receiver.
std::vector<std::string> MissingSides(const pb::Transfer& transfer);

// The first day that a step of `kind` may have: that of the proposal; of a
// condition met, that from which both agreed.
absl::CivilDay EarliestStepDay(const pb::Transfer& transfer,
                               pb::Transfer::Step::Kind kind);

// The transfer as seen on `day`: steps of later days are left out; `state`,
// `lent_start_date` and `lent_end_date` are filled in.
pb::Transfer SeenOn(absl::CivilDay day, pb::Transfer transfer);

// Whether places are lent on `day`, as a transfer from `SeenOn` knows.
bool IsLentOn(absl::CivilDay day, const pb::Transfer& seen);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_TRANSFER_H_
