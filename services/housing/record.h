// The record that a write is held against, read by name.
#ifndef OPVANG_SERVICES_HOUSING_RECORD_H_
#define OPVANG_SERVICES_HOUSING_RECORD_H_

#include <set>
#include <string>

#include "common/db/transaction.h"
#include "services/housing/event.h"
#include "services/housing/housing_store.h"

namespace opvang::housing {

// The codes of all kinds of placement.
inline absl::StatusOr<std::set<std::string>> LoadKindCodes(Transaction& tx) {
  ASSIGN_OR_RETURN(const std::vector<pb::PlacementKind> kinds,
                   ListPlacementKinds(tx));
  std::set<std::string> codes;
  for (const pb::PlacementKind& kind : kinds) codes.insert(kind.code());
  return codes;
}

// What is on record of the placements that `rows` name, and of those that they
// correct.
template <typename Rows>
absl::StatusOr<EventRecord> LoadRecord(Transaction& tx, const Rows& rows) {
  std::set<std::string> names;
  for (const pb::Placement& row : rows) {
    names.insert(row.name());
    if (!row.corrected_placement().empty()) {
      names.insert(row.corrected_placement());
    }
  }
  ASSIGN_OR_RETURN(const auto known, FindPlacements(tx, names));
  EventRecord record;
  for (const auto& [name, placement] : known) record.Learn(EventOf(placement));
  return record;
}

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RECORD_H_
