#include "services/reporting/print/csv.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/base/calendar.h"
#include "common/base/csv.h"
#include "common/base/notation.h"
#include "services/reporting/figures/figures.h"
#include "services/reporting/print/flat_table.h"

namespace opvang::reporting {
namespace {

std::string Iso(const Cell& cell) {
  switch (cell.type) {
    case Cell::Type::kEmpty:
      return "";
    case Cell::Type::kText:
      return CsvCell(cell.text);
    case Cell::Type::kCount:
    case Cell::Type::kSigned:
      return absl::StrCat(cell.value);
    case Cell::Type::kPercent:
      return Percent(cell.value, cell.whole, 1);
    case Cell::Type::kDay:
      return FormatDay(cell.day);
  }
  return "";
}

std::string CsvOf(const Table& printed) {
  const Table table = Flattened(printed);
  std::string csv;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    absl::StrAppend(&csv, i > 0 ? "," : "", CsvCell(table.columns[i].label));
  }
  csv += "\r\n";
  for (const TableRow& row : table.rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      absl::StrAppend(&csv, i > 0 ? "," : "", Iso(row.cells[i]));
    }
    csv += "\r\n";
  }
  return csv;
}

// "4a Gegarandeerd" as "4a-gegarandeerd".
std::string FileNameOf(const std::string& name) {
  std::string plain;
  for (const char c :
       absl::StrReplaceAll(name, {{"ï", "i"}, {"ë", "e"}, {"é", "e"}})) {
    plain += absl::ascii_isalnum(c) ? absl::ascii_tolower(c) : '-';
  }
  return plain;
}

std::string FiguresCsv(const Document& document) {
  std::map<std::string, const Cell*> figures;
  for (const Cell* cell : NumbersOf(document)) figures[cell->figure] = cell;
  std::string csv = "figure,value,of,known,parts\r\n";
  for (const auto& [name, cell] : figures) {
    absl::StrAppend(
        &csv, name, ",", cell->value, ",",
        cell->type == Cell::Type::kPercent ? absl::StrCat(cell->whole) : "",
        ",", cell->parts > 0 ? absl::StrCat(cell->known) : "", ",",
        cell->parts > 0 ? absl::StrCat(cell->parts) : "", "\r\n");
  }
  return csv;
}

}  // namespace

std::vector<sheet::ZipPart> PrintCsv(const Document& document) {
  std::vector<sheet::ZipPart> parts;
  for (const Table* table : TablesOf(document)) {
    parts.push_back({.name = absl::StrFormat("%02d-%s.csv", parts.size() + 1,
                                             FileNameOf(table->name)),
                     .bytes = CsvOf(*table)});
  }
  parts.push_back({.name = "cijfers.csv", .bytes = FiguresCsv(document)});
  return parts;
}

}  // namespace opvang::reporting
