#include "services/reporting/explain.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/calendar.h"
#include "common/municipality.h"
#include "services/reporting/metrics.h"
#include "services/reporting/notation.h"
#include "services/reporting/parts.h"
#include "services/reporting/published.h"
#include "services/reporting/report_words.h"
#include "services/reporting/site_places.h"

namespace opvang::reporting {
namespace {

using Explanation = pb::FigureExplanation;
using Maybe = std::optional<Explanation>;
using Kind = FigurePart::Kind;

constexpr Derived kDerived[] = {
    {"asylum.realised_difference", "verschil met de opgave",
     "asylum.realised_place_count", "asylum.target_place_count", false},
    {"asylum.realised_percent", "percentage van de opgave",
     "asylum.realised_place_count", "asylum.target_place_count", true},
    {"asylum.realised_amv_difference", "verschil met de opgave, amv",
     "asylum.realised_amv_count", "asylum.target_amv_count", false},
    {"asylum.realised_amv_percent", "percentage van de opgave, amv",
     "asylum.realised_amv_count", "asylum.target_amv_count", true},
    {"asylum.guaranteed_percent", "gegarandeerd, percentage van de opgave",
     "asylum.guaranteed_place_count", "asylum.target_place_count", true},
    {"asylum.intended_percent", "met voornemens, percentage van de opgave",
     "asylum.intended_place_count", "asylum.target_place_count", true},
    {"ukraine.realised_difference", "verschil met de opgave Oekraïne",
     "ukraine.realised_place_count", "ukraine.target_place_count", false},
};

// One explanation, as it is made.
class Answer {
 public:
  Answer(const pb::ReportContent& content, const std::string& figure,
         absl::string_view label, int32_t count, absl::string_view unit)
      : content_(content) {
    to_.set_figure(figure);
    to_.set_label(std::string(label));
    to_.set_count(count);
    to_.set_unit(std::string(unit));
    *to_.mutable_as_of_date() = content.spec().as_of_date();
    to_.set_rule(Explanation::RULE_FACT);
  }
  Answer& Rule(absl::string_view sentence, absl::string_view legal_basis = "") {
    to_.set_rule_sentence(std::string(sentence));
    to_.set_legal_basis(std::string(legal_basis));
    return *this;
  }
  Answer& Day(const google::type::Date& day) {
    *to_.mutable_as_of_date() = day;
    return *this;
  }
  Answer& Part(absl::string_view label, int32_t count,
               const std::string& figure) {
    to_.set_rule(Explanation::RULE_SUM);
    Explanation::Part& part = *to_.add_parts();
    part.set_label(std::string(label));
    part.set_count(count);
    part.set_figure(figure);
    return *this;
  }
  Answer& Share(int32_t whole) {
    to_.set_rule(Explanation::RULE_SHARE);
    to_.set_whole_count(whole);
    to_.set_unit("percent");
    return *this;
  }
  // Who recorded a fact, and when, out of the report's own trail.
  Answer& Fact(absl::string_view service, const std::string& resource,
               const std::string& statement, std::optional<int32_t> count,
               const std::string& source, int64_t revision) {
    Explanation::Fact& fact = *to_.add_facts();
    fact.set_service(std::string(service));
    fact.set_resource(resource);
    fact.set_statement(statement);
    if (count.has_value()) fact.set_count(*count);
    fact.set_source(source);
    fact.set_revision(revision);
    for (const pb::WriteRecord& write : content_.writes()) {
      if (write.service() != service || write.revision() != revision) continue;
      fact.set_organisation(write.organisation());
      *fact.mutable_record_time() = write.record_time();
    }
    return *this;
  }
  Maybe Done() { return std::move(to_); }

