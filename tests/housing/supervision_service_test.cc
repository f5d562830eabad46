// Ladders and steps, through the services.
#include "absl/strings/str_replace.h"
#include "common/base/calendar.h"
#include "tests/housing/services.h"
#include "tests/support/municipalities.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;
using testing::HasSubstr;

constexpr char kDenHaag[] = "municipalities/gm0518";

class SupervisionServiceTest : public HousingFixture {
 protected:
  static std::string Level(const std::string& province, int rank,
                           const std::string& code, const std::string& more) {
    return absl::StrCat(
        "ladder_levels { province: '", province, "' ",
        Date("start_date", Day(2019, 10, 28)), "rank: ", rank, " code: '", code,
        "' display_name: '", code, "' measure: 'Gesprek.' ladder: 'toezicht' ",
        "test: LADDER_TEST_HALF_YEARLY source: 'x' ", more, "} ");
  }
  static std::string Step(const std::string& municipality,
                          const std::string& level, Day day,
                          const std::string& more = "") {
    return absl::StrCat("supervision_steps { municipality: '", municipality,
                        "' level: '", level, "' letter: 'Z2025-001' ",
                        Date("step_date", day), "source: 'brief' ", more, "} ");
  }
  absl::StatusOr<pb::DeliverHousingResponse> Everywhere(
      const std::string& text) {
    return Send(&Stub::DeliverHousing, "parent: 'countries/nl' " + text);
  }
  // Two provinces, two ladders.
  void DeliverLadders() {
    ASSERT_THAT(
        Everywhere(Level("provinces/pv23", 1, "green", "") +
                   Level("provinces/pv23", 2, "orange",
                         "missed_half_year_count: 1 backlog_permille: 100 ") +
                   Level("provinces/pv23", 3, "red",
                         "missed_half_year_count: 2 backlog_permille: 250 ") +
                   Level("provinces/pv28", 1, "follow", "") +
                   Level("provinces/pv28", 2, "intervene",
                         "missed_half_year_count: 4 ")),
        IsOk());
  }
  absl::StatusOr<pb::ListSupervisionResponse> Supervision(
      const std::string& parent, Day day, const std::string& more = "") {
    return Ask(
        &Stub::ListSupervision,
        absl::StrCat("parent: '", parent, "' ", Date("as_of_date", day), more));
  }
  pb::Supervision Of(const std::string& name, Day day,
                     const std::string& more = "") {
    const auto list = Supervision(name, day, more);
    EXPECT_THAT(list, IsOk());
    return list.ok() ? list->supervisions(0) : pb::Supervision();
  }
};

