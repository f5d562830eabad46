#include "services/cli/workbook/readings.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/area_name.h"
#include "common/base/calendar.h"
#include "common/base/folding.h"
#include "common/base/free_text.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "common/base/validation.h"
#include "common/sheet/decimal.h"

namespace opvang::cli::workbook {
namespace {

using Outcome = Reading::Outcome;
using sheet::CellKind;
using sheet::GridCell;

// Years that a duty can be about; others are slips of the keyboard.
constexpr int kYearLeast = 1990, kYearMost = 2100;

Reading Fault(const std::string& fault) {
  return {.outcome = Outcome::kFault, .fault = fault};
}

Reading Value(const std::string& value, const std::string& shown = "",
              bool is_vague = false) {
  return {.outcome = Outcome::kValue,
          .value = value,
          .shown = shown,
          .is_vague = is_vague};
}

bool IsOneOf(const std::string& text, std::initializer_list<const char*> of) {
  return std::any_of(of.begin(), of.end(),
                     [&](const char* one) { return text == one; });
}

// What stands in any cell: nothing, "not known", "no longer"; or what no cell
// may hold. Nothing when the cell must be looked at further.
std::optional<Reading> ReadAnyway(const GridCell& cell) {
  if (cell.is_formula) {
    return Fault("is een formule; plak hier de waarde zelf");
  }
  if (cell.kind == CellKind::kError) {
    return Fault("is een fout van het rekenblad; vul de waarde in");
  }
  const std::string folded = Folded(cell.text);
  if (folded.empty() || IsOneOf(folded, {"-", "–", "nvt", "/"})) {
    return Reading();
  }
  if (IsOneOf(folded, {"ntb", "nnb", "pm", "tbd", "nog te bepalen",
                       "nader te bepalen", "nog niet bekend", "onbekend",
                       "nog onbekend", "volgt", "?", "??", "???"})) {
    return Reading{.outcome = Outcome::kUnknown,
                   .shown = "nog niet bekend; er wordt niets vastgelegd"};
  }
  if (IsOneOf(folded, {"vervalt", "vervallen"})) {
    return Reading{.outcome = Outcome::kRetracted};
  }
  return std::nullopt;
}

// Takes "ca.", "circa", "±", "ongeveer" off the front.
bool TakeCirca(std::string& text) {
  for (const char* word :
       {"circa ", "ca ", "ongeveer ", "plm ", "± ", "±", "~", "ong "}) {
    if (absl::StartsWith(text, word)) {
      text = std::string(absl::StripLeadingAsciiWhitespace(
          text.substr(std::string(word).size())));
      return true;
    }
  }
  return false;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c);
  });
}

// "1.250" and "1 250" without their separators; the text itself otherwise.
std::string WithoutThousands(const std::string& text) {
  for (const char separator : {'.', ' '}) {
    const std::vector<std::string> groups = absl::StrSplit(text, separator);
    if (groups.size() < 2 || !IsDigits(groups[0]) || groups[0].size() > 3) {
      continue;
    }
    if (std::all_of(groups.begin() + 1, groups.end(),
                    [](const std::string& group) {
                      return group.size() == 3 && IsDigits(group);
                    })) {
      return absl::StrJoin(groups, "");
    }
  }
  return text;
}

std::string Between(int64_t least, int64_t most) {
  return absl::StrCat("een heel getal van ", DutchCount(least), " tot en met ",
                      DutchCount(most));
}

Reading InBounds(const std::string& digits, int64_t least, int64_t most,
                 const std::string& shown, bool is_vague) {
  int64_t number = 0;
  if (digits.size() > 15 || !absl::SimpleAtoi(digits, &number) ||
      number < least || number > most) {
    return Fault(absl::StrCat("valt buiten de grenzen; hier hoort ",
                              Between(least, most)));
  }
  const std::string value = absl::StrCat(number);
  return Value(value, shown.empty() ? "" : DutchCount(number), is_vague);
}

// A number as a cell holds it, written with a point.
std::optional<std::string> Stored(const GridCell& cell) {
  return sheet::ShownDecimal(cell.text);
}

// The days of this century, as spreadsheets number them.
constexpr int64_t kSerialLeast = 36526, kSerialMost = 73050;

