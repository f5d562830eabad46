#include "services/gateway/transcode/document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/gateway/transcode/media.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldDescriptor* FieldOf(const Descriptor& type, const char* name,
                               FieldDescriptor::Type kind) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr && field->type() == kind && !field->is_repeated()
             ? field
             : nullptr;
}
const FieldDescriptor* MediaType(const Descriptor& type) {
  return FieldOf(type, "media_type", FieldDescriptor::TYPE_STRING);
}
const FieldDescriptor* Chunk(const Descriptor& type) {
  return FieldOf(type, "chunk", FieldDescriptor::TYPE_BYTES);
}

constexpr std::pair<absl::string_view, absl::string_view> kEndings[] = {
    {"text/html", ".html"},
    {"application/pdf", ".pdf"},
    {"application/json", ".json"},
    {"application/vnd.oasis.opendocument.spreadsheet", ".ods"},
    {"application/vnd.oasis.opendocument.text", ".odt"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     ".xlsx"},
    {"text/csv", ".csv"},
    {"application/zip", ".zip"}};

}  // namespace

bool AnswersFile(const google::protobuf::MethodDescriptor& rpc) {
  return rpc.server_streaming() && !rpc.client_streaming() &&
         MediaType(*rpc.output_type()) != nullptr &&
         Chunk(*rpc.output_type()) != nullptr;
}

bool AsksForFile(absl::string_view accept) {
  bool asks = false;
  for (const absl::string_view range : absl::StrSplit(accept, ',')) {
    const std::string type = MediaTypeOf(range);
    if (type == kLinesType) return false;
    asks |= !type.empty() && type != "*/*";
  }
  return asks;
}

Piece PieceOf(const google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  const Descriptor& type = *message.GetDescriptor();
  return {reflection.GetString(message, MediaType(type)),
          reflection.GetString(message, Chunk(type))};
}

std::string FileNameOf(absl::string_view resource,
                       absl::string_view media_type) {
  std::string name(resource.substr(resource.rfind('/') + 1));
  // It stands in a header, and on a disk.
  name.erase(std::remove_if(name.begin(), name.end(),
                            [](char c) {
                              return !absl::ascii_isalnum(c) && c != '-' &&
                                     c != '_';
                            }),
             name.end());
  if (name.empty()) name = "document";
  const std::string bare = MediaTypeOf(media_type);
  for (const auto& [type, ending] : kEndings) {
    if (type == bare) return absl::StrCat(name, ending);
  }
  return name;
}

bool IsShown(absl::string_view media_type) {
  const std::string type = MediaTypeOf(media_type);
  return type == "text/html" || type == kJsonType;
}

}  // namespace opvang::gateway
