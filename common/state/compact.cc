#include "common/state/compact.h"

#include <unordered_set>

#include "absl/synchronization/mutex.h"

namespace opvang {

Interned::Interned(absl::string_view text) {
  static absl::Mutex mutex;
  static auto* const held = new std::unordered_set<std::string>();
  absl::MutexLock lock(&mutex);
  text_ = &*held->emplace(text).first;
}

absl::CivilDay ShortDay::operator*() const {
  // As `CivilDay(1970, 1, 1) + days_`, which counts years one by one. Here a
  // year begins in March, so that a leap day ends it.
  constexpr int32_t kEra = 146097;  // The days of 400 years.
  const int32_t days = days_ + 719468;
  const int32_t era = (days >= 0 ? days : days - kEra + 1) / kEra;
  const int32_t in_era = days - era * kEra;
  const int32_t year =
      (in_era - in_era / 1460 + in_era / 36524 - in_era / (kEra - 1)) / 365;
  const int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
  const int32_t month = (5 * in_year + 2) / 153;  // 0 is March.
  return absl::CivilDay(year + era * 400 + (month >= 10 ? 1 : 0),
                        month < 10 ? month + 3 : month - 9,
                        in_year - (153 * month + 2) / 5 + 1);
}

}  // namespace opvang
