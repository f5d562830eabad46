#include "services/locations/location_validation.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/enum_word.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

constexpr int kAmountMax = 100000;
constexpr int kObjectionsMax = 1000;

void CheckLocationName(const std::string& name, const std::string& parent,
                       const std::string& field, Violations& violations) {
  const size_t before = violations.all().size();
  CheckMunicipalName(name, "locations", field, violations);
  if (violations.all().size() == before) {
    CheckWithin(name, parent, field, violations);
  }
}

void CheckOne(const pb::PlaceEntry& entry, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckLocationName(entry.location(), parent, at + ".location", violations);
  if (entry.group() == pb::PLACE_GROUP_UNSPECIFIED ||
      !pb::PlaceGroup_IsValid(entry.group())) {
    violations.Add(at + ".group",
                   "is missing or unknown; it must be regular, amv, special or "
                   "buffer");
  }
  const bool decided = entry.basis() == pb::PlaceEntry::BASIS_DECIDED;
  if (!decided && entry.basis() != pb::PlaceEntry::BASIS_PLANNED) {
    violations.Add(at + ".basis",
                   "is missing or unknown; it must be decided or planned");
  }
  if (decided || entry.has_start_date()) {
    CheckDay(entry.start_date(), at + ".start_date", violations);
  }
  if (entry.has_place_count()) {
    CheckCount(entry.place_count(), 0, kAmountMax, at + ".place_count",
               violations);
  }
  if (entry.has_usable_place_count()) {
    CheckCount(entry.usable_place_count(), 0, entry.place_count(),
               at + ".usable_place_count", violations);
  }
  const bool end = entry.has_place_count() && entry.place_count() == 0;
  const bool certain =
      entry.end_certainty() == pb::PlaceEntry::END_CERTAINTY_FIXED ||
      entry.end_certainty() == pb::PlaceEntry::END_CERTAINTY_INDICATIVE;
  const bool stated =
      entry.end_certainty() != pb::PlaceEntry::END_CERTAINTY_UNSPECIFIED;
  if (end ? !certain : stated) {
    violations.Add(at + ".end_certainty",
                   end ? "is missing or unknown; an end is fixed or indicative"
                       : "is stated; only an end (place_count 0) has one");
  }
  if (!pb::PlaceEntry::StartCertainty_IsValid(entry.start_certainty())) {
    violations.Add(at + ".start_certainty",
                   "is unknown; a start is fixed or known_since");
  } else if (entry.start_certainty() !=
                 pb::PlaceEntry::START_CERTAINTY_UNSPECIFIED &&
             (!decided || entry.place_count() == 0)) {
    violations.Add(at + ".start_certainty",
                   "is stated; only decided places (place_count above 0) have "
                   "one");
  }
  CheckText(entry.decision(), {.length_max = 200, .required = decided},
            at + ".decision", violations);
  CheckText(entry.stated_date(), {.length_max = 100}, at + ".stated_date",
            violations);
  CheckSource(entry.source(), at + ".source", violations);
}

void CheckOne(const pb::StateEntry& entry, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckLocationName(entry.location(), parent, at + ".location", violations);
  if (entry.state() == pb::LOCATION_STATE_UNSPECIFIED ||
      !pb::LocationState_IsValid(entry.state())) {
    violations.Add(at + ".state", "is missing or unknown");
  }
  CheckDay(entry.start_date(), at + ".start_date", violations);
  CheckText(entry.reason(), {.length_max = 200}, at + ".reason", violations);
  CheckSource(entry.source(), at + ".source", violations);
}

void CheckOne(const pb::ObjectionEntry& entry, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckLocationName(entry.location(), parent, at + ".location", violations);
  CheckDay(entry.start_date(), at + ".start_date", violations);
  CheckCount(entry.objection_count(), 0, kObjectionsMax,
             at + ".objection_count", violations);
  CheckText(entry.reason(), {.length_max = 200}, at + ".reason", violations);
  CheckSource(entry.source(), at + ".source", violations);
}

