// Allocation decisions and redistributions: what changes obligations.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/service/update_mask.h"
#include "services/quotas/agreement_validation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_validation.h"

namespace opvang::quotas {
namespace {

// A first decision is the first; an amendment amends the latest, and follows
// it.
absl::Status CheckOrder(const std::vector<pb::Decision>& all,
                        const std::string& province,
                        const pb::Decision& decision) {
  const pb::Decision* latest = nullptr;
  for (const pb::Decision& one : all) {
    if (one.cycle() != decision.cycle() || !LiesWithin(one.name(), province)) {
      continue;
    }
    if (latest == nullptr || one.revision() > latest->revision()) latest = &one;
  }
  if (latest == nullptr) {
    if (decision.amended_decision().empty()) return absl::OkStatus();
    return DecisionOrderWrong(
        absl::StrCat("There is no decision ", decision.amended_decision(),
                     " on ", decision.cycle(), " to amend"),
        "");
  }
  if (decision.amended_decision() != latest->name()) {
    return DecisionOrderWrong(
        absl::StrCat(latest->name(), " is the latest decision on ",
                     decision.cycle(),
                     "; a change of it names it as amended_decision"),
        latest->name());
  }
  if (DayOf(decision.publish_date()) < DayOf(latest->publish_date())) {
    return DecisionOrderWrong(
        absl::StrCat("publish_date ", FormatDay(DayOf(decision.publish_date())),
                     " lies before that of ", latest->name(), ", ",
                     FormatDay(DayOf(latest->publish_date()))),
        latest->name());
  }
  return absl::OkStatus();
}

std::vector<pb::QuotaEntry> EntriesOf(const pb::Decision& decision,
                                      const std::string& province) {
  pb::QuotaEntry entry;
  entry.set_duty(pb::DUTY_ASYLUM);
  entry.set_period(decision.cycle());
  entry.set_basis(pb::QuotaEntry::BASIS_DECIDED);
  *entry.mutable_start_date() = decision.publish_date();
  entry.set_source(decision.source());
  entry.set_origin(decision.name());
  std::vector<pb::QuotaEntry> entries;
  for (const pb::Decision::Share& share : decision.shares()) {
    entries.push_back(entry);
    entries.back().set_subject(share.municipality());
    entries.back().set_quota_count(share.quota_count());
    if (share.has_amv_count()) {
      entries.back().set_amv_count(share.amv_count());
    }
  }
  if (decision.has_stated_count()) {
    entry.set_subject(province);
    entry.set_quota_count(decision.stated_count());
    entries.push_back(entry);
  }
  return entries;
}

std::vector<std::string> TouchedBy(const pb::Redistribution& redistribution) {
  std::vector<std::string> touched;
  for (const auto& change : redistribution.changes()) {
    touched.push_back(change.municipality());
  }
  return touched;
}

// Of asylum, a decision has the last word (Wet 5(1)): what it lays down is
// changed by its amendment only.
absl::Status CheckUndecided(const KnownQuotas& known,
                            const pb::Redistribution& redistribution) {
  if (redistribution.duty() != pb::DUTY_ASYLUM) return absl::OkStatus();
  std::vector<std::string> decided;
  for (const auto& change : redistribution.changes()) {
    const pb::Obligation obligation =
        RecordOf(known, change.municipality())
            .ObligationFor({.subject = change.municipality(),
                            .duty = redistribution.duty(),
                            .period = redistribution.period(),
                            .day = DayOf(redistribution.start_date())});
    if (!obligation.steps().empty() &&
        obligation.steps().rbegin()->basis() == pb::QuotaEntry::BASIS_DECIDED) {
      decided.push_back(change.municipality());
    }
  }
  return decided.empty() ? absl::OkStatus()
                         : AlreadyDecided(redistribution.name(), decided);
}

}  // namespace

grpc::ServerUnaryReactor* QuotaService::CreateDecision(
    Context* context, const pb::CreateDecisionRequest* request,
    pb::Decision* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateDecisionRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Decision> {
        pb::Decision decision = request->decision();
        const auto all = opvang::quotas::ListDecisions(draft.known());
        for (const pb::Decision& one : all) {
          if (one.name() == decision.name()) return NameTaken(one.name());
        }
        if (!FindCycle(draft.known(), decision.cycle()).has_value()) {
          return CycleNotFound(decision.cycle());
        }
        RETURN_IF_ERROR(CheckOrder(all, request->parent(), decision));
        for (const pb::QuotaEntry& entry :
             EntriesOf(decision, request->parent())) {
          draft.Add(entry);
        }
        const auto municipalities =
            NamesOf(*MunicipalitiesIn(request->parent()));
        RETURN_IF_ERROR(CheckObligations(draft.known(), municipalities));
        int32_t sum = 0;
        for (const std::string& municipality : municipalities) {
          sum += RecordOf(draft.known(), municipality)
                     .ObligationFor({.subject = municipality,
                                     .duty = pb::DUTY_ASYLUM,
                                     .period = decision.cycle(),
                                     .day = DayOf(decision.publish_date())})
                     .quota_count();
        }
        decision.set_summed_count(sum);
        draft.Add(decision);
        return *FindDecision(draft.known(), decision.name());
      });
}

