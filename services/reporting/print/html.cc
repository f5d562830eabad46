#include "services/reporting/print/html.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/reporting/print/page_style.h"

namespace opvang::reporting {
namespace {

std::string Escape(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '%':
        // A number and its sign stay on one line.
        if (absl::EndsWith(escaped, " ")) {
          escaped.replace(escaped.size() - 1, 1, "&nbsp;");
        }
        escaped += c;
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

// ` data-figure="…"`: what `ExplainFigure` takes to open the number.
std::string FigureOf(const Cell& cell) {
  return cell.figure.empty()
             ? ""
             : absl::StrCat(" data-figure=\"", Escape(cell.figure), "\"");
}

// --- Bars -------------------------------------------------------------------

// Where `value` stands on a track that ends at `most`, in percent.
std::string Place(int64_t value, int64_t most) {
  return absl::StrFormat(
      "%.2f%%", 100.0 * static_cast<double>(std::max<int64_t>(value, 0)) /
                    static_cast<double>(std::max<int64_t>(most, 1)));
}

int64_t TargetOf(const Bar& bar) {
  return bar.target.IsNumber() ? bar.target.value : 0;
}

int64_t MostOf(const Bar& bar) {
  return std::max({bar.solid_end, bar.light_end, TargetOf(bar)});
}

std::string Track(const Bar& bar, int64_t most) {
  return absl::StrCat(
      "<div class=\"track\" aria-hidden=\"true\"><i class=\"light\" "
      "style=\"width:",
      Place(bar.light_end, most),
      "\"></i><i class=\"solid\" style=\"width:", Place(bar.solid_end, most),
      "\"></i>",
      bar.target.IsNumber()
          ? absl::StrCat("<i class=\"mark\" style=\"left:",
                         Place(TargetOf(bar), most), "\"></i>")
          : "",
      "</div>");
}

std::string LegendItem(const char* mark, absl::string_view label) {
  return absl::StrCat("<li><b class=\"", mark, "\"></b>", Escape(label),
                      "</li>");
}

std::string Legend(absl::string_view solid, absl::string_view light,
                   absl::string_view target, absl::string_view window = "") {
  return absl::StrCat("<ul class=\"legend\" aria-hidden=\"true\">",
                      LegendItem("s", solid), LegendItem("t", light),
                      LegendItem("m", target),
                      window.empty() ? "" : LegendItem("w", window), "</ul>\n");
}

std::string NumberCell(const Cell& cell) {
  return absl::StrCat("<td role=\"cell\" class=\"num\"", FigureOf(cell), ">",
                      Escape(Dutch(cell)), "</td>");
}

std::string HeadCell(absl::string_view label) {
  return absl::StrCat("<th role=\"columnheader\" scope=\"col\" class=\"num\">",
                      Escape(label), "</th>");
}

// A table with a drawing in each row. It says its roles, since on a phone its
// rows are laid out otherwise and browsers then forget that it is a table.
std::string Print(const Bars& bars) {
  int64_t most = 1;
  for (const Bar& bar : bars.bars) most = std::max(most, MostOf(bar));
  std::string html =
      absl::StrCat("<figure><table class=\"bars\" role=\"table\"><caption>",
                   Escape(bars.caption),
                   "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">"
                   "<th role=\"columnheader\" scope=\"col\">Gebied</th>"
                   "<td aria-hidden=\"true\" class=\"chart\"></td>",
                   HeadCell(bars.solid_label), HeadCell(bars.light_label),
                   HeadCell(bars.target_label),
                   "</tr></thead>\n<tbody role=\"rowgroup\">\n");
  for (const Bar& bar : bars.bars) {
    if (bar.group) {
      absl::StrAppend(&html,
                      "<tr role=\"row\" class=\"group\"><th "
                      "role=\"rowheader\" scope=\"rowgroup\" colspan=\"5\">",
                      Escape(bar.label), "</th></tr>\n");
      continue;
    }
    absl::StrAppend(
        &html, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">",
        Escape(bar.label), "</th><td aria-hidden=\"true\" class=\"chart\">",
        Track(bar, most), "</td>", NumberCell(bar.solid), NumberCell(bar.light),
        NumberCell(bar.target), "</tr>\n");
  }
  return absl::StrCat(
      html, "</tbody></table>\n",
      Legend(bars.solid_label, bars.light_label, bars.target_label),
      "</figure>\n");
}

// --- Places over time -------------------------------------------------------

// The least of 1, 2, 5, 10, 20, 50… that divides the axis in at most five.
int64_t TickFor(int64_t most) {
  for (int64_t power = 1;; power *= 10) {
    for (const int64_t first : {1, 2, 5}) {
      if (5 * first * power >= most) return first * power;
    }
  }
}

// The chart is drawn in days by thousandths of its height, and stretched to the
// width of the page; words stand beside it in their own size.
class StepChart {
 public:
  explicit StepChart(const Steps& steps) : steps_(steps) {
    for (const Steps::Step& step : steps.steps) {
      most_ = std::max({most_, step.solid, step.light});
    }
    most_ = std::max(most_, steps.target.value_or(0));
    tick_ = TickFor(most_);
    top_ = (most_ + tick_ - 1) / tick_ * tick_;
  }

  std::string Html() const {
    std::string html =
        absl::StrCat("<div class=\"steps\">\n<svg role=\"img\" aria-label=\"",
                     Escape(steps_.caption), ". ", Escape(steps_.description),
                     "\" viewBox=\"0 0 ", Days(steps_.end),
                     " 1000\" "
                     "preserveAspectRatio=\"none\">\n",
                     Window(), Grid(), Area(true), Area(false), Falls(),
                     Target(), "</svg>\n", Labels(), "</div>\n");
    return html;
  }

 private:
  int64_t Days(absl::CivilDay day) const { return day - steps_.start; }
  int64_t Height(int64_t count) const { return 1000 - count * 1000 / top_; }

  std::string Window() const {
    return absl::StrCat("<rect x=\"", Days(steps_.window_start),
                        "\" y=\"0\" width=\"",
                        steps_.window_end - steps_.window_start,
                        "\" height=\"1000\" fill=\"#fbe9c4\"/>\n");
  }
  std::string Line(int64_t x1, int64_t y1, int64_t x2, int64_t y2,
                   absl::string_view style) const {
    return absl::StrCat(
        "<line x1=\"", x1, "\" y1=\"", y1, "\" x2=\"", x2, "\" y2=\"", y2,
        "\" vector-effect=\"non-scaling-stroke\" ", style, "/>\n");
  }
  std::string Grid() const {
    std::string html;
    for (int64_t count = tick_; count < top_; count += tick_) {
      absl::StrAppend(&html,
                      Line(0, Height(count), Days(steps_.end), Height(count),
                           "stroke=\"#d5dbe1\" stroke-width=\"1\""));
    }
    return html;
  }
  // Before the first step nothing stands.
  std::string Area(bool light) const {
    std::string path = "M0 1000";
    for (const Steps::Step& step : steps_.steps) {
      if (step.day >= steps_.end) break;
      absl::StrAppend(&path, "H", std::max<int64_t>(Days(step.day), 0), "V",
                      Height(light ? step.light : step.solid));
    }
    absl::StrAppend(&path, "H", Days(steps_.end), "V1000Z");
    return absl::StrCat(
        "<path d=\"", path, "\" vector-effect=\"non-scaling-stroke\" ",
        light ? "fill=\"#b9d3ea\" stroke=\"#6d9fcb\" stroke-width=\"1\" "
                "stroke-dasharray=\"4 3\"/>\n"
              : "fill=\"#154273\"/>\n");
  }
  std::string Falls() const {
    std::string html;
    for (const Steps::Fall& fall : steps_.falls) {
      absl::StrAppend(&html, Line(Days(fall.day), 0, Days(fall.day), 1000,
                                  "stroke=\"#c8380f\" stroke-width=\"1.5\" "
                                  "stroke-dasharray=\"2 3\""));
    }
    return html;
  }
  std::string Target() const {
    if (!steps_.target.has_value()) return "";
    const int64_t y = Height(*steps_.target);
    return Line(0, y, Days(steps_.end), y,
                "stroke=\"#c8380f\" stroke-width=\"2.5\"");
  }
  std::string Labels() const {
    std::string html;
    for (int64_t count = 0; count <= top_; count += tick_) {
      absl::StrAppend(
          &html,
          "<span class=\"y\" aria-hidden=\"true\" style=\"top:calc((100% - "
          "1.6rem)*",
          absl::StrFormat("%.4f", static_cast<double>(top_ - count) /
                                      static_cast<double>(top_)),
          ")\">", DutchCount(count), "</span>\n");
    }
    for (int year = static_cast<int>(steps_.start.year()) + 1;
         absl::CivilDay(year, 1, 1) < steps_.end; ++year) {
      absl::StrAppend(
          &html,
          "<span class=\"x\" aria-hidden=\"true\" style=\"left:calc(3.4rem + "
          "(100% - 3.4rem)*",
          absl::StrFormat(
              "%.4f", static_cast<double>(Days(absl::CivilDay(year, 1, 1))) /
                          static_cast<double>(Days(steps_.end))),
          ")\">", year, "</span>\n");
    }
    return html;
  }

  const Steps& steps_;
  int64_t most_ = 1;
  int64_t tick_ = 1;
  int64_t top_ = 1;
};

std::string Print(const Steps& steps) {
  std::string html = absl::StrCat(
      "<figure class=\"steps-figure\"><figcaption>", Escape(steps.caption),
      "</figcaption>\n", StepChart(steps).Html(),
      Legend(steps.solid_label, steps.light_label, steps.target_label,
             absl::StrCat("venster, ", DutchDay(steps.window_start), " t/m ",
                          DutchDay(steps.window_end - 1))));
  if (!steps.falls.empty()) {
    absl::StrAppend(&html,
                    "<p class=\"note\">Grootste dalingen van besloten plekken, "
                    "in het beeld gestippeld:</p>\n"
                    "<ul class=\"falls\">");
    for (const Steps::Fall& fall : steps.falls) {
      absl::StrAppend(&html, "<li>", DutchDay(fall.day), ": <b",
                      FigureOf(fall.change), ">", Dutch(fall.change),
                      "</b></li>");
    }
    absl::StrAppend(&html, "</ul>\n");
  }
  return html + "</figure>\n";
}

// --- Tables -----------------------------------------------------------------

bool IsNumeric(const Table& table, size_t column) {
  return column < table.columns.size() && table.columns[column].numeric;
}

// What a table of sentences says of itself where it is shown as cards, since
// browsers then forget that it is a table.
std::string RoleOf(const Table& table, const char* role) {
  return table.wordy ? absl::StrCat(" role=\"", role, "\"") : "";
}

// A word that no line of a narrow column takes, such as an address on the web.
bool HasLongWord(absl::string_view text) {
  constexpr size_t kLong = 22;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \n"))) {
    if (word.size() > kLong) return true;
  }
  return false;
}

std::string PrintCell(const Table& table, const Cell& cell, size_t column) {
  std::string text = absl::StrReplaceAll(Escape(Dutch(cell)), {{"\n", "<br>"}});
  const bool is_long = HasLongWord(cell.text);
  // Codes and addresses break where their parts end.
  if (is_long) {
    text = absl::StrReplaceAll(text, {{"_", "_<wbr>"}, {"/", "/<wbr>"}});
  }
  if (column == 0) {
    return absl::StrCat("<th scope=\"row\"", RoleOf(table, "rowheader"), ">",
                        text, "</th>");
  }
  std::string kind = IsNumeric(table, column)        ? "num"
                     : cell.type == Cell::Type::kDay ? "day"
                     : is_long                       ? "long"
                                                     : "";
  std::string label;
  if (table.wordy) {
    if (cell.type == Cell::Type::kEmpty || text.empty()) kind = "none";
    label = absl::StrCat(" data-label=\"", Escape(table.columns[column].label),
                         "\"");
  }
  return absl::StrCat(
      "<td", kind.empty() ? "" : absl::StrCat(" class=\"", kind, "\""),
      RoleOf(table, "cell"), label, FigureOf(cell), ">", text, "</td>");
}

std::string PrintRow(const Table& table, const TableRow& row) {
  using Kind = TableRow::Kind;
  if (row.kind == Kind::kGroup) {
    return absl::StrCat("<tr class=\"group\"", RoleOf(table, "row"),
                        "><th scope=\"rowgroup\" colspan=\"",
                        table.columns.size(), "\">",
                        Escape(Dutch(row.cells.front())), "</th></tr>\n");
  }
  std::string html =
      absl::StrCat("<tr",
                   row.kind == Kind::kTotal      ? " class=\"total\""
                   : row.kind == Kind::kSubtotal ? " class=\"subtotal\""
                                                 : "",
                   RoleOf(table, "row"), ">");
  for (size_t i = 0; i < row.cells.size(); ++i) {
    absl::StrAppend(&html, PrintCell(table, row.cells[i], i));
  }
  return html + "</tr>\n";
}

std::string Print(const Table& table) {
  const std::string rows = RoleOf(table, "rowgroup");
  std::string html = absl::StrCat(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
      Escape(table.caption), "\"><table",
      table.wordy ? " class=\"wordy\" role=\"table\"" : "", "><caption>",
      Escape(table.caption), "</caption>\n<thead", rows, "><tr",
      RoleOf(table, "row"), ">");
  for (const Column& column : table.columns) {
    absl::StrAppend(&html, "<th scope=\"col\"", RoleOf(table, "columnheader"),
                    column.numeric ? " class=\"num\""
                    : column.wide  ? " class=\"wide\""
                                   : "",
                    ">", Escape(column.label), "</th>");
  }
  absl::StrAppend(&html, "</tr></thead>\n<tbody", rows, ">\n");
  if (table.rows.empty()) {
    absl::StrAppend(&html, "<tr", RoleOf(table, "row"), "><td",
                    RoleOf(table, "cell"), " colspan=\"", table.columns.size(),
                    "\">Geen.</td></tr>\n");
  }
  for (const TableRow& row : table.rows) {
    absl::StrAppend(&html, PrintRow(table, row));
  }
  absl::StrAppend(&html, "</tbody></table></div>\n");
  if (!table.note.empty()) {
    absl::StrAppend(&html, "<p class=\"note\">", Escape(table.note), "</p>\n");
  }
  return html;
}

std::string Print(const Paragraph& paragraph) {
  const char* tag = paragraph.heading ? "h3" : "p";
  return absl::StrCat("<", tag, ">", Escape(paragraph.text), "</", tag, ">\n");
}

std::string Print(const List& list) {
  const char* tag = list.ordered ? "ol" : "ul";
  std::string html = absl::StrCat("<", tag, ">\n");
  for (const std::string& item : list.items) {
    absl::StrAppend(&html, "<li>", Escape(item), "</li>\n");
  }
  return absl::StrCat(html, "</", tag, ">\n");
}

std::string Print(const SignatureLine& line) {
  return absl::StrCat(
      "<div class=\"sign\"><p>", Escape(line.who),
      "</p><dl><div><dt>Plaats</dt><dd></dd></div><div><dt>Datum</dt><dd></dd>"
      "</div><div><dt>Handtekening</dt><dd></dd></div></dl></div>\n");
}

std::string Print(const std::vector<Block>& blocks) {
  std::string html;
  for (const Block& block : blocks) {
    absl::StrAppend(
        &html, std::visit([](const auto& one) { return Print(one); }, block));
  }
  return html;
}

// --- The page ---------------------------------------------------------------

// The room for a page of the contents; between them the id of the section.
constexpr char kPageStart[] = "<span class=\"pg\" data-of=\"";
constexpr char kPageEnd[] = "\"></span>";

std::string Heading(const Section& section) {
  return section.number.empty()
             ? Escape(section.title)
             : absl::StrCat(section.number, ". ", Escape(section.title));
}

std::string Print(const std::vector<KeyFigure>& figures, const char* classes) {
  if (figures.empty()) return "";
  std::string html = absl::StrCat("<dl class=\"", classes, "\">\n");
  for (const KeyFigure& figure : figures) {
    absl::StrAppend(&html, "<div><dt>", Escape(figure.label),
                    "</dt><dd class=\"v\"", FigureOf(figure.value), ">",
                    Escape(Dutch(figure.value)), "</dd><dd class=\"e\">",
                    Escape(figure.explanation), "</dd></div>\n");
  }
  return html + "</dl>\n";
}

std::string FirstScreen(const Document& document) {
  std::string html =
      absl::StrCat("<p class=\"answer\">", Escape(document.answer), "</p>\n",
                   Print(document.key_figures, "key"), "<div class=\"head\">",
                   Track(document.headline, MostOf(document.headline)),
                   Legend("gegarandeerd", "met voornemens", "opgave"),
                   "</div>\n", Print(document.other_duties, "key small"));
  for (const std::string& warning : document.warnings) {
    absl::StrAppend(&html, "<p class=\"warning\">", Escape(warning), "</p>\n");
  }
  return absl::StrCat(html, Print(document.overview));
}

// A string of a style sheet, which no text can end.
std::string CssString(absl::string_view text) {
  std::string css = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' ||
        static_cast<unsigned char>(c) < ' ') {
      absl::StrAppendFormat(&css, "\\%x ", static_cast<unsigned char>(c));
    } else {
      css += c;
    }
  }
  return css + "\"";
}

