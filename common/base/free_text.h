// What may not stand in a text that people write. Pure.
#ifndef OPVANG_COMMON_BASE_FREE_TEXT_H_
#define OPVANG_COMMON_BASE_FREE_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// The first character of valid UTF-8 that nobody sees and that changes what is
// read: a control character (C0 but for tab and line feed, DEL, C1), or one
// that turns the direction of the text round it (bidirectional controls); as
// "U+202E".
std::optional<std::string> FindUnseenCharacter(absl::string_view text);

// Only counts, never people: what in a text tells of one. A number of nine
// digits (or written 1234.56.789) that passes the test of a citizen service
// number (BSN, elfproef), an address of e-mail, a Dutch telephone number.
struct PersonalData {
  std::string kind;  // "a citizen service number (BSN)"
  std::string text;  // As it stands there.
};
std::optional<PersonalData> FindPersonalData(absl::string_view text);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_FREE_TEXT_H_
