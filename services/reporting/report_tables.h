// Cells, tables and bars over the rows of a report.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_TABLES_H_
#define OPVANG_SERVICES_REPORTING_REPORT_TABLES_H_

#include <functional>
#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/document.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The cells of one row of figures, without the name in front.
using FigureCells = std::function<std::vector<Cell>(const pb::Figures&)>;

Cell Optional(bool has, int64_t value);
Cell OptionalSigned(bool has, int64_t value);
Cell DayCell(bool has, const google::type::Date& date);
// Periods are half-open; people are told the last day.
std::string LastDay(const google::type::Date& end);
bool IsComplete(const pb::SubtotalRow& sum, const std::string& duty);
// A table with one row per municipality, a sum per region and a total. Of a
// sum without all targets of `duty`, what compares with a target is empty.
Table FigureTable(const pb::ReportContent& content, const std::string& duty,
                  std::string caption, std::vector<Column> columns,
                  const FigureCells& cells);
Bars FigureBars(const pb::ReportContent& content, Bars bars,
                const std::function<Bar(const pb::Figures&)>& bar);
Bar AsylumBar(const pb::Figures& figures);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_TABLES_H_
