#include "tests/support/border_rows.h"

#include "common/base/region.h"

namespace opvang {
namespace {

constexpr Region kRegions[] = {
    {"grensland", "Grensland", "", "", "proef"},
    {"oud", "Oud", "", "2024-07-01", "proef"},
    {"polder", "Polder", "2024-03-01", "", "proef"},
};

constexpr RegionMember kMembers[] = {
    {"grensland", "gm0171", "", ""},
    {"grensland", "gm0184", "", ""},
    {"grensland", "gm1708", "", ""},
    {"oud", "gm0050", "", ""},
    {"polder", "gm0034", "2024-03-01", ""},
    {"polder", "gm0050", "2024-07-01", ""},
    {"polder", "gm0995", "2024-03-01", ""},
};

}  // namespace

absl::Span<const Region> RegionRows() { return kRegions; }
absl::Span<const RegionMember> RegionMemberRows() { return kMembers; }

}  // namespace opvang
