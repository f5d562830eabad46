// The lanes of a service.
#ifndef OPVANG_COMMON_SERVICE_LANES_H_
#define OPVANG_COMMON_SERVICE_LANES_H_

#include "common/service/lane.h"

namespace opvang {

struct Lanes {
  Lane reads{{.thread_count = 4}};
  Lane writes{{.thread_count = 2}};
  // What computes long or prints.
  Lane work{{.thread_count = 4}};
  // What asks another service and waits for it: those that wait together share
  // a question.
  Lane asking{{.thread_count = 32}};
  // Streams come as slowly as their callers send.
  Lane streams{{.thread_count = 16, .running_max = 4}};
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_LANES_H_
