#include "common/base/municipality.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/edit_distance.h"

namespace opvang {
namespace {

constexpr Municipality kMunicipalities[] = {
#include "common/base/municipality_table.inc"
};

constexpr Province kProvinces[] = {
    {"pv20", "Groningen"},  {"pv21", "Friesland"},     {"pv22", "Drenthe"},
    {"pv23", "Overijssel"}, {"pv24", "Flevoland"},     {"pv25", "Gelderland"},
    {"pv26", "Utrecht"},    {"pv27", "Noord-Holland"}, {"pv28", "Zuid-Holland"},
    {"pv29", "Zeeland"},    {"pv30", "Noord-Brabant"}, {"pv31", "Limburg"},
};

constexpr Region kRegions[] = {
    {"ijsselland", "IJsselland", "pv23"},
    {"twente", "Twente", "pv23"},
};

const Province* FindProvince(absl::string_view code) {
  for (const Province& province : kProvinces) {
    if (province.code == code) return &province;
  }
  return nullptr;
}

const Region* FindRegion(absl::string_view id) {
  for (const Region& region : kRegions) {
    if (region.id == id) return &region;
  }
  return nullptr;
}

const Municipality& Nearest(absl::string_view name) {
  const std::string wanted = absl::AsciiStrToLower(name.substr(0, 60));
  const Municipality* best = &kMunicipalities[0];
  size_t least = static_cast<size_t>(-1);
  for (const Municipality& municipality : kMunicipalities) {
    const size_t distance = std::min(
        EditDistance(wanted, municipality.Name()),
        EditDistance(wanted, absl::AsciiStrToLower(municipality.display_name)));
    if (distance < least) {
      least = distance;
      best = &municipality;
    }
  }
  return *best;
}

}  // namespace

std::string Municipality::Name() const {
  return absl::StrCat("municipalities/", code);
}
std::string Municipality::ProvinceName() const {
  return absl::StrCat("provinces/", province);
}
std::string Municipality::RegionName() const {
  return region.empty() ? "" : absl::StrCat("regions/", region);
}
std::string Province::Name() const { return absl::StrCat("provinces/", code); }
std::string Region::Name() const { return absl::StrCat("regions/", id); }

absl::Span<const Municipality> AllMunicipalities() { return kMunicipalities; }
absl::Span<const Province> AllProvinces() { return kProvinces; }
absl::Span<const Region> AllRegions() { return kRegions; }

const Municipality* FindMunicipality(absl::string_view code) {
  const auto found = std::lower_bound(
      std::begin(kMunicipalities), std::end(kMunicipalities), code,
      [](const Municipality& m, absl::string_view c) { return m.code < c; });
  return found != std::end(kMunicipalities) && found->code == code ? found
                                                                   : nullptr;
}

const Municipality* FindMunicipalityByName(absl::string_view name) {
  return absl::ConsumePrefix(&name, "municipalities/") ? FindMunicipality(name)
                                                       : nullptr;
}

std::optional<std::vector<const Municipality*>> MunicipalitiesIn(
    absl::string_view parent) {
  if (const Municipality* one = FindMunicipalityByName(parent)) return {{one}};
  const bool all = parent == "municipalities/-" || parent == "countries/nl";
  if (!all && !DutchName(parent).has_value()) return std::nullopt;
  std::vector<const Municipality*> found;
  for (const Municipality& municipality : kMunicipalities) {
    if (all || LiesWithin(municipality.Name(), parent)) {
      found.push_back(&municipality);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Municipality* a, const Municipality* b) {
              return a->display_name < b->display_name;
            });
  return found;
}

std::vector<std::string> NamesOf(
    const std::vector<const Municipality*>& municipalities) {
  std::vector<std::string> names;
  for (const Municipality* m : municipalities) names.push_back(m->Name());
  return names;
}

std::vector<std::string> SubjectsWithin(absl::string_view parent) {
  const absl::string_view top =
      parent == "municipalities/-" ? "countries/nl" : parent;
  std::vector<std::string> subjects = {std::string(top)};
  for (const Province& province : AllProvinces()) {
    if (top == "countries/nl") subjects.push_back(province.Name());
  }
  for (const Region& region : AllRegions()) {
    if (region.Name() != parent && LiesWithin(region.Name(), parent)) {
      subjects.push_back(region.Name());
    }
  }
  const auto municipalities = MunicipalitiesIn(parent);
  if (!municipalities.has_value()) return subjects;
  for (const Municipality* municipality : *municipalities) {
    if (municipality->Name() != parent)
      subjects.push_back(municipality->Name());
  }
  return subjects;
}

std::vector<std::string> AreasWithin(absl::string_view parent) {
  std::vector<std::string> areas = SubjectsWithin(parent);
  std::erase_if(areas, [](const std::string& subject) {
    return FindMunicipalityByName(subject) != nullptr;
  });
  return areas;
}

std::optional<std::string> DutchName(absl::string_view resource) {
  if (const Municipality* found = FindMunicipalityByName(resource)) {
    return std::string(found->display_name);
  }
  if (absl::ConsumePrefix(&resource, "provinces/")) {
    if (const Province* found = FindProvince(resource)) {
      return std::string(found->display_name);
    }
  } else if (absl::ConsumePrefix(&resource, "regions/")) {
    if (const Region* found = FindRegion(resource)) {
      return std::string(found->display_name);
    }
  } else if (resource == "countries/nl") {
    return "Nederland";
  }
  return std::nullopt;
}

bool LiesWithin(absl::string_view resource, absl::string_view scope) {
  if (scope.empty() || scope == "countries/nl" || scope == "municipalities/-") {
    return true;
  }
  if (resource == scope ||
      absl::StartsWith(resource, absl::StrCat(scope, "/"))) {
    return true;
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, '/');
  if (parts.size() < 2) return false;
  if (parts[0] == "municipalities") {
    const Municipality* found = FindMunicipality(parts[1]);
    return found != nullptr &&
           (found->RegionName() == scope || found->ProvinceName() == scope);
  }
  if (parts[0] == "regions") {
    const Region* found = FindRegion(parts[1]);
    return found != nullptr &&
           absl::StrCat("provinces/", found->province) == scope;
  }
  return false;
}

const Municipality* CheckMunicipality(absl::string_view name,
                                      const std::string& field,
                                      Violations& violations) {
  const Municipality* found = FindMunicipalityByName(name);
  if (found == nullptr) {
    const Municipality& nearest = Nearest(name);
    violations.Add(
        field, absl::StrCat("is \"", name.substr(0, 80),
                            "\", which is not a municipality; did you "
                            "mean ",
                            nearest.Name(), " (", nearest.display_name, ")?"));
  }
  return found;
}

std::vector<const Municipality*> CheckParent(absl::string_view parent,
                                             const std::string& field,
                                             Violations& violations) {
  auto found = MunicipalitiesIn(parent);
  if (found.has_value()) return *std::move(found);
  violations.Add(field,
                 absl::StrCat("is \"", parent.substr(0, 80),
                              "\"; it must be a municipality "
                              "(municipalities/gm0193), region "
                              "(regions/ijsselland), province (provinces/pv23) "
                              "or municipalities/-"));
  return {};
}

}  // namespace opvang
