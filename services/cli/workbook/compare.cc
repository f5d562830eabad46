#include "services/cli/workbook/compare.h"

#include <algorithm>
#include <optional>

namespace opvang::cli::workbook {
namespace {

Fields WithoutEmpty(Fields fields) {
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  return fields;
}

// What is on record under a key; nothing where there is no record.
std::optional<Fields> At(const Snapshot& snapshot, const RecordKey& key) {
  const auto found = snapshot.find(key);
  if (found == snapshot.end()) return std::nullopt;
  return WithoutEmpty(found->second.fields);
}

std::set<std::string> Differing(const Fields& before, const Fields& after) {
  std::set<std::string> fields;
  for (const auto& [field, value] : before) {
    if (Get(after, field) != value) fields.insert(field);
  }
  for (const auto& [field, value] : after) {
    if (Get(before, field) != value) fields.insert(field);
  }
  return fields;
}

void CompareWhole(const States& states, const RecordKey& key,
                  const Statement& stated, Comparison& result) {
  const std::optional<Fields> exported = At(states.exported, key);
  const std::optional<Fields> base = At(states.base, key);
  const std::optional<Fields> present = At(states.present, key);
  std::optional<Fields> wanted;
  if (!stated.is_retracted) wanted = WithoutEmpty(stated.fields);
  if (wanted == exported || wanted == present) return;
  const Fields before = present.value_or(Fields());
  const Fields after = wanted.value_or(Fields());
  if (present != base) {
    result.conflicts.push_back(
        {key, "", exported.value_or(Fields()), after, before});
    return;
  }
  const std::string day = DayField(key.part);
  if (!day.empty() && wanted.has_value() &&
      Get(after, day) < Get(before, day)) {
    result.too_early.push_back({key, day, before, after, before});
    return;
  }
  result.changes.push_back({.key = key,
                            .is_new = !present.has_value(),
                            .is_retracted = !wanted.has_value(),
                            .before = before,
                            .after = after,
                            .fields = Differing(before, after)});
}

void CompareFields(const States& states, const RecordKey& key,
                   const Statement& stated, Comparison& result) {
  const Fields exported = At(states.exported, key).value_or(Fields());
  const Fields base = At(states.base, key).value_or(Fields());
  const std::optional<Fields> on_record = At(states.present, key);
  const Fields present = on_record.value_or(Fields());
  Change change = {.key = key,
                   .is_new = !on_record.has_value(),
                   .before = present,
                   .after = present};
  for (const auto& [field, value] : stated.fields) {
    const std::string now = Get(present, field);
    if (value == Get(exported, field) || value == now) continue;
    if (now != Get(base, field)) {
      result.conflicts.push_back(
          {key, field, exported, stated.fields, present});
      continue;
    }
    change.after[field] = value;
    change.fields.insert(field);
  }
  change.after = WithoutEmpty(change.after);
  if (!change.fields.empty()) result.changes.push_back(std::move(change));
}

}  // namespace

bool IsWhole(Part part) {
  return part != Part::kLocation && part != Part::kPlan;
}

std::string DayField(Part part) {
  switch (part) {
    case Part::kState:
    case Part::kText:
      return "start_date";
    default:
      return "";
  }
}

Comparison Compare(const States& states, const Statements& statements) {
  Comparison result;
  for (const auto& [key, stated] : statements) {
    if (IsWhole(key.part)) {
      CompareWhole(states, key, stated, result);
    } else {
      CompareFields(states, key, stated, result);
    }
  }
  return result;
}

namespace {

// Whether a location has places on that day, or gets them later.
bool HasPlacesFrom(const Snapshot& snapshot, const std::string& location,
                   const std::string& day) {
  std::map<std::string, bool> standing;  // By group and basis, on the day.
  for (auto at = snapshot.lower_bound({Part::kPlaces, location, ""});
       at != snapshot.end() && at->first.part == Part::kPlaces &&
       at->first.subject == location;
       ++at) {
    const PlacesKey parts = PartsOf(at->first);
    if (parts.group == "buffer" || parts.day.empty()) continue;
    const bool has_places = Get(at->second.fields, "place_count") != "0";
    if (parts.day > day && has_places) return true;
    // Days of a series come in order.
    if (parts.day <= day) standing[parts.group + parts.basis] = has_places;
  }
  return std::any_of(standing.begin(), standing.end(),
                     [](const auto& one) { return one.second; });
}

// Whether a location was not to be counted on that day, as far as its state
// says.
bool IsGivenUp(const Snapshot& snapshot, const std::string& location,
               const std::string& day) {
  const auto state = snapshot.find({Part::kState, location, ""});
  if (state == snapshot.end() ||
      Get(state->second.fields, "start_date") > day) {
    return false;
  }
  const std::string word = Get(state->second.fields, "state");
  return word == "closed" || word == "withdrawn" || word == "idea" ||
         word == "exploration";
}

}  // namespace

std::vector<RecordKey> CountsOfNothing(const Snapshot& present,
                                       const std::vector<Change>& changes) {
  Snapshot after = present;
  for (const Change& change : changes) {
    if (change.is_retracted) {
      after.erase(change.key);
    } else {
      after[change.key].fields = change.after;
    }
  }
  std::vector<RecordKey> keys;
  for (const Change& change : changes) {
    const RecordKey& key = change.key;
    if (key.part == Part::kOccupancy &&
        (!HasPlacesFrom(after, key.subject, key.detail) ||
         IsGivenUp(after, key.subject, key.detail))) {
      keys.push_back(key);
    }
  }
  return keys;
}

namespace {

// The count that stood before one that is taken back: the last of an earlier
// day, said again for this day. Nothing when there was none.
const Record* CountBefore(const Snapshot& before, const RecordKey& key) {
  auto at = before.lower_bound(key);
  if (at == before.begin()) return nullptr;
  --at;
  return at->first.part == key.part && at->first.subject == key.subject
             ? &at->second
             : nullptr;
}

// What takes back a record that was not there before.
void TakeBack(const RecordKey& key, const Record& record,
              const Snapshot& before, TakenBack& back) {
  Statement statement;
  switch (key.part) {
    case Part::kLocation:
      return;  // A description stays; its state says that it is given up.
    case Part::kState:
      statement.fields = {{"state", "withdrawn"},
                          {"start_date", Get(record.fields, "start_date")},
                          {"reason", "invoer ingetrokken"}};
      break;
    case Part::kPlan:
      statement.fields = {{"withdrawn", "true"}};
      break;
    case Part::kOccupancy:
    case Part::kPrivate: {
      const Record* earlier = CountBefore(before, key);
      if (earlier == nullptr) {
        back.staying.push_back(key);
        return;
      }
      statement.fields = earlier->fields;
      statement.fields["count_date"] = key.detail;
      break;
    }
    default:
      statement.is_retracted = true;
  }
  back.statements[key] = std::move(statement);
}

}  // namespace

TakenBack Reversal(const Snapshot& before, const Snapshot& after,
                   const std::string& day) {
  TakenBack back;
  for (const auto& [key, record] : after) {
    const auto was = before.find(key);
    if (was == before.end()) {
      TakeBack(key, record, before, back);
      const RecordKey state = {Part::kState, key.subject, ""};
      if (key.part == Part::kLocation && after.count(state) == 0) {
        back.statements[state].fields = {{"state", "withdrawn"},
                                         {"start_date", day},
                                         {"reason", "invoer ingetrokken"}};
      }
      continue;
    }
    if (was->second.fields == record.fields) continue;
    Statement& stated = back.statements[key];
    stated.source = was->second.source;
    stated.fields = was->second.fields;
    // What was empty is empty again.
    for (const auto& [field, value] : record.fields) {
      stated.fields.emplace(field, "");
    }
    // A later day cannot be taken away; what held before holds from it.
    const std::string day_field = DayField(key.part);
    if (!day_field.empty()) {
      stated.fields[day_field] = Get(record.fields, day_field);
    }
  }
  for (const auto& [key, record] : before) {
    if (after.count(key) > 0) continue;
    back.statements[key].fields = record.fields;
    back.statements[key].source = record.source;
  }
  return back;
}

}  // namespace opvang::cli::workbook
