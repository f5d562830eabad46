#include "common/base/municipality.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/edit_distance.h"
#include "common/base/excerpt.h"

namespace opvang {
namespace {

struct MunicipalityRow {
  absl::string_view code, display_name, province, start_date;
};

constexpr MunicipalityRow kMunicipalityRows[] = {
#include "common/base/municipality_table.inc"
};

constexpr Province kProvinces[] = {
    {"pv20", "Groningen"},  {"pv21", "Friesland"},     {"pv22", "Drenthe"},
    {"pv23", "Overijssel"}, {"pv24", "Flevoland"},     {"pv25", "Gelderland"},
    {"pv26", "Utrecht"},    {"pv27", "Noord-Holland"}, {"pv28", "Zuid-Holland"},
    {"pv29", "Zeeland"},    {"pv30", "Noord-Brabant"}, {"pv31", "Limburg"},
};

const Province* FindProvince(absl::string_view code) {
  for (const Province& province : kProvinces) {
    if (province.code == code) return &province;
  }
  return nullptr;
}

const Region* FindRegion(absl::string_view id) {
  for (const Region& region : AllRegions()) {
    if (region.id == id) return &region;
  }
  return nullptr;
}

// The one that was probably meant: at most half of the letters differ. Whoever
// sends many faults has this asked of each, so what is further away is not
// measured to its end.
const Municipality* Nearest(absl::string_view name) {
  const std::string wanted = absl::AsciiStrToLower(Excerpt(name, 60));
  const Municipality* best = nullptr;
  size_t most = wanted.size() / 2;
  for (const Municipality& municipality : AllMunicipalities()) {
    for (const std::string& called :
         {municipality.Name(),
          absl::AsciiStrToLower(municipality.display_name)}) {
      const size_t distance = EditDistance(wanted, called, most);
      if (distance > most) continue;
      best = &municipality;
      if (distance == 0) return best;
      most = distance - 1;
    }
  }
  return best;
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

absl::Span<const Municipality> AllMunicipalities() {
  static const auto* const kAll = [] {
    auto* all = new std::vector<Municipality>();
    for (const MunicipalityRow& row : kMunicipalityRows) {
      all->push_back({.code = row.code,
                      .display_name = row.display_name,
                      .province = row.province,
                      .region = LastRegionOf(row.code),
                      .start_date = row.start_date});
    }
    return all;
  }();
  return *kAll;
}
absl::Span<const Province> AllProvinces() { return kProvinces; }
absl::Span<const Region> AllRegions() { return RegionRows(); }

std::vector<const Province*> ProvincesOf(const Region& region) {
  std::set<const Province*> provinces;  // In the order of their rows: by code.
  for (const RegionMember& row : RegionMemberRows()) {
    if (row.region != region.id) continue;
    provinces.insert(
        FindProvince(FindMunicipality(row.municipality)->province));
  }
  return {provinces.begin(), provinces.end()};
}

std::string RegionNameOn(const Municipality& municipality, absl::CivilDay day) {
  const absl::string_view region = RegionOn(municipality.code, day);
  return region.empty() ? "" : absl::StrCat("regions/", region);
}

const Municipality* FindMunicipality(absl::string_view code) {
  const auto all = AllMunicipalities();
  const auto found = std::lower_bound(
      all.begin(), all.end(), code,
      [](const Municipality& m, absl::string_view c) { return m.code < c; });
  return found != all.end() && found->code == code ? &*found : nullptr;
}

const Municipality* FindMunicipalityByName(absl::string_view name) {
  return absl::ConsumePrefix(&name, "municipalities/") ? FindMunicipality(name)
                                                       : nullptr;
}

namespace {

// What lies within a parent, as it is asked for all the time.
struct Within {
  std::vector<const Municipality*> municipalities;  // By Dutch name.
  std::vector<std::string> subjects;
};

Within MakeWithin(const std::string& parent) {
  const bool country = parent == "countries/nl";
  Within within;
  for (const Municipality& municipality : AllMunicipalities()) {
    if (LiesWithin(municipality.Name(), parent)) {
      within.municipalities.push_back(&municipality);
    }
  }
  std::sort(within.municipalities.begin(), within.municipalities.end(),
            [](const Municipality* a, const Municipality* b) {
              return a->display_name < b->display_name;
            });
  within.subjects.push_back(parent);
  for (const Province& province : AllProvinces()) {
    if (country) within.subjects.push_back(province.Name());
  }
  for (const Region& region : AllRegions()) {
    if (region.Name() != parent && LiesWithin(region.Name(), parent)) {
      within.subjects.push_back(region.Name());
    }
  }
  for (const Municipality* municipality : within.municipalities) {
    if (municipality->Name() != parent) {
      within.subjects.push_back(municipality->Name());
    }
  }
  return within;
}

// Null when `parent` is none that has municipalities.
const Within* FindWithin(absl::string_view parent) {
  static const auto* const kAll = [] {
    auto* all = new std::unordered_map<std::string, Within>();
    const auto add = [all](const std::string& name) {
      all->emplace(name, MakeWithin(name));
    };
    add("countries/nl");
    for (const Province& one : AllProvinces()) add(one.Name());
    for (const Region& one : AllRegions()) add(one.Name());
    for (const Municipality& one : AllMunicipalities()) add(one.Name());
    return all;
  }();
  const auto found = kAll->find(
      std::string(parent == "municipalities/-" ? "countries/nl" : parent));
  return found == kAll->end() ? nullptr : &found->second;
}

}  // namespace

std::optional<std::vector<const Municipality*>> MunicipalitiesIn(
    absl::string_view parent) {
  const Within* within = FindWithin(parent);
  if (within == nullptr) return std::nullopt;
  return within->municipalities;
}

std::vector<std::string> NamesOf(
    const std::vector<const Municipality*>& municipalities) {
  std::vector<std::string> names;
  for (const Municipality* m : municipalities) names.push_back(m->Name());
  return names;
}

std::vector<std::string> SubjectsWithin(absl::string_view parent) {
  const Within* within = FindWithin(parent);
  if (within == nullptr) return {std::string(parent)};
  return within->subjects;
}

std::vector<std::string> AreasWithin(absl::string_view parent) {
  std::vector<std::string> areas = SubjectsWithin(parent);
  std::erase_if(areas, [&](const std::string& subject) {
    if (FindMunicipalityByName(subject) != nullptr) return true;
    // A table that nobody belongs to any more has no sum.
    const auto municipalities = MunicipalitiesIn(subject);
    return subject != parent && municipalities.has_value() &&
           municipalities->empty();
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

namespace {

// The codes of the provinces of a region, by its id; none where it is unknown.
const std::vector<absl::string_view>& ProvinceCodesOf(
    absl::string_view region) {
  static const auto* const kAll = [] {
    auto* all =
        new std::map<absl::string_view, std::vector<absl::string_view>>();
    for (const Region& one : AllRegions()) {
      std::vector<absl::string_view>& codes = (*all)[one.id];
      for (const Province* province : ProvincesOf(one)) {
        codes.push_back(province->code);
      }
    }
    return all;
  }();
  static const auto* const kNone = new std::vector<absl::string_view>();
  const auto found = kAll->find(region);
  return found == kAll->end() ? *kNone : found->second;
}

}  // namespace

bool LiesWithin(absl::string_view resource, absl::string_view scope) {
  if (scope.empty() || scope == "countries/nl" || scope == "municipalities/-") {
    return true;
  }
  if (absl::StartsWith(resource, scope) &&
      (resource.size() == scope.size() || resource[scope.size()] == '/')) {
    return true;
  }
  absl::string_view area = scope;
  const bool province = absl::ConsumePrefix(&area, "provinces/");
  if (!province && !absl::ConsumePrefix(&area, "regions/")) return false;
  if (absl::ConsumePrefix(&resource, "municipalities/")) {
    const Municipality* found =
        FindMunicipality(resource.substr(0, resource.find('/')));
    return found != nullptr &&
           (province ? found->province : found->region) == area;
  }
  if (province && absl::ConsumePrefix(&resource, "regions/")) {
    const auto provinces =
        ProvinceCodesOf(resource.substr(0, resource.find('/')));
    return provinces.size() == 1 && provinces.front() == area;
  }
  return false;
}

bool BearsOn(absl::string_view area, absl::string_view scope) {
  return area == "countries/nl" || LiesWithin(area, scope);
}

bool Overlap(absl::string_view one, absl::string_view other) {
  if (LiesWithin(one, other) || LiesWithin(other, one)) return true;
  if (absl::StartsWith(one, "provinces/")) std::swap(one, other);
  if (!absl::ConsumePrefix(&one, "regions/") ||
      !absl::ConsumePrefix(&other, "provinces/")) {
    return false;
  }
  const auto provinces = ProvinceCodesOf(one.substr(0, one.find('/')));
  return std::count(provinces.begin(), provinces.end(),
                    other.substr(0, other.find('/'))) > 0;
}

const Municipality* CheckMunicipality(absl::string_view name,
                                      const std::string& field,
                                      Violations& violations) {
  const Municipality* found = FindMunicipalityByName(name);
  if (found != nullptr) return found;
  // Of more faults than are told nobody reads what was meant.
  const bool is_told = violations.all().size() < kViolationsMax;
  const Municipality* meant = is_told ? Nearest(name) : nullptr;
  violations.Add(
      field, absl::StrCat("is \"", Excerpt(name, 80),
                          "\", which is not a municipality",
                          meant == nullptr
                              ? "; it must look like municipalities/gm0193"
                              : absl::StrCat("; did you mean ", meant->Name(),
                                             " (", meant->display_name, ")?")));
  return nullptr;
}

std::vector<const Municipality*> CheckParent(absl::string_view parent,
                                             const std::string& field,
                                             Violations& violations) {
  auto found = MunicipalitiesIn(parent);
  if (found.has_value()) return *std::move(found);
  violations.Add(field,
                 absl::StrCat("is \"", Excerpt(parent, 80),
                              "\"; it must be a municipality "
                              "(municipalities/gm0193), region "
                              "(regions/ijsselland), province (provinces/pv23) "
                              "or municipalities/-"));
  return {};
}

}  // namespace opvang