// What stands on every page of paper.
std::string PageMargins(const Document& document) {
  return absl::StrCat(
      "@media print{@page{@top-left{content:",
      CssString(absl::StrCat(document.title, " – ", document.scope)),
      "}@top-right{content:", CssString(document.banner),
      "}@bottom-left{content:", CssString(document.subtitle),
      "}@bottom-right{content:\"Pagina \" counter(page) \" van \" "
      "counter(pages)}}}\n");
}

std::string Top(const Document& document) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"generator\" content=\"opvang ",
      kHtmlPrinterVersion, "\">\n<title>", Escape(document.title), " – ",
      Escape(document.scope), "</title>\n<style>", kPageStyle,
      PageMargins(document),
      "</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#inhoud\">Naar de inhoud</a>\n"
      "<header><div class=\"top\"><div class=\"wrap\"><h1><span>",
      Escape(document.title), "</span>", Escape(document.scope), "</h1><p>",
      Escape(document.subtitle), "</p><p class=\"to\">",
      Escape(document.addressee), "</p></div></div>\n",
      document.banner.empty()
          ? ""
          : absl::StrCat("<div class=\"banner\"><p class=\"wrap\">",
                         Escape(document.banner), "</p></div>\n"),
      "</header>\n");
}

}  // namespace

std::string WithPages(const std::string& html,
                      const std::map<std::string, int>& pages) {
  std::vector<std::pair<std::string, std::string>> rooms;
  for (const auto& [id, page] : pages) {
    const std::string room = absl::StrCat(kPageStart, id, kPageEnd);
    rooms.emplace_back(room,
                       absl::StrCat(kPageStart, id, "\">", page, "</span>"));
  }
  return absl::StrReplaceAll(html, rooms);
}

std::string PrintHtml(const Document& document) {
  std::string html = absl::StrCat(
      Top(document), "<main class=\"wrap\" id=\"inhoud\">\n",
      FirstScreen(document),
      "<nav aria-labelledby=\"wijzer\"><h2 id=\"wijzer\">Inhoud</h2><ol>\n");
  for (size_t i = 0; i < document.sections.size(); ++i) {
    absl::StrAppend(&html, "<li><a href=\"#s", i, "\">",
                    Heading(document.sections[i]), "</a>", kPageStart, "s", i,
                    kPageEnd, "</li>\n");
  }
  absl::StrAppend(&html, "</ol></nav>\n");
  for (size_t i = 0; i < document.sections.size(); ++i) {
    absl::StrAppend(&html, "<section aria-labelledby=\"s", i, "\"><h2 id=\"s",
                    i, "\">", Heading(document.sections[i]), "</h2>\n",
                    Print(document.sections[i].blocks), "</section>\n");
  }
  return absl::StrCat(html, "</main>\n<footer class=\"wrap\">",
                      Escape(document.footer), " Gedrukt door ",
                      kHtmlPrinterVersion, ".</footer>\n</body>\n</html>\n");
}

}  // namespace opvang::reporting