TEST_F(SupervisionServiceTest, EachProvinceHasItsOwnLadder) {
  DeliverLadders();
  std::string targets;
  for (const char* half_year : {"2023-h1", "2023-h2", "2024-h1", "2024-h2"}) {
    for (const char* name : {kZwolle, kDenHaag}) {
      targets += Target(name, half_year, 10, Day(2022, 10, 1));
    }
  }
  ASSERT_THAT(DeliverQuotas(targets), IsOk());
  // Backlogs of 10, 20, 30, 40: nobody was housed, and they say so.
  clock_.Set(absl::FromUnixSeconds(1740000000));
  for (const char* name : {kZwolle, kDenHaag}) {
    std::string nobody;
    for (const Day day : {Day(2023, 6, 30), Day(2023, 12, 31), Day(2024, 6, 30),
                          Day(2024, 12, 31)}) {
      nobody += Nobody(name, day);
    }
    auto request = Proto<pb::DeliverHousingRequest>(
        absl::StrCat("parent: 'countries/nl' ", nobody));
    request.set_request_id(UuidFor(nobody));
    ASSERT_THAT(CallRpc(*stub_, &Stub::DeliverHousing, request), IsOk());
  }
  const auto zwolle = Of(kZwolle, Day(2025, 2, 1));
  EXPECT_EQ(zwolle.derived_level().code(), "red");
  EXPECT_EQ(zwolle.derived_level().measure(), "Gesprek.");
  EXPECT_EQ(zwolle.province(), "provinces/pv23");
  ASSERT_EQ(zwolle.outcomes_size(), 2);
  EXPECT_EQ(zwolle.outcomes(1).balance_person_count(), -40);
  const auto den_haag = Of(kDenHaag, Day(2025, 2, 1));
  EXPECT_EQ(den_haag.derived_level().code(), "intervene");
  EXPECT_EQ(den_haag.outcomes_size(), 4);
  EXPECT_THAT(den_haag.reasons(1), HasSubstr("4 halfjaren op rij"));
  // A day earlier in the row.
  EXPECT_EQ(Of(kDenHaag, Day(2024, 12, 31)).derived_level().code(), "follow");
  EXPECT_EQ(Of("municipalities/gm0363", Day(2025, 2, 1)).agreement(),
            pb::Supervision::AGREEMENT_NO_LADDER);
  // Housed late: the level follows, an old revision keeps what it knew.
  const auto before = Supervision("provinces/pv23", Day(2025, 2, 1));
  ASSERT_THAT(Deliver(Placed("municipalities/gm0193/placements/laat",
                             Day(2024, 12, 1), 38)),
              IsOk());
  EXPECT_EQ(Of(kZwolle, Day(2025, 2, 1)).derived_level().code(), "green");
  EXPECT_EQ(Supervision("provinces/pv23", Day(2025, 2, 1),
                        absl::StrCat("revision: ", before->revision()))
                ->SerializeAsString(),
            before->SerializeAsString());
}

TEST_F(SupervisionServiceTest, ALadderDeliveredAgainTakesThePlaceOfTheOld) {
  DeliverLadders();
  ASSERT_THAT(
      Deliver(Level("provinces/pv23", 1, "calm", "") +
              Level("provinces/pv23", 2, "storm", "backlog_person_count: 5 ")),
      IsOk());
  const auto ladders = [&](const std::string& text) {
    return Ask(&Stub::ListLadders, text);
  };
  const auto own = ladders("parent: 'provinces/pv23'");
  ASSERT_THAT(own, IsOk());
  ASSERT_EQ(own->ladders_size(), 1);
  ASSERT_EQ(own->ladders(0).levels_size(), 2);
  EXPECT_EQ(own->ladders(0).levels(1).code(), "storm");
  EXPECT_EQ(own->ladders(0).display_name(), "toezicht");
  EXPECT_EQ(ladders("parent: 'provinces/-'")->ladders_size(), 2);
  EXPECT_EQ(
      ladders("parent: 'provinces/pv23' revision: 2")->ladders(0).levels_size(),
      3);
  EXPECT_THAT(ladders("parent: 'regions/twente'"), HasViolation("parent"));
}

TEST_F(SupervisionServiceTest, StepsAreRecordedWithDayAndLetter) {
  DeliverLadders();
  // On its targets: nobody was to be housed, and nobody was.
  clock_.Set(absl::FromUnixSeconds(1740000000));
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h1", 0, Day(2023, 10, 1)) +
                            Target(kZwolle, "2024-h2", 0, Day(2024, 4, 1))),
              IsOk());
  ASSERT_THAT(Deliver(Nobody(kZwolle, Day(2024, 6, 30)) +
                      Nobody(kZwolle, Day(2024, 12, 31))),
              IsOk());
  ASSERT_THAT(Deliver(Step(kZwolle, "green", Day(2024, 8, 1)) +
                      Step(kZwolle, "orange", Day(2025, 1, 15))),
              IsOk());
  const auto seen = Of(kZwolle, Day(2025, 2, 1));
  ASSERT_EQ(seen.steps_size(), 2);
  EXPECT_EQ(seen.steps(1).letter(), "Z2025-001");
  EXPECT_EQ(seen.agreement(), pb::Supervision::AGREEMENT_DIFFERENT);
  EXPECT_EQ(Of(kZwolle, Day(2025, 1, 14)).agreement(),
            pb::Supervision::AGREEMENT_SAME);
  EXPECT_EQ(Of(kZwolle, Day(2024, 7, 31)).agreement(),
            pb::Supervision::AGREEMENT_NO_STEP);
  // Taken back; the revision before keeps it.
  ASSERT_THAT(
      Deliver(Step(kZwolle, "orange", Day(2025, 1, 15), "retracted: true ")),
      IsOk());
  EXPECT_EQ(Of(kZwolle, Day(2025, 2, 1)).steps_size(), 1);
  EXPECT_EQ(Of(kZwolle, Day(2025, 2, 1), "revision: 4").steps_size(), 2);
}

