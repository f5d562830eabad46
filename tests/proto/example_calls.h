// The examples of the contract: real requests, each with what comes before it,
// and the services that answer them.
#ifndef OPVANG_TESTS_PROTO_EXAMPLE_CALLS_H_
#define OPVANG_TESTS_PROTO_EXAMPLE_CALLS_H_

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "tests/reporting/house.h"

namespace opvang::reporting {

using Json = nlohmann::ordered_json;

constexpr char kExamplesFolder[] =
    OPVANG_SOURCE_DIR "/proto/reference/examples/";

std::vector<const google::protobuf::ServiceDescriptor*> ExampleServices();
// "QuotaService.ListCycles", as the examples name each other.
std::string CallOf(const google::protobuf::MethodDescriptor& method);
std::map<std::string, const google::protobuf::MethodDescriptor*>
ExampleMethods();
std::string PathOf(const std::string& call);
std::unique_ptr<google::protobuf::Message> New(
    const google::protobuf::Descriptor* type);
// A list with one message, but of streams.
std::vector<Json> MessagesIn(const Json& json);

struct Answer {
  absl::Status status;
  std::vector<std::string> messages;
};
// Any call: every message is written, then everything is read.
Answer Send(const std::shared_ptr<grpc::Channel>& channel,
            const google::protobuf::MethodDescriptor& method,
            const std::vector<std::string>& requests);

// The four services as the organisations of the examples meet them.
class Callers {
 public:
  explicit Callers(House& house) : house_(house) {}

  // `as` is a role and, where it has one, its area: "province provinces/pv24".
  std::shared_ptr<grpc::Channel> To(const std::string& service,
                                    const std::string& as);

 private:
  struct Door {
    std::unique_ptr<Organisations> only;
    std::unique_ptr<grpc::Service> service;
    std::unique_ptr<InProcess> server;
  };

  std::unique_ptr<grpc::Service> Make(const std::string& service,
                                      Organisations& only);

  House& house_;
  std::map<std::string, Door> doors_;
};

// Runs examples, each once and after those that it comes after.
class ExampleRun {
 public:
  // Knows the inhabitants of all municipalities, which no example could show.
  ExampleRun();
  virtual ~ExampleRun() = default;

  void RunAll();
  void Run(const std::string& call);

 protected:
  // Makes the call of an example, whose request may be sent as it stands;
  // answers what came, and looks at it.
  virtual Json Try(const std::string& call, const Json& kept,
                   const Json& example) = 0;
  // The requests of a call as messages, serialized.
  std::vector<std::string> RequestsOf(const std::string& call,
                                      const Json& sent) const;
  // Calls by gRPC, and must succeed.
  std::vector<Json> Call(const std::string& call, const std::string& as,
                         const Json& sent);

  const std::map<std::string, const google::protobuf::MethodDescriptor*>
      methods_ = ExampleMethods();
  House house_;
  Callers callers_{house_};

 private:
  std::set<std::string> run_;
  std::map<std::string, Json> answers_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_PROTO_EXAMPLE_CALLS_H_
