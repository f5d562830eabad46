// Random municipalities through real services: in by a file, out as it was, in
// again without a change, and back out of the record.
#include "common/base/municipality.h"
#include "tests/cli/import/house.h"
#include "tests/cli/workbook/world.h"
#include "tests/support/seed.h"

namespace opvang::cli::workbook {
namespace {

using testing::HasSubstr;

std::map<RecordKey, Fields> FieldsOf(const Snapshot& snapshot) {
  std::map<RecordKey, Fields> fields;
  for (const auto& [key, record] : snapshot) fields[key] = record.fields;
  return fields;
}

// The day of every count, and one after all days.
std::set<absl::CivilDay> CountDays(const Snapshot& world) {
  std::set<absl::CivilDay> days;
  for (const auto& [key, record] : world) {
    if (key.part == Part::kOccupancy || key.part == Part::kPrivate) {
      days.insert(*ParseDay(key.detail));
    }
  }
  return days;
}
const absl::CivilDay kLater(2030, 1, 1);

class WorkbookRoundTripTest : public WorkbookHouse {
 protected:
  std::map<RecordKey, Fields> OnRecordOf(const std::string& municipality,
                                         const Snapshot& world) {
    auto record = LoadOnRecord(services_, {.municipality = municipality},
                               kLater, CountDays(world));
    EXPECT_THAT(record, IsOk());
    return FieldsOf(record->snapshot);
  }
};

TEST_F(WorkbookRoundTripTest, EveryValueComesInGoesOutAndIsTakenBack) {
  const unsigned seed = Seed();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  int count = 0;
  const auto towns = *MunicipalitiesIn("regions/ijsselland");
  for (const Municipality* town : towns) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << town->code);
    const Snapshot world = World(random).Sound(6);
    std::vector<SheetRow> rows = RowsOf(world, Words());
    for (SheetRow& row : rows) row.key.clear();
    const std::string in = absl::StrCat("in-", ++count, ".ods");
    Save(MakeTemplate({.municipality = town->Name(), .day = "2025-01-01"}, rows,
                      Words()),
         in);
    const Outcome first = Import(in);
    ASSERT_EQ(first.status, kDone) << first.err;
    EXPECT_EQ(OnRecordOf(town->Name(), world), FieldsOf(world));

    EXPECT_THAT(Import(in).out, HasSubstr("er verandert niets"));
    const std::string out = absl::StrCat("uit-", count, ".xlsx");
    ASSERT_EQ(Opvang({"workbook", "create", std::string(town->code), "-o",
                      Path(out), "--as-of", "2030-01-01"})
                  .status,
              kDone);
    const Outcome again = Import(out);
    EXPECT_THAT(again.out, HasSubstr("er verandert niets"));
    EXPECT_EQ(again.err, "");

    const Outcome back = Retract(in);
    EXPECT_EQ(back.status, kDone) << back.err;
    for (const auto& [key, fields] : OnRecordOf(town->Name(), world)) {
      switch (key.part) {
        case Part::kLocation:
          // A shelter's description and first count stay.
        case Part::kOccupancy:
        case Part::kPrivate:
          EXPECT_EQ(fields, world.at(key).fields);
          break;
        case Part::kState:
          EXPECT_EQ(fields.at("state"), "withdrawn");
          break;
        case Part::kPlan:
          EXPECT_EQ(fields.at("withdrawn"), "true");
          break;
        default:
          ADD_FAILURE() << key.subject << " " << key.detail << " still stands";
      }
    }
    EXPECT_THAT(Retract(in).out, HasSubstr("er verandert niets"));
  }
}

}  // namespace
}  // namespace opvang::cli::workbook
