// Files of CSV: read, made into messages and into the rows of a workbook; and
// what we write, read back.
#include "common/base/csv.h"

#include <map>

#include "common/base/validation.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "services/cli/load/rows.h"
#include "services/cli/workbook/template.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/sheets.h"

namespace opvang::fuzz {
namespace {

// As a file holds them: without carriage returns, which reading leaves out.
std::string Written(const Csv& csv) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      // An empty cell by itself is an empty line, but not in quotes.
      const std::string cell = CsvCell(cells[i]);
      text += i > 0 ? "," : "";
      text += cells.size() == 1 && cell.empty() ? "\"\"" : cell;
    }
    text += "\n";
  };
  add(csv.header);
  for (const CsvRow& row : csv.rows) add(row.cells);
  return text;
}

void CheckComesBack(const Csv& csv) {
  const Csv again = ParseCsv(Written(csv));
  OPVANG_HOLDS(again.faults.empty());
  OPVANG_HOLDS(again.header == csv.header);
  OPVANG_HOLDS(again.rows.size() == csv.rows.size());
  for (size_t i = 0; i < csv.rows.size(); ++i) {
    OPVANG_HOLDS(again.rows[i].cells == csv.rows[i].cells);
  }
}

// Every list of every delivery, as `opvang load` fills it.
template <typename Request>
void CheckLoads(const Csv& csv, const std::string& field) {
  Request request;
  const auto* list = Request::descriptor()->FindFieldByName(field);
  if (list == nullptr || !list->is_repeated() ||
      list->message_type() == nullptr) {
    return;
  }
  std::vector<int> lines;
  std::vector<std::string> faults;
  cli::AppendRows(field + ".csv", csv, field, request, lines, faults);
  OPVANG_HOLDS(lines.size() <= csv.rows.size());
  for (const std::string& fault : faults) OPVANG_HOLDS(IsUtf8(fault));
  Request again;
  OPVANG_HOLDS(again.ParseFromString(request.SerializeAsString()));
}

}  // namespace

// The name of the file, and what stands in it.
void Fuzz(absl::string_view input) {
  const std::string name(TakeLine(input));
  if (!IsUtf8(name)) return;
  const Csv csv = ParseCsv(input);
  for (const std::string& fault : csv.faults) OPVANG_HOLDS(IsUtf8(fault));
  for (const CsvRow& row : csv.rows) {
    OPVANG_HOLDS(row.cells.size() == csv.header.size());
  }
  if (csv.faults.empty()) CheckComesBack(csv);
  CheckLoads<nl::opvang::quotas::v1::DeliverQuotasRequest>(csv, name);
  CheckLoads<nl::opvang::locations::v1::DeliverLocationsRequest>(csv, name);
  CheckLoads<nl::opvang::housing::v1::DeliverHousingRequest>(csv, name);
  std::vector<std::string> faults;
  const sheet::Grid grid =
      cli::workbook::GridOf({{name + ".csv", std::string(input)}}, faults);
  for (const std::string& fault : faults) OPVANG_HOLDS(IsUtf8(fault));
  CheckRows(grid, /*is_csv=*/true);
}

}  // namespace opvang::fuzz
