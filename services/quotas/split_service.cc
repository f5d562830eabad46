// Splits of a national number over all municipalities.
#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "common/db/named.h"
#include "services/quotas/agreement_store.h"
#include "services/quotas/agreement_validation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_loader.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_store.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/housing_target.h"
#include "services/quotas/rules/indicative_split.h"
#include "services/quotas/rules/succession.h"

namespace opvang::quotas {
namespace {

using Share = pb::Split::Share;

// The municipalities that exist on `day`, each with its inhabitants.
absl::StatusOr<std::vector<Share>> ReadInhabitants(Transaction& tx,
                                                   absl::CivilDay day) {
  ASSIGN_OR_RETURN(const auto populations, ListPopulations(tx, day));
  ASSIGN_OR_RETURN(const auto successions, ListSuccessions(tx));
  std::vector<Share> shares;
  std::vector<std::string> missing;
  for (const Municipality& municipality : AllMunicipalities()) {
    const auto start = ParseDay(municipality.start_date);
    const std::string name = municipality.Name();
    if ((start.has_value() && day < *start) ||
        HasEnded(name, day, successions)) {
      continue;
    }
    const auto population = populations.find(name);
    if (population == populations.end()) {
      missing.push_back(name);
      continue;
    }
    Share& share = shares.emplace_back();
    share.set_municipality(name);
    share.set_inhabitant_count(population->second.inhabitant_count());
  }
  if (missing.empty()) return shares;
  return SplitInputMissing("no population of " + FormatDay(day), missing);
}

absl::Status AddScores(Transaction& tx, int year,
                       std::optional<int32_t> substitute,
                       std::vector<Share>& shares) {
  ASSIGN_OR_RETURN(const auto scores, ListScores(tx, year));
  std::vector<std::string> missing;
  for (Share& share : shares) {
    const auto score = scores.find(share.municipality());
    if (score != scores.end()) {
      share.set_score_thousandths(score->second.score_thousandths());
    } else if (substitute.has_value()) {
      share.set_score_thousandths(*substitute);
      share.set_substituted(true);
    } else {
      missing.push_back(share.municipality());
    }
  }
  if (missing.empty()) return absl::OkStatus();
  return SplitInputMissing(absl::StrCat("no SES-WOA score of ", year), missing);
}

// What is published on `day`, or last; of one day the latest word.
template <typename Published>
const Published* FindPublished(const std::vector<Published>& all,
                               std::optional<absl::CivilDay> day) {
  const Published* found = nullptr;
  for (const Published& one : all) {  // By day of publication and revision.
    if (!day.has_value() || DayOf(one.publish_date()) == *day) found = &one;
  }
  return found;
}

std::string Wanted(const std::string& period,
                   std::optional<absl::CivilDay> day) {
  return day.has_value()
             ? absl::StrCat(period, ", published on ", FormatDay(*day))
             : period;
}

std::vector<Share> SplitPlaces(const pb::Estimate& estimate,
                               std::vector<Share> shares) {
  std::vector<Weighed> weighed;
  for (const Share& share : shares) {
    weighed.push_back({.inhabitant_count = share.inhabitant_count(),
                       .score_thousandths = share.score_thousandths()});
  }
  const auto places = IndicativeSplit(estimate.place_count(), weighed);
  const auto minors = IndicativeSplit(estimate.amv_count(), weighed);
  for (size_t i = 0; i < shares.size(); ++i) {
    shares[i].set_quota_count(places[i]);
    if (estimate.has_amv_count()) shares[i].set_amv_count(minors[i]);
  }
  return shares;
}

// The asylum split of one estimate, with everything it rests on.
absl::StatusOr<std::vector<Share>> SplitEstimate(
    Transaction& tx, const pb::Estimate& estimate,
    absl::CivilDay population_day, int score_year,
    std::optional<int32_t> substitute) {
  ASSIGN_OR_RETURN(std::vector<Share> shares,
                   ReadInhabitants(tx, population_day));
  RETURN_IF_ERROR(AddScores(tx, score_year, substitute, shares));
  return SplitPlaces(estimate, std::move(shares));
}

absl::StatusOr<pb::Estimate> ReadEstimate(Transaction& tx,
                                          const std::string& cycle,
                                          std::optional<absl::CivilDay> day) {
  ASSIGN_OR_RETURN(const auto estimates, ListEstimates(tx, cycle));
  const pb::Estimate* found = FindPublished(estimates, day);
  if (found != nullptr) return *found;
  return SplitInputMissing(
      absl::StrCat("no estimate is on record for ", Wanted(cycle, day)), {});
}

absl::StatusOr<pb::NationalTarget> ReadNationalTarget(
    Transaction& tx, const std::string& half_year,
    std::optional<absl::CivilDay> day) {
  ASSIGN_OR_RETURN(std::vector<pb::NationalTarget> targets,
                   ListNationalTargets(tx));
  std::erase_if(targets, [&](const pb::NationalTarget& target) {
    return target.half_year() != half_year;
  });
  const pb::NationalTarget* found = FindPublished(targets, day);
  if (found != nullptr) return *found;
  return SplitInputMissing(absl::StrCat("no national target is on record for ",
                                        Wanted(half_year, day)),
                           {});
}

std::optional<absl::CivilDay> DayIfSet(bool has,
                                       const google::type::Date& date) {
  return has ? std::optional<absl::CivilDay>(DayOf(date)) : std::nullopt;
}

// Fills in what the split rests on, and its shares.
absl::Status ComputeAsylum(Transaction& tx, pb::Split& split) {
  ASSIGN_OR_RETURN(
      const pb::Estimate estimate,
      ReadEstimate(tx, split.period(),
                   DayIfSet(split.has_publish_date(), split.publish_date())));
  *split.mutable_publish_date() = estimate.publish_date();
  split.set_national_count(estimate.place_count());
  if (estimate.has_amv_count()) {
    split.set_national_amv_count(estimate.amv_count());
  }
  split.set_national_source(estimate.source());
  std::optional<int32_t> substitute;
  if (split.has_substitute_score_thousandths()) {
    substitute = split.substitute_score_thousandths();
  }
  ASSIGN_OR_RETURN(const std::vector<Share> shares,
                   SplitEstimate(tx, estimate, DayOf(split.population_date()),
                                 split.score_year(), substitute));
  split.mutable_shares()->Add(shares.begin(), shares.end());
  return absl::OkStatus();
}

absl::Status ComputeHousing(Transaction& tx, pb::Split& split) {
  ASSIGN_OR_RETURN(const pb::NationalTarget target,
                   ReadNationalTarget(tx, split.period(),
                                      DayIfSet(split.has_publish_date(),
                                               split.publish_date())));
  *split.mutable_publish_date() = target.publish_date();
  split.set_national_count(target.person_count());
  split.set_national_source(target.source());
  if (!split.has_population_date()) {
    *split.mutable_population_date() = ToProto(PopulationDayOf(split.period()));
  }
  ASSIGN_OR_RETURN(std::vector<Share> shares,
                   ReadInhabitants(tx, DayOf(split.population_date())));
  std::vector<int32_t> inhabitants;
  for (const Share& share : shares) {
    inhabitants.push_back(share.inhabitant_count());
  }
  const auto targets = HousingTargets(target.person_count(), inhabitants);
  for (size_t i = 0; i < shares.size(); ++i) {
    shares[i].set_quota_count(targets[i]);
    *split.add_shares() = shares[i];
  }
  return absl::OkStatus();
}

// The shares as what they mean: indicative quotas (Wet 3(2)), or targets (art.
// 28-29), from the day on which the number was published.
std::vector<pb::QuotaEntry> EntriesOf(const pb::Split& split) {
  std::vector<pb::QuotaEntry> entries;
  for (const Share& share : split.shares()) {
    pb::QuotaEntry& entry = entries.emplace_back();
    entry.set_subject(share.municipality());
    entry.set_duty(split.duty());
    entry.set_period(split.period());
    entry.set_basis(split.duty() == pb::DUTY_ASYLUM
                        ? pb::QuotaEntry::BASIS_INDICATIVE
                        : pb::QuotaEntry::BASIS_DECIDED);
    *entry.mutable_start_date() = split.publish_date();
    entry.set_quota_count(share.quota_count());
    if (share.has_amv_count()) entry.set_amv_count(share.amv_count());
    entry.set_source(split.source());
    entry.set_origin(split.name());
  }
  return entries;
}

absl::StatusOr<std::optional<pb::Split>> FindSplit(Transaction& tx,
                                                   const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<pb::Split> split,
                   FindNamed(ListSplits(tx), name));
  if (!split.has_value()) return split;
  ASSIGN_OR_RETURN(const auto shares, ListSplitShares(tx, name));
  split->mutable_shares()->Add(shares.begin(), shares.end());
  return split;
}

}  // namespace

