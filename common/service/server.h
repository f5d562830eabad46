// Serves one gRPC service: health, reflection, one log line per call, and an
// orderly end.
#ifndef OPVANG_COMMON_SERVICE_SERVER_H_
#define OPVANG_COMMON_SERVICE_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/net/door.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/server_credentials.h"

namespace opvang {

class Measures;
class Metrics;

// Whether a service answers as it should; asked for by its server.
class Serving {
 public:
  virtual ~Serving() = default;
  virtual bool IsReading() const = 0;
  // Writes too; nobody writes who does not read.
  virtual bool IsWriting() const = 0;
  // How it stands, from memory.
  virtual void Measure(Measures&) const {}
};

// How long a connection is borne.
struct Patience {
  // Of one with calls from which nothing comes the other side is asked, and it
  // has so long to answer.
  absl::Duration quiet = absl::Seconds(60);
  absl::Duration answer = absl::Seconds(20);
  // One without calls ends after this,
  absl::Duration idle = absl::Minutes(5);
  // and any after this: clients connect again by themselves. What is under way
  // goes on, so long.
  absl::Duration age = absl::Minutes(30);
  absl::Duration last_calls = absl::Minutes(60);
};

struct ServeOptions {
  std::string name;            // "quotas", for the log.
  std::string listen_address;  // "127.0.0.1:0" picks a free port.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // For services that hold a thread while they are called, as reflection does;
  // ours run on their lanes. Calls beyond it are refused.
  int thread_count_max = 12;
  // Between a signal to stop, when health says that it does not serve any more,
  // and the door that closes: for balancers to notice. A second signal ends it.
  absl::Duration drain_pause = absl::ZeroDuration();
  // Calls that are under way then have so long.
  absl::Duration drain = absl::Seconds(10);
  DoorOptions door;
  Patience patience = {};
  // A call that waits so long for what its caller should send or read is ended.
  absl::Duration still_max = absl::Seconds(30);
  // The full name of the service, by which health clients may ask for it.
  std::string full_name;
  // When given, the address that clients connect to is written there once it
  // serves.
  std::string address_file;
  // Whether it answers as it should: told to health clients, asked often until
  // it does and once a second after. Without one it always does. It serves
  // when it writes, as a whole and by its full name; under the name "reads"
  // health clients are told of those.
  const Serving* serving = nullptr;
  // Where calls are counted, and what it serves is measured; not without one.
  Metrics* metrics = nullptr;
  // Called at SIGHUP.
  std::function<void()> reload;
};

// Blocks SIGTERM, SIGINT and SIGHUP in this thread and all it starts, for
// `Serve`; call it before the first thread.
void BlockSignals();

// Waits for SIGTERM or SIGINT, so long; whether one came. SIGHUP is left aside.
bool StopsWithin(absl::Duration most);

// What the library says of faults, as lines of our log; of a handshake it
// refused, `handshake_refused`: a certificate that is unknown, expired,
// revoked, or none. `Serve` does so.
void LogFaultsOfGrpc();

// Writes the address that clients connect to, whole or not at all, for whoever
// waits for it.
absl::Status WriteAddress(const std::string& path, const std::string& address);

// Serves until SIGTERM or SIGINT, then tells health clients, drains and stops.
// Tells its supervisor when it serves, that it still lives, and when it stops.
// FAILED_PRECONDITION when this process may not open as many files as it has
// connections; UNAVAILABLE when it cannot listen, or cannot let in who knocks.
absl::Status Serve(grpc::Service& service, const ServeOptions& options);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SERVER_H_
