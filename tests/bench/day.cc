// A day of the country, ten times as busy as it is and more, on two replicas of
// each service: what is asked comes when it comes, however long the last
// answer took. How busy a day is, is an assumption (README.md).
#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

// Shares of a day's calls, hour by hour from eight o'clock.
constexpr std::array<double, 10> kHours = {.06, .14, .16, .12, .06,
                                           .10, .14, .12, .07, .03};
constexpr int kMunicipalities = 342, kTables = 40;  // Regions and provinces.
constexpr int kSeed = 20241031;

struct Habit {
  std::string work;
  double a_day;  // In the country.
  Begin begin;
};

r::CreateReportRequest Draft(const std::string& id) {
  return NewReport("provinces/pv23", id, "cycles/2032", 2033);
}

l::DeliverLocationsRequest OnePlaceEntry(const std::string& name,
                                         int64_t number) {
  const std::string municipality = AnyMunicipality(number);
  l::DeliverLocationsRequest request;
  request.set_parent(municipality);
  request.set_request_id(UuidFor(absl::StrCat(name, " ", number)));
  l::PlaceEntry& entry = *request.add_place_entries();
  entry.set_location(LocationOf(municipality, 0));
  entry.set_group(l::PLACE_GROUP_REGULAR);
  entry.set_basis(l::PlaceEntry::BASIS_DECIDED);
  *entry.mutable_start_date() = ToProto(absl::CivilDay(2100, 1, 1));
  // None would be an end, which has its certainty.
  entry.set_place_count(1 + static_cast<int32_t>(number % 100));
  entry.set_decision("besluit");
  entry.set_source("illustrative");
  return request;
}

// What a day consists of; what is written is named by `name`.
std::vector<Habit> Habits(const House& house, const std::string& name) {
  using Reporting = r::ReportingService;
  const Question<Reporting, r::CreateReportRequest, r::Report> create{
      &Reporting::Stub::PrepareAsyncCreateReport,
      [=](int64_t number) { return Draft(absl::StrCat(name, "-", number)); },
      [](const r::Report& report) { return !report.name().empty(); }};
  const Question<Reporting, r::GetReportRequest, r::Report> get{
      &Reporting::Stub::PrepareAsyncGetReport,
      [](int64_t) {
        r::GetReportRequest request;
        request.set_name("provinces/pv23/reports/day-0");
        return request;
      },
      [](const r::Report& report) { return report.has_content(); }};
  const Question<Reporting, r::ExplainFigureRequest, r::FigureExplanation>
      explain{&Reporting::Stub::PrepareAsyncExplainFigure,
              [](int64_t) {
                r::ExplainFigureRequest request;
                request.set_name("provinces/pv23/reports/day-0");
                request.set_figure(
                    "municipalities/gm0193#asylum.guaranteed_place_count");
                return request;
              },
              [](const r::FigureExplanation&) { return true; }};
  const Question<Reporting, r::CompareReportsRequest, r::CompareReportsResponse>
      compare{&Reporting::Stub::PrepareAsyncCompareReports,
              [](int64_t) {
                r::CompareReportsRequest request;
                request.set_name("provinces/pv23/reports/day-0");
                request.set_other("provinces/pv23/reports/day-1");
                request.set_page_size(1000);
                return request;
              },
              [](const r::CompareReportsResponse&) { return true; }};
  const Question<l::LocationService, l::DeliverLocationsRequest,
                 l::DeliverLocationsResponse>
      deliver{&l::LocationService::Stub::PrepareAsyncDeliverLocations,
              [=](int64_t number) { return OnePlaceEntry(name, number); },
              [](const l::DeliverLocationsResponse& one) {
                return one.fact_count() == 1;
              }};
  // Three people of each municipality open forty pages; each table and each
  // system of COA and of the ministry asks twelve times an hour.
  const double pages = kMunicipalities * 3 * 40 + kTables * 12 * 10;
  return {
      {"obligations of one", pages,
       Asking(ObligationsOfOne(2033), house.quotas)},
      {"coverage of one", pages, Asking(CoverageOfOne(2033), house.locations)},
      {"balance of one", pages, Asking(BalanceOfOne(2033), house.housing)},
      {"a figure explained", kTables * 60, Asking(explain, house.reporting)},
      {"a report read", kTables * 20, Asking(get, house.reporting)},
      {"two reports compared", kTables * 6, Asking(compare, house.reporting)},
      {"a report made", kTables * 3, Asking(create, house.reporting)},
      {"a delivery of places", kMunicipalities * 2,
       Asking(deliver, house.locations)},
      {"a delivery of quotas", kTables * 5,
       Asking(DeliveryOfOne(name), house.quotas)},
  };
}

