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
  bool sign = false;       // "+12".
  bool of_target = false;  // Of what is derived always.
};

// That figure of `subject`; empty where it is not on record.
Cell FigureCell(const std::string& subject, const pb::Figures& figures,
                const FigureColumn& column);

// Whether every municipality of `sum` has a target of `duty` on record.
bool IsComplete(const pb::SubtotalRow& sum, const std::string& duty);

// The cells of one subject, without its name in front.
using FigureCells = std::function<std::vector<Cell>(
    const std::string& subject, const pb::Figures& figures)>;

// A table with one row per municipality, a sum per region and a total. Of a
// sum without all targets of `duty`, what compares with a target is empty.
Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  Table table, const std::vector<FigureColumn>& columns);
// The same of columns that are made otherwise; `table` has them already, after
// the one of names.
Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  Table table, const FigureCells& cells);

// A bar per municipality under the name of its region; of a report with more
// municipalities than a page takes, a bar per area.
Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const std::string& subject,
                                        const pb::Figures&)>& bar);
Bar AsylumBar(const std::string& subject, const pb::Figures& figures);

TableRow PlainRow(std::vector<Cell> cells);
Cell DayCell(bool has, const google::type::Date& date);
// Periods are half-open; people are told the last day.
std::string LastDay(const google::type::Date& end);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_TABLES_H_
