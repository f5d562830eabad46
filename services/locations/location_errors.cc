#include "services/locations/location_errors.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

absl::Status LocationNotFound(const std::string& name) {
  return MakeError(
      absl::StatusCode::kNotFound,
      ReasonOf(pb::ERROR_REASON_LOCATION_NOT_FOUND),
      absl::StrCat("There is no location ", Excerpt(name, 120), "."),
      {{"location", Excerpt(name, 120)}});
}

absl::Status LocationExists(const std::string& name) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   ReasonOf(pb::ERROR_REASON_LOCATION_EXISTS),
                   absl::StrCat("There is a location ", name,
                                " already; change it with UpdateLocation."),
                   {{"location", name}});
}

absl::Status StepImpossible(const std::string& name, pb::LocationState from,
                            pb::LocationState to,
                            const std::vector<pb::LocationState>& possible) {
  std::vector<std::string> words;
  for (const pb::LocationState state : possible) {
    words.push_back(EnumWord(state));
  }
  const std::string stands = from == pb::LOCATION_STATE_UNSPECIFIED
                                 ? "has no state on record"
                                 : "is " + EnumWord(from);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_STEP_IMPOSSIBLE),
      absl::StrCat(name, " ", stands, " and cannot become ", EnumWord(to), "; ",
                   words.empty() ? "nothing follows"
                                 : "possible is " + absl::StrJoin(words, ", "),
                   "."),
      {{"location", name},
       {"state", EnumWord(from)},
       {"step", EnumWord(to)},
       {"possible", absl::StrJoin(words, ",")}});
}

absl::Status NothingToMove(const std::string& name, const std::string& why) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   ReasonOf(pb::ERROR_REASON_NOTHING_TO_MOVE),
                   absl::StrCat(name, " ", why, "."),
                   {{"location", name}, {"why", why}});
}

absl::Status PlacesCountedTwice(const std::vector<CountedTwice>& found) {
  std::vector<std::string> told;
  for (const CountedTwice& one : found) {
    if (told.size() == 5) break;
    told.push_back(absl::StrCat(one.one, " and ", one.other, " at \"",
                                one.address, "\" from ", FormatDay(one.night)));
  }
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_PLACES_COUNTED_TWICE),
      absl::StrCat(
          absl::StrJoin(told, "; "),
          found.size() > told.size()
              ? absl::StrCat("; and ", found.size() - told.size(), " more")
              : "",
          ": one bed serves one duty on one night. End the places of "
          "one, or tell the parts of the building apart in the "
          "addresses."),
      {{"location", found.front().one},
       {"other", found.front().other},
       {"address", found.front().address},
       {"night", FormatDay(found.front().night)},
       {"count", absl::StrCat(found.size())}});
}

}  // namespace opvang::locations
