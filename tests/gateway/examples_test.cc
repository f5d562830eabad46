// Every RPC of the contracts through REST and through gRPC with the same
// request: the same answer, and the same refusals. None by hand.
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http/server.h"
#include "services/gateway/transcode/document.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/problem.h"
#include "tests/gateway/client.h"
#include "tests/proto/example_calls.h"

namespace opvang::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using reporting::Answer;
using reporting::Json;

// What stands at "location.name" of a request in JSON; it is taken out.
std::string Take(Json& json, absl::string_view path) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(path, absl::MaxSplits('.', 1));
  const std::string name = JsonPath(parts.first);
  if (!json.contains(name)) return "";
  if (!parts.second.empty()) return Take(json[name], parts.second);
  const std::string value = json[name].get<std::string>();
  json.erase(name);
  return value;
}

// The line and the body of a request at that address; empty where it is not for
// this request.
struct Asked {
  std::string line, body;
};
Asked AskAt(const Routes& routes, const Route& route, const Json& request) {
  Json rest = request;
  std::string path = route.pattern;
  for (const Variable& variable : route.variables) {
    const std::string value = Take(rest, variable.field);
    const size_t begin = path.find("{" + variable.field);
    path.replace(begin, path.find('}', begin) + 1 - begin, value);
  }
  if (routes.Find(route.method, path).route != &route) return {};
  if (route.body == "*") {
    return {absl::StrCat(route.method, " ", path), rest.dump()};
  }
  std::string body;
  if (!route.body.empty()) {
    body = rest[JsonPath(route.body)].dump();
    rest.erase(JsonPath(route.body));
  }
  std::vector<std::string> query;
  for (const auto& [name, value] : rest.items()) {
    for (const Json& one : reporting::MessagesIn(value)) {
      if (one.is_object()) return {};  // It is asked by POST.
      query.push_back(
          absl::StrCat(name, "=",
                       PercentEncode(one.is_string() ? one.get<std::string>()
                                                     : one.dump())));
    }
  }
  return {absl::StrCat(route.method, " ", path, query.empty() ? "" : "?",
                       absl::StrJoin(query, "&")),
          body};
}

class RestTest : public testing::Test, protected reporting::ExampleRun {
 protected:
  // A gateway for each caller, as services of the examples know theirs.
  struct Front {
    std::unique_ptr<Backend> backend;
    std::unique_ptr<Gateway> gateway;
    std::unique_ptr<HttpServer> server;
  };

  ~RestTest() override {
    for (auto& [as, front] : fronts_) {
      front.server->Close(absl::Seconds(10));
      front.backend->End();
    }
  }

  std::string AddressFor(const std::string& as) {
    Front& front = fronts_[as];
    if (front.server == nullptr) {
      std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
      for (const auto* service : Contracts()) {
        channels[service->full_name()] = callers_.To(service->name(), as);
      }
      front.backend = std::make_unique<Backend>(channels);
      front.gateway = std::make_unique<Gateway>(
          *routes_, *front.backend,
          GatewayOptions{
              .version = "1.0.0", .openapi = "{}", .identifies = false});
      front.server = *HttpServer::Listen({.listen_address = "127.0.0.1:0"},
                                         *front.gateway);
      front.server->Open();
    }
    return front.server->address();
  }

  // The requests as REST has them, and as lines where they stream.
  Answered AskRest(const std::string& call, const std::string& as,
                   const std::vector<std::string>& requests,
                   std::string headers = "") {
    const MethodDescriptor& method = *methods_.at(call);
    std::vector<Json> json;
    for (const std::string& bytes : requests) {
      const auto message = reporting::New(method.input_type());
      EXPECT_TRUE(message->ParseFromString(bytes));
      json.push_back(Json::parse(ToJson(*message)));
    }
    for (const auto& route : routes_->all()) {
      if (route->rpc != &method) continue;
      Asked asked;
      if (method.client_streaming()) {
        asked.line = absl::StrCat(route->method, " ", route->pattern);
        for (const Json& one : json) asked.body += one.dump() + "\n";
        headers = "Content-Type: application/x-ndjson\r\n";
      } else {
        asked = AskAt(*routes_, *route, json.at(0));
      }
      if (asked.line.empty()) continue;
      Client client(AddressFor(as));
      return client.Ask(Request(asked.line, headers, asked.body));
    }
    ADD_FAILURE() << call << " has no address for " << json.at(0).dump();
    return {};
  }

  // Both ways with the same, REST first: what gRPC then answers to a write is
  // what was stored.
  void Compare(const std::string& call, const std::string& as,
               const std::vector<std::string>& requests) {
    const MethodDescriptor& method = *methods_.at(call);
    const Answered rest = AskRest(call, as, requests);
    const Answer grpc = reporting::Send(
        callers_.To(method.service()->name(), as), method, requests);
    ++compared_;
    if (!grpc.status.ok()) {
      ++refused_;
      return CompareRefusals(rest, grpc.status);
    }
    EXPECT_EQ(rest.status / 100, 2) << rest.body;
    std::vector<std::string> parts = {rest.body};
    if (method.server_streaming()) {
      parts = absl::StrSplit(rest.body, '\n', absl::SkipEmpty());
    }
    ASSERT_EQ(parts.size(), grpc.messages.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      const auto ours = reporting::New(method.output_type());
      const auto theirs = reporting::New(method.output_type());
      ASSERT_THAT(MergeJson(parts[i], "", *ours), IsOk());
      ASSERT_TRUE(theirs->ParseFromString(grpc.messages[i]));
      std::string difference;
      google::protobuf::util::MessageDifferencer differencer;
      differencer.ReportDifferencesToString(&difference);
      // Sealed anew for each page; what it seals is the same.
      const auto* token =
          method.output_type()->FindFieldByName("next_page_token");
      if (token != nullptr) differencer.IgnoreField(token);
      EXPECT_TRUE(differencer.Compare(*theirs, *ours)) << difference;
    }
  }

