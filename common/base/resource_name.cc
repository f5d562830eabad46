#include "common/base/resource_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"

namespace opvang {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsPart(absl::string_view part) {
  return !part.empty() && part.size() <= 63 && part[0] != '-' &&
         std::all_of(part.begin(), part.end(), [](char c) {
           return IsLower(c) || IsDigit(c) || c == '-';
         });
}

}  // namespace

std::optional<std::vector<std::string>> MatchName(absl::string_view pattern,
                                                  absl::string_view name) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> given = absl::StrSplit(name, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> parts;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{}") {
      if (!IsPart(given[i])) return std::nullopt;
      parts.emplace_back(given[i]);
    } else if (wanted[i] != given[i]) {
      return std::nullopt;
    }
  }
  return parts;
}

bool IsId(absl::string_view id) { return IsPart(id) && IsLower(id[0]); }

void CheckMunicipalName(absl::string_view name, absl::string_view collection,
                        const std::string& field, Violations& violations) {
  const auto parts =
      MatchName(absl::StrCat("municipalities/{}/", collection, "/{}"), name);
  if (!parts.has_value()) {
    violations.Add(field, absl::StrCat("is \"", Excerpt(name, 120),
                                       "\"; it must look like "
                                       "municipalities/gm0193/",
                                       collection, "/an-id"));
    return;
  }
  CheckMunicipality(MunicipalityOf(name), field, violations);
}

std::string MunicipalityOf(absl::string_view name) {
  // The second slash ends it; without one it is the whole.
  return std::string(name.substr(0, name.find('/', name.find('/') + 1)));
}

}  // namespace opvang