grpc::Status QuotaService::ComputeIndicativeSplit(
    grpc::ServerContext* context,
    const pb::ComputeIndicativeSplitRequest* request,
    pb::ComputeIndicativeSplitResponse* response) {
  absl::CivilDay day;
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
        day =
            CheckDay(request->population_date(), "population_date", violations);
        CheckCount(request->score_year(), 1990, 2199, "score_year", violations);
        CheckCount(request->substitute_score_thousandths(), -999, 999,
                   "substitute_score_thousandths", violations);
      },
      [&](Transaction& tx)
          -> absl::StatusOr<pb::ComputeIndicativeSplitResponse> {
        std::optional<int32_t> substitute;
        if (request->has_substitute_score_thousandths()) {
          substitute = request->substitute_score_thousandths();
        }
        ASSIGN_OR_RETURN(const pb::Estimate estimate,
                         ReadEstimate(tx, request->cycle(), std::nullopt));
        ASSIGN_OR_RETURN(const std::vector<Share> shares,
                         SplitEstimate(tx, estimate, day, request->score_year(),
                                       substitute));
        pb::ComputeIndicativeSplitResponse computed;
        std::map<std::string, pb::ComputeIndicativeSplitResponse::ProvinceShare>
            provinces;
        for (const Share& share : shares) {
          auto& to = *computed.add_shares();
          to.set_municipality(share.municipality());
          to.set_place_count(share.quota_count());
          to.set_inhabitant_count(share.inhabitant_count());
          to.set_score_thousandths(share.score_thousandths());
          to.set_score_origin(share.substituted() ? "substitute" : "own");
          const std::string province =
              FindMunicipalityByName(share.municipality())->ProvinceName();
          auto& sum = provinces[province];
          sum.set_province(province);
          sum.set_place_count(sum.place_count() + share.quota_count());
          if (share.has_amv_count()) {
            to.set_amv_count(share.amv_count());
            sum.set_amv_count(sum.amv_count() + share.amv_count());
          }
        }
        for (auto& [name, sum] : provinces) {
          *computed.add_provinces() = std::move(sum);
        }
        *computed.mutable_estimate() = estimate;
        computed.set_revision(tx.revision());
        return computed;
      });
}

