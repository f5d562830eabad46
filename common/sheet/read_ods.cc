#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/sheet/decimal.h"
#include "common/sheet/grid_builder.h"
#include "common/sheet/read_format.h"
#include "common/sheet/stored_time.h"
#include "common/sheet/xml_reader.h"

namespace opvang::sheet {
namespace {

// What the element that is open at some depth is to us.
enum class Where {
  kOutside,
  kStyles,
  kStyle,
  kScripts,
  kSpreadsheet,
  kTable,
  kRowGroup,
  kRow,
  kCell,
  kList,       // Within a cell: holds paragraphs.
  kParagraph,  // Its text is the cell's.
  kSpan,       // Within a paragraph, the same.
  kIgnored,    // With all that is in it: notes, drawings, settings.
};

// The cell being read; kept apart from the file's attributes, which are gone
// by the time its text is known.
struct OpenCell {
  GridCell cell;
  std::string type;
  std::optional<std::string> value;  // Of the attribute that goes with `type`.
  std::string paragraphs;
  int paragraph_count = 0;
  int64_t repeated = 1;
  int64_t columns_spanned = 1;
  int64_t rows_spanned = 1;
};

// A row that may stand for many.
struct OpenRow {
  int64_t repeated = 1;
  int64_t next_column = 1;
  std::vector<GridCell> cells = {};
  std::vector<Range> merged = {};  // As if it were row 1.
};

class OdsHandler final : public XmlHandler {
 public:
  explicit OdsHandler(GridBuilder& grid) : grid_(grid) {}

  absl::Status Begin(const XmlElement& element) override {
    const Where around = open_.empty() ? Where::kOutside : open_.back();
    ASSIGN_OR_RETURN(const Where where, Enter(around, element));
    open_.push_back(where);
    return absl::OkStatus();
  }

  absl::Status End() override {
    const Where where = open_.back();
    open_.pop_back();
    if (where == Where::kParagraph) FlushBlanks(/*at_end=*/true);
    if (where == Where::kCell) return EndCell();
    if (where == Where::kRow) return EndRow();
    if (where == Where::kTable) {
      return grid_.EndSheet();
    }
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (open_.back() != Where::kParagraph && open_.back() != Where::kSpan) {
      return absl::OkStatus();
    }
    for (const char c : text) {
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        blanks_ += c;
      } else {
        if (!blanks_.empty()) FlushBlanks(/*at_end=*/false);
        cell_.paragraphs += c;
      }
    }
    return grid_.CheckGrowing(Here(), cell_.paragraphs.size() + blanks_.size());
  }

 private:
  absl::StatusOr<Where> Enter(Where around, const XmlElement& element) {
    const absl::string_view name = element.name();
    switch (around) {
      case Where::kOutside:
        return EnterPart(name);
      case Where::kStyles:
        if (name != "style:style") return Where::kIgnored;
        style_ = std::string(element.Text("style:name"));
        return Where::kStyle;
      case Where::kStyle:
        if (name == "style:table-properties" &&
            element.Text("table:display") == "false") {
          if (hidden_styles_.size() > 1000) return TooManyStyles();
          hidden_styles_.insert(style_);
        }
        return Where::kIgnored;
      case Where::kScripts:
        if (name == "script:event-listener") {
          return MacrosFound("event listeners");
        }
        return Where::kScripts;
      case Where::kSpreadsheet:
        if (name == "table:dde-links") return LinksFound("table:dde-links");
        if (name == "table:table") return BeginTable(element);
        return Where::kIgnored;
      case Where::kTable:
      case Where::kRowGroup:
        return EnterTable(element);
      case Where::kRow:
        return name == "table:table-cell" || name == "table:covered-table-cell"
                   ? BeginCell(element)
                   : Where::kIgnored;
      case Where::kCell:
      case Where::kList:
        return EnterCell(name);
      case Where::kParagraph:
      case Where::kSpan:
        return EnterParagraph(element);
      case Where::kIgnored:
        return Where::kIgnored;
    }
    return Where::kIgnored;
  }

  // Blanks as ODF folds them where a line end or tab shows that they only lay
  // out the file; else as they stand, as LibreOffice writes and reads them.
  void FlushBlanks(bool at_end) {
    const bool folds = blanks_.find_first_of("\t\n\r") != std::string::npos;
    const bool at_start = cell_.paragraphs.size() == paragraph_start_;
    if (!folds) {
      cell_.paragraphs += blanks_;
    } else if (!at_start && !at_end) {
      cell_.paragraphs += ' ';
    }
    blanks_.clear();
  }

  static absl::Status TooManyStyles() {
    return absl::InvalidArgumentError(
        "het werkboek heeft te veel opmaakstijlen");
  }

  static Where EnterPart(absl::string_view name) {
    if (name == "office:document-content" || name == "office:body") {
      return Where::kOutside;
    }
    if (name == "office:automatic-styles") return Where::kStyles;
    if (name == "office:scripts") return Where::kScripts;
    if (name == "office:spreadsheet") return Where::kSpreadsheet;
    return Where::kIgnored;
  }

