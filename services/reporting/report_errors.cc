#include "services/reporting/report_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status ReportNotFound(const std::string& name) {
  return MakeError(
      absl::StatusCode::kNotFound, ReasonOf(pb::ERROR_REASON_REPORT_NOT_FOUND),
      absl::StrCat("There is no report ", name, "."), {{"report", name}});
}

absl::Status ReportExists(const std::string& name) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   ReasonOf(pb::ERROR_REASON_REPORT_EXISTS),
                   absl::StrCat("There is a report ", name,
                                " already; a report never changes, choose "
                                "another id."),
                   {{"report", name}});
}

absl::Status SourceUnavailable(const std::string& source,
                               const absl::Status& cause) {
  return MakeError(
      absl::StatusCode::kUnavailable,
      ReasonOf(pb::ERROR_REASON_SOURCE_UNAVAILABLE),
      absl::StrCat("The ", source,
                   " service does not answer; nothing is stored. "
                   "Repeat the call with the same request_id."),
      {{"source", source}, {"cause", absl::StatusCodeToString(cause.code())}});
}

absl::Status SourceChanged(const std::string& report,
                           const std::vector<std::string>& sources) {
  const std::string named = absl::StrJoin(sources, ", ");
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_SOURCE_CHANGED),
      absl::StrCat("Not the source that ", report, " was made of: ", named,
                   ". It was restored to an earlier moment, or is another. "
                   "Restore it from a later copy, or accept it with "
                   "accept_changed_sources."),
      {{"source", named}, {"report", report}});
}

absl::Status CycleUnknown(const std::string& cycle, int64_t quotas_revision) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_CYCLE_UNKNOWN),
      absl::StrCat("The cycle ", cycle,
                   " is not on record in quotas at revision ", quotas_revision,
                   "."),
      {{"cycle", cycle}, {"quotas_revision", absl::StrCat(quotas_revision)}});
}

absl::Status VersionSuperseded(const std::string& name,
                               const std::string& newest) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_VERSION_SUPERSEDED),
      absl::StrCat(name, " has a newer version already; supersede ", newest,
                   "."),
      {{"report", name}, {"newest", newest}});
}

absl::Status StepImpossible(const std::string& name, const std::string& step,
                            const std::string& subject,
                            const std::vector<Obstacle>& obstacles) {
  std::vector<std::string> reasons;
  for (const Obstacle& obstacle : obstacles) {
    reasons.push_back(EnglishObstacle(obstacle));
  }
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_STEP_IMPOSSIBLE),
      absl::StrCat(name, " cannot be ", step, " now",
                   subject.empty() ? "" : absl::StrCat(" for ", subject), ": ",
                   absl::StrJoin(reasons, "; "), "."),
      {{"report", name}, {"step", step}, {"subject", subject}});
}

absl::Status FourEyesNeeded(const std::string& name, Verb verb) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_FOUR_EYES_MISSING),
      absl::StrCat("Who made ", name, " is not who has it ", WordOf(verb),
                   ": another organisation does, or another person at the "
                   "desk, both proved by signed claims in x-opvang-actor."),
      {{"report", name}, {"step", WordOf(verb)}});
}

absl::Status FindingNotFound(const std::string& name, const std::string& key) {
  return MakeError(absl::StatusCode::kNotFound,
                   ReasonOf(pb::ERROR_REASON_FINDING_NOT_FOUND),
                   absl::StrCat(name, " has no finding \"", Excerpt(key, 200),
                                "\"; ListFindings answers all."),
                   {{"report", name}, {"key", Excerpt(key, 200)}});
}

absl::Status FigureNotFound(const std::string& name,
                            const std::string& figure) {
  return MakeError(
      absl::StatusCode::kNotFound, ReasonOf(pb::ERROR_REASON_FIGURE_NOT_FOUND),
      absl::StrCat(name, " prints no figure \"", Excerpt(figure, 200),
                   "\"; one is called like "
                   "provinces/pv23#asylum.guaranteed_place_count."),
      {{"report", name}, {"figure", Excerpt(figure, 200)}});
}

absl::Status EditionNotAllowed(const std::string& caller) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   ReasonOf(pb::ERROR_REASON_EDITION_NOT_ALLOWED),
                   absl::StrCat(caller, " may read the public edition."));
}

absl::Status PdfUnavailable(const std::string& why) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   ReasonOf(pb::ERROR_REASON_PDF_UNAVAILABLE),
                   absl::StrCat("This server prints no PDF: ", why, "."));
}

absl::Status SubscriptionNotFound(const std::string& name) {
  return MakeError(absl::StatusCode::kNotFound,
                   ReasonOf(pb::ERROR_REASON_SUBSCRIPTION_NOT_FOUND),
                   absl::StrCat("There is no subscription ", name, "."),
                   {{"subscription", name}});
}

absl::Status SubscriptionEnded(const std::string& name) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   ReasonOf(pb::ERROR_REASON_SUBSCRIPTION_ENDED),
                   absl::StrCat(name, " ended before."),
                   {{"subscription", name}});
}

absl::Status AddressNotAllowed(const std::string& host) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_ADDRESS_NOT_ALLOWED),
      absl::StrCat("Events are not posted to ", host,
                   " from here; ask the operator to allow it, or follow "
                   "StreamEvents."),
      {{"host", host}});
}

absl::Status SubscriptionsTooMany(int most) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      ReasonOf(pb::ERROR_REASON_SUBSCRIPTIONS_TOO_MANY),
      absl::StrCat("There are ", most,
                   " subscriptions of this organisation already; end one."),
      {{"most", absl::StrCat(most)}});
}

}  // namespace opvang::reporting
