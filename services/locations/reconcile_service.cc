// Register, COA and a report held against each other.
#include <map>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/locations/location_loader.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"
#include "services/locations/location_validation.h"
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
  return window;
}

}  // namespace

grpc::Status LocationService::ListReconciliations(
    grpc::ServerContext* context, const pb::ListReconciliationsRequest* request,
    pb::ListReconciliationsResponse* response) {
  LocationQuery query;
  Window window;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        query = CheckQuery(*request, violations);
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
          window = CheckReportWindow(*request, query.day, violations);
        }
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListReconciliationsResponse> {
        const auto given = PageOf(query.municipalities, page);
        const std::vector<std::string> names = NamesOf(given);
        ASSIGN_OR_RETURN(auto known, LoadSnapshot(tx, names, query.day));
        ASSIGN_OR_RETURN(
            const auto stock,
            ListCounts(tx, CountKind::kPermanentStock, names, query.day));
        std::map<std::string, Reported> reported;
        for (const auto& one : request->reported()) {
          reported[one.municipality()] = one;
        }
        pb::ListReconciliationsResponse list;
        for (const std::string& name : names) {
          pb::Reconciliation& one = *list.add_reconciliations();
          one = Reconcile(name, known[name], query.day);
          if (const auto coa = stock.find(name); coa != stock.end()) {
            ReconcileCoa(known[name], query.day,
                         {coa->second.day, coa->second.amount}, one);
            one.set_coa_source(coa->second.source);
          }
          if (const auto told = reported.find(name); told != reported.end()) {
            ReconcileReport(known[name], query.day, window, told->second, one);
          }
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

}  // namespace opvang::locations
