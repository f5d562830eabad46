// The quarterly job against real services: in years of crashes, wrong clocks
// and two runners at once, each quarter has one report.
#include "services/cli/quarterly/quarterly_job.h"

#include <csignal>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/net/reply.h"
#include "services/cli/quarterly/quarterly.h"
#include "tests/reporting/house.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"

namespace opvang::cli {
namespace {

namespace rp = nl::opvang::reporting::v1;
using reporting::House;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kFrom[] = "2025-q1";

absl::Time OnDay(absl::CivilDay day) { return StartOf(day) + absl::Hours(3); }

class QuarterlyJobTest : public testing::Test {
 protected:
  QuarterlyJobTest() {
    house_.Quotas(reporting::kCycle);
    house_.Locations(reporting::kRol);
  }
  std::map<std::string, std::string> Addresses(const Organisation& who) {
    return {{"quotas", house_.quotas_server.address()},
            {"locations", house_.locations_server.address()},
            {"housing", house_.housing_server.address()},
            {"reporting", house_.AddressFor(who)}};
  }
  // A run in this process, by a machine whose clock says `today`.
  QuarterlyOutcome Run(absl::CivilDay today, const std::string& from = kFrom,
                       const Organisation& who = reporting::Other(Role::kJob),
                       const std::string& rule_set = "") {
    Services services = *Connect(Addresses(who), "");
    return RunQuarterly(services,
                        {.scope = "provinces/pv23",
                         .from = from,
                         .cycle = "",
                         .rule_set = rule_set,
                         .wait = absl::ZeroDuration()},
                        FixedClock(OnDay(today)), [](size_t, size_t) {});
  }
  // A run as a process of its own.
  pid_t Start(const Organisation& who, absl::CivilDay today) {
    auto address = Addresses(who);
    return Spawn(
        {absl::StrCat(OPVANG_BINARY_DIR, "/tests/cli/quarterly_runner"),
         address["quotas"], address["locations"], address["housing"],
         address["reporting"], kFrom, FormatDay(today)},
        testing::TempDir() + "/runner.log");
  }
  std::vector<rp::Report> Reports() {
    rp::ListReportsRequest request;
    request.set_parent("provinces/pv23");
    request.set_page_size(1000);
    const auto list =
        house_.Call(reporting::Ministry(), &House::Stub::ListReports, request);
    EXPECT_THAT(list, IsOk());
    return {list->reports().begin(), list->reports().end()};
  }
  int CountCreations() {
    rp::ListRevisionsRequest request;
    request.set_page_size(1000);
    const auto list = house_.Call(reporting::Other(Role::kAuditor),
                                  &House::Stub::ListRevisions, request);
    EXPECT_THAT(list, IsOk());
    return std::count_if(list->revisions().begin(), list->revisions().end(),
                         [](const rp::Revision& one) {
                           return one.method().ends_with("/CreateReport");
                         });
  }

