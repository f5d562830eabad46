// Places over time: dated entries as step functions (`common/base/steps`).
// Pure.
//
// An entry has a start and no end: a value holds until the next one begins.
// Of one start date the latest revision speaks; without a count it retracts.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_PLACES_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_PLACES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/steps.h"
#include "common/state/compact.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// A place entry as it is held in memory: many are said, few hold.
struct PlaceFact {
  Interned location, decision, stated_date, source;
  ShortDay start_date;  // None: a plan that lacks its day.
  std::optional<int32_t> place_count, usable_place_count;
  pb::PlaceGroup group = pb::PLACE_GROUP_UNSPECIFIED;
  pb::PlaceEntry::Basis basis = pb::PlaceEntry::BASIS_UNSPECIFIED;
  pb::PlaceEntry::EndCertainty end_certainty =
      pb::PlaceEntry::END_CERTAINTY_UNSPECIFIED;
  pb::PlaceEntry::StartCertainty start_certainty =
      pb::PlaceEntry::START_CERTAINTY_UNSPECIFIED;
  int32_t ordinal = 0;  // Within what its revision recorded.
};
PlaceFact ToFact(const pb::PlaceEntry& entry);

// One that became known at a revision.
struct PlaceVersion {
  int64_t revision;
  const PlaceFact* fact;
};
struct EffectiveEntry {
  int64_t revision;
  PlaceFact fact;
};
pb::PlaceEntry ToMessage(int64_t revision, const PlaceFact& fact);

// By group, basis, start date (undated first), revision and ordinal.
void SortVersions(std::vector<PlaceVersion>& versions);

// What one location offers to one group.
using GroupSteps = PlannedSteps;

// What one location offers, out of all versions of its entries.
struct LocationPlaces {
  std::map<pb::PlaceGroup, GroupSteps> groups;
  std::vector<EffectiveEntry> entries;  // Those that speak.
  // The certainty of each end by decision, by its day.
  std::map<absl::CivilDay, pb::PlaceEntry::EndCertainty> ends;

  // Where the first places were there before the source knew them, the day from
  // which it does: `FirstDay`.
  std::optional<absl::CivilDay> known_since;

  // All groups together, buffer included.
  int DecidedAt(absl::CivilDay day) const;
  // The first day with decided places; the first day of the emptiness that
  // never ends, when there is one.
  std::optional<absl::CivilDay> FirstDay() const;
  std::optional<absl::CivilDay> LastEnd() const;
  std::optional<absl::CivilDay> FirstPlannedDay() const;
  // Whether all it has places for in the end are minors, or others of special
  // nature: by decision or, where none stands, by plan or as it was.
  bool AreForVulnerableOnly() const;
  // The entries that numbers of `day` and later rest on (`EraseReplaced`).
  std::vector<EffectiveEntry> EntriesFrom(absl::CivilDay day) const;
};

// A text of each entry that has one, each once, in order.
std::vector<Interned> TextsOf(const std::vector<EffectiveEntry>& entries,
                              Interned PlaceFact::*text);

// The entries that speak, by group, basis and start date (undated first); what
// was retracted is left out.
std::vector<EffectiveEntry> EffectiveEntries(
    const std::vector<PlaceVersion>& versions);
std::vector<pb::PlaceEntry> EffectiveEntries(
    const std::vector<pb::PlaceEntry>& versions);

LocationPlaces PlacesOf(const std::vector<PlaceVersion>& versions);
LocationPlaces PlacesOf(const std::vector<pb::PlaceEntry>& versions);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_PLACES_H_
