#include "common/sheet/cell_formats.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/sheet/decimal.h"

namespace opvang::sheet {
namespace {

Notation NotationOf(const Value& value) {
  constexpr Notation kByIndex[] = {
      Notation::kGeneral, Notation::kText, Notation::kWhole, Notation::kDecimal,
      Notation::kPercent, Notation::kDay,  Notation::kTruth};
  static_assert(std::variant_size_v<Value> == std::size(kByIndex));
  return kByIndex[value.index()];
}

Notation NotationOf(const Validation* validation) {
  if (validation == nullptr) return Notation::kGeneral;
  if (std::holds_alternative<WholeBetween>(validation->rule)) {
    return Notation::kWhole;
  }
  if (std::holds_alternative<DayBetween>(validation->rule)) {
    return Notation::kDay;
  }
  return Notation::kText;
}

// What programs put at the right of a cell.
bool StandsRight(const Value& value) {
  return std::holds_alternative<int64_t>(value) ||
         std::holds_alternative<absl::CivilDay>(value) ||
         std::holds_alternative<Decimal>(value) ||
         std::holds_alternative<Percent>(value);
}

const Cell* CellAt(const Sheet& sheet, Place place) {
  if (place.row > static_cast<int>(sheet.rows.size())) return nullptr;
  const std::vector<Cell>& row = sheet.rows[place.row - 1];
  return place.column > static_cast<int>(row.size()) ? nullptr
                                                     : &row[place.column - 1];
}

// What XLSX takes as a list within a rule.
bool FitsInRule(const OneOf& list) {
  size_t bytes = 0;
  for (const std::string& text : list.texts) {
    if (text.find_first_of(",\"") != std::string::npos ||
        absl::StripAsciiWhitespace(text).size() != text.size()) {
      return false;
    }
    bytes += text.size() + 1;
  }
  return bytes <= 255;
}

std::string FreeName(const Workbook& workbook) {
  std::set<std::string> taken;
  for (const Sheet& sheet : workbook.sheets) {
    taken.insert(absl::AsciiStrToLower(sheet.name));
  }
  std::string name = "Keuzelijsten";
  for (int i = 2; taken.contains(absl::AsciiStrToLower(name)); ++i) {
    name = absl::StrCat("Keuzelijsten ", i);
  }
  return name;
}

int WidthOf(const Sheet& sheet, int first_column, int last_column) {
  int width = 0;
  for (int column = first_column; column <= last_column; ++column) {
    width += column <= static_cast<int>(sheet.columns.size())
                 ? sheet.columns[column - 1].width_characters
                 : kUsualWidthCharacters;
  }
  return width;
}

// Rather a line too many than too few: words that do not fit and bold letters
// take a tenth.
int LinesOf(const Cell& cell, int width) {
  const auto* text = std::get_if<std::string>(&cell.value);
  if (text == nullptr) return 1;
  int lines = 0;
  const std::string plain = WithPlainLineEnds(*text);
  for (const absl::string_view line : absl::StrSplit(plain, '\n')) {
    const int length = static_cast<int>(line.size()) * 11 / 10;
    lines += std::max(1, (length + width - 1) / std::max(width, 1));
  }
  return lines;
}

}  // namespace

const Look& LookOf(CellStyle style) {
  static constexpr Look kLooks[] = {
      {},
      {.points = 16, .bold = true, .wraps = false},
      {.points = 12, .bold = true, .wraps = false},
      {.bold = true, .fill = 0xD9E2F3, .below = Line::kThin},
      {.bold = true, .fill = 0xF2F2F2, .above = Line::kThin},
      {.bold = true,
       .fill = 0xD9E2F3,
       .above = Line::kThin,
       .below = Line::kMedium},
      {.italic = true, .ink = 0x404040},
      {.fill = 0xFFF9DB, .boxed = true, .locked = false},
      {.ink = 0x404040, .fill = 0xEFEFEF, .boxed = true},
  };
  return kLooks[static_cast<int>(style)];
}

Formats::Formats(const Sheet& sheet)
    : sheet_(sheet), last_row_(static_cast<int>(sheet.rows.size())) {
  for (const Range& range : sheet.merged) {
    last_row_ = std::max(last_row_, range.last_row);
  }
  for (const Validation& validation : sheet.validations) {
    last_row_ = std::max(last_row_, validation.range.last_row);
  }
}

Format Formats::At(Place place) const {
  static const Cell kNothing;
  const Cell* listed = CellAt(sheet_, place);
  const Cell& cell = listed == nullptr ? kNothing : *listed;
  Format format = {.style = cell.style, .notation = NotationOf(cell.value)};
  if (format.notation == Notation::kGeneral) {
    format.notation = NotationOf(ValidationAt(place));
  }
  if (const auto* decimal = std::get_if<Decimal>(&cell.value)) {
    format.decimals = DecimalsIn(decimal->text);
  }
  format.right = cell.style == CellStyle::kColumnHeader && HeadsRight(place);
  for (const Range& range : sheet_.merged) {
    format.merged = format.merged || range.Contains(place);
  }
  return format;
}

const Validation* Formats::ValidationAt(Place place) const {
  for (const Validation& validation : sheet_.validations) {
    if (validation.range.Contains(place)) return &validation;
  }
  return nullptr;
}

int Formats::last_column(int row) const {
  int last = row <= static_cast<int>(sheet_.rows.size())
                 ? static_cast<int>(sheet_.rows[row - 1].size())
                 : 0;
  const auto reach = [&](const Range& range) {
    if (row >= range.first_row && row <= range.last_row) {
      last = std::max(last, range.last_column);
    }
  };
  for (const Range& range : sheet_.merged) reach(range);
  for (const Validation& one : sheet_.validations) reach(one.range);
  return last;
}

bool Formats::HeadsRight(Place place) const {
  for (const Range& range : sheet_.merged) {
    if (range.Contains(place)) return false;
  }
  for (++place.row; place.row <= last_row_; ++place.row) {
    const Cell* cell = CellAt(sheet_, place);
    if (cell != nullptr && cell->style == CellStyle::kColumnHeader) continue;
    if (cell != nullptr && cell->value.index() != 0) {
      return StandsRight(cell->value);
    }
    const Validation* validation = ValidationAt(place);
    return validation != nullptr && NotationOf(validation) != Notation::kText;
  }
  return false;
}

int HeightPoints(const Sheet& sheet, int row, bool merged_only) {
  if (row > static_cast<int>(sheet.rows.size())) return 0;
  constexpr int kUsualPoints = 15;
  int most = kUsualPoints;
  const int columns = static_cast<int>(sheet.rows[row - 1].size());
  for (int column = 1; column <= columns; ++column) {
    const Cell& cell = sheet.rows[row - 1][column - 1];
    const auto merged = std::find_if(sheet.merged.begin(), sheet.merged.end(),
                                     [&](const Range& range) {
                                       return range.Contains({row, column});
                                     });
    const bool is_merged = merged != sheet.merged.end();
    if (is_merged ? merged->last_row != row : merged_only) continue;
    const int last = is_merged ? merged->last_column : column;
    const Look& look = LookOf(cell.style);
    const int lines =
        look.wraps || is_merged
            ? LinesOf(cell, WidthOf(sheet, column, last) * 10 / look.points)
            : 1;
    most = std::max(most, (lines * look.points * 5 + 3) / 4);
  }
  return most == kUsualPoints ? 0 : most;
}

std::string WithPlainLineEnds(absl::string_view text) {
  return absl::StrReplaceAll(absl::StrReplaceAll(text, {{"\r\n", "\n"}}),
                             {{"\r", "\n"}});
}

Workbook WithListSheet(Workbook workbook) {
  Sheet lists = {.name = FreeName(workbook), .is_hidden = true};
  std::map<std::vector<std::string>, OneOfCells> known;
  for (Sheet& sheet : workbook.sheets) {
    for (Validation& validation : sheet.validations) {
      const auto* list = std::get_if<OneOf>(&validation.rule);
      if (list == nullptr || FitsInRule(*list)) continue;
      const auto [found, is_new] = known.try_emplace(list->texts);
      if (is_new) {
        const int column = static_cast<int>(known.size());
        const int length = static_cast<int>(list->texts.size());
        if (lists.rows.size() < list->texts.size()) lists.rows.resize(length);
        for (int row = 0; row < length; ++row) {
          lists.rows[row].resize(column);
          lists.rows[row][column - 1].value = list->texts[row];
        }
        lists.columns.push_back({.width_characters = 40});
        found->second = {lists.name, {1, column, length, column}};
      }
      validation.rule = found->second;
    }
  }
  if (!known.empty()) workbook.sheets.push_back(std::move(lists));
  return workbook;
}

}  // namespace opvang::sheet