// Of a count that is taken back none is told.
void CheckAmount(int amount, bool is_retracted, const std::string& at,
                 Violations& violations) {
  CheckCount(amount, 0, kAmountMax, at, violations);
  if (is_retracted && amount != 0) {
    violations.Add(at, absl::StrCat("is ", amount,
                                    "; a count that is retracted has none"));
  }
}

void CheckOne(const pb::Occupancy& count, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckLocationName(count.location(), parent, at + ".location", violations);
  CheckDayThatCame(count.count_date(), today, at + ".count_date", violations);
  CheckAmount(count.person_count(), count.retracted(), at + ".person_count",
              violations);
  CheckSource(count.source(), at + ".source", violations);
}

// A municipality that tells of itself, within `parent`.
void CheckTeller(const std::string& municipality, const std::string& parent,
                 const std::string& at, Violations& violations) {
  if (CheckMunicipality(municipality, at + ".municipality", violations) !=
      nullptr) {
    CheckWithin(municipality, parent, at + ".municipality", violations);
  }
}

// A count of a municipality: persons in private shelter, or permanent stock.
template <typename Counted>
void CheckCounted(const Counted& count, const std::string& parent,
                  absl::CivilDay today, int amount,
                  const std::string& amount_field, const std::string& at,
                  Violations& violations) {
  CheckTeller(count.municipality(), parent, at, violations);
  CheckDayThatCame(count.count_date(), today, at + ".count_date", violations);
  CheckAmount(amount, count.retracted(), at + amount_field, violations);
  CheckSource(count.source(), at + ".source", violations);
}
void CheckOne(const pb::PrivateShelter& count, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckCounted(count, parent, today, count.person_count(), ".person_count", at,
               violations);
}
void CheckOne(const pb::PermanentStock& count, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckCounted(count, parent, today, count.place_count(), ".place_count", at,
               violations);
}

void CheckOne(const pb::NilReturn& nil, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckTeller(nil.municipality(), parent, at, violations);
  if (nil.purpose() == pb::LocationKind::PURPOSE_UNSPECIFIED ||
      !pb::LocationKind::Purpose_IsValid(nil.purpose())) {
    violations.Add(at + ".purpose",
                   "is missing or unknown; it must be asylum, ukraine or "
                   "status_holders");
  }
  CheckDayThatCame(nil.return_date(), today, at + ".return_date", violations);
  CheckSource(nil.source(), at + ".source", violations);
}

void CheckNational(const std::string& parent, const std::string& at,
                   Violations& violations) {
  if (parent == "countries/nl") return;
  violations.Add(at, "is for the whole country; parent must be countries/nl");
}

void CheckOne(const pb::LocationKind& kind, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckNational(parent, at, violations);
  if (!IsId(kind.code()) || kind.code().size() > 20) {
    violations.Add(at + ".code",
                   absl::StrCat("is \"", Excerpt(kind.code(), 40),
                                "\"; it must be at most 20 lower-case letters, "
                                "digits and hyphens, a letter first"));
  }
  CheckText(kind.display_name(), {.length_max = 100, .required = true},
            at + ".display_name", violations);
  if (kind.purpose() == pb::LocationKind::PURPOSE_UNSPECIFIED ||
      !pb::LocationKind::Purpose_IsValid(kind.purpose())) {
    violations.Add(at + ".purpose",
                   "is missing or unknown; it must be asylum, ukraine or "
                   "status_holders");
  }
  const std::string& rule = kind.quota_rule();
  const bool asylum = kind.purpose() == pb::LocationKind::PURPOSE_ASYLUM;
  if (rule != "no" && !(asylum && (rule == "yes" || rule == "window"))) {
    violations.Add(at + ".quota_rule",
                   absl::StrCat("is \"", Excerpt(rule, 20),
                                "\"; it must be no or, for asylum, yes or "
                                "window"));
  }
  if (kind.durable() && rule != "yes") {
    violations.Add(at + ".durable",
                   "is stated; only places that count (yes) can be durable");
  }
  CheckCount(kind.term_year_count(), 0, 100, at + ".term_year_count",
             violations);
  if (kind.place_group() != pb::PLACE_GROUP_UNSPECIFIED &&
      kind.place_group() != pb::PLACE_GROUP_AMV &&
      kind.place_group() != pb::PLACE_GROUP_SPECIAL) {
    violations.Add(at + ".place_group",
                   "is a group that no kind is for alone; it must be amv, "
                   "special or absent");
  }
  CheckSource(kind.source(), at + ".source", violations);
}

