// How places are counted: named, dated rules that a jurist can read.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_RULE_SET_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_RULE_SET_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

// How "available for five years or longer, or becoming so within the next
// twelve months" (Wet 2(3)) is read. Nobody published which is meant.
enum class DurableReading {
  kInAll,   // The years run on the day, or start within the months after it.
  kToCome,  // All of them are still to come: counted from the day, or from a
            // start within the months after it.
};

// What makes a place durable (Wet 2(3), Besluit 1.1 and 3.1).
struct DurableRule {
  int years;  // Available on every day of so many years in a row,
  DurableReading reading;
  int within_months;    // which may start within these months.
  int regular_minimum;  // From so many a municipality's regular places count,
  int special_minimum;  // and those of special nature.
  bool minors_are_special;
};

struct RuleSet {
  std::string name;      // "cycle-2024"
  absl::CivilDay start;  // The first day of the cycle that it is for.
  std::vector<std::string> sentences;          // Dutch, each with its source.
  std::vector<std::string> durable_sentences;  // Of the durable stock.
  DurableRule durable;
  bool deducts_durable;  // From what must be supplied (Wet 2(3)).
};

// How the law is read, as a Dutch sentence.
const char* SentenceOf(DurableReading reading);

// Null when there is none of that name.
const RuleSet* FindRuleSet(absl::string_view name);
std::vector<std::string> RuleSetNames();

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_RULE_SET_H_
