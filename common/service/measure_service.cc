#include "common/service/measure_service.h"

#include <algorithm>
#include <utility>

namespace opvang {

void MeasureState(const Follower::Standing& standing, Measures& measures) {
  measures.Gauge("opvang_revision",
                 "The last revision that is answered from memory.",
                 static_cast<double>(standing.reached));
  measures.Gauge("opvang_state_lag_revisions",
                 "Revisions in the database that are not in memory yet.",
                 static_cast<double>(std::max<Revision>(
                     0, standing.ledger - standing.reached)));
  measures.Gauge("opvang_state_lag_seconds",
                 "Seconds since memory was known to hold every revision.",
                 absl::ToDoubleSeconds(standing.age));
}

void MeasureLanes(const Lanes& lanes, Measures& measures) {
  const std::string waiting = "opvang_organisation_waiting",
                    refused = "opvang_organisation_refused_total";
  const std::string waiting_help =
                        "Calls of an organisation that wait for their turn.",
                    refused_help =
                        "Calls of an organisation that were refused.";
  measures.Declare(waiting, waiting_help);
  measures.Declare(refused, refused_help, /*counts=*/true);
  for (const auto& [name, lane] :
       {std::pair("reads", &lanes.reads), std::pair("writes", &lanes.writes),
        std::pair("work", &lanes.work), std::pair("checking", &lanes.checking),
        std::pair("printing", &lanes.printing),
        std::pair("asking", &lanes.asking),
        std::pair("streams", &lanes.streams)}) {
    const Lane::Standing standing = lane->standing();
    measures.Gauge("opvang_lane_waiting", "Calls that wait for their turn.",
                   static_cast<double>(standing.waiting), {{"lane", name}});
    measures.Gauge("opvang_lane_running", "Calls that have their turn.",
                   standing.running, {{"lane", name}});
    measures.Counter("opvang_lane_refused_total",
                     "Calls that were refused, as they would have waited "
                     "longer than they could.",
                     static_cast<double>(standing.refused), {{"lane", name}});
    for (const auto& [oin, count] : standing.waiting_of) {
      measures.Gauge(waiting, waiting_help, static_cast<double>(count),
                     {{"lane", name}, {"oin", oin}});
    }
    for (const auto& [oin, count] : standing.refused_of) {
      measures.Counter(refused, refused_help, static_cast<double>(count),
                       {{"lane", name}, {"oin", oin}});
    }
  }
}

void MeasurePool(const Database& db, Measures& measures) {
  const Database::Pool pool = db.pool();
  measures.Gauge("opvang_database_connections",
                 "Connections to the database that calls may have at once.",
                 pool.connections);
  measures.Gauge("opvang_database_connections_used",
                 "Connections to the database that calls have.", pool.used);
  measures.Gauge("opvang_database_waiting",
                 "Calls that wait for a connection to the database.",
                 pool.waiting);
  measures.Counter("opvang_database_refused_total",
                   "Calls that waited for a connection in vain.",
                   static_cast<double>(pool.refused));
}

void MeasureDeliveries(const Deliveries& deliveries, absl::Time now,
                       Measures& measures) {
  const std::string name = "opvang_last_delivery_age_seconds",
                    help = "Seconds since an organisation last delivered.";
  measures.Declare(name, help);
  for (const Deliveries::Last& last : deliveries.All()) {
    measures.Gauge(name, help, absl::ToDoubleSeconds(now - last.time),
                   {{"kind", last.kind},
                    {"oin", last.oin},
                    {"organisation", last.organisation}});
  }
}

}  // namespace opvang
