#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/status.h"
#include "common/sheet/cell_formats.h"
#include "common/sheet/decimal.h"
#include "common/sheet/ods_styles.h"
#include "common/sheet/serial_day.h"
#include "common/sheet/workbook.h"
#include "common/sheet/xml_text.h"
#include "common/sheet/zip_writer.h"

namespace opvang::sheet {
namespace {

constexpr char kXmlHead[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr char kMimetype[] = "application/vnd.oasis.opendocument.spreadsheet";

// The sheet's name within a formula or an address.
std::string Quoted(absl::string_view sheet_name) {
  return absl::StrCat("'", absl::StrReplaceAll(sheet_name, {{"'", "''"}}), "'");
}

std::string Address(const Sheet& sheet, const Range& range) {
  const std::string name = Quoted(sheet.name);
  return absl::StrCat(name, ".",
                      CellName({range.first_row, range.first_column}), ":",
                      name, ".", CellName({range.last_row, range.last_column}));
}

// "1.234" of 1234, "-1.234,50" of "-1234.50".
std::string DutchNumber(std::string plain) {
  size_t end = plain.find('.');
  if (end == std::string::npos) {
    end = plain.size();
  } else {
    plain[end] = ',';
  }
  const size_t first = plain[0] == '-' ? 1 : 0;
  for (size_t at = end; at > first + 3; at -= 3) plain.insert(at - 3, ".");
  return plain;
}

// The type and value of a cell, and what is read in it without a calculator.
struct CellXml {
  std::string attributes;
  std::string paragraphs;
};

CellXml Typed(absl::string_view type, absl::string_view attribute,
              absl::string_view value, absl::string_view shown) {
  return {absl::StrCat(" office:value-type=\"", type, "\" office:", attribute,
                       "=\"", value, "\""),
          absl::StrCat("<text:p>", shown, "</text:p>")};
}

struct ToXml {
  CellXml operator()(std::monostate) const { return {}; }
  CellXml operator()(const std::string& text) const {
    if (text.empty()) return {};
    return {" office:value-type=\"string\"",
            OdfParagraphs(WithPlainLineEnds(text))};
  }
  CellXml operator()(int64_t whole) const {
    const std::string digits = absl::StrCat(whole);
    return Typed("float", "value", digits, DutchNumber(digits));
  }
  CellXml operator()(const Decimal& decimal) const {
    return Typed("float", "value", decimal.text, DutchNumber(decimal.text));
  }
  CellXml operator()(const Percent& percent) const {
    const __int128 tenths =
        (__int128{2000} * percent.part + percent.whole) / (2 * percent.whole);
    const auto whole = static_cast<int64_t>(tenths / 10);
    return Typed("percentage", "value",
                 PercentValue(percent.part, percent.whole),
                 absl::StrCat(whole, ",", static_cast<int>(tenths % 10), " %"));
  }
  CellXml operator()(absl::CivilDay day) const {
    return Typed(
        "date", "date-value", absl::FormatCivilTime(day),
        absl::StrFormat("%02d-%02d-%04d", day.day(), day.month(), day.year()));
  }
  CellXml operator()(bool truth) const {
    return Typed("boolean", "boolean-value", truth ? "true" : "false",
                 truth ? "WAAR" : "ONWAAR");
  }
};

struct Condition {
  std::string operator()(const OneOf& rule) const {
    return absl::StrCat(
        "of:cell-content-is-in-list(",
        absl::StrJoin(rule.texts, ";",
                      [](std::string* out, const std::string& text) {
                        absl::StrAppend(out, "\"", text, "\"");
                      }),
        ")");
  }
  std::string operator()(const OneOfCells& rule) const {
    const Range& range = rule.range;
    const std::string column = ColumnName(range.first_column);
    return absl::StrCat("of:cell-content-is-in-list([$", Quoted(rule.sheet),
                        ".$", column, "$", range.first_row, ":.$", column, "$",
                        range.last_row, "])");
  }
  std::string operator()(const WholeBetween& rule) const {
    return absl::StrCat(
        "of:cell-content-is-whole-number() and cell-content-is-between(",
        rule.least, ",", rule.most, ")");
  }
  std::string operator()(const DayBetween& rule) const {
    return absl::StrCat(
        "of:cell-content-is-date() and cell-content-is-between(",
        SerialOf(rule.first), ",", SerialOf(rule.last), ")");
  }
  std::string operator()(const LengthBetween& rule) const {
    return absl::StrCat("of:cell-content-text-length-is-between(", rule.least,
                        ",", rule.most, ")");
  }
};

std::string ValidationName(size_t sheet, size_t validation) {
  return absl::StrCat("rule-", sheet + 1, "-", validation + 1);
}

std::string Validations(const Workbook& workbook) {
  std::string xml;
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    const Sheet& sheet = workbook.sheets[i];
    for (size_t k = 0; k < sheet.validations.size(); ++k) {
      const Validation& one = sheet.validations[k];
      absl::StrAppend(
          &xml, "<table:content-validation table:name=\"", ValidationName(i, k),
          "\" table:condition=\"", XmlText(std::visit(Condition(), one.rule)),
          "\" table:allow-empty-cell=\"true\" table:display-list=\"unsorted\" "
          "table:base-cell-address=\"",
          XmlText(Quoted(sheet.name)), ".",
          CellName({one.range.first_row, one.range.first_column}),
          "\"><table:error-message table:display=\"true\" "
          "table:message-type=\"",
          one.on_breach == OnBreach::kRefuse ? "stop" : "warning",
          "\" table:title=\"", XmlText(one.title), "\">",
          one.message.empty() ? "" : OdfParagraphs(one.message),
          "</table:error-message></table:content-validation>");
    }
  }
  return xml.empty() ? xml
                     : absl::StrCat("<table:content-validations>", xml,
                                    "</table:content-validations>");
}

// Writes equal neighbours once, with how many there are.
class Repeating {
 public:
  Repeating(std::string attribute, std::string& xml)
      : attribute_(std::move(attribute)), xml_(xml) {}
  ~Repeating() { Flush(); }
  // `head` is "<table:table-cell", `rest` all that follows its name.
  void Add(std::string head, std::string rest) {
    if (count_ > 0 && head == head_ && rest == rest_) {
      ++count_;
      return;
    }
    Flush();
    head_ = std::move(head);
    rest_ = std::move(rest);
    count_ = 1;
  }
  void Flush() {
    if (count_ == 0) return;
    absl::StrAppend(&xml_, head_);
    if (count_ > 1) absl::StrAppend(&xml_, attribute_, "=\"", count_, "\"");
    absl::StrAppend(&xml_, rest_);
    count_ = 0;
  }

