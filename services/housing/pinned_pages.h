// Pages that stand on more revisions than their own: the key of a page carries
// the others, "municipalities/gm0193@57", so that no list mixes two of them.
#ifndef OPVANG_SERVICES_HOUSING_PINNED_PAGES_H_
#define OPVANG_SERVICES_HOUSING_PINNED_PAGES_H_

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/service/pagination.h"

namespace opvang::housing {

// Puts the revisions of the first page in place of those asked for, and leaves
// the name in the key. On the first page nothing changes; what a forged key
// lacks stays as asked.
inline void TakePins(Page& page, const std::vector<int64_t*>& pins) {
  const std::vector<std::string> parts = absl::StrSplit(page.after, '@');
  page.after = parts[0];
  for (size_t i = 0; i < pins.size() && i + 1 < parts.size(); ++i) {
    int64_t pinned = 0;
    if (absl::SimpleAtoi(parts[i + 1], &pinned)) *pins[i] = pinned;
  }
}

// The token of the page after `given`, empty on the last one.
inline std::string TokenWithPins(const google::protobuf::Message& request,
                                 Revision revision,
                                 const std::vector<const Municipality*>& all,
                                 const std::vector<const Municipality*>& given,
                                 const std::vector<int64_t>& pins) {
  if (given.empty() || given.back() == all.back()) return "";
  std::string key = given.back()->Name();
  for (const int64_t pin : pins) absl::StrAppend(&key, "@", pin);
  return NextPageToken(request, revision, key);
}

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_PINNED_PAGES_H_
