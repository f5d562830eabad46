#include "services/reporting/figures/site_places.h"

#include <optional>
#include <set>

#include "common/base/calendar.h"

namespace opvang::reporting {
namespace {

// The count of the latest start not after the day; nothing before the first.
std::optional<int32_t> CountOn(const PlaceFacts& places,
                               absl::string_view group, absl::string_view basis,
                               absl::CivilDay day) {
  std::optional<int32_t> count;
  absl::CivilDay latest;
  for (const auto& place : places) {
    if (place.group() != group || place.basis() != basis ||
        !place.has_start_date()) {
      continue;
    }
    const absl::CivilDay start = DayOf(place.start_date());
    if (start > day || (count.has_value() && start < latest)) continue;
    latest = start;
    count = place.place_count();
  }
  return count;
}

}  // namespace

int32_t DecidedOn(const PlaceFacts& places, absl::string_view group,
                  absl::CivilDay day) {
  return CountOn(places, group, "decided", day).value_or(0);
}

int32_t IntendedOn(const PlaceFacts& places, absl::string_view group,
                   absl::CivilDay day) {
  if (const auto planned = CountOn(places, group, "planned", day)) {
    return *planned;
  }
  for (const auto& place : places) {
    if (place.group() == group && place.basis() == "planned" &&
        !place.has_start_date()) {
      return place.place_count();
    }
  }
  return DecidedOn(places, group, day);
}

int32_t AllDecidedOn(const PlaceFacts& places, absl::CivilDay day) {
  std::set<std::string> groups;
  for (const auto& place : places) groups.insert(place.group());
  int32_t sum = 0;
  for (const std::string& group : groups) sum += DecidedOn(places, group, day);
  return sum;
}

Stage StageOf(absl::string_view state) {
  if (state == "withdrawn") return Stage::kWithdrawn;
  if (state == "closed") return Stage::kClosed;
  for (const char* standing : {"open", "extended", "closing"}) {
    if (state == standing) return Stage::kStanding;
  }
  for (const char* decided : {"definitive", "coa_paper_check", "coa_site_visit",
                              "agreement_signed", "permit", "construction"}) {
    if (state == decided) return Stage::kDecided;
  }
  return Stage::kUndecided;
}

bool IsDecided(absl::string_view state) {
  const Stage stage = StageOf(state);
  return stage == Stage::kDecided || stage == Stage::kStanding;
}

bool IsOver(absl::string_view state) {
  const Stage stage = StageOf(state);
  return stage == Stage::kClosed || stage == Stage::kWithdrawn;
}

int32_t PlacesOn(const nl::opvang::reporting::v1::Site& site,
                 absl::CivilDay day, bool intended) {
  int32_t count = 0;
  for (const char* group : {"regular", "amv", "special"}) {
    count += intended ? IntendedOn(site.places(), group, day)
                      : DecidedOn(site.places(), group, day);
  }
  return count;
}

}  // namespace opvang::reporting
