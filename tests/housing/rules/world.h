// Random ledgers of one municipality over twenty half-years, and a naive
// computation of them: from the events, half-year by half-year, by definition.
#ifndef OPVANG_TESTS_HOUSING_RULES_WORLD_H_
#define OPVANG_TESTS_HOUSING_RULES_WORLD_H_

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "services/housing/rules/balance.h"

namespace opvang::housing {

using Day = absl::CivilDay;

// Those known from the outset.
inline Kinds AllKinds() {
  Kinds kinds;
  for (const char* code :
       {"home", "self_found", "dsl", "har", "nidos", "other", "rol"}) {
    kinds[code].set_code(code);
    kinds[code].set_counts(std::string(code) != "rol");
  }
  return kinds;
}

struct World {
  static constexpr int kHalfYears = 20;

  struct Placed {
    Day day;
    std::string kind;
    int persons;
  };

  struct Moved {
    Day day;
    int persons;  // Less than nothing when they went elsewhere.
  };

  HalfYear first = *HalfYear::Parse("2015-h1");
  Kinds kinds = AllKinds();
  std::map<HalfYear, int> targets;
  std::map<HalfYear, Opening> openings;
  std::vector<Placed> events;
  std::vector<Moved> moves;
  std::vector<Day> nil_returns;

  Day RandomDay(std::mt19937& random) const {
    return first.FirstDay() + static_cast<int>(random() % (183 * 21));
  }

  static World Random(std::mt19937& random) {
    World world;
    const std::vector<std::string> codes = {"home", "dsl", "rol", "nidos"};
    for (auto& [code, kind] : world.kinds) {
      if (random() % 3 == 0) kind.set_counts(!kind.counts());
    }
    for (int i = 0; i < kHalfYears; ++i) {
      const HalfYear half_year = world.first + i;
      if (random() % 8 != 0) world.targets.emplace(half_year, random() % 200);
      if (random() % 3 == 0) {
        world.openings[half_year] = {
            .persons = static_cast<int>(random() % 80) - 40,
            .starts_chain = random() % 4 == 0,
            .source = "o"};
      }
    }
    for (int n = static_cast<int>(random() % 200); n > 0; --n) {
      // Corrections too: what matters here is their sign.
      world.events.push_back({.day = world.RandomDay(random),
                              .kind = codes[random() % codes.size()],
                              .persons = static_cast<int>(random() % 40) - 8});
    }
    for (int n = static_cast<int>(random() % 20); n > 0; --n) {
      world.moves.push_back({.day = world.RandomDay(random),
                             .persons = static_cast<int>(random() % 30) - 15});
    }
    for (int n = static_cast<int>(random() % 12); n > 0; --n) {
      const HalfYear half_year =
          world.first + static_cast<int>(random() % kHalfYears);
      world.nil_returns.push_back(random() % 2 == 0 ? half_year.LastDay()
                                                    : world.RandomDay(random));
    }
    return world;
  }

  // As the store hands it over: summed before the first half-year asked for,
  // one by one from there.
  Book BookSeen(const Question& question) const {
    Book book;
    book.municipality = "municipalities/gm0193";
    for (const auto& [half_year, persons] : targets) {
      book.half_years[half_year].target = {.persons = persons, .steps = {}};
    }
    for (const auto& [half_year, opening] : openings) {
      book.half_years[half_year].opening = opening;
    }
    for (const Placed& event : events) {
      if (HalfYear::Of(event.day) >= question.first) {
        pb::Placement& placement = book.placements.emplace_back();
        *placement.mutable_placement_date() = ToProto(event.day);
        placement.set_kind(event.kind);
        placement.set_person_count(event.persons);
      }
      if (event.day > question.as_of) continue;
      book.half_years[HalfYear::Of(event.day)].placed[event.kind] +=
          {.persons = event.persons};
    }
    for (const Moved& moved : moves) {
      pb::Move& move = book.moves.emplace_back();
      const bool in = moved.persons > 0;
      move.set_giver(in ? "municipalities/gm0166" : book.municipality);
      move.set_receiver(in ? book.municipality : "municipalities/gm0166");
      *move.mutable_move_date() = ToProto(moved.day);
      move.set_person_count(std::abs(moved.persons));
      if (moved.day > question.as_of) continue;
      HalfYearRecord& record = book.half_years[HalfYear::Of(moved.day)];
      (in ? record.moved_in : record.moved_out) +=
          {.persons = std::abs(moved.persons)};
      record.moved = true;
    }
    for (const Day day : nil_returns) {
      const HalfYear half_year = HalfYear::Of(day);
      if (day < std::min(question.as_of, half_year.LastDay())) continue;
      pb::NilReturn& nil = book.half_years[half_year].nil_return.emplace();
      *nil.mutable_return_date() = ToProto(day);
      nil.set_source("n");
    }
    return book;
  }

  int NaiveRealised(HalfYear half_year, Day as_of) const {
    int sum = 0;
    for (const Placed& event : events) {
      if (event.day < half_year.FirstDay() || event.day > half_year.LastDay() ||
          event.day > as_of || !kinds.at(event.kind).counts()) {
        continue;
      }
      sum += event.persons;
    }
    for (const Moved& moved : moves) {
      if (moved.day >= half_year.FirstDay() &&
          moved.day <= half_year.LastDay() && moved.day <= as_of) {
        sum += moved.persons;
      }
    }
    return sum;
  }
  // Something was registered in it by then, or it is said that nothing was; or
  // it has not begun.
  bool NaiveKnown(HalfYear half_year, Day as_of) const {
    const auto lies_in = [&](Day day) {
      return day >= half_year.FirstDay() && day <= half_year.LastDay();
    };
    if (as_of < half_year.FirstDay()) return true;
    for (const Placed& event : events) {
      if (lies_in(event.day) && event.day <= as_of) return true;
    }
    for (const Moved& moved : moves) {
      if (lies_in(moved.day) && moved.day <= as_of) return true;
    }
    for (const Day day : nil_returns) {
      if (lies_in(day) && (day >= as_of || day == half_year.LastDay())) {
        return true;
      }
    }
    return false;
  }
  std::optional<int> NaiveBalance(HalfYear half_year, Day as_of) const {
    const auto target = targets.find(half_year);
    if (target == targets.end() || !NaiveKnown(half_year, as_of)) {
      return std::nullopt;
    }
    return NaiveRealised(half_year, as_of) -
           (target->second - NaiveOpening(half_year, as_of).value_or(0));
  }
  std::optional<int> NaiveOpening(HalfYear half_year, Day as_of) const {
    const auto stated = openings.find(half_year);
    if (stated != openings.end() && stated->second.starts_chain) {
      return stated->second.persons;
    }
    if (half_year > first) {
      const auto before = NaiveBalance(half_year - 1, as_of);
      if (before.has_value()) return before;
    }
    if (stated != openings.end()) return stated->second.persons;
    return std::nullopt;
  }
};

}  // namespace opvang::housing

#endif  // OPVANG_TESTS_HOUSING_RULES_WORLD_H_
