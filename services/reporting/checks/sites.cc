// Checks of asylum locations, one by one.
#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/address.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"
#include "common/base/folding.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Reason = locations::LocationCoverage::Reason;
using Row = pb::MunicipalityRow;

bool IsStanding(const pb::Site& site) {
  return site.stage() == locations::LOCATION_STAGE_STANDING;
}

using Values = Found::Values;

int32_t CountedOf(const pb::Site& site) {
  int32_t counted = 0;
  for (const auto& group : site.groups()) {
    counted += group.counted_place_count();
  }
  return counted;
}

// Calls `about(row, site)` for every asylum location; those it answers with
// values are found.
template <typename About>
void FindSites(const Checked& checked, Found& found, About about) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::Site& site : row.sites()) {
      std::optional<Values> values = about(row, site);
      if (!values.has_value()) continue;
      values->push_back({"gemeente", row.display_name()});
      values->push_back({"locatie", site.display_name()});
      std::vector<std::string> figures;
      for (const auto& group : site.groups()) {
        figures.push_back(absl::StrCat(site.location(), "#",
                                       EnumWord(group.place_group()),
                                       ".counted_place_count"));
      }
      found.Add(row.municipality(), *values, std::move(figures),
                site.location());
    }
  }
}

absl::CivilDay DayIn(const Checked& checked) {
  return DayOf(checked.content.spec().as_of_date());
}

// Places of the site that do not count for one reason.
int32_t UncountedFor(const pb::Site& site, Reason reason) {
  int32_t places = 0;
  for (const auto& uncounted : site.uncounted()) {
    const auto& reasons = uncounted.uncounted_reasons();
    if (std::find(reasons.begin(), reasons.end(), reason) != reasons.end()) {
      places += uncounted.place_count();
    }
  }
  return places;
}

MaybeFound ForReason(const pb::Site& site, Reason reason) {
  const int32_t places = UncountedFor(site, reason);
  if (places == 0) return std::nullopt;
  return Values{{"plekken", DutchCount(places)}};
}

void StartMissing(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    return IsOver(site.stage())
               ? std::nullopt
               : ForReason(site,
                           locations::LocationCoverage::REASON_NO_START_DATE);
  });
}

void ClosesInWindow(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    return ForReason(site,
                     locations::LocationCoverage::REASON_CLOSES_IN_WINDOW);
  });
}

void OpensAfterWindowStart(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    return IsDecided(site)
               ? ForReason(site, locations::LocationCoverage::
                                     REASON_OPENS_AFTER_WINDOW_START)
               : std::nullopt;
  });
}

void DecisionPending(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    return site.location_state() == locations::LOCATION_STATE_DECISION_PENDING
               ? ForReason(site,
                           locations::LocationCoverage::REASON_DECISION_PENDING)
               : std::nullopt;
  });
}

void StateMissing(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.location_state() != locations::LOCATION_STATE_UNSPECIFIED)
      return std::nullopt;
    return Values{};
  });
}

void OperatorUnknown(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.location_operator() != locations::Location::OPERATOR_UNKNOWN ||
        CountedOf(site) == 0) {
      return std::nullopt;
    }
    return Values{{"plekken", DutchCount(CountedOf(site))}};
  });
}

void StartOverdue(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayIn(checked);
  FindSites(checked, found,
            [&](const Row&, const pb::Site& site) -> MaybeFound {
              if (!site.has_start_date() || DayOf(site.start_date()) > day ||
                  IsStanding(site) || IsOver(site.stage())) {
                return std::nullopt;
              }
              return Values{{"start", DutchDay(DayOf(site.start_date()))},
                            {"stand", DutchState(site.location_state())}};
            });
}

void OpenWithoutPlaces(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayIn(checked);
  FindSites(checked, found,
            [&](const Row&, const pb::Site& site) -> MaybeFound {
              if (!IsStanding(site) || AllDecidedOn(site.places(), day) > 0) {
                return std::nullopt;
              }
              return Values{{"dag", DutchDay(day)}};
            });
}

void OverWithPlaces(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayIn(checked);
  FindSites(
      checked, found, [&](const Row&, const pb::Site& site) -> MaybeFound {
        if (!IsOver(site.stage()) || AllDecidedOn(site.places(), day) == 0) {
          return std::nullopt;
        }
        return Values{
            {"stand", DutchState(site.location_state())},
            {"plekken", DutchCount(AllDecidedOn(site.places(), day))}};
      });
}

void ClosingWithoutEnd(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.location_state() != locations::LOCATION_STATE_CLOSING ||
        site.has_end_date())
      return std::nullopt;
    return Values{};
  });
}

