// Random ledgers of twenty half-years through real services, on real databases:
// facts arrive late, corrected and in any order.
#include <algorithm>
#include <random>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "tests/housing/rules/world.h"
#include "tests/housing/services.h"
#include "tests/support/municipalities.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using Cause = pb::Closing::Cause;

const std::vector<std::string>& Names() {
  static const auto* const kAll = new std::vector<std::string>{
      "municipalities/gm0148", "municipalities/gm0166",
      "municipalities/gm0193"};
  return *kAll;
}

// One fact, as it is delivered and as the naive computation knows it.
struct Fact {
  enum Kind { kPlaced, kMoved, kOpening, kTarget, kReading } kind;
  int about = 0;           // Of `Names()`; of a move the giver.
  int receiver = 0;        // Of a move.
  std::string id = "";     // Of an event.
  std::string first = "";  // What it corrects; empty unless it is a correction.
  Day day = {};  // Of an event; of a target the day from which it holds.
  std::string code = "";  // Kind of placement.
  HalfYear half_year = *HalfYear::Parse("2015-h1");
  int count = 0;
  bool flag = false;  // Opens the books anew; counts.

  std::string Text() const {
    const std::string& name = Names()[about];
    switch (kind) {
      case kPlaced:
        return absl::StrCat(
            "placements { name: '", name, "/placements/", id, "' kind: '", code,
            "' ", Date("placement_date", day), "person_count: ", count,
            first.empty() ? ""
                          : absl::StrCat(" corrected_placement: '", name,
                                         "/placements/", first, "'"),
            " source: 's' } ");
      case kMoved:
        return absl::StrCat(
            "moves { name: 'moves/", id, "' giver: '", name, "' receiver: '",
            Names()[receiver], "' ", Date("move_date", day),
            "person_count: ", count,
            first.empty()
                ? ""
                : absl::StrCat(" corrected_move: 'moves/", first, "'"),
            " source: 's' } ");
      case kOpening:
        return absl::StrCat(
            "opening_balances { municipality: '", name, "' half_year: '",
            half_year.Name(), "' person_count: ", count,
            " starts_chain: ", flag ? "true" : "false", " source: 's' } ");
      case kReading:
        return absl::StrCat("placement_kinds { code: '", code,
                            "' display_name: 'x' counts: ",
                            flag ? "true" : "false", " source: 's' } ");
      default:
        return "";
    }
  }
};

// Everything that was delivered so far, in order.
struct Delivered {
  std::vector<Fact> facts;
  int64_t revision = 1, quotas_revision = 1;

  bool Has(const std::string& id) const {
    return std::any_of(facts.begin(), facts.end(),
                       [&](const Fact& fact) { return fact.id == id; });
  }
  // One municipality, with the targets that hold on `as_of`.
  World Seen(int municipality, Day as_of) const {
    World world;
    std::map<HalfYear, Day> starts;
    for (const Fact& fact : facts) {
      const bool own = fact.about == municipality;
      switch (fact.kind) {
        case Fact::kPlaced:
          if (own) world.events.push_back({fact.day, fact.code, fact.count});
          break;
        case Fact::kMoved:
          if (own) world.moves.push_back({fact.day, -fact.count});
          if (fact.receiver == municipality) {
            world.moves.push_back({fact.day, fact.count});
          }
          break;
        case Fact::kOpening:
          if (own) {
            world.openings[fact.half_year] = {.persons = fact.count,
                                              .starts_chain = fact.flag,
                                              .source = "s"};
          }
          break;
        case Fact::kTarget:
          if (own && fact.day <= as_of &&
              (starts.count(fact.half_year) == 0 ||
               starts[fact.half_year] <= fact.day)) {
            starts[fact.half_year] = fact.day;
            world.targets[fact.half_year] = fact.count;
          }
          break;
        case Fact::kReading:
          world.kinds[fact.code].set_counts(fact.flag);
          break;
      }
    }
    return world;
  }
};

