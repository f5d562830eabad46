// Any report of any day, as it was known at any time, is made again with the
// same bytes after whatever comes later; and every figure of it opens.
//
// OPVANG_TRIPLES=10000 tries so many of day, knowledge and scope.
#include <cstdlib>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/life/seal.h"
#include "tests/reporting/explain/opened.h"
#include "tests/reporting/house.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

constexpr int kTriples = 100;
constexpr int kDeliveries = 60;

const char* const kTowns[] = {"gm0193", "gm0166", "gm0148", "gm0153", "gm0141"};
const char* const kScopes[] = {"provinces/pv23", "regions/ijsselland",
                               "regions/twente"};

// Facts as they come in, one delivery after the other.
class Deliveries {
 public:
  Deliveries(House& house, std::mt19937& random)
      : house_(house), random_(random) {
    for (const char* town : kTowns) {
      for (const char* id : {"a", "b", "goo"}) {
        house_.Locations(absl::StrCat(
            "parent: 'municipalities/", town, "' locations { name: '",
            Location(town, id), "' display_name: '", id, " ", town, "' kind: '",
            std::string(id) == "goo" ? "goo" : "azc",
            "' operator: OPERATOR_COA source: 'lijst' } state_entries { "
            "location: '",
            Location(town, id),
            "' state: LOCATION_STATE_OPEN start_date { year: 2024 month: 1 "
            "day: 1 } source: 'lijst' } place_entries { location: '",
            Location(town, id),
            "' group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED decision: "
            "'besluit' place_count: 100 start_date { year: 2024 month: 1 day: "
            "1 } source: 'lijst' }"));
      }
    }
  }

  void Deliver() {
    const std::string town = kTowns[Below(std::size(kTowns))];
    const std::string name = "municipalities/" + town;
    switch (Below(8)) {
      case 0:
        house_.Quotas(absl::StrCat(
            "parent: '", name, "' quota_entries { subject: '", name,
            "' duty: DUTY_ASYLUM period: 'cycles/2024' basis: BASIS_INDICATIVE "
            "quota_count: ",
            50 + Below(700), " amv_count: ", Below(50), Start(), Source()));
        break;
      case 1:
        house_.Quotas(absl::StrCat(
            "parent: '", name, "' quota_entries { subject: '", name,
            "' duty: DUTY_STATUS_HOLDERS period: '2024-h2' basis: "
            "BASIS_DECIDED quota_count: ",
            10 + Below(90), Start(), Source()));
        break;
      case 2:
        house_.Housing(absl::StrCat(
            "parent: '", name, "' placements { name: '", name, "/placements/p",
            ++count_, "' kind: 'home' placement_date { year: 2024 month: ",
            7 + Below(6), " day: ", 1 + Below(28),
            " } person_count: ", 1 + Below(6), Source()));
        break;
      case 3:
        house_.Texts(
            absl::StrCat("parent: '", name, "' texts { subject: '", name,
                         "' kind: KIND_EXPLANATION position: 1 body: 'Woord ",
                         ++count_, "'", Start(), Source()));
        break;
      case 4:
        house_.Locations(absl::StrCat(
            "parent: '", name, "' place_entries { location: '",
            Location(town, Below(2) ? "a" : "b"),
            "' group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED place_count: 0 "
            "end_certainty: END_CERTAINTY_FIXED decision: 'besluit'",
            Start(), Source()));
        break;
      default:
        house_.Locations(absl::StrCat(
            "parent: '", name, "' place_entries { location: '",
            Location(town, Below(2)   ? "a"
                           : Below(2) ? "b"
                                      : "goo"),
            "' group: PLACE_GROUP_REGULAR basis: ",
            Below(4) ? "BASIS_DECIDED decision: 'besluit'" : "BASIS_PLANNED",
            " place_count: ", 20 + Below(400), Start(), Source()));
    }
  }

 private:
  static std::string Location(const std::string& town, const std::string& id) {
    return absl::StrCat("municipalities/", town, "/locations/", id);
  }
  int Below(int n) { return static_cast<int>(random_() % n); }
  std::string Start() {
    return absl::StrCat(" start_date { year: ", 2024 + Below(3),
                        " month: ", 2 + Below(11), " day: ", 1 + Below(28),
                        " }");
  }
  std::string Source() {
    return absl::StrCat(" source: 'brief ", ++count_, "' }");
  }

  House& house_;
  std::mt19937& random_;
  int count_ = 0;
};

