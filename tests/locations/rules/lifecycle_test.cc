#include "services/locations/rules/lifecycle.h"

#include <random>

#include "common/base/calendar.h"
#include "services/locations/rules/double_counting.h"
#include "tests/locations/rules/site.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::locations {
namespace {

using State = pb::LocationState;

// The states as the law's practice has them, in words of its own: the chain,
// and what may be left out of it.
TEST(LifeTest, EveryStepFromEveryState) {
  const std::vector<State> chain = {pb::LOCATION_STATE_IDEA,
                                    pb::LOCATION_STATE_EXPLORATION,
                                    pb::LOCATION_STATE_DECISION_PENDING,
                                    pb::LOCATION_STATE_DEFINITIVE,
                                    pb::LOCATION_STATE_COA_PAPER_CHECK,
                                    pb::LOCATION_STATE_COA_SITE_VISIT,
                                    pb::LOCATION_STATE_AGREEMENT_SIGNED,
                                    pb::LOCATION_STATE_PERMIT,
                                    pb::LOCATION_STATE_CONSTRUCTION,
                                    pb::LOCATION_STATE_OPEN,
                                    pb::LOCATION_STATE_EXTENDED,
                                    pb::LOCATION_STATE_CLOSING,
                                    pb::LOCATION_STATE_CLOSED};
  const int decision = 3, extended = 10, closing = 11, closed = 12;
  for (int from = -1; from <= closed; ++from) {
    const State state = from < 0 ? pb::LOCATION_STATE_UNSPECIFIED : chain[from];
    for (int to = 0; to <= closed; ++to) {
      bool may = from < closed && to > from;
      if (to > decision && from < decision) may = false;
      if (to == extended && (from == extended || from == closing)) may = true;
      EXPECT_EQ(MayFollow(state, chain[to]), may)
          << pb::LocationState_Name(state) << " to "
          << pb::LocationState_Name(chain[to]);
    }
    EXPECT_EQ(MayFollow(state, pb::LOCATION_STATE_WITHDRAWN), from < closed);
    EXPECT_FALSE(MayFollow(state, pb::LOCATION_STATE_UNSPECIFIED));
    EXPECT_EQ(MayMoveStart(state), from < 9);
  }
  for (const State to : chain) {
    EXPECT_FALSE(MayFollow(pb::LOCATION_STATE_WITHDRAWN, to));
  }
  EXPECT_EQ(StatesAfter(pb::LOCATION_STATE_CLOSING),
            (std::vector<State>{pb::LOCATION_STATE_EXTENDED,
                                pb::LOCATION_STATE_CLOSED,
                                pb::LOCATION_STATE_WITHDRAWN}));
}

// What a location offers after a change of its entries.
LocationPlaces After(std::vector<pb::PlaceEntry> entries,
                     const Change& change) {
  for (pb::PlaceEntry entry : change.entries) {
    entry.set_revision(1000);
    entries.push_back(entry);
  }
  return PlacesOf(entries);
}

constexpr auto kFixed = pb::PlaceEntry::END_CERTAINTY_FIXED;
constexpr auto kIndicative = pb::PlaceEntry::END_CERTAINTY_INDICATIVE;

TEST(LifeTest, ADecisionMakesPlansWithADayPlaces) {
  const auto entries = Site()
                           .Planned(Day(2025, 7, 1), 80)
                           .Planned(std::nullopt, 120)
                           .Planned(Day(2030, 7, 1), 0)
                           .Entries();
  const LocationPlaces places = After(entries, DecidePlans(entries));
  const GroupSteps& steps = places.groups.at(pb::PLACE_GROUP_REGULAR);
  EXPECT_EQ(places.FirstDay(), Day(2025, 7, 1));
  EXPECT_EQ(places.LastEnd(), Day(2030, 7, 1));
  EXPECT_TRUE(steps.planned.empty());
  EXPECT_EQ(steps.undated_plan, 120) << "without a day it stays a plan";
  EXPECT_EQ(steps.decided.At(Day(2025, 6, 30)), 0);
  EXPECT_EQ(steps.decided.At(Day(2025, 7, 1)), 80);
}

TEST(LifeTest, APlanWithoutADayGetsOne) {
  const auto entries = Site().Planned(std::nullopt, 50).Entries();
  const auto change = MoveStart(entries, Day(2026, 2, 28));
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->from, std::nullopt);
  const LocationPlaces places = After(entries, *change);
  const GroupSteps& steps = places.groups.at(pb::PLACE_GROUP_REGULAR);
  EXPECT_EQ(steps.undated_plan, std::nullopt);
  EXPECT_EQ(steps.planned.At(Day(2026, 2, 28)), 50);
}

