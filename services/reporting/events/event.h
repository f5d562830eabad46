// What an organisation is told of a change: that there was one, and where.
//
// An event has no figures and no more than the log of a service
// (`ListRevisions`) tells: who is told of it reads, in its own name, what it
// may know.
#ifndef OPVANG_SERVICES_REPORTING_EVENTS_EVENT_H_
#define OPVANG_SERVICES_REPORTING_EVENTS_EVENT_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/caller.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

inline constexpr std::array<pb::EventKind, 4> kEventKinds = {
    pb::EVENT_KIND_QUOTAS, pb::EVENT_KIND_LOCATIONS, pb::EVENT_KIND_HOUSING,
    pb::EVENT_KIND_REPORTING};

// "locations"
std::string ServiceOf(pb::EventKind kind);

// A write as the log of its service has it.
struct LoggedWrite {
  pb::EventKind kind = pb::EVENT_KIND_UNSPECIFIED;
  int64_t revision = 0;
  google::protobuf::Timestamp record_time;
  std::string chain_sha256;
  std::string caller, organisation, method;
  // Where it was, and where it holds only what an area keeps to itself.
  std::vector<std::string> areas, undisclosed;
};

// Up to which revision of each service somebody was told.
class Positions {
 public:
  int64_t& operator[](pb::EventKind kind) { return all_[kind - 1]; }
  int64_t operator[](pb::EventKind kind) const { return all_[kind - 1]; }
  bool operator==(const Positions&) const = default;

 private:
  std::array<int64_t, 4> all_ = {};
};
// As the messages of the contract say them.
template <typename Message>
Positions PositionsIn(const Message& message) {
  Positions positions;
  positions[pb::EVENT_KIND_QUOTAS] = message.quotas_revision();
  positions[pb::EVENT_KIND_LOCATIONS] = message.locations_revision();
  positions[pb::EVENT_KIND_HOUSING] = message.housing_revision();
  positions[pb::EVENT_KIND_REPORTING] = message.reporting_revision();
  return positions;
}
template <typename Message>
void SetPositions(const Positions& positions, Message& message) {
  message.set_quotas_revision(positions[pb::EVENT_KIND_QUOTAS]);
  message.set_locations_revision(positions[pb::EVENT_KIND_LOCATIONS]);
  message.set_housing_revision(positions[pb::EVENT_KIND_HOUSING]);
  message.set_reporting_revision(positions[pb::EVENT_KIND_REPORTING]);
}

// What somebody asked to be told of.
struct Interest {
  std::string scope;
  std::vector<pb::EventKind> kinds;  // All of them without one.
};
bool Wants(const Interest& interest, pb::EventKind kind);

// Nothing when the change is not what was asked for, or nothing of it may be
// known. `source` is what the installation is called (`EventSource`).
std::optional<pb::Event> EventOf(const LoggedWrite& change,
                                 const Organisation& organisation,
                                 const Interest& interest,
                                 const std::string& source);

// "urn:nld:oin:00000001001234567000:systeem:opvang": as the NL GOV profile for
// CloudEvents has it; without an OIN "urn:opvang".
std::string EventSource(const std::string& oin);

// A CloudEvent in the structured mode.
absl::StatusOr<std::string> ToCloudEvent(const pb::Event& event);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EVENTS_EVENT_H_