void CheckOne(const pb::FundingRate& rate, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckNational(parent, at, violations);
  if (rate.code() != "goo") {
    violations.Add(at + ".code", absl::StrCat("is \"", Excerpt(rate.code(), 40),
                                              "\"; it must be goo"));
  }
  CheckDay(rate.start_date(), at + ".start_date", violations);
  if (rate.has_cent_count()) {
    CheckCount(rate.cent_count(), 0, 10000000, at + ".cent_count", violations);
  }
  CheckSource(rate.source(), at + ".source", violations);
}
void CheckOne(const pb::Location& location, const std::string& parent,
              const std::string& at, Violations& violations) {
  const std::string& name = location.name();
  const size_t before = violations.all().size();
  CheckLocationName(name, parent, at + ".name", violations);
  if (violations.all().size() == before &&
      !IsId(name.substr(name.rfind('/') + 1))) {
    violations.Add(
        at + ".name",
        absl::StrCat("is ", name, "; its last part must start with a letter"));
  }
  CheckLocation(location, at, violations);
}

std::string Key(const pb::Location& l) { return l.name(); }
std::string Key(const pb::LocationKind& k) { return k.code(); }
std::string Key(const pb::FundingRate& r) {
  return absl::StrCat(r.code(), "|", r.start_date().ShortDebugString());
}
std::string Key(const pb::PlaceEntry& e) {
  return absl::StrCat(e.location(), "|", e.group(), "|", e.basis(), "|",
                      e.start_date().ShortDebugString());
}
std::string Key(const pb::StateEntry& e) {
  return absl::StrCat(e.location(), "|", e.start_date().ShortDebugString());
}
std::string Key(const pb::ObjectionEntry& e) {
  return absl::StrCat(e.location(), "|", e.start_date().ShortDebugString());
}
std::string Key(const pb::NilReturn& n) {
  return absl::StrCat(n.municipality(), "|", n.purpose(), "|",
                      n.return_date().ShortDebugString());
}
std::string Key(const pb::Occupancy& c) {
  return absl::StrCat(c.location(), "|", c.count_date().ShortDebugString());
}
template <typename Counted>
std::string Key(const Counted& c) {
  return absl::StrCat(c.municipality(), "|", c.count_date().ShortDebugString());
}

bool StartsBefore(const Steps& steps, absl::CivilDay day) {
  const auto& changes = steps.changes();
  return std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
    return change.first < day && change.second > 0;
  });
}

// An end needs something that it ends: places of its location and group that
// started before. A plan may end what was decided.
void CheckEnds(const Register& known,
               const pb::DeliverLocationsRequest& request,
               Violations& violations) {
  using Series = std::pair<std::string, pb::PlaceGroup>;
  std::map<Series, std::vector<pb::PlaceEntry>> series;
  const auto key = [](const pb::PlaceEntry& e) {
    return Series(e.location(), e.group());
  };
  for (const pb::PlaceEntry& e : known.entries) series[key(e)].push_back(e);
  for (const pb::PlaceEntry& e : request.place_entries()) {
    series[key(e)].push_back(e);
    series[key(e)].back().set_revision(INT64_MAX);
  }
  for (int i = 0; i < request.place_entries_size(); ++i) {
    const pb::PlaceEntry& entry = request.place_entries(i);
    if (!entry.has_place_count() || entry.place_count() != 0 ||
        !entry.has_start_date()) {
      continue;
    }
    LocationPlaces places = PlacesOf(series[key(entry)]);
    const GroupSteps& steps = places.groups[entry.group()];
    const absl::CivilDay end = DayOf(entry.start_date());
    const bool decided = entry.basis() == pb::PlaceEntry::BASIS_DECIDED;
    if (!StartsBefore(steps.decided, end) &&
        (decided || !StartsBefore(steps.planned, end))) {
      violations.Add(absl::StrCat("place_entries[", i, "].start_date"),
                     absl::StrCat("is ", FormatDay(end),
                                  ", an end before any start; state the places "
                                  "that end there first"));
    }
  }
}

