// A report as it stands: with its life, what others may see of it, what is
// found in it.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_LOADER_H_
#define OPVANG_SERVICES_REPORTING_REPORT_LOADER_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/caller.h"
#include "common/db/transaction.h"
#include "services/reporting/life/lifecycle.h"
#include "services/reporting/life/redaction.h"
#include "services/reporting/store/report_store.h"

namespace opvang::reporting {

struct KnownReport {
  pb::Report head;  // Without content; with its state and embargo.
  Life life;
  pb::Standing standing;  // As `StandingOf`.
};

// Nothing when there is no report of that name.
absl::StatusOr<std::optional<KnownReport>> FindKnown(Transaction& tx,
                                                     const std::string& name);
// The same for a caller: NOT_FOUND / REPORT_NOT_FOUND also before the end of an
// embargo that holds for it.
absl::StatusOr<KnownReport> LoadSeen(Transaction& tx,
                                     const Organisation& caller, absl::Time now,
                                     const std::string& name);
// A report with its content as it is read today (`Upgraded`), without its life.
absl::StatusOr<pb::Report> LoadReport(Transaction& tx, const std::string& name);
// The same as it was sealed.
absl::StatusOr<StoredReport> LoadSealed(Transaction& tx,
                                        const std::string& name);
bool IsSeen(const KnownReport& known, const Organisation& caller,
            absl::Time now);

// Whether the caller may have the internal edition of a report about `scope`:
// it is the caller's own, or the caller works with all of it.
bool MayReadAll(const Organisation& caller, const std::string& scope);
// What `edition` leaves out of `reports` for the caller. PERMISSION_DENIED /
// EDITION_NOT_ALLOWED.
absl::StatusOr<Redaction> RedactionFor(
    const Organisation& caller, pb::Edition edition,
    const std::vector<const pb::ReportContent*>& reports);
// The edition that the caller then reads.
pb::Edition EditionFor(const Organisation& caller, pb::Edition edition,
                       const std::string& scope);

// A report as the caller may read it, with content.
struct ReadReport {
  pb::Report report;
  std::string sealed_json;  // Empty where something of it is hidden.
};
absl::StatusOr<ReadReport> LoadEdition(Transaction& tx,
                                       const Organisation& caller,
                                       absl::Time now, const std::string& name,
                                       pb::Edition edition);

// What is known of it besides: what changed since confirmation and what is in
// the way, in `standing`; what was found in it and around it, with the
// explanations that were given, the gravest first, then by code, subject, key.
struct Evaluation {
  pb::Standing standing;
  std::vector<pb::Finding> findings;
};
absl::StatusOr<Evaluation> Evaluate(Transaction& tx, const KnownReport& known,
                                    const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_LOADER_H_
