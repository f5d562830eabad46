#include "services/gateway/transcode/media.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace opvang::gateway {

std::string MediaTypeOf(absl::string_view header) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(header.substr(0, header.find(';'))));
}

bool Accepts(absl::string_view accept, absl::string_view type) {
  if (absl::StripAsciiWhitespace(accept).empty()) return true;
  const absl::string_view family = type.substr(0, type.find('/'));
  for (absl::string_view range : absl::StrSplit(accept, ',')) {
    const std::string name = MediaTypeOf(range);
    if (name != "*/*" && name != type && name != absl::StrCat(family, "/*")) {
      continue;
    }
    bool refused = false;
    for (absl::string_view part : absl::StrSplit(range, ';')) {
      part = absl::StripAsciiWhitespace(part);
      int digits = 0;
      if (absl::ConsumePrefix(&part, "q=0") &&
          (part.empty() || (absl::ConsumePrefix(&part, ".") &&
                            (part.empty() || (absl::SimpleAtoi(part, &digits) &&
                                              digits == 0))))) {
        refused = true;
      }
    }
    if (!refused) return true;
  }
  return false;
}

bool HasEtag(absl::string_view list, absl::string_view etag) {
  for (absl::string_view one : absl::StrSplit(list, ',')) {
    one = absl::StripAsciiWhitespace(one);
    absl::ConsumePrefix(&one, "W/");
    if (one == "*" || one == etag) return true;
  }
  return false;
}

}  // namespace opvang::gateway