grpc::ServerUnaryReactor* QuotaService::GetDecision(
    Context* context, const pb::GetDecisionRequest* request,
    pb::Decision* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [=](const auto& asked) -> absl::StatusOr<pb::Decision> {
        auto decision = FindDecision(asked.known, request->name());
        if (!decision.has_value()) return DecisionNotFound(request->name());
        return *std::move(decision);
      });
}

grpc::ServerUnaryReactor* QuotaService::ListDecisions(
    Context* context, const pb::ListDecisionsRequest* request,
    pb::ListDecisionsResponse* response) {
  const bool all = request->parent() == "provinces/-";
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        if (!all) CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListDecisionsResponse> {
        auto decisions = opvang::quotas::ListDecisions(asked.known);
        std::erase_if(decisions, [&](const pb::Decision& one) {
          return !all && !LiesWithin(one.name(), request->parent());
        });
        pb::ListDecisionsResponse list;
        list.set_next_page_token(
            TakePage(*request, asked.page, asked.known.revision,
                     std::move(decisions), [&](pb::Decision decision) {
                       *list.add_decisions() = std::move(decision);
                     }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::CreateRedistribution(
    Context* context, const pb::CreateRedistributionRequest* request,
    pb::Redistribution* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateRedistributionRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Redistribution> {
        const pb::Redistribution& redistribution = request->redistribution();
        const std::string& name = redistribution.name();
        if (FindRedistribution(draft.known(), name).has_value()) {
          return NameTaken(name);
        }
        draft.Add(redistribution);
        for (const auto& change : redistribution.changes()) {
          draft.Add(
              RedistributionChange{.redistribution = name, .change = change});
        }
        RETURN_IF_ERROR(CheckUndecided(draft.known(), redistribution));
        RETURN_IF_ERROR(
            CheckObligations(draft.known(), TouchedBy(redistribution)));
        return *FindRedistribution(draft.known(), name);
      });
}

grpc::ServerUnaryReactor* QuotaService::EndRedistribution(
    Context* context, const pb::EndRedistributionRequest* request,
    pb::Redistribution* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::EndRedistributionRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Redistribution> {
        const auto found = FindRedistribution(draft.known(), request->name());
        if (!found.has_value()) return RedistributionNotFound(request->name());
        RETURN_IF_ERROR(CheckParty(request->parent(), *found));
        RETURN_IF_ERROR(CheckEtag(request->etag(), found->etag()));
        if (found->has_end_date()) {
          return RedistributionEnded(found->name(),
                                     FormatDay(DayOf(found->end_date())));
        }
        const absl::CivilDay end = DayOf(request->end_date());
        const absl::CivilDay start = DayOf(found->start_date());
        if (end < start) {
          return InvalidFields(
              {{"end_date",
                absl::StrCat("is ", FormatDay(end),
                             "; it must not lie before start_date, ",
                             FormatDay(start))}});
        }
        draft.Add(RedistributionEnd{.redistribution = request->name(),
                                    .end_date = end,
                                    .source = request->source()});
        RETURN_IF_ERROR(CheckObligations(draft.known(), TouchedBy(*found)));
        return *FindRedistribution(draft.known(), request->name());
      });
}

grpc::ServerUnaryReactor* QuotaService::GetRedistribution(
    Context* context, const pb::GetRedistributionRequest* request,
    pb::Redistribution* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [=](const auto& asked) -> absl::StatusOr<pb::Redistribution> {
        auto found = FindRedistribution(asked.known, request->name());
        if (!found.has_value()) return RedistributionNotFound(request->name());
        return *std::move(found);
      });
}

grpc::ServerUnaryReactor* QuotaService::ListRedistributions(
    Context* context, const pb::ListRedistributionsRequest* request,
    pb::ListRedistributionsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked)
          -> absl::StatusOr<pb::ListRedistributionsResponse> {
        auto all = opvang::quotas::ListRedistributions(asked.known);
        const std::string& parent = request->parent();
        std::erase_if(all, [&](const pb::Redistribution& one) {
          return std::none_of(one.changes().begin(), one.changes().end(),
                              [&](const pb::Redistribution::Change& change) {
                                return LiesWithin(change.municipality(),
                                                  parent);
                              });
        });
        pb::ListRedistributionsResponse list;
        list.set_next_page_token(
            TakePage(*request, asked.page, asked.known.revision, std::move(all),
                     [&](pb::Redistribution one) {
                       *list.add_redistributions() = std::move(one);
                     }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::quotas
