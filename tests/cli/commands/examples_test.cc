// Every example of the help works: on the sample data, against real services.
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/csv.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "grpcpp/health_check_service_interface.h"
#include "services/cli/commands/commands.h"
#include "services/cli/run.h"
#include "tests/cli/english.h"
#include "tests/cli/outcome.h"
#include "tests/reporting/house.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace rp = nl::opvang::reporting::v1;
using reporting::House;
using testing::HasSubstr;
using testing::Not;

constexpr char kReport[] = "provinces/pv23/reports/verslag-2024-11-01";

// As a shell takes a line apart: blanks part words, single quotes hold them.
std::vector<std::string> WordsOf(const std::string& line) {
  std::vector<std::string> words = {""};
  bool quoted = false;
  for (const char c : line) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

// An area goes by its resource name in a column named for what it is, and by
// its Dutch name in the display name beside it; a location so too.
void ExpectColumns(const std::string& line, const Csv& csv) {
  static const std::map<std::string, std::string> kBeside = {
      {"municipality", "display_name"},
      {"subject", "display_name"},
      {"giver", "giver_display_name"},
      {"receiver", "receiver_display_name"},
      {"location", "location_display_name"},
      {"record", "record_display_name"}};
  const std::set<std::string> areas = {"municipality", "giver", "receiver"};
  std::set<std::string> names;
  for (const Municipality& one : AllMunicipalities()) {
    names.insert(std::string(one.display_name));
  }
  for (size_t i = 0; i < csv.header.size(); ++i) {
    const std::string& column = csv.header[i];
    const auto beside = kBeside.find(column);
    if (beside != kBeside.end()) {
      ASSERT_LT(i + 1, csv.header.size()) << line;
      EXPECT_EQ(csv.header[i + 1], beside->second) << line;
    }
    // A label is the sentence of a figure, of which a name may be all.
    const bool shown =
        absl::EndsWith(column, "display_name") || column == "label";
    for (const CsvRow& row : csv.rows) {
      const std::string& cell = row.cells[i];
      if (!shown) {
        EXPECT_EQ(names.count(cell), 0u) << line << " " << column;
      }
      if (areas.count(column)) {
        EXPECT_THAT(cell, testing::MatchesRegex("municipalities/gm[0-9]{4}"))
            << line;
        EXPECT_EQ(row.cells[i + 1], DutchName(cell).value_or("?")) << line;
      }
      // What happened to a report as a whole has no subject.
      if (column == "subject" && !cell.empty()) {
        EXPECT_THAT(cell, HasSubstr("/")) << line;
      }
      if (column == "location" && !cell.empty()) {
        EXPECT_THAT(cell, HasSubstr("/locations/")) << line;
        EXPECT_NE(row.cells[i + 1], "") << line;
      }
    }
  }
}

// Servers made after this tell their health.
const bool kHealth = (grpc::EnableDefaultHealthCheckService(true), true);

class ExamplesTest : public testing::Test {
 protected:
  ExamplesTest() {
    EXPECT_TRUE(kHealth);
    folder_ = testing::TempDir() + "/examples";
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::create_directory_symlink(fs::path(OPVANG_SOURCE_DIR) / "deploy",
                                 folder_ / "deploy");
    before_ = fs::current_path();
    fs::current_path(folder_);
  }
  ~ExamplesTest() override { fs::current_path(before_); }

  // `line` as typed, without "opvang".
  Outcome Opvang(const std::string& line) {
    std::vector<std::string> words = WordsOf(line);
    const auto add = [&](const std::string& flag, const std::string& value) {
      words.insert(words.end(), {flag, value});
    };
    add("--quotas", house_.quotas_server.address());
    add("--locations", house_.locations_server.address());
    add("--housing", house_.housing_server.address());
    add("--reporting", house_.AddressFor(reporting::Province()));
    add("--actor-key", TestActorKeyFile());
    return RunOpvang(words);
  }
  void Must(const std::string& line) {
    const Outcome outcome = Opvang(line);
    ASSERT_EQ(outcome.status, kDone) << line << "\n" << outcome.err;
  }

  // What `deploy/demo` has made before people ask.
  void Prepare() {
    const char sample[] = "load deploy/sample/overijssel-2024/";
    Must(absl::StrCat(sample, "0-national --parent countries/nl"));
    Must(absl::StrCat(sample, "1-memo --parent provinces/pv23"));
    Must(absl::StrCat("report create regions/ijsselland/reports/plan-2024",
                      kDays2024));
    Must(absl::StrCat("report create provinces/pv23/reports/memo-2024-10-31",
                      kDays2024));
    Must(absl::StrCat(sample, "2-report --parent provinces/pv23"));
    Must(absl::StrCat("report create ", kReport, " --actor bureau-1",
                      kDays2024));
  }
  rp::Report Read() {
    rp::GetReportRequest request;
    request.set_name(kReport);
    return *house_.Call(reporting::Province(), &House::Stub::GetReport,
                        request);
  }
  void ConfirmAll() {
    std::string line = absl::StrCat("report confirm ", kReport);
    const rp::Report report = Read();
    for (const auto& row : report.content().municipalities()) {
      absl::StrAppend(&line, " ", row.municipality());
    }
    Must(absl::StrCat(line, " --letter 'brieven van oktober 2024'"));
  }
  void AdoptAll() {
    const rp::Report report = Read();
    for (const auto& region : report.content().regions()) {
      Must(absl::StrCat("report adopt ", kReport, " ", region.subject(),
                        " --letter regietafel --actor bureau-2"));
    }
    rp::ListFindingsRequest request;
    request.set_name(kReport);
    request.set_page_size(1000);
    const auto list =
        house_.Call(reporting::Province(), &House::Stub::ListFindings, request);
    ASSERT_THAT(list, IsOk());
    for (const auto& one : list->findings()) {
      if (one.level() != rp::Finding::LEVEL_FIX) continue;
      Must(absl::StrCat("report explain-finding ", kReport, " '", one.key(),
                        "' --body toegelicht --source brief"));
    }
  }

  // What heads are signed with, and where they are kept.
  static void MakeKeys() {
    fs::create_directory("koppen");
    EXPECT_EQ(system("openssl ecparam -name prime256v1 -genkey -noout -out "
                     "koppen.key && openssl pkey -in koppen.key -pubout -out "
                     "koppen.pub"),
              0);
  }

  // Its name is made of who asked and of the request id.
  void Subscribe() {
    rp::CreateSubscriptionRequest request;
    request.mutable_subscription()->set_address(
        "https://events.example.nl/opvang");
    request.mutable_subscription()->set_scope("provinces/pv23");
    request.set_request_id(UuidFor("abonnement"));
    ASSERT_THAT(house_.Call(reporting::Province(),
                            &House::Stub::CreateSubscription, request),
                IsOk());
  }

  // A folder of CSV that came back with another count, and was stored.
  void StoreChangedCsv() {
    Must("workbook create gm0166 --format csv -o kampen");
    const std::string path = "kampen/particuliere-opvang.csv";
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    std::string changed = text.str();
    const size_t end = changed.find_last_not_of("\r\n") + 1;
    const size_t start = changed.rfind(',', end) + 1;
    changed.replace(start, end - start, "93");
    std::ofstream(path) << changed;
    Must("workbook import kampen --yes");
  }

  fs::path folder_, before_;
  House house_;
};

TEST_F(ExamplesTest, EveryExampleOfTheHelpWorks) {
  Prepare();
  // What must have happened before some of them.
  const std::map<std::string, std::function<void()>> before = {
      {"report adopt", [this] { ConfirmAll(); }},
      {"report submit", [this] { AdoptAll(); }},
      {"report discard",
       [this] {
         Must(
             absl::StrCat("report create Overijssel/reports/proef", kDays2024));
       }},
      {"workbook retract", [this] { StoreChangedCsv(); }},
      {"subscription end", [this] { Subscribe(); }},
      {"audit head", [] { MakeKeys(); }},
      {"report quarterly", [this] { house_.clock.Set(SystemClock().Now()); }}};
  // What they print is a document, or a line for a scheduler.
  const std::set<std::string> spoken = {
      "report print",    "report quarterly", "workbook create",
      "workbook import", "workbook retract", "completion",
      "audit head",      "version",          "man",
      "event follow"};
  std::set<std::string> ran;
  for (const Command& command : Commands()) {
    const std::string start = absl::StrCat("opvang ", command.name);
    ASSERT_EQ(command.example.substr(0, start.size()), start);
    const auto prepare = before.find(command.name);
    if (prepare != before.end()) prepare->second();
    const Outcome outcome = Opvang(command.example.substr(7));
    EXPECT_EQ(outcome.status, kDone) << command.example << "\n" << outcome.err;
    // The same again, for programs: what is done is done, and it is one list.
    if (spoken.count(command.name) == 0) {
      EXPECT_THAT(EnglishIn(outcome.out), testing::IsEmpty()) << outcome.out;
      const Outcome json =
          Opvang(absl::StrCat(command.example.substr(7), " --output json"));
      EXPECT_EQ(json.status, kDone) << command.example << "\n" << json.err;
      EXPECT_TRUE(nlohmann::json::parse(json.out, nullptr, false).is_array())
          << command.example << "\n"
          << json.out;
      const Outcome csv =
          Opvang(absl::StrCat(command.example.substr(7), " --output csv"));
      EXPECT_EQ(csv.status, kDone) << command.example << "\n" << csv.err;
      EXPECT_THAT(ParseCsv(csv.out).faults, testing::IsEmpty());
      ExpectColumns(command.example, ParseCsv(csv.out));
    }
    ran.insert(command.name);
  }
  EXPECT_EQ(ran.size(), Commands().size());
  // What a flag makes of the same command.
  for (const char* line :
       {"obligations regions/ijsselland --as-of 2024-10-31 --why",
        "obligations regions/ijsselland --as-of 2024-10-31 --totals",
        "coverage regions/ijsselland --as-of 2024-10-31",
        "timeline provinces/pv23 --start 2025-01-01", "durable provinces/pv23",
        "shelter provinces/pv23 --as-of 2024-10-31",
        "balances provinces/pv23 --as-of 2024-09-15 --why",
        "balances provinces/pv23 --as-of 2024-09-15",
        "balances provinces/pv23 --as-of 2024-09-15 --areas",
        "shelter provinces/pv23 --as-of 2024-10-31 --totals",
        "closing provinces/pv23 --half-year 2024-h2 --why",
        "plans provinces/pv23",
        "report standing provinces/pv23/reports/verslag-2024-11-01 --events"}) {
    const Outcome people = Opvang(line);
    EXPECT_THAT(EnglishIn(people.out), testing::IsEmpty()) << people.out;
    const Outcome csv = Opvang(absl::StrCat(line, " --output csv"));
    EXPECT_EQ(csv.status, kDone) << line << "\n" << csv.err;
    const Csv table = ParseCsv(csv.out);
    EXPECT_THAT(table.rows, Not(testing::IsEmpty())) << line;
    ExpectColumns(line, table);
  }
  EXPECT_TRUE(fs::exists("verslag.html"));
}

// What was confirmed is not asked for again, without naming the report.
TEST_F(ExamplesTest, DeliveriesKnowTheConfirmationsOfTheNewestReport) {
  Prepare();
  const auto confirmed = [&] {
    const Outcome outcome = Opvang(
        "report deliveries provinces/pv23 --as-of 2024-11-02 --cycle "
        "cycles/2024 --output csv");
    EXPECT_EQ(outcome.status, kDone) << outcome.err;
    std::set<std::string> standings;
    for (const CsvRow& row : ParseCsv(outcome.out).rows) {
      if (row.cells[2] == "confirmation") standings.insert(row.cells[6]);
    }
    return standings;
  };
  EXPECT_THAT(confirmed(), testing::ElementsAre("open"));
  ConfirmAll();
  EXPECT_THAT(confirmed(), testing::ElementsAre("on-time"));
}

// Names of services stand in completions, a minute as they were.
TEST_F(ExamplesTest, NamesOfServicesAreCompleted) {
  const std::string cache = folder_ / "cache";
  setenv("XDG_CACHE_HOME", cache.c_str(), 1);
  Prepare();
  const auto complete = [&](const std::string& typed) {
    std::vector<std::string> words = {"complete", "--"};
    for (const auto& [name, address] : std::map<std::string, std::string>{
             {"quotas", house_.quotas_server.address()},
             {"locations", house_.locations_server.address()},
             {"housing", house_.housing_server.address()},
             {"reporting", house_.AddressFor(reporting::Province())}}) {
      words.insert(words.end(), {absl::StrCat("--", name), address});
    }
    for (const std::string& word : WordsOf(typed)) words.push_back(word);
    const Outcome outcome = RunOpvang(words);
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
  };
  EXPECT_EQ(complete("report standing Overijssel/reports/v"),
            "Overijssel/reports/verslag-2024-11-01\tconcept\n");
  EXPECT_THAT(complete("location show Zwolle/cno"),
              HasSubstr("Zwolle/CNO Zwolle\tZwolle/locations/cno-zwolle\n"));

  Must(absl::StrCat("report create Overijssel/reports/vroeg", kDays2024));
  EXPECT_THAT(complete("report standing Overijssel/reports/v"),
              Not(HasSubstr("vroeg")));
  for (const auto& file : fs::directory_iterator(cache + "/opvang")) {
    fs::last_write_time(
        file, fs::file_time_type::clock::now() - std::chrono::minutes(2));
  }
  EXPECT_THAT(complete("report standing Overijssel/reports/v"),
              HasSubstr("Overijssel/reports/vroeg\tconcept\n"));
  EXPECT_EQ(fs::status(cache + "/opvang").permissions(), fs::perms::owner_all);
}

}  // namespace
}  // namespace opvang::cli
