#include "services/quotas/quota_service.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_format.h"
#include "common/calendar.h"
#include "common/db/ledger.h"
#include "common/db/paging.h"
#include "common/municipality.h"
#include "common/reply.h"
#include "common/source.h"
#include "services/quotas/indicative_split.h"
#include "services/quotas/obligation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_proto.h"
#include "services/quotas/quota_rights.h"
#include "services/quotas/quota_store.h"

namespace opvang::quotas {
namespace {

pb::Municipality ToProto(const Municipality& from) {
  pb::Municipality to;
  to.set_name(from.Name());
  to.set_display_name(std::string(from.display_name));
  to.set_province(from.ProvinceName());
  to.set_region(from.RegionName());
  return to;
}

// What ListObligations asks, checked.
struct Questions {
  std::vector<const Municipality*> municipalities;
  absl::CivilDay day;
  std::optional<absl::CivilDay> ukraine_day;
};

absl::StatusOr<Questions> ParseQuestions(
    const pb::ListObligationsRequest& request) {
  Violations violations;
  Questions questions;
  questions.municipalities =
      CheckParent(request.parent(), "parent", violations);
  questions.day = CheckDay(request.as_of_date(), "as_of_date", violations);
  questions.ukraine_day =
      CheckOptionalDay(request.ukraine_date(), "ukraine_date", violations);
  if (!request.cycle().empty()) {
    CheckCycleName(request.cycle(), "cycle", violations);
  }
  if (!request.half_year().empty()) {
    CheckHalfYear(request.half_year(), "half_year", violations);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return questions;
}

using EntriesBySubject = std::map<std::string, std::vector<pb::QuotaEntry>>;

const std::vector<pb::QuotaEntry>& EntriesOf(const EntriesBySubject& entries,
                                             const std::string& subject) {
  static const auto* const kNone = new std::vector<pb::QuotaEntry>();
  const auto found = entries.find(subject);
  return found == entries.end() ? *kNone : found->second;
}

// The duties asked for, of one subject.
std::vector<Question> QuestionsOf(const std::string& subject,
                                  const pb::ListObligationsRequest& request,
                                  const Questions& asked) {
  std::vector<Question> questions;
  if (!request.cycle().empty()) {
    questions.push_back({subject, pb::DUTY_ASYLUM, request.cycle(), asked.day});
  }
  if (asked.ukraine_day.has_value()) {
    questions.push_back({subject, pb::DUTY_UKRAINE, "", *asked.ukraine_day});
  }
  if (!request.half_year().empty()) {
    questions.push_back(
        {subject, pb::DUTY_STATUS_HOLDERS, request.half_year(), asked.day});
  }
  return questions;
}

pb::ListObligationsResponse::MunicipalityObligations ObligationsOf(
    const Municipality& municipality, const pb::ListObligationsRequest& request,
    const Questions& asked, const EntriesBySubject& entries) {
  pb::ListObligationsResponse::MunicipalityObligations obligations;
  *obligations.mutable_municipality() = ToProto(municipality);
  for (const Question& question :
       QuestionsOf(municipality.Name(), request, asked)) {
    pb::Obligation& obligation = question.duty == pb::DUTY_ASYLUM
                                     ? *obligations.mutable_asylum()
                                 : question.duty == pb::DUTY_UKRAINE
                                     ? *obligations.mutable_ukraine()
                                     : *obligations.mutable_status_holders();
    obligation = Oblige(question, EntriesOf(entries, question.subject));
  }
  return obligations;
}

void AddStatedTotals(const pb::ListObligationsRequest& request,
                     const Questions& asked, const EntriesBySubject& entries,
                     pb::ListObligationsResponse& response) {
  for (const std::string& subject : SubjectsWithin(request.parent())) {
    if (FindMunicipalityByName(subject) != nullptr) continue;
    for (const Question& question : QuestionsOf(subject, request, asked)) {
      pb::Obligation stated = Oblige(question, EntriesOf(entries, subject));
      if (stated.has_quota_count()) {
        *response.add_stated_totals() = std::move(stated);
      }
    }
  }
}

absl::StatusOr<pb::ComputeIndicativeSplitResponse> Split(
    Transaction& tx, const pb::ComputeIndicativeSplitRequest& request,
    absl::CivilDay population_date) {
  ASSIGN_OR_RETURN(const std::optional<pb::Estimate> estimate,
                   FindEstimate(tx, request.cycle()));
  if (!estimate.has_value()) {
    return SplitInputMissing("no estimate is on record for " + request.cycle(),
                             {});
  }
  ASSIGN_OR_RETURN(const auto populations,
                   ListPopulations(tx, population_date));
  ASSIGN_OR_RETURN(const auto scores, ListScores(tx, request.score_year()));
  std::vector<std::string> without_population, without_score;
  std::vector<Weighed> weighed;
  pb::ComputeIndicativeSplitResponse response;
  for (const Municipality& municipality : AllMunicipalities()) {
    const std::string name = municipality.Name();
    const auto population = populations.find(name);
    const auto score = scores.find(name);
    if (population == populations.end()) without_population.push_back(name);
    if (score == scores.end() && !request.has_substitute_score_thousandths()) {
      without_score.push_back(name);
    }
    auto& share = *response.add_shares();
    share.set_municipality(name);
    share.set_inhabitant_count(
        population == populations.end() ? 0 : population->second);
    share.set_score_thousandths(score == scores.end()
                                    ? request.substitute_score_thousandths()
                                    : score->second);
    share.set_score_origin(score == scores.end() ? "substitute" : "own");
    weighed.push_back({.inhabitant_count = share.inhabitant_count(),
                       .score_thousandths = share.score_thousandths()});
  }
  if (!without_population.empty()) {
    return SplitInputMissing("no population of " + FormatDay(population_date),
                             without_population);
  }
  if (!without_score.empty()) {
    return SplitInputMissing(
        absl::StrFormat("no SES-WOA score of %d", request.score_year()),
        without_score);
  }
  const std::vector<int32_t> places =
      IndicativeSplit(estimate->place_count(), weighed);
  const std::vector<int32_t> minors =
      IndicativeSplit(estimate->amv_count(), weighed);
  std::map<std::string, pb::ComputeIndicativeSplitResponse::ProvinceShare>
      provinces;
  for (int i = 0; i < response.shares_size(); ++i) {
    response.mutable_shares(i)->set_place_count(places[i]);
    const std::string province = AllMunicipalities()[i].ProvinceName();
    auto& sum = provinces[province];
    sum.set_province(province);
    sum.set_place_count(sum.place_count() + places[i]);
    if (estimate->has_amv_count()) {
      response.mutable_shares(i)->set_amv_count(minors[i]);
      sum.set_amv_count(sum.amv_count() + minors[i]);
    }
  }
  for (auto& [name, sum] : provinces) {
    *response.add_provinces() = std::move(sum);
  }
  *response.mutable_estimate() = *estimate;
  response.set_revision(tx.revision());
  return response;
}

}  // namespace

QuotaService::QuotaService(Database& db, const Clock& clock,
                           Organisations& organisations)
    : db_(db),
      clock_(clock),
      gate_(organisations, kRights, pb::QuotaService::service_full_name()) {}

grpc::Status QuotaService::ListMunicipalities(
    grpc::ServerContext* context, const pb::ListMunicipalitiesRequest* request,
    pb::ListMunicipalitiesResponse* response) {
  return Reply(
      response, [&]() -> absl::StatusOr<pb::ListMunicipalitiesResponse> {
        RETURN_IF_ERROR(gate_.Authorize(*context, *request).status());
        ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
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
  return Reply(response, [&]() -> absl::StatusOr<pb::ListProvincesResponse> {
    RETURN_IF_ERROR(gate_.Authorize(*context, *request).status());
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
  return Reply(response, [&]() -> absl::StatusOr<pb::Cycle> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    return Read<pb::Cycle>(db_, call, request->revision(),
                           [&](Transaction& tx) -> absl::StatusOr<pb::Cycle> {
                             ASSIGN_OR_RETURN(const auto cycles,
                                              opvang::quotas::ListCycles(tx));
                             for (const pb::Cycle& cycle : cycles) {
                               if (cycle.name() == request->name())
                                 return cycle;
                             }
                             return CycleNotFound(request->name());
                           });
  });
}

grpc::Status QuotaService::ListCycles(grpc::ServerContext* context,
                                      const pb::ListCyclesRequest* request,
                                      pb::ListCyclesResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListCyclesResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    return Read<pb::ListCyclesResponse>(
        db_, call, request->revision(),
        [&](Transaction& tx) -> absl::StatusOr<pb::ListCyclesResponse> {
          ASSIGN_OR_RETURN(const auto cycles, opvang::quotas::ListCycles(tx));
          pb::ListCyclesResponse list;
          for (const pb::Cycle& cycle : cycles) *list.add_cycles() = cycle;
          list.set_revision(tx.revision());
          return list;
        });
  });
}

grpc::Status QuotaService::DeliverQuotas(
    grpc::ServerContext* context, const pb::DeliverQuotasRequest* request,
    pb::DeliverQuotasResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::DeliverQuotasResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    RETURN_IF_ERROR(CheckDelivery(*request));
    return Write<pb::DeliverQuotasResponse>(
        db_, clock_, call, *request,
        [&](Transaction& tx) -> absl::StatusOr<pb::DeliverQuotasResponse> {
          RETURN_IF_ERROR(AppendDelivery(tx, *request));
          pb::DeliverQuotasResponse delivered;
          delivered.set_revision(tx.revision());
          delivered.set_fact_count(
              request->cycles_size() + request->estimates_size() +
              request->populations_size() + request->scores_size() +
              request->quota_entries_size());
          return delivered;
        });
  });
}

grpc::Status QuotaService::ListQuotaEntries(
    grpc::ServerContext* context, const pb::ListQuotaEntriesRequest* request,
    pb::ListQuotaEntriesResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListQuotaEntriesResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
    Violations violations;
    CheckParent(request->parent(), "parent", violations);
    RETURN_IF_ERROR(violations.ToStatus());
    return Read<pb::ListQuotaEntriesResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListQuotaEntriesResponse> {
          ASSIGN_OR_RETURN(std::vector<pb::QuotaEntry> entries,
                           opvang::quotas::ListQuotaEntries(
                               tx, SubjectsWithin(request->parent())));
          const auto [start, end] = PositionsOf(page, entries.size());
          pb::ListQuotaEntriesResponse list;
          for (size_t i = start; i < end; ++i) {
            *list.add_quota_entries() = std::move(entries[i]);
          }
          if (end < entries.size()) {
            list.set_next_page_token(
                NextPageToken(*request, tx.revision(), std::to_string(end)));
          }
          list.set_revision(tx.revision());
          return list;
        });
  });
}

