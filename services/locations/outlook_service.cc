// Places over time, the durable stock, and what lies ahead.
#include <algorithm>
#include <map>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_loader.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"
#include "services/locations/location_validation.h"
#include "services/locations/rules/durable_stock.h"
#include "services/locations/rules/location_state.h"
#include "services/locations/rules/outlook.h"
#include "services/locations/rules/rule_set.h"
#include "services/locations/rules/timeline.h"

namespace opvang::locations {
namespace {

void CheckRequirements(const pb::ListOutlooksRequest& request,
                       Violations& violations) {
  CheckRows(
      request.requirements(), "requirements", 1000, violations,
      [&](const auto& one, const std::string& at) {
        CheckMunicipality(one.municipality(), at + ".municipality", violations);
        CheckCount(one.place_count(), 0, 1000000, at + ".place_count",
                   violations);
      },
      [](const auto& one) { return one.municipality(); });
  const auto& lead = request.lead_times();
  for (const auto& [name, days] :
       {std::pair("agreement", lead.agreement_day_count()),
        std::pair("permit", lead.permit_day_count()),
        std::pair("construction", lead.construction_day_count())}) {
    CheckCount(days, 0, 3650, std::string("lead_times.") + name + "_day_count",
               violations);
  }
}

}  // namespace

grpc::Status LocationService::ListDurableStock(
    grpc::ServerContext* context, const pb::ListDurableStockRequest* request,
    pb::ListDurableStockResponse* response) {
  LocationQuery query;
  absl::CivilDay stock_day;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        query = CheckQuery(*request, violations);
        stock_day = CheckDay(request->stock_date(), "stock_date", violations);
        CheckRuleSet(request->rule_set(), "rule_set", violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListDurableStockResponse> {
        const auto given = PageOf(query.municipalities, page);
        ASSIGN_OR_RETURN(auto known,
                         LoadSnapshot(tx, NamesOf(given), query.day));
        pb::ListDurableStockResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_stocks() =
              StockOf(name, known[name], stock_day,
                      FindRuleSet(request->rule_set())->durable);
        }
        for (const std::string& rule :
             FindRuleSet(request->rule_set())->durable_sentences) {
          list.add_rules(rule);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListTimelines(
    grpc::ServerContext* context, const pb::ListTimelinesRequest* request,
    pb::ListTimelinesResponse* response) {
  LocationQuery query;
  Period period;
  const std::string& parent = request->parent();
  const bool one =
      MatchName("municipalities/{}/locations/{}", parent).has_value();
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        pb::ListTimelinesRequest about = *request;
        if (one) about.set_parent(MunicipalityOf(parent));
        query = CheckQuery(about, violations);
        period = CheckPeriod(*request, violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListTimelinesResponse> {
        if (one) {
          ASSIGN_OR_RETURN(
              auto known,
              LoadSnapshot(tx, {MunicipalityOf(parent)}, query.day));
          auto& locations = known[MunicipalityOf(parent)];
          std::erase_if(locations, [&](const KnownLocation& other) {
            return other.location.name() != parent ||
                   IsExploratory(other.location.state());
          });
          if (locations.empty()) return LocationNotFound(parent);
          pb::ListTimelinesResponse list;
          *list.add_timelines() =
              ToTimeline(parent, OverTime(locations), period);
          list.set_revision(tx.revision());
          return list;
        }
        // The first page has the sums over all.
        const bool first = page.after.empty();
        const auto given = PageOf(query.municipalities, page);
        ASSIGN_OR_RETURN(
            auto known,
            LoadSnapshot(tx, NamesOf(first ? query.municipalities : given),
                         query.day));
        std::map<std::string, PlacesOverTime> places;
        for (const auto& [name, locations] : known) {
          places[name] = OverTime(locations);
        }
        pb::ListTimelinesResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_timelines() = ToTimeline(name, places[name], period);
        }
        for (const std::string& area : first ? AreasWithin(request->parent())
                                             : std::vector<std::string>()) {
          std::vector<const PlacesOverTime*> parts;
          for (const auto& [name, part] : places) {
            if (LiesWithin(name, area)) parts.push_back(&part);
          }
          *list.add_areas() = ToTimeline(area, SumOver(parts), period);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status LocationService::ListOutlooks(
    grpc::ServerContext* context, const pb::ListOutlooksRequest* request,
    pb::ListOutlooksResponse* response) {
  LocationQuery query;
  Ahead ahead;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        query = CheckQuery(*request, violations);
        ahead.today = query.day;
        ahead.period = CheckPeriod(*request, violations);
        ahead.needed =
            CheckOptionalDay(request->needed_date(), "needed_date", violations);
        ahead.lead_times = request->lead_times();
        CheckRequirements(*request, violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListOutlooksResponse> {
        const auto given = PageOf(query.municipalities, page);
        ASSIGN_OR_RETURN(auto known,
                         LoadSnapshot(tx, NamesOf(given), query.day));
        std::map<std::string, int> required;
        for (const auto& one : request->requirements()) {
          required[one.municipality()] = one.place_count();
        }
        pb::ListOutlooksResponse list;
        for (const std::string& name : NamesOf(given)) {
          const auto found = required.find(name);
          ahead.required.reset();
          if (found != required.end()) ahead.required = found->second;
          *list.add_outlooks() = LookAhead(name, known[name], ahead);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), query.municipalities, given));
        list.set_revision(tx.revision());
        return list;
      });
}

}  // namespace opvang::locations
