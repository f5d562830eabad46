// Checks of the asylum figures: parts against totals, shortfalls, transfers,
// jumps.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"
#include "services/reporting/figures/report_words.h"
#include "services/reporting/figures/transfers.h"

namespace opvang::reporting {
namespace {

namespace locations = ::nl::opvang::locations::v1;
using Row = pb::MunicipalityRow;
using Transfer = pb::TransferRow;

const char kGuaranteed[] = "asylum.guaranteed_place_count";

void PlacePartsDiffer(const Checked& checked, Found& found) {
  FindRests(checked,
            {"asylum.realised_place_count", "asylum.realised_amv_count",
             kGuaranteed, "asylum.guaranteed_amv_count",
             "asylum.intended_place_count", "asylum.intended_amv_count"},
            found);
}

// AMV above the total, of one pair of figures.
void FindAmvAbove(const Checked& checked, absl::string_view amv,
                  absl::string_view total, Found& found) {
  FindRows(checked, amv, found, [&](const Row& row) -> MaybeFound {
    const auto minors = ValueOf(row.figures(), *FindMetric(amv));
    const auto places = ValueOf(row.figures(), *FindMetric(total));
    if (!minors.has_value() || !places.has_value()) return std::nullopt;
    const int32_t part = *minors, whole = *places;
    // What is lent is taken from the total, and may leave less than nothing.
    if (part <= std::max(whole, 0)) return std::nullopt;
    return Found::Values{{"amv", DutchCount(part)},
                         {"totaal", DutchCount(whole)}};
  });
}
void AmvAboveRealised(const Checked& checked, Found& found) {
  FindAmvAbove(checked, "asylum.realised_amv_count",
               "asylum.realised_place_count", found);
}
void AmvAboveGuaranteed(const Checked& checked, Found& found) {
  FindAmvAbove(checked, "asylum.guaranteed_amv_count", kGuaranteed, found);
}
void AmvAboveIntended(const Checked& checked, Found& found) {
  FindAmvAbove(checked, "asylum.intended_amv_count",
               "asylum.intended_place_count", found);
}

void GuaranteedAboveIntended(const Checked& checked, Found& found) {
  FindRows(checked, kGuaranteed, found, [](const Row& row) -> MaybeFound {
    const auto& asylum = row.figures().asylum();
    if (asylum.guaranteed_place_count() <= asylum.intended_place_count()) {
      return std::nullopt;
    }
    return Found::Values{
        {"gegarandeerd", DutchCount(asylum.guaranteed_place_count())},
        {"voornemens", DutchCount(asylum.intended_place_count())}};
  });
}

void PlacesUnknown(const Checked& checked, Found& found) {
  FindLacking(checked, found, [](const Row& row) {
    return !row.figures().asylum().has_guaranteed_place_count();
  });
}

// What stands on the name of a municipality that ended by the day of the
// report: its targets went to its successors, these did not.
void MunicipalityEnded(const Checked& checked, Found& found) {
  std::set<std::string> rows;
  for (const Row& row : checked.content.municipalities()) {
    rows.insert(row.municipality());
  }
  std::map<std::string, std::vector<std::string>> left;
  for (const auto& coverage : checked.facts.coverage) {
    if (rows.count(coverage.municipality()) > 0 ||
        !coverage.has_guaranteed_place_count()) {
      continue;
    }
    left[coverage.municipality()].push_back(absl::StrCat(
        DutchCount(coverage.realised_place_count()),
        " plekken voor asielzoekers (",
        DutchCount(coverage.guaranteed_place_count()), " gegarandeerd)"));
  }
  for (const auto& shelter : checked.facts.shelters) {
    if (rows.count(shelter.municipality()) > 0 ||
        !shelter.has_realised_place_count()) {
      continue;
    }
    left[shelter.municipality()].push_back(
        absl::StrCat(DutchCount(shelter.realised_place_count()),
                     " plekken voor Oekraïense ontheemden"));
  }
  for (const auto& balance : checked.facts.balances) {
    if (rows.count(balance.municipality()) > 0) continue;
    if (balance.has_opening_person_count()) {
      left[balance.municipality()].push_back(
          absl::StrCat(DutchSigned(balance.opening_person_count()),
                       " meegenomen van de taakstelling"));
    }
    if (balance.has_realised_person_count()) {
      left[balance.municipality()].push_back(
          absl::StrCat(DutchCount(balance.realised_person_count()),
                       " gehuisveste statushouders"));
    }
  }
  for (const auto& [municipality, what] : left) {
    found.Add(municipality,
              {{"gemeente", DutchName(municipality).value_or(municipality)},
               {"wat", Listed(what)}});
  }
}

// Of a duty of which the municipality also says that there is none.
void NilContradicted(const Checked& checked, Found& found) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::NilFact& nil : row.nil_facts()) {
      const bool there =
          nil.subject() == pb::NilFact::SUBJECT_ASYLUM
              ? row.figures().asylum().realised_place_count() > 0
          : nil.subject() == pb::NilFact::SUBJECT_UKRAINE
              ? row.figures().ukraine().realised_place_count() > 0
          : nil.subject() == pb::NilFact::SUBJECT_HOUSED
              ? row.figures().status_holders().realised_person_count() > 0
              : !row.status_holder_locations().empty();
      if (!there) continue;
      found.Add(row.municipality(),
                {{"gemeente", row.display_name()}, {"opgave", DutchNil(nil)}},
                {}, absl::StrCat(row.municipality(), "|", nil.subject()));
    }
  }
}