 private:
  const std::string attribute_;
  std::string& xml_;
  std::string head_;
  std::string rest_;
  int count_ = 0;
};

class SheetXml {
 public:
  SheetXml(const Sheet& sheet, size_t index)
      : sheet_(sheet), index_(index), formats_(sheet) {}

  std::string Write(std::set<Format>& used, std::set<int>& heights) {
    std::string xml = absl::StrCat(
        "<table:table table:name=\"", XmlText(sheet_.name),
        "\" table:style-name=\"", sheet_.is_hidden ? "hidden-" : "sheet-",
        sheet_.is_landscape ? "landscape" : "portrait", "\"",
        sheet_.is_protected
            ? " table:protected=\"true\"><loext:table-protection "
              "loext:select-protected-cells=\"true\" "
              "loext:select-unprotected-cells=\"true\"/>"
            : ">");
    WriteColumns(xml);
    WriteRows(xml, used, heights);
    return xml + "</table:table>";
  }

 private:
  void WriteColumns(std::string& xml) const {
    for (const Column& column : sheet_.columns) {
      absl::StrAppend(
          &xml, "<table:table-column table:style-name=\"column-",
          column.width_characters, "\"",
          column.hidden ? " table:visibility=\"collapse\"/>" : "/>");
    }
    int columns = 1;
    for (int row = 1; row <= formats_.last_row(); ++row) {
      columns = std::max(columns, formats_.last_column(row));
    }
    const int rest = columns - static_cast<int>(sheet_.columns.size());
    if (rest > 0) {
      absl::StrAppend(&xml, "<table:table-column table:style-name=\"column-",
                      kUsualWidthCharacters,
                      "\" table:number-columns-repeated=\"", rest, "\"/>");
    }
  }

