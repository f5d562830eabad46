// What somebody must do, out of what was recorded: pure rules.
#ifndef OPVANG_SERVICES_QUOTAS_OBLIGATION_H_
#define OPVANG_SERVICES_QUOTAS_OBLIGATION_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
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

// The obligation that `entries` make, in any order and of any subject, duty and
// period. Per basis the entry with the latest start date not after the day
// holds; of one start date the latest revision; a retracted one is gone. The
// steps go from indicative to agreed to decided, and the last one counts.
// `amv_count` is that of the latest step that states it for the same count.
pb::Obligation Oblige(const Question& question,
                      const std::vector<pb::QuotaEntry>& entries);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_OBLIGATION_H_
