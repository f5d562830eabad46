// The rules of the house that the compiler does not keep.
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>

#include "gmock/gmock.h"

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  // From the top of the project.
  std::string text;
};

std::vector<Source> SourcesUnder(const std::vector<std::string>& folders) {
  std::vector<Source> sources;
  const fs::path top = OPVANG_SOURCE_DIR;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      std::ifstream file(entry.path());
      std::ostringstream text;
      text << file.rdbuf();
      sources.push_back({fs::relative(entry.path(), top), text.str()});
    }
  }
  return sources;
}

// Files whose text matches `pattern`, but for those that `allowed` matches.
std::vector<std::string> Offenders(const std::vector<Source>& sources,
                                   const char* pattern, const char* allowed) {
  std::vector<std::string> offenders;
  for (const Source& source : sources) {
    if (std::regex_search(source.path, std::regex(allowed))) continue;
    if (std::regex_search(source.text, std::regex(pattern))) {
      offenders.push_back(source.path);
    }
  }
  return offenders;
}

const std::vector<Source>& Ours() {
  static const auto* const kOurs =
      new std::vector<Source>(SourcesUnder({"common", "services"}));
  return *kOurs;
}

TEST(TidyTest, FindsTheSources) { EXPECT_GT(Ours().size(), 80u); }

TEST(TidyTest, ExceptionsAreCaughtInTwoPlaces) {
  EXPECT_THAT(
      Offenders(Ours(), "catch \\(", "^common/(reply.h|db/sql_status.cc)$"),
      testing::IsEmpty());
}

TEST(TidyTest, OnlyTheClockReadsTheClock) {
  EXPECT_THAT(Offenders(Ours(), "absl::Now\\(|system_clock::now|gettimeofday",
                        "^common/clock.cc$"),
              testing::IsEmpty());
}

TEST(TidyTest, SqlLivesInTheStores) {
  EXPECT_THAT(Offenders(Ours(), "\"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ",
                        "^(common/db/|services/[a-z]+/[a-z_]+_store.cc$)"),
              testing::IsEmpty());
}

TEST(TidyTest, FactsAreNeverChangedOrRemoved) {
  // Rows of a stream that wait are no facts yet.
  EXPECT_THAT(Offenders(Ours(), "\"(UPDATE (?!ledger)|DELETE FROM )",
                        "^common/db/staging.cc$"),
              testing::IsEmpty());
}

TEST(TidyTest, ServicesDoNotKnowEachOther) {
  const std::vector<std::string> services = {"quotas", "locations", "housing",
                                             "reporting", "cli"};
  for (const std::string& own : services) {
    for (const Source& source : Ours()) {
      if (source.path.rfind("services/" + own + "/", 0) != 0) continue;
      for (const std::string& other : services) {
        if (other == own) continue;
        EXPECT_EQ(source.text.find("#include \"services/" + other + "/"),
                  std::string::npos)
            << source.path << " includes " << other;
      }
    }
  }
}

TEST(TidyTest, CommonKnowsNoService) {
  std::vector<Source> common = SourcesUnder({"common"});
  EXPECT_THAT(Offenders(common, "#include \"(services|nl/opvang)/", "^$"),
              testing::IsEmpty());
}

TEST(TidyTest, TheDomainTouchesNoStoreClockOrWire) {
  const std::regex domain(
      "^services/(cli/workbook/"
      "(columns|compare|file_rows|parcel|readings|records|"
      "statements|template|words)|"
      "[a-z]+/((checks|explain|print)/"
      "(?!pdf|print)[a-z_]+|indicative_split|housing_target|obligation|"
      "transfer|"
      "cycle_calendar|succession|places|coverage|rule_set|life|one_duty|"
      "reconcile|"
      "shelter|timeline|durable_stock|outlook|funding|term|half_year|event|"
      "book|balance|area|plan|ledger|closing|supervision|report|"
      "figures|follow|redaction|seal|"
      "lending|metrics|parts|change|compare|rows|published|"
      "site_places|facts|notation|"
      "quarterly|"
      "report_words))\\."
      "(h|cc)$");
  int found = 0;
  for (const Source& source : Ours()) {
    if (!std::regex_search(source.path, domain)) continue;
    ++found;
    for (const char* forbidden :
         {"common/db/", "common/clock.h", "common/log.h", "grpc", "_store.h"}) {
      EXPECT_EQ(source.text.find(std::string("#include \"") + forbidden),
                std::string::npos)
          << source.path << " includes " << forbidden;
      EXPECT_EQ(source.text.find(forbidden + std::string(".pb.h")),
                std::string::npos)
          << source.path;
    }
  }
  EXPECT_EQ(found, 151);
}

// Only counts, never people: no field is about one person.
TEST(TidyTest, NoSchemaHoldsAPerson) {
  std::vector<std::string> offenders;
  const std::regex forbidden(
      "\\b(bsn|v_number|vnumber|first_name|last_name|surname|birth|"
      "date_of_birth|nationality|passport)\\b",
      std::regex::icase);
  for (const auto& entry :
       fs::recursive_directory_iterator(OPVANG_SOURCE_DIR)) {
    const std::string extension = entry.path().extension();
    const std::string path =
        fs::relative(entry.path(), OPVANG_SOURCE_DIR).string();
    if ((extension != ".sql" && extension != ".proto") ||
        path.rfind("build", 0) == 0 || path.rfind("node_modules", 0) == 0) {
      continue;
    }
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    if (std::regex_search(text.str(), forbidden)) offenders.push_back(path);
  }
  EXPECT_THAT(offenders, testing::IsEmpty());
}

}  // namespace
