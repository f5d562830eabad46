// Asks a service that runs how it stands, for who keeps it running and cannot
// speak mutual TLS (a kubelet).
#ifndef OPVANG_COMMON_SERVICE_PROBE_H_
#define OPVANG_COMMON_SERVICE_PROBE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace opvang {

// Whether `what` is something to ask: "alive" (it answers at all), "reading",
// "serving" (it reads and writes).
bool IsProbe(absl::string_view what);

// Asks the service at `address`, which is of this machine ("0.0.0.0:7101" is
// every address of it), with the service's own certificates; what its
// certificate says of its name does not matter. Empty certificates are plain.
// UNAVAILABLE, with why, when it is not so.
absl::Status Probe(absl::string_view what, const std::string& address,
                   const std::string& certificates);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_PROBE_H_
