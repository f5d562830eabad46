// Every read against a naive computation from plain SQL: all rows up to the
// revision, read again for it, and the contract's words taken one by one. What
// a report says is decoded from its stored pieces.
#include "tests/support/sql_oracle.h"

#include <zstd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "google/protobuf/util/json_util.h"
#include "tests/reporting/random_reports.h"

namespace opvang::reporting {
namespace naive {
namespace {

using Stub = House::Stub;
using Day = absl::CivilDay;
using Confirmation = pb::Standing::Confirmation;

// Who recorded a revision, and when.
struct Recorded {
  absl::Time time;
  std::string organisation, actor;
};

// A step in the life of a report.
struct Step {
  std::string report;
  pb::Standing::Event event;
  std::optional<absl::Time> embargo;
};

// Everything that SQL keeps, as known at a revision.
struct Rows {
  int64_t revision;
  std::map<int64_t, Recorded> recorded;
  std::map<std::string, pb::Report> reports;  // Without content.
  std::vector<Step> steps;                    // In the order of recording.
  // By report, in its order: municipality, adopter, digest of figures.
  struct Row {
    std::string municipality, adopter, digest;
  };
  std::map<std::string, std::vector<Row>> rows;
  std::vector<SqlRow> texts, deadlines, explanations;
};

absl::Time TimeOf(const SqlRow& row, const std::string& micros) {
  return absl::FromUnixMicros(row.Int(micros));
}

std::map<int64_t, Recorded> RecordedBySql(Database& db, int64_t revision) {
  std::map<int64_t, Recorded> recorded;
  for (const SqlRow& row :
       RowsKnownAt(db, revision, "revisions",
                   "revision, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "
                   "record_time) AS micros, organisation, actor")) {
    recorded[row.Int("revision")] = {.time = TimeOf(row, "micros"),
                                     .organisation = row.Text("organisation"),
                                     .actor = row.Text("actor")};
  }
  return recorded;
}

Rows RowsBySql(Database& db, int64_t revision) {
  Rows rows{.revision = revision,
            .recorded = RecordedBySql(db, revision),
            .reports = {},
            .steps = {},
            .rows = {},
            .texts = RowsKnownAt(db, revision, "texts"),
            .deadlines = RowsKnownAt(db, revision, "deadlines"),
            .explanations = RowsKnownAt(db, revision, "explanations")};
  for (const SqlRow& row : RowsKnownAt(
           db, revision, "reports",
           "name, revision, spec, superseded_report, content_sha256, version, "
           "seal, change_reason, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "
           "create_time) AS micros")) {
    pb::Report& report = rows.reports[row.Text("name")];
    FillFrom(row, report);
    EXPECT_TRUE(report.mutable_spec()->ParseFromString(row.Text("spec")));
    *report.mutable_create_time() = ToTimestamp(TimeOf(row, "micros"));
  }
  auto steps = RowsKnownAt(
      db, revision, "report_events",
      "report, revision, verb, subject, letter, TIMESTAMPDIFF(MICROSECOND, "
      "'1970-01-01', embargo_time) AS embargo");
  std::sort(steps.begin(), steps.end(), [](const SqlRow& a, const SqlRow& b) {
    return a.Int("revision") < b.Int("revision");
  });
  for (const SqlRow& row : steps) {
    Step& step = rows.steps.emplace_back();
    step.report = row.Text("report");
    FillFrom(row, step.event);
    const Recorded& who = rows.recorded.at(row.Int("revision"));
    step.event.set_organisation(who.organisation);
    step.event.set_actor(who.actor);
    *step.event.mutable_record_time() = ToTimestamp(who.time);
    if (!row.IsNull("embargo")) step.embargo = TimeOf(row, "embargo");
  }
  for (const SqlRow& row : SelectRows(
           db, absl::StrCat("SELECT * FROM report_rows WHERE revision <= ",
                            revision, " ORDER BY report, position"))) {
    rows.rows[row.Text("report")].push_back(
        {.municipality = row.Text("municipality"),
         .adopter = row.Text("adopter"),
         .digest = row.Text("figures_sha256")});
  }
  return rows;
}

// What is stored of a report: part 1 its content, part 2 its JSON.
std::string StoredPart(Database& db, const std::string& report, int part) {
  std::string packed;
  for (const SqlRow& row : SelectRows(
           db,
           absl::StrCat("SELECT bytes FROM report_pieces WHERE report = '",
                        report, "' AND part = ", part, " ORDER BY position"))) {
    packed += row.Text("bytes");
  }
  std::string whole(ZSTD_getFrameContentSize(packed.data(), packed.size()),
                    '\0');
  EXPECT_EQ(
      ZSTD_decompress(whole.data(), whole.size(), packed.data(), packed.size()),
      whole.size());
  return whole;
}

// --- Figures ----------------------------------------------------------------

// Every count of figures by its path, in their order; nothing for what is not
// on record.
std::vector<std::pair<std::string, std::optional<int>>> CountsOf(
    const pb::Figures* figures) {
  std::vector<std::pair<std::string, std::optional<int>>> counts;
  const auto* duties = pb::Figures::descriptor();
  for (int i = 0; i < duties->field_count(); ++i) {
    const auto* duty = duties->field(i);
    const auto& message =
        pb::Figures::default_instance().GetReflection()->GetMessage(
            figures == nullptr ? pb::Figures::default_instance() : *figures,
            duty);
    for (int k = 0; k < duty->message_type()->field_count(); ++k) {
      const auto* field = duty->message_type()->field(k);
      const bool known = figures != nullptr &&
                         (!field->has_presence() ||
                          message.GetReflection()->HasField(message, field));
      counts.emplace_back(
          absl::StrCat(duty->name(), ".", field->name()),
          known
              ? std::optional(message.GetReflection()->GetInt32(message, field))
              : std::nullopt);
    }
  }
  return counts;
}

// The figures of every subject: the scope, its regions, its municipalities.
std::vector<std::pair<std::string, const pb::Figures*>> SubjectsOf(
    const pb::ReportContent& content) {
  std::vector<std::pair<std::string, const pb::Figures*>> subjects;
  subjects.emplace_back(content.total().subject(), &content.total().figures());
  for (const auto& region : content.regions()) {
    subjects.emplace_back(region.subject(), &region.figures());
  }
  for (const auto& row : content.municipalities()) {
    subjects.emplace_back(row.municipality(), &row.figures());
  }
  return subjects;
}

// Without parts.
std::vector<pb::FigureDifference> DifferencesOf(const std::string& subject,
                                                const pb::Figures* from,
                                                const pb::Figures* to) {
  std::vector<pb::FigureDifference> differences;
  const auto was = CountsOf(from), is = CountsOf(to);
  for (size_t i = 0; i < was.size(); ++i) {
    if (was[i].second == is[i].second) continue;
    pb::FigureDifference& one = differences.emplace_back();
    one.set_subject(subject);
    one.set_display_name(DutchName(subject).value_or(""));
    one.set_metric(was[i].first);
    if (was[i].second.has_value()) one.set_from_count(*was[i].second);
    if (is[i].second.has_value()) one.set_to_count(*is[i].second);
    one.set_difference_count(is[i].second.value_or(0) -
                             was[i].second.value_or(0));
  }
  return differences;
}

// Of areas that both sum up, then of municipalities of either, those of `to`
// first.
std::vector<pb::FigureDifference> Compared(const pb::ReportContent& from,
                                           const pb::ReportContent& to,
                                           const std::string& within) {
  std::vector<pb::FigureDifference> all;
  std::map<std::string, const pb::Figures*> was, is;
  std::vector<std::string> names;
  for (const auto& [name, figures] : SubjectsOf(to)) {
    names.push_back(name);
    is[name] = figures;
  }
  for (const auto& [name, figures] : SubjectsOf(from)) {
    if (is.count(name) == 0) names.push_back(name);
    was[name] = figures;
  }
  for (const bool municipalities : {false, true}) {
    for (const std::string& name : names) {
      const auto subjects = SubjectsWithin(within);
      if (absl::StartsWith(name, "municipalities/") != municipalities ||
          (!within.empty() &&
           std::count(subjects.begin(), subjects.end(), name) == 0) ||
          (!municipalities && (was.count(name) == 0 || is.count(name) == 0))) {
        continue;
      }
      for (auto& one : DifferencesOf(name, was[name], is[name])) {
        all.push_back(std::move(one));
      }
    }
  }
  return all;
}

// The causes of a difference, and the records of each, add up to it; then they
// are forgotten.
void HoldParts(pb::FigureDifference& difference) {
  int sum = 0;
  for (const auto& part : difference.parts()) {
    EXPECT_NE(part.cause(), pb::FigureDifference::CAUSE_UNEXPLAINED);
    int records = 0;
    for (const auto& record : part.records()) records += record.count();
    EXPECT_EQ(records, part.count()) << difference.ShortDebugString();
    sum += part.count();
  }
  EXPECT_EQ(sum, difference.difference_count())
      << difference.ShortDebugString();
  difference.clear_parts();
}

// --- The life of a report ---------------------------------------------------

// It and the versions before it.
std::set<std::string> VersionsUpTo(const Rows& rows, const std::string& name) {
  std::set<std::string> versions;
  for (std::string one = name; !one.empty();
       one = rows.reports.at(one).superseded_report()) {
    versions.insert(one);
  }
  return versions;
}

bool WasDiscarded(const Rows& rows, const std::string& name) {
  return std::any_of(
      rows.steps.begin(), rows.steps.end(), [&](const Step& step) {
        return step.report == name && step.event.verb() == "discarded";
      });
}

std::string SuccessorOf(const Rows& rows, const std::string& name) {
  for (const auto& [other, report] : rows.reports) {
    if (report.superseded_report() == name && !WasDiscarded(rows, other)) {
      return other;
    }
  }
  return "";
}

std::string DigestOf(const Rows& rows, const std::string& report,
                     const std::string& municipality) {
  const auto found = rows.rows.find(report);
  if (found == rows.rows.end()) return "";
  for (const auto& row : found->second) {
    if (row.municipality == municipality) return row.digest;
  }
  return "";
}

std::string AdopterIn(const Rows& rows, const std::string& report,
                      const std::string& subject) {
  for (const auto& row : rows.rows.at(report)) {
    if (row.municipality == subject) return row.adopter;
  }
  return subject;
}

// Without obstacles and figures that changed.
pb::Standing StandingOf(const Rows& rows, const std::string& name) {
  const pb::Report& report = rows.reports.at(name);
  pb::Standing standing;
  standing.set_report(name);
  standing.set_revision(rows.revision);
  // Whose last word, in this version or one before, is what.
  const auto versions = VersionsUpTo(rows, name);
  bool all_confirmed = true, all_adopted = true;
  std::vector<Confirmation> confirmations;
  std::set<std::string> adopters;
  for (const auto& row : rows.rows.at(name)) {
    adopters.insert(row.adopter);
    Confirmation& one = confirmations.emplace_back();
    one.set_municipality(row.municipality);
    one.set_display_name(*DutchName(row.municipality));
    one.set_state(Confirmation::STATE_OPEN);
    for (const Step& step : rows.steps) {
      const bool confirms = step.event.verb() == "confirmed";
      if (versions.count(step.report) == 0 ||
          step.event.subject() != row.municipality ||
          (!confirms && step.event.verb() != "revoked")) {
        continue;
      }
      one.set_state(!confirms ? Confirmation::STATE_REVOKED
                    : DigestOf(rows, step.report, row.municipality) ==
                            row.digest
                        ? Confirmation::STATE_CONFIRMED
                        : Confirmation::STATE_CHANGED);
      one.set_organisation(step.event.organisation());
      one.set_letter(step.event.letter());
      *one.mutable_record_time() = step.event.record_time();
      one.set_report(step.report);
    }
    all_confirmed =
        all_confirmed && one.state() == Confirmation::STATE_CONFIRMED;
  }
  std::sort(confirmations.begin(), confirmations.end(),
            [](const auto& a, const auto& b) {
              return a.display_name() < b.display_name();
            });
  for (const auto& one : confirmations) *standing.add_confirmations() = one;
  std::vector<pb::Standing::Adoption> adoptions;
  bool submitted = false;
  for (const std::string& adopter : adopters) {
    pb::Standing::Adoption& one = adoptions.emplace_back();
    for (const Step& step : rows.steps) {
      if (step.report != name) continue;
      if (step.event.verb() == "reopened") one.Clear();
      if (step.event.verb() == "submitted") submitted = true;
      if (step.event.verb() != "adopted" || step.event.subject() != adopter) {
        continue;
      }
      one.set_adopted(true);
      one.set_organisation(step.event.organisation());
      one.set_letter(step.event.letter());
      *one.mutable_record_time() = step.event.record_time();
    }
    one.set_subject(adopter);
    one.set_display_name(*DutchName(adopter));
    all_adopted = all_adopted && one.adopted();
  }
  std::sort(adoptions.begin(), adoptions.end(),
            [](const auto& a, const auto& b) {
              return a.display_name() < b.display_name();
            });
  for (const auto& one : adoptions) *standing.add_adoptions() = one;
  const std::string successor = SuccessorOf(rows, name);
  standing.set_superseding_report(successor);
  const bool provincial =
      report.spec().kind() == pb::REPORT_KIND_PROVINCIAL_REPORT;
  bool overtaken = false;
  if (!successor.empty()) {
    const auto state = StandingOf(rows, successor).state();
    overtaken = state == pb::Report::STATE_AMENDED ||
                state == (provincial ? pb::Report::STATE_SUBMITTED
                                     : pb::Report::STATE_ADOPTED);
  }
  standing.set_state(overtaken                  ? pb::Report::STATE_AMENDED
                     : submitted                ? pb::Report::STATE_SUBMITTED
                     : WasDiscarded(rows, name) ? pb::Report::STATE_DISCARDED
                     : all_adopted              ? pb::Report::STATE_ADOPTED
                     : all_confirmed            ? pb::Report::STATE_CONFIRMED
                                                : pb::Report::STATE_DRAFT);
  // In the order of recording; that it was made comes before what came with it.
  std::multimap<int64_t, pb::Standing::Event> events;
  const auto made = [&](const std::string& verb, int64_t revision) {
    pb::Standing::Event event;
    const Recorded& who = rows.recorded.at(revision);
    event.set_verb(verb);
    event.set_organisation(who.organisation);
    event.set_actor(who.actor);
    *event.mutable_record_time() = ToTimestamp(who.time);
    event.set_revision(revision);
    events.emplace(revision, event);
  };
  made("created", report.revision());
  if (!successor.empty()) {
    made("superseded", rows.reports.at(successor).revision());
  }
  for (const Step& step : rows.steps) {
    if (step.report != name) continue;
    events.emplace(step.event.revision(), step.event);
    if (step.embargo.has_value()) {
      *standing.mutable_embargo_time() = ToTimestamp(*step.embargo);
    } else if (step.event.verb() == "embargoed") {
      standing.clear_embargo_time();
    }
  }
  for (const auto& [revision, event] : events) *standing.add_events() = event;
  return standing;
}

// --- Findings ---------------------------------------------------------------

// Those of its content, and those about its standing; of these their sentences
// and digests are not computed here.
std::vector<pb::Finding> FindingsOf(const Rows& rows, const std::string& name,
                                    const pb::ReportContent& content,
                                    const pb::Standing& standing) {
  std::vector<pb::Finding> findings(content.findings().begin(),
                                    content.findings().end());
  const std::string& scope = rows.reports.at(name).spec().scope();
  const auto add = [&](const std::string& code, pb::Finding::Level level,
                       const std::string& subject) {
    pb::Finding& one = findings.emplace_back();
    one.set_code(code);
    one.set_level(level);
    one.set_subject(subject);
    one.set_key(absl::StrCat(code, "|", subject));
  };
  bool open = false;
  for (const auto& one : standing.confirmations()) {
    open = open || one.state() == Confirmation::STATE_OPEN;
    if (one.state() == Confirmation::STATE_CHANGED) {
      add("CONFIRMATION_OUTDATED", pb::Finding::LEVEL_FIX, one.municipality());
    }
    if (one.state() == Confirmation::STATE_REVOKED) {
      add("CONFIRMATION_REVOKED", pb::Finding::LEVEL_FIX, one.municipality());
    }
  }
  if (open) add("CONFIRMATION_MISSING", pb::Finding::LEVEL_FIX, scope);
  if (!standing.superseding_report().empty()) {
    add("VERSION_SUPERSEDED", pb::Finding::LEVEL_EXPLAIN, scope);
  }
  std::sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.level(), a.code(), a.subject(), a.key()) <
           std::tuple(b.level(), b.code(), b.subject(), b.key());
  });
  return findings;
}

