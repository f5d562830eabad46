#include "services/quotas/quota_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

namespace {

absl::Status NotFound(pb::ErrorReason reason, const std::string& what,
                      const std::string& name) {
  const std::string shown = Excerpt(name, 140);
  return MakeError(absl::StatusCode::kNotFound, ReasonOf(reason),
                   absl::StrCat("There is no ", what, " ", shown, "."),
                   {{what, shown}});
}

absl::Status Precondition(pb::ErrorReason reason, const std::string& message,
                          const Metadata& metadata) {
  return MakeError(absl::StatusCode::kFailedPrecondition, ReasonOf(reason),
                   message, metadata);
}

}  // namespace

absl::Status CycleNotFound(const std::string& cycle) {
  return NotFound(pb::ERROR_REASON_CYCLE_NOT_FOUND, "cycle", cycle);
}
absl::Status SplitNotFound(const std::string& name) {
  return NotFound(pb::ERROR_REASON_SPLIT_NOT_FOUND, "split", name);
}
absl::Status DecisionNotFound(const std::string& name) {
  return NotFound(pb::ERROR_REASON_DECISION_NOT_FOUND, "decision", name);
}
absl::Status RedistributionNotFound(const std::string& name) {
  return NotFound(pb::ERROR_REASON_REDISTRIBUTION_NOT_FOUND, "redistribution",
                  name);
}
absl::Status TransferNotFound(const std::string& name) {
  return NotFound(pb::ERROR_REASON_TRANSFER_NOT_FOUND, "transfer", name);
}

absl::Status NameTaken(const std::string& name) {
  return MakeError(
      absl::StatusCode::kAlreadyExists, ReasonOf(pb::ERROR_REASON_NAME_TAKEN),
      absl::StrCat(name, " is there already; choose another name."),
      {{"name", name}});
}

absl::Status SplitInputMissing(const std::string& what,
                               const std::vector<std::string>& missing) {
  return Precondition(
      pb::ERROR_REASON_SPLIT_INPUT_MISSING,
      missing.empty()
          ? absl::StrCat("The split cannot be computed: ", what, ".")
          : absl::StrCat(
                "The split cannot be computed: ", what, " for ", missing.size(),
                " municipalities: ", absl::StrJoin(missing, ", "), "."),
      {{"missing_count", absl::StrCat(missing.size())},
       {"missing", absl::StrJoin(missing, ",")}});
}

absl::Status ObligationImpossible(const std::vector<std::string>& why) {
  return Precondition(pb::ERROR_REASON_OBLIGATION_IMPOSSIBLE,
                      absl::StrCat("The obligations cannot stand: ",
                                   absl::StrJoin(why, "; "), "."),
                      {{"impossible_count", absl::StrCat(why.size())}});
}

absl::Status AlreadyDecided(const std::string& redistribution,
                            const std::vector<std::string>& municipalities) {
  return Precondition(
      pb::ERROR_REASON_ALREADY_DECIDED,
      absl::StrCat(redistribution, " comes after the allocation decision on ",
                   absl::StrJoin(municipalities, ", "),
                   "; amend the decision instead (Wet 5(3))."),
      {{"municipalities", absl::StrJoin(municipalities, ",")}});
}

absl::Status DecisionOrderWrong(const std::string& why,
                                const std::string& latest) {
  return Precondition(pb::ERROR_REASON_DECISION_ORDER_WRONG,
                      absl::StrCat(why, "."), {{"latest_decision", latest}});
}

absl::Status RedistributionEnded(const std::string& name,
                                 const std::string& end_date) {
  return Precondition(
      pb::ERROR_REASON_REDISTRIBUTION_ENDED,
      absl::StrCat(name, " was ended from ", end_date, " before."),
      {{"redistribution", name}, {"end_date", end_date}});
}

absl::Status TransferStepImpossible(const std::string& name,
                                    const std::string& step,
                                    const std::vector<std::string>& possible) {
  const std::string steps = absl::StrJoin(possible, ",");
  return Precondition(
      pb::ERROR_REASON_TRANSFER_STEP_IMPOSSIBLE,
      absl::StrCat(
          name, " cannot become ", step, "; ",
          possible.empty()
              ? "it is over"
              : absl::StrCat("possible is ", absl::StrJoin(possible, ", ")),
          "."),
      {{"transfer", name}, {"step", step}, {"possible_steps", steps}});
}

absl::Status CycleStepImpossible(const std::string& cycle,
                                 const std::string& step,
                                 const std::string& step_date) {
  return Precondition(
      pb::ERROR_REASON_CYCLE_STEP_IMPOSSIBLE,
      absl::StrCat(cycle, " cannot become ", step, " on ", step_date,
                   ": the step before does not lead to it. Steps go one by "
                   "one from estimate_published to closed."),
      {{"cycle", cycle}, {"state", step}, {"step_date", step_date}});
}

absl::Status SuccessionImpossible(const std::string& why) {
  return Precondition(pb::ERROR_REASON_SUCCESSION_IMPOSSIBLE,
                      absl::StrCat("The successions cannot stand: ", why, "."),
                      {});
}

}  // namespace opvang::quotas
