#include "common/service/audit.h"

#include "common/base/digest.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;

class RevisionsTest : public testing::Test {
 protected:
  // A write of one caller at one second; answers its revision.
  Revision WriteAt(int64_t second, const std::string& oin) {
    clock_.Set(absl::FromUnixSeconds(second));
    q::DeliverQuotasRequest request;
    request.set_request_id(UuidFor(std::to_string(++requests_)));
    const auto answer = Write<q::DeliverQuotasResponse>(
        *db_, clock_, CallOf(oin), request,
        [](Transaction& tx) -> absl::StatusOr<q::DeliverQuotasResponse> {
          q::DeliverQuotasResponse response;
          response.set_revision(tx.revision());
          return response;
        });
    EXPECT_THAT(answer, IsOk());
    return answer->revision();
  }
  static Call CallOf(const std::string& oin) {
    return {.caller = {.oin = oin, .name = "organisation " + oin, .scope = ""},
            .actor = "desk 7",
            .method = "Test/Write",
            .deadline = absl::Now() + absl::Seconds(60)};
  }
  q::ListRevisionsResponse List(
      const std::string& text,
      const Organisation& caller = {
          .oin = "1", .name = "watch", .role = Role::kAuditor, .scope = ""}) {
    auto request = Proto<q::ListRevisionsRequest>(text);
    request.set_page_token(SealPageToken(request.page_token(), "1"));
    const auto page = ParsePage(request, "1");
    EXPECT_THAT(page, IsOk());
    const auto answer = Read<q::ListRevisionsResponse>(
        *db_, CallOf("1"), page->revision, [&](Transaction& tx) {
          return AnswerRevisions<q::ListRevisionsResponse>(tx, request, *page,
                                                           caller);
        });
    EXPECT_THAT(answer, IsOk());
    return answer.value_or(q::ListRevisionsResponse());
  }
  static std::vector<int64_t> Numbers(const q::ListRevisionsResponse& list) {
    std::vector<int64_t> numbers;
    for (const q::Revision& one : list.revisions()) {
      numbers.push_back(one.revision());
    }
    return numbers;
  }

  FixedClock clock_{absl::FromUnixSeconds(0)};
  TestDatabase db_{""};
  int requests_ = 0;
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(RevisionsTest, TellsWhoWroteWhatAndWhen) {
  WriteAt(1000, "00000001001234567000");
  const q::ListRevisionsResponse list = List("");
  ASSERT_EQ(list.revisions_size(), 1);
  const q::Revision& one = list.revisions(0);
  EXPECT_EQ(one.revision(), 2);
  EXPECT_EQ(one.record_time().seconds(), 1000);
  EXPECT_EQ(one.caller(), "00000001001234567000");
  EXPECT_EQ(one.organisation(), "organisation 00000001001234567000");
  EXPECT_EQ(one.actor(), "desk 7");
  EXPECT_EQ(one.method(), "Test/Write");
  EXPECT_EQ(one.request_id(), UuidFor("1"));
  EXPECT_EQ(one.chain_sha256().size(), 64u);
}

// "Gemeente Zwolle, ExploreLocation" tells what Zwolle keeps to itself.
TEST_F(RevisionsTest, WhoWroteIsToldToAuditorsAndToTheWriterAlone) {
  WriteAt(1000, "00000001001234567000");
  for (const Role role :
       {Role::kMunicipality, Role::kRegion, Role::kProvince, Role::kCoa,
        Role::kMinistry, Role::kJob, Role::kAuditor, Role::kReporting}) {
    for (const char* oin : {"00000001001234567000", "2"}) {
      const auto list =
          List("", {.oin = oin, .name = "x", .role = role, .scope = ""});
      const q::Revision& one = list.revisions(0);
      const bool told = role == Role::kAuditor || role == Role::kReporting ||
                        std::string(oin) != "2";
      EXPECT_EQ(one.record_time().seconds(), 1000);
      EXPECT_EQ(one.chain_sha256().size(), 64u);
      EXPECT_EQ(one.method(), told ? "Test/Write" : "");
      EXPECT_EQ(one.organisation().empty(), !told);
      EXPECT_EQ(one.caller().empty(), !told);
      EXPECT_EQ(one.actor().empty(), !told);
      EXPECT_EQ(one.request_id().empty(), !told);
    }
  }
}

TEST_F(RevisionsTest, TheFirstAnswerIsWhatWasKnownThen) {
  WriteAt(1000, "a");
  WriteAt(2000, "b");
  WriteAt(3000, "c");
  EXPECT_THAT(Numbers(List("known_time { seconds: 2999 } page_size: 1")),
              ElementsAre(3));
  EXPECT_THAT(Numbers(List("known_time { seconds: 3000 } page_size: 1")),
              ElementsAre(4));
  EXPECT_THAT(Numbers(List("known_time { seconds: 999 }")), IsEmpty());
}

TEST_F(RevisionsTest, PagesGoBackInTimeAndSeeNothingNew) {
  for (int i = 0; i < 5; ++i) WriteAt(1000 + i, "a");
  const auto first = List("page_size: 2");
  EXPECT_THAT(Numbers(first), ElementsAre(6, 5));
  WriteAt(2000, "a");
  const auto second =
      List("page_size: 2 page_token: '" + first.next_page_token() + "'");
  EXPECT_THAT(Numbers(second), ElementsAre(4, 3));
  const auto last =
      List("page_size: 2 page_token: '" + second.next_page_token() + "'");
  EXPECT_THAT(Numbers(last), ElementsAre(2));
  EXPECT_EQ(last.next_page_token(), "");
  EXPECT_EQ(last.revision(), 6);
}

TEST_F(RevisionsTest, AsksForSomeAndAtAnOldRevision) {
  for (int i = 0; i < 5; ++i) WriteAt(1000 + i, "a");
  EXPECT_THAT(Numbers(List("revisions: 3 revisions: 5 revisions: 99")),
              ElementsAre(5, 3));
  EXPECT_THAT(Numbers(List("revision: 3")), ElementsAre(3, 2));
}

TEST_F(RevisionsTest, TellsWhetherTheChainHolds) {
  WriteAt(1000, "a");
  WriteAt(2000, "a");
  EXPECT_FALSE(List("verify_chain: true").has_broken_revision());
  auto lease = db_->Acquire(absl::InfiniteFuture());
  ASSERT_THAT((**lease).Execute("UPDATE revisions SET organisation = 'x' "
                                "WHERE revision = 3"),
              IsOk());
  const auto list = List("verify_chain: true");
  EXPECT_EQ(list.broken_revision(), 3);
  EXPECT_EQ(list.broken_place(), "chain");
}

TEST_F(RevisionsTest, TimesKeepTheirMicroseconds) {
  for (const int64_t micros : {0LL, 1LL, 1730000000123456LL, -1LL}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(ToTime(ToTimestamp(time)), time) << micros;
  }
}

}  // namespace
}  // namespace opvang
