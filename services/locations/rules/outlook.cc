#include "services/locations/rules/outlook.h"

#include <algorithm>
#include <tuple>

#include "services/locations/rules/location_state.h"
#include "services/locations/rules/timeline.h"

namespace opvang::locations {
namespace {

using Due = pb::Outlook::Due;

void AddClosings(const std::vector<KnownLocation>& locations,
                 const Steps& total, const Period& period,
                 pb::Outlook& outlook) {
  std::vector<pb::Outlook::Closing> closings;
  for (const KnownLocation& known : locations) {
    if (!KindMayCount(known)) continue;
    for (const auto& [group, steps] : known.places->groups) {
      const Steps& standing = Standing(known, group);
      for (const auto& [day, count] : standing.changes()) {
        const int gone = standing.At(day - 1) - count;
        if (gone <= 0 || !period.Contains(day)) continue;
        pb::Outlook::Closing& closing = closings.emplace_back();
        closing.set_location(known.location.name());
        closing.set_display_name(known.location.display_name());
        closing.set_group(group);
        *closing.mutable_close_date() = ToProto(day);
        closing.set_place_count(gone);
        closing.set_remaining_place_count(total.At(day));
        const auto certainty = known.places->ends.find(day);
        if (count == 0 && certainty != known.places->ends.end()) {
          closing.set_end_certainty(certainty->second);
        }
      }
    }
  }
  std::sort(closings.begin(), closings.end(), [](const auto& a, const auto& b) {
    return std::tuple(DayOf(a.close_date()), a.location(), a.group()) <
           std::tuple(DayOf(b.close_date()), b.location(), b.group());
  });
  outlook.mutable_closings()->Add(closings.begin(), closings.end());
}

void FindFailing(const Steps& total, int required, const Period& period,
                 pb::Outlook& outlook) {
  const auto fails = [&](absl::CivilDay day) {
    if (total.At(day) >= required) return false;
    *outlook.mutable_first_failing_date() = ToProto(day);
    outlook.set_missing_place_count(required - total.At(day));
    return true;
  };
  if (fails(period.start)) return;
  for (const auto& [day, count] : total.changes()) {
    if (period.Contains(day) && fails(day)) return;
  }
}

// The step that a location in `state` must take next, or nothing.
Due::Step NextStep(pb::LocationState state) {
  switch (state) {
    case pb::LOCATION_STATE_UNSPECIFIED:
    case pb::LOCATION_STATE_DECISION_PENDING:
      return Due::STEP_DECISION;
    case pb::LOCATION_STATE_DEFINITIVE:
    case pb::LOCATION_STATE_COA_PAPER_CHECK:
    case pb::LOCATION_STATE_COA_SITE_VISIT:
      return Due::STEP_AGREEMENT;
    case pb::LOCATION_STATE_AGREEMENT_SIGNED:
      return Due::STEP_PERMIT;
    case pb::LOCATION_STATE_PERMIT:
      return Due::STEP_CONSTRUCTION;
    case pb::LOCATION_STATE_CONSTRUCTION:
      return Due::STEP_OPENING;
    default:
      return Due::STEP_UNSPECIFIED;
  }
}

// The days between `step` and the opening.
int DaysAfter(Due::Step step,
              const pb::ListOutlooksRequest::LeadTimes& lead_times) {
  int days = 0;
  if (step <= Due::STEP_DECISION) days += lead_times.agreement_day_count();
  if (step <= Due::STEP_AGREEMENT) days += lead_times.permit_day_count();
  if (step <= Due::STEP_CONSTRUCTION && step != Due::STEP_OPENING) {
    days += lead_times.construction_day_count();
  }
  return days;
}

int MostPlaces(const LocationPlaces& places) {
  int sum = 0;
  for (const auto& [group, steps] : places.groups) {
    if (group == pb::PLACE_GROUP_BUFFER) continue;
    sum += std::max({steps.decided.Most(absl::CivilDay::min(), std::nullopt),
                     steps.planned.Most(absl::CivilDay::min(), std::nullopt),
                     steps.undated_plan.value_or(0)});
  }
  return sum;
}

void AddDues(const std::vector<KnownLocation>& locations, const Ahead& ahead,
             pb::Outlook& outlook) {
  std::vector<Due> dues;
  for (const KnownLocation& known : locations) {
    const Due::Step step = NextStep(known.location.state());
    const int places = MostPlaces(*known.places);
    if (!KindMayCount(known) || step == Due::STEP_UNSPECIFIED || places == 0)
      continue;
    Due& due = dues.emplace_back();
    due.set_location(known.location.name());
    due.set_display_name(known.location.display_name());
    due.set_step(step);
    const absl::CivilDay last =
        *ahead.needed - DaysAfter(step, ahead.lead_times);
    *due.mutable_last_date() = ToProto(last);
    due.set_place_count(places);
    due.set_overdue(last < ahead.today);
  }
  std::sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) {
    return std::tuple(DayOf(a.last_date()), a.location()) <
           std::tuple(DayOf(b.last_date()), b.location());
  });
  outlook.mutable_dues()->Add(dues.begin(), dues.end());
}

}  // namespace

pb::Outlook LookAhead(const std::string& municipality,
                      const std::vector<KnownLocation>& locations,
                      const Ahead& ahead) {
  pb::Outlook outlook;
  outlook.set_municipality(municipality);
  const Steps total = TotalOf(OverTime(locations));
  AddClosings(locations, total, ahead.period, outlook);
  if (ahead.required.has_value()) {
    FindFailing(total, *ahead.required, ahead.period, outlook);
  }
  if (ahead.needed.has_value()) AddDues(locations, ahead, outlook);
  return outlook;
}

}  // namespace opvang::locations
