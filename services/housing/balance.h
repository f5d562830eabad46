// The half-year ledger of one municipality. Pure.
//
//   net target = target − lead + backlog      balance = realised − net target
//
// (Huisvestingswet 2014, art. 28-29; what is carried over is practice.)
#ifndef OPVANG_SERVICES_HOUSING_BALANCE_H_
#define OPVANG_SERVICES_HOUSING_BALANCE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/calendar.h"
#include "nl/opvang/housing/v1/housing.pb.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// The days of "2024-h2": [2024-07-01, 2025-01-01). Nothing for other text.
std::optional<Period> ParseHalfYear(absl::string_view text);

// A count with its source.
struct Stated {
  int count;
  std::string source;
};

// What is known of one municipality.
struct Ledger {
  std::string municipality;
  std::optional<Stated> target;   // Of the half-year itself.
  std::optional<Stated> opening;  // Lead positive, backlog negative.
  std::vector<pb::Placement> placements;
  std::vector<pb::HousingPlan> plans;  // As they stand, withdrawn ones too.
};

// The balance in `half_year`, placements seen up to and including `as_of`. A
// plan counts whole, by its stated persons, in the half-year of its last day,
// when that day is after `as_of`.
pb::Balance BalanceOf(const Ledger& ledger, const Period& half_year,
                      absl::CivilDay as_of);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_BALANCE_H_