 private:
  const pb::ReportContent& content_;
  Explanation to_;
};

// What a question is about: the two sides of its `#`.
struct Asked {
  const pb::ReportContent& content;
  std::string figure;
  std::string resource;
  std::string what;
};

const pb::MunicipalityRow* RowOf(const pb::ReportContent& content,
                                 absl::string_view resource) {
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (resource == row.municipality() ||
        absl::StartsWith(resource, absl::StrCat(row.municipality(), "/"))) {
      return &row;
    }
  }
  return nullptr;
}

// --- Facts ------------------------------------------------------------------

void AddStep(Answer& answer, const std::string& subject,
             const pb::TargetStep& step) {
  answer.Fact(
      "quotas", step.origin().empty() ? subject : step.origin(),
      step.has_change_count()
          ? absl::StrCat(DutchBasis(step), " met ",
                         DutchSigned(step.change_count()))
          : absl::StrCat(DutchBasis(step), ": ", DutchCount(step.place_count()),
                         step.has_amv_count()
                             ? absl::StrCat(", waarvan amv ",
                                            DutchCount(step.amv_count()))
                             : ""),
      step.has_change_count() ? step.change_count() : step.place_count(),
      step.source(), step.revision());
}

void AddPlaces(Answer& answer, const std::string& location,
               const PlaceFacts& places, absl::string_view group) {
  for (const pb::PlaceFact& place : places) {
    if (!group.empty() && place.group() != group) continue;
    answer.Fact(
        "locations", location,
        absl::StrCat(
            place.has_start_date()
                ? absl::StrCat("vanaf ", DutchDay(DayOf(place.start_date())))
                : "zonder dag",
            place.basis() == "planned" ? " gepland " : " ",
            DutchCount(place.place_count()), " ", DutchGroup(place.group()),
            place.decision().empty()
                ? ""
                : absl::StrCat(" (", place.decision(), ")")),
        place.place_count(), place.source(), place.revision());
  }
}

void AddState(Answer& answer, const pb::Site& site) {
  if (!site.has_state_fact()) return;
  answer.Fact("locations", site.location(),
              absl::StrCat("stand ", DutchState(site.state()), " vanaf ",
                           DutchDay(DayOf(site.state_fact().start_date()))),
              std::nullopt, site.state_fact().source(),
              site.state_fact().revision());
}

void AddCount(Answer& answer, absl::string_view service,
              const std::string& resource, const pb::CountFact& count,
              const char* unit) {
  answer.Fact(service, resource,
              absl::StrCat(DutchCount(count.count()), " ", unit, " op ",
                           DutchDay(DayOf(count.count_date()))),
              count.count(), count.source(), count.revision());
}

// --- Figures of a subject ---------------------------------------------------

// The facts of a figure that has no figures below it.
void AddDirectFacts(Answer& answer, const pb::MunicipalityRow& row,
                    const FigurePart& part) {
  switch (part.kind) {
    case Kind::kCount:
      if (part.key == "asylum.permanent_stock_place_count") {
        AddCount(answer, "locations", row.municipality(), row.permanent_stock(),
                 "plekken");
      } else {
        AddCount(answer, "locations", row.municipality(), row.private_shelter(),
                 "personen");
      }
      break;
    case Kind::kCarried:
      answer.Fact(
          "housing", row.municipality(),
          row.opening_source().empty()
              ? "wat het halfjaar ervoor opleverde, berekend uit zijn eigen "
                "taakstelling en plaatsingen"
              : "wat bij het begin van het halfjaar is meegenomen, opgegeven",
          part.count, row.opening_source(), 0);
      break;
    default:
      break;
  }
}

Maybe ExplainMunicipality(const Asked& asked, const pb::MunicipalityRow& row,
                          const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(row.figures(), metric);
  if (!value.has_value()) return std::nullopt;
  Answer answer(asked.content, asked.figure,
                absl::StrCat(row.display_name(), ": ", metric.label), *value,
                metric.unit);
  answer.Rule(metric.rule, metric.legal_basis);
  for (const FigurePart& part : PartsOf(asked.content, row, metric)) {
    answer.Part(part.label, part.count, part.figure);
    AddDirectFacts(answer, row, part);
  }
  return answer.Done();
}

// Of an area its regions, or its municipalities; all of them the same figure.
Maybe ExplainArea(const Asked& asked, const pb::SubtotalRow& area,
                  const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(area.figures(), metric);
  if (!value.has_value()) return std::nullopt;
  Answer answer(asked.content, asked.figure,
                absl::StrCat(area.display_name(), ": ", metric.label), *value,
                metric.unit);
  answer.Rule(absl::StrCat("De som van de delen. ", metric.rule),
              metric.legal_basis);
  const bool whole = area.subject() == asked.content.total().subject();
  std::vector<std::string> covered;
  if (whole) {
    for (const pb::SubtotalRow& region : asked.content.regions()) {
      if (const auto part = ValueOf(region.figures(), metric)) {
        answer.Part(region.display_name(), *part,
                    FigureName(region.subject(), metric.name));
      }
      covered.push_back(region.subject());
    }
  }
  for (const pb::MunicipalityRow& row : asked.content.municipalities()) {
    if (!whole && !LiesWithin(row.municipality(), area.subject())) continue;
    if (std::any_of(covered.begin(), covered.end(), [&](const auto& region) {
          return LiesWithin(row.municipality(), region);
        })) {
      continue;
    }
    const auto part = ValueOf(row.figures(), metric);
    if (!part.has_value()) continue;
    answer.Part(row.display_name(), *part,
                FigureName(row.municipality(), metric.name));
  }
  return answer.Done();
}

const pb::SubtotalRow* AreaOf(const pb::ReportContent& content,
                              absl::string_view subject) {
  if (content.total().subject() == subject) return &content.total();
  for (const pb::SubtotalRow& region : content.regions()) {
    if (region.subject() == subject) return &region;
  }
  return nullptr;
}

Maybe ExplainMetric(const Asked& asked, const Metric& metric) {
  if (const pb::SubtotalRow* area = AreaOf(asked.content, asked.resource)) {
    return ExplainArea(asked, *area, metric);
  }
  const pb::MunicipalityRow* row = RowOf(asked.content, asked.resource);
  if (row == nullptr || row->municipality() != asked.resource) {
    return std::nullopt;
  }
  return ExplainMunicipality(asked, *row, metric);
}

Maybe ExplainDerived(const Asked& asked, const Derived& derived) {
  const pb::Figures* figures = FiguresOf(asked.content, asked.resource);
  if (figures == nullptr) return std::nullopt;
  const Metric& first = *FindMetric(derived.first);
  const Metric& second = *FindMetric(derived.second);
  if (!ValueOf(*figures, first).has_value() ||
      !ValueOf(*figures, second).has_value()) {
    return std::nullopt;  // Nothing to hold it against.
  }
  const int32_t one = *ValueOf(*figures, first);
  const int32_t other = *ValueOf(*figures, second);
  if (derived.share && other <= 0) return std::nullopt;
  Answer answer(asked.content, asked.figure,
                absl::StrCat(DutchName(asked.resource).value_or(asked.resource),
                             ": ", derived.label),
                derived.share ? one : one - other, first.unit);
  answer.Part(first.label, one, FigureName(asked.resource, first.name));
  answer.Part(second.label, derived.share ? other : -other,
              FigureName(asked.resource, second.name));
  if (derived.share) {
    answer.Share(other).Rule(
        "Het eerste getal als deel van het tweede, op één decimaal; van een "
        "som "
        "het deel van de sommen, nooit een gemiddelde.");
  } else {
    answer.Rule("Het eerste getal min het tweede.");
  }
  return answer.Done();
}

// --- Locations, shelters, placements, plans, transfers ----------------------

const char* RuleOfField(absl::string_view field) {
  if (field == "counted_place_count") {
    return "Wat de locatie op de bindende dag van de gemeente biedt, als zij "
           "mag "
           "meetellen.";
  }
  if (field == "amv_counted_place_count") {
    return "Wat de locatie op de bindende dag voor amv biedt, als zij mag "
           "meetellen.";
  }
  if (field == "intended_place_count") {
    return "Wat er op de laatste dag van het venster staat als de plannen "
           "worden "
           "uitgevoerd.";
  }
  if (field == "realised_place_count") {
    return "Het hoogste aantal besloten plekken op enige dag van de periode.";
  }
  return "Het hoogste aantal besloten plekken vanaf het begin van de periode.";
}

std::optional<int32_t> FieldOf(const pb::Site::GroupPlaces& places,
                               absl::string_view field) {
  if (field == "counted_place_count") return places.counted_place_count();
  if (field == "amv_counted_place_count") {
    return places.amv_counted_place_count();
  }
  if (field == "intended_place_count") return places.intended_place_count();
  if (field == "realised_place_count") return places.realised_place_count();
  if (field == "offered_place_count") return places.offered_place_count();
  return std::nullopt;
}

// "regular.counted_place_count" of one location.
Maybe ExplainGroup(const Asked& asked, const pb::Site& site) {
  const std::pair<std::string, std::string> what =
      absl::StrSplit(asked.what, absl::MaxSplits('.', 1));
  const std::string label =
      absl::StrCat(site.display_name(), ", ", DutchGroup(what.first));
  if (what.second == "uncounted_place_count") {
    for (const auto& uncounted : site.uncounted()) {
      if (uncounted.group() != what.first) continue;
      std::vector<std::string> reasons;
      for (const std::string& reason : uncounted.reasons()) {
        reasons.push_back(DutchReason(reason));
      }
      Answer answer(asked.content, asked.figure, label, uncounted.place_count(),
                    "places");
      answer.Rule(
          absl::StrCat("Telt niet mee: ", absl::StrJoin(reasons, "; "), "."));
      AddPlaces(answer, site.location(), site.places(), what.first);
      AddState(answer, site);
      return answer.Done();
    }
    return std::nullopt;
  }
  for (const auto& places : site.groups()) {
    if (places.group() != what.first) continue;
    const std::optional<int32_t> count = FieldOf(places, what.second);
    if (!count.has_value()) return std::nullopt;
    Answer answer(asked.content, asked.figure, label, *count, "places");
    answer.Rule(RuleOfField(what.second));
    AddPlaces(answer, site.location(), site.places(), what.first);
    AddState(answer, site);
    return answer.Done();
  }
  return std::nullopt;
}

// What a location adds to the places over time on a day, without buffer.
int32_t PlacesOn(const pb::Site& site, absl::CivilDay day, bool intended) {
  int32_t count = 0;
  for (const char* group : {"regular", "amv", "special"}) {
    count += intended ? IntendedOn(site.places(), group, day)
                      : DecidedOn(site.places(), group, day);
  }
  return count;
}

// "on.2025-07-01.decided" of one location.
Maybe ExplainDay(const Asked& asked, const pb::Site& site) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  const auto day = what.size() == 3 ? ParseDay(what[1]) : std::nullopt;
  if (!day.has_value()) return std::nullopt;
  Answer answer(asked.content, asked.figure,
                absl::StrCat(site.display_name(), " op ", DutchDay(*day)),
                PlacesOn(site, *day, what[2] == "intended"), "places");
  answer.Day(ToProto(*day))
      .Rule("Een aantal geldt vanaf zijn dag tot het volgende begint.");
  AddPlaces(answer, site.location(), site.places(), "");
  return answer.Done();
}

