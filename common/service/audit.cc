#include "common/service/audit.h"

#include "absl/strings/numbers.h"
#include "common/base/municipality.h"

namespace opvang {

Revision BeforeOf(const Page& page) {
  Revision before = 0;
  // A forged key finds nothing below it.
  if (!page.after.empty() && !absl::SimpleAtoi(page.after, &before)) return 1;
  return before;
}

std::vector<std::string> AreasWithin(const std::vector<std::string>& areas,
                                     absl::string_view scope) {
  std::vector<std::string> within;
  for (const std::string& area : areas) {
    if (BearsOn(area, scope)) within.push_back(area);
  }
  return within;
}

}  // namespace opvang
