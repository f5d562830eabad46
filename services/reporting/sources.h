// What the three sources say, at pinned revisions.
#ifndef OPVANG_SERVICES_REPORTING_SOURCES_H_
#define OPVANG_SERVICES_REPORTING_SOURCES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

struct Sources {
  std::unique_ptr<nl::opvang::quotas::v1::QuotaService::StubInterface> quotas;
  std::unique_ptr<nl::opvang::locations::v1::LocationService::StubInterface>
      locations;
  std::unique_ptr<nl::opvang::housing::v1::HousingService::StubInterface>
      housing;
};

// Adds to `facts` what the three sources say, read in parallel at the revisions
// of `spec`; those that are 0 are chosen, the sources' present ones, and filled
// in; and who recorded what is read there, and when. All or nothing:
// UNAVAILABLE / SOURCE_UNAVAILABLE names the source that does not answer. What
// a source refuses for good (REVISION_AHEAD, an unknown rule set) is passed on.
absl::Status ReadSources(const Sources& sources, absl::Time deadline,
                         pb::ReportSpec& spec, Facts& facts);

// When what municipalities deliver to locations and housing was recorded: every
// version of every fact within `parent`, in no order. Revisions that are 0 are
// the present ones.
struct DeliveredAsked {
  std::string parent;
  absl::CivilDay day;  // On which a location is of one kind or another.
  int64_t locations_revision = 0;
  int64_t housing_revision = 0;
};
absl::StatusOr<std::vector<Arrival>> ReadDelivered(const Sources& sources,
                                                   absl::Time deadline,
                                                   const DeliveredAsked& asked);

// Which of `pins` name a write that its source does not have, or not any more:
// "locations at revision 40". Pins of before chains were told name none.
absl::StatusOr<std::vector<std::string>> ChangedSources(
    const Sources& sources, absl::Time deadline,
    const google::protobuf::RepeatedPtrField<pb::SourcePin>& pins);

// The statutory days of a cycle, as seen on `day`.
absl::StatusOr<nl::opvang::quotas::v1::Calendar> ReadCalendar(
    const Sources& sources, absl::Time deadline, const std::string& cycle,
    absl::CivilDay day);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_SOURCES_H_
