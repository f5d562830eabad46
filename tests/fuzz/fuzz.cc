#include "tests/fuzz/fuzz.h"

#include <algorithm>

#include "common/base/status.h"
#include "common/base/validation.h"
#include "google/rpc/error_details.pb.h"

namespace opvang::fuzz {
namespace {

// Of one fault. A thousand of them must fit in what a client takes.
constexpr size_t kFaultBytesMax = 1000;
// Of all municipalities, by name.
constexpr size_t kListBytesMax = 16384;

}  // namespace

void CheckTold(const absl::Status& status) {
  OPVANG_HOLDS(IsUtf8({status.message().data(), status.message().size()}));
  size_t count = 1;
  for (const FieldViolation& one : ViolationsIn(status)) {
    OPVANG_HOLDS(IsUtf8(one.field) && IsUtf8(one.description));
    OPVANG_HOLDS(one.field.size() + one.description.size() <= kFaultBytesMax);
    ++count;
  }
  OPVANG_HOLDS(count <= kViolationsMax + 2);
  OPVANG_HOLDS(status.message().size() <=
               kListBytesMax + count * kFaultBytesMax);
  status.ForEachPayload([](absl::string_view url, const absl::Cord& payload) {
    google::rpc::ErrorInfo info;
    if (url != "type.googleapis.com/google.rpc.ErrorInfo") return;
    OPVANG_HOLDS(info.ParseFromString(std::string(payload)));
    for (const auto& [key, value] : info.metadata()) {
      OPVANG_HOLDS(value.size() <= kListBytesMax);
    }
  });
}

absl::string_view TakeLine(absl::string_view& input) {
  const size_t end = std::min(input.find('\n'), input.size());
  const absl::string_view line = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

}  // namespace opvang::fuzz
