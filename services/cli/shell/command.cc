#include "services/cli/shell/command.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/area_name.h"
#include "common/base/calendar.h"

namespace opvang::cli {
namespace {

bool IsChoice(const char* values, const std::string& text) {
  const std::vector<std::string> all = absl::StrSplit(values, '|');
  return std::find(all.begin(), all.end(), text) != all.end();
}

bool IsArea(ValueKind kind) {
  return kind == ValueKind::kArea || kind == ValueKind::kTown ||
         kind == ValueKind::kProvince;
}

// The areas of that kind that are called so.
std::vector<std::string> Called(ValueKind kind, const std::string& text) {
  if (kind == ValueKind::kTown) return MunicipalitiesCalled(text);
  std::vector<std::string> called = AreasCalled(text);
  if (kind == ValueKind::kProvince) {
    std::erase_if(called, [](const std::string& resource) {
      return !absl::StartsWith(resource, "provinces/") &&
             resource != "countries/nl";
    });
  }
  return called;
}

// What would be right where `text` names no area, or more than one.
std::string AreaWanted(ValueKind kind, const std::string& text) {
  std::vector<std::string> called = Called(kind, text);
  for (std::string& one : called) one = AreaShown(one);
  if (!called.empty()) {
    return absl::StrCat("bedoelt u ", absl::StrJoin(called, " of "),
                        "? Schrijf er gemeente, regio of provincie voor, of de "
                        "code");
  }
  const std::string like = AreaLike(text);
  if (!like.empty()) return absl::StrCat("bedoelt u ", like, "?");
  return kind == ValueKind::kTown ? "schrijf een gemeente als Zwolle of gm0193"
         : kind == ValueKind::kProvince
             ? "schrijf een provincie als Overijssel of pv23, of nl"
             : "schrijf een gebied als Zwolle, gm0193 of provincie Overijssel";
}

bool IsSpaced(const std::string& text) {
  return text.find_first_of(" \t") != std::string::npos;
}

// What would be right.
std::string Wanted(ValueKind kind, const char* values) {
  switch (kind) {
    case ValueKind::kSwitch:
    case ValueKind::kText:
    case ValueKind::kFile:
    case ValueKind::kFolder:
      return "";
    case ValueKind::kReport:
      return "schrijf een verslag als Overijssel/reports/verslag-2024";
    case ValueKind::kFigure:
      return "schrijf een cijfer als "
             "Overijssel#asylum.guaranteed_place_count; opvang figure list "
             "noemt ze";
    case ValueKind::kName:
      return "schrijf een naam als cycles/2024 of Overijssel/reports/verslag";
    case ValueKind::kLocation:
      return "schrijf een locatie als Zwolle/locations/cno-zwolle, of zoals "
             "zij "
             "heet: \"Zwolle/CNO Zwolle\"";
    case ValueKind::kArea:
    case ValueKind::kTown:
    case ValueKind::kProvince:
      return "";
    case ValueKind::kDay:
      return "schrijf een dag van de kalender als 2024-10-31";
    case ValueKind::kInstant:
      return "schrijf een tijdstip als 2024-11-01 09:00 of 1-11-2024 9:00, of "
             "een dag";
    case ValueKind::kHalfYear:
      return "schrijf een halfjaar als 2024-h2";
    case ValueKind::kQuarter:
      return "schrijf een kwartaal als 2025-q1";
    case ValueKind::kNumber:
      return "schrijf een heel getal";
    case ValueKind::kRevision:
      return "schrijf een heel getal vanaf 0";
    case ValueKind::kChoice: {
      const std::vector<std::string> all = absl::StrSplit(values, '|');
      return absl::StrCat("kies uit ", absl::StrJoin(all, ", "));
    }
  }
  return "";
}

bool Fits(ValueKind kind, const char* values, const std::string& text) {
  int32_t number = 0;
  int64_t revision = 0;
  switch (kind) {
    case ValueKind::kSwitch:
    case ValueKind::kText:
    case ValueKind::kFile:
    case ValueKind::kFolder:
      return true;
    case ValueKind::kReport:
      return Fits(ValueKind::kName, values, text) &&
             text.find("/reports/") != std::string::npos;
    case ValueKind::kFigure:
      return text.find('#') != std::string::npos &&
             text.find('#') + 1 < text.size();
    case ValueKind::kName:
      return text.find('/') != std::string::npos && text.back() != '/' &&
             text.find_first_of(" \t\\") == std::string::npos;
    case ValueKind::kLocation:
      return text.find('/') != std::string::npos && text.back() != '/' &&
             !IsSpaced(text.substr(0, text.find('/')));
    case ValueKind::kArea:
    case ValueKind::kTown:
    case ValueKind::kProvince:
      // Whether there is one of that name its service tells.
      return text.find('/') != std::string::npos
                 ? Fits(ValueKind::kName, values, text)
                 : Called(kind, text).size() == 1;
    case ValueKind::kDay:
      return ParseDay(text).has_value();
    case ValueKind::kInstant:
      return InstantMeant(text).has_value();
    case ValueKind::kHalfYear:
      return DaysOfHalfYear(text).has_value();
    case ValueKind::kQuarter:
      return DaysOfQuarter(text).has_value();
    case ValueKind::kNumber:
      return absl::SimpleAtoi(text, &number);
    case ValueKind::kRevision:
      return absl::SimpleAtoi(text, &revision) && revision >= 0;
    case ValueKind::kChoice:
      return IsChoice(values, text);
  }
  return false;
}

}  // namespace

std::string Placeholder(ValueKind kind, const char* values) {
  switch (kind) {
    case ValueKind::kSwitch:
      return "";
    case ValueKind::kText:
      return "TEKST";
    case ValueKind::kReport:
      return "VERSLAG";
    case ValueKind::kFigure:
      return "CIJFER";
    case ValueKind::kName:
      return "NAAM";
    case ValueKind::kLocation:
      return "LOCATIE";
    case ValueKind::kArea:
      return "GEBIED";
    case ValueKind::kTown:
      return "GEMEENTE";
    case ValueKind::kProvince:
      return "PROVINCIE";
    case ValueKind::kDay:
      return "DAG";
    case ValueKind::kInstant:
      return "TIJDSTIP";
    case ValueKind::kHalfYear:
      return "HALFJAAR";
    case ValueKind::kQuarter:
      return "KWARTAAL";
    case ValueKind::kNumber:
    case ValueKind::kRevision:
      return "N";
    case ValueKind::kChoice:
      return values;
    case ValueKind::kFile:
      return "BESTAND";
    case ValueKind::kFolder:
      return "MAP";
  }
  return "";
}

std::string FaultOf(ValueKind kind, const char* values,
                    const std::string& text) {
  if (Fits(kind, values, text)) return "";
  return absl::StrCat(
      "is \"", text, "\"; ",
      IsArea(kind) ? AreaWanted(kind, text) : Wanted(kind, values));
}

std::optional<absl::Time> InstantMeant(const std::string& text) {
  if (const auto day = ParseDay(text)) return StartOf(*day);
  absl::Time instant;
  std::string fault;
  bool is_read = absl::ParseTime(absl::RFC3339_full, text, &instant, &fault);
  for (const char* notation :
       {"%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M", "%d-%m-%Y"}) {
    is_read = is_read ||
              absl::ParseTime(notation, text, Netherlands(), &instant, &fault);
  }
  // Abseil also reads "infinite-future", and years that no calendar here has.
  const absl::CivilDay day = absl::ToCivilDay(instant, Netherlands());
  return is_read && ParseDay(FormatDay(day)).has_value()
             ? std::optional(instant)
             : std::nullopt;
}

std::string ResourceMeant(ValueKind kind, const std::string& text) {
  if (kind != ValueKind::kName && kind != ValueKind::kReport &&
      kind != ValueKind::kFigure && kind != ValueKind::kLocation &&
      !IsArea(kind)) {
    return text;
  }
  const size_t slash = text.find(kind == ValueKind::kFigure ? '#' : '/');
  if (IsArea(kind)) {
    const std::vector<std::string> called = Called(kind, text);
    if (called.size() == 1) return called[0];
  }
  if (slash == std::string::npos) return text;
  const std::vector<std::string> called = AreasCalled(text.substr(0, slash));
  return called.size() == 1 ? called[0] + text.substr(slash) : text;
}

}  // namespace opvang::cli