TEST(LifeTest, ThereMustBeSomethingToMove) {
  EXPECT_FALSE(MoveStart({}, Day(2025, 1, 1)).has_value());
  const auto entries =
      Site().Decided(Day(2025, 1, 1), 10).Decided(Day(2026, 1, 1), 0).Entries();
  EXPECT_FALSE(MoveStart(entries, Day(2025, 1, 1)).has_value());
  EXPECT_TRUE(MoveStart(entries, Day(2025, 12, 31)).has_value());
  EXPECT_FALSE(MoveStart(entries, Day(2026, 1, 1)).has_value())
      << "nothing stands on its last end";
  EXPECT_FALSE(MoveEnd(Site().Decided(Day(2025, 1, 1), 10).Entries(),
                       Day(2027, 1, 1), kFixed)
                   .has_value());
}

// Ommen: 48 places for minors until and with 31 December 2024, then longer.
TEST(LifeTest, AnEndMovesOrGoes) {
  const auto entries = Site()
                           .Decided(Day(2024, 1, 1), 48, pb::PLACE_GROUP_AMV)
                           .Decided(Day(2025, 1, 1), 0, pb::PLACE_GROUP_AMV)
                           .Entries();
  const auto change = MoveEnd(entries, Day(2026, 2, 1), kFixed);
  ASSERT_TRUE(change.has_value());
  EXPECT_EQ(change->from, Day(2025, 1, 1));
  const LocationPlaces later = After(entries, *change);
  EXPECT_EQ(later.DecidedAt(Day(2026, 1, 31)), 48);
  EXPECT_EQ(later.LastEnd(), Day(2026, 2, 1));
  EXPECT_EQ(later.ends.at(Day(2026, 2, 1)), kFixed);
  const LocationPlaces forever =
      After(entries, *MoveEnd(entries, std::nullopt, {}));
  EXPECT_EQ(forever.LastEnd(), std::nullopt);
  EXPECT_EQ(forever.DecidedAt(Day(2050, 1, 1)), 48);
}

// Deventer: the buffer ends, the 550 places do not; an extension is of what
// ends last, so there is none.
TEST(LifeTest, ABufferThatEndsIsNoEndOfTheLocation) {
  const auto entries =
      Site()
          .Decided(Day(2020, 1, 1), 500)
          .Decided(Day(2024, 1, 1), 100, pb::PLACE_GROUP_BUFFER)
          .Decided(Day(2025, 2, 1), 0, pb::PLACE_GROUP_BUFFER)
          .Entries();
  EXPECT_FALSE(MoveEnd(entries, Day(2026, 2, 1), kFixed).has_value());
}

TEST(LifeTest, EndingEndsEverything) {
  const auto entries = Site()
                           .Decided(Day(2024, 1, 1), 100)
                           .Decided(Day(2025, 1, 1), 150)
                           .Decided(Day(2026, 1, 1), 0)
                           .Decided(Day(2025, 6, 1), 20, pb::PLACE_GROUP_AMV)
                           .Entries();
  const LocationPlaces ended =
      After(entries, EndPlaces(entries, Day(2025, 3, 1), kIndicative));
  EXPECT_EQ(ended.LastEnd(), Day(2025, 3, 1));
  EXPECT_EQ(ended.DecidedAt(Day(2025, 2, 28)), 150);
  EXPECT_EQ(ended.DecidedAt(Day(2025, 6, 1)), 0) << "nor does it reopen";
  const LocationPlaces longer =
      After(entries, EndPlaces(entries, Day(2027, 1, 1), kFixed));
  EXPECT_EQ(longer.LastEnd(), Day(2027, 1, 1)) << "minors stay until then";
  EXPECT_TRUE(EndPlaces(Site()
                            .Decided(Day(2024, 1, 1), 1)
                            .Decided(Day(2025, 1, 1), 0)
                            .Entries(),
                        Day(2025, 1, 1), kIndicative)
                  .entries.empty())
      << "it ends then already";
}

std::vector<pb::PlaceEntry> RandomEntries(std::mt19937& random) {
  Site site;
  const int count = 1 + random() % 6;
  for (int i = 0; i < count; ++i) {
    site.Decided(Day(2024, 1, 1) + random() % 60, random() % 3 * 10,
                 static_cast<pb::PlaceGroup>(1 + random() % 4));
  }
  return site.Entries();
}

