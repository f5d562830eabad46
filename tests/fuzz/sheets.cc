#include "tests/fuzz/sheets.h"

#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/calendar.h"
#include "common/base/validation.h"
#include "common/sheet/workbook.h"
#include "services/cli/workbook/file_rows.h"
#include "tests/common/sheet/zips.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

// Small, so that a search soon finds what comes near to them.
constexpr sheet::Limits kLimits = {.file_bytes_max = 1 << 16,
                                   .part_bytes_max = 1 << 18,
                                   .total_bytes_max = 1 << 19,
                                   .parts_max = 30,
                                   .sheets_max = 12,
                                   .rows_max = 200,
                                   .columns_max = 40,
                                   .cells_max = 1000,
                                   .text_length_max = 500,
                                   .text_bytes_max = 1 << 16,
                                   .shared_strings_max = 200,
                                   .merged_max = 20,
                                   .styles_max = 200,
                                   .elements_max = 20000};

void CheckSheet(const sheet::GridSheet& sheet, const sheet::Limits& limits) {
  OPVANG_HOLDS(IsUtf8(sheet.name));
  const sheet::GridCell* before = nullptr;
  for (const sheet::GridCell& cell : sheet.cells) {
    OPVANG_HOLDS(cell.row >= 1 && cell.row <= limits.rows_max);
    OPVANG_HOLDS(cell.column >= 1 && cell.column <= limits.columns_max);
    OPVANG_HOLDS(IsUtf8(cell.text));
    OPVANG_HOLDS(before == nullptr || std::tie(before->row, before->column) <
                                          std::tie(cell.row, cell.column));
    OPVANG_HOLDS(sheet.At(cell.place()) == &cell);
    OPVANG_HOLDS(cell.merged < static_cast<int>(sheet.merged.size()));
    before = &cell;
  }
  OPVANG_HOLDS(static_cast<int>(sheet.merged.size()) <= limits.merged_max);
}

const cli::workbook::Vocabulary& Words() {
  static const auto* const kWords =
      new cli::workbook::Vocabulary(cli::workbook::MakeVocabulary({}, {}));
  return *kWords;
}

// Line ends are all one kind, and what XML has no character for is told apart.
bool SameLines(const std::string& text, const sheet::GridCell& cell) {
  const std::string lines =
      absl::StrReplaceAll(text, {{"\r\n", "\n"}, {"\r", "\n"}});
  return cell.kind == sheet::CellKind::kText && cell.text == lines;
}

// A column of texts, as many rows as there are lines.
sheet::Workbook WorkbookOf(absl::string_view lines) {
  sheet::Sheet sheet = {.name = "Blad"};
  while (!lines.empty()) {
    const absl::string_view line = TakeLine(lines);
    int64_t number = 0;
    sheet::Value value = std::string(line);
    if (const auto day = ParseDay(line)) {
      value = *day;
    } else if (absl::SimpleAtoi(line, &number)) {
      value = number;
    }
    sheet.rows.push_back({{.value = value}});
  }
  return {.title = "Woorden", .sheets = {sheet}};
}

// What is written comes back, or is refused.
void CheckComesBack(absl::string_view lines, sheet::FileFormat format) {
  const sheet::Workbook workbook = WorkbookOf(lines);
  const auto bytes = format == sheet::FileFormat::kOds ? WriteOds(workbook)
                                                       : WriteXlsx(workbook);
  CheckTold(bytes.status());
  OPVANG_HOLDS(bytes.ok() == sheet::CheckWorkbook(workbook).ok());
  if (!bytes.ok()) return;
  const auto grid = sheet::ReadWorkbook(*bytes);
  OPVANG_HOLDS(grid.ok() && grid->format == format);
  const sheet::GridSheet& sheet = grid->sheets.at(0);
  for (size_t row = 0; row < workbook.sheets[0].rows.size(); ++row) {
    const sheet::Value& value = workbook.sheets[0].rows[row][0].value;
    const sheet::GridCell* cell = sheet.At({static_cast<int>(row) + 1, 1});
    if (const auto* text = std::get_if<std::string>(&value)) {
      OPVANG_HOLDS(text->empty() ? cell == nullptr
                                 : cell != nullptr && SameLines(*text, *cell));
    } else if (const auto* day = std::get_if<absl::CivilDay>(&value)) {
      OPVANG_HOLDS(cell != nullptr && cell->text == FormatDay(*day));
    } else if (const auto* number = std::get_if<int64_t>(&value)) {
      OPVANG_HOLDS(cell != nullptr && cell->text == absl::StrCat(*number));
    }
  }
}

}  // namespace

void CheckGrid(const sheet::Grid& grid, const sheet::Limits& limits) {
  OPVANG_HOLDS(static_cast<int>(grid.sheets.size()) <= limits.sheets_max);
  int cells = 0;
  for (const sheet::GridSheet& sheet : grid.sheets) {
    CheckSheet(sheet, limits);
    cells += static_cast<int>(sheet.cells.size());
  }
  OPVANG_HOLDS(cells <= limits.cells_max);
}

void CheckRows(const sheet::Grid& grid, bool is_csv) {
  const auto rows = cli::workbook::ReadRows(grid, is_csv, Words());
  for (const auto* messages : {&rows.notes, &rows.faults}) {
    for (const cli::workbook::Message& one : *messages) {
      OPVANG_HOLDS(IsUtf8(one.place) && IsUtf8(one.text));
    }
  }
  for (const cli::workbook::FileRow& row : rows.rows) {
    for (const auto& [column, value] : row.row.values) {
      OPVANG_HOLDS(IsUtf8(value));
    }
    for (const auto& [key, said] : cli::workbook::Expand(row.row)) {
      for (const auto& [field, value] : said.fields) {
        OPVANG_HOLDS(IsUtf8(field) && IsUtf8(value));
      }
    }
  }
}

std::string ZipOf(absl::string_view text) {
  std::vector<sheet::RawPart> parts;
  while (!text.empty()) {
    absl::string_view line = TakeLine(text);
    if (absl::ConsumePrefix(&line, "=== ")) {
      parts.push_back({.name = std::string(line), .stored = true});
    } else if (!parts.empty()) {
      std::string& bytes = parts.back().bytes;
      if (!bytes.empty()) bytes += '\n';
      bytes.append(line.data(), line.size());
    }
  }
  return sheet::MakeZip(parts);
}

void CheckWorkbookFile(absl::string_view input, sheet::FileFormat format) {
  if (!absl::StartsWith(input, "PK") && !absl::StartsWith(input, "=== ")) {
    return CheckComesBack(input, format);
  }
  const std::string bytes =
      absl::StartsWith(input, "PK") ? std::string(input) : ZipOf(input);
  const auto grid = sheet::ReadWorkbook(bytes, kLimits);
  CheckTold(grid.status());
  if (!grid.ok()) return;
  CheckGrid(*grid, kLimits);
  CheckRows(*grid, /*is_csv=*/false);
  // The same bytes are the same grid.
  OPVANG_HOLDS(*sheet::ReadWorkbook(bytes, kLimits) == *grid);
}

}  // namespace opvang::fuzz
