// What people write in a cell, read. Pure.
//
// A cell is understood, and then the reading can be shown beside the words; or
// it says that it is not known yet; or it is refused with what would be right.
// Nothing is guessed: what can be read in two ways is refused.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_READINGS_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_READINGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/sheet/read.h"

namespace opvang::cli::workbook {

struct Reading {
  enum class Outcome {
    kNothing,    // Empty: nothing is stated.
    kUnknown,    // "n.t.b.": stated, but not known yet.
    kRetracted,  // "vervalt": what was stated no longer is.
    kValue,
    kFault,
  };
  Outcome outcome = Outcome::kNothing;
  // In one notation: "350", "2025-07-01", the value of a choice.
  std::string value = {};
  // How it was read, in Dutch, where the words themselves say it otherwise.
  std::string shown = {};
  // Whether the words are less certain than the value: "ca. 50", "juli 2025".
  bool is_vague = false;
  std::string fault = {};  // In Dutch: what it is, and what would be right.
  bool operator==(const Reading&) const = default;
};

// One of the values that a cell may have, and what people call it. The first
// word is the one that a workbook shows.
struct Choice {
  std::string value;
  std::vector<std::string> words;
};

// Words apart from case, accents of typing, dots and doubled blanks: "N.T.B. "
// is "ntb".
std::string Folded(absl::string_view text);

// A text as it is kept: one kind of line ends and blanks, none at its ends.
std::string Tidied(absl::string_view text);

// At most so many bytes of it, whole characters, in one line.
std::string Cut(absl::string_view text, size_t bytes_max);

// "1.250".
std::string DutchCount(int64_t count);

// A whole number between `least` and `most`: 350, "1.250", "ca. 50",
// "50 plekken".
Reading ReadCount(const sheet::GridCell& cell, int64_t least, int64_t most);
// A percentage of whole percents, "25 %": its value is "25".
Reading ReadPercent(const sheet::GridCell& cell);
// A number with at most two decimals, in hundredths: "2,15" is "215".
Reading ReadHundredths(const sheet::GridCell& cell, int64_t least,
                       int64_t most);

// The first day of something. A month, quarter, half-year or year is read
// against the writer: on its last day.
Reading ReadStart(const sheet::GridCell& cell);
// The last day of something; the value is the first day after it. "tot 1 maart"
// names the day after; a period is read against the writer: it ends before its
// first day, but "t/m maart 2026" has all of it. "onbepaald" retracts an end.
Reading ReadEnd(const sheet::GridCell& cell);
// A day and nothing less.
Reading ReadDay(const sheet::GridCell& cell);

// One of `choices`, by any of its words.
Reading ReadChoice(const sheet::GridCell& cell,
                   const std::vector<Choice>& choices);
// Municipalities by name or code, parted by `;`, `,` or line ends; the value is
// "municipalities/gm0180;…".
Reading ReadMunicipalities(const sheet::GridCell& cell);
// A text of at most `length_max` characters. Only `lines` may have several.
Reading ReadText(const sheet::GridCell& cell, size_t length_max, bool lines);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_READINGS_H_
