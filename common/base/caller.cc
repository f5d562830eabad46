#include "common/base/caller.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/status.h"

namespace opvang {
namespace {

constexpr std::pair<absl::string_view, Role> kRoleNames[] = {
    {"municipality", Role::kMunicipality}, {"region", Role::kRegion},
    {"province", Role::kProvince},         {"coa", Role::kCoa},
    {"ministry", Role::kMinistry},         {"job", Role::kJob},
    {"auditor", Role::kAuditor},           {"housing", Role::kHousing},
    {"reporting", Role::kReporting},       {"gateway", Role::kGateway},
};

}  // namespace

std::string NameOf(Role role) {
  for (const auto& [text, value] : kRoleNames) {
    if (value == role) return std::string(text);
  }
  return "";
}

std::optional<Role> RoleNamed(absl::string_view name) {
  for (const auto& [text, role] : kRoleNames) {
    if (text == name) return role;
  }
  return std::nullopt;
}

bool IsToldWhoWrote(const Organisation& caller, absl::string_view writer_oin) {
  return caller.role == Role::kAuditor || caller.role == Role::kReporting ||
         caller.oin == writer_oin;
}

absl::Status CheckScope(const Call& call, absl::string_view field,
                        absl::string_view resource) {
  if (LiesWithin(resource, call.caller.scope)) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kPermissionDenied, PlumbingReason("OUT_OF_SCOPE"),
      absl::StrCat(field, " is \"", Excerpt(resource, 120), "\"; ",
                   call.caller.name, " may only name what lies within ",
                   call.caller.scope, "."),
      {{"method", call.method.substr(call.method.find('/') + 1)},
       {"role", NameOf(call.caller.role)},
       {"scope", call.caller.scope}});
}

}  // namespace opvang