  // A file as itself: the bytes of all its pieces.
  void CompareFile(const std::string& call, const std::string& as,
                   const std::vector<std::string>& requests) {
    const MethodDescriptor& method = *methods_.at(call);
    const Answer grpc = reporting::Send(
        callers_.To(method.service()->name(), as), method, requests);
    std::string type, bytes;
    for (const std::string& one : grpc.messages) {
      const auto message = reporting::New(method.output_type());
      ASSERT_TRUE(message->ParseFromString(one));
      const Piece piece = PieceOf(*message);
      type += piece.media_type;
      bytes += piece.bytes;
    }
    ASSERT_FALSE(bytes.empty());
    ++files_;
    const std::string accept = absl::StrCat(
        "Accept: text/x, ", type.substr(0, type.find(';')), ";q=0.9\r\n");
    const Answered file = AskRest(call, as, requests, accept);
    ASSERT_EQ(file.status, 200) << file.body.substr(0, 300);
    EXPECT_TRUE(file.body == bytes) << call << ": " << file.body.size();
    EXPECT_EQ(file.headers.at("content-type"), type);
    EXPECT_EQ(file.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(file.headers.at("vary"), "Accept");
    EXPECT_THAT(file.headers.at("content-disposition"),
                testing::ContainsRegex(
                    "^(inline|attachment); filename=\"[a-z0-9-]+\\.[a-z]+\"$"));
    const std::string policy = file.headers.at("content-security-policy");
    EXPECT_THAT(policy, testing::StartsWith("sandbox; script-src 'none'"));
    EXPECT_THAT(policy, testing::Not(testing::HasSubstr("unsafe")));
    // Known already, and of another kind.
    const std::string etag = file.headers.at("etag");
    const Answered known =
        AskRest(call, as, requests,
                absl::StrCat(accept, "If-None-Match: ", etag, "\r\n"));
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.headers.at("etag"), etag);
    EXPECT_EQ(AskRest(call, as, requests, "Accept: image/png\r\n").status, 406);
    EXPECT_EQ(AskRest(call, as, requests, "Accept: */*\r\n")
                  .headers.at("content-type"),
              "application/x-ndjson");
    // A refusal stays a problem.
    EXPECT_EQ(AskRest(call, "housing", requests, accept).status, 403);
  }

  void CompareRefusals(const Answered& rest, const absl::Status& grpc) {
    const Problem expected = ProblemOf(grpc, "", false);
    EXPECT_EQ(rest.status, expected.status) << rest.body;
    Json ours = Json::parse(rest.body, nullptr, false);
    ASSERT_FALSE(ours.is_discarded()) << rest.body;
    EXPECT_EQ(rest.headers.at("content-type"), "application/problem+json");
    Json theirs = Json::parse(expected.json);
    ours.erase("instance");
    theirs.erase("instance");
    EXPECT_EQ(ours, theirs);
  }

  // The requests with a fault that every call of its kind has.
  std::vector<std::string> Faulty(const std::string& call,
                                  const std::vector<std::string>& requests) {
    std::vector<std::string> faulty;
    for (const std::string& bytes : requests) {
      const auto message = reporting::New(methods_.at(call)->input_type());
      EXPECT_TRUE(message->ParseFromString(bytes));
      Spoil(*message);
      faulty.push_back(message->SerializeAsString());
    }
    return faulty;
  }
  static void Spoil(Message& message) {
    const auto& type = *message.GetDescriptor();
    const auto& of = *message.GetReflection();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      if (field->name() == "request_id") of.SetString(&message, field, "x");
      if (field->name() == "revision") of.SetInt64(&message, field, 1000000);
      if (field->name() == "header" && of.HasField(message, field)) {
        Spoil(*of.MutableMessage(&message, field));
      }
    }
  }

  Json Try(const std::string& call, const Json&, const Json& example) override {
    const std::string as = example.at("as");
    const std::vector<std::string> requests =
        RequestsOf(call, example.at("request"));
    // Who may call nothing but what it needs.
    Compare(call, "housing", requests);
    Compare(call, as, Faulty(call, requests));
    Compare(call, as, requests);
    if (AnswersFile(*methods_.at(call))) CompareFile(call, as, requests);
    const Answer answer =
        reporting::Send(callers_.To(methods_.at(call)->service()->name(), as),
                        *methods_.at(call), requests);
    EXPECT_THAT(answer.status, IsOk());
    if (!answer.status.ok() || answer.messages.empty()) return Json();
    const auto message = reporting::New(methods_.at(call)->output_type());
    EXPECT_TRUE(message->ParseFromString(answer.messages[0]));
    return Json::parse(ToJson(*message));
  }

  const std::unique_ptr<Routes> routes_ = *Routes::Of(Contracts());
  std::map<std::string, Front> fronts_;
  int compared_ = 0, refused_ = 0, files_ = 0;
};

TEST_F(RestTest, EveryCallIsAnsweredAndRefusedAsByGrpc) {
  RunAll();
  int calls = 0;
  for (const auto* service : Contracts()) calls += service->method_count();
  std::printf("%d calls, %d requests both ways, %d of them refused\n", calls,
              compared_, refused_);
  EXPECT_EQ(compared_, 3 * calls);
  EXPECT_GT(refused_, calls);
  EXPECT_GT(files_, 0);
}

}  // namespace
}  // namespace opvang::gateway
