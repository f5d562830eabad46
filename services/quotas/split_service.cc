// Splits of a national number over all municipalities.
#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/quotas/agreement_validation.h"
#include "services/quotas/quota_errors.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/housing_target.h"
#include "services/quotas/rules/indicative_split.h"
#include "services/quotas/rules/succession.h"

namespace opvang::quotas {
namespace {

using Share = pb::Split::Share;

// The municipalities that exist on `day`, each with its inhabitants.
absl::StatusOr<std::vector<Share>> ReadInhabitants(const KnownQuotas& known,
                                                   absl::CivilDay day) {
  const auto successions = ListSuccessions(known);
  std::vector<Share> shares;
  std::vector<std::string> missing;
  for (const Municipality& municipality : AllMunicipalities()) {
    const auto start = ParseDay(municipality.start_date);
    const std::string name = municipality.Name();
    if ((start.has_value() && day < *start) ||
        HasEnded(name, day, successions)) {
      continue;
    }
    const auto population = FindPopulation(known, name, day);
    if (!population.has_value()) {
      missing.push_back(name);
      continue;
    }
    Share& share = shares.emplace_back();
    share.set_municipality(name);
    share.set_inhabitant_count(population->inhabitant_count());
  }
  if (missing.empty()) return shares;
  return SplitInputMissing("no population of " + FormatDay(day), missing);
}

absl::Status AddScores(const KnownQuotas& known, int year,
                       std::optional<int32_t> substitute,
                       std::vector<Share>& shares) {
  std::vector<std::string> missing;
  for (Share& share : shares) {
    const auto score = FindScore(known, share.municipality(), year);
    if (score.has_value()) {
      share.set_score_thousandths(score->score_thousandths());
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
    const KnownQuotas& known, const pb::Estimate& estimate,
    absl::CivilDay population_day, int score_year,
    std::optional<int32_t> substitute) {
  ASSIGN_OR_RETURN(std::vector<Share> shares,
                   ReadInhabitants(known, population_day));
  RETURN_IF_ERROR(AddScores(known, score_year, substitute, shares));
  return SplitPlaces(estimate, std::move(shares));
}

absl::StatusOr<pb::Estimate> ReadEstimate(const KnownQuotas& known,
                                          const std::string& cycle,
                                          std::optional<absl::CivilDay> day) {
  const auto estimates = ListEstimates(known, cycle);
  const pb::Estimate* found = FindPublished(estimates, day);
  if (found != nullptr) return *found;
  return SplitInputMissing(
      absl::StrCat("no estimate is on record for ", Wanted(cycle, day)), {});
}

absl::StatusOr<pb::NationalTarget> ReadNationalTarget(
    const KnownQuotas& known, const std::string& half_year,
    std::optional<absl::CivilDay> day) {
  std::vector<pb::NationalTarget> targets = ListNationalTargets(known);
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
absl::Status ComputeAsylum(const KnownQuotas& known, pb::Split& split) {
  ASSIGN_OR_RETURN(
      const pb::Estimate estimate,
      ReadEstimate(known, split.period(),
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
  ASSIGN_OR_RETURN(
      const std::vector<Share> shares,
      SplitEstimate(known, estimate, DayOf(split.population_date()),
                    split.score_year(), substitute));
  split.mutable_shares()->Add(shares.begin(), shares.end());
  return absl::OkStatus();
}

absl::Status ComputeHousing(const KnownQuotas& known, pb::Split& split) {
  split.clear_score_year();
  ASSIGN_OR_RETURN(const pb::NationalTarget target,
                   ReadNationalTarget(known, split.period(),
                                      DayIfSet(split.has_publish_date(),
                                               split.publish_date())));
  *split.mutable_publish_date() = target.publish_date();
  split.set_national_count(target.person_count());
  split.set_national_source(target.source());
  if (!split.has_population_date()) {
    *split.mutable_population_date() = ToProto(PopulationDayOf(split.period()));
  }
  ASSIGN_OR_RETURN(std::vector<Share> shares,
                   ReadInhabitants(known, DayOf(split.population_date())));
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

}  // namespace

grpc::ServerUnaryReactor* QuotaService::ComputeIndicativeSplit(
    Context* context, const pb::ComputeIndicativeSplitRequest* request,
    pb::ComputeIndicativeSplitResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckCycleName(request->cycle(), "cycle", violations);
        CheckCount(request->score_year(), 1990, 2199, "score_year", violations);
        CheckCount(request->substitute_score_thousandths(), -999, 999,
                   "substitute_score_thousandths", violations);
        return CheckDay(request->population_date(), "population_date",
                        violations);
      },
      [=](const auto& asked)
          -> absl::StatusOr<pb::ComputeIndicativeSplitResponse> {
        std::optional<int32_t> substitute;
        if (request->has_substitute_score_thousandths()) {
          substitute = request->substitute_score_thousandths();
        }
        ASSIGN_OR_RETURN(
            const pb::Estimate estimate,
            ReadEstimate(asked.known, request->cycle(), std::nullopt));
        ASSIGN_OR_RETURN(const std::vector<Share> shares,
                         SplitEstimate(asked.known, estimate, asked.query,
                                       request->score_year(), substitute));
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
        computed.set_revision(asked.known.revision);
        return computed;
      });
}

grpc::ServerUnaryReactor* QuotaService::CreateSplit(
    Context* context, const pb::CreateSplitRequest* request,
    pb::Split* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateSplitRequest& given) { return Check(given); },
      [=](QuotaDraft& draft) -> absl::StatusOr<pb::Split> {
        pb::Split split = request->split();
        if (FindSplit(draft.known(), split.name()).has_value()) {
          return NameTaken(split.name());
        }
        split.clear_shares();
        split.clear_national_amv_count();
        RETURN_IF_ERROR(split.duty() == pb::DUTY_ASYLUM
                            ? ComputeAsylum(draft.known(), split)
                            : ComputeHousing(draft.known(), split));
        draft.Add(split);
        std::vector<std::string> touched;
        for (const Share& share : split.shares()) {
          draft.Add(SplitInput{.split = split.name(), .share = share});
          touched.push_back(share.municipality());
        }
        for (const pb::QuotaEntry& entry : EntriesOf(split)) draft.Add(entry);
        RETURN_IF_ERROR(CheckObligations(draft.known(), touched));
        return *FindSplit(draft.known(), split.name());
      });
}

grpc::ServerUnaryReactor* QuotaService::GetSplit(
    Context* context, const pb::GetSplitRequest* request, pb::Split* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [=](const auto& asked) -> absl::StatusOr<pb::Split> {
        auto split = FindSplit(asked.known, request->name());
        if (!split.has_value()) return SplitNotFound(request->name());
        return *std::move(split);
      });
}

grpc::ServerUnaryReactor* QuotaService::ListSplits(
    Context* context, const pb::ListSplitsRequest* request,
    pb::ListSplitsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [=](const auto& asked) -> absl::StatusOr<pb::ListSplitsResponse> {
        pb::ListSplitsResponse list;
        list.set_next_page_token(TakePage(
            *request, asked.page, asked.known.revision,
            opvang::quotas::ListSplits(asked.known),
            [&](pb::Split split) { *list.add_splits() = std::move(split); }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::quotas
