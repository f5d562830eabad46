// The contents of reports: large, never changed, and so kept outside the state,
// in pieces; those read lately are held parsed.
#ifndef OPVANG_SERVICES_REPORTING_STORE_CONTENT_STORE_H_
#define OPVANG_SERVICES_REPORTING_STORE_CONTENT_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/recently_used.h"
#include "common/db/database.h"
#include "common/db/transaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// A content as it was sealed, and the JSON that is sealed.
struct SealedContent {
  pb::ReportContent content;
  std::string json;
};

absl::Status AppendContent(Transaction& tx, const std::string& report,
                           const pb::ReportContent& content,
                           const std::string& json);

// Thread-safe.
class Contents {
 public:
  // Holds contents of `bytes_max` in memory, and the last one in any case.
  explicit Contents(Database& db, size_t bytes_max = 128 << 20)
      : db_(db), bytes_max_(bytes_max), held_(bytes_max) {}

  // The content of a report that is on record, as it is read today
  // (`Upgraded`). DATA_LOSS when there is none.
  using Content = std::shared_ptr<const pb::ReportContent>;
  absl::StatusOr<Content> Find(const std::string& report);

  // As it was sealed; not held.
  absl::StatusOr<SealedContent> ReadSealed(const std::string& report);
  absl::StatusOr<std::string> ReadJson(const std::string& report);

 private:
  Database& db_;
  const size_t bytes_max_;
  RecentlyUsed<std::string, pb::ReportContent> held_;
};

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_STORE_CONTENT_STORE_H_
