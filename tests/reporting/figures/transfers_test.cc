#include "services/reporting/figures/transfers.h"

#include <random>

#include "common/base/calendar.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
using absl::CivilDay;
using testing::ElementsAre;

const Period kWindow = {.start = CivilDay(2025, 7, 1),
                        .end = CivilDay(2026, 2, 1)};

// Dronten to Kampen, as quotas tells it on the report's day.
quotas::Transfer Dronten(quotas::Transfer::State state,
                         CivilDay start = kWindow.start,
                         std::optional<CivilDay> end = kWindow.end) {
  quotas::Transfer transfer;
  transfer.set_name("transfers/a");
  transfer.set_giver("municipalities/gm0303");
  transfer.set_receiver("municipalities/gm0166");
  transfer.set_place_count(200);
  transfer.set_amv_count(20);
  transfer.set_state(state);
  *transfer.mutable_start_date() = ToProto(start);
  if (end.has_value()) *transfer.mutable_end_date() = ToProto(*end);
  if (state == quotas::Transfer::STATE_AGREED ||
      state == quotas::Transfer::STATE_ACTIVE ||
      state == quotas::Transfer::STATE_CONDITION_MET) {
    *transfer.mutable_lent_start_date() = ToProto(start);
    if (end.has_value()) *transfer.mutable_lent_end_date() = ToProto(*end);
  }
  return transfer;
}

TEST(TransfersTest, CountsLikeAPlaceThatIsThereForTheWholeWindow) {
  for (const auto& [start, end, counting, reasons] :
       std::vector<std::tuple<CivilDay, std::optional<CivilDay>,
                              pb::TransferRow::Counting, std::vector<int>>>{
           {CivilDay(2025, 7, 1),
            CivilDay(2026, 2, 1),
            pb::TransferRow::COUNTING_GUARANTEED,
            {}},
           {CivilDay(2025, 6, 1),
            std::nullopt,
            pb::TransferRow::COUNTING_GUARANTEED,
            {}},
           {CivilDay(2025, 7, 2),
            CivilDay(2026, 2, 1),
            pb::TransferRow::COUNTING_INTENDED,
            {pb::TransferRow::REASON_OPENS_AFTER_WINDOW_START}},
           {CivilDay(2025, 7, 1),
            CivilDay(2026, 1, 31),
            pb::TransferRow::COUNTING_NONE,
            {pb::TransferRow::REASON_CLOSES_IN_WINDOW}},
           {CivilDay(2025, 8, 1),
            CivilDay(2025, 9, 1),
            pb::TransferRow::COUNTING_NONE,
            {pb::TransferRow::REASON_OPENS_AFTER_WINDOW_START,
             pb::TransferRow::REASON_CLOSES_IN_WINDOW}}}) {
    const pb::TransferRow row = ToTransferRow(
        Dronten(quotas::Transfer::STATE_AGREED, start, end), kWindow);
    EXPECT_EQ(row.transfer_counting(), counting) << FormatDay(start);
    EXPECT_EQ(std::vector<int>(row.counting_reasons().begin(),
                               row.counting_reasons().end()),
              reasons);
  }
}

TEST(TransfersTest, CountsWithIntentionsWhileItsConditionIsOpen) {
  const pb::TransferRow pending = ToTransferRow(
      Dronten(quotas::Transfer::STATE_CONDITION_PENDING), kWindow);
  EXPECT_EQ(pending.transfer_counting(), pb::TransferRow::COUNTING_INTENDED);
  EXPECT_THAT(pending.counting_reasons(),
              ElementsAre(pb::TransferRow::REASON_CONDITION_PENDING));
  EXPECT_EQ(pending.giver_display_name(), "Dronten");
  EXPECT_EQ(pending.transfer_state(),
            quotas::Transfer::STATE_CONDITION_PENDING);
  const pb::TransferRow proposed =
      ToTransferRow(Dronten(quotas::Transfer::STATE_PROPOSED), kWindow);
  EXPECT_EQ(proposed.transfer_counting(), pb::TransferRow::COUNTING_NONE);
  EXPECT_THAT(proposed.counting_reasons(),
              ElementsAre(pb::TransferRow::REASON_NOT_AGREED));
}

pb::MunicipalityRow Row(const std::string& name, int target, int guaranteed) {
  pb::MunicipalityRow row;
  row.set_municipality(name);
  pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
  asylum.set_target_place_count(target);
  asylum.set_guaranteed_place_count(guaranteed);
  asylum.set_intended_place_count(guaranteed);
  return row;
}

