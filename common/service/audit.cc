#include "common/service/audit.h"

#include "absl/strings/numbers.h"

namespace opvang {

Revision BeforeOf(const Page& page) {
  Revision before = 0;
  // A forged key finds nothing below it.
  if (!page.after.empty() && !absl::SimpleAtoi(page.after, &before)) return 1;
  return before;
}

bool IsToldWhoWrote(const Organisation& caller, const RecordedWrite& write) {
  return caller.role == Role::kAuditor || caller.role == Role::kReporting ||
         caller.oin == write.caller;
}

}  // namespace opvang
