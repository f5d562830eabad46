// A report as it stands: with its life, what others may see of it, what is
// found in it.
#ifndef OPVANG_SERVICES_REPORTING_KNOWN_REPORT_H_
#define OPVANG_SERVICES_REPORTING_KNOWN_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "common/base/caller.h"
#include "services/reporting/figures/redaction.h"
#include "services/reporting/life/lifecycle.h"
#include "services/reporting/report_state.h"
#include "services/reporting/store/content_store.h"

namespace opvang::reporting {

struct KnownReport {
  pb::Report head;  // Without content; with its state and embargo.
  Life life;
  pb::Standing standing;  // As `StandingOf`.
};

// Nothing when there is no report of that name.
std::optional<KnownReport> FindKnown(const KnownReports& known,
                                     const std::string& name);
// The same for a caller: NOT_FOUND / REPORT_NOT_FOUND also before the end of an
// embargo that holds for it.
absl::StatusOr<KnownReport> FindSeen(const KnownReports& known,
                                     const Organisation& caller, absl::Time now,
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
  pb::Standing standing;
  bool whole = false;  // Nothing of it is hidden.
};
absl::StatusOr<ReadReport> ReadEdition(const KnownReports& known,
                                       Contents& contents,
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
absl::StatusOr<Evaluation> Evaluate(const KnownReports& known,
                                    Contents& contents,
                                    const KnownReport& report,
                                    const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_KNOWN_REPORT_H_
