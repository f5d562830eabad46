// Reports of before, read as those of today. Pure.
//
// Until 28 November 2026 a report held words where it now holds the enums of
// its sources: `state` "open" where `location_state` is `LOCATION_STATE_OPEN`.
// Those words are known here and nowhere else. Until 29 November it carried of
// its locations every entry that was ever said and not taken back, and told no
// edition.
#ifndef OPVANG_SERVICES_REPORTING_LIFE_UPGRADE_H_
#define OPVANG_SERVICES_REPORTING_LIFE_UPGRADE_H_

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The same content with enums for its words, which are cleared. A word that is
// none of its enum stays. A content of today stays as it is.
pb::ReportContent Upgraded(pb::ReportContent content);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_LIFE_UPGRADE_H_