// The last explanation of each that was given by then; it stands while the
// finding says the same, which its digest tells.
void Explain(const Rows& rows, std::vector<pb::Finding>& findings) {
  for (pb::Finding& finding : findings) {
    finding.clear_explanation();
    finding.clear_lapsed_explanation();
    const SqlRow* last = nullptr;
    for (const SqlRow& row : rows.explanations) {
      if (row.Text("finding_key") == finding.key() &&
          (last == nullptr || row.Int("revision") > last->Int("revision"))) {
        last = &row;
      }
    }
    if (last == nullptr) continue;
    pb::FindingExplanation& to =
        last->Text("basis_sha256") == finding.basis_sha256()
            ? *finding.mutable_explanation()
            : *finding.mutable_lapsed_explanation();
    FillFrom(*last, to);
    to.set_organisation(rows.recorded.at(last->Int("revision")).organisation);
  }
}

// Whether a finding that nobody explained away stands in the way: of all, or of
// one adopter.
bool Stands(const Rows& rows, const std::string& name,
            const std::vector<pb::Finding>& findings, pb::Finding::Level level,
            const std::string& adopter) {
  for (const pb::Finding& one : findings) {
    if (one.level() != level ||
        (level != pb::Finding::LEVEL_REFUSE && one.has_explanation())) {
      continue;
    }
    if (adopter.empty() || one.subject() == adopter ||
        one.subject() == rows.reports.at(name).spec().scope() ||
        AdopterIn(rows, name, one.subject()) == adopter) {
      return true;
    }
  }
  return false;
}

