#include "services/cli/workbook/statements.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/edit_distance.h"
#include "common/base/folding.h"
#include "common/base/notation.h"

namespace opvang::cli::workbook {
namespace {

// Years from the day of reading that need no question.
constexpr int kYearsAhead = 10, kYearsBack = 30;
// Shorter names are not told to be near each other.
constexpr size_t kNearLeast = 5;
constexpr size_t kTextMost = 100000;

int64_t Number(const std::string& text) {
  int64_t number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

// A value as people see it.
std::string Shown(const Column& column, const std::string& value,
                  const Vocabulary& vocabulary) {
  if (column.kind == ColumnKind::kChoice) {
    return vocabulary.Shown(column.choices, value);
  }
  const auto day = ParseDay(value);
  if (day.has_value()) {
    return DutchDay(column.kind == ColumnKind::kEnd ? *day - 1 : *day);
  }
  return Cut(value, 60);
}

class Resolver {
 public:
  Resolver(const FileRows& file, const Snapshot& exported,
           const Snapshot& present, const Vocabulary& vocabulary)
      : file_(file), present_(present), vocabulary_(vocabulary) {
    for (SheetRow& row : RowsOf(exported, vocabulary)) {
      // As it comes back.
      for (auto& [column, value] : row.values) value = Tidied(value);
      base_.emplace(row.key, std::move(row));
    }
    for (const auto& [key, record] : present) {
      if (key.part != Part::kLocation) continue;
      names_[Folded(Get(record.fields, "display_name"))].push_back(key.subject);
    }
  }

  Stated Resolve() {
    std::vector<std::pair<const SheetRow*, FileRow>> rows;
    for (const FileRow& read : file_.rows) {
      FileRow row = read;
      const SheetRow* base = nullptr;
      if (!FindBase(row, base)) continue;
      if (base != nullptr) Overlay(*base, row);
      if (!FindSubject(base, row)) continue;
      CheckRow(base, row);
      TellFarDays(base, row);
      LearnPhases(base, row.row, read);
      rows.emplace_back(base, std::move(row));
    }
    for (auto& [base, row] : rows) {
      CheckCertainty(row);
      AddStatements(base, row);
    }
    RetractMoved();
    CheckPhases();
    CheckNewLocations();
    TellMissingRows();
    return std::move(out_);
  }

 private:
  // The place of a cell of the row, also of one whose column is not there.
  static std::string PlaceOf(const FileRow& row, const std::string& column) {
    const auto found = row.cells.find(column);
    return found == row.cells.end() ? row.place : found->second.place;
  }
  void Refuse(const FileRow& row, const std::string& column,
              const std::string& text) {
    out_.faults.push_back({PlaceOf(row, column), text});
  }
  void Note(const FileRow& row, const std::string& column,
            const std::string& text) {
    out_.notes.push_back({PlaceOf(row, column), text});
  }

  // Whether the row can be gone on with.
  bool FindBase(const FileRow& row, const SheetRow*& base) {
    const std::string& key = row.row.key;
    if (key.empty()) return true;
    const auto [first, is_new] = used_.emplace(key, row.place);
    if (!is_new) {
      Refuse(row, "key",
             absl::StrCat("\"", key, "\" staat ook in ", first->second,
                          "; maak het kenmerk van de nieuwe regel leeg"));
      return false;
    }
    const auto found = base_.find(key);
    const bool is_here =
        found != base_.end() && (found->second.sheet == row.row.sheet ||
                                 (IsLocationSheet(found->second.sheet) &&
                                  IsLocationSheet(row.row.sheet)));
    if (!is_here) {
      Refuse(row, "key",
             absl::StrCat("\"", key,
                          "\" is geen kenmerk van dit werkboek; laat het leeg "
                          "in een nieuwe regel"));
      return false;
    }
    base = &found->second;
    return true;
  }

  // An emptied cell states nothing: what the row was filled with stays.
  void Overlay(const SheetRow& base, FileRow& row) {
    Values& values = row.row.values;
    const auto same = [&](const std::string& column) {
      return values.count(column) == 0 ||
             Get(values, column) == Get(base.values, column);
    };
    const bool start_moved =
        !same("start_date") || row.unknown.count("start_date") > 0;
    const bool end_moved = !same("end_date");
    // Words of a source belong to its day.
    const auto drop_words = [&](const std::string& words) {
      if (!Get(base.values, words).empty() && same(words)) {
        values.erase(words);
        Note(row, words, "hoort bij de vorige dag en vervalt daarmee");
      }
    };
    if (start_moved) drop_words("start_words");
    if (end_moved) drop_words("end_words");
    for (const auto& [column, value] : base.values) {
      const Column* here = SheetOf(row.row.sheet).Find(column);
      // A text on record that says "vervalt" or "-" was not touched.
      if (here != nullptr && IsMark(*here, value) &&
          (values.count(column) == 0 || Get(values, column) == kRetracted)) {
        values[column] = value;
        continue;
      }
      if (values.count(column) > 0 || column == "basis") continue;
      if (column == "start_date" && start_moved) continue;
      if (column == "start_words" && start_moved) continue;
      if (column == "end_words" && end_moved) continue;
      if (column == "end_certainty" && Get(values, "end_date") == kRetracted) {
        continue;
      }
      if (here == nullptr) continue;
      values[column] = value;
      if (row.cells.count(column) == 0) {
        TellMissingColumn(row, *here);
        continue;
      }
      Note(row, column,
           absl::StrCat(row.unknown.count(column) > 0 ? "is nog niet bekend; "
                                                      : "is leeg gemaakt; ",
                        Shown(*here, value, vocabulary_),
                        " blijft staan (schrijf vervalt als dat niet meer "
                        "geldt)"));
    }
    if (values.count("basis") == 0 && row.row.sheet == kUkraine &&
        base.values.count("basis") > 0) {
      values["basis"] = base.values.at("basis");
    }
  }

  static bool IsMark(const Column& column, const std::string& value) {
    return (column.kind == ColumnKind::kLine ||
            column.kind == ColumnKind::kLines) &&
           ReadText({.text = value}, kTextMost, true).outcome !=
               Reading::Outcome::kValue;
  }

  void TellMissingColumn(const FileRow& row, const Column& column) {
    const std::string sheet = row.place.substr(0, row.place.find(", "));
    if (!missing_.insert({sheet, column.id}).second) return;
    out_.notes.push_back(
        {sheet, absl::StrCat("de kolom \"", column.header,
                             "\" ontbreekt; wat daar stond blijft staan")});
  }

  // A slip of the keyboard is a year that few mean.
  void TellFarDays(const SheetRow* base, const FileRow& row) {
    if (!file_.read_day.has_value()) return;
    for (const Column& column : SheetOf(row.row.sheet).columns) {
      if (column.kind != ColumnKind::kStart &&
          column.kind != ColumnKind::kEnd && column.kind != ColumnKind::kDay) {
        continue;
      }
      const std::string value = Get(row.row.values, column.id);
      const auto day = ParseDay(value);
      if (!day.has_value() ||
          (base != nullptr && Get(base->values, column.id) == value)) {
        continue;
      }
      const auto years = day->year() - file_.read_day->year();
      if (years <= kYearsAhead && years >= -kYearsBack) continue;
      Note(row, column.id,
           absl::StrCat("is ", Shown(column, value, vocabulary_), ", ",
                        years > 0 ? years : -years, " jaar ",
                        years > 0 ? "vooruit" : "terug", "; klopt dat jaar?"));
    }
  }

  // Which location or plan a row is about.
  bool FindSubject(const SheetRow* base, FileRow& row) {
    if (base != nullptr) {
      row.row.subject = base->subject;
      return true;
    }
    if (row.row.sheet == kPlans) {
      const std::string name = Get(row.row.values, "plan");
      if (name.empty()) {
        if (row.unknown.count("plan") == 0) {
          Refuse(row, "plan", "is leeg; schrijf hoe het plan heet");
        }
        return false;
      }
      row.row.subject = IdOf(name);
      return true;
    }
    if (!IsLocationSheet(row.row.sheet)) return true;
    const std::string name = Get(row.row.values, "display_name");
    if (name.empty() || name == kRetracted) {
      if (row.unknown.count("display_name") == 0) {
        Refuse(row, "display_name", "is leeg; schrijf hoe de locatie heet");
      }
      return false;
    }
    return FindLocation(name, row);
  }

  bool FindLocation(const std::string& name, FileRow& row) {
    const auto known = names_.find(Folded(name));
    if (known != names_.end()) {
      if (known->second.size() > 1) {
        Refuse(row, "display_name",
               absl::StrCat("\"", name, "\" heten meer locaties (",
                            absl::StrJoin(known->second, ", "),
                            "); vul de regel in die het werkboek al had"));
        return false;
      }
      row.row.subject = known->second.front();
      row.row.values["display_name"] =
          Get(present_.at({Part::kLocation, row.row.subject}).fields,
              "display_name");
      return true;
    }
    const std::string id = IdOf(name);
    const auto taken = present_.find({Part::kLocation, id});
    if (taken != present_.end()) {
      Refuse(row, "display_name",
             absl::StrCat(
                 "\"", name, "\" lijkt te veel op de bestaande locatie \"",
                 Get(taken->second.fields, "display_name"),
                 "\"; schrijf die naam precies zo, of kies een andere"));
      return false;
    }
    const auto [first, is_new] = added_.emplace(id, name);
    if (!is_new && Folded(first->second) != Folded(name)) {
      Refuse(row, "display_name",
             absl::StrCat("\"", name, "\" lijkt te veel op \"", first->second,
                          "\" in dit werkboek; kies een andere naam"));
      return false;
    }
    if (is_new) TellNearName(name, row);
    row.row.values["display_name"] = first->second;
    row.row.subject = id;
    return true;
  }

  // A new location that is called nearly as one that is there.
  void TellNearName(const std::string& name, const FileRow& row) {
    const std::string words = BareWords(name);
    if (words.size() < kNearLeast) return;
    for (const auto& [folded, ids] : names_) {
      const std::string known = Get(
          present_.at({Part::kLocation, ids.front()}).fields, "display_name");
      const std::string other = BareWords(known);
      if (EditDistance(words, other) > 2 && !absl::StrContains(other, words) &&
          (other.size() < kNearLeast || !absl::StrContains(words, other))) {
        continue;
      }
      Note(row, "display_name",
           absl::StrCat("\"", name, "\" lijkt op de bestaande locatie \"",
                        known, "\"; is het die, schrijf dan die naam"));
      return;
    }
  }

  void CheckRow(const SheetRow* base, FileRow& row) {
    const SheetTable& table = SheetOf(row.row.sheet);
    Values& values = row.row.values;
    std::map<Part, std::string> stated;  // The first column that says so.
    for (const Column& column : table.columns) {
      if (values.count(column.id) > 0) stated.emplace(column.part, column.id);
    }
    std::set<Part> lacking;
    for (const Column& column : table.columns) {
      const bool is_asked =
          column.part == Part::kLocation || column.part == Part::kPlaces
              ? false
              : stated.count(column.part) > 0;
      if (!column.is_required || !is_asked || values.count(column.id) > 0 ||
          row.unknown.count(column.id) > 0) {
        continue;
      }
      Refuse(row, column.id,
             absl::StrCat("is leeg; \"", column.header, "\" hoort bij \"",
                          table.Find(stated[column.part])->header, "\""));
      lacking.insert(column.part);
    }
    for (const Part part : lacking) Forget(table, part, values);
    // What is not known cannot be stated in part.
    for (const Column& column : table.columns) {
      if (column.is_required && row.unknown.count(column.id) > 0 &&
          values.count(column.id) == 0 && column.part != Part::kLocation &&
          column.part != Part::kPlaces) {
        Forget(table, column.part, values);
      }
    }
    if (IsLocationSheet(row.row.sheet)) CheckPlaces(base, row);
    if (row.row.sheet == kPlans) CheckPlan(row);
    if (row.row.sheet == kPlacements) CheckPlacement(row);
    if (row.row.sheet == kNilReturns) CheckNilReturn(row);
  }

  static void Forget(const SheetTable& table, Part part, Values& values) {
    for (const Column& column : table.columns) {
      if (column.part == part) values.erase(column.id);
    }
  }

  // The columns of groups with a count in the row.
  static std::vector<std::string> Groups(const Values& values) {
    std::vector<std::string> groups;
    for (const auto& [column, group] : GroupColumns()) {
      if (values.count(column) > 0) groups.push_back(column);
    }
    return groups;
  }

  // "Totaal 350, waarvan amv 50": regular is what is left, or the sum is held
  // against what the groups come to.
  void CheckTotal(FileRow& row) {
    Values& values = row.row.values;
    const bool has_total =
        values.count("total") > 0 && Get(values, "total") != kRetracted;
    const int64_t total = Number(Get(values, "total"));
    int64_t inside = 0;
    for (const char* group : {"place_count_amv", "place_count_special"}) {
      inside += Number(Get(values, group));
    }
    if (has_total && values.count("place_count_regular") == 0 &&
        !row.inside.empty()) {
      if (inside > total) {
        Refuse(row, *row.inside.begin(),
               absl::StrCat("is meer dan het totaal van ", DutchCount(total),
                            "; het is er een deel van"));
        return;
      }
      values["place_count_regular"] = absl::StrCat(total - inside);
      Note(row, "total",
           absl::StrCat(DutchCount(total), " in totaal gelezen als ",
                        DutchCount(total - inside), " regulier"));
      return;
    }
    if (!has_total) {
      for (const std::string& group : row.inside) {
        if (values.count("place_count_regular") == 0 ||
            values.count(group) == 0) {
          continue;
        }
        Refuse(
            row, group,
            "is volgens de kop een deel van een totaal, maar de kolom ernaast "
            "is geen totaal; noem de kolommen Plekken regulier en Plekken "
            "amv, of Totaal plekken en Waarvan amv");
      }
      return;
    }
    const int64_t sum = inside + Number(Get(values, "place_count_regular"));
    if (Groups(values).empty() || sum == total) return;
    if (inside > total) {
      Refuse(row, "total",
             absl::StrCat("is ", DutchCount(total),
                          ", minder dan amv en bijzonder samen (",
                          DutchCount(inside), ")"));
      return;
    }
    Refuse(row, "total",
           absl::StrCat("is ", DutchCount(total),
                        "; regulier, amv en bijzonder zijn samen ",
                        DutchCount(sum),
                        "; maak die gelijk of laat het totaal "
                        "leeg"));
  }

  // Words that say less than a day are kept beside it.
  static void KeepWords(const std::string& day, const std::string& words,
                        FileRow& row) {
    if (row.vague.count(day) > 0 && row.row.values.count(words) == 0) {
      row.row.values[words] = row.cells.at(day).words;
    }
  }

  void CheckPlaces(const SheetRow* base, FileRow& row) {
    Values& values = row.row.values;
    KeepWords("start_date", "start_words", row);
    KeepWords("end_date", "end_words", row);
    CheckTotal(row);
    const std::vector<std::string> groups = Groups(values);
    const bool misread = std::any_of(
        GroupColumns().begin(), GroupColumns().end(),
        [&](const auto& group) { return row.unknown.count(group.first) > 0; });
    if (groups.empty()) {
      if (base == nullptr && !misread &&
          (values.count("start_date") > 0 || values.count("end_date") > 0)) {
        Note(row, "place_count_regular",
             "is leeg; zonder plekken wordt de dag niet bewaard");
      }
      return;
    }
    const std::string basis = BasisOf(row.row);
    if (basis.empty() || basis == kRetracted) {
      if (row.unknown.count("basis") == 0) {
        Refuse(row, "basis", "is leeg; kies besloten of voornemen");
      }
      return;
    }
    const std::string start = Get(values, "start_date");
    const std::string end = Get(values, "end_date");
    const bool is_decided = basis == "decided";
    if (start == kRetracted) {
      Refuse(row, "start_date",
             "kan niet vervallen; schrijf vervalt bij het aantal plekken");
      values.erase("start_date");
      return;
    }
    if (is_decided && start.empty()) {
      if (row.unknown.count("start_date") == 0 ||
          row.cells.at("start_date").words.size() > 0) {
        Refuse(row, "start_date",
               "is niet bekend; besloten plekken hebben een eerste dag (een "
               "voornemen mag zonder, op het blad Nieuwe locaties)");
      }
    }
    if (is_decided && (Get(values, "decision").empty() ||
                       Get(values, "decision") == kRetracted)) {
      if (row.unknown.count("decision") == 0) {
        Refuse(row, "decision",
               "is leeg; noem het besluit of de overeenkomst waarop de plekken "
               "rusten");
      }
    }
    CheckEnd(start, end, row);
    if (values.count("usable_place_count") > 0) CheckUsable(groups, row);
  }

  void CheckEnd(const std::string& start, const std::string& end,
                const FileRow& row) {
    const bool has_end = !end.empty() && end != kRetracted;
    if (has_end && start.empty() && row.unknown.count("start_date") == 0) {
      Refuse(row, "end_date", "is een einde zonder eerste dag");
    }
    if (has_end && !start.empty() && end <= start) {
      Refuse(
          row, "end_date",
          absl::StrCat("ligt vóór de eerste dag, ", DutchDay(*ParseDay(start)),
                       "; de laatste dag hoort later te zijn"));
    }
  }

  // Where places end for good it is said how certain that is.
  void CheckCertainty(FileRow& row) {
    Values& values = row.row.values;
    const std::string end = Get(values, "end_date");
    if (!IsLocationSheet(row.row.sheet) ||
        !Get(values, "end_certainty").empty() ||
        row.unknown.count("end_certainty") > 0) {
      return;
    }
    const bool stops = std::any_of(
        GroupColumns().begin(), GroupColumns().end(), [&](const auto& group) {
          const std::string count = Get(values, group.first);
          if (count.empty() || count == kRetracted) return false;
          return count == "0" ||
                 (!end.empty() && end != kRetracted &&
                  starts_.count(PlacesAt(row.row, group.second, end)) == 0);
        });
    if (!stops) return;
    // What is only about a day is an indication.
    if (row.vague.count("end_date") > 0) {
      values["end_certainty"] = "indicative";
      Note(row, "end_certainty",
           "is leeg; het einde is geen vaste dag en dus indicatief");
    } else {
      Refuse(row, "end_certainty",
             "is leeg; kies vast of indicatief bij een einde");
    }
  }

  // Places of one group as a row has them: from a day up to another, or on and
  // on.
  struct Phase {
    std::string start, end, count;
    const FileRow* row = nullptr;  // None: of what is on record.
    bool is_touched = false;
    std::string group;
  };

  static std::vector<Phase> PhasesOf(const SheetRow& row) {
    std::vector<Phase> phases;
    const std::string end = Get(row.values, "end_date");
    for (const auto& [column, group] : GroupColumns()) {
      const std::string count = Get(row.values, column);
      if (count.empty() || count == kRetracted) continue;
      phases.push_back({.start = Get(row.values, "start_date"),
                        .end = end == kRetracted || count == "0" ? "" : end,
                        .count = count,
                        .group = group});
    }
    return phases;
  }

  void LearnPhases(const SheetRow* base, const SheetRow& row,
                   const FileRow& read) {
    if (!IsLocationSheet(row.sheet)) return;
    for (Phase& phase : PhasesOf(row)) {
      const auto same = [&](const std::string& column) {
        return base != nullptr &&
               Get(base->values, column) == Get(row.values, column);
      };
      phase.is_touched = !same("start_date") || !same("end_date") ||
                         !same(absl::StrCat("place_count_", phase.group));
      phase.row = &read;
      starts_.insert(PlacesAt(row, phase.group, phase.start));
      series_[PlacesAt(row, phase.group, "")].push_back(std::move(phase));
    }
  }

  static std::string SpanOf(const Phase& phase) {
    const auto start = ParseDay(phase.start), end = ParseDay(phase.end);
    return absl::StrCat(
        DutchCount(Number(phase.count)), " vanaf ",
        start.has_value() ? DutchDay(*start) : "een onbekende dag",
        end.has_value() ? absl::StrCat(" t/m ", DutchDay(*end - 1)) : "");
  }
  static std::string WhoseOf(const Phase& phase) {
    return phase.row == nullptr
               ? absl::StrCat("wat al is vastgelegd (", SpanOf(phase), ")")
               : absl::StrCat(phase.row->place, " (", SpanOf(phase), ")");
  }

  // Of one location and group no two phases hold at once; and one that ends
  // leaves nothing behind, also where another had no end.
  void CheckPhases() {
    for (const SheetRow& row : RowsOf(present_, vocabulary_)) {
      if (!IsLocationSheet(row.sheet)) continue;
      for (Phase& phase : PhasesOf(row)) {
        const auto series = series_.find(PlacesAt(row, phase.group, ""));
        if (series == series_.end() ||
            out_.statements.count(PlacesAt(row, phase.group, phase.start))) {
          continue;
        }
        // Where the file says what holds from its last day on, that does.
        if (out_.statements.count(PlacesAt(row, phase.group, phase.end)) > 0) {
          phase.end = "";
        }
        series->second.push_back(std::move(phase));
      }
    }
    std::set<std::string> told;
    for (auto& [key, phases] : series_) {
      std::stable_sort(
          phases.begin(), phases.end(),
          [](const Phase& a, const Phase& b) { return a.start < b.start; });
      for (size_t i = 0; i < phases.size(); ++i) CheckPhase(phases, i, told);
    }
  }

  // The later one, of which a row is in the file, is told; each once.
  void CheckPhase(const std::vector<Phase>& phases, size_t later,
                  std::set<std::string>& told) {
    const Phase& phase = phases[later];
    if (phase.start.empty()) return;
    const Phase* before = nullptr;
    for (size_t i = 0; i < later; ++i) {
      const Phase& other = phases[i];
      if (other.start == phase.start || other.start.empty()) continue;
      before = &other;
      const Phase& named = phase.row != nullptr ? phase : other;
      if (other.end <= phase.start || named.row == nullptr ||
          !(phase.is_touched || other.is_touched) ||
          !told.insert(named.row->place).second) {
        continue;
      }
      Refuse(*named.row, &named == &phase ? "start_date" : "end_date",
             absl::StrCat(
                 "ligt over ", WhoseOf(&named == &phase ? other : phase),
                 " heen; van één locatie en groep geldt op elke dag één regel: "
                 "laat de eerste eindigen op ",
                 DutchDay(*ParseDay(phase.start) - 1),
                 " of de volgende later beginnen"));
    }
    const bool goes_on =
        std::any_of(phases.begin() + later, phases.end(),
                    [&](const Phase& one) { return one.start == phase.end; });
    if (before == nullptr || !before->end.empty() || before->count == "0" ||
        phase.end.empty() || goes_on || !phase.is_touched) {
      return;
    }
    Note(*phase.row, "end_date",
         absl::StrCat("daarna zijn er geen plekken meer: ", WhoseOf(*before),
                      " geldt tot ", DutchDay(*ParseDay(phase.start)),
                      "; geldt dat daarna weer, zet dan een regel vanaf ",
                      DutchDay(*ParseDay(phase.end))));
  }

  void CheckUsable(const std::vector<std::string>& groups, const FileRow& row) {
    const Values& values = row.row.values;
    if (groups.size() != 1) {
      Refuse(row, "usable_place_count",
             "hoort in een regel met één groep; zet elke groep op een eigen "
             "regel");
    } else if (Number(Get(values, "usable_place_count")) >
               Number(Get(values, groups[0]))) {
      Refuse(row, "usable_place_count",
             absl::StrCat("is meer dan de ", Get(values, groups[0]),
                          " plekken zelf"));
    }
  }

  void CheckPlan(const FileRow& row) {
    const Values& values = row.row.values;
    if (values.count("home_source") == 0) return;
    const std::string start = Get(values, "start_date");
    const std::string end = Get(values, "end_date");
    if (!end.empty() && end <= start) {
      Refuse(row, "end_date", "ligt vóór de eerste dag");
    }
    if (Get(values, "home_count").empty() &&
        Get(values, "person_count").empty() &&
        Get(values, "vacated_percent").empty() &&
        row.unknown.count("home_count") + row.unknown.count("person_count") +
                row.unknown.count("vacated_percent") ==
            0) {
      Refuse(row, "home_count",
             "is leeg; een plan noemt woningen, personen of een percentage");
    }
    if (!Get(values, "vacated_percent").empty() &&
        Get(values, "home_source") != "existing_stock") {
      Refuse(row, "vacated_percent",
             "hoort alleen bij bestaande voorraad; noem woningen of personen");
    }
    if (!Get(values, "average_household").empty() &&
        (Get(values, "home_count").empty() ||
         !Get(values, "person_count").empty())) {
      Refuse(row, "average_household",
             "hoort naast woningen en zonder personen");
    }
  }

  void CheckPlacement(const FileRow& row) {
    const Values& values = row.row.values;
    if (Number(Get(values, "amv_count")) >
        Number(Get(values, "person_count"))) {
      Refuse(row, "amv_count",
             absl::StrCat("is meer dan de ", Get(values, "person_count"),
                          " personen zelf; het is er een deel van"));
    }
  }

  // Of which duty and day something is taken back has to be said.
  void CheckNilReturn(FileRow& row) {
    Values& values = row.row.values;
    for (const char* column : {"duty", "return_date"}) {
      if (Get(values, column) != kRetracted) continue;
      Refuse(row, column,
             "kan niet vervallen; schrijf vervalt bij de bron van de regel");
      Forget(SheetOf(kNilReturns), Part::kNil, values);
    }
  }

  // The cells that a record rests on, each once, with the words of readings.
  static void Cite(const FileRow& row, const Said& said, Statement& statement) {
    for (const std::string& column : said.columns) {
      const auto cell = row.cells.find(column);
      if (cell == row.cells.end()) continue;
      const Column& meant = *SheetOf(row.row.sheet).Find(column);
      if (!meant.field.empty()) {
        statement.cell_of[meant.field] = cell->second.place;
      }
      std::string words = cell->second.words;
      if (meant.part == Part::kNil) {
        // What the clerk names as source is kept in it, and nothing after it.
        if (meant.field != kSourceField) continue;
        words = Get(said.fields, kSourceField);
      }
      const std::string cited =
          words.empty() ? cell->second.name
                        : absl::StrCat(cell->second.name, " (\"", words, "\")");
      if (std::find(statement.cells.begin(), statement.cells.end(), cited) ==
          statement.cells.end()) {
        statement.cells.push_back(cited);
      }
    }
  }

  // A row that repeats what it was filled with gives way to one that changes
  // it.
  void AddField(const FileRow& row, const SheetRow* base, const RecordKey& key,
                const std::string& field, const std::string& value,
                Statement& statement) {
    const SheetTable& table = SheetOf(row.row.sheet);
    const auto column = std::find_if(
        table.columns.begin(), table.columns.end(), [&](const Column& one) {
          return one.part == key.part && one.field == field;
        });
    const bool is_touched =
        base == nullptr || column == table.columns.end() ||
        Get(base->values, column->id) != Get(row.row.values, column->id);
    const auto [at, is_new] = statement.fields.emplace(field, value);
    if (is_new || at->second == value) {
      if (is_touched) touched_.insert({key, field});
      return;
    }
    if (!is_touched) return;
    if (!touched_.insert({key, field}).second) {
      Refuse(row, column->id,
             absl::StrCat("is anders dan in ", statement.place,
                          "; een locatie heeft één omschrijving"));
      return;
    }
    at->second = value;
  }

  void AddStatements(const SheetRow* base, const FileRow& row) {
    for (const auto& [key, said] : Expand(row.row)) {
      const std::string column =
          said.columns.empty() ? "key" : said.columns.front();
      // A phase only names its location.
      const auto [at, is_new] = out_.statements.try_emplace(key);
      Statement& statement = at->second;
      if (said.is_end && starts_.count(key) > 0) {
        // The next phase says what there is from that day on.
        if (is_new) out_.statements.erase(at);
        continue;
      }
      if (!is_new && IsWhole(key.part)) {
        if (statement.fields != said.fields ||
            statement.is_retracted != said.is_retracted ||
            key.part == Part::kPlaces || key.part == Part::kPlacement ||
            key.part == Part::kNil || key.part == Part::kText) {
          Refuse(row, column,
                 absl::StrCat("staat ook in ", statement.place,
                              "; hetzelfde hoort er één keer te staan"));
        }
        continue;
      }
      for (const auto& [field, value] : said.fields) {
        AddField(row, base, key, field, value, statement);
      }
      statement.is_retracted = said.is_retracted;
      if (statement.place.empty()) {
        statement.place =
            said.columns.empty() ? row.place : PlaceOf(row, column);
      }
      Cite(row, said, statement);
      if (key.part == Part::kLocation && kind_places_.count(key.subject) == 0) {
        kind_places_[key.subject] = {PlaceOf(row, "kind"),
                                     PlaceOf(row, "operator")};
      }
    }
  }

  // What a row was filled with and no longer says has moved: its old day, group
  // or position holds no more.
  void RetractMoved() {
    std::map<std::string, const FileRow*> rows;
    for (const FileRow& row : file_.rows) {
      if (!row.row.key.empty()) rows.emplace(row.row.key, &row);
    }
    for (const auto& [key, row] : rows) {
      const auto base = base_.find(key);
      if (base == base_.end()) continue;
      for (const auto& [record, said] : Expand(base->second)) {
        const bool moves =
            record.part == Part::kPlaces || record.part == Part::kPlacement ||
            record.part == Part::kNil || record.part == Part::kText;
        if (!moves || out_.statements.count(record) > 0) continue;
        Statement statement = {.is_retracted = true};
        Cite(*row, said, statement);
        statement.place = row->place;
        out_.statements[record] = std::move(statement);
      }
    }
  }

  void CheckNewLocations() {
    for (const auto& [key, statement] : out_.statements) {
      if (key.part != Part::kLocation || present_.count(key) > 0) continue;
      const auto& [kind, operator_] = kind_places_[key.subject];
      const std::string name = Get(statement.fields, "display_name");
      if (Get(statement.fields, "kind").empty()) {
        out_.faults.push_back(
            {kind, absl::StrCat("is leeg; van de nieuwe locatie \"", name,
                                "\" hoort de soort er te staan")});
      }
      if (Get(statement.fields, "operator").empty()) {
        out_.faults.push_back(
            {operator_,
             absl::StrCat("is leeg; kies de beheerder van de nieuwe locatie \"",
                          name, "\" (onbekend mag)")});
      }
    }
  }

  // Whether the file says, in a row without a key, all that a row held.
  bool IsSaid(const SheetRow& row) const {
    const std::map<RecordKey, Said> held = Expand(row);
    return std::all_of(held.begin(), held.end(), [&](const auto& one) {
      return out_.statements.count(one.first) > 0;
    });
  }

  void TellMissingRows() {
    std::set<std::string> read, told;
    for (const FileRow& row : file_.rows) read.insert(row.row.sheet);
    for (const auto& [key, row] : base_) {
      if (used_.count(key) > 0 || IsSaid(row)) continue;
      const std::string& sheet = SheetOf(row.sheet).name;
      if (read.count(row.sheet) == 0) {
        if (!told.insert(sheet).second) continue;
        out_.notes.push_back(
            {sheet,
             "is leeg of ontbreekt; er verandert niets aan wat daar "
             "stond"});
        continue;
      }
      const auto name = row.values.find("display_name");
      out_.notes.push_back(
          {sheet,
           absl::StrCat("de regel van ",
                        name == row.values.end() ? key : name->second,
                        " staat er niet meer zo; wat hij zei blijft staan "
                        "(schrijf vervalt als het niet meer geldt)")});
    }
  }

  const FileRows& file_;
  const Snapshot& present_;
  const Vocabulary& vocabulary_;
  std::map<std::string, SheetRow> base_;                   // By key.
  std::map<std::string, std::vector<std::string>> names_;  // Ids, by name.
  std::set<std::pair<RecordKey, std::string>> touched_;
  std::set<RecordKey> starts_;                      // Of phases of the file.
  std::map<RecordKey, std::vector<Phase>> series_;  // By key without a day.
  std::set<std::pair<std::string, std::string>> missing_;  // Columns, by sheet.
  std::map<std::string, std::string> used_;                // Where, by key.
  std::map<std::string, std::string> added_;  // New locations: names, by id.
  std::map<std::string, std::pair<std::string, std::string>> kind_places_;
  Stated out_;
};

}  // namespace

Stated StatementsOf(const FileRows& file, const Snapshot& exported,
                    const Snapshot& present, const Vocabulary& vocabulary) {
  return Resolver(file, exported, present, vocabulary).Resolve();
}

}  // namespace opvang::cli::workbook
