// How services and clients reach each other: mutual TLS, or plain on loopback.
#ifndef OPVANG_COMMON_NET_TRANSPORT_H_
#define OPVANG_COMMON_NET_TRANSPORT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/trace.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/server_credentials.h"

namespace opvang {

// Whether `address` ("127.0.0.1:0", "localhost:80", "unix:/x") cannot be
// reached from another machine; of several ("127.0.0.1:1,127.0.0.1:2") none.
bool IsLoopback(absl::string_view address);

// `certificates` is a folder with ca.pem, cert.pem and key.pem, adopted again
// when they change and work (`AdoptCertificates`), and optionally `crls`: lists
// of what is revoked, named as `openssl rehash` does. Empty means plain, which
// is refused beyond loopback.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const std::string& certificates, absl::string_view address);

// Told of each call that this process makes.
class CallsMade {
 public:
  virtual ~CallsMade() = default;
  // `method` is "/package.Service/Method", `type` as in `CallCounters`. What is
  // answered is given back when the call has ended.
  virtual void* Begun(const char* method, const char* type) = 0;
  struct Ended {
    void* begun;
    const char* method;
    const Trace& span;
    const grpc::Status& status;
    absl::Duration took;
  };
  virtual void End(const Ended& call) = 0;
};

// A channel that tries again, within the call's deadline, when the service is
// not there. `address` may be several, of numbers, with commas between, or a
// name that has several: calls go to each replica in turn, as long as its
// health says that it reads. Each call is a span within `CurrentTrace`, which
// is sent along. Over TLS each certificate has the name or, of
// several numbers, the first. Fails only for what `certificates` and `address`
// say.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(
    const std::string& address, const std::string& certificates,
    CallsMade* calls = nullptr);

// Sets the deadline of a call; every call has one.
void SetDeadline(grpc::ClientContext& context, absl::Time deadline);

// `most` from now by the machine's clock, or the caller's deadline when that is
// sooner: for the calls that a call makes.
absl::Time DeadlineWithin(absl::Duration most, absl::Time callers);

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_TRANSPORT_H_
