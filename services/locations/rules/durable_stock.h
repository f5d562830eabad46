// The durable stock of a municipality (duurzame opvangplaatsen). Pure.
//
// Places that are available for five years or longer, or become so within the
// next twelve months, are deducted from what a province must supply (Wet 2(3));
// a municipality's count from 100 regular and from 16 of special nature
// (Besluit 3.1), over all its facilities together.
#ifndef OPVANG_SERVICES_LOCATIONS_RULES_DURABLE_STOCK_H_
#define OPVANG_SERVICES_LOCATIONS_RULES_DURABLE_STOCK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/rule_set.h"

namespace opvang::locations {

// The most places that stand on every day of some `rule.years` years in a row,
// and the first day of the first such years. The years start on `day` or within
// `rule.within_months` months after it; read as years in all, they may have
// begun before, and have `day` in them.
struct Durable {
  int count = 0;
  std::optional<absl::CivilDay> start;  // Absent when `count` is 0.
  bool operator==(const Durable&) const = default;
};
Durable DurableAround(absl::CivilDay day, const Steps& decided,
                      const DurableRule& rule);

// The stock on `day` of a municipality whose locations are `locations`. Of each
// location and group what is counted and what is not make up what it offers
// from `day` on (or plans, where it offers nothing), and whatever is not
// counted carries its reasons.
pb::DurableStock StockOf(const std::string& municipality,
                         const std::vector<KnownLocation>& locations,
                         absl::CivilDay day, const DurableRule& rule);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_RULES_DURABLE_STOCK_H_
