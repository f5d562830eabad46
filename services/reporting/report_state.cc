#include "services/reporting/report_state.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/calendar.h"

namespace opvang::reporting {
namespace {

// Each of `subjects` of which anything was said, once, by name.
template <typename Take>
void ForEachSubject(const KnownReports& known,
                    const std::vector<std::string>& subjects, Take take) {
  std::vector<std::string> names = subjects;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const std::string& name : names) {
    const ReportState::Subject* subject = known.state.subjects.Find(name);
    if (subject != nullptr) take(*subject);
  }
}

}  // namespace

void ReportState::Add(Revision known, Recording fact) {
  recordings.Add(known, std::move(fact));
}
void ReportState::Add(Revision known, pb::Report fact) {
  touched.Add(known, fact.name());
  if (!fact.superseded_report().empty()) {
    reports.Mutable(fact.superseded_report())
        .successors.Add(known, fact.name());
  }
  reports.Mutable(fact.name()).head.Add(known, fact);
  if (known < last_made_at) return;
  last_made = fact.name();
  last_made_at = known;
}
void ReportState::Add(Revision known, StoredRow fact) {
  touched.Add(known, fact.report);
  reports.Mutable(fact.report).rows.Add(known, fact);
}
void ReportState::Add(Revision known, StoredEvent fact) {
  touched.Add(known, fact.report);
  reports.Mutable(fact.report).events.Add(known, fact);
}
void ReportState::Add(Revision known, pb::Text fact) {
  touched.Add(known, fact.subject());
  subjects.Mutable(fact.subject()).texts.Add(known, fact);
}
void ReportState::Add(Revision known, pb::StatedFigure fact) {
  touched.Add(known, fact.subject());
  subjects.Mutable(fact.subject()).stated_figures.Add(known, fact);
}
void ReportState::Add(Revision known, pb::Deadline fact) {
  touched.Add(known, fact.subject());
  subjects.Mutable(fact.subject()).deadlines.Add(known, fact);
}
void ReportState::Add(Revision known, StoredExplanation fact) {
  touched.Add(known, fact.report);
  subjects.Mutable(fact.subject).explanations.Add(known, fact);
}

void ReportState::Add(Revision known, StoredSubscription fact) {
  subscriptions.Mutable(fact.name).whole.Add(known, fact);
}
void ReportState::Add(Revision known, StoredEnd fact) {
  subscriptions.Mutable(fact.name).ends.Add(known, fact);
}

std::optional<pb::Report> FindHead(const KnownReports& known,
                                   const std::string& name) {
  const auto* facts = known.state.reports.Find(name);
  if (facts == nullptr) return std::nullopt;
  const auto* head = facts->head.Last(known.revision);
  if (head == nullptr) return std::nullopt;
  return head->value;
}

std::string FindSuccessor(const KnownReports& known, const std::string& name) {
  const auto* facts = known.state.reports.Find(name);
  if (facts == nullptr) return "";
  const auto* successor = facts->successors.Last(known.revision);
  return successor == nullptr || IsDiscarded(known, successor->value)
             ? ""
             : successor->value;
}

bool IsDiscarded(const KnownReports& known, const std::string& name) {
  const auto* facts = known.state.reports.Find(name);
  if (facts == nullptr) return false;
  // Nothing but its embargo may happen to it afterwards.
  bool discarded = false;
  facts->events.ForEach(known.revision, [&](const Fact<StoredEvent>& fact) {
    discarded = discarded || fact.value.verb == WordOf(Verb::kDiscard);
  });
  return discarded;
}

std::vector<pb::Report> ListReports(const KnownReports& known,
                                    const std::vector<std::string>& parents) {
  std::vector<pb::Report> list;
  known.state.reports.ForEach([&](const std::string&,
                                  const ReportState::ReportFacts& facts) {
    const auto* head = facts.head.Last(known.revision);
    if (head != nullptr &&
        std::find(parents.begin(), parents.end(), head->value.spec().scope()) !=
            parents.end()) {
      list.push_back(head->value);
    }
  });
  return list;
}

