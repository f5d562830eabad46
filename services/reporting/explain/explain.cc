#include "services/reporting/explain/explain.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "services/reporting/explain/kinds.h"
#include "services/reporting/figures/metrics.h"

namespace opvang::reporting {
namespace {

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

// The facts of a figure that has no figures below it.
void AddDirectFacts(Answer& answer, const pb::MunicipalityRow& row,
                    const FigurePart& part) {
  switch (part.kind) {
    case Kind::kCount:
      if (part.key == "asylum.permanent_stock_place_count") {
        AddCount(answer, "locations", row.municipality(), row.permanent_stock(),
                 "plekken");
      } else if (part.key == "status_holders.waiting_person_count") {
        AddCount(answer, "housing", row.municipality(), row.waiting(),
                 "personen");
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

// Of what a nil return says that there is none.
std::optional<pb::NilFact::Subject> NilSubjectOf(absl::string_view metric) {
  if (absl::StartsWith(metric, "asylum.") &&
      (absl::StrContains(metric, "realised") ||
       absl::StrContains(metric, "guaranteed") ||
       absl::StrContains(metric, "intended") ||
       absl::StrContains(metric, "durable"))) {
    return pb::NilFact::SUBJECT_ASYLUM;
  }
  if (metric == "ukraine.realised_place_count" ||
      metric == "ukraine.in_development_place_count") {
    return pb::NilFact::SUBJECT_UKRAINE;
  }
  if (metric == "status_holders.realised_person_count") {
    return pb::NilFact::SUBJECT_HOUSED;
  }
  return std::nullopt;
}

Maybe ExplainMunicipality(const FigureQuery& query,
                          const pb::MunicipalityRow& row,
                          const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(row.figures(), metric);
  if (!value.has_value()) return std::nullopt;
  Answer answer(query.content, query.figure,
                absl::StrCat(row.display_name(), ": ", metric.label), *value,
                metric.unit);
  answer.Rule(metric.rule, metric.legal_basis);
  for (const FigurePart& part : PartsOf(query.content, row, metric)) {
    answer.Part(part.label, part.count, part.figure);
    AddDirectFacts(answer, row, part);
  }
  if (const auto subject = NilSubjectOf(metric.name)) {
    AddNil(answer, row, *subject);
  }
  return answer.Done();
}

// ", bekend van 11 van de 25 gemeenten"; nothing when known of all.
std::string CoverageOf(const pb::SubtotalRow& area, absl::string_view metric) {
  for (const pb::KnownCount& count : area.known_counts()) {
    if (count.metric() != metric) continue;
    return absl::StrCat(", bekend van ", count.known_municipality_count(),
                        " van de ", count.municipality_count(), " gemeenten");
  }
  return "";
}

// "own.asylum.place_count" of an area: as it is recorded for it; or
// "own.asylum.guaranteed_percent", "…intended_percent", "…shortfall" and
// "…surplus", held against it.
Maybe ExplainOwn(const FigureQuery& query, const pb::SubtotalRow& area) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  if (what.size() != 3) return std::nullopt;
  for (const pb::OwnTarget& own : area.own_targets()) {
    if (own.duty() != what[1]) continue;
    const auto answer = [&](absl::string_view label, int32_t count) {
      return Answer(query.content, query.figure,
                    absl::StrCat(area.display_name(), ": ", label), count,
                    own.duty() == "status_holders" ? "persons" : "places");
    };
    if (what[2] == "place_count" || what[2] == "amv_count") {
      const bool amv = what[2] == "amv_count";
      if (amv && !own.has_amv_count()) return std::nullopt;
      Answer made = answer(amv ? "eigen opgave, waarvan amv" : "eigen opgave",
                           amv ? own.amv_count() : own.place_count());
      made.Rule("Zoals zij voor het gebied zelf is vastgelegd.",
                own.step().legal_basis());
      AddStep(made, area.subject(), own.step());
      return made.Done();
    }
    const bool intended = what[2] == "intended_percent";
    const Metric& metric =
        *FindMetric(intended ? "asylum.intended_place_count"
                             : "asylum.guaranteed_place_count");
    const std::optional<int32_t> value = ValueOf(area.figures(), metric);
    if (own.duty() != "asylum" || !value.has_value()) return std::nullopt;
    const std::string target =
        FigureName(area.subject(), "own.asylum.place_count");
    const std::string counted = FigureName(area.subject(), metric.name);
    if (what[2] == "shortfall" || what[2] == "surplus") {
      const int sign = what[2] == "shortfall" ? 1 : -1;
      return answer(sign > 0 ? "eigen opgave min gegarandeerd"
                             : "gegarandeerd min eigen opgave",
                    sign * (own.place_count() - *value))
          .Rule(
              "De opgave van het gebied zelf en wat zijn gemeenten samen "
              "garanderen.")
          .Part("eigen opgave", sign * own.place_count(), target)
          .Part(metric.label, -sign * *value, counted)
          .Done();
    }
    if (!intended && what[2] != "guaranteed_percent") return std::nullopt;
    return answer(absl::StrCat(metric.label, ", deel van de eigen opgave"),
                  *value)
        .Part(metric.label, *value, counted)
        .Part("eigen opgave", own.place_count(), target)
        .Share(own.place_count())
        .Rule("Het eerste getal als deel van het tweede, op één decimaal.")
        .Done();
  }
  return std::nullopt;
}

// Of an area its regions, or its municipalities; all of them the same figure.
Maybe ExplainArea(const FigureQuery& query, const pb::SubtotalRow& area,
                  const Metric& metric) {
  const std::optional<int32_t> value = ValueOf(area.figures(), metric);
  if (!value.has_value()) return std::nullopt;
  Answer answer(query.content, query.figure,
                absl::StrCat(area.display_name(), ": ", metric.label), *value,
                metric.unit);
  answer.Rule(absl::StrCat("De som van de delen", CoverageOf(area, metric.name),
                           ". ", metric.rule),
              metric.legal_basis);
  const bool whole = area.subject() == query.content.total().subject();
  if (whole) {
    for (const pb::SubtotalRow& region : query.content.regions()) {
      if (const auto part = ValueOf(region.figures(), metric)) {
        answer.Part(region.display_name(), *part,
                    FigureName(region.subject(), metric.name));
      }
    }
  }
  for (const pb::MunicipalityRow& row : query.content.municipalities()) {
    // Of the whole those that no group holds.
    const std::string group = GroupOf(query.content.spec(), row);
    if (whole ? !group.empty() : group != area.subject()) continue;
    const auto part = ValueOf(row.figures(), metric);
    if (!part.has_value()) continue;
    answer.Part(row.display_name(), *part,
                FigureName(row.municipality(), metric.name));
  }
  return answer.Done();
}

Maybe ExplainMetric(const FigureQuery& query, const Metric& metric) {
  if (const pb::SubtotalRow* area = FindArea(query.content, query.resource)) {
    return ExplainArea(query, *area, metric);
  }
  const pb::MunicipalityRow* row = RowOf(query.content, query.resource);
  if (row == nullptr || row->municipality() != query.resource) {
    return std::nullopt;
  }
  return ExplainMunicipality(query, *row, metric);
}

Maybe ExplainDerived(const FigureQuery& query, const Derived& derived) {
  const pb::Figures* figures = FiguresOf(query.content, query.resource);
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
  Answer answer(query.content, query.figure,
                absl::StrCat(DutchName(query.resource).value_or(query.resource),
                             ": ", derived.label),
                derived.share ? one : one - other, first.unit);
  answer.Part(first.label, one, FigureName(query.resource, first.name));
  answer.Part(second.label, derived.share ? other : -other,
              FigureName(query.resource, second.name));
  if (derived.share) {
    answer.Share(other).Rule(
        "Het eerste getal als deel van het tweede, op één decimaal; van een "
        "som het deel van de sommen, nooit een gemiddelde.");
  } else {
    answer.Rule("Het eerste getal min het tweede.");
  }
  return answer.Done();
}

// "asylum.surplus": of the municipalities whose net shortfall is known, also
// when the target of others is not.
Maybe ExplainSurplus(const FigureQuery& query) {
  const Metric& net = *FindMetric("asylum.net_shortfall_place_count");
  const pb::Figures* figures = FiguresOf(query.content, query.resource);
  if (figures == nullptr || !ValueOf(*figures, net).has_value()) {
    return std::nullopt;
  }
  const int32_t surplus = -*ValueOf(*figures, net);
  return Answer(query.content, query.figure,
                absl::StrCat(DutchName(query.resource).value_or(query.resource),
                             ": overschot"),
                surplus, net.unit)
      .Part(net.label, surplus, FigureName(query.resource, net.name))
      .Rule("Een tekort onder nul is een overschot.")
      .Done();
}

// What hangs below a municipality: a location, shelter, placement or plan.
Maybe ExplainBelow(const FigureQuery& query, const pb::MunicipalityRow& row) {
  for (const pb::Site& site : row.sites()) {
    if (site.location() == query.resource) return ExplainSite(query, site);
  }
  for (const pb::Shelter& shelter : row.shelters()) {
    if (shelter.location() == query.resource) {
      return ExplainShelter(query, shelter);
    }
  }
  for (const pb::PlacementFact& placement : row.placements()) {
    if (placement.placement() == query.resource) {
      return ExplainPlacement(query, placement);
    }
  }
  for (const pb::Plan& plan : row.plans()) {
    if (plan.name() == query.resource) return ExplainPlan(query, plan);
  }
  return std::nullopt;
}

}  // namespace

absl::Span<const Derived> AllDerived() { return kDerived; }

std::string RoleWord(pb::ComparedReport::Role role) { return EnumWord(role); }

std::optional<pb::FigureExplanation> Explain(const pb::ReportContent& content,
                                             const std::string& figure) {
  const std::pair<std::string, std::string> sides =
      absl::StrSplit(figure, absl::MaxSplits('#', 1));
  const FigureQuery query{.content = content,
                          .figure = figure,
                          .resource = sides.first,
                          .what = sides.second};
  for (const pb::TransferRow& transfer : content.transfers()) {
    if (transfer.transfer() == query.resource) {
      return ExplainTransfer(query, transfer);
    }
  }
  for (const auto& exchange : content.exchanges()) {
    if (exchange.name() == query.resource) {
      return ExplainExchange(query, exchange);
    }
  }
  if (const Metric* metric = FindMetric(query.what)) {
    return ExplainMetric(query, *metric);
  }
  for (const Derived& derived : kDerived) {
    if (derived.name == query.what) return ExplainDerived(query, derived);
  }
  if (query.what == "asylum.surplus") return ExplainSurplus(query);
  const std::pair<std::string, std::string> what =
      absl::StrSplit(query.what, absl::MaxSplits('.', 1));
  if (what.first == "own") {
    const pb::SubtotalRow* area = FindArea(content, query.resource);
    return area == nullptr ? std::nullopt : ExplainOwn(query, *area);
  }
  if (what.first == "split") return ExplainSplit(query);
  if (what.first == "quality") return ExplainQuality(query);
  if (what.first == "timeline") return ExplainTimeline(query);
  if (what.first == "comparison") return ExplainComparison(query);
  if (what.first == "changes" || what.first == "plan_differences") {
    return ExplainChange(query);
  }
  if (Maybe other = ExplainOther(query, what.first, what.second)) return other;
  const pb::MunicipalityRow* row = RowOf(content, query.resource);
  if (row == nullptr) return std::nullopt;
  if (row->municipality() != query.resource) return ExplainBelow(query, *row);
  if (absl::StartsWith(query.what, "durable_")) {
    return ExplainDurable(query, *row);
  }
  if (absl::EndsWith(query.what, "_location_count")) {
    return ExplainLocations(query, *row);
  }
  if (what.first.starts_with("moves/")) return ExplainMove(query, *row);
  return ExplainStep(query, *row);
}

}  // namespace opvang::reporting
