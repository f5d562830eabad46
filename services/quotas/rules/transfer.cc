#include "services/quotas/rules/transfer.h"

#include <algorithm>
#include <optional>

#include "common/base/calendar.h"

namespace opvang::quotas {
namespace {

using TransferStep = pb::Transfer::Step;

std::optional<absl::CivilDay> DayOfStep(const pb::Transfer& transfer,
                                        TransferStep::Kind kind) {
  for (const TransferStep& step : transfer.steps()) {
    if (step.kind() == kind) return DayOf(step.step_date());
  }
  return std::nullopt;
}

// Since when a side agrees. A step that names nobody is of both.
std::optional<absl::CivilDay> AgreedBy(const std::string& side,
                                       const pb::Transfer& transfer) {
  std::optional<absl::CivilDay> first;
  for (const TransferStep& step : transfer.steps()) {
    if (step.kind() == TransferStep::KIND_AGREED &&
        (step.municipality().empty() || step.municipality() == side)) {
      const absl::CivilDay day = DayOf(step.step_date());
      first = std::min(first.value_or(day), day);
    }
  }
  return first;
}
std::optional<absl::CivilDay> AgreedFrom(const pb::Transfer& transfer) {
  const auto giver = AgreedBy(transfer.giver(), transfer);
  const auto receiver = AgreedBy(transfer.receiver(), transfer);
  if (!giver.has_value() || !receiver.has_value()) return std::nullopt;
  return std::max(*giver, *receiver);
}

// The first day on which it holds for good, while nothing takes it back.
std::optional<absl::CivilDay> FirmFrom(const pb::Transfer& transfer) {
  const auto agreed = AgreedFrom(transfer);
  if (!agreed.has_value() || transfer.condition().empty()) return agreed;
  const auto met = DayOfStep(transfer, TransferStep::KIND_CONDITION_MET);
  return met.has_value() ? std::max(*agreed, *met) : met;
}

// The first day on which its places are back: the end of its term, or the step
// that takes it back.
std::optional<absl::CivilDay> BackFrom(const pb::Transfer& transfer) {
  std::optional<absl::CivilDay> back;
  if (transfer.has_end_date()) back = DayOf(transfer.end_date());
  for (const TransferStep::Kind kind :
       {TransferStep::KIND_CONDITION_FAILED, TransferStep::KIND_ENDED}) {
    const auto day = DayOfStep(transfer, kind);
    if (day.has_value()) back = back.has_value() ? std::min(*back, *day) : *day;
  }
  return back;
}

pb::Transfer::State StateOn(absl::CivilDay day, const pb::Transfer& transfer) {
  if (DayOfStep(transfer, TransferStep::KIND_CONDITION_FAILED).has_value()) {
    return pb::Transfer::STATE_CONDITION_FAILED;
  }
  const auto back = BackFrom(transfer);
  if (back.has_value() && day >= *back) return pb::Transfer::STATE_ENDED;
  if (!AgreedFrom(transfer).has_value()) return pb::Transfer::STATE_PROPOSED;
  if (!FirmFrom(transfer).has_value()) {
    return pb::Transfer::STATE_CONDITION_PENDING;
  }
  if (day >= DayOf(transfer.start_date())) return pb::Transfer::STATE_ACTIVE;
  return transfer.condition().empty() ? pb::Transfer::STATE_AGREED
                                      : pb::Transfer::STATE_CONDITION_MET;
}

}  // namespace

std::vector<TransferStep::Kind> PossibleSteps(const pb::Transfer& transfer) {
  const TransferStep::Kind last = transfer.steps().empty()
                                      ? TransferStep::KIND_UNSPECIFIED
                                      : transfer.steps().rbegin()->kind();
  switch (last) {
    case TransferStep::KIND_UNSPECIFIED:
    case TransferStep::KIND_AGREED:
      if (!MissingSides(transfer).empty()) {
        return {TransferStep::KIND_AGREED, TransferStep::KIND_ENDED};
      }
      if (transfer.condition().empty()) return {TransferStep::KIND_ENDED};
      return {TransferStep::KIND_CONDITION_MET,
              TransferStep::KIND_CONDITION_FAILED, TransferStep::KIND_ENDED};
    case TransferStep::KIND_CONDITION_MET:
      return {TransferStep::KIND_CONDITION_FAILED, TransferStep::KIND_ENDED};
    default:
      return {};
  }
}

std::vector<std::string> MissingSides(const pb::Transfer& transfer) {
  std::vector<std::string> missing;
  for (const std::string& side : {transfer.giver(), transfer.receiver()}) {
    if (!AgreedBy(side, transfer).has_value()) missing.push_back(side);
  }
  return missing;
}

absl::CivilDay EarliestStepDay(const pb::Transfer& transfer,
                               TransferStep::Kind kind) {
  const absl::CivilDay proposed = DayOf(transfer.propose_date());
  return kind == TransferStep::KIND_CONDITION_MET
             ? AgreedFrom(transfer).value_or(proposed)
             : proposed;
}

pb::Transfer SeenOn(absl::CivilDay day, pb::Transfer transfer) {
  auto& steps = *transfer.mutable_steps();
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [day](const TransferStep& step) {
                               return DayOf(step.step_date()) > day;
                             }),
              steps.end());
  transfer.set_state(StateOn(day, transfer));
  const auto firm = FirmFrom(transfer);
  const auto back = BackFrom(transfer);
  if (!firm.has_value()) return transfer;
  const absl::CivilDay start = std::max(*firm, DayOf(transfer.start_date()));
  if (back.has_value() && *back <= start) return transfer;
  *transfer.mutable_lent_start_date() = ToProto(start);
  if (back.has_value()) *transfer.mutable_lent_end_date() = ToProto(*back);
  return transfer;
}

bool IsLentOn(absl::CivilDay day, const pb::Transfer& seen) {
  if (!seen.has_lent_start_date()) return false;
  Period lent{.start = DayOf(seen.lent_start_date()), .end = std::nullopt};
  if (seen.has_lent_end_date()) lent.end = DayOf(seen.lent_end_date());
  return lent.Contains(day);
}

}  // namespace opvang::quotas
