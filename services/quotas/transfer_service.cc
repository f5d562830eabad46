// Transfers of places (uitruil): what lends places and leaves obligations.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/db/named.h"
#include "common/service/update_mask.h"
#include "services/quotas/agreement_store.h"
#include "services/quotas/agreement_validation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_store.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/transfer.h"

namespace opvang::quotas {
namespace {

using Kind = pb::Transfer::Step::Kind;

std::string WordOf(Kind kind) {
  return absl::AsciiStrToLower(pb::Transfer::Step::Kind_Name(kind).substr(5));
}

// With all its steps, whatever their day.
absl::StatusOr<std::optional<pb::Transfer>> FindTransfer(
    Transaction& tx, const std::string& name) {
  return FindNamed(ListTransfers(tx), name);
}

absl::Status CheckStep(const pb::Transfer& transfer,
                       const pb::AdvanceTransferRequest& request) {
  const std::vector<Kind> possible = PossibleSteps(transfer);
  if (std::find(possible.begin(), possible.end(), request.kind()) ==
      possible.end()) {
    std::vector<std::string> words;
    for (const Kind kind : possible) words.push_back(WordOf(kind));
    return TransferStepImpossible(transfer.name(), WordOf(request.kind()),
                                  words);
  }
  const absl::CivilDay earliest = EarliestStepDay(transfer, request.kind());
  const absl::CivilDay day = DayOf(request.step_date());
  if (day >= earliest) return absl::OkStatus();
  return InvalidFields({{"step_date", absl::StrCat("is ", FormatDay(day),
                                                   "; it must not lie before ",
                                                   FormatDay(earliest))}});
}

}  // namespace

grpc::Status QuotaService::CreateTransfer(
    grpc::ServerContext* context, const pb::CreateTransferRequest* request,
    pb::Transfer* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateTransferRequest& given) { return Check(given); },
      [&](Transaction& tx) -> absl::StatusOr<pb::Transfer> {
        const pb::Transfer& transfer = request->transfer();
        ASSIGN_OR_RETURN(const auto taken, FindTransfer(tx, transfer.name()));
        if (taken.has_value()) return NameTaken(taken->name());
        if (transfer.duty() == pb::DUTY_ASYLUM) {
          ASSIGN_OR_RETURN(const auto cycle, FindCycle(tx, transfer.period()));
          if (!cycle.has_value()) return CycleNotFound(transfer.period());
        }
        RETURN_IF_ERROR(AppendTransfer(tx, transfer));
        ASSIGN_OR_RETURN(auto kept, FindTransfer(tx, transfer.name()));
        return SeenOn(DayOf(transfer.propose_date()), *std::move(kept));
      });
}

grpc::Status QuotaService::AdvanceTransfer(
    grpc::ServerContext* context, const pb::AdvanceTransferRequest* request,
    pb::Transfer* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::AdvanceTransferRequest& given) { return Check(given); },
      [&](Transaction& tx) -> absl::StatusOr<pb::Transfer> {
        ASSIGN_OR_RETURN(const auto found, FindTransfer(tx, request->name()));
        if (!found.has_value()) return TransferNotFound(request->name());
        RETURN_IF_ERROR(CheckParty(request->parent(), *found));
        RETURN_IF_ERROR(CheckEtag(request->etag(), found->etag()));
        RETURN_IF_ERROR(CheckStep(*found, *request));
        pb::Transfer::Step step;
        step.set_kind(request->kind());
        *step.mutable_step_date() = request->step_date();
        step.set_source(request->source());
        RETURN_IF_ERROR(AppendTransferStep(tx, request->name(), step));
        ASSIGN_OR_RETURN(auto kept, FindTransfer(tx, request->name()));
        return SeenOn(DayOf(request->step_date()), *std::move(kept));
      });
}

grpc::Status QuotaService::GetTransfer(grpc::ServerContext* context,
                                       const pb::GetTransferRequest* request,
                                       pb::Transfer* response) {
  absl::CivilDay day;
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        day = CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::Transfer> {
        ASSIGN_OR_RETURN(auto found, FindTransfer(tx, request->name()));
        if (!found.has_value()) return TransferNotFound(request->name());
        return SeenOn(day, *std::move(found));
      });
}

grpc::Status QuotaService::ListTransfers(
    grpc::ServerContext* context, const pb::ListTransfersRequest* request,
    pb::ListTransfersResponse* response) {
  absl::CivilDay day;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        day = CheckDay(request->as_of_date(), "as_of_date", violations);
        if (request->duty() != pb::DUTY_UNSPECIFIED) {
          CheckDuty(request->duty(), "duty", violations);
        }
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListTransfersResponse> {
        ASSIGN_OR_RETURN(auto transfers, opvang::quotas::ListTransfers(tx));
        const std::string& parent = request->parent();
        std::erase_if(transfers, [&](const pb::Transfer& one) {
          const bool here = LiesWithin(one.giver(), parent) ||
                            LiesWithin(one.receiver(), parent);
          const bool asked =
              (request->duty() == pb::DUTY_UNSPECIFIED ||
               one.duty() == request->duty()) &&
              (request->period().empty() || one.period() == request->period());
          return !here || !asked || DayOf(one.propose_date()) > day;
        });
        pb::ListTransfersResponse list;
        list.set_next_page_token(
            TakePage(*request, page, tx.revision(), std::move(transfers),
                     [&](pb::Transfer one) {
                       *list.add_transfers() = SeenOn(day, std::move(one));
                     }));
        list.set_revision(tx.revision());
        return list;
      });
}

}  // namespace opvang::quotas
