#include "services/cli/quarterly/quarterly_job.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/quarterly/quarterly.h"
#include "services/cli/shell/messages.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace r = nl::opvang::reporting::v1;
using Reporting = r::ReportingService::Stub;

constexpr absl::Duration kPauseFirst = absl::Milliseconds(200);
constexpr absl::Duration kPauseMax = absl::Seconds(10);

absl::StatusOr<std::set<std::string>> ListExisting(Services& services,
                                                   const std::string& scope) {
  r::ListReportsRequest request;
  request.set_parent(scope);
  request.set_page_size(1000);
  std::set<std::string> quarters;
  RETURN_IF_ERROR(AskAll(*services.reporting, &Reporting::ListReports, request,
                         [&](const r::ListReportsResponse& page) {
                           for (const r::Report& one : page.reports()) {
                             if (one.spec().kind() ==
                                     r::REPORT_KIND_QUARTERLY &&
                                 one.spec().scope() == scope) {
                               quarters.insert(one.spec().quarter());
                             }
                           }
                         }));
  return quarters;
}

}  // namespace

absl::StatusOr<r::CreateReportRequest> AskedOf(Services& services,
                                               const QuarterlyJob& job,
                                               const std::string& quarter) {
  const absl::CivilDay last = *DaysOfQuarter(quarter)->end - 1;
  std::string cycle = job.cycle, rule_set = job.rule_set;
  if (cycle.empty()) {
    ASSIGN_OR_RETURN(const q::ListCyclesResponse list,
                     Ask(*services.quotas, &q::QuotaService::Stub::ListCycles,
                         q::ListCyclesRequest()));
    cycle = CycleOn(last, {list.cycles().begin(), list.cycles().end()});
    if (cycle.empty()) {
      return absl::FailedPreconditionError(
          "er is geen cyclus vastgelegd; lever die eerst aan quotas");
    }
  }
  if (rule_set.empty()) {
    ASSIGN_OR_RETURN(
        const l::ListRuleSetsResponse list,
        Ask(*services.locations, &l::LocationService::Stub::ListRuleSets,
            l::ListRuleSetsRequest()));
    rule_set =
        RuleSetOn(last, {list.rule_sets().begin(), list.rule_sets().end()});
  }
  return QuarterlyRequest(job.scope, quarter, cycle, rule_set);
}

namespace {

// Whether another run, as another caller or with other settings, made it.
bool IsTaken(const absl::Status& status) {
  const std::string reason = ReasonIn(status).name;
  return reason == "REPORT_EXISTS" || reason == "REQUEST_ID_REUSED";
}

// A trial tells the service's day; nothing is made before its time.
absl::Status TryOne(Services& services, const QuarterlyJob& job,
                    const std::string& quarter) {
  ASSIGN_OR_RETURN(r::CreateReportRequest request,
                   AskedOf(services, job, quarter));
  request.set_validate_only(true);
  ASSIGN_OR_RETURN(const r::Report trial,
                   Ask(*services.reporting, &Reporting::CreateReport, request));
  const absl::CivilDay theirs =
      DayAt(absl::FromUnixSeconds(trial.create_time().seconds()));
  if (!IsOver(quarter, theirs)) {
    return absl::FailedPreconditionError(absl::StrCat(
        quarter, " is nog niet voorbij: de dienst heeft ", FormatDay(theirs),
        "; zet de klok van deze machine gelijk"));
  }
  request.set_validate_only(false);
  return Ask(*services.reporting, &Reporting::CreateReport, request).status();
}

// What another run made meanwhile is as good.
absl::Status MakeOne(Services& services, const QuarterlyJob& job,
                     const std::string& quarter) {
  const absl::Status made = TryOne(services, job, quarter);
  if (!IsTaken(made)) return made;
  ASSIGN_OR_RETURN(const std::set<std::string> existing,
                   ListExisting(services, job.scope));
  return existing.count(quarter) ? absl::OkStatus() : made;
}

absl::Status MakeMissing(Services& services, const QuarterlyJob& job,
                         QuarterlyOutcome& outcome,
                         const std::function<void(size_t, size_t)>& tell) {
  ASSIGN_OR_RETURN(std::set<std::string> existing,
                   ListExisting(services, job.scope));
  for (const std::string& quarter : existing) {
    if (std::find(outcome.made.begin(), outcome.made.end(), quarter) ==
            outcome.made.end() &&
        std::find(outcome.present.begin(), outcome.present.end(), quarter) ==
            outcome.present.end()) {
      outcome.present.push_back(quarter);
    }
  }
  const std::string first = FirstQuarter(job.from, outcome.today, existing);
  for (outcome.missing = MissingQuarters(first, outcome.today, existing);
       !outcome.missing.empty();
       outcome.missing.erase(outcome.missing.begin())) {
    tell(outcome.made.size(), outcome.made.size() + outcome.missing.size());
    RETURN_IF_ERROR(MakeOne(services, job, outcome.missing.front()));
    outcome.made.push_back(outcome.missing.front());
  }
  return absl::OkStatus();
}

}  // namespace

QuarterlyOutcome RunQuarterly(Services& services, const QuarterlyJob& job,
                              const Clock& clock,
                              const std::function<void(size_t, size_t)>& tell) {
  const SystemClock machine;
  const absl::Time latest = machine.Now() + job.wait;
  QuarterlyOutcome outcome;
  outcome.today = clock.Today();
  for (absl::Duration pause = kPauseFirst;; pause = pause * 2) {
    outcome.status = MakeMissing(services, job, outcome, tell);
    const absl::Duration left = latest - machine.Now();
    if (!IsPassing(outcome.status) || left <= absl::ZeroDuration()) break;
    absl::SleepFor(std::min({pause, kPauseMax, left}));
  }
  return outcome;
}

std::string OutcomeLine(const QuarterlyJob& job,
                        const QuarterlyOutcome& outcome) {
  nlohmann::ordered_json line;
  line["scope"] = job.scope;
  line["today"] = FormatDay(outcome.today);
  line["outcome"] = outcome.status.ok()         ? "done"
                    : IsPassing(outcome.status) ? "later"
                                                : "refused";
  line["present"] = outcome.present;
  line["made"] = outcome.made;
  line["missing"] = outcome.missing;
  line["reason"] = ReasonIn(outcome.status).name;
  line["sentence"] = outcome.status.ok() ? "" : InDutch(outcome.status);
  return line.dump();
}

}  // namespace opvang::cli
