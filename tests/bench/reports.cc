// Reports: made, read, explained, compared.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

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
