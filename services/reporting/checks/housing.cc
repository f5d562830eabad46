// Checks of the housing of status holders.
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

using Row = pb::MunicipalityRow;

const char kExpected[] = "status_holders.expected_person_count";
const char kRealisedPersons[] = "status_holders.realised_person_count";

using Values = Found::Values;

void HousingPartsDiffer(const Checked& checked, Found& found) {
  FindRests(checked,
            {"status_holders.net_target_person_count", kRealisedPersons,
             "status_holders.planned_person_count", kExpected},
            found);
}

void RealisedBelowZero(const Checked& checked, Found& found) {
  FindRows(checked, kRealisedPersons, found, [](const Row& row) -> MaybeFound {
    const int32_t realised =
        row.figures().status_holders().realised_person_count();
    if (realised >= 0) return std::nullopt;
    return Values{{"personen", DutchCount(realised)}};
  });
}

void OpeningMissing(const Checked& checked, Found& found) {
  FindLacking(
      checked, found,
      [](const Row& row) {
        const auto& holders = row.figures().status_holders();
        return holders.has_target_person_count() &&
               !holders.has_opening_person_count();
      },
      {{"halfjaar", DutchHalfYear(checked.content.spec().half_year())}});
}

void BacklogExpected(const Checked& checked, Found& found) {
  FindRows(checked, kExpected, found, [](const Row& row) -> MaybeFound {
    const auto& holders = row.figures().status_holders();
    if (!holders.has_expected_person_count() ||
        holders.expected_person_count() >= 0) {
      return std::nullopt;
    }
    return Values{{"personen", DutchCount(-holders.expected_person_count())}};
  });
}

// More expected than one and a half times the target.
void ExpectedFarAbove(const Checked& checked, Found& found) {
  FindRows(checked, kExpected, found, [](const Row& row) -> MaybeFound {
    const auto& holders = row.figures().status_holders();
    if (holders.target_person_count() <= 0 ||
        !holders.has_expected_person_count() ||
        2 * holders.expected_person_count() <= holders.target_person_count()) {
      return std::nullopt;
    }
    return Values{{"voorsprong", DutchCount(holders.expected_person_count())},
                  {"taakstelling", DutchCount(holders.target_person_count())}};
  });
}

void NothingRealised(const Checked& checked, Found& found) {
  const auto half_year = DaysOfHalfYear(checked.content.spec().half_year());
  if (!half_year.has_value() ||
      DayOf(checked.content.spec().placements_date()) <
          MonthsAfter(half_year->start, 2)) {
    return;
  }
  FindRows(checked, kRealisedPersons, found, [&](const Row& row) -> MaybeFound {
    const auto& holders = row.figures().status_holders();
    if (holders.target_person_count() <= 0 ||
        !holders.has_realised_person_count() ||
        holders.realised_person_count() != 0) {
      return std::nullopt;
    }
    return Values{
        {"dag", DutchDay(DayOf(checked.content.spec().placements_date()))}};
  });
}

void HousedUnknown(const Checked& checked, Found& found) {
  FindLacking(
      checked, found,
      [](const Row& row) {
        return !row.figures().status_holders().has_realised_person_count();
      },
      {{"dag", DutchDay(DayOf(checked.content.spec().placements_date()))}});
}

template <typename About>
void FindPlans(const Checked& checked, Found& found, About about) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::Plan& plan : row.plans()) {
      MaybeFound values = about(plan);
      if (!values.has_value()) continue;
      values->push_back({"gemeente", row.display_name()});
      values->push_back({"bron", DutchHomeSource(plan.plan_home_source())});
      found.Add(row.municipality(), *values, {}, plan.name());
    }
  }
}

void OpeningDiffers(const Checked& checked, Found& found) {
  FindRows(
      checked, "status_holders.opening_person_count", found,
      [](const Row& row) -> MaybeFound {
        if (row.opening_difference_person_count() == 0) {
          return std::nullopt;
        }
        return Values{
            {"verschil", DutchSigned(row.opening_difference_person_count())}};
      });
}

void HousingPublishedDiffers(const Checked& checked, Found& found) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::HousingStatement& one : row.statements()) {
      if (!one.has_computed_person_count() ||
          one.computed_person_count() == one.person_count()) {
        continue;
      }
      found.Add(
          row.municipality(),
          {{"gemeente", row.display_name()},
           {"wie", one.publisher().empty() ? one.source() : one.publisher()},
           {"wat", DutchStatement(one.housing_metric())},
           {"gesteld", DutchCount(one.person_count())},
           {"berekend", DutchCount(one.computed_person_count())}},
          {},
          absl::StrCat(row.municipality(), "|", EnumWord(one.housing_metric()),
                       "|", one.publisher(), "|",
                       one.has_statement_date()
                           ? FormatDay(DayOf(one.statement_date()))
                           : ""));
    }
  }
}

// Plans of the half-year that enter no expectation.
void PlanWithoutPersons(const Checked& checked, Found& found) {
  const auto half_year = DaysOfHalfYear(checked.content.spec().half_year());
  FindPlans(checked, found, [&](const pb::Plan& plan) -> MaybeFound {
    if (plan.has_person_count() || plan.has_derived_person_count() ||
        !half_year.has_value() ||
        !half_year->Contains(DayOf(plan.end_date()) - 1)) {
      return std::nullopt;
    }
    return Values{
        {"eenheid", plan.has_home_count() ? "woningen" : "procenten"}};
  });
}