Reading ReadNumber(const std::string& stored, int64_t least, int64_t most) {
  if (absl::StrContains(stored, '.')) {
    return Fault(absl::StrCat(absl::StartsWith(stored, "0.")
                                  ? "is een deel of percentage"
                                  : "is geen heel getal",
                              "; hier hoort ", Between(least, most)));
  }
  int64_t number = 0;
  if (absl::SimpleAtoi(stored, &number) && number >= kSerialLeast &&
      number <= kSerialMost && number <= most) {
    // A day typed in a cell of numbers becomes its number.
    return Fault(absl::StrCat(
        "is ook ", DutchDay(absl::CivilDay(1899, 12, 30) + number),
        " als getal van een rekenblad; zijn het er echt zoveel, schrijf dan ",
        "\"", DutchCount(number), " plekken\""));
  }
  return InBounds(stored, least, most, "", false);
}

// Why a text is no whole number.
std::string NotWhole(const std::string& text, int64_t least, int64_t most) {
  const std::string right = Between(least, most);
  if (absl::StrContains(text, '%')) {
    return "is een percentage; hier hoort een aantal";
  }
  if (absl::StartsWith(text, "-") && IsDigits(text.substr(1))) {
    return absl::StrCat("is negatief; hier hoort ", right);
  }
  if ((text.find_first_of("+*=") != std::string::npos ||
       absl::StrContains(text, " x ") || absl::StrContains(text, "×")) &&
      text.find_first_of("0123456789") != std::string::npos) {
    return absl::StrCat("is een som; reken die uit: ", right);
  }
  for (const char* word : {"max", "min", "<", ">", "tussen", " a ", " à ",
                           " of ", "tot", "/", "-", "–", "minimaal"}) {
    if (absl::StrContains(text, word) &&
        text.find_first_of("0123456789") != std::string::npos) {
      return absl::StrCat("laat meer dan één getal toe; kies er één: ", right);
    }
  }
  if (absl::StrContains(text, ',')) {
    return absl::StrCat("heeft een komma; hier hoort ", right);
  }
  return absl::StrCat("is geen getal; hier hoort ", right,
                      ", of \"n.t.b.\" als het nog niet bekend is");
}

// A part of the calendar that words name.
struct Span {
  absl::CivilDay first, last;
  enum Bound { kNone, kUntil, kThrough } bound = kNone;
  bool is_vague = false;
};

int MonthOf(absl::string_view word) {
  if (word.size() < 3) return 0;
  for (int i = 0; i < 12; ++i) {
    const absl::string_view name = kDutchMonths[i];
    const bool short_form = word == name.substr(0, 3) ||
                            (i == 2 && word == "mrt") ||
                            (i == 8 && word == "sept");
    if (word == name || short_form) return i + 1;
  }
  return 0;
}

// "2025", or "25" and "'25" as people shorten it.
std::optional<int> YearOf(std::string text) {
  const bool apostrophe =
      absl::StartsWith(text, "'") || absl::StartsWith(text, "’");
  if (apostrophe) text = text.substr(text[0] == '\'' ? 1 : 3);
  int year = 0;
  if (!IsDigits(text) || !absl::SimpleAtoi(text, &year)) return std::nullopt;
  if (text.size() == 2) return 2000 + year;
  if (text.size() != 4 || apostrophe) return std::nullopt;
  return year;
}

Span Months(int year, int first, int count) {
  const absl::CivilMonth month(year, first);
  return {.first = absl::CivilDay(month),
          .last = absl::CivilDay(month + count) - 1,
          .is_vague = true};
}

std::optional<Span> DayOfNumbers(const std::string& text) {
  for (const char separator : {'-', '/', '.', ' '}) {
    std::vector<std::string> parts = absl::StrSplit(text, separator);
    if (parts.size() != 3) continue;
    if (separator == '-' && parts[0].size() == 4) {
      std::swap(parts[0], parts[2]);
    }
    const auto year = YearOf(parts[2]);
    int day = 0, month = 0;
    if (!year.has_value() || !IsDigits(parts[0]) || parts[0].size() > 2 ||
        !absl::SimpleAtoi(parts[0], &day)) {
      continue;
    }
    if (IsDigits(parts[1]) && parts[1].size() <= 2) {
      if (!absl::SimpleAtoi(parts[1], &month)) continue;
    } else {
      month = MonthOf(parts[1]);
    }
    const auto made = MakeDay(*year, month, day);
    if (!made.has_value()) continue;
    return Span{.first = *made, .last = *made};
  }
  return std::nullopt;
}