// The group that a kind is for alone, when an entry is for another one.
std::optional<pb::PlaceGroup> WrongGroup(const pb::LocationKind& kind,
                                         const pb::PlaceEntry& entry) {
  if (kind.place_group() == pb::PLACE_GROUP_UNSPECIFIED ||
      entry.group() == kind.place_group() ||
      entry.group() == pb::PLACE_GROUP_BUFFER) {
    return std::nullopt;
  }
  return kind.place_group();
}

void CheckGroupsOf(const Register& known,
                   const pb::DeliverLocationsRequest& request,
                   Violations& violations) {
  std::map<std::string, pb::LocationKind> kinds, kind_of;
  for (const pb::LocationKind& kind : known.kinds) kinds[kind.code()] = kind;
  for (const pb::Location& one : known.locations) {
    kind_of[one.name()] = kinds[one.kind()];
  }
  std::map<std::string, std::vector<pb::PlaceEntry>> entries;
  for (const pb::PlaceEntry& entry : known.entries) {
    entries[entry.location()].push_back(entry);
  }
  for (int i = 0; i < request.locations_size(); ++i) {
    const pb::Location& one = request.locations(i);
    kind_of[one.name()] = kinds[one.kind()];
    CheckGroups(kinds[one.kind()], entries[one.name()],
                absl::StrCat("locations[", i, "].kind"), violations);
  }
  for (int i = 0; i < request.place_entries_size(); ++i) {
    const pb::PlaceEntry& entry = request.place_entries(i);
    const pb::LocationKind& kind = kind_of[entry.location()];
    if (const auto group = WrongGroup(kind, entry)) {
      violations.Add(
          absl::StrCat("place_entries[", i, "].group"),
          absl::StrCat("is ", EnumWord(entry.group()), "; places of a ",
                       Excerpt(kind.code(), 40), " are ", EnumWord(*group)));
    }
  }
}

}  // namespace

void CheckRow(const pb::Occupancy& row, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckOne(row, parent, today, at, violations);
}
void CheckRow(const pb::PermanentStock& row, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckOne(row, parent, today, at, violations);
}
std::string RowKey(const pb::Occupancy& row) { return Key(row); }
std::string RowKey(const pb::PermanentStock& row) { return Key(row); }

void CheckRegistered(const std::string& location,
                     const std::set<std::string>& names, const std::string& at,
                     Violations& violations) {
  // What is no name has been told already.
  if (names.count(location) > 0 ||
      !MatchName("municipalities/{}/locations/{}", location).has_value()) {
    return;
  }
  violations.Add(at, absl::StrCat("is ", location,
                                  ", which is not registered; deliver the "
                                  "location first or with it"));
}

void CheckStep(const pb::LifeStep& step, Violations& violations) {
  CheckDay(step.step_date(), "step.step_date", violations);
  CheckText(step.reason(), {.length_max = 200, .required = true}, "step.reason",
            violations);
  CheckSource(step.source(), "step.source", violations);
}

void CheckGroups(const pb::LocationKind& kind,
                 const std::vector<pb::PlaceEntry>& entries,
                 const std::string& at, Violations& violations) {
  for (const pb::PlaceEntry& entry : EffectiveEntries(entries)) {
    const auto group = WrongGroup(kind, entry);
    if (!group.has_value()) continue;
    violations.Add(at, absl::StrCat("is ", Excerpt(kind.code(), 40),
                                    ", whose places are ", EnumWord(*group),
                                    "; it has places that "
                                    "are ",
                                    EnumWord(entry.group())));
    return;
  }
}