void TotalsDiffer(const Checked& checked, Found& found) {
  for (const Metric& metric : AllMetrics()) {
    int64_t rows = 0, regions = 0;
    bool in_regions = true;
    for (const Row& row : checked.content.municipalities()) {
      rows += CountOf(row.figures(), metric.name);
      in_regions = in_regions && !row.region().empty();
    }
    for (const pb::SubtotalRow& region : checked.content.regions()) {
      regions += CountOf(region.figures(), metric.name);
    }
    const int64_t total =
        CountOf(checked.content.total().figures(), metric.name);
    const bool regions_differ =
        !checked.content.regions().empty() && in_regions && regions != total;
    if (rows == total && !regions_differ) continue;
    const std::string& scope = checked.content.spec().scope();
    found.Add(scope,
              {{"cijfer", std::string(metric.label)},
               {"totaal", DutchCount(total)},
               {"som", DutchCount(rows != total ? rows : regions)}},
              {FigureName(scope, metric.name)}, FigureName(scope, metric.name));
  }
}

// Finds per giver of places for the whole window, about itself where it is in
// the report, else about who borrows.
template <typename Applies>
void FindGivers(const Checked& checked, Found& found, Applies applies) {
  std::set<std::string> told;
  for (const Transfer& transfer : checked.content.transfers()) {
    if (transfer.transfer_counting() != Transfer::COUNTING_GUARANTEED ||
        !applies(transfer)) {
      continue;
    }
    const bool own = FiguresOf(checked.content, transfer.giver()) != nullptr;
    const std::string& subject = own ? transfer.giver() : transfer.receiver();
    if (!told.insert(absl::StrCat(subject, "|", transfer.giver())).second) {
      continue;
    }
    found.Add(subject,
              {{"gever", transfer.giver_display_name()},
               {"plekken", DutchCount(transfer.giver_excess_place_count())}},
              {own ? FigureName(subject, kGuaranteed)
                   : absl::StrCat(transfer.transfer(), "#place_count")},
              own ? "" : transfer.giver());
  }
}

void TransferExceedsSurplus(const Checked& checked, Found& found) {
  FindGivers(checked, found, [](const Transfer& transfer) {
    return transfer.giver_excess_place_count() > 0;
  });
}

void TransferGiverUnknown(const Checked& checked, Found& found) {
  FindGivers(checked, found, [](const Transfer& transfer) {
    return !transfer.has_giver_excess_place_count();
  });
}