void PlanOver(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayOf(checked.content.spec().placements_date());
  FindPlans(checked, found, [&](const pb::Plan& plan) -> MaybeFound {
    if (DayOf(plan.end_date()) - 1 > day ||
        MonthsAfter(DayOf(plan.end_date()), 6) < day) {
      return std::nullopt;
    }
    return Values{{"einde", DutchDay(DayOf(plan.end_date()) - 1)}};
  });
}

void TransitTermOver(const Checked& checked, Found& found) {
  const absl::CivilDay until =
      MonthsAfter(DayOf(checked.content.spec().as_of_date()), 6);
  for (const Row& row : checked.content.municipalities()) {
    for (const auto& location : row.status_holder_locations()) {
      if (!location.has_term_end_date() || IsOver(location.stage()) ||
          DayOf(location.term_end_date()) > until) {
        continue;
      }
      found.Add(row.municipality(),
                {{"gemeente", row.display_name()},
                 {"locatie", location.display_name()},
                 {"einde", DutchDay(DayOf(location.term_end_date()) - 1)}},
                {}, location.location());
    }
  }
}

// By more than twenty, and by more than half of what was.
void HousingJumped(const Checked& checked, Found& found) {
  FindMoved(checked, kExpected, found, [](int32_t was, int32_t is) {
    const int32_t moved = std::abs(is - was);
    return moved > 20 && 2 * moved > std::abs(was);
  });
}

constexpr Check kHousingChecks[] = {
    {"HOUSING_PARTS_DIFFER", kRefuse,
     "{gemeente}: de onderdelen tellen niet op tot {cijfer}; {rest} blijft "
     "over.",
     "",
     "Meld dit aan de beheerder: de bron en het verslag spreken elkaar tegen.",
     HousingPartsDiffer},
    {"REALISED_BELOW_ZERO", kFix,
     "{gemeente}: het aantal gehuisveste statushouders is {personen}.", "",
     "Een correctie of verhuizing neemt meer terug dan er in het halfjaar was; "
     "herstel haar dag, of licht toe dat zij over een eerder halfjaar gaat.",
     RealisedBelowZero},
    {"OPENING_DIFFERS", kFix,
     "{gemeente}: wat is opgegeven als meegenomen, wijkt {verschil} af van wat "
     "het halfjaar ervoor opleverde.",
     "Huisvestingswet 2014, art. 28",
     "Lever de ontbrekende plaatsingen aan, of licht toe waarom de boeken "
     "opnieuw beginnen.",
     OpeningDiffers},
    {"PLAN_OVER", kFix,
     "{gemeente}: een plan ({bron}) liep tot en met {einde} en is niet "
     "ingetrokken of vervangen.",
     "", "Trek het plan in, of lever het nieuwe aan.", PlanOver},
    {"OPENING_MISSING", kExplain,
     "Van {gemeenten} is niet bekend wat naar het {halfjaar} is meegenomen; "
     "gerekend "
     "is met nul.",
     "", "Lever de voorsprong of achterstand aan.", OpeningMissing},
    {"BACKLOG_EXPECTED", kExplain,
     "{gemeente} verwacht het halfjaar te eindigen met een achterstand van "
     "{personen} personen.",
     "Huisvestingswet 2014, art. 28",
     "Licht toe hoe de achterstand wordt "
     "ingelopen.",
     BacklogExpected},
    {"EXPECTED_FAR_ABOVE", kExplain,
     "{gemeente} verwacht een voorsprong van {voorsprong} personen bij een "
     "taakstelling van {taakstelling}.",
     "", "Controleer of plaatsingen en plannen niet dubbel zijn geteld.",
     ExpectedFarAbove},
    {"HOUSED_UNKNOWN", kExplain,
     "Van {gemeenten} is tot en met {dag} geen plaatsing geregistreerd, en ook "
     "niet opgegeven dat niemand is gehuisvest; de totalen zijn zonder.",
     "",
     "Vraag de gemeente om haar plaatsingen, of om de opgave dat er geen "
     "zijn.",
     HousedUnknown},
    {"NOTHING_REALISED", kExplain,
     "{gemeente} heeft tot en met {dag} geen statushouders gehuisvest.",
     "Huisvestingswet 2014, art. 28",
     "Controleer of de realisatie van COA is aangekomen.", NothingRealised},
    {"PLAN_WITHOUT_PERSONS", kExplain,
     "{gemeente}: een plan ({bron}) is alleen in {eenheid} gesteld en telt "
     "niet "
     "mee in de verwachting.",
     "", "Noem het aantal personen als dat bekend is.", PlanWithoutPersons},
    {"TRANSIT_TERM_OVER", kExplain,
     "{gemeente}: de termijn van doorstroomlocatie {locatie} eindigt na "
     "{einde}.",
     "Specifieke uitkering doorstroomlocaties, BWBR0050928: ten hoogste drie "
     "jaar "
     "per locatie",
     "Licht toe waar de bewoners heen gaan.", TransitTermOver},
    {"HOUSING_PUBLISHED_DIFFERS", kExplain,
     "{gemeente}: {wie} noemt voor {wat} {gesteld}, berekend is {berekend}.",
     "", "Zoek de plaatsing die ontbreekt, of vraag de uitgever.",
     HousingPublishedDiffers},
    {"HOUSING_JUMPED", kExplain,
     "{gemeente} verwacht nu {is} personen voor- of achterstand; in het "
     "kwartaal "
     "ervoor {was}.",
     "", "Licht de sprong toe.", HousingJumped},
};

}  // namespace

absl::Span<const Check> HousingChecks() { return kHousingChecks; }

}  // namespace opvang::reporting
