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

// Abseil also reads "infinite-future", and years that no calendar here has.
bool IsInstant(const std::string& text) {
  absl::Time instant;
  std::string fault;
  return ParseDay(text).has_value() ||
         (absl::ParseTime(absl::RFC3339_full, text, &instant, &fault) &&
          instant >= StartOf(absl::CivilDay(1900)) &&
          instant < StartOf(absl::CivilDay(2200)));
}

// What would be right.
std::string Wanted(ValueKind kind, const char* values) {
  switch (kind) {
    case ValueKind::kSwitch:
    case ValueKind::kText:
    case ValueKind::kFile:
    case ValueKind::kFolder:
      return "";
    case ValueKind::kName:
      return "schrijf een naam als provinces/pv23 of municipalities/gm0193";
    case ValueKind::kDay:
      return "schrijf een dag van de kalender als 2024-10-31";
    case ValueKind::kInstant:
      return "schrijf een tijdstip als 2024-11-01T09:00:00+01:00, of een dag";
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
    case ValueKind::kName:
      return text.find('/') != std::string::npos && text.back() != '/' &&
             text.find_first_of(" \t\\") == std::string::npos;
    case ValueKind::kDay:
      return ParseDay(text).has_value();
    case ValueKind::kInstant:
      return IsInstant(text);
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
    case ValueKind::kName:
      return "NAAM";
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
  return absl::StrCat("is \"", text, "\"; ", Wanted(kind, values));
}

}  // namespace opvang::cli
