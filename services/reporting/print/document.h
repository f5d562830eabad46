// What a report looks like before it is printed: titles, paragraphs, tables of
// typed cells, charts. One model, printed by as many printers as there are.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_DOCUMENT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/notation.h"

namespace opvang::reporting {

// A value as it is, not as it is written: printers know the notation.
struct Cell {
  enum class Type { kEmpty, kText, kCount, kSigned, kPercent, kDay };
  Type type = Type::kEmpty;
  std::string text;
  int64_t value = 0;
  int64_t whole = 0;  // Of a percentage: value of whole.
  absl::CivilDay day;
  // What opens it, as `Explain` takes it. Every number has one.
  std::string figure;
  // Of a sum of which parts are unknown: of how many of how many it is known.
  int known = 0, parts = 0;

  static Cell Empty() { return {}; }
  static Cell Text(std::string text);
  static Cell Count(int64_t value, std::string figure);
  static Cell Signed(int64_t value, std::string figure);
  static Cell Percent(int64_t part, int64_t whole, std::string figure);
  static Cell Day(absl::CivilDay day);

  bool IsNumber() const {
    return type == Type::kCount || type == Type::kSigned ||
           type == Type::kPercent;
  }
};

struct Column {
  std::string label = {};
  bool numeric = false;
  bool wide = false;  // Of sentences.
};

struct TableRow {
  enum class Kind { kPlain, kGroup, kSubtotal, kTotal };
  Kind kind = Kind::kPlain;
  std::vector<Cell> cells = {};  // One per column; of a group heading only one.
};

struct Table {
  std::string name = {};  // Short, for sheets and files: "4a Gegarandeerd".
  std::string caption = {};
  std::vector<Column> columns = {};
  std::vector<TableRow> rows = {};
  std::string note = {};  // Below the table; may be empty.
  bool wordy = false;     // Of sentences: on a phone a card per row.
};

struct Paragraph {
  std::string text = {};
  bool heading = false;  // A small heading within a section.
};

struct List {
  bool ordered = false;
  std::vector<std::string> items = {};
};

// Where somebody signs, with place and date.
struct SignatureLine {
  std::string who = {};
};

// A bar per row against a target; the numbers stand beside it.
struct Bar {
  std::string label = {};
  Cell solid = {}, light = {}, target = {};  // As they are printed.
  int64_t solid_end = 0;                     // Where the solid bar ends.
  int64_t light_end = 0;  // Where the light one does; not before it.
  bool group = false;     // A heading row.
};
struct Bars {
  std::string caption = {}, solid_label = {}, light_label = {},
              target_label = {};
  std::vector<Bar> bars = {};
};

// Counts over time, each from its day until the next; its numbers stand in a
// table as well.
struct Steps {
  struct Step {
    absl::CivilDay day;
    int64_t solid = 0;
    int64_t light = 0;
  };
  std::string caption = {}, solid_label = {}, light_label = {},
              target_label = {};
  std::string description = {};  // What is seen, for who does not see it.
  absl::CivilDay start = {}, end = {};                // Of what is shown.
  absl::CivilDay window_start = {}, window_end = {};  // Of what is marked.
  std::optional<int64_t> target = {};
  std::vector<Step> steps = {};
  // The greatest falls of the solid count, by day.
  struct Fall {
    absl::CivilDay day;
    Cell change;
  };
  std::vector<Fall> falls = {};
};

using Block = std::variant<Paragraph, List, SignatureLine, Table, Bars, Steps>;

struct Section {
  std::string number = {};  // "3", "3a"; empty for none.
  std::string title = {};
  std::vector<Block> blocks = {};
};

// One figure of the first screen.
struct KeyFigure {
  std::string label = {};
  Cell value = {};
  std::string explanation = {};
};

struct Document {
  std::string title = {}, scope = {}, subtitle = {};
  std::string addressee = {};  // To whom, and under which Act.
  std::string banner = {};  // What holds before all else: a draft, an embargo.
  std::string answer = {};  // The report in one sentence or two.
  std::vector<KeyFigure> key_figures = {};
  Bar headline = {};  // The scope as a whole.
  std::vector<KeyFigure> other_duties = {};
  std::vector<std::string> warnings = {};  // What a reader must know first.
  std::vector<Block> overview = {};        // Charts of the first pages.
  std::vector<Section> sections = {};
  std::string footer = {};  // Version, seal, edition.
};

// Every table, in order, as long as the document lives.
std::vector<const Table*> TablesOf(const Document& document);
std::vector<const Table*> TablesOf(Document&&) = delete;
// Every cell that prints a number, wherever it stands; as long.
std::vector<const Cell*> NumbersOf(const Document& document);
std::vector<const Cell*> NumbersOf(Document&&) = delete;

// "11 van 25" of a sum of which only so many parts are known; else nothing.
std::string CoverageOf(const Cell& cell);
// As people read it: "6.325", "+12", "61,1 %", "3.924 (11 van 25)" of a sum of
// which that many parts are known; "–" of nothing.
std::string Dutch(const Cell& cell);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_DOCUMENT_H_
