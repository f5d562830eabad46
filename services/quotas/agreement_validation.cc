#include "services/quotas/agreement_validation.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/quotas/quota_validation.h"

namespace opvang::quotas {
namespace {

constexpr int kMunicipalitiesMax = 342;

// `countries/nl`, a province or region: whoever records an agreement.
void CheckAuthority(const std::string& parent, Violations& violations) {
  if (DutchName(parent).has_value() &&
      !absl::StartsWith(parent, "municipalities/")) {
    return;
  }
  violations.Add("parent", absl::StrCat("is \"", Excerpt(parent, 80),
                                        "\"; it must be countries/nl, a "
                                        "province or a region"));
}

void CheckAllWithin(const pb::Redistribution& redistribution,
                    const std::string& parent, const std::string& at,
                    Violations& violations) {
  for (int i = 0; i < redistribution.changes_size(); ++i) {
    CheckWithin(redistribution.changes(i).municipality(), parent,
                absl::StrCat(at, "changes[", i, "].municipality"), violations);
  }
}

void CheckOneWithin(const pb::Transfer& transfer, const std::string& parent,
                    Violations& violations) {
  if (LiesWithin(transfer.giver(), parent) ||
      LiesWithin(transfer.receiver(), parent)) {
    return;
  }
  violations.Add("parent", absl::StrCat("is \"", Excerpt(parent, 80),
                                        "\"; the giver or the receiver must "
                                        "lie within it"));
}

void CheckScores(const pb::Split& split, Violations& violations) {
  if (split.duty() == pb::DUTY_ASYLUM) {
    CheckCount(split.score_year(), 1990, 2199, "split.score_year", violations);
    CheckCount(split.substitute_score_thousandths(), -999, 999,
               "split.substitute_score_thousandths", violations);
    return;
  }
  if (split.score_year() != 0) {
    violations.Add("split.score_year",
                   "is stated; only the asylum split weighs scores");
  }
  if (split.has_substitute_score_thousandths()) {
    violations.Add("split.substitute_score_thousandths",
                   "is stated; only the asylum split weighs scores");
  }
}

void CheckShare(const pb::Decision::Share& share, const std::string& parent,
                const std::string& at, Violations& violations) {
  if (CheckMunicipality(share.municipality(), at + ".municipality",
                        violations) != nullptr) {
    CheckWithin(share.municipality(), parent, at + ".municipality", violations);
  }
  CheckCount(share.quota_count(), 0, kQuotaMax, at + ".quota_count",
             violations);
  if (share.has_amv_count()) {
    // Minors are inside the total, Besluit 2.2(1).
    CheckCount(share.amv_count(), 0, share.quota_count(), at + ".amv_count",
               violations);
  }
}

void CheckChange(const pb::Redistribution::Change& change, pb::Duty duty,
                 const std::string& at, Violations& violations) {
  CheckMunicipality(change.municipality(), at + ".municipality", violations);
  CheckCount(change.change_count(), -kQuotaMax, kQuotaMax, at + ".change_count",
             violations);
  CheckCount(change.amv_change_count(), -kQuotaMax, kQuotaMax,
             at + ".amv_change_count", violations);
  if (change.amv_change_count() != 0 && duty != pb::DUTY_ASYLUM) {
    violations.Add(at + ".amv_change_count",
                   "is stated; only an asylum quota has a part for minors");
  }
  if (change.change_count() == 0 && change.amv_change_count() == 0) {
    violations.Add(at + ".change_count", "is 0; leave out what stays as it is");
  }
}

void CheckZeroSum(const pb::Redistribution& redistribution,
                  Violations& violations) {
  int64_t sum = 0, amv_sum = 0;
  for (const auto& change : redistribution.changes()) {
    sum += change.change_count();
    amv_sum += change.amv_change_count();
  }
  if (sum != 0) {
    violations.Add("redistribution.changes",
                   absl::StrCat("change the sum by ", sum,
                                "; change_count must sum to 0"));
  }
  if (amv_sum != 0) {
    violations.Add("redistribution.changes",
                   absl::StrCat("change the sum of minors by ", amv_sum,
                                "; amv_change_count must sum to 0"));
  }
}

// Asylum: inside the province the split is free, its sum is not (Wet 4(1)).
void CheckOneProvince(const pb::Redistribution& redistribution,
                      Violations& violations) {
  if (redistribution.duty() != pb::DUTY_ASYLUM) return;
  const Municipality* first = nullptr;
  for (int i = 0; i < redistribution.changes_size(); ++i) {
    const Municipality* found =
        FindMunicipalityByName(redistribution.changes(i).municipality());
    if (found == nullptr) continue;  // A fault of its own.
    if (first == nullptr) first = found;
    if (found->province == first->province) continue;
    violations.Add(
        absl::StrCat("redistribution.changes[", i, "].municipality"),
        absl::StrCat("is ", found->Name(), " in ", found->ProvinceName(),
                     "; asylum quotas are redistributed within one province, "
                     "here ",
                     first->ProvinceName(),
                     "; places are lent across by a transfer"));
  }
}

void CheckSides(const pb::Transfer& transfer, Violations& violations) {
  CheckMunicipality(transfer.giver(), "transfer.giver", violations);
  if (CheckMunicipality(transfer.receiver(), "transfer.receiver", violations) !=
          nullptr &&
      transfer.receiver() == transfer.giver()) {
    violations.Add("transfer.receiver",
                   "is the giver itself; it must be another municipality");
  }
}

}  // namespace

absl::Status Check(const pb::CreateSplitRequest& request) {
  Violations violations;
  const pb::Split& split = request.split();
  CheckChosenName(split.name(), "splits", "split.name", violations);
  if (split.duty() != pb::DUTY_ASYLUM &&
      split.duty() != pb::DUTY_STATUS_HOLDERS) {
    violations.Add("split.duty",
                   "must be asylum or status_holders; for no other duty there "
                   "is a formula");
  } else {
    CheckPeriod(split.duty(), split.period(), "split.period", violations);
    CheckScores(split, violations);
  }
  CheckOptionalDay(split.publish_date(), "split.publish_date", violations);
  if (split.duty() == pb::DUTY_ASYLUM) {
    CheckDay(split.population_date(), "split.population_date", violations);
  } else {
    CheckOptionalDay(split.population_date(), "split.population_date",
                     violations);
  }
  CheckSource(split.source(), "split.source", violations);
  return violations.ToStatus();
}

absl::Status Check(const pb::CreateDecisionRequest& request) {
  Violations violations;
  const pb::Decision& decision = request.decision();
  const bool province = absl::StartsWith(request.parent(), "provinces/") &&
                        DutchName(request.parent()).has_value();
  if (!province) {
    violations.Add("parent",
                   absl::StrCat("is \"", Excerpt(request.parent(), 80),
                                "\"; it must be a province"));
  } else {
    CheckChosenName(decision.name(), request.parent() + "/decisions",
                    "decision.name", violations);
    if (!decision.amended_decision().empty()) {
      CheckChosenName(decision.amended_decision(),
                      request.parent() + "/decisions",
                      "decision.amended_decision", violations);
    }
  }
  CheckCycleName(decision.cycle(), "decision.cycle", violations);
  CheckDay(decision.publish_date(), "decision.publish_date", violations);
  if (decision.shares().empty()) {
    violations.Add("decision.shares",
                   "is empty; it must name at least one municipality");
  }
  CheckRows(
      decision.shares(), "decision.shares", kMunicipalitiesMax, violations,
      [&](const pb::Decision::Share& share, const std::string& at) {
        CheckShare(share, request.parent(), at, violations);
      },
      [](const pb::Decision::Share& share) { return share.municipality(); });
  if (decision.has_stated_count()) {
    CheckCount(decision.stated_count(), 0, kQuotaMax, "decision.stated_count",
               violations);
  }
  CheckSource(decision.source(), "decision.source", violations);
  return violations.ToStatus();
}

absl::Status Check(const pb::CreateRedistributionRequest& request) {
  Violations violations;
  const pb::Redistribution& redistribution = request.redistribution();
  CheckAuthority(request.parent(), violations);
  CheckChosenName(redistribution.name(), "redistributions",
                  "redistribution.name", violations);
  CheckDuty(redistribution.duty(), "redistribution.duty", violations);
  CheckPeriod(redistribution.duty(), redistribution.period(),
              "redistribution.period", violations);
  CheckDay(redistribution.start_date(), "redistribution.start_date",
           violations);
  if (redistribution.changes_size() < 2) {
    violations.Add("redistribution.changes",
                   absl::StrCat("holds ", redistribution.changes_size(),
                                "; a redistribution is between at least 2"));
  }
  CheckRows(
      redistribution.changes(), "redistribution.changes", kMunicipalitiesMax,
      violations,
      [&](const pb::Redistribution::Change& change, const std::string& at) {
        CheckChange(change, redistribution.duty(), at, violations);
      },
      [](const pb::Redistribution::Change& change) {
        return change.municipality();
      });
  CheckZeroSum(redistribution, violations);
  CheckOneProvince(redistribution, violations);
  CheckAllWithin(redistribution, request.parent(), "redistribution.",
                 violations);
  CheckSource(redistribution.source(), "redistribution.source", violations);
  return violations.ToStatus();
}

absl::Status Check(const pb::EndRedistributionRequest& request) {
  Violations violations;
  CheckAuthority(request.parent(), violations);
  CheckChosenName(request.name(), "redistributions", "name", violations);
  CheckDay(request.end_date(), "end_date", violations);
  CheckSource(request.source(), "source", violations);
  return violations.ToStatus();
}

absl::Status Check(const pb::CreateTransferRequest& request) {
  Violations violations;
  const pb::Transfer& transfer = request.transfer();
  CheckAuthority(request.parent(), violations);
  CheckChosenName(transfer.name(), "transfers", "transfer.name", violations);
  if (transfer.duty() != pb::DUTY_ASYLUM) {
    violations.Add("transfer.duty",
                   "must be asylum; the targets of the other duties are "
                   "redistributed, and no source lends places for displaced "
                   "Ukrainians");
  } else {
    CheckPeriod(transfer.duty(), transfer.period(), "transfer.period",
                violations);
  }
  const size_t before = violations.all().size();
  CheckSides(transfer, violations);
  if (violations.all().size() == before) {
    CheckOneWithin(transfer, request.parent(), violations);
  }
  CheckCount(transfer.place_count(), 1, kQuotaMax, "transfer.place_count",
             violations);
  if (transfer.amv_count() != 0) {
    CheckCount(transfer.amv_count(), 0, transfer.place_count(),
               "transfer.amv_count", violations);
  }
  const auto start =
      CheckDay(transfer.start_date(), "transfer.start_date", violations);
  const auto end =
      CheckOptionalDay(transfer.end_date(), "transfer.end_date", violations);
  if (end.has_value() && *end <= start) {
    violations.Add(
        "transfer.end_date",
        absl::StrCat("is ", FormatDay(*end),
                     "; it must be later than start_date, ", FormatDay(start)));
  }
  CheckDay(transfer.propose_date(), "transfer.propose_date", violations);
  CheckText(transfer.condition(), {.length_max = 500}, "transfer.condition",
            violations);
  CheckSource(transfer.source(), "transfer.source", violations);
  return violations.ToStatus();
}

absl::Status Check(const pb::AdvanceTransferRequest& request) {
  Violations violations;
  if (request.kind() == pb::Transfer::Step::KIND_AGREED) {
    CheckMunicipality(request.parent(), "parent", violations);
  } else {
    CheckAuthority(request.parent(), violations);
  }
  CheckChosenName(request.name(), "transfers", "name", violations);
  if (request.kind() == pb::Transfer::Step::KIND_UNSPECIFIED ||
      !pb::Transfer::Step::Kind_IsValid(request.kind())) {
    violations.Add("kind",
                   "is missing or unknown; it must be agreed, condition_met, "
                   "condition_failed or ended");
  }
  CheckDay(request.step_date(), "step_date", violations);
  CheckSource(request.source(), "source", violations);
  return violations.ToStatus();
}

absl::Status CheckParty(const std::string& parent,
                        const pb::Transfer& transfer) {
  Violations violations;
  CheckOneWithin(transfer, parent, violations);
  return violations.ToStatus();
}

absl::Status CheckParty(const std::string& parent,
                        const pb::Redistribution& redistribution) {
  Violations violations;
  for (const auto& change : redistribution.changes()) {
    if (LiesWithin(change.municipality(), parent)) continue;
    violations.Add("parent", absl::StrCat("is \"", Excerpt(parent, 80), "\"; ",
                                          change.municipality(),
                                          " must lie within it too"));
  }
  return violations.ToStatus();
}

}  // namespace opvang::quotas
