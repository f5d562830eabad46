#include "services/housing/book.h"

namespace opvang::housing {

Heads Counted(const std::map<std::string, Heads>& placed, const Kinds& kinds) {
  Heads counted;
  for (const auto& [code, heads] : placed) {
    const auto kind = kinds.find(code);
    if (kind != kinds.end() && kind->second.counts()) counted += heads;
  }
  return counted;
}

std::optional<Heads> RealisedBy(const Book& book, const Kinds& kinds,
                                HalfYear half_year, absl::CivilDay day) {
  std::map<std::string, Heads> placed;
  for (const pb::Placement& placement : book.placements) {
    const absl::CivilDay date = DayOf(placement.placement_date());
    if (!half_year.Days().Contains(date) || date > day) continue;
    placed[placement.kind()] +=
        {.persons = placement.person_count(), .minors = placement.amv_count()};
  }
  if (placed.empty()) return std::nullopt;
  return Counted(placed, kinds);
}

}  // namespace opvang::housing
