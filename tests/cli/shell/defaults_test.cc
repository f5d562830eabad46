#include "services/cli/shell/defaults.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>

#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/version.h"
#include "services/cli/shell/words.h"
#include "tests/cli/outcome.h"
#include "tests/support/matchers.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace r = nl::opvang::reporting::v1;
using testing::IsEmpty;

std::string NameOn(absl::CivilDay day, const std::vector<q::Cycle>& cycles) {
  const auto found = CycleUnderWay(day, cycles);
  return found.has_value() ? found->name() : "";
}

// As they are recorded: by name.
std::vector<q::Cycle> Cycles() {
  return {Proto<q::Cycle>(R"pb(
            name: 'cycles/2024'
            estimate_due_date { year: 2024 month: 2 day: 1 }
            term_start_date { year: 2025 month: 1 day: 1 }
            window_start_date { year: 2025 month: 7 day: 1 }
          )pb"),
          Proto<q::Cycle>(R"pb(
            name: 'cycles/2026'
            estimate_due_date { year: 2026 month: 2 day: 1 }
            term_start_date { year: 2027 month: 1 day: 1 }
            window_start_date { year: 2027 month: 7 day: 1 }
          )pb")};
}

TEST(DefaultsTest, TheHalfYearIsThatOfTheDay) {
  EXPECT_EQ(HalfYearOf(absl::CivilDay(2026, 6, 30)), "2026-h1");
  EXPECT_EQ(HalfYearOf(absl::CivilDay(2026, 7, 1)), "2026-h2");
  EXPECT_EQ(HalfYearOf(absl::CivilDay(2027, 1, 1)), "2027-h1");
  EXPECT_EQ(HalfYearBefore("2027-h1"), "2026-h2");
  EXPECT_EQ(HalfYearBefore("2026-h2"), "2026-h1");
  for (absl::CivilDay day(2024, 1, 1); day < absl::CivilDay(2028, 1, 1);
       ++day) {
    EXPECT_TRUE(DaysOfHalfYear(HalfYearOf(day))->Contains(day));
  }
}

TEST(DefaultsTest, ACycleIsUnderWayFromTheDayThatItsEstimateIsDue) {
  EXPECT_EQ(NameOn(absl::CivilDay(2023, 6, 1), Cycles()), "cycles/2024");
  EXPECT_EQ(NameOn(absl::CivilDay(2024, 10, 31), Cycles()), "cycles/2024");
  EXPECT_EQ(NameOn(absl::CivilDay(2026, 1, 31), Cycles()), "cycles/2024");
  EXPECT_EQ(NameOn(absl::CivilDay(2026, 2, 1), Cycles()), "cycles/2026");
  EXPECT_EQ(NameOn(absl::CivilDay(2026, 11, 28), Cycles()), "cycles/2026");
  EXPECT_EQ(NameOn(absl::CivilDay(2031, 1, 1), Cycles()), "cycles/2026");
  EXPECT_EQ(NameOn(absl::CivilDay(2026, 11, 28), {}), "");
}

TEST(DefaultsTest, ACycleWithoutAnEstimateBeginsWithItsTermOrItsWindow) {
  q::Cycle cycle = Cycles()[1];
  cycle.clear_estimate_due_date();
  EXPECT_EQ(FirstDayOf(cycle), absl::CivilDay(2027, 1, 1));
  cycle.clear_term_start_date();
  EXPECT_EQ(FirstDayOf(cycle), absl::CivilDay(2027, 7, 1));
}

TEST(DefaultsTest, ACycleIsCountedByTheRulesOfItsFirstDay) {
  const std::vector<l::RuleSet> rules = {
      Proto<l::RuleSet>(R"pb(
        name: 'cycle-2024'
        start_date { year: 2024 month: 2 day: 1 }
      )pb"),
      Proto<l::RuleSet>(R"pb(
        name: 'cycle-2026'
        start_date { year: 2026 month: 2 day: 1 }
      )pb")};
  EXPECT_EQ(RuleSetFor(Cycles()[0], rules), "cycle-2024");
  EXPECT_EQ(RuleSetFor(Cycles()[1], rules), "cycle-2026");
  EXPECT_EQ(RuleSetFor(Cycles()[0], {}), "");
}

TEST(DutchTest, DaysAndHalfYearsAreSaidInFull) {
  EXPECT_EQ(DutchDay(absl::CivilDay(2026, 11, 28)), "28 november 2026");
  EXPECT_EQ(DutchDay(absl::CivilDay(2027, 3, 1)), "1 maart 2027");
  EXPECT_EQ(DutchHalfYear("2026-h2"), "tweede halfjaar 2026");
  EXPECT_EQ(DutchHalfYear("2027-h1"), "eerste halfjaar 2027");
}

TEST(EnumWordTest, IsTheValueWithoutTheNameOfItsEnum) {
  EXPECT_EQ(EnumWord(l::LocationCoverage::REASON_CLOSES_IN_WINDOW),
            "closes_in_window");
  EXPECT_EQ(EnumWord(l::LOCATION_STATE_DECISION_PENDING), "decision_pending");
  EXPECT_EQ(EnumWord(l::PLACE_GROUP_AMV), "amv");
  EXPECT_EQ(EnumWord(l::PLACE_GROUP_UNSPECIFIED), "unspecified");
  EXPECT_EQ(EnumWord(static_cast<l::PlaceGroup>(4711)), "4711");
  EXPECT_EQ(TypedWord(q::DUTY_STATUS_HOLDERS), "status-holders");
  EXPECT_EQ(SpokenWord(q::DUTY_STATUS_HOLDERS), "status holders");
  EXPECT_EQ(ValueTyped<q::Duty>("status-holders"), q::DUTY_STATUS_HOLDERS);
  EXPECT_EQ(ValueTyped<q::Duty>("luck"), q::DUTY_UNSPECIFIED);
}

// The prefix that is taken off is there, of every value of every contract.
TEST(EnumWordTest, HoldsForEveryEnumOfTheContracts) {
  size_t seen = 0;
  const std::function<void(const google::protobuf::EnumDescriptor&)> hold =
      [&](const google::protobuf::EnumDescriptor& type) {
        EXPECT_EQ(EnumWord(*type.value(0)), "unspecified") << type.full_name();
        for (int i = 0; i < type.value_count(); ++i) {
          EXPECT_LT(EnumWord(*type.value(i)).size(),
                    type.value(i)->name().size())
              << type.value(i)->full_name();
        }
        ++seen;
      };
  const std::function<void(const google::protobuf::Descriptor&)> walk =
      [&](const google::protobuf::Descriptor& message) {
        for (int i = 0; i < message.enum_type_count(); ++i) {
          hold(*message.enum_type(i));
        }
        for (int i = 0; i < message.nested_type_count(); ++i) {
          walk(*message.nested_type(i));
        }
      };
  for (const google::protobuf::FileDescriptor* file :
       {q::Cycle::descriptor()->file(), l::Location::descriptor()->file(),
        nl::opvang::housing::v1::Move::descriptor()->file(),
        r::Report::descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i) hold(*file->enum_type(i));
    for (int i = 0; i < file->message_type_count(); ++i) {
      walk(*file->message_type(i));
    }
  }
  EXPECT_GT(seen, 30u);
}

TEST(VersionTest, IsToldByFlagAndByCommand) {
  const Outcome flag = RunOpvang({"--version"});
  EXPECT_EQ(flag.status, kDone);
  EXPECT_THAT(flag.out,
              testing::MatchesRegex("opvang [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(flag.err, "");
  const Outcome command = RunOpvang({"version"});
  EXPECT_EQ(command.status, kDone);
  EXPECT_EQ(command.out, flag.out);
  // That of the project, in its one place.
  std::ifstream file(fs::path(OPVANG_SOURCE_DIR) / "CMakeLists.txt");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string version = flag.out.substr(7, flag.out.size() - 8);
  EXPECT_THAT(text.str(),
              testing::HasSubstr("project(opvang VERSION " + version + " "));
}

// A text or a day of a year of ours, as a default would be; what is told as a
// notation stands in a longer sentence.
std::vector<std::string> YearsIn(const std::string& text) {
  static const std::regex kYear(
      "CivilDay\\((19|20)\\d\\d\\b|"
      "\"(cycles/|cycle-)?20\\d\\d(-\\d\\d-\\d\\d|-[hq]\\d)?\"");
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), kYear), end; at != end;
       ++at) {
    found.push_back(at->str());
  }
  return found;
}

TEST(SourcesTest, NoDefaultIsOfAYearOfOurs) {
  EXPECT_THAT(YearsIn("Flag(\"cycle\", \"cycles/2024\") "
                      "ToProto(absl::CivilDay(2024, 10, 31)) \"2024-h2\" "
                      "\"2024-10-31\" \"cycle-2026\" \"als 2024-10-31\""),
              testing::SizeIs(5));
  size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(
           fs::path(OPVANG_SOURCE_DIR) / "services/cli")) {
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") {
      continue;
    }
    // The notation of a day below a heading of CSV.
    if (entry.path().filename() == "template.cc") continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    // Comments tell by example.
    for (std::string line; std::getline(file, line);) {
      text << line.substr(0, line.find("//")) << "\n";
    }
    // A literal goes on in the next one.
    EXPECT_THAT(YearsIn(std::regex_replace(text.str(),
                                           std::regex("\"\\s*\n\\s*\""), "")),
                IsEmpty())
        << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 50u);
}

