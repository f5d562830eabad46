// The durable stock of a municipality (duurzame opvangplaatsen). Pure.
//
// Places that are available for five years or longer, or become so within the
// next twelve months, are deducted from what a province must supply (Wet 2(3));
// a municipality's count from 100 regular and from 16 of special nature
// (Besluit 3.1), over all its facilities together.
#ifndef OPVANG_SERVICES_LOCATIONS_DURABLE_STOCK_H_
#define OPVANG_SERVICES_LOCATIONS_DURABLE_STOCK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "services/locations/coverage.h"

namespace opvang::locations {

inline constexpr int kRegularMinimum = 100;
inline constexpr int kSpecialMinimum = 16;

// The most places that stand on every day of some five years in a row, and the
// first day of the first such years. The years have `day` in them, or start at
// most twelve months after it.
struct Durable {
  int count = 0;
  std::optional<absl::CivilDay> start;  // Absent when `count` is 0.
  bool operator==(const Durable&) const = default;
};
Durable DurableAround(absl::CivilDay day, const Steps& decided);

// The stock on `day` of a municipality whose locations are `locations`. Of each
// location and group what is counted and what is not make up what it offers
// from `day` on (or plans, where it offers nothing), and whatever is not
// counted carries its reasons.
pb::DurableStock StockOf(const std::string& municipality,
                         const std::vector<KnownLocation>& locations,
                         absl::CivilDay day);

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_DURABLE_STOCK_H_
