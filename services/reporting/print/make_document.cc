#include "services/reporting/print/make_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

std::string BannerOf(const pb::Report& report) {
  std::vector<std::string> parts;
  if (report.has_embargo_time()) {
    parts.push_back(absl::StrCat("Onder embargo tot ",
                                 DutchInstant(report.embargo_time())));
  }
  if (report.state() == pb::Report::STATE_AMENDED ||
      report.state() == pb::Report::STATE_DRAFT ||
      report.state() == pb::Report::STATE_CONFIRMED) {
    parts.push_back(absl::StrCat(report.state() == pb::Report::STATE_AMENDED
                                     ? "Niet de laatste versie: "
                                     : "Niet vastgesteld: ",
                                 DutchLife(report.state())));
  }
  return absl::StrJoin(parts, ". ");
}

// The report in two sentences.
std::string AnswerOf(const pb::ReportContent& content) {
  const pb::AsylumFigures& asylum = content.total().figures().asylum();
  const std::string& scope = content.scope_display_name();
  const int64_t target = asylum.target_place_count();
  const int64_t guaranteed = asylum.guaranteed_place_count();
  if (!asylum.has_target_place_count() ||
      !IsComplete(content.total(), "asylum")) {
    return absl::StrCat(
        scope, " garandeert ", DutchCount(guaranteed),
        " plekken voor asielzoekers. Niet van alle gemeenten is "
        "de opgave vastgelegd.");
  }
  const int64_t net = asylum.net_shortfall_place_count();
  const int64_t gross = asylum.gross_shortfall_place_count();
  return absl::StrCat(
      scope, " garandeert ", DutchCount(guaranteed), " van de ",
      DutchCount(target), " plekken voor asielzoekers (",
      DutchPercent(guaranteed, target), "); met voornemens erbij zijn het er ",
      DutchCount(asylum.intended_place_count()), " (",
      DutchPercent(asylum.intended_place_count(), target), "). ",
      net > 0
          ? absl::StrCat("Het tekort is ", DutchCount(net), " plekken netto")
      : net < 0 ? absl::StrCat("Het overschot is ", DutchCount(-net),
                               " plekken netto")
                : "Netto is er geen tekort",
      gross > 0 ? absl::StrCat(" en ", DutchCount(gross),
                               " bruto, de tekorten van gemeenten samen.")
                : ".");
}

// Cells of the first screen.
class Screen {
 public:
  explicit Screen(const pb::ReportContent& content) : content_(content) {}
  KeyFigure Of(const char* label, const char* figure, std::string explanation,
               const char* duty = "") const {
    Cell cell =
        FigureCell(content_.total().subject(), content_.total().figures(),
                   {.label = "", .figure = figure});
    // A sum of which targets are missing is held against nothing.
    if (*duty != '\0' && !IsComplete(content_.total(), duty)) {
      cell = Cell::Empty();
    }
    return {.label = label,
            .value = std::move(cell),
            .explanation = std::move(explanation)};
  }

 private:
  const pb::ReportContent& content_;
};

std::vector<KeyFigure> KeyFiguresOf(const pb::ReportContent& content) {
  const pb::AsylumFigures& asylum = content.total().figures().asylum();
  const Screen screen(content);
  const auto of = [&](int64_t count) {
    return absl::StrCat(DutchCount(count), " plekken");
  };
  return {
      screen.Of("Opgave", "asylum.target_place_count",
                "plekken voor asielzoekers, incl. amv"),
      screen.Of("Gegarandeerd", "asylum.guaranteed_percent",
                absl::StrCat(of(asylum.guaranteed_place_count()),
                             ", het hele venster"),
                "asylum"),
      screen.Of("Met voornemens", "asylum.intended_percent",
                of(asylum.intended_place_count()), "asylum"),
      screen.Of("Tekort netto", "asylum.net_shortfall_place_count",
                "opgave min gegarandeerd", "asylum"),
      screen.Of("Tekort bruto", "asylum.gross_shortfall_place_count",
                "alleen gemeenten die te weinig hebben", "asylum"),
  };
}