  House house_;
};

TEST_F(QuarterlyJobTest, MakesWhatIsMissingAndNothingTwice) {
  house_.clock.Set(OnDay(absl::CivilDay(2025, 7, 2)));
  const QuarterlyOutcome first = Run(absl::CivilDay(2025, 7, 2));
  EXPECT_THAT(first.status, IsOk());
  EXPECT_THAT(first.made, ElementsAre("2025-q1", "2025-q2"));
  EXPECT_THAT(first.present, IsEmpty());
  const QuarterlyOutcome again = Run(absl::CivilDay(2025, 7, 2));
  EXPECT_THAT(again.made, IsEmpty());
  EXPECT_THAT(again.present, ElementsAre("2025-q1", "2025-q2"));
  EXPECT_EQ(Reports().size(), 2u);
  EXPECT_EQ(CountCreations(), 2);
}

TEST_F(QuarterlyJobTest, AnotherCallerCountsAsAnybody) {
  house_.clock.Set(OnDay(absl::CivilDay(2025, 4, 2)));
  EXPECT_THAT(
      Run(absl::CivilDay(2025, 4, 2), kFrom, reporting::Province()).made,
      ElementsAre("2025-q1"));
  EXPECT_THAT(Run(absl::CivilDay(2025, 4, 2)).present, ElementsAre("2025-q1"));
}

TEST_F(QuarterlyJobTest, AClockThatRunsAheadSealsNothingEarly) {
  house_.clock.Set(OnDay(absl::CivilDay(2025, 6, 30)));
  const QuarterlyOutcome outcome = Run(absl::CivilDay(2027, 1, 1));
  EXPECT_THAT(outcome.made, ElementsAre("2025-q1"));
  EXPECT_EQ(outcome.missing.front(), "2025-q2");
  EXPECT_TRUE(absl::IsFailedPrecondition(outcome.status));
  EXPECT_THAT(std::string(outcome.status.message()),
              HasSubstr("2025-q2 is nog niet voorbij: de dienst heeft "
                        "2025-06-30"));
}

TEST_F(QuarterlyJobTest, ASourceThatIsDownIsToTryLater) {
  house_.clock.Set(OnDay(absl::CivilDay(2025, 4, 2)));
  house_.housing_server.Stop();
  const QuarterlyOutcome outcome = Run(absl::CivilDay(2025, 4, 2));
  EXPECT_TRUE(IsPassing(outcome.status));
  EXPECT_THAT(outcome.missing, ElementsAre("2025-q1"));
  const auto line =
      nlohmann::json::parse(OutcomeLine({.scope = "provinces/pv23",
                                         .from = "",
                                         .cycle = "",
                                         .rule_set = "",
                                         .wait = absl::ZeroDuration()},
                                        outcome));
  EXPECT_EQ(line["outcome"], "later");
  EXPECT_EQ(line["reason"], "SOURCE_UNAVAILABLE");
  EXPECT_EQ(line["missing"][0], "2025-q1");
  EXPECT_THAT(Reports(), IsEmpty());
}

TEST_F(QuarterlyJobTest, WhatIsRefusedIsNotTriedAgain) {
  const QuarterlyOutcome outcome = Run(absl::CivilDay(2024, 10, 27), "2024-q3",
                                       reporting::Other(Role::kAuditor));
  EXPECT_TRUE(absl::IsPermissionDenied(outcome.status));
  EXPECT_FALSE(IsPassing(outcome.status));
  EXPECT_THAT(outcome.missing, ElementsAre("2024-q3"));
}

// At the same moment, as the same caller and as another, also with other
// settings.
TEST_F(QuarterlyJobTest, WhoComesSecondGetsTheReportOfTheFirst) {
  house_.clock.Set(OnDay(absl::CivilDay(2027, 1, 2)));
  const Organisation job = reporting::Other(Role::kJob);
  const std::pair<Organisation, std::string> settings[] = {
      {job, ""}, {job, ""}, {job, "cycle-2026"}, {reporting::Province(), ""}};
  for (const auto& [who, rule_set] : settings) house_.AddressFor(who);
  std::vector<QuarterlyOutcome> outcomes(4);
  std::vector<std::thread> runners;
  for (int i = 0; i < 4; ++i) {
    runners.emplace_back([&, i] {
      outcomes[i] = Run(absl::CivilDay(2027, 1, 2), kFrom, settings[i].first,
                        settings[i].second);
    });
  }
  for (std::thread& runner : runners) runner.join();
  for (const QuarterlyOutcome& one : outcomes) {
    EXPECT_THAT(one.status, IsOk());
    EXPECT_EQ(one.made.size() + one.present.size(), 8u);
    EXPECT_THAT(one.missing, IsEmpty());
  }
  EXPECT_EQ(Reports().size(), 8u);
  EXPECT_EQ(CountCreations(), 8);
}

TEST_F(QuarterlyJobTest, TheCountryHasItsOwn) {
  house_.clock.Set(OnDay(absl::CivilDay(2025, 4, 2)));
  Services services = *Connect(Addresses(reporting::Other(Role::kJob)), "");
  const QuarterlyOutcome outcome = RunQuarterly(
      services,
      {.scope = "countries/nl",
       .from = kFrom,
       .cycle = "",
       .rule_set = "",
       .wait = absl::ZeroDuration()},
      FixedClock(OnDay(absl::CivilDay(2025, 4, 2))), [](size_t, size_t) {});
  EXPECT_THAT(outcome.status, IsOk());
  EXPECT_THAT(outcome.made, ElementsAre("2025-q1"));
  // That of the country is not that of a province.
  EXPECT_THAT(Run(absl::CivilDay(2025, 4, 2)).made, ElementsAre("2025-q1"));
}

// Forty quarters: runs are killed, two run at once, clocks are wrong, months
// pass without a run.
TEST_F(QuarterlyJobTest, FortyQuartersHaveFortyReports) {
  const unsigned seed = Seed();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const Organisation job = reporting::Other(Role::kJob);
  const Organisation other = reporting::Province();
  absl::CivilDay day(2025, 3, 1);
  const absl::CivilDay end(2035, 1, 2);
  int killed = 0, ended = 0;
  while (day < end) {
    day = std::min(end, day + static_cast<int>(1 + random() % 60));
    house_.clock.Set(OnDay(day));
    // A clock that is right, or hours to years off.
    const auto told = [&] {
      return random() % 3 ? day : day + static_cast<int>(random() % 1200) - 600;
    };
    std::vector<pid_t> runs = {Start(job, told())};
    if (random() % 2) runs.push_back(Start(random() % 2 ? job : other, told()));
    for (const pid_t run : runs) {
      if (random() % 2) {
        absl::SleepFor(absl::Milliseconds(random() % 120));
        End(run, SIGKILL);
        ++killed;
      } else {
        End(run, 0);
        ++ended;
      }
    }
  }
  EXPECT_GT(killed, 0);
  EXPECT_GT(ended, 0);
  EXPECT_THAT(Run(end).status, IsOk());

  std::vector<rp::Report> reports = Reports();
  ASSERT_EQ(reports.size(), 40u);
  EXPECT_EQ(CountCreations(), 40);
  std::string quarter = kFrom;
  int64_t revision = 0;
  for (const rp::Report& one : reports) {
    EXPECT_EQ(one.name(),
              absl::StrCat("provinces/pv23/reports/quarterly-", quarter));
    EXPECT_EQ(one.spec().quarter(), quarter);
    EXPECT_TRUE(IsOver(
        quarter, DayAt(absl::FromUnixSeconds(one.create_time().seconds()))));
    // Each is held against the one before.
    EXPECT_GT(one.revision(), revision);
    EXPECT_EQ(one.spec().compared_reports_size() > 0, quarter != kFrom);
    revision = one.revision();
    quarter = QuarterAfter(quarter);
  }
}

// Does not answer the first times; then has nothing and wants nothing.
class Sleepy final : public rp::ReportingService::Service {
 public:
  explicit Sleepy(int refusals) : left_(refusals) {}
  grpc::Status ListReports(grpc::ServerContext*, const rp::ListReportsRequest*,
                           rp::ListReportsResponse* response) override {
    ++calls;
    if (left_-- > 0) {
      return ToGrpc(absl::UnavailableError("not yet"));
    }
    rp::Report& one = *response->add_reports();
    one.mutable_spec()->set_kind(rp::REPORT_KIND_QUARTERLY);
    one.mutable_spec()->set_scope("provinces/pv23");
    one.mutable_spec()->set_quarter("2025-q1");
    return grpc::Status::OK;
  }
  std::atomic<int> calls = 0;

