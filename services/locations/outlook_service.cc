// Places over time, the durable stock, and what lies ahead.
#include <algorithm>
#include <map>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_query.h"
#include "services/locations/location_service.h"
#include "services/locations/location_validation.h"
#include "services/locations/location_view.h"
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

grpc::ServerUnaryReactor* LocationService::ListDurableStock(
    Context* context, const pb::ListDurableStockRequest* request,
    pb::ListDurableStockResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        const LocationQuery query = CheckQuery(*request, violations);
        CheckDay(request->stock_date(), "stock_date", violations);
        CheckRuleSet(request->rule_set(), "rule_set", violations);
        return query;
      },
      [=, this](
          const auto& asked) -> absl::StatusOr<pb::ListDurableStockResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const RuleSet& rules = *FindRuleSet(request->rule_set());
        const auto given = PageOf(asked.query.municipalities, asked.page);
        pb::ListDurableStockResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_stocks() = StockOf(
              name, LocationsFor(asked.known, viewer, name, asked.query.day),
              DayOf(request->stock_date()), rules.durable);
        }
        for (const std::string& rule : rules.durable_sentences) {
          list.add_rules(rule);
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            asked.query.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListTimelines(
    Context* context, const pb::ListTimelinesRequest* request,
    pb::ListTimelinesResponse* response) {
  struct Query {
    LocationQuery about;
    Period period;
  };
  const bool one =
      MatchName("municipalities/{}/locations/{}", request->parent())
          .has_value();
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        pb::ListTimelinesRequest about = *request;
        if (one) about.set_parent(MunicipalityOf(request->parent()));
        Query query{.about = CheckQuery(about, violations), .period = {}};
        query.period = CheckPeriod(*request, violations);
        return query;
      },
      [=,
       this](const auto& asked) -> absl::StatusOr<pb::ListTimelinesResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const auto& [about, period] = asked.query;
        const std::string& parent = request->parent();
        pb::ListTimelinesResponse list;
        list.set_revision(asked.known.revision);
        if (one) {
          ASSIGN_OR_RETURN(const KnownLocation found,
                           FindSeen(asked.known, viewer, parent, about.day));
          if (found.own_business) return LocationNotFound(parent);
          PlacesOverTime places = OverTime({found});
          places.municipalities = places.known = 0;
          *list.add_timelines() = ToTimeline(parent, places, period);
          return list;
        }
        // The first page has the sums over all.
        const bool first = asked.page.after.empty();
        const auto given = PageOf(about.municipalities, asked.page);
        std::map<std::string, PlacesOverTime> places;
        for (const std::string& name :
             NamesOf(first ? about.municipalities : given)) {
          places[name] = OverTime(
              LocationsFor(asked.known, viewer, name, about.day),
              FindNilReturn(asked.known, name, pb::LocationKind::PURPOSE_ASYLUM,
                            about.day)
                  .has_value());
        }
        for (const std::string& name : NamesOf(given)) {
          *list.add_timelines() = ToTimeline(name, places[name], period);
        }
        for (const std::string& area :
             first ? AreasWithin(parent) : std::vector<std::string>()) {
          std::vector<const PlacesOverTime*> parts;
          for (const auto& [name, part] : places) {
            if (LiesWithin(name, area)) parts.push_back(&part);
          }
          *list.add_areas() = ToTimeline(area, SumOver(parts), period);
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            about.municipalities, given));
        return list;
      });
}

grpc::ServerUnaryReactor* LocationService::ListOutlooks(
    Context* context, const pb::ListOutlooksRequest* request,
    pb::ListOutlooksResponse* response) {
  struct Query {
    LocationQuery about;
    Ahead ahead;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query{.about = CheckQuery(*request, violations), .ahead = {}};
        query.ahead.today = query.about.day;
        query.ahead.period = CheckPeriod(*request, violations);
        query.ahead.needed =
            CheckOptionalDay(request->needed_date(), "needed_date", violations);
        query.ahead.lead_times = request->lead_times();
        CheckRequirements(*request, violations);
        return query;
      },
      [=, this](const auto& asked) -> absl::StatusOr<pb::ListOutlooksResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const LocationQuery& about = asked.query.about;
        const auto given = PageOf(about.municipalities, asked.page);
        std::map<std::string, int> required;
        for (const auto& one : request->requirements()) {
          required[one.municipality()] = one.place_count();
        }
        pb::ListOutlooksResponse list;
        for (const std::string& name : NamesOf(given)) {
          Ahead ahead = asked.query.ahead;
          const auto found = required.find(name);
          if (found != required.end()) ahead.required = found->second;
          *list.add_outlooks() = LookAhead(
              name, LocationsFor(asked.known, viewer, name, about.day), ahead);
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            about.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::locations
