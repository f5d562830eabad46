#include "services/quotas/quota_proto.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/calendar.h"
#include "common/municipality.h"
#include "common/resource_name.h"
#include "common/source.h"

namespace opvang::quotas {
namespace {

constexpr int kPlacesMax = 10000000;
constexpr int kQuotaMax = 1000000;

void CheckBefore(absl::CivilDay first, absl::CivilDay second,
                 const std::string& field, const std::string& other,
                 Violations& violations) {
  if (first < second) return;
  violations.Add(
      field, absl::StrCat("is ", FormatDay(second), "; it must be later than ",
                          other, ", ", FormatDay(first)));
}

void CheckOne(const pb::Cycle& cycle, const std::string& at,
              Violations& violations) {
  CheckCycleName(cycle.name(), at + ".name", violations);
  CheckText(cycle.display_name(), {.length_max = 100, .required = true},
            at + ".display_name", violations);
  const size_t before = violations.all().size();
  const auto window_start = CheckDay(cycle.window_start_date(),
                                     at + ".window_start_date", violations);
  const auto window_end =
      CheckDay(cycle.window_end_date(), at + ".window_end_date", violations);
  const auto realisation_start =
      CheckDay(cycle.realisation_start_date(), at + ".realisation_start_date",
               violations);
  const auto realisation_end = CheckDay(
      cycle.realisation_end_date(), at + ".realisation_end_date", violations);
  CheckDay(cycle.report_due_date(), at + ".report_due_date", violations);
  CheckDay(cycle.decision_due_date(), at + ".decision_due_date", violations);
  if (violations.all().size() == before) {
    CheckBefore(window_start, window_end, at + ".window_end_date",
                "window_start_date", violations);
    CheckBefore(realisation_start, realisation_end,
                at + ".realisation_end_date", "realisation_start_date",
                violations);
    CheckBefore(window_start, realisation_end, at + ".realisation_end_date",
                "window_start_date", violations);
  }
  CheckSource(cycle.source(), at + ".source", violations);
}

void CheckOne(const pb::Estimate& estimate, const std::string& at,
              Violations& violations) {
  CheckCycleName(estimate.cycle(), at + ".cycle", violations);
  CheckCount(estimate.place_count(), 1, kPlacesMax, at + ".place_count",
             violations);
  if (estimate.has_amv_count()) {
    CheckCount(estimate.amv_count(), 0, estimate.place_count(),
               at + ".amv_count", violations);
  }
  CheckDay(estimate.publish_date(), at + ".publish_date", violations);
  CheckSource(estimate.source(), at + ".source", violations);
}

void CheckOne(const pb::Population& population, const std::string& at,
              Violations& violations) {
  CheckMunicipality(population.municipality(), at + ".municipality",
                    violations);
  CheckDay(population.reference_date(), at + ".reference_date", violations);
  CheckCount(population.inhabitant_count(), 1, kPlacesMax,
             at + ".inhabitant_count", violations);
  CheckSource(population.source(), at + ".source", violations);
}

void CheckOne(const pb::Score& score, const std::string& at,
              Violations& violations) {
  CheckMunicipality(score.municipality(), at + ".municipality", violations);
  CheckCount(score.reference_year(), 1990, 2199, at + ".reference_year",
             violations);
  CheckCount(score.score_thousandths(), -999, 999, at + ".score_thousandths",
             violations);
  CheckSource(score.source(), at + ".source", violations);
}

void CheckPeriod(const pb::QuotaEntry& entry, const std::string& field,
                 Violations& violations) {
  switch (entry.duty()) {
    case pb::DUTY_ASYLUM:
      return CheckCycleName(entry.period(), field, violations);
    case pb::DUTY_STATUS_HOLDERS:
      return CheckHalfYear(entry.period(), field, violations);
    case pb::DUTY_UKRAINE:
      if (!entry.period().empty()) {
        violations.Add(field,
                       "must be empty; a Ukraine target holds from its "
                       "start_date");
      }
      return;
    default:
      return;  // The duty is a fault of its own.
  }
}

void CheckOne(const pb::QuotaEntry& entry, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (absl::StartsWith(entry.subject(), "municipalities/")) {
    if (CheckMunicipality(entry.subject(), at + ".subject", violations) !=
        nullptr) {
      CheckWithin(entry.subject(), parent, at + ".subject", violations);
    }
  } else if (!DutchName(entry.subject()).has_value()) {
    violations.Add(at + ".subject",
                   absl::StrCat("is \"", entry.subject().substr(0, 80),
                                "\"; it must be a municipality, region or "
                                "province"));
  } else {
    CheckWithin(entry.subject(), parent, at + ".subject", violations);
  }
  if (entry.duty() == pb::DUTY_UNSPECIFIED || !pb::Duty_IsValid(entry.duty())) {
    violations.Add(at + ".duty",
                   "is missing or unknown; it must be asylum, ukraine or "
                   "status_holders");
  }
  if (entry.basis() == pb::QuotaEntry::BASIS_UNSPECIFIED ||
      !pb::QuotaEntry::Basis_IsValid(entry.basis())) {
    violations.Add(at + ".basis",
                   "is missing or unknown; it must be indicative, agreed or "
                   "decided");
  }
  CheckPeriod(entry, at + ".period", violations);
  CheckDay(entry.start_date(), at + ".start_date", violations);
  if (entry.has_quota_count()) {
    CheckCount(entry.quota_count(), 0, kQuotaMax, at + ".quota_count",
               violations);
  }
  if (entry.has_amv_count()) {
    if (entry.duty() != pb::DUTY_ASYLUM || !entry.has_quota_count()) {
      violations.Add(at + ".amv_count",
                     "is stated; only an asylum quota has a part for minors");
    } else {
      // Minors are inside the total, Besluit 2.2(1).
      CheckCount(entry.amv_count(), 0, entry.quota_count(), at + ".amv_count",
                 violations);
    }
  }
  CheckSource(entry.source(), at + ".source", violations);
}

std::string Key(const pb::Cycle& c) { return c.name(); }
std::string Key(const pb::Estimate& e) {
  return absl::StrCat(e.cycle(), "|", e.publish_date().ShortDebugString());
}
std::string Key(const pb::Population& p) {
  return absl::StrCat(p.municipality(), "|",
                      p.reference_date().ShortDebugString());
}
std::string Key(const pb::Score& s) {
  return absl::StrCat(s.municipality(), "|", s.reference_year());
}
std::string Key(const pb::QuotaEntry& e) {
  return absl::StrCat(e.subject(), "|", e.duty(), "|", e.period(), "|",
                      e.basis(), "|", e.start_date().ShortDebugString());
}

}  // namespace

absl::Status CheckDelivery(const pb::DeliverQuotasRequest& request) {
  Violations violations;
  if (!DutchName(request.parent()).has_value()) {
    CheckParent(request.parent(), "parent", violations);
  }
  const auto check = [&violations](const auto& row, const std::string& at) {
    CheckOne(row, at, violations);
  };
  const auto key = [](const auto& row) { return Key(row); };
  const bool national = request.cycles_size() + request.estimates_size() +
                            request.populations_size() + request.scores_size() >
                        0;
  if (national && request.parent() != "countries/nl") {
    violations.Add("parent",
                   "must be countries/nl for cycles, estimates, populations "
                   "and scores");
  }
  CheckRows(request.cycles(), "cycles", 10, violations, check, key);
  CheckRows(request.estimates(), "estimates", 10, violations, check, key);
  CheckRows(request.populations(), "populations", 1000, violations, check, key);
  CheckRows(request.scores(), "scores", 1000, violations, check, key);
  CheckRows(
      request.quota_entries(), "quota_entries", 5000, violations,
      [&](const pb::QuotaEntry& entry, const std::string& at) {
        CheckOne(entry, request.parent(), at, violations);
      },
      key);
  return violations.ToStatus();
}

void CheckCycleName(const std::string& name, const std::string& field,
                    Violations& violations) {
  if (MatchName("cycles/{}", name).has_value()) return;
  violations.Add(field, absl::StrCat("is \"", name.substr(0, 80),
                                     "\"; it must look like cycles/2024"));
}

void CheckHalfYear(const std::string& half_year, const std::string& field,
                   Violations& violations) {
  const bool valid =
      half_year.size() == 7 &&
      ParseDay(half_year.substr(0, 4) + "-01-01").has_value() &&
      (absl::EndsWith(half_year, "-h1") || absl::EndsWith(half_year, "-h2"));
  if (valid) return;
  violations.Add(field, absl::StrCat("is \"", half_year.substr(0, 20),
                                     "\"; it must look like 2024-h2"));
}

}  // namespace opvang::quotas
