// What the services hold of one municipality, as records of plain text; and how
// the rows of a workbook come of them and go back into them. Pure.
//
// Rows and records say the same: the records of the rows of a state are that
// state again.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_RECORDS_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_RECORDS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/cli/workbook/columns.h"

namespace opvang::cli::workbook {

// What a record is about. Of places the detail is group, basis and day
// ("regular|decided|2025-07-01"; a plan may lack its day), of placements and
// counts their day, of a text its position; of "none" the subject is the duty
// and the detail its day.
struct RecordKey {
  Part part = Part::kRow;
  std::string subject = {};  // The id of a location or plan; a kind.
  std::string detail = {};
  auto operator<=>(const RecordKey&) const = default;
};

// Fields by their name in the contract, each in one notation; what is empty
// is not there.
using Fields = std::map<std::string, std::string>;
std::string Get(const Fields& fields, const std::string& name);
struct Record {
  Fields fields;
  std::string source;
  bool operator==(const Record&) const = default;
};
using Snapshot = std::map<RecordKey, Record>;

// The parts of a key of places.
struct PlacesKey {
  std::string group, basis, day;
};
PlacesKey PartsOf(const RecordKey& key);

// The values of a row, by column.
using Values = std::map<std::string, std::string>;
struct SheetRow {
  std::string sheet;
  std::string key;
  std::string subject;  // The id of its location or plan.
  Values values;
  bool operator==(const SheetRow&) const = default;
};

// The rows of a workbook, by sheet and in their order.
std::vector<SheetRow> RowsOf(const Snapshot& snapshot,
                             const Vocabulary& vocabulary);

// "decided" or "planned", as its sheet or the row itself says; else empty.
std::string BasisOf(const SheetRow& row);

// The key of places of a group, as a row has them from `day` on.
RecordKey PlacesAt(const SheetRow& row, const std::string& group,
                   const std::string& day);

// What a row says, and the columns it says it in, the telling one first. The
// end of a phase is what no other phase has to say to that day.
struct Said {
  std::map<std::string, std::string> fields;
  std::vector<std::string> columns;
  bool is_retracted = false;
  bool is_end = false;
};
std::map<RecordKey, Said> Expand(const SheetRow& row);

// A name as an id: "AZC Zwolle-Zuid" is "azc-zwolle-zuid"; at most 63
// characters, a letter first ("x-1e-plan").
std::string IdOf(absl::string_view words);

// Of a nil return, what a clerk calls its source; in a fact that comes of a
// workbook those words stand at the end of the source, in quotes.
inline constexpr char kSourceField[] = "source";
std::string WordsOfSource(const std::string& source);

// Stands for what no longer holds, in a cell that can say so.
inline constexpr char kRetracted[] = "vervalt";

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_RECORDS_H_
