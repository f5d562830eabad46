#include "services/cli/shell/location_name.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/folding.h"
#include "common/base/status.h"
#include "services/cli/shell/arguments.h"

namespace opvang::cli {

namespace l = nl::opvang::locations::v1;

absl::StatusOr<std::string> LocationMeant(const Context& context,
                                          const std::string& words) {
  const size_t slash = words.rfind('/');
  const std::string parent = words.substr(0, slash);
  if (absl::EndsWith(parent, "/locations") ||
      !absl::StartsWith(parent, "municipalities/")) {
    return words;
  }
  const std::string called = words.substr(slash + 1);
  const std::string bare = BareWords(called);
  l::ListLocationsRequest request;
  request.set_parent(parent);
  std::vector<std::string> names, known;
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &l::LocationService::Stub::ListLocations,
      request, [&](const l::ListLocationsResponse& page) {
        for (const l::Location& one : page.locations()) {
          known.push_back(one.display_name());
          const std::string id = one.name().substr(one.name().rfind('/') + 1);
          if (BareWords(one.display_name()) == bare || id == called) {
            names.push_back(one.name());
          }
        }
      }));
  if (names.size() == 1) return names[0];
  if (names.empty()) {
    const std::string like = Nearest(called, known);
    return Misuse(absl::StrCat(
        "\"", called, "\" is geen locatie van ", NameOf(parent),
        like.empty() ? "; opvang location list noemt ze"
                     : absl::StrCat("; bedoelt u \"", like, "\"?")));
  }
  return Misuse(absl::StrCat(
      "\"", called, "\" heten meer locaties: ", absl::StrJoin(names, ", ")));
}

}  // namespace opvang::cli
