#include "services/cli/workbook/records.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace opvang::cli::workbook {
namespace {

// Puts `value` there unless it is empty.
void Put(Values& values, const std::string& column, const std::string& value) {
  if (!value.empty()) values[column] = value;
}

std::string GroupColumn(const std::string& group) {
  return absl::StrCat("place_count_", group);
}

// An entry of places, with the group and day of its key.
struct Entry {
  std::string group, day, count, certainty, decision, words, usable;
  bool is_end() const { return count == "0"; }
};

std::vector<Entry> EntriesOf(const Snapshot& snapshot,
                             const std::string& location,
                             const std::string& basis) {
  std::vector<Entry> entries;
  for (const auto& [group_column, group] : GroupColumns()) {
    const RecordKey first = {Part::kPlaces, location,
                             absl::StrCat(group, "|", basis, "|")};
    for (auto at = snapshot.lower_bound(first);
         at != snapshot.end() && at->first.part == Part::kPlaces &&
         at->first.subject == location;
         ++at) {
      const PlacesKey parts = PartsOf(at->first);
      if (parts.group != group || parts.basis != basis) break;
      const Fields& fields = at->second.fields;
      entries.push_back({group, parts.day, Get(fields, "place_count"),
                         Get(fields, "end_certainty"), Get(fields, "decision"),
                         Get(fields, "stated_date"),
                         Get(fields, "usable_place_count")});
    }
  }
  return entries;
}

// Rows of phases: entries of one day, decision and wording share a row; where
// all that a row starts ends on one day in one way, the row says so.
class Phases {
 public:
  explicit Phases(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  std::vector<Values> Rows() {
    std::vector<std::pair<std::string, Values>> rows;  // By day.
    for (const std::vector<size_t>& together : Starts()) {
      const Entry& first = entries_[together.front()];
      Values row;
      for (const size_t i : together) {
        row[GroupColumn(entries_[i].group)] = entries_[i].count;
      }
      Put(row, "start_date", first.day);
      Put(row, "start_words", first.words);
      Put(row, "decision", first.decision);
      Put(row, "usable_place_count", first.usable);
      TakeEnd(together, row);
      rows.emplace_back(first.day, std::move(row));
    }
    for (const std::vector<size_t>& together : LooseEnds()) {
      const Entry& first = entries_[together.front()];
      Values row;
      for (const size_t i : together) row[GroupColumn(entries_[i].group)] = "0";
      Put(row, "start_date", first.day);
      Put(row, "start_words", first.words);
      Put(row, "decision", first.decision);
      Put(row, "end_certainty", first.certainty);
      rows.emplace_back(first.day, std::move(row));
    }
    std::stable_sort(
        rows.begin(), rows.end(),
        [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Values> sorted;
    for (auto& [day, row] : rows) sorted.push_back(std::move(row));
    return sorted;
  }

 private:
  // Those that `wanted` and have `key` in common, in the order of the first.
  template <typename Wanted, typename KeyOf>
  std::vector<std::vector<size_t>> Grouped(Wanted wanted, KeyOf key) {
    std::vector<std::vector<size_t>> groups;
    std::map<decltype(key(entries_[0])), size_t> seen;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (!wanted(i)) continue;
      const auto [at, is_new] = seen.emplace(key(entries_[i]), groups.size());
      if (is_new) groups.emplace_back();
      groups[at->second].push_back(i);
    }
    return groups;
  }

  std::vector<std::vector<size_t>> Starts() {
    return Grouped([&](size_t i) { return !entries_[i].is_end(); },
                   [](const Entry& e) {
                     return std::tuple(e.day, e.decision, e.words,
                                       e.usable.empty() ? "" : e.group);
                   });
  }
  std::vector<std::vector<size_t>> LooseEnds() {
    return Grouped(
        [&](size_t i) { return entries_[i].is_end() && !taken_.count(i); },
        [](const Entry& e) {
          return std::tuple(e.day, e.decision, e.words, e.certainty);
        });
  }

  // The next entry of the same group; nothing when there is none.
  std::optional<size_t> NextOf(size_t i) {
    std::optional<size_t> next;
    for (size_t j = 0; j < entries_.size(); ++j) {
      if (entries_[j].group != entries_[i].group ||
          entries_[j].day <= entries_[i].day) {
        continue;
      }
      if (!next.has_value() || entries_[j].day < entries_[*next].day) next = j;
    }
    return next;
  }

  void TakeEnd(const std::vector<size_t>& together, Values& row) {
    std::vector<size_t> ends;
    for (const size_t i : together) {
      if (entries_[i].day.empty()) return;
      const auto next = NextOf(i);
      if (!next.has_value() || !entries_[*next].is_end() ||
          taken_.count(*next)) {
        return;
      }
      ends.push_back(*next);
    }
    const Entry& end = entries_[ends.front()];
    for (const size_t j : ends) {
      const Entry& other = entries_[j];
      if (other.day != end.day || other.certainty != end.certainty ||
          other.words != end.words ||
          other.decision != entries_[together.front()].decision) {
        return;
      }
    }
    taken_.insert(ends.begin(), ends.end());
    Put(row, "end_date", end.day);
    Put(row, "end_certainty", end.certainty);
    Put(row, "end_words", end.words);
  }

  std::vector<Entry> entries_;
  std::set<size_t> taken_;
};

// The columns of `sheet` that are fields of `part`, filled from its record.
void Fill(const SheetTable& sheet, Part part, const Fields& fields,
          Values& values) {
  for (const Column& column : sheet.columns) {
    if (column.part == part && !column.field.empty()) {
      Put(values, column.id, Get(fields, column.field));
    }
  }
}

// The record of `part` that is about a location: of counts the last.
const Fields* FieldsAt(const Snapshot& snapshot, Part part,
                       const std::string& location) {
  auto after = snapshot.upper_bound({part, location, "~"});
  if (after == snapshot.begin()) return nullptr;
  --after;
  return after->first.part == part && after->first.subject == location
             ? &after->second.fields
             : nullptr;
}

// The rows of one location, the first of which describes it.
void AddLocation(const Snapshot& snapshot, const std::string& location,
                 bool is_ukraine,
                 std::map<std::string, std::vector<SheetRow>>& sheets) {
  std::map<std::string, std::vector<Values>> rows;  // By sheet.
  for (const char* basis : {"decided", "planned"}) {
    const std::string sheet = is_ukraine                        ? kUkraine
                              : std::string(basis) == "decided" ? kExisting
                                                                : kNew;
    for (Values& row : Phases(EntriesOf(snapshot, location, basis)).Rows()) {
      if (is_ukraine) row["basis"] = basis;
      rows[sheet].push_back(std::move(row));
    }
  }
  const std::string home = is_ukraine                  ? kUkraine
                           : rows.count(kExisting) > 0 ? kExisting
                                                       : kNew;
  if (rows[home].empty()) rows[home].emplace_back();
  const SheetTable& table = SheetOf(home);
  for (const Part part : {Part::kLocation, Part::kState, Part::kOccupancy}) {
    if (const Fields* fields = FieldsAt(snapshot, part, location)) {
      Fill(table, part, *fields, rows[home].front());
    }
  }
  std::set<std::string> keys;
  const std::string name =
      Get(snapshot.at({Part::kLocation, location}).fields, "display_name");
  for (auto& [sheet, here] : rows) {
    for (Values& values : here) {
      const auto day = values.find("start_date");
      const std::string stem =
          absl::StrCat(std::string(sheet).substr(0, 1), ":", location, "@",
                       day == values.end() ? "" : day->second);
      std::string key = stem;
      for (int i = 2; !keys.insert(key).second; ++i) {
        key = absl::StrCat(stem, "#", i);
      }
      values["display_name"] = name;
      sheets[sheet].push_back({sheet, key, location, std::move(values)});
    }
  }
}

void AddOther(const RecordKey& key, const Fields& fields,
              std::map<std::string, std::vector<SheetRow>>& sheets) {
  SheetRow row;
  row.subject = key.subject;
  switch (key.part) {
    case Part::kPrivate:
      row.sheet = kPrivateShelter;
      row.key = absl::StrCat("poo@", key.detail);
      break;
    case Part::kPlacement:
      row.sheet = kPlacements;
      row.key = absl::StrCat(key.detail, "|", key.subject);
      row.values = {{"placement_date", key.detail},
                    {"placement_kind", key.subject}};
      break;
    case Part::kPlan:
      row.sheet = kPlans;
      row.key = key.subject;
      row.values = {{"plan", key.subject}};
      break;
    case Part::kNil:
      row.sheet = kNilReturns;
      row.key = absl::StrCat("geen:", key.subject, "@", key.detail);
      row.values = {{"duty", key.subject}};
      break;
    case Part::kText:
      row.sheet = kTexts;
      row.key = absl::StrCat(key.subject, "|", key.detail);
      row.values = {{"text_kind", key.subject}, {"position", key.detail}};
      break;
    default:
      return;
  }
  Fill(SheetOf(row.sheet), key.part, fields, row.values);
  sheets[row.sheet].push_back(std::move(row));
}

// What of a row of a location sheet says something about its places.
class PlacesOfRow {
 public:
  PlacesOfRow(const SheetRow& row, std::map<RecordKey, Said>& said)
      : row_(row), said_(said) {}

  void Add() {
    for (const auto& [column, group] : GroupColumns()) {
      const std::string count = Get(row_.values, column);
      if (count.empty()) continue;
      Said& start = At(group, Get(row_.values, "start_date"));
      start.columns = {column, "start_date"};
      if (count == kRetracted) {
        start.is_retracted = true;
        continue;
      }
      start.fields["place_count"] = count;
      Copy("decision", "decision", start);
      Copy("start_words", "stated_date", start);
      Copy("usable_place_count", "usable_place_count", start);
      if (count == "0") {
        Copy("end_certainty", "end_certainty", start);
        continue;
      }
      const std::string end = Get(row_.values, "end_date");
      if (end.empty() || end == kRetracted) continue;
      Said& stop = At(group, end);
      stop.is_end = true;
      stop.fields["place_count"] = "0";
      stop.columns = {"end_date"};
      Copy("decision", "decision", stop);
      Copy("end_words", "stated_date", stop);
      Copy("end_certainty", "end_certainty", stop);
    }
  }

 private:
  Said& At(const std::string& group, const std::string& day) {
    return said_[PlacesAt(row_, group, day)];
  }
  void Copy(const std::string& column, const std::string& field, Said& to) {
    const std::string value = Get(row_.values, column);
    if (value.empty() || value == kRetracted) return;
    to.fields[field] = value;
    to.columns.push_back(column);
  }

  const SheetRow& row_;
  std::map<RecordKey, Said>& said_;
};

// The key of what the columns of `part` in that row are about.
RecordKey KeyOf(const SheetRow& row, Part part) {
  switch (part) {
    case Part::kPrivate:
      return {part, "", Get(row.values, "count_date")};
    case Part::kOccupancy:
      return {part, row.subject, Get(row.values, "occupied_date")};
    case Part::kPlacement:
      return {part, Get(row.values, "placement_kind"),
              Get(row.values, "placement_date")};
    case Part::kText:
      return {part, Get(row.values, "text_kind"), Get(row.values, "position")};
    case Part::kNil:
      return {part, Get(row.values, "duty"), Get(row.values, "return_date")};
    default:
      return {part, row.subject, ""};
  }
}

}  // namespace

std::string Get(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

PlacesKey PartsOf(const RecordKey& key) {
  const std::vector<std::string> parts = absl::StrSplit(key.detail, '|');
  return {parts.at(0), parts.at(1), parts.at(2)};
}

std::string BasisOf(const SheetRow& row) {
  if (row.sheet == kExisting) return "decided";
  return row.sheet == kNew ? "planned" : Get(row.values, "basis");
}

RecordKey PlacesAt(const SheetRow& row, const std::string& group,
                   const std::string& day) {
  return {Part::kPlaces, row.subject,
          absl::StrCat(group, "|", BasisOf(row), "|", day)};
}

std::string WordsOfSource(const std::string& source) {
  const std::string opening = " (\"", closing = "\")";
  const size_t open = source.find(opening);
  const bool is_cell = open != std::string::npos &&
                       absl::StrContains(source.substr(0, open), " sha256:") &&
                       absl::EndsWith(source, closing);
  if (!is_cell) return Cut(source, kSourceWordsMost);
  const size_t start = open + opening.size();
  return source.substr(start, source.size() - closing.size() - start);
}

std::vector<SheetRow> RowsOf(const Snapshot& snapshot,
                             const Vocabulary& vocabulary) {
  std::map<std::string, std::vector<SheetRow>> sheets;
  for (const auto& [key, record] : snapshot) {
    if (key.part != Part::kLocation) {
      AddOther(key, record.fields, sheets);
      continue;
    }
    const std::string kind = Get(record.fields, "kind");
    const auto& ukraine = vocabulary.ukraine_kinds;
    AddLocation(
        snapshot, key.subject,
        std::find(ukraine.begin(), ukraine.end(), kind) != ukraine.end(),
        sheets);
  }
  std::stable_sort(
      sheets[kPlacements].begin(), sheets[kPlacements].end(),
      [](const SheetRow& a, const SheetRow& b) { return a.key < b.key; });
  std::vector<SheetRow> rows;
  for (const SheetTable& sheet : Sheets()) {
    for (SheetRow& row : sheets[sheet.id]) rows.push_back(std::move(row));
  }
  return rows;
}

std::map<RecordKey, Said> Expand(const SheetRow& row) {
  std::map<RecordKey, Said> said;
  for (const Column& column : SheetOf(row.sheet).columns) {
    const std::string value = Get(row.values, column.id);
    if (column.field.empty() || value.empty()) continue;
    Said& one = said[KeyOf(row, column.part)];
    if (column.is_required && value == kRetracted) {
      one.is_retracted = true;
    } else {
      // "Nee" is what an absent field says.
      one.fields[column.field] =
          value == kRetracted || value == "false" ? "" : value;
    }
    one.columns.push_back(column.id);
  }
  if (IsLocationSheet(row.sheet)) PlacesOfRow(row, said).Add();
  return said;
}

std::string IdOf(absl::string_view words) {
  std::string plain = absl::StrReplaceAll(Folded(words), {{"ë", "e"},
                                                          {"é", "e"},
                                                          {"è", "e"},
                                                          {"ï", "i"},
                                                          {"ö", "o"},
                                                          {"ü", "u"},
                                                          {"á", "a"},
                                                          {"â", "a"}});
  std::string id;
  for (const char c : plain) {
    if (absl::ascii_isalnum(c)) {
      id += c;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  if (id.empty() || !absl::ascii_isalpha(id[0])) id.insert(0, "x-");
  if (id.size() > 63) id.resize(63);
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

}  // namespace opvang::cli::workbook
