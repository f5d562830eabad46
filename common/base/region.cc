#include "common/base/region.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang {
namespace {

// A row, its days read; it ends with its table.
struct Membership {
  absl::string_view region;
  std::optional<absl::CivilDay> start, end;

  bool Holds(absl::CivilDay day) const {
    return (!start.has_value() || *start <= day) &&
           (!end.has_value() || day < *end);
  }
};

std::optional<absl::CivilDay> Earliest(std::optional<absl::CivilDay> one,
                                       std::optional<absl::CivilDay> other) {
  if (!one.has_value()) return other;
  return other.has_value() ? std::min(*one, *other) : one;
}

std::optional<absl::CivilDay> EndOf(absl::string_view region) {
  for (const Region& one : RegionRows()) {
    if (one.id == region) return ParseDay(one.end_date);
  }
  return std::nullopt;
}

// By municipality, the earliest first.
using Memberships = std::map<absl::string_view, std::vector<Membership>>;

const std::vector<Membership>& MembershipsOf(absl::string_view municipality) {
  static const auto* const kAll = [] {
    auto* all = new Memberships();
    for (const RegionMember& row : RegionMemberRows()) {
      (*all)[row.municipality].push_back(
          {.region = row.region,
           .start = ParseDay(row.start_date),
           .end = Earliest(ParseDay(row.end_date), EndOf(row.region))});
    }
    for (auto& [code, rows] : *all) {
      std::stable_sort(rows.begin(), rows.end(),
                       [](const Membership& a, const Membership& b) {
                         return a.start < b.start;
                       });
    }
    return all;
  }();
  static const auto* const kNone = new std::vector<Membership>();
  const auto found = kAll->find(municipality);
  return found == kAll->end() ? *kNone : found->second;
}

}  // namespace

std::string Region::Name() const { return absl::StrCat("regions/", id); }

absl::string_view LastRegionOf(absl::string_view municipality) {
  const std::vector<Membership>& rows = MembershipsOf(municipality);
  return rows.empty() || rows.back().end.has_value() ? "" : rows.back().region;
}

absl::string_view RegionOn(absl::string_view municipality, absl::CivilDay day) {
  absl::string_view region;
  for (const Membership& row : MembershipsOf(municipality)) {
    if (row.Holds(day)) region = row.region;
  }
  return region;
}

}  // namespace opvang
