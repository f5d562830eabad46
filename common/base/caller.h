// Who calls, by which method, until when.
#ifndef OPVANG_COMMON_BASE_CALLER_H_
#define OPVANG_COMMON_BASE_CALLER_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace opvang {

enum class Role {
  kMunicipality,  // Reads; writes what is its own.
  kRegion,        // A regional table (regietafel): its municipalities.
  kProvince,      // The Commissaris van de Koning: its municipalities, regions.
  kCoa,           // Delivers placements, occupancy, permanent stock.
  kMinistry,      // National facts: cycles, estimates, decisions.
  kJob,           // The automated quarterly report.
  kAuditor,       // Reads everything, writes nothing.
  kHousing,       // The service housing, asking quotas.
  kReporting,     // The service reporting, asking the other three.
  kGateway,       // The gateway: in the name of who called it, never its own.
};

// What a gateway names its caller by, as an OIN; read from a gateway alone.
inline constexpr char kCallerMetadata[] = "x-opvang-caller";

// "municipality", as the file of organisations writes it, and back.
std::string NameOf(Role role);
std::optional<Role> RoleNamed(absl::string_view name);

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

// Every organisation. A service reads what it asks for, and nothing else.
inline constexpr Roles kEveryone = {
    Role::kMunicipality, Role::kRegion, Role::kProvince, Role::kCoa,
    Role::kMinistry,     Role::kJob,    Role::kAuditor};
inline constexpr Roles kAndHousing = kEveryone | Roles{Role::kHousing};
inline constexpr Roles kAndReporting = kEveryone | Roles{Role::kReporting};
inline constexpr Roles kAndServices = kAndHousing | kAndReporting;

// Who may read the audit trail: it shows when a municipality explores.
inline constexpr Roles kTrailReaders = {
    Role::kRegion, Role::kProvince, Role::kCoa,      Role::kMinistry,
    Role::kJob,    Role::kAuditor,  Role::kReporting};

inline constexpr absl::string_view kOfTheTrail =
    "Who wrote when shows that a municipality explores; to municipalities the "
    "trail is not told.";

struct Organisation {
  std::string oin;   // Twenty digits; "loopback" for a caller without TLS.
  std::string name;  // What the audit trail shows: "gemeente Zwolle".
  Role role = Role::kAuditor;
  // The resource it speaks for: "municipalities/gm0193", "regions/ijsselland",
  // "provinces/pv23"; empty for the whole country.
  std::string scope;
  // The public key (PEM) that proves which person at its desk acts: of the
  // system that let the person in. Empty: nobody at its desk is proved.
  std::string actor_key = {};
  // Of the gateway by which it calls, which proves whom that let in itself.
  std::string gateway_actor_key = {};
  bool operator==(const Organisation&) const = default;
};

// One row of a service's table of rights. Roles bound to a scope may only
// name resources within it, in the request field `scope_field` (a dotted
// path, "location.name"); with no such field the call has no scope of its own.
//
// A row may be about a list within a request, "DeliverLocations.kinds", about
// its rows that have a value, "DeliverQuotas.quota_entries
// basis=BASIS_DECIDED", or about a request that has one, "AdvanceTransfer
// kind=KIND_AGREED": of such rows each must allow what is sent. What has no row
// is for whom the method is.
struct AccessRule {
  absl::string_view what;  // "CreateLocation"
  Roles roles;
  absl::string_view scope_field = "";
  // Why: one sentence that a jurist can check; empty where everybody may.
  absl::string_view because = "";
};

inline constexpr char kProved[] = "proved:";

// Who calls, by which method, until when. Made once per call by `Authorize`.
struct Call {
  Organisation caller;
  // The person at the desk of the calling system, from the metadata key
  // `x-opvang-actor`: a pseudonym, never a name. Empty when none was given.
  // Where a claim signed with one of the organisation's keys says so, it begins
  // with `kProved`; else anybody who may call can have said it.
  std::string actor;
  std::string method;  // "nl.opvang.locations.v1.LocationService/GetLocation"
  absl::Time deadline;
};

// Whether the caller is told who wrote, by its OIN, and by which call: of its
// own writes, and who watches or answers for others of all. A call alone may
// tell what a municipality keeps to itself.
bool IsToldWhoWrote(const Organisation& caller, absl::string_view writer_oin);

// PERMISSION_DENIED / OUT_OF_SCOPE unless the caller speaks for `resource`: for
// calls whose scope shows only later. `field` says where it was named.
absl::Status CheckScope(const Call& call, absl::string_view field,
                        absl::string_view resource);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_CALLER_H_