// "juli 2025", "7-2025", "q3 2025", "2025 q3", "1e kwartaal 2025", "h1 2025",
// "2025".
std::optional<Span> PeriodOf(const std::string& text) {
  std::string plain = absl::StrReplaceAll(text, {{"kwartaal", "kw"},
                                                 {"eerste", "1e"},
                                                 {"tweede", "2e"},
                                                 {"derde", "3e"},
                                                 {"vierde", "4e"},
                                                 {"half-jaar", "half"},
                                                 {"halfjaar", "half"},
                                                 {"helft", "half"},
                                                 {" van ", " "}});
  plain = absl::StrReplaceAll(plain, {{"-", " "},
                                      {"/", " "},
                                      {"1e kw", "q1"},
                                      {"2e kw", "q2"},
                                      {"3e kw", "q3"},
                                      {"4e kw", "q4"},
                                      {"kw ", "q"},
                                      {"kw", "q"},
                                      {"1e half", "h1"},
                                      {"2e half", "h2"}});
  std::vector<std::string> parts =
      absl::StrSplit(plain, ' ', absl::SkipEmpty());
  if (parts.size() == 1) {
    if (parts[0].size() != 4) return std::nullopt;
    const auto year = YearOf(parts[0]);
    if (!year.has_value()) return std::nullopt;
    return Months(*year, 1, 12);
  }
  if (parts.size() != 2) return std::nullopt;
  for (int turn = 0; turn < 2; ++turn, std::swap(parts[0], parts[1])) {
    const auto year = YearOf(parts[1]);
    if (!year.has_value()) continue;
    const std::string& what = parts[0];
    int number = 0;
    if (const int month = MonthOf(what); month > 0) {
      return Months(*year, month, 1);
    }
    if (IsDigits(what) && what.size() <= 2 && parts[1].size() == 4 &&
        absl::SimpleAtoi(what, &number) && number >= 1 && number <= 12) {
      return Months(*year, number, 1);
    }
    if (what.size() == 2 && absl::ascii_isdigit(what[1])) {
      number = what[1] - '0';
      if (what[0] == 'q' && number >= 1 && number <= 4) {
        return Months(*year, 3 * number - 2, 3);
      }
      if (what[0] == 'h' && number >= 1 && number <= 2) {
        return Months(*year, 6 * number - 5, 6);
      }
    }
  }
  return std::nullopt;
}

// Takes a word off the front.
bool Take(std::string& text, const char* word) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, word)) return false;
  text = std::string(absl::StripLeadingAsciiWhitespace(rest));
  return true;
}

std::string WhyNoDay(const std::string& text) {
  constexpr char kRight[] =
      "schrijf een dag als 1-7-2025 of een maand als juli 2025, of \"n.t.b.\"";
  const std::vector<std::string> words =
      absl::StrSplit(text, absl::ByAnyChar(" -/"), absl::SkipEmpty());
  const bool has_month =
      std::any_of(words.begin(), words.end(),
                  [](const std::string& word) { return MonthOf(word) > 0; });
  const bool has_year =
      std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word.size() == 4 && IsDigits(word);
      });
  if (has_month && !has_year) {
    return absl::StrCat("mist het jaartal; ", kRight);
  }
  if (words.size() == 3 && has_year) {
    return absl::StrCat("is geen dag van de kalender; ", kRight);
  }
  return absl::StrCat("is geen dag; ", kRight);
}

// Why days of such a year are refused; nothing when they are not.
std::optional<Reading> YearFault(absl::CivilDay first, absl::CivilDay last) {
  if (first.year() >= kYearLeast && last.year() <= kYearMost) {
    return std::nullopt;
  }
  // A bare year in a cell of days is shown as the day of that number.
  const int64_t serial = first - absl::CivilDay(1899, 12, 30);
  if (serial >= kYearLeast && serial <= kYearMost) {
    return Fault(absl::StrCat(
        "is ", DutchDay(first), ", wat een rekenblad van ", serial,
        " maakt; is dat jaar bedoeld, schrijf dan de dag, zoals 1-7-", serial));
  }
  return Fault(absl::StrCat("ligt in het jaar ", first.year(),
                            "; hier hoort een jaar van ", kYearLeast,
                            " tot en met ", kYearMost));
}

