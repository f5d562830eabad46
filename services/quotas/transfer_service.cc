// Transfers of places (uitruil): what lends places and leaves obligations.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/service/update_mask.h"
#include "services/quotas/agreement_validation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/transfer.h"

namespace opvang::quotas {
namespace {

using Kind = pb::Transfer::Step::Kind;

std::string WordOf(Kind kind) {
  return absl::AsciiStrToLower(pb::Transfer::Step::Kind_Name(kind).substr(5));
}
std::string AgreedBy(const std::string& side) {
  return absl::StrCat(WordOf(pb::Transfer::Step::KIND_AGREED), " by ", side);
}

absl::Status CheckStep(const pb::Transfer& transfer,
                       const pb::AdvanceTransferRequest& request) {
  std::vector<std::string> possible;
  for (const Kind kind : PossibleSteps(transfer)) {
    if (kind != pb::Transfer::Step::KIND_AGREED) {
      possible.push_back(WordOf(kind));
      continue;
    }
    for (const std::string& side : MissingSides(transfer)) {
      possible.push_back(AgreedBy(side));
    }
  }
  const std::string step = request.kind() == pb::Transfer::Step::KIND_AGREED
                               ? AgreedBy(request.parent())
                               : WordOf(request.kind());
  if (std::find(possible.begin(), possible.end(), step) == possible.end()) {
    return TransferStepImpossible(transfer.name(), step, possible);
  }
  const absl::CivilDay earliest = EarliestStepDay(transfer, request.kind());
  const absl::CivilDay day = DayOf(request.step_date());
  if (day >= earliest) return absl::OkStatus();
  return InvalidFields({{"step_date", absl::StrCat("is ", FormatDay(day),
                                                   "; it must not lie before ",
                                                   FormatDay(earliest))}});
}

}  // namespace

grpc::ServerUnaryReactor* QuotaService::CreateTransfer(
    Context* context, const pb::CreateTransferRequest* request,
    pb::Transfer* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateTransferRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Transfer> {
        const pb::Transfer& transfer = request->transfer();
        if (FindTransfer(draft.known(), transfer.name()).has_value()) {
          return NameTaken(transfer.name());
        }
        if (transfer.duty() == pb::DUTY_ASYLUM &&
            !FindCycle(draft.known(), transfer.period()).has_value()) {
          return CycleNotFound(transfer.period());
        }
        draft.Add(transfer);
        return SeenOn(DayOf(transfer.propose_date()),
                      *FindTransfer(draft.known(), transfer.name()));
      });
}

grpc::ServerUnaryReactor* QuotaService::AdvanceTransfer(
    Context* context, const pb::AdvanceTransferRequest* request,
    pb::Transfer* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::AdvanceTransferRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Transfer> {
        const auto found = FindTransfer(draft.known(), request->name());
        if (!found.has_value()) return TransferNotFound(request->name());
        RETURN_IF_ERROR(CheckParty(request->parent(), *found));
        RETURN_IF_ERROR(CheckEtag(request->etag(), found->etag()));
        RETURN_IF_ERROR(CheckStep(*found, *request));
        TransferStep step{.transfer = request->name(), .step = {}};
        step.step.set_kind(request->kind());
        *step.step.mutable_step_date() = request->step_date();
        step.step.set_source(request->source());
        if (request->kind() == pb::Transfer::Step::KIND_AGREED) {
          step.step.set_municipality(request->parent());
        }
        draft.Add(std::move(step));
        return SeenOn(DayOf(request->step_date()),
                      *FindTransfer(draft.known(), request->name()));
      });
}

grpc::ServerUnaryReactor* QuotaService::GetTransfer(
    Context* context, const pb::GetTransferRequest* request,
    pb::Transfer* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        return CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::Transfer> {
        auto found = FindTransfer(asked.known, request->name());
        if (!found.has_value()) return TransferNotFound(request->name());
        return SeenOn(asked.query, *std::move(found));
      });
}

grpc::ServerUnaryReactor* QuotaService::ListTransfers(
    Context* context, const pb::ListTransfersRequest* request,
    pb::ListTransfersResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        if (request->duty() != pb::DUTY_UNSPECIFIED) {
          CheckDuty(request->duty(), "duty", violations);
        }
        return CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListTransfersResponse> {
        const absl::CivilDay day = asked.query;
        auto transfers = opvang::quotas::ListTransfers(asked.known);
        const std::string& parent = request->parent();
        std::erase_if(transfers, [&](const pb::Transfer& one) {
          const bool here = LiesWithin(one.giver(), parent) ||
                            LiesWithin(one.receiver(), parent);
          const bool wanted =
              (request->duty() == pb::DUTY_UNSPECIFIED ||
               one.duty() == request->duty()) &&
              (request->period().empty() || one.period() == request->period());
          return !here || !wanted || DayOf(one.propose_date()) > day;
        });
        pb::ListTransfersResponse list;
        list.set_next_page_token(
            TakePage(*request, asked.page, asked.known.revision,
                     std::move(transfers), [&](pb::Transfer one) {
                       *list.add_transfers() = SeenOn(day, std::move(one));
                     }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::quotas
