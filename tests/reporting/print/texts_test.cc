// What people wrote, met about and signed, and the memo to a council.
#include <map>
#include <random>

#include "common/base/calendar.h"
#include "services/reporting/print/html.h"
#include "services/reporting/print/make_document.h"
#include "services/reporting/print/make_memo.h"
#include "services/reporting/print/print.h"
#include "services/reporting/print/sections.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"

namespace opvang::reporting {
namespace {

using Request = pb::RenderReportRequest;
using testing::HasSubstr;
using testing::Not;

void AddText(World& world, const std::string& subject, pb::Text::Kind kind,
             int position, const std::string& title, const std::string& body) {
  pb::Text& text = world.texts.emplace_back();
  text.set_subject(subject);
  text.set_kind(kind);
  text.set_position(position);
  *text.mutable_start_date() = ToProto(absl::CivilDay(2024, 6, position));
  text.set_title(title);
  text.set_body(body);
  text.set_source("tafel");
}

pb::Report ReportOf(const World& world) {
  pb::Report report;
  *report.mutable_content() = world.Report();
  *report.mutable_spec() = report.content().spec();
  report.set_name(absl::StrCat(world.spec.scope(), "/reports/verslag"));
  report.set_version(1);
  report.set_state(pb::Report::STATE_DRAFT);
  report.set_edition(pb::EDITION_INTERNAL);
  return report;
}

std::vector<Block> BlocksOf(const std::string& body) {
  pb::Text text;
  text.set_body(body);
  text.set_source("tafel");
  std::vector<Block> blocks;
  reporting::AddText(text, blocks);
  return blocks;
}

TEST(TextTest, ListsStayLists) {
  const auto blocks = BlocksOf(
      "Vooraf.\n- een\n- twee\n  gaat verder\n\n1. eerst\n2. dan\n\nSlot, "
      "2. geen lijst.");
  ASSERT_EQ(blocks.size(), 4);
  EXPECT_EQ(std::get<Paragraph>(blocks[0]).text, "Vooraf.");
  const List& marked = std::get<List>(blocks[1]);
  EXPECT_FALSE(marked.ordered);
  EXPECT_THAT(marked.items, testing::ElementsAre("een", "twee gaat verder"));
  const List& numbered = std::get<List>(blocks[2]);
  EXPECT_TRUE(numbered.ordered);
  EXPECT_THAT(numbered.items, testing::ElementsAre("eerst", "dan"));
  EXPECT_EQ(std::get<Paragraph>(blocks[3]).text, "Slot, 2. geen lijst.");
}

TEST(TextTest, WhatIsInventedSaysSoInEveryItem) {
  pb::Text text;
  text.set_body("- een\n- twee");
  text.set_source("illustrative: voorbeeld");
  std::vector<Block> blocks;
  reporting::AddText(text, blocks);
  EXPECT_THAT(std::get<List>(blocks.front()).items,
              testing::ElementsAre("[verzonnen] een", "[verzonnen] twee"));
}

// Every kind of every subject is found in the report or in the memo.
TEST(TextTest, EveryTextThatIsKeptIsPrinted) {
  World world = Quiet("provinces/pv23");
  std::map<std::string, std::string> subjects;  // Word to subject.
  const auto* kinds = pb::Text::Kind_descriptor();
  for (const std::string subject :
       {"provinces/pv23", "regions/ijsselland", "municipalities/gm0193"}) {
    for (int i = 1; i < kinds->value_count(); ++i) {
      const std::string word = absl::StrCat("woord-", subjects.size(), "-hier");
      subjects[word] = subject;
      AddText(world, subject, static_cast<pb::Text::Kind>(i), 9,
              absl::StrCat("Titel ", word), word);
    }
  }
  const pb::Report report = ReportOf(world);
  const std::string page = PrintHtml(MakeDocument(report));
  const pb::MunicipalityRow* zwolle = nullptr;
  for (const pb::MunicipalityRow& row : report.content().municipalities()) {
    if (row.municipality() == "municipalities/gm0193") zwolle = &row;
  }
  ASSERT_NE(zwolle, nullptr);
  const std::string memo = PrintHtml(MakeMemo(report, *zwolle));
  for (const auto& [word, subject] : subjects) {
    EXPECT_THAT(subject == zwolle->municipality() ? memo : page,
                HasSubstr(word))
        << subject;
  }
}

TEST(ConsultationTest, TellsMeetingsByDayAndWhoSigned) {
  World world = Quiet("provinces/pv23");
  AddText(world, "regions/twente", pb::Text::KIND_MEETING, 2, "Tafel Twente",
          "Verdeling besproken.");
  AddText(world, "provinces/pv23", pb::Text::KIND_MEETING, 1,
          "Provinciale regietafel", "Afgesproken:\n- een\n- twee");
  AddText(world, "provinces/pv23", pb::Text::KIND_COA_PART, 1, "",
          "COA toetste elke locatie.");
  pb::Report report = ReportOf(world);
  pb::Standing standing;
  auto& confirmed = *standing.add_confirmations();
  confirmed.set_display_name("Zwolle");
  confirmed.set_state(pb::Standing::Confirmation::STATE_CONFIRMED);
  confirmed.set_organisation("gemeente Zwolle");
  confirmed.set_letter("brief Z/24");
  confirmed.mutable_record_time()->set_seconds(1730000000);
  auto& adopted = *standing.add_adoptions();
  adopted.set_subject("regions/twente");
  adopted.set_adopted(true);
  adopted.set_organisation("regio Twente");
  adopted.set_letter("besluit T/24");
  auto& submitted = *standing.add_events();
  submitted.set_verb("submitted");
  submitted.set_organisation("provincie Overijssel");
  submitted.set_letter("brief P/24");
  const auto sectionOf = [&] { return Consultation(report, standing); };
  const Section section = sectionOf();
  const Table& meetings = std::get<Table>(section.blocks[1]);
  ASSERT_EQ(meetings.rows.size(), 2);
  EXPECT_EQ(meetings.rows[0].cells[1].text, "Provinciale regietafel");
  EXPECT_EQ(meetings.rows[1].cells[2].text, "Regio Twente");
  std::string html = PrintHtml(MakeDocument(report, standing));
  for (const char* said :
       {"COA toetste elke locatie.", "gemeente Zwolle", "brief Z/24",
        "besluit T/24", "brief P/24", "Afgesproken:<br>• een<br>• twee",
        "De commissaris van de Koning in de provincie Overijssel",
        "Handtekening", "artikel 4, eerste lid"}) {
    EXPECT_THAT(html, HasSubstr(said));
  }
  // Who signed is for all to read, what letters are cited in is not.
  report.set_edition(pb::EDITION_PUBLIC);
  html = PrintHtml(MakeDocument(report, standing));
  EXPECT_THAT(html, HasSubstr("gemeente Zwolle"));
  EXPECT_THAT(html, Not(HasSubstr("brief Z/24")));
}

TEST(ConsultationTest, PreconditionsComeBeforeTheTables) {
  const std::string html =
      PrintHtml(MakeDocument(ReportOf(Quiet("provinces/pv23"))));
  EXPECT_LT(html.find(">Randvoorwaarden aan het Rijk</h2>"),
            html.find("Overzicht van opgaven"));
}

class MemoTest : public testing::Test {
 protected:
  absl::StatusOr<Printed> Print(Request::Format format,
                                const std::string& municipality) {
    Request request;
    request.set_form(Request::FORM_MEMO);
    request.set_format(format);
    request.set_municipality(municipality);
    return PrintReport(report_, {}, request, {});
  }