std::vector<Fact> RandomFacts(std::mt19937& random) {
  const World frame;
  const std::vector<std::string> codes = {"home", "dsl", "rol"};
  std::vector<Fact> facts;
  for (int about = 0; about < 3; ++about) {
    for (int i = 0; i < World::kHalfYears; ++i) {
      const HalfYear half_year = frame.first + i;
      if (random() % 6 != 0) {
        facts.push_back({.kind = Fact::kTarget,
                         .about = about,
                         .day = half_year.FirstDay() - 91,
                         .half_year = half_year,
                         .count = static_cast<int>(random() % 90)});
      }
      if (random() % 6 == 0) {  // Revised while it runs.
        facts.push_back({.kind = Fact::kTarget,
                         .about = about,
                         .day = half_year.FirstDay() + random() % 180,
                         .half_year = half_year,
                         .count = static_cast<int>(random() % 90)});
      }
      if (random() % 4 == 0) {
        facts.push_back({.kind = Fact::kOpening,
                         .about = about,
                         .half_year = half_year,
                         .count = static_cast<int>(random() % 60) - 30,
                         .flag = random() % 3 == 0});
      }
    }
    for (int i = 0; i < 70; ++i) {
      Fact placed{.kind = Fact::kPlaced,
                  .about = about,
                  .id = absl::StrCat("p", about, "-", i),
                  .day = frame.RandomDay(random),
                  .code = codes[random() % codes.size()],
                  .count = static_cast<int>(1 + random() % 25)};
      if (random() % 4 == 0) {
        Fact back = placed;
        back.first = placed.id;
        back.id += "-terug";
        back.day = placed.day + random() % 300;
        back.count = -static_cast<int>(1 + random() % placed.count);
        facts.push_back(back);
      }
      facts.push_back(placed);
    }
  }
  for (int i = 0; i < 25; ++i) {
    const int about = random() % 3;
    Fact moved{.kind = Fact::kMoved,
               .about = about,
               .receiver = static_cast<int>((about + 1 + random() % 2) % 3),
               .id = absl::StrCat("m", i),
               .day = frame.RandomDay(random),
               .count = static_cast<int>(1 + random() % 9)};
    if (random() % 4 == 0) {
      Fact back = moved;
      back.first = moved.id;
      back.id += "-terug";
      back.count = -1;
      facts.push_back(back);
    }
    facts.push_back(moved);
  }
  for (int i = 0; i < 6; ++i) {
    facts.push_back({.kind = Fact::kReading,
                     .code = codes[random() % codes.size()],
                     .flag = random() % 2 == 0});
  }
  std::shuffle(facts.begin(), facts.end(), random);
  return facts;
}

class LedgerServiceTest : public HousingFixture {
 protected:
  // Delivers `facts`, those of each service in one revision; leaves those that
  // correct what is still to come.
  void DeliverSome(std::vector<Fact> facts, Delivered& delivered,
                   std::vector<Fact>& waiting) {
    std::string housing, targets;
    std::set<std::string> keys;
    std::vector<Fact> taken;
    for (Fact& fact : facts) {
      const bool here =
          std::any_of(taken.begin(), taken.end(),
                      [&](const Fact& one) { return one.id == fact.first; });
      // One statement of a fact a delivery.
      const std::string key =
          absl::StrCat(fact.kind, fact.about, fact.id, fact.code,
                       fact.kind == Fact::kTarget ? FormatDay(fact.day) : "",
                       fact.half_year.Name());
      if ((!fact.first.empty() && !here && !delivered.Has(fact.first)) ||
          (fact.kind != Fact::kPlaced && !keys.insert(key).second)) {
        waiting.push_back(std::move(fact));
        continue;
      }
      housing += fact.Text();
      if (fact.kind == Fact::kTarget) {
        targets += Target(Names()[fact.about], fact.half_year.Name(),
                          fact.count, fact.day);
      }
      taken.push_back(std::move(fact));
    }
    if (!targets.empty()) {
      const auto answer = DeliverQuotas(targets);
      ASSERT_THAT(answer, IsOk());
      delivered.quotas_revision = answer->revision();
    }
    if (!housing.empty()) {
      const auto answer =
          Send(&Stub::DeliverHousing, "parent: 'countries/nl' " + housing);
      ASSERT_THAT(answer, IsOk());
      delivered.revision = answer->revision();
    }
    delivered.facts.insert(delivered.facts.end(), taken.begin(), taken.end());
  }

