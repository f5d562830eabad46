#include "common/base/enum_word.h"

#include "gmock/gmock.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang {
namespace {

namespace l = nl::opvang::locations::v1;

TEST(EnumWordTest, SaysAValueWithoutWhatAllBeginWith) {
  EXPECT_EQ(EnumWord(l::LOCATION_STATE_COA_SITE_VISIT), "coa_site_visit");
  EXPECT_EQ(EnumWord(l::PlaceEntry::BASIS_DECIDED), "decided");
  EXPECT_EQ(EnumWord(static_cast<l::LocationState>(990)), "990");
}

TEST(EnumWordTest, FindsEveryValueByItsWord) {
  for (const auto* file : {l::LocationState_descriptor()->file()}) {
    for (int e = 0; e < file->enum_type_count(); ++e) {
      const auto& type = *file->enum_type(e);
      for (int v = 0; v < type.value_count(); ++v) {
        EXPECT_EQ(ValueOfWord(type, EnumWord(*type.value(v))), type.value(v))
            << type.value(v)->full_name();
      }
    }
  }
  EXPECT_EQ(EnumOfWord<l::LocationState>("open"), l::LOCATION_STATE_OPEN);
  EXPECT_EQ(EnumOfWord<l::LocationState>("opened"), std::nullopt);
}

}  // namespace
}  // namespace opvang
