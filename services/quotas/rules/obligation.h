// What somebody must do, out of what was recorded: pure rules.
#ifndef OPVANG_SERVICES_QUOTAS_RULES_OBLIGATION_H_
#define OPVANG_SERVICES_QUOTAS_RULES_OBLIGATION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/municipality.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Of one subject: the duty asked for, and the day on which it is seen. For
// Ukraine that is the day whose target is asked for, and `period` is empty.
struct Question {
  std::string subject;
  pb::Duty duty;
  std::string period;
  absl::CivilDay day;
};

// The obligation that `entries` and `redistributions` make, in any order and of
// any subject, duty and period.
//
// Per basis the entry with the latest start date not after the day holds; of
// one start date the latest revision; a retracted one is gone. A target for
// Ukraine is stated for 1 January or 1 July: it speaks for its half-year alone,
// so that the target of 2025 is not told as that of 2027. Redistributions
// that hold on the day add their change: of asylum between what is agreed and
// what is decided, for the decision has weighed them (Wet 5(2)); of the other
// duties on top of all (Huisvestingswet 2014, art. 29(2)). They come by first
// day, but what would fall below nought or its minors waits for what is added:
// no step on the way says what never was. The last step counts. `amv_count` is
// that of the latest step that states it for the same count.
pb::Obligation Oblige(
    const Question& question, const std::vector<const pb::QuotaEntry*>& entries,
    const std::vector<pb::Redistribution>& redistributions = {});

// The sum of an area over those of `municipalities` that lie within it, beside
// what is stated for it; `obligations` are by municipality, of the same duty
// and period.
pb::Total TotalOf(const pb::Obligation& stated,
                  const std::vector<const Municipality*>& municipalities,
                  const std::map<std::string, pb::Obligation>& obligations);

// Whether a redistribution holds on `day`.
bool HoldsOn(absl::CivilDay day, const pb::Redistribution& redistribution);

// Why the redistributions of one subject, duty and period cannot stand on top
// of its entries, on the first day on which they cannot; nothing when they can
// on all days. They cannot when there is nothing to change, or when a count
// would fall below nought or below its minors; beneath a decision, which has
// its own count, when a step would fall below nought. `question.day` is not
// used.
std::optional<std::string> FindImpossible(
    Question question, const std::vector<const pb::QuotaEntry*>& entries,
    const std::vector<pb::Redistribution>& redistributions);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_RULES_OBLIGATION_H_