TEST_F(SupervisionServiceTest, AFaultyLadderIsRefusedWhole) {
  const auto answer =
      Deliver(Level("provinces/pv23", 1, "green", "backlog_permille: 5 ") +
              Level("provinces/pv23", 3, "green", "") +
              Level("provinces/pv24", 1, "Green", "") +
              "ladder_levels { province: 'regions/twente' rank: 0 }");
  for (const char* field :
       {"ladder_levels[0]", "ladder_levels[1]", "ladder_levels[1].rank",
        "ladder_levels[1].code", "ladder_levels[2].province",
        "ladder_levels[2].code", "ladder_levels[3].province",
        "ladder_levels[3].rank", "ladder_levels[3].start_date",
        "ladder_levels[3].test", "ladder_levels[3].measure"}) {
    EXPECT_THAT(answer, HasViolation(field)) << field;
  }
  std::string other = Level("provinces/pv23", 2, "b", "backlog_permille: 5 ");
  other = absl::StrReplaceAll(other, {{"HALF_YEARLY", "MONTHLY"}});
  EXPECT_THAT(Deliver(Level("provinces/pv23", 1, "a", "") + other),
              HasViolation("ladder_levels[1].ladder"));
}

TEST_F(SupervisionServiceTest, AStepNamesALevelOfItsLadder) {
  EXPECT_THAT(Deliver(Step(kZwolle, "green", Day(2025, 1, 15))),
              HasViolation("supervision_steps[0].level"))
      << "there is no ladder yet";
  // Together with its ladder it is fine.
  ASSERT_THAT(Deliver(Level("provinces/pv23", 1, "green", "") +
                      Step(kZwolle, "green", Day(2025, 1, 15))),
              IsOk());
  EXPECT_THAT(Deliver(Step(kZwolle, "red", Day(2025, 1, 15))),
              HasViolation("supervision_steps[0].level"));
  EXPECT_THAT(Deliver(Step(kZwolle, "green", Day(2019, 10, 27))),
              HasViolation("supervision_steps[0].level"))
      << "before its first day";
  EXPECT_THAT(Deliver("supervision_steps { municipality: "
                      "'municipalities/gm0518' level: 'x' }"),
              HasViolation("supervision_steps[0].letter"));
}

TEST_F(SupervisionServiceTest, PagesStandOnBothRevisions) {
  DeliverLadders();
  auto request = Proto<pb::ListSupervisionRequest>(
      "parent: 'regions/ijsselland' page_size: 6 " +
      Date("as_of_date", Day(2025, 2, 1)));
  request.set_page_token(
      CallRpc(*stub_, &Stub::ListSupervision, request)->next_page_token());
  ASSERT_THAT(DeliverQuotas(Target(kZwolle, "2024-h2", 10, Day(2024, 4, 1))),
              IsOk());
  const auto page = CallRpc(*stub_, &Stub::ListSupervision, request);
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->supervisions_size(), 5);
  EXPECT_EQ(page->quotas_revision(), 1);
  EXPECT_FALSE(page->supervisions(4).outcomes(1).has_balance_person_count());
}

}  // namespace
}  // namespace opvang::housing