  void ExpectBalances(const Delivered& delivered, HalfYear half_year,
                      Day as_of) {
    const auto list = Balances("provinces/pv23", half_year.Name(), as_of);
    ASSERT_THAT(list, IsOk());
    for (const pb::Balance& balance : list->balances()) {
      const auto about =
          std::find(Names().begin(), Names().end(), balance.municipality());
      if (about == Names().end()) continue;
      const World world = delivered.Seen(about - Names().begin(), as_of);
      const auto wanted = world.NaiveBalance(half_year, as_of);
      ASSERT_EQ(balance.realised_person_count(),
                world.NaiveRealised(half_year, as_of));
      ASSERT_EQ(balance.has_balance_person_count(), wanted.has_value());
      if (wanted.has_value()) {
        ASSERT_EQ(balance.balance_person_count(), *wanted);
      }
      ++compared_;
    }
  }

  // Facts that are in `now` and were not in `then`.
  static std::vector<Fact> Added(const Delivered& then, const Delivered& now) {
    return {now.facts.begin() + then.facts.size(), now.facts.end()};
  }

  // By cause, from the facts.
  std::map<Cause::Kind, int> NaiveCauses(const Delivered& then,
                                         const Delivered& now, int municipality,
                                         HalfYear half_year, Day as_of) {
    std::map<Cause::Kind, int> causes;
    const World before = then.Seen(municipality, half_year.LastDay());
    const World after = now.Seen(municipality, as_of);
    const auto inside = [&](Day day) { return half_year.Days().Contains(day); };
    for (const Fact& fact : Added(then, now)) {
      if (!inside(fact.day)) continue;
      if (fact.kind == Fact::kPlaced && fact.about == municipality &&
          after.kinds.at(fact.code).counts()) {
        causes[fact.first.empty() ? Cause::KIND_LATE_REGISTRATION
                                  : Cause::KIND_CORRECTION] += fact.count;
      }
      if (fact.kind != Fact::kMoved) continue;
      if (fact.about == municipality) causes[Cause::KIND_MOVE] -= fact.count;
      if (fact.receiver == municipality) causes[Cause::KIND_MOVE] += fact.count;
    }
    for (const World::Placed& placed : before.events) {
      if (!inside(placed.day)) continue;
      causes[Cause::KIND_READ_OTHERWISE] +=
          (static_cast<int>(after.kinds.at(placed.kind).counts()) -
           static_cast<int>(before.kinds.at(placed.kind).counts())) *
          placed.persons;
    }
    // Only between two balances that are known.
    if (before.NaiveBalance(half_year, half_year.LastDay()).has_value() &&
        after.NaiveBalance(half_year, as_of).has_value()) {
      causes[Cause::KIND_TARGET_CHANGED] =
          before.targets.at(half_year) - after.targets.at(half_year);
      causes[Cause::KIND_CARRIED_CHANGED] =
          after.NaiveOpening(half_year, as_of).value_or(0) -
          before.NaiveOpening(half_year, half_year.LastDay()).value_or(0);
    }
    std::erase_if(causes, [](const auto& one) { return one.second == 0; });
    return causes;
  }

  int compared_ = 0;
};

