#include "services/cli/load/rows.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "tests/support/matchers.h"

namespace opvang::cli {
namespace {

using Request = nl::opvang::locations::v1::DeliverLocationsRequest;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Result {
  Request request;
  std::vector<int> lines;
  std::vector<std::string> faults;
};

Result Rows(const std::string& field, const std::string& text) {
  Result result;
  AppendRows("f.csv", ParseCsv(text), field, result.request, result.lines,
             result.faults);
  return result;
}

TEST(CsvTest, ReadsWhatSystemsAndSpreadsheetsWrite) {
  const Csv csv = ParseCsv(
      "\xEF\xBB\xBF"
      "a;b\r\n\"x;1\";\"says \"\"yes\"\"\"\r\n\r\n\"two\nlines\";\r\n");
  EXPECT_THAT(csv.faults, IsEmpty());
  EXPECT_THAT(csv.header, ElementsAre("a", "b"));
  ASSERT_EQ(csv.rows.size(), 2u);
  EXPECT_THAT(csv.rows[0].cells, ElementsAre("x;1", "says \"yes\""));
  EXPECT_THAT(csv.rows[1].cells, ElementsAre("two\nlines", ""));
  EXPECT_EQ(csv.rows[1].line, 4);
}

// As Excel writes "CSV (Macintosh)"; and lines within a cell.
TEST(CsvTest, KnowsEveryKindOfLineEnd) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const Csv csv = ParseCsv(absl::StrReplaceAll(
        "key;count\n1;\"een\ntwee\"\n\n2;3\n", {{"\n", end}}));
    EXPECT_THAT(csv.header, ElementsAre("key", "count"));
    ASSERT_EQ(csv.rows.size(), 2u);
    EXPECT_THAT(csv.rows[0].cells, ElementsAre("1", "een\ntwee"));
    EXPECT_THAT(csv.rows[1].cells, ElementsAre("2", "3"));
    EXPECT_EQ(csv.rows[1].line, 5);
  }
}

TEST(CsvTest, NamesTheLineOfEveryFault) {
  EXPECT_THAT(ParseCsv("a,b\n1\n1,2\n1,2,3\n").faults,
              ElementsAre(HasSubstr("2: de regel heeft 1 cellen"),
                          HasSubstr("4: de regel heeft 3 cellen")));
  EXPECT_THAT(ParseCsv("a\nok\n\xff\n").faults,
              ElementsAre(HasSubstr("3: de tekst is geen UTF-8")));
  EXPECT_THAT(ParseCsv("a\n\"open\n").faults,
              ElementsAre(HasSubstr("eindigt niet")));
  EXPECT_THAT(ParseCsv("").faults, ElementsAre(HasSubstr("geen kop")));
}

TEST(RowsTest, FillsFieldsByTheirColumn) {
  const Result result = Rows(
      "place_entries",
      "location,group,basis,start_date,place_count,source\n"
      "municipalities/gm0193/locations/rol,regular,decided,2023-06-30,300,x\n"
      "municipalities/gm0193/locations/rol,amv,planned,,,x\n");
  EXPECT_THAT(result.faults, IsEmpty());
  EXPECT_THAT(result.request,
              EqualsProto(R"pb(place_entries {
                                 location: 'municipalities/gm0193/locations/rol'
                                 group: PLACE_GROUP_REGULAR
                                 basis: BASIS_DECIDED
                                 start_date { year: 2023 month: 6 day: 30 }
                                 place_count: 300
                                 source: 'x'
                               }
                               place_entries {
                                 location: 'municipalities/gm0193/locations/rol'
                                 group: PLACE_GROUP_AMV
                                 basis: BASIS_PLANNED
                                 source: 'x'
                               })pb"));
  EXPECT_THAT(result.lines, ElementsAre(2, 3));
}

TEST(RowsTest, ReadsTheCodesThatOthersWrite) {
  const Result result = Rows(
      "private_shelters",
      "municipality,count_date,person_count,source\nGM0193,2024-10-01,5,x\n");
  EXPECT_EQ(result.request.private_shelters(0).municipality(),
            "municipalities/gm0193");
}

// Whoever names a town is understood, and asked where that is not enough.
TEST(RowsTest, AreasGoByTheirNames) {
  const auto read = [](const std::string& town) {
    return Rows("private_shelters",
                absl::StrCat("municipality,count_date,person_count,source\n\"",
                             town, "\",2024-10-01,5,x\n"));
  };
  for (const char* town : {"Nuenen, Gerwen en Nederwetten", "gm0820", "GM0820",
                           "municipalities/gm0820"}) {
    EXPECT_EQ(read(town).request.private_shelters(0).municipality(),
              "municipalities/gm0820");
  }
  EXPECT_THAT(read("Nijmegenn").faults,
              ElementsAre(HasSubstr("bedoelt u Nijmegen?")));
  EXPECT_THAT(read("Bergen").faults, ElementsAre(HasSubstr("kan meer zijn")));
  // That there is no such code the service says, with all else it finds.
  EXPECT_THAT(read("GM9999").faults, IsEmpty());
  EXPECT_EQ(read("GM9999").request.private_shelters(0).municipality(),
            "municipalities/gm9999");
}

TEST(RowsTest, TellsEveryFaultAtOnceWithItsPlace) {
  const Result result = Rows("place_entries",
                             "location,group,place_count,start_date,colour\n"
                             "l,regular,66%,2024-02-30,red\n"
                             "l,huge,2147483648,01-07-2025,\n"
                             "l,regular,1.000,,\n"
                             "l,regular,+5,,\n"
                             "l,regular,5,,\n"
                             "l,regular,5,,\n");
  EXPECT_THAT(
      result.faults,
      ElementsAre(
          HasSubstr("f.csv:1: onbekende kolom colour"),
          HasSubstr("f.csv:1: de kolom source ontbreekt"),
          AllOf(HasSubstr("f.csv:2, kolom place_count: \"66%\""),
                HasSubstr("percentage")),
          AllOf(HasSubstr("f.csv:2, kolom start_date: \"2024-02-30\""),
                HasSubstr("dag van de kalender")),
          AllOf(HasSubstr("f.csv:3, kolom group"),
                HasSubstr("kies uit regular")),
          AllOf(HasSubstr("f.csv:3, kolom place_count"), HasSubstr("te groot")),
          HasSubstr("f.csv:3, kolom start_date"),
          HasSubstr("f.csv:4, kolom place_count"),
          HasSubstr("f.csv:5, kolom place_count"),
          HasSubstr("f.csv:7: herhaalt regel 6")));
}

}  // namespace
}  // namespace opvang::cli
