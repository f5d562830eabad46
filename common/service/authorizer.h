// Who calls, and the one place where it is decided what a caller may do.
//
// A machine proves itself with its client certificate: the OIN in
// `subject.serialNumber` (PKIoverheid). A file maps each OIN to an
// organisation, its role and the scope it speaks for; the file is read again
// when it changes. Each service states its rights as one table of rows
// (`AccessRule`); what no row allows is refused.
#ifndef OPVANG_COMMON_SERVICE_AUTHORIZER_H_
#define OPVANG_COMMON_SERVICE_AUTHORIZER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/caller.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"

namespace opvang {

// The OIN in the client certificate; empty without one.
std::string OinOf(const grpc::ServerContextBase& context);
// The OIN of who calls: whom a gateway names, else of the certificate. What it
// says holds once `Authorize` let the call in.
std::string CallerOinOf(const grpc::ServerContextBase& context);

// The organisations that may call. Thread-safe.
class Organisations {
 public:
  // Reads `path`: {"organisations": [{"oin": …, "name": …, "role":
  // "municipality", "scope": "municipalities/gm0193", "actor_key": PEM}, …]};
  // the key is optional. Names every fault. A later change of the file is
  // picked up by the next call; a faulty change is logged and the last good
  // state stays.
  static absl::StatusOr<std::unique_ptr<Organisations>> Load(
      const std::string& path);
  // Every caller is `only`: for loopback without TLS, and for tests.
  static std::unique_ptr<Organisations> Loopback(Organisation only);

  // Reads the file now, when it changed; the next call would.
  void Look();

  // Of the certificate or, where that is a gateway's, of whom it names in
  // `kCallerMetadata`. UNAUTHENTICATED / CALLER_UNKNOWN when the OIN is absent
  // or not listed, when a gateway names nobody or a gateway, and when anybody
  // else names a caller.
  absl::StatusOr<Organisation> Find(const grpc::ServerContextBase& context);
  // Who is listed with that OIN now, for what is done without a call; nothing
  // when nobody is.
  std::optional<Organisation> WithOin(const std::string& oin);

 private:
  using ByOin = std::map<std::string, Organisation>;
  // Who is listed with that OIN; null with nobody.
  const Organisation* Listed(const std::string& oin)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Organisations() = default;
  static absl::StatusOr<ByOin> Read(const std::string& path);
  // Reads the file again when its stamp has changed.
  void Refresh() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  std::optional<Organisation> only_;
  std::string path_;
  absl::Mutex mutex_;
  std::string stamp_ ABSL_GUARDED_BY(mutex_);
  ByOin by_oin_ ABSL_GUARDED_BY(mutex_);
};

// Lets calls in. One per service, with its table of rights.
class Authorizer {
 public:
  Authorizer(Organisations& organisations, absl::Span<const AccessRule> rights,
             std::string service);  // "nl.opvang.locations.v1.LocationService"

  // Decides before anything else is looked at. The method is named by the
  // type of the request (`GetLocationRequest` is for `GetLocation`).
  // PERMISSION_DENIED / METHOD_NOT_ALLOWED or OUT_OF_SCOPE, with role, method
  // and scope in the metadata.
  absl::StatusOr<Call> Authorize(
      const grpc::ServerContextBase& context,
      const google::protobuf::Message& request) const;

 private:
  Organisations& organisations_;
  absl::Span<const AccessRule> rights_;
  std::string service_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_AUTHORIZER_H_
