// Checks of the shelter for displaced Ukrainians.
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Row = pb::MunicipalityRow;

const char kRealisedPlaces[] = "ukraine.realised_place_count";

using Values = Found::Values;

// Calls `about(shelter)` for every shelter; what it answers is found.
template <typename About>
void FindShelters(const Checked& checked, Found& found, About about) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::Shelter& shelter : row.shelters()) {
      if (IsOver(shelter)) continue;
      MaybeFound values = about(shelter);
      if (!values.has_value()) continue;
      values->push_back({"gemeente", row.display_name()});
      values->push_back({"locatie", shelter.display_name()});
      found.Add(row.municipality(), *values,
                {absl::StrCat(shelter.location(), "#realised_place_count")},
                shelter.location());
    }
  }
}

void UkrainePartsDiffer(const Checked& checked, Found& found) {
  FindRests(checked,
            {kRealisedPlaces, "ukraine.in_development_place_count",
             "ukraine.occupied_person_count", "ukraine.private_person_count"},
            found);
}

void UkraineBelowTarget(const Checked& checked, Found& found) {
  FindRows(checked, kRealisedPlaces, found, [](const Row& row) -> MaybeFound {
    const auto& ukraine = row.figures().ukraine();
    if (!ukraine.has_target_place_count() ||
        !ukraine.has_realised_place_count() ||
        ukraine.realised_place_count() >= ukraine.target_place_count()) {
      return std::nullopt;
    }
    return Values{{"gerealiseerd", DutchCount(ukraine.realised_place_count())},
                  {"opgave", DutchCount(ukraine.target_place_count())}};
  });
}

// Places of shelters whose persons are counted.
int64_t CountedPlaces(const Row& row) {
  int64_t places = 0;
  for (const pb::Shelter& shelter : row.shelters()) {
    if (shelter.has_occupied_person_count()) {
      places += shelter.realised_place_count();
    }
  }
  return places;
}

void UkraineAlmostFull(const Checked& checked, Found& found) {
  FindRows(checked, "ukraine.occupied_person_count", found,
           [](const Row& row) -> MaybeFound {
             const int64_t persons =
                 row.figures().ukraine().occupied_person_count();
             const int64_t places = CountedPlaces(row);
             if (persons > places || 100 * persons <= 95 * places) {
               return std::nullopt;
             }
             return Values{{"personen", DutchCount(persons)},
                           {"plekken", DutchCount(places)}};
           });
}

void ShelterAboveCapacity(const Checked& checked, Found& found) {
  FindShelters(checked, found, [](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_progress() != pb::Shelter::PROGRESS_REALISED ||
        shelter.occupied_person_count() <= shelter.realised_place_count()) {
      return std::nullopt;
    }
    return Values{{"personen", DutchCount(shelter.occupied_person_count())},
                  {"plekken", DutchCount(shelter.realised_place_count())}};
  });
}

void ShelterUnknown(const Checked& checked, Found& found) {
  FindLacking(checked, found, [](const Row& row) {
    return !row.figures().ukraine().has_realised_place_count();
  });
}

void ShelterOccupancyUnknown(const Checked& checked, Found& found) {
  FindLacking(checked, found, [](const Row& row) {
    return row.figures().ukraine().realised_place_count() > 0 &&
           !row.figures().ukraine().has_occupied_person_count();
  });
}

void PrivateShelterUnknown(const Checked& checked, Found& found) {
  FindLacking(checked, found, [](const Row& row) {
    return !row.figures().ukraine().has_private_person_count();
  });
}

void DeliveryDateMissing(const Checked& checked, Found& found) {
  FindShelters(checked, found, [](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_progress() != pb::Shelter::PROGRESS_IN_DEVELOPMENT ||
        shelter.has_start_date()) {
      return std::nullopt;
    }
    return Values{{"plekken", DutchCount(shelter.place_count())}};
  });
}

void DeliveryOverdue(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayOf(checked.content.spec().as_of_date());
  FindShelters(checked, found, [&](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_progress() != pb::Shelter::PROGRESS_IN_DEVELOPMENT ||
        !shelter.has_start_date() || DayOf(shelter.start_date()) > day) {
      return std::nullopt;
    }
    return Values{{"dag", DutchDay(DayOf(shelter.start_date()))},
                  {"plekken", DutchCount(shelter.place_count())}};
  });
}

void QualityUnknown(const Checked& checked, Found& found) {
  FindShelters(checked, found, [](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_progress() != pb::Shelter::PROGRESS_REALISED ||
        shelter.shelter_quality_level() !=
            locations::Location::QUALITY_LEVEL_UNSPECIFIED) {
      return std::nullopt;
    }
    return Values{};
  });
}

void LowerQuality(const Checked& checked, Found& found) {
  FindShelters(checked, found, [](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_quality_level() !=
        locations::Location::QUALITY_LEVEL_LOWER)
      return std::nullopt;
    return Values{{"plekken", DutchCount(shelter.place_count())}};
  });
}

