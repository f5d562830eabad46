// The municipalities, provinces and regions of the Netherlands, by CBS code.
//
// Reference data, compiled in: rows that are only ever appended. A municipality
// that ends keeps its row; that it ended and who took over is a fact with a
// source, kept by quotas. Names and codes: github.com/Gijs6/gemeentle,
// data/gemeenten.json, 2026-05-28, public domain. All 342 rows hold from
// 2024-01-01 or earlier. The regional tables and who belongs to them are dated
// rows too, each table with its source (`region_table.inc`).
//
// A region is of no province: its municipalities are, and they may lie in two.
// It lies within a province, and what is said in its name with it, only when
// all of them do.
#ifndef OPVANG_COMMON_BASE_MUNICIPALITY_H_
#define OPVANG_COMMON_BASE_MUNICIPALITY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/base/region.h"
#include "common/base/status.h"

namespace opvang {

// Changes with every appended row and every name whose spelling is mended.
inline constexpr char kGeographyVersion[] = "2026-11-30";

struct Municipality {
  absl::string_view code;          // "gm0193"
  absl::string_view display_name;  // "Zwolle"
  absl::string_view province;      // "pv23"
  absl::string_view region;        // Of its last row, "ijsselland"; empty where
                                   // no table is known.
  absl::string_view start_date;    // Holds from this day; empty: from before
                                   // these rows begin.

  std::string Name() const;          // "municipalities/gm0193"
  std::string ProvinceName() const;  // "provinces/pv23"
  std::string RegionName() const;    // "regions/ijsselland", or empty.
};

struct Province {
  absl::string_view code;
  absl::string_view display_name;
  std::string Name() const;
};

// By code; regions by id.
absl::Span<const Municipality> AllMunicipalities();
absl::Span<const Province> AllProvinces();
absl::Span<const Region> AllRegions();

// The provinces in which a region has or had municipalities, by code.
std::vector<const Province*> ProvincesOf(const Region& region);

// The name of the region to which a municipality belonged on that day; empty
// where no row says so.
std::string RegionNameOn(const Municipality& municipality, absl::CivilDay day);

// Nothing when no municipality has that code ("gm0193", lower case).
const Municipality* FindMunicipality(absl::string_view code);
// The one named "municipalities/gm0193".
const Municipality* FindMunicipalityByName(absl::string_view name);

// Those within a municipality, region, province, "municipalities/-" or
// "countries/nl", by Dutch name. Nothing when `parent` is none of these.
std::optional<std::vector<const Municipality*>> MunicipalitiesIn(
    absl::string_view parent);

// The names of municipalities, in the same order.
std::vector<std::string> NamesOf(
    const std::vector<const Municipality*>& municipalities);

// The names of the parent itself, the provinces and regions within it and its
// municipalities by Dutch name: every subject that a fact within it can have.
std::vector<std::string> SubjectsWithin(absl::string_view parent);

// The areas of these, whose sums are told: those within the parent, and itself
// unless it is a municipality.
std::vector<std::string> AreasWithin(absl::string_view parent);

// The Dutch name of a municipality, region, province or "countries/nl".
std::optional<std::string> DutchName(absl::string_view resource);

// Whether `resource`, or what it belongs to ("municipalities/gm0193/…",
// "regions/twente/…"), lies within `scope`; everything lies within the empty
// scope, within "countries/nl" and within "municipalities/-". Who belongs to a
// region is told by the last rows.
bool LiesWithin(absl::string_view resource, absl::string_view scope);

// Whether what is about `area` is about something within `scope`: it lies
// there, or it is the whole country.
bool BearsOn(absl::string_view area, absl::string_view scope);

// Whether one of two areas lies within the other or, of a region across a
// border and a province, they have municipalities in common.
bool Overlap(absl::string_view one, absl::string_view other);

// Adds a violation unless `name` names a municipality; the answer is null then.
// Says which name was probably meant.
const Municipality* CheckMunicipality(absl::string_view name,
                                      const std::string& field,
                                      Violations& violations);

// As `MunicipalitiesIn`, with a violation for an unknown parent.
std::vector<const Municipality*> CheckParent(absl::string_view parent,
                                             const std::string& field,
                                             Violations& violations);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_MUNICIPALITY_H_
