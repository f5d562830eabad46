#include "services/quotas/quota_validation.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"

namespace opvang::quotas {
namespace {

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
  CheckOptionalDay(cycle.estimate_due_date(), at + ".estimate_due_date",
                   violations);
  CheckOptionalDay(cycle.delivery_date(), at + ".delivery_date", violations);
  const auto term_start = CheckOptionalDay(cycle.term_start_date(),
                                           at + ".term_start_date", violations);
  const auto term_end = CheckOptionalDay(cycle.term_end_date(),
                                         at + ".term_end_date", violations);
  if (term_start.has_value() && term_end.has_value()) {
    CheckBefore(*term_start, *term_end, at + ".term_end_date",
                "term_start_date", violations);
  }
  CheckSource(cycle.source(), at + ".source", violations);
}

void CheckOne(const pb::CycleStep& step, const std::string& at,
              Violations& violations) {
  CheckCycleName(step.cycle(), at + ".cycle", violations);
  if (!pb::CycleStep::State_IsValid(step.state()) ||
      step.state() <= pb::CycleStep::STATE_DRAFT) {
    violations.Add(at + ".state",
                   "is missing, unknown or draft; it must be a state that a "
                   "cycle reaches, from estimate_published to closed");
  }
  CheckDay(step.step_date(), at + ".step_date", violations);
  CheckSource(step.source(), at + ".source", violations);
}

void CheckOne(const pb::NationalTarget& target, const std::string& at,
              Violations& violations) {
  CheckHalfYear(target.half_year(), at + ".half_year", violations);
  CheckCount(target.person_count(), 1, kQuotaMax, at + ".person_count",
             violations);
  CheckDay(target.publish_date(), at + ".publish_date", violations);
  CheckSource(target.source(), at + ".source", violations);
}

void CheckOne(const pb::Succession& succession, const std::string& at,
              Violations& violations) {
  CheckMunicipality(succession.municipality(), at + ".municipality",
                    violations);
  if (CheckMunicipality(succession.successor(), at + ".successor",
                        violations) != nullptr &&
      succession.successor() == succession.municipality()) {
    violations.Add(at + ".successor",
                   "is the municipality itself; it must be another");
  }
  CheckDay(succession.start_date(), at + ".start_date", violations);
  if (succession.has_weight()) {
    CheckCount(succession.weight(), 1, kNationalMax, at + ".weight",
               violations);
  }
  CheckSource(succession.source(), at + ".source", violations);
}

void CheckOne(const pb::Estimate& estimate, const std::string& at,
              Violations& violations) {
  CheckCycleName(estimate.cycle(), at + ".cycle", violations);
  CheckCount(estimate.place_count(), 1, kNationalMax, at + ".place_count",
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
  CheckCount(population.inhabitant_count(), 1, kNationalMax,
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

// A municipality, region or province within `parent`, or `countries/nl` itself.
void CheckSubject(const std::string& subject, const std::string& parent,
                  const std::string& field, Violations& violations) {
  if (absl::StartsWith(subject, "municipalities/")) {
    if (CheckMunicipality(subject, field, violations) == nullptr) return;
  } else if (!DutchName(subject).has_value()) {
    violations.Add(field, absl::StrCat("is \"", Excerpt(subject, 80),
                                       "\"; it must be a municipality, region "
                                       "or province"));
    return;
  }
  CheckWithin(subject, parent, field, violations);
}

void CheckOne(const pb::PublishedBalance& balance, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckSubject(balance.subject(), parent, at + ".subject", violations);
  CheckHalfYear(balance.half_year(), at + ".half_year", violations);
  CheckText(balance.publisher(), {.length_max = 100, .required = true},
            at + ".publisher", violations);
  if (balance.has_person_count()) {
    CheckCount(balance.person_count(), -kQuotaMax, kQuotaMax,
               at + ".person_count", violations);
  }
  CheckDay(balance.publish_date(), at + ".publish_date", violations);
  CheckSource(balance.source(), at + ".source", violations);
}

// One side of an agreement across duties.
void CheckSide(const std::string& municipality, int duty, int count,
               const std::string& parent, const std::string& at,
               const std::string& prefix, Violations& violations) {
  const std::string who =
      absl::StrCat(at, ".", prefix.empty() ? "municipality" : prefix);
  if (CheckMunicipality(municipality, who, violations) != nullptr) {
    CheckWithin(municipality, parent, who, violations);
  }
  const std::string of = prefix.empty() ? "" : prefix + "_";
  CheckDuty(static_cast<pb::Duty>(duty), absl::StrCat(at, ".", of, "duty"),
            violations);
  CheckCount(count, 1, kQuotaMax, absl::StrCat(at, ".", of, "count"),
             violations);
}

void CheckOne(const pb::Exchange& exchange, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (!MatchName("exchanges/{}", exchange.name()).has_value()) {
    violations.Add(at + ".name",
                   absl::StrCat("is \"", Excerpt(exchange.name(), 80),
                                "\"; it must be exchanges/ and an id of at "
                                "most 63 lower-case letters, digits and "
                                "hyphens"));
  }
  CheckSide(exchange.municipality(), exchange.duty(), exchange.count(), parent,
            at, "", violations);
  CheckSide(exchange.counterpart(), exchange.counterpart_duty(),
            exchange.counterpart_count(), parent, at, "counterpart",
            violations);
  if (exchange.duty() == exchange.counterpart_duty()) {
    violations.Add(at + ".counterpart_duty",
                   "is the same duty; places of one duty are lent "
                   "(CreateTransfer) and targets redistributed "
                   "(CreateRedistribution)");
  }
  CheckDay(exchange.start_date(), at + ".start_date", violations);
  CheckOptionalDay(exchange.end_date(), at + ".end_date", violations);
  if (exchange.has_start_date() && exchange.has_end_date() &&
      DayOf(exchange.end_date()) <= DayOf(exchange.start_date())) {
    violations.Add(at + ".end_date", "must be after start_date");
  }
  CheckText(exchange.agreement(), {.length_max = 500}, at + ".agreement",
            violations);
  CheckSource(exchange.source(), at + ".source", violations);
}

void CheckOne(const pb::QuotaEntry& entry, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckSubject(entry.subject(), parent, at + ".subject", violations);
  CheckDuty(entry.duty(), at + ".duty", violations);
  if (entry.basis() == pb::QuotaEntry::BASIS_UNSPECIFIED ||
      !pb::QuotaEntry::Basis_IsValid(entry.basis())) {
    violations.Add(at + ".basis",
                   "is missing or unknown; it must be indicative, agreed or "
                   "decided");
  }
  CheckPeriod(entry.duty(), entry.period(), at + ".period", violations);
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
std::string Key(const pb::CycleStep& s) {
  return absl::StrCat(s.cycle(), "|", s.state(), "|",
                      s.step_date().ShortDebugString());
}
std::string Key(const pb::NationalTarget& t) {
  return absl::StrCat(t.half_year(), "|", t.publish_date().ShortDebugString());
}
std::string Key(const pb::PublishedBalance& b) {
  return absl::StrCat(b.subject(), "|", b.half_year(), "|", b.publisher());
}
std::string Key(const pb::Succession& s) {
  return absl::StrCat(s.municipality(), "|", s.successor());
}
std::string Key(const pb::Exchange& e) { return e.name(); }
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
  const bool national = request.cycles_size() + request.cycle_steps_size() +
                            request.estimates_size() +
                            request.national_targets_size() +
                            request.populations_size() + request.scores_size() +
                            request.successions_size() >
                        0;
  if (national && request.parent() != "countries/nl") {
    violations.Add("parent",
                   "must be countries/nl for cycles, cycle_steps, estimates, "
                   "national_targets, populations, scores and successions");
  }
  CheckRows(request.cycles(), "cycles", 10, violations, check, key);
  CheckRows(request.cycle_steps(), "cycle_steps", 100, violations, check, key);
  CheckRows(request.estimates(), "estimates", 10, violations, check, key);
  CheckRows(request.national_targets(), "national_targets", 100, violations,
            check, key);
  CheckRows(request.populations(), "populations", 1000, violations, check, key);
  CheckRows(request.scores(), "scores", 1000, violations, check, key);
  CheckRows(request.successions(), "successions", 1000, violations, check, key);
  CheckRows(
      request.exchanges(), "exchanges", 1000, violations,
      [&](const pb::Exchange& exchange, const std::string& at) {
        CheckOne(exchange, request.parent(), at, violations);
      },
      key);
  CheckRows(
      request.published_balances(), "published_balances", 5000, violations,
      [&](const pb::PublishedBalance& balance, const std::string& at) {
        CheckOne(balance, request.parent(), at, violations);
      },
      key);
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
  violations.Add(field, absl::StrCat("is \"", Excerpt(name, 80),
                                     "\"; it must look like cycles/2024"));
}

void CheckHalfYear(const std::string& half_year, const std::string& field,
                   Violations& violations) {
  const bool valid =
      half_year.size() == 7 &&
      ParseDay(half_year.substr(0, 4) + "-01-01").has_value() &&
      (absl::EndsWith(half_year, "-h1") || absl::EndsWith(half_year, "-h2"));
  if (valid) return;
  violations.Add(field, absl::StrCat("is \"", Excerpt(half_year, 20),
                                     "\"; it must look like 2024-h2"));
}

void CheckDuty(pb::Duty duty, const std::string& field,
               Violations& violations) {
  if (duty != pb::DUTY_UNSPECIFIED && pb::Duty_IsValid(duty)) return;
  violations.Add(field,
                 "is missing or unknown; it must be asylum, ukraine or "
                 "status_holders");
}

void CheckPeriod(pb::Duty duty, const std::string& period,
                 const std::string& field, Violations& violations) {
  switch (duty) {
    case pb::DUTY_ASYLUM:
      return CheckCycleName(period, field, violations);
    case pb::DUTY_STATUS_HOLDERS:
      return CheckHalfYear(period, field, violations);
    case pb::DUTY_UKRAINE:
      if (!period.empty()) {
        violations.Add(field,
                       "must be empty; what is due for Ukrainians holds from "
                       "its start_date");
      }
      return;
    default:
      return;  // The duty is a fault of its own.
  }
}

void CheckChosenName(const std::string& name, const std::string& collection,
                     const std::string& field, Violations& violations) {
  if (MatchName(collection + "/{}", name).has_value()) return;
  violations.Add(field, absl::StrCat("is \"", Excerpt(name, 120),
                                     "\"; it must be ", collection,
                                     "/ and an id of at most 63 lower-case "
                                     "letters, digits and hyphens"));
}

}  // namespace opvang::quotas