// Sources of the client that have what the house does not.
std::vector<std::string> SourcesWith(const std::string& pattern) {
  const std::regex wanted(pattern);
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(
           fs::path(OPVANG_SOURCE_DIR) / "services/cli")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    if (std::regex_search(text.str(), wanted)) {
      found.push_back(entry.path().filename());
    }
  }
  return found;
}

TEST(SourcesTest, NoWordOfAnEnumIsCutByCount) {
  EXPECT_THAT(SourcesWith("_Name\\(|_Parse\\("), IsEmpty());
}

TEST(SourcesTest, OneClockTellsTheDay) {
  EXPECT_THAT(SourcesWith("SystemClock\\(\\)\\.Today"), IsEmpty());
  EXPECT_THAT(SourcesWith("clock\\.Today\\("),
              testing::Contains("defaults.cc"));
}

// Who reads the help of a command knows what it takes by itself.
TEST(HelpTest, EveryDayCycleAndHalfYearTellsItsDefault) {
  for (const Command& command : Commands()) {
    for (const Flag& flag : command.flags) {
      const std::string name = flag.name, sentence = flag.sentence;
      if (flag.required ||
          (flag.kind != ValueKind::kDay && flag.kind != ValueKind::kHalfYear &&
           name != "cycle" && name != "rule-set")) {
        continue;
      }
      EXPECT_TRUE(std::regex_search(
          sentence, std::regex("anders|zonder|nodig bij|bij reschedule")))
          << command.name << " --" << name << ": " << sentence;
      if (name == "as-of" && command.name != "report create") {
        EXPECT_THAT(sentence, testing::EndsWith("; anders vandaag"));
      }
    }
  }
}

}  // namespace
}  // namespace opvang::cli
