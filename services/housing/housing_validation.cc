#include "services/housing/housing_validation.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/housing/rules/book.h"
#include "services/housing/rules/supervision.h"

namespace opvang::housing {
namespace {

constexpr int kPersonsMax = 100000;
constexpr int kPublishedMax = 10000000;
constexpr int kLevelsMax = 20;

// `amv_count` is between nought and `persons`, whichever sign these have.
void CheckMinors(int minors, int persons, const std::string& at,
                 Violations& violations) {
  CheckCount(minors, std::min(0, persons), std::max(0, persons),
             at + ".amv_count", violations);
}

// What is housed is positive, a correction negative.
void CheckPersons(int persons, bool correction, const std::string& at,
                  Violations& violations) {
  CheckCount(persons, correction ? -kPersonsMax : 1,
             correction ? -1 : kPersonsMax, at + ".person_count", violations);
}

// `[a-z][a-z0-9_]{0,19}`.
void CheckCode(const std::string& code, const std::string& field,
               Violations& violations) {
  const bool right =
      !code.empty() && code.size() <= 20 && absl::ascii_islower(code[0]) &&
      code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
          std::string::npos;
  if (!right) {
    violations.Add(field,
                   absl::StrCat("is \"", Excerpt(code, 40),
                                "\"; it must be at most 20 lower-case letters, "
                                "digits and underscores, a letter first"));
  }
}

void CheckOne(const pb::PlacementKind& kind, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (parent != "countries/nl") {
    violations.Add(at, "is for the whole country; parent must be countries/nl");
  }
  CheckCode(kind.code(), at + ".code", violations);
  CheckText(kind.display_name(), {.length_max = 100, .required = true},
            at + ".display_name", violations);
  CheckSource(kind.source(), at + ".source", violations);
}

void CheckOne(const pb::Placement& placement, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckPlacement(placement, parent, today, at, violations);
}

void CheckMoveName(const std::string& name, const std::string& field,
                   Violations& violations) {
  if (MatchName("moves/{}", name).has_value()) return;
  violations.Add(field, absl::StrCat("is \"", Excerpt(name, 120),
                                     "\"; it must be moves/ and an id of at "
                                     "most 63 lower-case letters, digits and "
                                     "hyphens"));
}

void CheckOne(const pb::Move& move, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  CheckMove(move, parent, today, at, violations);
}

void CheckOne(const pb::NilReturn& nil, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  if (CheckMunicipality(nil.municipality(), at + ".municipality", violations) !=
      nullptr) {
    CheckWithin(nil.municipality(), parent, at + ".municipality", violations);
  }
  CheckDayThatCame(nil.return_date(), today, at + ".return_date", violations);
  CheckSource(nil.source(), at + ".source", violations);
}

void CheckOne(const pb::WaitingCount& waiting, const std::string& parent,
              absl::CivilDay today, const std::string& at,
              Violations& violations) {
  if (CheckMunicipality(waiting.municipality(), at + ".municipality",
                        violations) != nullptr) {
    CheckWithin(waiting.municipality(), parent, at + ".municipality",
                violations);
  }
  CheckDayThatCame(waiting.count_date(), today, at + ".count_date", violations);
  if (waiting.has_person_count()) {
    CheckCount(waiting.person_count(), 0, kPersonsMax, at + ".person_count",
               violations);
  }
  CheckSource(waiting.source(), at + ".source", violations);
}

void CheckOne(const pb::OpeningBalance& balance, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (CheckMunicipality(balance.municipality(), at + ".municipality",
                        violations) != nullptr) {
    CheckWithin(balance.municipality(), parent, at + ".municipality",
                violations);
  }
  CheckHalfYear(balance.half_year(), at + ".half_year", violations);
  CheckCount(balance.person_count(), -kPersonsMax, kPersonsMax,
             at + ".person_count", violations);
  CheckSource(balance.source(), at + ".source", violations);
}

void CheckOne(const pb::PublishedFigure& figure, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (!DutchName(figure.subject()).has_value()) {
    violations.Add(at + ".subject",
                   absl::StrCat("is \"", Excerpt(figure.subject(), 80),
                                "\"; it must be a municipality, region, "
                                "province or countries/nl"));
  } else {
    CheckWithin(figure.subject(), parent, at + ".subject", violations);
  }
  CheckHalfYear(figure.half_year(), at + ".half_year", violations);
  if (figure.metric() != pb::METRIC_NET_TARGET &&
      figure.metric() != pb::METRIC_REALISED &&
      figure.metric() != pb::METRIC_BALANCE) {
    violations.Add(at + ".metric",
                   "is missing, unknown or kept by quotas (target, opening); "
                   "it must be net_target, realised or balance");
  }
  CheckText(figure.publisher(), {.length_max = 100, .required = true},
            at + ".publisher", violations);
  CheckDay(figure.figure_date(), at + ".figure_date", violations);
  if (figure.has_person_count()) {
    CheckCount(figure.person_count(), -kPublishedMax, kPublishedMax,
               at + ".person_count", violations);
  }
  CheckText(figure.printed_percent(), {.length_max = 20},
            at + ".printed_percent", violations);
  CheckSource(figure.source(), at + ".source", violations);
}

void CheckOne(const pb::LadderLevel& level, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (!absl::StartsWith(level.province(), "provinces/") ||
      !DutchName(level.province()).has_value()) {
    violations.Add(at + ".province",
                   absl::StrCat("is \"", Excerpt(level.province(), 80),
                                "\"; it must be a province"));
  } else {
    CheckWithin(level.province(), parent, at + ".province", violations);
  }
  CheckDay(level.start_date(), at + ".start_date", violations);
  CheckCount(level.rank(), 1, kLevelsMax, at + ".rank", violations);
  CheckCode(level.code(), at + ".code", violations);
  CheckText(level.display_name(), {.length_max = 100, .required = true},
            at + ".display_name", violations);
  CheckText(level.measure(), {.length_max = 500, .required = true},
            at + ".measure", violations);
  if (level.has_missed_half_year_count()) {
    CheckCount(level.missed_half_year_count(), 1, kChainLength,
               at + ".missed_half_year_count", violations);
  }
  if (level.has_backlog_permille()) {
    CheckCount(level.backlog_permille(), 1, 10000, at + ".backlog_permille",
               violations);
  }
  if (level.has_backlog_person_count()) {
    CheckCount(level.backlog_person_count(), 1, kPersonsMax,
               at + ".backlog_person_count", violations);
  }
  const bool conditional = level.has_missed_half_year_count() ||
                           level.has_backlog_permille() ||
                           level.has_backlog_person_count();
  if (conditional == (level.rank() == 1)) {
    violations.Add(at, conditional ? "is the first level and has a condition; "
                                     "it must apply whatever the balance"
                                   : "has no condition; only the first level "
                                     "has none");
  }
  CheckText(level.ladder(), {.length_max = 100, .required = true},
            at + ".ladder", violations);
  if (level.test() == pb::LADDER_TEST_UNSPECIFIED ||
      !pb::LadderTest_IsValid(level.test())) {
    violations.Add(at + ".test",
                   "is missing or unknown; it must be half_yearly or monthly");
  }
  CheckSource(level.source(), at + ".source", violations);
}

void CheckOne(const pb::SupervisionStep& step, const std::string& parent,
              const std::string& at, Violations& violations) {
  if (CheckMunicipality(step.municipality(), at + ".municipality",
                        violations) != nullptr) {
    CheckWithin(step.municipality(), parent, at + ".municipality", violations);
  }
  CheckDay(step.step_date(), at + ".step_date", violations);
  CheckText(step.letter(), {.length_max = 200, .required = true},
            at + ".letter", violations);
  CheckText(step.reason(), {.length_max = 500}, at + ".reason", violations);
  CheckSource(step.source(), at + ".source", violations);
}

std::string LadderKey(const pb::LadderLevel& level) {
  return absl::StrCat(level.province(), "|",
                      level.start_date().ShortDebugString());
}

// The levels of one ladder come together: ranks without gaps, codes apart, one
// name and one test.
void CheckLadders(
    const google::protobuf::RepeatedPtrField<pb::LadderLevel>& levels,
    Violations& violations) {
  std::map<std::string, std::map<int, int>> ladders;  // By rank: which row.
  DistinctKeys codes;
  for (int i = 0; i < levels.size(); ++i) {
    ladders[LadderKey(levels[i])][levels[i].rank()] = i;
    codes.Check(absl::StrCat(LadderKey(levels[i]), "|", levels[i].code()),
                absl::StrCat("ladder_levels[", i, "].code"), violations);
  }
  for (const auto& [key, by_rank] : ladders) {
    const pb::LadderLevel& first = levels[by_rank.begin()->second];
    int wanted = 1;
    for (const auto& [rank, i] : by_rank) {
      const std::string at = absl::StrCat("ladder_levels[", i, "]");
      if (rank != wanted) {
        violations.Add(
            at + ".rank",
            absl::StrCat("is ", rank, "; the next of its ladder is ", wanted));
      }
      wanted = rank + 1;
      if (levels[i].ladder() != first.ladder() ||
          levels[i].test() != first.test()) {
        violations.Add(at + ".ladder",
                       "differs from that of its first level, in name or test");
      }
    }
  }
}

void CheckOne(const pb::HousingPlan& plan, const std::string& parent,
              const std::string& at, Violations& violations) {
  CheckMunicipalName(plan.name(), "plans", at + ".name", violations);
  CheckWithin(plan.name(), parent, at + ".name", violations);
  if (plan.home_source() == pb::HousingPlan::HOME_SOURCE_UNSPECIFIED ||
      !pb::HousingPlan::HomeSource_IsValid(plan.home_source())) {
    violations.Add(at + ".home_source",
                   "is missing or unknown; it must be existing_stock, "
                   "new_build, flex, dsl, nidos or other");
  }
  const size_t before = violations.all().size();
  const auto start =
      CheckDay(plan.start_date(), at + ".start_date", violations);
  const auto end = CheckDay(plan.end_date(), at + ".end_date", violations);
  if (violations.all().size() == before && end <= start) {
    violations.Add(
        at + ".end_date",
        absl::StrCat("is ", FormatDay(end), "; it must be after start_date, ",
                     FormatDay(start)));
  }
  if (plan.has_home_count()) {
    CheckCount(plan.home_count(), 0, kPersonsMax, at + ".home_count",
               violations);
  }
  if (plan.has_person_count()) {
    CheckCount(plan.person_count(), 0, kPersonsMax, at + ".person_count",
               violations);
  }
  if (plan.has_vacated_percent()) {
    CheckCount(plan.vacated_percent(), 0, 100, at + ".vacated_percent",
               violations);
    if (plan.home_source() != pb::HousingPlan::HOME_SOURCE_EXISTING_STOCK) {
      violations.Add(at + ".vacated_percent", "is for existing_stock only");
    }
  }
  if (!pb::HousingPlan::Certainty_IsValid(plan.certainty())) {
    violations.Add(at + ".certainty",
                   absl::StrCat("is ", plan.certainty(),
                                "; it must be certain, likely, possible or "
                                "absent"));
  }
  if (plan.has_average_household_hundredths()) {
    CheckCount(plan.average_household_hundredths(), 100, 2000,
               at + ".average_household_hundredths", violations);
    if (!plan.has_home_count() || plan.has_person_count()) {
      violations.Add(at + ".average_household_hundredths",
                     "is for home_count without person_count only");
    }
  }
  if (!plan.has_home_count() && !plan.has_person_count() &&
      !plan.has_vacated_percent()) {
    violations.Add(at, "states neither homes, persons nor a percentage");
  }
  CheckText(plan.remark(), {.length_max = 500}, at + ".remark", violations);
  CheckSource(plan.source(), at + ".source", violations);
}

std::string Key(const pb::LadderLevel& l) {
  return absl::StrCat(LadderKey(l), "|", l.rank());
}
std::string Key(const pb::NilReturn& n) {
  return absl::StrCat(n.municipality(), "|",
                      n.return_date().ShortDebugString());
}
std::string Key(const pb::WaitingCount& w) {
  return absl::StrCat(w.municipality(), "|", w.count_date().ShortDebugString());
}
std::string Key(const pb::SupervisionStep& s) {
  return absl::StrCat(s.municipality(), "|", s.step_date().ShortDebugString());
}
std::string Key(const pb::PlacementKind& k) { return k.code(); }
std::string Key(const pb::PublishedFigure& f) {
  return absl::StrCat(f.subject(), "|", f.half_year(), "|", f.metric(), "|",
                      f.publisher(), "|", f.figure_date().ShortDebugString());
}
std::string Key(const pb::OpeningBalance& b) {
  return absl::StrCat(b.municipality(), "|", b.half_year());
}
template <typename Named>
std::string Key(const Named& named) {
  return named.name();
}

}  // namespace

void CheckPlacement(const pb::Placement& placement, const std::string& parent,
                    absl::CivilDay today, const std::string& at,
                    Violations& violations) {
  CheckMunicipalName(placement.name(), "placements", at + ".name", violations);
  CheckWithin(placement.name(), parent, at + ".name", violations);
  CheckDayThatCame(placement.placement_date(), today, at + ".placement_date",
                   violations);
  if (placement.kind().empty()) {
    violations.Add(at + ".kind",
                   "is missing; it must be the code of a kind of placement");
  }
  const std::string& corrected = placement.corrected_placement();
  CheckPersons(placement.person_count(), !corrected.empty(), at, violations);
  if (placement.has_amv_count()) {
    CheckMinors(placement.amv_count(), placement.person_count(), at,
                violations);
  }
  if (!corrected.empty()) {
    CheckMunicipalName(corrected, "placements", at + ".corrected_placement",
                       violations);
    if (MunicipalityOf(corrected) != MunicipalityOf(placement.name())) {
      violations.Add(at + ".corrected_placement",
                     "must be a placement of the same municipality");
    }
  }
  CheckSource(placement.source(), at + ".source", violations);
}

Violations CheckDelivery(const pb::DeliverHousingRequest& request,
                         absl::CivilDay today) {
  Violations violations;
  const std::string& parent = request.parent();
  if (!DutchName(parent).has_value()) {
    CheckParent(parent, "parent", violations);
  }
  const auto check = [&](const auto& row, const std::string& at) {
    CheckOne(row, parent, at, violations);
  };
  const auto check_past = [&](const auto& row, const std::string& at) {
    CheckOne(row, parent, today, at, violations);
  };
  const auto key = [](const auto& row) { return Key(row); };
  CheckRows(request.placements(), "placements", 10000, violations, check_past,
            key);
  CheckRows(request.opening_balances(), "opening_balances", 5000, violations,
            check, key);
  CheckRows(request.plans(), "plans", 5000, violations, check, key);
  CheckRows(request.moves(), "moves", 5000, violations, check_past, key);
  CheckRows(request.placement_nil_returns(), "placement_nil_returns", 1000,
            violations, check_past, key);
  CheckRows(request.waiting_counts(), "waiting_counts", 5000, violations,
            check_past, key);
  CheckRows(request.ladder_levels(), "ladder_levels", 1000, violations, check,
            key);
  CheckLadders(request.ladder_levels(), violations);
  CheckRows(request.supervision_steps(), "supervision_steps", 1000, violations,
            check, key);
  CheckRows(request.published_figures(), "published_figures", 1000, violations,
            check, key);
  CheckRows(request.placement_kinds(), "placement_kinds", 100, violations,
            check, key);
  return violations;
}

pb::Placement NamedPlacement(const pb::CreatePlacementRequest& request) {
  pb::Placement placement = request.placement();
  placement.set_name(
      absl::StrCat(request.parent(), "/placements/", request.placement_id()));
  placement.clear_revision();
  return placement;
}

Violations CheckCreation(const pb::CreateMoveRequest& request,
                         absl::CivilDay today) {
  Violations violations;
  if (!DutchName(request.parent()).has_value()) {
    violations.Add("parent",
                   absl::StrCat("is \"", Excerpt(request.parent(), 80),
                                "\"; it must be countries/nl, a province or a "
                                "region"));
  }
  CheckMove(request.move(), request.parent(), today, "move", violations);
  return violations;
}

Violations CheckCreation(const pb::CreatePlacementRequest& request,
                         absl::CivilDay today) {
  Violations violations;
  CheckMunicipality(request.parent(), "parent", violations);
  const pb::Placement placement = NamedPlacement(request);
  if (!MatchName("municipalities/{}/placements/{}", placement.name())
           .has_value()) {
    violations.Add("placement_id",
                   absl::StrCat("is \"", Excerpt(request.placement_id(), 80),
                                "\"; it must be at most 63 lower-case letters, "
                                "digits and hyphens"));
  } else if (violations.empty()) {
    CheckPlacement(placement, request.parent(), today, "placement", violations);
  }
  return violations;
}

void CheckMove(const pb::Move& move, const std::string& parent,
               absl::CivilDay today, const std::string& at,
               Violations& violations) {
  CheckMoveName(move.name(), at + ".name", violations);
  for (const auto& [field, side] : {std::pair(".giver", move.giver()),
                                    std::pair(".receiver", move.receiver())}) {
    if (CheckMunicipality(side, at + field, violations) != nullptr) {
      CheckWithin(side, parent, at + field, violations);
    }
  }
  if (!move.giver().empty() && move.giver() == move.receiver()) {
    violations.Add(at + ".receiver",
                   "is the giver itself; it must be another municipality");
  }
  CheckDayThatCame(move.move_date(), today, at + ".move_date", violations);
  CheckPersons(move.person_count(), !move.corrected_move().empty(), at,
               violations);
  if (move.has_amv_count()) {
    CheckMinors(move.amv_count(), move.person_count(), at, violations);
  }
  if (!move.corrected_move().empty()) {
    CheckMoveName(move.corrected_move(), at + ".corrected_move", violations);
  }
  CheckSource(move.source(), at + ".source", violations);
}

void CheckKind(const pb::Placement& placement,
               const std::set<std::string>& codes, const std::string& at,
               Violations& violations) {
  // A missing one has been told already.
  if (placement.kind().empty() || codes.count(placement.kind()) > 0) return;
  violations.Add(at + ".kind",
                 absl::StrCat("is \"", Excerpt(placement.kind(), 40),
                              "\"; it must be one of ",
                              Excerpt(absl::StrJoin(codes, ", "), 500)));
}

void CheckSteps(const pb::DeliverHousingRequest& request,
                const std::vector<pb::Ladder>& ladders,
                Violations& violations) {
  for (int i = 0; i < request.supervision_steps_size(); ++i) {
    const pb::SupervisionStep& step = request.supervision_steps(i);
    const std::string field = absl::StrCat("supervision_steps[", i, "].level");
    const Municipality* municipality =
        FindMunicipalityByName(step.municipality());
    if (municipality == nullptr || step.step_date().year() == 0) continue;
    const absl::CivilDay day = DayOf(step.step_date());
    const pb::Ladder* ladder =
        LadderOn(ladders, municipality->ProvinceName(), day);
    if (ladder == nullptr) {
      violations.Add(
          field, absl::StrCat("is \"", Excerpt(step.level(), 40), "\"; on ",
                              FormatDay(day), " its province has no ladder"));
      continue;
    }
    std::vector<std::string> codes;
    for (const pb::LadderLevel& level : ladder->levels()) {
      codes.push_back(level.code());
    }
    if (std::find(codes.begin(), codes.end(), step.level()) == codes.end()) {
      violations.Add(field,
                     absl::StrCat("is \"", Excerpt(step.level(), 40),
                                  "\"; it must be one of ",
                                  Excerpt(absl::StrJoin(codes, ", "), 500)));
    }
  }
}

HalfYear CheckHalfYear(const std::string& half_year, const std::string& field,
                       Violations& violations) {
  const auto parsed = HalfYear::Parse(half_year);
  if (!parsed.has_value()) {
    violations.Add(field, absl::StrCat("is \"", Excerpt(half_year, 20),
                                       "\"; it must look like 2024-h2"));
  }
  return parsed.value_or(HalfYear::Of(absl::CivilDay(1900, 1, 1)));
}

}  // namespace opvang::housing
