// Which call an address of REST means: by `google.api.http` on the contracts.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_ROUTES_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_ROUTES_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace opvang::gateway {

// A part of an address that is the value of a field: its segments `first` to
// before `last`.
struct Variable {
  std::string field;  // "parent", "location.name"
  size_t first = 0, last = 0;
  bool rest = false;  // Ends in `**`: all that follows.
};

// One address of one call.
struct Route {
  std::string method;   // "GET"
  std::string pattern;  // "/v1/{parent=municipalities/*}/locations"
  const google::protobuf::MethodDescriptor* rpc = nullptr;
  // What of the request the body is: "" nothing, "*" all, else a field.
  std::string body;
  std::vector<Variable> variables;
};

// A route, and what its variables are in an address.
struct Match {
  const Route* route = nullptr;
  std::vector<std::pair<std::string, std::string>> values;
  // Without a route: the methods that there are at that address; none when
  // there is no such address.
  std::vector<std::string> allowed;
};

class Routes {
 public:
  // Of every rule of every call of `services`. INVALID_ARGUMENT names what is
  // wrong: a call without a rule, a template that cannot be read, a field that
  // is not there, an address that two calls have.
  static absl::StatusOr<std::unique_ptr<Routes>> Of(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // `path` as it stands in the request, percent-encoded, without the query. No
  // segment may be empty, so an address with a slash at its end is no address.
  Match Find(absl::string_view method, absl::string_view path) const;

  const std::vector<std::unique_ptr<Route>>& all() const { return all_; }

 private:
  // Where an address stands after some segments.
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> by_word;
    std::unique_ptr<Node> any;             // `*`
    std::map<std::string, Route*> here;    // By method.
    std::map<std::string, Route*> beyond;  // `**`: here and below.
  };

  absl::Status Add(std::unique_ptr<Route> route);
  static const std::map<std::string, Route*>* Walk(
      const Node& node, const std::vector<std::string>& segments, size_t at);

  Node root_;
  std::vector<std::unique_ptr<Route>> all_;
};

// Percent-encoding taken away; false for what is not encoded rightly.
bool PercentDecode(absl::string_view text, bool plus_is_blank, std::string& to);
// And put on, for one segment or one value of a query.
std::string PercentEncode(absl::string_view text);

// The field at a dotted path, by the contract's names; null without.
const google::protobuf::FieldDescriptor* FieldAt(
    const google::protobuf::Descriptor& type, absl::string_view path);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_ROUTES_H_
