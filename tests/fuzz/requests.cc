// Every request of the four contracts, through rights, checks, rules and state,
// by whoever: a line "METHOD ROLE", and the request in text format; of a stream
// its messages, parted by lines "---".
#include <algorithm>

#include "absl/strings/str_split.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/house.h"

namespace opvang::fuzz {
namespace {

// As it comes off the wire, which takes no text that is not UTF-8.
bool IsSent(const google::protobuf::Message& request,
            std::unique_ptr<google::protobuf::Message>& sent) {
  sent.reset(request.New());
  return sent->ParseFromString(request.SerializePartialAsString());
}

bool Read(const Method& method, absl::string_view text, Messages& messages) {
  for (const absl::string_view part : absl::StrSplit(text, "\n---\n")) {
    const std::unique_ptr<google::protobuf::Message> read(
        method.request->New());
    if (!ReadText(part, *read) || !IsSent(*read, messages.emplace_back())) {
      return false;
    }
  }
  return true;
}

// Without anything in it, by everybody.
void AskEmpty() {
  for (const Method& method : Methods()) {
    for (const Organisation& caller : Callers()) {
      Messages messages;
      messages.emplace_back(method.request->New());
      Ask(method, caller, messages).IgnoreError();
    }
  }
}

}  // namespace

void Fuzz(absl::string_view input) {
  static const bool kAsked = [] {
    Prepare();
    AskEmpty();
    return true;
  }();
  OPVANG_HOLDS(kAsked);
  const std::vector<std::string> words = absl::StrSplit(TakeLine(input), ' ');
  const Method* const method = FindMethod(words.front());
  const auto caller = std::find_if(
      Callers().begin(), Callers().end(),
      [&](const Organisation& one) { return one.name == words.back(); });
  Messages messages;
  if (method == nullptr || caller == Callers().end() ||
      !Read(*method, input, messages)) {
    return;
  }
  Ask(*method, *caller, messages).IgnoreError();
}

}  // namespace opvang::fuzz