// A plan that is no more than what is decided keeps overruling it.
void PlanBehindDecision(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (!IsDecided(site)) return std::nullopt;
    for (const auto& group : site.groups()) {
      if (group.counted_place_count() > group.intended_place_count()) {
        return Values{{"plan", DutchCount(group.intended_place_count())},
                      {"besluit", DutchCount(group.counted_place_count())}};
      }
    }
    return std::nullopt;
  });
}

void EndIndicative(const Checked& checked, Found& found) {
  const absl::CivilDay window_end =
      DayOf(checked.content.cycle().window_end_date());
  FindSites(checked, found,
            [&](const Row&, const pb::Site& site) -> MaybeFound {
              if (site.end_date_certainty() !=
                      locations::PlaceEntry::END_CERTAINTY_INDICATIVE ||
                  CountedOf(site) == 0 ||
                  DayOf(site.end_date()) > MonthsAfter(window_end, 12)) {
                return std::nullopt;
              }
              return Values{{"einde", DutchDay(DayOf(site.end_date()) - 1)},
                            {"plekken", DutchCount(CountedOf(site))}};
            });
}

void EndsDiffer(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    const std::vector<StatedEnd> ends = EndsThatDiffer(site.places());
    if (ends.empty()) return std::nullopt;
    return Values{
        {"einden", absl::StrJoin(ends, "; ",
                                 [](std::string* out, const StatedEnd& end) {
                                   absl::StrAppend(
                                       out, "na ", DutchDay(end.day - 1), " (",
                                       DutchSource(end.source), ")");
                                 })},
        {"einde", DutchDay(ends.front().day - 1)}};
  });
}

void ClosesSoonAfterWindow(const Checked& checked, Found& found) {
  const absl::CivilDay window_end =
      DayOf(checked.content.cycle().window_end_date());
  FindSites(checked, found,
            [&](const Row&, const pb::Site& site) -> MaybeFound {
              if (!site.has_end_date() || CountedOf(site) == 0 ||
                  site.end_date_certainty() ==
                      locations::PlaceEntry::END_CERTAINTY_INDICATIVE ||
                  DayOf(site.end_date()) > MonthsAfter(window_end, 3)) {
                return std::nullopt;
              }
              return Values{{"einde", DutchDay(DayOf(site.end_date()) - 1)},
                            {"plekken", DutchCount(CountedOf(site))}};
            });
}

void DateIsAReading(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.stated_dates().empty() || CountedOf(site) == 0) {
      return std::nullopt;
    }
    return Values{{"woorden", absl::StrJoin(site.stated_dates(), "; ")}};
  });
}

void TemporaryKindCounts(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.quota_rule() != "window" || CountedOf(site) == 0) {
      return std::nullopt;
    }
    return Values{{"soort", site.kind_display_name()},
                  {"plekken", DutchCount(CountedOf(site))}};
  });
}

void SmallScaleTooLarge(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.kind() != "ks" || CountedOf(site) <= 150) return std::nullopt;
    return Values{{"plekken", DutchCount(CountedOf(site))}};
  });
}

void ObjectionsPending(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (site.objection_count() == 0 || IsOver(site.stage())) {
      return std::nullopt;
    }
    return Values{{"aantal", DutchCount(site.objection_count())}};
  });
}

void OccupancyAboveCapacity(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    if (!site.has_occupancy()) return std::nullopt;
    const absl::CivilDay day = DayOf(site.occupancy().count_date());
    const int32_t places = AllDecidedOn(site.places(), day);
    if (places == 0 || site.occupancy().count() <= places) return std::nullopt;
    return Values{{"personen", DutchCount(site.occupancy().count())},
                  {"plekken", DutchCount(places)},
                  {"dag", DutchDay(day)}};
  });
}

void OccupancyOld(const Checked& checked, Found& found) {
  const absl::CivilDay day = DayIn(checked);
  FindSites(
      checked, found, [&](const Row&, const pb::Site& site) -> MaybeFound {
        if (!site.has_occupancy() || !IsStanding(site) ||
            MonthsAfter(DayOf(site.occupancy().count_date()), 3) >= day) {
          return std::nullopt;
        }
        return Values{{"dag", DutchDay(DayOf(site.occupancy().count_date()))}};
      });
}

