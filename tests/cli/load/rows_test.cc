#include "services/cli/load/rows.h"

#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/cli/shell/table.h"
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

TEST(CsvTest, NamesTheLineOfEveryFault) {
  EXPECT_THAT(ParseCsv("a,b\n1\n1,2\n1,2,3\n").faults,
              ElementsAre(HasSubstr("2: the row has 1 cells"),
                          HasSubstr("4: the row has 3 cells")));
  EXPECT_THAT(ParseCsv("a\nok\n\xff\n").faults,
              ElementsAre(HasSubstr("3: the text is not UTF-8")));
  EXPECT_THAT(ParseCsv("a\n\"open\n").faults,
              ElementsAre(HasSubstr("does not end")));
  EXPECT_THAT(ParseCsv("").faults, ElementsAre(HasSubstr("no header")));
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
      ElementsAre(HasSubstr("f.csv:1: unknown column colour"),
                  HasSubstr("f.csv:1: the column source is missing"),
                  AllOf(HasSubstr("f.csv:2, column place_count: \"66%\""),
                        HasSubstr("percentage")),
                  AllOf(HasSubstr("f.csv:2, column start_date: \"2024-02-30\""),
                        HasSubstr("day of the calendar")),
                  AllOf(HasSubstr("f.csv:3, column group"),
                        HasSubstr("one of regular")),
                  AllOf(HasSubstr("f.csv:3, column place_count"),
                        HasSubstr("too large")),
                  HasSubstr("f.csv:3, column start_date"),
                  HasSubstr("f.csv:4, column place_count"),
                  HasSubstr("f.csv:5, column place_count"),
                  HasSubstr("f.csv:7: repeats line 6")));
}

TEST(TableTest, AlignsCharactersAndQuotesCsv) {
  const TextTable table{.header = {"name", "n"},
                        .rows = {{"Súdwest", "5"}, {"a, \"b\"", "12"}}};
  EXPECT_EQ(Format(table, "table"),
            "name      n\nSúdwest   5\na, \"b\"   12\n");
  EXPECT_EQ(Format(table, "csv"), "name,n\nSúdwest,5\n\"a, \"\"b\"\"\",12\n");
}

TEST(TableTest, ASpreadsheetDoesNotCalculateWhatSomebodyWrote) {
  const TextTable table{
      .header = {"a"},
      .rows = {{"=1+1"}, {"-12"}, {"+3.5"}, {"@x"}, {"-1+1"}, {"- plek"}}};
  EXPECT_EQ(Format(table, "csv"), "a\n'=1+1\n-12\n+3.5\n'@x\n'-1+1\n'- plek\n");
}

}  // namespace
}  // namespace opvang::cli