  World world_ = Quiet("provinces/pv23");
  pb::Report report_ = ReportOf(world_);
};

TEST_F(MemoTest, HasTheFiguresOfTheReportAndItsEmbargo) {
  report_.mutable_embargo_time()->set_seconds(1730451600);
  for (const pb::MunicipalityRow& row : report_.content().municipalities()) {
    const Document memo = MakeMemo(report_, row);
    EXPECT_THAT(memo.banner, HasSubstr("Onder embargo tot 1 november 2024"));
    EXPECT_THAT(memo.answer, HasSubstr(row.display_name()));
    // Every number of it is one of the report, under the same name.
    std::map<std::string, std::string> printed;
    const Document document = MakeDocument(report_);
    for (const Cell* cell : NumbersOf(document)) {
      printed[cell->figure] = Dutch(*cell);
    }
    const auto numbers = NumbersOf(memo);
    ASSERT_GT(numbers.size(), 30);
    for (const Cell* cell : numbers) {
      ASSERT_EQ(printed.count(cell->figure), 1) << cell->figure;
      EXPECT_EQ(Dutch(*cell), printed[cell->figure]) << cell->figure;
    }
  }
}

TEST_F(MemoTest, TellsWhatItsRegionAndProvinceSayToEveryCouncil) {
  AddText(world_, "regions/ijsselland", pb::Text::KIND_FINANCE, 1, "",
          "Het Rijk betaalt.");
  AddText(world_, "regions/twente", pb::Text::KIND_FINANCE, 1, "",
          "Twente betaalt.");
  AddText(world_, "municipalities/gm0193", pb::Text::KIND_MEETING, 1,
          "Behandeling in de raad", "");
  world_.texts.back().set_body("Ter informatie.");
  report_ = ReportOf(world_);
  const auto memo = Print(Request::FORMAT_HTML, "municipalities/gm0193");
  ASSERT_THAT(memo, IsOk());
  EXPECT_THAT(memo->bytes, HasSubstr("Het Rijk betaalt."));
  EXPECT_THAT(memo->bytes, HasSubstr("Behandeling in de raad"));
  EXPECT_THAT(memo->bytes, Not(HasSubstr("Twente betaalt.")));
}

TEST_F(MemoTest, TellsEveryFaultAtOnce) {
  const auto refused = Print(Request::FORMAT_ODS, "municipalities/gm0363");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused.status().message(), HasSubstr("municipality"));
  EXPECT_THAT(refused.status().message(), HasSubstr("format"));
  Request report;
  report.set_format(Request::FORMAT_ODT);
  EXPECT_THAT(PrintReport(report_, {}, report, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  report.set_format(Request::FORMAT_HTML);
  report.set_municipality("municipalities/gm0193");
  EXPECT_THAT(PrintReport(report_, {}, report, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace opvang::reporting
