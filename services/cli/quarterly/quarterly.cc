#include "services/cli/quarterly/quarterly.h"

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace r = nl::opvang::reporting::v1;

// The name of what began last by `day`, else of what begins first.
template <typename T, typename StartOf>
std::string InForce(absl::CivilDay day, const std::vector<T>& all,
                    StartOf start_of) {
  const T* found = nullptr;
  for (const T& one : all) {
    if (found == nullptr) {
      found = &one;
      continue;
    }
    const absl::CivilDay start = start_of(one), best = start_of(*found);
    if (start <= day ? (best > day || start > best) : start < best) {
      found = &one;
    }
  }
  return found == nullptr ? "" : found->name();
}

}  // namespace

std::string QuarterAfter(const std::string& quarter) {
  return QuarterOf(*DaysOfQuarter(quarter)->end);
}

bool IsOver(const std::string& quarter, absl::CivilDay today) {
  return today >= *DaysOfQuarter(quarter)->end;
}

std::string FirstQuarter(const std::string& from, absl::CivilDay today,
                         const std::set<std::string>& existing) {
  if (!from.empty()) return from;
  if (!existing.empty()) return *existing.begin();
  return QuarterOf(DaysOfQuarter(QuarterOf(today))->start - 1);
}

std::vector<std::string> MissingQuarters(
    const std::string& first, absl::CivilDay today,
    const std::set<std::string>& existing) {
  std::vector<std::string> missing;
  for (std::string quarter = first; IsOver(quarter, today);
       quarter = QuarterAfter(quarter)) {
    if (existing.count(quarter) == 0) missing.push_back(quarter);
  }
  return missing;
}

std::string CycleOn(absl::CivilDay day, const std::vector<q::Cycle>& cycles) {
  return InForce(day, cycles, [](const q::Cycle& cycle) {
    return DayOf(cycle.has_term_start_date() ? cycle.term_start_date()
                                             : cycle.window_start_date());
  });
}

std::string RuleSetOn(absl::CivilDay day,
                      const std::vector<l::RuleSet>& rule_sets) {
  return InForce(day, rule_sets, [](const l::RuleSet& rules) {
    return DayOf(rules.start_date());
  });
}

r::CreateReportRequest QuarterlyRequest(const std::string& scope,
                                        const std::string& quarter,
                                        const std::string& cycle,
                                        const std::string& rule_set) {
  const absl::CivilDay last = *DaysOfQuarter(quarter)->end - 1;
  r::CreateReportRequest request;
  request.set_parent(scope);
  request.set_report_id(absl::StrCat("quarterly-", quarter));
  request.set_request_id(
      UuidFor(absl::StrCat(scope, "/reports/", request.report_id())));
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  spec.set_kind(r::REPORT_KIND_QUARTERLY);
  spec.set_quarter(quarter);
  spec.set_cycle(cycle);
  spec.set_rule_set(rule_set);
  spec.set_half_year(
      absl::StrCat(last.year(), last.month() <= 6 ? "-h1" : "-h2"));
  *spec.mutable_as_of_date() = ToProto(last);
  *spec.mutable_ukraine_date() = ToProto(last);
  *spec.mutable_placements_date() = ToProto(last);
  return request;
}

}  // namespace opvang::cli
