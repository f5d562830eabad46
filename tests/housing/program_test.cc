// The program itself, started as an operator would.
#include "gmock/gmock.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

TEST(ProgramTest, WithoutASourceSaysWhatIsMissing) {
  const TestDatabase db("housing");
  int status = 0;
  const std::string said = Shell(
      OPVANG_BINARY_DIR "/services/housing/opvang-housing --database='" +
          db.url() +
          "' --migrations=" OPVANG_SOURCE_DIR "/services/housing/migrations",
      &status);
  EXPECT_EQ(WEXITSTATUS(status), 1) << said;
  EXPECT_THAT(said, testing::HasSubstr("--quotas"));
}

}  // namespace
}  // namespace opvang::housing
