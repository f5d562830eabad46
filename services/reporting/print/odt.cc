#include "services/reporting/print/odt.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/sheet/xml_text.h"
#include "common/sheet/zip_writer.h"

namespace opvang::reporting {
namespace {

using sheet::XmlText;

constexpr char kMimetype[] = "application/vnd.oasis.opendocument.text";

constexpr char kHead[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:";
constexpr char kSpaces[] =
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""
    " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""
    " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\""
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\">";

constexpr char kAutomaticStyles[] = R"(<office:automatic-styles>
<style:style style:name="Grid" style:family="table"><style:table-properties style:width="17cm" table:align="margins" fo:margin-top="0.15cm" fo:margin-bottom="0.3cm"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm" fo:border-bottom="0.02cm solid #d5dbe1"/></style:style>
<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm" fo:background-color="#f3f6f9" fo:border-bottom="0.05cm solid #154273"/></style:style>
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:space-before="0.3cm" text:min-label-width="0.6cm"/></text:list-level-style-number></text:list-style>
)";

constexpr char kStyles[] =
    R"(<office:font-face-decls><style:font-face style:name="Text" svg:font-family="'DejaVu Sans', Arial, sans-serif"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/><style:text-properties style:font-name="Text" fo:font-size="10pt" fo:language="nl" fo:country="NL"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard" style:class="chapter"><style:text-properties fo:font-size="18pt" fo:font-weight="bold" fo:color="#154273"/></style:style>
<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Standard" style:class="chapter"><style:text-properties fo:font-size="12pt"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="1" style:class="text"><style:paragraph-properties fo:margin-top="0.5cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="14pt" fo:font-weight="bold" fo:color="#154273"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2" style:class="text"><style:paragraph-properties fo:margin-top="0.3cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="11pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Answer" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="12pt"/></style:style>
<style:style style:name="Banner" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-weight="bold" fo:color="#c8380f"/></style:style>
<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.2cm" fo:margin-bottom="0.05cm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Note" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="8pt" fo:color="#4f5a65"/></style:style>
<style:style style:name="InCell" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0cm"/><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="NumberInCell" style:family="paragraph" style:parent-style-name="InCell"><style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="HeadInCell" style:family="paragraph" style:parent-style-name="InCell"><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.6cm" fo:margin-bottom="1.6cm" fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style><style:header-footer-properties fo:margin-bottom="0.4cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>)";

std::string P(const char* style, absl::string_view text) {
  return absl::StrCat("<text:p text:style-name=\"", style, "\">", XmlText(text),
                      "</text:p>");
}

std::string H(int level, absl::string_view text) {
  return absl::StrCat("<text:h text:style-name=\"Heading_20_", level,
                      "\" text:outline-level=\"", level, "\">", XmlText(text),
                      "</text:h>\n");
}

// A paragraph for each line.
std::string CellXml(const char* cell, const char* style,
                    absl::string_view text) {
  std::string xml = absl::StrCat("<table:table-cell table:style-name=\"", cell,
                                 "\" office:value-type=\"string\">");
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    xml += P(style, line);
  }
  return xml + "</table:table-cell>";
}

// --- Blocks -----------------------------------------------------------------

std::string Xml(const Paragraph& paragraph) {
  return paragraph.heading ? H(2, paragraph.text)
                           : P("Standard", paragraph.text) + "\n";
}

std::string Xml(const List& list) {
  std::string xml = absl::StrCat("<text:list text:style-name=\"",
                                 list.ordered ? "Numbers" : "Bullets", "\">\n");
  for (const std::string& item : list.items) {
    absl::StrAppend(&xml, "<text:list-item>", P("Standard", item),
                    "</text:list-item>\n");
  }
  return xml + "</text:list>\n";
}

std::string Xml(const SignatureLine& line) {
  return absl::StrCat(P("Standard", line.who), P("Standard", "Plaats:"),
                      P("Standard", "Datum:"), P("Standard", "Handtekening:"),
                      "\n");
}

// A column is as wide as its longest word, and wider where it has sentences.
std::vector<size_t> RelativeWidths(const Table& table) {
  constexpr size_t kWide = 26;
  std::vector<size_t> widths;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t width = 4;
    const auto fit = [&](absl::string_view text) {
      for (const absl::string_view word : absl::StrSplit(text, ' ')) {
        width = std::max(width, std::min(word.size(), kWide));
      }
      width = std::max(width, std::min(text.size() / 2, kWide));
    };
    fit(table.columns[i].label);
    for (const TableRow& row : table.rows) {
      if (i < row.cells.size()) fit(Dutch(row.cells[i]));
    }
    widths.push_back(width + 2);
  }
  return widths;
}

// The styles of columns are named by their relative width.
constexpr size_t kRelativeWidthMax = 30;

std::string ColumnStyles() {
  std::string xml;
  for (size_t width = 1; width <= kRelativeWidthMax; ++width) {
    absl::StrAppend(&xml, "<style:style style:name=\"W", width,
                    "\" style:family=\"table-column\">"
                    "<style:table-column-properties "
                    "style:rel-column-width=\"",
                    width * 100, "*\"/></style:style>\n");
  }
  return xml;
}

