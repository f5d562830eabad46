// What keeps facts small, of which there are millions: a text that many say is
// held once, a day is a number.
#ifndef OPVANG_COMMON_STATE_COMPACT_H_
#define OPVANG_COMMON_STATE_COMPACT_H_

#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace opvang {

// A text held once for the whole program, for sources and names that repeat.
class Interned {
 public:
  Interned() : text_(Empty()) {}
  explicit Interned(absl::string_view text);
  const std::string& operator*() const { return *text_; }
  const std::string* operator->() const { return text_; }
  bool operator==(const Interned& other) const { return text_ == other.text_; }

 private:
  static const std::string* Empty() {
    static const std::string* const kEmpty = Interned("").text_;
    return kEmpty;
  }

  const std::string* text_;  // Never freed.
};

// A day, or none.
class ShortDay {
 public:
  ShortDay() = default;
  explicit ShortDay(absl::CivilDay day)
      : days_(static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1))) {}
  bool has_value() const { return days_ != kNone; }
  absl::CivilDay operator*() const;
  // None comes first, as NULL does.
  auto operator<=>(const ShortDay&) const = default;

 private:
  static constexpr int32_t kNone = std::numeric_limits<int32_t>::min();
  int32_t days_ = kNone;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_COMPACT_H_
