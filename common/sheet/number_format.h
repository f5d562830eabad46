// What a number in XLSX is, by the format that its cell shows it in.
#ifndef OPVANG_COMMON_SHEET_NUMBER_FORMAT_H_
#define OPVANG_COMMON_SHEET_NUMBER_FORMAT_H_

#include "absl/strings/string_view.h"

namespace opvang::sheet {

enum class Shows { kNumber, kPercent, kDay, kTime };

// Of a format that every program knows by its number: 14 to 22 and 45 to 47
// show days and times, 9 and 10 percents.
Shows ShowsBuiltIn(int64_t id);

// Of a custom format such as "dd-mm-yyyy", "[h]:mm" or "0.0\ %": its first
// section, without what it quotes, escapes or puts in brackets, which is not
// shown of the number. A day with a time is a day.
Shows ShowsCode(absl::string_view code);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_NUMBER_FORMAT_H_