// "occupied_person_count" and "objection_count" of one location.
Maybe ExplainSiteCount(const Asked& asked, const pb::Site& site) {
  if (asked.what == "occupied_person_count") {
    if (!site.has_occupancy()) return std::nullopt;
    Answer answer(asked.content, asked.figure, site.display_name(),
                  site.occupancy().count(), "persons");
    answer.Rule("De laatste telling niet na de dag.");
    AddCount(answer, "locations", site.location(), site.occupancy(),
             "personen");
    return answer.Done();
  }
  if (!site.has_objection_count()) return std::nullopt;
  Answer answer(asked.content, asked.figure, site.display_name(),
                site.objection_count(), "cases");
  answer.Rule("Bezwaren en beroepen die lopen, zoals de locatie ze noemt.");
  answer.Fact("locations", site.location(), "bezwaar en beroep",
              site.objection_count(), absl::StrJoin(site.sources(), "; "), 0);
  return answer.Done();
}

// What the tables of locations print: places and counted places of all groups
// but buffer.
Maybe ExplainSite(const Asked& asked, const pb::Site& site) {
  if (absl::StartsWith(asked.what, "on.")) return ExplainDay(asked, site);
  if (asked.what == "occupied_person_count" ||
      asked.what == "objection_count") {
    return ExplainSiteCount(asked, site);
  }
  const bool counted = asked.what == "counted_place_count";
  if (!counted && asked.what != "place_count") return ExplainGroup(asked, site);
  int32_t sum = 0;
  std::vector<std::tuple<std::string, int32_t, std::string>> parts;
  for (const auto& places : site.groups()) {
    if (places.group() == "buffer") continue;
    const char* field = counted ? "counted_place_count"
                        : places.offered_place_count() > 0
                            ? "offered_place_count"
                            : "intended_place_count";
    const int32_t count = *FieldOf(places, field);
    parts.push_back(
        {DutchGroup(places.group()), count,
         absl::StrCat(site.location(), "#", places.group(), ".", field)});
    sum += count;
  }
  Answer answer(asked.content, asked.figure, site.display_name(), sum,
                "places");
  answer.Rule(counted ? "Wat van de locatie meetelt, alle groepen samen."
                      : "De plekken van de locatie, zonder bufferplekken; waar "
                        "niets besloten is, wat voorgenomen is.");
  for (const auto& [label, count, figure] : parts) {
    answer.Part(label, count, figure);
  }
  return answer.Done();
}

