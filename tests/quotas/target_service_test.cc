// Targets for housing status holders over half-years.
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using Stub = pb::QuotaService::Stub;

class TargetServiceTest : public testing::Test {
 protected:
  absl::StatusOr<pb::DeliverQuotasResponse> Deliver(const std::string& text) {
    auto request =
        Proto<pb::DeliverQuotasRequest>("parent: 'countries/nl' " + text);
    request.set_request_id(UuidFor(text));
    return CallRpc(*stub_, &Stub::DeliverQuotas, request);
  }
  static std::string Target(const std::string& subject,
                            const std::string& half_year, int count,
                            const std::string& start) {
    return absl::StrCat("quota_entries { subject: '", subject,
                        "' duty: DUTY_STATUS_HOLDERS period: '", half_year,
                        "' basis: BASIS_DECIDED quota_count: ", count,
                        " source: 'Stcrt.' start_date { ", start, " } } ");
  }
  absl::StatusOr<pb::ListHousingTargetsResponse> Ask(const std::string& more) {
    return CallRpc(*stub_, &Stub::ListHousingTargets,
                   Proto<pb::ListHousingTargetsRequest>(more));
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  QuotaService service_{*db_, clock_, *organisations_};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ = pb::QuotaService::NewStub(server_.channel());
};

constexpr char kAsked[] =
    "parent: 'regions/ijsselland' first_half_year: '2022-h1' last_half_year: "
    "'2023-h1' as_of_date { year: 2023 month: 6 day: 30 } ";

TEST_F(TargetServiceTest, PutsWhatIsStatedBesideTheSums) {
  ASSERT_THAT(
      Deliver(Target("municipalities/gm0193", "2023-h1", 110,
                     "year: 2022 month: 10 day: 1") +
              Target("municipalities/gm0148", "2023-h1", 26,
                     "year: 2022 month: 10 day: 1") +
              Target("municipalities/gm0193", "2023-h2", 90,
                     "year: 2023 month: 4 day: 1") +
              Target("regions/ijsselland", "2023-h1", 649,
                     "year: 2022 month: 10 day: 1") +
              "national_targets { half_year: '2022-h1' person_count: 9979 "
              "publish_date { year: 2021 month: 10 day: 2 } source: 'x' } "
              "national_targets { half_year: '2023-h2' person_count: 5 "
              "publish_date { year: 2023 month: 4 day: 1 } source: 'x' } "
              "published_balances { subject: 'regions/ijsselland' half_year: "
              "'2022-h2' publisher: 'NRC' person_count: -18 publish_date { "
              "year: 2023 month: 1 day: 6 } source: 'x' } "
              "published_balances { subject: 'countries/nl' half_year: "
              "'2022-h2' publisher: 'NRC' person_count: -1833 publish_date { "
              "year: 2023 month: 1 day: 6 } source: 'x' } "
              "published_balances { subject: 'regions/ijsselland' half_year: "
              "'2023-h2' publisher: 'NRC' person_count: 1 publish_date { "
              "year: 2023 month: 8 day: 1 } source: 'x' }"),
      IsOk());
  const auto list = Ask(kAsked);
  ASSERT_THAT(list, IsOk());
  ASSERT_EQ(list->municipalities_size(), 11);
  EXPECT_EQ(list->municipalities(10).municipality(), "municipalities/gm0193");
  ASSERT_EQ(list->municipalities(10).targets_size(), 1);
  EXPECT_EQ(list->municipalities(10).targets(0).quota_count(), 110);
  EXPECT_EQ(list->municipalities(10).targets(0).steps(0).source(), "Stcrt.");
  ASSERT_EQ(list->totals_size(), 1);
  EXPECT_THAT(list->totals(0), EqualsProto(R"pb(subject: 'regions/ijsselland'
                                                duty: DUTY_STATUS_HOLDERS
                                                period: '2023-h1'
                                                summed_count: 136
                                                missing_count: 9
                                                stated_count: 649
                                                difference_count: 513)pb"));
  ASSERT_EQ(list->stated_totals_size(), 1);
  EXPECT_EQ(list->stated_totals(0).steps(0).quota_count(), 649);
  ASSERT_EQ(list->national_targets_size(), 1);
  EXPECT_EQ(list->national_targets(0).person_count(), 9979);
  EXPECT_TRUE(list->national_targets(0).has_last_timely_date());
  ASSERT_EQ(list->published_balances_size(), 1);
  EXPECT_EQ(list->published_balances(0).person_count(), -18);
  // Of the country its own balance too.
  std::string national = kAsked;
  national.replace(national.find("regions/ijsselland"), 18, "municipalities/-");
  EXPECT_EQ(Ask(national)->published_balances_size(), 2);
}

TEST_F(TargetServiceTest, LaterPagesHaveTheMunicipalitiesOnly) {
  ASSERT_THAT(Deliver(Target("regions/ijsselland", "2023-h1", 649,
                             "year: 2022 month: 10 day: 1")),
              IsOk());
  const auto first = Ask(absl::StrCat(kAsked, "page_size: 6"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->stated_totals_size(), 1);
  ASSERT_THAT(Deliver(Target("municipalities/gm0193", "2023-h1", 1,
                             "year: 2022 month: 10 day: 1")),
              IsOk());
  const auto second = Ask(absl::StrCat(kAsked, "page_size: 6 page_token: '",
                                       first->next_page_token(), "'"));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->municipalities_size(), 5);
  EXPECT_EQ(second->municipalities(4).targets_size(), 0)
      << "at the revision of the first page";
  EXPECT_EQ(second->stated_totals_size() + second->totals_size(), 0);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(TargetServiceTest, AtMostFortyHalfYears) {
  const auto asked = [&](const std::string& first, const std::string& last) {
    return Ask(absl::StrCat("parent: 'provinces/pv23' first_half_year: '",
                            first, "' last_half_year: '", last,
                            "' as_of_date { year: 2023 month: 6 day: 30 }"));
  };
  EXPECT_THAT(asked("2004-h1", "2023-h2"), IsOk());
  EXPECT_THAT(asked("2003-h2", "2023-h2"), HasViolation("last_half_year"));
  EXPECT_THAT(asked("2023-h2", "2023-h1"), HasViolation("last_half_year"));
  EXPECT_THAT(asked("2023", "2023-h3"), HasViolation("first_half_year"));
  EXPECT_THAT(asked("2023", "2023-h3"), HasViolation("last_half_year"));
  EXPECT_THAT(Ask("parent: 'x'"), HasViolation("as_of_date"));
}

// ListObligations, asked half-year by half-year, is the oracle.
TEST_F(TargetServiceTest, AgreesWithTheObligationsOfEachHalfYear) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> half_years = {"2022-h1", "2022-h2", "2023-h1"};
  const auto municipalities = NamesOf(*MunicipalitiesIn("provinces/pv23"));
  for (int round = 0; round < 6; ++round) {
    std::string text;
    for (const std::string& name : municipalities) {
      for (const std::string& half_year : half_years) {
        if (random() % 3 == 0) continue;
        std::string entry =
            Target(name, half_year, 10 + random() % 80,
                   absl::StrCat("year: 2022 month: ", 1 + round, " day: 1"));
        if (random() % 8 == 0) {
          entry.replace(entry.find("quota_count: "), 15, "");
        }
        text += entry;
      }
    }
    Deliver(text).IgnoreError();  // May take away what was redistributed.
    pb::CreateRedistributionRequest change =
        Proto<pb::CreateRedistributionRequest>(
            R"pb(parent: 'countries/nl'
                 redistribution {
                   duty: DUTY_STATUS_HOLDERS
                   source: 'brief'
                   start_date { year: 2022 month: 8 day: 1 }
                 })pb");
    auto& one = *change.mutable_redistribution();
    one.set_name(absl::StrCat("redistributions/r", round));
    one.set_period(half_years[random() % 3]);
    const size_t giver = random() % municipalities.size();
    for (const int sign : {-1, 1}) {
      auto& part = *one.add_changes();
      part.set_municipality(
          municipalities[(giver + (sign + 1) / 2) % municipalities.size()]);
      part.set_change_count(sign * static_cast<int>(1 + random() % 10));
    }
    one.mutable_changes(1)->set_change_count(-one.changes(0).change_count());
    change.set_request_id(UuidFor(one.name()));
    CallRpc(*stub_, &Stub::CreateRedistribution, change).IgnoreError();
  }
  int compared = 0;
  for (const int month : {1, 4, 8, 12}) {
    const std::string day =
        absl::StrCat("as_of_date { year: 2022 month: ", month, " day: 15 } ");
    const auto list =
        Ask("parent: 'provinces/pv23' first_half_year: '2022-h1' "
            "last_half_year: '2023-h1' " +
            day);
    ASSERT_THAT(list, IsOk());
    for (const std::string& half_year : half_years) {
      const auto oracle = CallRpc(*stub_, &Stub::ListObligations,
                                  Proto<pb::ListObligationsRequest>(
                                      "parent: 'provinces/pv23' half_year: '" +
                                      half_year + "' " + day));
      ASSERT_THAT(oracle, IsOk());
      for (int i = 0; i < oracle->obligations_size(); ++i) {
        std::string wanted =
            oracle->obligations(i).status_holders().SerializeAsString();
        if (oracle->obligations(i).status_holders().steps().empty() &&
            oracle->obligations(i)
                .status_holders()
                .superseded_steps()
                .empty()) {
          wanted.clear();
        }
        std::string got;
        for (const auto& target : list->municipalities(i).targets()) {
          if (target.period() == half_year) got = target.SerializeAsString();
        }
        ASSERT_EQ(got, wanted) << half_year << " " << i;
        compared += got.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(compared, 50);
}

}  // namespace
}  // namespace opvang::quotas