// The part of the calendar that a cell names, or a reading that ends it.
struct Named {
  std::optional<Span> span = {};
  Reading otherwise = {};
};

Named SpanOf(const GridCell& cell) {
  if (const auto anyway = ReadAnyway(cell)) return {.otherwise = *anyway};
  if (cell.kind == CellKind::kDay || cell.kind == CellKind::kDateTime) {
    const auto day = ParseDay(cell.text.substr(0, 10));
    if (!day.has_value())
      return {.otherwise = Fault("is geen dag van de kalender")};
    if (const auto fault = YearFault(*day, *day)) return {.otherwise = *fault};
    return {.span = Span{.first = *day, .last = *day}};
  }
  if (cell.kind == CellKind::kNumber) {
    // A year is four digits; anything else is a number of days that lost its
    // format, and nobody knows of which calendar.
    if (cell.text.size() != 4) {
      return {.otherwise = Fault(
                  "is een getal en geen dag; schrijf de dag als 1-7-2025")};
    }
  } else if (cell.kind != CellKind::kText) {
    return {.otherwise = Fault("is geen dag; schrijf de dag als 1-7-2025")};
  }
  std::string text = Folded(cell.text);
  const bool circa = TakeCirca(text);
  Span::Bound bound = Span::kNone;
  if (Take(text, "t/m ") || Take(text, "tot en met ") || Take(text, "tm ")) {
    bound = Span::kThrough;
  } else if (Take(text, "tot ")) {
    bound = Span::kUntil;
  } else if (Take(text, "vanaf ") || Take(text, "per ") ||
             Take(text, "mi v ") || Take(text, "miv ") ||
             Take(text, "sinds ") || Take(text, "in ") || Take(text, "op ")) {
    // What a first day is called.
  }
  // Within a month nothing finer is read.
  const bool within = Take(text, "begin ") || Take(text, "medio ") ||
                      Take(text, "half ") || Take(text, "eind ") ||
                      Take(text, "einde ");
  std::optional<Span> span = DayOfNumbers(text);
  if (!span.has_value()) span = PeriodOf(text);
  if (!span.has_value() || (within && span->last - span->first > 31)) {
    return {.otherwise = Fault(WhyNoDay(text))};
  }
  if (const auto fault = YearFault(span->first, span->last)) {
    return {.otherwise = *fault};
  }
  span->bound = bound;
  span->is_vague = span->is_vague || circa || within;
  return {.span = span};
}

// The names in a list of them. A comma parts two, unless one has it in itself:
// "Nuenen, Gerwen en Nederwetten".
std::vector<std::string> NamesIn(absl::string_view text) {
  std::vector<std::string> names;
  for (const absl::string_view line :
       absl::StrSplit(text, absl::ByAnyChar(";\n"), absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(line, ',');
    for (size_t first = 0; first < parts.size();) {
      // No name has more.
      size_t count = std::min<size_t>(parts.size() - first, 3);
      const auto joined = [&] {
        return absl::StrJoin(parts.begin() + first,
                             parts.begin() + first + count, ",");
      };
      while (count > 1 && MunicipalitiesCalled(joined()).empty()) --count;
      std::string name = joined();
      absl::StripAsciiWhitespace(&name);
      if (!name.empty()) names.push_back(std::move(name));
      first += count;
    }
  }
  return names;
}

// Whether the cell says the day as a workbook asks for it: nothing was read
// into it that needs telling.
bool IsPlainDay(const GridCell& cell, absl::CivilDay day) {
  if (cell.kind == CellKind::kDay || cell.text == FormatDay(day)) return true;
  const std::string text = Folded(cell.text);
  return text == DutchDay(day) ||
         text == absl::StrCat(day.day(), "-", day.month(), "-", day.year()) ||
         text == absl::StrFormat("%02d-%02d-%d", day.day(), day.month(),
                                 day.year());
}

}  // namespace

