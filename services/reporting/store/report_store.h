// All SQL of reports and of what happened to them.
#ifndef OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_
#define OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/life/lifecycle.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// With its JSON beside it, as sealed.
struct StoredReport {
  pb::Report report;
  std::string json;
};
// A municipality of a report, with the digest of its figures.
struct StoredRow {
  std::string report;
  std::string municipality;
  std::string adopter;
  std::string figures_sha256;
};
absl::Status InsertReport(Transaction& tx, const StoredReport& stored,
                          const std::vector<StoredRow>& rows);
absl::StatusOr<std::optional<StoredReport>> FindReport(Transaction& tx,
                                                       const std::string& name);
// The same without its content.
absl::StatusOr<std::optional<pb::Report>> FindHead(Transaction& tx,
                                                   const std::string& name);
// The version that supersedes it; empty without one.
absl::StatusOr<std::string> FindSuccessor(Transaction& tx,
                                          const std::string& name);
// Those of `parents` after `after`, by name, at most `limit`, without content.
absl::StatusOr<std::vector<pb::Report>> ListReports(
    Transaction& tx, const std::vector<std::string>& parents,
    const std::string& after, int limit);
// By report, then in the report's own order.
absl::StatusOr<std::vector<StoredRow>> ListRows(
    Transaction& tx, const std::vector<std::string>& reports);

absl::Status AppendEvent(Transaction& tx, const LifeEvent& event);
// In the order of recording, with who and when.
absl::StatusOr<std::vector<LifeEvent>> ListEvents(
    Transaction& tx, const std::vector<std::string>& reports);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_STORE_REPORT_STORE_H_
