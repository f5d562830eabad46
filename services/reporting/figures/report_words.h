// The Dutch words of a report for the codes of its content.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

// "decision_pending" of "LOCATION_STATE_DECISION_PENDING".
std::string CodeOf(absl::string_view name, absl::string_view prefix);
std::string Named(const std::string& code,
                  const std::map<std::string, std::string>& names);
std::string DutchGroup(const std::string& code);
std::string DutchState(const std::string& code);
std::string DutchOperator(const std::string& code);
std::string DutchHomeSource(const std::string& code);
// Of a plan: "zeker"; "niet vermeld" of nothing.
std::string DutchCertainty(const std::string& code);
// Of a step of a target: "indicatief", "verschoven".
std::string DutchBasis(const nl::opvang::reporting::v1::TargetStep& step);
// The Dutch sentence of a reason code such as `closes_in_window`.
std::string DutchReason(const std::string& code);
// What a published figure on housing is about: "de taakstelling".
std::string DutchStatement(const std::string& metric);
std::string DutchLevel(nl::opvang::reporting::v1::Finding::Level level);
// Of a report: "concept".
std::string DutchLife(nl::opvang::reporting::v1::Report::State state);
// "asiel, opgave"; "de locaties".
std::string DutchFigure(const nl::opvang::reporting::v1::DataQuality& quality);
std::string DutchService(const std::string& service);
// Why a figure differs between two reports.
std::string DutchCause(
    nl::opvang::reporting::v1::FigureDifference::Cause cause);
// "1 november 2024, 09:00 uur"
std::string DutchInstant(const google::protobuf::Timestamp& time);
// Of a transfer: its state, and why it is not guaranteed.
std::string DutchTransferState(const std::string& code);
std::string DutchTransferReason(const std::string& code);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_REPORT_WORDS_H_
