#include "services/reporting/events/event.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "google/protobuf/util/json_util.h"

namespace opvang::reporting {
namespace {

// A municipality is told of what it keeps to itself, and who watches.
bool MayKnowUndisclosed(const Organisation& organisation,
                        const std::string& area) {
  return organisation.role == Role::kAuditor ||
         (organisation.role == Role::kMunicipality &&
          LiesWithin(area, organisation.scope));
}

std::vector<std::string> AreasFor(const LoggedWrite& change,
                                  const Organisation& organisation,
                                  const std::string& scope) {
  std::vector<std::string> areas;
  for (const std::string& area : change.areas) {
    if (BearsOn(area, organisation.scope) && BearsOn(area, scope)) {
      areas.push_back(area);
    }
  }
  for (const std::string& area : change.undisclosed) {
    if (MayKnowUndisclosed(organisation, area) && BearsOn(area, scope)) {
      areas.push_back(area);
    }
  }
  std::sort(areas.begin(), areas.end());
  return areas;
}

}  // namespace

std::string ServiceOf(pb::EventKind kind) {
  switch (kind) {
    case pb::EVENT_KIND_QUOTAS:
      return "quotas";
    case pb::EVENT_KIND_LOCATIONS:
      return "locations";
    case pb::EVENT_KIND_HOUSING:
      return "housing";
    default:
      return "reporting";
  }
}

bool Wants(const Interest& interest, pb::EventKind kind) {
  return interest.kinds.empty() ||
         std::find(interest.kinds.begin(), interest.kinds.end(), kind) !=
             interest.kinds.end();
}

std::optional<pb::Event> EventOf(const LoggedWrite& change,
                                 const Organisation& organisation,
                                 const Interest& interest,
                                 const std::string& source) {
  if (!Wants(interest, change.kind)) return std::nullopt;
  const std::vector<std::string> areas =
      AreasFor(change, organisation, interest.scope);
  if (areas.empty()) return std::nullopt;
  const std::string service = ServiceOf(change.kind);
  pb::Event event;
  event.set_specversion("1.0");
  event.set_id(absl::StrCat(service, "/", change.revision));
  event.set_source(absl::StrCat(source, "-", service));
  event.set_type(absl::StrCat("nl.opvang.", service, ".v1.recorded"));
  event.set_subject(areas.size() == 1 ? areas.front() : interest.scope);
  *event.mutable_time() = change.record_time;
  event.set_datacontenttype("application/json");
  pb::EventData& data = *event.mutable_data();
  data.set_service(service);
  data.set_revision(change.revision);
  data.set_chain_sha256(change.chain_sha256);
  for (const std::string& area : areas) data.add_areas(area);
  if (IsToldWhoWrote(organisation, change.caller)) {
    data.set_organisation(change.organisation);
    data.set_method(change.method);
  }
  return event;
}

std::string EventSource(const std::string& oin) {
  return oin.empty() ? "urn:opvang"
                     : absl::StrCat("urn:nld:oin:", oin, ":systeem:opvang");
}

absl::StatusOr<std::string> ToCloudEvent(const pb::Event& event) {
  std::string json;
  const auto printed =
      google::protobuf::util::MessageToJsonString(event, &json);
  if (!printed.ok()) return absl::InternalError("an event does not print");
  return json;
}

}  // namespace opvang::reporting