std::string Folded(absl::string_view text) {
  const std::string folded = CaseFolded(text);
  // Dots of abbreviations go, those between digits stay.
  std::string kept;
  for (size_t i = 0; i < folded.size(); ++i) {
    const bool between = i > 0 && i + 1 < folded.size() &&
                         absl::ascii_isdigit(folded[i - 1]) &&
                         absl::ascii_isdigit(folded[i + 1]);
    if (folded[i] == '.' && !between) {
      // "ca.50" is two words.
      if (i + 1 < folded.size() && absl::ascii_isdigit(folded[i + 1])) {
        kept += ' ';
      }
      continue;
    }
    kept += folded[i];
  }
  absl::RemoveExtraAsciiWhitespace(&kept);
  return kept;
}

std::string Cut(absl::string_view text, size_t bytes_max) {
  size_t end = std::min(text.size(), bytes_max);
  while (end > 0 && end < text.size() && (text[end] & 0xC0) == 0x80) --end;
  return absl::StrReplaceAll(text.substr(0, end), {{"\r", ""}, {"\n", " "}});
}

std::string DutchCount(int64_t count) {
  std::string digits = absl::StrCat(count < 0 ? -count : count);
  for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(i, ".");
  }
  return count < 0 ? absl::StrCat("-", digits) : digits;
}

Reading ReadCount(const GridCell& cell, int64_t least, int64_t most) {
  if (const auto anyway = ReadAnyway(cell)) return *anyway;
  if (cell.kind == CellKind::kNumber) {
    return ReadNumber(Stored(cell).value_or("."), least, most);
  }
  if (cell.kind == CellKind::kPercent) {
    return Fault("is een percentage; hier hoort een aantal");
  }
  if (cell.kind == CellKind::kDay || cell.kind == CellKind::kDateTime ||
      cell.kind == CellKind::kTime) {
    return Fault(
        absl::StrCat("is een dag of tijd; hier hoort ", Between(least, most)));
  }
  if (cell.kind == CellKind::kTruth) {
    return Fault(
        absl::StrCat("is waar of onwaar; hier hoort ", Between(least, most)));
  }
  const std::string folded = Folded(cell.text);
  std::string text = folded;
  const bool circa = TakeCirca(text);
  for (const char* unit : {"plekken", "plaatsen", "personen", "woningen",
                           "bedden", "stuks", "plek"}) {
    absl::string_view rest = text;
    if (absl::ConsumeSuffix(&rest, absl::StrCat(" ", unit))) {
      text = std::string(rest);
      break;
    }
  }
  const std::string digits = WithoutThousands(text);
  if (!IsDigits(digits)) return Fault(NotWhole(text, least, most));
  return InBounds(digits, least, most, digits == folded ? "" : folded, circa);
}

Reading ReadPercent(const GridCell& cell) {
  if (const auto anyway = ReadAnyway(cell)) return *anyway;
  constexpr char kRight[] = "hier hoort een heel percentage, zoals 25 %";
  if (cell.kind == CellKind::kPercent) {
    // Of "0.25" the hundredths are the percents; more decimals are no whole
    // one.
    const std::vector<std::string> parts =
        absl::StrSplit(Stored(cell).value_or("x"), '.');
    std::string decimals = parts.size() == 2 ? parts[1] : "";
    decimals.resize(std::max<size_t>(decimals.size(), 2), '0');
    int percent = 0;
    if (decimals.size() > 2 ||
        !absl::SimpleAtoi(parts[0] + decimals, &percent) || percent < 0 ||
        percent > 100) {
      return Fault(absl::StrCat(
          "is geen heel percentage van 0 tot en met 100; ", kRight));
    }
    return Value(absl::StrCat(percent));
  }
  GridCell plain = cell;
  std::string text = Folded(cell.text);
  const bool has_sign = Take(text, "%") || absl::EndsWith(text, "%");
  if (has_sign && cell.kind == CellKind::kText) {
    absl::string_view rest = text;
    absl::ConsumeSuffix(&rest, "%");
    plain.text = std::string(absl::StripTrailingAsciiWhitespace(rest));
    Reading read = ReadCount(plain, 0, 100);
    if (read.outcome == Outcome::kFault) {
      return Fault(absl::StrCat(
          "is geen heel percentage van 0 tot en met 100; ", kRight));
    }
    read.shown = absl::StrCat(read.value, " %");
    return read;
  }
  const Reading read = ReadCount(plain, 0, 100);
  if (read.outcome == Outcome::kFault &&
      (absl::StartsWith(text, "0.") || absl::StartsWith(text, "0,"))) {
    return Fault(absl::StrCat("kan een deel of een percentage zijn; ", kRight));
  }
  if (read.outcome == Outcome::kFault) {
    return Fault(
        absl::StrCat("is geen heel percentage van 0 tot en met 100; ", kRight));
  }
  return read;
}

