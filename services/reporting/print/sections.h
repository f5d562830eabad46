// The parts of a report's document: ten sections as the regional plan has them,
// and what stands beside. A section without blocks is left out. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_SECTIONS_H_
#define OPVANG_SERVICES_REPORTING_PRINT_SECTIONS_H_

#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/print/document.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// 1 to 5, asylum: sections_asylum.cc.
Section Process(const pb::ReportContent& content);
Section Overview(const pb::ReportContent& content);
Section AsylumTotals(const pb::ReportContent& content);
Section FirstCycle(const pb::ReportContent& content);
// What is still to realise when durable places are deducted (Wet 2(3)); nothing
// of a cycle that deducts none.
Section Durable(const pb::ReportContent& content);
Section Sites(const pb::ReportContent& content);
// Guaranteed and intended places beside the target; places over time.
Bars AsylumBars(const pb::ReportContent& content);
Steps PlacesOverTime(const pb::ReportContent& content);

// 6 to 9: sections_others.cc.
Section UkraineTotals(const pb::ReportContent& content);
Section Shelters(const pb::ReportContent& content);
Section StatusHolders(const pb::ReportContent& content);
Section Plans(const pb::ReportContent& content);
// What ends, by when must be decided, and what is agreed across duties.
Section Agreements(const pb::ReportContent& content);

// What people wrote, met about and signed: sections_texts.cc.
// 10.
Section Explanations(const pb::ReportContent& content);
// The texts of one kind, under `title`.
Section Texts(const pb::ReportContent& content, const std::string& title,
              pb::Text::Kind kind);
// Its paragraphs and lists; what is invented says so.
void AddText(const pb::Text& text, std::vector<Block>& blocks);
// The meetings, COA's part, who confirmed, adopted and submitted (Wet 4(1),
// 4(2)). Without `standing` the meetings alone.
Section Consultation(const pb::Report& report, const pb::Standing& standing);
// The place to sign, of what is signed.
Section Signature(const pb::ReportContent& content);

// What differs from other reports: sections_compared.cc.
Section Changes(const pb::Report& report);
Section PlanDifferences(const pb::ReportContent& content);
Section Quarters(const pb::ReportContent& content);
Section Comparisons(const pb::ReportContent& content);

// What a reader must know, and what the figures rest on: sections_account.cc.
Section Findings(const pb::ReportContent& content);
Section LocationsAnnex(const pb::ReportContent& content);
Section Quality(const pb::ReportContent& content);
Section Known(const pb::ReportContent& content);
Section Account(const pb::Report& report);
// What share is invented, in one sentence; empty when nothing is.
std::string InventedWarning(const pb::ReportContent& content);
// How many findings there are of each level, in one sentence.
std::string FindingsWarning(const pb::ReportContent& content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_SECTIONS_H_
