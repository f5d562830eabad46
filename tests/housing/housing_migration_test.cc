// What was on record before keeps its meaning.
#include <filesystem>

#include "common/base/clock.h"
#include "common/db/migrations.h"
#include "services/housing/housing_state.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

namespace fs = std::filesystem;

constexpr char kMigrations[] = OPVANG_SOURCE_DIR "/services/housing/migrations";

// Kinds were numbers once.
TEST(MigrationTest, PlacementsKeepTheirKinds) {
  const fs::path folder = fs::path(testing::TempDir()) / "first";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(fs::path(kMigrations) / "0001_housing.sql", folder);
  TestDatabase db("");
  ASSERT_THAT(Migrate(*db, folder), IsOk());
  for (int kind = 1; kind <= 6; ++kind) {
    const std::string name =
        "municipalities/gm0193/placements/" + std::to_string(kind);
    TestServer::Shared().Administrate(
        "INSERT INTO " + db.schema() +
        ".placements (name, revision, municipality, placement_date, kind, "
        "person_count, corrected_placement, source) VALUES ('" +
        name + "', 1, 'municipalities/gm0193', '2024-07-31', " +
        std::to_string(kind) + ", 3, '', 'COA')");
  }
  ASSERT_THAT(Migrate(*db, kMigrations), IsOk());
  const SystemClock clock;
  Keeper<HousingState> keeper(*db, clock);
  const auto state = keeper.ReachNow(0);
  ASSERT_THAT(state, IsOk());
  std::vector<std::string> kinds;
  for (const pb::Placement& one :
       ListPlacements(KnownAt(**state, 0), {"municipalities/gm0193"},
                      std::nullopt, "", 100)) {
    EXPECT_EQ(one.person_count(), 3);
    EXPECT_FALSE(one.has_amv_count()) << "unknown is not nought";
    kinds.push_back(one.kind());
  }
  EXPECT_THAT(kinds, testing::ElementsAre("home", "self_found", "dsl", "har",
                                          "nidos", "other"));
}

}  // namespace
}  // namespace opvang::housing