// A transfer within the scope leaves the sum as it is.
void TransfersDoNotCancel(const Checked& checked, Found& found) {
  int64_t expected = 0;
  const auto within = [&](const std::string& municipality) {
    return FiguresOf(checked.content, municipality) != nullptr;
  };
  for (const pb::TransferRow& transfer : checked.content.transfers()) {
    if (transfer.transfer_counting() != Transfer::COUNTING_GUARANTEED) continue;
    if (within(transfer.receiver())) expected += transfer.place_count();
    if (within(transfer.giver())) expected -= transfer.place_count();
  }
  const int64_t sum = CountOf(checked.content.total().figures(),
                              "asylum.transferred_place_count");
  if (sum == expected) return;
  const std::string& scope = checked.content.spec().scope();
  found.Add(scope,
            {{"som", DutchCount(sum)}, {"verwacht", DutchCount(expected)}},
            {FigureName(scope, "asylum.transferred_place_count")});
}

// Finds per transfer, about the receiver when it is in the report.
template <typename Applies>
void FindTransfers(const Checked& checked, Found& found, Applies applies) {
  for (const pb::TransferRow& transfer : checked.content.transfers()) {
    if (!applies(transfer)) continue;
    const bool receiver =
        FiguresOf(checked.content, transfer.receiver()) != nullptr;
    found.Add(receiver ? transfer.receiver() : transfer.giver(),
              {{"gever", transfer.giver_display_name()},
               {"ontvanger", transfer.receiver_display_name()},
               {"plekken", DutchCount(transfer.place_count())},
               {"voorwaarde", transfer.condition()}},
              {absl::StrCat(transfer.transfer(), "#place_count")},
              transfer.transfer());
  }
}

bool HasReason(const Transfer& transfer, Transfer::Reason reason) {
  const auto& reasons = transfer.counting_reasons();
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

void TransferConditionOpen(const Checked& checked, Found& found) {
  FindTransfers(checked, found, [](const pb::TransferRow& transfer) {
    return transfer.transfer_state() ==
           nl::opvang::quotas::v1::Transfer::STATE_CONDITION_PENDING;
  });
}
void TransferNotWholeWindow(const Checked& checked, Found& found) {
  FindTransfers(checked, found, [](const pb::TransferRow& transfer) {
    return HasReason(transfer, Transfer::REASON_CLOSES_IN_WINDOW) ||
           HasReason(transfer, Transfer::REASON_OPENS_AFTER_WINDOW_START);
  });
}
void TransferAcrossProvinces(const Checked& checked, Found& found) {
  FindTransfers(checked, found, [](const pb::TransferRow& transfer) {
    const Municipality* giver = FindMunicipalityByName(transfer.giver());
    const Municipality* receiver = FindMunicipalityByName(transfer.receiver());
    return giver != nullptr && receiver != nullptr &&
           giver->province != receiver->province;
  });
}

int32_t ShortfallOf(const Row& row) {
  return row.figures().asylum().gross_shortfall_place_count();
}

void ShortfallWithoutPlan(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.gross_shortfall_place_count", found,
           [](const Row& row) -> MaybeFound {
             const auto& asylum = row.figures().asylum();
             if (ShortfallOf(row) == 0 || asylum.intended_place_count() >
                                              asylum.guaranteed_place_count()) {
               return std::nullopt;
             }
             return Found::Values{{"tekort", DutchCount(ShortfallOf(row))}};
           });
}

void ShortfallDespitePlans(const Checked& checked, Found& found) {
  FindRows(
      checked, "asylum.intended_place_count", found,
      [](const Row& row) -> MaybeFound {
        const auto& asylum = row.figures().asylum();
        if (!asylum.has_target_place_count() ||
            asylum.intended_place_count() <= asylum.guaranteed_place_count() ||
            asylum.intended_place_count() >= asylum.target_place_count()) {
          return std::nullopt;
        }
        return Found::Values{
            {"voornemens", DutchCount(asylum.intended_place_count())},
            {"opgave", DutchCount(asylum.target_place_count())}};
      });
}

void NoPlacesAtAll(const Checked& checked, Found& found) {
  FindRows(checked, kGuaranteed, found, [](const Row& row) -> MaybeFound {
    if (row.figures().asylum().target_place_count() == 0 ||
        !row.figures().asylum().has_guaranteed_place_count() ||
        !row.sites().empty()) {
      return std::nullopt;
    }
    return Found::Values{};
  });
}

