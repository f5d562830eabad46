#include "services/reporting/compose/compose.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/compare/remake.h"
#include "services/reporting/compose/rows.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/published.h"
#include "services/reporting/figures/transfers.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;

std::string DisplayName(absl::string_view subject) {
  return DutchName(subject).value_or(std::string(subject));
}

// Whether a group of a report is only that part of an area which lies in its
// scope: a region across a border, in the report of a province.
bool IsPart(const pb::ReportSpec& spec, const std::string& area) {
  return absl::StartsWith(spec.scope(), "provinces/") &&
         absl::StartsWith(area, "regions/") && !LiesWithin(area, spec.scope());
}

pb::SubtotalRow SumOf(const pb::ReportSpec& spec, const Facts& facts,
                      const std::string& subject,
                      const std::vector<pb::MunicipalityRow>& rows,
                      absl::string_view group) {
  pb::SubtotalRow sum;
  sum.set_subject(subject);
  sum.set_display_name(DisplayName(subject));
  if (IsPart(spec, subject)) {
    sum.set_display_name(absl::StrCat(DisplayName(subject), " (deel in ",
                                      DisplayName(spec.scope()), ")"));
  }
  const auto missing = [&sum](absl::string_view duty,
                              const pb::MunicipalityRow& row) {
    pb::MissingTarget& target = *sum.add_missing_targets();
    target.set_duty(std::string(duty));
    target.set_municipality(row.municipality());
  };
  std::map<absl::string_view, int> known;
  int all = 0;
  for (const pb::MunicipalityRow& row : rows) {
    if (!group.empty() && GroupOf(spec, row) != group) continue;
    AddTo(row.figures(), *sum.mutable_figures());
    ++all;
    for (const Metric& metric : AllMetrics()) {
      known[metric.name] += ValueOf(row.figures(), metric).has_value();
    }
    const pb::Figures& figures = row.figures();
    if (!figures.asylum().has_target_place_count()) missing("asylum", row);
    if (!figures.asylum().has_target_amv_count()) missing("asylum_amv", row);
    if (!figures.ukraine().has_target_place_count()) missing("ukraine", row);
    if (!figures.status_holders().has_target_person_count()) {
      missing("status_holders", row);
    }
  }
  for (const Metric& metric : AllMetrics()) {
    if (known[metric.name] == all) continue;
    if (IsOfDurable(metric) && facts.durable_rules.empty()) continue;
    pb::KnownCount& count = *sum.add_known_counts();
    count.set_metric(std::string(metric.name));
    count.set_known_municipality_count(known[metric.name]);
    count.set_municipality_count(all);
  }
  return sum;
}

// What is recorded for the area itself.
void AddOwnTargets(const Facts& facts, pb::SubtotalRow& area) {
  for (const quotas::Obligation& stated : facts.stated_totals) {
    if (stated.subject() != area.subject() || !stated.has_quota_count()) {
      continue;
    }
    pb::OwnTarget& own = *area.add_own_targets();
    own.set_duty(EnumWord(stated.duty()));
    own.set_place_count(stated.quota_count());
    if (stated.has_amv_count()) own.set_amv_count(stated.amv_count());
    if (!stated.steps().empty()) {
      *own.mutable_step() = ToStep(*stated.steps().rbegin());
    }
  }
}

pb::CycleDates ToDates(const quotas::Cycle& cycle) {
  pb::CycleDates dates;
  dates.set_display_name(cycle.display_name());
  *dates.mutable_window_start_date() = cycle.window_start_date();
  *dates.mutable_window_end_date() = cycle.window_end_date();
  *dates.mutable_realisation_start_date() = cycle.realisation_start_date();
  *dates.mutable_realisation_end_date() = cycle.realisation_end_date();
  *dates.mutable_report_due_date() = cycle.report_due_date();
  dates.set_source(cycle.source());
  return dates;
}

const char* TitleOf(pb::ReportKind kind) {
  switch (kind) {
    case pb::REPORT_KIND_REGIONAL_PLAN:
      return "Regionaal plan opvang en huisvesting";
    case pb::REPORT_KIND_QUARTERLY:
      return "Kwartaalbericht opvang en huisvesting";
    default:
      return "Verslag van de commissaris van de Koning";
  }
}

// The rows in their order, their groups and the total.
void AddRows(const pb::ReportSpec& spec, const Facts& facts,
             std::vector<pb::MunicipalityRow> rows,
             pb::ReportContent& content) {
  std::map<std::string, std::string> groups;  // Dutch name to group.
  for (const pb::MunicipalityRow& row : rows) {
    const std::string group = GroupOf(spec, row);
    if (!group.empty()) groups[DisplayName(group)] = group;
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
    return DisplayName(GroupOf(spec, a)) < DisplayName(GroupOf(spec, b));
  });
  for (const auto& [name, group] : groups) {
    *content.add_regions() = SumOf(spec, facts, group, rows, group);
    AddOwnTargets(facts, *content.mutable_regions()->rbegin());
  }
  *content.mutable_total() = SumOf(spec, facts, spec.scope(), rows, "");
  AddOwnTargets(facts, *content.mutable_total());
  for (pb::MunicipalityRow& row : rows) {
    *content.add_municipalities() = std::move(row);
  }
}

