#include "services/quotas/quota_service.h"

#include <set>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "common/service/audit.h"
#include "services/quotas/municipality_message.h"
#include "services/quotas/quota_access.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_loader.h"
#include "services/quotas/quota_store.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/cycle_calendar.h"
#include "services/quotas/rules/succession.h"

namespace opvang::quotas {
namespace {

constexpr auto kNoCheck = [](Violations&) {};

// The steps of every cycle that a delivery touches still follow each other.
absl::Status CheckCycleSteps(Transaction& tx,
                             const pb::DeliverQuotasRequest& delivery) {
  std::set<std::string> cycles;
  for (const pb::CycleStep& step : delivery.cycle_steps()) {
    cycles.insert(step.cycle());
  }
  for (const std::string& cycle : cycles) {
    ASSIGN_OR_RETURN(const std::optional<pb::Cycle> found,
                     FindCycle(tx, cycle));
    if (!found.has_value()) return CycleNotFound(cycle);
    ASSIGN_OR_RETURN(std::vector<pb::CycleStep> steps,
                     ListCycleSteps(tx, cycle));
    const auto holding = StepsThatHold(std::move(steps));
    if (const pb::CycleStep* step = FindImpossibleStep(holding)) {
      return CycleStepImpossible(
          cycle, pb::CycleStep::State_Name(step->state()).substr(6),
          FormatDay(DayOf(step->step_date())));
    }
  }
  return absl::OkStatus();
}

// What is on record can stand together with what was delivered.
absl::Status CheckTogether(Transaction& tx,
                           const pb::DeliverQuotasRequest& delivery) {
  RETURN_IF_ERROR(CheckCycleSteps(tx, delivery));
  if (!delivery.successions().empty()) {
    ASSIGN_OR_RETURN(const std::vector<pb::Succession> successions,
                     ListSuccessions(tx));
    const auto fault = FaultIn(successions);
    if (fault.has_value()) return SuccessionImpossible(*fault);
  }
  std::set<std::string> touched;
  for (const pb::QuotaEntry& entry : delivery.quota_entries()) {
    touched.insert(entry.subject());
  }
  if (touched.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const QuotaSnapshot standing,
                   QuotaSnapshot::Load(tx, {touched.begin(), touched.end()}));
  return standing.Check();
}

}  // namespace

QuotaService::QuotaService(Database& db, const Clock& clock,
                           Organisations& organisations)
    : ServiceBase(db, clock, organisations, kRights,
                  pb::QuotaService::service_full_name()) {}

grpc::Status QuotaService::ListMunicipalities(
    grpc::ServerContext* context, const pb::ListMunicipalitiesRequest* request,
    pb::ListMunicipalitiesResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call&,
          const Page& page) -> absl::StatusOr<pb::ListMunicipalitiesResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        const auto given = PageOf(all, page);
        pb::ListMunicipalitiesResponse list;
        for (const Municipality* municipality : given) {
          *list.add_municipalities() = ToProto(*municipality);
        }
        list.set_next_page_token(TokenAfter(*request, 0, all, given));
        list.set_geography_version(kGeographyVersion);
        return list;
      });
}

grpc::Status QuotaService::ListProvinces(
    grpc::ServerContext* context, const pb::ListProvincesRequest* request,
    pb::ListProvincesResponse* response) {
  return Handle(*context, *request, response,
                [&](const Call&) -> absl::StatusOr<pb::ListProvincesResponse> {
                  pb::ListProvincesResponse list;
                  for (const Province& province : AllProvinces()) {
                    pb::Province& to = *list.add_provinces();
                    to.set_name(province.Name());
                    to.set_display_name(std::string(province.display_name));
                    for (const Region& region : AllRegions()) {
                      if (region.province != province.code) continue;
                      pb::Region& part = *to.add_regions();
                      part.set_name(region.Name());
                      part.set_display_name(std::string(region.display_name));
                    }
                  }
                  list.set_geography_version(kGeographyVersion);
                  return list;
                });
}

grpc::Status QuotaService::GetCycle(grpc::ServerContext* context,
                                    const pb::GetCycleRequest* request,
                                    pb::Cycle* response) {
  return HandleRead(*context, *request, response, kNoCheck,
                    [&](Transaction& tx) -> absl::StatusOr<pb::Cycle> {
                      ASSIGN_OR_RETURN(std::optional<pb::Cycle> cycle,
                                       FindCycle(tx, request->name()));
                      if (!cycle.has_value())
                        return CycleNotFound(request->name());
                      return *std::move(cycle);
                    });
}

