// Every value that a source may tell has a Dutch word in a report.
#include "services/reporting/figures/report_words.h"

#include <set>

#include "common/base/enum_word.h"
#include "services/reporting/figures/site_places.h"
#include "tests/support/matchers.h"

namespace opvang::reporting {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace pb = nl::opvang::reporting::v1;

// What is the same word in Dutch.
const std::set<std::string> kAlike = {"open", "amv", "buffer"};

// Each value of an enum but the one that is never used.
template <typename Enum, typename Dutch>
void ExpectDutch(Dutch dutch) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  std::set<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) {
    const std::string told = dutch(static_cast<Enum>(type.value(i)->number()));
    const std::string word = EnumWord(*type.value(i));
    EXPECT_TRUE(told != word || kAlike.count(word)) << type.value(i)->name();
    EXPECT_TRUE(words.insert(told).second) << told << " is two things";
  }
  // Of a number that nobody named yet, the number: it is not lost.
  EXPECT_EQ(dutch(static_cast<Enum>(99)), "99");
}

TEST(ReportWordsTest, EveryValueIsToldInDutch) {
  ExpectDutch<l::PlaceGroup>(DutchGroup);
  ExpectDutch<l::LocationState>(DutchState);
  ExpectDutch<l::Location::Operator>(DutchOperator);
  ExpectDutch<l::LocationCoverage::Reason>(DutchReason);
  ExpectDutch<h::HousingPlan::HomeSource>(DutchHomeSource);
  ExpectDutch<h::HousingPlan::Certainty>(DutchCertainty);
  ExpectDutch<h::Metric>(DutchStatement);
  ExpectDutch<q::QuotaEntry::Basis>(
      [](q::QuotaEntry::Basis basis) { return DutchBasis(basis); });
  ExpectDutch<q::Transfer::State>(DutchTransferState);
  ExpectDutch<pb::TransferRow::Counting>(DutchCounting);
  ExpectDutch<pb::TransferRow::Reason>(DutchTransferReason);
}

TEST(ReportWordsTest, WhatIsNotOnRecordIsSaid) {
  EXPECT_EQ(DutchState(l::LOCATION_STATE_UNSPECIFIED), "niet vastgelegd");
  EXPECT_EQ(DutchCertainty(h::HousingPlan::CERTAINTY_UNSPECIFIED),
            "niet vermeld");
}

// Every stage is decided, over, or neither; the others have no third reading.
TEST(SitePlacesTest, AStageIsDecidedOrOverOrNeither) {
  for (int i = 1; i < l::LocationStage_descriptor()->value_count(); ++i) {
    const auto stage = static_cast<l::LocationStage>(
        l::LocationStage_descriptor()->value(i)->number());
    pb::Site site;
    site.set_stage(stage);
    EXPECT_EQ(IsDecided(site), stage == l::LOCATION_STAGE_DECIDED ||
                                   stage == l::LOCATION_STAGE_STANDING);
    EXPECT_EQ(IsOver(stage), stage == l::LOCATION_STAGE_CLOSED ||
                                 stage == l::LOCATION_STAGE_WITHDRAWN);
  }
}

// A group that nobody named yet counts like the others, as locations counts it.
TEST(SitePlacesTest, AGroupOfLaterIsNotLost) {
  pb::Site site;
  site.set_stage(l::LOCATION_STAGE_STANDING);
  for (const auto& [group, count] :
       std::map<int, int>{{l::PLACE_GROUP_REGULAR, 1},
                          {l::PLACE_GROUP_BUFFER, 10},
                          {9, 100}}) {
    pb::PlaceFact& place = *site.add_places();
    place.set_place_group(static_cast<l::PlaceGroup>(group));
    place.set_place_basis(l::PlaceEntry::BASIS_DECIDED);
    place.mutable_start_date()->set_year(2024);
    place.mutable_start_date()->set_month(1);
    place.mutable_start_date()->set_day(1);
    place.set_place_count(count);
  }
  EXPECT_EQ(PlacesOn(site, absl::CivilDay(2024, 1, 1), false), 101);
  EXPECT_EQ(PlacesOn(site, absl::CivilDay(2023, 12, 31), false), 0);
  EXPECT_EQ(AllDecidedOn(site.places(), absl::CivilDay(2024, 1, 1)), 111);
}

}  // namespace
}  // namespace opvang::reporting
