// Columns as both stores of housing write them.
#ifndef OPVANG_SERVICES_HOUSING_COLUMNS_H_
#define OPVANG_SERVICES_HOUSING_COLUMNS_H_

#include <cstdint>
#include <optional>

namespace opvang::housing {

// NULL for a field that is not set.
inline std::optional<int32_t> Optional(bool has, int32_t value) {
  return has ? std::optional<int32_t>(value) : std::nullopt;
}

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_COLUMNS_H_
