#include "services/cli/shell/command.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/base/calendar.h"

namespace opvang::cli {
namespace {

bool IsChoice(const char* values, const std::string& text) {
  const std::vector<std::string> all = absl::StrSplit(values, '|');
  return std::find(all.begin(), all.end(), text) != all.end();
}

bool IsInstant(const std::string& text) {
  absl::Time instant;
  std::string fault;
  return ParseDay(text).has_value() ||
         absl::ParseTime(absl::RFC3339_full, text, &instant, &fault);
}

// What would be right.
std::string Wanted(Kind kind, const char* values) {
  switch (kind) {
    case Kind::kSwitch:
    case Kind::kText:
    case Kind::kFile:
    case Kind::kFolder:
      return "";
    case Kind::kName:
      return "schrijf een naam als provinces/pv23 of municipalities/gm0193";
    case Kind::kDay:
      return "schrijf een dag van de kalender als 2024-10-31";
    case Kind::kInstant:
      return "schrijf een tijdstip als 2024-11-01T09:00:00+01:00, of een dag";
    case Kind::kHalfYear:
      return "schrijf een halfjaar als 2024-h2";
    case Kind::kQuarter:
      return "schrijf een kwartaal als 2025-q1";
    case Kind::kNumber:
      return "schrijf een heel getal";
    case Kind::kRevision:
      return "schrijf een heel getal vanaf 0";
    case Kind::kChoice: {
      const std::vector<std::string> all = absl::StrSplit(values, '|');
      return absl::StrCat("kies uit ", absl::StrJoin(all, ", "));
    }
  }
  return "";
}

bool Fits(Kind kind, const char* values, const std::string& text) {
  int32_t number = 0;
  int64_t revision = 0;
  switch (kind) {
    case Kind::kSwitch:
    case Kind::kText:
    case Kind::kFile:
    case Kind::kFolder:
      return true;
    case Kind::kName:
      return text.find('/') != std::string::npos && text.back() != '/' &&
             text.find_first_of(" \t\\") == std::string::npos;
    case Kind::kDay:
      return ParseDay(text).has_value();
    case Kind::kInstant:
      return IsInstant(text);
    case Kind::kHalfYear:
      return DaysOfHalfYear(text).has_value();
    case Kind::kQuarter:
      return DaysOfQuarter(text).has_value();
    case Kind::kNumber:
      return absl::SimpleAtoi(text, &number);
    case Kind::kRevision:
      return absl::SimpleAtoi(text, &revision) && revision >= 0;
    case Kind::kChoice:
      return IsChoice(values, text);
  }
  return false;
}

}  // namespace

std::string Placeholder(Kind kind, const char* values) {
  switch (kind) {
    case Kind::kSwitch:
      return "";
    case Kind::kText:
      return "TEKST";
    case Kind::kName:
      return "NAAM";
    case Kind::kDay:
      return "DAG";
    case Kind::kInstant:
      return "TIJDSTIP";
    case Kind::kHalfYear:
      return "HALFJAAR";
    case Kind::kQuarter:
      return "KWARTAAL";
    case Kind::kNumber:
    case Kind::kRevision:
      return "N";
    case Kind::kChoice:
      return values;
    case Kind::kFile:
      return "BESTAND";
    case Kind::kFolder:
      return "MAP";
  }
  return "";
}

std::string FaultOf(Kind kind, const char* values, const std::string& text) {
  if (Fits(kind, values, text)) return "";
  return absl::StrCat("is \"", text, "\"; ", Wanted(kind, values));
}

}  // namespace opvang::cli
