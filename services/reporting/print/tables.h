// Cells, tables and bars over the rows of a report.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_TABLES_H_
#define OPVANG_SERVICES_REPORTING_PRINT_TABLES_H_

#include <functional>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// A column of one figure of every subject: "asylum.target_place_count" or a
// share or difference of two, "asylum.guaranteed_percent" (`AllDerived`).
struct FigureColumn {
  std::string label;
  std::string figure;
  bool sign = false;  // "+12".
};

// A municipality, or an area with its sums.
struct Subject {
  explicit Subject(const pb::MunicipalityRow& row)
      : name(row.municipality()), figures(row.figures()) {}
  explicit Subject(const pb::SubtotalRow& sum)
      : name(sum.subject()), figures(sum.figures()), area(&sum) {}
  const std::string& name;
  const pb::Figures& figures;
  const pb::SubtotalRow* area = nullptr;
};

// That figure of `subject`; empty where it is unknown. A sum of which parts are
// unknown says of how many it is; what compares two sums is empty unless both
// are whole.
Cell FigureCell(const Subject& subject, const FigureColumn& column);

// Of how many municipalities a figure is known; nothing when of all.
const pb::KnownCount* FindKnown(const pb::SubtotalRow& area,
                                absl::string_view metric);
// What is recorded for the area itself; null where nothing is.
const pb::OwnTarget* FindOwn(const pb::SubtotalRow& area,
                             absl::string_view duty);
// "own.asylum.place_count" of an area.
std::string OwnFigure(const pb::SubtotalRow& area, absl::string_view what);

// The cells of one subject, without its name in front.
using FigureCells = std::function<std::vector<Cell>(const Subject& subject)>;

// A table with one row per municipality, a sum per region and a total, each
// with a row for the target of the area itself, where one is recorded.
Table FigureTable(const pb::ReportContent& content, Table table,
                  const std::vector<FigureColumn>& columns);
// The same of columns that are made otherwise; `table` has them already, after
// the one of names.
Table FigureTable(const pb::ReportContent& content, Table table,
                  const FigureCells& cells);

// A bar per municipality under the name of its region; of a report with more
// municipalities than a page takes, a bar per area.
Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const Subject&)>& bar);
Bar AsylumBar(const Subject& subject);

TableRow PlainRow(std::vector<Cell> cells);
// The first day of a site or shelter, or that it is not known.
template <typename Place>
Cell StartCell(const Place& place);
Cell DayCell(bool has, const google::type::Date& date);
// Periods are half-open; people are told the last day.
std::string LastDay(const google::type::Date& end);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_TABLES_H_
