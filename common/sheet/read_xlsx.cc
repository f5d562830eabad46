#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/sheet/decimal.h"
#include "common/sheet/grid_builder.h"
#include "common/sheet/read_format.h"
#include "common/sheet/stored_time.h"
#include "common/sheet/xlsx_parts.h"
#include "common/sheet/xml_reader.h"

namespace opvang::sheet {
namespace {

enum class Where {
  kOutside,
  kWorksheet,
  kSheetData,
  kRow,
  kCell,
  kValue,       // <v>
  kInline,      // <is>, and <r> in it.
  kInlineText,  // <t> in either.
  kMergeCells,
  kIgnored,
};

struct Shared {
  const XlsxBook& book;
  const std::vector<Shows>& shows;
  const std::vector<std::string>& strings;
};

class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const Shared& shared, GridBuilder& grid)
      : shared_(shared), grid_(grid) {}

  absl::Status Begin(const XmlElement& element) override {
    const Where around = open_.empty() ? Where::kOutside : open_.back();
    ASSIGN_OR_RETURN(const Where where, Enter(around, element));
    open_.push_back(where);
    return absl::OkStatus();
  }

  absl::Status End() override {
    const Where where = open_.back();
    open_.pop_back();
    if (where == Where::kInlineText) {
      text_.Add(raw_, preserve_);
    } else if (where == Where::kCell) {
      return EndCell();
    }
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (open_.back() == Where::kValue || open_.back() == Where::kInlineText) {
      absl::StrAppend(&raw_, text);
      return grid_.CheckGrowing(place_, text_.size() + raw_.size() / 7);
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<Where> Enter(Where around, const XmlElement& element) {
    const absl::string_view name = element.name();
    switch (around) {
      case Where::kOutside:
        return name == "x:worksheet" ? Where::kWorksheet : Where::kIgnored;
      case Where::kWorksheet:
        if (name == "x:sheetData") return Where::kSheetData;
        if (name == "x:mergeCells") return Where::kMergeCells;
        return Where::kIgnored;
      case Where::kSheetData:
        if (name != "x:row") return Where::kIgnored;
        return BeginRow(element);
      case Where::kRow:
        if (name != "x:c") return Where::kIgnored;
        return BeginCell(element);
      case Where::kCell:
        return EnterCell(name);
      case Where::kInline:
        if (name == "x:r") return Where::kInline;
        if (name != "x:t") return Where::kIgnored;
        raw_.clear();
        preserve_ = element.Text("xml:space") == "preserve";
        return Where::kInlineText;
      case Where::kMergeCells:
        if (name == "x:mergeCell") RETURN_IF_ERROR(Merge(element.Text("ref")));
        return Where::kIgnored;
      case Where::kValue:
      case Where::kInlineText:
      case Where::kIgnored:
        return Where::kIgnored;
    }
    return Where::kIgnored;
  }

  absl::StatusOr<Where> BeginRow(const XmlElement& element) {
    auto row = element.Count("r", int64_t{place_.row} + 1);
    if (!row.ok() || *row < 1 || *row > kRowMost) {
      return grid_.Fault({std::max(place_.row, 1), 1},
                         "wordt gevolgd door een rij zonder goed nummer");
    }
    place_ = {static_cast<int>(*row), 0};
    return Where::kRow;
  }

  absl::StatusOr<Where> BeginCell(const XmlElement& element) {
    const auto name = element.Get("r");
    const Place next = {place_.row, std::min(place_.column + 1, kColumnMost)};
    const Place place =
        name.has_value() ? ParsePlace(*name).value_or(Place{0, 0}) : next;
    if (place.row != place_.row) {
      return grid_.Fault(
          next, absl::StrCat("heet '", Excerpt(*name, 20), "' in het bestand"));
    }
    place_ = place;
    type_ = std::string(element.Text("t"));
    auto style = element.Count("s", 0);
    if (!style.ok()) return grid_.Fault(place_, style.status().message());
    style_ = *style;
    is_formula_ = false;
    raw_.clear();
    text_ = {};
    return Where::kCell;
  }

  Where EnterCell(absl::string_view name) {
    if (name == "x:f") is_formula_ = true;
    if (name == "x:is") return Where::kInline;
    if (name != "x:v") return Where::kIgnored;
    raw_.clear();
    return Where::kValue;
  }

  absl::Status Merge(absl::string_view ref) {
    const auto range = ParseRange(ref);
    if (!range.has_value()) {
      return grid_.Fault({1, 1}, absl::StrCat("een samengevoegd bereik heet '",
                                              Excerpt(ref, 40), "'"));
    }
    // Of one cell: as good as none.
    if (range->first_row == range->last_row &&
        range->first_column == range->last_column) {
      return absl::OkStatus();
    }
    return grid_.AddMerged(*range);
  }

  absl::Status EndCell() {
    GridCell cell = {
        .row = place_.row, .column = place_.column, .is_formula = is_formula_};
    RETURN_IF_ERROR(Interpret(cell));
    // A formula without a result stands there all the same.
    return cell.text.empty() && !cell.is_formula ? absl::OkStatus()
                                                 : grid_.Add(std::move(cell));
  }

  // Kind and text of the cell; an empty text for an empty one.
  absl::Status Interpret(GridCell& cell) {
    if (type_ == "inlineStr") {
      cell.text = text_.Take();
      return absl::OkStatus();
    }
    if (type_ == "str") {
      cell.text = StringOf(raw_, /*preserve=*/true);
      return absl::OkStatus();
    }
    const absl::string_view stored = absl::StripAsciiWhitespace(raw_);
    if (stored.empty()) return absl::OkStatus();
    if (type_ == "s") return TakeShared(stored, cell);
    if (type_.empty() || type_ == "n") return TakeNumber(stored, cell);
    if (type_ == "b" && (stored == "0" || stored == "1")) {
      cell.kind = CellKind::kTruth;
      cell.text = stored == "1" ? "true" : "false";
      return absl::OkStatus();
    }
    if (type_ == "e") {
      cell.kind = CellKind::kError;
      cell.text = std::string(stored);
      return absl::OkStatus();
    }
    if (type_ == "d") {
      if (const auto time = OfIso(stored)) {
        cell.kind = time->kind;
        cell.text = time->text;
        return absl::OkStatus();
      }
    }
    return NoneOfItsType(stored);
  }

  absl::Status NoneOfItsType(absl::string_view stored) const {
    return grid_.Fault(
        place_, absl::StrCat("heeft '", Excerpt(stored, 40), "' van de soort '",
                             Excerpt(type_, 20), "', en dat is het niet"));
  }

  absl::Status TakeShared(absl::string_view stored, GridCell& cell) const {
    uint32_t index = 0;
    if (!absl::SimpleAtoi(stored, &index) || index >= shared_.strings.size()) {
      return grid_.Fault(
          place_, absl::StrCat("heeft gedeelde tekst ", Excerpt(stored, 20),
                               " van maar ", shared_.strings.size()));
    }
    cell.text = shared_.strings[index];
    return absl::OkStatus();
  }

  absl::Status TakeNumber(absl::string_view stored, GridCell& cell) const {
    if (!IsStoredNumber(stored)) return NoneOfItsType(stored);
    cell.kind = CellKind::kNumber;
    cell.text = std::string(stored);
    const Shows shows = style_ < static_cast<int64_t>(shared_.shows.size())
                            ? shared_.shows[static_cast<size_t>(style_)]
                            : Shows::kNumber;
    if (shows == Shows::kPercent) cell.kind = CellKind::kPercent;
    if (shows == Shows::kDay || shows == Shows::kTime) {
      const auto time = OfSerial(stored, {.has_day = shows == Shows::kDay,
                                          .is_1904 = shared_.book.is_1904});
      if (time.has_value()) {
        cell.kind = time->kind;
        cell.text = time->text;
      }
    }
    return absl::OkStatus();
  }

  const Shared& shared_;
  GridBuilder& grid_;
  std::vector<Where> open_;
  Place place_ = {.row = 0, .column = 0};
  std::string type_;
  int64_t style_ = 0;
  bool is_formula_ = false;
  bool preserve_ = false;
  std::string raw_;  // Of the <v> or <t> that is open.
  RunText text_;     // Of the runs of an <is>.
};

}  // namespace

absl::StatusOr<Grid> ReadXlsx(Package& package, const Limits& limits) {
  ASSIGN_OR_RETURN(const XlsxBook book, ReadBook(package, limits));
  ASSIGN_OR_RETURN(const std::vector<Shows> shows,
                   ReadStyles(package, book.styles_part, limits));
  ASSIGN_OR_RETURN(
      const std::vector<std::string> strings,
      ReadSharedStrings(package, book.shared_strings_part, limits));
  GridBuilder grid(FileFormat::kXlsx, limits);
  const Shared shared = {book, shows, strings};
  for (const XlsxSheet& sheet : book.sheets) {
    RETURN_IF_ERROR(grid.BeginSheet(sheet.name, sheet.is_hidden));
    if (!sheet.part.empty()) {
      SheetHandler handler(shared, grid);
      RETURN_IF_ERROR(ReadXml(package, sheet.part, limits, handler));
    }
    RETURN_IF_ERROR(grid.EndSheet());
  }
  return std::move(grid).Take();
}

}  // namespace opvang::sheet
