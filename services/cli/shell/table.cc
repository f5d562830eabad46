#include "services/cli/shell/table.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "services/cli/shell/columns.h"

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

// The value of a cell; nothing where it is absent.
std::optional<nlohmann::ordered_json> JsonValue(CellKind kind,
                                                const std::string& cell) {
  if (cell.empty()) return std::nullopt;
  int64_t count = 0;
  if (kind == CellKind::kCount && absl::SimpleAtoi(cell, &count)) return count;
  if (kind == CellKind::kTruth && (cell == "yes" || cell == "no")) {
    return cell == "yes";
  }
  return cell;
}

std::string Json(const TextTable& table) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (size_t i = 0; i < table.header.size(); ++i) {
      const auto value = JsonValue(ColumnNamed(table.header[i]).kind, row[i]);
      if (value.has_value()) object[table.header[i]] = *value;
    }
    list.push_back(object);
  }
  return list.dump(2) + "\n";
}

// What asks for somebody stands out; the word itself says it to everybody.
std::string Painted(const std::string& word, const std::string& cell) {
  static const auto* const kColours = new std::map<std::string, const char*>{
      {"refuse", "31"},  {"overdue", "31"},     {"no", "31"},
      {"fix", "33"},     {"late", "33"},        {"changed", "33"},
      {"revoked", "33"}, {"not serving", "31"}, {"obstacle", "33"}};
  const auto colour = kColours->find(word);
  return colour == kColours->end()
             ? cell
             : absl::StrCat("\033[", colour->second, "m", cell, "\033[0m");
}

// Columns are not made narrower than this.
constexpr size_t kNarrowest = 12;
constexpr size_t kBetween = 2;  // Blanks between two columns.

size_t LineWidth(const std::vector<size_t>& widths) {
  size_t sum = 0;
  for (const size_t one : widths) sum += one + kBetween;
  return sum - std::min(sum, kBetween);
}

// Makes the widest columns narrower until the line fits, or cannot.
void Fit(size_t width, const std::vector<bool>& right,
         std::vector<size_t>& widths) {
  while (LineWidth(widths) > width) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (right[i] || widths[i] <= kNarrowest) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

// The first `width` characters, whole words where there are some.
std::string TakeLine(size_t width, absl::string_view& text) {
  size_t bytes = 0, characters = 0, blank = 0;
  while (bytes < text.size()) {
    if ((text[bytes] & 0xC0) != 0x80) {
      if (characters == width) break;
      ++characters;
      if (text[bytes] == ' ') blank = bytes;
    }
    ++bytes;
  }
  if (bytes < text.size() && text[bytes] == ' ') blank = bytes;
  const bool at_blank = bytes < text.size() && blank > 0;
  const std::string line(text.substr(0, at_blank ? blank : bytes));
  text.remove_prefix(at_blank ? blank + 1 : bytes);
  return line;
}

std::vector<std::string> Wrapped(const std::string& cell, size_t width) {
  std::vector<std::string> lines;
  absl::string_view rest = cell;
  do {
    lines.push_back(TakeLine(std::max<size_t>(width, 1), rest));
  } while (!rest.empty());
  return lines;
}

// Its cells as people read them, below their headings.
std::vector<std::vector<std::string>> ShownRows(const TextTable& table,
                                                bool is_short) {
  std::vector<std::vector<std::string>> shown(1);
  std::vector<TableColumn> columns;
  for (const std::string& name : table.header) {
    columns.push_back(ColumnNamed(name));
    shown[0].push_back(columns.back().heading);
  }
  for (const auto& row : table.rows) {
    shown.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) {
      shown.back().push_back(CellShown(columns[i], row[i], is_short));
    }
  }
  return shown;
}

// Without the resource names of what is named in the next column.
TextTable WithoutTwiceNamed(const TextTable& table) {
  std::vector<size_t> kept;
  for (size_t i = 0; i < table.header.size(); ++i) {
    const bool is_named =
        i + 1 < table.header.size() &&
        ColumnNamed(table.header[i]).kind == CellKind::kName &&
        absl::EndsWith(table.header[i + 1], "display_name");
    if (!is_named) kept.push_back(i);
  }
  TextTable shorter;
  for (const size_t i : kept) shorter.header.push_back(table.header[i]);
  for (const auto& row : table.rows) {
    shorter.rows.emplace_back();
    for (const size_t i : kept) shorter.rows.back().push_back(row[i]);
  }
  return shorter;
}

std::string Aligned(const TextTable& table, TableLook look) {
  const auto shown = ShownRows(table, look.width > 0);
  std::vector<size_t> widths(table.header.size(), 0);
  std::vector<bool> right(table.header.size(), !table.rows.empty());
  for (size_t i = 0; i < widths.size(); ++i) {
    for (size_t row = 0; row < shown.size(); ++row) {
      const std::string& cell = shown[row][i];
      widths[i] = std::max(widths[i], Width(cell));
      right[i] = right[i] && (row == 0 || cell.empty() || IsPlainNumber(cell));
    }
  }
  if (look.width > 0 && LineWidth(widths) > look.width) {
    const TextTable shorter = WithoutTwiceNamed(table);
    if (shorter.header.size() < table.header.size()) {
      return Aligned(shorter, look);
    }
    Fit(look.width, right, widths);
  }
  std::string text;
  for (size_t row = 0; row < shown.size(); ++row) {
    std::vector<std::vector<std::string>> cells;
    size_t lines = 1;
    for (size_t i = 0; i < widths.size(); ++i) {
      cells.push_back(Wrapped(shown[row][i], widths[i]));
      lines = std::max(lines, cells.back().size());
    }
    std::string whole;
    for (size_t at = 0; at < lines; ++at) {
      std::string line;
      for (size_t i = 0; i < widths.size(); ++i) {
        const std::string cell = at < cells[i].size() ? cells[i][at] : "";
        const std::string space(widths[i] - std::min(widths[i], Width(cell)),
                                ' ');
        const bool painted =
            look.coloured && row > 0 &&
            (table.rows[row - 1][i] != "no" ||
             ColumnNamed(table.header[i]).kind == CellKind::kTruth);
        absl::StrAppend(&line, i == 0 ? "" : "  ", right[i] ? space : "",
                        painted ? Painted(table.rows[row - 1][i], cell) : cell,
                        right[i] ? "" : space);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      absl::StrAppend(&whole, line, "\n");
    }
    absl::StrAppend(&text, row == 0 && look.coloured ? "\033[1m" : "", whole,
                    row == 0 && look.coloured ? "\033[0m" : "");
  }
  return text;
}

}  // namespace

size_t Width(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (c & 0xC0) != 0x80; });
}

std::string Format(const TextTable& table, const std::string& format,
                   TableLook look) {
  return format == "csv"    ? AsCsv(table)
         : format == "json" ? Json(table)
                            : Aligned(table, look);
}

}  // namespace opvang::cli
