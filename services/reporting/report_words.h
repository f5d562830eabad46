// The Dutch words of a report for the codes of its content.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_WORDS_H_
#define OPVANG_SERVICES_REPORTING_REPORT_WORDS_H_

#include <map>
#include <string>

namespace opvang::reporting {

std::string Named(const std::string& code,
                  const std::map<std::string, std::string>& names);
std::string DutchGroup(const std::string& code);
std::string DutchState(const std::string& code);
std::string DutchOperator(const std::string& code);
std::string DutchHomeSource(const std::string& code);
// The Dutch sentence of a reason code such as `closes_in_window`.
std::string DutchReason(const std::string& code);
// Of a transfer: its state, and why it is not guaranteed.
std::string DutchTransferState(const std::string& code);
std::string DutchTransferReason(const std::string& code);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_WORDS_H_