TEST(TransfersTest, TheReceiverCountsWhatTheGiverLacks) {
  std::vector<pb::MunicipalityRow> rows = {
      Row("municipalities/gm0303", 246, 1300),
      Row("municipalities/gm0166", 308, 48)};
  Lend({ToTransferRow(Dronten(quotas::Transfer::STATE_ACTIVE), kWindow)}, rows);
  EXPECT_THAT(rows[0].figures().asylum(),
              EqualsProto(R"pb(target_place_count: 246
                               guaranteed_place_count: 1100
                               guaranteed_amv_count: -20
                               intended_place_count: 1100
                               intended_amv_count: -20
                               transferred_place_count: -200)pb"));
  EXPECT_THAT(rows[1].figures().asylum(),
              EqualsProto(R"pb(target_place_count: 308
                               guaranteed_place_count: 248
                               guaranteed_amv_count: 20
                               intended_place_count: 248
                               intended_amv_count: 20
                               transferred_place_count: 200)pb"));
  std::vector<pb::MunicipalityRow> pending = {
      Row("municipalities/gm0166", 308, 48)};
  Lend({ToTransferRow(Dronten(quotas::Transfer::STATE_CONDITION_PENDING),
                      kWindow)},
       pending);
  const pb::AsylumFigures& kampen = pending[0].figures().asylum();
  EXPECT_EQ(kampen.guaranteed_place_count(), 48);
  EXPECT_EQ(kampen.intended_place_count(), 248);
  EXPECT_EQ(kampen.intended_transferred_place_count(), 200);
}

TEST(TransfersTest, TellsWhatIsLentBeyondTheSurplus) {
  const auto beyond = [](int target, int guaranteed) {
    std::vector<pb::MunicipalityRow> rows = {
        Row("municipalities/gm0303", target, guaranteed)};
    const std::vector<pb::TransferRow> transfers = {
        ToTransferRow(Dronten(quotas::Transfer::STATE_ACTIVE), kWindow)};
    Lend(transfers, rows);
    return LentBeyondSurplus(rows[0], transfers);
  };
  EXPECT_EQ(beyond(246, 1300), 0);
  EXPECT_EQ(beyond(246, 446), 0);
  EXPECT_EQ(beyond(246, 445), 1);
  EXPECT_EQ(beyond(246, 100), 200);
  std::vector<pb::MunicipalityRow> receiver = {
      Row("municipalities/gm0166", 308, 48)};
  EXPECT_EQ(LentBeyondSurplus(receiver[0], {}), 0);
}

TEST(TransfersTest, APlaceOnASharedSiteIsNoExcess) {
  // ROL Meeuwenlaan, 300 places, of Zwolle and four others; 60 to each.
  std::vector<pb::MunicipalityRow> rows = {
      Row("municipalities/gm0193", 717, 520)};
  pb::Site& rol = *rows[0].add_sites();
  rol.add_groups()->set_counted_place_count(300);
  std::vector<pb::TransferRow> transfers;
  for (const char* receiver :
       {"municipalities/gm0148", "municipalities/gm0180",
        "municipalities/gm0177", "municipalities/gm1896"}) {
    rol.add_participants(receiver);
    pb::TransferRow& one = transfers.emplace_back();
    one.set_giver("municipalities/gm0193");
    one.set_receiver(receiver);
    one.set_place_count(60);
    one.set_transfer_counting(pb::TransferRow::COUNTING_GUARANTEED);
  }
  std::vector<pb::MunicipalityRow> after = rows;
  Lend(transfers, after);
  EXPECT_EQ(LentBeyondSurplus(after[0], transfers), 0);
  // More than the site has is an excess again.
  transfers[0].set_place_count(200);
  after = rows;
  Lend(transfers, after);
  EXPECT_EQ(LentBeyondSurplus(after[0], transfers), 80);
  // So is what goes to somebody who takes no part.
  transfers[0].set_place_count(60);
  transfers[0].set_receiver("municipalities/gm0166");
  after = rows;
  Lend(transfers, after);
  EXPECT_EQ(LentBeyondSurplus(after[0], transfers), 60);
}

TEST(TransfersTest, OfAGiverThatDeliveredNothingTheExcessIsUnknown) {
  pb::MunicipalityRow row;
  row.set_municipality("municipalities/gm0303");
  EXPECT_EQ(LentBeyondSurplus(row, {}), std::nullopt);
}

TEST(TransfersTest, KeepsEverySumInRandomWorlds) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::vector<pb::MunicipalityRow> rows;
    int guaranteed = 0;
    for (int i = 0; i < 5; ++i) {
      rows.push_back(Row(std::to_string(i), static_cast<int>(random() % 500),
                         static_cast<int>(random() % 900)));
      guaranteed += rows.back().figures().asylum().guaranteed_place_count();
    }
    std::vector<pb::TransferRow> transfers;
    for (int i = 0; i < 6; ++i) {
      quotas::Transfer one =
          Dronten(static_cast<quotas::Transfer::State>(1 + random() % 4),
                  kWindow.start + static_cast<int>(random() % 3) - 1,
                  *kWindow.end + static_cast<int>(random() % 3) - 1);
      const int giver = static_cast<int>(random() % 5);
      one.set_giver(std::to_string(giver));
      one.set_receiver(
          std::to_string((giver + 1 + static_cast<int>(random() % 4)) % 5));
      one.set_place_count(1 + static_cast<int>(random() % 100));
      transfers.push_back(ToTransferRow(one, kWindow));
      ASSERT_EQ(transfers.back().counting_reasons().empty(),
                transfers.back().transfer_counting() ==
                    pb::TransferRow::COUNTING_GUARANTEED);
    }
    Lend(transfers, rows);
    int sum = 0, intended = 0;
    for (const pb::MunicipalityRow& row : rows) {
      sum += row.figures().asylum().guaranteed_place_count();
      intended += row.figures().asylum().intended_place_count();
    }
    ASSERT_EQ(sum, guaranteed);
    ASSERT_EQ(intended, guaranteed);
  }
}

}  // namespace
}  // namespace opvang::reporting
