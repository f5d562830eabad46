#include "services/cli/workbook/file_rows.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/area_name.h"
#include "services/cli/workbook/own_stand.h"

namespace opvang::cli::workbook {
namespace {

using sheet::Grid;
using sheet::GridCell;
using sheet::GridSheet;

// More faults than anybody mends at once; the rest is not read.
constexpr size_t kFaultsMax = 2000;

// How far down a header may stand.
constexpr int kHeaderRowMost = 30;

// A header without what people hang onto it: "Plekken*", "Dag (dd-mm-jjjj)".
std::string HeaderWords(absl::string_view text) {
  std::string folded = Folded(text);
  while (!folded.empty() &&
         absl::StrContains("*: ", folded.substr(folded.size() - 1))) {
    folded.pop_back();
  }
  return folded;
}

bool Names(const std::string& words, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return Folded(name) == words;
  });
}

// One sheet of the file, as one of the table.
class SheetReader {
 public:
  SheetReader(const SheetTable& table, const GridSheet& grid, bool is_csv,
              const Vocabulary& vocabulary, FileRows& out)
      : table_(table),
        grid_(grid),
        is_csv_(is_csv),
        vocabulary_(vocabulary),
        out_(out) {}

  void Read() {
    if (grid_.cells.empty()) return;
    if (!FindHeader()) {
      Refuse(grid_.name, absl::StrCat("heeft geen kopregel; de kolommen heten ",
                                      absl::StrJoin(Headers(), ", ")));
      return;
    }
    TellUnknownColumns();
    if (!CheckColumns()) return;
    const int last = grid_.cells.back().row;
    LearnMerged(last);
    for (int row = header_row_ + 1; row <= last; ++row) {
      if (out_.faults.size() > kFaultsMax) {
        Refuse(absl::StrCat(grid_.name, ", ", is_csv_ ? "regel " : "rij ", row),
               "en wat daarna komt is niet meer gelezen: te veel fouten");
        return;
      }
      ReadRow(row);
    }
  }

 private:
  std::vector<std::string> Headers() const {
    std::vector<std::string> headers;
    for (size_t i = 1; i < table_.columns.size(); ++i) {
      headers.push_back(table_.columns[i].header);
    }
    return headers;
  }

  // The columns that the cells of a row name.
  std::map<int, const Column*> ColumnsOf(int row) const {
    std::map<int, const Column*> found;
    for (auto cell = FirstOf(row);
         cell != grid_.cells.end() && cell->row == row; ++cell) {
      if (cell->kind != sheet::CellKind::kText) continue;
      const std::string words = HeaderWords(cell->text);
      const Column* column = table_.Named(words);
      if (column == nullptr) {
        column = table_.Named(HeaderWords(words.substr(0, words.find('('))));
      }
      if (column != nullptr) found[cell->column] = column;
    }
    return found;
  }

  std::vector<GridCell>::const_iterator FirstOf(int row) const {
    return std::lower_bound(
        grid_.cells.begin(), grid_.cells.end(), row,
        [](const GridCell& cell, int wanted) { return cell.row < wanted; });
  }

  bool FindHeader() {
    for (int row = 1; row <= kHeaderRowMost; ++row) {
      const auto columns = ColumnsOf(row);
      if (columns.size() > columns_.size()) {
        columns_ = columns;
        header_row_ = row;
      }
    }
    return columns_.size() >= 2;
  }

  // Whether each column stands there once, and those that are needed do.
  bool CheckColumns() {
    bool is_right = true;
    for (const auto& [at, column] : columns_) {
      const auto before = at_.emplace(column->id, at);
      if (before.second) continue;
      Refuse(PlaceOf(header_row_, at),
             absl::StrCat("is \"", TextAt(header_row_, at), "\", net als ",
                          CellOf(header_row_, before.first->second),
                          "; elke kolom hoort er één keer te staan"));
      is_right = false;
    }
    for (const Column& column : table_.columns) {
      const bool is_needed = IsLocationSheet(table_.id)
                                 ? column.id == "display_name"
                                 : column.is_required;
      if (!is_needed || at_.count(column.id) > 0) continue;
      Refuse(grid_.name, absl::StrCat("mist de kolom \"", column.header, "\""));
      is_right = false;
    }
    return is_right;
  }

  void TellUnknownColumns() {
    for (auto cell = FirstOf(header_row_);
         cell != grid_.cells.end() && cell->row == header_row_; ++cell) {
      if (columns_.count(cell->column) > 0 || cell->text.empty()) continue;
      out_.notes.push_back(
          {PlaceOf(cell->row, cell->column),
           absl::StrCat("kolom \"", Cut(cell->text, 80),
                        "\" is niet bekend en wordt niet gelezen")});
    }
  }