// Marks where something is in the way of adopting and of submitting.
void MarkObstacles(const Rows& rows, const std::vector<pb::Finding>& findings,
                   pb::Standing& standing) {
  const std::string& name = standing.report();
  const auto state = standing.state();
  const bool over = state == pb::Report::STATE_SUBMITTED ||
                    state == pb::Report::STATE_AMENDED ||
                    state == pb::Report::STATE_DISCARDED ||
                    !standing.superseding_report().empty();
  bool all_adopted = true;
  for (auto& adoption : *standing.mutable_adoptions()) {
    all_adopted = all_adopted && adoption.adopted();
    if (adoption.adopted()) continue;
    bool unconfirmed = false;
    for (const auto& one : standing.confirmations()) {
      unconfirmed =
          unconfirmed ||
          (one.state() != Confirmation::STATE_CONFIRMED &&
           AdopterIn(rows, name, one.municipality()) == adoption.subject());
    }
    if (over || unconfirmed ||
        Stands(rows, name, findings, pb::Finding::LEVEL_REFUSE,
               adoption.subject())) {
      adoption.add_obstacles("x");
    }
  }
  if (rows.reports.at(name).spec().kind() !=
          pb::REPORT_KIND_PROVINCIAL_REPORT ||
      state == pb::Report::STATE_SUBMITTED ||
      state == pb::Report::STATE_AMENDED) {
    return;
  }
  if (over || !all_adopted ||
      Stands(rows, name, findings, pb::Finding::LEVEL_REFUSE, "") ||
      Stands(rows, name, findings, pb::Finding::LEVEL_FIX, "")) {
    standing.add_obstacles("x");
  }
}

