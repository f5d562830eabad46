// What a command works with.
#ifndef OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_
#define OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/base/clock.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/clients.h"
#include "services/cli/shell/request_id.h"
#include "services/cli/shell/streams.h"
#include "services/cli/shell/table.h"

namespace opvang::cli {

// Values of flags were held against their kind when the words were parsed.
struct Context {
  const Arguments& arguments;
  Services& services;
  Streams streams;
  const Clock& clock;  // Which day it is.

  // The i-th word of the command line; empty without one.
  std::string Operand(size_t i) const;
  // The revision a flag names: 0 without it, −1 when it is no number.
  int64_t Revision(const std::string& flag) const;
  // The day that a flag gives, else `otherwise`.
  absl::CivilDay Day(const std::string& flag, absl::CivilDay otherwise) const;
  // The day that a flag gives; only with the flag.
  google::type::Date Date(const std::string& flag) const;
  // The whole number that a flag gives, else `otherwise`.
  int32_t Number(const std::string& flag, int32_t otherwise = 0) const;
  // The instant that a flag gives, of a day its first here; only with the flag.
  google::protobuf::Timestamp Instant(const std::string& flag) const;
  // On stdout, in the format of --output. Before a table for people stands
  // `line` on stderr, where there is one: what was taken without being asked.
  void Print(const TextTable& table, const std::string& line = "") const;
  // A file that a command makes, whole or not at all. A misuse when there is
  // one of that name and no --force.
  absl::Status Save(const std::string& bytes, const std::string& path) const;
  // The same for one thing: a table shows it as "field: value" lines.
  void PrintOne(const std::vector<std::pair<std::string, std::string>>& fields,
                const std::string& line = "") const;
};

// The status of what could not be written; `IsUnwritten` knows it again.
absl::Status Unwritten(const std::string& message);
bool IsUnwritten(const absl::Status& status);
// The status of a command that was used wrongly; `IsMisuse` knows it again.
absl::Status Misuse(const std::string& message);
bool IsMisuse(const absl::Status& status);
// How a status is told: a misuse as it was put, all else in Dutch.
std::string MessageFor(const absl::Status& status);

// Sends what is written once (`RequestIdFor`). What may be done again after it
// was undone, tells by `since` which time this is.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> SendOnce(
    const Context& context, Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request, const std::string& since = "") {
  request.set_request_id(RequestIdFor(request, since));
  request.set_validate_only(context.arguments.Has("dry-run"));
  return Ask(stub, method, request, context.services.actor);
}

// The count as text; empty when there is none. So for days and instants.
std::string Shown(bool has, int64_t value);
std::string ShownDay(bool has, const google::type::Date& date);
// With its offset here: "2024-11-01T09:00:00+01:00".
std::string ShownInstant(bool has, const google::protobuf::Timestamp& time);

// The Dutch name of a municipality, region or province, of today or as it was;
// empty of anything else.
std::string NameOf(const std::string& area);

// The edition that --edition names; unspecified without it.
nl::opvang::reporting::v1::Edition EditionOf(const Context& context);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_
