// The report: one pure function from the facts of three sources to its
// content. No I/O, no clock: the same facts give the same content for ever.
// This is the only place where the duties meet.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_H_
#define OPVANG_SERVICES_REPORTING_REPORT_H_

#include <map>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// What the sources say, each at its pinned revision, and our own texts.
struct Facts {
  nl::opvang::quotas::v1::Cycle cycle;
  std::string geography_version;
  std::vector<
      nl::opvang::quotas::v1::ListObligationsResponse::MunicipalityObligations>
      obligations;  // One per municipality of the scope.
  std::vector<nl::opvang::quotas::v1::Obligation> stated_totals;

  std::vector<nl::opvang::locations::v1::MunicipalityCoverage> coverage;
  std::vector<std::string> rules;
  std::map<std::string, std::string> kinds;  // Code to Dutch name.
  std::vector<nl::opvang::locations::v1::MunicipalityShelter> shelters;
  // Those of kind dsl and kso.
  std::vector<nl::opvang::locations::v1::Location> status_holder_locations;

  std::vector<nl::opvang::housing::v1::Balance> balances;
  std::vector<nl::opvang::housing::v1::HousingPlan> plans;

  std::vector<pb::Text> texts;
  std::vector<pb::StatedFigure> stated_figures;
};

// Joins the facts. `spec` has every pin filled. Municipalities stand by Dutch
// name, in a provincial report within their regions; regions by Dutch name. A
// total is the sum of its rows, whatever anybody stated: stated totals stand
// in `findings` and `comparisons` beside it.
pb::ReportContent Compose(const pb::ReportSpec& spec, const Facts& facts);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_H_
