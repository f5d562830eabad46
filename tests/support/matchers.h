// Matchers of statuses and messages; failures print them in full.
#ifndef OPVANG_TESTS_SUPPORT_MATCHERS_H_
#define OPVANG_TESTS_SUPPORT_MATCHERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace opvang {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

// `ErrorInfo.reason`.
MATCHER_P(HasReason, reason, "") {
  *result_listener << StatusOf(arg).ToString();
  return ReasonIn(StatusOf(arg)).name == reason;
}

// A field violation under that path.
MATCHER_P(HasViolation, field, "") {
  *result_listener << StatusOf(arg).ToString();
  for (const FieldViolation& violation : ViolationsIn(StatusOf(arg))) {
    if (violation.field == field) return true;
  }
  return false;
}

// A message equal to the one written in text format.
MATCHER_P(EqualsProto, text, "") {
  std::remove_cv_t<std::remove_reference_t<arg_type>> expected;
  if (!google::protobuf::TextFormat::ParseFromString(text, &expected)) {
    *result_listener << "the expected text does not parse";
    return false;
  }
  std::string differences;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&differences);
  const bool equal = differencer.Compare(expected, arg);
  *result_listener << differences;
  return equal;
}

template <typename Message>
Message Proto(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_MATCHERS_H_