  absl::StatusOr<Where> BeginTable(const XmlElement& element) {
    RETURN_IF_ERROR(grid_.BeginSheet(element.Text("table:name"),
                                     hidden_styles_.contains(std::string(
                                         element.Text("table:style-name")))));
    row_ = 1;
    return Where::kTable;
  }

  absl::StatusOr<Where> EnterTable(const XmlElement& element) {
    const absl::string_view name = element.name();
    if (name == "table:table-row") {
      ASSIGN_OR_RETURN(const int64_t repeated,
                       Repeats(element, "table:number-rows-repeated"));
      now_ = {.repeated = repeated};
      return Where::kRow;
    }
    if (name == "table:table-row-group" || name == "table:table-rows" ||
        name == "table:table-header-rows") {
      return Where::kRowGroup;
    }
    if (name == "table:table-source") return LinksFound("table:table-source");
    return Where::kIgnored;
  }

  absl::StatusOr<Where> EnterCell(absl::string_view name) {
    if (name == "text:p" || name == "text:h") {
      if (cell_.paragraph_count++ > 0) cell_.paragraphs += '\n';
      paragraph_start_ = cell_.paragraphs.size();
      blanks_.clear();
      return Where::kParagraph;
    }
    if (name == "text:list" || name == "text:list-item") return Where::kList;
    if (name == "table:cell-range-source") {
      return LinksFound("table:cell-range-source");
    }
    if (name == "table:table") {
      return grid_.Fault(Here(),
                         "heeft een tabel in zich; zet die op een blad");
    }
    return Where::kIgnored;
  }

  absl::StatusOr<Where> EnterParagraph(const XmlElement& element) {
    const absl::string_view name = element.name();
    if (name == "text:s" || name == "text:tab" || name == "text:line-break") {
      FlushBlanks(/*at_end=*/false);
    }
    if (name == "text:s") {
      auto count = element.Count("text:c", 1);
      if (!count.ok()) return grid_.Fault(Here(), count.status().message());
      // One more than fits is refused all the same.
      cell_.paragraphs.append(
          std::min<int64_t>(*count, grid_.limits().text_length_max + 1), ' ');
      RETURN_IF_ERROR(grid_.CheckGrowing(Here(), cell_.paragraphs.size()));
      return Where::kIgnored;
    }
    if (name == "text:tab" || name == "text:line-break") {
      cell_.paragraphs += name == "text:tab" ? '\t' : '\n';
      return Where::kIgnored;
    }
    if (!absl::StartsWith(name, "text:") || name == "text:note" ||
        name == "text:ruby-text") {
      return Where::kIgnored;
    }
    return Where::kSpan;
  }

  absl::StatusOr<int64_t> Repeats(const XmlElement& element,
                                  absl::string_view attribute) const {
    auto count = element.Count(attribute, 1);
    if (count.ok() && *count >= 1) return count;
    return grid_.Fault({static_cast<int>(std::min<int64_t>(row_, kRowMost)), 1},
                       absl::StrCat(attribute, " is geen aantal"));
  }

  absl::StatusOr<Where> BeginCell(const XmlElement& element) {
    cell_ = {};
    ASSIGN_OR_RETURN(cell_.repeated,
                     Repeats(element, "table:number-columns-repeated"));
    ASSIGN_OR_RETURN(cell_.columns_spanned,
                     Repeats(element, "table:number-columns-spanned"));
    ASSIGN_OR_RETURN(cell_.rows_spanned,
                     Repeats(element, "table:number-rows-spanned"));
    cell_.cell.is_formula = !element.Text("table:formula").empty();
    cell_.type = std::string(element.Text("office:value-type"));
    if (element.Text("calcext:value-type") == "error") cell_.type = "error";
    const auto value = element.Get(ValueAttribute(cell_.type));
    if (value.has_value()) cell_.value = std::string(*value);
    return Where::kCell;
  }

  // A formula without a result stands there all the same.
  bool IsThere() const {
    return cell_.cell.is_formula || !cell_.cell.text.empty();
  }

  static absl::string_view ValueAttribute(absl::string_view type) {
    if (type == "date") return "office:date-value";
    if (type == "time") return "office:time-value";
    if (type == "boolean") return "office:boolean-value";
    if (type == "string") return "office:string-value";
    return "office:value";
  }

  // The cell being read, as far as a sheet has names for it.
  Place Here() const {
    return {static_cast<int>(std::min<int64_t>(row_, kRowMost)),
            static_cast<int>(std::min<int64_t>(now_.next_column, kColumnMost))};
  }

  absl::Status EndCell() {
    const int64_t column = now_.next_column;
    const int64_t last = column + cell_.repeated - 1;
    RETURN_IF_ERROR(Interpret());
    const bool merges = cell_.columns_spanned > 1 || cell_.rows_spanned > 1;
    if (merges || IsThere()) {
      RETURN_IF_ERROR(grid_.CheckPlace(row_ + now_.repeated - 1, last));
      for (int64_t at = column; at <= last; ++at) Keep(static_cast<int>(at));
    }
    // Beyond what any sheet has, columns need not be told apart.
    now_.next_column = std::min<int64_t>(last, kColumnMost) + 1;
    return absl::OkStatus();
  }

