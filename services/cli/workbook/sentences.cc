#include "services/cli/workbook/sentences.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"

namespace opvang::cli::workbook {
namespace {

std::string Day(const std::string& value) {
  const auto day = ParseDay(value);
  return day.has_value() ? DutchDay(*day) : "een onbekende dag";
}

std::string Count(const std::string& value) {
  int64_t count = 0;
  return absl::SimpleAtoi(value, &count) ? DutchCount(count) : value;
}

std::string Quoted(const std::string& text) {
  if (text.empty()) return "leeg";
  const std::string one =
      text.size() > 80 ? absl::StrCat(Cut(text, 77), "…") : Cut(text, 80);
  return absl::StrCat("\"", one, "\"");
}

// Two texts around where they differ, whole words: "…bij de brug…".
std::pair<std::string, std::string> Differing(const std::string& before,
                                              const std::string& after) {
  constexpr size_t kShort = 80, kAround = 30;
  if (before.size() <= kShort && after.size() <= kShort) {
    return {Quoted(before), Quoted(after)};
  }
  const size_t least = std::min(before.size(), after.size());
  size_t head = 0, tail = 0;
  while (head < least && before[head] == after[head]) ++head;
  while (tail < least - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  head = head > kAround ? head - kAround : 0;
  while (head > 0 && before[head - 1] != ' ' && before[head - 1] != '\n')
    --head;
  const auto around = [&](const std::string& text) {
    size_t end = text.size() - tail + std::min(tail, kAround);
    while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
    const std::string part =
        Cut(absl::string_view(text).substr(head, end - head), 4 * kShort);
    return absl::StrCat("\"", head > 0 ? "…" : "", part,
                        head + part.size() < text.size() ? "…" : "", "\"");
  };
  return {around(before), around(after)};
}

// The column that shows a field of a part, on whichever sheet.
const Column* ColumnOf(Part part, const std::string& field) {
  for (const SheetTable& table : Sheets()) {
    for (const Column& column : table.columns) {
      if (column.part == part && column.field == field) return &column;
    }
  }
  return nullptr;
}

// A field's value as people see it.
std::string ValueShown(Part part, const std::string& field,
                       const std::string& value, const Speaker& speaker) {
  const Column* column = ColumnOf(part, field);
  if (value.empty()) {
    return column != nullptr && column->choices == "yes_no" ? "nee" : "leeg";
  }
  if (column == nullptr) return value;
  switch (column->kind) {
    case ColumnKind::kChoice:
      return speaker.vocabulary.Shown(column->choices, value);
    case ColumnKind::kCount:
      return Count(value);
    case ColumnKind::kStart:
    case ColumnKind::kDay:
      return Day(value);
    case ColumnKind::kEnd: {
      const auto day = ParseDay(value);
      return day.has_value() ? DutchDay(*day - 1) : value;
    }
    default:
      return Quoted(value);
  }
}

std::string HeaderOf(Part part, const std::string& field) {
  const Column* column = ColumnOf(part, field);
  return column == nullptr ? field : column->header;
}

std::string PlaceWords(const std::string& group) {
  if (group == "amv") return "amv-plekken";
  if (group == "special") return "bijzondere plekken";
  if (group == "buffer") return "bufferplekken";
  return "plekken";
}

// "vanaf 1 juli 2025 (voornemen)".
std::string WhenOf(const PlacesKey& key) {
  return absl::StrCat(
      key.day.empty() ? "zonder dag" : absl::StrCat("vanaf ", Day(key.day)),
      key.basis == "planned" ? " (voornemen)" : "");
}

std::string PlacesShown(const RecordKey& key, const Fields& fields,
                        const Speaker& speaker) {
  const PlacesKey parts = PartsOf(key);
  const std::string count = Get(fields, "place_count");
  if (count.empty()) {
    return absl::StrCat("geen opgave van ", PlaceWords(parts.group), " ",
                        WhenOf(parts));
  }
  if (count != "0") {
    return absl::StrCat(Count(count), " ", PlaceWords(parts.group), " ",
                        WhenOf(parts));
  }
  return absl::StrCat(
      "geen ", PlaceWords(parts.group), " meer ", WhenOf(parts), ", ",
      speaker.vocabulary.Shown("end_certainty", Get(fields, "end_certainty")));
}

std::string PlacesSentence(const Change& change, const Speaker& speaker) {
  const PlacesKey parts = PartsOf(change.key);
  const std::string before = Get(change.before, "place_count");
  const std::string after = Get(change.after, "place_count");
  if (change.is_retracted) {
    return absl::StrCat(PlacesShown(change.key, change.before, speaker),
                        ": vervalt");
  }
  if (before.empty()) {
    return absl::StrCat(PlacesShown(change.key, change.after, speaker),
                        after == "0" ? "" : " (nieuw)");
  }
  if (before != after) {
    return absl::StrCat(Count(before), " → ", Count(after), " ",
                        PlaceWords(parts.group), " ", WhenOf(parts));
  }
  std::vector<std::string> told;
  static const auto* const kNames = new std::map<std::string, std::string>{
      {"decision", "Besluit"},
      {"end_certainty", "Einde is"},
      {"stated_date", "Dag volgens bron"},
      {"usable_place_count", "Netto plekken"}};
  for (const std::string& field : change.fields) {
    const auto shown = [&](const Fields& fields) {
      const std::string value = Get(fields, field);
      return field == "end_certainty"
                 ? speaker.vocabulary.Shown("end_certainty", value)
                 : Quoted(value);
    };
    const auto name = kNames->find(field);
    told.push_back(absl::StrCat(name == kNames->end() ? field : name->second,
                                " ", shown(change.before), " → ",
                                shown(change.after)));
  }
  return absl::StrCat(PlacesShown(change.key, change.before, speaker), ": ",
                      absl::StrJoin(told, ", "));
}

// A record that is one statement, in a few words.
std::string Shown(const RecordKey& key, const Fields& fields,
                  const Speaker& speaker) {
  if (fields.empty() && key.part != Part::kPlaces) return "niets";
  switch (key.part) {
    case Part::kPlaces:
      return PlacesShown(key, fields, speaker);
    case Part::kState:
      return absl::StrCat(
          speaker.vocabulary.Shown("state", Get(fields, "state")), " sinds ",
          Day(Get(fields, "start_date")));
    case Part::kOccupancy:
    case Part::kPrivate:
      return absl::StrCat(Count(Get(fields, "person_count")), " personen op ",
                          Day(Get(fields, "count_date")));
    case Part::kPlacement:
      return absl::StrCat(
          Count(Get(fields, "person_count")), " personen",
          Get(fields, "amv_count").empty()
              ? ""
              : absl::StrCat(", waarvan ", Get(fields, "amv_count"), " amv"));
    case Part::kNil: {
      const std::string day = Day(key.detail);
      return absl::StrCat(key.subject == kHoused
                              ? absl::StrCat("niemand tot en met ", day)
                              : absl::StrCat("geen vanaf ", day),
                          ", volgens ", Quoted(Get(fields, kSourceField)));
    }
    case Part::kText:
      return absl::StrCat(
          Quoted(Get(fields, "title").empty() ? Get(fields, "body")
                                              : Get(fields, "title")),
          " vanaf ", Day(Get(fields, "start_date")));
    default:
      return "";
  }
}

std::vector<std::string> FieldSentences(const Change& change,
                                        const Speaker& speaker) {
  std::vector<std::string> lines;
  for (const std::string& field : change.fields) {
    const std::string after = Get(change.after, field);
    if (change.is_new && after.empty()) continue;
    const std::string header = HeaderOf(change.key.part, field);
    const std::string before = Get(change.before, field);
    const Column* column = ColumnOf(change.key.part, field);
    const bool is_text =
        column != nullptr && (column->kind == ColumnKind::kLine ||
                              column->kind == ColumnKind::kLines);
    if (!change.is_new && is_text && !before.empty() && !after.empty()) {
      const auto [was, is] = Differing(before, after);
      lines.push_back(absl::StrCat(header, ": ", was, " → ", is));
      continue;
    }
    lines.push_back(
        change.is_new
            ? absl::StrCat(header, " ",
                           ValueShown(change.key.part, field, after, speaker))
            : absl::StrCat(header, ": ",
                           ValueShown(change.key.part, field,
                                      Get(change.before, field), speaker),
                           " → ",
                           ValueShown(change.key.part, field, after, speaker)));
  }
  if (change.is_new)
    return {absl::StrCat("nieuw (", absl::StrJoin(lines, ", "), ")")};
  return lines;
}

std::string LocationName(const std::string& id, const Speaker& speaker) {
  const auto known = speaker.present.find({Part::kLocation, id});
  if (known != speaker.present.end()) {
    return Get(known->second.fields, "display_name");
  }
  const auto stated = speaker.statements.find({Part::kLocation, id});
  return stated == speaker.statements.end()
             ? id
             : Get(stated->second.fields, "display_name");
}

}  // namespace

std::string SubjectOf(const RecordKey& key, const Speaker& speaker) {
  switch (key.part) {
    case Part::kLocation:
    case Part::kPlaces:
    case Part::kState:
    case Part::kOccupancy:
      return absl::StrCat(speaker.municipality, ", ",
                          LocationName(key.subject, speaker));
    case Part::kPrivate:
      return absl::StrCat(speaker.municipality, ", particuliere opvang");
    case Part::kPlacement:
      return absl::StrCat(
          speaker.municipality, ", gehuisvest op ", Day(key.detail), " in ",
          speaker.vocabulary.Shown("placement_kind", key.subject));
    case Part::kPlan:
      return absl::StrCat(speaker.municipality, ", plan ", key.subject);
    case Part::kNil:
      return absl::StrCat(speaker.municipality, ", ",
                          speaker.vocabulary.Shown("duty", key.subject));
    case Part::kText:
      return absl::StrCat(speaker.municipality, ", ",
                          speaker.vocabulary.Shown("text_kind", key.subject),
                          " ", key.detail);
    case Part::kRow:
      break;
  }
  return speaker.municipality;
}

std::vector<std::string> Sentences(const Change& change,
                                   const Speaker& speaker) {
  std::vector<std::string> lines;
  if (!IsWhole(change.key.part)) {
    lines = FieldSentences(change, speaker);
  } else if (change.key.part == Part::kPlaces) {
    lines = {PlacesSentence(change, speaker)};
  } else if (change.is_retracted) {
    lines = {
        absl::StrCat(Shown(change.key, change.before, speaker), ": vervalt")};
  } else if (change.is_new) {
    lines = {
        absl::StrCat(Shown(change.key, change.after, speaker), " (nieuw)")};
  } else if (change.key.part == Part::kText) {
    lines = FieldSentences(change, speaker);
  } else {
    const std::string before = Shown(change.key, change.before, speaker);
    const std::string after = Shown(change.key, change.after, speaker);
    lines = {before == after ? absl::StrCat(after, ": gewijzigd")
                             : absl::StrCat(before, " → ", after)};
  }
  for (std::string& line : lines) {
    line = absl::StrCat(SubjectOf(change.key, speaker), ": ", line);
  }
  return lines;
}

std::string Sentence(const Conflict& conflict, const Speaker& speaker) {
  const auto shown = [&](const Fields& fields) {
    return conflict.field.empty()
               ? Shown(conflict.key, fields, speaker)
               : ValueShown(conflict.key.part, conflict.field,
                            Get(fields, conflict.field), speaker);
  };
  const std::string about =
      conflict.field.empty()
          ? SubjectOf(conflict.key, speaker)
          : absl::StrCat(SubjectOf(conflict.key, speaker), ", ",
                         HeaderOf(conflict.key.part, conflict.field));
  return absl::StrCat(about, ": botst; in het werkboek stond ",
                      shown(conflict.exported), ", nu staat er ",
                      shown(conflict.stated), ", maar intussen is vastgelegd ",
                      shown(conflict.present));
}

std::string TooEarly(const Conflict& conflict, const Speaker& speaker) {
  return absl::StrCat(SubjectOf(conflict.key, speaker), ": ",
                      Shown(conflict.key, conflict.stated, speaker),
                      " ligt vóór wat al is "
                      "vastgelegd: ",
                      Shown(conflict.key, conflict.present, speaker),
                      "; noem een latere dag");
}

}  // namespace opvang::cli::workbook
