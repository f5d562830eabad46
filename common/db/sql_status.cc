#include "common/db/sql_status.h"

#include <cppconn/exception.h>

#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/base/steady_clock.h"

namespace opvang {
namespace {

constexpr int kTries = 3;
constexpr absl::Duration kFirstPause = absl::Milliseconds(5);
constexpr char kRetryUrl[] = "opvang/retry";
constexpr char kNumberUrl[] = "opvang/sql-number";

// What a number means to a caller. Whoever operates finds it in the log.
struct Meaning {
  int number;
  absl::StatusCode code;
  const char* sentence;
};
constexpr char kNoAnswer[] = "The database does not answer; try again.";
constexpr char kNoWrites[] = "The database takes no writes now; try again.";
constexpr char kNoRoom[] =
    "The database has no room; the operator has to make some.";
constexpr char kTooMany[] = "The database has no connection free; try again.";
constexpr char kBusy[] = "The database was busy with another write; try again.";
constexpr char kNotLetIn[] = "The database does not let this service in.";
constexpr int kTaken = 1062;        // A key.
constexpr int kNoSavepoint = 1305;  // What it stood in was taken back.
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr Meaning kMeanings[] = {
    {1205, absl::StatusCode::kAborted, kBusy},  // Lock wait timeout.
    {1213, absl::StatusCode::kAborted, kBusy},  // Deadlock.
    {1053, kUnavailable, kNoAnswer},            // It shuts down.
    {1180, kUnavailable, kNoAnswer},            // It failed while it committed.
    {1317, kUnavailable, kNoAnswer},            // Interrupted.
    {1927, kUnavailable, kNoAnswer},            // Killed.
    {2002, kUnavailable, kNoAnswer},
    {2003, kUnavailable, kNoAnswer},
    {2006, kUnavailable, kNoAnswer},
    {2013, kUnavailable, kNoAnswer},
    {2026, kUnavailable, kNoAnswer},
    {2055, kUnavailable, kNoAnswer},
    {1047, kUnavailable, kNoWrites},  // Not yet part of a cluster.
    {1290, kUnavailable, kNoWrites},  // Read-only.
    {1792, kUnavailable, kNoWrites},
    {1836, kUnavailable, kNoWrites},
    {3, kUnavailable, kNoRoom},  // Writing a file failed.
    {1021, kUnavailable, kNoRoom},
    {1026, kUnavailable, kNoRoom},
    {1030, kUnavailable, kNoRoom},  // The storage engine's.
    {1114, kUnavailable, kNoRoom},
    {1040, kUnavailable, kTooMany},
    {1203, kUnavailable, kTooMany},
    {1226, kUnavailable, kTooMany},
    {1044, absl::StatusCode::kInternal, kNotLetIn},
    {1045, absl::StatusCode::kInternal, kNotLetIn},
    {1142, absl::StatusCode::kInternal, kNotLetIn},
    {1698, absl::StatusCode::kInternal, kNotLetIn},
};

// A fault that comes with every call is told once in ten seconds.
void LogFault(int number, const std::string& text) {
  static absl::Mutex mutex;
  static auto* const last = new std::map<int, absl::Time>();
  {
    absl::MutexLock lock(&mutex);
    absl::Time& told =
        last->try_emplace(number, absl::InfinitePast()).first->second;
    const absl::Time now = SteadyNow();
    if (now - told < absl::Seconds(10)) return;
    told = now;
  }
  Log(Severity::kError, "database_fault",
      {{"number", absl::StrCat(number)}, {"fault", Excerpt(text, 300)}});
}

absl::Status ToStatus(const sql::SQLException& exception) {
  const int number = exception.getErrorCode();
  const std::string message =
      absl::StrCat("database error ", number, ": ", exception.what());
  absl::Status status = number == kTaken ? absl::AlreadyExistsError(message)
                                         : absl::InternalError(message);
  for (const Meaning& meaning : kMeanings) {
    if (meaning.number != number) continue;
    status = absl::Status(meaning.code, meaning.sentence);
    if (meaning.code != absl::StatusCode::kAborted) {
      LogFault(number, exception.what());
    }
  }
  status.SetPayload(kNumberUrl, absl::Cord(absl::StrCat(number)));
  if (absl::IsAborted(status)) status.SetPayload(kRetryUrl, absl::Cord("1"));
  return status;
}

}  // namespace

absl::Status CatchSql(absl::FunctionRef<absl::Status()> run) {
  try {
    return run();
  } catch (const sql::SQLException& exception) {
    return ToStatus(exception);
  }
}

bool IsLost(const absl::Status& status) {
  return absl::IsUnavailable(status) && status.message() == kNoAnswer;
}

absl::Status OfWrite(const absl::Status& status) {
  const int number = SqlNumber(status);
  if (number != kTaken && number != kNoSavepoint) return status;
  LogFault(number, std::string(status.message()));
  absl::Status conflict = absl::AbortedError(kBusy);
  conflict.SetPayload(kRetryUrl, absl::Cord("1"));
  return conflict;
}

int SqlNumber(const absl::Status& status) {
  const auto payload = status.GetPayload(kNumberUrl);
  int number = 0;
  if (payload.has_value()) {
    number = absl::SimpleAtoi(std::string(*payload), &number) ? number : 0;
  }
  return number;
}

bool MayRetry(const absl::Status& status) {
  return status.GetPayload(kRetryUrl).has_value();
}

absl::Status WithTries(absl::FunctionRef<absl::Status()> once) {
  absl::Duration pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    absl::Status status = once();
    if (!MayRetry(status)) return status;
    // Inside it is another write that came first; to a caller it passes by
    // itself, as the database's own faults do.
    if (tries == kTries) return absl::UnavailableError(status.message());
    absl::SleepFor(pause);
    pause *= 3;
  }
}

}  // namespace opvang
