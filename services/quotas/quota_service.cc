#include "services/quotas/quota_service.h"

#include <set>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/quotas/municipality_message.h"
#include "services/quotas/quota_access.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/cycle_calendar.h"
#include "services/quotas/rules/succession.h"

namespace opvang::quotas {
namespace {

constexpr auto kNoCheck = [](Violations&) {};

// The steps of every cycle that a delivery touches still follow each other.
absl::Status CheckCycleSteps(const KnownQuotas& known,
                             const pb::DeliverQuotasRequest& delivery) {
  std::set<std::string> cycles;
  for (const pb::CycleStep& step : delivery.cycle_steps()) {
    cycles.insert(step.cycle());
  }
  for (const std::string& cycle : cycles) {
    if (!FindCycle(known, cycle).has_value()) return CycleNotFound(cycle);
    const auto holding = StepsThatHold(ListCycleSteps(known, cycle));
    if (const pb::CycleStep* step = FindImpossibleStep(holding)) {
      return CycleStepImpossible(
          cycle, pb::CycleStep::State_Name(step->state()).substr(6),
          FormatDay(DayOf(step->step_date())));
    }
  }
  return absl::OkStatus();
}

// What is on record can stand together with what was delivered.
absl::Status CheckTogether(const KnownQuotas& known,
                           const pb::DeliverQuotasRequest& delivery) {
  RETURN_IF_ERROR(CheckCycleSteps(known, delivery));
  if (!delivery.successions().empty()) {
    const auto fault = FaultIn(ListSuccessions(known));
    if (fault.has_value()) return SuccessionImpossible(*fault);
  }
  std::set<std::string> touched;
  for (const pb::QuotaEntry& entry : delivery.quota_entries()) {
    touched.insert(entry.subject());
  }
  return CheckObligations(known, {touched.begin(), touched.end()});
}

// A succession without a weight takes back one that stands, and nothing else: a
// part of nothing would leave what goes over unsaid.
Violations CheckRetractions(const KnownQuotas& known,
                            const pb::DeliverQuotasRequest& delivery) {
  Violations violations;
  const std::vector<pb::Succession> standing = ListSuccessions(known);
  for (int i = 0; i < delivery.successions_size(); ++i) {
    const pb::Succession& one = delivery.successions(i);
    if (one.has_weight() ||
        std::any_of(standing.begin(), standing.end(),
                    [&](const pb::Succession& held) {
                      return held.municipality() == one.municipality() &&
                             held.successor() == one.successor();
                    })) {
      continue;
    }
    violations.Add(absl::StrCat("successions[", i, "].weight"),
                   "is missing, and there is no succession to take back; it "
                   "must be what goes over, such as inhabitants");
  }
  return violations;
}

// Adds every fact of a delivery; answers how many.
int AddDelivery(const pb::DeliverQuotasRequest& delivery, QuotaDraft& draft) {
  int count = 0;
  const auto add = [&](const auto& facts) {
    for (const auto& fact : facts) draft.Add(fact);
    count += facts.size();
  };
  add(delivery.cycles());
  add(delivery.cycle_steps());
  add(delivery.estimates());
  add(delivery.national_targets());
  add(delivery.populations());
  add(delivery.scores());
  add(delivery.successions());
  add(delivery.exchanges());
  add(delivery.published_balances());
  for (pb::QuotaEntry entry : delivery.quota_entries()) {
    entry.clear_origin();
    draft.Add(std::move(entry));
    ++count;
  }
  return count;
}

}  // namespace

QuotaService::QuotaService(Database& db, const Clock& clock,
                           Organisations& organisations)
    : StateService(db, clock, organisations, kRights,
                   pb::QuotaService::service_full_name()) {}

grpc::ServerUnaryReactor* QuotaService::ListMunicipalities(
    Context* context, const pb::ListMunicipalitiesRequest* request,
    pb::ListMunicipalitiesResponse* response) {
  return Handle(
      *context, *request, response, lanes_.reads,
      [=](const Call&,
          const Page& page) -> absl::StatusOr<pb::ListMunicipalitiesResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        const auto given = PageOf(all, page);
        pb::ListMunicipalitiesResponse list;
        for (const Municipality* municipality : given) {
          *list.add_municipalities() = MessageOf(*municipality, {});
        }
        list.set_next_page_token(TokenAfter(*request, 0, all, given));
        list.set_geography_version(kGeographyVersion);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListProvinces(
    Context* context, const pb::ListProvincesRequest* request,
    pb::ListProvincesResponse* response) {
  return Handle(*context, *request, response, lanes_.reads,
                [](const Call&) -> absl::StatusOr<pb::ListProvincesResponse> {
                  pb::ListProvincesResponse list;
                  for (const Province& province : AllProvinces()) {
                    pb::Province& to = *list.add_provinces();
                    to.set_name(province.Name());
                    to.set_display_name(std::string(province.display_name));
                    for (const Region& region : AllRegions()) {
                      if (Overlap(region.Name(), province.Name())) {
                        *to.add_regions() = MessageOf(region);
                      }
                    }
                  }
                  list.set_geography_version(kGeographyVersion);
                  return list;
                });
}

grpc::ServerUnaryReactor* QuotaService::GetCycle(
    Context* context, const pb::GetCycleRequest* request, pb::Cycle* response) {
  return HandleRead(*context, *request, response, kNoCheck,
                    [=](const auto& asked) -> absl::StatusOr<pb::Cycle> {
                      auto cycle = FindCycle(asked.known, request->name());
                      if (!cycle.has_value()) {
                        return CycleNotFound(request->name());
                      }
                      return *std::move(cycle);
                    });
}

grpc::ServerUnaryReactor* QuotaService::ListCycles(
    Context* context, const pb::ListCyclesRequest* request,
    pb::ListCyclesResponse* response) {
  return HandleRead(
      *context, *request, response, kNoCheck,
      [](const auto& asked) -> absl::StatusOr<pb::ListCyclesResponse> {
        pb::ListCyclesResponse list;
        for (pb::Cycle& cycle : opvang::quotas::ListCycles(asked.known)) {
          *list.add_cycles() = std::move(cycle);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::GetCalendar(
    Context* context, const pb::GetCalendarRequest* request,
    pb::Calendar* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
        return CheckDay(request->as_of_date(), "as_of_date", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::Calendar> {
        const auto cycle = FindCycle(asked.known, request->cycle());
        if (!cycle.has_value()) return CycleNotFound(request->cycle());
        pb::Calendar calendar = CalendarOf(
            *cycle, StepsThatHold(ListCycleSteps(asked.known, cycle->name())),
            asked.query);
        calendar.set_revision(asked.known.revision);
        return calendar;
      });
}

grpc::ServerUnaryReactor* QuotaService::DeliverQuotas(
    Context* context, const pb::DeliverQuotasRequest* request,
    pb::DeliverQuotasResponse* response) {
  return HandleWrite(
      *context, *request, response, CheckDelivery,
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::DeliverQuotasResponse> {
        RETURN_IF_ERROR(CheckRetractions(draft.known(), *request).ToStatus());
        pb::DeliverQuotasResponse delivered;
        delivered.set_fact_count(AddDelivery(*request, draft));
        RETURN_IF_ERROR(CheckTogether(draft.known(), *request));
        delivered.set_revision(draft.revision());
        return delivered;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListEstimates(
    Context* context, const pb::ListEstimatesRequest* request,
    pb::ListEstimatesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListEstimatesResponse> {
        pb::ListEstimatesResponse list;
        for (pb::Estimate& estimate :
             opvang::quotas::ListEstimates(asked.known, request->cycle())) {
          *list.add_estimates() = std::move(estimate);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListNationalTargets(
    Context* context, const pb::ListNationalTargetsRequest* request,
    pb::ListNationalTargetsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        if (request->half_year().empty()) return;
        CheckHalfYear(request->half_year(), "half_year", violations);
      },
      [=](const auto& asked)
          -> absl::StatusOr<pb::ListNationalTargetsResponse> {
        pb::ListNationalTargetsResponse list;
        for (pb::NationalTarget& target :
             opvang::quotas::ListNationalTargets(asked.known)) {
          if (!request->half_year().empty() &&
              target.half_year() != request->half_year()) {
            continue;
          }
          *list.add_national_targets() = std::move(target);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListPublishedBalances(
    Context* context, const pb::ListPublishedBalancesRequest* request,
    pb::ListPublishedBalancesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
        CheckHalfYear(request->half_year(), "half_year", violations);
      },
      [=](const auto& asked)
          -> absl::StatusOr<pb::ListPublishedBalancesResponse> {
        pb::ListPublishedBalancesResponse list;
        list.set_next_page_token(TakePage(
            *request, asked.page, asked.known.revision,
            opvang::quotas::ListPublishedBalances(
                asked.known, SubjectsWithin(request->parent()),
                {.first = request->half_year(), .last = request->half_year()}),
            [&](pb::PublishedBalance balance) {
              *list.add_published_balances() = std::move(balance);
            }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListPopulations(
    Context* context, const pb::ListPopulationsRequest* request,
    pb::ListPopulationsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckDay(request->reference_date(), "reference_date", violations);
        return CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListPopulationsResponse> {
        const auto given = PageOf(asked.query, asked.page);
        pb::ListPopulationsResponse list;
        for (const Municipality* municipality : given) {
          auto found = FindPopulation(asked.known, municipality->Name(),
                                      DayOf(request->reference_date()));
          if (found.has_value()) *list.add_populations() = *std::move(found);
        }
        list.set_next_page_token(
            TokenAfter(*request, asked.known.revision, asked.query, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListScores(
    Context* context, const pb::ListScoresRequest* request,
    pb::ListScoresResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckCount(request->reference_year(), 1990, 2199, "reference_year",
                   violations);
        return CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListScoresResponse> {
        const auto given = PageOf(asked.query, asked.page);
        pb::ListScoresResponse list;
        for (const Municipality* municipality : given) {
          auto found = FindScore(asked.known, municipality->Name(),
                                 request->reference_year());
          if (found.has_value()) *list.add_scores() = *std::move(found);
        }
        list.set_next_page_token(
            TokenAfter(*request, asked.known.revision, asked.query, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListSuccessions(
    Context* context, const pb::ListSuccessionsRequest* request,
    pb::ListSuccessionsResponse* response) {
  return HandleRead(
      *context, *request, response, kNoCheck,
      [](const auto& asked) -> absl::StatusOr<pb::ListSuccessionsResponse> {
        pb::ListSuccessionsResponse list;
        for (pb::Succession& one :
             opvang::quotas::ListSuccessions(asked.known)) {
          *list.add_successions() = std::move(one);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListExchanges(
    Context* context, const pb::ListExchangesRequest* request,
    pb::ListExchangesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListExchangesResponse> {
        pb::ListExchangesResponse list;
        list.set_next_page_token(TakePage(
            *request, asked.page, asked.known.revision,
            opvang::quotas::ListExchanges(asked.known, request->parent()),
            [&](pb::Exchange exchange) {
              *list.add_exchanges() = std::move(exchange);
            }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListRevisions(
    Context* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleRevisions(*context, *request, response);
}

}  // namespace opvang::quotas
