#include "services/locations/location_validation.h"

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"

namespace opvang::locations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRolName[] = "municipalities/gm0193/locations/rol";

pb::PlaceEntry Entry(const std::string& changes) {
  auto entry =
      Proto<pb::PlaceEntry>(R"pb(group: PLACE_GROUP_REGULAR
                                 basis: BASIS_DECIDED
                                 start_date { year: 2024 month: 1 day: 1 }
                                 place_count: 10
                                 decision: 'besluit'
                                 source: 'brief')pb");
  entry.set_location(kRolName);
  // Singular fields are overwritten, so a change is what comes after.
  entry.MergeFrom(Proto<pb::PlaceEntry>(changes));
  return entry;
}

pb::Location Description(const std::string& changes) {
  auto location = Proto<pb::Location>(R"pb(display_name: 'ROL'
                                           kind: 'rol'
                                           operator: OPERATOR_COA
                                           source: 'x')pb");
  location.set_name(kRolName);
  location.MergeFrom(Proto<pb::Location>(changes));
  return location;
}

Register Known() {
  Register known;
  known.kinds = {
      Proto<pb::LocationKind>(R"pb(code: 'rol' purpose: PURPOSE_ASYLUM)pb"),
      Proto<pb::LocationKind>(R"pb(code: 'goo' purpose: PURPOSE_UKRAINE)pb")};
  known.locations = {Description("")};
  return known;
}

pb::DeliverLocationsRequest Delivery() {
  pb::DeliverLocationsRequest request;
  request.set_parent("municipalities/gm0193");
  return request;
}

