// The regional tables (regionale regietafels) and who belongs to them: dated
// rows, only ever appended, of tables that a public source names.
//
// The rows (`region_rows.cc`) are a source of their own, so that a program of
// tests can bring other ones in their place.
#ifndef OPVANG_COMMON_BASE_REGION_H_
#define OPVANG_COMMON_BASE_REGION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace opvang {

// A regional table.
struct Region {
  absl::string_view id;            // "ijsselland"
  absl::string_view display_name;  // "IJsselland"
  absl::string_view start_date;    // Empty: from before these rows begin.
  absl::string_view end_date;      // The first day without it; empty: none.
  absl::string_view source;        // Where it is named.
  std::string Name() const;        // "regions/ijsselland"
};

// That a municipality belongs to a table, from a day on. It belongs to one at a
// time. A row is appended when its day has come.
struct RegionMember {
  absl::string_view region;        // "ijsselland"
  absl::string_view municipality;  // "gm0193"
  absl::string_view start_date;    // Empty: from before these rows begin.
  absl::string_view end_date;      // The first day without; empty: none.
};

// By id.
absl::Span<const Region> RegionRows();
absl::Span<const RegionMember> RegionMemberRows();

// The id of the table to which the municipality with that code belongs by its
// last row, or belonged on a day; empty where no row says so.
absl::string_view LastRegionOf(absl::string_view municipality);
absl::string_view RegionOn(absl::string_view municipality, absl::CivilDay day);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_REGION_H_