void AmvBelowTarget(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.guaranteed_amv_count", found,
           [](const Row& row) -> MaybeFound {
             const auto& asylum = row.figures().asylum();
             if (!asylum.has_guaranteed_amv_count() ||
                 asylum.guaranteed_amv_count() >= asylum.target_amv_count()) {
               return std::nullopt;
             }
             return Found::Values{
                 {"amv", DutchCount(asylum.guaranteed_amv_count())},
                 {"opgave", DutchCount(asylum.target_amv_count())}};
           });
}

// Of one nature: places that would be durable, were they enough.
void FindBelowMinimum(const Checked& checked, Found& found, bool regular) {
  for (const Row& row : checked.content.municipalities()) {
    for (const pb::DurableSite& site : row.durable_sites()) {
      const bool below = std::any_of(
          site.uncounted_reasons().begin(), site.uncounted_reasons().end(),
          [](int reason) {
            return reason ==
                   locations::LocationCoverage::REASON_BELOW_MINIMUM_SIZE;
          });
      if (!below ||
          (site.place_group() == locations::PLACE_GROUP_REGULAR) != regular) {
        continue;
      }
      const char* figure = regular ? "durable_regular_place_count"
                                   : "durable_special_place_count";
      found.Add(row.municipality(),
                {{"gemeente", row.display_name()},
                 {"plekken",
                  DutchCount(regular ? row.durable_regular_place_count()
                                     : row.durable_special_place_count())}},
                {FigureName(row.municipality(), figure)});
      break;
    }
  }
}
void DurableRegularBelowMinimum(const Checked& checked, Found& found) {
  FindBelowMinimum(checked, found, true);
}
void DurableSpecialBelowMinimum(const Checked& checked, Found& found) {
  FindBelowMinimum(checked, found, false);
}

void DurableAboveTarget(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.remaining_place_count", found,
           [](const Row& row) -> MaybeFound {
             const int32_t remaining =
                 row.figures().asylum().remaining_place_count();
             if (remaining >= 0) return std::nullopt;
             return Found::Values{{"plekken", DutchCount(-remaining)}};
           });
}

void SurplusHidesShortfall(const Checked& checked, Found& found) {
  const auto& asylum = checked.content.total().figures().asylum();
  if (asylum.net_shortfall_place_count() > 0 ||
      asylum.gross_shortfall_place_count() == 0) {
    return;
  }
  const std::string& scope = checked.content.spec().scope();
  found.Add(scope,
            {{"gebied", checked.content.scope_display_name()},
             {"bruto", DutchCount(asylum.gross_shortfall_place_count())}},
            {FigureName(scope, "asylum.gross_shortfall_place_count")});
}

void GuaranteedJumped(const Checked& checked, Found& found) {
  FindMoved(checked, kGuaranteed, found, IsJump);
}
void IntendedJumped(const Checked& checked, Found& found) {
  FindMoved(checked, "asylum.intended_place_count", found, IsJump);
}

void StockUnexplained(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.permanent_stock_place_count", found,
           [](const Row& row) -> MaybeFound {
             if (row.unexplained_stock_place_count() == 0) return std::nullopt;
             return Found::Values{
                 {"plekken", DutchCount(row.unexplained_stock_place_count())},
                 {"dag", DutchDay(DayOf(row.permanent_stock().count_date()))}};
           });
}

void StockMissing(const Checked& checked, Found& found) {
  FindLacking(checked, found, [](const Row& row) {
    return !row.figures().asylum().has_permanent_stock_place_count() &&
           std::any_of(row.sites().begin(), row.sites().end(),
                       [](const pb::Site& site) {
                         return site.location_operator() ==
                                    locations::Location::OPERATOR_COA &&
                                site.site_progress() ==
                                    pb::Site::PROGRESS_EXISTING &&
                                site.quota_rule() == "yes";
                       });
  });
}

