#include "services/gateway/transcode/routes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "google/api/annotations.pb.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

struct Template {
  std::vector<std::string> segments;
  std::vector<Variable> variables;
};

absl::Status Unreadable(absl::string_view pattern, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(pattern, " ", why));
}

// "/v1/{parent=municipalities/*}/locations", by its segments.
absl::StatusOr<Template> Parse(absl::string_view pattern) {
  Template parsed;
  absl::string_view rest = pattern;
  if (!absl::ConsumePrefix(&rest, "/")) {
    return Unreadable(pattern, "does not begin with /");
  }
  const auto add = [&](absl::string_view segments) {
    for (absl::string_view one : absl::StrSplit(segments, '/')) {
      parsed.segments.emplace_back(one);
    }
  };
  while (true) {
    if (absl::ConsumePrefix(&rest, "{")) {
      const size_t end = rest.find('}');
      if (end == rest.npos) return Unreadable(pattern, "has no }");
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(rest.substr(0, end), absl::MaxSplits('=', 1));
      Variable variable{.field = std::string(parts.first),
                        .first = parsed.segments.size()};
      add(parts.second.empty() ? "*" : parts.second);
      variable.last = parsed.segments.size();
      variable.rest = parsed.segments.back() == "**";
      parsed.variables.push_back(variable);
      rest.remove_prefix(end + 1);
    } else {
      const size_t end = std::min(rest.find('/'), rest.size());
      add(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (rest.empty()) break;
    if (!absl::ConsumePrefix(&rest, "/")) {
      return Unreadable(pattern, "has no / between two segments");
    }
  }
  for (size_t i = 0; i < parsed.segments.size(); ++i) {
    const std::string& one = parsed.segments[i];
    const bool last = i + 1 == parsed.segments.size();
    if (one.empty() || (one == "**" && !last)) {
      return Unreadable(pattern, "has an empty segment, or ** before its end");
    }
    if (one != "*" && one != "**" && one.find_first_of("*{}:?#%") != one.npos) {
      return Unreadable(pattern, absl::StrCat("has the segment ", one));
    }
  }
  return parsed;
}

absl::StatusOr<std::unique_ptr<Route>> RouteOf(
    const MethodDescriptor& rpc, const google::api::HttpRule& rule) {
  auto route = std::make_unique<Route>();
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      route->method = "GET";
      route->pattern = rule.get();
      break;
    case google::api::HttpRule::kPut:
      route->method = "PUT";
      route->pattern = rule.put();
      break;
    case google::api::HttpRule::kPost:
      route->method = "POST";
      route->pattern = rule.post();
      break;
    case google::api::HttpRule::kDelete:
      route->method = "DELETE";
      route->pattern = rule.delete_();
      break;
    case google::api::HttpRule::kPatch:
      route->method = "PATCH";
      route->pattern = rule.patch();
      break;
    default:
      return absl::InvalidArgumentError(
          absl::StrCat(rpc.full_name(), " has no google.api.http"));
  }
  route->rpc = &rpc;
  route->body = rule.body();
  ASSIGN_OR_RETURN(const Template parsed, Parse(route->pattern));
  route->variables = parsed.variables;
  for (const Variable& variable : route->variables) {
    const auto* field = FieldAt(*rpc.input_type(), variable.field);
    if (field == nullptr || field->is_repeated() ||
        field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
      return Unreadable(
          route->pattern,
          absl::StrCat("names ", variable.field, ", which is no text of ",
                       rpc.input_type()->full_name()));
    }
  }
  if (!route->body.empty() && route->body != "*") {
    const auto* field = rpc.input_type()->FindFieldByName(route->body);
    if (field == nullptr || field->is_repeated() ||
        field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return Unreadable(route->pattern,
                        absl::StrCat("has the body ", route->body));
    }
  }
  return route;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Routes>> Routes::Of(
    const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  auto routes = std::make_unique<Routes>();
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& rpc = *service->method(i);
      const google::api::HttpRule& rule =
          rpc.options().GetExtension(google::api::http);
      ASSIGN_OR_RETURN(auto first, RouteOf(rpc, rule));
      RETURN_IF_ERROR(routes->Add(std::move(first)));
      for (const auto& other : rule.additional_bindings()) {
        ASSIGN_OR_RETURN(auto more, RouteOf(rpc, other));
        RETURN_IF_ERROR(routes->Add(std::move(more)));
      }
    }
  }
  return routes;
}

