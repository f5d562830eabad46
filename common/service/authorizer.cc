#include "common/service/authorizer.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/clock.h"
#include "common/base/excerpt.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "common/net/actor_claim.h"
#include "common/net/certificates.h"
#include "google/protobuf/descriptor.h"

namespace opvang {
namespace {

// What certificates of late say. A connection has one, and many calls.
std::string CachedSerialNumber(absl::string_view pem) {
  constexpr size_t kMax = 1000;
  static absl::Mutex mutex;
  static auto* const known = new std::unordered_map<std::string, std::string>();
  const std::string key(pem);
  absl::MutexLock lock(&mutex);
  const auto found = known->find(key);
  if (found != known->end()) return found->second;
  if (known->size() >= kMax) known->clear();
  return (*known)[key] = SerialNumberOf(key);
}

// Who acts: what anybody may say or, of a signed claim, what it proves.
absl::StatusOr<std::string> ActorOf(const grpc::ServerContextBase& context,
                                    const Organisation& caller) {
  const auto found = context.client_metadata().find("x-opvang-actor");
  if (found == context.client_metadata().end()) return std::string();
  const std::string actor(found->second.data(), found->second.size());
  if (!absl::StrContains(actor, '.')) return IsActor(actor) ? actor : "";
  const absl::Time now = SystemClock().Now();
  auto proved = ProvedActor(actor, caller.actor_key, now);
  if (!proved.ok() && !caller.gateway_actor_key.empty()) {
    auto by_gateway = ProvedActor(actor, caller.gateway_actor_key, now);
    // The organisation's own key, where it has one, says what is wrong.
    if (by_gateway.ok() || caller.actor_key.empty()) proved = by_gateway;
  }
  if (proved.ok()) return absl::StrCat(kProved, *proved);
  return MakeError(absl::StatusCode::kUnauthenticated,
                   PlumbingReason("ACTOR_CLAIM_INVALID"),
                   absl::StrCat("The claim in x-opvang-actor proves nobody: ",
                                proved.status().message(), "."),
                   {});
}

// The text at a dotted path such as "location.name"; empty where unset.
std::string TextAt(const google::protobuf::Message& message,
                   absl::string_view path) {
  const google::protobuf::Message* at = &message;
  const std::vector<std::string> parts = absl::StrSplit(path, '.');
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto* field = at->GetDescriptor()->FindFieldByName(parts[i]);
    if (field == nullptr) return "";
    if (i + 1 == parts.size())
      return at->GetReflection()->GetString(*at, field);
    at = &at->GetReflection()->GetMessage(*at, field);
  }
  return "";
}

}  // namespace

std::string OinOf(const grpc::ServerContextBase& context) {
  const auto pems = context.auth_context()->FindPropertyValues("x509_pem_cert");
  return pems.empty() ? ""
                      : CachedSerialNumber(
                            absl::string_view(pems[0].data(), pems[0].size()));
}

namespace {

// Whom the metadata names: how often, and the first.
std::pair<size_t, std::string> NamedIn(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(kCallerMetadata);
  return {metadata.count(kCallerMetadata),
          found == metadata.end()
              ? ""
              : std::string(found->second.data(), found->second.size())};
}

}  // namespace

std::string CallerOinOf(const grpc::ServerContextBase& context) {
  const auto [count, named] = NamedIn(context);
  return count > 0 ? named : OinOf(context);
}