constexpr Check kPlaceChecks[] = {
    {"NIL_CONTRADICTED", kFix,
     "{gemeente}: \"{opgave}\", en toch staan er cijfers van. Een van beide is "
     "niet juist.",
     "", "Trek de opgave in, of herstel de cijfers.", NilContradicted},
    {"MUNICIPALITY_ENDED", kFix,
     "{gemeente} bestaat op de dag van dit verslag niet meer. Haar opgaven "
     "gingen "
     "naar haar opvolgers; wat nog op haar naam staat, telt nergens mee: "
     "{wat}.",
     "", "Zet dit op naam van een opvolger, of licht toe waarom niet.",
     MunicipalityEnded},
    {"PLACES_UNKNOWN", kExplain,
     "Van {gemeenten} is niets aangeleverd over plekken voor asielzoekers; de "
     "totalen zijn zonder.",
     "",
     "Vraag de gemeente om haar plekken, of om de opgave dat zij er geen "
     "heeft.",
     PlacesUnknown},
    {"PLACE_PARTS_DIFFER", kRefuse,
     "{gemeente}: de locaties tellen niet op tot {cijfer}; {rest} blijft over.",
     "",
     "Meld dit aan de beheerder: de bron en het verslag spreken elkaar tegen.",
     PlacePartsDiffer},
    {"TOTALS_DIFFER", kRefuse,
     "Het totaal van {cijfer} is {totaal}; de rijen tellen op tot {som}.", "",
     "Meld dit aan de beheerder.", TotalsDiffer},
    {"AMV_ABOVE_REALISED", kRefuse,
     "{gemeente}: meer plekken voor amv gerealiseerd ({amv}) dan in totaal "
     "({totaal}).",
     "", "Plekken voor amv liggen binnen het totaal; herstel de groepen.",
     AmvAboveRealised},
    {"AMV_ABOVE_GUARANTEED", kRefuse,
     "{gemeente}: meer plekken voor amv gegarandeerd ({amv}) dan in totaal "
     "({totaal}).",
     "", "Plekken voor amv liggen binnen het totaal; herstel de groepen.",
     AmvAboveGuaranteed},
    {"AMV_ABOVE_INTENDED", kRefuse,
     "{gemeente}: met voornemens meer plekken voor amv ({amv}) dan in totaal "
     "({totaal}).",
     "", "Plekken voor amv liggen binnen het totaal; herstel de voornemens.",
     AmvAboveIntended},
    {"GUARANTEED_ABOVE_INTENDED", kRefuse,
     "{gemeente}: meer gegarandeerd ({gegarandeerd}) dan met voornemens "
     "({voornemens}).",
     "", "Meld dit aan de beheerder: voornemens zijn nooit minder.",
     GuaranteedAboveIntended},
    {"TRANSFER_EXCEEDS_SURPLUS", kRefuse,
     "{gever} leent {plekken} plekken meer uit dan het boven de eigen opgave "
     "heeft.",
     "",
     "Verklein de uitruil, of garandeer eerst meer plekken. Plekken op een "
     "gedeelde locatie: noem wie eraan meedoet.",
     TransferExceedsSurplus},
    {"TRANSFER_GIVER_UNKNOWN", kFix,
     "{gever} leent plekken uit die hier meetellen, maar leverde niet aan "
     "hoeveel plekken het zelf heeft.",
     "", "Vraag de gever om zijn plekken.", TransferGiverUnknown},
    {"TRANSFERS_DO_NOT_CANCEL", kRefuse,
     "De uitruil telt op tot {som} plekken; van de vastgelegde uitruil is dat "
     "{verwacht}.",
     "",
     "Meld dit aan de beheerder: wat de een meer telt, telt de ander minder.",
     TransfersDoNotCancel},
    {"SHORTFALL_WITHOUT_PLAN", kExplain,
     "{gemeente} komt {tekort} plekken tekort en heeft geen voornemens.",
     kShortfall, "Lever een plan aan, of licht toe waarom het er niet is.",
     ShortfallWithoutPlan},
    {"SHORTFALL_DESPITE_PLANS", kExplain,
     "{gemeente} haalt ook met alle voornemens ({voornemens}) de opgave "
     "({opgave}) niet.",
     kShortfall, "Licht toe hoe de rest wordt gevonden.",
     ShortfallDespitePlans},
    {"NO_PLACES_AT_ALL", kExplain,
     "{gemeente} heeft een opgave en geen enkele locatie, ook geen "
     "voorgenomen.",
     kShortfall, "Licht toe hoe het zoeken verloopt.", NoPlacesAtAll},
    {"AMV_BELOW_TARGET", kExplain,
     "{gemeente} garandeert {amv} van {opgave} plekken voor amv.",
     "Besluit 2.2(1)", "Licht toe waar de plekken voor amv komen.",
     AmvBelowTarget},
    {"DURABLE_REGULAR_BELOW_MINIMUM", kExplain,
     "{gemeente} heeft {plekken} reguliere duurzame plekken, minder dan de 100 "
     "vanaf waar zij meetellen.",
     "Besluit 3.1", "Licht toe of de gemeente de drempel gaat halen.",
     DurableRegularBelowMinimum},
    {"DURABLE_SPECIAL_BELOW_MINIMUM", kExplain,
     "{gemeente} heeft {plekken} duurzame plekken van bijzondere aard, amv "
     "erbij, minder dan de 16 vanaf waar zij meetellen.",
     "Besluit 3.1", "Licht toe of de gemeente de drempel gaat halen.",
     DurableSpecialBelowMinimum},
    {"DURABLE_ABOVE_TARGET", kExplain,
     "{gemeente} heeft {plekken} duurzame plekken meer dan haar aandeel; of "
     "dat een andere gemeente helpt, staat in geen bron.",
     "Wet 2(3)", "Licht toe hoe dit overschot wordt gebruikt.",
     DurableAboveTarget},
    {"SURPLUS_HIDES_SHORTFALL", kExplain,
     "{gebied} als geheel haalt de opgave, maar gemeenten die te weinig "
     "hebben, "
     "komen samen {bruto} plekken tekort.",
     "Wet 5(2)", "Toon het bruto tekort naast het netto.",
     SurplusHidesShortfall},
    {"TRANSFER_CONDITION_OPEN", kExplain,
     "De uitruil van {plekken} plekken van {gever} aan {ontvanger} is niet "
     "vast: "
     "{voorwaarde}.",
     "", "Leg vast of de voorwaarde is vervuld.", TransferConditionOpen},
    {"TRANSFER_NOT_WHOLE_WINDOW", kExplain,
     "De uitruil van {plekken} plekken van {gever} aan {ontvanger} loopt niet "
     "het hele venster en telt niet als gegarandeerd.",
     "", "Verleng de uitruil, of zoek plekken voor de rest van het venster.",
     TransferNotWholeWindow},
    {"TRANSFER_ACROSS_PROVINCES", kExplain,
     "De uitruil van {plekken} plekken van {gever} aan {ontvanger} gaat over "
     "de "
     "provinciegrens; of de minister die aanvaardt, is niet gepubliceerd.",
     "", "Stem de uitruil af met de andere provincie en het ministerie.",
     TransferAcrossProvinces},
    {"GUARANTEED_JUMPED", kExplain,
     "{gemeente} garandeert {is} plekken; in het kwartaal ervoor {was}.", "",
     "Licht de sprong toe.", GuaranteedJumped},
    {"INTENDED_JUMPED", kExplain,
     "{gemeente} heeft met voornemens {is} plekken; in het kwartaal ervoor "
     "{was}.",
     "", "Licht de sprong toe.", IntendedJumped},
    {"STOCK_UNEXPLAINED", kExplain,
     "{gemeente}: van de vaste voorraad die COA voor {dag} opgeeft, zijn "
     "{plekken} "
     "plekken niet uit het register te verklaren.",
     "", "Leg de opgave van COA naast het register, per locatie.",
     StockUnexplained},
    {"STOCK_MISSING", kExplain,
     "Van {gemeenten} gaf COA geen vaste voorraad op, terwijl COA er locaties "
     "heeft.",
     "", "Vraag COA om de opgave.", StockMissing},
};

}  // namespace

absl::Span<const Check> PlaceChecks() { return kPlaceChecks; }

}  // namespace opvang::reporting
