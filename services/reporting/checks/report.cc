// Checks of the report as a whole: its day, its knowledge, its words, what
// others published.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"
#include "services/reporting/figures/published.h"
#include "services/reporting/figures/redaction.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

using Row = pb::MunicipalityRow;

bool IsProvincial(const Checked& checked) {
  return checked.content.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT;
}

void ReportLate(const Checked& checked, Found& found) {
  const absl::CivilDay due = DayOf(checked.content.cycle().report_due_date());
  const absl::CivilDay day = DayOf(checked.content.spec().as_of_date());
  if (!IsProvincial(checked) || day < due) return;
  found.Add(checked.content.spec().scope(),
            {{"dag", DutchDay(day)}, {"uiterlijk", DutchDay(due)}});
}

void PublishedDiffers(const Checked& checked, Found& found) {
  for (const pb::Comparison& comparison : checked.content.comparisons()) {
    if (comparison.outcome() != "different") continue;
    const pb::StatedFigure& stated = comparison.stated();
    const char* metric = MetricOf(stated);
    found.Add(stated.subject(),
              {{"document", stated.document()},
               {"gebied", comparison.subject_display_name()},
               {"cijfer", std::string(FindMetric(metric)->label)}},
              {FigureName(stated.subject(), metric)},
              absl::StrCat(FigureName(stated.subject(), metric), "|",
                           stated.document()));
  }
}

void PlanDiffers(const Checked& checked, Found& found) {
  for (const pb::FigureDifference& difference :
       checked.content.plan_differences()) {
    if (FindMunicipalityByName(difference.subject()) != nullptr) continue;
    const Metric* metric = FindMetric(difference.metric());
    found.Add(difference.subject(),
              {{"gebied", difference.display_name()},
               {"cijfer", std::string(metric->label)},
               {"plan", DutchCount(difference.from_count())},
               {"verslag", DutchCount(difference.to_count())}},
              {FigureName(difference.subject(), difference.metric())},
              FigureName(difference.subject(), difference.metric()));
  }
}

void PlanMissing(const Checked& checked, Found& found) {
  if (!IsProvincial(checked)) return;
  for (const pb::SubtotalRow& region : checked.content.regions()) {
    const bool there = std::any_of(
        checked.facts.compared_reports.begin(),
        checked.facts.compared_reports.end(), [&](const ComparedReport& other) {
          return other.compared.role() ==
                     pb::ComparedReport::ROLE_REGIONAL_PLAN &&
                 other.content.spec().scope() == region.subject();
        });
    if (there) continue;
    found.Add(region.subject(), {{"regio", region.display_name()}});
  }
}

void QuarterMissing(const Checked& checked, Found& found) {
  if (checked.content.spec().kind() != pb::REPORT_KIND_QUARTERLY) return;
  for (const auto& [role, words] :
       {std::pair(pb::ComparedReport::ROLE_PREVIOUS_QUARTER,
                  "het kwartaal ervoor"),
        std::pair(pb::ComparedReport::ROLE_YEAR_BEFORE,
                  "hetzelfde kwartaal een jaar eerder")}) {
    const bool there = std::any_of(checked.content.compared().begin(),
                                   checked.content.compared().end(),
                                   [&](const pb::ComparedFigures& one) {
                                     return one.compared().role() == role;
                                   });
    if (there) continue;
    const std::string& scope = checked.content.spec().scope();
    found.Add(scope, {{"kwartaal", words}}, {},
              absl::StrCat(scope, "|", words));
  }
}

void ExplanationMissing(const Checked& checked, Found& found) {
  FindLacking(checked, found,
              [](const Row& row) { return row.explanations().empty(); });
}

void ExplanationOld(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayOf(checked.content.spec().as_of_date());
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::Text& text : row.explanations()) {
      if (MonthsAfter(DayOf(text.start_date()), 12) > day) continue;
      found.Add(row.municipality(),
                {{"gemeente", row.display_name()},
                 {"dag", DutchDay(DayOf(text.start_date()))}},
                {}, absl::StrCat(row.municipality(), "|", text.position()));
    }
  }
}

void TextMissing(const Checked& checked, Found& found) {
  if (checked.content.spec().kind() == pb::REPORT_KIND_QUARTERLY) return;
  std::set<int> kinds;
  for (const pb::Text& text : checked.content.texts())
    kinds.insert(text.kind());
  std::vector<std::string> names;
  for (const auto& [kind, name] :
       {std::pair(pb::Text::KIND_PROCESS, "het proces"),
        std::pair(pb::Text::KIND_PRECONDITION, "randvoorwaarden")}) {
    if (!kinds.count(kind)) names.push_back(name);
  }
  if (names.empty()) return;
  found.Add(checked.content.spec().scope(), {{"teksten", Listed(names)}});
}

