#include "services/reporting/compare/change.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/notation.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Cause = pb::FigureDifference::Cause;
using locations::PlaceGroup;
using Difference = pb::FigureDifference;

// A sign of change: its cause and the words for it.
struct Sign {
  Cause cause;
  std::string words;
};
using Signs = std::vector<Sign>;

std::string WordsOfDay(bool has, const google::type::Date& date) {
  return has ? DutchDay(DayOf(date)) : "geen";
}

bool SameDay(const google::type::Date& a, const google::type::Date& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

template <typename Row, typename List>
const Row* FindBy(const List& list, const std::string& name,
                  const std::string& (Row::*get)() const) {
  for (const Row& row : list) {
    if ((row.*get)() == name) return &row;
  }
  return nullptr;
}

std::vector<std::string> AsList(
    const google::protobuf::RepeatedPtrField<std::string>& list) {
  return {list.begin(), list.end()};
}

// --- Dates and places that a location and a shelter have alike --------------

// An end that comes earlier closes, one that comes later or goes extends.
template <typename Place>
void CompareEnds(const Place& from, const Place& to, Signs& signs) {
  if (from.has_end_date() == to.has_end_date() &&
      SameDay(from.end_date(), to.end_date())) {
    return;
  }
  const bool earlier =
      to.has_end_date() &&
      (!from.has_end_date() || DayOf(to.end_date()) < DayOf(from.end_date()));
  signs.push_back(
      {earlier ? Difference::CAUSE_CLOSED : Difference::CAUSE_EXTENDED,
       absl::StrCat(earlier ? "sluit eerder" : "blijft langer",
                    ": eerste dag zonder plekken ",
                    WordsOfDay(to.has_end_date(), to.end_date()), ", was ",
                    WordsOfDay(from.has_end_date(), from.end_date()))});
}

// Where no places were, or none are left, the places themselves tell it.
template <typename Place>
void CompareStarts(const Place& from, const Place& to, Signs& signs) {
  if ((from.has_start_date() == to.has_start_date() &&
       SameDay(from.start_date(), to.start_date())) ||
      from.places().empty() || to.places().empty()) {
    return;
  }
  const bool later = from.has_start_date() &&
                     (!to.has_start_date() ||
                      DayOf(to.start_date()) > DayOf(from.start_date()));
  signs.push_back(
      {later ? Difference::CAUSE_POSTPONED : Difference::CAUSE_ADVANCED,
       absl::StrCat(later ? "begint later" : "begint eerder",
                    ": eerste dag met plekken ",
                    WordsOfDay(to.has_start_date(), to.start_date()), ", was ",
                    WordsOfDay(from.has_start_date(), from.start_date()))});
}

using Places = google::protobuf::RepeatedPtrField<pb::PlaceFact>;
// By the words of group and basis, which is the order of what is told.
using PlaceKey = std::tuple<std::string, std::string, bool, absl::CivilDay>;

// Of one group, or of all.
std::map<PlaceKey, const pb::PlaceFact*> PlacesBy(
    const Places& places, std::optional<PlaceGroup> group) {
  std::map<PlaceKey, const pb::PlaceFact*> by;
  for (const pb::PlaceFact& place : places) {
    if (group.has_value() && place.place_group() != *group) continue;
    by[{EnumWord(place.place_group()), EnumWord(place.place_basis()),
        place.has_start_date(),
        place.has_start_date() ? DayOf(place.start_date())
                               : absl::CivilDay()}] = &place;
  }
  return by;
}

bool IsPlanned(const pb::PlaceFact& place) {
  return place.place_basis() == locations::PlaceEntry::BASIS_PLANNED;
}

std::string WordsOf(const pb::PlaceFact& place) {
  return absl::StrCat(
      place.has_start_date()
          ? absl::StrCat("vanaf ", DutchDay(DayOf(place.start_date())))
          : "zonder dag",
      IsPlanned(place) ? " gepland " : " ", DutchCount(place.place_count()),
      " ", DutchGroup(place.place_group()));
}

// Whether `places` would tell of `one`: not when they have a later word on it
// that holds on `day`, from which on a report tells.
bool WouldTell(const Places& places, const pb::PlaceFact& one,
               absl::CivilDay day) {
  return !one.has_start_date() ||
         std::none_of(
             places.begin(), places.end(), [&](const pb::PlaceFact& place) {
               return place.place_group() == one.place_group() &&
                      place.place_basis() == one.place_basis() &&
                      place.has_start_date() &&
                      DayOf(place.start_date()) > DayOf(one.start_date()) &&
                      DayOf(place.start_date()) <= day;
             });
}

// What is stated anew for the same day, or no longer, is a correction; what is
// stated for another day is more or fewer places, or another plan. `day` is
// that from which on both reports tell.
void ComparePlaces(const Places& from, const Places& to,
                   std::optional<PlaceGroup> group, absl::CivilDay day,
                   Signs& signs) {
  const auto was = PlacesBy(from, group), is = PlacesBy(to, group);
  const auto own = [](const pb::PlaceFact& place, Cause decided) {
    return IsPlanned(place) ? Difference::CAUSE_PLAN_CHANGED : decided;
  };
  for (const auto& [key, place] : is) {
    const auto before = was.find(key);
    if (before == was.end()) {
      if (!WouldTell(from, *place, day)) continue;
      signs.push_back({own(*place, Difference::CAUSE_RESIZED),
                       absl::StrCat("nieuw: ", WordsOf(*place))});
    } else if (before->second->place_count() != place->place_count()) {
      signs.push_back(
          {own(*place, Difference::CAUSE_CORRECTED),
           absl::StrCat("hersteld: ", WordsOf(*place), ", was ",
                        DutchCount(before->second->place_count()))});
    }
  }
  for (const auto& [key, place] : was) {
    if (is.count(key) || !WouldTell(to, *place, day)) continue;
    signs.push_back({own(*place, Difference::CAUSE_CORRECTED),
                     absl::StrCat("vervallen: ", WordsOf(*place))});
  }
}

// --- Asylum locations -------------------------------------------------------

void CompareStates(const pb::Site& from, const pb::Site& to, Signs& signs) {
  if (from.location_state() == to.location_state()) return;
  const locations::LocationStage was = from.stage(), is = to.stage();
  const std::string words =
      absl::StrCat("stand ", DutchState(to.location_state()), ", was ",
                   DutchState(from.location_state()));
  if (is == locations::LOCATION_STAGE_WITHDRAWN) {
    signs.push_back({Difference::CAUSE_WITHDRAWN, words});
  } else if (was == locations::LOCATION_STAGE_UNDECIDED &&
             is != locations::LOCATION_STAGE_UNDECIDED) {
    signs.push_back({Difference::CAUSE_DECIDED, words});
  } else if (is == locations::LOCATION_STAGE_UNDECIDED &&
             was != locations::LOCATION_STAGE_WITHDRAWN) {
    signs.push_back({Difference::CAUSE_WITHDRAWN, words});
  } else if (is == locations::LOCATION_STAGE_CLOSED) {
    signs.push_back({Difference::CAUSE_CLOSED, words});
  } else if (was == locations::LOCATION_STAGE_WITHDRAWN ||
             was == locations::LOCATION_STAGE_CLOSED) {
    signs.push_back({Difference::CAUSE_CORRECTED, words});
  } else if (was == locations::LOCATION_STAGE_DECIDED &&
             is == locations::LOCATION_STAGE_STANDING) {
    signs.push_back({Difference::CAUSE_OPENED, words});
  } else if (was == locations::LOCATION_STAGE_STANDING &&
             is == locations::LOCATION_STAGE_DECIDED) {
    signs.push_back({Difference::CAUSE_CORRECTED, words});
  }
}

// Of one group, or of all.
int32_t OfferedOf(const pb::Site& site, std::optional<PlaceGroup> group) {
  int32_t offered = 0;
  for (const auto& places : site.groups()) {
    if (!group.has_value() || places.place_group() == *group) {
      offered += places.offered_place_count();
    }
  }
  return offered;
}

void CompareKinds(const pb::Site& from, const pb::Site& to, PlaceGroup group,
                  Signs& signs) {
  if (from.kind() != to.kind()) {
    signs.push_back({Difference::CAUSE_RECLASSIFIED,
                     absl::StrCat("soort ", to.kind_display_name(), ", was ",
                                  from.kind_display_name())});
  } else if (OfferedOf(from, std::nullopt) == OfferedOf(to, std::nullopt) &&
             OfferedOf(from, group) != OfferedOf(to, group)) {
    signs.push_back({Difference::CAUSE_RECLASSIFIED,
                     absl::StrCat(DutchCount(OfferedOf(to, group)), " plekken ",
                                  DutchGroup(group), ", waren er ",
                                  DutchCount(OfferedOf(from, group)),
                                  "; het totaal van de locatie bleef gelijk")});
  }
}

// Where a location moved from and to.
std::pair<std::string, std::string> MovesOf(const pb::MunicipalityRow& row,
                                            const pb::Site& site) {
  std::string from;
  for (const pb::Site& one : row.sites()) {
    if (one.successor() == site.location()) from = one.location();
  }
  return {from, site.successor()};
}

void CompareMoves(const pb::Site& was, const pb::Site& is, const Side& from,
                  const Side& to, Signs& signs) {
  if (MovesOf(*from.row, was) == MovesOf(*to.row, is)) return;
  signs.push_back(
      {Difference::CAUSE_CORRECTED,
       "verhuizing vastgelegd: wat verhuist, is samen één locatie"});
}

bool SameRules(const pb::ReportContent& a, const pb::ReportContent& b) {
  return a.spec().rule_set() == b.spec().rule_set() &&
         a.spec().cycle() == b.spec().cycle() &&
         SameDay(a.cycle().window_start_date(),
                 b.cycle().window_start_date()) &&
         SameDay(a.cycle().window_end_date(), b.cycle().window_end_date()) &&
         SameDay(a.cycle().realisation_start_date(),
                 b.cycle().realisation_start_date()) &&
         SameDay(a.cycle().realisation_end_date(),
                 b.cycle().realisation_end_date());
}

// Of a location or shelter that only one report has: when it was registered
// late, since when it stands.
template <typename Place>
std::string NewAndOpen(const Place& place, const pb::ReportContent& from,
                       const char* opened) {
  if (place.has_known_since_date()) {
    return "nieuw in het verslag; sinds wanneer zij er staat, is niet bekend";
  }
  if (!place.has_start_date() ||
      DayOf(place.start_date()) > DayOf(from.spec().as_of_date())) {
    return opened;
  }
  return absl::StrCat("nieuw in het verslag; stond er al vanaf ",
                      DutchDay(DayOf(place.start_date())));
}

// What a location that only one report has did.
Sign NewSite(const pb::Site& site, const pb::ReportContent& from) {
  switch (site.stage()) {
    case locations::LOCATION_STAGE_UNDECIDED:
      return {Difference::CAUSE_PLAN_CHANGED, "nieuw voornemen"};
    case locations::LOCATION_STAGE_DECIDED:
      return {Difference::CAUSE_DECIDED, "nieuw besloten locatie"};
    case locations::LOCATION_STAGE_STANDING:
      return {Difference::CAUSE_OPENED,
              NewAndOpen(site, from, "nieuwe locatie, geopend")};
    default:
      return {Difference::CAUSE_CORRECTED, "alsnog vastgelegd"};
  }
}

// All signs, the cause first.
Signs SignsOf(const pb::Site* was, const pb::Site* is, PlaceGroup group,
              const Side& from, const Side& to) {
  if (was == nullptr) return {NewSite(*is, from.content)};
  if (is == nullptr) {
    return FindBy<pb::Shelter>(to.row->shelters(), was->location(),
                               &pb::Shelter::location) != nullptr
               ? Signs{{Difference::CAUSE_RECLASSIFIED,
                        "nu opvang van Oekraïense ontheemden"}}
               : Signs{{Difference::CAUSE_WITHDRAWN,
                        "niet meer in het verslag: opnieuw in verkenning, of "
                        "voor een andere opgave"}};
  }
  Signs signs;
  CompareKinds(*was, *is, group, signs);
  CompareStates(*was, *is, signs);
  CompareEnds(*was, *is, signs);
  CompareStarts(*was, *is, signs);
  CompareMoves(*was, *is, from, to, signs);
  ComparePlaces(
      was->places(), is->places(), group,
      std::max(SitesToldFrom(from.content), SitesToldFrom(to.content)), signs);
  if (was->quota_rule() != is->quota_rule()) {
    signs.push_back(
        {Difference::CAUSE_RULE_CHANGED, "de soort telt anders mee dan eerst"});
  }
  if (!SameRules(from.content, to.content)) {
    signs.push_back(
        {Difference::CAUSE_RULE_CHANGED,
         absl::StrCat("telregels ", to.content.spec().rule_set(), " over ",
                      to.content.cycle().display_name(), ", waren ",
                      from.content.spec().rule_set(), " over ",
                      from.content.cycle().display_name())});
  }
  return signs;
}

// What of one group counts on a binding day.
int32_t CountedOf(const pb::Site& site, PlaceGroup group, bool amv) {
  for (const auto& places : site.groups()) {
    if (places.place_group() != group) continue;
    return amv ? places.amv_counted_place_count()
               : places.counted_place_count();
  }
  return 0;
}

// Of what counts on a binding day: how much of the difference is there because
// that day moved. That is what both states of the location have more on one day
// than on the other; the rest it did itself. Nothing when its places do not
// tell.
int32_t ByBindingDay(const FigurePart& part, const pb::Site& was,
                     const pb::Site& is, const Side& from, const Side& to) {
  const bool amv = absl::EndsWith(part.figure, ".amv_counted_place_count");
  if (!amv && !absl::EndsWith(part.figure, ".counted_place_count")) return 0;
  const google::type::Date& before =
      amv ? from.row->amv_binding_date() : from.row->binding_date();
  const google::type::Date& after =
      amv ? to.row->amv_binding_date() : to.row->binding_date();
  if (SameDay(before, after)) return 0;
  const Steps then = StepsOf(was.places(), part.group).decided;
  const Steps now = StepsOf(is.places(), part.group).decided;
  if (CountedOf(was, part.group, amv) != then.At(DayOf(before)) ||
      CountedOf(is, part.group, amv) != now.At(DayOf(after))) {
    return 0;
  }
  const int32_t moved_then = then.At(DayOf(after)) - then.At(DayOf(before));
  const int32_t moved_now = now.At(DayOf(after)) - now.At(DayOf(before));
  if ((moved_then > 0) != (moved_now > 0)) return 0;
  return std::abs(moved_then) < std::abs(moved_now) ? moved_then : moved_now;
}

Change Made(const Signs& signs, int32_t count, const std::string& name,
            std::vector<std::string> sources) {
  Change change{.cause = signs.front().cause,
                .count = count,
                .display_name = name,
                .changes = {},
                .sources = std::move(sources)};
  for (const Sign& sign : signs) change.changes.push_back(sign.words);
  return change;
}

std::vector<Change> SiteChanges(const FigurePart& part, int32_t difference,
                                const Side& from, const Side& to) {
  const pb::Site* was =
      FindBy<pb::Site>(from.row->sites(), part.resource, &pb::Site::location);
  const pb::Site* is =
      FindBy<pb::Site>(to.row->sites(), part.resource, &pb::Site::location);
  const pb::Site& newer = is != nullptr ? *is : *was;
  const Signs signs = SignsOf(was, is, part.group, from, to);
  const Sign moved = {
      Difference::CAUSE_BINDING_DATE_MOVED,
      absl::StrCat(
          "een andere dag bepaalt wat de gemeente telt: ",
          WordsOfDay(to.row->has_binding_date(), to.row->binding_date()),
          ", was ",
          WordsOfDay(from.row->has_binding_date(), from.row->binding_date()))};
  if (signs.empty() && absl::EndsWith(part.figure, "realised_place_count")) {
    return {Made({{Difference::CAUSE_RESIZED,
                   "de locatie waarmee zij door een verhuizing één is, "
                   "veranderde: een andere dag heeft de meeste plekken"}},
                 difference, newer.display_name(), {})};
  }
  if (signs.empty() && absl::EndsWith(part.figure, ".durable_place_count")) {
    return {
        Made({{Difference::CAUSE_RULE_CHANGED,
               absl::StrCat("duurzaam op een andere peildag: ",
                            WordsOfDay(true, to.content.spec().as_of_date()),
                            ", was ",
                            WordsOfDay(true, from.content.spec().as_of_date()),
                            "; of andere plekken van de gemeente brengen "
                            "haar over de drempel")}},
             difference, newer.display_name(), {})};
  }
  if (signs.empty()) {
    return {Made({moved}, difference, newer.display_name(), {})};
  }
  std::vector<Change> changes;
  int32_t by_day = 0;
  if (was != nullptr && is != nullptr && SameRules(from.content, to.content)) {
    by_day = ByBindingDay(part, *was, *is, from, to);
  }
  if (difference != by_day) {
    changes.push_back(Made(signs, difference - by_day, newer.display_name(),
                           AsList(newer.sources())));
  }
  if (by_day != 0) {
    changes.push_back(Made({moved}, by_day, newer.display_name(), {}));
  }
  return changes;
}

// --- Shelters ---------------------------------------------------------------

// What came into force between the days of both reports.
void ComparePassing(const pb::Shelter& shelter, absl::CivilDay before,
                    absl::CivilDay after, Signs& signs) {
  for (const pb::PlaceFact& place : shelter.places()) {
    if (!place.has_start_date()) continue;
    const absl::CivilDay start = DayOf(place.start_date());
    if (start <= std::min(before, after) || start > std::max(before, after)) {
      continue;
    }
    signs.push_back({place.place_count() == 0 ? Difference::CAUSE_CLOSED
                                              : Difference::CAUSE_RESIZED,
                     WordsOf(place)});
  }
}

// What a shelter that the later report does not have did.
Sign GoneShelter(const pb::Shelter& was, const Side& from, const Side& to) {
  const absl::CivilDay after = DayOf(to.content.spec().as_of_date());
  if (was.has_end_date() && DayOf(was.end_date()) <= after) {
    return {Difference::CAUSE_CLOSED,
            absl::StrCat("gesloten: geen plekken vanaf ",
                         DutchDay(DayOf(was.end_date())))};
  }
  if (FindBy<pb::Site>(to.row->sites(), was.location(), &pb::Site::location) !=
      nullptr) {
    return {Difference::CAUSE_RECLASSIFIED, "nu een locatie voor asiel"};
  }
  const bool stood = was.shelter_progress() == pb::Shelter::PROGRESS_REALISED;
  // What went longer ago than a report tells.
  if (stood &&
      MonthsAfter(DayOf(from.content.spec().as_of_date()), 12) <= after) {
    return {Difference::CAUSE_CLOSED, "meer dan een jaar geleden gesloten"};
  }
  return {stood ? Difference::CAUSE_CORRECTED : Difference::CAUSE_WITHDRAWN,
          "heeft in dit verslag geen plekken en geen plannen meer"};
}

// From one progress to another.
Sign ProgressSign(const pb::Shelter& was, const pb::Shelter& is,
                  absl::CivilDay before) {
  if (IsOver(is)) {
    return is.stage() == locations::LOCATION_STAGE_WITHDRAWN
               ? Sign{Difference::CAUSE_WITHDRAWN, "ingetrokken"}
               : Sign{Difference::CAUSE_CLOSED,
                      absl::StrCat(
                          "gesloten: geen plekken vanaf ",
                          WordsOfDay(is.has_end_date(), is.end_date()))};
  }
  if (IsOver(was)) {
    return is.has_state_fact() && DayOf(is.state_fact().start_date()) > before
               ? Sign{Difference::CAUSE_OPENED, "opnieuw geopend"}
               : Sign{Difference::CAUSE_CORRECTED, "toch niet gesloten"};
  }
  return is.shelter_progress() == pb::Shelter::PROGRESS_REALISED
             ? Sign{Difference::CAUSE_DELIVERED, "opgeleverd"}
             : Sign{Difference::CAUSE_CORRECTED, "toch niet opgeleverd"};
}

Signs ShelterSigns(const pb::Shelter* was, const pb::Shelter* is,
                   const Side& from, const Side& to) {
  const absl::CivilDay before = DayOf(from.content.spec().as_of_date());
  const absl::CivilDay after = DayOf(to.content.spec().as_of_date());
  if (was == nullptr) {
    if (is->shelter_progress() != pb::Shelter::PROGRESS_REALISED) {
      return {{Difference::CAUSE_DECIDED, "nieuw in ontwikkeling"}};
    }
    return {{Difference::CAUSE_OPENED,
             NewAndOpen(*is, from.content, "nieuwe locatie, opgeleverd")}};
  }
  if (is == nullptr) return {GoneShelter(*was, from, to)};
  Signs signs;
  if (was->shelter_progress() != is->shelter_progress()) {
    signs.push_back(ProgressSign(*was, *is, before));
  }
  CompareEnds(*was, *is, signs);
  CompareStarts(*was, *is, signs);
  ComparePlaces(was->places(), is->places(), std::nullopt,
                std::max(before, after), signs);
  ComparePassing(*is, before, after, signs);
  if (signs.empty()) {
    signs.push_back({Difference::CAUSE_CORRECTED, "anders vastgelegd"});
  }
  return signs;
}

std::vector<Change> ShelterChanges(const FigurePart& part, int32_t difference,
                                   const Side& from, const Side& to) {
  const pb::Shelter* was = FindBy<pb::Shelter>(
      from.row->shelters(), part.resource, &pb::Shelter::location);
  const pb::Shelter* is = FindBy<pb::Shelter>(to.row->shelters(), part.resource,
                                              &pb::Shelter::location);
  const pb::Shelter& newer = is != nullptr ? *is : *was;
  const bool stays =
      was != nullptr && is != nullptr && !IsOver(*was) && !IsOver(*is);
  if (absl::EndsWith(part.figure, "#occupied_person_count") && stays) {
    return {Made({{Difference::CAUSE_COUNTED_AGAIN,
                   absl::StrCat("geteld op ",
                                WordsOfDay(newer.has_occupancy(),
                                           newer.occupancy().count_date()))}},
                 difference, newer.display_name(),
                 {newer.occupancy().source()})};
  }
  return {Made(ShelterSigns(was, is, from, to), difference,
               newer.display_name(), AsList(newer.sources()))};
}

// --- Persons, plans, targets ------------------------------------------------

bool SameHalfYear(const Side& from, const Side& to) {
  return from.content.spec().half_year() == to.content.spec().half_year();
}

Sign OtherHalfYear(const Side& from, const Side& to) {
  return {Difference::CAUSE_RULE_CHANGED,
          absl::StrCat("een ander halfjaar: ",
                       DutchHalfYear(to.content.spec().half_year()), ", was ",
                       DutchHalfYear(from.content.spec().half_year()))};
}

Sign PlacementSign(const pb::PlacementFact* was, const pb::PlacementFact* is,
                   const Side& from, const Side& to) {
  if (was != nullptr && is != nullptr) {
    return {
        Difference::CAUSE_RECLASSIFIED,
        is->counts() ? "de soort telt nu mee" : "de soort telt niet meer mee"};
  }
  const pb::PlacementFact& one = is != nullptr ? *is : *was;
  const std::string words =
      absl::StrCat(DutchDay(DayOf(one.placement_date())), ", ",
                   DutchCount(one.person_count()), " personen");
  if (!SameHalfYear(from, to)) {
    return is != nullptr ? Sign{Difference::CAUSE_HOUSED, words}
                         : OtherHalfYear(from, to);
  }
  // The earlier of both reference days and of both revisions lacks it.
  const Side& lacking = is != nullptr ? from : to;
  if (DayOf(one.placement_date()) >
      DayOf(lacking.content.spec().placements_date())) {
    return {Difference::CAUSE_HOUSED, words};
  }
  if (one.person_count() < 0) return {Difference::CAUSE_CORRECTED, words};
  return {Difference::CAUSE_LATE_REGISTRATION, words};
}

std::vector<Change> PlacementChanges(const FigurePart& part, int32_t difference,
                                     const Side& from, const Side& to) {
  const auto* was = FindBy<pb::PlacementFact>(
      from.row->placements(), part.resource, &pb::PlacementFact::placement);
  const auto* is = FindBy<pb::PlacementFact>(
      to.row->placements(), part.resource, &pb::PlacementFact::placement);
  const pb::PlacementFact& newer = is != nullptr ? *is : *was;
  return {Made({PlacementSign(was, is, from, to)}, difference, part.label,
               {newer.source()})};
}

std::vector<Change> MoveChanges(const FigurePart& part, int32_t difference,
                                const Side& from, const Side& to) {
  const auto* was = FindBy<pb::MoveFact>(from.row->moves(), part.resource,
                                         &pb::MoveFact::move);
  const auto* is =
      FindBy<pb::MoveFact>(to.row->moves(), part.resource, &pb::MoveFact::move);
  const pb::MoveFact& one = is != nullptr ? *is : *was;
  return {Made({{Difference::CAUSE_MOVED,
                 absl::StrCat("verhuizing ", part.label, ", vanaf ",
                              DutchDay(DayOf(one.move_date())))}},
               difference, part.label, {one.source()})};
}

std::string PersonsIn(const pb::Plan& plan) {
  if (plan.has_person_count()) return DutchCount(plan.person_count());
  if (plan.has_derived_person_count()) {
    return DutchCount(plan.derived_person_count());
  }
  return "onbekend aantal";
}

std::string WordsOf(const pb::Plan* plan) {
  if (plan == nullptr) return "geen";
  return absl::StrCat(
      PersonsIn(*plan), " personen, ",
      plan->plan_certainty() ==
              nl::opvang::housing::v1::HousingPlan::CERTAINTY_POSSIBLE
          ? "mogelijk, "
          : "",
      "t/m ", DutchDay(DayOf(plan->end_date()) - 1));
}

std::vector<Change> PlanChanges(const FigurePart& part, int32_t difference,
                                const Side& from, const Side& to) {
  const auto* was =
      FindBy<pb::Plan>(from.row->plans(), part.resource, &pb::Plan::name);
  const auto* is =
      FindBy<pb::Plan>(to.row->plans(), part.resource, &pb::Plan::name);
  return {Made({{Difference::CAUSE_PLAN_CHANGED,
                 absl::StrCat("plan: ", WordsOf(is), ", was ", WordsOf(was))}},
               difference, part.label, {(is != nullptr ? is : was)->source()})};
}

const pb::TransferRow* FindTransfer(const pb::ReportContent& content,
                                    const std::string& name) {
  return FindBy<pb::TransferRow>(content.transfers(), name,
                                 &pb::TransferRow::transfer);
}

std::string WordsOf(const pb::TransferRow* transfer) {
  if (transfer == nullptr) return "niet vastgelegd";
  return absl::StrCat(
      DutchCount(transfer->place_count()), " plekken, waarvan amv ",
      DutchCount(transfer->amv_count()), ", ",
      DutchTransferState(transfer->transfer_state()), ", vanaf ",
      DutchDay(DayOf(transfer->start_date())),
      transfer->has_end_date()
          ? absl::StrCat(" t/m ", DutchDay(DayOf(transfer->end_date()) - 1))
          : "");
}

Sign TransferSign(const pb::TransferRow* was, const pb::TransferRow* is) {
  return {Difference::CAUSE_TRANSFERRED,
          absl::StrCat("uitruil: ", WordsOf(is), ", was ", WordsOf(was))};
}

std::vector<Change> TransferChanges(const FigurePart& part, int32_t difference,
                                    const Side& from, const Side& to) {
  const pb::TransferRow* was = FindTransfer(from.content, part.resource);
  const pb::TransferRow* is = FindTransfer(to.content, part.resource);
  return {Made({TransferSign(was, is)}, difference, part.label,
               AsList((is != nullptr ? is : was)->sources()))};
}

std::vector<Change> StepChanges(const FigurePart& part, int32_t difference,
                                const Side& from, const Side& to) {
  const bool housing = absl::StartsWith(part.key, "status_holders");
  const bool asylum = absl::StartsWith(part.key, "asylum");
  Signs signs;
  if (housing && !SameHalfYear(from, to)) {
    signs.push_back(OtherHalfYear(from, to));
  } else if (asylum &&
             from.content.spec().cycle() != to.content.spec().cycle()) {
    signs.push_back(
        {Difference::CAUSE_RULE_CHANGED,
         absl::StrCat("een andere cyclus: ", to.content.cycle().display_name(),
                      ", was ", from.content.cycle().display_name())});
  }
  signs.push_back({Difference::CAUSE_QUOTA_CHANGED,
                   absl::StrCat("stap in de opgave: ", part.label)});
  const auto& steps = housing  ? to.row->status_holder_steps()
                      : asylum ? to.row->asylum_steps()
                               : to.row->ukraine_steps();
  std::vector<std::string> sources;
  if (!steps.empty()) sources.push_back(steps.rbegin()->source());
  return {Made(signs, difference, part.label, std::move(sources))};
}

std::vector<Change> One(Cause cause, const std::string& words,
                        const FigurePart& part, int32_t difference) {
  return {Made({{cause, words}}, difference, part.label, {})};
}

}  // namespace

