// What is measured of who is let in.
#ifndef OPVANG_COMMON_SERVICE_MEASURE_DOOR_H_
#define OPVANG_COMMON_SERVICE_MEASURE_DOOR_H_

#include "common/net/door.h"
#include "common/service/measures.h"

namespace opvang {

void MeasureDoor(Door& door, int connections_max, Measures& measures);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_MEASURE_DOOR_H_