std::vector<KeyFigure> OtherDutiesOf(const pb::ReportContent& content) {
  const Screen screen(content);
  const pb::ReportSpec& spec = content.spec();
  return {
      screen.Of(
          "Oekraïne: opgave", "ukraine.target_place_count",
          absl::StrCat("plekken op ", DutchDay(DayOf(spec.ukraine_date())))),
      screen.Of("Oekraïne: gerealiseerd", "ukraine.realised_place_count",
                "plekken, bezet of niet"),
      screen.Of(
          "Statushouders: taakstelling",
          "status_holders.net_target_person_count",
          absl::StrCat("personen in ", spec.half_year(), ", incl. meegenomen")),
      screen.Of("Statushouders: gehuisvest",
                "status_holders.realised_person_count",
                absl::StrCat("personen t/m ",
                             DutchDay(DayOf(spec.placements_date())))),
  };
}

std::vector<std::string> WarningsOf(const pb::ReportContent& content) {
  std::vector<std::string> missing;
  for (const pb::MissingTarget& target : content.total().missing_targets()) {
    if (target.duty() != "asylum") continue;
    missing.push_back(
        DutchName(target.municipality()).value_or(target.municipality()));
  }
  std::vector<std::string> warnings;
  if (!missing.empty()) {
    constexpr size_t kNamed = 10;
    const size_t rest = missing.size() > kNamed ? missing.size() - kNamed : 0;
    missing.resize(missing.size() - rest);
    warnings.push_back(absl::StrCat(
        "De asielopgave is niet vastgelegd van ", absl::StrJoin(missing, ", "),
        rest > 0 ? absl::StrCat(" en ", rest, " andere gemeenten") : "", "."));
  }
  for (std::string warning :
       {InventedWarning(content), FindingsWarning(content)}) {
    if (!warning.empty()) warnings.push_back(std::move(warning));
  }
  return warnings;
}

std::string FooterOf(const pb::Report& report) {
  std::vector<std::string> parts = {
      absl::StrCat("Versie ", report.version()), DutchLife(report.state()),
      report.edition() == pb::EDITION_PUBLIC
          ? "openbare uitgave, zonder adressen van beschermde locaties"
          : "interne uitgave"};
  std::string footer = absl::StrJoin(parts, ", ");
  if (!report.seal().empty()) {
    absl::StrAppend(&footer, ". Zegel ", report.seal());
  }
  return absl::StrCat(footer, ". Inhoud (SHA-256) ", report.content_sha256(),
                      ".");
}

std::string SubtitleOf(const pb::ReportContent& content) {
  const std::string day = DutchDay(DayOf(content.spec().as_of_date()));
  return content.spec().quarter().empty()
             ? absl::StrCat("Stand van ", day, ", ",
                            content.cycle().display_name())
             : absl::StrCat("Kwartaal ", content.spec().quarter(),
                            ", stand van ", day);
}

}  // namespace

Document MakeDocument(const pb::Report& report) {
  const pb::ReportContent& content = report.content();
  Document document{.title = content.title(),
                    .scope = content.scope_display_name(),
                    .subtitle = SubtitleOf(content),
                    .banner = BannerOf(report),
                    .answer = AnswerOf(content),
                    .key_figures = KeyFiguresOf(content),
                    .headline = AsylumBar(content.total().subject(),
                                          content.total().figures()),
                    .other_duties = OtherDutiesOf(content),
                    .warnings = WarningsOf(content),
                    .overview = {AsylumBars(content)},
                    .sections = {},
                    .footer = FooterOf(report)};
  document.headline.label = content.scope_display_name();
  if (!content.timeline().empty()) {
    document.overview.push_back(PlacesOverTime(content));
  }
  for (Section& section : std::vector<Section>{
           Texts(content, "Voorwoord", pb::Text::KIND_FOREWORD),
           Changes(report),
           Quarters(content),
           Process(content),
           Overview(content),
           AsylumTotals(content),
           FirstCycle(content),
           Sites(content),
           UkraineTotals(content),
           Shelters(content),
           StatusHolders(content),
           Plans(content),
           Explanations(content),
           Texts(content, "Randvoorwaarden aan het Rijk",
                 pb::Text::KIND_PRECONDITION),
           Texts(content, "Risico's", pb::Text::KIND_RISK),
           Texts(content, "Knelpunten", pb::Text::KIND_BOTTLENECK),
           PlanDifferences(content),
           Comparisons(content),
           Findings(content),
           LocationsAnnex(content),
           Quality(content),
           Known(content),
           Account(report),
       }) {
    if (!section.blocks.empty()) {
      document.sections.push_back(std::move(section));
    }
  }
  return document;
}

}  // namespace opvang::reporting