 private:
  std::atomic<int> left_;
};

QuarterlyOutcome Ask(Sleepy& service, absl::Duration wait) {
  InProcess server(service);
  Services services = *Connect({{"quotas", server.address()},
                                {"locations", server.address()},
                                {"housing", server.address()},
                                {"reporting", server.address()}},
                               "");
  return RunQuarterly(services,
                      {.scope = "provinces/pv23",
                       .from = "",
                       .cycle = "",
                       .rule_set = "",
                       .wait = wait},
                      FixedClock(OnDay(absl::CivilDay(2025, 4, 2))),
                      [](size_t, size_t) {});
}

TEST(QuarterlyWaitTest, GoesOnWhileAServiceDoesNotAnswer) {
  Sleepy service(9);  // More than one call tries by itself.
  EXPECT_THAT(Ask(service, absl::Minutes(1)).status, IsOk());
  EXPECT_EQ(service.calls, 10);
}

TEST(QuarterlyWaitTest, EndsWhenItHasWaitedLongEnough) {
  Sleepy service(1000);
  const QuarterlyOutcome outcome = Ask(service, absl::ZeroDuration());
  EXPECT_TRUE(IsPassing(outcome.status));
  EXPECT_LE(service.calls, 5);
}

}  // namespace
}  // namespace opvang::cli
