// What a workbook changes, seen three ways: what it was filled with when it was
// made, what it says, and what is on record now. Pure.
//
// What was not touched changes nothing, whatever happened meanwhile. What was
// touched by both is a conflict, unless both say the same.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_COMPARE_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_COMPARE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/cli/workbook/records.h"

namespace opvang::cli::workbook {

// What a workbook says about a record.
struct Statement {
  Fields fields = {};  // Those that it states; an empty one ends a value.
  bool is_retracted = false;            // It says that nothing holds any more.
  std::vector<std::string> cells = {};  // Where, with the words of readings.
  std::map<std::string, std::string> cell_of = {};  // By field.
  std::string place = {};   // "Bestaande locaties, F7", of all of it.
  std::string source = {};  // Where it is stated; empty: in those cells.
};
using Statements = std::map<RecordKey, Statement>;

// The three states that statements are held against.
struct States {
  Snapshot exported;  // As the workbook was filled.
  Snapshot base;      // At the same revisions, on the day of `present`.
  Snapshot present;
};

struct Change {
  RecordKey key;
  bool is_new = false;                // Nothing is on record under this key.
  bool is_retracted = false;          // Nothing holds afterwards.
  Fields before = {}, after = {};     // All fields.
  std::set<std::string> fields = {};  // Those that change.
};

struct Conflict {
  RecordKey key;
  std::string field;  // Empty when the record is compared whole.
  Fields exported, stated, present;
};

struct Comparison {
  std::vector<Change> changes;
  std::vector<Conflict> conflicts;
  // Stated for a day before the last on record, which would go on to hold.
  std::vector<Conflict> too_early;
};

// Descriptions and plans are compared field by field; every other record is one
// statement, and whole.
bool IsWhole(Part part);

// The field that holds the day from which a record speaks; empty for those
// whose day is in their key, or that have none.
std::string DayField(Part part);

// A count of ten times what it was, or a tenth.
struct Tenfold {
  RecordKey key;
  std::string field;
  int64_t before = 0, after = 0;
};
// Those among `changes`, each held against what it changes or, of a new count,
// against the last of an earlier day.
std::vector<Tenfold> FindTenfold(const Snapshot& present,
                                 const std::vector<Change>& changes);

Comparison Compare(const States& states, const Statements& statements);

// The counts among `changes` that are of a day on which their shelter has no
// places any more, or is given up. The service tells no such count back, so the
// same file would state it for ever.
std::vector<RecordKey> CountsOfNothing(const Snapshot& present,
                                       const std::vector<Change>& changes);

// What gives back `before` where a write made `after` of it; to be compared
// with `after` as what was exported. A location that is new is given up, from
// `day` where it has no state; a count was never said.
Statements Reversal(const Snapshot& before, const Snapshot& after,
                    const std::string& day);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_COMPARE_H_