// Obstacles are Dutch sentences: only whether there are any is held.
void Shorten(google::protobuf::RepeatedPtrField<std::string>& obstacles) {
  if (obstacles.empty()) return;
  obstacles.Clear();
  *obstacles.Add() = "x";
}

// --- Deliveries -------------------------------------------------------------

// When facts of an item were recorded, of one municipality.
using Arrivals =
    std::map<std::pair<std::string, pb::Deadline::Item>, std::set<absl::Time>>;

// --- The test ---------------------------------------------------------------

class ReportsBySqlTest : public RandomReports {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                        Response*);

  // Of the questions, for the writer draws while they are asked.
  int Pick(int count) { return static_cast<int>(questions_() % count); }

  const Rows& RowsAt(int64_t revision) {
    auto found = rows_.find(revision);
    if (found == rows_.end()) {
      found = rows_.emplace(revision, RowsBySql(*house_.db, revision)).first;
    }
    return found->second;
  }
  const pb::ReportContent& ContentOf(const std::string& report) {
    auto found = contents_.find(report);
    if (found == contents_.end()) {
      found = contents_.emplace(report, pb::ReportContent()).first;
      EXPECT_TRUE(
          found->second.ParseFromString(StoredPart(*house_.db, report, 1)));
    }
    return found->second;
  }
  // Of those that are there now, or one that was never made.
  std::string PickReport() {
    const auto names =
        SelectRows(*house_.db, "SELECT name FROM reports ORDER BY name");
    if (names.empty() || Pick(20) == 0) return kVerslag;
    return names[Pick(static_cast<int>(names.size()))].Text("name");
  }

  // Asks at a random revision or now, and holds the answer against `naive`.
  template <typename Request, typename Response, typename Naive>
  void Hold(Method<Request, Response> method, Request request, Naive naive) {
    bool now = false;
    if constexpr (requires { request.set_revision(0); }) {
      now = Pick(3) == 0;
      request.set_revision(now ? 0 : revision_);
    }
    if constexpr (requires { request.page_size(); }) {
      static constexpr int kSizes[] = {0, 1, 7, 1000};
      request.set_page_size(kSizes[Pick(4)]);
    }
    Stub& stub = house_.As(Other(Role::kAuditor));
    absl::StatusOr<Response> answer = AskAllPages(stub, method, request);
    int64_t revision = revision_;
    if constexpr (requires { answer->revision(); }) {
      if (now) {
        // What is refused now may be there already when rows are read.
        if (!answer.ok()) return;
        revision = answer->revision();
      }
    }
    const absl::StatusOr<Response> expected = naive(RowsAt(revision), answer);
    EXPECT_EQ(DifferenceOf(expected, answer), "")
        << Request::descriptor()->name() << " at " << revision << " {"
        << request.ShortDebugString() << "}";
  }

  static absl::Status NotThere() {
    return absl::NotFoundError("REPORT_NOT_FOUND");
  }

  void ListReports() {
    pb::ListReportsRequest request;
    static constexpr const char* kParents[] = {"provinces/pv23", "provinces/-",
                                               "regions/ijsselland",
                                               "provinces/pv24"};
    request.set_parent(kParents[Pick(4)]);
    Hold(&Stub::ListReports, request,
         [&](const Rows& rows,
             auto&) -> absl::StatusOr<pb::ListReportsResponse> {
           pb::ListReportsResponse list;
           list.set_revision(rows.revision);
           for (const auto& [name, report] : rows.reports) {
             const std::string& scope = report.spec().scope();
             const auto within = SubjectsWithin(request.parent());
             if (request.parent() != "provinces/-" &&
                 std::count(within.begin(), within.end(), scope) == 0) {
               continue;
             }
             *list.add_reports() = Head(rows, name);
           }
           return list;
         });
  }
  static pb::Report Head(const Rows& rows, const std::string& name) {
    pb::Report head = rows.reports.at(name);
    const pb::Standing standing = StandingOf(rows, name);
    head.set_state(standing.state());
    if (standing.has_embargo_time()) {
      *head.mutable_embargo_time() = standing.embargo_time();
    }
    return head;
  }
  void GetReport() {
    pb::GetReportRequest request;
    request.set_name(PickReport());
    Hold(&Stub::GetReport, request,
         [&](const Rows& rows, auto&) -> absl::StatusOr<pb::Report> {
           if (rows.reports.count(request.name()) == 0) return NotThere();
           pb::Report report = Head(rows, request.name());
           *report.mutable_content() = ContentOf(request.name());
           report.set_edition(pb::EDITION_INTERNAL);
           return report;
         });
  }
  void RenderReport() {
    const std::string name = PickReport();
    if (RowsAt(revision_).reports.count(name) == 0) return;
    const std::string json = StoredPart(*house_.db, name, 2);
    EXPECT_EQ(house_.Render(Other(Role::kAuditor), name,
                            pb::RenderReportRequest::FORMAT_JSON),
              json);
    pb::ReportContent content;
    ASSERT_TRUE(
        google::protobuf::util::JsonStringToMessage(json, &content).ok());
    EXPECT_EQ(Serialize(content), Serialize(ContentOf(name)));
    // Every figure of a municipality stands on the page, under its name.
    const std::string page = house_.Render(
        Other(Role::kAuditor), name, pb::RenderReportRequest::FORMAT_HTML);
    for (const auto& row : content.municipalities()) {
      EXPECT_EQ(absl::StrContains(
                    page, absl::StrCat("data-figure=\"", row.municipality(),
                                       "#asylum.guaranteed_place_count\"")),
                row.figures().asylum().has_guaranteed_place_count())
          << row.municipality();
    }
  }
  void ListTexts() {
    pb::ListTextsRequest request;
    static constexpr const char* kParents[] = {
        "provinces/pv23", "municipalities/-", "regions/ijsselland",
        "municipalities/gm0141"};
    request.set_parent(kParents[Pick(4)]);
    *request.mutable_as_of_date() = ToProto(Day(2024, 10, 1) + Pick(30));
    Hold(&Stub::ListTexts, request,
         [&](const Rows& rows, auto&) -> absl::StatusOr<pb::ListTextsResponse> {
           pb::ListTextsResponse list;
           list.set_revision(rows.revision);
           // Of each place the word of the latest day, of one day the last.
           std::map<std::tuple<std::string, int64_t, int64_t>, const SqlRow*>
               standing;
           for (const SqlRow& row : rows.texts) {
             if (*row.Day("start_date") > DayOf(request.as_of_date())) continue;
             const SqlRow*& last = standing[{
                 row.Text("subject"), row.Int("kind"), row.Int("position")}];
             const auto when = [](const SqlRow& one) {
               return std::pair(*one.Day("start_date"), one.Int("revision"));
             };
             if (last == nullptr || when(*last) < when(row)) last = &row;
           }
           const auto within = SubjectsWithin(request.parent());
           for (const auto& [key, row] : standing) {
             if (!row->Text("body").empty() &&
                 std::count(within.begin(), within.end(), std::get<0>(key)) >
                     0) {
               FillFrom(*row, *list.add_texts());
             }
           }
           return list;
         });
  }
  void GetStanding() {
    pb::GetStandingRequest request;
    request.set_name(PickReport());
    Hold(&Stub::GetStanding, request,
         [&](const Rows& rows, auto& answer) -> absl::StatusOr<pb::Standing> {
           const std::string& name = request.name();
           if (rows.reports.count(name) == 0) return NotThere();
           if (answer.ok()) {
             Shorten(*answer->mutable_obstacles());
             for (auto& one : *answer->mutable_adoptions()) {
               Shorten(*one.mutable_obstacles());
             }
             for (auto& one : *answer->mutable_confirmations()) {
               for (auto& changed : *one.mutable_changed_figures()) {
                 HoldParts(changed);
               }
             }
           }
           pb::Standing standing = StandingOf(rows, name);
           for (auto& one : *standing.mutable_confirmations()) {
             if (one.state() != Confirmation::STATE_CHANGED) continue;
             for (auto& changed :
                  Compared(ContentOf(one.report()), ContentOf(name),
                           one.municipality())) {
               *one.add_changed_figures() = changed;
             }
           }
           auto findings = FindingsOf(rows, name, ContentOf(name), standing);
           // What of its standing is explained, its own test holds.
           for (auto& finding : findings) {
             if (finding.basis_sha256().empty()) {
               finding.set_basis_sha256(BasisTold(rows, name, finding.key()));
             }
           }
           Explain(rows, findings);
           MarkObstacles(rows, findings, standing);
           return standing;
         });
  }
  // The digest of a finding about the standing, as `ListFindings` tells it.
  std::string BasisTold(const Rows& rows, const std::string& name,
                        const std::string& key) {
    pb::ListFindingsRequest request;
    request.set_name(name);
    request.set_revision(rows.revision);
    request.set_page_size(1000);
    const auto list =
        CallRpc(house_.As(Other(Role::kAuditor)), &Stub::ListFindings, request);
    EXPECT_THAT(list, IsOk());
    for (const auto& finding : list->findings()) {
      if (finding.key() == key) return finding.basis_sha256();
    }
    return "none";
  }
  void ListFindings() {
    pb::ListFindingsRequest request;
    request.set_name(PickReport());
    if (Pick(3) == 0) request.set_subject("municipalities/gm0193");
    Hold(&Stub::ListFindings, request,
         [&](const Rows& rows,
             auto& answer) -> absl::StatusOr<pb::ListFindingsResponse> {
           const std::string& name = request.name();
           if (rows.reports.count(name) == 0) return NotThere();
           auto findings =
               FindingsOf(rows, name, ContentOf(name), StandingOf(rows, name));
           std::erase_if(findings, [&](const auto& one) {
             return !request.subject().empty() &&
                    one.subject() != request.subject();
           });
           // Words about the standing are taken as they are told.
           if (answer.ok()) {
             for (auto& finding : findings) {
               if (!finding.basis_sha256().empty()) continue;
               for (const auto& told : answer->findings()) {
                 if (told.key() != finding.key()) continue;
                 finding.set_sentence(told.sentence());
                 finding.set_legal_basis(told.legal_basis());
                 finding.set_hint(told.hint());
                 finding.set_basis_sha256(told.basis_sha256());
                 *finding.mutable_figures() = told.figures();
               }
             }
           }
           Explain(rows, findings);
           pb::ListFindingsResponse list;
           list.set_revision(rows.revision);
           for (const auto& one : findings) {
             *list.add_findings() = one;
             const int more = one.has_explanation() ? 1 : 0;
             if (one.level() == pb::Finding::LEVEL_REFUSE) {
               list.set_refuse_count(list.refuse_count() + 1);
             } else if (one.level() == pb::Finding::LEVEL_FIX) {
               list.set_fix_count(list.fix_count() + 1);
               list.set_explained_fix_count(list.explained_fix_count() + more);
             } else {
               list.set_explain_count(list.explain_count() + 1);
               list.set_explained_count(list.explained_count() + more);
             }
           }
           return list;
         });
  }
  // Any figure of any subject: its value is that of the content, its parts add
  // up to it, and each part that is a figure of its own opens as that.
  void ExplainFigure() {
    pb::ExplainFigureRequest request;
    request.set_name(PickReport());
    const auto answer_to = [&](const std::string& figure) {
      request.set_figure(figure);
      return CallRpc(house_.As(Other(Role::kAuditor)), &Stub::ExplainFigure,
                     request);
    };
    if (RowsAt(revision_).reports.count(request.name()) == 0) return;
    const pb::ReportContent& content = ContentOf(request.name());
    const auto subjects = SubjectsOf(content);
    for (int i = 0; i < 10; ++i) {
      const auto& [subject, figures] =
          subjects[Pick(static_cast<int>(subjects.size()))];
      const auto counts = CountsOf(figures);
      const auto& [metric, count] =
          counts[Pick(static_cast<int>(counts.size()))];
      const std::string figure = absl::StrCat(subject, "#", metric);
      const auto answer = answer_to(figure);
      if (!count.has_value()) continue;
      ASSERT_THAT(answer, IsOk()) << figure;
      EXPECT_EQ(answer->count(), *count) << figure;
      EXPECT_EQ(answer->figure(), figure);
      HoldExplanation(*answer);
      for (const auto& part : answer->parts()) {
        if (part.figure().empty()) continue;
        const auto opened = answer_to(part.figure());
        ASSERT_THAT(opened, IsOk()) << part.figure();
        EXPECT_EQ(std::abs(opened->count()), std::abs(part.count()))
            << figure << " part " << part.figure();
        HoldExplanation(*opened);
      }
    }
  }
  void HoldExplanation(const pb::FigureExplanation& explained) {
    if (explained.rule() == pb::FigureExplanation::RULE_SUM) {
      int sum = 0;
      for (const auto& part : explained.parts()) sum += part.count();
      EXPECT_EQ(sum, explained.count()) << explained.ShortDebugString();
    }
    // Who recorded a fact is what the rows of that service say.
    for (const auto& fact : explained.facts()) {
      if (fact.revision() == 0) continue;
      Database& db = fact.service() == "quotas"      ? *house_.quotas_db
                     : fact.service() == "locations" ? *house_.locations_db
                     : fact.service() == "housing"   ? *house_.housing_db
                                                     : *house_.db;
      const auto recorded = RecordedBySql(db, fact.revision());
      ASSERT_EQ(recorded.count(fact.revision()), 1u) << fact.ShortDebugString();
      const Recorded& who = recorded.at(fact.revision());
      EXPECT_EQ(fact.organisation(), who.organisation);
      EXPECT_EQ(ToTime(fact.record_time()), who.time);
    }
  }
  void CompareReports() {
    pb::CompareReportsRequest request;
    request.set_name(PickReport());
    request.set_other(PickReport());
    static constexpr const char* kSubjects[] = {"", "", "regions/ijsselland",
                                                "municipalities/gm0193"};
    request.set_subject(kSubjects[Pick(4)]);
    Hold(&Stub::CompareReports, request,
         [&](const Rows& rows,
             auto& answer) -> absl::StatusOr<pb::CompareReportsResponse> {
           if (rows.reports.count(request.name()) == 0 ||
               rows.reports.count(request.other()) == 0) {
             return NotThere();
           }
           pb::CompareReportsResponse list;
           list.set_revision(rows.revision);
           *list.mutable_spec() = rows.reports.at(request.name()).spec();
           *list.mutable_other_spec() = rows.reports.at(request.other()).spec();
           for (const auto& one :
                Compared(ContentOf(request.name()), ContentOf(request.other()),
                         request.subject())) {
             *list.add_differences() = one;
           }
           if (answer.ok()) {
             for (auto& one : *answer->mutable_differences()) HoldParts(one);
           }
           return list;
         });
  }
  void VerifyReport() {
    pb::VerifyReportRequest request;
    request.set_name(PickReport());
    request.set_remake(Pick(3) == 0);
    Hold(&Stub::VerifyReport, request,
         [&](const Rows& rows,
             auto& answer) -> absl::StatusOr<pb::VerifyReportResponse> {
           if (rows.reports.count(request.name()) == 0) return NotThere();
           if (answer.ok()) {
             for (auto& check : *answer->mutable_checks()) {
               check.clear_sentence();
             }
           }
           pb::VerifyReportResponse verified;
           const auto add = [&](const char* name, bool holds) {
             auto& check = *verified.add_checks();
             check.set_name(name);
             check.set_holds(holds);
           };
           const pb::Report& report = rows.reports.at(request.name());
           add("content_hash",
               Sha256(StoredPart(*house_.db, request.name(), 2)) ==
                   report.content_sha256());
           const std::string& before = report.superseded_report();
           add("seal",
               report.seal() ==
                   Sha256(absl::StrCat(
                       report.name(), "\n", report.version(), "\n",
                       report.content_sha256(), "\n",
                       before.empty() ? "" : rows.reports.at(before).seal())));
           add("version_chain", true);
           add("audit_chain", true);
           // The same pins make the same content, whatever came later.
           if (request.remake()) {
             add("source_chains", true);
             add("remake", true);
           }
           verified.set_holds(
               std::all_of(verified.checks().begin(), verified.checks().end(),
                           [](const auto& check) { return check.holds(); }));
           return verified;
         });
  }
  // What each municipality delivered, by plain SQL in three databases.
  Arrivals ArrivalsOf(const Rows& rows) {
    Arrivals arrivals;
    const auto add = [&](Database& db, const std::string& select,
                         std::optional<pb::Deadline::Item> item) {
      const auto recorded = RecordedBySql(db, RevisionBySql(db));
      for (const SqlRow& row : SelectRows(db, select)) {
        const auto found = recorded.find(row.Int("revision"));
        if (found == recorded.end()) continue;
        const std::string name = row.Text("name");
        const pb::Deadline::Item of = item.has_value() ? *item
                                      : row.Text("kind") == "goo"
                                          ? pb::Deadline::ITEM_UKRAINE
                                          : pb::Deadline::ITEM_LOCATIONS;
        arrivals[{name.substr(0, name.find('/', 16)), of}].insert(
            found->second.time);
      }
    };
    // Of a location what its kind is now.
    add(*house_.locations_db,
        "SELECT place_entries.location AS name, place_entries.revision, "
        "locations.kind FROM place_entries JOIN locations ON locations.name = "
        "place_entries.location WHERE locations.revision = (SELECT "
        "MAX(last.revision) FROM locations AS last WHERE last.name = "
        "locations.name)",
        std::nullopt);
    add(*house_.housing_db, "SELECT name, revision FROM placements",
        pb::Deadline::ITEM_HOUSING);
    // Housing tells of a plan its last version alone: what was delivered before
    // it was amended is not seen.
    add(*house_.housing_db,
        "SELECT name, MAX(revision) AS revision FROM plans GROUP BY name",
        pb::Deadline::ITEM_HOUSING);
    for (const SqlRow& row : rows.texts) {
      if (row.Int("kind") == pb::Text::KIND_EXPLANATION &&
          !row.Text("body").empty()) {
        arrivals[{row.Text("subject"), pb::Deadline::ITEM_EXPLANATION}].insert(
            rows.recorded.at(row.Int("revision")).time);
      }
    }
    return arrivals;
  }
  void ListDeliveries() {
    pb::ListDeliveriesRequest request;
    request.set_parent(Pick(2) == 0 ? "provinces/pv23" : "regions/ijsselland");
    request.set_cycle("cycles/2024");
    const Day as_of = Day(2024, 10, 20) + Pick(14);
    *request.mutable_as_of_date() = ToProto(as_of);
    if (Pick(2) == 0) request.set_report(PickReport());
    // The sources are read as they are: nobody writes meanwhile.
    Hold(
        &Stub::ListDeliveries, request,
        [&](const Rows& rows,
            auto& answer) -> absl::StatusOr<pb::ListDeliveriesResponse> {
          if (!request.report().empty() &&
              rows.reports.count(request.report()) == 0) {
            return NotThere();
          }
          Arrivals arrivals = ArrivalsOf(rows);
          if (!request.report().empty()) {
            const auto versions = VersionsUpTo(rows, request.report());
            for (const Step& step : rows.steps) {
              if (step.event.verb() == "confirmed" &&
                  versions.count(step.report) > 0) {
                arrivals[{step.event.subject(),
                          pb::Deadline::ITEM_CONFIRMATION}]
                    .insert(ToTime(step.event.record_time()));
              }
            }
          }
          pb::ListDeliveriesResponse list;
          list.set_revision(rows.revision);
          for (const Municipality* one : Within(request.parent())) {
            for (int item = 1; item <= 5; ++item) {
              *list.add_deliveries() =
                  DeliveryOf(rows, *one, static_cast<pb::Deadline::Item>(item),
                             as_of, arrivals);
            }
          }
          if (!answer.ok()) return list;
          // Reminders are words: there is one exactly where something is
          // asked. The statutory days are those of quotas.
          for (auto& one : *answer->mutable_deliveries()) {
            const bool asked = one.standing() == pb::Delivery::STANDING_OPEN ||
                               one.standing() == pb::Delivery::STANDING_OVERDUE;
            EXPECT_EQ(one.reminder().empty(), !asked);
            one.clear_reminder();
          }
          const q::Calendar calendar = CalendarOn(as_of);
          for (const auto& milestone : calendar.milestones()) {
            auto& day = *list.add_statutory_days();
            day.set_kind(absl::AsciiStrToLower(
                q::Calendar::Milestone::Kind_Name(milestone.kind()).substr(5)));
            *day.mutable_last_timely_date() = milestone.last_timely_date();
            if (milestone.has_step_date()) {
              *day.mutable_step_date() = milestone.step_date();
            }
            day.set_standing(absl::AsciiStrToLower(
                q::Calendar::Milestone::Standing_Name(milestone.standing())
                    .substr(9)));
            day.set_legal_basis(milestone.legal_basis());
            // But that of the report is the province's own.
            const auto own = SubmittedBy(rows, as_of);
            if (day.kind() == "report" && own.has_value()) {
              *day.mutable_step_date() = ToProto(*own);
              day.set_standing(*own <= DayOf(day.last_timely_date()) ? "on_time"
                                                                     : "late");
            }
          }
          return list;
        });
  }
  // The first day on which Overijssel submitted a report of the cycle.
  static std::optional<Day> SubmittedBy(const Rows& rows, Day as_of) {
    std::optional<Day> first;
    for (const Step& step : rows.steps) {
      const auto report = rows.reports.find(step.report);
      if (step.event.verb() != "submitted" || report == rows.reports.end() ||
          report->second.spec().cycle() != "cycles/2024") {
        continue;
      }
      const Day day = DayAt(ToTime(step.event.record_time()));
      if (day <= as_of && (!first.has_value() || day < *first)) first = day;
    }
    return first;
  }
  q::Calendar CalendarOn(Day day) {
    q::GetCalendarRequest request;
    request.set_cycle("cycles/2024");
    *request.mutable_as_of_date() = ToProto(day);
    const auto stub = q::QuotaService::NewStub(house_.quotas_server.channel());
    return *CallRpc(*stub, &q::QuotaService::Stub::GetCalendar, request);
  }
  static pb::Delivery DeliveryOf(const Rows& rows, const Municipality& of,
                                 pb::Deadline::Item item, Day as_of,
                                 Arrivals& arrivals) {
    pb::Delivery delivery;
    delivery.set_municipality(of.Name());
    delivery.set_display_name(std::string(of.display_name));
    delivery.set_item(item);
    // That of its region goes before that of its province.
    std::optional<Day> due;
    for (const std::string& subject : {of.ProvinceName(), of.RegionName()}) {
      const SqlRow* last = nullptr;
      for (const SqlRow& row : rows.deadlines) {
        if (row.Text("subject") == subject && row.Int("item") == item &&
            row.Text("cycle") == "cycles/2024" &&
            (last == nullptr || row.Int("revision") > last->Int("revision"))) {
          last = &row;
        }
      }
      if (last == nullptr || last->IsNull("due_date")) continue;
      due = last->Day("due_date");
      *delivery.mutable_due_date() = ToProto(*due);
      delivery.set_due_source(last->Text("source"));
    }
    std::optional<Day> first, last;
    for (const absl::Time time : arrivals[{of.Name(), item}]) {
      if (DayAt(time) > as_of) continue;
      if (!first.has_value()) {
        first = DayAt(time);
        *delivery.mutable_first_time() = ToTimestamp(time);
      }
      last = DayAt(time);
      *delivery.mutable_last_time() = ToTimestamp(time);
    }
    delivery.set_changed_late(last.has_value() && due.has_value() &&
                              *last > *due);
    delivery.set_standing(first.has_value()
                              ? (due.has_value() && *first > *due
                                     ? pb::Delivery::STANDING_LATE
                                     : pb::Delivery::STANDING_ON_TIME)
                              : (due.has_value() && as_of > *due
                                     ? pb::Delivery::STANDING_OVERDUE
                                     : pb::Delivery::STANDING_OPEN));
    return delivery;
  }
  void ListRevisions() {
    pb::ListRevisionsRequest request;
    if (Pick(3) == 0) {
      *request.mutable_known_time() =
          ToTimestamp(house_.clock.Now() - absl::Hours(Pick(100)));
    }
    if (Pick(3) == 0) request.add_revisions(1 + Pick(20));
    Hold(&Stub::ListRevisions, request,
         [&](const Rows& rows,
             auto&) -> absl::StatusOr<pb::ListRevisionsResponse> {
           return RevisionsBySql<pb::ListRevisionsResponse>(*house_.db, request,
                                                            rows.revision);
         });
  }

  // All of them, as nobody posts to them.
  std::vector<pb::Subscription> SubscriptionsAt(int64_t revision) {
    const auto recorded = RecordedBySql(*house_.db, revision);
    std::vector<pb::Subscription> all;
    for (const SqlRow& row :
         RowsKnownAt(*house_.db, revision, "subscriptions",
                     "name, revision, organisation, address, scope, kinds AS "
                     "kind_list, quotas_revision, locations_revision, "
                     "housing_revision, reporting_revision")) {
      pb::Subscription& one = all.emplace_back();
      FillFrom(row, one);
      for (const absl::string_view kind :
           absl::StrSplit(row.Text("kind_list"), ',', absl::SkipEmpty())) {
        one.add_kinds(static_cast<pb::EventKind>(kind[0] - '0'));
      }
      *one.mutable_create_time() =
          ToTimestamp(recorded.at(row.Int("revision")).time);
      // It is of nobody who is listed where it is asked for.
      one.set_state(pb::Subscription::STATE_SUSPENDED);
      for (const SqlRow& end :
           RowsKnownAt(*house_.db, revision, "subscription_ends")) {
        if (end.Text("name") != one.name()) continue;
        one.set_state(pb::Subscription::STATE_ENDED);
        one.set_end_reason(end.Text("reason"));
        *one.mutable_end_time() =
            ToTimestamp(recorded.at(end.Int("revision")).time);
      }
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.name() < b.name(); });
    return all;
  }
  // Of a past revision how they stand is not told.
  void ListSubscriptions() {
    pb::ListSubscriptionsRequest request;
    if (Pick(2) == 0) request.set_revision(revision_);
    request.set_page_size(Pick(3));
    const auto answer = AskAllPages(house_.As(Other(Role::kAuditor)),
                                    &Stub::ListSubscriptions, request);
    ASSERT_THAT(answer, IsOk());
    pb::ListSubscriptionsResponse list;
    list.set_revision(answer->revision());
    for (pb::Subscription& one : SubscriptionsAt(answer->revision())) {
      if (request.revision() != 0 &&
          one.state() == pb::Subscription::STATE_SUSPENDED) {
        one.set_state(pb::Subscription::STATE_PENDING);
      }
      *list.add_subscriptions() = one;
    }
    EXPECT_EQ(DifferenceOf(absl::StatusOr<pb::ListSubscriptionsResponse>(list),
                           answer),
              "");
  }
  void GetSubscription() {
    const auto all = SubscriptionsAt(RevisionBySql(*house_.db));
    pb::GetSubscriptionRequest request;
    const bool none = all.empty() || Pick(20) == 0;
    const size_t picked = none ? 0 : Pick(static_cast<int>(all.size()));
    request.set_name(none ? "subscriptions/none" : all[picked].name());
    Hold(&Stub::GetSubscription, request,
         [&](const Rows&, auto&) -> absl::StatusOr<pb::Subscription> {
           if (none) return absl::NotFoundError("SUBSCRIPTION_NOT_FOUND");
           return all[picked];
         });
  }
  // Of reporting, which is told here; of the others events_test tells.
  void StreamEvents() {
    pb::StreamEventsRequest request;
    request.set_scope(Pick(2) == 0 ? "countries/nl" : "regions/ijsselland");
    request.add_kinds(pb::EVENT_KIND_REPORTING);
    request.set_reporting_revision(1 + Pick(5));
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    const auto reader =
        house_.As(Other(Role::kAuditor)).StreamEvents(&context, request);
    std::map<int64_t, std::set<std::string>> told, expected;
    for (pb::Event event; reader->Read(&event);) {
      EXPECT_EQ(event.id(),
                absl::StrCat("reporting/", event.data().revision()));
      told[event.data().revision()] = {event.data().areas().begin(),
                                       event.data().areas().end()};
    }
    EXPECT_THAT(FromGrpc(reader->Finish()), IsOk());
    for (const auto& [revision, areas] : AreasBySql(*house_.db)) {
      if (revision <= request.reporting_revision()) continue;
      for (const std::string& area : areas) {
        if (area == "countries/nl" || LiesWithin(area, request.scope())) {
          expected[revision].insert(area);
        }
      }
    }
    EXPECT_EQ(told, expected) << request.ShortDebugString();
  }

  struct Oracle {
    const char* method;
    void (ReportsBySqlTest::*hold)();
    // Asked at no revision: only of the present, while nobody writes.
    bool of_now = false;
  };
  // Every read of the contract.
  static const std::vector<Oracle>& Oracles() {
    using T = ReportsBySqlTest;
    static const auto* const kOracles = new std::vector<Oracle>{
        {"ListReports", &T::ListReports},
        {"ListTexts", &T::ListTexts},
        {"GetStanding", &T::GetStanding},
        {"ListFindings", &T::ListFindings},
        {"CompareReports", &T::CompareReports},
        {"ListRevisions", &T::ListRevisions},
        {"GetReport", &T::GetReport, true},
        {"RenderReport", &T::RenderReport, true},
        {"ExplainFigure", &T::ExplainFigure, true},
        {"VerifyReport", &T::VerifyReport, true},
        {"ListDeliveries", &T::ListDeliveries, true},
        {"GetSubscription", &T::GetSubscription, true},
        {"ListSubscriptions", &T::ListSubscriptions},
        {"StreamEvents", &T::StreamEvents, true},
    };
    return *kOracles;
  }

  std::mt19937 questions_{seed_ + 1};
  std::map<int64_t, Rows> rows_;
  std::map<std::string, pb::ReportContent> contents_;  // They never change.
  int64_t revision_ = 1;
};

