#include "services/reporting/life/seal.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"

namespace opvang::reporting {

namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;

void DropDeprecated(DescriptorProto& type) {
  auto& fields = *type.mutable_field();
  for (auto field = fields.begin(); field != fields.end();) {
    field = field->options().deprecated() ? fields.erase(field) : field + 1;
  }
  for (DescriptorProto& nested : *type.mutable_nested_type()) {
    DropDeprecated(nested);
  }
}

// A file and what it imports, without deprecated fields.
void AddCurrent(const FileDescriptor& file, DescriptorPool& pool) {
  if (pool.FindFileByName(file.name()) != nullptr) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddCurrent(*file.dependency(i), pool);
  }
  FileDescriptorProto current;
  file.CopyTo(&current);
  for (DescriptorProto& type : *current.mutable_message_type()) {
    DropDeprecated(type);
  }
  pool.BuildFile(current);
}

// The contract as reports are written by it: JSON prints a field also when it
// holds nothing, and what is deprecated is written no more.
struct CurrentContract {
  CurrentContract() {
    AddCurrent(*pb::ReportContent::descriptor()->file(), pool);
  }
  DescriptorPool pool;
  google::protobuf::DynamicMessageFactory messages{&pool};
};

CurrentContract& Current() {
  static auto* const kCurrent = new CurrentContract;
  return *kCurrent;
}

}  // namespace

absl::StatusOr<std::string> ToJson(const Message& message) {
  const auto* type = Current().pool.FindMessageTypeByName(
      message.GetDescriptor()->full_name());
  if (type == nullptr) return absl::InternalError("no message of the contract");
  const std::unique_ptr<Message> current(
      Current().messages.GetPrototype(type)->New());
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!current->ParseFromString(message.SerializeAsString()) ||
      !google::protobuf::util::MessageToJsonString(*current, &json, options)
           .ok()) {
    return absl::InternalError("a report does not print");
  }
  return json;
}

absl::StatusOr<pb::ReportContent> ContentOfJson(const std::string& json) {
  pb::ReportContent content;
  if (!google::protobuf::util::JsonStringToMessage(json, &content).ok()) {
    return absl::DataLossError("this is not the JSON of a report");
  }
  return content;
}

std::string SealOf(const pb::Report& report, const std::string& previous_seal) {
  return Sha256(absl::StrCat(report.name(), "\n", report.version(), "\n",
                             report.content_sha256(), "\n", previous_seal));
}

}  // namespace opvang::reporting
