// All SQL of reports, texts and stated figures.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_STORE_H_
#define OPVANG_SERVICES_REPORTING_REPORT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status AppendTexts(Transaction& tx, const std::vector<pb::Text>& texts);
absl::Status AppendStatedFigures(Transaction& tx,
                                 const std::vector<pb::StatedFigure>& figures);

// Those that stand on `day` for any of `subjects`, by subject, kind and
// position.
absl::StatusOr<std::vector<pb::Text>> ListTexts(
    Transaction& tx, const std::vector<std::string>& subjects,
    absl::CivilDay day);

// Those published for any of `subjects`, by subject, metric, day, document.
absl::StatusOr<std::vector<pb::StatedFigure>> ListStatedFigures(
    Transaction& tx, const std::vector<std::string>& subjects);

// With its JSON beside it, as sealed.
struct StoredReport {
  pb::Report report;
  std::string json;
};
absl::Status InsertReport(Transaction& tx, const StoredReport& stored,
                          absl::Time create_time);
absl::StatusOr<std::optional<StoredReport>> FindReport(Transaction& tx,
                                                       const std::string& name);
// Those of `parents` after `after`, by name, at most `limit`, without content.
absl::StatusOr<std::vector<pb::Report>> ListReports(
    Transaction& tx, const std::vector<std::string>& parents,
    const std::string& after, int limit);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_STORE_H_
