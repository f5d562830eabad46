// One example for every RPC of the contract, in proto/reference/examples: each
// is sent to real services, and the answer held against the one that is kept
// there. `OPVANG_WRITE_EXAMPLES=1` keeps the answers of now.
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/reporting/house.h"

namespace opvang::reporting {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr char kFolder[] = OPVANG_SOURCE_DIR "/proto/reference/examples/";
// What a reader is shown of a list, of one within it, and of bytes.
constexpr size_t kRowsShown = 2, kRowsShownWithin = 1, kBytesShown = 120;

std::vector<const ServiceDescriptor*> Services() {
  return {q::Cycle::descriptor()->file()->service(0),
          l::Location::descriptor()->file()->service(0),
          h::Placement::descriptor()->file()->service(0),
          pb::Report::descriptor()->file()->service(0)};
}

// "QuotaService.ListCycles", as the examples name each other.
std::string CallOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), ".", method.name());
}

std::map<std::string, const MethodDescriptor*> Methods() {
  std::map<std::string, const MethodDescriptor*> methods;
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      methods[CallOf(*service->method(i))] = service->method(i);
    }
  }
  return methods;
}

std::string PathOf(const std::string& call) {
  return absl::StrCat(
      kFolder, std::string(absl::StrReplaceAll(call, {{".", "/"}})), ".json");
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(type)
          ->New());
}

// A list with one message, but of streams.
std::vector<Json> MessagesIn(const Json& json) {
  return json.is_array() ? std::vector<Json>(json.begin(), json.end())
                         : std::vector<Json>{json};
}

// The four services as the organisations of the examples meet them.
class Callers {
 public:
  explicit Callers(House& house) : house_(house) {}

  // `as` is a role and, where it has one, its area: "province provinces/pv24".
  std::shared_ptr<grpc::Channel> To(const std::string& service,
                                    const std::string& as) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(as, ' ');
    const std::optional<Role> role = RoleNamed(parts.first);
    EXPECT_TRUE(role.has_value()) << as;
    const size_t number =
        numbers_.try_emplace(as, numbers_.size() + 1).first->second;
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

 private:
  struct Door {
    std::unique_ptr<Organisations> only;
    std::unique_ptr<grpc::Service> service;
    std::unique_ptr<InProcess> server;
  };

  std::unique_ptr<grpc::Service> Make(const std::string& service,
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

  House& house_;
  std::map<std::string, size_t> numbers_;
  std::map<std::string, Door> doors_;
};

struct Answer {
  absl::Status status;
  std::vector<std::string> messages;
};

// Any call: every message is written, then everything is read.
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

// Cuts lists, at any depth, and bytes; `cut` is how many rows a list had.
void Shorten(Json& json, const std::string& path, Json& cut,
             size_t shown = kRowsShown) {
  if (json.is_array()) {
    if (json.size() > shown) {
      const std::string what = path.empty() ? "messages" : path;
      cut[what] = std::max(cut.value(what, size_t{0}), json.size());
      json.erase(json.begin() + static_cast<long>(shown), json.end());
    }
    for (Json& row : json) Shorten(row, path, cut, kRowsShownWithin);
  } else if (json.is_object()) {
    for (auto& [name, value] : json.items()) {
      Shorten(value, path.empty() ? name : path + "." + name, cut, shown);
    }
  } else if (absl::EndsWith(path, "chunk")) {
    std::string bytes = json.get<std::string>();
    if (bytes.size() > kBytesShown) {
      cut[path] = bytes.size();
      json = bytes.substr(0, kBytesShown);
    }
  }
}

// What may differ from day to day: digests, tokens, lengths of files.
Json Steady(const Json& json, const std::string& name = "") {
  static const std::regex digest("[0-9a-f]{64}");
  Json steady = json;
  if (json.is_structured()) {
    for (auto& [key, value] : steady.items()) {
      value = Steady(value, json.is_array() ? name : key);
    }
  } else if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    if (std::regex_match(text, digest)) steady = "digest";
    if (name == "nextPageToken") steady = "token";
    if (name == "chunk") steady = text.substr(0, 8);
  } else if (name == "chunk") {
    steady = "length";
  }
  return steady;
}

class ExamplesTest : public testing::Test {
 protected:
  // The inhabitants of all municipalities, which no example could show.
  void SetUp() override {
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

  // The example of `call`, after those that it comes after; each once.
  void Run(const std::string& call) {
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
    Json& carrier =
        request.contains("location") ? request["location"] : request;
    if (carrier.contains("etag")) {
      const std::string last = example.at("after").back();
      carrier["etag"] = answers_[last].value("etag", "");
    }
    std::vector<Json> answer = Call(call, example.at("as"), request);
    if (HasFailure()) return;
    Json shown =
        methods_.at(call)->server_streaming() ? Json(answer) : answer.at(0);
    answers_[call] = shown;
    Json cut = Json::object();
    Shorten(shown, "", cut);
    example.erase("answer");
    example.erase("shortened");
    example["answer"] = shown;
    if (!cut.empty()) example["shortened"] = cut;
    if (Steady(example) == Steady(kept)) return;
    if (std::getenv("OPVANG_WRITE_EXAMPLES") != nullptr) {
      std::ofstream(PathOf(call)) << example.dump(2) << "\n";
    } else {
      ADD_FAILURE() << "is now " << Json::diff(Steady(kept), Steady(example));
    }
  }

  std::vector<Json> Call(const std::string& call, const std::string& as,
                         const Json& sent) {
    const MethodDescriptor& method = *methods_.at(call);
    std::vector<std::string> requests;
    for (const Json& json : MessagesIn(sent)) {
      const auto request = New(method.input_type());
      const auto read = google::protobuf::util::JsonStringToMessage(
          json.dump(), request.get());
      EXPECT_TRUE(read.ok()) << read.ToString();
      requests.push_back(request->SerializeAsString());
    }
    const Answer answer =
        Send(callers_.To(method.service()->name(), as), method, requests);
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

  const std::map<std::string, const MethodDescriptor*> methods_ = Methods();
  House house_;
  Callers callers_{house_};
  std::set<std::string> run_;
  std::map<std::string, Json> answers_;
};

TEST_F(ExamplesTest, AreAnsweredAsTheyAreKept) {
  for (const ServiceDescriptor* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      Run(CallOf(*service->method(i)));
    }
  }
}

TEST(ExampleFilesTest, EveryRpcHasOneAndEachIsOfAnRpc) {
  std::set<std::string> files, calls;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.is_regular_file()) files.insert(entry.path());
  }
  for (const auto& [call, method] : Methods()) calls.insert(PathOf(call));
  EXPECT_EQ(files, calls);
}

}  // namespace
}  // namespace opvang::reporting
