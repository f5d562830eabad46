#include "services/cli/csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/source.h"

namespace opvang::cli {
namespace {

bool IsUtf8(absl::string_view line) {
  Violations violations;
  CheckText(line, {.length_max = line.size(), .lines = true}, "", violations);
  for (const FieldViolation& violation : violations.all()) {
    if (violation.description.find("UTF-8") != std::string::npos) return false;
  }
  return true;
}

// One line that is not UTF-8 is one fault, with its number.
void CheckUtf8(absl::string_view text, Csv& csv) {
  int line = 1;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (!IsUtf8(text.substr(0, end))) {
      csv.faults.push_back(absl::StrCat(
          line, ": the text is not UTF-8; save the file as UTF-8"));
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

}  // namespace

Csv ParseCsv(absl::string_view text) {
  Csv csv;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
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
      row.cells.push_back(cell);
      if (csv.header.empty()) {
        csv.header = row.cells;
      } else if (row.cells.size() != csv.header.size()) {
        csv.faults.push_back(
            absl::StrCat(row.line, ": the row has ", row.cells.size(),
                         " cells; the header has ", csv.header.size()));
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
      } else if (c != '\r') {
        cell += c;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = was_quoted = true;
    } else if (c == separator) {
      row.cells.push_back(cell);
      cell.clear();
      was_quoted = false;
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) {
    csv.faults.push_back(
        absl::StrCat(row.line, ": a quoted cell does not end"));
    return csv;
  }
  end_row();
  if (csv.header.empty()) csv.faults.push_back("1: the file has no header");
  return csv;
}

}  // namespace opvang::cli
