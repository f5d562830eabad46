// Single words that are read strictly: codes, ids, roles, names of resources.
// What is taken is written back the same.
#include "absl/strings/ascii.h"
#include "common/base/caller.h"
#include "common/base/digest.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/net/actor_claim.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

// The name of these parts.
std::string Built(absl::string_view pattern,
                  const std::vector<std::string>& parts) {
  std::string name(pattern);
  for (const std::string& part : parts) name.replace(name.find("{}"), 2, part);
  return name;
}

void CheckName(absl::string_view word) {
  for (const absl::string_view pattern :
       {"municipalities/{}/locations/{}", "moves/{}", "{}"}) {
    const auto parts = MatchName(pattern, word);
    if (parts.has_value()) OPVANG_HOLDS(Built(pattern, *parts) == word);
  }
  if (IsId(word)) OPVANG_HOLDS(MatchName("{}", word).has_value());
  if (const Municipality* found = FindMunicipality(word)) {
    OPVANG_HOLDS(found->code == word);
    OPVANG_HOLDS(FindMunicipalityByName(found->Name()) == found);
  }
  using State = nl::opvang::locations::v1::LocationState;
  if (const auto value = EnumOfWord<State>(word)) {
    // Taken in any case.
    OPVANG_HOLDS(EnumWord(*value) == absl::AsciiStrToLower(word));
  }
  if (const auto role = RoleNamed(word)) OPVANG_HOLDS(NameOf(*role) == word);
  if (IsUuid(word)) OPVANG_HOLDS(word.size() == 36);
  if (IsActor(word)) OPVANG_HOLDS(word.size() <= 64);
}

}  // namespace

void Fuzz(absl::string_view input) { CheckName(input); }

}  // namespace opvang::fuzz