Maybe ExplainShelter(const Asked& asked, const pb::Shelter& shelter) {
  const auto places = [&](int32_t count, const char* rule) -> Maybe {
    Answer answer(asked.content, asked.figure, shelter.display_name(), count,
                  "places");
    answer.Rule(rule);
    AddPlaces(answer, shelter.location(), shelter.places(), "");
    return answer.Done();
  };
  if (asked.what == "realised_place_count") {
    return places(shelter.realised_place_count(),
                  "Plekken die op de dag klaar zijn voor gebruik.");
  }
  if (asked.what == "in_development_place_count") {
    return places(shelter.in_development_place_count(),
                  "Plekken die nog moeten worden opgeleverd.");
  }
  if (asked.what == "place_count") {
    return places(shelter.place_count(),
                  "Plekken op de dag; in ontwikkeling: na oplevering.");
  }
  if (asked.what == "occupied_person_count") {
    Answer answer(asked.content, asked.figure, shelter.display_name(),
                  shelter.occupied_person_count(), "persons");
    answer.Rule("De laatste telling niet na de dag.");
    if (shelter.has_occupancy()) {
      AddCount(answer, "locations", shelter.location(), shelter.occupancy(),
               "personen");
    }
    return answer.Done();
  }
  return std::nullopt;
}

