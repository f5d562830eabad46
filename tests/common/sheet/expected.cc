#include "tests/common/sheet/expected.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/sheet/decimal.h"

namespace opvang::sheet {
namespace {

const char* Named(CellKind kind) {
  constexpr const char* kNames[] = {"text",     "number", "percent", "day",
                                    "datetime", "time",   "truth",   "error"};
  return kNames[static_cast<int>(kind)];
}

std::string Line(Place place, CellKind kind, const std::string& text) {
  return absl::StrCat(CellName(place), " ", Named(kind), " \"",
                      absl::Utf8SafeCEscape(text), "\"");
}

struct LineOf {
  Place place;
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const {
    const std::string plain = absl::StrReplaceAll(text, {{"\r", "\n"}});
    return text.empty() ? "" : Line(place, CellKind::kText, plain);
  }
  std::string operator()(int64_t whole) const {
    return Line(place, CellKind::kNumber, absl::StrCat(whole));
  }
  std::string operator()(const Decimal& decimal) const {
    return Line(place, CellKind::kNumber, *ShownDecimal(decimal.text));
  }
  std::string operator()(const Percent& percent) const {
    return Line(place, CellKind::kPercent,
                *ShownDecimal(PercentValue(percent.part, percent.whole)));
  }
  std::string operator()(absl::CivilDay day) const {
    return Line(place, CellKind::kDay, absl::FormatCivilTime(day));
  }
  std::string operator()(bool truth) const {
    return Line(place, CellKind::kTruth, truth ? "true" : "false");
  }
};

std::string Head(const std::string& name, bool is_hidden) {
  return absl::StrCat("sheet ", name, is_hidden ? " (hidden)\n" : "\n");
}

std::string ToldMerged(std::vector<Range> merged) {
  std::sort(merged.begin(), merged.end(), [](const Range& a, const Range& b) {
    return a.first_row < b.first_row;
  });
  std::string told;
  for (const Range& range : merged) {
    absl::StrAppend(&told, "merged ", RangeName(range), "\n");
  }
  return told;
}

}  // namespace

std::string Told(const Workbook& workbook) {
  std::string told;
  for (const Sheet& sheet : workbook.sheets) {
    absl::StrAppend(&told, Head(sheet.name, sheet.is_hidden));
    for (size_t row = 0; row < sheet.rows.size(); ++row) {
      for (size_t column = 0; column < sheet.rows[row].size(); ++column) {
        const Place place = {static_cast<int>(row) + 1,
                             static_cast<int>(column) + 1};
        const std::string line =
            std::visit(LineOf{place}, sheet.rows[row][column].value);
        if (!line.empty()) absl::StrAppend(&told, line, "\n");
      }
    }
    told += ToldMerged(sheet.merged);
  }
  return told;
}

std::string Told(const GridSheet& sheet) {
  std::string told = Head(sheet.name, sheet.is_hidden);
  for (const GridCell& cell : sheet.cells) {
    const bool number =
        cell.kind == CellKind::kNumber || cell.kind == CellKind::kPercent;
    absl::StrAppend(
        &told,
        Line(cell.place(), cell.kind,
             number ? ShownDecimal(cell.text).value_or("none") : cell.text),
        cell.is_formula ? " formula\n" : "\n");
  }
  return told + ToldMerged(sheet.merged);
}

std::string Told(const Grid& grid) {
  std::string told;
  for (const GridSheet& sheet : grid.sheets) {
    if (absl::StartsWith(sheet.name, "Keuzelijsten")) continue;
    told += Told(sheet);
  }
  return told;
}

}  // namespace opvang::sheet
