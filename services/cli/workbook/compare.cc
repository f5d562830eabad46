#include "services/cli/workbook/compare.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "services/cli/workbook/readings.h"

namespace opvang::cli::workbook {
namespace {

// As a workbook gives them back: no blanks round a text, nothing empty.
Fields Tidy(Fields fields) {
  for (auto& [name, value] : fields) value = Tidied(value);
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  return fields;
}

// What is on record under a key; nothing where there is no record.
std::optional<Fields> At(const Snapshot& snapshot, const RecordKey& key) {
  const auto found = snapshot.find(key);
  if (found == snapshot.end()) return std::nullopt;
  return Tidy(found->second.fields);
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
  if (!stated.is_retracted) wanted = Tidy(stated.fields);
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
  // What is not touched stays as it was written, blanks and all.
  if (on_record.has_value()) change.after = states.present.at(key).fields;
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
  std::erase_if(change.after,
                [](const auto& field) { return field.second.empty(); });
  if (!change.fields.empty()) result.changes.push_back(std::move(change));
}

int64_t CountIn(const Fields& fields, const std::string& field) {
  int64_t count = 0;
  return absl::SimpleAtoi(Get(fields, field), &count) ? count : 0;
}

// The record that one of the same sort had before it: of places of a group the
// phase before, of counts the last.
const Fields* Before(const Snapshot& present, const RecordKey& key) {
  auto at = present.lower_bound(key);
  if (at == present.begin()) return nullptr;
  --at;
  if (at->first.part != key.part || at->first.subject != key.subject) {
    return nullptr;
  }
  if (key.part == Part::kPlaces) {
    const PlacesKey one = PartsOf(at->first), other = PartsOf(key);
    if (one.group != other.group || one.basis != other.basis) return nullptr;
  }
  return &at->second.fields;
}

}  // namespace

std::vector<Tenfold> FindTenfold(const Snapshot& present,
                                 const std::vector<Change>& changes) {
  std::vector<Tenfold> found;
  for (const Change& change : changes) {
    const bool is_series = change.key.part == Part::kPlaces ||
                           change.key.part == Part::kOccupancy ||
                           change.key.part == Part::kPrivate;
    const Fields* earlier = nullptr;
    if (!change.is_new) earlier = &change.before;
    if (change.is_new && is_series) earlier = Before(present, change.key);
    if (earlier == nullptr || change.is_retracted) continue;
    for (const char* field :
         {"place_count", "person_count", "home_count", "amv_count"}) {
      const int64_t before = CountIn(*earlier, field);
      const int64_t after = CountIn(change.after, field);
      if (before == 0 || after == 0 || std::max(before, after) < 20) continue;
      if (after >= 10 * before || before >= 10 * after) {
        found.push_back({change.key, field, before, after});
      }
    }
  }
  return found;
}

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
    if (key.part == Part::kOccupancy && !change.is_retracted &&
        (!HasPlacesFrom(after, key.subject, key.detail) ||
         IsGivenUp(after, key.subject, key.detail))) {
      keys.push_back(key);
    }
  }
  return keys;
}

namespace {

// What takes back a record that was not there before.
void TakeBack(const RecordKey& key, const Record& record, Statements& back) {
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
    default:
      statement.is_retracted = true;
  }
  back[key] = std::move(statement);
}

// Whether it is a count that a later one in `after` only hides.
bool IsCountBehind(const RecordKey& key, const Snapshot& after) {
  if (key.part != Part::kOccupancy && key.part != Part::kPrivate) return false;
  const auto later = after.upper_bound(key);
  return later != after.end() && later->first.part == key.part &&
         later->first.subject == key.subject;
}

}  // namespace

Statements Reversal(const Snapshot& before, const Snapshot& after,
                    const std::string& day) {
  Statements back;
  for (const auto& [key, record] : after) {
    const auto was = before.find(key);
    if (was == before.end()) {
      TakeBack(key, record, back);
      const RecordKey state = {Part::kState, key.subject, ""};
      if (key.part == Part::kLocation && after.count(state) == 0) {
        back[state].fields = {{"state", "withdrawn"},
                              {"start_date", day},
                              {"reason", "invoer ingetrokken"}};
      }
      continue;
    }
    if (was->second.fields == record.fields) continue;
    Statement& stated = back[key];
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
    if (after.count(key) > 0 || IsCountBehind(key, after)) continue;
    back[key].fields = record.fields;
    back[key].source = record.source;
  }
  return back;
}

}  // namespace opvang::cli::workbook