  void WriteRows(std::string& xml, std::set<Format>& used,
                 std::set<int>& heights) const {
    const RowSpan head = sheet_.repeated_rows.value_or(RowSpan{0, 0});
    const int last = std::max({1, formats_.last_row(), head.last});
    Repeating rows(" table:number-rows-repeated", xml);
    for (int row = 1; row <= last; ++row) {
      if (row == head.first) {
        rows.Flush();
        xml += "<table:table-header-rows>";
      }
      const int points = HeightPoints(sheet_, row, /*merged_only=*/true);
      if (points > 0) heights.insert(points);
      rows.Add(absl::StrCat("<table:table-row table:style-name=\"row",
                            points > 0 ? absl::StrCat("-", points) : "", "\""),
               absl::StrCat(">", Cells(row, used), "</table:table-row>"));
      if (row == head.last) {
        rows.Flush();
        xml += "</table:table-header-rows>";
      }
    }
  }

  std::string Cells(int row, std::set<Format>& used) const {
    std::string xml;
    {
      Repeating cells(" table:number-columns-repeated", xml);
      const int last = formats_.last_column(row);
      for (int column = 1; column <= last; ++column) {
        AddCell({row, column}, used, cells);
      }
      if (last == 0) cells.Add("<table:table-cell", "/>");
    }
    return xml;
  }

  void AddCell(Place place, std::set<Format>& used, Repeating& cells) const {
    const Format format = formats_.At(place);
    std::string element = "table:table-cell";
    std::string attributes;
    if (format != Format()) {
      used.insert(format);
      absl::StrAppend(&attributes, " table:style-name=\"", OdsStyleName(format),
                      "\"");
    }
    for (const Range& range : sheet_.merged) {
      if (!range.Contains(place)) continue;
      if (place != Place{range.first_row, range.first_column}) {
        element = "table:covered-table-cell";
        continue;
      }
      absl::StrAppend(&attributes, " table:number-columns-spanned=\"",
                      range.last_column - range.first_column + 1,
                      "\" table:number-rows-spanned=\"",
                      range.last_row - range.first_row + 1, "\"");
    }
    if (const Validation* validation = formats_.ValidationAt(place)) {
      absl::StrAppend(
          &attributes, " table:content-validation-name=\"",
          ValidationName(index_, validation - sheet_.validations.data()), "\"");
    }
    const CellXml cell = ContentAt(place);
    cells.Add(absl::StrCat("<", element),
              cell.paragraphs.empty()
                  ? absl::StrCat(attributes, "/>")
                  : absl::StrCat(attributes, cell.attributes, ">",
                                 cell.paragraphs, "</", element, ">"));
  }

  CellXml ContentAt(Place place) const {
    if (place.row > static_cast<int>(sheet_.rows.size())) return {};
    const std::vector<Cell>& row = sheet_.rows[place.row - 1];
    if (place.column > static_cast<int>(row.size())) return {};
    return std::visit(ToXml(), row[place.column - 1].value);
  }

