#include "services/quotas/obligation.h"

#include "services/quotas/quota_rights.h"
#include "tests/support/matchers.h"

namespace opvang::quotas {
namespace {

const Question kZwolle = {"municipalities/gm0193", pb::DUTY_ASYLUM,
                          "cycles/2024", absl::CivilDay(2024, 10, 31)};

pb::QuotaEntry Entry(const std::string& text) {
  pb::QuotaEntry entry = Proto<pb::QuotaEntry>(
      "subject: 'municipalities/gm0193' duty: DUTY_ASYLUM "
      "period: 'cycles/2024' basis: BASIS_INDICATIVE "
      "start_date { year: 2024 month: 1 day: 31 } source: 's' revision: 1");
  pb::QuotaEntry changes = Proto<pb::QuotaEntry>(text);
  entry.MergeFrom(changes);
  return entry;
}

TEST(ObligationTest, IsAbsentWhenNothingIsOnRecord) {
  const pb::Obligation obligation = Oblige(kZwolle, {});
  EXPECT_FALSE(obligation.has_quota_count());
  EXPECT_TRUE(obligation.steps().empty());
}

TEST(ObligationTest, GoesFromIndicativeToDecided) {
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 700 basis: BASIS_DECIDED "
                             "start_date { year: 2024 month: 10 day: 1 }"),
                       Entry("quota_count: 717 amv_count: 61"),
                       Entry("quota_count: 710 basis: BASIS_AGREED "
                             "start_date { year: 2024 month: 9 day: 1 }")});
  ASSERT_EQ(obligation.steps_size(), 3);
  EXPECT_EQ(obligation.quota_count(), 700);
  EXPECT_EQ(obligation.steps(0).quota_count(), 717);
  EXPECT_EQ(obligation.steps(0).legal_basis(), "Wet 3(2)");
  EXPECT_EQ(obligation.steps(2).legal_basis(), "Wet 5(1)");
  // No minors are stated for the count that holds.
  EXPECT_FALSE(obligation.has_amv_count());
}

TEST(ObligationTest, TheLatestWordOfADayHolds) {
  const pb::Obligation obligation =
      Oblige(kZwolle, {Entry("quota_count: 720 revision: 3"),
                       Entry("quota_count: 717 revision: 2")});
  EXPECT_EQ(obligation.quota_count(), 720);
}

TEST(ObligationTest, ARetractionBringsBackWhatWasBefore) {
  const pb::Obligation obligation = Oblige(
      kZwolle,
      {Entry("quota_count: 717"),
       Entry("quota_count: 800 start_date { year: 2024 month: 6 day: 1 }"),
       Entry("revision: 2 start_date { year: 2024 month: 6 day: 1 }")});
  EXPECT_EQ(obligation.quota_count(), 717);
}

TEST(ObligationTest, WhatStartsLaterIsNotSeen) {
  const auto entry =
      Entry("quota_count: 800 start_date { year: 2024 month: 11 day: 1 }");
  EXPECT_FALSE(Oblige(kZwolle, {entry}).has_quota_count());
  Question later = kZwolle;
  later.day = absl::CivilDay(2024, 11, 1);
  EXPECT_EQ(Oblige(later, {entry}).quota_count(), 800);
}

TEST(ObligationTest, OtherSubjectsDutiesAndPeriodsDoNotCount) {
  EXPECT_FALSE(Oblige(kZwolle, {Entry("quota_count: 1 period: 'cycles/2026'"),
                                Entry("quota_count: 1 duty: DUTY_UKRAINE"),
                                Entry("quota_count: 1 subject: "
                                      "'municipalities/gm0150'")})
                   .has_quota_count());
}

// Default deny only protects when every method has its row.
TEST(QuotaRightsTest, EveryMethodHasARow) {
  const auto* service = pb::QuotaEntry::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    const std::string& method = service->method(i)->name();
    EXPECT_TRUE(
        std::any_of(std::begin(kRights), std::end(kRights),
                    [&](const Right& right) { return right.method == method; }))
        << method;
  }
  EXPECT_EQ(std::size(kRights), static_cast<size_t>(service->method_count()));
}

}  // namespace
}  // namespace opvang::quotas
