// Locations and shelters, opened.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/notation.h"
#include "services/reporting/explain/kinds.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;

const char* RuleOfField(absl::string_view field) {
  if (field == "counted_place_count") {
    return "Wat de locatie op de bindende dag van de gemeente biedt, als zij "
           "mag meetellen.";
  }
  if (field == "amv_counted_place_count") {
    return "Wat de locatie op de bindende dag voor amv biedt, als zij mag "
           "meetellen.";
  }
  if (field == "intended_place_count") {
    return "Wat er op de laatste dag van het venster staat als de plannen "
           "worden uitgevoerd.";
  }
  if (field == "realised_place_count") {
    return "Wat er staat op de dag van de periode waarop de locatie de meeste "
           "plekken heeft.";
  }
  if (field == "amv_realised_place_count") {
    return "Het hoogste aantal besloten plekken voor amv op enige dag van de "
           "periode.";
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
  if (field == "amv_realised_place_count") {
    return places.amv_realised_place_count();
  }
  if (field == "offered_place_count") return places.offered_place_count();
  return std::nullopt;
}

// "regular.counted_place_count" of one location.
Maybe ExplainGroup(const FigureQuery& query, const pb::Site& site) {
  const std::pair<std::string, std::string> what =
      absl::StrSplit(query.what, absl::MaxSplits('.', 1));
  const auto label = [&](locations::PlaceGroup group) {
    return absl::StrCat(site.display_name(), ", ", DutchGroup(group));
  };
  if (what.second == "uncounted_place_count") {
    for (const auto& uncounted : site.uncounted()) {
      const locations::PlaceGroup group = uncounted.place_group();
      if (EnumWord(group) != what.first) continue;
      Answer answer(query.content, query.figure, label(group),
                    uncounted.place_count(), "places");
      answer.Rule(absl::StrCat(
          "Telt niet mee: ", ReasonsOf(uncounted.uncounted_reasons()), "."));
      AddPlaces(answer, site.location(), site.places(), group);
      AddState(answer, site);
      return answer.Done();
    }
    return std::nullopt;
  }
  for (const auto& places : site.groups()) {
    const locations::PlaceGroup group = places.place_group();
    if (EnumWord(group) != what.first) continue;
    const std::optional<int32_t> count = FieldOf(places, what.second);
    if (!count.has_value()) return std::nullopt;
    Answer answer(query.content, query.figure, label(group), *count, "places");
    answer.Rule(RuleOfField(what.second));
    AddPlaces(answer, site.location(), site.places(), group);
    AddState(answer, site);
    return answer.Done();
  }
  return std::nullopt;
}

// The durable places of one group of a location.
Maybe ExplainDurableSite(const FigureQuery& query, const pb::Site& site) {
  const pb::MunicipalityRow* row = RowOf(query.content, query.resource);
  if (row == nullptr || !row->has_durable_regular_place_count()) {
    return std::nullopt;
  }
  for (const auto& places : site.groups()) {
    const locations::PlaceGroup group = places.place_group();
    if (query.what != absl::StrCat(EnumWord(group), ".durable_place_count")) {
      continue;
    }
    pb::DurableSite durable;
    for (const pb::DurableSite& one : row->durable_sites()) {
      if (one.location() == site.location() && one.place_group() == group) {
        durable = one;
      }
    }
    std::string rule = "Wat op elke dag van vijf jaar achtereen beschikbaar is";
    if (durable.has_durable_start_date()) {
      absl::StrAppend(&rule, ", van ",
                      DutchDay(DayOf(durable.durable_start_date())), " af");
    }
    if (!durable.uncounted_reasons().empty()) {
      absl::StrAppend(
          &rule, ". De rest niet: ", ReasonsOf(durable.uncounted_reasons()));
    }
    Answer answer(query.content, query.figure,
                  absl::StrCat(site.display_name(), ", ", DutchGroup(group)),
                  durable.counted_place_count(), "places");
    answer.Rule(rule + ".", "Wet 2(3); Besluit 1.1, 3.1");
    AddPlaces(answer, site.location(), site.places(), group);
    AddState(answer, site);
    return answer.Done();
  }
  return std::nullopt;
}

// "on.2025-07-01.decided" of one location.
Maybe ExplainDay(const FigureQuery& query, const pb::Site& site) {
  const std::vector<std::string> what = absl::StrSplit(query.what, '.');
  const auto day = what.size() == 3 ? ParseDay(what[1]) : std::nullopt;
  // Of earlier days the report holds only what still stood then.
  if (!day.has_value() ||
      *day < DayOf(query.content.cycle().realisation_start_date())) {
    return std::nullopt;
  }
  Answer answer(query.content, query.figure,
                absl::StrCat(site.display_name(), " op ", DutchDay(*day)),
                what[2] == "unknown_start"
                    ? UnknownStartOn(site, *day)
                    : PlacesOn(site, *day, what[2] == "intended"),
                "places");
  answer.Day(ToProto(*day))
      .Rule("Een aantal geldt vanaf zijn dag tot het volgende begint.");
  AddPlaces(answer, site.location(), site.places(), std::nullopt);
  return answer.Done();
}

// "occupied_person_count" and "objection_count" of one location.
Maybe ExplainSiteCount(const FigureQuery& query, const pb::Site& site) {
  if (query.what == "occupied_person_count") {
    if (!site.has_occupancy()) return std::nullopt;
    Answer answer(query.content, query.figure, site.display_name(),
                  site.occupancy().count(), "persons");
    answer.Rule("De laatste telling niet na de dag.");
    AddCount(answer, "locations", site.location(), site.occupancy(),
             "personen");
    return answer.Done();
  }
  if (!site.has_objection_count()) return std::nullopt;
  Answer answer(query.content, query.figure, site.display_name(),
                site.objection_count(), "cases");
  answer.Rule("Bezwaren en beroepen die lopen, zoals de locatie ze noemt.");
  answer.Fact("locations", site.location(), "bezwaar en beroep",
              site.objection_count(), absl::StrJoin(site.sources(), "; "), 0);
  return answer.Done();
}

// What the tables of locations print: places and counted places of all groups

// but buffer.

}  // namespace

