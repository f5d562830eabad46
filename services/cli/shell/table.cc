#include "services/cli/shell/table.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"

namespace opvang::cli {
namespace {

std::string AsCsv(const TextTable& table) {
  std::string text;
  const auto add = [&text](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : ",",
                      IsPlainNumber(cells[i]) ? cells[i] : CsvCell(cells[i]));
    }
    text += '\n';
  };
  add(table.header);
  for (const auto& row : table.rows) add(row);
  return text;
}

std::string Json(const TextTable& table) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object;
    for (size_t i = 0; i < table.header.size(); ++i) {
      object[table.header[i]] = row[i];
    }
    list.push_back(object);
  }
  return list.dump(2) + "\n";
}

// What asks for somebody stands out; the word itself says it to everybody.
std::string Painted(const std::string& cell) {
  static const auto* const kColours = new std::map<std::string, const char*>{
      {"refuse", "31"},  {"overdue", "31"},     {"no", "31"},
      {"fix", "33"},     {"late", "33"},        {"changed", "33"},
      {"revoked", "33"}, {"not serving", "31"}, {"obstacle", "33"}};
  const auto colour = kColours->find(cell);
  return colour == kColours->end()
             ? cell
             : absl::StrCat("\033[", colour->second, "m", cell, "\033[0m");
}

std::string Aligned(const TextTable& table, bool coloured) {
  std::vector<size_t> widths(table.header.size(), 0);
  std::vector<bool> right(table.header.size(), !table.rows.empty());
  for (size_t i = 0; i < widths.size(); ++i) {
    widths[i] = Width(table.header[i]);
    for (const auto& row : table.rows) {
      widths[i] = std::max(widths[i], Width(row[i]));
      right[i] = right[i] && (row[i].empty() || IsPlainNumber(row[i]));
    }
  }
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells, bool painted) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string space(widths[i] - Width(cells[i]), ' ');
      absl::StrAppend(&line, i == 0 ? "" : "  ", right[i] ? space : "",
                      painted ? Painted(cells[i]) : cells[i],
                      right[i] ? "" : space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  };
  add(table.header, false);
  if (coloured) text = absl::StrCat("\033[1m", text, "\033[0m");
  for (const auto& row : table.rows) add(row, coloured);
  return text;
}

}  // namespace

size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (c & 0xC0) != 0x80; });
}

std::string Format(const TextTable& table, const std::string& format,
                   bool coloured) {
  return format == "csv"    ? AsCsv(table)
         : format == "json" ? Json(table)
                            : Aligned(table, coloured);
}

}  // namespace opvang::cli