TEST_F(ReportsBySqlTest, EveryReadOfTheContractHasAnOracle) {
  ExpectOneForEveryRead(Oracles(),
                        *pb::Report::descriptor()->file()->service(0));
}

TEST_F(ReportsBySqlTest, EveryReadEqualsANaiveComputationFromPlainSql) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  // Callers are made once, before two threads call.
  for (const Organisation& who :
       {Province(), Ministry(), Region("regions/twente"),
        Region("regions/ijsselland"), Other(Role::kAuditor)}) {
    house_.As(who);
  }
  const auto write = [&](int count) {
    for (int i = 0; i < count; ++i) {
      house_.clock.Set(house_.clock.Now() + absl::Hours(2));
      DoSomething();
    }
  };
  MakeReport();
  write(Writes() / 2);
  for (int round = 0; round < Writes() / 6 && !HasFailure(); ++round) {
    rows_.clear();
    revision_ = RevisionBySql(*house_.db);
    for (const Oracle& oracle : Oracles()) {
      if (oracle.of_now) (this->*oracle.hold)();
    }
    if (Pick(3) > 0) revision_ = 1 + Pick(static_cast<int>(revision_));
    std::thread writer([&] { write(4); });
    for (const Oracle& oracle : Oracles()) {
      if (!oracle.of_now) (this->*oracle.hold)();
    }
    writer.join();
  }
}

}  // namespace
}  // namespace naive
}  // namespace opvang::reporting
