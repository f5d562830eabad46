// What people wrote, met about and signed: texts, the consultation, the place
// to sign.
#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

using Confirmation = pb::Standing::Confirmation;

// What stands behind the mark of a list's item; nothing of another line.
struct Item {
  bool ordered;
  absl::string_view text;
};
std::optional<Item> ItemOf(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  for (const absl::string_view mark : {"- ", "* ", "• ", "– "}) {
    if (absl::StartsWith(line, mark))
      return Item{false, line.substr(mark.size())};
  }
  size_t digits = 0;
  while (digits < line.size() && absl::ascii_isdigit(line[digits])) ++digits;
  if (digits == 0 || digits > 2 ||
      !absl::StartsWith(line.substr(digits), ". ")) {
    return std::nullopt;
  }
  return Item{true, line.substr(digits + 2)};
}

// A paragraph, or the lists in it; a line without a mark goes on with the item
// before it.
void AddPart(absl::string_view part, absl::string_view mark,
             std::vector<Block>& blocks) {
  bool goes_on = false;
  for (const absl::string_view line : absl::StrSplit(part, '\n')) {
    const std::optional<Item> item = ItemOf(line);
    List* list = goes_on && !blocks.empty() ? std::get_if<List>(&blocks.back())
                                            : nullptr;
    if (item.has_value()) {
      if (list == nullptr || list->ordered != item->ordered) {
        blocks.push_back(List{.ordered = item->ordered});
        list = &std::get<List>(blocks.back());
      }
      list->items.push_back(absl::StrCat(mark, item->text));
    } else if (list != nullptr) {
      absl::StrAppend(&list->items.back(), " ",
                      absl::StripAsciiWhitespace(line));
    } else if (goes_on) {
      absl::StrAppend(&std::get<Paragraph>(blocks.back()).text, "\n", line);
    } else {
      blocks.push_back(Paragraph{.text = absl::StrCat(mark, line)});
    }
    goes_on = true;
  }
}

std::string NameOf(const pb::ReportContent& content,
                   const std::string& subject) {
  if (absl::StartsWith(subject, "provinces/")) {
    return absl::StrCat("Provincie ", DutchName(subject).value_or(subject));
  }
  if (absl::StartsWith(subject, "regions/")) {
    return absl::StrCat("Regio ", DutchName(subject).value_or(subject));
  }
  return subject == content.spec().scope()
             ? content.scope_display_name()
             : DutchName(subject).value_or(subject);
}

// A text within a cell: its lists keep their lines.
std::string WithBullets(const std::string& body) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(body, '\n')) {
    const std::optional<Item> item = ItemOf(line);
    lines.push_back(item.has_value() && !item->ordered
                        ? absl::StrCat("• ", item->text)
                        : std::string(line));
  }
  return absl::StrJoin(lines, "\n");
}

Table MeetingTable(const pb::ReportContent& content) {
  Table table{.name = "Tafels",
              .caption = "Wanneer is overlegd, en wat is afgesproken",
              .columns = {{.label = "Datum"},
                          {.label = "Overleg"},
                          {.label = "Van"},
                          {.label = "Afgesproken", .wide = true},
                          {.label = "Bron"}},
              .wordy = true};
  std::vector<const pb::Text*> meetings;
  for (const pb::Text& text : content.texts()) {
    if (text.kind() == pb::Text::KIND_MEETING) meetings.push_back(&text);
  }
  std::stable_sort(meetings.begin(), meetings.end(),
                   [](const pb::Text* a, const pb::Text* b) {
                     return DayOf(a->start_date()) < DayOf(b->start_date());
                   });
  for (const pb::Text* meeting : meetings) {
    table.rows.push_back(PlainRow(
        {Cell::Day(DayOf(meeting->start_date())), Cell::Text(meeting->title()),
         Cell::Text(NameOf(content, meeting->subject())),
         Cell::Text(WithBullets(meeting->body())),
         Cell::Text(DutchSource(meeting->source()))}));
  }
  return table;
}

const char* DutchConfirmation(Confirmation::State state) {
  switch (state) {
    case Confirmation::STATE_CONFIRMED:
      return "bevestigd";
    case Confirmation::STATE_CHANGED:
      return "cijfers veranderden na de bevestiging";
    case Confirmation::STATE_REVOKED:
      return "bevestiging ingetrokken";
    default:
      return "nog niet bevestigd";
  }
}

std::vector<Column> SignedColumns(const char* who, bool with_letters) {
  std::vector<Column> columns = {
      {.label = who}, {.label = "Stand"}, {.label = "Door"}, {.label = "Op"}};
  if (with_letters) columns.push_back({.label = "Brief of besluit"});
  return columns;
}

template <typename Signed>
TableRow SignedRow(const std::string& who, const std::string& state,
                   const Signed& by, bool with_letters) {
  std::vector<Cell> cells = {
      Cell::Text(who), Cell::Text(state),
      by.organisation().empty() ? Cell::Empty() : Cell::Text(by.organisation()),
      by.has_record_time() ? Cell::Day(DayAt(ToTime(by.record_time())))
                           : Cell::Empty()};
  if (with_letters) {
    cells.push_back(by.letter().empty() ? Cell::Empty()
                                        : Cell::Text(by.letter()));
  }
  return PlainRow(std::move(cells));
}