// Day by day: before the new start nothing, from the later of both days as it
// was, between them what stands on that later day of the groups that moved.
TEST(LifeTest, MovingAStartAgreesWithEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int moved = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto entries = RandomEntries(random);
    const LocationPlaces before = PlacesOf(entries);
    const Day start = Day(2023, 12, 20) + random() % 90;
    const auto change = MoveStart(entries, start);
    const auto first = before.FirstDay();
    if (!first.has_value() || *first == start) {
      ASSERT_FALSE(change.has_value());
      continue;
    }
    const Day pivot = std::max(*first, start);
    ASSERT_EQ(change.has_value(), before.DecidedAt(pivot) > 0);
    if (!change.has_value()) continue;
    ++moved;
    EXPECT_EQ(change->from, first);
    const LocationPlaces after = After(entries, *change);
    for (Day day(2023, 12, 1); day < Day(2024, 5, 1); ++day) {
      const int expected = day < start   ? 0
                           : day < pivot ? before.DecidedAt(pivot)
                                         : before.DecidedAt(day);
      ASSERT_EQ(after.DecidedAt(day), expected)
          << FormatDay(day) << " from " << FormatDay(*first) << " to "
          << FormatDay(start);
    }
  }
  EXPECT_GT(moved, 300);
}

TEST(LifeTest, EndingAgreesWithEveryDayInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    const auto entries = RandomEntries(random);
    const LocationPlaces before = PlacesOf(entries);
    const Day end = Day(2023, 12, 20) + random() % 90;
    const LocationPlaces after =
        After(entries, EndPlaces(entries, end, kFixed));
    const auto last = before.LastEnd();
    for (Day day(2023, 12, 1); day < Day(2024, 5, 1); ++day) {
      int expected = 0;
      for (const auto& [group, steps] : before.groups) {
        // What stands just before the end stands until the end.
        expected += day < end ? steps.decided.At(day) : 0;
      }
      ASSERT_EQ(after.DecidedAt(day), expected) << FormatDay(day);
    }
    if (!last.has_value() || before.DecidedAt(*last - 1) == 0) continue;
    const Day later = *last + 1 + random() % 30;
    const LocationPlaces extended =
        After(entries, *MoveEnd(entries, later, kFixed));
    for (Day day(2023, 12, 1); day < Day(2024, 5, 1); ++day) {
      int expected = 0;
      for (const auto& [group, steps] : before.groups) {
        // Only what ended on the last end goes on.
        const auto& changes = steps.decided.changes();
        const bool ended =
            std::any_of(changes.begin(), changes.end(),
                        [&](const auto& one) { return one.first == *last; });
        expected += day >= *last && day < later && ended
                        ? steps.decided.At(*last - 1)
                        : steps.decided.At(day);
      }
      ASSERT_EQ(extended.DecidedAt(day), expected) << FormatDay(day);
    }
  }
}

TEST(OneDutyTest, OneBedServesOneDutyOnOneNight) {
  const auto goo = [](Day end) {
    return Site("no")
        .Named("goo")
        .For(pb::LocationKind::PURPOSE_UKRAINE)
        .At("Stationsweg 1")
        .Decided(Day(2024, 1, 1), 50)
        .Decided(end, 0)
        .Known();
  };
  const auto azc = [](const std::string& address) {
    return Site().Named("azc").At(address).Decided(Day(2025, 1, 1), 50).Known();
  };
  // On the last night of one and the first of the other.
  EXPECT_TRUE(
      FindCountedTwice({goo(Day(2025, 1, 1)), azc("Stationsweg 1")}).empty());
  const auto found =
      FindCountedTwice({goo(Day(2025, 1, 2)), azc(" STATIONSWEG  1 ")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].night, Day(2025, 1, 1));
  EXPECT_TRUE(
      FindCountedTwice({goo(Day(2025, 1, 2)), azc("Stationsweg 1a")}).empty());
  EXPECT_TRUE(FindCountedTwice({azc(""), azc("")}).empty());
  auto withdrawn = azc("Stationsweg 1");
  withdrawn.location.set_state(pb::LOCATION_STATE_WITHDRAWN);
  EXPECT_TRUE(FindCountedTwice({goo(Day(2026, 1, 1)), withdrawn}).empty());
}

TEST(OneDutyTest, AgreesWithEveryNightInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int shared = 0;
  for (int round = 0; round < 2000; ++round) {
    KnownLocation one = Site().At("x 1").Known(), other = one;
    one.places =
        std::make_shared<const LocationPlaces>(PlacesOf(RandomEntries(random)));
    other.places =
        std::make_shared<const LocationPlaces>(PlacesOf(RandomEntries(random)));
    std::optional<Day> night;
    for (Day day(2023, 12, 1); day < Day(2024, 5, 1) && !night; ++day) {
      if (one.places->DecidedAt(day) > 0 && other.places->DecidedAt(day) > 0) {
        night = day;
      }
    }
    const auto found = FindCountedTwice({one, other});
    ASSERT_EQ(found.empty(), !night.has_value());
    if (night.has_value()) {
      ++shared;
      ASSERT_EQ(found[0].night, *night);
    }
  }
  EXPECT_GT(shared, 200);
}

}  // namespace
}  // namespace opvang::locations