std::string Xml(const Table& table) {
  std::string xml = P("Caption", table.caption);
  absl::StrAppend(&xml, "<table:table table:name=\"", XmlText(table.name),
                  "\" table:style-name=\"Grid\">");
  for (const size_t width : RelativeWidths(table)) {
    absl::StrAppend(&xml, "<table:table-column table:style-name=\"W",
                    std::min(width, kRelativeWidthMax), "\"/>");
  }
  xml += "\n<table:table-header-rows><table:table-row>";
  for (const Column& column : table.columns) {
    xml += CellXml("HeadCell", "HeadInCell", column.label);
  }
  xml += "</table:table-row></table:table-header-rows>\n";
  for (const TableRow& row : table.rows) {
    xml += "<table:table-row>";
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Cell cell = i < row.cells.size() ? row.cells[i] : Cell::Text("");
      xml += CellXml("Cell",
                     table.columns[i].numeric             ? "NumberInCell"
                     : row.kind != TableRow::Kind::kPlain ? "HeadInCell"
                                                          : "InCell",
                     Dutch(cell));
    }
    xml += "</table:table-row>\n";
  }
  if (table.rows.empty()) {
    xml += absl::StrCat("<table:table-row>", CellXml("Cell", "InCell", "Geen."),
                        "</table:table-row>\n");
  }
  xml += "</table:table>\n";
  return table.note.empty() ? xml : xml + P("Note", table.note) + "\n";
}

std::string Xml(const Bars& bars) {
  Table table{.name = bars.caption,
              .caption = bars.caption,
              .columns = {{.label = "Gebied"},
                          {.label = bars.solid_label, .numeric = true},
                          {.label = bars.light_label, .numeric = true},
                          {.label = bars.target_label, .numeric = true}}};
  for (const Bar& bar : bars.bars) {
    table.rows.push_back(
        bar.group ? TableRow{.kind = TableRow::Kind::kGroup,
                             .cells = {Cell::Text(bar.label)}}
                  : TableRow{.cells = {Cell::Text(bar.label), bar.solid,
                                       bar.light, bar.target}});
  }
  return Xml(table);
}

std::string Xml(const Steps& steps) {
  return P("Standard", absl::StrCat(steps.caption, ". ", steps.description)) +
         "\n";
}

std::string Xml(const std::vector<Block>& blocks) {
  std::string xml;
  for (const Block& block : blocks) {
    xml += std::visit([](const auto& one) { return Xml(one); }, block);
  }
  return xml;
}

Table KeyTable(const Document& document) {
  Table table{.name = "Kerncijfers",
              .caption = "Kerncijfers",
              .columns = {{.label = "Cijfer"},
                          {.label = "Waarde", .numeric = true},
                          {.label = "Uitleg"}}};
  for (const auto* figures : {&document.key_figures, &document.other_duties}) {
    for (const KeyFigure& figure : *figures) {
      table.rows.push_back(
          TableRow{.cells = {Cell::Text(figure.label), figure.value,
                             Cell::Text(figure.explanation)}});
    }
  }
  return table;
}

std::string ContentPart(const Document& document) {
  std::string xml = absl::StrCat(
      kHead, "document-content", kSpaces, "\n", kAutomaticStyles,
      ColumnStyles(),
      "</office:automatic-styles>\n<office:body><office:text>\n",
      P("Subtitle", document.title), P("Title", document.scope),
      P("Subtitle", document.subtitle), P("Standard", document.addressee),
      document.banner.empty() ? "" : P("Banner", document.banner),
      P("Answer", document.answer), "\n", Xml(KeyTable(document)));
  for (const std::string& warning : document.warnings) {
    xml += P("Banner", warning) + "\n";
  }
  xml += Xml(document.overview);
  for (const Section& section : document.sections) {
    xml += H(1, section.number.empty()
                    ? section.title
                    : absl::StrCat(section.number, ". ", section.title));
    xml += Xml(section.blocks);
  }
  return absl::StrCat(xml, P("Note", document.footer),
                      "\n</office:text></office:body>"
                      "</office:document-content>\n");
}

std::string StylesPart(const Document& document) {
  return absl::StrCat(
      kHead, "document-styles", kSpaces, "\n", kStyles,
      "\n<office:master-styles><style:master-page style:name=\"Standard\" "
      "style:page-layout-name=\"Page\"><style:header>",
      P("Banner", document.banner), "</style:header><style:footer>",
      "<text:p text:style-name=\"Note\">", XmlText(document.title), ", ",
      XmlText(document.scope),
      ". Pagina <text:page-number text:select-page=\"current\"/> van "
      "<text:page-count/></text:p></style:footer></style:master-page>"
      "</office:master-styles></office:document-styles>\n");
}

std::string MetaPart(const Document& document) {
  return absl::StrCat(
      kHead, "document-meta", kSpaces,
      "<office:meta><meta:generator>opvang</meta:generator><dc:title>",
      XmlText(absl::StrCat(document.title, " – ", document.scope)),
      "</dc:title><dc:language>nl-NL</dc:language></office:meta>"
      "</office:document-meta>\n");
}

std::string ManifestPart() {
  std::string xml = absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest "
      "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
      "manifest:version=\"1.2\"><manifest:file-entry manifest:full-path=\"/\" "
      "manifest:version=\"1.2\" manifest:media-type=\"",
      kMimetype, "\"/>");
  for (const char* part : {"content.xml", "styles.xml", "meta.xml"}) {
    absl::StrAppend(&xml, "<manifest:file-entry manifest:full-path=\"", part,
                    "\" manifest:media-type=\"text/xml\"/>");
  }
  return xml + "</manifest:manifest>\n";
}

}  // namespace

absl::StatusOr<std::string> PrintOdt(const Document& document) {
  return sheet::Zip({{"mimetype", kMimetype, true},
                     {"content.xml", ContentPart(document)},
                     {"styles.xml", StylesPart(document)},
                     {"meta.xml", MetaPart(document)},
                     {"META-INF/manifest.xml", ManifestPart()}});
}

}  // namespace opvang::reporting
