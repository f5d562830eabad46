// What a command works with.
#ifndef OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_
#define OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/digest.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/cli/run.h"
#include "services/cli/shell/arguments.h"
#include "services/cli/shell/clients.h"
#include "services/cli/shell/table.h"

namespace opvang::cli {

struct Context {
  const Arguments& arguments;
  Services& services;
  Streams streams;

  // The i-th word of the command line; empty without one.
  std::string Operand(size_t i) const;
  // The revision a flag names: 0 without it, −1 when it is no number.
  int64_t Revision(const std::string& flag) const;
  // The day a flag names, or `otherwise`; a fault goes into `status`.
  google::type::Date Date(const std::string& flag, const std::string& otherwise,
                          absl::Status& status) const;
  // The whole number a flag gives, 0 without it; a fault goes into `status`.
  int32_t Number(const std::string& flag, absl::Status& status) const;
  // The instant that a flag gives, of a day its first here; only with the flag.
  google::protobuf::Timestamp Instant(const std::string& flag) const;
  // On stdout, in the format of --output.
  void Print(const TextTable& table) const;
  // The same for one thing: a table shows it as "field: value" lines.
  void PrintOne(
      const std::vector<std::pair<std::string, std::string>>& fields) const;
};

// The status of a command that was used wrongly; `IsMisuse` knows it again.
absl::Status Misuse(const std::string& message);
bool IsMisuse(const absl::Status& status);
// How a status is told: a misuse as it was put, all else in Dutch.
std::string MessageFor(const absl::Status& status);

// Sends what is written with an id made of its content: twice is once. What may
// be done again after it was undone, tells by `since` which time this is.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> SendOnce(
    const Context& context, Stub& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    Request request, const std::string& since = "") {
  request.set_request_id(UuidFor(Serialize(request) + since));
  request.set_validate_only(context.arguments.Has("dry-run"));
  return Ask(stub, method, request, context.services.actor);
}

// The count as text; empty when there is none. So for days and instants.
std::string Shown(bool has, int64_t value);
std::string ShownDay(bool has, const google::type::Date& date);
// As people here write it: "2024-11-01 09:00".
std::string ShownInstant(bool has, const google::protobuf::Timestamp& time);

// The edition that --edition names; unspecified without it.
nl::opvang::reporting::v1::Edition EditionOf(const Context& context);

// The commands, by what they are about.
absl::Status Load(const Context& context);
absl::Status CreateReport(const Context& context);
absl::Status ListReports(const Context& context);
absl::Status ShowReport(const Context& context);
absl::Status PrintReportAs(const Context& context);
absl::Status VerifyReport(const Context& context);
absl::Status ListAudit(const Context& context);
absl::Status ExplainFigure(const Context& context);
absl::Status CompareReports(const Context& context);
absl::Status ListFindings(const Context& context);
absl::Status ExplainFinding(const Context& context);
absl::Status ConfirmFigures(const Context& context);
absl::Status RevokeConfirmation(const Context& context);
absl::Status AdoptReport(const Context& context);
absl::Status SubmitReport(const Context& context);
absl::Status ReopenReport(const Context& context);
absl::Status SetEmbargo(const Context& context);
absl::Status ShowStanding(const Context& context);
absl::Status ListDeliveries(const Context& context);
absl::Status ListDue(const Context& context);
absl::Status MakeQuarterlies(const Context& context);
absl::Status ListObligations(const Context& context);
absl::Status ListCoverage(const Context& context);
absl::Status ListTimelines(const Context& context);
absl::Status ListDurableStock(const Context& context);
absl::Status ListOutlooks(const Context& context);
absl::Status TakeStep(const Context& context);
absl::Status ShowHistory(const Context& context);
absl::Status Reconcile(const Context& context);
absl::Status ListShelter(const Context& context);
absl::Status ListFunding(const Context& context);
absl::Status ListBalances(const Context& context);
absl::Status ListLedgers(const Context& context);
absl::Status ListClosings(const Context& context);
absl::Status ListSupervision(const Context& context);
absl::Status ListPlans(const Context& context);
absl::Status CreatePlacement(const Context& context);
absl::Status CreateMove(const Context& context);
absl::Status ListMoves(const Context& context);
absl::Status ShowCalendar(const Context& context);
absl::Status CreateSplit(const Context& context);
absl::Status ListSplits(const Context& context);
absl::Status CreateDecision(const Context& context);
absl::Status ListDecisions(const Context& context);
absl::Status CreateRedistribution(const Context& context);
absl::Status EndRedistribution(const Context& context);
absl::Status ListRedistributions(const Context& context);
absl::Status CreateTransfer(const Context& context);
absl::Status AdvanceTransfer(const Context& context);
absl::Status ListTransfers(const Context& context);
absl::Status CreateWorkbook(const Context& context);
absl::Status ImportWorkbooks(const Context& context);
absl::Status RetractWorkbooks(const Context& context);
absl::Status ListWorkbookColumns(const Context& context);
absl::Status Status(const Context& context);
absl::Status PrintCompletion(const Context& context);
absl::Status PrintManual(const Context& context);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_CONTEXT_H_