Maybe ExplainPlacement(const Asked& asked, const pb::PlacementFact& placement) {
  if (asked.what != "person_count") return std::nullopt;
  Answer answer(asked.content, asked.figure,
                DutchDay(DayOf(placement.placement_date())),
                placement.person_count(), "persons");
  answer.Rule(
      "Een plaatsing telt op haar dag; een vergissing wordt hersteld "
      "door haar tegendeel.");
  answer.Fact(
      "housing", placement.placement(),
      absl::StrCat(DutchCount(placement.person_count()), " personen op ",
                   DutchDay(DayOf(placement.placement_date()))),
      placement.person_count(), placement.source(), placement.revision());
  return answer.Done();
}

// "moves/amv-2024": what a move brings to a municipality.
Maybe ExplainMove(const Asked& asked, const pb::MunicipalityRow& row) {
  for (const pb::MoveFact& move : row.moves()) {
    if (move.move() != asked.what) continue;
    Answer answer(asked.content, asked.figure,
                  absl::StrCat(row.display_name(), ": verhuizing ",
                               move.person_count() < 0 ? "naar " : "uit ",
                               move.other_display_name()),
                  move.person_count(), "persons");
    answer.Rule("Wat de ene gemeente meer telt, telt de andere minder.");
    answer.Fact("housing", move.move(),
                absl::StrCat("vanaf ", DutchDay(DayOf(move.move_date()))),
                move.person_count(), move.source(), move.revision());
    return answer.Done();
  }
  return std::nullopt;
}

Maybe ExplainPlan(const Asked& asked, const pb::Plan& plan) {
  int32_t count = 0;
  const char* unit = "persons";
  if (asked.what == "planned_person_count") {
    count = plan.planned_person_count();
  } else if (asked.what == "person_count" && plan.has_person_count()) {
    count = plan.person_count();
  } else if (asked.what == "derived_person_count" &&
             plan.has_derived_person_count()) {
    count = plan.derived_person_count();
  } else if (asked.what == "home_count" && plan.has_home_count()) {
    count = plan.home_count();
    unit = "homes";
  } else if (asked.what == "vacated_percent" && plan.has_vacated_percent()) {
    count = plan.vacated_percent();
    unit = "percent";
  } else {
    return std::nullopt;
  }
  Answer answer(asked.content, asked.figure,
                DutchHomeSource(plan.home_source()), count, unit);
  answer.Rule(
      "Een plan telt in het halfjaar van zijn laatste dag, met de personen die "
      "het noemt of die volgen uit de gestelde gemiddelde bezetting; een "
      "mogelijk plan telt niet mee.");
  answer.Fact("housing", plan.name(), plan.remark(), count, plan.source(),
              plan.revision());
  return answer.Done();
}

Maybe ExplainTransfer(const Asked& asked, const pb::TransferRow& transfer) {
  const bool amv = asked.what == "amv_count";
  if (!amv && asked.what != "place_count") return std::nullopt;
  Answer answer(asked.content, asked.figure,
                absl::StrCat("van ", transfer.giver_display_name(), " aan ",
                             transfer.receiver_display_name()),
                amv ? transfer.amv_count() : transfer.place_count(), "places");
  answer.Rule(
      "Wat de ontvanger meer telt, telt de gever minder; de opgaven "
      "veranderen niet.");
  for (const std::string& source : transfer.sources()) {
    answer.Fact("quotas", transfer.transfer(),
                DutchTransferState(transfer.state()), std::nullopt, source, 0);
  }
  return answer.Done();
}

// --- Other numbers of a municipality or area --------------------------------

// "asylum.step.2": one step of a target.
Maybe ExplainStep(const Asked& asked, const pb::MunicipalityRow& row) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  int index = -1;
  const bool amv = what.size() == 3 && what[1] == "amv_step";
  if (what.size() != 3 || (what[1] != "step" && !amv) ||
      !absl::SimpleAtoi(what[2], &index)) {
    return std::nullopt;
  }
  const auto& steps = what[0] == "asylum"    ? row.asylum_steps()
                      : what[0] == "ukraine" ? row.ukraine_steps()
                                             : row.status_holder_steps();
  if (index < 0 || index >= steps.size()) return std::nullopt;
  const pb::TargetStep& step = steps[index];
  Answer answer(asked.content, asked.figure,
                absl::StrCat(row.display_name(), ": ", DutchBasis(step)),
                amv                       ? step.amv_count()
                : step.has_change_count() ? step.change_count()
                                          : step.place_count(),
                what[0] == "status_holders" ? "persons" : "places");
  answer.Rule("Een stap in de opgave, zoals hij is vastgelegd.",
              step.legal_basis());
  if (step.has_start_date()) answer.Day(step.start_date());
  AddStep(answer, row.municipality(), step);
  return answer.Done();
}