  const Sheet& sheet_;
  const size_t index_;
  const Formats formats_;
};

std::string Filters(const Workbook& workbook) {
  std::string xml;
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    const Sheet& sheet = workbook.sheets[i];
    if (!sheet.filter.has_value()) continue;
    // The name by which LibreOffice knows the filter of a sheet as its own.
    absl::StrAppend(&xml,
                    "<table:database-range "
                    "table:name=\"__Anonymous_Sheet_DB__",
                    i, "\" table:target-range-address=\"",
                    XmlText(Address(sheet, *sheet.filter)),
                    "\" table:display-filter-buttons=\"true\"/>");
  }
  return xml.empty() ? xml
                     : absl::StrCat("<table:database-ranges>", xml,
                                    "</table:database-ranges>");
}

std::string ContentPart(const Workbook& workbook) {
  std::set<Format> formats;
  std::set<int> widths = {kUsualWidthCharacters};
  std::set<int> heights;
  std::string sheets;
  for (size_t i = 0; i < workbook.sheets.size(); ++i) {
    sheets += SheetXml(workbook.sheets[i], i).Write(formats, heights);
    for (const Column& column : workbook.sheets[i].columns) {
      widths.insert(column.width_characters);
    }
  }
  return absl::StrCat(
      kXmlHead, "<office:document-content", kOdfNamespaces, ">",
      OdsAutomaticStyles(formats, widths, heights, workbook.language),
      "<office:body><office:spreadsheet>", Validations(workbook), sheets,
      Filters(workbook),
      "</office:spreadsheet></office:body></office:document-content>\n");
}

std::string MetaPart(const Workbook& workbook) {
  return absl::StrCat(
      kXmlHead,
      "<office:document-meta "
      "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
      "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\">"
      "<office:meta><meta:generator>opvang</meta:generator><dc:title>",
      XmlText(workbook.title), "</dc:title><dc:language>",
      XmlText(workbook.language),
      "</dc:language></office:meta></office:document-meta>\n");
}

std::string Item(absl::string_view name, absl::string_view type,
                 absl::string_view value) {
  return absl::StrCat("<config:config-item config:name=\"", name,
                      "\" config:type=\"", type, "\">", XmlText(value),
                      "</config:config-item>");
}

// What is frozen: a split of mode 2, behind so many columns or rows.
std::string ViewOf(const Sheet& sheet) {
  std::string items;
  const auto split = [&](const char* direction, const char* pane, int count) {
    if (count == 0) return;
    items += Item(absl::StrCat(direction, "SplitMode"), "short", "2");
    items += Item(absl::StrCat(direction, "SplitPosition"), "int",
                  absl::StrCat(count));
    items += Item(pane, "int", absl::StrCat(count));
  };
  split("Horizontal", "PositionRight", sheet.frozen_columns);
  split("Vertical", "PositionBottom", sheet.frozen_rows);
  if (items.empty()) return "";
  items += Item("ActiveSplitRange", "short",
                sheet.frozen_rows == 0      ? "1"
                : sheet.frozen_columns == 0 ? "2"
                                            : "3");
  return absl::StrCat("<config:config-item-map-entry config:name=\"",
                      XmlText(sheet.name), "\">", items,
                      "</config:config-item-map-entry>");
}

std::string SettingsPart(const Workbook& workbook) {
  std::string views;
  for (const Sheet& sheet : workbook.sheets) views += ViewOf(sheet);
  const auto first =
      std::find_if(workbook.sheets.begin(), workbook.sheets.end(),
                   [](const Sheet& sheet) { return !sheet.is_hidden; });
  return absl::StrCat(
      kXmlHead,
      "<office:document-settings "
      "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
      "xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" "
      "xmlns:ooo=\"http://openoffice.org/2004/office\" office:version=\"1.2\">"
      "<office:settings><config:config-item-set "
      "config:name=\"ooo:view-settings\">"
      "<config:config-item-map-indexed config:name=\"Views\">"
      "<config:config-item-map-entry>",
      Item("ViewId", "string", "view1"),
      "<config:config-item-map-named config:name=\"Tables\">", views,
      "</config:config-item-map-named>",
      Item("ActiveTable", "string", first->name),
      "</config:config-item-map-entry></config:config-item-map-indexed>"
      "</config:config-item-set></office:settings>"
      "</office:document-settings>\n");
}

std::string ManifestPart() {
  std::string xml = absl::StrCat(
      kXmlHead,
      "<manifest:manifest "
      "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
      "manifest:version=\"1.2\"><manifest:file-entry "
      "manifest:full-path=\"/\" manifest:version=\"1.2\" "
      "manifest:media-type=\"",
      kMimetype, "\"/>");
  for (const char* part :
       {"content.xml", "styles.xml", "meta.xml", "settings.xml"}) {
    absl::StrAppend(&xml, "<manifest:file-entry manifest:full-path=\"", part,
                    "\" manifest:media-type=\"text/xml\"/>");
  }
  return xml + "</manifest:manifest>\n";
}

}  // namespace

absl::StatusOr<std::string> WriteOds(const Workbook& workbook) {
  RETURN_IF_ERROR(CheckWorkbook(workbook));
  const Workbook whole = WithListSheet(workbook);
  return Zip({{"mimetype", kMimetype, true},
              {"content.xml", ContentPart(whole)},
              {"styles.xml", OdsStylesPart(whole.language)},
              {"meta.xml", MetaPart(whole)},
              {"settings.xml", SettingsPart(whole)},
              {"META-INF/manifest.xml", ManifestPart()}});
}

}  // namespace opvang::sheet