  void Keep(int column) {
    if (IsThere()) {
      cell_.cell.column = column;
      now_.cells.push_back(cell_.cell);
    }
    if (cell_.columns_spanned > 1 || cell_.rows_spanned > 1) {
      now_.merged.push_back(
          {1, column,
           static_cast<int>(std::min<int64_t>(cell_.rows_spanned, kRowMost)),
           static_cast<int>(std::min<int64_t>(
               column + cell_.columns_spanned - 1, kColumnMost))});
    }
  }

  // Kind and text of the open cell; an empty text for an empty cell.
  absl::Status Interpret() {
    GridCell& cell = cell_.cell;
    const std::string stored = cell_.value.value_or("");
    const std::string& type = cell_.type;
    if (type == "float" || type == "currency" || type == "percentage") {
      cell.kind = type == "percentage" ? CellKind::kPercent : CellKind::kNumber;
      cell.text = stored;
      if (IsStoredNumber(stored)) return absl::OkStatus();
      if (cell.is_formula && stored.empty()) {
        cell.kind = CellKind::kText;
        return absl::OkStatus();
      }
    } else if (type == "date" || type == "time") {
      const auto time = type == "date" ? OfIso(stored) : OfDuration(stored);
      if (time.has_value()) {
        cell.kind = time->kind;
        cell.text = time->text;
        return absl::OkStatus();
      }
    } else if (type == "boolean") {
      cell.kind = CellKind::kTruth;
      cell.text = stored;
      if (stored == "true" || stored == "false") return absl::OkStatus();
    } else {
      cell.kind = type == "error" ? CellKind::kError : CellKind::kText;
      if (type == "string" && cell_.value.has_value()) {
        cell.text = stored;
      } else {
        cell.text = std::move(cell_.paragraphs);
      }
      return grid_.CheckGrowing(Here(), cell.text.size());
    }
    return grid_.Fault(Here(), absl::StrCat("heeft '", Excerpt(stored, 40),
                                            "', en dat is geen ", type));
  }

  absl::Status EndRow() {
    if (now_.cells.empty() && now_.merged.empty()) {
      row_ = std::min<int64_t>(row_ + now_.repeated, int64_t{1} << 40);
      return absl::OkStatus();
    }
    // `EndCell` saw that the last of them is within the limits.
    for (int64_t i = 0; i < now_.repeated; ++i, ++row_) {
      const int row = static_cast<int>(row_);
      for (GridCell cell : now_.cells) {
        cell.row = row;
        RETURN_IF_ERROR(grid_.Add(std::move(cell)));
      }
      for (Range range : now_.merged) {
        range.first_row = row;
        range.last_row = std::min(row + range.last_row - 1, kRowMost);
        RETURN_IF_ERROR(grid_.AddMerged(range));
      }
    }
    return absl::OkStatus();
  }

  GridBuilder& grid_;
  std::vector<Where> open_;
  std::string style_;
  std::set<std::string> hidden_styles_;
  int64_t row_ = 1;
  OpenRow now_;
  OpenCell cell_;
  std::string blanks_;          // Of the open paragraph, not yet folded.
  size_t paragraph_start_ = 0;  // Within `cell_.paragraphs`.
};

absl::Status CheckKind(absl::string_view kind) {
  if (kind == "application/vnd.oasis.opendocument.spreadsheet") {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "het bestand is geen werkboek maar een ander document; sla het op als "
      "ODS");
}

// The kind that the package calls itself; empty where nothing says so.
absl::StatusOr<std::string> ReadKind(Package& package, const Limits& limits) {
  std::string kind;
  const auto manifest = package.Find("META-INF/manifest.xml");
  if (manifest.has_value()) {
    RETURN_IF_ERROR(
        VisitXml(package, *manifest, limits,
                 [&](const XmlElement& element, absl::string_view) {
                   if (element.name() == "manifest:encryption-data") {
                     return EncryptionFound();
                   }
                   if (element.Text("manifest:full-path") == "/") {
                     kind = std::string(element.Text("manifest:media-type"));
                   }
                   return absl::OkStatus();
                 }));
  }
  if (!package.Find("mimetype").has_value()) return kind;
  return package.Text("mimetype", 200);
}

absl::Status CheckNames(const Package& package) {
  for (const std::string& name : package.names()) {
    if (absl::EndsWith(name, "/")) continue;
    if (absl::StartsWithIgnoreCase(name, "Basic/") ||
        absl::StartsWithIgnoreCase(name, "Scripts/")) {
      return MacrosFound(name);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Grid> ReadOds(Package& package, const Limits& limits) {
  ASSIGN_OR_RETURN(const std::string kind, ReadKind(package, limits));
  RETURN_IF_ERROR(CheckKind(kind));
  RETURN_IF_ERROR(CheckNames(package));
  GridBuilder grid(FileFormat::kOds, limits);
  OdsHandler handler(grid);
  RETURN_IF_ERROR(ReadXml(package, "content.xml", limits, handler));
  return std::move(grid).Take();
}

}  // namespace opvang::sheet
