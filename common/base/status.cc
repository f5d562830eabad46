#include "common/base/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/excerpt.h"
#include "common/base/validation.h"
#include "google/rpc/error_details.pb.h"

namespace opvang {
namespace {

template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat("type.googleapis.com/",
                      Detail::descriptor()->full_name());
}

// As a message can carry it: what is not UTF-8 could be sent and not be read.
std::string Readable(const std::string& text) {
  return IsUtf8(text) ? text : Excerpt(text, std::string::npos);
}

template <typename Detail>
void Attach(const Detail& detail, absl::Status& status) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

template <typename Detail>
Detail DetailIn(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload(TypeUrl<Detail>());
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  return detail;
}

}  // namespace

void Violations::Add(std::string field, std::string description) {
  violations_.push_back({std::move(field), std::move(description)});
}

void Violations::Append(const Violations& other) {
  violations_.insert(violations_.end(), other.violations_.begin(),
                     other.violations_.end());
}

absl::Status Violations::ToStatus() const {
  return empty() ? absl::OkStatus() : InvalidFields(violations_);
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  std::string message;
  google::rpc::BadRequest details;
  for (const FieldViolation& violation : violations) {
    if (static_cast<size_t>(details.field_violations_size()) ==
        kViolationsMax) {
      details.add_field_violations()->set_description(absl::StrCat(
          "and ", violations.size() - kViolationsMax, " more faults"));
      break;
    }
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field, " ",
                    violation.description);
    google::rpc::BadRequest::FieldViolation* detail =
        details.add_field_violations();
    detail->set_field(Readable(violation.field));
    detail->set_description(Readable(violation.description));
  }
  absl::Status status = MakeError(absl::StatusCode::kInvalidArgument,
                                  PlumbingReason("FIELD_INVALID"), message);
  Attach(details, status);
  return status;
}

Reason ReasonOf(const google::protobuf::EnumValueDescriptor& value) {
  return {
      .domain = value.file()->package(),
      .name = std::string(absl::StripPrefix(value.name(), "ERROR_REASON_"))};
}

Reason PlumbingReason(absl::string_view name) {
  return {.domain = kPlumbingDomain, .name = std::string(name)};
}

absl::Status MakeError(absl::StatusCode code, const Reason& reason,
                       const std::string& message, const Metadata& metadata) {
  google::rpc::ErrorInfo info;
  info.set_domain(reason.domain);
  info.set_reason(reason.name);
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[key] = Readable(value);
  }
  absl::Status status(code, Readable(message));
  Attach(info, status);
  return status;
}

absl::Status RetryAfter(absl::Duration delay, absl::Status status) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay % absl::Seconds(1))));
  Attach(info, status);
  return status;
}

Reason ReasonIn(const absl::Status& status) {
  const auto info = DetailIn<google::rpc::ErrorInfo>(status);
  return {.domain = info.domain(), .name = info.reason()};
}

std::vector<FieldViolation> ViolationsIn(const absl::Status& status) {
  const auto details = DetailIn<google::rpc::BadRequest>(status);
  std::vector<FieldViolation> violations;
  for (const auto& detail : details.field_violations()) {
    violations.push_back({detail.field(), detail.description()});
  }
  return violations;
}

}  // namespace opvang
