// The rules of the house that the compiler does not keep.
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "gmock/gmock.h"

namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  // From the top of the project.
  std::string text;
};

std::vector<Source> SourcesUnder(const std::vector<std::string>& folders,
                                 const std::set<std::string>& extensions = {
                                     ".cc", ".h"}) {
  std::vector<Source> sources;
  const fs::path top = OPVANG_SOURCE_DIR;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      if (!extensions.count(entry.path().extension())) continue;
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

// Two types of one name in one namespace are one to the linker.
TEST(TidyTest, ATypeHasItsNameAlone) {
  const std::regex space("\nnamespace ([\\w:]+) \\{");
  const std::regex type(
      "\n(?:struct|class) (\\w+)(?: final)?(?: :[^;{]*)? \\{");
  std::map<std::string, std::string> places;
  std::vector<std::string> twice;
  for (const Source& source : SourcesUnder({"common", "services"}, {".h"})) {
    std::smatch in;
    if (!std::regex_search(source.text, in, space)) continue;
    for (std::sregex_iterator one(source.text.begin(), source.text.end(), type);
         one != std::sregex_iterator(); ++one) {
      const std::string name = in[1].str() + "::" + (*one)[1].str();
      const auto [there, is_new] = places.emplace(name, source.path);
      if (!is_new) twice.push_back(there->second + ", " + source.path);
    }
  }
  EXPECT_GT(places.size(), 200u);
  EXPECT_THAT(twice, testing::IsEmpty());
}

// What is cut between bytes cannot be read any more.
TEST(TidyTest, SentencesAreCutBetweenCharacters) {
  EXPECT_THAT(
      Offenders(Ours(), R"(substr\(0, ([2-9]\d|\d\d\d+)\))",
                "^(common/base/digest.cc|services/cli/workbook/template.cc)$"),
      testing::IsEmpty());
}

// Where a library throws, and where what nobody thought of would.
TEST(TidyTest, ExceptionsAreCaughtInThreePlaces) {
  EXPECT_THAT(
      Offenders(Ours(), "catch \\(",
                "^common/(net/reply.h|db/sql_status.cc|service/metrics.cc)$"),
      testing::IsEmpty());
}

TEST(TidyTest, OnlyTheClockReadsTheClock) {
  EXPECT_THAT(Offenders(Ours(), "absl::Now\\(|system_clock::now|gettimeofday",
                        "^common/base/clock.cc$"),
              testing::IsEmpty());
}

TEST(TidyTest, NothingIsMeasuredWithAClockThatIsSet) {
  // But how far it was set.
  EXPECT_THAT(Offenders(Ours(), "SystemClock\\(\\)\\.Now\\(\\) - ",
                        "^common/service/server.cc$"),
              testing::IsEmpty());
}

TEST(TidyTest, SqlLivesInTheStores) {
  EXPECT_THAT(
      Offenders(
          Ours(), "\"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ",
          "^(common/(db|state)/|services/[a-z]+/(store/)?[a-z_]+_store.cc$)"),
      testing::IsEmpty());
}

TEST(TidyTest, FactsAreNeverChangedOrRemoved) {
  // Rows of a stream that wait are no facts yet, nor is how far a migration
  // came.
  EXPECT_THAT(Offenders(Ours(), "\"(UPDATE (?!ledger)|DELETE FROM )",
                        "^common/db/(staging|migrations).cc$"),
              testing::IsEmpty());
  // Once, before they were sealed, rows got the revision of what they belong
  // to.
  EXPECT_THAT(Offenders(SourcesUnder({"services"}, {".sql"}),
                        "(^|\n)\\s*(UPDATE|DELETE|REPLACE|TRUNCATE)\\b",
                        "/0006_facts_in_the_chain.sql$"),
              testing::IsEmpty());
}

// From 0.9.0 on each file of a schema says which programs of before live with
// it, or that none does.
TEST(TidyTest, AMigrationSaysWhoLivesWithIt) {
  EXPECT_THAT(Offenders(SourcesUnder({"services"}, {".sql"}),
                        "^(?![^]*-- Lives with: (\\d+|none)\n)",
                        "(quotas|reporting)/migrations/000[1-6]_|"
                        "(locations|housing)/migrations/00(0\\d|10|11)_"),
              testing::IsEmpty());
}

// The layer is the path: what a file under the first may not include.
struct Layer {
  const char* path;
  const char* forbidden;
};

constexpr char kOutside[] =
    "\"(common/(net|db|service)/|common/base/"
    "(clock|log|steady_clock)\\.h|grpc)|"
    "\\.grpc\\.pb\\.h|_(store|service|loader|client)\\.h\"";

const Layer kLayers[] = {
    {"common/", "\"(services|nl/opvang)/"},
    {"common/base/", "\"(common/(?!base/)|grpc|cppconn)"},
    {"common/net/", "\"(common/(?!base/|net/)|cppconn)"},
    {"common/db/", "\"(common/(?!base/|db/)|grpc)"},
    {"common/state/", "\"(common/(?!base/|db/|state/)|grpc|cppconn)"},
    {"common/sheet/", "\"(common/(?!base/|sheet/)|grpc|cppconn)"},
    {"services/[a-z]+/rules/", kOutside},
    {"services/reporting/(facts|figures|compose|checks|compare|events|explain|"
     "life|print)/",
     kOutside},
    {"services/reporting/store/", "\"common/net/|grpc"},
    {"services/cli/", "\"common/(db|service)/"},
    {"services/gateway/", "\"common/(db|state)/|\\.grpc\\.pb\\.h"},
    {"services/gateway/transcode/", kOutside},
    {"services/cli/workbook/", kOutside},
};

TEST(TidyTest, EachLayerIncludesOnlyWhatItMay) {
  for (const Layer& layer : kLayers) {
    const std::regex path(std::string("^") + layer.path);
    const std::regex forbidden(std::string("#include [\"<]?[^\n]*(") +
                               layer.forbidden + ")");
    for (const Source& source : Ours()) {
      if (!std::regex_search(source.path, path)) continue;
      std::smatch found;
      EXPECT_FALSE(std::regex_search(source.text, found, forbidden))
          << source.path << ": " << found.str();
    }
  }
}

TEST(TidyTest, NoHandlerAuthorisesOrPagesByHand) {
  EXPECT_THAT(Offenders(SourcesUnder({"services"}),
                        "[aA]uthorizer_?\\.Authorize\\(|ParsePage\\(", "^$"),
              testing::IsEmpty());
}

TEST(TidyTest, ServicesDoNotKnowEachOther) {
  const std::regex service("^services/([a-z]+)/");
  for (const Source& source : Ours()) {
    std::smatch own;
    if (!std::regex_search(source.path, own, service)) continue;
    EXPECT_FALSE(std::regex_search(
        source.text, std::regex("#include \"services/(?!" + own.str(1) + "/)")))
        << source.path;
  }
}

// Housing asks quotas, reporting asks all three, nobody else calls anybody.
TEST(TidyTest, CallsGoOneWay) {
  const std::regex asks(
      "^services/(quotas/.*quotas|locations/.*locations|"
      "housing/.*(housing|quotas)|reporting/.*|cli/.*)$");
  const std::regex call("#include \"nl/opvang/([a-z]+)/v1/[a-z]+\\.grpc");
  for (const Source& source : Ours()) {
    for (std::sregex_iterator it(source.text.begin(), source.text.end(), call);
         it != std::sregex_iterator(); ++it) {
      EXPECT_TRUE(std::regex_match(source.path + " " + (*it).str(1), asks))
          << source.path << " calls " << (*it).str(1);
    }
  }
}

// A picture may round where a bar ends; a figure is whole.
TEST(TidyTest, NoFloatingPointInAFigure) {
  EXPECT_THAT(Offenders(SourcesUnder({"services"}), "\\b(double|float)\\b",
                        "^services/reporting/print/html.cc$"),
              testing::IsEmpty());
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
