#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/base/validation.h"
#include "common/sheet/decimal.h"
#include "common/sheet/workbook.h"

namespace opvang::sheet {
namespace {

constexpr int64_t kWholeMost = 999'999'999'999'999;
constexpr int64_t kCountMost = 1'000'000'000'000;
constexpr absl::CivilDay kFirstDay(1900, 3, 1);
constexpr absl::CivilDay kLastDay(2199, 12, 31);

void CheckWords(absl::string_view text, size_t length_max,
                const std::string& field, Violations& violations) {
  // Tabs and either kind of line end are welcome in a cell.
  const std::string plain =
      absl::StrReplaceAll(text, {{"\t", " "}, {"\r", ""}});
  CheckText(plain, {.length_max = length_max, .lines = true}, field,
            violations);
  if (absl::StrContains(text, "\xEF\xBF\xBE") ||
      absl::StrContains(text, "\xEF\xBF\xBF")) {
    violations.Add(field, "has a character that XML cannot hold; leave it out");
  }
}

void CheckDay(absl::CivilDay day, const std::string& field,
              Violations& violations) {
  if (day >= kFirstDay && day <= kLastDay) return;
  violations.Add(field, absl::StrCat("is ", absl::FormatCivilTime(day),
                                     "; it must be a day from 1900-03-01 to "
                                     "2199-12-31"));
}

struct CheckValue {
  const std::string& field;
  Violations& violations;

  void operator()(std::monostate) const {}
  void operator()(bool) const {}
  void operator()(const std::string& text) const {
    CheckWords(text, kTextLengthMax, field, violations);
  }
  void operator()(int64_t whole) const {
    CheckCount(whole, -kWholeMost, kWholeMost, field, violations);
  }
  void operator()(const Decimal& decimal) const {
    if (IsPlainDecimal(decimal.text, kDigitsMax)) return;
    violations.Add(field, absl::StrCat("is \"", Excerpt(decimal.text, 40),
                                       "\"; it must be a decimal of at most ",
                                       kDigitsMax, " digits like -1234.50"));
  }
  void operator()(const Percent& percent) const {
    CheckCount(percent.part, 0, kCountMost, field + ".part", violations);
    CheckCount(percent.whole, 1, kCountMost, field + ".whole", violations);
  }
  void operator()(absl::CivilDay day) const {
    CheckDay(day, field, violations);
  }
};

struct CheckRule {
  const std::string& field;
  const std::set<std::string>& sheet_names;
  Violations& violations;

