// What a command takes by itself, on a day of our own: the sample of 2024 is on
// record, and it is March 2027.
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "services/cli/commands/commands.h"
#include "tests/cli/outcome.h"
#include "tests/reporting/house.h"

namespace opvang::cli {
namespace {

using reporting::House;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

class DefaultsOfTodayTest : public testing::Test {
 protected:
  DefaultsOfTodayTest() { house_.clock.Set(clock_.Now()); }

  Outcome Opvang(const std::string& line) {
    std::vector<std::string> words = absl::StrSplit(line, ' ');
    words.insert(words.end(),
                 {"--quotas", house_.quotas_server.address(), "--locations",
                  house_.locations_server.address(), "--housing",
                  house_.housing_server.address(), "--reporting",
                  house_.AddressFor(reporting::Province()), "--actor-key",
                  TestActorKeyFile()});
    return RunOpvang(words, clock_);
  }
  Outcome Must(const std::string& line) {
    const Outcome outcome = Opvang(line);
    EXPECT_EQ(outcome.status, kDone) << line << "\n" << outcome.err;
    return outcome;
  }
  nlohmann::json Json(const std::string& line) {
    return nlohmann::json::parse(
        Must(absl::StrCat(line, " --output json")).out);
  }
  void Load() {
    const std::string sample = absl::StrCat(
        "load ", OPVANG_SOURCE_DIR, "/deploy/sample/", "overijssel-2024/");
    Must(absl::StrCat(sample, "0-national --parent countries/nl"));
    Must(absl::StrCat(sample, "1-memo --parent provinces/pv23"));
  }

