// What a report looks like before it is printed: titles, paragraphs, tables of
// typed cells, bars. One model, printed by as many printers as there are.
#ifndef OPVANG_SERVICES_REPORTING_DOCUMENT_H_
#define OPVANG_SERVICES_REPORTING_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace opvang::reporting {

// A value as it is, not as it is written: printers know the notation.
struct Cell {
  enum class Type { kEmpty, kText, kCount, kSigned, kPercent, kDay };
  Type type = Type::kEmpty;
  std::string text;
  int64_t value = 0;
  int64_t whole = 0;  // Of a percentage: value of whole.
  absl::CivilDay day;

  static Cell Empty() { return {}; }
  static Cell Text(std::string text);
  static Cell Count(int64_t value);
  static Cell Signed(int64_t value);
  static Cell Percent(int64_t part, int64_t whole);
  static Cell Day(absl::CivilDay day);
};

struct Column {
  std::string label;
  bool numeric = false;
  // Compares with a target: left empty in a sum of which targets are missing.
  bool of_target = false;
};

struct TableRow {
  enum class Kind { kPlain, kGroup, kSubtotal, kTotal };
  Kind kind = Kind::kPlain;
  std::vector<Cell> cells;  // One per column; of a group heading only one.
};

struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<TableRow> rows;
  std::string note;  // Below the table; may be empty.
};

struct Paragraph {
  std::string text;
  bool heading = false;  // A small heading within a section.
};

// A bar per row against a target; the numbers stand beside it.
struct Bar {
  std::string label;
  std::optional<int64_t> target;
  int64_t solid = 0;   // Realised or guaranteed.
  int64_t light = 0;   // With intentions or in development; at least `solid`.
  bool group = false;  // A heading row.
};
struct Bars {
  std::string caption, solid_label, light_label, target_label;
  std::vector<Bar> bars;
};

using Block = std::variant<Paragraph, Table, Bars>;

struct Section {
  std::string number;  // "3", "3a"; empty for none.
  std::string title;
  std::vector<Block> blocks;
};

// One figure of the first screen.
struct KeyFigure {
  std::string label;
  Cell value;
  std::string explanation;
};

struct Document {
  std::string title, scope, subtitle;
  std::vector<KeyFigure> key_figures;
  Bar headline;         // The scope as a whole.
  Bars parts;           // Of a province its regions; may have no bars.
  std::string warning;  // What share is invented; empty for none.
  std::vector<Section> sections;
  std::string seal;  // SHA-256 of the content.
};

// Dutch notation: "6.325", "+12", "−12", "61,1 %", "1 juli 2025".
std::string Dutch(const Cell& cell);
std::string DutchCount(int64_t value);
std::string DutchDay(absl::CivilDay day);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_DOCUMENT_H_