TEST_F(LedgerServiceTest, FollowsTheFactsInWhateverOrderTheyCome) {
  clock_.Set(absl::FromUnixSeconds(1780000000));  // All of it has come.
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const World frame;
  std::vector<Fact> waiting = RandomFacts(random);
  Delivered delivered;
  // What was asked, and answered, along the way.
  struct Asked {
    pb::ListBalancesRequest request;
    std::string answer;
    Delivered then;
  };
  std::vector<Asked> asked;
  while (!waiting.empty()) {
    const size_t size = std::min<size_t>(waiting.size(), 5 + random() % 60);
    std::vector<Fact> some(waiting.begin(), waiting.begin() + size);
    waiting.erase(waiting.begin(), waiting.begin() + size);
    DeliverSome(std::move(some), delivered, waiting);
    ASSERT_FALSE(HasFatalFailure());
    const HalfYear half_year =
        frame.first + static_cast<int>(random() % World::kHalfYears);
    const Day as_of = frame.RandomDay(random);
    ExpectBalances(delivered, half_year, as_of);
    ASSERT_FALSE(HasFatalFailure());
    pb::ListBalancesRequest request;
    request.set_parent("regions/ijsselland");
    request.set_half_year(half_year.Name());
    *request.mutable_as_of_date() = ToProto(as_of);
    request.set_revision(delivered.revision);
    request.set_quotas_revision(delivered.quotas_revision);
    const auto answer = CallRpc(*stub_, &Stub::ListBalances, request);
    ASSERT_THAT(answer, IsOk());
    asked.push_back({request, answer->SerializeAsString(), delivered});
  }
  // An old revision never moves.
  for (const Asked& one : asked) {
    const auto answer = CallRpc(*stub_, &Stub::ListBalances, one.request);
    ASSERT_THAT(answer, IsOk());
    ASSERT_EQ(answer->SerializeAsString(), one.answer);
  }
  // The whole ledger reconciles to zero, for every municipality.
  const Day end = (frame.first + World::kHalfYears).LastDay();
  const auto ledgers =
      Ask(&Stub::ListLedgers,
          absl::StrCat("parent: 'provinces/pv23' first_half_year: '",
                       frame.first.Name(), "' last_half_year: '",
                       (frame.first + (World::kHalfYears - 1)).Name(), "' ",
                       Date("as_of_date", end)));
  ASSERT_THAT(ledgers, IsOk());
  ASSERT_EQ(ledgers->ledgers_size(), 25);
  for (const pb::Ledger& ledger : ledgers->ledgers()) {
    ASSERT_EQ(ledger.reconciliation().residue_person_count(), 0);
    const auto about =
        std::find(Names().begin(), Names().end(), ledger.municipality());
    ASSERT_EQ(ledger.has_reconciliation(), about != Names().end());
    if (about == Names().end()) continue;
    const World world = delivered.Seen(about - Names().begin(), end);
    for (int i = 0; i < World::kHalfYears; ++i) {
      const auto wanted = world.NaiveBalance(frame.first + i, end);
      ASSERT_EQ(ledger.balances(i).has_balance_person_count(),
                wanted.has_value());
      ASSERT_EQ(ledger.balances(i).balance_person_count(), wanted.value_or(0));
    }
  }
  // Closed at each revision along the way, a half-year says what came since.
  int causes = 0;
  for (const Asked& one : asked) {
    const HalfYear half_year = *HalfYear::Parse(one.request.half_year());
    const Delivered& then = one.then;
    const auto list =
        Ask(&Stub::ListClosings,
            absl::StrCat("parent: 'provinces/pv23' half_year: '",
                         half_year.Name(), "' ", Date("as_of_date", end),
                         "closing_revision: ", then.revision,
                         " closing_quotas_revision: ", then.quotas_revision));
    ASSERT_THAT(list, IsOk());
    for (const pb::Closing& closing : list->closings()) {
      const auto about =
          std::find(Names().begin(), Names().end(), closing.municipality());
      if (about == Names().end()) continue;
      std::map<Cause::Kind, int> told;
      int sum = 0;
      for (const Cause& cause : closing.causes()) {
        int parts = 0;
        for (const Cause::Part& part : cause.parts()) {
          parts += part.person_count();
        }
        ASSERT_EQ(parts, cause.person_count());
        sum += cause.person_count();
        if (cause.person_count() != 0) told[cause.kind()] = parts;
      }
      causes += static_cast<int>(told.size());
      ASSERT_EQ(sum, closing.has_difference_person_count()
                         ? closing.difference_person_count()
                         : closing.realised_difference_person_count());
      ASSERT_EQ(told, NaiveCauses(then, delivered, about - Names().begin(),
                                  half_year, end))
          << closing.municipality() << " " << half_year.Name();
    }
  }
  EXPECT_GT(compared_, 10);
  EXPECT_GT(causes, 10);
}

