// What every municipality delivered, on time or not, and what to remind it of.
// Pure.
#ifndef OPVANG_SERVICES_REPORTING_FACTS_DELIVERIES_H_
#define OPVANG_SERVICES_REPORTING_FACTS_DELIVERIES_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// A fact of a municipality, or its confirmation, that was recorded.
struct Arrival {
  std::string municipality;
  pb::Deadline::Item item;
  google::protobuf::Timestamp record_time;
  absl::CivilDay day;  // The civil day of it in the Netherlands.
};

// Everything of which it is told what came.
struct Followed {
  std::vector<std::string> municipalities;  // By Dutch name.
  std::vector<pb::Deadline> deadlines;
  std::vector<Arrival> arrivals;
  absl::CivilDay day;  // Later arrivals are not seen.
};

// The deadline of a municipality: that of its region, or else of its province;
// null without one.
const pb::Deadline* DeadlineOf(const std::vector<pb::Deadline>& deadlines,
                               const std::string& municipality,
                               pb::Deadline::Item item);

// One per municipality and item. Without a deadline, what is there is on time.
std::vector<pb::Delivery> Follow(const Followed& followed);

// "de asiellocaties".
std::string DutchItem(pb::Deadline::Item item);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FACTS_DELIVERIES_H_
