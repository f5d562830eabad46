// Targets for housing status holders over half-years, with what is stated.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/housing_target.h"
#include "services/quotas/rules/obligation.h"

namespace opvang::quotas {
namespace {

constexpr int kHalfYearsMax = 40;

// What ListHousingTargets asks, checked. "2024-h1" comes before "2024-h2" as a
// text too.
struct TargetQuery {
  std::vector<const Municipality*> municipalities;
  HalfYears half_years;
  absl::CivilDay day;
  bool Holds(const std::string& half_year) const {
    return half_year >= half_years.first && half_year <= half_years.last;
  }
};

int CountOf(const TargetQuery& query) {
  const absl::CivilMonth first(FirstDayOf(query.half_years.first));
  const absl::CivilMonth last(FirstDayOf(query.half_years.last));
  return static_cast<int>((last - first) / 6) + 1;
}

TargetQuery CheckQuery(const pb::ListHousingTargetsRequest& request,
                       Violations& violations) {
  TargetQuery query{.municipalities = {},
                    .half_years = {.first = request.first_half_year(),
                                   .last = request.last_half_year()},
                    .day = {}};
  query.municipalities = CheckParent(request.parent(), "parent", violations);
  query.day = CheckDay(request.as_of_date(), "as_of_date", violations);
  const size_t before = violations.all().size();
  CheckHalfYear(query.half_years.first, "first_half_year", violations);
  CheckHalfYear(query.half_years.last, "last_half_year", violations);
  if (violations.all().size() > before) return query;
  const int count = CountOf(query);
  if (count < 1 || count > kHalfYearsMax) {
    violations.Add(
        "last_half_year",
        absl::StrCat("is ", query.half_years.last, "; from first_half_year, ",
                     query.half_years.first, ", there must be between 1 and ",
                     kHalfYearsMax, " half-years"));
  }
  return query;
}

// The obligations of `subject` of which anything is on record, by half-year.
std::map<std::string, pb::Obligation> TargetsOf(const KnownQuotas& known,
                                                const std::string& subject,
                                                const TargetQuery& query) {
  const ObligationRecord record = RecordOf(known, subject);
  std::set<std::string> half_years;
  for (const pb::QuotaEntry* entry : record.entries) {
    if (entry->duty() == pb::DUTY_STATUS_HOLDERS &&
        query.Holds(entry->period()))
      half_years.insert(entry->period());
  }
  std::map<std::string, pb::Obligation> targets;
  for (const std::string& half_year : half_years) {
    pb::Obligation target =
        record.ObligationFor({.subject = subject,
                              .duty = pb::DUTY_STATUS_HOLDERS,
                              .period = half_year,
                              .day = query.day});
    if (target.steps().empty() && target.superseded_steps().empty()) continue;
    targets.emplace(half_year, std::move(target));
  }
  return targets;
}

using BySubject = std::map<std::string, std::map<std::string, pb::Obligation>>;

// The sums of an area and what is stated for it, where either is on record.
void AddArea(const std::string& area, const TargetQuery& query,
             const BySubject& targets, pb::ListHousingTargetsResponse& list) {
  std::map<std::string, std::map<std::string, pb::Obligation>> by_half_year;
  for (const Municipality* municipality : query.municipalities) {
    const std::string name = municipality->Name();
    if (!LiesWithin(name, area)) continue;
    for (const auto& [half_year, target] : targets.at(name)) {
      by_half_year[half_year][name] = target;
    }
  }
  const auto& stated = targets.at(area);
  for (const auto& [half_year, total] : stated) by_half_year[half_year];
  for (auto& [half_year, parts] : by_half_year) {
    pb::Obligation total;
    total.set_subject(area);
    total.set_duty(pb::DUTY_STATUS_HOLDERS);
    total.set_period(half_year);
    const auto found = stated.find(half_year);
    if (found != stated.end()) {
      total = found->second;
      *list.add_stated_totals() = total;
    }
    *list.add_totals() = TotalOf(total, query.municipalities, parts);
  }
}

void AddFirstPage(const KnownQuotas& known, const std::string& parent,
                  const TargetQuery& query, const BySubject& targets,
                  pb::ListHousingTargetsResponse& list) {
  for (const std::string& area : AreasWithin(parent)) {
    AddArea(area, query, targets, list);
  }
  for (const pb::NationalTarget& target : ListNationalTargets(known)) {
    if (query.Holds(target.half_year())) *list.add_national_targets() = target;
  }
  for (pb::PublishedBalance& balance :
       ListPublishedBalances(known, SubjectsWithin(parent), query.half_years)) {
    *list.add_published_balances() = std::move(balance);
  }
}

}  // namespace

grpc::ServerUnaryReactor* QuotaService::ListHousingTargets(
    Context* context, const pb::ListHousingTargetsRequest* request,
    pb::ListHousingTargetsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) { return CheckQuery(*request, violations); },
      [=](const auto& asked) -> absl::StatusOr<pb::ListHousingTargetsResponse> {
        const TargetQuery& query = asked.query;
        const bool first = asked.page.after.empty();
        const auto given = PageOf(query.municipalities, asked.page);
        BySubject targets;
        // The first page has the sums over all.
        for (const std::string& subject :
             first ? SubjectsWithin(request->parent()) : NamesOf(given)) {
          targets[subject] = TargetsOf(asked.known, subject, query);
        }
        pb::ListHousingTargetsResponse list;
        if (first) {
          AddFirstPage(asked.known, request->parent(), query, targets, list);
        }
        for (const std::string& name : NamesOf(given)) {
          auto& one = *list.add_municipalities();
          one.set_municipality(name);
          for (auto& [half_year, target] : targets[name]) {
            *one.add_targets() = std::move(target);
          }
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            query.municipalities, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::quotas