  std::string TextAt(int row, int column) const {
    const GridCell* cell = grid_.At({row, column});
    return cell == nullptr ? "" : cell->text;
  }

  std::string CellOf(int row, int column) const {
    if (!is_csv_) return sheet::CellName({row, column});
    return absl::StrCat("regel ", row, ", kolom ", TextAt(1, column));
  }
  std::string PlaceOf(int row, int column) const {
    return absl::StrCat(grid_.name, ", ", CellOf(row, column));
  }
  void Refuse(const std::string& place, const std::string& text) {
    out_.faults.push_back({place, text});
  }

  // Ranges lie apart, so there are no more places than cells.
  void LearnMerged(int last_row) {
    for (const sheet::Range& range : grid_.merged) {
      for (const auto& [at, column] : columns_) {
        if (at < range.first_column || at > range.last_column) continue;
        for (int row = range.first_row;
             row <= std::min(range.last_row, last_row); ++row) {
          merged_[{row, at}] = &range;
        }
      }
    }
  }

  // What is shown at a place: of a merged cell its first, as long as that can
  // be said of each column and row it covers.
  std::optional<GridCell> ShownAt(int row, int at, const Column& column) {
    const auto found = merged_.find({row, at});
    const sheet::Range* merged =
        found == merged_.end() ? nullptr : found->second;
    const GridCell* cell =
        grid_.At(merged == nullptr
                     ? sheet::Place{row, at}
                     : sheet::Place{merged->first_row, merged->first_column});
    if (cell == nullptr) return GridCell();
    if (merged == nullptr) return *cell;
    int covered = 0;
    for (const auto& [other, meant] : columns_) {
      covered += other >= merged->first_column && other <= merged->last_column;
    }
    const bool is_tall = merged->last_row > merged->first_row;
    if (covered > 1 || (is_tall && column.kind == ColumnKind::kCount)) {
      if (row == merged->first_row && at == merged->first_column) {
        Refuse(absl::StrCat(grid_.name, ", ", sheet::RangeName(*merged)),
               covered > 1
                   ? "is één cel over meer kolommen; splits haar en vul "
                     "elke kolom in"
                   : "is één aantal over meer regels; splits de cel en "
                     "vul elke regel in");
      }
      return GridCell();
    }
    if (is_tall && row > merged->first_row && !cell->text.empty()) {
      out_.notes.push_back(
          {PlaceOf(row, at),
           absl::StrCat("\"", Cut(cell->text, 80), "\", van de cel ",
                        sheet::RangeName(*merged))});
    }
    return *cell;
  }

  bool IsSum(int row) const {
    for (const auto& [at, column] : columns_) {
      const std::string words = Folded(TextAt(row, at));
      if (column->kind == ColumnKind::kKey || words.empty()) continue;
      if (column->kind != ColumnKind::kLine) return false;
      return words == "totaal" || words == "som" ||
             absl::StartsWith(words, "totaal ") ||
             absl::StartsWith(words, "subtotaal");
    }
    return false;
  }

  bool IsEmpty(int row) const {
    return std::none_of(
        columns_.begin(), columns_.end(), [&](const auto& column) {
          const GridCell* cell = grid_.At({row, column.first});
          return cell != nullptr && column.second->kind != ColumnKind::kKey &&
                 (cell->is_formula || !Folded(cell->text).empty());
        });
  }

  void ReadRow(int row) {
    if (IsEmpty(row)) return;
    FileRow read;
    read.row.sheet = table_.id;
    read.place =
        absl::StrCat(grid_.name, ", ", is_csv_ ? "regel " : "rij ", row);
    if (IsSum(row)) {
      out_.notes.push_back(
          {read.place, "is een totaalregel en wordt niet gelezen"});
      return;
    }
    for (const auto& [at, column] : columns_) {
      const std::optional<GridCell> cell = ShownAt(row, at, *column);
      ReadCellAt(row, at, *column, *cell, read);
    }
    for (const char* group : {"place_count_amv", "place_count_special"}) {
      const auto at = at_.find(group);
      if (at == at_.end()) continue;
      const std::string words = HeaderWords(TextAt(header_row_, at->second));
      if (absl::StartsWith(words, "waarvan") ||
          absl::StartsWith(words, "wv ")) {
        read.inside.insert(group);
      }
    }
    out_.rows.push_back(std::move(read));
  }

