// Everything that locations was ever told, in memory: see `common/state`.
#ifndef OPVANG_SERVICES_LOCATIONS_LOCATION_STATE_H_
#define OPVANG_SERVICES_LOCATIONS_LOCATION_STATE_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/state/in_order.h"
#include "common/state/keeper.h"
#include "common/state/touched.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/location_store.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

struct LocationState {
  // What is counted of one subject, by day and revision: found without looking
  // at the years between, however many there are.
  struct Counted {
    Revision revision;
    Interned source;
    ShortDay day;
    int32_t amount;
    bool is_retracted;
  };
  struct ByDay {
    std::pair<ShortDay, Revision> operator()(const Counted& count) const {
      return {count.day, count.revision};
    }
  };
  using Counts = InOrder<Counted, ByDay>;

  struct LocationFacts {
    Log<pb::Location> descriptions;  // With their etags.
    Log<PlaceFact> entries;
    Derived<LocationPlaces> places;  // Of all `entries`.
    Log<StateFact> states;
    Log<DateMove> moves;
    Log<pb::ObjectionEntry> objections;
    Counts occupancies;
  };
  struct MunicipalityFacts {
    Parts<std::string, LocationFacts> locations;  // By name.
    Counts private_shelters, permanent_stocks;
    Log<pb::NilReturn> nil_returns;
  };

  Revision revision = 0;
  Log<ShortDay>
      days;  // On which was recorded, from the first revision of each.
  Log<pb::LocationKind> kinds;
  Log<pb::FundingRate> funding_rates;
  Parts<std::string, MunicipalityFacts> municipalities;  // By name.
  // By number of COA, the locations that were ever said to have it.
  Parts<std::string, Log<std::string>> coa_numbers;
  Touched touched;

  using Tables = LocationTables;
  static const Tables& AllTables() { return AllLocationTables(); }
  void Add(Revision known, Recording fact);
  void Add(Revision known, pb::LocationKind fact);
  void Add(Revision known, pb::FundingRate fact);
  void Add(Revision known, pb::Location fact);
  void Add(Revision known, PlaceFact fact);
  void Add(Revision known, StateFact fact);
  void Add(Revision known, DateMove fact);
  void Add(Revision known, pb::ObjectionEntry fact);
  void Add(Revision known, Count fact);
  void Add(Revision known, pb::NilReturn fact);

 private:
  LocationFacts& FactsOf(const std::string& location);
};

using KnownState = Known<LocationState>;
using LocationDraft = Draft<LocationState>;

// The day on which what is known was recorded: that of its revision.
absl::CivilDay RecordDayOf(const KnownState& known);

// By code.
std::vector<pb::LocationKind> ListKinds(const KnownState& known);
// All versions, by code, first day and revision.
std::vector<pb::FundingRate> ListFundingRates(const KnownState& known);

// What is said of a location or municipality; null when nothing ever was.
const LocationState::LocationFacts* FindFacts(const KnownState& known,
                                              const std::string& location);

// All versions of its states.
std::vector<StateVersion> StatesOf(const KnownState& known,
                                   const LocationState::LocationFacts& facts);
// A location as its latest description has it, with its state (of `states`) and
// objections on `day`; nothing when it was not yet described.
std::optional<pb::Location> DescribedOn(
    const KnownState& known, const LocationState::LocationFacts& facts,
    const std::vector<StateVersion>& states, absl::CivilDay day);
// The latest description alone; null when there was none yet.
const pb::Location* DescriptionOf(const KnownState& known,
                                  const LocationState::LocationFacts& facts);
// What it was called before.
std::set<std::string> FormerNames(const KnownState& known,
                                  const LocationState::LocationFacts& facts);
const pb::Location* FindDescription(const KnownState& known,
                                    const std::string& name);

// What it offers, out of all its place entries: shared by all who ask for the
// present.
std::shared_ptr<const LocationPlaces> PlacesIn(
    const KnownState& known, const LocationState::LocationFacts& facts);
// All versions of its place entries.
std::vector<PlaceVersion> PlaceVersionsOf(
    const KnownState& known, const LocationState::LocationFacts& facts);
// Those that hold.
std::vector<pb::PlaceEntry> PlaceEntriesOf(const KnownState& known,
                                           const std::string& location);

// The latest state of a location by day, whatever the day.
std::optional<DatedState> LatestState(const KnownState& known,
                                      const std::string& location);

// What happened to a location, in the order in which it became known.
std::vector<pb::LifeEvent> ListLifeEvents(const KnownState& known,
                                          const std::string& location);

// What is counted, as it is kept.
Count CountOf(const pb::Occupancy& count);
Count CountOf(const pb::PrivateShelter& count);
Count CountOf(const pb::PermanentStock& count);
// Adds the place entries of one write, all at once.
template <typename Entries>
void AddPlaceEntries(const Entries& entries, LocationDraft& draft) {
  int32_t ordinal = 0;
  for (const pb::PlaceEntry& entry : entries) {
    PlaceFact fact = ToFact(entry);
    fact.ordinal = ordinal++;
    draft.Add(fact);
  }
}

// The latest count not after `day`.
std::optional<pb::Occupancy> FindOccupancy(
    const KnownState& known, const LocationState::LocationFacts& facts,
    const std::string& location, absl::CivilDay day);
std::optional<pb::PrivateShelter> FindPrivateShelter(
    const KnownState& known, const std::string& municipality,
    absl::CivilDay day);
// Those that hold, by purpose and day: of one purpose and day the latest word.
std::vector<pb::NilReturn> NilReturnsOf(const KnownState& known,
                                        const std::string& municipality,
                                        absl::CivilDay day);
// The latest of a purpose, not after `day`.
std::optional<pb::NilReturn> FindNilReturn(const KnownState& known,
                                           const std::string& municipality,
                                           pb::LocationKind::Purpose purpose,
                                           absl::CivilDay day);
std::optional<pb::PermanentStock> FindPermanentStock(
    const KnownState& known, const std::string& municipality,
    absl::CivilDay day);

// The location that has each of these numbers of COA, in the whole country;
// those that none has are left out.
std::map<std::string, std::string> FindCoaNumbers(
    const KnownState& known, const std::vector<std::string>& numbers);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_LOCATION_STATE_H_