// A half-year is closed at the first instant after it, in the Netherlands.
TEST_F(LedgerServiceTest, KnowsWhatWasRecordedBeforeTheClosing) {
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h2", 134, Day(2024, 4, 1)) +
                            Target(kZwolle, "2024-h2", 120, Day(2025, 2, 1))),
              IsOk());
  const auto deliver = [&](const std::string& id, absl::Time when) {
    clock_.Set(when);
    ASSERT_THAT(Deliver(Placed(absl::StrCat(kZwolle, "/placements/", id),
                               Day(2024, 12, 20), 10)),
                IsOk());
  };
  const absl::Time midnight = absl::FromUnixSeconds(1735686000);
  deliver("a", midnight - absl::Seconds(1));
  deliver("b", midnight);
  const auto closings = [&](const std::string& more = "") {
    return Ask(&Stub::ListClosings,
               absl::StrCat("parent: 'municipalities/gm0193' half_year: "
                            "'2024-h2' ",
                            Date("as_of_date", Day(2025, 3, 1)), more));
  };
  const auto list = closings();
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->closing_revision(), 2);
  EXPECT_EQ(list->revision(), 3);
  const pb::Closing& closing = list->closings(0);
  EXPECT_EQ(closing.at_closing().balance_person_count(), 10 - 134);
  EXPECT_EQ(closing.now().balance_person_count(), 20 - 120);
  EXPECT_EQ(closing.difference_person_count(), 24);
  ASSERT_EQ(closing.causes_size(), 2);
  EXPECT_EQ(closing.causes(0).parts(0).name(),
            "municipalities/gm0193/placements/b");
  EXPECT_EQ(closing.causes(1).kind(), Cause::KIND_TARGET_CHANGED);
  EXPECT_EQ(closing.causes(1).person_count(), 14);
  EXPECT_EQ(closings("closing_revision: 3")->closings(0).causes_size(), 1);
  // What it answered, sent back, gives the same.
  deliver("c", midnight + absl::Hours(1));
  EXPECT_EQ(closings(absl::StrCat(
                         "closing_revision: 2 revision: 3 quotas_revision: ",
                         list->quotas_revision(), " closing_quotas_revision: ",
                         list->closing_quotas_revision()))
                ->SerializeAsString(),
            list->SerializeAsString());
  EXPECT_THAT(closings("closing_revision: 4 revision: 3"),
              HasViolation("closing_revision"));
  EXPECT_THAT(closings("revision: 9"), HasReason("REVISION_AHEAD"));
  EXPECT_THAT(Ask(&Stub::ListClosings,
                  "parent: 'municipalities/gm0193' half_year: '2024-h2' " +
                      Date("as_of_date", Day(2024, 12, 31))),
              HasViolation("as_of_date"));
}

