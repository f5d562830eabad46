// Register, COA and a report held against each other.
#include <map>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_validation.h"
#include "services/locations/location_view.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/reconcile.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {
namespace {

Window CheckReportWindow(const pb::ListReconciliationsRequest& request,
                         absl::CivilDay day, Violations& violations) {
  const size_t before = violations.all().size();
  Window window;
  window.window = {.start = CheckDay(request.window_start_date(),
                                     "window_start_date", violations),
                   .end = CheckDay(request.window_end_date(), "window_end_date",
                                   violations)};
  if (violations.all().size() == before &&
      *window.window.end <= window.window.start) {
    violations.Add("window_end_date", "must be after window_start_date");
  }
  CheckRuleSet(request.rule_set(), "rule_set", violations);
  // What stands on the day is part of what is offered.
  window.realisation = {.start = std::min(day, window.window.start),
                        .end = window.window.end};
  window.day = day;
  return window;
}

}  // namespace

grpc::ServerUnaryReactor* LocationService::ListReconciliations(
    Context* context, const pb::ListReconciliationsRequest* request,
    pb::ListReconciliationsResponse* response) {
  struct Query {
    LocationQuery about;
    Window window;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query{.about = CheckQuery(*request, violations), .window = {}};
        CheckRows(
            request->reported(), "reported", 1000, violations,
            [&](const auto& one, const std::string& at) {
              CheckMunicipality(one.municipality(), at + ".municipality",
                                violations);
              CheckCount(one.place_count(), 0, 1000000, at + ".place_count",
                         violations);
              CheckCount(one.transferred_place_count(), -1000000, 1000000,
                         at + ".transferred_place_count", violations);
            },
            [](const auto& one) { return one.municipality(); });
        if (!request->reported().empty()) {
          query.window =
              CheckReportWindow(*request, query.about.day, violations);
        }
        return query;
      },
      [=, this](const auto& asked)
          -> absl::StatusOr<pb::ListReconciliationsResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const LocationQuery& about = asked.query.about;
        const auto given = PageOf(about.municipalities, asked.page);
        std::map<std::string, Reported> reported;
        for (const auto& one : request->reported()) {
          reported[one.municipality()] = one;
        }
        pb::ListReconciliationsResponse list;
        for (const std::string& name : NamesOf(given)) {
          const auto known = LocationsFor(asked.known, viewer, name, about.day);
          pb::Reconciliation& one = *list.add_reconciliations();
          one = Reconcile(name, known, about.day);
          if (const auto coa =
                  FindPermanentStock(asked.known, name, about.day)) {
            ReconcileCoa(known, about.day,
                         {DayOf(coa->count_date()), coa->place_count()}, one);
            one.set_coa_source(coa->source());
          }
          if (const auto told = reported.find(name); told != reported.end()) {
            ReconcileReport(known, about.day, asked.query.window, told->second,
                            one);
          }
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            about.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::locations
