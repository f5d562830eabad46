// Whether what is hidden tells itself by the time that its refusal takes: the
// same question for a name that is not there and for one that may not be seen,
// in turn, over real sockets.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/reporting/house.h"

namespace opvang::reporting {
namespace {

constexpr int kTimes = 10000;

using Ask = std::function<absl::Status(const std::string& name)>;

// How often the hidden one of a pair took longer, in percents: 50 tells
// nothing.
double LongerShare(std::vector<absl::Duration> absent,
                   const std::vector<absl::Duration>& hidden) {
  std::sort(absent.begin(), absent.end());
  double longer = 0;
  for (const absl::Duration one : hidden) {
    const auto [low, high] =
        std::equal_range(absent.begin(), absent.end(), one);
    longer += static_cast<double>(low - absent.begin()) +
              static_cast<double>(high - low) / 2;
  }
  return 100 * longer /
         (static_cast<double>(absent.size()) *
          static_cast<double>(hidden.size()));
}

double Median(std::vector<absl::Duration> all) {
  std::nth_element(all.begin(), all.begin() + all.size() / 2, all.end());
  return absl::ToDoubleMicroseconds(all[all.size() / 2]);
}

void Row(const char* door, const std::string& absent, const std::string& hidden,
         const Ask& ask) {
  std::vector<absl::Duration> took[2];
  std::string said[2];
  for (int i = 0; i < kTimes; ++i) {
    for (const int which : {i % 2, 1 - i % 2}) {
      const std::string& name = which == 0 ? absent : hidden;
      const absl::Time start = absl::Now();
      const absl::Status status = ask(name);
      took[which].push_back(absl::Now() - start);
      said[which] = ReasonIn(status).name;
    }
  }
  if (said[0] != said[1] || said[0].empty()) {
    std::printf("%-18s differ: %s, %s\n", door, said[0].c_str(),
                said[1].c_str());
    return;
  }
  std::printf("%-18s %8.1f µs absent %8.1f µs hidden, longer in %.1f %%\n",
              door, Median(took[0]), Median(took[1]),
              LongerShare(took[0], took[1]));
}

void Measure() {
  House house;
  house.Quotas(kCycle);
  house.Locations(kRol);
  for (const char* id : {"verslag", "verslag-b", "verslag-c"}) {
    auto request = ReportRequest(id);
    request.mutable_report()->mutable_embargo_time()->set_seconds(1900000000);
    if (!house.Call(Province(), &House::Stub::CreateReport, request).ok()) {
      std::printf("no report\n");
      return;
    }
  }
  // A municipality elsewhere, for which the embargo holds.
  const Organisation other = Town("municipalities/gm0014");
  const auto by_name = [&](auto method, auto request) {
    return [&house, &other, method, request](const std::string& name) mutable {
      request.set_name(name);
      return house.Call(other, method, request).status();
    };
  };
  const std::string absent = "provinces/pv23/reports/verslag-a";
  const std::string hidden = "provinces/pv23/reports/verslag-b";
  Row("GetReport", absent, hidden,
      by_name(&House::Stub::GetReport, pb::GetReportRequest()));
  Row("GetStanding", absent, hidden,
      by_name(&House::Stub::GetStanding, pb::GetStandingRequest()));
  Row("ListFindings", absent, hidden,
      by_name(&House::Stub::ListFindings, pb::ListFindingsRequest()));
  Row("VerifyReport", absent, hidden,
      by_name(&House::Stub::VerifyReport, pb::VerifyReportRequest()));

  const auto town = Organisations::Loopback(Town());
  locations::LocationService own(*house.locations_db, house.clock, *town);
  InProcess server(own);
  const auto stub = l::LocationService::NewStub(server.channel());
  l::CreateLocationRequest explored;
  explored.set_parent(kZwolle);
  explored.set_location_id("stil");
  explored.mutable_location()->set_display_name("Stil");
  explored.mutable_location()->set_kind("azc");
  explored.mutable_location()->set_operator_(l::Location::OPERATOR_COA);
  explored.mutable_location()->set_source("illustrative");
  explored.set_request_id(UuidFor("stil"));
  const auto made =
      CallRpc(*stub, &l::LocationService::Stub::CreateLocation, explored);
  if (!made.ok()) {
    std::printf("no exploration: %s\n",
                std::string(made.status().message()).c_str());
    return;
  }
  const auto others =
      l::LocationService::NewStub(house.locations_server.channel());
  const std::string zwolle = absl::StrCat(kZwolle, "/locations/");
  Row("GetLocation", zwolle + "luid", zwolle + "stil",
      [&](const std::string& name) {
        l::GetLocationRequest request;
        request.set_name(name);
        return CallRpc(*others, &l::LocationService::Stub::GetLocation, request)
            .status();
      });
  Row("ListLifeEvents", zwolle + "luid", zwolle + "stil",
      [&](const std::string& name) {
        l::ListLifeEventsRequest request;
        request.set_parent(name);
        return CallRpc(*others, &l::LocationService::Stub::ListLifeEvents,
                       request)
            .status();
      });
}

}  // namespace
}  // namespace opvang::reporting

int main() {
  opvang::reporting::Measure();
  return 0;
}
