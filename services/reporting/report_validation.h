// Checks of what callers send, all faults at once, and the sealed JSON.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_VALIDATION_H_
#define OPVANG_SERVICES_REPORTING_REPORT_VALIDATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/status.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/events/event.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status CheckDelivery(const pb::DeliverTextsRequest& request);

// The report that is asked for: name, spec with its scope, what it supersedes
// and why, embargo; no content yet.
absl::StatusOr<pb::Report> ReportToMake(const pb::CreateReportRequest& request);

// "cycles/2024".
void CheckCycle(const std::string& cycle, const std::string& field,
                Violations& violations);
// The letter or reason that goes with a step.
void CheckLetter(const std::string& letter, bool required,
                 const std::string& field, Violations& violations);
// An embargo that is set lies after `now`.
void CheckEmbargo(bool has, const google::protobuf::Timestamp& embargo_time,
                  absl::Time now, const std::string& field,
                  Violations& violations);

// A subject that is asked about: none, or one of `kinds`, told in a fault.
void CheckSubjectAsked(const std::string& subject, absl::string_view kinds,
                       Violations& violations);

// What a caller wants to be told of: an area, kinds, revisions to begin after.
void CheckEventsAsked(const std::string& scope,
                      const google::protobuf::RepeatedField<int>& kinds,
                      const Positions& after, const std::string& prefix,
                      Violations& violations);
absl::Status CheckSubscription(const pb::CreateSubscriptionRequest& request);
absl::Status CheckEnd(const pb::EndSubscriptionRequest& request);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_VALIDATION_H_
