#include "services/reporting/print/make_document.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/print/front.h"
#include "services/reporting/print/sections.h"
#include "services/reporting/print/tables.h"

namespace opvang::reporting {
namespace {

// The report in two or three sentences.
class Headline {
 public:
  explicit Headline(const pb::ReportContent& content)
      : content_(content), total_(content.total()) {}

  std::string Sentences() const {
    if (!asylum().has_guaranteed_place_count()) {
      return absl::StrCat("Van de gemeenten in ", scope(),
                          " is niet aangeleverd hoeveel plekken voor "
                          "asielzoekers zij garanderen. ",
                          TargetAlone());
    }
    std::vector<std::string> sentences = {Guaranteed(), Covered(), Shortfall(),
                                          Municipalities()};
    std::erase(sentences, "");
    return absl::StrJoin(sentences, " ");
  }

 private:
  const pb::AsylumFigures& asylum() const { return total_.figures().asylum(); }
  const std::string& scope() const { return content_.scope_display_name(); }

  // What is recorded for the area itself leads; else the sum, where it is
  // whole.
  std::optional<int64_t> Target() const {
    if (const auto* own = FindOwn(total_, "asylum")) return own->place_count();
    if (!asylum().has_target_place_count() ||
        FindKnown(total_, "asylum.target_place_count") != nullptr) {
      return std::nullopt;
    }
    return asylum().target_place_count();
  }

  // Beside an own target that the shares of municipalities do not sum to.
  std::string SharesBeside() const {
    const auto* own = FindOwn(total_, "asylum");
    if (own == nullptr || (!asylum().has_target_place_count())) return "";
    const auto* known = FindKnown(total_, "asylum.target_place_count");
    if (known == nullptr &&
        own->place_count() == asylum().target_place_count()) {
      return "";
    }
    return absl::StrCat(
        "De opgaven van de gemeenten tellen op tot ",
        DutchCount(asylum().target_place_count()),
        known == nullptr
            ? "."
            : absl::StrCat(", bekend van ", known->known_municipality_count(),
                           " van de ", known->municipality_count(), "."));
  }

  std::string TargetAlone() const {
    const auto target = Target();
    return target.has_value()
               ? InTurn(absl::StrCat("De opgave is ", DutchCount(*target),
                                     " plekken."),
                        SharesBeside())
               : TargetUnknown();
  }

  std::string TargetUnknown() const {
    const auto* known = FindKnown(total_, "asylum.target_place_count");
    return known == nullptr || known->known_municipality_count() == 0
               ? "Een opgave is niet vastgelegd."
               : absl::StrCat("De opgave is van ",
                              known->known_municipality_count(), " van de ",
                              known->municipality_count(),
                              " gemeenten vastgelegd.");
  }

  std::string Guaranteed() const {
    const int64_t guaranteed = asylum().guaranteed_place_count();
    const int64_t intended = asylum().intended_place_count();
    const auto target = Target();
    const auto share = [&](int64_t count) {
      return target.has_value() && IsWhole()
                 ? absl::StrCat(" (", DutchPercent(count, *target), ")")
                 : "";
    };
    return absl::StrCat(
        "De gemeenten in ", scope(), " garanderen samen ",
        DutchCount(guaranteed),
        target.has_value() ? absl::StrCat(" van de ", DutchCount(*target)) : "",
        " plekken voor asielzoekers", share(guaranteed),
        "; met voornemens erbij zijn het er ", DutchCount(intended),
        share(intended), ".");
  }

  bool IsWhole() const {
    return FindKnown(total_, "asylum.guaranteed_place_count") == nullptr;
  }

  std::string Covered() const {
    const auto* known = FindKnown(total_, "asylum.guaranteed_place_count");
    if (known == nullptr) return "";
    return absl::StrCat("Dat is van ", known->known_municipality_count(),
                        " van de ", known->municipality_count(),
                        " gemeenten bekend; de andere leverden niets aan.");
  }

  std::string Shortfall() const {
    const auto target = Target();
    if (!target.has_value()) return TargetUnknown();
    if (!IsWhole()) return SharesBeside();
    const int64_t net = *target - asylum().guaranteed_place_count();
    std::string text =
        net > 0 ? absl::StrCat("Het tekort is ", DutchCount(net), " plekken")
        : net < 0
            ? absl::StrCat("Het overschot is ", DutchCount(-net), " plekken")
            : std::string("Er is samen geen tekort");
    const bool gross_is_whole =
        FindKnown(total_, "asylum.gross_shortfall_place_count") == nullptr;
    const int64_t gross = asylum().gross_shortfall_place_count();
    if (gross_is_whole && gross != std::max<int64_t>(net, 0)) {
      absl::StrAppend(&text, "; gemeenten die te weinig hebben, komen samen ",
                      DutchCount(gross), " tekort");
    }
    return InTurn(absl::StrCat(text, "."), SharesBeside());
  }