std::vector<Change> ChangesOf(const FigurePart& part, int32_t difference,
                              const Side& from, const Side& to) {
  if (from.row == nullptr || to.row == nullptr) {
    return One(Difference::CAUSE_BOUNDARY_CHANGED,
               "de gemeente staat maar in een van beide verslagen", part,
               difference);
  }
  switch (part.kind) {
    case FigurePart::Kind::kFigure:
      return One(Difference::CAUSE_QUOTA_CHANGED,
                 "de opgave is maar in een van beide verslagen vastgelegd",
                 part, difference);
    case FigurePart::Kind::kStep:
      return StepChanges(part, difference, from, to);
    case FigurePart::Kind::kSite:
      return SiteChanges(part, difference, from, to);
    case FigurePart::Kind::kTransfer:
      return TransferChanges(part, difference, from, to);
    case FigurePart::Kind::kShelter:
      return ShelterChanges(part, difference, from, to);
    case FigurePart::Kind::kCount:
      return One(Difference::CAUSE_COUNTED_AGAIN, "opnieuw geteld of opgegeven",
                 part, difference);
    case FigurePart::Kind::kPlacement:
      return PlacementChanges(part, difference, from, to);
    case FigurePart::Kind::kMove:
      return MoveChanges(part, difference, from, to);
    case FigurePart::Kind::kPlan:
      return PlanChanges(part, difference, from, to);
    case FigurePart::Kind::kCarried:
      if (!SameHalfYear(from, to)) {
        return {Made({OtherHalfYear(from, to)}, difference, part.label, {})};
      }
      return One(Difference::CAUSE_CARRIED_OVER, "anders meegenomen", part,
                 difference);
    case FigurePart::Kind::kSurplus:
      return One(Difference::CAUSE_SURPLUS_LEFT_OUT,
                 "een overschot telt niet mee in het bruto tekort", part,
                 difference);
    case FigurePart::Kind::kRest:
      return One(Difference::CAUSE_UNEXPLAINED, "niet te verklaren", part,
                 difference);
  }
  return {};
}

