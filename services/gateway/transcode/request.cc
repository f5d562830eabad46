#include "services/gateway/transcode/request.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "services/gateway/transcode/json.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A field of JSON or of the contract by that name.
const FieldDescriptor* Named(const Descriptor& type, absl::string_view name) {
  const auto* field = type.FindFieldByCamelcaseName(std::string(name));
  return field != nullptr ? field : type.FindFieldByName(std::string(name));
}

Message& PartOf(Message& message, const FieldDescriptor& field) {
  return *message.GetReflection()->MutableMessage(&message, &field);
}

// What of the request a query may say: not what the body is.
bool IsOfQuery(const Route& route, absl::string_view first) {
  return route.body.empty() || (route.body != "*" && first != route.body);
}

// One `key=value` of a query.
void AddParameter(const Route& route, const std::string& key,
                  const std::string& value, std::set<std::string>& seen,
                  Message& request, Violations& violations) {
  const std::string place = Excerpt(key, 60);
  const auto* field = Named(*request.GetDescriptor(), key);
  if (field == nullptr || !IsOfQuery(route, field->name())) {
    violations.Add(place, "is unknown here");
  } else if (!IsText(*field)) {
    violations.Add(place, "cannot stand in an address; it is asked by POST");
  } else if (!seen.insert(field->name()).second && !field->is_repeated()) {
    violations.Add(place, "is given twice");
  } else {
    SetFromText(*field, value, place, request, violations);
  }
}

void AddQuery(const Route& route, absl::string_view query, Message& request,
              Violations& violations) {
  if (query.empty()) return;
  std::set<std::string> seen;
  for (absl::string_view pair : absl::StrSplit(query, '&')) {
    if (violations.all().size() >= kFaultsMax) return;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    std::string key, value;
    if (!PercentDecode(parts.first, true, key) ||
        !PercentDecode(parts.second, true, value)) {
      violations.Add(Excerpt(parts.first, 60),
                     "is not percent-encoded as it must be");
      continue;
    }
    AddParameter(route, key, value, seen, request, violations);
  }
}

// What the address says of a field.
void Bind(const std::string& path, const std::string& value, Message& request,
          Violations& violations) {
  Message* at = &request;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    at = &PartOf(*at, *at->GetDescriptor()->FindFieldByName(names[i]));
  }
  const auto* field = at->GetDescriptor()->FindFieldByName(names.back());
  const std::string said = at->GetReflection()->GetString(*at, field);
  if (!said.empty() && said != value) {
    violations.Add(JsonPath(path), absl::StrCat("is \"", Excerpt(said, 120),
                                                "\"; the address says \"",
                                                Excerpt(value, 120), "\""));
    return;
  }
  SetFromText(*field, value, JsonPath(path), *at, violations);
}

// Puts what a header says into the first field of that name, of the request or
// of one of its objects; false when there is none, a fault when it says
// something else.
bool PutHeader(absl::string_view header, const std::string& name,
               const std::string& value, Message& message,
               Violations& violations) {
  const Descriptor& type = *message.GetDescriptor();
  const auto* field = type.FindFieldByName(name);
  if (field != nullptr && !field->is_repeated() &&
      field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string said = message.GetReflection()->GetString(message, field);
    if (!said.empty() && said != value) {
      violations.Add(
          field->json_name(),
          absl::StrCat("is \"", Excerpt(said, 60), "\"; the header ", header,
                       " says \"", Excerpt(value, 60), "\""));
    } else {
      SetFromText(*field, value, std::string(header), message, violations);
    }
    return true;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* part = type.field(i);
    if (part->is_repeated() ||
        part->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
        !message.GetReflection()->HasField(message, part)) {
      continue;
    }
    if (PutHeader(header, name, value, PartOf(message, *part), violations)) {
      return true;
    }
  }
  return false;
}

void PutHeaders(const Conditions& conditions, Message& request,
                Violations& violations) {
  if (!conditions.idempotency_key.empty() &&
      !PutHeader("Idempotency-Key", "request_id", conditions.idempotency_key,
                 request, violations)) {
    violations.Add("Idempotency-Key", "has no meaning for this call");
  }
  if (!conditions.if_match.empty() &&
      !PutHeader("If-Match", "etag", conditions.if_match, request,
                 violations)) {
    violations.Add("If-Match", "has no meaning for this call");
  }
}

// The faults of two statuses as one; what is not JSON at all goes first.
absl::Status Both(const absl::Status& first, const Violations& more) {
  if (first.ok()) return more.ToStatus();
  if (ReasonIn(first) != PlumbingReason("FIELD_INVALID")) return first;
  Violations all;
  for (const FieldViolation& one : ViolationsIn(first)) {
    all.Add(one.field, one.description);
  }
  all.Append(more);
  return all.ToStatus();
}

}  // namespace

MessagePtr NewMessage(const Descriptor& type) {
  return MessagePtr(google::protobuf::MessageFactory::generated_factory()
                        ->GetPrototype(&type)
                        ->New());
}

absl::StatusOr<MessagePtr> MakeRequest(const Match& match,
                                       absl::string_view query,
                                       absl::string_view body,
                                       const Conditions& conditions) {
  const Route& route = *match.route;
  MessagePtr request = NewMessage(*route.rpc->input_type());
  absl::Status read;
  if (route.body == "*") {
    read = MergeJson(body, "", *request);
  } else if (!route.body.empty()) {
    const auto* field = request->GetDescriptor()->FindFieldByName(route.body);
    read = MergeJson(body, "", PartOf(*request, *field));
  }
  Violations violations;
  AddQuery(route, query, *request, violations);
  for (const auto& [field, value] : match.values) {
    Bind(field, value, *request, violations);
  }
  PutHeaders(conditions, *request, violations);
  RETURN_IF_ERROR(Both(read, violations));
  return request;
}

absl::StatusOr<MessagePtr> MakeStreamRequest(const Route& route,
                                             absl::string_view line,
                                             absl::string_view at,
                                             const Conditions& conditions) {
  MessagePtr request = NewMessage(*route.rpc->input_type());
  const absl::Status read = MergeJson(line, at, *request);
  Violations violations;
  PutHeaders(conditions, *request, violations);
  RETURN_IF_ERROR(Both(read, violations));
  return request;
}

bool IsPinned(const Message& request) {
  const Descriptor& type = *request.GetDescriptor();
  bool pinned = false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) continue;
    const bool has = request.GetReflection()->HasField(request, &field);
    if (field.name() == "revision" ||
        absl::EndsWith(field.name(), "_revision")) {
      if (!has) return false;
      pinned = true;
    } else if (field.name() == "as_of_date") {
      if (!has) return false;
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && has) {
      // What is checked anew each time.
      return false;
    }
  }
  return pinned;
}

std::string TextIn(const Message& message, const std::string& name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr || field->is_repeated() ||
                 field->cpp_type() != FieldDescriptor::CPPTYPE_STRING
             ? ""
             : message.GetReflection()->GetString(message, field);
}

std::string NextQuery(absl::string_view query, absl::string_view page_token) {
  std::vector<std::string> pairs;
  for (absl::string_view pair : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    if (!absl::StartsWith(pair, "pageToken=") &&
        !absl::StartsWith(pair, "page_token=")) {
      pairs.emplace_back(pair);
    }
  }
  pairs.push_back(absl::StrCat("pageToken=", PercentEncode(page_token)));
  return absl::StrJoin(pairs, "&");
}

}  // namespace opvang::gateway