Maybe ExplainLocations(const Asked& asked, const pb::MunicipalityRow& row) {
  const std::string kind(absl::StripSuffix(asked.what, "_location_count"));
  int32_t count = 0;
  for (const auto& location : row.status_holder_locations()) {
    count += location.kind() == kind ? 1 : 0;
  }
  Answer answer(
      asked.content, asked.figure,
      absl::StrCat(row.display_name(), ": ", absl::AsciiStrToUpper(kind)),
      count, "locations");
  answer.Rule("Het aantal locaties, geen plekken.");
  for (const auto& location : row.status_holder_locations()) {
    if (location.kind() != kind) continue;
    answer.Part(location.display_name(), 1, "");
    answer.Fact("locations", location.location(), DutchState(location.state()),
                std::nullopt, location.source(), 0);
  }
  return answer.Done();
}

constexpr char kInventedRule[] =
    "Wat geheel of deels op een illustratief cijfer rust.";

int32_t SumOf(const std::vector<FigurePart>& parts) {
  int32_t sum = 0;
  for (const FigurePart& part : parts) sum += part.count;
  return sum;
}

Maybe ExplainInvented(const Asked& asked, const pb::MunicipalityRow& row,
                      const Weighed& weighed) {
  const auto parts = InventedParts(asked.content, row, weighed);
  Answer answer(asked.content, asked.figure, row.display_name(), SumOf(parts),
                FindMetric(weighed.metric)->unit);
  answer.Rule(kInventedRule);
  for (const FigurePart& part : parts) {
    answer.Part(part.label, part.count, part.figure);
  }
  return answer.Done();
}

// "quality.asylum.target.illustrative", ".total" or ".percent" of the scope; of
// a municipality its illustrative part.
Maybe ExplainQuality(const Asked& asked) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  if (what.size() != 4) return std::nullopt;
  const std::string name =
      absl::StrCat("#quality.", what[1], ".", what[2], ".");
  for (int i = 0; i < asked.content.data_quality_size(); ++i) {
    const pb::DataQuality& quality = asked.content.data_quality(i);
    if (quality.duty() != what[1] || quality.figure() != what[2]) continue;
    const Weighed& weighed = AllWeighed()[i];
    if (const pb::MunicipalityRow* row = RowOf(asked.content, asked.resource)) {
      return ExplainInvented(asked, *row, weighed);
    }
    if (asked.resource != asked.content.total().subject()) return std::nullopt;
    const Metric& metric = *FindMetric(weighed.metric);
    if (what[3] == "total") {
      const bool known =
          ValueOf(asked.content.total().figures(), metric).has_value();
      return Answer(asked.content, asked.figure, DutchFigure(quality),
                    quality.total_count(), metric.unit)
          .Rule("Het totaal van het verslag.")
          .Part(metric.label, quality.total_count(),
                known ? FigureName(asked.resource, metric.name) : "")
          .Done();
    }
    Answer answer(asked.content, asked.figure, DutchFigure(quality),
                  quality.illustrative_count(), metric.unit);
    answer.Rule(kInventedRule);
    if (what[3] == "percent") {
      return answer
          .Part("illustratief", quality.illustrative_count(),
                absl::StrCat(asked.resource, name, "illustrative"))
          .Part("totaal", quality.total_count(),
                absl::StrCat(asked.resource, name, "total"))
          .Share(quality.total_count())
          .Done();
    }
    for (const pb::MunicipalityRow& row : asked.content.municipalities()) {
      const int32_t count = SumOf(InventedParts(asked.content, row, weighed));
      if (count == 0) continue;
      answer.Part(row.display_name(), count,
                  absl::StrCat(row.municipality(), name, "illustrative"));
    }
    return answer.Done();
  }
  return std::nullopt;
}

// "timeline.2025-07-01.change": by how much the decided places change that day.
Maybe ExplainStepChange(const Asked& asked, absl::CivilDay day) {
  const auto& steps = asked.content.timeline();
  for (int i = 1; i < steps.size(); ++i) {
    if (DayOf(steps[i].start_date()) != day) continue;
    const auto figure = [&](const pb::TimelineStep& step) {
      return absl::StrCat(asked.resource, "#timeline.",
                          FormatDay(DayOf(step.start_date())), ".decided");
    };
    const int32_t now = steps[i].decided_place_count();
    const int32_t before = steps[i - 1].decided_place_count();
    return Answer(asked.content, asked.figure,
                  absl::StrCat("verandering op ", DutchDay(day)), now - before,
                  "places")
        .Day(steps[i].start_date())
        .Rule("De plekken vanaf die dag min die van de dag ervoor.")
        .Part("vanaf die dag", now, figure(steps[i]))
        .Part("de dag ervoor", -before, figure(steps[i - 1]))
        .Done();
  }
  return std::nullopt;
}