// A target that quotas recorded later was not known then, whatever day it holds
// from.
TEST_F(LedgerServiceTest, ATargetRecordedAfterTheClosingWasNotKnownThen) {
  const absl::Time midnight = absl::FromUnixSeconds(1735686000);
  clock_.Set(midnight - absl::Microseconds(1));
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h2", 134, Day(2024, 4, 1))),
              IsOk());
  ASSERT_THAT(Deliver(Nobody(kZwolle, Day(2024, 12, 31))), IsOk());
  clock_.Set(midnight);
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h2", 120, Day(2024, 5, 1))),
              IsOk());
  const auto list =
      Ask(&Stub::ListClosings,
          "parent: 'municipalities/gm0193' half_year: '2024-h2' " +
              Date("as_of_date", Day(2025, 3, 1)));
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->closing_quotas_revision(), 2);
  EXPECT_EQ(list->quotas_revision(), 3);
  const pb::Closing& closing = list->closings(0);
  EXPECT_EQ(closing.at_closing().balance_person_count(), -134);
  EXPECT_EQ(closing.now().balance_person_count(), -120);
}

TEST_F(LedgerServiceTest, PagesOfLedgersAndClosingsStandOnTheirRevisions) {
  clock_.Set(absl::FromUnixSeconds(1780000000));  // All of it has come.
  ASSERT_THAT(Deliver(Nobody(kZwolle, Day(2024, 12, 31))), IsOk());
  ASSERT_THAT(DeliverQuotas(Target("municipalities/gm0193", "2024-h2", 134,
                                   Day(2024, 4, 1))),
              IsOk());
  auto ledgers = Proto<pb::ListLedgersRequest>(
      "parent: 'regions/ijsselland' first_half_year: '2024-h1' "
      "last_half_year: '2024-h2' page_size: 6 " +
      Date("as_of_date", Day(2025, 3, 1)));
  auto closings = Proto<pb::ListClosingsRequest>(
      "parent: 'regions/ijsselland' half_year: '2024-h2' page_size: 6 " +
      Date("as_of_date", Day(2025, 3, 1)));
  ledgers.set_page_token(
      CallRpc(*stub_, &Stub::ListLedgers, ledgers)->next_page_token());
  closings.set_page_token(
      CallRpc(*stub_, &Stub::ListClosings, closings)->next_page_token());
  ASSERT_THAT(DeliverQuotas(Target("municipalities/gm0193", "2024-h2", 99,
                                   Day(2024, 5, 1))),
              IsOk());
  ASSERT_THAT(Deliver(Placed("municipalities/gm0193/placements/a",
                             Day(2024, 12, 20), 10)),
              IsOk());
  const auto ledger = CallRpc(*stub_, &Stub::ListLedgers, ledgers);
  ASSERT_THAT(ledger, IsOk());
  ASSERT_EQ(ledger->ledgers_size(), 5);
  EXPECT_EQ(ledger->ledgers(4).reconciliation().balance_person_count(), -134);
  EXPECT_EQ(ledger->quotas_revision(), 2);
  EXPECT_EQ(ledger->next_page_token(), "");
  const auto closing = CallRpc(*stub_, &Stub::ListClosings, closings);
  ASSERT_THAT(closing, IsOk());
  EXPECT_EQ(closing->closings(4).now().balance_person_count(), -134);
  EXPECT_EQ(closing->closings(4).causes_size(), 0);
  EXPECT_EQ(closing->revision(), 2);
}

TEST_F(LedgerServiceTest, ARangeIsAtMostFortyHalfYears) {
  const auto ask = [&](const std::string& first, const std::string& last) {
    return Ask(&Stub::ListLedgers,
               "parent: 'municipalities/gm0193' first_half_year: '" + first +
                   "' last_half_year: '" + last + "' " +
                   Date("as_of_date", Day(2025, 3, 1)));
  };
  EXPECT_THAT(ask("2005-h2", "2025-h1"), IsOk());
  EXPECT_THAT(ask("2005-h1", "2025-h1"), HasViolation("last_half_year"));
  EXPECT_THAT(ask("2025-h1", "2024-h2"), HasViolation("last_half_year"));
  EXPECT_THAT(ask("x", "2024-h2"), HasViolation("first_half_year"));
}

}  // namespace
}  // namespace opvang::housing
