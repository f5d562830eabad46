#include "services/reporting/known_report.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/report_errors.h"

namespace opvang::reporting {
namespace {

using Confirmation = pb::Standing::Confirmation;

// It and the versions before it, the newest first.
std::vector<std::string> VersionsUpTo(const KnownReports& known,
                                      const pb::Report& head) {
  std::vector<std::string> names = {head.name()};
  std::string previous = head.superseded_report();
  while (!previous.empty()) {
    names.push_back(previous);
    const std::optional<pb::Report> found = FindHead(known, previous);
    previous = found.has_value() ? found->superseded_report() : "";
  }
  return names;
}

// That a version was made, as one of its events.
LifeEvent MadeEvent(const KnownReports& known, const std::string& verb,
                    const std::string& report, Revision revision) {
  LifeEvent one;
  one.report = report;
  one.event.set_verb(verb);
  if (const auto made = FindRecording(known, revision)) {
    one.event.set_organisation(made->organisation);
    one.event.set_actor(made->actor);
    *one.event.mutable_record_time() = ToTimestamp(made->record_time);
    one.event.set_revision(revision);
  }
  return one;
}

Life LifeOf(const KnownReports& known, const pb::Report& head) {
  Life life;
  life.report = head.name();
  life.kind = head.spec().kind();
  life.scope = head.spec().scope();
  if (const auto made = FindRecording(known, head.revision())) {
    life.maker = {made->caller, made->actor};
  }
  const std::vector<std::string> versions = VersionsUpTo(known, head);
  // The digest of a municipality's figures, by report and municipality.
  std::map<std::pair<std::string, std::string>, std::string> digests;
  for (const std::string& version : versions) {
    for (const StoredRow& row : ListRows(known, version)) {
      digests[{row.report, row.municipality}] = row.figures_sha256;
      if (row.report != head.name()) continue;
      life.signatories.push_back(
          {.municipality = row.municipality,
           .display_name = DutchName(row.municipality).value_or(""),
           .adopter = row.adopter});
    }
  }
  life.events = ListEvents(known, versions);
  for (LifeEvent& one : life.events) {
    const std::string& subject = one.event.subject();
    one.same_figures =
        digests[{one.report, subject}] == digests[{head.name(), subject}];
  }
  life.events.insert(life.events.begin(),
                     MadeEvent(known, "created", head.name(), head.revision()));
  life.successor = FindSuccessor(known, head.name());
  if (life.successor.empty()) return life;
  const std::optional<KnownReport> next = FindKnown(known, life.successor);
  life.successor_final =
      next.has_value() && IsFinal(life.kind, next->standing.state());
  // An embargo may be moved afterwards.
  const auto later = std::find_if(
      life.events.begin(), life.events.end(), [&](const LifeEvent& one) {
        return one.event.revision() > next->head.revision();
      });
  life.events.insert(later, MadeEvent(known, "superseded", head.name(),
                                      next->head.revision()));
  return life;
}

using Changes = std::map<std::string, std::vector<pb::FigureDifference>>;

// Of each municipality whose figures are no longer those it confirmed.
absl::StatusOr<Changes> ChangedFigures(Contents& contents,
                                       const KnownReport& known,
                                       const pb::ReportContent& content) {
  std::map<std::string, std::vector<std::string>> by_version;
  for (const Confirmation& one : known.standing.confirmations()) {
    if (one.state() == Confirmation::STATE_CHANGED) {
      by_version[one.report()].push_back(one.municipality());
    }
  }
  Changes changes;
  for (const auto& [version, municipalities] : by_version) {
    ASSIGN_OR_RETURN(const Contents::Content confirmed, contents.Find(version));
    for (const std::string& municipality : municipalities) {
      changes[municipality] = CompareRows(*confirmed, content, municipality);
    }
  }
  return changes;
}

void AddObstacles(const KnownReport& known, Evaluation& evaluation) {
  const pb::ReportKind kind = known.head.spec().kind();
  const auto to = [&](Verb verb, const std::string& subject) {
    return ObstaclesTo(verb, subject, known.life, evaluation.standing,
                       evaluation.findings);
  };
  for (pb::Standing::Adoption& one : *evaluation.standing.mutable_adoptions()) {
    if (one.adopted()) continue;
    for (const Obstacle& obstacle : to(Verb::kAdopt, one.subject())) {
      one.add_obstacles(DutchObstacle(obstacle));
    }
  }
  if (kind == pb::REPORT_KIND_PROVINCIAL_REPORT &&
      !IsFinal(kind, evaluation.standing.state())) {
    for (const Obstacle& obstacle : to(Verb::kSubmit, "")) {
      evaluation.standing.add_obstacles(DutchObstacle(obstacle));
    }
  }
}

}  // namespace

std::optional<KnownReport> FindKnown(const KnownReports& known,
                                     const std::string& name) {
  std::optional<pb::Report> head = FindHead(known, name);
  if (!head.has_value()) return std::nullopt;
  KnownReport report;
  report.head = *std::move(head);
  report.life = LifeOf(known, report.head);
  report.standing = StandingOf(report.life);
  report.standing.set_revision(known.revision);
  report.head.set_state(report.standing.state());
  if (report.standing.has_embargo_time()) {
    *report.head.mutable_embargo_time() = report.standing.embargo_time();
  }
  return report;
}

bool IsSeen(const KnownReport& known, const Organisation& caller,
            absl::Time now) {
  const bool embargo = known.standing.has_embargo_time() &&
                       ToTime(known.standing.embargo_time()) > now;
  const bool final = IsFinal(known.head.spec().kind(), known.standing.state());
  if (!embargo && (final || caller.role == Role::kCoa)) return true;
  constexpr Roles kTold = {Role::kMinistry, Role::kJob, Role::kAuditor};
  constexpr Roles kNear = {Role::kMunicipality, Role::kRegion, Role::kProvince};
  const std::string& scope = known.head.spec().scope();
  // A table across a border adopts in the report of each of its provinces; the
  // plan of such a table is no province's to see before others do.
  return kTold.Has(caller.role) ||
         (kNear.Has(caller.role) && (LiesWithin(scope, caller.scope) ||
                                     LiesWithin(caller.scope, scope))) ||
         (caller.role == Role::kRegion && Overlap(caller.scope, scope));
}

absl::StatusOr<KnownReport> FindSeen(const KnownReports& known,
                                     const Organisation& caller, absl::Time now,
                                     const std::string& name) {
  std::optional<KnownReport> report = FindKnown(known, name);
  if (report.has_value() && IsSeen(*report, caller, now)) {
    return *std::move(report);
  }
  // What is not there takes as long as what is hidden.
  if (!report.has_value()) FindKnown(known, known.state.last_made);
  return ReportNotFound(Excerpt(name, 200));
}

bool MayReadAll(const Organisation& caller, const std::string& scope) {
  constexpr Roles kTold = {Role::kCoa, Role::kMinistry, Role::kJob,
                           Role::kAuditor};
  return kTold.Has(caller.role) || LiesWithin(scope, caller.scope);
}

pb::Edition EditionFor(const Organisation& caller, pb::Edition edition,
                       const std::string& scope) {
  return edition != pb::EDITION_PUBLIC && MayReadAll(caller, scope)
             ? pb::EDITION_INTERNAL
             : pb::EDITION_PUBLIC;
}

absl::StatusOr<Redaction> RedactionFor(
    const Organisation& caller, pb::Edition edition,
    const std::vector<const pb::ReportContent*>& reports) {
  const bool all = std::all_of(
      reports.begin(), reports.end(), [&](const pb::ReportContent* report) {
        return MayReadAll(caller, report->spec().scope());
      });
  if (edition == pb::EDITION_PUBLIC) return RedactionOf(reports, "");
  if (all) return Redaction();
  if (edition == pb::EDITION_INTERNAL) return EditionNotAllowed(caller.name);
  // Those who do not read all of it still read of their own.
  return RedactionOf(reports, caller.scope);
}

absl::StatusOr<ReadReport> ReadEdition(const KnownReports& known,
                                       Contents& contents,
                                       const Organisation& caller,
                                       absl::Time now, const std::string& name,
                                       pb::Edition edition) {
  ASSIGN_OR_RETURN(KnownReport seen, FindSeen(known, caller, now, name));
  ASSIGN_OR_RETURN(const Contents::Content content, contents.Find(name));
  ASSIGN_OR_RETURN(const Redaction redaction,
                   RedactionFor(caller, edition, {content.get()}));
  ReadReport read{.report = std::move(seen.head),
                  .standing = std::move(seen.standing),
                  .whole = redaction.HidesNothing()};
  *read.report.mutable_content() = *content;
  redaction.Apply(*read.report.mutable_content());
  redaction.Apply(read.standing);
  read.report.set_edition(
      EditionFor(caller, edition, read.report.spec().scope()));
  return read;
}

absl::StatusOr<Evaluation> Evaluate(const KnownReports& known,
                                    Contents& contents,
                                    const KnownReport& report,
                                    const pb::ReportContent& content) {
  Evaluation evaluation{
      .standing = report.standing,
      .findings = {content.findings().begin(), content.findings().end()}};
  ASSIGN_OR_RETURN(const auto changed,
                   ChangedFigures(contents, report, content));
  for (Confirmation& one : *evaluation.standing.mutable_confirmations()) {
    const auto found = changed.find(one.municipality());
    if (found == changed.end()) continue;
    one.mutable_changed_figures()->Assign(found->second.begin(),
                                          found->second.end());
  }
  const Facts none;
  for (pb::Finding& finding :
       RunChecks(StandingChecks(), {.content = content,
                                   .facts = none,
                                   .standing = evaluation.standing})) {
    evaluation.findings.push_back(std::move(finding));
  }
  AttachExplanations(
      ListExplanations(known, SubjectsWithin(report.head.spec().scope())),
      evaluation.findings);
  const auto key = [](const pb::Finding& one) {
    return std::tuple(one.level(), one.code(), one.subject(), one.key());
  };
  std::stable_sort(
      evaluation.findings.begin(), evaluation.findings.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); });
  AddObstacles(report, evaluation);
  return evaluation;
}

}  // namespace opvang::reporting
