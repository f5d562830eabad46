#include "services/reporting/print_html.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace opvang::reporting {
namespace {

constexpr char kStyle[] = R"(
:root{--ink:#16222e;--soft:#55606b;--line:#d5dbe1;--paper:#fff;--tint:#f3f6f9;
--solid:#154273;--light:#8db7dd;--mark:#c8380f;--warn:#fff4d6;--warn-line:#b58900}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
a{color:#01689b}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
header.top{background:var(--solid);color:#fff;padding:2rem 0 1.5rem}
.wrap{max-width:72rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:0}
h1 span{display:block;font-size:1.05rem;font-weight:400;margin-bottom:.3rem;opacity:.92}
header.top p{margin:.5rem 0 0;opacity:.92}
h2{font-size:1.4rem;line-height:1.25;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:3px solid var(--solid)}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}
p{max-width:46rem;margin:.5rem 0}
.warning{background:var(--warn);border-left:5px solid var(--warn-line);padding:.75rem 1rem;margin:1.25rem 0;max-width:none}
.key{display:grid;grid-template-columns:repeat(5,1fr);gap:.9rem;margin:1.5rem 0 .5rem;padding:0;list-style:none}
.key li{background:var(--tint);border-top:4px solid var(--solid);padding:.8rem .9rem}
.key .l{display:block;color:var(--soft);font-size:.9rem}
.key .v{display:block;font-size:1.85rem;font-weight:700;line-height:1.2;font-variant-numeric:tabular-nums}
.key .e{display:block;font-size:.85rem;color:var(--soft)}
.head{margin:1.25rem 0 0}
.track{position:relative;height:1.15rem;background:var(--tint);border:1px solid var(--line)}
.head .track{height:2.6rem}
.track i{position:absolute;top:0;bottom:0;left:0;display:block}
.track .light{background:repeating-linear-gradient(135deg,var(--light) 0 6px,#b9d3ea 6px 10px)}
.track .solid{background:var(--solid)}
.track .mark{width:3px;margin-left:-1.5px;background:var(--mark);top:-4px;bottom:-4px}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;font-size:.9rem;color:var(--soft);margin:.5rem 0 0;padding:0;list-style:none}
.legend b{display:inline-block;width:1.1rem;height:.8rem;margin-right:.4rem;vertical-align:-.05rem}
.legend .s{background:var(--solid)}.legend .t{background:repeating-linear-gradient(135deg,var(--light) 0 6px,#b9d3ea 6px 10px)}
.legend .m{background:var(--mark);width:3px;height:1.1rem;margin-left:.4rem;vertical-align:-.25rem}
figure{margin:1rem 0}figcaption{font-weight:600;margin-bottom:.5rem}
.bars{display:grid;grid-template-columns:minmax(7rem,11rem) 1fr minmax(10rem,auto);gap:.35rem .9rem;align-items:center;margin:0;font-variant-numeric:tabular-nums}
.bars .g{grid-column:1/-1;font-weight:700;margin:.7rem 0 .1rem}
.bars .n{font-size:.88rem;color:var(--soft);white-space:nowrap}
.scroll{overflow-x:auto;margin:.9rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0 .5rem}
th,td{padding:.38rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{background:var(--tint);border-bottom:2px solid var(--solid);font-weight:600;vertical-align:bottom}
td.num,th.num{text-align:right;white-space:nowrap}td.day{white-space:nowrap}thead th.num{white-space:normal}
tbody th{font-weight:400}
tr.group th{font-weight:700;padding-top:.9rem;color:var(--solid)}
tr.subtotal th,tr.subtotal td{font-weight:600;background:var(--tint)}
tr.total th,tr.total td{font-weight:700;background:#e3eaf1;border-top:2px solid var(--solid)}
.note{color:var(--soft);font-size:.9rem}
nav ol{columns:2;column-gap:2rem;padding-left:0;list-style:none;margin:.5rem 0}
nav li{margin:.15rem 0;break-inside:avoid}
footer{margin:3rem 0 2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
td{overflow-wrap:break-word}
@media screen and (max-width:48rem){.key{grid-template-columns:1fr 1fr}.key li:nth-child(2){order:-2;grid-column:1/-1}
nav ol{columns:1}.bars{grid-template-columns:1fr;gap:.15rem}.bars .n{white-space:normal;margin-bottom:.5rem}h1{font-size:1.5rem}.key .v{font-size:1.5rem}}
@media print{@page{size:A4;margin:16mm 14mm}body{font-size:10pt}header.top{background:none;color:var(--ink);padding:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.scroll{overflow:visible}table{font-size:7.6pt}th,td{padding:.2rem .3rem}tr,h2,h3,.bars>div,.key li{break-inside:avoid}thead{display:table-header-group}
h2,h3,caption{break-after:avoid}nav{display:none}td.num,th.num{white-space:normal}.key{grid-template-columns:repeat(5,1fr)}.key .v{font-size:14pt}
.bars{grid-template-columns:9rem 1fr 11rem}}
)";

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
      default:
        escaped += c;
    }
  }
  return escaped;
}

// Where `value` stands on a track that ends at `most`, in percent.
std::string Place(int64_t value, int64_t most) {
  return absl::StrFormat("%.2f%%",
                         100.0 * static_cast<double>(value) /
                             static_cast<double>(std::max<int64_t>(most, 1)));
}

std::string Track(const Bar& bar, int64_t most) {
  std::string html = "<div class=\"track\" aria-hidden=\"true\">";
  absl::StrAppend(
      &html, "<i class=\"light\" style=\"width:", Place(bar.light, most),
      "\"></i><i class=\"solid\" style=\"width:", Place(bar.solid, most),
      "\"></i>");
  if (bar.target.has_value()) {
    absl::StrAppend(&html,
                    "<i class=\"mark\" style=\"left:", Place(*bar.target, most),
                    "\"></i>");
  }
  return html + "</div>";
}

int64_t MostOf(const Bar& bar) {
  return std::max({bar.solid, bar.light, bar.target.value_or(0)});
}

std::string Legend(const std::string& solid, const std::string& light,
                   const std::string& target) {
  return absl::StrCat(
      "<ul class=\"legend\" aria-hidden=\"true\"><li><b class=\"s\"></b>",
      Escape(solid), "</li><li><b class=\"t\"></b>", Escape(light),
      "</li><li><b class=\"m\"></b>", Escape(target), "</li></ul>\n");
}

std::string Print(const Bars& bars) {
  int64_t most = 1;
  for (const Bar& bar : bars.bars) most = std::max(most, MostOf(bar));
  std::string html = absl::StrCat("<figure><figcaption>", Escape(bars.caption),
                                  "</figcaption>\n<div class=\"bars\">\n");
  for (const Bar& bar : bars.bars) {
    if (bar.group) {
      absl::StrAppend(&html, "<div class=\"g\">", Escape(bar.label),
                      "</div>\n");
      continue;
    }
    absl::StrAppend(
        &html, "<div>", Escape(bar.label), "</div>", Track(bar, most),
        "<div class=\"n\">", DutchCount(bar.solid), " ",
        bar.light > bar.solid ? absl::StrCat("(", DutchCount(bar.light), ") ")
                              : "",
        "van ", bar.target.has_value() ? DutchCount(*bar.target) : "onbekend",
        "</div>\n");
  }
  absl::StrAppend(&html, "</div>\n",
                  Legend(bars.solid_label,
                         absl::StrCat(bars.light_label, " (tussen haakjes)"),
                         bars.target_label),
                  "</figure>\n");
  return html;
}

bool IsNumeric(const Table& table, size_t column) {
  return column < table.columns.size() && table.columns[column].numeric;
}

std::string Print(const Table& table) {
  std::string html = absl::StrCat(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
      Escape(table.caption), "\"><table><caption>", Escape(table.caption),
      "</caption>\n<thead><tr>");
  for (const Column& column : table.columns) {
    absl::StrAppend(&html, "<th scope=\"col\"",
                    column.numeric ? " class=\"num\"" : "", ">",
                    Escape(column.label), "</th>");
  }
  absl::StrAppend(&html, "</tr></thead>\n<tbody>\n");
  if (table.rows.empty()) {
    absl::StrAppend(&html, "<tr><td colspan=\"", table.columns.size(),
                    "\">Geen.</td></tr>\n");
  }
  for (const TableRow& row : table.rows) {
    if (row.kind == TableRow::Kind::kGroup) {
      absl::StrAppend(&html,
                      "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"",
                      table.columns.size(), "\">",
                      Escape(Dutch(row.cells.front())), "</th></tr>\n");
      continue;
    }
    absl::StrAppend(&html, row.kind == TableRow::Kind::kTotal
                               ? "<tr class=\"total\">"
                           : row.kind == TableRow::Kind::kSubtotal
                               ? "<tr class=\"subtotal\">"
                               : "<tr>");
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string text = Escape(Dutch(row.cells[i]));
      if (i == 0) {
        absl::StrAppend(&html, "<th scope=\"row\">", text, "</th>");
      } else {
        const bool day = row.cells[i].type == Cell::Type::kDay;
        absl::StrAppend(&html,
                        IsNumeric(table, i) ? "<td class=\"num\">"
                        : day               ? "<td class=\"day\">"
                                            : "<td>",
                        text, "</td>");
      }
    }
    absl::StrAppend(&html, "</tr>\n");
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

std::string Heading(const Section& section) {
  return section.number.empty()
             ? Escape(section.title)
             : absl::StrCat(section.number, ". ", Escape(section.title));
}

std::string FirstScreen(const Document& document) {
  std::string html = "<ul class=\"key\">\n";
  for (const KeyFigure& figure : document.key_figures) {
    absl::StrAppend(&html, "<li><span class=\"l\">", Escape(figure.label),
                    "</span><span class=\"v\">", Escape(Dutch(figure.value)),
                    "</span><span class=\"e\">", Escape(figure.explanation),
                    "</span></li>\n");
  }
  absl::StrAppend(&html, "</ul>\n<div class=\"head\">",
                  Track(document.headline, MostOf(document.headline)),
                  Legend("gegarandeerd", "met voornemens", "opgave"),
                  "</div>\n");
  if (!document.parts.bars.empty())
    absl::StrAppend(&html, Print(document.parts));
  if (!document.warning.empty()) {
    absl::StrAppend(&html, "<p class=\"warning\"><strong>Let op.</strong> ",
                    Escape(document.warning), "</p>\n");
  }
  return html;
}

}  // namespace

std::string PrintHtml(const Document& document) {
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"generator\" content=\"opvang ",
      kHtmlPrinterVersion, "\">\n<title>", Escape(document.title), " – ",
      Escape(document.scope), "</title>\n<style>", kStyle,
      "</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#inhoud\">Naar de inhoud</a>\n"
      "<header class=\"top\"><div class=\"wrap\"><h1><span>",
      Escape(document.title), "</span>", Escape(document.scope), "</h1><p>",
      Escape(document.subtitle),
      "</p></div></header>\n<main class=\"wrap\" id=\"inhoud\">\n",
      FirstScreen(document),
      "<nav aria-label=\"Inhoud\"><h2>Inhoud</h2><ol>\n");
  for (size_t i = 0; i < document.sections.size(); ++i) {
    absl::StrAppend(&html, "<li><a href=\"#s", i, "\">",
                    Heading(document.sections[i]), "</a></li>\n");
  }
  absl::StrAppend(&html, "</ol></nav>\n");
  for (size_t i = 0; i < document.sections.size(); ++i) {
    absl::StrAppend(&html, "<section aria-labelledby=\"s", i, "\"><h2 id=\"s",
                    i, "\">", Heading(document.sections[i]), "</h2>\n");
    for (const Block& block : document.sections[i].blocks) {
      absl::StrAppend(
          &html, std::visit([](const auto& one) { return Print(one); }, block));
    }
    absl::StrAppend(&html, "</section>\n");
  }
  absl::StrAppend(&html, "</main>\n<footer class=\"wrap\">Zegel (SHA-256): ",
                  Escape(document.seal), "<br>Gedrukt door ",
                  kHtmlPrinterVersion, ".</footer>\n</body>\n</html>\n");
  return html;
}

}  // namespace opvang::reporting