absl::StatusOr<Organisations::ByOin> Organisations::Read(
    const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  const nlohmann::json json =
      nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  const auto list = json.find("organisations");
  if (json.is_discarded() || list == json.end() || !list->is_array()) {
    return absl::InvalidArgumentError(
        "must be JSON: {\"organisations\": [{\"oin\": ...}]}");
  }
  ByOin by_oin;
  Violations violations;
  for (size_t i = 0; i < list->size(); ++i) {
    const auto text = [&](const char* key) {
      const auto& entry = (*list)[i];
      return entry.is_object() && entry.contains(key) && entry[key].is_string()
                 ? entry[key].get<std::string>()
                 : std::string();
    };
    const std::string place = absl::StrCat("organisations[", i, "]");
    Organisation one;
    one.oin = text("oin");
    one.name = text("name");
    one.scope = text("scope");
    one.actor_key = text("actor_key");
    const std::optional<Role> role = RoleNamed(text("role"));
    if (one.oin.size() != 20 ||
        one.oin.find_first_not_of("0123456789") != std::string::npos) {
      violations.Add(
          absl::StrCat(place, ".oin"),
          absl::StrCat("is \"", one.oin, "\"; it must be 20 digits"));
    }
    CheckText(one.name, {.length_max = 200, .required = true},
              absl::StrCat(place, ".name"), violations);
    if (!one.actor_key.empty() && !IsActorKey(one.actor_key)) {
      violations.Add(absl::StrCat(place, ".actor_key"),
                     "must be a public key of P-256 in PEM");
    }
    if (role.has_value()) {
      one.role = *role;
    } else {
      violations.Add(absl::StrCat(place, ".role"),
                     absl::StrCat("is \"", text("role"),
                                  "\"; it must be municipality, region, "
                                  "province, coa, ministry, job, auditor, "
                                  "housing, reporting or gateway"));
    }
    if (!one.scope.empty() && !DutchName(one.scope).has_value()) {
      violations.Add(absl::StrCat(place, ".scope"),
                     absl::StrCat("is \"", one.scope,
                                  "\"; it must be a municipality, region or "
                                  "province, or empty"));
    }
    const bool bound = role == Role::kMunicipality || role == Role::kRegion ||
                       role == Role::kProvince;
    if (bound && one.scope.empty()) {
      violations.Add(absl::StrCat(place, ".scope"),
                     "is missing; this role speaks for one");
    }
    if (!by_oin.emplace(one.oin, one).second) {
      violations.Add(absl::StrCat(place, ".oin"), "is listed twice");
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return by_oin;
}

absl::StatusOr<std::unique_ptr<Organisations>> Organisations::Load(
    const std::string& path) {
  std::unique_ptr<Organisations> organisations(new Organisations());
  organisations->path_ = path;
  absl::MutexLock lock(&organisations->mutex_);
  organisations->stamp_ = StampOf(path);
  ASSIGN_OR_RETURN(organisations->by_oin_, Read(path));
  return organisations;
}

std::unique_ptr<Organisations> Organisations::Loopback(Organisation only) {
  std::unique_ptr<Organisations> organisations(new Organisations());
  organisations->only_ = std::move(only);
  return organisations;
}

void Organisations::Refresh() {
  const std::string stamp = StampOf(path_);
  if (stamp == stamp_) return;
  stamp_ = stamp;
  absl::StatusOr<ByOin> read = Read(path_);
  if (read.ok()) {
    by_oin_ = *std::move(read);
    Log(Severity::kInfo, "organisations_reloaded", {{"path", path_}});
  } else {
    Log(Severity::kError, "organisations_kept",
        {{"path", path_}, {"fault", std::string(read.status().message())}});
  }
}

const Organisation* Organisations::Listed(const std::string& oin) {
  const auto found = by_oin_.find(oin);
  return found == by_oin_.end() ? nullptr : &found->second;
}

void Organisations::Look() {
  if (only_.has_value()) return;
  absl::MutexLock lock(&mutex_);
  Refresh();
}

std::optional<Organisation> Organisations::WithOin(const std::string& oin) {
  if (only_.has_value()) {
    return only_->oin == oin ? only_ : std::optional<Organisation>();
  }
  absl::MutexLock lock(&mutex_);
  Refresh();
  const Organisation* listed = Listed(oin);
  return listed == nullptr ? std::optional<Organisation>() : *listed;
}

absl::StatusOr<Organisation> Organisations::Find(
    const grpc::ServerContextBase& context) {
  if (only_.has_value()) return *only_;
  const std::string oin = OinOf(context);
  const auto [names, named] = NamedIn(context);
  absl::MutexLock lock(&mutex_);
  Refresh();
  const Organisation* caller = Listed(oin);
  std::string gateway_key;
  std::string fault = oin.empty()
                          ? "no single serialNumber in the subject of the "
                            "certificate"
                          : "not among the organisations";
  if (caller != nullptr && caller->role == Role::kGateway) {
    gateway_key = caller->actor_key;
    caller = names == 1 ? Listed(named) : nullptr;
    if (caller != nullptr && caller->role == Role::kGateway) caller = nullptr;
    fault = "the gateway named nobody who may call";
  } else if (names > 0) {
    caller = nullptr;
    fault = "named another caller, and is no gateway";
  }
  if (caller != nullptr) {
    Organisation found = *caller;
    found.gateway_actor_key = gateway_key;
    return found;
  }
  // Who is refused learns no more than that; the log has the rest.
  Log(Severity::kWarning, "caller_unknown",
      {{"oin", oin}, {"named", Excerpt(named, 64)}, {"fault", fault}});
  return MakeError(absl::StatusCode::kUnauthenticated,
                   PlumbingReason("CALLER_UNKNOWN"),
                   "The client certificate is of no organisation that may "
                   "call: its OIN stands once in subject.serialNumber, and is "
                   "listed.",
                   {});
}

namespace {

// The value that a message has in a field of an enum: "BASIS_DECIDED".
std::string EnumIn(const google::protobuf::Message& row,
                   const std::string& name) {
  const auto* field = row.GetDescriptor()->FindFieldByName(name);
  return field == nullptr || field->enum_type() == nullptr
             ? ""
             : row.GetReflection()->GetEnum(row, field)->name();
}

// What a right says of part of a request: of a list, of its rows with a value,
// or of the request with a value.
struct PartRight {
  std::string list, field, value;
};
std::optional<PartRight> ParsePartRight(absl::string_view what,
                                        const std::string& method) {
  if (!absl::ConsumePrefix(&what, method) || what.empty()) return std::nullopt;
  // ".list", ".list field=value", " field=value", or another method's.
  const std::vector<std::string> parts =
      absl::StrSplit(what, absl::ByAnyChar(" ="));
  if (!parts[0].empty() && parts[0][0] != '.') return std::nullopt;
  const std::string list(absl::StripPrefix(parts[0], "."));
  return parts.size() == 3 ? PartRight{list, parts[1], parts[2]}
                           : PartRight{list, "", ""};
}

// Where the request has what the right is about, "kinds[0]"; empty without.
std::string PlaceOf(const PartRight& about,
                    const google::protobuf::Message& request) {
  const auto has_value = [&](const google::protobuf::Message& message) {
    return about.field.empty() || EnumIn(message, about.field) == about.value;
  };
  if (about.list.empty()) return has_value(request) ? about.field : "";
  const auto* list = request.GetDescriptor()->FindFieldByName(about.list);
  if (list == nullptr) return "";
  const auto& reflection = *request.GetReflection();
  for (int i = 0; i < reflection.FieldSize(request, list); ++i) {
    if (has_value(reflection.GetRepeatedMessage(request, list, i))) {
      return absl::StrCat(about.list, "[", i, "]");
    }
  }
  return "";
}

// Refuses what of a request the role may not send: all of it, by its places.
absl::Status CheckParts(absl::Span<const AccessRule> rights,
                        const std::string& method, const Call& call,
                        const google::protobuf::Message& request) {
  std::string first;
  std::vector<std::string> refused;
  for (const AccessRule& right : rights) {
    if (right.roles.Has(call.caller.role)) continue;
    const auto about = ParsePartRight(right.what, method);
    if (!about.has_value()) continue;
    const std::string place = PlaceOf(*about, request);
    if (place.empty()) continue;
    if (first.empty()) first = about->list.empty() ? place : about->list;
    refused.push_back(absl::StrCat(
        place,
        about->field.empty()
            ? ""
            : absl::StrCat(" (", about->field, " ", about->value, ")"),
        right.because.empty() ? "" : ": ", right.because));
  }
  if (refused.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied,
                   PlumbingReason("METHOD_NOT_ALLOWED"),
                   absl::StrCat("The role ", NameOf(call.caller.role),
                                " may not send ", absl::StrJoin(refused, "; ")),
                   {{"method", method},
                    {"role", NameOf(call.caller.role)},
                    {"scope", call.caller.scope},
                    {"field", first}});
}

}  // namespace

Authorizer::Authorizer(Organisations& organisations,
                       absl::Span<const AccessRule> rights, std::string service)
    : organisations_(organisations),
      rights_(rights),
      service_(std::move(service)) {}

namespace {

// What the rights say of a call.
absl::StatusOr<Call> Decide(absl::Span<const AccessRule> rights,
                            const grpc::ServerContextBase& context,
                            const google::protobuf::Message& request,
                            const std::string& service,
                            const std::string& method,
                            const Organisation& caller) {
  const AccessRule* right = nullptr;
  for (const AccessRule& row : rights) {
    if (row.what == method && row.roles.Has(caller.role)) right = &row;
  }
  if (right == nullptr) {
    return MakeError(absl::StatusCode::kPermissionDenied,
                     PlumbingReason("METHOD_NOT_ALLOWED"),
                     absl::StrCat("The role ", NameOf(caller.role),
                                  " may not call ", method, "."),
                     {{"method", method},
                      {"role", NameOf(caller.role)},
                      {"scope", caller.scope}});
  }
  ASSIGN_OR_RETURN(std::string actor, ActorOf(context, caller));
  const Call call{.caller = caller,
                  .actor = std::move(actor),
                  .method = absl::StrCat(service, "/", method),
                  .deadline = absl::FromChrono(context.deadline())};
  if (!right->scope_field.empty()) {
    RETURN_IF_ERROR(CheckScope(call, right->scope_field,
                               TextAt(request, right->scope_field)));
  }
  RETURN_IF_ERROR(CheckParts(rights, method, call, request));
  return call;
}

}  // namespace

absl::StatusOr<Call> Authorizer::Authorize(
    const grpc::ServerContextBase& context,
    const google::protobuf::Message& request) const {
  const std::string method(
      absl::StripSuffix(request.GetDescriptor()->name(), "Request"));
  ASSIGN_OR_RETURN(Organisation caller, organisations_.Find(context));
  absl::StatusOr<Call> call =
      Decide(rights_, context, request, service_, method, caller);
  if (!call.ok()) {
    Log(Severity::kWarning, "call_refused",
        {{"method", absl::StrCat(service_, "/", method)},
         {"oin", caller.oin},
         {"role", NameOf(caller.role)},
         {"scope", caller.scope},
         {"fault", Excerpt(call.status().message(), 300)}});
  }
  return call;
}

}  // namespace opvang
