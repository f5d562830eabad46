#include "services/housing/balance.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace opvang::housing {
namespace {

void AddSource(const std::string& source, pb::Balance& balance) {
  const auto& known = balance.sources();
  if (std::find(known.begin(), known.end(), source) == known.end()) {
    balance.add_sources(source);
  }
}

}  // namespace

std::optional<Period> ParseHalfYear(absl::string_view text) {
  if (text.size() != 7) return std::nullopt;
  const auto year = ParseDay(std::string(text.substr(0, 4)) + "-01-01");
  if (!year.has_value()) return std::nullopt;
  const absl::CivilDay july(year->year(), 7, 1);
  if (absl::EndsWith(text, "-h1")) return Period{*year, july};
  if (absl::EndsWith(text, "-h2")) {
    return Period{july, absl::CivilDay(year->year() + 1, 1, 1)};
  }
  return std::nullopt;
}

pb::Balance BalanceOf(const Ledger& ledger, const Period& half_year,
                      absl::CivilDay as_of) {
  pb::Balance balance;
  balance.set_municipality(ledger.municipality);
  int realised = 0, planned = 0;
  if (ledger.target.has_value()) {
    balance.set_target_person_count(ledger.target->count);
    balance.set_net_target_person_count(ledger.target->count);
    AddSource(ledger.target->source, balance);
  }
  if (ledger.opening.has_value()) {
    balance.set_opening_person_count(ledger.opening->count);
    AddSource(ledger.opening->source, balance);
    if (ledger.target.has_value()) {
      balance.set_net_target_person_count(ledger.target->count -
                                          ledger.opening->count);
    }
  }
  for (const pb::Placement& placement : ledger.placements) {
    const absl::CivilDay day = DayOf(placement.placement_date());
    if (!half_year.Contains(day) || day > as_of) continue;
    realised += placement.person_count();
    AddSource(placement.source(), balance);
  }
  for (const pb::HousingPlan& plan : ledger.plans) {
    const absl::CivilDay last_day = DayOf(plan.end_date()) - 1;
    if (plan.withdrawn() || !plan.has_person_count() || last_day <= as_of ||
        !half_year.Contains(last_day)) {
      continue;
    }
    planned += plan.person_count();
    AddSource(plan.source(), balance);
  }
  balance.set_realised_person_count(realised);
  balance.set_planned_person_count(planned);
  if (balance.has_net_target_person_count()) {
    balance.set_expected_person_count(realised + planned -
                                      balance.net_target_person_count());
  }
  return balance;
}

}  // namespace opvang::housing
