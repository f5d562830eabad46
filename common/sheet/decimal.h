// Decimals as text: exact where people write them, and as a spreadsheet shows
// what it stores as a binary fraction.
#ifndef OPVANG_COMMON_SHEET_DECIMAL_H_
#define OPVANG_COMMON_SHEET_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang::sheet {

// Whether `text` is digits with at most a leading minus and a point between
// digits, and at most `digits_max` digits but for leading zeros.
bool IsPlainDecimal(absl::string_view text, int digits_max);

// How many digits follow the point.
int DecimalsIn(absl::string_view plain_decimal);

// What a cell that shows `part` of `whole` as "61,1 %" holds: their quotient in
// twelve decimals, "0.610909090909", rounded half up, without needless zeros.
// Where the shown decimal falls on an exact half it is one unit more, since
// LibreOffice shows the binary fraction of 0.4735 as 47,3 %; so that all show
// the half rounded up, for counts up to 10⁸. Both positive and at most 10¹².
std::string PercentValue(int64_t part, int64_t whole);

// Whether `text` is a number as files store them: an optional sign, digits, a
// point, an exponent of at most three digits.
bool IsStoredNumber(absl::string_view text);

// What a spreadsheet shows of a stored number: the decimal of at most fifteen
// digits nearest to it, without exponent or needless zeros. What was typed as
// 9,2 may be stored as 9.1999999999999993; this is "9.2" of it. Nothing unless
// `IsStoredNumber`, nor for numbers outside 10⁻³⁰⁷ … 10³⁰⁸ but zero.
std::optional<std::string> ShownDecimal(absl::string_view stored);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_DECIMAL_H_