void CheckPredecessor(const pb::Location& location, const std::string& field,
                      Violations& violations) {
  const std::string& before = location.predecessor();
  if (before.empty()) return;
  if (!MatchName("municipalities/{}/locations/{}", before).has_value() ||
      MunicipalityOf(before) != MunicipalityOf(location.name())) {
    violations.Add(field,
                   absl::StrCat("is \"", Excerpt(before, 80),
                                "\"; it must be a location of the same "
                                "municipality, as ",
                                Excerpt(MunicipalityOf(location.name()), 80),
                                "/locations/azc"));
  } else if (before == location.name()) {
    violations.Add(field, "is the location itself");
  }
}

void CheckLocation(const pb::Location& location, const std::string& at,
                   Violations& violations) {
  CheckText(location.display_name(), {.length_max = 100, .required = true},
            at + ".display_name", violations);
  if (location.operator_() == pb::Location::OPERATOR_UNSPECIFIED ||
      !pb::Location::Operator_IsValid(location.operator_())) {
    violations.Add(at + ".operator",
                   "is missing or unknown; it must be coa, college, other or "
                   "unknown");
  }
  CheckText(location.address(), {.length_max = 200}, at + ".address",
            violations);
  CheckText(location.coa_number(), {.length_max = 40, .code = true},
            at + ".coa_number", violations);
  if (!pb::Location::QualityLevel_IsValid(location.quality_level())) {
    violations.Add(at + ".quality_level",
                   absl::StrCat("is ", location.quality_level(),
                                "; it must be regular, lower or absent"));
  }
  CheckText(location.special_group(), {.length_max = 100},
            at + ".special_group", violations);
  CheckText(location.remark(), {.length_max = 1000}, at + ".remark",
            violations);
  CheckSource(location.source(), at + ".source", violations);
  DistinctKeys participants;
  for (int i = 0; i < location.participants_size(); ++i) {
    const std::string field = absl::StrCat(at, ".participants[", i, "]");
    CheckMunicipality(location.participants(i), field, violations);
    if (location.participants(i) == MunicipalityOf(location.name())) {
      violations.Add(field, "is the municipality itself; name the others");
    }
    participants.Check(location.participants(i), field, violations);
  }
  CheckSize(location.participants_size(), 20, at + ".participants", violations);
  CheckPredecessor(location, at + ".predecessor", violations);
}

void CheckKind(const std::vector<pb::LocationKind>& kinds,
               const pb::Location& location, const std::string& at,
               Violations& violations) {
  const auto kind = std::find_if(
      kinds.begin(), kinds.end(),
      [&](const pb::LocationKind& k) { return k.code() == location.kind(); });
  if (kind == kinds.end()) {
    violations.Add(
        at + ".kind",
        absl::StrCat(
            "is \"", Excerpt(location.kind(), 40), "\"; it must be one of ",
            Excerpt(
                absl::StrJoin(kinds, ", ",
                              [](std::string* out, const pb::LocationKind& k) {
                                *out += k.code();
                              }),
                500)));
    return;
  }
  if (kind->purpose() == pb::LocationKind::PURPOSE_UKRAINE) return;
  if (location.quality_level() != pb::Location::QUALITY_LEVEL_UNSPECIFIED) {
    violations.Add(at + ".quality_level", "is for Ukraine locations only");
  }
  if (!location.special_group().empty()) {
    violations.Add(at + ".special_group", "is for Ukraine locations only");
  }
}

void CheckCoaNumber(const pb::Location& location, const std::string& at,
                    std::map<std::string, std::string>& coa_numbers,
                    Violations& violations) {
  std::erase_if(coa_numbers,
                [&](const auto& one) { return one.second == location.name(); });
  if (location.coa_number().empty()) return;
  if (coa_numbers.emplace(location.coa_number(), location.name()).second) {
    return;
  }
  // Which one is not told, nor of whom: it may be explored.
  violations.Add(at + ".coa_number",
                 absl::StrCat("is ", Excerpt(location.coa_number(), 40),
                              ", the number of another location; one place "
                              "cannot be in two"));
}

