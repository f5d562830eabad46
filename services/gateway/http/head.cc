#include "services/gateway/http/head.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace opvang::gateway {

size_t EndOfHead(absl::string_view bytes) {
  for (size_t at = bytes.find('\n'); at != bytes.npos;
       at = bytes.find('\n', at + 1)) {
    const absl::string_view rest = bytes.substr(at + 1);
    if (absl::StartsWith(rest, "\r\n")) return at + 3;
    if (absl::StartsWith(rest, "\n")) return at + 2;
  }
  return 0;
}

std::optional<std::string> FaultOfHead(absl::string_view head) {
  absl::ConsumeSuffix(&head, "\n");
  int number = 0;
  for (absl::string_view line : absl::StrSplit(head, '\n')) {
    ++number;
    const auto fault = [number](absl::string_view what) {
      return absl::StrCat("Line ", number, " of the head ", what, ".");
    };
    if (!absl::ConsumeSuffix(&line, "\r")) {
      return fault("ends in a line feed alone");
    }
    if (line.find_first_of(absl::string_view("\r\0", 2)) != line.npos) {
      return fault("holds a carriage return or NUL");
    }
    if (number == 1 || line.empty()) continue;
    if (line[0] == ' ' || line[0] == '\t') {
      return fault("goes on where the line before it ended");
    }
    const size_t colon = line.find(':');
    if (colon == line.npos || colon == 0) return fault("names no header");
    if (absl::ascii_isspace(line[colon - 1])) {
      return fault("has a blank before its colon");
    }
  }
  return std::nullopt;
}

}  // namespace opvang::gateway
