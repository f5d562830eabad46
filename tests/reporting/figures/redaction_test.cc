// Protected locations in the public edition.
#include "services/reporting/figures/redaction.h"

#include <random>

#include "common/base/calendar.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/life/seal.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

namespace l = nl::opvang::locations::v1;

using testing::HasSubstr;
using testing::Not;

constexpr char kHidden[] = "municipalities/gm0193/locations/stil";

// A report with one protected site and one shelter, one of them told of in
// sentences as well.
pb::ReportContent Content() {
  pb::ReportContent content;
  pb::MunicipalityRow& row = *content.add_municipalities();
  row.set_municipality(kZwolle);
  row.set_display_name("Zwolle");
  pb::Site& site = *row.add_sites();
  site.set_location(kHidden);
  site.set_display_name("Huize Élan");
  site.set_address("Stille Steeg 5");
  site.set_remark("achter de school");
  site.add_sources("Memo, rij 5: Huize Élan");
  site.set_protected_(true);
  site.add_groups()->set_counted_place_count(12);
  pb::Site& open = *row.add_sites();
  open.set_location("municipalities/gm0193/locations/stil-2");
  open.set_display_name("Huize Élans");
  open.set_address("Markt 1");
  pb::Shelter& shelter = *row.add_shelters();
  shelter.set_location("municipalities/gm0193/locations/nacht");
  shelter.set_display_name("Zwolle");
  shelter.set_protected_(true);
  pb::Finding& finding = *content.add_findings();
  finding.set_sentence(
      "Huize Élan (Zwolle) heeft geen begin; Huize Élans wel.");
  finding.set_key("START_MISSING|municipalities/gm0193/locations/stil");
  finding.add_figures("municipalities/gm0193/locations/stil#amv.x");
  return content;
}

std::string Published(const pb::ReportContent& content,
                      const std::string& own = "") {
  pb::ReportContent published = content;
  RedactionOf({&content}, own).Apply(published);
  return *ToJson(published);
}

TEST(RedactionTest, NoWordOfAProtectedLocationIsLeft) {
  const std::string json = Published(Content());
  for (const char* hidden :
       {"locations/stil\"", "locations/stil#", "Huize Élan\"", "Huize Élan ",
        "Stille Steeg", "school", "locations/nacht"}) {
    EXPECT_THAT(json, Not(HasSubstr(hidden)));
  }
  EXPECT_THAT(json, HasSubstr("Beschermde locatie 2 (Zwolle) heeft geen begin; "
                              "Huize Élans wel."));
  EXPECT_THAT(json, HasSubstr("locations/beschermd-2#amv.x"));
}

// Its places protect it, also in a report that does not say so.
TEST(RedactionTest, AHouseForMinorsIsProtected) {
  pb::ReportContent content = Content();
  pb::Site& open = *content.mutable_municipalities(0)->mutable_sites(1);
  ASSERT_EQ(open.address(), "Markt 1");
  const auto add = [&](l::PlaceGroup group, int year, int count) {
    auto& place = *open.add_places();
    place.set_place_group(group);
    place.set_place_basis(l::PlaceEntry::BASIS_DECIDED);
    *place.mutable_start_date() = ToProto(absl::CivilDay(year, 1, 1));
    place.set_place_count(count);
  };
  add(l::PLACE_GROUP_AMV, 2025, 8);
  EXPECT_THAT(Published(content), Not(HasSubstr("Markt 1")));
  // What it was for others before does not open it.
  add(l::PLACE_GROUP_REGULAR, 2023, 90);
  EXPECT_THAT(Published(content), HasSubstr("Markt 1"));
  add(l::PLACE_GROUP_REGULAR, 2025, 0);
  EXPECT_THAT(Published(content), Not(HasSubstr("Markt 1")));
}

TEST(RedactionTest, WhatIsNotProtectedStays) {
  const std::string json = Published(Content());
  EXPECT_THAT(json, HasSubstr("locations/stil-2"));
  EXPECT_THAT(json, HasSubstr("Markt 1"));
  EXPECT_THAT(json, HasSubstr("\"displayName\": \"Zwolle\""));
  EXPECT_THAT(json, HasSubstr("\"countedPlaceCount\": 12"));
}

TEST(RedactionTest, OnesOwnLocationsAreNamed) {
  const pb::ReportContent content = Content();
  EXPECT_EQ(Published(content, kZwolle), *ToJson(content));
  EXPECT_THAT(Published(content, "municipalities/gm0166"),
              Not(HasSubstr("Stille Steeg")));
}

TEST(RedactionTest, ALocationHasOneNameInTwoReports) {
  const pb::ReportContent first = Content();
  pb::ReportContent second = Content();
  second.mutable_municipalities(0)->mutable_shelters()->Clear();
  const Redaction both = RedactionOf({&second, &first}, "");
  pb::ReportContent shown = second;
  both.Apply(shown);
  EXPECT_EQ(shown.municipalities(0).sites(0).location(),
            "municipalities/gm0193/locations/beschermd-2");
}

TEST(RedactionTest, AFigureOfAHiddenLocationIsFoundByTheNameThatIsShown) {
  const pb::ReportContent content = Content();
  const Redaction redaction = RedactionOf({&content}, "");
  EXPECT_EQ(redaction.Real("municipalities/gm0193/locations/beschermd-2#a.b"),
            "municipalities/gm0193/locations/stil#a.b");
  EXPECT_EQ(redaction.Real("municipalities/gm0193#a.b"),
            "municipalities/gm0193#a.b");
}

// Over whole reports: every word of a protected location is gone, every number
// is still there.
TEST(RedactionTest, OfRandomReportsNoProtectedWordIsLeftAndNoCountChanges) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int hidden = 0;
  for (int i = 0; i < 20; ++i) {
    const pb::ReportContent content =
        RandomWorld("provinces/pv23", 6, random).Report();
    pb::ReportContent published = content;
    RedactionOf({&content}, "").Apply(published);
    const std::string json = *ToJson(published);
    for (int m = 0; m < content.municipalities_size(); ++m) {
      EXPECT_EQ(content.municipalities(m).figures().SerializeAsString(),
                published.municipalities(m).figures().SerializeAsString());
      for (const pb::Site& site : content.municipalities(m).sites()) {
        if (!site.protected_()) continue;
        ++hidden;
        EXPECT_THAT(json, Not(HasSubstr(site.location() + "\"")));
        EXPECT_THAT(json, Not(HasSubstr(site.location() + "#")));
        EXPECT_THAT(json, Not(HasSubstr(site.display_name() + "\"")));
      }
    }
  }
  EXPECT_GT(hidden, 0);
}

}  // namespace
}  // namespace opvang::reporting