// "timeline.2025-07-01.decided": every location on that day.
Maybe ExplainTimeline(const Asked& asked) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  if (what.size() != 3) return std::nullopt;
  const auto day = ParseDay(what[1]);
  const bool intended = what[2] == "intended";
  if (!day.has_value() || asked.resource != asked.content.total().subject()) {
    return std::nullopt;
  }
  if (what[2] == "change") return ExplainStepChange(asked, *day);
  for (const pb::TimelineStep& step : asked.content.timeline()) {
    if (DayOf(step.start_date()) != *day) continue;
    Answer answer(
        asked.content, asked.figure,
        absl::StrCat(asked.content.scope_display_name(), " op ",
                     DutchDay(*day)),
        intended ? step.intended_place_count() : step.decided_place_count(),
        "places");
    answer.Day(step.start_date());
    answer.Rule(
        "De plekken van alle locaties die op die dag staan; uitruil en "
        "bufferplekken niet meegerekend.");
    for (const pb::MunicipalityRow& row : asked.content.municipalities()) {
      for (const pb::Site& site : row.sites()) {
        if (site.quota_rule() == "no" || IsOver(site.state()) ||
            (!intended && !IsDecided(site.state()))) {
          continue;
        }
        const int32_t count = PlacesOn(site, *day, intended);
        if (count == 0) continue;
        answer.Part(
            absl::StrCat(row.display_name(), ", ", site.display_name()), count,
            absl::StrCat(site.location(), "#on.", what[1], ".", what[2]));
      }
    }
    return answer.Done();
  }
  return std::nullopt;
}

// "comparison.0.stated", as published; ".difference", computed minus published.
Maybe ExplainComparison(const Asked& asked) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  int index = -1;
  if (what.size() != 3 || !absl::SimpleAtoi(what[1], &index) || index < 0 ||
      index >= asked.content.comparisons_size() ||
      asked.resource != asked.content.total().subject()) {
    return std::nullopt;
  }
  const pb::Comparison& one = asked.content.comparisons(index);
  const pb::StatedFigure& stated = one.stated();
  const auto answer = [&](int32_t count) {
    Answer made(asked.content, asked.figure, stated.document(), count,
                "places");
    made.Day(stated.publish_date());
    made.Fact("reporting", stated.subject(), stated.document(),
              stated.place_count(), stated.source(), 0);
    return made;
  };
  if (what[2] == "stated" && stated.has_place_count()) {
    return answer(stated.place_count()).Rule("Zoals gepubliceerd.").Done();
  }
  if (what[2] == "difference" && one.has_difference_place_count()) {
    return answer(one.difference_place_count())
        .Rule("Berekend min gepubliceerd.")
        .Part("berekend", one.computed_place_count(),
              FigureName(stated.subject(), MetricOf(stated)))
        .Part("gepubliceerd", -stated.place_count(),
              absl::StrCat(asked.resource, "#comparison.", index, ".stated"))
        .Done();
  }
  return std::nullopt;
}

// "previous_quarter.asylum.target_place_count": a figure of another report;
// with
// ".difference" the one of this report minus that.
Maybe ExplainOther(const Asked& asked, absl::string_view role,
                   absl::string_view metric_name) {
  const bool difference = absl::ConsumeSuffix(&metric_name, ".difference");
  const Metric* metric = FindMetric(metric_name);
  const pb::Figures* ours = FiguresOf(asked.content, asked.resource);
  if (metric == nullptr || ours == nullptr) return std::nullopt;
  const auto answer = [&](const pb::ComparedReport& compared,
                          int32_t count) -> Maybe {
    if (difference) {
      const int32_t now = ValueOf(*ours, *metric).value_or(0);
      return Answer(asked.content, asked.figure, metric->label, now - count,
                    metric->unit)
          .Rule("Het cijfer van dit verslag min dat van toen.")
          .Part("dit verslag", now, FigureName(asked.resource, metric->name))
          .Part(
              "toen", -count,
              FigureName(asked.resource, absl::StrCat(role, ".", metric->name)))
          .Done();
    }
    Answer made(asked.content, asked.figure, metric->label, count,
                metric->unit);
    made.Rule("Zoals dat verslag het cijfer geeft.");
    made.Fact("reporting", compared.report(), compared.content_sha256(), count,
              compared.report(), 0);
    return made.Done();
  };
  for (const pb::ComparedFigures& compared : asked.content.compared()) {
    if (RoleWord(compared.compared().role()) != role) continue;
    for (const auto& row : compared.rows()) {
      if (row.subject() == asked.resource) {
        return answer(compared.compared(),
                      ValueOf(row.figures(), *metric).value_or(0));
      }
    }
  }
  return std::nullopt;
}