grpc::Status QuotaService::CreateSplit(grpc::ServerContext* context,
                                       const pb::CreateSplitRequest* request,
                                       pb::Split* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateSplitRequest& given) { return Check(given); },
      [&](Transaction& tx) -> absl::StatusOr<pb::Split> {
        ASSIGN_OR_RETURN(const auto taken,
                         FindSplit(tx, request->split().name()));
        if (taken.has_value()) return NameTaken(taken->name());
        pb::Split split = request->split();
        split.clear_shares();
        split.clear_national_amv_count();
        RETURN_IF_ERROR(split.duty() == pb::DUTY_ASYLUM
                            ? ComputeAsylum(tx, split)
                            : ComputeHousing(tx, split));
        RETURN_IF_ERROR(AppendSplit(tx, split));
        RETURN_IF_ERROR(AppendQuotaEntries(tx, EntriesOf(split)));
        std::vector<std::string> touched;
        for (const Share& share : split.shares()) {
          touched.push_back(share.municipality());
        }
        ASSIGN_OR_RETURN(const QuotaSnapshot standing,
                         QuotaSnapshot::Load(tx, touched));
        RETURN_IF_ERROR(standing.Check());
        ASSIGN_OR_RETURN(auto kept, FindSplit(tx, split.name()));
        return *std::move(kept);
      });
}

grpc::Status QuotaService::GetSplit(grpc::ServerContext* context,
                                    const pb::GetSplitRequest* request,
                                    pb::Split* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx) -> absl::StatusOr<pb::Split> {
        ASSIGN_OR_RETURN(auto split, FindSplit(tx, request->name()));
        if (!split.has_value()) return SplitNotFound(request->name());
        return *std::move(split);
      });
}

grpc::Status QuotaService::ListSplits(grpc::ServerContext* context,
                                      const pb::ListSplitsRequest* request,
                                      pb::ListSplitsResponse* response) {
  return HandleList(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListSplitsResponse> {
        ASSIGN_OR_RETURN(auto splits, opvang::quotas::ListSplits(tx));
        pb::ListSplitsResponse list;
        list.set_next_page_token(TakePage(
            *request, page, tx.revision(), std::move(splits),
            [&](pb::Split split) { *list.add_splits() = std::move(split); }));
        list.set_revision(tx.revision());
        return list;
      });
}

}  // namespace opvang::quotas