Reading ReadHundredths(const GridCell& cell, int64_t least, int64_t most) {
  if (const auto anyway = ReadAnyway(cell)) return *anyway;
  const Reading wrong = Fault(
      absl::StrCat("is geen getal met hooguit twee decimalen van ", least / 100,
                   " tot en met ", most / 100, ", zoals 2,15"));
  std::string text;
  if (cell.kind == CellKind::kNumber) {
    text = Stored(cell).value_or("");
  } else if (cell.kind == CellKind::kText) {
    text = absl::StrReplaceAll(Folded(cell.text), {{",", "."}});
  }
  const std::vector<std::string> parts = absl::StrSplit(text, '.');
  if (parts.size() > 2 || !IsDigits(parts[0]) || parts[0].size() > 6) {
    return wrong;
  }
  std::string decimals = parts.size() == 2 ? parts[1] : "";
  if (parts.size() == 2 && (!IsDigits(decimals) || decimals.size() > 2)) {
    return wrong;
  }
  decimals.resize(2, '0');
  int64_t hundredths = 0;
  if (!absl::SimpleAtoi(parts[0] + decimals, &hundredths) ||
      hundredths < least || hundredths > most) {
    return wrong;
  }
  return Value(absl::StrCat(hundredths));
}

Reading ReadStart(const GridCell& cell) {
  const Named named = SpanOf(cell);
  if (!named.span.has_value()) return named.otherwise;
  if (named.span->bound != Span::kNone) {
    return Fault("noemt een einde; hier hoort de eerste dag, zoals 1-7-2025");
  }
  const absl::CivilDay day = named.span->last;
  return Value(FormatDay(day), IsPlainDay(cell, day) ? "" : DutchDay(day),
               named.span->is_vague);
}

Reading ReadEnd(const GridCell& cell) {
  if (cell.kind == CellKind::kText && !cell.is_formula &&
      IsOneOf(Folded(cell.text),
              {"onbepaald", "onbepaalde tijd", "voor onbepaalde tijd", "geen",
               "geen einddatum", "geen einde"})) {
    return {.outcome = Outcome::kRetracted, .shown = "geen einde"};
  }
  const Named named = SpanOf(cell);
  if (!named.span.has_value()) return named.otherwise;
  const Span& span = *named.span;
  absl::CivilDay after = span.first;
  if (span.bound == Span::kThrough ||
      (span.bound == Span::kNone && span.first == span.last)) {
    after = span.last + 1;
  }
  return Value(FormatDay(after),
               IsPlainDay(cell, after - 1)
                   ? ""
                   : absl::StrCat("t/m ", DutchDay(after - 1)),
               span.is_vague);
}

Reading ReadDay(const GridCell& cell) {
  const Named named = SpanOf(cell);
  if (!named.span.has_value()) return named.otherwise;
  if (named.span->is_vague || named.span->bound != Span::kNone) {
    return Fault("is geen enkele dag; schrijf de dag als 1-7-2025");
  }
  return Value(FormatDay(named.span->first), IsPlainDay(cell, named.span->first)
                                                 ? ""
                                                 : DutchDay(named.span->first));
}

Reading ReadChoice(const GridCell& cell, const std::vector<Choice>& choices) {
  std::string folded = Folded(cell.text);
  if (cell.kind == CellKind::kTruth && !cell.is_formula) {
    folded = cell.text == "true" ? "ja" : "nee";
  }
  if (cell.kind == CellKind::kText && !cell.is_formula) {
    for (const Choice& choice : choices) {
      if (choice.words.front() == cell.text) return Value(choice.value);
    }
  }
  // First the words, so that a choice may be called "onbekend".
  if (!cell.is_formula && !folded.empty()) {
    for (const Choice& choice : choices) {
      if (choice.value == cell.text) return Value(choice.value);
      for (const std::string& word : choice.words) {
        if (Folded(word) == folded) {
          return Value(choice.value,
                       word == cell.text ? "" : choice.words.front());
        }
      }
    }
  }
  if (const auto anyway = ReadAnyway(cell)) return *anyway;
  std::vector<std::string> known;
  for (const Choice& choice : choices) known.push_back(choice.words.front());
  return Fault(
      absl::StrCat("is niet bekend; kies uit: ", absl::StrJoin(known, ", ")));
}

