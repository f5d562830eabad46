// The four services in memory, as far as a search can ask them: real handlers,
// rights, checks and rules on the state of the sample, on the thread that
// calls; without network or database (`no_database.cc`). What is written in a
// call is not kept.
#ifndef OPVANG_TESTS_FUZZ_HOUSE_H_
#define OPVANG_TESTS_FUZZ_HOUSE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/caller.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::fuzz {

// The messages that a call brings: one, or those of a stream.
using Messages = std::vector<std::unique_ptr<google::protobuf::Message>>;

struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  // The prototype of its requests.
  const google::protobuf::Message* request;
  std::function<absl::Status(const Messages&)> call;
};

// Every method of every contract, as the contracts list them.
const std::vector<Method>& Methods();
// Null for what no contract has.
const Method* FindMethod(absl::string_view name);

// Delivers the sample and makes two reports: the state on which every call is
// decided. Once, before the first.
void Prepare();

// One organisation for each role.
const std::vector<Organisation>& Callers();

// A message in text format; as much of it as there is before a fault.
bool ReadText(absl::string_view text, google::protobuf::Message& message);

// Calls as `caller`; answers what is told of it. Ends the program when a
// handler does not answer, answers what cannot be read, or fails.
absl::Status Ask(const Method& method, const Organisation& caller,
                 const Messages& messages);

}  // namespace opvang::fuzz

#endif  // OPVANG_TESTS_FUZZ_HOUSE_H_