// A report to make: its day, what is known, its scope.
pb::CreateReportRequest SomeTriple(int index, const pb::ReportSpec& now,
                                   std::mt19937& random) {
  pb::CreateReportRequest request = ReportRequest(absl::StrCat("t", index));
  const char* scope = kScopes[random() % std::size(kScopes)];
  request.set_parent(scope);
  request.set_validate_only(true);
  pb::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  if (scope != std::string("provinces/pv23")) {
    spec.set_kind(pb::REPORT_KIND_REGIONAL_PLAN);
  }
  *spec.mutable_as_of_date() =
      ToProto(absl::CivilDay(2024, 6, 1) + static_cast<int>(random() % 500));
  // The first revision of quotas knows no cycle yet.
  const auto known = [&](int64_t newest) {
    return 2 + static_cast<int64_t>(random() % (newest - 1));
  };
  // Placements are not asked beyond the report's day.
  if (DayOf(spec.placements_date()) > DayOf(spec.as_of_date())) {
    *spec.mutable_placements_date() = spec.as_of_date();
  }
  spec.set_quotas_revision(known(now.quotas_revision()));
  spec.set_locations_revision(known(now.locations_revision()));
  spec.set_housing_revision(known(now.housing_revision()));
  spec.set_reporting_revision(known(now.reporting_revision()));
  return request;
}

class SameBytesTest : public testing::Test {
 protected:
  SameBytesTest() { house_.Quotas(kCycle); }

  pb::ReportSpec Now() {
    pb::CreateReportRequest request = ReportRequest("now");
    request.set_validate_only(true);
    return Make(request).spec();
  }
  pb::Report Make(const pb::CreateReportRequest& asked) {
    pb::CreateReportRequest request = asked;
    request.set_request_id(UuidFor(absl::StrCat("asked ", ++asked_)));
    const auto report =
        house_.Call(Ministry(), &House::Stub::CreateReport, request);
    EXPECT_THAT(report, IsOk()) << request.ShortDebugString();
    return report.ok() ? *report : pb::Report();
  }

  House house_;
  int asked_ = 0;
};

TEST_F(SameBytesTest, WhateverComesLaterAndEveryFigureOpens) {
  house_.clock.Set(absl::FromUnixSeconds(1780000000));  // All of it has come.
  int triples = kTriples;
  if (const char* asked = std::getenv("OPVANG_TRIPLES")) {
    ASSERT_TRUE(absl::SimpleAtoi(asked, &triples));
  }
  const unsigned seed = Seed();
  std::printf("seed %u, %d triples\n", seed, triples);
  std::mt19937 random(seed);
  Deliveries deliveries(house_, random);
  for (int i = 0; i < kDeliveries; ++i) deliveries.Deliver();
  const pb::ReportSpec now = Now();

  std::vector<pb::CreateReportRequest> asked;
  std::vector<std::string> hashes;
  std::set<std::string> different;
  Opened opened;
  for (int i = 0; i < triples; ++i) {
    asked.push_back(SomeTriple(i, now, random));
    const pb::Report report = Make(asked.back());
    hashes.push_back(report.content_sha256());
    ASSERT_EQ(hashes.back(), Sha256(*ToJson(report.content())));
    different.insert(hashes.back());
    ForEachSubject(
        report.content(), [&](const std::string& subject, const std::string&,
                              const pb::Figures& figures) {
          for (const Metric& metric : AllMetrics()) {
            const auto value = ValueOf(figures, metric);
            if (!value.has_value() || HasFatalFailure()) continue;
            OpenAll(report.content(), FigureName(subject, metric.name), *value,
                    opened);
          }
        });
    ASSERT_FALSE(HasFatalFailure());
  }
  EXPECT_GT(different.size(), hashes.size() / 2);
  EXPECT_GT(opened.facts.size(), 50u);

  // Related: the same towns, days of before too. Unrelated: another province.
  for (int i = 0; i < kDeliveries; ++i) deliveries.Deliver();
  house_.Quotas(
      "parent: 'municipalities/gm0303' quota_entries { subject: "
      "'municipalities/gm0303' duty: DUTY_ASYLUM period: 'cycles/2024' basis: "
      "BASIS_INDICATIVE quota_count: 200 start_date { year: 2024 month: 1 day: "
      "31 } source: 'x' }");
  for (size_t i = 0; i < asked.size(); ++i) {
    const pb::Report again = Make(asked[i]);
    ASSERT_EQ(again.content_sha256(), hashes[i]) << asked[i].ShortDebugString();
    ASSERT_EQ(Sha256(*ToJson(again.content())), hashes[i]);
  }
}

}  // namespace
}  // namespace opvang::reporting
