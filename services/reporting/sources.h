// What the three sources say, at pinned revisions.
#ifndef OPVANG_SERVICES_REPORTING_SOURCES_H_
#define OPVANG_SERVICES_REPORTING_SOURCES_H_

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "services/reporting/events/event.h"
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

// The log of a source: its present revision, and of the writes after `after`
// the first, `most` at most, in order. With `most` 0 the revision alone.
struct LogPart {
  int64_t head = 0;
  std::vector<LoggedWrite> changes;
};
absl::StatusOr<LogPart> ReadLog(const Sources& sources, absl::Time deadline,
                                pb::EventKind kind, int64_t after, int most);
// What is asked of such a log, and what is made of its answer: all four are
// alike.
template <typename Request>
Request LogRequest(int64_t after, int most) {
  Request request;
  request.set_page_size(most == 0 ? 1 : most);
  for (int i = 1; i <= most; ++i) request.add_revisions(after + i);
  return request;
}
template <typename Response>
LogPart LogOf(pb::EventKind kind, int most, const Response& answer) {
  LogPart part{.head = answer.revision(), .changes = {}};
  if (most == 0) return part;
  for (const auto& one : answer.revisions()) {
    LoggedWrite& change = part.changes.emplace_back();
    change.kind = kind;
    change.revision = one.revision();
    change.record_time = one.record_time();
    change.chain_sha256 = one.chain_sha256();
    change.caller = one.caller();
    change.organisation = one.organisation();
    change.method = one.method();
    change.areas = {one.areas().begin(), one.areas().end()};
    if constexpr (requires { one.undisclosed_areas(); }) {
      change.undisclosed = {one.undisclosed_areas().begin(),
                            one.undisclosed_areas().end()};
    }
  }
  std::reverse(part.changes.begin(), part.changes.end());
  return part;
}

// The statutory days of a cycle, as seen on `day`.
absl::StatusOr<nl::opvang::quotas::v1::Calendar> ReadCalendar(
    const Sources& sources, absl::Time deadline, const std::string& cycle,
    absl::CivilDay day);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_SOURCES_H_
