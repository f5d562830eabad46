#include "services/reporting/print/make_memo.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/print/front.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

using Text = pb::Text;

// The kinds of text in their order; those of its region and province are
// printed where they speak for all municipalities alike.
constexpr struct {
  Text::Kind kind;
  const char* title;
  bool of_areas;
} kTexts[] = {
    {Text::KIND_CORE_MESSAGE, "Kernboodschap", true},
    {Text::KIND_FOREWORD, "Voorwoord", false},
    {Text::KIND_EXPLANATION, "Toelichting", false},
    {Text::KIND_FRAME, "Kader", true},
    {Text::KIND_PROCESS, "Proces", false},
    {Text::KIND_COA_PART, "Wat COA inbracht", false},
    {Text::KIND_PRECONDITION, "Randvoorwaarden", true},
    {Text::KIND_STEADINESS, "Koersvastheid", true},
    {Text::KIND_COMMUNICATION, "Communicatie", true},
    {Text::KIND_FINANCE, "Financiën", true},
    {Text::KIND_RISK, "Risico's", true},
    {Text::KIND_BOTTLENECK, "Knelpunten", false},
    {Text::KIND_FOLLOW_UP, "Vervolg", true},
    {Text::KIND_ANNEX, "Bijlagen", true},
};

struct MemoFigure {
  const char* label;
  const char* figure;
  bool sign = false;
};
constexpr MemoFigure kFigures[] = {
    {"Opgave asiel (plekken)", "asylum.target_place_count"},
    {"waarvan amv", "asylum.target_amv_count"},
    {"Gerealiseerd of te realiseren", "asylum.realised_place_count"},
    {"Gegarandeerd", "asylum.guaranteed_place_count"},
    {"Gegarandeerd, percentage", "asylum.guaranteed_percent"},
    {"Met voornemens", "asylum.intended_place_count"},
    {"Tekort (overschot negatief)", "asylum.net_shortfall_place_count"},
    {"Opgave Oekraïne (plekken)", "ukraine.target_place_count"},
    {"Oekraïne, gerealiseerd", "ukraine.realised_place_count"},
    {"Oekraïne, in ontwikkeling", "ukraine.in_development_place_count"},
    {"Particuliere opvang (personen)", "ukraine.private_person_count"},
    {"Taakstelling statushouders incl. meegenomen (personen)",
     "status_holders.net_target_person_count"},
    {"Gehuisvest (personen)", "status_holders.realised_person_count"},
    {"Verwachte voor- of achterstand (personen)",
     "status_holders.expected_person_count", true},
};

class Memo {
 public:
  Memo(const pb::Report& report, const pb::MunicipalityRow& row)
      : report_(report), content_(report.content()), row_(row) {}

  std::string Answer() const {
    const pb::AsylumFigures& asylum = row_.figures().asylum();
    if (!asylum.has_guaranteed_place_count()) {
      return absl::StrCat(row_.display_name(),
                          " leverde niet aan hoeveel plekken voor "
                          "asielzoekers de gemeente garandeert.");
    }
    const int64_t guaranteed = asylum.guaranteed_place_count();
    const int64_t intended = asylum.intended_place_count();
    if (!asylum.has_target_place_count()) {
      return absl::StrCat(
          row_.display_name(), " garandeert ", DutchCount(guaranteed),
          " plekken voor asielzoekers, met voornemens erbij ",
          DutchCount(intended), ". Een opgave is niet vastgelegd.");
    }
    const int64_t target = asylum.target_place_count();
    const int64_t net = target - guaranteed;
    const auto share = [target](int64_t count) {
      return target > 0 && count >= 0
                 ? absl::StrCat(" (", DutchPercent(count, target), ")")
                 : "";
    };
    return absl::StrCat(
        row_.display_name(), " garandeert ", DutchCount(guaranteed), " van de ",
        DutchCount(target), " plekken voor asielzoekers", share(guaranteed),
        "; met voornemens erbij zijn het er ", DutchCount(intended),
        share(intended), ". ",
        net > 0 ? absl::StrCat("Het tekort is ", DutchCount(net), " plekken.")
        : net < 0
            ? absl::StrCat("Het overschot is ", DutchCount(-net), " plekken.")
            : std::string("Er is geen tekort."));
  }

