// The lanes of a service.
#ifndef OPVANG_COMMON_SERVICE_LANES_H_
#define OPVANG_COMMON_SERVICE_LANES_H_

#include "common/service/call_watch.h"
#include "common/service/lane.h"
#include "common/service/places.h"

namespace opvang {

struct Lanes {
  Lane reads{{.thread_count = 4}};
  Lane writes{{.thread_count = 2}};
  // What computes long.
  Lane work{{.thread_count = 4}};
  // What checks a ledger from its first row on, or a report against its seal:
  // much to read, so one at a time.
  Lane checking{{.thread_count = 1}};
  // Prints: each takes a processor, and PDF the memory of a browser.
  Lane printing{{.thread_count = 2}};
  // What asks another service and waits for it: those that wait together share
  // a question.
  Lane asking{{.thread_count = 32}};
  // What came by a stream; so many of them may one organisation have open.
  Lane streams{{.thread_count = 4, .running_max = 2}};
  Places open_streams{8};
  CallWatch idle_streams{{}};
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_LANES_H_