  // How many municipalities meet their target, partly, by plans alone, with
  // nothing, and of how many it is not known.
  std::string Municipalities() const {
    int met = 0, partly = 0, planned = 0, nothing = 0, unknown = 0;
    for (const pb::MunicipalityRow& row : content_.municipalities()) {
      const pb::AsylumFigures& one = row.figures().asylum();
      ++(!one.has_target_place_count() || !one.has_guaranteed_place_count()
             ? unknown
         : one.guaranteed_place_count() >= one.target_place_count() ? met
         : one.guaranteed_place_count() > 0                         ? partly
         : one.intended_place_count() > 0                           ? planned
                                                                    : nothing);
    }
    std::vector<std::string> parts;
    const auto add = [&](int count, const char* one, const char* many) {
      if (count > 0) {
        parts.push_back(absl::StrCat(count, " ", count == 1 ? one : many));
      }
    };
    add(met, "voldoet aan de opgave", "voldoen aan hun opgave");
    add(partly, "voldoet er deels aan", "voldoen er deels aan");
    add(planned, "heeft alleen voornemens", "hebben alleen voornemens");
    add(nothing, "heeft niets", "hebben niets");
    add(unknown, "is onbekend", "zijn onbekend");
    return absl::StrCat("Van de ", content_.municipalities_size(),
                        " gemeenten: ", absl::StrJoin(parts, ", "), ".");
  }

  const pb::ReportContent& content_;
  const pb::SubtotalRow& total_;
};

// Cells of the first screen.
class Screen {
 public:
  explicit Screen(const pb::ReportContent& content) : total_(content.total()) {}
  KeyFigure Of(const char* label, const char* figure,
               std::string explanation) const {
    return {
        .label = label,
        .value = FigureCell(Subject(total_), {.label = "", .figure = figure}),
        .explanation = std::move(explanation)};
  }
  // Held against what is recorded for the area itself, where it is.
  KeyFigure Share(const char* label, const char* metric, const char* of_sum,
                  const char* of_own) const {
    const Cell count =
        FigureCell(Subject(total_), {.label = "", .figure = metric});
    KeyFigure figure{
        .label = label,
        .value = FigureCell(Subject(total_), {.label = "", .figure = of_sum}),
        .explanation = count.IsNumber() ? absl::StrCat(Dutch(count), " plekken")
                                        : "niet aangeleverd"};
    const auto* own = FindOwn(total_, "asylum");
    if (own != nullptr && count.IsNumber()) {
      figure.value = count.parts > 0
                         ? Cell::Empty()
                         : Cell::Percent(count.value, own->place_count(),
                                         OwnFigure(total_, of_own));
    }
    return figure;
  }
  KeyFigure Target() const {
    KeyFigure figure = Of("Opgave", "asylum.target_place_count",
                          "plekken voor asielzoekers, incl. amv");
    if (const auto* own = FindOwn(total_, "asylum")) {
      const Cell sum =
          FigureCell(Subject(total_),
                     {.label = "", .figure = "asylum.target_place_count"});
      figure.explanation = "plekken voor asielzoekers, incl. amv";
      if (sum.parts > 0 || sum.value != own->place_count()) {
        absl::StrAppend(&figure.explanation, "; de gemeenten samen ",
                        Dutch(sum));
      }
      figure.value = Cell::Count(own->place_count(),
                                 OwnFigure(total_, "asylum.place_count"));
    }
    return figure;
  }
  KeyFigure Net() const {
    KeyFigure figure = Of("Tekort netto", "asylum.net_shortfall_place_count",
                          "opgave min gegarandeerd");
    const auto* own = FindOwn(total_, "asylum");
    const Cell guaranteed =
        FigureCell(Subject(total_),
                   {.label = "", .figure = "asylum.guaranteed_place_count"});
    const bool whole = guaranteed.IsNumber() && guaranteed.parts == 0;
    if (own != nullptr) {
      figure.value = whole ? Cell::Count(own->place_count() - guaranteed.value,
                                         OwnFigure(total_, "asylum.shortfall"))
                           : Cell::Empty();
    }
    // A surplus is no shortfall below nought.
    if (whole && figure.value.IsNumber() && figure.value.value < 0) {
      figure.label = "Overschot netto";
      figure.explanation = "gegarandeerd min opgave";
      figure.value.value = -figure.value.value;
      figure.value.figure =
          own != nullptr ? OwnFigure(total_, "asylum.surplus")
                         : FigureName(total_.subject(), "asylum.surplus");
    }
    return figure;
  }

