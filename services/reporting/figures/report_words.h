// The Dutch words of a report for the values of its content.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

std::string Named(const std::string& code,
                  const std::map<std::string, std::string>& names);
// Of a value that has no Dutch here, its own word: nothing is lost.
std::string DutchGroup(nl::opvang::locations::v1::PlaceGroup group);
std::string DutchState(nl::opvang::locations::v1::LocationState state);
std::string DutchOperator(
    nl::opvang::locations::v1::Location::Operator location_operator);
std::string DutchHomeSource(
    nl::opvang::housing::v1::HousingPlan::HomeSource home_source);
// What a municipality says that there is none of, with its day.
std::string DutchNil(const nl::opvang::reporting::v1::NilFact& nil);
// Of a plan: "zeker"; "niet vermeld" of nothing.
std::string DutchCertainty(
    nl::opvang::housing::v1::HousingPlan::Certainty certainty);
// Of a step of a target: "indicatief", "verschoven".
std::string DutchBasis(const nl::opvang::reporting::v1::TargetStep& step);
// Of how firm a target is: "indicatief".
std::string DutchBasis(nl::opvang::quotas::v1::QuotaEntry::Basis basis);
// Why a place does not count.
std::string DutchReason(
    nl::opvang::locations::v1::LocationCoverage::Reason reason);
// Why these places do not count: "bufferplek; geen startdatum".
std::string ReasonsOf(
    const google::protobuf::RepeatedField<int>& location_coverage_reasons);
// What a published figure on housing is about: "de taakstelling".
std::string DutchStatement(nl::opvang::housing::v1::Metric metric);
std::string DutchLevel(nl::opvang::reporting::v1::Finding::Level level);
// Of a report: "concept".
std::string DutchLife(nl::opvang::reporting::v1::Report::State state);
// "asiel, opgave"; "de locaties".
std::string DutchFigure(const nl::opvang::reporting::v1::DataQuality& quality);
std::string DutchService(const std::string& service);
// "2024-h2" as "tweede halfjaar 2024"; other text as it is.
std::string DutchHalfYear(const std::string& half_year);
// "Wet 4(2)" as "artikel 4, tweede lid" of the Act that the report names once;
// of another act its name first: "Besluit, artikel 2.2, eerste lid".
std::string DutchCitation(const std::string& legal_basis);
// A source as it is printed: what is invented says so in Dutch.
std::string DutchSource(const std::string& source);
// Of a recorded call: "aanlevering van locaties".
std::string DutchMethod(const std::string& method);
// Why a figure differs between two reports.
std::string DutchCause(
    nl::opvang::reporting::v1::FigureDifference::Cause cause);
// "1 november 2024, 09:00 uur"
std::string DutchInstant(const google::protobuf::Timestamp& time);
// "asiel"
std::string DutchDuty(nl::opvang::quotas::v1::Duty duty);
// Of a transfer: its steps, its state, how it counts, and why it is not
// guaranteed.
std::string DutchTransferStep(
    nl::opvang::quotas::v1::Transfer::Step::Kind kind);
std::string DutchTransferState(nl::opvang::quotas::v1::Transfer::State state);
std::string DutchCounting(
    nl::opvang::reporting::v1::TransferRow::Counting counting);
std::string DutchTransferReason(
    nl::opvang::reporting::v1::TransferRow::Reason reason);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_