  void operator()(const OneOf& rule) const {
    if (rule.texts.empty()) violations.Add(field, "has no text to choose");
    for (const std::string& text : rule.texts) {
      CheckText(text, {.length_max = 255, .required = true}, field, violations);
    }
  }
  void operator()(const OneOfCells& rule) const {
    if (!sheet_names.contains(absl::AsciiStrToLower(rule.sheet))) {
      violations.Add(field, absl::StrCat("is of sheet \"", rule.sheet,
                                         "\", which is not there"));
    }
    if (rule.range.first_column != rule.range.last_column) {
      violations.Add(field, "has several columns; a list has one");
    }
  }
  void operator()(const WholeBetween& rule) const {
    CheckCount(rule.least, -kWholeMost, rule.most, field + ".least",
               violations);
    CheckCount(rule.most, rule.least, kWholeMost, field + ".most", violations);
  }
  void operator()(const DayBetween& rule) const {
    CheckDay(rule.first, field + ".first", violations);
    CheckDay(rule.last, field + ".last", violations);
    if (rule.last < rule.first) violations.Add(field, "ends before it begins");
  }
  void operator()(const LengthBetween& rule) const {
    CheckCount(rule.least, 0, rule.most, field + ".least", violations);
    CheckCount(rule.most, rule.least, kTextLengthMax, field + ".most",
               violations);
  }
};

void CheckRange(const Range& range, const std::string& field,
                Violations& violations) {
  if (range.first_row >= 1 && range.first_row <= range.last_row &&
      range.last_row <= kRowMost && range.first_column >= 1 &&
      range.first_column <= range.last_column &&
      range.last_column <= kColumnMost) {
    return;
  }
  violations.Add(field, "is no range; its corners must be cells, in order");
}

void CheckApart(const std::vector<Range>& ranges, const std::string& field,
                Violations& violations) {
  if (const auto overlap = FindOverlap(ranges)) {
    violations.Add(field, absl::StrCat("overlap in ", RangeName(*overlap)));
  }
}

void CheckMerged(const Sheet& sheet, const std::string& field,
                 Violations& violations) {
  for (size_t i = 0; i < sheet.merged.size(); ++i) {
    const Range& range = sheet.merged[i];
    const std::string one = absl::StrCat(field, "[", i, "]");
    CheckRange(range, one, violations);
    if (range.first_row == range.last_row &&
        range.first_column == range.last_column) {
      violations.Add(one, "is one cell; there is nothing to merge");
    }
    for (int row = range.first_row;
         row <= range.last_row && row <= static_cast<int>(sheet.rows.size());
         ++row) {
      const std::vector<Cell>& cells = sheet.rows[row - 1];
      for (int column = range.first_column;
           column <= range.last_column &&
           column <= static_cast<int>(cells.size());
           ++column) {
        const bool first =
            row == range.first_row && column == range.first_column;
        if (!first && cells[column - 1].value.index() != 0) {
          violations.Add(one, absl::StrCat("covers ", CellName({row, column}),
                                           ", which has content"));
        }
      }
    }
  }
  CheckApart(sheet.merged, field, violations);
}

void CheckValidations(const Sheet& sheet, const std::string& field,
                      const std::set<std::string>& sheet_names,
                      Violations& violations) {
  std::vector<Range> ranges;
  for (size_t i = 0; i < sheet.validations.size(); ++i) {
    const Validation& validation = sheet.validations[i];
    const std::string one = absl::StrCat(field, "[", i, "]");
    CheckRange(validation.range, one + ".range", violations);
    const std::string rule = one + ".rule";
    std::visit(CheckRule{rule, sheet_names, violations}, validation.rule);
    CheckText(validation.title, {.length_max = kMessageTitleLengthMax},
              one + ".title", violations);
    CheckText(validation.message,
              {.length_max = kMessageLengthMax, .lines = true},
              one + ".message", violations);
    ranges.push_back(validation.range);
  }
  CheckApart(ranges, field, violations);
}

void CheckName(const std::string& name, const std::string& field,
               Violations& violations) {
  CheckText(name, {.length_max = kSheetNameLengthMax, .required = true}, field,
            violations);
  if (name.find_first_of("[]:*?/\\") != std::string::npos ||
      absl::StartsWith(name, "'") || absl::EndsWith(name, "'")) {
    violations.Add(field, absl::StrCat("is \"", name,
                                       "\"; it may have none of []:*?/\\ and "
                                       "no ' at an end"));
  }
}

void CheckSheet(const Sheet& sheet, const std::string& field,
                const std::set<std::string>& sheet_names,
                Violations& violations) {
  CheckName(sheet.name, field + ".name", violations);
  for (size_t i = 0; i < sheet.columns.size(); ++i) {
    CheckCount(sheet.columns[i].width_characters, 1, 250,
               absl::StrCat(field, ".columns[", i, "]"), violations);
  }
  CheckCount(sheet.rows.size(), 0, kRowMost, field + ".rows", violations);
  for (size_t row = 0; row < sheet.rows.size(); ++row) {
    const std::string rows = absl::StrCat(field, ".rows[", row, "]");
    CheckCount(sheet.rows[row].size(), 0, kColumnMost, rows, violations);
    for (size_t column = 0; column < sheet.rows[row].size(); ++column) {
      const std::string cell = absl::StrCat(rows, "[", column, "]");
      std::visit(CheckValue{cell, violations}, sheet.rows[row][column].value);
    }
  }
  CheckMerged(sheet, field + ".merged", violations);
  CheckValidations(sheet, field + ".validations", sheet_names, violations);
  CheckCount(sheet.frozen_rows, 0, 1000, field + ".frozen_rows", violations);
  CheckCount(sheet.frozen_columns, 0, 100, field + ".frozen_columns",
             violations);
  if (sheet.filter.has_value()) {
    CheckRange(*sheet.filter, field + ".filter", violations);
  }
  if (sheet.repeated_rows.has_value()) {
    CheckRange({.first_row = sheet.repeated_rows->first,
                .last_row = sheet.repeated_rows->last},
               field + ".repeated_rows", violations);
  }
}

}  // namespace

absl::Status CheckWorkbook(const Workbook& workbook) {
  Violations violations;
  CheckText(workbook.title, {.length_max = 255}, "title", violations);
  CheckText(workbook.language, {.length_max = 35, .required = true}, "language",
            violations);
  std::set<std::string> names;
  bool visible = false;
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    const Sheet& sheet = workbook.sheets[i];
    if (!names.insert(absl::AsciiStrToLower(sheet.name)).second) {
      violations.Add(absl::StrCat("sheets[", i, "].name"),
                     absl::StrCat("repeats \"", sheet.name, "\""));
    }
    visible = visible || !sheet.is_hidden;
  }
  if (!visible) violations.Add("sheets", "shows no sheet; one must be visible");
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    CheckSheet(workbook.sheets[i], absl::StrCat("sheets[", i, "]"), names,
               violations);
  }
  return violations.ToStatus();
}

}  // namespace opvang::sheet
