// Reports: made, read, explained, compared.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

using absl::CivilDay;
using ReportStub = r::ReportingService::Stub;

// The median of five calls: `call(i)` answers how it went.
void TimedRow(const std::string& work,
              const std::function<absl::Status(int)>& call) {
  constexpr int kTimes = 5;
  std::vector<absl::Duration> took;
  Measured failed;
  for (int i = 0; i < kTimes; ++i) {
    const absl::Time start = absl::Now();
    const absl::Status status = call(i);
    took.push_back(absl::Now() - start);
    if (!status.ok() && ++failed.failed == 1) {
      failed.first_fault = std::string(status.message());
    }
  }
  std::sort(took.begin(), took.end());
  PrintLine(work, MillisecondsText(took[kTimes / 2]), "", "",
            FailedText(failed));
}

r::CreateReportRequest NewReport(const std::string& scope,
                                 const std::string& id,
                                 const std::string& cycle, int year) {
  r::CreateReportRequest request;
  request.set_parent(scope);
  request.set_report_id(id);
  request.set_request_id(UuidFor(scope + id));
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  spec.set_kind(scope == "countries/nl" ? r::REPORT_KIND_QUARTERLY
                                        : r::REPORT_KIND_PROVINCIAL_REPORT);
  if (scope == "countries/nl") spec.set_quarter(absl::StrCat(year, "-q4"));
  spec.set_cycle(cycle);
  spec.set_half_year(absl::StrCat(year, "-h2"));
  spec.set_rule_set("cycle-2024");
  *spec.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
  *spec.mutable_ukraine_date() = ToProto(CivilDay(year, 12, 31));
  *spec.mutable_placements_date() = ToProto(CivilDay(year, 12, 31));
  return request;
}

}  // namespace

void ReportsRow(House& house, const std::string& scope,
                const std::string& cycle, int year, const std::string& more) {
  ReportStub& reporting = *house.reporting[0];
  const auto id = [&](int i) { return absl::StrCat("r", year, "-", i); };
  TimedRow("CreateReport" + more, [&](int i) {
    return CallRpc(reporting, &ReportStub::CreateReport,
                   NewReport(scope, id(i), cycle, year))
        .status();
  });
  const std::string name = absl::StrCat(scope, "/reports/", id(0));
  TimedRow("GetReport" + more, [&](int) {
    r::GetReportRequest request;
    request.set_name(name);
    return CallRpc(reporting, &ReportStub::GetReport, request).status();
  });
  TimedRow("ExplainFigure" + more, [&](int) {
    r::ExplainFigureRequest request;
    request.set_name(name);
    request.set_figure("municipalities/gm0193#asylum.guaranteed_place_count");
    return CallRpc(reporting, &ReportStub::ExplainFigure, request).status();
  });
  TimedRow("CompareReports" + more, [&](int) {
    r::CompareReportsRequest request;
    request.set_name(name);
    request.set_other(absl::StrCat(scope, "/reports/", id(1)));
    request.set_page_size(1000);
    return CallRpc(reporting, &ReportStub::CompareReports, request).status();
  });
}

}  // namespace opvang::bench
