// The tables of reporting: reports without their contents, what happened to
// them, and what is said beside the figures.
#ifndef OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_
#define OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_

#include <optional>
#include <string>
#include <tuple>

#include "absl/time/time.h"
#include "common/state/keeper.h"
#include "common/state/table.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// A municipality of a report, in its order, with the digest of its figures.
struct StoredRow {
  std::string report;
  int position = 0;
  std::string municipality;
  std::string adopter;
  std::string figures_sha256;
};
// What happened to a report; who did it and when the ledger tells.
struct StoredEvent {
  std::string report;
  std::string verb;
  std::string subject;
  std::string letter;
  std::optional<absl::Time> embargo_time;
};
// What is said about a finding.
struct StoredExplanation {
  std::string key;
  std::string subject;
  std::string report;
  std::string basis_sha256;
  std::string body;
  std::string source;
};

// Who wants to be told of changes, as asked for; when tells the ledger.
struct StoredSubscription {
  std::string name, caller, organisation, address, scope;
  std::string kinds;  // Their numbers, "1,2"; of everything when empty.
  int64_t quotas_revision = 0, locations_revision = 0, housing_revision = 0,
          reporting_revision = 0;
};
struct StoredEnd {
  std::string name, reason;
};

// What belongs to something comes after it.
using ReportTables =
    std::tuple<Table<Recording>, Table<pb::Report>, Table<StoredRow>,
               Table<StoredEvent>, Table<pb::Text>, Table<pb::StatedFigure>,
               Table<pb::Deadline>, Table<StoredExplanation>,
               Table<StoredSubscription>, Table<StoredEnd>>;
const ReportTables& AllReportTables();

// The head of a report that was made at `revision`, as it stands in its table
// now: for who doubts what is held in memory.
absl::StatusOr<std::optional<pb::Report>> ReadHead(Transaction& tx,
                                                   const std::string& name,
                                                   Revision revision);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_