std::vector<StoredRow> ListRows(const KnownReports& known,
                                const std::string& report) {
  std::vector<StoredRow> rows;
  const auto* facts = known.state.reports.Find(report);
  if (facts == nullptr) return rows;
  facts->rows.ForEach(known.revision, [&](const Fact<StoredRow>& row) {
    rows.push_back(row.value);
  });
  std::sort(rows.begin(), rows.end(),
            [](const StoredRow& a, const StoredRow& b) {
              return a.position < b.position;
            });
  return rows;
}

std::vector<LifeEvent> ListEvents(const KnownReports& known,
                                  const std::vector<std::string>& reports) {
  std::vector<LifeEvent> events;
  for (const std::string& name : reports) {
    const auto* facts = known.state.reports.Find(name);
    if (facts == nullptr) continue;
    facts->events.ForEach(known.revision, [&](const Fact<StoredEvent>& fact) {
      LifeEvent& one = events.emplace_back();
      one.report = name;
      one.event.set_verb(fact.value.verb);
      one.event.set_subject(fact.value.subject);
      one.event.set_letter(fact.value.letter);
      if (fact.value.embargo_time.has_value()) {
        one.embargo_time = ToTimestamp(*fact.value.embargo_time);
      }
      one.event.set_revision(fact.revision);
      if (const auto who = FindRecording(known, fact.revision)) {
        one.event.set_organisation(who->organisation);
        one.event.set_actor(who->actor);
        *one.event.mutable_record_time() = ToTimestamp(who->record_time);
      }
    });
  }
  // Of what is being written it is not told yet who does it.
  std::erase_if(events, [](const LifeEvent& one) {
    return !one.event.has_record_time();
  });
  std::stable_sort(events.begin(), events.end(),
                   [](const LifeEvent& a, const LifeEvent& b) {
                     return a.event.revision() < b.event.revision();
                   });
  return events;
}

std::optional<Recording> FindRecording(const KnownReports& known,
                                       Revision revision) {
  if (revision > known.revision) return std::nullopt;
  const auto* recording = known.state.recordings.Of(revision);
  if (recording == nullptr) return std::nullopt;
  return recording->value;
}

namespace {

std::optional<KnownSubscription> SubscriptionAt(
    Revision revision, const ReportState::SubscriptionFacts& facts) {
  const auto* whole = facts.whole.Last(revision);
  if (whole == nullptr) return std::nullopt;
  KnownSubscription known{
      .whole = whole->value, .revision = whole->revision, .end = {}};
  if (const auto* end = facts.ends.Last(revision)) {
    known.end = end->value;
    known.end_revision = end->revision;
  }
  return known;
}

}  // namespace

std::optional<KnownSubscription> FindSubscription(const KnownReports& known,
                                                  const std::string& name) {
  const auto* facts = known.state.subscriptions.Find(name);
  if (facts == nullptr) return std::nullopt;
  return SubscriptionAt(known.revision, *facts);
}

std::vector<KnownSubscription> ListSubscriptions(const KnownReports& known,
                                                 const std::string& oin) {
  std::vector<KnownSubscription> list;
  known.state.subscriptions.ForEach(
      [&](const std::string&, const ReportState::SubscriptionFacts& facts) {
        auto one = SubscriptionAt(known.revision, facts);
        if (one.has_value() && (oin.empty() || one->whole.caller == oin)) {
          list.push_back(*std::move(one));
        }
      });
  return list;
}

