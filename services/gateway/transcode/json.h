// Messages as JSON and back, as Protobuf does it (lowerCamelCase, enums by
// name, int64 as text), but that a `google.type.Date` is an ISO day,
// "2024-10-31", and that all faults of an input are told at once.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_JSON_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_JSON_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace opvang::gateway {

// How deep a body may nest, and how many of its faults are told.
inline constexpr int kDepthMax = 32;
inline constexpr size_t kFaultsMax = 100;

// Reasons of the gateway itself; `README.md` lists them.
inline constexpr char kDomain[] = "nl.opvang.gateway";

// Adds `message` to `json`. Fields that are not set are left out.
void AppendJson(const google::protobuf::Message& message, std::string& json);
std::string ToJson(const google::protobuf::Message& message);
// `text` as a JSON string, quotes included.
void AppendQuoted(absl::string_view text, std::string& json);

// Merges the object `json` into `message`; faults are named under `at` ("" for
// the whole body). INVALID_ARGUMENT: BODY_NOT_JSON with line and column, or
// FIELD_INVALID with every field that is unknown, given twice or of the wrong
// kind, each by its place.
absl::Status MergeJson(absl::string_view json, absl::string_view at,
                       google::protobuf::Message& message);

// Whether a field of that type is one text in JSON and in a query: a scalar, a
// day, an instant, a field mask.
bool IsText(const google::protobuf::FieldDescriptor& field);

// Sets the field, or adds to the list, from text as it stands in a query;
// otherwise adds a fault at `place`.
void SetFromText(const google::protobuf::FieldDescriptor& field,
                 absl::string_view text, const std::string& place,
                 google::protobuf::Message& message, Violations& violations);

// A field path of the contract as JSON has it: "place_entries[3].place_count"
// becomes "placeEntries[3].placeCount".
std::string JsonPath(absl::string_view path);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_JSON_H_
