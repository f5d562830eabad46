#include "common/service/pagination.h"

#include "absl/strings/escaping.h"
#include "common/service/update_mask.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "tests/support/matchers.h"

namespace opvang {
namespace {

using PageRequest = nl::opvang::quotas::v1::ListQuotaEntriesRequest;
using Location = nl::opvang::locations::v1::Location;

TEST(PagingTest, SizesHaveADefaultAndABound) {
  PageRequest request;
  EXPECT_EQ(ParsePage(request, "1")->size, 100);
  request.set_page_size(7);
  EXPECT_EQ(ParsePage(request, "1")->size, 7);
  request.set_page_size(5000);
  EXPECT_EQ(ParsePage(request, "1")->size, 1000);
  request.set_page_size(-1);
  EXPECT_THAT(ParsePage(request, "1"), HasViolation("page_size"));
}

TEST(PagingTest, ATokenCarriesKeyAndRevision) {
  PageRequest request;
  request.set_parent("provinces/pv23");
  request.set_page_token(
      SealPageToken(NextPageToken(request, 12, "the key"), "1"));
  request.set_page_size(3);  // Another size is the same request.
  const auto page = ParsePage(request, "1");
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->after, "the key");
  EXPECT_EQ(page->revision, 12);
}

TEST(PagingTest, ATokenTellsNothingAndIsOfOneCaller) {
  const std::string plain = "municipalities/gm0193/locations/geheim";
  const std::string sealed = SealPageToken(plain, "1");
  EXPECT_EQ(SealPageToken(plain, "1"), sealed);
  EXPECT_NE(SealPageToken(plain, "2"), sealed);
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(sealed, &bytes));
  EXPECT_EQ(bytes.find("geheim"), std::string::npos);
  EXPECT_EQ(OpenPageToken(sealed, "1"), plain);
  EXPECT_EQ(OpenPageToken(sealed, "2"), std::nullopt);
  EXPECT_EQ(SealPageToken("", "1"), "");
  // Any byte changed, or cut.
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string other = bytes;
    other[i] ^= 1;
    EXPECT_EQ(OpenPageToken(absl::WebSafeBase64Escape(other), "1"),
              std::nullopt);
    EXPECT_EQ(OpenPageToken(absl::WebSafeBase64Escape(bytes.substr(0, i)), "1"),
              std::nullopt);
  }
  // Replicas that share a secret open each other's; another secret opens none.
  SetPageSecret("ours");
  const std::string shared = SealPageToken(plain, "1");
  SetPageSecret("theirs");
  EXPECT_EQ(OpenPageToken(shared, "1"), std::nullopt);
  SetPageSecret("ours");
  EXPECT_EQ(OpenPageToken(shared, "1"), plain);
  SetPageSecret("");
}

TEST(PagingTest, RefusesTheTokenOfAnotherRequest) {
  PageRequest request;
  request.set_parent("provinces/pv23");
  const std::string token =
      SealPageToken(NextPageToken(request, 12, "key"), "1");
  request.set_parent("provinces/pv24");
  request.set_page_token(token);
  EXPECT_THAT(ParsePage(request, "1"), HasReason("PAGE_TOKEN_INVALID"));
  request.set_page_token("!");
  EXPECT_THAT(ParsePage(request, "1"), HasReason("PAGE_TOKEN_INVALID"));
}

TEST(PagingTest, PositionsStayWithinTheList) {
  const auto positions = [](const std::string& after) {
    return PositionsOf({.size = 3, .after = after, .revision = 1}, 5);
  };
  EXPECT_EQ(positions(""), (std::pair<size_t, size_t>(0, 3)));
  EXPECT_EQ(positions("3"), (std::pair<size_t, size_t>(3, 5)));
  EXPECT_EQ(positions("9"), (std::pair<size_t, size_t>(5, 5)));
  EXPECT_EQ(positions("-1"), (std::pair<size_t, size_t>(0, 3)));
  EXPECT_EQ(positions("x"), (std::pair<size_t, size_t>(0, 3)));
}

constexpr absl::string_view kMutable[] = {"display_name", "kind"};
constexpr absl::string_view kIgnored[] = {"name", "etag"};

std::vector<std::string> Paths(const std::vector<std::string>& mask) {
  Location location;
  location.set_kind("azc");
  google::protobuf::FieldMask paths;
  for (const std::string& path : mask) paths.add_paths(path);
  const auto result = PathsToUpdate(location, paths, kMutable, kIgnored);
  return result.ok() ? *result : std::vector<std::string>{"refused"};
}

TEST(UpdateMaskTest, ChoosesThePaths) {
  EXPECT_THAT(Paths({}), testing::ElementsAre("kind"));
  EXPECT_THAT(Paths({"*"}), testing::ElementsAre("display_name", "kind"));
  EXPECT_THAT(Paths({"display_name", "etag"}),
              testing::ElementsAre("display_name"));
  EXPECT_THAT(Paths({"place_count"}), testing::ElementsAre("refused"));
}

TEST(EtagTest, GuardsAgainstOverwriting) {
  EXPECT_THAT(CheckEtag(Etag(3), Etag(3)), IsOk());
  EXPECT_THAT(CheckEtag(Etag(2), Etag(3)), HasReason("ETAG_STALE"));
  EXPECT_THAT(CheckEtag(Etag(2), Etag(3)),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(CheckEtag("", Etag(3)), HasViolation("etag"));
}

}  // namespace
}  // namespace opvang
