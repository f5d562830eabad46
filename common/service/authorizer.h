// Who calls, and the one place where it is decided what a caller may do.
//
// A machine proves itself with its client certificate: the OIN in
// `subject.serialNumber` (PKIoverheid). A file maps each OIN to an
// organisation, its role and the scope it speaks for; the file is read again
// when it changes. Each service states its rights as one table of rows
// (`Right`); what no row allows is refused.
#ifndef OPVANG_COMMON_SERVICE_AUTHORIZER_H_
#define OPVANG_COMMON_SERVICE_AUTHORIZER_H_

#include <cstdint>
#include <initializer_list>
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
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"

namespace opvang {

enum class Role {
  kMunicipality,  // Reads; writes what is its own.
  kRegion,        // A regional table (regietafel): its municipalities.
  kProvince,      // The Commissaris van de Koning: its municipalities, regions.
  kCoa,           // Delivers placements, occupancy, permanent stock.
  kMinistry,      // National facts: cycles, estimates, decisions.
  kJob,           // The automated quarterly report.
  kAuditor,       // Reads everything, writes nothing.
  kService,       // One of the four services, asking another.
};

// "municipality", as the file of organisations writes it.
std::string NameOf(Role role);

// A set of roles, fixed at compile time.
class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ |= 1u << static_cast<unsigned>(role);
  }
  constexpr bool Has(Role role) const {
    return (bits_ >> static_cast<unsigned>(role)) & 1u;
  }
  constexpr Roles operator|(Roles other) const {
    Roles both{};
    both.bits_ = bits_ | other.bits_;
    return both;
  }

 private:
  uint32_t bits_ = 0;
};

inline constexpr Roles kEveryone = {
    Role::kMunicipality, Role::kRegion, Role::kProvince, Role::kCoa,
    Role::kMinistry,     Role::kJob,    Role::kAuditor,  Role::kService};

// Who may read the audit trail: it shows when a municipality explores.
inline constexpr Roles kTrailReaders = {
    Role::kRegion, Role::kProvince, Role::kCoa,    Role::kMinistry,
    Role::kJob,    Role::kAuditor,  Role::kService};

struct Organisation {
  std::string oin;   // Twenty digits; "loopback" for a caller without TLS.
  std::string name;  // What the audit trail shows: "gemeente Zwolle".
  Role role = Role::kAuditor;
  // The resource it speaks for: "municipalities/gm0193", "regions/ijsselland",
  // "provinces/pv23"; empty for the whole country.
  std::string scope;
  bool operator==(const Organisation&) const = default;
};

// One row of a service's table of rights. Roles bound to a scope may only
// name resources within it, in the request field `scope_field` (a dotted
// path, "location.name"); with no such field the call has no scope of its own.
struct Right {
  absl::string_view method;  // "CreateLocation"
  Roles roles;
  absl::string_view scope_field = "";
};

// Who calls, by which method, until when. Made once per call by `Authorize`.
struct Call {
  Organisation caller;
  // A pseudonym the calling system gives for the person at its desk, from the
  // metadata key `x-opvang-actor`; never a name. Empty when none was given.
  std::string actor;
  std::string method;  // "nl.opvang.locations.v1.LocationService/GetLocation"
  absl::Time deadline;
};

// PERMISSION_DENIED / OUT_OF_SCOPE unless the caller speaks for `resource`: for
// calls whose scope shows only later. `field` says where it was named.
absl::Status CheckScope(const Call& call, absl::string_view field,
                        absl::string_view resource);

// The OIN in the client certificate; empty without one.
std::string OinOf(const grpc::ServerContextBase& context);

// The organisations that may call. Thread-safe.
class Organisations {
 public:
  // Reads `path`: {"organisations": [{"oin": …, "name": …, "role":
  // "municipality", "scope": "municipalities/gm0193"}, …]}. Names every fault.
  // A later change of the file is picked up by the next call; a faulty change
  // is logged and the last good state stays.
  static absl::StatusOr<std::unique_ptr<Organisations>> Load(
      const std::string& path);
  // Every caller is `only`: for loopback without TLS, and for tests.
  static std::unique_ptr<Organisations> Loopback(Organisation only);

  // UNAUTHENTICATED / CALLER_UNKNOWN when the OIN is absent or not listed.
  absl::StatusOr<Organisation> Find(const grpc::ServerContext& context);

 private:
  using ByOin = std::map<std::string, Organisation>;
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
class Gate {
 public:
  Gate(Organisations& organisations, absl::Span<const Right> rights,
       std::string service);  // "nl.opvang.locations.v1.LocationService"

  // Decides before anything else is looked at. The method is named by the
  // type of the request (`GetLocationRequest` is for `GetLocation`).
  // PERMISSION_DENIED / METHOD_NOT_ALLOWED or OUT_OF_SCOPE, with role, method
  // and scope in the metadata.
  absl::StatusOr<Call> Authorize(
      const grpc::ServerContext& context,
      const google::protobuf::Message& request) const;

 private:
  Organisations& organisations_;
  absl::Span<const Right> rights_;
  std::string service_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_AUTHORIZER_H_
