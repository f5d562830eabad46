// Tells the supervisor of this process, as systemd, how it stands.
#ifndef OPVANG_COMMON_SERVICE_SUPERVISOR_H_
#define OPVANG_COMMON_SERVICE_SUPERVISOR_H_

#include "absl/strings/string_view.h"

namespace opvang {

// Sends `state` ("READY=1", "STOPPING=1", "WATCHDOG=1": sd_notify(3)) to the
// socket that $NOTIFY_SOCKET names; nothing without one. Never fails.
void TellSupervisor(absl::string_view state);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SUPERVISOR_H_
