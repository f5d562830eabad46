#include "common/sheet/decimal.h"

#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace opvang::sheet {
namespace {

// Takes the digits at the front of `text` away and says how many there were.
size_t TakeDigits(absl::string_view& text) {
  size_t count = 0;
  while (count < text.size() && absl::ascii_isdigit(text[count])) ++count;
  text.remove_prefix(count);
  return count;
}

std::string WithoutNeedlessZeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// "-1.25000000000000e+03" as "-1250".
std::string WithoutExponent(absl::string_view scientific) {
  const absl::string_view minus =
      absl::ConsumePrefix(&scientific, "-") ? "-" : "";
  const size_t e = scientific.find('e');
  std::string digits =
      absl::StrCat(scientific.substr(0, 1), scientific.substr(2, e - 2));
  int exponent = 0;
  absl::string_view power = scientific.substr(e + 1);
  absl::ConsumePrefix(&power, "+");
  std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (digits.find_first_not_of('0') == std::string::npos) return "0";
  if (exponent < 0) digits.insert(0, static_cast<size_t>(-exponent), '0');
  const size_t whole = exponent < 0 ? 1 : static_cast<size_t>(exponent) + 1;
  if (digits.size() < whole) digits.resize(whole, '0');
  return WithoutNeedlessZeros(
      absl::StrCat(minus, digits.substr(0, whole), ".", digits.substr(whole)));
}

}  // namespace

bool IsPlainDecimal(absl::string_view text, int digits_max) {
  absl::ConsumePrefix(&text, "-");
  absl::string_view rest = text;
  const size_t whole = TakeDigits(rest);
  size_t decimals = 0;
  if (absl::ConsumePrefix(&rest, ".")) {
    decimals = TakeDigits(rest);
    if (decimals == 0) return false;
  }
  if (whole == 0 || !rest.empty()) return false;
  const size_t first = text.find_first_not_of("0.");
  if (first == absl::string_view::npos) {
    return decimals <= static_cast<size_t>(digits_max);
  }
  const size_t point = text.find('.');
  const bool counts_point = point != absl::string_view::npos && point > first;
  return text.size() - first - counts_point <=
             static_cast<size_t>(digits_max) &&
         decimals <= static_cast<size_t>(digits_max);
}

int DecimalsIn(absl::string_view plain_decimal) {
  const size_t point = plain_decimal.find('.');
  return point == absl::string_view::npos
             ? 0
             : static_cast<int>(plain_decimal.size() - point - 1);
}

std::string PercentValue(int64_t part, int64_t whole) {
  constexpr __int128 kUnit = 1'000'000'000'000;
  __int128 units = (2 * kUnit * part + whole) / (2 * __int128{whole});
  // In halves of a tenth of a percent.
  const __int128 halves = __int128{2000} * part;
  if (halves % whole == 0 && halves / whole % 2 == 1) ++units;
  const std::string decimals =
      absl::StrCat(static_cast<int64_t>(units % kUnit));
  return WithoutNeedlessZeros(
      absl::StrCat(static_cast<int64_t>(units / kUnit), ".",
                   std::string(12 - decimals.size(), '0'), decimals));
}

bool IsStoredNumber(absl::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    text.remove_prefix(1);
  }
  size_t digits = TakeDigits(text);
  if (absl::ConsumePrefix(&text, ".")) digits += TakeDigits(text);
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    text.remove_prefix(1);
  }
  const size_t exponent = TakeDigits(text);
  return exponent >= 1 && exponent <= 3 && text.empty();
}

std::optional<std::string> ShownDecimal(absl::string_view stored) {
  if (!IsStoredNumber(stored)) return std::nullopt;
  absl::ConsumePrefix(&stored, "+");
  double value = 0;
  // Independent of the locale, unlike strtod.
  const auto read =
      std::from_chars(stored.data(), stored.data() + stored.size(), value);
  if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  char rounded[32];
  const auto end = std::to_chars(rounded, rounded + sizeof(rounded), value,
                                 std::chars_format::scientific, 14);
  return WithoutExponent(
      absl::string_view(rounded, static_cast<size_t>(end.ptr - rounded)));
}

}  // namespace opvang::sheet
