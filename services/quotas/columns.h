// Columns as both stores of quotas read and write them.
#ifndef OPVANG_SERVICES_QUOTAS_COLUMNS_H_
#define OPVANG_SERVICES_QUOTAS_COLUMNS_H_

#include <cstdint>
#include <optional>

#include "common/base/calendar.h"
#include "common/db/transaction.h"

namespace opvang::quotas {

// NULL for a field that is not set.
inline std::optional<int32_t> Optional(bool has, int32_t value) {
  return has ? std::optional<int32_t>(value) : std::nullopt;
}
inline std::optional<absl::CivilDay> OptionalDay(
    bool has, const google::type::Date& date) {
  return has ? std::optional<absl::CivilDay>(DayOf(date)) : std::nullopt;
}

inline int32_t Count(const Row& row, int column) {
  return static_cast<int32_t>(row.Int(column));
}

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_COLUMNS_H_