absl::Status Routes::Add(std::unique_ptr<Route> route) {
  ASSIGN_OR_RETURN(const Template parsed, Parse(route->pattern));
  Node* node = &root_;
  bool beyond = false;
  for (const std::string& segment : parsed.segments) {
    if (segment == "**") {
      beyond = true;
      break;
    }
    std::unique_ptr<Node>& next =
        segment == "*" ? node->any : node->by_word[segment];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  auto& methods = beyond ? node->beyond : node->here;
  const auto [there, added] = methods.emplace(route->method, route.get());
  if (!added) {
    return Unreadable(absl::StrCat(route->method, " ", route->pattern),
                      absl::StrCat("is of ", there->second->rpc->full_name(),
                                   " and of ", route->rpc->full_name()));
  }
  all_.push_back(std::move(route));
  return absl::OkStatus();
}

// A word goes before `*`, and `*` before `**`.
const std::map<std::string, Route*>* Routes::Walk(
    const Node& node, const std::vector<std::string>& segments, size_t at) {
  if (at == segments.size() && !node.here.empty()) return &node.here;
  if (at < segments.size()) {
    const auto word = node.by_word.find(segments[at]);
    if (word != node.by_word.end()) {
      if (const auto* found = Walk(*word->second, segments, at + 1)) {
        return found;
      }
    }
    if (node.any != nullptr) {
      if (const auto* found = Walk(*node.any, segments, at + 1)) return found;
    }
  }
  return node.beyond.empty() ? nullptr : &node.beyond;
}

Match Routes::Find(absl::string_view method, absl::string_view path) const {
  Match match;
  if (!absl::ConsumePrefix(&path, "/")) return match;
  std::vector<std::string> segments;
  for (absl::string_view one : absl::StrSplit(path, '/')) {
    std::string decoded;
    // What would be two segments, or none, once it is decoded.
    if (!PercentDecode(one, /*plus_is_blank=*/false, decoded) ||
        decoded.empty() || absl::StrContains(decoded, '/')) {
      return match;
    }
    segments.push_back(std::move(decoded));
  }
  const auto* methods = Walk(root_, segments, 0);
  if (methods == nullptr) return match;
  const auto found = methods->find(std::string(method));
  if (found == methods->end()) {
    for (const auto& [name, route] : *methods) match.allowed.push_back(name);
    return match;
  }
  match.route = found->second;
  for (const Variable& variable : match.route->variables) {
    const size_t last = variable.rest ? segments.size() : variable.last;
    match.values.emplace_back(
        variable.field,
        absl::StrJoin(segments.begin() + variable.first,
                      segments.begin() + std::max(variable.first, last), "/"));
  }
  return match;
}

bool PercentDecode(absl::string_view text, bool plus_is_blank,
                   std::string& to) {
  to.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) ||
          !absl::ascii_isxdigit(text[i + 2])) {
        return false;
      }
      to += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      to += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return true;
}

std::string PercentEncode(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || absl::StrContains("-_.~", c)) {
      encoded += c;
    } else {
      absl::StrAppend(&encoded, "%",
                      absl::AsciiStrToUpper(
                          absl::BytesToHexString(absl::string_view(&c, 1))));
    }
  }
  return encoded;
}

const FieldDescriptor* FieldAt(const Descriptor& type, absl::string_view path) {
  const Descriptor* at = &type;
  const FieldDescriptor* field = nullptr;
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    if (at == nullptr) return nullptr;
    field = at->FindFieldByName(std::string(name));
    if (field == nullptr) return nullptr;
    at = field->message_type();
  }
  return field;
}

}  // namespace opvang::gateway
