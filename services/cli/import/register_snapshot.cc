#include "services/cli/import/register_snapshot.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/status.h"

namespace opvang::cli::workbook {
namespace {

namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

constexpr int kPageSize = 1000;

std::string IdIn(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

template <typename Request>
Request Asking(const std::string& municipality, int64_t revision) {
  Request request;
  request.set_parent(municipality);
  request.set_revision(revision);
  request.set_page_size(kPageSize);
  return request;
}

absl::StatusOr<std::vector<l::Location>> Locations(
    Services& services, const std::string& municipality, int64_t& revision,
    absl::CivilDay day) {
  auto request = Asking<l::ListLocationsRequest>(municipality, revision);
  *request.mutable_as_of_date() = ToProto(day);
  std::vector<l::Location> all;
  RETURN_IF_ERROR(AskAll(
      *services.locations, &l::LocationService::Stub::ListLocations, request,
      [&](const l::ListLocationsResponse& page) {
        revision = page.revision();
        all.insert(all.end(), page.locations().begin(), page.locations().end());
      }));
  return all;
}

absl::StatusOr<std::vector<l::PlaceEntry>> Entries(
    Services& services, const std::string& municipality, int64_t revision) {
  std::vector<l::PlaceEntry> all;
  RETURN_IF_ERROR(
      AskAll(*services.locations, &l::LocationService::Stub::ListPlaceEntries,
             Asking<l::ListPlaceEntriesRequest>(municipality, revision),
             [&](const l::ListPlaceEntriesResponse& page) {
               all.insert(all.end(), page.place_entries().begin(),
                          page.place_entries().end());
             }));
  return all;
}

absl::StatusOr<l::MunicipalityShelter> Shelter(Services& services,
                                               const std::string& municipality,
                                               int64_t revision,
                                               absl::CivilDay day) {
  auto request = Asking<l::ListUkraineShelterRequest>(municipality, revision);
  *request.mutable_as_of_date() = ToProto(day);
  ASSIGN_OR_RETURN(const auto page,
                   Ask(*services.locations,
                       &l::LocationService::Stub::ListUkraineShelter, request));
  return page.municipalities_size() == 0 ? l::MunicipalityShelter()
                                         : page.municipalities(0);
}

absl::StatusOr<std::vector<r::Text>> Texts(Services& services,
                                           const std::string& municipality,
                                           int64_t& revision,
                                           absl::CivilDay day) {
  auto request = Asking<r::ListTextsRequest>(municipality, revision);
  *request.mutable_as_of_date() = ToProto(day);
  std::vector<r::Text> all;
  RETURN_IF_ERROR(
      AskAll(*services.reporting, &r::ReportingService::Stub::ListTexts,
             request, [&](const r::ListTextsResponse& page) {
               revision = page.revision();
               all.insert(all.end(), page.texts().begin(), page.texts().end());
             }));
  return all;
}

// All that hold, of whichever day: none is of a day that is yet to come.
template <typename Request>
Request AskingNil(const std::string& municipality, int64_t revision) {
  auto request = Asking<Request>(municipality, revision);
  *request.mutable_as_of_date() = ToProto(absl::CivilDay(2199, 12, 31));
  return request;
}

absl::StatusOr<std::vector<l::NilReturn>> NilReturnsOfPlaces(
    Services& services, const std::string& municipality, int64_t revision) {
  std::vector<l::NilReturn> all;
  RETURN_IF_ERROR(
      AskAll(*services.locations, &l::LocationService::Stub::ListNilReturns,
             AskingNil<l::ListNilReturnsRequest>(municipality, revision),
             [&](const l::ListNilReturnsResponse& page) {
               all.insert(all.end(), page.nil_returns().begin(),
                          page.nil_returns().end());
             }));
  return all;
}

absl::StatusOr<std::vector<h::NilReturn>> NilReturnsOfPersons(
    Services& services, const std::string& municipality, int64_t revision) {
  std::vector<h::NilReturn> all;
  RETURN_IF_ERROR(
      AskAll(*services.housing, &h::HousingService::Stub::ListNilReturns,
             AskingNil<h::ListNilReturnsRequest>(municipality, revision),
             [&](const h::ListNilReturnsResponse& page) {
               all.insert(all.end(), page.nil_returns().begin(),
                          page.nil_returns().end());
             }));
  return all;
}

// Of each series and day the latest revision speaks; without a count it
// retracts.
void AddEntries(const std::vector<l::PlaceEntry>& versions,
                Snapshot& snapshot) {
  std::map<RecordKey, const l::PlaceEntry*> latest;
  for (const l::PlaceEntry& entry : versions) {
    const std::string group = EnumWord(entry.group());
    const std::string basis =
        entry.basis() == l::PlaceEntry::BASIS_DECIDED ? "decided" : "planned";
    const std::string day =
        entry.has_start_date() ? FormatDay(DayOf(entry.start_date())) : "";
    const l::PlaceEntry*& one =
        latest[{Part::kPlaces, IdIn(entry.location()),
                absl::StrCat(group, "|", basis, "|", day)}];
    if (one == nullptr || one->revision() <= entry.revision()) one = &entry;
  }
  for (const auto& [key, entry] : latest) {
    if (!entry->has_place_count()) continue;
    snapshot[key] = {FieldsOf(Part::kPlaces, *entry), entry->source()};
  }
}

void AddCounts(const l::MunicipalityShelter& shelter, Snapshot& snapshot) {
  if (shelter.has_private_shelter()) {
    const l::PrivateShelter& count = shelter.private_shelter();
    snapshot[{Part::kPrivate, "", FormatDay(DayOf(count.count_date()))}] = {
        FieldsOf(Part::kPrivate, count), count.source()};
  }
  for (const auto& one : shelter.shelters()) {
    if (!one.has_occupancy()) continue;
    const l::Occupancy& count = one.occupancy();
    snapshot[{Part::kOccupancy, IdIn(one.location()),
              FormatDay(DayOf(count.count_date()))}] = {
        FieldsOf(Part::kOccupancy, count), count.source()};
  }
}

absl::Status AddLocations(Services& services, const std::string& municipality,
                          absl::CivilDay day,
                          const std::set<absl::CivilDay>& count_days,
                          RegisterSnapshot& record) {
  int64_t& revision = record.origin.locations;
  ASSIGN_OR_RETURN(const auto locations,
                   Locations(services, municipality, revision, day));
  for (const l::Location& one : locations) {
    const std::string id = IdIn(one.name());
    record.snapshot[{Part::kLocation, id, ""}] = {
        FieldsOf(Part::kLocation, one), one.source()};
    if (!one.has_state_entry()) continue;
    record.snapshot[{Part::kState, id, ""}] = {
        FieldsOf(Part::kState, one.state_entry()), one.state_entry().source()};
  }
  ASSIGN_OR_RETURN(const auto entries,
                   Entries(services, municipality, revision));
  AddEntries(entries, record.snapshot);
  for (const absl::CivilDay& count_day : count_days) {
    ASSIGN_OR_RETURN(const auto shelter,
                     Shelter(services, municipality, revision, count_day));
    AddCounts(shelter, record.snapshot);
  }
  ASSIGN_OR_RETURN(const auto nil_returns,
                   NilReturnsOfPlaces(services, municipality, revision));
  AddNilReturns(nil_returns, {}, record.snapshot);
  return absl::OkStatus();
}

absl::Status AddHousing(Services& services, const std::string& municipality,
                        RegisterSnapshot& record) {
  int64_t& revision = record.origin.housing;
  RETURN_IF_ERROR(
      AskAll(*services.housing, &h::HousingService::Stub::ListPlacements,
             Asking<h::ListPlacementsRequest>(municipality, revision),
             [&](const h::ListPlacementsResponse& page) {
               revision = page.revision();
               record.placements.insert(record.placements.end(),
                                        page.placements().begin(),
                                        page.placements().end());
             }));
  record.snapshot.merge(PlacementRecords(record.placements));
  ASSIGN_OR_RETURN(const auto nil_returns,
                   NilReturnsOfPersons(services, municipality, revision));
  AddNilReturns({}, nil_returns, record.snapshot);
  return AskAll(*services.housing, &h::HousingService::Stub::ListHousingPlans,
                Asking<h::ListHousingPlansRequest>(municipality, revision),
                [&](const h::ListHousingPlansResponse& page) {
                  for (const h::HousingPlan& plan : page.plans()) {
                    record.snapshot[{Part::kPlan, IdIn(plan.name()), ""}] = {
                        FieldsOf(Part::kPlan, plan), plan.source()};
                  }
                });
}

absl::Status AddTexts(Services& services, const std::string& municipality,
                      absl::CivilDay day, RegisterSnapshot& record) {
  ASSIGN_OR_RETURN(const auto texts,
                   Texts(services, municipality, record.origin.reporting, day));
  for (const r::Text& text : texts) {
    const std::string kind = EnumWord(text.kind());
    record.snapshot[{Part::kText, kind, absl::StrCat(text.position())}] = {
        FieldsOf(Part::kText, text), text.source()};
  }
  return absl::OkStatus();
}

bool IsOf(const std::string& source, const std::string& stem) {
  return source == stem || absl::StartsWith(source, absl::StrCat(stem, ","));
}

// The first revision from which on the texts rest on `stem`: none is written
// over without another source.
absl::StatusOr<int64_t> FirstWithText(Services& services,
                                      const std::string& municipality,
                                      const std::string& stem, int64_t revision,
                                      absl::CivilDay day) {
  int64_t without = 0, with = revision;
  while (with - without > 1) {
    int64_t middle = without + (with - without) / 2;
    ASSIGN_OR_RETURN(const auto texts,
                     Texts(services, municipality, middle, day));
    const bool there = std::any_of(
        texts.begin(), texts.end(),
        [&](const r::Text& text) { return IsOf(text.source(), stem); });
    (there ? with : without) = middle;
  }
  return with;
}

}  // namespace

absl::StatusOr<RegisterSnapshot> LoadOnRecord(
    Services& services, const Origin& at, absl::CivilDay day,
    const std::set<absl::CivilDay>& count_days) {
  RegisterSnapshot record;
  record.origin = at;
  record.origin.day = FormatDay(day);
  const std::string& municipality = at.municipality;
  if (at.locations >= 0) {
    RETURN_IF_ERROR(
        AddLocations(services, municipality, day, count_days, record));
  }
  if (at.housing >= 0) {
    RETURN_IF_ERROR(AddHousing(services, municipality, record));
  }
  if (at.reporting >= 0) {
    RETURN_IF_ERROR(AddTexts(services, municipality, day, record));
  }
  return record;
}

absl::StatusOr<Origin> FindWrites(Services& services, const std::string& stem,
                                  const Origin& present, absl::CivilDay day,
                                  const std::set<absl::CivilDay>& count_days) {
  const std::string& municipality = present.municipality;
  Origin found = {.municipality = municipality,
                  .day = present.day,
                  .locations = -1,
                  .housing = -1,
                  .reporting = -1};
  const auto take = [&](const std::string& source, int64_t revision,
                        int64_t& into) {
    if (IsOf(source, stem)) into = std::max(into, revision);
  };
  int64_t revision = present.locations;
  ASSIGN_OR_RETURN(const auto locations,
                   Locations(services, municipality, revision, day));
  for (const l::Location& one : locations) {
    // Its etag is the revision of its description: "r12", in quotes.
    int64_t written = 0;
    if (one.etag().size() > 3 &&
        absl::SimpleAtoi(one.etag().substr(2, one.etag().size() - 3),
                         &written)) {
      take(one.source(), written, found.locations);
    }
    take(one.state_entry().source(), one.state_entry().revision(),
         found.locations);
  }
  ASSIGN_OR_RETURN(const auto entries,
                   Entries(services, municipality, revision));
  for (const l::PlaceEntry& one : entries) {
    take(one.source(), one.revision(), found.locations);
  }
  for (const absl::CivilDay& count_day : count_days) {
    ASSIGN_OR_RETURN(const auto shelter,
                     Shelter(services, municipality, revision, count_day));
    take(shelter.private_shelter().source(),
         shelter.private_shelter().revision(), found.locations);
    for (const auto& one : shelter.shelters()) {
      take(one.occupancy().source(), one.occupancy().revision(),
           found.locations);
    }
  }
  ASSIGN_OR_RETURN(const auto of_places,
                   NilReturnsOfPlaces(services, municipality, revision));
  for (const l::NilReturn& one : of_places) {
    take(one.source(), one.revision(), found.locations);
  }
  ASSIGN_OR_RETURN(
      const auto of_persons,
      NilReturnsOfPersons(services, municipality, present.housing));
  for (const h::NilReturn& one : of_persons) {
    take(one.source(), one.revision(), found.housing);
  }
  RETURN_IF_ERROR(
      AskAll(*services.housing, &h::HousingService::Stub::ListPlacements,
             Asking<h::ListPlacementsRequest>(municipality, present.housing),
             [&](const h::ListPlacementsResponse& page) {
               for (const h::Placement& one : page.placements()) {
                 take(one.source(), one.revision(), found.housing);
               }
             }));
  RETURN_IF_ERROR(
      AskAll(*services.housing, &h::HousingService::Stub::ListHousingPlans,
             Asking<h::ListHousingPlansRequest>(municipality, present.housing),
             [&](const h::ListHousingPlansResponse& page) {
               for (const h::HousingPlan& one : page.plans()) {
                 take(one.source(), one.revision(), found.housing);
               }
             }));
  int64_t texts_revision = present.reporting;
  ASSIGN_OR_RETURN(const auto texts,
                   Texts(services, municipality, texts_revision, day));
  for (const r::Text& one : texts) {
    if (!IsOf(one.source(), stem)) continue;
    ASSIGN_OR_RETURN(found.reporting, FirstWithText(services, municipality,
                                                    stem, texts_revision, day));
    break;
  }
  return found;
}

absl::StatusOr<Vocabulary> LoadVocabulary(Services& services) {
  ASSIGN_OR_RETURN(
      const auto kinds,
      Ask(*services.locations, &l::LocationService::Stub::ListLocationKinds,
          l::ListLocationKindsRequest()));
  ASSIGN_OR_RETURN(
      const auto placement_kinds,
      Ask(*services.housing, &h::HousingService::Stub::ListPlacementKinds,
          h::ListPlacementKindsRequest()));
  return MakeVocabulary(
      {kinds.kinds().begin(), kinds.kinds().end()},
      {placement_kinds.kinds().begin(), placement_kinds.kinds().end()});
}

}  // namespace opvang::cli::workbook
