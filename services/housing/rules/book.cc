#include "services/housing/rules/book.h"

namespace opvang::housing {

Heads BroughtTo(const std::string& municipality, const pb::Move& move) {
  const int sign = move.receiver() == municipality ? 1
                   : move.giver() == municipality  ? -1
                                                   : 0;
  return {.persons = sign * move.person_count(),
          .minors = sign * move.amv_count()};
}

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
  const auto is_seen = [&](const google::type::Date& date) {
    return half_year.Days().Contains(DayOf(date)) && DayOf(date) <= day;
  };
  std::map<std::string, Heads> placed;
  for (const pb::Placement& placement : book.placements) {
    if (!is_seen(placement.placement_date())) continue;
    placed[placement.kind()] +=
        {.persons = placement.person_count(), .minors = placement.amv_count()};
  }
  bool known = !placed.empty();
  Heads realised = Counted(placed, kinds);
  for (const pb::Move& move : book.moves) {
    if (!is_seen(move.move_date())) continue;
    realised += BroughtTo(book.municipality, move);
    known = true;
  }
  return known ? std::optional(realised) : std::nullopt;
}

}  // namespace opvang::housing