// "changes.0.from", ".to", ".difference": a row of what changed since the
// version before, or "plan_differences.0.…" against the plan of a region.
Maybe ExplainChange(const Asked& asked) {
  const std::vector<std::string> what = absl::StrSplit(asked.what, '.');
  int index = -1;
  if (what.size() != 3 || !absl::SimpleAtoi(what[1], &index)) {
    return std::nullopt;
  }
  const auto& list = what[0] == "changes" ? asked.content.changes()
                                          : asked.content.plan_differences();
  if (index < 0 || index >= list.size()) return std::nullopt;
  const pb::FigureDifference& one = list[index];
  const Metric& metric = *FindMetric(one.metric());
  const std::string label =
      absl::StrCat(one.display_name(), ": ", metric.label);
  if (what[2] == "difference") {
    Answer answer(asked.content, asked.figure, label, one.difference_count(),
                  metric.unit);
    answer.Rule("De oorzaken samen; er blijft niets over.");
    for (const auto& part : one.parts()) {
      answer.Part(DutchCause(part.cause()), part.count(), "");
      for (const auto& record : part.records()) {
        answer.Fact("reporting", record.resource(),
                    absl::StrCat(record.display_name(), ": ",
                                 absl::StrJoin(record.changes(), "; ")),
                    record.count(), absl::StrJoin(record.sources(), "; "), 0);
      }
    }
    return answer.Done();
  }
  const bool from = what[2] == "from";
  Answer answer(asked.content, asked.figure, label,
                from ? one.from_count() : one.to_count(), metric.unit);
  answer.Rule(from ? "Zoals het andere verslag het cijfer geeft."
                   : metric.rule);
  if (!from) {
    answer.Part(metric.label, one.to_count(),
                FigureName(one.subject(), one.metric()));
  }
  return answer.Done();
}

// What hangs below a municipality: a location, shelter, placement or plan.
Maybe ExplainBelow(const Asked& asked, const pb::MunicipalityRow& row) {
  for (const pb::Site& site : row.sites()) {
    if (site.location() == asked.resource) return ExplainSite(asked, site);
  }
  for (const pb::Shelter& shelter : row.shelters()) {
    if (shelter.location() == asked.resource) {
      return ExplainShelter(asked, shelter);
    }
  }
  for (const pb::PlacementFact& placement : row.placements()) {
    if (placement.placement() == asked.resource) {
      return ExplainPlacement(asked, placement);
    }
  }
  for (const pb::Plan& plan : row.plans()) {
    if (plan.name() == asked.resource) return ExplainPlan(asked, plan);
  }
  return std::nullopt;
}

}  // namespace

absl::Span<const Derived> AllDerived() { return kDerived; }

std::string RoleWord(pb::ComparedReport::Role role) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(pb::ComparedReport::Role_Name(role), "ROLE_"));
}

std::optional<pb::FigureExplanation> Explain(const pb::ReportContent& content,
                                             const std::string& figure) {
  const std::pair<std::string, std::string> sides =
      absl::StrSplit(figure, absl::MaxSplits('#', 1));
  const Asked asked{.content = content,
                    .figure = figure,
                    .resource = sides.first,
                    .what = sides.second};
  for (const pb::TransferRow& transfer : content.transfers()) {
    if (transfer.transfer() == asked.resource) {
      return ExplainTransfer(asked, transfer);
    }
  }
  if (const Metric* metric = FindMetric(asked.what)) {
    return ExplainMetric(asked, *metric);
  }
  for (const Derived& derived : kDerived) {
    if (derived.name == asked.what) return ExplainDerived(asked, derived);
  }
  const std::pair<std::string, std::string> what =
      absl::StrSplit(asked.what, absl::MaxSplits('.', 1));
  if (what.first == "quality") return ExplainQuality(asked);
  if (what.first == "timeline") return ExplainTimeline(asked);
  if (what.first == "comparison") return ExplainComparison(asked);
  if (what.first == "changes" || what.first == "plan_differences") {
    return ExplainChange(asked);
  }
  if (Maybe other = ExplainOther(asked, what.first, what.second)) return other;
  const pb::MunicipalityRow* row = RowOf(content, asked.resource);
  if (row == nullptr) return std::nullopt;
  if (row->municipality() != asked.resource) return ExplainBelow(asked, *row);
  if (absl::EndsWith(asked.what, "_location_count")) {
    return ExplainLocations(asked, *row);
  }
  if (what.first.starts_with("moves/")) return ExplainMove(asked, *row);
  return ExplainStep(asked, *row);
}

}  // namespace opvang::reporting
