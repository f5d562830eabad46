#include "services/locations/location_view.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/redaction.h"
#include "common/base/resource_name.h"
#include "services/locations/location_errors.h"
#include "services/locations/rules/double_counting.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/term.h"

namespace opvang::locations {
namespace {

// Of its code the latest; none where the code is unknown.
pb::LocationKind KindOf(const KnownState& known, const std::string& code) {
  const pb::LocationKind* latest = nullptr;
  known.state.kinds.ForEach(known.revision,
                            [&](const Fact<pb::LocationKind>& fact) {
                              if (fact.value.code() == code) {
                                latest = &fact.value;
                              }
                            });
  return latest == nullptr ? pb::LocationKind() : *latest;
}

// Whether the caller is the municipality that a location lies in.
bool IsOwn(const std::string& location, const Organisation& caller) {
  return caller.role == Role::kMunicipality &&
         LiesWithin(location, caller.scope);
}

std::optional<KnownLocation> LookAt(const KnownState& known,
                                    const LocationState::LocationFacts& facts,
                                    absl::CivilDay day) {
  const std::vector<StateVersion> states = StatesOf(known, facts);
  auto location = DescribedOn(known, facts, states, day);
  if (!location.has_value()) return std::nullopt;
  const std::string kind = location->kind();
  KnownLocation one{.location = *std::move(location),
                    .kind = KindOf(known, kind),
                    .places = PlacesIn(known, facts),
                    .occupancy = std::nullopt,
                    .lives = {},
                    .lived = {},
                    .own_business = IsOwnBusiness(states, day)};
  SetLives(LivesOf(states, day), one);
  one.occupancy = FindOccupancy(known, facts, one.location.name(), day);
  if (const auto end = TermEnd(one)) {
    *one.location.mutable_term_end_date() = ToProto(*end);
  }
  return one;
}

KnownState Now(const KnownState& known) {
  return {known.state, known.state.revision};
}

// A service answers for its own callers.
bool IsTold(const Organisation& caller, const std::string& location) {
  constexpr Roles kTold = {Role::kCoa, Role::kMinistry, Role::kAuditor,
                           Role::kReporting};
  constexpr Roles kNear = {Role::kMunicipality, Role::kRegion, Role::kProvince};
  return kTold.Has(caller.role) ||
         (kNear.Has(caller.role) && LiesWithin(location, caller.scope));
}

bool IsHiddenNow(const KnownState& known,
                 const LocationState::LocationFacts& facts,
                 const Viewer& viewer) {
  return viewer.caller.role != Role::kReporting &&
         IsOwnBusiness(StatesOf(Now(known), facts), viewer.today);
}

bool IsProtected(const KnownState& known,
                 const LocationState::LocationFacts& facts) {
  const pb::Location* location = DescriptionOf(known, facts);
  return location != nullptr &&
         (location->address_protected() || !location->special_group().empty() ||
          KindOf(known, location->kind()).place_group() !=
              pb::PLACE_GROUP_UNSPECIFIED ||
          PlacesIn(known, facts)->AreForVulnerableOnly());
}

// At the revision or now; what a service is told depends on the revision alone.
bool IsProtectedFor(const KnownState& known,
                    const LocationState::LocationFacts& facts,
                    const Viewer& viewer) {
  return IsProtected(known, facts) || (viewer.caller.role != Role::kReporting &&
                                       IsProtected(Now(known), facts));
}

// What it is to the viewer.
void SetSeen(const KnownState& known, const LocationState::LocationFacts& facts,
             const Viewer& viewer, KnownLocation& one) {
  if (IsHiddenNow(known, facts, viewer)) one.own_business = true;
  // What was said of it, and what its kind says.
  if (one.kind.place_group() != pb::PLACE_GROUP_UNSPECIFIED) {
    one.location.set_address_protected(true);
  }
}

// The municipalities that an answer names, or names something of.
void AddMunicipalities(const google::protobuf::Message& message,
                       std::set<std::string>& names) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool repeated = field->is_repeated();
    const int size = repeated ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        AddMunicipalities(repeated
                              ? reflection.GetRepeatedMessage(message, field, i)
                              : reflection.GetMessage(message, field),
                          names);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        std::string unused;
        const std::string& text =
            repeated ? reflection.GetRepeatedStringReference(message, field, i,
                                                             &unused)
                     : reflection.GetStringReference(message, field, &unused);
        if (absl::StartsWith(text, "municipalities/")) {
          names.insert(MunicipalityOf(text));
        }
      }
    }
  }
}

template <typename Each>
std::vector<KnownLocation> LocationsOf(const KnownState& known,
                                       const std::string& municipality,
                                       absl::CivilDay day, Each each) {
  std::vector<KnownLocation> locations;
  const auto* here = known.state.municipalities.Find(municipality);
  if (here == nullptr) return locations;
  here->locations.ForEach(
      [&](const std::string&, const LocationState::LocationFacts& facts) {
        if (auto one = LookAt(known, facts, day)) {
          each(facts, *one);
          locations.push_back(*std::move(one));
        }
      });
  return locations;
}

}  // namespace

std::vector<KnownLocation> LocationsIn(const KnownState& known,
                                       const std::string& municipality,
                                       absl::CivilDay day) {
  return LocationsOf(known, municipality, day, [](const auto&, auto&) {});
}

