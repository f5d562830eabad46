#include "services/reporting/own_facts.h"

#include <set>

#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "services/reporting/known_report.h"
#include "services/reporting/report_errors.h"

namespace opvang::reporting {
namespace {

using ComparedRole = pb::ComparedReport::Role;

absl::Status AddComparedReport(const KnownReports& known, Contents& contents,
                               ComparedRole role, const std::string& name,
                               Facts& facts) {
  const std::optional<pb::Report> head = FindHead(known, name);
  if (!head.has_value()) return ReportNotFound(Excerpt(name, 200));
  ASSIGN_OR_RETURN(const Contents::Content content, contents.Find(name));
  ComparedReport& held = facts.compared_reports.emplace_back();
  held.compared.set_role(role);
  held.compared.set_report(name);
  held.compared.set_content_sha256(head->content_sha256());
  held.content = *content;
  return absl::OkStatus();
}

// The latest report of `parent` that is `wanted` and was not discarded; empty
// without one.
template <typename Wanted>
std::string FindLatest(const KnownReports& known, const std::string& parent,
                       Wanted wanted) {
  const std::vector<pb::Report> heads = ListReports(known, {parent});
  const pb::Report* latest = nullptr;
  for (const pb::Report& head : heads) {
    if (latest != nullptr && head.revision() < latest->revision()) continue;
    if (wanted(head) && !IsDiscarded(known, head.name())) latest = &head;
  }
  return latest == nullptr ? "" : latest->name();
}

// The adopted plan of every region with municipalities in a province.
absl::Status HoldPlans(const KnownReports& known, Contents& contents,
                       const pb::ReportSpec& spec, Facts& facts) {
  for (const Region& region : AllRegions()) {
    if (!Overlap(region.Name(), spec.scope())) continue;
    const std::string plan =
        FindLatest(known, region.Name(), [&](const pb::Report& head) {
          return head.spec().kind() == pb::REPORT_KIND_REGIONAL_PLAN &&
                 head.spec().cycle() == spec.cycle() &&
                 FindKnown(known, head.name())->standing.state() ==
                     pb::Report::STATE_ADOPTED;
        });
    if (plan.empty()) continue;
    RETURN_IF_ERROR(AddComparedReport(
        known, contents, pb::ComparedReport::ROLE_REGIONAL_PLAN, plan, facts));
  }
  return absl::OkStatus();
}

absl::Status HoldQuarter(const KnownReports& known, Contents& contents,
                         ComparedRole role, const std::string& scope,
                         const std::string& quarter, Facts& facts) {
  const std::string name =
      FindLatest(known, scope, [&](const pb::Report& head) {
        return head.spec().kind() == pb::REPORT_KIND_QUARTERLY &&
               head.spec().quarter() == quarter;
      });
  return name.empty() ? absl::OkStatus()
                      : AddComparedReport(known, contents, role, name, facts);
}

}  // namespace

std::vector<std::string> AreasAround(const std::string& scope) {
  std::vector<std::string> areas;
  const auto add = [&](const std::string& area) {
    if (Overlap(area, scope)) areas.push_back(area);
  };
  for (const Province& province : AllProvinces()) add(province.Name());
  for (const Region& region : AllRegions()) add(region.Name());
  return areas;
}

absl::Status AddOwn(const KnownReports& known, Contents& contents,
                    const pb::Report& report, Facts& facts) {
  const pb::ReportSpec& spec = report.spec();
  const std::vector<std::string> subjects = SubjectsWithin(spec.scope());
  facts.texts = ListTexts(known, subjects, DayOf(spec.as_of_date()));
  facts.stated_figures = ListStatedFigures(known, subjects);
  facts.explanations = ListExplanations(known, subjects);
  facts.deadlines =
      ListDeadlines(known, AreasAround(spec.scope()), spec.cycle());
  if (!facts.deadlines.empty()) {
    facts.arrivals = ListExplained(known, subjects);
  }
  if (!report.superseded_report().empty()) {
    RETURN_IF_ERROR(AddComparedReport(known, contents,
                                      pb::ComparedReport::ROLE_PREVIOUS_VERSION,
                                      report.superseded_report(), facts));
  }
  if (spec.kind() == pb::REPORT_KIND_PROVINCIAL_REPORT) {
    RETURN_IF_ERROR(HoldPlans(known, contents, spec, facts));
  }
  if (spec.kind() == pb::REPORT_KIND_QUARTERLY) {
    const absl::CivilDay start = DaysOfQuarter(spec.quarter())->start;
    RETURN_IF_ERROR(HoldQuarter(known, contents,
                                pb::ComparedReport::ROLE_PREVIOUS_QUARTER,
                                spec.scope(), QuarterOf(start - 1), facts));
    RETURN_IF_ERROR(
        HoldQuarter(known, contents, pb::ComparedReport::ROLE_YEAR_BEFORE,
                    spec.scope(), QuarterOf(MonthsAfter(start, -12)), facts));
  }
  return absl::OkStatus();
}

void AddOwnTrail(const KnownReports& known, Facts& facts) {
  pb::SourcePin& pin = facts.pins.emplace_back();
  pin.set_service("reporting");
  pin.set_revision(known.revision);
  std::set<int64_t> asked = {known.revision};
  for (const GivenExplanation& given : facts.explanations) {
    asked.insert(given.explanation.revision());
  }
  for (const int64_t revision : asked) {
    const auto one = FindRecording(known, revision);
    if (!one.has_value()) continue;
    if (revision == known.revision) {
      *pin.mutable_record_time() = ToTimestamp(one->record_time);
    }
    pb::WriteRecord& write = facts.writes.emplace_back();
    write.set_service("reporting");
    write.set_revision(revision);
    *write.mutable_record_time() = ToTimestamp(one->record_time);
    write.set_organisation(one->organisation);
    write.set_method(
        std::vector<std::string>(absl::StrSplit(one->method, '/')).back());
  }
}

}  // namespace opvang::reporting
