// "Uw stand": what a municipality is asked, what of its places counts and what
// does not, and why; a sheet to read, as of the day on which it was made. Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_OWN_STAND_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_OWN_STAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/sheet/workbook.h"

namespace opvang::cli::workbook {

inline constexpr char kStandSheet[] = "Uw stand";

struct OwnStand {
  struct Duty {
    std::string name;
    std::optional<int64_t> asked, counted;  // What nobody delivered is unknown.
    std::string note;
  };
  struct Location {
    std::string name, group;
    int64_t counted = 0, uncounted = 0;
    std::string reasons = {};  // In Dutch; empty where all of it counts.
  };
  std::string line;  // "stand van 30 november 2026, cyclus 2026, telregels …"
  std::vector<Duty> duties;
  std::vector<Location> locations;
};

sheet::Sheet MakeStandSheet(const OwnStand& stand,
                            const std::string& municipality);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_OWN_STAND_H_
