// Half-years, the periods of housing targets (Huisvestingswet 2014, art. 28).
// Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_HALF_YEAR_H_
#define OPVANG_SERVICES_HOUSING_RULES_HALF_YEAR_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/calendar.h"

namespace opvang::housing {

class HalfYear {
 public:
  // "2024-h2"; nothing for other text.
  static std::optional<HalfYear> Parse(absl::string_view text);
  // The one that holds `day`.
  static HalfYear Of(absl::CivilDay day);

  // Half-years since the year 0, for a store to keep.
  static HalfYear FromIndex(int64_t index) {
    return HalfYear(static_cast<int>(index));
  }
  int Index() const { return index_; }

  std::string Name() const;
  // [2024-07-01, 2025-01-01).
  Period Days() const;
  absl::CivilDay FirstDay() const;
  absl::CivilDay LastDay() const;

  HalfYear operator+(int count) const { return HalfYear(index_ + count); }
  HalfYear operator-(int count) const { return HalfYear(index_ - count); }
  int operator-(HalfYear other) const { return index_ - other.index_; }
  auto operator<=>(const HalfYear&) const = default;

 private:
  explicit HalfYear(int index) : index_(index) {}
  int index_;
};

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_HALF_YEAR_H_
