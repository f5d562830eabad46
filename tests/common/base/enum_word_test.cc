#include "common/base/enum_word.h"

#include "gmock/gmock.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang {
namespace {

namespace l = nl::opvang::locations::v1;

TEST(EnumWordTest, LeavesOutWhatAllValuesBeginWith) {
  EXPECT_EQ(EnumWord(l::LOCATION_STATE_COA_SITE_VISIT), "coa_site_visit");
  EXPECT_EQ(EnumWord(l::PlaceEntry::END_CERTAINTY_FIXED), "fixed");
  EXPECT_EQ(EnumWord(l::LOCATION_STATE_UNSPECIFIED), "unspecified");
  EXPECT_EQ(EnumWord(static_cast<l::LocationState>(99)), "99");
}

TEST(EnumWordTest, OnlyItsOwnWordsLeadBack) {
  EXPECT_EQ(EnumOfWord<l::LocationState>("open"), l::LOCATION_STATE_OPEN);
  for (const char* word :
       {"", "Open", "OPEN", "location_state_open", "afloat", "99"}) {
    EXPECT_EQ(EnumOfWord<l::LocationState>(word), std::nullopt) << word;
  }
}

void CheckValues(const google::protobuf::EnumDescriptor& type) {
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    EXPECT_NE(EnumWord(value).size(), value.name().size()) << value.full_name();
    EXPECT_EQ(FindEnumWord(type, EnumWord(value)), &value) << value.full_name();
  }
}

void CheckEnums(const google::protobuf::Descriptor& type, int& enums) {
  for (int i = 0; i < type.enum_type_count(); ++i, ++enums) {
    CheckValues(*type.enum_type(i));
  }
  for (int i = 0; i < type.nested_type_count(); ++i) {
    CheckEnums(*type.nested_type(i), enums);
  }
}

// Of every enum of every contract.
TEST(EnumWordTest, EveryValueHasAWordThatLeadsBack) {
  int enums = 0;
  for (const auto* file :
       {nl::opvang::quotas::v1::Cycle::descriptor()->file(),
        l::Location::descriptor()->file(),
        nl::opvang::housing::v1::Move::descriptor()->file(),
        nl::opvang::reporting::v1::Text::descriptor()->file()}) {
    for (int i = 0; i < file->enum_type_count(); ++i, ++enums) {
      CheckValues(*file->enum_type(i));
    }
    for (int i = 0; i < file->message_type_count(); ++i) {
      CheckEnums(*file->message_type(i), enums);
    }
  }
  EXPECT_GT(enums, 40);
}

}  // namespace
}  // namespace opvang
