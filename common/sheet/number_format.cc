#include "common/sheet/number_format.h"

#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace opvang::sheet {
namespace {

// "[h]", "[mm]", "[SS]": time that has passed. Other brackets hold colours,
// conditions, languages.
bool IsElapsed(absl::string_view bracket) {
  if (bracket.empty()) return false;
  const char first = absl::ascii_tolower(bracket[0]);
  if (first != 'h' && first != 'm' && first != 's') return false;
  for (const char c : bracket) {
    if (absl::ascii_tolower(c) != first) return false;
  }
  return true;
}

// The letters and signs of the first section that stand for the number itself,
// in lower case; elapsed time as one 'h'.
std::string Signs(absl::string_view code) {
  std::string signs;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {
      const size_t end = code.find(c == '"' ? '"' : ']', i + 1);
      if (end == code.npos) break;
      if (c == '[' && IsElapsed(code.substr(i + 1, end - i - 1))) signs += 'h';
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;  // The sign behind it is shown, skipped or repeated.
    } else {
      signs += absl::ascii_tolower(c);
    }
  }
  return signs;
}

// Months and minutes are both "m": minutes stand behind hours or before
// seconds.
bool HasMonth(const std::string& signs) {
  char before = ' ';
  for (size_t i = 0; i < signs.size(); ++i) {
    if (signs[i] == 'm') {
      const size_t end = signs.find_first_not_of('m', i);
      const size_t next = signs.find_first_of("dyhs", i);
      const bool seconds_next = next != signs.npos && signs[next] == 's' &&
                                signs.find('m', end) >= next;
      if (before != 'h' && !seconds_next) return true;
      i = end == signs.npos ? signs.size() : end - 1;
      before = 'm';
    } else if (signs[i] == 'd' || signs[i] == 'y' || signs[i] == 'h' ||
               signs[i] == 's') {
      before = signs[i];
    }
  }
  return false;
}

}  // namespace

Shows ShowsBuiltIn(int64_t id) {
  if (id == 9 || id == 10) return Shows::kPercent;
  // Those from 27 and 50 on are days of East Asian calendars and languages.
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
      id == 36 || (id >= 50 && id <= 58 && id != 55 && id != 56)) {
    return Shows::kDay;
  }
  if ((id >= 32 && id <= 35) || id == 55 || id == 56) return Shows::kTime;
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return Shows::kTime;
  return Shows::kNumber;
}

Shows ShowsCode(absl::string_view code) {
  std::string signs = Signs(code);
  if (absl::StartsWith(signs, "general") || absl::StartsWith(signs, "@")) {
    return Shows::kNumber;
  }
  for (const char* noon : {"am/pm", "a/p"}) {
    const size_t at = signs.find(noon);
    if (at != signs.npos) signs.replace(at, std::string(noon).size(), "h");
  }
  if (signs.find_first_of("dy") != signs.npos || HasMonth(signs)) {
    return Shows::kDay;
  }
  if (signs.find_first_of("hms") != signs.npos) return Shows::kTime;
  return absl::StrContains(signs, "%") ? Shows::kPercent : Shows::kNumber;
}

}  // namespace opvang::sheet
