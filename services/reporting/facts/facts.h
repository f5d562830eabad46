// What the sources say, each at its pinned revision, and what we hold
// ourselves.
#ifndef OPVANG_SERVICES_REPORTING_FACTS_FACTS_H_
#define OPVANG_SERVICES_REPORTING_FACTS_FACTS_H_

#include <map>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/deliveries.h"

namespace opvang::reporting {

// An explanation given of a finding, with the digest of the facts that it was
// given about.
struct GivenExplanation {
  std::string key;
  std::string basis_sha256;
  nl::opvang::reporting::v1::FindingExplanation explanation;
};

// A report that this one is held against, with its content.
struct ComparedReport {
  nl::opvang::reporting::v1::ComparedReport compared;
  nl::opvang::reporting::v1::ReportContent content;
};

struct Facts {
  // Quotas.
  nl::opvang::quotas::v1::Cycle cycle;
  std::string geography_version;
  std::vector<
      nl::opvang::quotas::v1::ListObligationsResponse::MunicipalityObligations>
      obligations;  // One per municipality of the scope.
  std::vector<nl::opvang::quotas::v1::Obligation> stated_totals;
  std::vector<nl::opvang::quotas::v1::Exchange> exchanges;
  // Of municipalities elsewhere that lend to the scope.
  std::vector<
      nl::opvang::quotas::v1::ListObligationsResponse::MunicipalityObligations>
      giver_obligations;

  // Locations.
  std::vector<nl::opvang::locations::v1::MunicipalityCoverage> coverage;
  std::vector<std::string> rules;
  std::map<std::string, nl::opvang::locations::v1::LocationKind> kinds;
  std::vector<nl::opvang::locations::v1::MunicipalityShelter> shelters;
  // Those of kind dsl and kso.
  std::vector<nl::opvang::locations::v1::Location> status_holder_locations;
  std::vector<nl::opvang::locations::v1::Reconciliation> reconciliations;
  nl::opvang::locations::v1::Timeline timeline;  // Of the scope.
  // Of locations for status holders.
  std::vector<nl::opvang::locations::v1::NilReturn> nil_returns;
  // Of municipalities elsewhere that lend to the scope.
  std::vector<nl::opvang::locations::v1::MunicipalityCoverage> giver_coverage;
  // Only of a cycle that deducts durable places (Wet 2(3)); the rules are not
  // empty then.
  std::vector<nl::opvang::locations::v1::DurableStock> durable_stocks;
  std::vector<std::string> durable_rules;

  // Housing.
  std::vector<nl::opvang::housing::v1::Balance> balances;
  std::vector<nl::opvang::housing::v1::HousingPlan> plans;
  std::vector<nl::opvang::housing::v1::Placement> placements;

  // Who recorded what, and when.
  std::vector<nl::opvang::reporting::v1::SourcePin> pins;
  std::vector<nl::opvang::reporting::v1::WriteRecord> writes;

  // Our own.
  std::vector<nl::opvang::reporting::v1::Text> texts;
  std::vector<nl::opvang::reporting::v1::StatedFigure> stated_figures;
  std::vector<nl::opvang::reporting::v1::Deadline> deadlines;
  // What came, where there are deadlines.
  std::vector<Arrival> arrivals;
  std::vector<GivenExplanation> explanations;
  std::vector<ComparedReport> compared_reports;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FACTS_FACTS_H_
