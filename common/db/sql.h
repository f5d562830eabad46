// The text of an SQL statement, fixed at compile time: a value cannot enter it
// and travels as a `?` parameter only.
#ifndef OPVANG_COMMON_DB_SQL_H_
#define OPVANG_COMMON_DB_SQL_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace opvang {

class Sql {
 public:
  template <size_t N>
  consteval Sql(const char (&text)[N]) : pieces_{{{text, N - 1}}}, count_(1) {}

  constexpr Sql operator+(const Sql& more) const {
    Sql joined = *this;
    for (size_t i = 0; i < more.count_; ++i) {
      joined.pieces_.at(joined.count_++) = more.pieces_[i];
    }
    return joined;
  }

  std::string Text() const {
    std::string text;
    for (size_t i = 0; i < count_; ++i) text += pieces_[i];
    return text;
  }

 private:
  friend Sql In(size_t count);
  std::array<std::string_view, 8> pieces_;
  size_t count_;
};

// " IN (?,?,?)" for up to 4000 values; for none a list that holds nothing.
Sql In(size_t count);

}  // namespace opvang

#endif  // OPVANG_COMMON_DB_SQL_H_
