#include "services/reporting/print_html.h"

#include <regex>

#include "gmock/gmock.h"

namespace opvang::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;

Document Sample() {
  Document document{.title = "Verslag",
                    .scope = "Overijssel",
                    .subtitle = "Stand",
                    .key_figures = {{.label = "Opgave",
                                     .value = Cell::Count(6325),
                                     .explanation = "plekken"}},
                    .headline = {.label = "Overijssel",
                                 .target = 6325,
                                 .solid = 3864,
                                 .light = 5699,
                                 .group = false},
                    .parts = {},
                    .warning = "",
                    .sections = {},
                    .seal = "abc"};
  Table table{
      .caption = "Tabel <1>",
      .columns = {{.label = "Gemeente"}, {.label = "Plekken", .numeric = true}},
      .rows = {{.kind = TableRow::Kind::kGroup,
                .cells = {Cell::Text("Twente")}},
               {.kind = TableRow::Kind::kPlain,
                .cells = {Cell::Text("<script>alert('x')</script>"),
                          Cell::Count(1234567)}},
               {.kind = TableRow::Kind::kTotal,
                .cells = {Cell::Text("Totaal"), Cell::Empty()}}},
      .note = ""};
  document.sections.push_back(
      {.number = "1", .title = "Proces & meer", .blocks = {table}});
  return document;
}

TEST(DutchTest, WritesNumbersAndDaysAsTheDutchDo) {
  EXPECT_EQ(DutchCount(0), "0");
  EXPECT_EQ(DutchCount(999), "999");
  EXPECT_EQ(DutchCount(1000), "1.000");
  EXPECT_EQ(DutchCount(-1234567), "−1.234.567");
  EXPECT_EQ(Dutch(Cell::Signed(12)), "+12");
  EXPECT_EQ(Dutch(Cell::Signed(0)), "0");
  EXPECT_EQ(Dutch(Cell::Percent(3864, 6325)), "61,1 %");
  EXPECT_EQ(Dutch(Cell::Percent(1, 0)), "–");
  EXPECT_EQ(Dutch(Cell::Day(absl::CivilDay(2025, 7, 1))), "1 juli 2025");
}

TEST(PrintHtmlTest, EscapesWhatPeopleWrote) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
  EXPECT_THAT(html, HasSubstr("Proces &amp; meer"));
}

TEST(PrintHtmlTest, TheSameDocumentGivesTheSameBytes) {
  EXPECT_EQ(PrintHtml(Sample()), PrintHtml(Sample()));
}

TEST(PrintHtmlTest, IsAPageOnItsOwnInDutch) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<html lang=\"nl\">"));
  for (const char* reference : {"src=", "@import", "url(", "<link", "http"}) {
    EXPECT_THAT(html, Not(HasSubstr(reference)));
  }
}

TEST(PrintHtmlTest, TablesSayWhatTheirCellsAre) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<caption>Tabel &lt;1&gt;</caption>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"num\">Plekken</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"rowgroup\" colspan=\"2\">Twente"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\">1.234.567</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\">–</td>"));
}

TEST(PrintHtmlTest, ClosesWhatItOpens) {
  const std::string html = PrintHtml(Sample());
  for (const char* tag : {"table", "tr", "td", "th", "section", "div", "ul",
                          "li", "main", "h2", "figure", "body", "html"}) {
    const auto count = [&](const std::string& pattern) {
      const std::regex regex(pattern);
      return std::distance(
          std::sregex_iterator(html.begin(), html.end(), regex),
          std::sregex_iterator());
    };
    EXPECT_EQ(count(std::string("<") + tag + "[ >]"),
              count(std::string("</") + tag + ">"))
        << tag;
  }
}

}  // namespace
}  // namespace opvang::reporting
