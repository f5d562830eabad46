#include "common/base/region.h"

namespace opvang {
namespace {

constexpr Region kRegions[] = {
#include "common/base/region_table.inc"
};

constexpr RegionMember kMembers[] = {
#include "common/base/region_member_table.inc"
};

}  // namespace

absl::Span<const Region> RegionRows() { return kRegions; }
absl::Span<const RegionMember> RegionMemberRows() { return kMembers; }

}  // namespace opvang
