// A workbook to write, as ODS or XLSX, from one model.
//
// The same workbook gives the same bytes, in any process, time zone and
// locale: no clock, host, user or random id gets in. Numbers, days, percents
// and truths are typed cells that a spreadsheet can add and sort; a text is
// never a formula, whatever it begins with. Every limit below is one that both
// formats and the programs that open them can keep.
#ifndef OPVANG_COMMON_SHEET_WORKBOOK_H_
#define OPVANG_COMMON_SHEET_WORKBOOK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/sheet/cell_address.h"

namespace opvang::sheet {

inline constexpr int kSheetNameLengthMax = 31;
inline constexpr int kTextLengthMax = 32767;
inline constexpr int kMessageTitleLengthMax = 32;
inline constexpr int kMessageLengthMax = 255;
// Spreadsheets keep numbers as binary fractions: of fifteen digits all hold.
inline constexpr int kDigitsMax = 15;

// How a cell looks. No style has a meaning by its colour alone. In a protected
// sheet the cells of `kInput` can be filled in and no others.
enum class CellStyle {
  kPlain,
  kTitle,         // Of a sheet: large, in one line, over its neighbours.
  kHeading,       // Of a part of a sheet: in one line, over its neighbours.
  kColumnHeader,  // Above numbers and days it stands right, else left.
  kSubtotal,
  kTotal,
  kNote,
  kInput,
  kLocked,  // Prefilled: to be read, not changed.
};

// An exact decimal, "-1234.50": digits with at most a minus and a point, at
// most `kDigitsMax` of them. Shown with as many decimals as are written.
struct Decimal {
  std::string text;
  bool operator==(const Decimal&) const = default;
};

// `part` of `whole`, shown as "61,1 %", halves rounded up; the cell holds their
// quotient in twelve decimals (`PercentValue`).
struct Percent {
  int64_t part = 0;   // From 0 to 10¹².
  int64_t whole = 1;  // From 1 to 10¹².
  bool operator==(const Percent&) const = default;
};

// What a cell holds: nothing, a text, a whole number of at most `kDigitsMax`
// digits, a decimal, a percent, a day from 1 March 1900 to 2199 (before it the
// programs do not agree on the number of a day), or a truth. An empty text is
// nothing. Line ends of a text are all one kind, and begin a line of the cell.
using Value = std::variant<std::monostate, std::string, int64_t, Decimal,
                           Percent, absl::CivilDay, bool>;

struct Cell {
  Value value = {};
  CellStyle style = CellStyle::kPlain;
  bool operator==(const Cell&) const = default;
};

struct Column {
  int width_characters = 12;  // From 1 to 250.
  bool hidden = false;
};

// One of these texts, from a drop-down list in this order. Texts that a list
// of XLSX cannot hold (commas, above 255 characters together) go to a hidden
// sheet that the writer adds at the end.
struct OneOf {
  std::vector<std::string> texts;
};
// One of the texts in these cells of one column.
struct OneOfCells {
  std::string sheet;
  Range range = {};
};
struct WholeBetween {
  int64_t least = 0;
  int64_t most = 0;
};
struct DayBetween {
  absl::CivilDay first;
  absl::CivilDay last;
};
struct LengthBetween {
  int least = 0;
  int most = 0;
};

enum class OnBreach {
  kRefuse,
  kWarn,
};

// What may be filled in. Empty is always allowed. An empty cell within `range`
// gets the notation of the rule: days as dd-mm-jjjj, texts as typed.
struct Validation {
  Range range = {};
  std::variant<OneOf, OneOfCells, WholeBetween, DayBetween, LengthBetween>
      rule = {};
  std::string title = {};    // Of the message on a breach.
  std::string message = {};  // What would be right.
  OnBreach on_breach = OnBreach::kRefuse;
};

struct RowSpan {
  int first = 1;
  int last = 1;
};

struct Sheet {
  // 1 to 31 characters, none of []:*?/\ and no ' at an end; unlike the other
  // names, also apart from capitals.
  std::string name = {};
  std::vector<Column> columns = {};  // From A; others have the usual width.
  std::vector<std::vector<Cell>> rows = {};  // From row 1, each from column A.
  // Apart from each other. The first cell has the content, the others none.
  std::vector<Range> merged = {};
  int frozen_rows = 0;
  int frozen_columns = 0;
  std::optional<Range> filter = {};  // Its first row gets the buttons.
  bool is_protected = false;         // Against accidents: there is no password.
  std::vector<Validation> validations = {};  // Their ranges lie apart.
  bool is_landscape = false;
  std::optional<RowSpan> repeated_rows = {};  // On every printed page.
  bool is_hidden = false;
};

struct Workbook {
  std::string title = {};
  std::string language = "nl-NL";
  std::vector<Sheet> sheets = {};  // At least one is not hidden.
};

// INVALID_ARGUMENT with every fault at once, each with its place
// ("sheets[0].rows[2][1]"), when a bound stated above is not kept.
absl::Status CheckWorkbook(const Workbook& workbook);

// The bytes of the file. INVALID_ARGUMENT as `CheckWorkbook`; INTERNAL when
// the machine has no room for the work.
absl::StatusOr<std::string> WriteOds(const Workbook& workbook);
absl::StatusOr<std::string> WriteXlsx(const Workbook& workbook);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_WORKBOOK_H_