Violations CheckDelivery(const pb::DeliverLocationsRequest& request,
                         absl::CivilDay today) {
  Violations violations;
  const std::string& parent = request.parent();
  if (!DutchName(parent).has_value()) {
    CheckParent(parent, "parent", violations);
  }
  const auto check = [&](const auto& row, const std::string& at) {
    CheckOne(row, parent, at, violations);
  };
  const auto check_past = [&](const auto& row, const std::string& at) {
    CheckOne(row, parent, today, at, violations);
  };
  const auto key = [](const auto& row) { return Key(row); };
  CheckRows(request.locations(), "locations", 5000, violations, check, key);
  CheckRows(request.place_entries(), "place_entries", 10000, violations, check,
            key);
  CheckRows(request.state_entries(), "state_entries", 10000, violations, check,
            key);
  CheckRows(request.objection_entries(), "objection_entries", 10000, violations,
            check, key);
  CheckRows(request.occupancies(), "occupancies", 10000, violations, check_past,
            key);
  CheckRows(request.private_shelters(), "private_shelters", 1000, violations,
            check_past, key);
  CheckRows(request.permanent_stocks(), "permanent_stocks", 1000, violations,
            check_past, key);
  CheckRows(request.nil_returns(), "nil_returns", 1000, violations, check_past,
            key);
  CheckRows(request.kinds(), "kinds", 100, violations, check, key);
  CheckRows(request.funding_rates(), "funding_rates", 100, violations, check,
            key);
  return violations;
}

void CheckAgainst(const Register& known,
                  const pb::DeliverLocationsRequest& request,
                  Violations& violations) {
  std::set<std::string> names;
  for (const pb::Location& location : known.locations) {
    names.insert(location.name());
  }
  // Numbers may change hands within one delivery.
  std::map<std::string, std::string> coa_numbers = known.coa_numbers;
  for (const pb::Location& location : request.locations()) {
    std::erase_if(coa_numbers, [&](const auto& one) {
      return one.second == location.name();
    });
  }
  for (int i = 0; i < request.locations_size(); ++i) {
    CheckKind(known.kinds, request.locations(i),
              absl::StrCat("locations[", i, "]"), violations);
    CheckCoaNumber(request.locations(i), absl::StrCat("locations[", i, "]"),
                   coa_numbers, violations);
    names.insert(request.locations(i).name());
  }
  const auto check = [&](const auto& rows, const char* name) {
    for (int i = 0; i < rows.size(); ++i) {
      CheckRegistered(rows[i].location(), names,
                      absl::StrCat(name, "[", i, "].location"), violations);
    }
  };
  check(request.place_entries(), "place_entries");
  check(request.state_entries(), "state_entries");
  check(request.objection_entries(), "objection_entries");
  check(request.occupancies(), "occupancies");
  CheckGroupsOf(known, request, violations);
  CheckEnds(known, request, violations);
}

void CheckRuleSet(const std::string& name, const std::string& field,
                  Violations& violations) {
  if (FindRuleSet(name) == nullptr) {
    violations.Add(field, absl::StrCat("is \"", Excerpt(name, 40),
                                       "\"; it must be one of ",
                                       absl::StrJoin(RuleSetNames(), ", ")));
  }
}

Window CheckWindow(const pb::ListCoverageRequest& request,
                   Violations& violations) {
  const size_t before = violations.all().size();
  Window window;
  window.window.start =
      CheckDay(request.window_start_date(), "window_start_date", violations);
  window.window.end =
      CheckDay(request.window_end_date(), "window_end_date", violations);
  window.realisation.start = CheckDay(request.realisation_start_date(),
                                      "realisation_start_date", violations);
  window.realisation.end = CheckDay(request.realisation_end_date(),
                                    "realisation_end_date", violations);
  if (violations.all().size() == before) {
    const auto later = [&violations](const Period& period, const char* field) {
      if (*period.end <= period.start) {
        violations.Add(field, absl::StrCat("is ", FormatDay(*period.end),
                                           "; it must be after the start, ",
                                           FormatDay(period.start)));
      }
    };
    later(window.window, "window_end_date");
    later(window.realisation, "realisation_end_date");
    if (window.realisation.start > window.window.start) {
      violations.Add("realisation_start_date",
                     "must not be after window_start_date");
    }
  }
  CheckRuleSet(request.rule_set(), "rule_set", violations);
  return window;
}

}  // namespace opvang::locations