// Of what the public edition hides, words that its redaction leaves.
void ProtectedNamed(const Checked& checked, Found& found) {
  const pb::ReportContent& content = checked.content;
  const auto locations = LocationsOf({&content}, "");
  const Redaction redaction(locations);
  if (redaction.HidesNothing()) return;
  const Lookalikes lookalikes(locations);
  const auto look = [&](const auto& texts) {
    for (const pb::Text& text : texts) {
      const std::string left =
          redaction.Applied(absl::StrCat(text.title(), "\n", text.body()));
      for (const auto& [name, words] : lookalikes.In(left)) {
        const ToldLocation& told = locations.at(name);
        found.Add(text.subject(),
                  {{"nummer", absl::StrCat(text.position())},
                   {"gebied", DutchName(text.subject()).value_or("")},
                   {"locatie", told.words.empty() ? name : told.words.front()}},
                  {},
                  absl::StrCat(text.subject(), "|", text.kind(), "|",
                               text.position(), "|", name));
      }
    }
  };
  look(content.texts());
  for (const Row& row : content.municipalities()) {
    look(row.explanations());
    look(row.memo_texts());
  }
}

void RestsOnInvented(const Checked& checked, Found& found) {
  const std::vector<std::string> parts = InventedShares(checked.content);
  if (parts.empty()) return;
  found.Add(checked.content.spec().scope(), {{"aandelen", Listed(parts)}});
}

// A source whose last word is more than a month older than the report's day.
void KnowledgeOld(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayOf(checked.content.spec().as_of_date());
  for (const pb::SourcePin& pin : checked.content.sources()) {
    if (pin.service() == "reporting") continue;
    const absl::CivilDay known =
        absl::ToCivilDay(absl::FromUnixSeconds(pin.record_time().seconds()),
                         absl::UTCTimeZone());
    if (pin.has_record_time() && MonthsAfter(known, 1) >= day) continue;
    const std::string& scope = checked.content.spec().scope();
    found.Add(
        scope,
        {{"bron", DutchService(pin.service())},
         {"dag", pin.has_record_time() ? absl::StrCat("op ", DutchDay(known))
                                       : "nog nooit"}},
        {}, absl::StrCat(scope, "|", pin.service()));
  }
}

constexpr Check kReportChecks[] = {
    {"REPORT_LATE", kExplain,
     "De peildatum {dag} ligt niet vóór {uiterlijk}; het verslag moet vóór die "
     "dag bij de minister zijn.",
     "Wet 4(2)", "Licht toe waarom het verslag later is.", ReportLate},
    {"PLAN_DIFFERS", kExplain,
     "{gebied}: het vastgestelde regionale plan noemt voor {cijfer} {plan}, "
     "dit "
     "verslag {verslag}.",
     "Wet 4(1)", "De lijst van verschillen noemt elke oorzaak.", PlanDiffers},
    {"PLAN_MISSING", kExplain,
     "Van {regio} is geen vastgesteld regionaal plan bekend.", "Wet 4(1)",
     "Laat de regietafel het plan vaststellen.", PlanMissing},
    {"QUARTER_MISSING", kExplain,
     "Van {kwartaal} is geen kwartaalbericht bekend om naast te leggen.", "",
     "Laat de kwartaaltaak de gemiste kwartalen maken.", QuarterMissing},
    {"PUBLISHED_DIFFERS", kExplain,
     "Het gepubliceerde cijfer in {document} voor {gebied} ({cijfer}) wijkt af "
     "van het berekende; de oorzaak is niet gepubliceerd.",
     "", "Vergelijk de verslagen, of vraag de uitgever naar de oorzaak.",
     PublishedDiffers},
    {"EXPLANATION_MISSING", kExplain,
     "Van {gemeenten} is geen toelichting (duiding) aangeleverd.", "",
     "Vraag de gemeente om haar toelichting.", ExplanationMissing},
    {"EXPLANATION_OLD", kExplain,
     "De toelichting van {gemeente} is van {dag}, meer dan een jaar geleden.",
     "", "Vraag de gemeente of zij nog klopt.", ExplanationOld},
    {"TEXT_MISSING", kExplain, "Er is geen tekst over {teksten}.", "Wet 4(2)",
     "Lever de tekst aan.", TextMissing},
    {"PROTECTED_NAMED", kFix,
     "Tekst {nummer} van {gebied} noemt in andere woorden {locatie}, die "
     "beschermd is.",
     "",
     "Verander de tekst, of licht toe waarom zij de locatie niet verraadt: de "
     "openbare versie laat deze woorden staan.",
     ProtectedNamed},
    {"RESTS_ON_INVENTED", kExplain,
     "Dit verslag rust deels op verzonnen cijfers: {aandelen}.", "",
     "Vervang elk verzonnen cijfer door het echte, met zijn bron.",
     RestsOnInvented},
    {"KNOWLEDGE_OLD", kExplain,
     "In {bron} is vóór dit verslag {dag} voor het laatst iets vastgelegd.", "",
     "Controleer of alles is aangeleverd.", KnowledgeOld},
};

}  // namespace

absl::Span<const Check> ReportChecks() { return kReportChecks; }

}  // namespace opvang::reporting
