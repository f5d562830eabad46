#include "services/reporting/own_facts.h"

#include <set>

#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/db/ledger.h"
#include "services/reporting/report_loader.h"
#include "services/reporting/store/words_store.h"

namespace opvang::reporting {
namespace {

using ComparedRole = pb::ComparedReport::Role;

// Far more reports than a region or province makes.
constexpr int kReportsMax = 100000;

absl::Status AddComparedReport(Transaction& tx, ComparedRole role,
                               const std::string& name, Facts& facts) {
  ASSIGN_OR_RETURN(pb::Report report, LoadReport(tx, name));
  ComparedReport& held = facts.compared_reports.emplace_back();
  held.compared.set_role(role);
  held.compared.set_report(name);
  held.compared.set_content_sha256(report.content_sha256());
  held.content = std::move(*report.mutable_content());
  return absl::OkStatus();
}

// The latest report of `parent` that is `wanted`; empty without one.
template <typename Wanted>
absl::StatusOr<std::string> FindLatest(Transaction& tx,
                                       const std::string& parent,
                                       Wanted wanted) {
  ASSIGN_OR_RETURN(const std::vector<pb::Report> heads,
                   ListReports(tx, {parent}, "", kReportsMax));
  const pb::Report* latest = nullptr;
  for (const pb::Report& head : heads) {
    if (latest != nullptr && head.revision() < latest->revision()) continue;
    ASSIGN_OR_RETURN(const bool is_wanted, wanted(head));
    if (is_wanted) latest = &head;
  }
  return latest == nullptr ? "" : latest->name();
}

// The adopted plan of every region of a province.
absl::Status HoldPlans(Transaction& tx, const pb::ReportSpec& spec,
                       Facts& facts) {
  for (const Region& region : AllRegions()) {
    if (!LiesWithin(region.Name(), spec.scope())) continue;
    ASSIGN_OR_RETURN(
        const std::string plan,
        FindLatest(
            tx, region.Name(),
            [&](const pb::Report& head) -> absl::StatusOr<bool> {
              if (head.spec().kind() != pb::REPORT_KIND_REGIONAL_PLAN ||
                  head.spec().cycle() != spec.cycle()) {
                return false;
              }
              ASSIGN_OR_RETURN(const auto known, FindKnown(tx, head.name()));
              return known->standing.state() == pb::Report::STATE_ADOPTED;
            }));
    if (plan.empty()) continue;
    RETURN_IF_ERROR(AddComparedReport(
        tx, pb::ComparedReport::ROLE_REGIONAL_PLAN, plan, facts));
  }
  return absl::OkStatus();
}

absl::Status HoldQuarter(Transaction& tx, ComparedRole role,
                         const std::string& scope, const std::string& quarter,
                         Facts& facts) {
  ASSIGN_OR_RETURN(
      const std::string name,
      FindLatest(tx, scope,
                 [&](const pb::Report& head) -> absl::StatusOr<bool> {
                   return head.spec().kind() == pb::REPORT_KIND_QUARTERLY &&
                          head.spec().quarter() == quarter;
                 }));
  return name.empty() ? absl::OkStatus()
                      : AddComparedReport(tx, role, name, facts);
}

}  // namespace

absl::StatusOr<std::vector<Arrival>> ListExplained(
    Transaction& tx, const std::vector<std::string>& subjects) {
  ASSIGN_OR_RETURN(const std::vector<Said> said,
                   ListExplanationTimes(tx, subjects));
  std::vector<Arrival> arrivals;
  for (const Said& one : said) {
    arrivals.push_back({.municipality = one.subject,
                        .item = pb::Deadline::ITEM_EXPLANATION,
                        .record_time = ToTimestamp(one.record_time),
                        .day = DayAt(one.record_time)});
  }
  return arrivals;
}

std::vector<std::string> AreasAround(const std::string& scope) {
  std::vector<std::string> areas;
  const auto add = [&](const std::string& area) {
    if (LiesWithin(area, scope) || LiesWithin(scope, area)) {
      areas.push_back(area);
    }
  };
  for (const Province& province : AllProvinces()) add(province.Name());
  for (const Region& region : AllRegions()) add(region.Name());
  return areas;
}

absl::Status ReadOwn(Transaction& tx, const pb::Report& report, Facts& facts) {
  const pb::ReportSpec& spec = report.spec();
  const std::vector<std::string> subjects = SubjectsWithin(spec.scope());
  ASSIGN_OR_RETURN(facts.texts,
                   ListTexts(tx, subjects, DayOf(spec.as_of_date())));
  ASSIGN_OR_RETURN(facts.stated_figures, ListStatedFigures(tx, subjects));
  ASSIGN_OR_RETURN(facts.explanations, ListExplanations(tx, subjects));
  ASSIGN_OR_RETURN(facts.deadlines,
                   ListDeadlines(tx, AreasAround(spec.scope()), spec.cycle()));
  if (!facts.deadlines.empty()) {
    ASSIGN_OR_RETURN(facts.arrivals, ListExplained(tx, subjects));
  }
  if (!report.superseded_report().empty()) {
    RETURN_IF_ERROR(AddComparedReport(tx,
                                      pb::ComparedReport::ROLE_PREVIOUS_VERSION,
                                      report.superseded_report(), facts));
  }
  if (spec.kind() == pb::REPORT_KIND_PROVINCIAL_REPORT) {
    RETURN_IF_ERROR(HoldPlans(tx, spec, facts));
  }
  if (spec.kind() == pb::REPORT_KIND_QUARTERLY) {
    const absl::CivilDay start = DaysOfQuarter(spec.quarter())->start;
    RETURN_IF_ERROR(HoldQuarter(tx, pb::ComparedReport::ROLE_PREVIOUS_QUARTER,
                                spec.scope(), QuarterOf(start - 1), facts));
    RETURN_IF_ERROR(HoldQuarter(tx, pb::ComparedReport::ROLE_YEAR_BEFORE,
                                spec.scope(),
                                QuarterOf(MonthsAfter(start, -12)), facts));
  }
  return absl::OkStatus();
}

absl::Status AddOwnTrail(Transaction& tx, Facts& facts) {
  pb::SourcePin& pin = facts.pins.emplace_back();
  pin.set_service("reporting");
  pin.set_revision(tx.revision());
  std::set<int64_t> asked = {tx.revision()};
  for (const GivenExplanation& given : facts.explanations) {
    asked.insert(given.explanation.revision());
  }
  ASSIGN_OR_RETURN(const std::vector<RecordedWrite> writes,
                   ListWrites(tx, {.known_by = {},
                                   .revisions = {asked.begin(), asked.end()},
                                   .limit = static_cast<int>(asked.size())}));
  for (auto one = writes.rbegin(); one != writes.rend(); ++one) {
    if (one->revision == tx.revision()) {
      *pin.mutable_record_time() = ToTimestamp(one->record_time);
    }
    pb::WriteRecord& write = facts.writes.emplace_back();
    write.set_service("reporting");
    write.set_revision(one->revision);
    *write.mutable_record_time() = ToTimestamp(one->record_time);
    write.set_organisation(one->organisation);
    write.set_method(
        std::vector<std::string>(absl::StrSplit(one->method, '/')).back());
  }
  return absl::OkStatus();
}

}  // namespace opvang::reporting
