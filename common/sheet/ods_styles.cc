#include "common/sheet/ods_styles.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/sheet/xml_text.h"

namespace opvang::sheet {
namespace {

constexpr const char* kStyleNames[] = {"plain",  "title",    "heading",
                                       "header", "subtotal", "total",
                                       "note",   "input",    "locked"};

std::string DataStyleName(const Format& format) {
  constexpr const char* kNames[] = {"general", "text", "whole", "decimal",
                                    "percent", "day",  "truth"};
  const std::string name = kNames[static_cast<int>(format.notation)];
  return format.notation == Notation::kDecimal
             ? absl::StrCat(name, format.decimals)
             : name;
}

// ` number:language="nl" number:country="NL"` of "nl-NL".
std::string LanguageOf(absl::string_view language, absl::string_view prefix) {
  const size_t dash = language.find('-');
  std::string attributes = absl::StrCat(
      " ", prefix, ":language=\"", XmlText(language.substr(0, dash)), "\"");
  if (dash != absl::string_view::npos) {
    absl::StrAppend(&attributes, " ", prefix, ":country=\"",
                    XmlText(language.substr(dash + 1)), "\"");
  }
  return attributes;
}

std::string Number(int decimals, bool grouping) {
  return absl::StrCat("<number:number number:decimal-places=\"", decimals,
                      "\" number:min-integer-digits=\"1\"",
                      grouping ? " number:grouping=\"true\"/>" : "/>");
}

std::string DataStyle(const Format& format, absl::string_view language) {
  const auto style = [&](absl::string_view element, absl::string_view content) {
    return absl::StrCat("<number:", element, " style:name=\"",
                        DataStyleName(format), "\"",
                        LanguageOf(language, "number"), ">", content,
                        "</number:", element, ">");
  };
  switch (format.notation) {
    case Notation::kGeneral:
      return "";
    case Notation::kText:
      return style("text-style", "<number:text-content/>");
    case Notation::kWhole:
      return style("number-style", Number(0, true));
    case Notation::kDecimal:
      return style("number-style", Number(format.decimals, true));
    case Notation::kPercent:
      return style("percentage-style",
                   Number(1, false) + "<number:text> %</number:text>");
    case Notation::kDay:
      return style("date-style",
                   "<number:day number:style=\"long\"/><number:text>-"
                   "</number:text><number:month number:style=\"long\"/>"
                   "<number:text>-</number:text>"
                   "<number:year number:style=\"long\"/>");
    case Notation::kTruth:
      return style("boolean-style", "<number:boolean/>");
  }
  return "";
}

std::string Colour(int rgb) { return absl::StrFormat("#%06x", rgb); }

std::string Border(absl::string_view side, Line line) {
  if (line == Line::kNone) return "";
  return absl::StrCat(" fo:border-", side, "=\"",
                      line == Line::kThin ? "0.75pt" : "1.75pt",
                      " solid #000000\"");
}

std::string CellStyleOf(const Format& format) {
  const Look& look = LookOf(format.style);
  // Some air, so that a number does not touch the text at its right.
  std::string cell =
      " style:vertical-align=\"top\" fo:padding-left=\"0.8mm\" "
      "fo:padding-right=\"0.8mm\"";
  if (look.fill >= 0) {
    absl::StrAppend(&cell, " fo:background-color=\"", Colour(look.fill), "\"");
  }
  absl::StrAppend(&cell, Border("top", look.above),
                  Border("bottom", look.below));
  if (look.boxed) {
    absl::StrAppend(&cell, " fo:border=\"0.75pt solid ", Colour(kBoxInk), "\"");
  }
  if (look.wraps || format.merged) cell += " fo:wrap-option=\"wrap\"";
  if (!look.locked) cell += " style:cell-protect=\"none\"";
  std::string text = absl::StrCat(" fo:font-size=\"", look.points,
                                  "pt\" fo:color=\"", Colour(look.ink), "\"");
  if (look.bold) text += " fo:font-weight=\"bold\"";
  if (look.italic) text += " fo:font-style=\"italic\"";
  const std::string data = format.notation == Notation::kGeneral
                               ? ""
                               : absl::StrCat(" style:data-style-name=\"",
                                              DataStyleName(format), "\"");
  return absl::StrCat(
      "<style:style style:name=\"", OdsStyleName(format),
      "\" style:family=\"table-cell\" style:parent-style-name=\"Default\"",
      data, "><style:table-cell-properties", cell, "/>",
      format.right ? "<style:paragraph-properties fo:text-align=\"end\"/>" : "",
      "<style:text-properties", text, "/></style:style>");
}

// Seven pixels a character and five around them, as spreadsheets reckon; in
// hundredths of a millimetre at 96 pixels an inch.
std::string Width(int characters) {
  const int hundredths = (characters * 7 + 5) * 2540 / 96;
  return absl::StrFormat("%d.%02dmm", hundredths / 100, hundredths % 100);
}

std::string PageLayout(bool is_landscape) {
  const char* name = is_landscape ? "landscape" : "portrait";
  return absl::StrCat(
      "<style:page-layout style:name=\"layout-", name,
      "\"><style:page-layout-properties fo:page-width=\"",
      is_landscape ? "297mm\" fo:page-height=\"210mm"
                   : "210mm\" fo:page-height=\"297mm",
      "\" style:print-orientation=\"", name,
      "\" fo:margin=\"15mm\" style:scale-to-X=\"1\" style:scale-to-Y=\"0\" "
      "style:first-page-number=\"continue\"/>"
      "<style:footer-style><style:header-footer-properties "
      "fo:min-height=\"8mm\" fo:margin-top=\"4mm\"/></style:footer-style>"
      "</style:page-layout>");
}

std::string MasterPage(absl::string_view name) {
  return absl::StrCat(
      "<style:master-page style:name=\"", name,
      "\" style:page-layout-name=\"layout-", name,
      "\"><style:header style:display=\"false\"/><style:footer><text:p>"
      "<text:page-number>1</text:page-number> / "
      "<text:page-count>1</text:page-count></text:p></style:footer>"
      "</style:master-page>");
}

}  // namespace

std::string OdsStyleName(const Format& format) {
  return absl::StrCat(kStyleNames[static_cast<int>(format.style)], "-",
                      DataStyleName(format), format.right ? "-right" : "",
                      format.merged ? "-merged" : "");
}

std::string OdsAutomaticStyles(const std::set<Format>& formats,
                               const std::set<int>& width_characters,
                               const std::set<int>& height_points,
                               absl::string_view language) {
  std::string styles = "<office:automatic-styles>";
  std::set<std::string> data_styles;
  for (const Format& format : formats) {
    if (data_styles.insert(DataStyleName(format)).second) {
      styles += DataStyle(format, language);
    }
  }
  for (const Format& format : formats) styles += CellStyleOf(format);
  for (const int characters : width_characters) {
    absl::StrAppend(&styles, "<style:style style:name=\"column-", characters,
                    "\" style:family=\"table-column\">"
                    "<style:table-column-properties style:column-width=\"",
                    Width(characters), "\"/></style:style>");
  }
  styles +=
      "<style:style style:name=\"row\" style:family=\"table-row\">"
      "<style:table-row-properties style:use-optimal-row-height=\"true\"/>"
      "</style:style>";
  for (const int points : height_points) {
    absl::StrAppend(&styles, "<style:style style:name=\"row-", points,
                    "\" style:family=\"table-row\">"
                    "<style:table-row-properties style:row-height=\"",
                    points,
                    "pt\" style:use-optimal-row-height=\"false\"/>"
                    "</style:style>");
  }
  for (const bool hidden : {false, true}) {
    for (const char* page : {"portrait", "landscape"}) {
      absl::StrAppend(&styles, "<style:style style:name=\"",
                      hidden ? "hidden-" : "sheet-", page,
                      "\" style:family=\"table\" style:master-page-name=\"",
                      page, "\"><style:table-properties table:display=\"",
                      hidden ? "false" : "true", "\"/></style:style>");
    }
  }
  return styles + "</office:automatic-styles>";
}

std::string OdsStylesPart(absl::string_view language) {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles",
      kOdfNamespaces,
      "><office:styles><style:default-style "
      "style:family=\"table-cell\"><style:text-properties fo:font-family=\"",
      kFont, "\" fo:font-size=\"10pt\"", LanguageOf(language, "fo"),
      "/></style:default-style><style:style style:name=\"Default\" "
      "style:family=\"table-cell\"/></office:styles><office:automatic-styles>",
      PageLayout(false), PageLayout(true),
      "</office:automatic-styles><office:master-styles>",
      MasterPage("portrait"), MasterPage("landscape"),
      "</office:master-styles></office:document-styles>\n");
}

}  // namespace opvang::sheet
