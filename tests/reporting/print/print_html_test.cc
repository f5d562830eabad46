#include <regex>

#include "common/base/notation.h"
#include "gmock/gmock.h"
#include "services/reporting/print/html.h"

namespace opvang::reporting {
namespace {

using testing::HasSubstr;
using testing::Not;

Document Sample() {
  Document document;
  document.title = "Verslag";
  document.scope = "Overijssel";
  document.subtitle = "Stand";
  document.banner = "Onder embargo";
  document.answer = "Er is <geen> tekort.";
  document.key_figures = {{.label = "Opgave",
                           .value = Cell::Count(6325, "a#target"),
                           .explanation = "plekken"}};
  document.headline = {.label = "Overijssel",
                       .solid = Cell::Count(3864, "a#guaranteed"),
                       .light = Cell::Count(5699, "a#intended"),
                       .target = Cell::Count(6325, "a#target"),
                       .solid_end = 3864,
                       .light_end = 5699};
  Bars bars{.caption = "Per gemeente",
            .solid_label = "gegarandeerd",
            .light_label = "met voornemens",
            .target_label = "opgave",
            .bars = {document.headline}};
  bars.bars.push_back({.label = "Twente", .group = true});
  Steps steps;
  steps.caption = "Door de tijd";
  steps.description = "Twee \"treden\"";
  steps.start = absl::CivilDay(2025, 1, 1);
  steps.end = absl::CivilDay(2027, 1, 1);
  steps.window_start = absl::CivilDay(2025, 7, 1);
  steps.window_end = absl::CivilDay(2026, 2, 1);
  steps.target = 6325;
  steps.steps = {
      {.day = absl::CivilDay(2024, 7, 1), .solid = 4000, .light = 4100},
      {.day = absl::CivilDay(2025, 9, 1), .solid = 3864, .light = 4500}};
  steps.falls = {
      {.day = absl::CivilDay(2025, 9, 1),
       .change = Cell::Signed(-136, "a#timeline.2025-09-01.change")}};
  document.overview = {bars, steps};
  Table table{
      .name = "1 Tabel",
      .caption = "Tabel <1>",
      .columns = {{.label = "Gemeente"}, {.label = "Plekken", .numeric = true}},
      .rows = {{.kind = TableRow::Kind::kGroup,
                .cells = {Cell::Text("Twente")}},
               {.kind = TableRow::Kind::kPlain,
                .cells = {Cell::Text("<script>alert('x')</script>"),
                          Cell::Count(1234567, "b#place_count")}},
               {.kind = TableRow::Kind::kTotal,
                .cells = {Cell::Text("Totaal"), Cell::Empty()}}},
      .note = ""};
  Table wordy = table;
  wordy.wordy = true;
  document.sections.push_back(
      {.number = "1", .title = "Proces & meer", .blocks = {table, wordy}});
  document.footer = "Zegel abc";
  return document;
}

TEST(DutchTest, WritesNumbersAndDaysAsTheDutchDo) {
  EXPECT_EQ(DutchCount(0), "0");
  EXPECT_EQ(DutchCount(999), "999");
  EXPECT_EQ(DutchCount(1000), "1.000");
  EXPECT_EQ(DutchCount(-1234567), "−1.234.567");
  EXPECT_EQ(Dutch(Cell::Signed(12, "")), "+12");
  EXPECT_EQ(Dutch(Cell::Signed(0, "")), "0");
  EXPECT_EQ(Dutch(Cell::Percent(3864, 6325, "")), "61,1 %");
  EXPECT_EQ(Dutch(Cell::Percent(1, 0, "")), "–");
  EXPECT_EQ(Dutch(Cell::Day(absl::CivilDay(2025, 7, 1))), "1 juli 2025");
  // In summer the Netherlands are two hours ahead.
  EXPECT_EQ(DutchTime(absl::FromUnixSeconds(1751364000)),
            "1 juli 2025, 12:00 uur");
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
  // No script would run, and nothing be fetched, whatever got into it.
  EXPECT_THAT(html, HasSubstr("content=\"default-src 'none'; style-src"));
  for (const char* reference :
       {"src=", "@import", "url(", "<link", "http:", "https:"}) {
    EXPECT_THAT(html, Not(HasSubstr(reference)));
  }
}

TEST(PrintHtmlTest, TablesSayWhatTheirCellsAre) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<caption>Tabel &lt;1&gt;</caption>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"num\">Plekken</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"rowgroup\" colspan=\"2\">Twente"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "<td class=\"num\" data-figure=\"b#place_count\">1.234.567</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\">–</td>"));
}

TEST(PrintHtmlTest, EveryNumberTellsWhatOpensIt) {
  const Document document = Sample();
  const std::string html = PrintHtml(document);
  const std::vector<const Cell*> numbers = NumbersOf(document);
  EXPECT_EQ(numbers.size(), 10u);
  for (const Cell* cell : numbers) {
    EXPECT_THAT(html, HasSubstr("data-figure=\"" + cell->figure + "\""));
  }
}

TEST(PrintHtmlTest, ChartsSayWhatTheyShow) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, HasSubstr("role=\"img\" aria-label=\"Door de tijd. Twee "
                              "&quot;treden&quot;\""));
  // The axis goes to the next whole tick, 8.000, in at most five steps.
  EXPECT_THAT(html, HasSubstr(">8.000</span>"));
  EXPECT_THAT(html, Not(HasSubstr(">10.000</span>")));
  EXPECT_THAT(html, HasSubstr(">−136</b>"));
  EXPECT_THAT(html, HasSubstr(">2026</span>"));
}

TEST(PrintHtmlTest, ATableOfSentencesStaysATableWhereItIsShownAsCards) {
  const std::string html = PrintHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<table class=\"wordy\" role=\"table\">"));
  EXPECT_THAT(html, HasSubstr("role=\"cell\" data-label=\"Plekken\""));
}

TEST(PrintHtmlTest, ClosesWhatItOpens) {
  const std::string html = PrintHtml(Sample());
  for (const char* tag :
       {"table", "tr",   "td", "th",     "section", "div",   "ul",
        "li",    "main", "h2", "figure", "body",    "html",  "svg",
        "dl",    "dd",   "dt", "span",   "nav",     "thead", "tbody"}) {
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
