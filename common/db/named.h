// Finding one thing in a list by its name.
#ifndef OPVANG_COMMON_DB_NAMED_H_
#define OPVANG_COMMON_DB_NAMED_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace opvang {

// The one of `list` with that name, or nothing; a list that could not be read
// stays its error.
template <typename Named>
absl::StatusOr<std::optional<Named>> FindNamed(
    absl::StatusOr<std::vector<Named>> list, const std::string& name) {
  if (!list.ok()) return list.status();
  for (Named& one : *list) {
    if (one.name() == name) return std::optional<Named>(std::move(one));
  }
  return std::optional<Named>();
}

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_NAMED_H_
