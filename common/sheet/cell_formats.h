// How the cells of a workbook look: said once, for both writers.
#ifndef OPVANG_COMMON_SHEET_CELL_FORMATS_H_
#define OPVANG_COMMON_SHEET_CELL_FORMATS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/sheet/workbook.h"

namespace opvang::sheet {

enum class Notation {
  kGeneral,
  kText,
  kWhole,    // 1.234
  kDecimal,  // 1.234,50
  kPercent,  // 61,1 %
  kDay,      // dd-mm-jjjj
  kTruth,
};

// All that decides how one cell is written; cells of the same format share it.
struct Format {
  CellStyle style = CellStyle::kPlain;
  Notation notation = Notation::kGeneral;
  int decimals = 0;     // Of `kDecimal`.
  bool right = false;   // A column header above numbers or days.
  bool merged = false;  // Lines of a merged cell wrap, also those of a title.
  auto operator<=>(const Format&) const = default;
};

enum class Line { kNone, kThin, kMedium };

// What a style looks like. Colours are RGB; every pair of ink and fill has a
// contrast above 7:1.
struct Look {
  int points = 10;
  bool bold = false;
  bool italic = false;
  int ink = 0x000000;
  int fill = -1;  // None.
  Line above = Line::kNone;
  Line below = Line::kNone;
  bool boxed = false;  // A thin grey line on all four sides.
  bool wraps = true;
  bool locked = true;
};
const Look& LookOf(CellStyle style);

inline constexpr char kFont[] = "Arial";
inline constexpr int kBoxInk = 0xA6A6A6;
inline constexpr int kUsualWidthCharacters = 12;

// The formats of one sheet's cells.
class Formats {
 public:
  explicit Formats(const Sheet& sheet);
  // Of the cell there; of one that no row lists, as of an empty plain one.
  Format At(Place place) const;
  // The validation whose range holds `place`, or null.
  const Validation* ValidationAt(Place place) const;
  // The rows and columns that anything is said about.
  int last_row() const { return last_row_; }
  int last_column(int row) const;

 private:
  bool HeadsRight(Place place) const;

  const Sheet& sheet_;
  int last_row_ = 0;
};

// The height in points that row `row` needs by an estimate of its wrapped
// lines, or 0 when the usual height will do. `merged_only`: by its merged cells
// alone, which no program measures itself.
int HeightPoints(const Sheet& sheet, int row, bool merged_only);

// The text of a cell with each line end as one '\n'.
std::string WithPlainLineEnds(absl::string_view text);

// The same workbook with only lists that both formats can hold: each longer one
// stands in a hidden sheet at the end, and is a `OneOfCells`.
Workbook WithListSheet(Workbook workbook);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_CELL_FORMATS_H_
