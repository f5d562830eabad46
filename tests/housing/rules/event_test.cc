#include "services/housing/rules/event.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/housing/rules/half_year.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;
const Day kDay(2024, 7, 9);

TEST(HalfYearTest, KnowsItsDays) {
  const HalfYear h2 = *HalfYear::Parse("2024-h2");
  EXPECT_EQ(h2.Days(), (Period{Day(2024, 7, 1), Day(2025, 1, 1)}));
  EXPECT_EQ(h2.LastDay(), Day(2024, 12, 31));
  EXPECT_EQ((h2 + 1).Days(), (Period{Day(2025, 1, 1), Day(2025, 7, 1)}));
  EXPECT_EQ((h2 - 2).Name(), "2023-h2");
  EXPECT_EQ(h2 - *HalfYear::Parse("2016-h1"), 17);
  EXPECT_EQ(HalfYear::Of(Day(2024, 6, 30)).Name(), "2024-h1");
  EXPECT_EQ(HalfYear::Of(Day(2024, 7, 1)).Name(), "2024-h2");
  for (const char* text : {"2024-h3", "2024h1", "24-h1", "", "2024-H1"}) {
    EXPECT_FALSE(HalfYear::Parse(text).has_value()) << text;
  }
}

pb::Placement Placed(const std::string& id, int persons,
                     const std::string& corrected = "", Day day = kDay,
                     std::optional<int> minors = {}) {
  pb::Placement placement;
  placement.set_name("municipalities/gm0193/placements/" + id);
  *placement.mutable_placement_date() = ToProto(day);
  placement.set_kind("home");
  placement.set_person_count(persons);
  if (minors.has_value()) placement.set_amv_count(*minors);
  if (!corrected.empty()) {
    placement.set_corrected_placement("municipalities/gm0193/placements/" +
                                      corrected);
  }
  placement.set_source("COA");
  return placement;
}

// Where the faults of `placement` are, after `known`.
std::vector<std::string> Faults(const std::vector<pb::Placement>& known,
                                const pb::Placement& placement) {
  EventRecord record;
  for (const pb::Placement& one : known) record.Learn(EventOf(one));
  Violations violations;
  record.Admit(EventOf(placement), "p", violations);
  std::vector<std::string> fields;
  for (const FieldViolation& one : violations.all()) {
    fields.push_back(one.field);
  }
  return fields;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EventTest, ACorrectionTakesNoMoreThanItsFirstGave) {
  const auto first = Placed("a", 20);
  const auto before = Placed("b", -15, "a");
  EXPECT_THAT(Faults({first, before}, Placed("c", -5, "a")), IsEmpty());
  EXPECT_THAT(Faults({first, before}, Placed("c", -6, "a")),
              ElementsAre("p.corrected_placement"));
  // In whatever order they were recorded.
  EXPECT_THAT(Faults({before, first}, Placed("c", -6, "a")),
              ElementsAre("p.corrected_placement"));
}

TEST(EventTest, MinorsAreTakenBackApart) {
  const auto first = Placed("a", 20, "", kDay, 5);
  EXPECT_THAT(Faults({first}, Placed("b", -6, "a", kDay, -5)), IsEmpty());
  EXPECT_THAT(Faults({first}, Placed("b", -6, "a", kDay, -6)),
              ElementsAre("p.amv_count"));
  EXPECT_THAT(Faults({first}, Placed("b", -15, "a")), IsEmpty());
  EXPECT_THAT(Faults({first}, Placed("b", -16, "a")),
              ElementsAre("p.amv_count"))
      << "five minors cannot be among four persons";
  EXPECT_THAT(Faults({Placed("a", 20)}, Placed("b", -3, "a", kDay, -1)),
              ElementsAre("p.amv_count"))
      << "nobody said there were any";
}

TEST(EventTest, ACorrectionNamesWhatItCorrects) {
  const auto first = Placed("a", 20);
  EXPECT_THAT(Faults({}, Placed("b", -1, "a")),
              ElementsAre("p.corrected_placement"));
  EXPECT_THAT(Faults({first, Placed("b", -1, "a")}, Placed("c", -1, "b")),
              ElementsAre("p.corrected_placement"))
      << "a correction is not corrected";
  auto other = Placed("b", -1, "a", Day(2024, 7, 8));
  other.set_kind("dsl");
  EXPECT_THAT(Faults({first}, other),
              ElementsAre("p.kind", "p.placement_date"));
}

TEST(EventTest, ARepeatIsNotNewAndAnotherOfItsNameIsAFault) {
  EventRecord record;
  record.Learn(EventOf(Placed("a", 20)));
  Violations violations;
  auto same = Placed("a", 20);
  same.set_revision(7);
  EXPECT_FALSE(record.Admit(EventOf(same), "p", violations));
  EXPECT_TRUE(violations.empty());
  EXPECT_FALSE(record.Admit(EventOf(Placed("a", 21)), "p", violations));
  EXPECT_EQ(violations.all()[0].field, "p.name");
}

// Whatever the order, what is admitted never takes more than was given.
TEST(EventTest, NothingFallsBelowNoughtInAnyOrder) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    google::protobuf::RepeatedPtrField<pb::Placement> rows;
    for (int i = 0; i < 4; ++i) {
      const int persons = 1 + random() % 20;
      *rows.Add() = Placed(absl::StrCat("f", i), persons, "", kDay,
                           random() % (persons + 1));
    }
    for (int i = 0; i < 10; ++i) {
      const int persons = -1 - static_cast<int>(random() % 12);
      *rows.Add() =
          Placed(absl::StrCat("c", i), persons, absl::StrCat("f", random() % 4),
                 Day(2024, 8, 9), -static_cast<int>(random() % (1 - persons)));
    }
    std::shuffle(rows.begin(), rows.end(), random);
    EventRecord record;
    Violations violations;
    const auto added = AdmitAll(
        rows, "placements", [](const pb::Placement&) { return true; }, record,
        violations);
    std::map<std::string, int> persons, minors;
    for (const pb::Placement& one : added) {
      const std::string& about = one.corrected_placement().empty()
                                     ? one.name()
                                     : one.corrected_placement();
      persons[about] += one.person_count();
      minors[about] += one.amv_count();
    }
    for (const auto& [name, count] : persons) {
      ASSERT_GE(minors[name], 0);
      ASSERT_GE(count, minors[name]);
    }
    refused += rows.size() - static_cast<int>(added.size());
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace opvang::housing