// Decided from the first day of the window but for a gap of at most a month
// within it: one bed less on one day is one bed less for the whole window.
void GapInWindow(const Checked& checked, Found& found) {
  const absl::CivilDay start =
      DayOf(checked.content.cycle().window_start_date());
  const absl::CivilDay end = DayOf(checked.content.cycle().window_end_date());
  FindSites(
      checked, found, [&](const Row&, const pb::Site& site) -> MaybeFound {
        if (!IsDecided(site)) return std::nullopt;
        for (const pb::PlaceFact& place : site.places()) {
          if (place.place_basis() != locations::PlaceEntry::BASIS_DECIDED ||
              place.place_count() != 0)
            continue;
          const absl::CivilDay gone = DayOf(place.start_date());
          if (gone <= start || gone >= end ||
              AllDecidedOn(site.places(), gone) > 0)
            continue;
          for (absl::CivilDay day = gone + 1; day <= gone + 31 && day < end;
               ++day) {
            if (AllDecidedOn(site.places(), day) == 0) continue;
            return Values{{"van", DutchDay(gone)}, {"tot", DutchDay(day)}};
          }
        }
        return std::nullopt;
      });
}

void LocationTwice(const Checked& checked, Found& found) {
  for (const Row& row : checked.content.municipalities()) {
    std::map<std::string, const pb::Site*> seen;
    for (const pb::Site& site : row.sites()) {
      if (IsOver(site.stage())) continue;
      const auto [first, is_new] =
          seen.emplace(CaseFolded(site.display_name()), &site);
      if (is_new) continue;
      found.Add(
          row.municipality(),
          {{"gemeente", row.display_name()}, {"locatie", site.display_name()}},
          {}, site.location());
    }
  }
}

// A bed that may be counted twice: addresses that differ in a letter or in what
// stands behind the number.
void AddressAlike(const Checked& checked, Found& found) {
  for (const Row& row : checked.content.municipalities()) {
    std::vector<std::pair<std::string, const pb::Site*>> standing;  // By key.
    for (const pb::Site& site : row.sites()) {
      if (IsOver(site.stage()) || site.address().empty()) continue;
      const std::string key = AddressKey(site.address());
      for (const auto& [other_key, other] : standing) {
        if (!KeysAreAlike(other_key, key)) continue;
        found.Add(row.municipality(),
                  {{"gemeente", row.display_name()},
                   {"locatie", site.display_name()},
                   {"ander", other->display_name()}},
                  {}, site.location());
        break;
      }
      standing.emplace_back(key, &site);
    }
  }
}

void WithoutSource(const Checked& checked, Found& found) {
  FindSites(checked, found, [](const Row&, const pb::Site& site) -> MaybeFound {
    const bool unsourced = std::any_of(
        site.places().begin(), site.places().end(),
        [](const pb::PlaceFact& place) { return place.source().empty(); });
    if (!unsourced) return std::nullopt;
    return Values{};
  });
}

