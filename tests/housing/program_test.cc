// The program itself, started as an operator would.
#include "gmock/gmock.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string Started(const std::string& flags, int& status) {
  const TestDatabase db("housing");
  const std::string said = Shell(
      OPVANG_BINARY_DIR "/services/housing/opvang-housing --database='" +
          db.url() +
          "' --migrations=" OPVANG_SOURCE_DIR "/services/housing/migrations " +
          flags,
      &status);
  status = WEXITSTATUS(status);
  return said;
}

TEST(ProgramTest, WithoutASourceSaysWhatIsMissing) {
  int status = 0;
  EXPECT_THAT(Started("--plain", status), HasSubstr("--quotas is required"));
  EXPECT_EQ(status, 2);
}

// Nothing is sent that others can read unless somebody said so.
TEST(ProgramTest, WithoutCertificatesItMustBeToldToBePlain) {
  int status = 0;
  EXPECT_THAT(
      Started("--quotas=127.0.0.1:9", status),
      AllOf(HasSubstr("--certificates is required"),
            HasSubstr("--organisations is required"), HasSubstr("--plain")));
  EXPECT_NE(status, 0);
  EXPECT_THAT(Started("--quotas=127.0.0.1:9 --certificates=/tmp", status),
              HasSubstr("--organisations is required"));
  EXPECT_NE(status, 0);
  EXPECT_THAT(
      Started("--quotas=127.0.0.1:9 --plain --certificates=/tmp", status),
      HasSubstr("exclude each other"));
  EXPECT_NE(status, 0);
  EXPECT_THAT(
      Started("--quotas=127.0.0.1:9 --plain --listen=0.0.0.0:0", status),
      HasSubstr("on loopback"));
  EXPECT_NE(status, 0);
}

}  // namespace
}  // namespace opvang::housing
