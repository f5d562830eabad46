#include "common/service/pagination.h"

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
  EXPECT_EQ(ParsePage(request)->size, 100);
  request.set_page_size(7);
  EXPECT_EQ(ParsePage(request)->size, 7);
  request.set_page_size(5000);
  EXPECT_EQ(ParsePage(request)->size, 1000);
  request.set_page_size(-1);
  EXPECT_THAT(ParsePage(request), HasViolation("page_size"));
}

TEST(PagingTest, ATokenCarriesKeyAndRevision) {
  PageRequest request;
  request.set_parent("provinces/pv23");
  request.set_page_token(NextPageToken(request, 12, "the key"));
  request.set_page_size(3);  // Another size is the same request.
  const auto page = ParsePage(request);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->after, "the key");
  EXPECT_EQ(page->revision, 12);
}

TEST(PagingTest, RefusesTheTokenOfAnotherRequest) {
  PageRequest request;
  request.set_parent("provinces/pv23");
  const std::string token = NextPageToken(request, 12, "key");
  request.set_parent("provinces/pv24");
  request.set_page_token(token);
  EXPECT_THAT(ParsePage(request), HasReason("PAGE_TOKEN_INVALID"));
  request.set_page_token("!");
  EXPECT_THAT(ParsePage(request), HasReason("PAGE_TOKEN_INVALID"));
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