Maybe ExplainSite(const FigureQuery& query, const pb::Site& site) {
  if (absl::StartsWith(query.what, "on.")) return ExplainDay(query, site);
  if (absl::EndsWith(query.what, ".durable_place_count")) {
    return ExplainDurableSite(query, site);
  }
  if (query.what == "occupied_person_count" ||
      query.what == "objection_count") {
    return ExplainSiteCount(query, site);
  }
  const bool counted = query.what == "counted_place_count";
  if (!counted && query.what != "place_count") return ExplainGroup(query, site);
  int32_t sum = 0;
  std::vector<std::tuple<std::string, int32_t, std::string>> parts;
  for (const auto& places : site.groups()) {
    if (places.place_group() == locations::PLACE_GROUP_BUFFER) continue;
    const char* field = counted ? "counted_place_count"
                        : places.offered_place_count() > 0
                            ? "offered_place_count"
                            : "intended_place_count";
    const int32_t count = *FieldOf(places, field);
    parts.push_back({DutchGroup(places.place_group()), count,
                     absl::StrCat(site.location(), "#",
                                  EnumWord(places.place_group()), ".", field)});
    sum += count;
  }
  Answer answer(query.content, query.figure, site.display_name(), sum,
                "places");
  answer.Rule(counted ? "Wat van de locatie meetelt, alle groepen samen."
                      : "De plekken van de locatie, zonder bufferplekken; waar "
                        "niets besloten is, wat voorgenomen is.");
  for (const auto& [label, count, figure] : parts) {
    answer.Part(label, count, figure);
  }
  return answer.Done();
}

Maybe ExplainDurable(const FigureQuery& query, const pb::MunicipalityRow& row) {
  const bool regular = query.what == "durable_regular_place_count";
  if ((!regular && query.what != "durable_special_place_count") ||
      !row.has_durable_regular_place_count()) {
    return std::nullopt;
  }
  const int32_t count = regular ? row.durable_regular_place_count()
                                : row.durable_special_place_count();
  Answer answer(query.content, query.figure,
                absl::StrCat(row.display_name(), ": duurzame plekken, ",
                             regular ? "regulier" : "bijzonder en amv"),
                count, "places");
  answer.Rule(
      absl::StrCat("Of zij meetellen of niet: van een gemeente tellen zij mee "
                   "vanaf ",
                   regular ? "100" : "16", "."),
      "Besluit 3.1");
  for (const pb::Site& site : row.sites()) {
    AddPlaces(answer, site.location(), site.places(), std::nullopt);
  }
  AddNil(answer, row, pb::NilFact::SUBJECT_ASYLUM);
  return answer.Done();
}

Maybe ExplainShelter(const FigureQuery& query, const pb::Shelter& shelter) {
  const auto places = [&](int32_t count, const char* rule) -> Maybe {
    Answer answer(query.content, query.figure, shelter.display_name(), count,
                  "places");
    answer.Rule(rule);
    AddPlaces(answer, shelter.location(), shelter.places(), std::nullopt);
    return answer.Done();
  };
  if (query.what == "realised_place_count") {
    return places(shelter.realised_place_count(),
                  "Plekken die op de dag klaar zijn voor gebruik.");
  }
  if (query.what == "in_development_place_count") {
    return places(shelter.in_development_place_count(),
                  "Plekken die nog moeten worden opgeleverd.");
  }
  if (query.what == "place_count") {
    return places(shelter.place_count(),
                  "Plekken op de dag; in ontwikkeling: na oplevering.");
  }
  if (query.what == "occupied_person_count") {
    Answer answer(query.content, query.figure, shelter.display_name(),
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

}  // namespace opvang::reporting