  // Just after midnight here, when it is still February in UTC.
  FixedClock clock_{StartOf(absl::CivilDay(2027, 3, 1)) + absl::Minutes(5)};
  House house_;
};

TEST_F(DefaultsOfTodayTest, EveryCommandLooksFromTodayAndSaysSo) {
  Load();
  const std::map<std::string, std::pair<std::string, std::string>> said = {
      {"report create",
       {"provinces/pv23/reports/verslag --dry-run",
        "stand van 1 maart 2027, cyclus 2026, telregels cycle-2026, eerste "
        "halfjaar 2027, Oekraïneopgave van 1 maart 2027, gehuisvest tot en met "
        "1 maart 2027"}},
      {"report deliveries",
       {"provinces/pv23", "stand van 1 maart 2027, cyclus 2026"}},
      {"report due", {"provinces/pv23", "stand van 1 maart 2027, cyclus 2026"}},
      {"obligations",
       {"provinces/pv23",
        "stand van 1 maart 2027, cyclus 2026, eerste halfjaar 2027, "
        "Oekraïneopgave van 1 maart 2027"}},
      {"calendar", {"", "stand van 1 maart 2027, cyclus 2026"}},
      {"transfer list", {"provinces/pv23", "stand van 1 maart 2027"}},
      {"coverage",
       {"provinces/pv23",
        "stand van 1 maart 2027, cyclus 2026, telregels cycle-2026"}},
      {"timeline",
       {"provinces/pv23",
        "stand van 1 maart 2027, van 1 maart 2027, tot 1 maart 2029"}},
      {"durable",
       {"provinces/pv23",
        "stand van 1 maart 2027, geteld op 1 maart 2027, cyclus 2026, "
        "telregels cycle-2026"}},
      {"outlook",
       {"provinces/pv23",
        "stand van 1 maart 2027, cyclus 2026, van 1 maart 2027, tot 1 januari "
        "2029, nodig op 1 juli 2027"}},
      {"location list", {"provinces/pv23", "stand van 1 maart 2027"}},
      {"location show",
       {"municipalities/gm0193/locations/cno-zwolle",
        "stand van 1 maart 2027"}},
      {"reconcile", {"provinces/pv23", "stand van 1 maart 2027"}},
      {"shelter", {"provinces/pv23", "stand van 1 maart 2027"}},
      {"funding",
       {"provinces/pv23",
        "stand van 1 maart 2027, van 1 januari 2027, tot 1 januari 2028"}},
      {"balances",
       {"provinces/pv23", "stand van 1 maart 2027, eerste halfjaar 2027"}},
      {"ledger",
       {"provinces/pv23",
        "stand van 1 maart 2027, vanaf tweede halfjaar 2026, tot en met eerste "
        "halfjaar 2027"}},
      {"closing",
       {"provinces/pv23", "stand van 1 maart 2027, tweede halfjaar 2026"}},
      {"supervision", {"provinces/pv23", "stand van 1 maart 2027"}},
  };
  for (const Command& command : Commands()) {
    const bool looks = std::any_of(
        command.flags.begin(), command.flags.end(),
        [](const Flag& flag) { return std::string(flag.name) == "as-of"; });
    // It makes a file, which tells its day itself.
    if (!looks || command.name == "workbook create") continue;
    ASSERT_EQ(said.count(command.name), 1u) << command.name;
    const auto& [operands, line] = said.at(command.name);
    const std::string typed =
        absl::StrCat(command.name, operands.empty() ? "" : " ", operands);
    EXPECT_THAT(Must(typed).err, StartsWith(line + "\n")) << typed;
    // What programs read is data alone.
    for (const char* format : {" --output csv", " --output json"}) {
      const Outcome data = Must(absl::StrCat(typed, format));
      EXPECT_THAT(data.err, Not(HasSubstr("stand van"))) << typed;
      EXPECT_THAT(data.out, Not(HasSubstr("stand van"))) << typed;
    }
  }
}

TEST_F(DefaultsOfTodayTest, WhatIsUnderWayFollowsTheDayThatIsGiven) {
  Load();
  EXPECT_THAT(Must("coverage provinces/pv23 --as-of 2024-10-31").err,
              StartsWith("stand van 31 oktober 2024, cyclus 2024, telregels "
                         "cycle-2024\n"));
  EXPECT_THAT(Must("balances provinces/pv23 --as-of 2026-11-28").err,
              StartsWith("stand van 28 november 2026, tweede halfjaar 2026\n"));
  EXPECT_THAT(Must("coverage provinces/pv23 --cycle cycles/2024").err,
              StartsWith("stand van 1 maart 2027, cyclus 2024, telregels "
                         "cycle-2024\n"));
  // The window itself is that of the cycle.
  const auto then = Json("coverage municipalities/gm0193 --as-of 2024-10-31");
  EXPECT_EQ(then[0]["binding_date"], "2025-07-01");
  const auto now = Json("coverage municipalities/gm0193");
  EXPECT_EQ(now[0]["binding_date"], "2027-07-01");
}

TEST_F(DefaultsOfTodayTest, NothingIsSaidOfWhatWasGiven) {
  Load();
  EXPECT_EQ(Must("balances provinces/pv23 --as-of 2024-09-15 --half-year "
                 "2024-h2")
                .err,
            "");
  EXPECT_EQ(Must("coverage provinces/pv23 --as-of 2024-10-31 --cycle "
                 "cycles/2024 --rule-set cycle-2024")
                .err,
            "");
}

TEST_F(DefaultsOfTodayTest, TheDaysThatAreLeftAreThoseOfToday) {
  Load();
  // From 1 March up to and including 30 June.
  EXPECT_EQ(Json("balances municipalities/gm0193")[0]["days_left"], 121);
  // As the help of before had it, when it is asked for.
  EXPECT_EQ(
      Json("balances municipalities/gm0193 --as-of 2024-09-15")[0]["days_left"],
      107);
}

TEST_F(DefaultsOfTodayTest, AReportIsMadeOfToday) {
  Load();
  const auto made =
      Json("report create provinces/pv23/reports/verslag --actor bureau-1");
  EXPECT_EQ(made[0]["as_of_date"], "2027-03-01");
  EXPECT_EQ(made[0]["cycle"], "cycles/2026");
  EXPECT_EQ(made[0]["rule_set"], "cycle-2026");
  EXPECT_EQ(made[0]["half_year"], "2027-h1");
  EXPECT_EQ(made[0]["ukraine_date"], "2027-03-01");
  EXPECT_EQ(made[0]["placements_date"], "2027-03-01");
  const auto earlier = Json(
      "report create provinces/pv23/reports/eerder --as-of 2024-10-31 --actor "
      "bureau-1");
  EXPECT_EQ(earlier[0]["as_of_date"], "2024-10-31");
  EXPECT_EQ(earlier[0]["cycle"], "cycles/2024");
  EXPECT_EQ(earlier[0]["rule_set"], "cycle-2024");
  EXPECT_EQ(earlier[0]["half_year"], "2024-h2");
  EXPECT_EQ(earlier[0]["ukraine_date"], "2024-10-31");
  EXPECT_EQ(earlier[0]["placements_date"], "2024-10-31");
}

// By hand as by the job: of its last day, whatever today is.
TEST_F(DefaultsOfTodayTest, AQuarterlyIsOfItsQuarter) {
  Load();
  const std::string line =
      "report create provinces/pv23/reports/quarterly-2025-q2 --actor bureau-1";
  const auto made = Json(line);
  EXPECT_EQ(made[0]["as_of_date"], "2025-06-30");
  EXPECT_EQ(made[0]["cycle"], "cycles/2024");
  EXPECT_EQ(made[0]["rule_set"], "cycle-2024");
  EXPECT_EQ(made[0]["half_year"], "2025-h1");
  EXPECT_THAT(
      Must(absl::StrCat(line, " --dry-run")).err,
      StartsWith("stand van 30 juni 2025, cyclus 2024, telregels cycle-2024, "
                 "eerste halfjaar 2025, Oekraïneopgave van 30 juni 2025, "
                 "gehuisvest tot en met 30 juni 2025\n"));
}

// A fact is of the cycle that was under way on its own day.
TEST_F(DefaultsOfTodayTest, WhatIsWrittenLateIsOfItsOwnCycle) {
  Load();
  const Outcome decision = Must(
      "decision create provinces/pv23/decisions/laat "
      "municipalities/gm0193=717/61 --published 2024-12-20 --stated 6325 "
      "--source Stcrt. --dry-run");
  EXPECT_EQ(decision.err, "cyclus 2024\n");
  EXPECT_THAT(decision.out, HasSubstr("cycles/2024"));
  EXPECT_EQ(Must("redistribution create redistributions/laat "
                 "municipalities/gm0193=-10 municipalities/gm0166=10 --start "
                 "2024-10-15 --source regietafel --parent provinces/pv23 "
                 "--dry-run")
                .err,
            "cyclus 2024\n");
  EXPECT_EQ(Must("transfer create transfers/laat --giver "
                 "municipalities/gm0193 --receiver municipalities/gm0166 "
                 "--places 20 --start 2025-07-01 --on 2024-10-31 --source "
                 "brief --parent provinces/pv23 --dry-run")
                .err,
            "cyclus 2024\n");
}

TEST_F(DefaultsOfTodayTest, WithoutAnyCycleOneHasToBeNamed) {
  const Outcome outcome = Opvang("coverage provinces/pv23");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("er is geen cyclus vastgelegd"));
  EXPECT_EQ(outcome.out, "");
}

// A day that cannot be guessed is asked for.
TEST_F(DefaultsOfTodayTest, TheDayOfAFactIsNeverTodayByItself) {
  for (const char* line :
       {"decision create a/b municipalities/gm0193=1",
        "redistribution create a/b municipalities/gm0193=1",
        "redistribution end a/b", "transfer create a/b",
        "transfer advance a/b agreed", "location step open a/b",
        "placement create a/placements/b", "move create a/b"}) {
    const Outcome outcome = Opvang(line);
    EXPECT_EQ(outcome.status, kMisused) << line;
    EXPECT_THAT(outcome.err, HasSubstr(" ontbreekt: de ")) << line;
  }
  for (const char* line :
       {"location step closing municipalities/gm0193/locations/a --date "
        "2025-01-01",
        "location step reschedule municipalities/gm0193/locations/a --date "
        "2025-01-01",
        "location step objections municipalities/gm0193/locations/a --date "
        "2025-01-01"}) {
    const Outcome outcome = Opvang(line);
    EXPECT_EQ(outcome.status, kMisused) << line;
    EXPECT_THAT(outcome.err, HasSubstr(" ontbreekt: ")) << line;
  }
}

}  // namespace
}  // namespace opvang::cli
