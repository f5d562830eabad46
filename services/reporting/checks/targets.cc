// Checks of targets: missing, contradictory, unsourced, moved.
#include <algorithm>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/validation.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/checks/walk.h"

namespace opvang::reporting {
namespace {

using Row = pb::MunicipalityRow;

// One finding over the scope that names every municipality without a target.
void FindMissing(const Checked& checked, absl::string_view duty,
                 absl::string_view metric, Found& found) {
  std::vector<std::string> names, figures;
  for (const pb::MissingTarget& target :
       checked.content.total().missing_targets()) {
    if (target.duty() != duty) continue;
    names.push_back(
        DutchName(target.municipality()).value_or(target.municipality()));
    figures.push_back(FigureName(target.municipality(), metric));
  }
  if (names.empty()) return;
  found.Add(
      checked.content.spec().scope(),
      {{"gemeenten", Listed(names)},
       {"zonder", names.size() == 1 ? "deze gemeente" : "deze gemeenten"}},
      std::move(figures));
}

void TargetMissing(const Checked& checked, Found& found) {
  FindMissing(checked, "asylum", "asylum.target_place_count", found);
}
void AmvTargetMissing(const Checked& checked, Found& found) {
  FindMissing(checked, "asylum_amv", "asylum.target_amv_count", found);
}
void UkraineTargetMissing(const Checked& checked, Found& found) {
  FindMissing(checked, "ukraine", "ukraine.target_place_count", found);
}
void HousingTargetMissing(const Checked& checked, Found& found) {
  FindMissing(checked, "status_holders", "status_holders.target_person_count",
              found);
}

void AmvAboveTarget(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.target_amv_count", found,
           [](const Row& row) -> MaybeFound {
             const auto& asylum = row.figures().asylum();
             if (!asylum.has_target_place_count() ||
                 asylum.target_amv_count() <= asylum.target_place_count()) {
               return std::nullopt;
             }
             return Found::Values{
                 {"amv", DutchCount(asylum.target_amv_count())},
                 {"opgave", DutchCount(asylum.target_place_count())}};
           });
}

void StatedTotalDiffers(const Checked& checked, Found& found) {
  for (const auto& stated : checked.facts.stated_totals) {
    const pb::Figures* computed = FiguresOf(checked.content, stated.subject());
    if (stated.duty() != nl::opvang::quotas::v1::DUTY_ASYLUM ||
        !stated.has_quota_count() || computed == nullptr ||
        computed->asylum().target_place_count() == stated.quota_count()) {
      continue;
    }
    found.Add(
        stated.subject(),
        {{"gebied", DutchName(stated.subject()).value_or(stated.subject())},
         {"vermeld", DutchCount(stated.quota_count())},
         {"som", DutchCount(computed->asylum().target_place_count())}},
        {FigureName(stated.subject(), "asylum.target_place_count")});
  }
}

// A figure whose steps do not lead to it: parts against total.
void TargetPartsDiffer(const Checked& checked, Found& found) {
  FindRests(
      checked,
      {"asylum.target_place_count", "asylum.target_amv_count",
       "ukraine.target_place_count", "status_holders.target_person_count"},
      found);
}

template <typename Take>
void ForEachStep(const Row& row, Take take) {
  for (const pb::TargetStep& step : row.asylum_steps()) take("asiel", step);
  for (const pb::TargetStep& step : row.ukraine_steps()) take("Oekraïne", step);
  for (const pb::TargetStep& step : row.status_holder_steps()) {
    take("statushouders", step);
  }
}

void TargetWithoutSource(const Checked& checked, Found& found) {
  for (const Row& row : checked.content.municipalities()) {
    ForEachStep(row, [&](const std::string& duty, const pb::TargetStep& step) {
      if (!step.source().empty()) return;
      found.Add(row.municipality(),
                {{"gemeente", row.display_name()}, {"opgave", duty}}, {},
                absl::StrCat(row.municipality(), "|", duty));
    });
  }
}

void TargetNotDecided(const Checked& checked, Found& found) {
  const pb::ReportContent& content = checked.content;
  if (DayOf(content.spec().as_of_date()) <
      DayOf(content.cycle().window_start_date())) {
    return;
  }
  for (const Row& row : content.municipalities()) {
    const auto& steps = row.asylum_steps();
    if (steps.empty() ||
        std::any_of(steps.begin(), steps.end(), [](const pb::TargetStep& step) {
          return step.quota_basis() ==
                 nl::opvang::quotas::v1::QuotaEntry::BASIS_DECIDED;
        })) {
      continue;
    }
    found.Add(row.municipality(), {{"gemeente", row.display_name()}},
              {FigureName(row.municipality(), "asylum.target_place_count")});
  }
}

void TargetIsZero(const Checked& checked, Found& found) {
  FindRows(checked, "asylum.target_place_count", found,
           [](const Row& row) -> MaybeFound {
             const auto& asylum = row.figures().asylum();
             if (!asylum.has_target_place_count() ||
                 asylum.target_place_count() != 0) {
               return std::nullopt;
             }
             return Found::Values{};
           });
}

void RegionMissing(const Checked& checked, Found& found) {
  if (checked.content.spec().kind() != pb::REPORT_KIND_PROVINCIAL_REPORT ||
      checked.content.regions().empty()) {
    return;
  }
  FindLacking(checked, found,
              [](const Row& row) { return row.region().empty(); });
}

// By more than a tenth.
void TargetMoved(const Checked& checked, Found& found) {
  FindMoved(
      checked, "asylum.target_place_count", found,
      [](int32_t was, int32_t is) { return 10 * std::abs(is - was) > was; });
}

constexpr Check kTargetChecks[] = {
    {"AMV_ABOVE_TARGET", kRefuse,
     "{gemeente}: het deel voor amv ({amv}) is groter dan de opgave "
     "({opgave}).",
     "Besluit 2.2(1)",
     "Het deel voor amv ligt binnen de opgave; herstel een van beide.",
     AmvAboveTarget},
    {"TARGET_PARTS_DIFFER", kRefuse,
     "{gemeente}: de stappen van {cijfer} leiden niet tot het cijfer; {rest} "
     "blijft over.",
     "",
     "Meld dit aan de beheerder: de bron en het verslag spreken elkaar tegen.",
     TargetPartsDiffer},
    {"TARGET_WITHOUT_SOURCE", kRefuse,
     "{gemeente}: een stap in de opgave voor {opgave} noemt geen bron.", "",
     "Lever de stap opnieuw aan met zijn bron.", TargetWithoutSource},
    {"REGION_MISSING", kExplain,
     "Van {gemeenten} is geen regietafel bekend: zij staan in geen "
     "regiototaal, en de provincie stelt hun cijfers vast.",
     "", "Is er wel een, meld haar dan met de bron aan de beheerder.",
     RegionMissing},
    {"TARGET_MISSING", kExplain,
     "Van {gemeenten} is geen opgave voor asielopvang vastgelegd; de totalen "
     "zijn zonder {zonder}.",
     "Wet 3(2)", "Lever de indicatieve verdeling aan.", TargetMissing},
    {"AMV_TARGET_MISSING", kExplain,
     "Van {gemeenten} is geen aandeel amv in de opgave vastgelegd; de totalen "
     "zijn zonder {zonder}.",
     "Besluit 2.2(1)", "Lever het aandeel amv aan.", AmvTargetMissing},
    {"UKRAINE_TARGET_MISSING", kExplain,
     "Van {gemeenten} is geen opgave voor Oekraïne vastgelegd; de totalen zijn "
     "zonder {zonder}.",
     "", "Vraag de veiligheidsregio om de verdeling.", UkraineTargetMissing},
    {"HOUSING_TARGET_MISSING", kExplain,
     "Van {gemeenten} is geen taakstelling voor statushouders vastgelegd; de "
     "totalen zijn zonder {zonder}.",
     "Huisvestingswet 2014, art. 28",
     "Lever de taakstelling van het halfjaar aan.", HousingTargetMissing},
    {"STATED_TOTAL_DIFFERS", kExplain,
     "De gepubliceerde opgave van {gebied} is {vermeld}; de gemeenten tellen "
     "op "
     "tot {som}.",
     "Besluit 2.1(3)",
     "Zoek uit welke gemeente anders is verdeeld, of licht het verschil toe.",
     StatedTotalDiffers},
    {"TARGET_NOT_DECIDED", kExplain,
     "{gemeente}: het venster is begonnen en de opgave is nog niet besloten.",
     "Wet 5(1)",
     "Leg het verdeelbesluit vast, of licht toe waarom het er niet is.",
     TargetNotDecided},
    {"TARGET_IS_ZERO", kExplain, "{gemeente} heeft een opgave van nul plekken.",
     "", "Licht toe waarom de gemeente geen opgave heeft.", TargetIsZero},
    {"TARGET_MOVED", kExplain,
     "De opgave van {gemeente} is {is}; in het kwartaal ervoor was zij {was}.",
     "", "Licht de verandering toe.", TargetMoved},
};

}  // namespace

absl::Span<const Check> TargetChecks() { return kTargetChecks; }

}  // namespace opvang::reporting
