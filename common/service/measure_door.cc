#include "common/service/measure_door.h"

namespace opvang {

void MeasureDoor(Door& door, int connections_max, Measures& measures) {
  const Door::Standing standing = door.standing();
  measures.Gauge("opvang_connections", "Connections of callers.",
                 door.CountConnections());
  measures.Gauge("opvang_connections_max",
                 "Connections of callers that it takes.", connections_max);
  measures.Counter("opvang_connections_let_in_total",
                   "Connections that were let in.",
                   static_cast<double>(standing.let_in));
  measures.Counter("opvang_connections_refused_total",
                   "Connections for which there was no room.",
                   static_cast<double>(standing.refused));
  measures.Counter("opvang_connections_cut_total",
                   "Connections that were ended to make room, or for too many "
                   "calls.",
                   static_cast<double>(standing.cut));
}

}  // namespace opvang
