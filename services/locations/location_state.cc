#include "services/locations/location_state.h"

#include <algorithm>
#include <tuple>

#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "common/service/update_mask.h"

namespace opvang::locations {
namespace {

using Counted = LocationState::Counted;
using LocationFacts = LocationState::LocationFacts;
using MunicipalityFacts = LocationState::MunicipalityFacts;

std::optional<int32_t> ObjectionsOn(const KnownState& known,
                                    const LocationFacts& facts,
                                    absl::CivilDay day) {
  const pb::ObjectionEntry* latest = nullptr;
  facts.objections.ForEach(
      known.revision, [&](const Fact<pb::ObjectionEntry>& fact) {
        const absl::CivilDay start = DayOf(fact.value.start_date());
        if (start <= day &&
            (latest == nullptr || start >= DayOf(latest->start_date()))) {
          latest = &fact.value;
        }
      });
  if (latest == nullptr) return std::nullopt;
  return latest->objection_count();
}

// The latest not after `day`; of one day the latest known, unless that takes it
// back. Null without one.
const Counted* LatestOf(const LocationState::Counts& counts, Revision known,
                        absl::CivilDay day) {
  const Counted* latest = nullptr;
  ShortDay retracted;
  counts.ForEachBefore(std::pair(ShortDay(day + 1), Revision{0}),
                       [&](const Counted& count) {
                         if (count.revision > known || count.day == retracted)
                           return true;
                         if (count.is_retracted) {
                           retracted = count.day;
                           return true;
                         }
                         latest = &count;
                         return false;
                       });
  return latest;
}

template <typename Message>
Message CountedOn(const Counted& count) {
  Message counted;
  *counted.mutable_count_date() = ToProto(*count.day);
  counted.set_source(*count.source);
  counted.set_revision(count.revision);
  return counted;
}

const MunicipalityFacts* FindMunicipality(const KnownState& known,
                                          const std::string& name) {
  return known.state.municipalities.Find(name);
}

pb::LifeEvent EventAt(Revision revision, absl::CivilDay day,
                      const std::string& reason, const std::string& source) {
  pb::LifeEvent event;
  event.set_revision(revision);
  *event.mutable_event_date() = ToProto(day);
  event.set_reason(reason);
  event.set_source(source);
  return event;
}

pb::LifeEvent EventOf(const Fact<StateFact>& fact) {
  pb::LifeEvent event = EventAt(fact.revision, *fact.value.start_date,
                                *fact.value.reason, *fact.value.source);
  event.set_state(fact.value.state);
  return event;
}

pb::LifeEvent EventOf(const Fact<DateMove>& fact) {
  const DateMove& told = fact.value;
  pb::LifeEvent event =
      EventAt(fact.revision, told.told_date, told.reason, told.source);
  pb::LifeEvent::Move& move = told.moved == MovedDay::kStart
                                  ? *event.mutable_start_move()
                                  : *event.mutable_end_move();
  if (told.from_date.has_value()) {
    *move.mutable_from_date() = ToProto(*told.from_date);
  }
  if (told.to_date.has_value()) {
    *move.mutable_to_date() = ToProto(*told.to_date);
  }
  return event;
}

pb::LifeEvent EventOf(const Fact<pb::ObjectionEntry>& fact) {
  pb::LifeEvent event = EventAt(fact.revision, DayOf(fact.value.start_date()),
                                fact.value.reason(), fact.value.source());
  event.set_objection_count(fact.value.objection_count());
  return event;
}

// In the order of a key.
template <typename T, typename KeyOf>
void AddEvents(const Log<T>& log, Revision known, KeyOf key_of,
               std::vector<pb::LifeEvent>& events) {
  std::vector<const Fact<T>*> facts;
  log.ForEach(known, [&](const Fact<T>& fact) { facts.push_back(&fact); });
  std::stable_sort(facts.begin(), facts.end(),
                   [&](const Fact<T>* a, const Fact<T>* b) {
                     return key_of(a->value) < key_of(b->value);
                   });
  for (const Fact<T>* fact : facts) events.push_back(EventOf(*fact));
}

}  // namespace

LocationFacts& LocationState::FactsOf(const std::string& location) {
  return municipalities.Mutable(MunicipalityOf(location))
      .locations.Mutable(location);
}

void LocationState::Add(Revision known, Recording fact) {
  const ShortDay day(DayAt(fact.record_time));
  const Fact<ShortDay>* last = days.Last(known);
  if (last == nullptr || last->value < day) days.Add(known, day);
}
void LocationState::Add(Revision known, pb::LocationKind fact) {
  touched.Add(known, kWholeCountry);
  kinds.Add(known, std::move(fact));
}
void LocationState::Add(Revision known, pb::FundingRate fact) {
  touched.Add(known, kWholeCountry);
  funding_rates.Add(known, std::move(fact));
}
void LocationState::Add(Revision known, pb::Location fact) {
  touched.Add(known, fact.name());
  if (!fact.coa_number().empty()) {
    coa_numbers.Mutable(fact.coa_number()).Add(known, fact.name());
  }
  fact.set_etag(Etag(known));
  FactsOf(fact.name()).descriptions.Add(known, fact);
}
void LocationState::Add(Revision known, PlaceFact fact) {
  touched.Add(known, fact.location);
  LocationFacts& facts = FactsOf(*fact.location);
  facts.entries.Add(known, fact);
  facts.places.Reset();
}
void LocationState::Add(Revision known, StateFact fact) {
  touched.Add(known, fact.location);
  FactsOf(*fact.location).states.Add(known, fact);
}
void LocationState::Add(Revision known, DateMove fact) {
  touched.Add(known, fact.location);
  FactsOf(fact.location).moves.Add(known, fact);
}
void LocationState::Add(Revision known, pb::ObjectionEntry fact) {
  touched.Add(known, fact.location());
  FactsOf(fact.location()).objections.Add(known, fact);
}
void LocationState::Add(Revision known, Count fact) {
  touched.Add(known, fact.subject);
  const Counted count = {.revision = known,
                         .source = fact.source,
                         .day = fact.count_date,
                         .amount = fact.amount,
                         .is_retracted = fact.retracted.has_value()};
  if (fact.kind == CountKind::kOccupancy) {
    FactsOf(*fact.subject).occupancies.Insert(count);
    return;
  }
  MunicipalityFacts& here = municipalities.Mutable(*fact.subject);
  (fact.kind == CountKind::kPrivateShelter ? here.private_shelters
                                           : here.permanent_stocks)
      .Insert(count);
}

void LocationState::Add(Revision known, pb::NilReturn fact) {
  touched.Add(known, fact.municipality());
  municipalities.Mutable(fact.municipality()).nil_returns.Add(known, fact);
}

absl::CivilDay RecordDayOf(const KnownState& known) {
  const Fact<ShortDay>* day = known.state.days.Last(known.revision);
  return day == nullptr ? absl::CivilDay() : *day->value;
}

std::vector<pb::LocationKind> ListKinds(const KnownState& known) {
  std::vector<pb::LocationKind> list;
  for (const auto& [code, kind] :
       LatestByKey(known.state.kinds, known.revision,
                   [](const pb::LocationKind& one) { return one.code(); })) {
    list.push_back(kind->value);
  }
  return list;
}

std::vector<pb::FundingRate> ListFundingRates(const KnownState& known) {
  std::vector<pb::FundingRate> list;
  known.state.funding_rates.ForEach(
      known.revision,
      [&](const Fact<pb::FundingRate>& fact) { list.push_back(fact.value); });
  const auto key = [](const pb::FundingRate& rate) {
    return std::tuple(rate.code(), DayOf(rate.start_date()), rate.revision());
  };
  std::sort(list.begin(), list.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return list;
}

const LocationFacts* FindFacts(const KnownState& known,
                               const std::string& location) {
  const MunicipalityFacts* here =
      FindMunicipality(known, MunicipalityOf(location));
  return here == nullptr ? nullptr : here->locations.Find(location);
}

const pb::Location* DescriptionOf(const KnownState& known,
                                  const LocationFacts& facts) {
  const Fact<pb::Location>* latest = facts.descriptions.Last(known.revision);
  return latest == nullptr ? nullptr : &latest->value;
}

const pb::Location* FindDescription(const KnownState& known,
                                    const std::string& name) {
  const LocationFacts* facts = FindFacts(known, name);
  return facts == nullptr ? nullptr : DescriptionOf(known, *facts);
}

std::vector<StateVersion> StatesOf(const KnownState& known,
                                   const LocationFacts& facts) {
  std::vector<StateVersion> versions;
  facts.states.ForEach(known.revision, [&](const Fact<StateFact>& fact) {
    versions.push_back({fact.revision, &fact.value});
  });
  return versions;
}

std::set<std::string> FormerNames(const KnownState& known,
                                  const LocationFacts& facts) {
  std::set<std::string> names;
  const pb::Location* now = DescriptionOf(known, facts);
  facts.descriptions.ForEach(
      known.revision, [&](const Fact<pb::Location>& fact) {
        const std::string& name = fact.value.display_name();
        if (name != now->display_name()) names.insert(name);
      });
  return names;
}

std::optional<pb::Location> DescribedOn(const KnownState& known,
                                        const LocationFacts& facts,
                                        const std::vector<StateVersion>& states,
                                        absl::CivilDay day) {
  const pb::Location* description = DescriptionOf(known, facts);
  if (description == nullptr) return std::nullopt;
  pb::Location location = *description;
  for (const std::string& name : FormerNames(known, facts)) {
    location.add_former_display_names(name);
  }
  if (const auto count = ObjectionsOn(known, facts, day)) {
    location.set_objection_count(*count);
  }
  if (const auto near = NearestState(states, day)) {
    const absl::CivilDay start = *near->fact->start_date;
    location.set_state(StateOn(day, {near->fact->state, start}));
    if (start <= day) *location.mutable_state_entry() = ToMessage(*near);
  }
  location.set_stage(StageOf(location.state()));
  return location;
}

std::vector<PlaceVersion> PlaceVersionsOf(const KnownState& known,
                                          const LocationFacts& facts) {
  std::vector<PlaceVersion> versions;
  facts.entries.ForEach(known.revision, [&](const Fact<PlaceFact>& fact) {
    versions.push_back({fact.revision, &fact.value});
  });
  return versions;
}

std::shared_ptr<const LocationPlaces> PlacesIn(const KnownState& known,
                                               const LocationFacts& facts) {
  const auto make = [&] { return PlacesOf(PlaceVersionsOf(known, facts)); };
  if (facts.entries.LastRevision() <= known.revision) {
    return facts.places.Get(make);
  }
  return std::make_shared<const LocationPlaces>(make());
}

std::vector<pb::PlaceEntry> PlaceEntriesOf(const KnownState& known,
                                           const std::string& location) {
  std::vector<pb::PlaceEntry> entries;
  const LocationFacts* facts = FindFacts(known, location);
  if (facts == nullptr) return entries;
  for (const auto& [revision, fact] :
       EffectiveEntries(PlaceVersionsOf(known, *facts))) {
    entries.push_back(ToMessage(revision, fact));
  }
  return entries;
}

std::optional<DatedState> LatestState(const KnownState& known,
                                      const std::string& location) {
  std::optional<StateVersion> latest;
  if (const LocationFacts* facts = FindFacts(known, location)) {
    for (const StateVersion& one : StatesOf(known, *facts)) {
      // By revision: of one day the later one.
      if (!latest.has_value() ||
          one.fact->start_date >= latest->fact->start_date) {
        latest = one;
      }
    }
  }
  if (!latest.has_value()) return std::nullopt;
  return DatedState{latest->fact->state, *latest->fact->start_date};
}

std::vector<pb::LifeEvent> ListLifeEvents(const KnownState& known,
                                          const std::string& location) {
  std::vector<pb::LifeEvent> events;
  const LocationFacts* facts = FindFacts(known, location);
  if (facts == nullptr) return events;
  // Of one revision states come first, then moves, then objections.
  AddEvents(
      facts->states, known.revision,
      [](const StateFact& one) { return one.start_date; }, events);
  AddEvents(
      facts->moves, known.revision,
      [](const DateMove& one) { return one.moved; }, events);
  AddEvents(
      facts->objections, known.revision,
      [](const pb::ObjectionEntry& one) { return DayOf(one.start_date()); },
      events);
  std::stable_sort(events.begin(), events.end(),
                   [](const pb::LifeEvent& a, const pb::LifeEvent& b) {
                     return a.revision() < b.revision();
                   });
  return events;
}

namespace {

template <typename Message>
std::optional<int32_t> Retracted(const Message& count) {
  return count.retracted() ? std::optional(1) : std::nullopt;
}

}  // namespace

Count CountOf(const pb::Occupancy& count) {
  return {.kind = CountKind::kOccupancy,
          .subject = Interned(count.location()),
          .count_date = ShortDay(DayOf(count.count_date())),
          .amount = count.person_count(),
          .source = Interned(count.source()),
          .retracted = Retracted(count)};
}
Count CountOf(const pb::PrivateShelter& count) {
  return {.kind = CountKind::kPrivateShelter,
          .subject = Interned(count.municipality()),
          .count_date = ShortDay(DayOf(count.count_date())),
          .amount = count.person_count(),
          .source = Interned(count.source()),
          .retracted = Retracted(count)};
}
Count CountOf(const pb::PermanentStock& count) {
  return {.kind = CountKind::kPermanentStock,
          .subject = Interned(count.municipality()),
          .count_date = ShortDay(DayOf(count.count_date())),
          .amount = count.place_count(),
          .source = Interned(count.source()),
          .retracted = Retracted(count)};
}

std::optional<pb::Occupancy> FindOccupancy(const KnownState& known,
                                           const LocationFacts& facts,
                                           const std::string& location,
                                           absl::CivilDay day) {
  const auto* count = LatestOf(facts.occupancies, known.revision, day);
  if (count == nullptr) return std::nullopt;
  auto occupancy = CountedOn<pb::Occupancy>(*count);
  occupancy.set_location(location);
  occupancy.set_person_count(count->amount);
  return occupancy;
}

std::optional<pb::PrivateShelter> FindPrivateShelter(
    const KnownState& known, const std::string& municipality,
    absl::CivilDay day) {
  const MunicipalityFacts* here = FindMunicipality(known, municipality);
  if (here == nullptr) return std::nullopt;
  const auto* count = LatestOf(here->private_shelters, known.revision, day);
  if (count == nullptr) return std::nullopt;
  auto shelter = CountedOn<pb::PrivateShelter>(*count);
  shelter.set_municipality(municipality);
  shelter.set_person_count(count->amount);
  return shelter;
}

std::optional<pb::PermanentStock> FindPermanentStock(
    const KnownState& known, const std::string& municipality,
    absl::CivilDay day) {
  const MunicipalityFacts* here = FindMunicipality(known, municipality);
  if (here == nullptr) return std::nullopt;
  const auto* count = LatestOf(here->permanent_stocks, known.revision, day);
  if (count == nullptr) return std::nullopt;
  auto stock = CountedOn<pb::PermanentStock>(*count);
  stock.set_municipality(municipality);
  stock.set_place_count(count->amount);
  return stock;
}

std::vector<pb::NilReturn> NilReturnsOf(const KnownState& known,
                                        const std::string& municipality,
                                        absl::CivilDay day) {
  std::vector<pb::NilReturn> returns;
  const MunicipalityFacts* here = FindMunicipality(known, municipality);
  if (here == nullptr) return returns;
  for (const auto& [key, latest] : LatestByKey(
           here->nil_returns, known.revision, [](const pb::NilReturn& one) {
             return std::pair(one.purpose(), DayOf(one.return_date()));
           })) {
    if (latest->value.retracted() || key.second > day) continue;
    returns.push_back(latest->value);
  }
  return returns;
}

std::optional<pb::NilReturn> FindNilReturn(const KnownState& known,
                                           const std::string& municipality,
                                           pb::LocationKind::Purpose purpose,
                                           absl::CivilDay day) {
  std::optional<pb::NilReturn> latest;
  for (pb::NilReturn& one : NilReturnsOf(known, municipality, day)) {
    if (one.purpose() == purpose) latest = std::move(one);
  }
  return latest;
}

std::map<std::string, std::string> FindCoaNumbers(
    const KnownState& known, const std::vector<std::string>& numbers) {
  std::map<std::string, std::string> owners;
  for (const std::string& number : numbers) {
    const Log<std::string>* said = known.state.coa_numbers.Find(number);
    if (said == nullptr) continue;
    said->ForEach(known.revision, [&](const Fact<std::string>& name) {
      if (FindDescription(known, name.value)->coa_number() == number) {
        owners[number] = name.value;
      }
    });
  }
  return owners;
}

}  // namespace opvang::locations
