// The record that a write is held against, read by name.
#ifndef OPVANG_SERVICES_HOUSING_EVENT_LOADER_H_
#define OPVANG_SERVICES_HOUSING_EVENT_LOADER_H_

#include <set>
#include <string>

#include "common/db/transaction.h"
#include "services/housing/housing_store.h"
#include "services/housing/rules/event.h"

namespace opvang::housing {

// The codes of all kinds of placement.
inline absl::StatusOr<std::set<std::string>> LoadKindCodes(Transaction& tx) {
  ASSIGN_OR_RETURN(const std::vector<pb::PlacementKind> kinds,
                   ListPlacementKinds(tx));
  std::set<std::string> codes;
  for (const pb::PlacementKind& kind : kinds) codes.insert(kind.code());
  return codes;
}

// What is on record of the events that `rows` name, and of those that they
// correct; `find` is `FindPlacements` or `FindMoves`.
template <typename Rows, typename Find>
absl::StatusOr<EventRecord> LoadRecord(Transaction& tx, const Rows& rows,
                                       Find find) {
  std::set<std::string> names;
  for (const auto& row : rows) {
    const Event event = EventOf(row);
    names.insert(event.name);
    if (!event.corrected.empty()) names.insert(event.corrected);
  }
  ASSIGN_OR_RETURN(const auto known, find(tx, names));
  EventRecord record;
  for (const auto& [name, event] : known) record.Learn(EventOf(event));
  return record;
}

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_EVENT_LOADER_H_
