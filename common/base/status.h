// Errors as `absl::Status`, with the details every caller may act on.
//
// A status made here carries `google.rpc.ErrorInfo` (reason, domain, the
// values of the message), and for faults of an input `google.rpc.BadRequest`
// with every violation at once. Payloads are keyed by type URL, so that
// `Reply` can hand them on without knowing them.
#ifndef OPVANG_COMMON_BASE_STATUS_H_
#define OPVANG_COMMON_BASE_STATUS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace opvang {

// What the shared plumbing refuses has this domain.
inline constexpr char kPlumbingDomain[] = "nl.opvang";

// One fault of an input: where it stands, and what would be right.
struct FieldViolation {
  std::string field;        // "place_entries[3].place_count"
  std::string description;  // "is -5; it must be between 0 and 100000"
  bool operator==(const FieldViolation&) const = default;
};

// Collects the faults of one input, so that all are told at once.
class Violations {
 public:
  void Add(std::string field, std::string description);
  // Adds all of `other`.
  void Append(const Violations& other);
  bool empty() const { return violations_.empty(); }
  const std::vector<FieldViolation>& all() const { return violations_; }
  // OK without violations, else `InvalidFields` with all of them.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// How many violations one answer carries: they travel as metadata, of which
// clients take a bounded amount (`grpc.max_metadata_size`).
inline constexpr size_t kViolationsMax = 1000;

// INVALID_ARGUMENT / FIELD_INVALID with a `BadRequest` of all `violations`; of
// more than `kViolationsMax` the first, and how many more there are.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// Why a call was refused: `ErrorInfo.domain` and `ErrorInfo.reason`.
struct Reason {
  std::string domain;
  std::string name;
  bool operator==(const Reason&) const = default;
};

// The reason of a value of a package's `ErrorReason`: its domain is the
// package, its name the value without the prefix `ERROR_REASON_`.
Reason ReasonOf(const google::protobuf::EnumValueDescriptor& value);
template <typename Enum>
Reason ReasonOf(Enum value) {
  return ReasonOf(
      *google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(
          static_cast<int>(value)));
}
// The reason of what the plumbing itself refuses, such as `ETAG_STALE`.
Reason PlumbingReason(absl::string_view name);

// Every value that the message mentions, by name.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// A refusal with code, reason and one English sentence.
absl::Status MakeError(absl::StatusCode code, const Reason& reason,
                       const std::string& message,
                       const Metadata& metadata = {});

// `status` with a `google.rpc.RetryInfo`: when it is worth another try.
absl::Status RetryAfter(absl::Duration delay, absl::Status status);

// The reason a status carries, or nothing in both fields.
Reason ReasonIn(const absl::Status& status);
// The field violations a status carries; empty without any.
std::vector<FieldViolation> ViolationsIn(const absl::Status& status);

}  // namespace opvang

#define OPVANG_CONCAT_INNER(a, b) a##b
#define OPVANG_CONCAT(a, b) OPVANG_CONCAT_INNER(a, b)

// Leaves the function with the status of `expression` unless it is OK.
#define RETURN_IF_ERROR(expression)                  \
  do {                                               \
    const absl::Status opvang_status = (expression); \
    if (!opvang_status.ok()) return opvang_status;   \
  } while (false)

// Declares `declaration` with the value of `expression`, or leaves the
// function with its status.
#define ASSIGN_OR_RETURN(declaration, ...)                              \
  auto OPVANG_CONCAT(opvang_result_, __LINE__) = (__VA_ARGS__);         \
  if (!OPVANG_CONCAT(opvang_result_, __LINE__).ok())                    \
    return std::move(OPVANG_CONCAT(opvang_result_, __LINE__)).status(); \
  declaration = *std::move(OPVANG_CONCAT(opvang_result_, __LINE__))

#endif  // OPVANG_COMMON_BASE_STATUS_H_