// What each giver lends and has not to spare, also one from elsewhere, of whom
// the report tells nothing else.
void AddExcess(const pb::ReportSpec& spec, const Facts& facts,
               pb::ReportContent& content) {
  Facts elsewhere;
  elsewhere.cycle = facts.cycle;
  elsewhere.obligations = facts.giver_obligations;
  elsewhere.coverage = facts.giver_coverage;
  const std::vector<pb::TransferRow> lent = JoinTransfers(elsewhere);
  std::map<std::string, std::optional<int32_t>> excess;
  for (const pb::MunicipalityRow& row : JoinRows(spec, elsewhere, lent)) {
    excess[row.municipality()] = LentBeyondSurplus(row, lent);
  }
  const std::vector<pb::TransferRow> own(content.transfers().begin(),
                                         content.transfers().end());
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    excess[row.municipality()] = LentBeyondSurplus(row, own);
  }
  for (pb::TransferRow& transfer : *content.mutable_transfers()) {
    const std::optional<int32_t> of_giver = excess[transfer.giver()];
    if (transfer.transfer_counting() == pb::TransferRow::COUNTING_GUARANTEED &&
        of_giver.has_value()) {
      transfer.set_giver_excess_place_count(*of_giver);
    }
  }
}

// None where nothing is known of any municipality.
void AddTimeline(const locations::Timeline& timeline,
                 pb::ReportContent& content) {
  if (timeline.known_municipality_count() == 0) return;
  for (const auto& step : timeline.steps()) {
    pb::TimelineStep& to = *content.add_timeline();
    *to.mutable_start_date() = step.start_date();
    to.set_decided_place_count(step.regular_place_count() +
                               step.amv_place_count() +
                               step.special_place_count());
    to.set_intended_place_count(step.intended_place_count());
    to.set_unknown_start_place_count(step.unknown_start_place_count());
  }
}

// The figures of a report that this one is held against, of the subjects that
// both have.
pb::ComparedFigures FiguresBeside(const ComparedReport& other,
                                  const pb::ReportContent& content) {
  pb::ComparedFigures compared;
  *compared.mutable_compared() = other.compared;
  *compared.mutable_as_of_date() = other.content.spec().as_of_date();
  ForEachSubject(content, [&](const std::string& subject, const std::string&,
                              const pb::Figures&) {
    if (const pb::Figures* figures = FiguresOf(other.content, subject)) {
      auto& row = *compared.add_rows();
      row.set_subject(subject);
      *row.mutable_figures() = *figures;
      if (const auto* area = FindArea(other.content, subject)) {
        *row.mutable_known_counts() = area->known_counts();
      }
    }
  });
  return compared;
}

// Of the plan of a region across a border what this report is about: its
// municipalities here, and their sum.
pb::ReportContent PartHere(const Facts& facts, const pb::ReportContent& plan,
                           const pb::ReportContent& content) {
  const std::string& region = plan.spec().scope();
  if (!IsPart(content.spec(), region)) return plan;
  pb::ReportContent part = plan;
  part.clear_municipalities();
  std::vector<pb::MunicipalityRow> rows;
  for (const pb::MunicipalityRow& row : plan.municipalities()) {
    if (!LiesWithin(row.municipality(), content.spec().scope())) continue;
    *part.add_municipalities() = row;
    rows.push_back(row);
  }
  *part.mutable_total() = SumOf(plan.spec(), facts, region, rows, "");
  return part;
}

void AddHeldAgainst(const Facts& facts, pb::ReportContent& content) {
  for (const ComparedReport& other : facts.compared_reports) {
    switch (other.compared.role()) {
      case pb::ComparedReport::ROLE_PREVIOUS_VERSION:
        for (pb::FigureDifference& difference :
             CompareContents(other.content, content, "", Cancelled::kTold)) {
          *content.add_changes() = std::move(difference);
        }
        break;
      case pb::ComparedReport::ROLE_REGIONAL_PLAN:
        for (pb::FigureDifference& difference :
             CompareContents(PartHere(facts, other.content, content), content,
                             other.content.spec().scope())) {
          *content.add_plan_differences() = std::move(difference);
        }
        break;
      default:
        *content.add_compared() = FiguresBeside(other, content);
    }
  }
}

}  // namespace

pb::ReportContent Compose(const pb::ReportSpec& spec, const Facts& facts) {
  pb::ReportContent content;
  *content.mutable_spec() = spec;
  content.mutable_spec()->clear_compared_reports();
  for (const ComparedReport& other : facts.compared_reports) {
    *content.mutable_spec()->add_compared_reports() = other.compared;
  }
  content.set_scope_display_name(DisplayName(spec.scope()));
  content.set_title(TitleOf(spec.kind()));
  *content.mutable_cycle() = ToDates(facts.cycle);
  content.set_edition(kEdition);
  content.set_geography_version(facts.geography_version);
  for (const std::string& rule : facts.rules) content.add_rules(rule);
  const std::vector<pb::TransferRow> transfers = JoinTransfers(facts);
  content.mutable_transfers()->Add(transfers.begin(), transfers.end());
  AddRows(spec, facts, JoinRows(spec, facts, transfers), content);
  AddExcess(spec, facts, content);
  const absl::CivilDay day = DayOf(spec.as_of_date());
  for (const quotas::Exchange& one : facts.exchanges) {
    if (DayOf(one.start_date()) <= day &&
        (!one.has_end_date() || DayOf(one.end_date()) > day)) {
      *content.add_exchanges() = one;
    }
  }
  for (const std::string& rule : facts.durable_rules) {
    content.add_durable_rules(rule);
  }
  AddTimeline(facts.timeline, content);
  content.mutable_sources()->Add(facts.pins.begin(), facts.pins.end());
  content.mutable_writes()->Add(facts.writes.begin(), facts.writes.end());
  for (const pb::Text& text : facts.texts) {
    if (!absl::StartsWith(text.subject(), "municipalities/")) {
      *content.add_texts() = text;
    }
  }
  AddComparisons(facts.stated_figures, content);
  AddQuality(content);
  AddHeldAgainst(facts, content);
  AddFindings(facts, content);
  return content;
}

}  // namespace opvang::reporting
