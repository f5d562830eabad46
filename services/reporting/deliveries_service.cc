// Who delivered what, who is late, and the statutory days.
#include <algorithm>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "services/reporting/known_report.h"
#include "services/reporting/own_facts.h"
#include "services/reporting/report_service.h"
#include "services/reporting/report_validation.h"

namespace opvang::reporting {
namespace {

using Milestone = ::nl::opvang::quotas::v1::Calendar::Milestone;

constexpr absl::Duration kFollowMax = absl::Seconds(10);

// Confirmations of a report, in all its versions so far.
std::vector<Arrival> ConfirmationsOf(const KnownReport& known) {
  std::vector<Arrival> arrivals;
  for (const LifeEvent& one : known.life.events) {
    if (one.event.verb() != WordOf(Verb::kConfirm)) continue;
    arrivals.push_back({.municipality = one.event.subject(),
                        .item = pb::Deadline::ITEM_CONFIRMATION,
                        .record_time = one.event.record_time(),
                        .day = DayAt(ToTime(one.event.record_time()))});
  }
  return arrivals;
}

pb::StatutoryDay ToStatutoryDay(const Milestone& from) {
  pb::StatutoryDay day;
  day.set_kind(EnumWord(from.kind()));
  *day.mutable_last_timely_date() = from.last_timely_date();
  if (from.has_step_date()) *day.mutable_step_date() = from.step_date();
  day.set_standing(EnumWord(from.standing()));
  day.set_legal_basis(from.legal_basis());
  return day;
}

// The first day on which a report of this cycle and province was submitted, by
// `day`; of those that the caller sees.
std::optional<absl::CivilDay> SubmittedOn(
    const KnownReports& known, const Organisation& caller, absl::Time now,
    const std::string& province, const std::string& cycle, absl::CivilDay day) {
  std::optional<absl::CivilDay> first;
  for (const pb::Report& head : ListReports(known, {province})) {
    if (head.spec().kind() != pb::REPORT_KIND_PROVINCIAL_REPORT ||
        head.spec().cycle() != cycle) {
      continue;
    }
    const auto found = FindKnown(known, head.name());
    if (!IsSeen(*found, caller, now)) continue;
    for (const LifeEvent& one : found->life.events) {
      if (one.event.verb() != WordOf(Verb::kSubmit)) continue;
      const absl::CivilDay submitted = DayAt(ToTime(one.event.record_time()));
      if (submitted <= day && (!first.has_value() || submitted < *first)) {
        first = submitted;
      }
    }
  }
  return first;
}

// The statutory day of the report follows the province's own, where there is
// one: what is on record of the country tells nothing of one province.
void FollowReport(std::optional<absl::CivilDay> submitted,
                  pb::StatutoryDay& day) {
  if (!submitted.has_value()) return;
  *day.mutable_step_date() = ToProto(*submitted);
  day.set_standing(*submitted <= DayOf(day.last_timely_date()) ? "on_time"
                                                               : "late");
}

}  // namespace

grpc::ServerUnaryReactor* ReportingService::ListDeliveries(
    Context* context, const pb::ListDeliveriesRequest* request,
    pb::ListDeliveriesResponse* response) {
  return Handle(
      *context, *request, response, lanes_.work,
      [=,
       this](const Call& call) -> absl::StatusOr<pb::ListDeliveriesResponse> {
        Violations violations;
        const auto municipalities =
            CheckParent(request->parent(), "parent", violations);
        CheckCycle(request->cycle(), "cycle", violations);
        const absl::CivilDay day =
            CheckDay(request->as_of_date(), "as_of_date", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        const absl::Time deadline = DeadlineWithin(kFollowMax, call.deadline);
        ASSIGN_OR_RETURN(
            const auto calendar,
            ReadCalendar(sources_, deadline, request->cycle(), day));
        Followed followed{.municipalities = NamesOf(municipalities),
                          .deadlines = {},
                          .arrivals = {},
                          .day = day};
        ASSIGN_OR_RETURN(
            followed.arrivals,
            ReadDelivered(sources_, deadline,
                          {.parent = request->parent(), .day = day}));
        ASSIGN_OR_RETURN(const auto state, Reach(request->revision()));
        const KnownReports known = KnownAt(*state, request->revision());
        followed.deadlines = ListDeadlines(
            known, AreasAround(request->parent()), request->cycle());
        const auto add = [&](const std::vector<Arrival>& more) {
          followed.arrivals.insert(followed.arrivals.end(), more.begin(),
                                   more.end());
        };
        add(ListExplained(known, followed.municipalities));
        if (!request->report().empty()) {
          ASSIGN_OR_RETURN(
              const KnownReport report,
              FindSeen(known, call.caller, clock_.Now(), request->report()));
          add(ConfirmationsOf(report));
        }
        pb::ListDeliveriesResponse list;
        for (pb::Delivery& delivery : Follow(followed)) {
          *list.add_deliveries() = std::move(delivery);
        }
        // Of a table across a border when the last of its provinces did.
        std::optional<absl::CivilDay> submitted;
        bool all_did = true;
        for (const std::string& area : AreasAround(request->parent())) {
          if (!absl::StartsWith(area, "provinces/") ||
              (LiesWithin(area, request->parent()) &&
               area != request->parent())) {
            continue;
          }
          const auto own = SubmittedOn(known, call.caller, clock_.Now(), area,
                                       request->cycle(), day);
          all_did = all_did && own.has_value();
          submitted = std::max(submitted, own);
        }
        if (!all_did) submitted.reset();
        for (const Milestone& milestone : calendar.milestones()) {
          pb::StatutoryDay& one = *list.add_statutory_days();
          one = ToStatutoryDay(milestone);
          if (one.kind() == "report") FollowReport(submitted, one);
        }
        list.set_revision(known.revision);
        return list;
      });
}

}  // namespace opvang::reporting