// A realised shelter that ends within half a year of the report's day.
void ShelterEnds(const Checked& checked, Found& found) {
  const absl::CivilDay until =
      MonthsAfter(DayOf(checked.content.spec().as_of_date()), 6);
  FindShelters(checked, found, [&](const pb::Shelter& shelter) -> MaybeFound {
    if (shelter.shelter_progress() != pb::Shelter::PROGRESS_REALISED ||
        !shelter.has_end_date() || DayOf(shelter.end_date()) > until) {
      return std::nullopt;
    }
    return Values{{"einde", DutchDay(DayOf(shelter.end_date()) - 1)},
                  {"plekken", DutchCount(shelter.place_count())}};
  });
}

void UkraineJumped(const Checked& checked, Found& found) {
  FindMoved(checked, kRealisedPlaces, found, IsJump);
}

constexpr Check kUkraineChecks[] = {
    {"UKRAINE_PARTS_DIFFER", kRefuse,
     "{gemeente}: de locaties tellen niet op tot {cijfer}; {rest} blijft over.",
     "",
     "Meld dit aan de beheerder: de bron en het verslag spreken elkaar tegen.",
     UkrainePartsDiffer},
    {"SHELTER_ABOVE_CAPACITY", kFix,
     "{gemeente}: in {locatie} verblijven {personen} personen op {plekken} "
     "gerealiseerde plekken.",
     "", "Herstel de telling of het aantal plekken.", ShelterAboveCapacity},
    {"DELIVERY_DATE_MISSING", kFix,
     "{gemeente}: {locatie} is concreet in ontwikkeling ({plekken} plekken) "
     "maar "
     "heeft geen opleverdatum.",
     "", "Leg de dag van oplevering vast.", DeliveryDateMissing},
    {"DELIVERY_OVERDUE", kFix,
     "{gemeente}: {locatie} ({plekken} plekken) zou op {dag} zijn opgeleverd "
     "en "
     "staat nog in ontwikkeling.",
     "", "Leg de oplevering vast, of verzet de dag.", DeliveryOverdue},
    {"QUALITY_UNKNOWN", kFix,
     "{gemeente}: van {locatie} is het kwaliteitsniveau niet vastgelegd.",
     "Regeling opvang ontheemden Oekraïne, art. 5",
     "Leg vast of het niveau regulier of lager is.", QualityUnknown},
    {"UKRAINE_BELOW_TARGET", kExplain,
     "{gemeente} heeft {gerealiseerd} van {opgave} plekken voor Oekraïense "
     "ontheemden gerealiseerd.",
     "", "Licht toe hoe de rest wordt gevonden.", UkraineBelowTarget},
    {"UKRAINE_ALMOST_FULL", kExplain,
     "{gemeente}: meer dan 95 % van de plekken waarvan geteld is, is bezet "
     "({personen} personen op {plekken} plekken). Dit is een signaal van dit "
     "verslag zelf: de regeling noemt 95 % voor het hele land "
     "(Bekostigingsregeling opvang ontheemden Oekraïne, artikel 5, vijfde "
     "lid).",
     "", "Licht toe of er uitbreiding komt.", UkraineAlmostFull},
    {"SHELTER_UNKNOWN", kExplain,
     "Van {gemeenten} is niets aangeleverd over plekken voor Oekraïense "
     "ontheemden; de totalen zijn zonder.",
     "",
     "Vraag de gemeente om haar plekken, of om de opgave dat zij er geen "
     "heeft.",
     ShelterUnknown},
    {"SHELTER_OCCUPANCY_UNKNOWN", kExplain,
     "Van {gemeenten} is de bezetting van de gemeentelijke opvang niet bekend.",
     "", "Lever de telling aan.", ShelterOccupancyUnknown},
    {"PRIVATE_SHELTER_UNKNOWN", kExplain,
     "Van {gemeenten} is het aantal personen in particuliere opvang (POO) niet "
     "bekend.",
     "", "Lever de telling aan.", PrivateShelterUnknown},
    {"LOWER_QUALITY", kExplain,
     "{gemeente}: {locatie} ({plekken} plekken) heeft een lager "
     "kwaliteitsniveau.",
     "Regeling opvang ontheemden Oekraïne, art. 5",
     "Licht toe hoe lang dit duurt.", LowerQuality},
    {"SHELTER_ENDS", kExplain,
     "{gemeente}: {locatie} met {plekken} plekken eindigt na {einde}.", "",
     "Licht toe wat ervoor in de plaats komt.", ShelterEnds},
    {"UKRAINE_JUMPED", kExplain,
     "{gemeente} heeft {is} gerealiseerde plekken voor Oekraïense ontheemden; "
     "in "
     "het kwartaal ervoor {was}.",
     "", "Licht de sprong toe.", UkraineJumped},
};

}  // namespace

absl::Span<const Check> UkraineChecks() { return kUkraineChecks; }

}  // namespace opvang::reporting
