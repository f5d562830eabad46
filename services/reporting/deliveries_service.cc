// Who delivered what, who is late, and the statutory days.
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
        for (const Milestone& milestone : calendar.milestones()) {
          *list.add_statutory_days() = ToStatutoryDay(milestone);
        }
        list.set_revision(known.revision);
        return list;
      });
}

}  // namespace opvang::reporting
