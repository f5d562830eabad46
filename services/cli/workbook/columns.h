// The sheets of a workbook and their columns: one table, from which the
// template, its instructions, the reading, the CSV files and the export all
// follow. Pure.
//
// A column is a field of one part of a row; a part is what the contract calls
// a fact. A location sheet has a row per phase: a row says how many places
// there are from its first day up to its last.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_COLUMNS_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_COLUMNS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/cli/workbook/readings.h"

namespace opvang::cli::workbook {

// Counts as the services take them.
inline constexpr int kCountMost = 100000;
// Of what a clerk calls a source, in characters.
inline constexpr int kSourceWordsMost = 200;

// What a column says something about.
enum class Part {
  kRow,        // The row itself: its key, and checks of what others say.
  kLocation,   // A location's description.
  kPlaces,     // Places of a group, from a day on.
  kState,      // Where a location stands in its life.
  kOccupancy,  // Persons present in a shelter.
  kPrivate,    // Persons in private shelter.
  kPlacement,  // Status holders housed, per day and kind.
  kPlan,       // A plan for housing.
  kNil,        // "We have none": a duty, from or up to a day.
  kText,       // A text for the report.
};

// How a cell is read.
enum class ColumnKind {
  kKey,
  kCount,
  kPercent,
  kHundredths,
  kStart,
  kEnd,
  kDay,
  kChoice,
  kMunicipalities,
  kLine,
  kLines,
};

struct Column {
  std::string id;      // Of CSV: "place_count_regular".
  std::string header;  // "Plekken regulier"
  std::vector<std::string> synonyms;
  Part part = Part::kRow;
  std::string field = {};  // Of the fact; empty where the row makes one of it.
  ColumnKind kind = ColumnKind::kLine;
  std::string choices = {};  // Of a `Vocabulary`.
  bool is_required = false;  // Where the row says something of this part.
  int64_t least = 0, most = kCountMost;  // Of counts; of texts the characters.
  int width = 12;
  std::string help = {};  // A Dutch sentence for the instructions.
};

struct SheetTable {
  std::string id;    // Of CSV, the name of its file: "bestaande-locaties".
  std::string name;  // "Bestaande locaties"
  std::vector<std::string> synonyms;
  std::string help;
  std::vector<Column> columns;  // The first is the key, and hidden.

  // By folded words of headings: the place of a column; headings and ids go
  // before synonyms.
  std::map<std::string, size_t> by_words = {};

  // The column with that id, or null.
  const Column* Find(const std::string& column) const;
  // The column that a heading names, or null.
  const Column* Named(const std::string& folded) const;
};

inline constexpr char kExisting[] = "bestaande-locaties";
inline constexpr char kNew[] = "nieuwe-locaties";
inline constexpr char kUkraine[] = "oekraine";
inline constexpr char kPrivateShelter[] = "particuliere-opvang";
inline constexpr char kPlacements[] = "statushouders";
inline constexpr char kPlans[] = "plannen";
inline constexpr char kNilReturns[] = "geen";
inline constexpr char kTexts[] = "duiding";

// In the order of the workbook.
const std::vector<SheetTable>& Sheets();
const SheetTable& SheetOf(const std::string& id);
bool IsLocationSheet(const std::string& id);

// The duty of status holders housed, of which housing is told; of the others,
// which are purposes of places, locations.
inline constexpr char kHoused[] = "housed";

// The groups of places, by their column: "place_count_regular" → "regular".
const std::vector<std::pair<std::string, std::string>>& GroupColumns();

// What choices there are: words of the contract's enums, and kinds, which are
// data.
struct Vocabulary {
  std::map<std::string, std::vector<Choice>> choices;
  std::vector<std::string> ukraine_kinds;

  // The word that people see for a value.
  std::string Shown(const std::string& set, const std::string& value) const;
};
Vocabulary MakeVocabulary(
    const std::vector<nl::opvang::locations::v1::LocationKind>& kinds,
    const std::vector<nl::opvang::housing::v1::PlacementKind>& placement_kinds);

// A cell of that column, read.
Reading ReadCell(const Column& column, const sheet::GridCell& cell,
                 const Vocabulary& vocabulary);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_COLUMNS_H_
