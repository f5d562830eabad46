#include "services/reporting/report_loader.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/db/ledger.h"
#include "services/reporting/checks/checks.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/life/upgrade.h"
#include "services/reporting/report_errors.h"
#include "services/reporting/store/words_store.h"

namespace opvang::reporting {
namespace {

using Confirmation = pb::Standing::Confirmation;

// It and the versions before it, the newest first.
absl::StatusOr<std::vector<std::string>> VersionsUpTo(Transaction& tx,
                                                      const pb::Report& head) {
  std::vector<std::string> names = {head.name()};
  std::string previous = head.superseded_report();
  while (!previous.empty()) {
    names.push_back(previous);
    ASSIGN_OR_RETURN(const std::optional<pb::Report> found,
                     FindHead(tx, previous));
    previous = found.has_value() ? found->superseded_report() : "";
  }
  return names;
}

// Who made it, and when; unknown of what is being written now.
absl::StatusOr<std::optional<RecordedWrite>> FindWrite(Transaction& tx,
                                                       Revision revision) {
  ASSIGN_OR_RETURN(
      const std::vector<RecordedWrite> writes,
      ListWrites(tx, {.known_by = {}, .revisions = {revision}, .limit = 1}));
  if (writes.empty()) return std::optional<RecordedWrite>();
  return std::optional<RecordedWrite>(writes.front());
}

// That a version was made, as one of its events.
LifeEvent MadeEvent(const std::string& verb, const std::string& report,
                    const std::optional<RecordedWrite>& made) {
  LifeEvent one;
  one.report = report;
  one.event.set_verb(verb);
  if (made.has_value()) {
    one.event.set_organisation(made->organisation);
    one.event.set_actor(made->actor);
    *one.event.mutable_record_time() = ToTimestamp(made->record_time);
    one.event.set_revision(made->revision);
  }
  return one;
}

absl::StatusOr<Life> LoadLife(Transaction& tx, const pb::Report& head) {
  Life life;
  life.report = head.name();
  life.kind = head.spec().kind();
  life.scope = head.spec().scope();
  ASSIGN_OR_RETURN(const std::optional<RecordedWrite> made,
                   FindWrite(tx, head.revision()));
  if (made.has_value()) life.maker = {made->caller, made->actor};
  ASSIGN_OR_RETURN(const std::vector<std::string> versions,
                   VersionsUpTo(tx, head));
  ASSIGN_OR_RETURN(const std::vector<StoredRow> rows, ListRows(tx, versions));
  // The digest of a municipality's figures, by report and municipality.
  std::map<std::pair<std::string, std::string>, std::string> digests;
  for (const StoredRow& row : rows) {
    digests[{row.report, row.municipality}] = row.figures_sha256;
    if (row.report != head.name()) continue;
    life.signatories.push_back(
        {.municipality = row.municipality,
         .display_name = DutchName(row.municipality).value_or(""),
         .adopter = row.adopter});
  }
  ASSIGN_OR_RETURN(life.events, ListEvents(tx, versions));
  for (LifeEvent& one : life.events) {
    const std::string& subject = one.event.subject();
    one.same_figures =
        digests[{one.report, subject}] == digests[{head.name(), subject}];
  }
  life.events.insert(life.events.begin(),
                     MadeEvent("created", head.name(), made));
  ASSIGN_OR_RETURN(life.successor, FindSuccessor(tx, head.name()));
  if (life.successor.empty()) return life;
  ASSIGN_OR_RETURN(const std::optional<KnownReport> next,
                   FindKnown(tx, life.successor));
  life.successor_final =
      next.has_value() && IsFinal(life.kind, next->standing.state());
  ASSIGN_OR_RETURN(const std::optional<RecordedWrite> superseded,
                   FindWrite(tx, next->head.revision()));
  life.events.push_back(MadeEvent("superseded", head.name(), superseded));
  return life;
}

using Changes = std::map<std::string, std::vector<pb::FigureDifference>>;

// Of each municipality whose figures are no longer those it confirmed.
absl::StatusOr<Changes> ChangedFigures(Transaction& tx,
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
    ASSIGN_OR_RETURN(const pb::Report confirmed, LoadReport(tx, version));
    for (const std::string& municipality : municipalities) {
      changes[municipality] =
          CompareRows(confirmed.content(), content, municipality);
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

absl::StatusOr<std::optional<KnownReport>> FindKnown(Transaction& tx,
                                                     const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<pb::Report> head, FindHead(tx, name));
  if (!head.has_value()) return std::optional<KnownReport>();
  KnownReport known;
  known.head = *std::move(head);
  ASSIGN_OR_RETURN(known.life, LoadLife(tx, known.head));
  known.standing = StandingOf(known.life);
  known.standing.set_revision(tx.revision());
  known.head.set_state(known.standing.state());
  if (known.standing.has_embargo_time()) {
    *known.head.mutable_embargo_time() = known.standing.embargo_time();
  }
  return std::optional<KnownReport>(std::move(known));
}

bool IsSeen(const KnownReport& known, const Organisation& caller,
            absl::Time now) {
  if (!known.standing.has_embargo_time() ||
      ToTime(known.standing.embargo_time()) <= now) {
    return true;
  }
  constexpr Roles kTold = {Role::kMinistry, Role::kJob, Role::kAuditor,
                           Role::kService};
  constexpr Roles kNear = {Role::kMunicipality, Role::kRegion, Role::kProvince};
  const std::string& scope = known.head.spec().scope();
  return kTold.Has(caller.role) ||
         (kNear.Has(caller.role) &&
          (LiesWithin(scope, caller.scope) || LiesWithin(caller.scope, scope)));
}

absl::StatusOr<KnownReport> LoadSeen(Transaction& tx,
                                     const Organisation& caller, absl::Time now,
                                     const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<KnownReport> known, FindKnown(tx, name));
  if (!known.has_value() || !IsSeen(*known, caller, now)) {
    return ReportNotFound(name.substr(0, 200));
  }
  return *std::move(known);
}

absl::StatusOr<pb::Report> LoadReport(Transaction& tx,
                                      const std::string& name) {
  ASSIGN_OR_RETURN(StoredReport stored, LoadSealed(tx, name));
  pb::Report report = std::move(stored.report);
  *report.mutable_content() = Upgraded(std::move(*report.mutable_content()));
  return report;
}

absl::StatusOr<StoredReport> LoadSealed(Transaction& tx,
                                        const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<StoredReport> found, FindReport(tx, name));
  if (!found.has_value()) return ReportNotFound(name.substr(0, 200));
  return *std::move(found);
}

bool MayReadAll(const Organisation& caller, const std::string& scope) {
  constexpr Roles kTold = {Role::kCoa, Role::kMinistry, Role::kJob,
                           Role::kAuditor, Role::kService};
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
  if (edition == pb::EDITION_PUBLIC) return Redaction(reports, "");
  if (all) return Redaction();
  if (edition == pb::EDITION_INTERNAL) return EditionNotAllowed(caller.name);
  // Those who do not read all of it still read of their own.
  return Redaction(reports, caller.scope);
}

absl::StatusOr<ReadReport> LoadEdition(Transaction& tx,
                                       const Organisation& caller,
                                       absl::Time now, const std::string& name,
                                       pb::Edition edition) {
  ASSIGN_OR_RETURN(KnownReport known, LoadSeen(tx, caller, now, name));
  ASSIGN_OR_RETURN(StoredReport stored, LoadSealed(tx, name));
  ReadReport read{.report = std::move(known.head), .sealed_json = ""};
  pb::Report& report = read.report;
  *report.mutable_content() =
      Upgraded(std::move(*stored.report.mutable_content()));
  ASSIGN_OR_RETURN(const Redaction redaction,
                   RedactionFor(caller, edition, {&report.content()}));
  redaction.Apply(*report.mutable_content());
  if (redaction.HidesNothing()) read.sealed_json = std::move(stored.json);
  report.set_edition(EditionFor(caller, edition, report.spec().scope()));
  return read;
}

absl::StatusOr<Evaluation> Evaluate(Transaction& tx, const KnownReport& known,
                                    const pb::ReportContent& content) {
  Evaluation evaluation{
      .standing = known.standing,
      .findings = {content.findings().begin(), content.findings().end()}};
  ASSIGN_OR_RETURN(const auto changed, ChangedFigures(tx, known, content));
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
  ASSIGN_OR_RETURN(
      const std::vector<GivenExplanation> given,
      ListExplanations(tx, SubjectsWithin(known.head.spec().scope())));
  AttachExplanations(given, evaluation.findings);
  const auto key = [](const pb::Finding& one) {
    return std::tuple(one.level(), one.code(), one.subject(), one.key());
  };
  std::stable_sort(
      evaluation.findings.begin(), evaluation.findings.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); });
  AddObstacles(known, evaluation);
  return evaluation;
}

}  // namespace opvang::reporting
