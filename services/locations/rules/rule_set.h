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

// What makes a place durable (Wet 2(3), Besluit 1.1 and 3.1).
struct DurableRule {
  int years;            // Available on every day of so many years in a row,
  int within_months;    // which run on the day or start within these months.
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
};

// Null when there is none of that name.
const RuleSet* FindRuleSet(absl::string_view name);
std::vector<std::string> RuleSetNames();

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_RULE_SET_H_