 private:
  const pb::SubtotalRow& total_;
};

std::vector<KeyFigure> KeyFiguresOf(const pb::ReportContent& content) {
  const Screen screen(content);
  return {
      screen.Target(),
      screen.Share("Gegarandeerd", "asylum.guaranteed_place_count",
                   "asylum.guaranteed_percent", "asylum.guaranteed_percent"),
      screen.Share("Met voornemens", "asylum.intended_place_count",
                   "asylum.intended_percent", "asylum.intended_percent"),
      screen.Net(),
      screen.Of("Tekort bruto", "asylum.gross_shortfall_place_count",
                "alleen gemeenten die te weinig hebben"),
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
          absl::StrCat("personen in het ", DutchHalfYear(spec.half_year()),
                       ", incl. meegenomen")),
      screen.Of("Statushouders: gehuisvest",
                "status_holders.realised_person_count",
                absl::StrCat("personen t/m ",
                             DutchDay(DayOf(spec.placements_date())))),
  };
}

// Names, of which the first ten are told.
std::string NamesOf(std::vector<std::string> names) {
  constexpr size_t kNamed = 10;
  const size_t rest = names.size() > kNamed ? names.size() - kNamed : 0;
  names.resize(names.size() - rest);
  return absl::StrCat(
      absl::StrJoin(names, ", "),
      rest > 0 ? absl::StrCat(" en ", rest, " andere gemeenten") : "", ".");
}

// What is to be mended is for who works on it: not for the minister, and not
// for the public.
bool ShowsFindings(const pb::Report& report) {
  return report.edition() != pb::EDITION_PUBLIC &&
         report.state() != pb::Report::STATE_SUBMITTED &&
         report.state() != pb::Report::STATE_AMENDED;
}

std::vector<std::string> WarningsOf(const pb::Report& report) {
  const pb::ReportContent& content = report.content();
  std::vector<std::string> missing, silent;
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    const pb::AsylumFigures& asylum = row.figures().asylum();
    if (!asylum.has_target_place_count()) missing.push_back(row.display_name());
    if (!asylum.has_guaranteed_place_count()) {
      silent.push_back(row.display_name());
    }
  }
  std::vector<std::string> warnings;
  if (!missing.empty()) {
    warnings.push_back(absl::StrCat("De asielopgave is niet vastgelegd van ",
                                    NamesOf(std::move(missing))));
  }
  if (!silent.empty()) {
    warnings.push_back(
        absl::StrCat("Over plekken voor asielzoekers is niets aangeleverd van ",
                     NamesOf(std::move(silent))));
  }
  for (std::string warning :
       {InventedWarning(content),
        ShowsFindings(report) ? FindingsWarning(content) : std::string()}) {
    if (!warning.empty()) warnings.push_back(std::move(warning));
  }
  return warnings;
}

// The Act in full once, and to whom a provincial report goes.
std::string AddresseeOf(const pb::ReportContent& content) {
  return content.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT
             ? absl::StrCat(
                   "Aan de minister van Asiel en Migratie. Verslag "
                   "van het overleg, als bedoeld in artikel 4, tweede "
                   "lid, van ",
                   kAct, ". Artikelen zonder wet zijn van deze wet.")
             : absl::StrCat("Artikelen zonder wet zijn van ", kAct, ".");
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

Document MakeDocument(const pb::Report& report, const pb::Standing& standing) {
  const pb::ReportContent& content = report.content();
  Document document{.title = content.title(),
                    .scope = content.scope_display_name(),
                    .subtitle = SubtitleOf(content),
                    .addressee = AddresseeOf(content),
                    .banner = BannerOf(report),
                    .answer = Headline(content).Sentences(),
                    .key_figures = KeyFiguresOf(content),
                    .headline = AsylumBar(Subject(content.total())),
                    .other_duties = OtherDutiesOf(content),
                    .warnings = WarningsOf(report),
                    .overview = {AsylumBars(content)},
                    .sections = {},
                    .footer = FooterOf(report)};
  document.headline.label = content.scope_display_name();
  if (!content.timeline().empty()) {
    document.overview.push_back(PlacesOverTime(content));
  }
  const auto texts = [&content](const char* title, pb::Text::Kind kind) {
    return Texts(content, title, kind);
  };
  for (Section& section : std::vector<Section>{
           texts("Voorwoord", pb::Text::KIND_FOREWORD),
           texts("Kernboodschap", pb::Text::KIND_CORE_MESSAGE),
           texts("Randvoorwaarden aan het Rijk", pb::Text::KIND_PRECONDITION),
           texts("Koersvastheid", pb::Text::KIND_STEADINESS),
           Consultation(report, standing),
           Changes(report),
           Quarters(content),
           Process(content),
           Overview(content),
           AsylumTotals(content),
           FirstCycle(content),
           Durable(content),
           Sites(content),
           UkraineTotals(content),
           Shelters(content),
           StatusHolders(content),
           Plans(content),
           Agreements(content),
           Explanations(content),
           texts("Kader", pb::Text::KIND_FRAME),
           texts("Financiën", pb::Text::KIND_FINANCE),
           texts("Communicatie", pb::Text::KIND_COMMUNICATION),
           texts("Risico's", pb::Text::KIND_RISK),
           texts("Knelpunten", pb::Text::KIND_BOTTLENECK),
           texts("Vervolg", pb::Text::KIND_FOLLOW_UP),
           Signature(content),
           PlanDifferences(content),
           Comparisons(content),
           ShowsFindings(report) ? Findings(content) : Section(),
           texts("Bijlagen", pb::Text::KIND_ANNEX),
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