Table ConfirmationTable(const pb::Standing& standing, bool with_letters) {
  Table table{.name = "Bevestigd",
              .caption = "Welke gemeenten hun cijfers bevestigden",
              .columns = SignedColumns("Gemeenten", with_letters),
              .wordy = true};
  // Who stands alike, in one row.
  std::vector<std::pair<const Confirmation*, std::vector<std::string>>> alike;
  const auto key = [](const Confirmation& one) {
    return std::tuple(one.state(), one.organisation(), one.letter(),
                      one.has_record_time() ? DayAt(ToTime(one.record_time()))
                                            : absl::CivilDay());
  };
  for (const Confirmation& one : standing.confirmations()) {
    auto found = std::find_if(
        alike.begin(), alike.end(),
        [&](const auto& other) { return key(*other.first) == key(one); });
    if (found == alike.end()) {
      alike.emplace_back(&one, std::vector<std::string>());
      found = std::prev(alike.end());
    }
    found->second.push_back(one.display_name());
  }
  for (const auto& [one, names] : alike) {
    table.rows.push_back(SignedRow(absl::StrJoin(names, ", "),
                                   DutchConfirmation(one->state()), *one,
                                   with_letters));
  }
  return table;
}

Table AdoptionTable(const pb::Report& report, const pb::Standing& standing,
                    bool with_letters) {
  Table table{.name = "Vastgesteld",
              .caption = "Wie het vaststelde, en wanneer het is ingediend",
              .columns = SignedColumns("Tafel", with_letters),
              .wordy = true};
  for (const pb::Standing::Adoption& one : standing.adoptions()) {
    table.rows.push_back(
        SignedRow(NameOf(report.content(), one.subject()),
                  one.adopted() ? "vastgesteld" : "nog niet vastgesteld", one,
                  with_letters));
  }
  if (report.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT) {
    const pb::Standing::Event* submitted = nullptr;
    for (const pb::Standing::Event& event : standing.events()) {
      if (event.verb() == "submitted") submitted = &event;
    }
    table.rows.push_back(
        SignedRow("Minister van Asiel en Migratie",
                  submitted == nullptr ? "nog niet ingediend" : "ingediend",
                  submitted == nullptr ? pb::Standing::Event::default_instance()
                                       : *submitted,
                  with_letters));
  }
  return table;
}

}  // namespace

void AddText(const pb::Text& text, std::vector<Block>& blocks) {
  const absl::string_view mark =
      IsIllustrative(text.source()) ? "[verzonnen] " : "";
  for (const absl::string_view part : absl::StrSplit(text.body(), "\n\n")) {
    AddPart(part, mark, blocks);
  }
}

Section Texts(const pb::ReportContent& content, const std::string& title,
              pb::Text::Kind kind) {
  Section section{.number = "", .title = title, .blocks = {}};
  std::string subject;
  for (const pb::Text& text : content.texts()) {
    if (text.kind() != kind) continue;
    // Whose words these are, where several tables speak.
    if (content.regions_size() > 0 && text.subject() != subject) {
      subject = text.subject();
      section.blocks.push_back(
          Paragraph{.text = NameOf(content, subject), .heading = true});
    }
    if (!text.title().empty()) {
      section.blocks.push_back(
          Paragraph{.text = text.title(), .heading = true});
    }
    AddText(text, section.blocks);
  }
  return section;
}

Section Explanations(const pb::ReportContent& content) {
  Section section =
      Texts(content, "Toelichting per gemeente", pb::Text::KIND_EXPLANATION);
  section.number = "10";
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (row.explanations().empty()) continue;
    section.blocks.push_back(
        Paragraph{.text = row.display_name(), .heading = true});
    for (const pb::Text& text : row.explanations()) {
      AddText(text, section.blocks);
    }
  }
  if (section.blocks.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Er zijn geen toelichtingen aangeleverd."});
  }
  return section;
}

Section Consultation(const pb::Report& report, const pb::Standing& standing) {
  const pb::ReportContent& content = report.content();
  Section section{.number = "", .title = "Het overleg", .blocks = {}};
  if (report.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT) {
    section.blocks.push_back(Paragraph{
        .text = "De colleges van burgemeester en wethouders, gedeputeerde "
                "staten en COA overleggen over de verdeling; de commissaris "
                "van de Koning zit het overleg voor (artikel 4, eerste lid)."});
  }
  Table meetings = MeetingTable(content);
  if (meetings.rows.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Er zijn geen overleggen aangeleverd."});
  } else {
    section.blocks.push_back(std::move(meetings));
  }
  Section coa = Texts(content, "", pb::Text::KIND_COA_PART);
  if (!coa.blocks.empty()) {
    section.blocks.push_back(
        Paragraph{.text = "Wat COA inbracht", .heading = true});
    for (Block& block : coa.blocks) section.blocks.push_back(std::move(block));
  }
  // A letter is cited in free words, which the public need not read.
  const bool with_letters = report.edition() != pb::EDITION_PUBLIC;
  if (!standing.confirmations().empty()) {
    section.blocks.push_back(ConfirmationTable(standing, with_letters));
    section.blocks.push_back(AdoptionTable(report, standing, with_letters));
  }
  return section;
}

Section Signature(const pb::ReportContent& content) {
  Section section{.number = "", .title = "Ondertekening", .blocks = {}};
  switch (content.spec().kind()) {
    case pb::REPORT_KIND_PROVINCIAL_REPORT:
      section.blocks.push_back(SignatureLine{
          .who = absl::StrCat("De commissaris van de Koning in de provincie ",
                              content.scope_display_name())});
      break;
    case pb::REPORT_KIND_REGIONAL_PLAN:
      section.blocks.push_back(SignatureLine{
          .who = absl::StrCat("De voorzitter van de regionale regietafel ",
                              content.scope_display_name())});
      break;
    default:
      break;
  }
  return section;
}

}  // namespace opvang::reporting
