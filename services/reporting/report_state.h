// What reporting holds itself, in memory: reports without their contents, what
// happened to them, what is said beside the figures.
#ifndef OPVANG_SERVICES_REPORTING_REPORT_STATE_H_
#define OPVANG_SERVICES_REPORTING_REPORT_STATE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/state/keeper.h"
#include "common/state/touched.h"
#include "services/reporting/facts/facts.h"
#include "services/reporting/life/lifecycle.h"
#include "services/reporting/store/report_store.h"

namespace opvang::reporting {

struct ReportState {
  struct ReportFacts {
    Log<pb::Report> head;  // Said once; without content.
    Log<StoredRow> rows;
    Log<StoredEvent> events;
    Log<std::string> successors;  // All but the last one were discarded.
  };
  // What is said about one municipality, region or province.
  struct Subject {
    Log<pb::Text> texts;
    Log<pb::StatedFigure> stated_figures;
    Log<pb::Deadline> deadlines;
    Log<StoredExplanation> explanations;
  };

  struct SubscriptionFacts {
    Log<StoredSubscription> whole;  // Said once.
    Log<StoredEnd> ends;            // Said once.
  };

  Revision revision = 0;
  std::string last_made;  // The report that was made last; empty without any.
  Revision last_made_at = 0;
  Log<Recording> recordings;
  Parts<std::string, ReportFacts> reports;              // By name.
  Parts<std::string, Subject> subjects;                 // By name.
  Parts<std::string, SubscriptionFacts> subscriptions;  // By name.
  Touched touched;

  using Tables = ReportTables;
  static const Tables& AllTables() { return AllReportTables(); }
  void Add(Revision known, Recording fact);
  void Add(Revision known, pb::Report fact);
  void Add(Revision known, StoredRow fact);
  void Add(Revision known, StoredEvent fact);
  void Add(Revision known, pb::Text fact);
  void Add(Revision known, pb::StatedFigure fact);
  void Add(Revision known, pb::Deadline fact);
  void Add(Revision known, StoredExplanation fact);
  // About no area: who is told of changes is no change.
  void Add(Revision known, StoredSubscription fact);
  void Add(Revision known, StoredEnd fact);
};

using KnownReports = Known<ReportState>;
using ReportDraft = Draft<ReportState>;

// A report without its content; nothing when there is none of that name.
std::optional<pb::Report> FindHead(const KnownReports& known,
                                   const std::string& name);
// The version that supersedes it and was not discarded; empty without one.
std::string FindSuccessor(const KnownReports& known, const std::string& name);
bool IsDiscarded(const KnownReports& known, const std::string& name);
// Those of `parents`, by name, without content.
std::vector<pb::Report> ListReports(const KnownReports& known,
                                    const std::vector<std::string>& parents);
// In the report's own order.
std::vector<StoredRow> ListRows(const KnownReports& known,
                                const std::string& report);
// In the order of recording, with who and when.
std::vector<LifeEvent> ListEvents(const KnownReports& known,
                                  const std::vector<std::string>& reports);
// Who recorded a revision; nothing of the one being written, and of the first.
std::optional<Recording> FindRecording(const KnownReports& known,
                                       Revision revision);

// A subscription, and how it ended if it did; nothing when there is none.
struct KnownSubscription {
  StoredSubscription whole;
  Revision revision = 0;  // That made it.
  std::optional<StoredEnd> end;
  Revision end_revision = 0;
};
std::optional<KnownSubscription> FindSubscription(const KnownReports& known,
                                                  const std::string& name);
// By name; those of one OIN, or of all where none is given.
std::vector<KnownSubscription> ListSubscriptions(const KnownReports& known,
                                                 const std::string& oin);

// Those that stand on `day` for any of `subjects`, by subject, kind and
// position.
std::vector<pb::Text> ListTexts(const KnownReports& known,
                                const std::vector<std::string>& subjects,
                                absl::CivilDay day);
// Those published for any of `subjects`, by subject, metric, day, document.
std::vector<pb::StatedFigure> ListStatedFigures(
    const KnownReports& known, const std::vector<std::string>& subjects);
// Those that stand for any of `subjects`, by subject and item.
std::vector<pb::Deadline> ListDeadlines(
    const KnownReports& known, const std::vector<std::string>& subjects,
    const std::string& cycle);
// When the explanations (duiding) of `subjects` were delivered, in order.
std::vector<Arrival> ListExplained(const KnownReports& known,
                                   const std::vector<std::string>& subjects);
// Of findings about any of `subjects` the last word, by key.
std::vector<GivenExplanation> ListExplanations(
    const KnownReports& known, const std::vector<std::string>& subjects);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_REPORT_STATE_H_
