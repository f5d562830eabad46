// Events: what happened once, is never changed, and is corrected by an opposite
// one that names the first. The rules that placements and moves share. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_EVENT_H_
#define OPVANG_SERVICES_HOUSING_RULES_EVENT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/status.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// What the rules look at.
struct Event {
  std::string name;
  std::string corrected;  // Empty unless it is a correction.
  absl::CivilDay day;
  int persons = 0;
  std::optional<int> minors;
  // What a correction has in common with what it corrects, and in which field.
  std::string common, common_field;
  std::string day_field, corrected_field;
  std::string content;  // All of it, to know a repeat again.
};
Event EventOf(const pb::Placement& placement);
Event EventOf(const pb::Move& move);
template <typename Rows>
std::vector<Event> EventsOf(const Rows& rows) {
  std::vector<Event> events;
  for (const auto& row : rows) events.push_back(EventOf(row));
  return events;
}

// The events on record that others are held against.
class EventRecord {
 public:
  // Puts an event on record without a question.
  void Learn(const Event& event);

  bool Holds(const std::string& name) const { return by_name_.count(name) > 0; }

  // Whether `event` is new and can be put on record, which is then done. A
  // repeat is not new and no fault. Faults are added under `at`: another event
  // of that name; a correction of what is no event on record, that differs from
  // it, lies before it, or takes more than it gave, persons and minors apart.
  bool Admit(const Event& event, const std::string& at, Violations& violations);

 private:
  // What an event gave and its corrections have not taken back.
  struct Left {
    int persons = 0;
    std::optional<int> minors;
  };
  void CheckCorrection(const Event& event, const std::string& at,
                       Violations& violations) const;

  std::map<std::string, Event> by_name_;
  std::map<std::string, Left> left_;
};

// Those that are new of `rows`, which stand under `field`: first what
// happened, then the corrections, so that the order of a delivery is free. Rows
// that are not `sound` have been told already and are passed over.
template <typename Row, typename Sound>
std::vector<Row> AdmitAll(const google::protobuf::RepeatedPtrField<Row>& rows,
                          const std::string& field, Sound sound,
                          EventRecord& record, Violations& violations) {
  std::vector<Row> added;
  for (const bool corrections : {false, true}) {
    for (int i = 0; i < rows.size(); ++i) {
      if (!sound(rows[i])) continue;
      const Event event = EventOf(rows[i]);
      if (event.corrected.empty() == corrections) continue;
      const std::string at = field + "[" + std::to_string(i) + "]";
      if (record.Admit(event, at, violations)) added.push_back(rows[i]);
    }
  }
  return added;
}

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_EVENT_H_