  std::vector<KeyFigure> KeyFigures() const {
    return {Key("Opgave", "asylum.target_place_count",
                "plekken voor asielzoekers, incl. amv"),
            Key("Gegarandeerd", "asylum.guaranteed_place_count",
                "plekken in het hele venster"),
            Key("Met voornemens", "asylum.intended_place_count",
                "als alle plannen doorgaan")};
  }

  std::vector<KeyFigure> OtherDuties() const {
    const pb::ReportSpec& spec = content_.spec();
    return {
        Key("Oekraïne: opgave", "ukraine.target_place_count",
            absl::StrCat("plekken op ", DutchDay(DayOf(spec.ukraine_date())))),
        Key("Oekraïne: gerealiseerd", "ukraine.realised_place_count",
            "plekken, bezet of niet"),
        Key("Statushouders: taakstelling",
            "status_holders.net_target_person_count",
            absl::StrCat("personen in het ", DutchHalfYear(spec.half_year()),
                         ", incl. meegenomen")),
        Key("Statushouders: gehuisvest", "status_holders.realised_person_count",
            absl::StrCat("personen t/m ",
                         DutchDay(DayOf(spec.placements_date()))))};
  }

  Section Head() const {
    Table table{.name = "Raadsmemo",
                .caption = "Over deze memo",
                .columns = {{.label = "Gegeven"}, {.label = "Inhoud"}}};
    const auto add = [&table](const std::string& label,
                              const std::string& value) {
      table.rows.push_back(PlainRow({Cell::Text(label), Cell::Text(value)}));
    };
    add("Onderwerp",
        absl::StrCat("Opvang van asielzoekers en Oekraïense "
                     "ontheemden, huisvesting van statushouders: ",
                     content_.title(), ", ", content_.scope_display_name()));
    add("Aan", absl::StrCat("de raad van ", row_.display_name()));
    add("Van", "het college van burgemeester en wethouders");
    add("Openbaarheid", report_.has_embargo_time()
                            ? absl::StrCat("onder embargo tot ",
                                           DutchInstant(report_.embargo_time()))
                        : report_.state() == pb::Report::STATE_DRAFT ||
                                report_.state() == pb::Report::STATE_CONFIRMED
                            ? "concept, nog niet openbaar"
                            : "openbaar, geen embargo");
    add("Stand van", DutchDay(DayOf(content_.spec().as_of_date())));
    for (const Text& text : row_.memo_texts()) {
      if (text.kind() != Text::KIND_MEETING) continue;
      add(text.title(), text.body().empty()
                            ? DutchDay(DayOf(text.start_date()))
                            : absl::StrCat(DutchDay(DayOf(text.start_date())),
                                           ": ", text.body()));
    }
    return {.number = "", .title = "Raadsmemo", .blocks = {std::move(table)}};
  }

  // The same figures of the municipality, its region and the whole.
  Section Figures() const {
    std::vector<std::pair<std::string, Subject>> subjects = {
        {row_.display_name(), Subject(row_)}};
    const std::string group = GroupOf(content_.spec(), row_);
    for (const pb::SubtotalRow& region : content_.regions()) {
      if (region.subject() == group) {
        subjects.emplace_back(region.display_name(), Subject(region));
      }
    }
    subjects.emplace_back(content_.scope_display_name(),
                          Subject(content_.total()));
    Table table{.name = "Cijfers",
                .caption = "De drie opgaven, zoals in het verslag",
                .columns = {{.label = "Cijfer"}}};
    for (const auto& [name, subject] : subjects) {
      table.columns.push_back({.label = name, .numeric = true});
    }
    for (const auto& [label, figure, sign] : kFigures) {
      TableRow row{.cells = {Cell::Text(label)}};
      for (const auto& [name, subject] : subjects) {
        row.cells.push_back(
            FigureCell(subject, {.label = "", .figure = figure, .sign = sign}));
      }
      table.rows.push_back(std::move(row));
    }
    table.note =
        "Een streepje betekent onbekend: niet aangeleverd of niet vastgelegd. "
        "Een som waarvan een deel onbekend is, zegt van hoeveel gemeenten zij "
        "is.";
    return {.number = "", .title = "Cijfers", .blocks = {std::move(table)}};
  }

