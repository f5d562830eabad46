#include "services/cli/import/load_stand.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/dutch.h"
#include "common/base/enum_word.h"
#include "common/base/notation.h"
#include "common/base/status.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/defaults.h"

namespace opvang::cli::workbook {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;

std::optional<int64_t> Known(bool has, int64_t count) {
  return has ? std::optional(count) : std::nullopt;
}

// The places of a location, group by group, that count and that do not.
void AddLocation(const l::LocationCoverage& location, OwnStand& stand) {
  for (const auto& places : location.groups()) {
    OwnStand::Location row = {.name = location.display_name(),
                              .group = DutchWord(EnumWord(places.group())),
                              .counted = places.counted_place_count()};
    for (const auto& uncounted : location.uncounted()) {
      if (uncounted.group() != places.group()) continue;
      row.uncounted += uncounted.place_count();
      std::vector<std::string> reasons;
      for (const int reason : uncounted.reasons()) {
        reasons.push_back(DutchWord(
            EnumWord(static_cast<l::LocationCoverage::Reason>(reason))));
      }
      row.reasons = absl::StrJoin(reasons, ", ");
    }
    stand.locations.push_back(std::move(row));
  }
}

absl::Status AddAsylum(
    const Context& context, Defaults& defaults, const std::string& municipality,
    const q::ListObligationsResponse::MunicipalityObligations& asked,
    OwnStand& stand) {
  ASSIGN_OR_RETURN(const q::Cycle cycle, defaults.Cycle());
  l::ListCoverageRequest request;
  request.set_parent(municipality);
  *request.mutable_window_start_date() = cycle.window_start_date();
  *request.mutable_window_end_date() = cycle.window_end_date();
  *request.mutable_realisation_start_date() = cycle.realisation_start_date();
  *request.mutable_realisation_end_date() = cycle.realisation_end_date();
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*request.mutable_rule_set(), defaults.RuleSet());
  ASSIGN_OR_RETURN(const l::ListCoverageResponse page,
                   Ask(*context.services.locations,
                       &l::LocationService::Stub::ListCoverage, request));
  const l::MunicipalityCoverage one =
      page.coverage().empty() ? l::MunicipalityCoverage() : page.coverage(0);
  stand.duties.push_back(
      {"Opvangplekken asiel",
       Known(asked.asylum().has_quota_count(), asked.asylum().quota_count()),
       Known(one.has_guaranteed_place_count(), one.guaranteed_place_count()),
       one.has_binding_date()
           ? absl::StrCat("definitief voor het hele venster; bindende dag ",
                          DutchDay(DayOf(one.binding_date())))
           : ""});
  stand.duties.push_back(
      {"waarvan amv",
       Known(asked.asylum().has_amv_count(), asked.asylum().amv_count()),
       Known(one.has_guaranteed_amv_count(), one.guaranteed_amv_count()), ""});
  for (const l::LocationCoverage& location : one.locations()) {
    AddLocation(location, stand);
  }
  return absl::OkStatus();
}

absl::Status AddUkraine(
    const Context& context, const Defaults& defaults,
    const std::string& municipality,
    const q::ListObligationsResponse::MunicipalityObligations& asked,
    OwnStand& stand) {
  l::ListUkraineShelterRequest request;
  request.set_parent(municipality);
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(const l::ListUkraineShelterResponse page,
                   Ask(*context.services.locations,
                       &l::LocationService::Stub::ListUkraineShelter, request));
  const l::MunicipalityShelter one = page.municipalities().empty()
                                         ? l::MunicipalityShelter()
                                         : page.municipalities(0);
  stand.duties.push_back(
      {"Opvangplekken Oekraïne",
       Known(asked.ukraine().has_quota_count(), asked.ukraine().quota_count()),
       Known(one.has_realised_place_count(), one.realised_place_count()),
       one.has_in_development_place_count()
           ? absl::StrCat("in ontwikkeling: ", one.in_development_place_count())
           : ""});
  return absl::OkStatus();
}

absl::Status AddHousing(const Context& context, const Defaults& defaults,
                        const std::string& half_year,
                        const std::string& municipality, OwnStand& stand) {
  h::ListBalancesRequest request;
  request.set_parent(municipality);
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_half_year(half_year);
  ASSIGN_OR_RETURN(const h::ListBalancesResponse page,
                   Ask(*context.services.housing,
                       &h::HousingService::Stub::ListBalances, request));
  const h::Balance one =
      page.balances().empty() ? h::Balance() : page.balances(0);
  stand.duties.push_back(
      {"Huisvesting statushouders",
       Known(one.has_net_target_person_count(), one.net_target_person_count()),
       Known(one.has_realised_person_count(), one.realised_person_count()),
       absl::StrCat("netto taakstelling van halfjaar ", request.half_year(),
                    ", achterstand en voorsprong verrekend")});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OwnStand> LoadOwnStand(const Context& context,
                                      const std::string& municipality) {
  Defaults defaults(context);
  q::ListObligationsRequest request;
  request.set_parent(municipality);
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(*request.mutable_cycle(), defaults.CycleName());
  request.set_half_year(defaults.HalfYear());
  *request.mutable_ukraine_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(const q::ListObligationsResponse page,
                   Ask(*context.services.quotas,
                       &q::QuotaService::Stub::ListObligations, request));
  const q::ListObligationsResponse::MunicipalityObligations asked =
      page.obligations().empty()
          ? q::ListObligationsResponse::MunicipalityObligations()
          : page.obligations(0);
  OwnStand stand;
  RETURN_IF_ERROR(AddAsylum(context, defaults, municipality, asked, stand));
  RETURN_IF_ERROR(AddUkraine(context, defaults, municipality, asked, stand));
  RETURN_IF_ERROR(
      AddHousing(context, defaults, request.half_year(), municipality, stand));
  stand.line = defaults.Line();
  if (stand.line.empty()) {
    stand.line = absl::StrCat("stand van ", DutchDay(defaults.day()));
  }
  return stand;
}

}  // namespace opvang::cli::workbook
