#include "services/housing/rules/event.h"

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"

namespace opvang::housing {

Event EventOf(const pb::Placement& placement) {
  pb::Placement content = placement;
  content.clear_revision();
  content.clear_own_statement();
  Event event{.name = placement.name(),
              .corrected = placement.corrected_placement(),
              .day = DayOf(placement.placement_date()),
              .persons = placement.person_count(),
              .minors = {},
              .common = placement.kind(),
              .common_field = ".kind",
              .day_field = ".placement_date",
              .corrected_field = ".corrected_placement",
              .content = content.SerializeAsString()};
  if (placement.has_amv_count()) event.minors = placement.amv_count();
  return event;
}

Event EventOf(const pb::Move& move) {
  pb::Move content = move;
  content.clear_revision();
  Event event{.name = move.name(),
              .corrected = move.corrected_move(),
              .day = DayOf(move.move_date()),
              .persons = move.person_count(),
              .minors = {},
              .common = absl::StrCat(move.giver(), " to ", move.receiver()),
              .common_field = ".giver",
              .day_field = ".move_date",
              .corrected_field = ".corrected_move",
              .content = content.SerializeAsString()};
  if (move.has_amv_count()) event.minors = move.amv_count();
  return event;
}

void EventRecord::Learn(const Event& event) {
  by_name_[event.name] = event;
  Left& left = left_[event.corrected.empty() ? event.name : event.corrected];
  left.persons += event.persons;
  if (event.minors.has_value()) {
    left.minors = left.minors.value_or(0) + *event.minors;
  }
}

void EventRecord::CheckCorrection(const Event& event, const std::string& at,
                                  Violations& violations) const {
  const std::string field = at + event.corrected_field;
  const auto found = by_name_.find(event.corrected);
  if (found == by_name_.end() || !found->second.corrected.empty()) {
    violations.Add(field, absl::StrCat("is ", event.corrected,
                                       ", which is not on record as what can "
                                       "be corrected"));
    return;
  }
  const Event& first = found->second;
  if (event.common != first.common) {
    violations.Add(at + event.common_field,
                   absl::StrCat("is ", event.common,
                                "; a correction has what "
                                "it corrects: ",
                                first.common));
  }
  if (event.day < first.day) {
    violations.Add(at + event.day_field,
                   absl::StrCat("is ", FormatDay(event.day), ", before ",
                                first.name, " on ", FormatDay(first.day)));
  }
  const Left& left = left_.at(event.corrected);
  const int persons = left.persons + event.persons;
  if (persons < 0) {
    violations.Add(
        field, absl::StrCat("is ", event.corrected, "; its corrections take ",
                            -persons, " more than it gave"));
  }
  if (!event.minors.has_value() && !left.minors.has_value()) return;
  const int minors = left.minors.value_or(0) + event.minors.value_or(0);
  if (minors < 0 || minors > persons) {
    violations.Add(
        at + ".amv_count",
        absl::StrCat("is ", event.minors.value_or(0), "; of ", event.corrected,
                     " ", left.persons, " persons are left, of which ",
                     left.minors.value_or(0), " minors"));
  }
}

bool EventRecord::Admit(const Event& event, const std::string& at,
                        Violations& violations) {
  const auto found = by_name_.find(event.name);
  if (found != by_name_.end()) {
    if (found->second.content != event.content) {
      violations.Add(at + ".name",
                     absl::StrCat("is ", event.name,
                                  ", which is on record with other content; "
                                  "correct it by an opposite one"));
    }
    return false;
  }
  if (!event.corrected.empty()) {
    const size_t before = violations.all().size();
    CheckCorrection(event, at, violations);
    if (violations.all().size() > before) return false;
  }
  Learn(event);
  return true;
}

}  // namespace opvang::housing