grpc::Status QuotaService::ComputeIndicativeSplit(
    grpc::ServerContext* context,
    const pb::ComputeIndicativeSplitRequest* request,
    pb::ComputeIndicativeSplitResponse* response) {
  return Reply(
      response, [&]() -> absl::StatusOr<pb::ComputeIndicativeSplitResponse> {
        ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
        Violations violations;
        CheckCycleName(request->cycle(), "cycle", violations);
        const absl::CivilDay day =
            CheckDay(request->population_date(), "population_date", violations);
        CheckCount(request->score_year(), 1990, 2199, "score_year", violations);
        CheckCount(request->substitute_score_thousandths(), -999, 999,
                   "substitute_score_thousandths", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        return Read<pb::ComputeIndicativeSplitResponse>(
            db_, call, request->revision(),
            [&](Transaction& tx) { return Split(tx, *request, day); });
      });
}

grpc::Status QuotaService::ListObligations(
    grpc::ServerContext* context, const pb::ListObligationsRequest* request,
    pb::ListObligationsResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListObligationsResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
    ASSIGN_OR_RETURN(const Questions asked, ParseQuestions(*request));
    return Read<pb::ListObligationsResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListObligationsResponse> {
          ASSIGN_OR_RETURN(std::vector<pb::QuotaEntry> listed,
                           opvang::quotas::ListQuotaEntries(
                               tx, SubjectsWithin(request->parent())));
          EntriesBySubject entries;
          for (pb::QuotaEntry& entry : listed) {
            entries[entry.subject()].push_back(std::move(entry));
          }
          const auto given = PageOf(asked.municipalities, page);
          pb::ListObligationsResponse list;
          for (const Municipality* municipality : given) {
            *list.add_obligations() =
                ObligationsOf(*municipality, *request, asked, entries);
          }
          if (page.after.empty()) {
            AddStatedTotals(*request, asked, entries, list);
          }
          list.set_next_page_token(
              TokenAfter(*request, tx.revision(), asked.municipalities, given));
          list.set_revision(tx.revision());
          list.set_geography_version(kGeographyVersion);
          return list;
        });
  });
}

}  // namespace opvang::quotas