std::vector<KnownLocation> LocationsFor(const KnownState& known,
                                        const Viewer& viewer,
                                        const std::string& municipality,
                                        absl::CivilDay day) {
  return LocationsOf(
      known, municipality, day,
      [&](const LocationState::LocationFacts& facts, KnownLocation& one) {
        SetSeen(known, facts, viewer, one);
      });
}

bool IsTakenUnseen(const KnownState& known, const Viewer& viewer,
                   const std::string& name) {
  const auto* facts = FindFacts(known, name);
  return facts != nullptr && DescriptionOf(known, *facts) != nullptr &&
         IsHiddenNow(known, *facts, viewer) && !IsOwn(name, viewer.caller);
}

Register RegisterFor(const KnownState& known, const Viewer& viewer,
                     const pb::DeliverLocationsRequest& delivery) {
  std::set<std::string> names;
  const auto add = [&](const auto& rows) {
    for (const auto& row : rows) names.insert(row.location());
  };
  add(delivery.place_entries());
  add(delivery.state_entries());
  add(delivery.objection_entries());
  add(delivery.occupancies());
  std::vector<std::string> coa_numbers;
  for (const pb::Location& location : delivery.locations()) {
    names.insert(location.name());
    coa_numbers.push_back(location.coa_number());
  }
  Register known_now;
  known_now.kinds = ListKinds(known);
  for (const std::string& name : names) {
    const pb::Location* location = FindDescription(known, name);
    if (location == nullptr || !LiesWithin(name, delivery.parent()) ||
        IsTakenUnseen(known, viewer, name)) {
      continue;
    }
    known_now.locations.push_back(*location);
    for (pb::PlaceEntry& entry : PlaceEntriesOf(known, name)) {
      known_now.entries.push_back(std::move(entry));
    }
  }
  known_now.coa_numbers = FindCoaNumbers(known, coa_numbers);
  return known_now;
}

bool IsHidden(const KnownLocation& known, const Viewer& viewer) {
  return known.own_business && !IsOwn(known.location.name(), viewer.caller);
}

bool IsHidden(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Viewer& viewer) {
  return (IsOwnBusinessFrom(StatesOf(known, facts), RecordDayOf(known)) ||
          IsHiddenNow(known, facts, viewer)) &&
         !IsOwn(name, viewer.caller);
}

bool IsUntold(const KnownState& known,
              const LocationState::LocationFacts& facts,
              const std::string& name, const Viewer& viewer) {
  return !IsTold(viewer.caller, name) && IsProtectedFor(known, facts, viewer);
}

void LeaveOut(const KnownState& known, const Viewer& viewer,
              google::protobuf::Message& answer) {
  // Who is told of every location needs no look at the answer.
  if (IsTold(viewer.caller, "")) return;
  std::set<std::string> municipalities;
  AddMunicipalities(answer, municipalities);
  std::map<std::string, ToldLocation> locations;
  for (const std::string& municipality : municipalities) {
    const auto* here = known.state.municipalities.Find(municipality);
    if (here == nullptr || IsTold(viewer.caller, municipality)) continue;
    here->locations.ForEach([&](const std::string& name,
                                const LocationState::LocationFacts& facts) {
      ToldLocation& told = locations[name];
      told.hidden = IsProtectedFor(known, facts, viewer);
      const std::set<std::string> former = FormerNames(Now(known), facts);
      told.words.assign(former.begin(), former.end());
      const pb::Location* now = DescriptionOf(Now(known), facts);
      if (now != nullptr) told.words.push_back(now->display_name());
      for (const pb::Location* described : {now, DescriptionOf(known, facts)}) {
        if (described != nullptr && !described->address().empty()) {
          told.addresses.push_back(described->address());
        }
      }
    });
  }
  Redaction(locations).Apply(answer);
}

absl::StatusOr<KnownLocation> FindSeen(const KnownState& known,
                                       const Viewer& viewer,
                                       const std::string& name,
                                       absl::CivilDay day) {
  const auto* facts = FindFacts(known, name);
  // What is hidden now, or not told, takes no longer than what is not there.
  if (facts == nullptr || IsTakenUnseen(known, viewer, name) ||
      IsUntold(known, *facts, name, viewer)) {
    return LocationNotFound(name);
  }
  auto one = LookAt(known, *facts, day);
  if (!one.has_value()) return LocationNotFound(name);
  SetSeen(known, *facts, viewer, *one);
  if (IsHidden(*one, viewer)) return LocationNotFound(name);
  return *std::move(one);
}

absl::Status CheckOneDuty(const KnownState& known,
                          const std::vector<std::string>& municipalities,
                          absl::CivilDay today) {
  std::set<std::string> names(municipalities.begin(), municipalities.end());
  std::vector<CountedTwice> found;
  for (const std::string& name : names) {
    const auto* here = known.state.municipalities.Find(name);
    if (here == nullptr) continue;
    std::vector<std::string> addresses;
    here->locations.ForEach(
        [&](const std::string&, const LocationState::LocationFacts& facts) {
          const pb::Location* location = DescriptionOf(known, facts);
          if (location != nullptr) addresses.push_back(location->address());
        });
    if (!ShareAnAddress(addresses)) continue;
    for (CountedTwice& one :
         FindCountedTwice(LocationsIn(known, name, today))) {
      found.push_back(std::move(one));
    }
  }
  return found.empty() ? absl::OkStatus() : PlacesCountedTwice(found);
}

}  // namespace opvang::locations