grpc::Status QuotaService::ListCycles(grpc::ServerContext* context,
                                      const pb::ListCyclesRequest* request,
                                      pb::ListCyclesResponse* response) {
  return HandleRead(
      *context, *request, response, kNoCheck,
      [&](Transaction& tx) -> absl::StatusOr<pb::ListCyclesResponse> {
        ASSIGN_OR_RETURN(const auto cycles, opvang::quotas::ListCycles(tx));
        pb::ListCyclesResponse list;
        list.mutable_cycles()->Add(cycles.begin(), cycles.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::GetCalendar(grpc::ServerContext* context,
                                       const pb::GetCalendarRequest* request,
                                       pb::Calendar* response) {
  absl::CivilDay day;
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
        day = CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::Calendar> {
        ASSIGN_OR_RETURN(const std::optional<pb::Cycle> cycle,
                         FindCycle(tx, request->cycle()));
        if (!cycle.has_value()) return CycleNotFound(request->cycle());
        ASSIGN_OR_RETURN(std::vector<pb::CycleStep> steps,
                         ListCycleSteps(tx, request->cycle()));
        pb::Calendar calendar =
            CalendarOf(*cycle, StepsThatHold(std::move(steps)), day);
        calendar.set_revision(tx.revision());
        return calendar;
      });
}

grpc::Status QuotaService::DeliverQuotas(
    grpc::ServerContext* context, const pb::DeliverQuotasRequest* request,
    pb::DeliverQuotasResponse* response) {
  return HandleWrite(
      *context, *request, response, CheckDelivery,
      [&](Transaction& tx) -> absl::StatusOr<pb::DeliverQuotasResponse> {
        RETURN_IF_ERROR(AppendDelivery(tx, *request));
        RETURN_IF_ERROR(CheckTogether(tx, *request));
        pb::DeliverQuotasResponse delivered;
        delivered.set_revision(tx.revision());
        delivered.set_fact_count(
            request->cycles_size() + request->cycle_steps_size() +
            request->estimates_size() + request->national_targets_size() +
            request->populations_size() + request->scores_size() +
            request->successions_size() + request->published_balances_size() +
            request->quota_entries_size());
        return delivered;
      });
}

grpc::Status QuotaService::ListEstimates(
    grpc::ServerContext* context, const pb::ListEstimatesRequest* request,
    pb::ListEstimatesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::ListEstimatesResponse> {
        ASSIGN_OR_RETURN(const auto estimates,
                         opvang::quotas::ListEstimates(tx, request->cycle()));
        pb::ListEstimatesResponse list;
        list.mutable_estimates()->Add(estimates.begin(), estimates.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListNationalTargets(
    grpc::ServerContext* context, const pb::ListNationalTargetsRequest* request,
    pb::ListNationalTargetsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        if (request->half_year().empty()) return;
        CheckHalfYear(request->half_year(), "half_year", violations);
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::ListNationalTargetsResponse> {
        ASSIGN_OR_RETURN(auto targets, opvang::quotas::ListNationalTargets(tx));
        pb::ListNationalTargetsResponse list;
        for (pb::NationalTarget& target : targets) {
          if (!request->half_year().empty() &&
              target.half_year() != request->half_year()) {
            continue;
          }
          *list.add_national_targets() = std::move(target);
        }
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListPublishedBalances(
    grpc::ServerContext* context,
    const pb::ListPublishedBalancesRequest* request,
    pb::ListPublishedBalancesResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        CheckHalfYear(request->half_year(), "half_year", violations);
      },
      [&](Transaction& tx, const Page& page)
          -> absl::StatusOr<pb::ListPublishedBalancesResponse> {
        ASSIGN_OR_RETURN(
            auto balances,
            opvang::quotas::ListPublishedBalances(
                tx, SubjectsWithin(request->parent()),
                {.first = request->half_year(), .last = request->half_year()}));
        pb::ListPublishedBalancesResponse list;
        list.set_next_page_token(
            TakePage(*request, page, tx.revision(), std::move(balances),
                     [&](pb::PublishedBalance balance) {
                       *list.add_published_balances() = std::move(balance);
                     }));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListPopulations(
    grpc::ServerContext* context, const pb::ListPopulationsRequest* request,
    pb::ListPopulationsResponse* response) {
  std::vector<const Municipality*> all;
  absl::CivilDay day;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        all = CheckParent(request->parent(), "parent", violations);
        day = CheckDay(request->reference_date(), "reference_date", violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListPopulationsResponse> {
        ASSIGN_OR_RETURN(auto populations,
                         opvang::quotas::ListPopulations(tx, day));
        const auto given = PageOf(all, page);
        pb::ListPopulationsResponse list;
        for (const Municipality* municipality : given) {
          const auto found = populations.find(municipality->Name());
          if (found == populations.end()) continue;
          *list.add_populations() = std::move(found->second);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), all, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListScores(grpc::ServerContext* context,
                                      const pb::ListScoresRequest* request,
                                      pb::ListScoresResponse* response) {
  std::vector<const Municipality*> all;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        all = CheckParent(request->parent(), "parent", violations);
        CheckCount(request->reference_year(), 1990, 2199, "reference_year",
                   violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListScoresResponse> {
        ASSIGN_OR_RETURN(auto scores, opvang::quotas::ListScores(
                                          tx, request->reference_year()));
        const auto given = PageOf(all, page);
        pb::ListScoresResponse list;
        for (const Municipality* municipality : given) {
          const auto found = scores.find(municipality->Name());
          if (found == scores.end()) continue;
          *list.add_scores() = std::move(found->second);
        }
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), all, given));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListSuccessions(
    grpc::ServerContext* context, const pb::ListSuccessionsRequest* request,
    pb::ListSuccessionsResponse* response) {
  return HandleRead(
      *context, *request, response, kNoCheck,
      [&](Transaction& tx) -> absl::StatusOr<pb::ListSuccessionsResponse> {
        ASSIGN_OR_RETURN(const auto successions,
                         opvang::quotas::ListSuccessions(tx));
        pb::ListSuccessionsResponse list;
        list.mutable_successions()->Add(successions.begin(), successions.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListRevisions(
    grpc::ServerContext* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckRevisionsQuery(*request, violations);
      },
      [&](Transaction& tx, const Page& page) {
        return AnswerRevisions<pb::ListRevisionsResponse>(tx, *request, page);
      });
}

}  // namespace opvang::quotas
