// What the services hold of one municipality, asked at a revision.
#ifndef OPVANG_SERVICES_CLI_IMPORT_REGISTER_SNAPSHOT_H_
#define OPVANG_SERVICES_CLI_IMPORT_REGISTER_SNAPSHOT_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/cli/shell/clients.h"
#include "services/cli/workbook/delivery.h"

namespace opvang::cli::workbook {

struct RegisterSnapshot {
  Snapshot snapshot;
  std::vector<nl::opvang::housing::v1::Placement> placements;
  Origin origin;  // With the revisions that were read.
};

// At the revisions of `at`: 0 is now; less than 0 leaves that service out.
// States and texts are those on `day`; of counts the last on each of
// `count_days`.
absl::StatusOr<RegisterSnapshot> LoadOnRecord(
    Services& services, const Origin& at, absl::CivilDay day,
    const std::set<absl::CivilDay>& count_days);

// The last revision of each service in which facts with the source
// "`stem`, …" were written; -1 where there is none.
absl::StatusOr<Origin> FindWrites(Services& services, const std::string& stem,
                                  const Origin& present, absl::CivilDay day,
                                  const std::set<absl::CivilDay>& count_days);

// The kinds of location and placement that there are now, and the words of the
// contract.
absl::StatusOr<Vocabulary> LoadVocabulary(Services& services);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_REGISTER_SNAPSHOT_H_