// When what is asked; of each hour only so long, at the rates of that hour.
std::vector<Arrival> Arrivals(const std::vector<Habit>& habits, double times,
                              absl::Duration of_each_hour) {
  std::mt19937_64 random(kSeed);
  std::vector<Arrival> arrivals;
  for (size_t kind = 0; kind < habits.size(); ++kind) {
    for (size_t hour = 0; hour < kHours.size(); ++hour) {
      std::exponential_distribution<double> gap(times * habits[kind].a_day *
                                                kHours[hour] / 3600);
      absl::Duration at = absl::Seconds(gap(random));
      for (; at < of_each_hour; at += absl::Seconds(gap(random))) {
        arrivals.push_back({static_cast<int>(hour) * of_each_hour + at, kind});
      }
    }
  }
  std::sort(arrivals.begin(), arrivals.end(),
            [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  return arrivals;
}

// What the services tell of themselves meanwhile, four times a second.
class Watch {
 public:
  explicit Watch(const Programs& programs) : programs_(programs) {
    for (const std::string name : Programs::kNames) {
      for (const char* replica : {"", "-2"}) seen_[name + replica] = {};
    }
    thread_ = std::thread([this] {
      while (!ends_) {
        Look();
        absl::SleepFor(absl::Milliseconds(250));
      }
    });
  }
  // Of each program a line.
  void Print() {
    ends_ = true;
    thread_.join();
    for (const auto& [name, seen] : seen_) {
      PrintLine(absl::StrCat("  ", name), MebibytesText(seen.memory), "", "",
                absl::StrCat("waiting at most ", seen.waiting,
                             ", for the database ", seen.for_database,
                             "; behind at most ", seen.behind, " revisions, ",
                             MillisecondsText(absl::Seconds(seen.lag)),
                             "; refused ", seen.refused));
    }
  }

 private:
  struct Seen {
    double waiting = 0, for_database = 0, behind = 0, lag = 0, refused = 0;
    int64_t memory = 0;
  };

  void Look() {
    for (auto& [name, seen] : seen_) {
      const Scraped told = programs_.Scrape(name);
      const auto most = [&](double& figure, const char* series) {
        figure = std::max(figure, told.Sum(series));
      };
      most(seen.waiting, "opvang_lane_waiting");
      most(seen.for_database, "opvang_database_waiting");
      most(seen.behind, "opvang_state_lag_revisions");
      most(seen.lag, "opvang_state_lag_seconds");
      most(seen.refused, "opvang_lane_refused_total");
      seen.memory = std::max(seen.memory, programs_.MemoryOf(name));
    }
  }

  const Programs& programs_;
  std::map<std::string, Seen> seen_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

void Day(House& house, int times, absl::Duration of_each_hour) {
  const std::string name = absl::StrCat("day-", times);
  const std::vector<Habit> habits = Habits(house, name);
  std::vector<Begin> kinds;
  for (const Habit& habit : habits) kinds.push_back(habit.begin);
  const std::vector<Arrival> arrivals = Arrivals(habits, times, of_each_hour);
  Watch watch(house.programs);
  // At nine, COA tells how many are where: once for each of so many countries.
  absl::Duration feeds;
  std::thread feed([&] {
    absl::SleepFor(of_each_hour);
    constexpr int kLocations = kMunicipalities * kLocationsOfOne;
    feeds = DeliverOccupancies(*house.locations[0], name,
                               absl::CivilDay(2025, 1, 1) + times, 1,
                               std::min(times, 10) * kLocations);
  });
  std::vector<Measured> measured =
      RunArrivals(arrivals, kinds, absl::Seconds(60));
  feed.join();
  PrintLine(absl::StrCat("a day, ", times, " times"),
            PerSecondText(static_cast<double>(arrivals.size()) /
                          absl::ToDoubleSeconds(of_each_hour * kHours.size())),
            "", "",
            absl::StrCat("a feed of ", std::min(times, 10), " countries in ",
                         SecondsText(feeds)));
  for (size_t i = 0; i < habits.size(); ++i) {
    Measured& one = measured[i];
    PrintLine(absl::StrCat("  ", habits[i].work, ", p50"),
              MillisecondsText(one.Percentile(50)), "", "",
              absl::StrCat("p99 ", MillisecondsText(one.Percentile(99)),
                           ", longest ", MillisecondsText(one.Percentile(100)),
                           "; ", one.answered, " answered, ", FailedText(one)));
  }
  watch.Print();
}

}  // namespace

void DayRow() {
  const Folder folder;
  House house(MakeCertificates(folder), 2);
  for (int year = 2024; year < 2034; ++year) house.country.DeliverYear(year);
  for (const char* id : {"day-0", "day-1"}) {
    const auto made =
        CallRpc(*house.reporting[0], &r::ReportingService::Stub::CreateReport,
                Draft(id));
    if (made.ok()) continue;
    PrintLine("day", "failed", "", "", std::string(made.status().message()));
    return;
  }
  Day(house, 10, absl::Seconds(30));
  Day(house, 100, absl::Seconds(6));
  Day(house, 300, absl::Seconds(6));
}

}  // namespace opvang::bench
