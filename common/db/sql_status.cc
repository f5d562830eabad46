#include "common/db/sql_status.h"

#include <cppconn/exception.h>

#include "absl/strings/str_cat.h"

namespace opvang {
namespace {

constexpr char kRetryUrl[] = "opvang/retry";

absl::Status ToStatus(const sql::SQLException& exception) {
  const std::string message = absl::StrCat(
      "database error ", exception.getErrorCode(), ": ", exception.what());
  switch (exception.getErrorCode()) {
    case 1062:
      return absl::AlreadyExistsError(message);
    case 1205:
    case 1213: {
      absl::Status status = absl::AbortedError(
          "The database was busy with another write; try again.");
      status.SetPayload(kRetryUrl, absl::Cord("1"));
      return status;
    }
    case 1053:
    case 1927:
    case 2002:
    case 2003:
    case 2006:
    case 2013:
      return absl::UnavailableError("The database does not answer; try again.");
    case 1047:
    case 1290:
    case 1836:
      return absl::UnavailableError(
          "The database takes no writes now; try again.");
    default:
      return absl::InternalError(message);
  }
}

}  // namespace

absl::Status CatchSql(absl::FunctionRef<absl::Status()> run) {
  try {
    return run();
  } catch (const sql::SQLException& exception) {
    return ToStatus(exception);
  }
}

bool MayRetry(const absl::Status& status) {
  return status.GetPayload(kRetryUrl).has_value();
}

}  // namespace opvang
