#include "common/base/csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/validation.h"

namespace opvang {
namespace {

// One line that is not UTF-8 is one fault, with its number.
void CheckUtf8(absl::string_view text, Csv& csv) {
  int line = 1;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (!IsUtf8(text.substr(0, end))) {
      csv.faults.push_back(absl::StrCat(
          line, ": de tekst is geen UTF-8; sla het bestand op als UTF-8"));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
  }
}

char SeparatorOf(absl::string_view text) {
  const absl::string_view header = text.substr(0, text.find('\n'));
  return header.find(';') != absl::string_view::npos &&
                 header.find(',') == absl::string_view::npos
             ? ';'
             : ',';
}

// Spreadsheets calculate what begins so, behind blanks too. Also behind
// apostrophes, so that each goes out with one more and comes in with one less.
bool IsCalculated(absl::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  absl::string_view word = absl::StripLeadingAsciiWhitespace(text);
  // Blanks that do not break, wide ones, and marks of the order of bytes.
  for (bool again = true; again;) {
    again = false;
    for (const absl::string_view blank :
         {"\u00A0", "\u2007", "\u2009", "\u202F", "\u3000", "\uFEFF"}) {
      again = again || absl::ConsumePrefix(&word, blank);
    }
    word = absl::StripLeadingAsciiWhitespace(word);
  }
  return !word.empty() && absl::StrContains("=+-@", word.substr(0, 1));
}

std::string Meant(std::string cell) {
  if (!cell.empty() && cell[0] == '\'' && IsCalculated(cell)) cell.erase(0, 1);
  return cell;
}

}  // namespace

bool IsPlainNumber(absl::string_view text) {
  const size_t digits = text.find_first_not_of("-+") == 1 ? 1 : 0;
  return text.size() > digits &&
         text.find_first_not_of("0123456789.", digits) ==
             absl::string_view::npos;
}

std::string CsvCell(const std::string& text) {
  std::string cell = IsCalculated(text) ? "'" + text : text;
  if (cell.find_first_of(",\"\r\n;") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

Csv ParseCsv(absl::string_view bytes) {
  Csv csv;
  absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF");
  const std::string text =
      absl::StrReplaceAll(bytes, {{"\r\n", "\n"}, {"\r", "\n"}});
  CheckUtf8(text, csv);
  if (!csv.faults.empty()) return csv;
  const char separator = SeparatorOf(text);
  CsvRow row{.line = 1, .cells = {}};
  std::string cell;
  int line = 1;
  bool quoted = false, was_quoted = false;
  const auto end_row = [&] {
    const bool empty = row.cells.empty() && cell.empty() && !was_quoted;
    if (!empty) {
      row.cells.push_back(Meant(cell));
      if (csv.header.empty()) {
        csv.header = row.cells;
      } else if (row.cells.size() != csv.header.size()) {
        csv.faults.push_back(
            absl::StrCat(row.line, ": de regel heeft ", row.cells.size(),
                         " cellen; de kop heeft er ", csv.header.size()));
      } else {
        csv.rows.push_back(row);
      }
    }
    row = {.line = line, .cells = {}};
    cell.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = was_quoted = true;
    } else if (c == separator) {
      row.cells.push_back(Meant(cell));
      cell.clear();
      was_quoted = false;
    } else if (c == '\n') {
      end_row();
    } else {
      cell += c;
    }
  }
  if (quoted) {
    csv.faults.push_back(absl::StrCat(
        row.line, ": een cel tussen aanhalingstekens eindigt niet"));
    return csv;
  }
  end_row();
  if (csv.header.empty()) csv.faults.push_back("1: het bestand heeft geen kop");
  return csv;
}

}  // namespace opvang