std::vector<std::string> Faults(const pb::DeliverLocationsRequest& request,
                                const Register& known = Known()) {
  Violations violations = CheckDelivery(request, absl::CivilDay(2026, 11, 29));
  CheckAgainst(known, request, violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.all()) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(LocationProtoTest, NamesTheFaultOfAnEntry) {
  struct {
    std::string changes;
    std::string field;  // Below place_entries[0]; empty for none.
  } const kCases[] = {
      {"", ""},
      {"place_count: 100000", ""},
      {"place_count: 100001", ".place_count"},
      {"place_count: -5", ".place_count"},
      {"start_date { month: 2 day: 30 }", ".start_date"},
      {"start_date { year: 2024 month: 2 day: 29 }", ""},
      {"start_date { year: 2023 month: 2 day: 29 }", ".start_date"},
      {"group: PLACE_GROUP_BUFFER", ""},
      {"end_certainty: END_CERTAINTY_FIXED", ".end_certainty"},
      {"stated_date: 'tot maart 2026'", ""},
      {absl::StrCat("stated_date: '", std::string(101, 'x'), "'"),
       ".stated_date"},
      {absl::StrCat("decision: '", std::string(201, 'x'), "'"), ".decision"},
      {absl::StrCat("source: '", std::string(501, 'x'), "'"), ".source"},
      {"source: 'een\\nregel'", ".source"},
      {"location: 'municipalities/gm0193/locations/none'", ".location"},
      {"location: 'municipalities/gm0150/locations/azc'", ".location"},
      {"location: 'municipalities/gm9999/locations/azc'", ".location"},
      {"location: 'rol'", ".location"},
  };
  for (const auto& one : kCases) {
    auto request = Delivery();
    *request.add_place_entries() = Entry(one.changes);
    const std::vector<std::string> faults = Faults(request);
    SCOPED_TRACE(one.changes);
    if (one.field.empty()) {
      EXPECT_THAT(faults, IsEmpty());
    } else {
      ASSERT_FALSE(faults.empty());
      EXPECT_EQ(faults[0], "place_entries[0]" + one.field);
    }
  }
}

TEST(LocationProtoTest, ADecidedEntryNeedsItsDayAndItsDecision) {
  auto request = Delivery();
  auto& entry = *request.add_place_entries() = Entry("");
  entry.clear_start_date();
  entry.clear_decision();
  EXPECT_THAT(Faults(request), ElementsAre("place_entries[0].start_date",
                                           "place_entries[0].decision"));
  entry.set_basis(pb::PlaceEntry::BASIS_PLANNED);
  EXPECT_THAT(Faults(request), IsEmpty());
}

TEST(LocationProtoTest, RefusesValuesThatNoEnumHas) {
  auto request = Delivery();
  auto& entry = *request.add_place_entries() = Entry("");
  entry.set_group(static_cast<pb::PlaceGroup>(9));
  entry.set_basis(static_cast<pb::PlaceEntry::Basis>(9));
  entry.set_place_count(0);
  entry.set_end_certainty(static_cast<pb::PlaceEntry::EndCertainty>(9));
  auto& location = *request.add_locations() = Description("kind: 'goo'");
  location.set_operator_(static_cast<pb::Location::Operator>(9));
  location.set_quality_level(static_cast<pb::Location::QualityLevel>(900));
  auto& state = *request.add_state_entries();
  state.set_location(kRolName);
  state.set_state(static_cast<pb::LocationState>(99));
  const std::vector<std::string> faults = Faults(request);
  for (const char* field :
       {"place_entries[0].group", "place_entries[0].basis",
        "place_entries[0].end_certainty", "locations[0].operator",
        "locations[0].quality_level", "state_entries[0].state"}) {
    EXPECT_THAT(faults, testing::Contains(field));
  }
}

TEST(LocationProtoTest, NamesTheFaultOfADescription) {
  struct {
    std::string changes;
    std::string field;
  } const kCases[] = {
      {"", ""},
      {"kind: 'azd'", ".kind"},
      {"name: 'municipalities/gm0193/locations/9'", ".name"},
      {"name: 'municipalities/gm0150/locations/a'", ".name"},
      {"name: 'municipalities/gm0193/locations/A'", ".name"},
      {absl::StrCat("display_name: '", std::string(101, 'x'), "'"),
       ".display_name"},
      {absl::StrCat("address: '", std::string(201, 'x'), "'"), ".address"},
      {absl::StrCat("coa_number: '", std::string(41, 'x'), "'"), ".coa_number"},
      {absl::StrCat("remark: '", std::string(1001, 'x'), "'"), ".remark"},
      {"participants: 'municipalities/gm0180'", ""},
      {"participants: 'municipalities/gm0193'", ".participants[0]"},
      {"participants: 'municipalities/gm0180' "
       "participants: 'municipalities/gm0180'",
       ".participants[1]"},
      {"participants: 'provinces/pv23'", ".participants[0]"},
      {"special_group: 'zorg'", ".special_group"},
      {"quality_level: QUALITY_LEVEL_LOWER", ".quality_level"},
      {"kind: 'goo' special_group: 'zorg' quality_level: QUALITY_LEVEL_LOWER",
       ""},
  };
  for (const auto& one : kCases) {
    auto request = Delivery();
    *request.add_locations() = Description(one.changes);
    SCOPED_TRACE(one.changes);
    if (one.field.empty()) {
      EXPECT_THAT(Faults(request), IsEmpty());
    } else {
      EXPECT_THAT(Faults(request), ElementsAre("locations[0]" + one.field));
    }
  }
}

TEST(LocationProtoTest, AFaultOfFormHidesNoFaultAgainstTheRegister) {
  auto request = Delivery();
  *request.add_locations() = Description("display_name: '\\t' kind: 'azd'");
  *request.add_place_entries() = Entry("place_count: -1");
  *request.add_place_entries() =
      Entry("location: 'municipalities/gm0193/locations/none'");
  EXPECT_THAT(
      Faults(request),
      ElementsAre("locations[0].display_name", "place_entries[0].place_count",
                  "locations[0].kind", "place_entries[1].location"));
}

TEST(LocationProtoTest, AFactIsStatedOnceInADelivery) {
  auto request = Delivery();
  *request.add_place_entries() = Entry("");
  *request.add_place_entries() = Entry("group: PLACE_GROUP_AMV");
  *request.add_place_entries() = Entry("place_count: 12");
  // A second word that retracts is one too many as well.
  *request.add_place_entries() = Entry("");
  request.mutable_place_entries(3)->clear_place_count();
  EXPECT_THAT(Faults(request),
              ElementsAre("place_entries[2]", "place_entries[3]"));
}

TEST(LocationProtoTest, ALocationMayComeWithTheSameDelivery) {
  auto request = Delivery();
  *request.add_locations() = Description("");
  *request.add_place_entries() = Entry("");
  Register known = Known();
  known.locations.clear();
  EXPECT_THAT(Faults(request, known), IsEmpty());
}

pb::PlaceEntry End(int year, pb::PlaceEntry::Basis basis) {
  auto end = Entry("place_count: 0 end_certainty: END_CERTAINTY_FIXED");
  end.set_place_count(0);
  end.mutable_start_date()->set_year(year);
  end.set_basis(basis);
  return end;
}

TEST(LocationProtoTest, AnEndEndsSomething) {
  const auto decided = pb::PlaceEntry::BASIS_DECIDED;
  const auto planned = pb::PlaceEntry::BASIS_PLANNED;
  const auto faults = [](const std::vector<pb::PlaceEntry>& entries,
                         const std::vector<pb::PlaceEntry>& before = {}) {
    auto request = Delivery();
    for (const auto& entry : entries) *request.add_place_entries() = entry;
    Register known = Known();
    known.entries = before;
    return Faults(request, known);
  };
  auto plan = Entry("basis: BASIS_PLANNED");
  auto retracted = Entry("");
  retracted.clear_place_count();
  const std::vector<std::string> fault = {"place_entries[0].start_date"};
  EXPECT_EQ(faults({End(2025, decided)}), fault);
  EXPECT_EQ(faults({End(2024, decided)}, {Entry("start_date { day: 2 }")}),
            fault);
  EXPECT_THAT(faults({End(2025, decided)}, {Entry("")}), IsEmpty());
  EXPECT_THAT(faults({End(2025, decided), Entry("")}), IsEmpty());
  // Another group, or a plan, is no start of what is decided.
  EXPECT_EQ(faults({End(2025, decided)}, {Entry("group: PLACE_GROUP_AMV")}),
            fault);
  EXPECT_EQ(faults({End(2025, decided)}, {plan}), fault);
  EXPECT_EQ(faults({End(2025, decided), retracted}, {Entry("")}), fault);
  // A plan may end what was decided, and what was planned.
  EXPECT_THAT(faults({End(2025, planned)}, {Entry("")}), IsEmpty());
  EXPECT_THAT(faults({End(2025, planned)}, {plan}), IsEmpty());
  EXPECT_EQ(faults({End(2025, planned)}), fault);
}

TEST(LocationProtoTest, TheWindowAndTheRuleSetAreCheckedTogether) {
  auto request = Proto<pb::ListCoverageRequest>(
      R"pb(window_start_date { year: 2025 month: 7 day: 1 }
           window_end_date { year: 2026 month: 2 day: 1 }
           realisation_start_date { year: 2024 month: 10 day: 1 }
           realisation_end_date { year: 2025 month: 7 day: 1 }
           rule_set: 'cycle-2024')pb");
  const auto faults = [&request] {
    Violations violations;
    CheckWindow(request, violations);
    std::vector<std::string> fields;
    for (const auto& one : violations.all()) fields.push_back(one.field);
    return fields;
  };
  EXPECT_THAT(faults(), IsEmpty());
  request.set_rule_set("cycle-1999");
  *request.mutable_window_end_date() = request.window_start_date();
  EXPECT_THAT(faults(), ElementsAre("window_end_date", "rule_set"));
  *request.mutable_realisation_start_date() = request.window_start_date();
  request.mutable_realisation_start_date()->set_day(2);
  EXPECT_THAT(faults(), ElementsAre("window_end_date", "realisation_end_date",
                                    "realisation_start_date", "rule_set"));
  request.mutable_window_start_date()->set_day(32);
  EXPECT_THAT(faults(), ElementsAre("window_start_date", "rule_set"));
}

}  // namespace
}  // namespace opvang::locations