std::vector<pb::Text> ListTexts(const KnownReports& known,
                                const std::vector<std::string>& subjects,
                                absl::CivilDay day) {
  std::vector<pb::Text> list;
  ForEachSubject(known, subjects, [&](const ReportState::Subject& subject) {
    // Of each start date the latest version; of those, the latest start.
    std::map<std::pair<pb::Text::Kind, int>, const pb::Text*> standing;
    subject.texts.ForEach(known.revision, [&](const Fact<pb::Text>& fact) {
      const pb::Text& text = fact.value;
      if (DayOf(text.start_date()) > day) return;
      const pb::Text*& last = standing[{text.kind(), text.position()}];
      if (last == nullptr ||
          DayOf(last->start_date()) <= DayOf(text.start_date())) {
        last = &text;
      }
    });
    for (const auto& [key, text] : standing) {
      if (!text->body().empty()) list.push_back(*text);
    }
  });
  return list;
}

std::vector<pb::StatedFigure> ListStatedFigures(
    const KnownReports& known, const std::vector<std::string>& subjects) {
  std::vector<pb::StatedFigure> list;
  ForEachSubject(known, subjects, [&](const ReportState::Subject& subject) {
    for (const auto& [key, figure] : LatestByKey(
             subject.stated_figures, known.revision,
             [](const pb::StatedFigure& one) {
               return std::tuple(one.metric(), DayOf(one.publish_date()),
                                 one.document());
             })) {
      list.push_back(figure->value);
    }
  });
  return list;
}

std::vector<pb::Deadline> ListDeadlines(
    const KnownReports& known, const std::vector<std::string>& subjects,
    const std::string& cycle) {
  std::vector<pb::Deadline> list;
  ForEachSubject(known, subjects, [&](const ReportState::Subject& subject) {
    for (const auto& [key, deadline] : LatestByKey(
             subject.deadlines, known.revision, [](const pb::Deadline& one) {
               return std::pair(one.item(), one.cycle());
             })) {
      if (key.second == cycle && deadline->value.has_due_date()) {
        list.push_back(deadline->value);
      }
    }
  });
  return list;
}

std::vector<Arrival> ListExplained(const KnownReports& known,
                                   const std::vector<std::string>& subjects) {
  std::map<Revision, std::vector<std::string>> by_revision;
  ForEachSubject(known, subjects, [&](const ReportState::Subject& subject) {
    subject.texts.ForEach(known.revision, [&](const Fact<pb::Text>& fact) {
      if (fact.value.kind() == pb::Text::KIND_EXPLANATION &&
          !fact.value.body().empty()) {
        by_revision[fact.revision].push_back(fact.value.subject());
      }
    });
  });
  std::vector<Arrival> arrivals;
  for (const auto& [revision, municipalities] : by_revision) {
    const auto recorded = FindRecording(known, revision);
    if (!recorded.has_value()) continue;
    for (const std::string& municipality : municipalities) {
      arrivals.push_back({.municipality = municipality,
                          .item = pb::Deadline::ITEM_EXPLANATION,
                          .record_time = ToTimestamp(recorded->record_time),
                          .day = DayAt(recorded->record_time)});
    }
  }
  return arrivals;
}

std::vector<GivenExplanation> ListExplanations(
    const KnownReports& known, const std::vector<std::string>& subjects) {
  std::map<std::string, const Fact<StoredExplanation>*> last;
  ForEachSubject(known, subjects, [&](const ReportState::Subject& subject) {
    subject.explanations.ForEach(
        known.revision, [&](const Fact<StoredExplanation>& fact) {
          const Fact<StoredExplanation>*& one = last[fact.value.key];
          if (one == nullptr || one->revision < fact.revision) one = &fact;
        });
  });
  std::vector<GivenExplanation> list;
  for (const auto& [key, fact] : last) {
    GivenExplanation& given = list.emplace_back();
    given.key = key;
    given.basis_sha256 = fact->value.basis_sha256;
    given.explanation.set_body(fact->value.body);
    given.explanation.set_source(fact->value.source);
    given.explanation.set_revision(fact->revision);
    if (const auto who = FindRecording(known, fact->revision)) {
      given.explanation.set_organisation(who->organisation);
    }
  }
  return list;
}

}  // namespace opvang::reporting
