// What stands around a document: banner, footer, the Act. Pure.
#ifndef OPVANG_SERVICES_REPORTING_PRINT_FRONT_H_
#define OPVANG_SERVICES_REPORTING_PRINT_FRONT_H_

#include <string>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The Act's full name, which a document tells once.
inline constexpr char kAct[] =
    "de Wet gemeentelijke taak mogelijk maken asielopvangvoorzieningen";

// What holds before all else: an embargo, that it is no final report.
std::string BannerOf(const pb::Report& report);
// Version, state, edition, seal and the hash of the content.
std::string FooterOf(const pb::Report& report);
// One sentence after another, where there is another.
std::string InTurn(const std::string& one, const std::string& next);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PRINT_FRONT_H_