Reading ReadMunicipalities(const GridCell& cell) {
  if (const auto anyway = ReadAnyway(cell)) return *anyway;
  std::vector<std::string> names, shown;
  bool is_plain = true;
  for (const std::string& part : NamesIn(cell.text)) {
    const std::vector<std::string> found = MunicipalitiesCalled(part);
    if (found.size() != 1) {
      std::vector<std::string> meant;
      for (const std::string& one : found) meant.push_back(AreaShown(one));
      const std::string like = AreaLike(part);
      return Fault(
          found.empty()
              ? absl::StrCat("noemt \"", part, "\", geen gemeente; ",
                             like.empty()
                                 ? "schrijf de naam of de code, zoals Zwolle "
                                   "of gm0193"
                                 : absl::StrCat("bedoelt u ", like, "?"))
              : absl::StrCat("noemt \"", part, "\"; bedoeld kan zijn ",
                             absl::StrJoin(meant, " of ")));
    }
    const std::string name = DutchName(found[0]).value_or("");
    if (std::find(names.begin(), names.end(), found[0]) != names.end()) {
      return Fault(absl::StrCat("noemt ", name, " tweemaal"));
    }
    is_plain = is_plain && (part == found[0] || part == name);
    names.push_back(found[0]);
    shown.push_back(name);
  }
  if (names.empty()) {
    return Fault(
        "noemt geen gemeente; schrijf de naam of de code, zoals Zwolle of "
        "gm0193");
  }
  return Value(absl::StrJoin(names, ";"),
               is_plain ? "" : absl::StrJoin(shown, ", "));
}

std::string Tidied(absl::string_view text) {
  std::string tidied = absl::StrReplaceAll(
      text, {{"\r\n", "\n"}, {"\r", "\n"}, {"\t", " "}, {"\u00A0", " "}});
  absl::StripAsciiWhitespace(&tidied);
  return tidied;
}

namespace {

// Why a text cannot be kept, which the check of the services decides; empty
// when it can.
std::string TextFault(const std::string& text, size_t length_max) {
  Violations violations;
  CheckText(text, {.length_max = length_max, .lines = true}, "", violations);
  if (violations.empty()) return "";
  const auto length = std::count_if(text.begin(), text.end(),
                                    [](char c) { return (c & 0xC0) != 0x80; });
  if (static_cast<size_t>(length) > length_max) {
    return absl::StrCat("is ", DutchCount(length),
                        " tekens lang; hier past "
                        "een tekst van hooguit ",
                        DutchCount(static_cast<int64_t>(length_max)),
                        " tekens");
  }
  if (const auto unseen = FindUnseenCharacter(text)) {
    return absl::StrCat("heeft een teken dat niemand ziet (", *unseen,
                        "); typ de tekst opnieuw");
  }
  if (const auto personal = FindPersonalData(text)) {
    const std::string kind =
        absl::StrContains(personal->kind, "BSN")    ? "een BSN"
        : absl::StrContains(personal->kind, "mail") ? "een e-mailadres"
                                                    : "een telefoonnummer";
    return absl::StrCat("bevat ", personal->text, ", wat op ", kind,
                        " lijkt; hier staan alleen aantallen, niets van een "
                        "persoon: haal het weg");
  }
  return "heeft tekens die niet kunnen; typ de tekst opnieuw";
}

}  // namespace

Reading ReadText(const GridCell& cell, size_t length_max, bool lines) {
  if (cell.is_formula || cell.kind == CellKind::kError) {
    return *ReadAnyway(cell);
  }
  const std::string folded = Folded(cell.text);
  if (folded.empty() || folded == "-") return {};
  if (folded == "vervalt") return {.outcome = Outcome::kRetracted};
  std::string text = Tidied(cell.text);
  std::string shown;
  if (!lines && absl::StrContains(text, '\n')) {
    text = absl::StrReplaceAll(text, {{"\n", " "}});
    shown = "de regels achter elkaar";
  }
  const std::string fault = TextFault(text, length_max);
  if (!fault.empty()) return Fault(fault);
  return Value(text, shown);
}

}  // namespace opvang::cli::workbook