  void ReadCellAt(int row, int at, const Column& column, const GridCell& cell,
                  FileRow& read) {
    FileCell& place = read.cells[column.id];
    place.place = PlaceOf(row, at);
    place.name = CellOf(row, at);
    const Reading reading = ReadCell(column, cell, vocabulary_);
    switch (reading.outcome) {
      case Reading::Outcome::kNothing:
        return;
      case Reading::Outcome::kFault:
        // A formula whose result was not stored shows nothing.
        Refuse(place.place, cell.text.empty()
                                ? reading.fault
                                : absl::StrCat("\"", Cut(cell.text, 80), "\" ",
                                               reading.fault));
        // Where a fault stands nothing is missing.
        read.unknown.insert(column.id);
        return;
      case Reading::Outcome::kUnknown:
        read.unknown.insert(column.id);
        break;
      case Reading::Outcome::kRetracted:
        read.row.values[column.id] = kRetracted;
        break;
      case Reading::Outcome::kValue:
        if (column.kind == ColumnKind::kKey) {
          read.row.key = reading.value;
          return;
        }
        read.row.values[column.id] = reading.value;
        break;
    }
    if (reading.is_vague) read.vague.insert(column.id);
    if (reading.shown.empty()) return;
    place.words = Cut(cell.text, 100);
    // Another case of the same word needs no telling.
    if (Folded(reading.shown) != Folded(cell.text)) {
      out_.notes.push_back(
          {place.place,
           absl::StrCat("\"", place.words, "\" gelezen als ", reading.shown)});
    }
  }

  const SheetTable& table_;
  const GridSheet& grid_;
  const bool is_csv_;
  const Vocabulary& vocabulary_;
  FileRows& out_;
  int header_row_ = 0;
  std::map<int, const Column*> columns_;  // By column of the file.
  std::map<std::string, int> at_;         // By id.
  std::map<std::pair<int, int>, const sheet::Range*> merged_;
};

Origin OriginOf(const GridSheet& grid) {
  Origin origin;
  for (const GridCell& cell : grid.cells) {
    const GridCell* value = grid.At({cell.row, cell.column + 1});
    if (cell.column != 1 || value == nullptr) continue;
    const auto number = [&](int64_t& into) {
      int64_t revision = 0;
      if (absl::SimpleAtoi(value->text, &revision)) into = revision;
    };
    if (cell.text == "gemeente") {
      // By name or code; what names none, or more than one, is refused later.
      const auto called = MunicipalitiesCalled(value->text);
      origin.municipality = called.size() == 1 ? called[0] : value->text;
    }
    if (cell.text == "peildag") origin.day = value->text;
    if (cell.text == "revisie locations") number(origin.locations);
    if (cell.text == "revisie housing") number(origin.housing);
    if (cell.text == "revisie reporting") number(origin.reporting);
  }
  return origin;
}

const SheetTable* TableNamed(const std::string& name) {
  const std::string words = HeaderWords(name);
  for (const SheetTable& table : Sheets()) {
    if (Names(words, {table.name, table.id})) return &table;
  }
  for (const SheetTable& table : Sheets()) {
    if (Names(words, table.synonyms)) return &table;
  }
  return nullptr;
}

}  // namespace

FileRows ReadRows(const Grid& grid, bool is_csv, const Vocabulary& vocabulary) {
  FileRows rows;
  std::map<std::string, std::string> seen;  // By table: the sheet.
  for (const GridSheet& sheet : grid.sheets) {
    if (sheet.name == kOriginSheet) {
      rows.origin = OriginOf(sheet);
      continue;
    }
    // What is there to be read only.
    if (sheet.name == kGuideSheet || sheet.name == kStandSheet ||
        sheet.name == "Keuzelijsten") {
      continue;
    }
    const SheetTable* table = TableNamed(sheet.name);
    if (table == nullptr) {
      if (!sheet.cells.empty()) {
        rows.notes.push_back(
            {sheet.name,
             "is geen blad van het werkboek en wordt niet gelezen"});
      }
      continue;
    }
    const auto [first, is_new] = seen.emplace(table->id, sheet.name);
    if (!is_new) {
      rows.faults.push_back(
          {sheet.name, absl::StrCat("is hetzelfde blad als ", first->second,
                                    "; er hoort er één te zijn")});
      continue;
    }
    SheetReader(*table, sheet, is_csv, vocabulary, rows).Read();
  }
  if (seen.empty()) {
    std::vector<std::string> names;
    for (const SheetTable& table : Sheets()) names.push_back(table.name);
    rows.faults.push_back(
        {"het bestand", absl::StrCat("heeft geen blad van het werkboek; die "
                                     "heten ",
                                     absl::StrJoin(names, ", "))});
  }
  return rows;
}

}  // namespace opvang::cli::workbook
