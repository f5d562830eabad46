#include "services/locations/rules/term.h"

#include "common/base/calendar.h"

namespace opvang::locations {

std::optional<absl::CivilDay> TermEnd(const KnownLocation& known) {
  if (known.kind.term_year_count() == 0) return std::nullopt;
  // Since when is not known, and so not until when.
  if (known.places->known_since.has_value()) return std::nullopt;
  std::optional<absl::CivilDay> first = known.places->FirstDay();
  if (!first.has_value() && known.location.state() == pb::LOCATION_STATE_OPEN &&
      known.location.has_state_entry()) {
    first = DayOf(known.location.state_entry().start_date());
  }
  if (!first.has_value()) return std::nullopt;
  return MonthsAfter(*first, 12 * known.kind.term_year_count());
}

}  // namespace opvang::locations