constexpr Check kSiteChecks[] = {
    {"START_MISSING", kFix,
     "{gemeente}: {locatie} heeft {plekken} plekken zonder startdatum en is "
     "dus "
     "niet definitief.",
     "Wet 7(1)a", "Leg de eerste dag met plekken vast.", StartMissing},
    {"STATE_MISSING", kFix,
     "{gemeente}: van {locatie} is geen stand vastgelegd; zij telt als besluit "
     "in "
     "voorbereiding.",
     "", "Leg vast waar de locatie staat: besloten, open, gesloten.",
     StateMissing},
    {"OPERATOR_UNKNOWN", kFix,
     "{gemeente}: wie {locatie} uitvoert, is niet vastgelegd; zij telt met "
     "{plekken} plekken mee.",
     "Wet 1", "Leg vast of COA of het college de locatie uitvoert.",
     OperatorUnknown},
    {"START_OVERDUE", kFix,
     "{gemeente}: {locatie} zou op {start} beginnen en staat nog op "
     "\"{stand}\".",
     "", "Leg de opening vast, of verzet de startdatum.", StartOverdue},
    {"OPEN_WITHOUT_PLACES", kFix,
     "{gemeente}: {locatie} is open en heeft op {dag} geen besloten plekken.",
     "", "Leg vast hoeveel plekken er zijn, of sluit de locatie.",
     OpenWithoutPlaces},
    {"OVER_WITH_PLACES", kFix,
     "{gemeente}: {locatie} is {stand} en heeft nog {plekken} plekken in het "
     "register.",
     "", "Leg vast vanaf welke dag er geen plekken meer zijn.", OverWithPlaces},
    {"CLOSING_WITHOUT_END", kFix,
     "{gemeente}: {locatie} sluit, maar zonder einddatum.", "",
     "Leg de eerste dag zonder plekken vast.", ClosingWithoutEnd},
    {"PLAN_BEHIND_DECISION", kFix,
     "{gemeente}: {locatie} heeft een plan voor {plan} plekken, minder dan de "
     "{besluit} "
     "die gegarandeerd zijn.",
     "", "Trek het plan in als het besluit ervoor in de plaats kwam.",
     PlanBehindDecision},
    {"OCCUPANCY_ABOVE_CAPACITY", kFix,
     "{gemeente}: in {locatie} waren op {dag} {personen} personen op {plekken} "
     "plekken.",
     "", "Herstel de telling of het aantal plekken.", OccupancyAboveCapacity},
    {"GAP_IN_WINDOW", kFix,
     "{gemeente}: {locatie} heeft van {van} tot {tot} geen plekken; daardoor "
     "telt "
     "zij in het hele venster niet mee.",
     kShortfall, "Sluit het gat, of leg vast wat er in die dagen wel staat.",
     GapInWindow},
    {"LOCATION_TWICE", kFix,
     "{gemeente}: {locatie} staat tweemaal in het register onder dezelfde "
     "naam.",
     "", "Voeg de twee samen, of geef ze een eigen naam.", LocationTwice},
    {"ADDRESS_ALIKE", kExplain,
     "{gemeente}: het adres van {locatie} lijkt op dat van {ander}.", "",
     "Kijk of het één gebouw is; één bed dient op één nacht één opgave.",
     AddressAlike},
    {"PLACES_WITHOUT_SOURCE", kFix,
     "{gemeente}: plekken van {locatie} noemen geen bron.", "",
     "Lever de plekken opnieuw aan met hun bron.", WithoutSource},
    {"DECISION_PENDING", kExplain,
     "{gemeente}: over {plekken} plekken van {locatie} moet nog worden "
     "besloten.",
     "", "Licht toe wanneer het besluit valt.", DecisionPending},
    {"CLOSES_IN_WINDOW", kExplain,
     "{gemeente}: {plekken} plekken van {locatie} sluiten tijdens het venster "
     "en "
     "tellen daarom niet mee.",
     kShortfall, "Verleng de locatie, of zoek een opvolger die aansluit.",
     ClosesInWindow},
    {"OPENS_AFTER_WINDOW_START", kExplain,
     "{gemeente}: {plekken} plekken van {locatie} komen er pas na het begin "
     "van "
     "het venster en tellen daarom niet mee.",
     "Wet 7(1)a", "Licht toe waarom de locatie later komt.",
     OpensAfterWindowStart},
    {"END_INDICATIVE", kExplain,
     "{gemeente}: het einde van {locatie} ({einde}) is een indicatie; "
     "{plekken} "
     "plekken tellen mee.",
     "", "Licht toe hoe zeker het is dat de locatie zo lang blijft.",
     EndIndicative},
    {"ENDS_DIFFER", kFix,
     "{gemeente}: bronnen noemen verschillende einden van {locatie}: {einden}. "
     "De vroegste telt: {einde}.",
     "", "Trek het einde in dat niet geldt, of licht toe welk geldt.",
     EndsDiffer},
    {"CLOSES_SOON_AFTER_WINDOW", kExplain,
     "{gemeente}: {locatie} met {plekken} plekken sluit kort na het venster, "
     "na "
     "{einde}.",
     "", "Licht toe wat ervoor in de plaats komt.", ClosesSoonAfterWindow},
    {"DATE_IS_A_READING", kExplain,
     "{gemeente}: een dag van {locatie} is gelezen uit woorden: {woorden}.", "",
     "Lever de dag zelf aan.", DateIsAReading},
    {"TEMPORARY_KIND_COUNTS", kExplain,
     "{gemeente}: {locatie} is {soort} en telt mee met {plekken} plekken, "
     "omdat "
     "zij het hele venster staat.",
     "", "Bevestig de continuïteit en de bestuurlijke toezegging.",
     TemporaryKindCounts},
    {"SMALL_SCALE_TOO_LARGE", kExplain,
     "{gemeente}: {locatie} heet kleinschalig en heeft {plekken} plekken; COA "
     "noemt ten hoogste 150 kleinschalig.",
     "", "Herstel de soort, of licht toe.", SmallScaleTooLarge},
    {"OBJECTIONS_PENDING", kExplain,
     "{gemeente}: tegen {locatie} lopen {aantal} bezwaren of beroepen; de "
     "oplevering kan vertragen.",
     "Wet 8", "Licht toe wat de stand van de procedures is.",
     ObjectionsPending},
    {"OCCUPANCY_OLD", kExplain,
     "{gemeente}: de bezetting van {locatie} is voor het laatst geteld op "
     "{dag}.",
     "", "Vraag COA om een nieuwe telling.", OccupancyOld},
};

}  // namespace

absl::Span<const Check> SiteChecks() { return kSiteChecks; }

}  // namespace opvang::reporting
