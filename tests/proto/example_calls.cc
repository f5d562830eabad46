#include "tests/proto/example_calls.h"

#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/digest.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"

namespace opvang::reporting {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::vector<const ServiceDescriptor*> ExampleServices() {
  return {q::Cycle::descriptor()->file()->service(0),
          l::Location::descriptor()->file()->service(0),
          h::Placement::descriptor()->file()->service(0),
          pb::Report::descriptor()->file()->service(0)};
}

std::string CallOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), ".", method.name());
}

std::map<std::string, const MethodDescriptor*> ExampleMethods() {
  std::map<std::string, const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : ExampleServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      methods[CallOf(*service->method(i))] = service->method(i);
    }
  }
  return methods;
}

std::string PathOf(const std::string& call) {
  return absl::StrCat(kExamplesFolder,
                      std::string(absl::StrReplaceAll(call, {{".", "/"}})),
                      ".json");
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(type)
          ->New());
}

std::vector<Json> MessagesIn(const Json& json) {
  return json.is_array() ? std::vector<Json>(json.begin(), json.end())
                         : std::vector<Json>{json};
}

std::shared_ptr<grpc::Channel> Callers::To(const std::string& service,
                                           const std::string& as) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(as, ' ');
  const std::optional<Role> role = RoleNamed(parts.first);
  EXPECT_TRUE(role.has_value()) << as;
  // The same whoever calls before it: names are made of it.
  uint64_t number = 0;
  EXPECT_TRUE(absl::SimpleHexAtoi(Sha256(as).substr(0, 9), &number));
  const Organisation who = {
      .oin = absl::StrCat("00000099", absl::Dec(number, absl::kZeroPad12)),
      .name = as,
      .role = role.value_or(Role::kAuditor),
      .scope = parts.second};
  if (service == "ReportingService") {
    return *Connect(house_.AddressFor(who), "");
  }
  Door& door = doors_[service + as];
  if (door.server == nullptr) {
    door.only = Organisations::Loopback(who);
    door.service = Make(service, *door.only);
    door.server = std::make_unique<InProcess>(*door.service);
  }
  return door.server->channel();
}

std::unique_ptr<grpc::Service> Callers::Make(const std::string& service,
                                             Organisations& only) {
  if (service == "QuotaService") {
    return std::make_unique<quotas::QuotaService>(*house_.quotas_db,
                                                  house_.clock, only);
  }
  if (service == "LocationService") {
    return std::make_unique<locations::LocationService>(*house_.locations_db,
                                                        house_.clock, only);
  }
  return std::make_unique<housing::HousingService>(
      *house_.housing_db, house_.clock, only,
      q::QuotaService::NewStub(house_.quotas_server.channel()));
}

Answer Send(const std::shared_ptr<grpc::Channel>& channel,
            const MethodDescriptor& method,
            const std::vector<std::string>& requests) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(60));
  grpc::CompletionQueue queue;
  const auto done = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareCall(
      &context,
      absl::StrCat("/", method.service()->full_name(), "/", method.name()),
      &queue);
  call->StartCall(nullptr);
  bool open = done();
  for (const std::string& request : requests) {
    if (!open) break;
    const grpc::Slice slice(request);
    call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    open = done();
  }
  if (open) {
    call->WritesDone(nullptr);
    done();
  }
  Answer answer;
  for (grpc::ByteBuffer part;;) {
    call->Read(&part, nullptr);
    if (!done()) break;
    grpc::Slice all;
    EXPECT_TRUE(part.DumpToSingleSlice(&all).ok());
    answer.messages.emplace_back(reinterpret_cast<const char*>(all.begin()),
                                 all.size());
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  done();
  answer.status = FromGrpc(status);
  return answer;
}

ExampleRun::ExampleRun() {
  std::ifstream file(OPVANG_SOURCE_DIR
                     "/deploy/sample/overijssel-2024/0-national/"
                     "populations.csv");
  std::string line;
  std::getline(file, line);
  std::string text = "parent: 'countries/nl'";
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    absl::StrAppend(&text, " populations { municipality: '", cells[0],
                    "' reference_date { year: 2026 month: 1 day: 1 } "
                    "inhabitant_count: ",
                    cells[2], " source: 'x' }");
  }
  house_.Quotas(text);
}

void ExampleRun::RunAll() {
  for (const ServiceDescriptor* service : ExampleServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      Run(CallOf(*service->method(i)));
    }
  }
}

void ExampleRun::Run(const std::string& call) {
  if (!run_.insert(call).second) return;
  SCOPED_TRACE(call);
  std::stringstream text;
  text << std::ifstream(PathOf(call)).rdbuf();
  Json example = Json::parse(text.str(), nullptr, false);
  ASSERT_FALSE(example.is_discarded()) << PathOf(call);
  for (const auto& earlier : example.value("after", Json::array())) {
    Run(earlier);
  }
  for (const auto& given : example.value("given", Json::array())) {
    Call(given.at("call"), given.at("as"), given.at("request"));
  }
  const Json kept = example;
  Json& request = example.at("request");
  // Of what was changed before: its etag is known from the answer then.
  Json& carrier = request.contains("location") ? request["location"] : request;
  if (carrier.contains("etag")) {
    const std::string last = example.at("after").back();
    carrier["etag"] = answers_[last].value("etag", "");
  }
  answers_[call] = Try(call, kept, example);
}

std::vector<std::string> ExampleRun::RequestsOf(const std::string& call,
                                                const Json& sent) const {
  std::vector<std::string> requests;
  for (const Json& json : MessagesIn(sent)) {
    const auto request = New(methods_.at(call)->input_type());
    const auto read =
        google::protobuf::util::JsonStringToMessage(json.dump(), request.get());
    EXPECT_TRUE(read.ok()) << read.ToString();
    requests.push_back(request->SerializeAsString());
  }
  return requests;
}

std::vector<Json> ExampleRun::Call(const std::string& call,
                                   const std::string& as, const Json& sent) {
  const MethodDescriptor& method = *methods_.at(call);
  const Answer answer = Send(callers_.To(method.service()->name(), as), method,
                             RequestsOf(call, sent));
  EXPECT_THAT(answer.status, IsOk()) << call << " as " << as;
  std::vector<Json> messages;
  for (const std::string& bytes : answer.messages) {
    const auto message = New(method.output_type());
    EXPECT_TRUE(message->ParseFromString(bytes));
    std::string json;
    EXPECT_TRUE(
        google::protobuf::util::MessageToJsonString(*message, &json).ok());
    messages.push_back(Json::parse(json));
  }
  return messages;
}

}  // namespace opvang::reporting