  std::vector<Section> Texts() const {
    std::vector<Section> sections;
    for (const auto& one : kTexts) {
      Section section{.number = "", .title = one.title, .blocks = {}};
      if (one.of_areas) {
        for (const Text& text : content_.texts()) {
          if (IsUnder(row_, text.subject())) {
            Add(text, one.kind, section);
          }
        }
      }
      for (const Text& text : row_.explanations()) Add(text, one.kind, section);
      for (const Text& text : row_.memo_texts()) Add(text, one.kind, section);
      sections.push_back(std::move(section));
    }
    return sections;
  }

  // The report with this municipality alone, for its lists of locations.
  pb::ReportContent Own() const {
    pb::ReportContent own;
    *own.mutable_spec() = content_.spec();
    *own.mutable_cycle() = content_.cycle();
    *own.add_municipalities() = row_;
    for (const auto& one : content_.exchanges()) {
      if (one.municipality() == row_.municipality() ||
          one.counterpart() == row_.municipality()) {
        *own.add_exchanges() = one;
      }
    }
    return own;
  }

  Section Source() const {
    return {.number = "",
            .title = "Waar deze cijfers staan",
            .blocks = {Paragraph{
                .text = absl::StrCat(
                    "Alle cijfers zijn die van ", report_.name(), ", versie ",
                    report_.version(),
                    ". Elk getal is daar te openen tot op de feiten en hun "
                    "bron.")}}};
  }

 private:
  KeyFigure Key(const char* label, const char* figure,
                std::string explanation) const {
    return {.label = label,
            .value = FigureCell(Subject(row_), {.label = "", .figure = figure}),
            .explanation = std::move(explanation)};
  }

  static void Add(const Text& text, Text::Kind kind, Section& section) {
    if (text.kind() != kind) return;
    if (!text.title().empty()) {
      section.blocks.push_back(
          Paragraph{.text = text.title(), .heading = true});
    }
    AddText(text, section.blocks);
  }

  const pb::Report& report_;
  const pb::ReportContent& content_;
  const pb::MunicipalityRow& row_;
};

// Whose memo it is needs not be told in every row.
void DropMunicipality(Table& table) {
  if (table.columns.size() < 3 || table.columns.front().label != "Gemeente") {
    return;
  }
  table.columns.erase(table.columns.begin());
  for (TableRow& row : table.rows) row.cells.erase(row.cells.begin());
}

}  // namespace

Document MakeMemo(const pb::Report& report, const pb::MunicipalityRow& row) {
  const Memo memo(report, row);
  Document document{
      .title = "Raadsmemo opvang en huisvesting",
      .scope = row.display_name(),
      .subtitle = absl::StrCat(
          "Stand van ", DutchDay(DayOf(report.content().spec().as_of_date())),
          ", ", report.content().cycle().display_name()),
      .addressee = absl::StrCat("Aan de gemeenteraad. Artikelen zonder wet "
                                "zijn van ",
                                kAct, "."),
      .banner = BannerOf(report),
      .answer = memo.Answer(),
      .key_figures = memo.KeyFigures(),
      .headline = AsylumBar(Subject(row)),
      .other_duties = memo.OtherDuties(),
      .footer = FooterOf(report)};
  document.headline.label = row.display_name();
  const std::string invented = InventedWarning(report.content());
  if (!invented.empty()) document.warnings.push_back(invented);
  const pb::ReportContent own = memo.Own();
  std::vector<Section> texts = memo.Texts();
  std::vector<Section> sections = {memo.Head(), std::move(texts.front()),
                                   memo.Figures()};
  std::move(texts.begin() + 1, texts.end(), std::back_inserter(sections));
  for (Section& section :
       std::vector<Section>{Sites(own), Shelters(own), Plans(own),
                            Agreements(own), memo.Source()}) {
    section.number.clear();
    for (Block& block : section.blocks) {
      if (auto* table = std::get_if<Table>(&block)) DropMunicipality(*table);
    }
    sections.push_back(std::move(section));
  }
  for (Section& section : sections) {
    if (!section.blocks.empty()) {
      document.sections.push_back(std::move(section));
    }
  }
  return document;
}

}  // namespace opvang::reporting
