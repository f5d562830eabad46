// Resource names: "municipalities/gm0193/locations/rol-meeuwenlaan".
#ifndef OPVANG_COMMON_BASE_RESOURCE_NAME_H_
#define OPVANG_COMMON_BASE_RESOURCE_NAME_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/status.h"

namespace opvang {

// Matches "municipalities/{}/locations/{}"; gives the parts, or nothing. A
// part is `[a-z0-9][a-z0-9-]{0,62}`.
std::optional<std::vector<std::string>> MatchName(absl::string_view pattern,
                                                  absl::string_view name);

// Whether `id` may be chosen by a caller: `[a-z][a-z0-9-]{0,62}`.
bool IsId(absl::string_view id);

// Adds a violation unless `name` is "municipalities/{code}/{collection}/{id}"
// of a known municipality.
void CheckMunicipalName(absl::string_view name, absl::string_view collection,
                        const std::string& field, Violations& violations);

// "municipalities/gm0193" of "municipalities/gm0193/locations/x".
std::string MunicipalityOf(absl::string_view name);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_RESOURCE_NAME_H_