std::map<std::string, Change> OtherChanges(absl::string_view metric,
                                           const Side& from, const Side& to) {
  std::map<std::string, Change> changes;
  if (from.row == nullptr || to.row == nullptr) return changes;
  if (metric == "asylum.guaranteed_place_count") {
    for (const pb::Site& is : to.row->sites()) {
      const pb::Site* was = FindBy<pb::Site>(from.row->sites(), is.location(),
                                             &pb::Site::location);
      Signs signs;
      if (was != nullptr) CompareEnds(*was, is, signs);
      if (signs.empty()) continue;
      changes[is.location()] =
          Made(signs, 0, is.display_name(), AsList(is.sources()));
    }
  }
  if (metric == "asylum.transferred_place_count") {
    std::set<std::string> names;
    for (const pb::ReportContent* content : {&from.content, &to.content}) {
      for (const pb::TransferRow& one : content->transfers()) {
        if (one.giver() == to.row->municipality() ||
            one.receiver() == to.row->municipality()) {
          names.insert(one.transfer());
        }
      }
    }
    for (const std::string& name : names) {
      const pb::TransferRow* was = FindTransfer(from.content, name);
      const pb::TransferRow* is = FindTransfer(to.content, name);
      if (WordsOf(was) == WordsOf(is)) continue;
      const pb::TransferRow& newer = is != nullptr ? *is : *was;
      changes[name] =
          Made({TransferSign(was, is)}, 0,
               absl::StrCat("uitruil van ", newer.giver_display_name(), " aan ",
                            newer.receiver_display_name()),
               AsList(newer.sources()));
    }
  }
  return changes;
}

}  // namespace opvang::reporting
