#include "common/base/area_name.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/edit_distance.h"
#include "common/base/excerpt.h"
#include "common/base/folding.h"
#include "common/base/municipality.h"

namespace opvang {
namespace {

constexpr char kCountry[] = "countries/nl";

// What people say of a municipality whose name is another.
constexpr std::pair<absl::string_view, absl::string_view> kOtherNames[] = {
    {"'s-Gravenhage", "gm0518"},
    {"Den Bosch", "gm0796"},
};

// By bare words: what is called so.
using ByWords = std::map<std::string, std::vector<std::string>, std::less<>>;

void Add(ByWords& by_words, absl::string_view words,
         const std::string& resource) {
  std::vector<std::string>& called = by_words[BareWords(words)];
  if (std::find(called.begin(), called.end(), resource) == called.end()) {
    called.push_back(resource);
  }
}

ByWords MakeByWords() {
  ByWords by_words;
  const auto add = [&](absl::string_view kind, absl::string_view name,
                       const std::string& resource) {
    const absl::string_view plain = name.substr(0, name.find(" ("));
    for (const absl::string_view one : {name, plain}) {
      Add(by_words, one, resource);
      Add(by_words, absl::StrCat(kind, " ", one), resource);
    }
  };
  for (const Municipality& one : AllMunicipalities()) {
    add("gemeente", one.display_name, one.Name());
    Add(by_words, one.code, one.Name());
  }
  for (const auto& [words, code] : kOtherNames) {
    const Municipality* one = FindMunicipality(code);
    if (one != nullptr) add("gemeente", words, one->Name());
  }
  for (const Region& one : AllRegions()) {
    const std::string resource = absl::StrCat("regions/", one.id);
    add("regio", one.display_name, resource);
    Add(by_words, absl::StrCat("regietafel ", one.display_name), resource);
  }
  for (const Province& one : AllProvinces()) {
    add("provincie", one.display_name, one.Name());
    Add(by_words, one.code, one.Name());
  }
  add("provincie", "Fryslân", "provinces/pv21");
  for (const char* words : {"Nederland", "NL"}) {
    Add(by_words, words, kCountry);
  }
  return by_words;
}

const ByWords& AllByWords() {
  static const auto* const kAll = new ByWords(MakeByWords());
  return *kAll;
}

}  // namespace

std::vector<std::string> AreasCalled(absl::string_view words) {
  if (absl::StrContains(words, '/')) {
    const std::string resource = CaseFolded(words);
    return DutchName(resource).has_value() ? std::vector{resource}
                                           : std::vector<std::string>();
  }
  const auto found = AllByWords().find(BareWords(words));
  return found == AllByWords().end() ? std::vector<std::string>()
                                     : found->second;
}

std::vector<std::string> MunicipalitiesCalled(absl::string_view words) {
  std::vector<std::string> called = AreasCalled(words);
  std::erase_if(called, [](const std::string& resource) {
    return !absl::StartsWith(resource, "municipalities/");
  });
  return called;
}

std::string AreaShown(absl::string_view resource) {
  const std::string name = DutchName(resource).value_or(std::string(resource));
  const absl::string_view id = resource.substr(resource.find('/') + 1);
  if (absl::StartsWith(resource, "municipalities/")) {
    return absl::StrCat("gemeente ", name, " (", id, ")");
  }
  if (absl::StartsWith(resource, "provinces/")) {
    return absl::StrCat("provincie ", name, " (", id, ")");
  }
  return absl::StartsWith(resource, "regions/") ? absl::StrCat("regio ", name)
                                                : name;
}

std::string AreaLike(absl::string_view words) {
  const std::string bare = BareWords(Excerpt(words, 80));
  // Of a short word nothing is like it.
  size_t least = bare.size() < 4 ? 0 : std::min<size_t>(3, bare.size() / 4 + 1);
  std::string like;
  for (const auto& [known, resources] : AllByWords()) {
    // A code is like no other: each digit tells.
    if (known.find_first_of("0123456789") != std::string::npos) continue;
    const size_t distance = EditDistance(bare, known, least);
    if (distance > least || (distance == least && !like.empty())) continue;
    least = distance;
    like = DutchName(resources.front()).value_or("");
  }
  return like;
}

}  // namespace opvang
