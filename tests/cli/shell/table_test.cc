// What commands print: tables for people and programs, and refusals in Dutch.
#include "services/cli/shell/table.h"

#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/dutch.h"
#include "common/base/enum_word.h"
#include "common/base/status.h"
#include "gmock/gmock.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/messages.h"

namespace opvang::cli {
namespace {

using testing::HasSubstr;

TEST(TableTest, AlignsCharactersAndQuotesCsv) {
  const TextTable table{.header = {"name", "n"},
                        .rows = {{"Súdwest", "5"}, {"a, \"b\"", "12"}}};
  EXPECT_EQ(Format(table, "table"),
            "kenmerk   n\nSúdwest   5\na, \"b\"   12\n");
  EXPECT_EQ(Format(table, "csv"), "name,n\nSúdwest,5\n\"a, \"\"b\"\"\",12\n");
}

TEST(TableTest, PeopleReadDutchAndProgramsTheContract) {
  const TextTable table{
      .header = {"group", "places", "reasons", "holds", "record_time", "seal"},
      .rows = {{"regular", "1200", "no_start_date other_task", "yes",
                "2024-11-01T09:00:00+01:00", std::string(64, 'a')},
               {"", "", "", "", "", ""}}};
  EXPECT_EQ(
      Format(table, "table"),
      absl::StrCat("groep     plekken  telt niet, want               klopt  "
                   "vastgelegd        zegel\n"
                   "regulier     1200  geen begindag, andere opgave  ja     "
                   "2024-11-01 09:00  ",
                   std::string(64, 'a'), "\n\n"));
  EXPECT_EQ(Format(table, "json"),
            absl::StrCat("[\n  {\n    \"group\": \"regular\",\n"
                         "    \"places\": 1200,\n"
                         "    \"reasons\": \"no_start_date other_task\",\n"
                         "    \"holds\": true,\n"
                         "    \"record_time\": "
                         "\"2024-11-01T09:00:00+01:00\",\n    \"seal\": \"",
                         std::string(64, 'a'), "\"\n  },\n  {}\n]\n"));
  EXPECT_THAT(Format(table, "csv"),
              HasSubstr("regular,1200,no_start_date other_task,yes,"));
}

TEST(TableTest, FitsTheTerminalAndNothingElse) {
  const std::string sentence =
      "een lange zin van twintig woorden die over meer dan één regel van een "
      "smalle terminal heen loopt";
  const TextTable table{.header = {"places", "sentence", "seal"},
                        .rows = {{"12", sentence, std::string(64, 'b')}}};
  for (const size_t width : {40, 60, 80, 200}) {
    const std::string text = Format(table, "table", {.width = width});
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(Width(std::string(line)), width);
    }
    EXPECT_THAT(text, HasSubstr("bbbbbbbbbbbb…"));
    std::string words = absl::StrReplaceAll(text, {{"\n", " "}});
    absl::RemoveExtraAsciiWhitespace(&words);
    EXPECT_THAT(words, HasSubstr("smalle"));
  }
  EXPECT_THAT(Format(table, "table"), HasSubstr(sentence));
}

// What the group of a pattern takes, over and over.
std::vector<std::string> AllIn(const std::string& text, const RE2& pattern) {
  std::vector<std::string> all;
  re2::StringPiece rest = text;
  for (std::string one; RE2::FindAndConsume(&rest, pattern, &one);) {
    all.push_back(one);
  }
  return all;
}

std::vector<std::string> NamesInBraces(const std::string& text) {
  static const RE2 kBraces(R"re(\{([^{}]*)\})re");
  static const RE2 kName(R"re("([a-z_0-9]+)")re");
  std::vector<std::string> names;
  for (const std::string& list : AllIn(text, kBraces)) {
    for (const std::string& name : AllIn(list, kName)) names.push_back(name);
  }
  return names;
}

TEST(TableTest, ANarrowTerminalShowsNamesAlone) {
  const TextTable table{.header = {"municipality", "display_name", "places"},
                        .rows = {{"municipalities/gm0193", "Zwolle", "12"}}};
  EXPECT_EQ(Format(table, "table", {.width = 30}),
            "naam    plekken\nZwolle       12\n");
  EXPECT_THAT(Format(table, "table", {.width = 80}),
              HasSubstr("municipalities/gm0193"));
}

// Each table of each command is made of columns that have a heading and a kind.
TEST(ColumnsTest, EveryColumnOfEveryCommandIsKnown) {
  std::set<std::string> known;
  for (const TableColumn& column : AllTableColumns()) {
    EXPECT_TRUE(known.insert(column.name).second) << column.name;
  }
  static const RE2 kHeader(R"re((?s)header\s*=(.*?)\.rows)re");
  static const RE2 kOne(R"re((?s)PrintOne\((.*?)\);)re");
  static const RE2 kKey(R"re(\{"([a-z_0-9]+)",)re");
  int found = 0;
  for (const auto& file : std::filesystem::directory_iterator(
           std::string(OPVANG_SOURCE_DIR) + "/services/cli/commands")) {
    if (file.path().extension() != ".cc") continue;
    std::ifstream in(file.path());
    std::ostringstream text;
    text << in.rdbuf();
    const std::string source = text.str();
    for (const RE2* pattern : {&kHeader, &kOne}) {
      re2::StringPiece rest = source;
      std::string list;
      while (RE2::FindAndConsume(&rest, *pattern, &list)) {
        for (const std::string& name :
             pattern == &kOne ? AllIn(list, kKey) : NamesInBraces(list)) {
          EXPECT_TRUE(known.count(name) > 0)
              << name << " in " << file.path().filename();
          ++found;
        }
      }
    }
  }
  EXPECT_GT(found, 150);
}

// Whatever value the contracts get, people read Dutch.
TEST(ColumnsTest, EveryWordOfTheContractsIsDutch) {
  int words = 0;
  const auto check = [&](const google::protobuf::EnumDescriptor& values) {
    if (values.name() == "ErrorReason") return;
    for (int i = 0; i < values.value_count(); ++i) {
      if (values.value(i)->number() == 0) continue;
      const std::string word = EnumWord(*values.value(i));
      EXPECT_NE(DutchWord(word), "") << values.full_name() << " " << word;
      ++words;
    }
  };
  const std::function<void(const google::protobuf::Descriptor&)> walk =
      [&](const google::protobuf::Descriptor& message) {
        for (int i = 0; i < message.enum_type_count(); ++i) {
          check(*message.enum_type(i));
        }
        for (int i = 0; i < message.nested_type_count(); ++i) {
          walk(*message.nested_type(i));
        }
      };
  for (const auto* file :
       {nl::opvang::quotas::v1::Cycle::descriptor()->file(),
        nl::opvang::locations::v1::Location::descriptor()->file(),
        nl::opvang::housing::v1::Placement::descriptor()->file(),
        nl::opvang::reporting::v1::Report::descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i)
      check(*file->enum_type(i));
    for (int i = 0; i < file->message_type_count(); ++i) {
      walk(*file->message_type(i));
    }
  }
  EXPECT_GT(words, 150);
}

// Each reason that a service or the plumbing gives has a Dutch sentence.
TEST(MessagesTest, EveryReasonIsToldInDutch) {
  std::set<std::string> reasons = {"FIELD_INVALID",       "REQUEST_ID_REUSED",
                                   "PAGE_TOKEN_INVALID",  "REVISION_AHEAD",
                                   "ETAG_STALE",          "CALLER_UNKNOWN",
                                   "ACTOR_CLAIM_INVALID", "METHOD_NOT_ALLOWED",
                                   "OUT_OF_SCOPE",        "SERVICE_BUSY"};
  for (const auto* values : {google::protobuf::GetEnumDescriptor<
                                 nl::opvang::quotas::v1::ErrorReason>(),
                             google::protobuf::GetEnumDescriptor<
                                 nl::opvang::locations::v1::ErrorReason>(),
                             google::protobuf::GetEnumDescriptor<
                                 nl::opvang::housing::v1::ErrorReason>(),
                             google::protobuf::GetEnumDescriptor<
                                 nl::opvang::reporting::v1::ErrorReason>()}) {
    for (int i = 0; i < values->value_count(); ++i) {
      if (values->value(i)->number() != 0) {
        reasons.insert(ReasonOf(*values->value(i)).name);
      }
    }
  }
  EXPECT_GT(reasons.size(), 35u);
  for (const std::string& reason : reasons) {
    const std::string told = InDutch(
        MakeError(absl::StatusCode::kFailedPrecondition,
                  {.domain = "nl.opvang", .name = reason}, "In English."));
    EXPECT_THAT(told, testing::Not(testing::StartsWith("In English")))
        << reason;
  }
}

TEST(MessagesTest, WhatTheRefusalNamesIsToldInDutch) {
  EXPECT_EQ(InDutch(MakeError(
                absl::StatusCode::kFailedPrecondition,
                {.domain = "nl.opvang.locations.v1", .name = "LOCATION_EXISTS"},
                "There is a location.",
                {{"location", "municipalities/gm0193/locations/a"},
                 {"possible", "extended,closed"}})),
            "Een locatie met die naam bestaat al. (locatie: "
            "municipalities/gm0193/locations/a; kan: verlengd, gesloten)");
}

TEST(TableTest, ASpreadsheetDoesNotCalculateWhatSomebodyWrote) {
  const TextTable table{
      .header = {"a"},
      .rows = {{"=1+1"}, {"-12"}, {"+3.5"}, {"@x"}, {"-1+1"}, {"- plek"}}};
  EXPECT_EQ(Format(table, "csv"), "a\n'=1+1\n-12\n+3.5\n'@x\n'-1+1\n'- plek\n");
}

}  // namespace
}  // namespace opvang::cli
