// Names of areas and resources, each with what is told of it, and who lies
// within whom.
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"
#include "common/base/status.h"
#include "common/base/validation.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

void CheckResource(absl::string_view name) {
  Violations violations;
  CheckMunicipalName(name, "locations", "name", violations);
  if (violations.empty()) {
    OPVANG_HOLDS(LiesWithin(name, MunicipalityOf(name)));
    OPVANG_HOLDS(FindMunicipalityByName(MunicipalityOf(name)) != nullptr);
  }
  CheckTold(violations.ToStatus());
}

void CheckArea(absl::string_view name) {
  Violations violations;
  const Municipality* one = CheckMunicipality(name, "name", violations);
  OPVANG_HOLDS((one != nullptr) == violations.empty());
  if (one != nullptr) OPVANG_HOLDS(one->Name() == name);
  const auto within = MunicipalitiesIn(name);
  const auto told = CheckParent(name, "parent", violations);
  OPVANG_HOLDS(told.size() == (within.has_value() ? within->size() : 0));
  if (within.has_value()) {
    for (const Municipality* municipality : *within) {
      OPVANG_HOLDS(LiesWithin(municipality->Name(), name));
    }
  }
  // Whoever has a name can be the scope of somebody.
  if (DutchName(name).has_value()) {
    OPVANG_HOLDS(LiesWithin(name, name) && within.has_value());
    OPVANG_HOLDS(Overlap(name, "countries/nl"));
    OPVANG_HOLDS(!SubjectsWithin(name).empty());
    (void)AreasWithin(name);
  }
  CheckWithin(name, "provinces/pv23", "name", violations);
  CheckTold(violations.ToStatus());
}

void CheckPair(absl::string_view one, absl::string_view other) {
  OPVANG_HOLDS(Overlap(one, other) == Overlap(other, one));
  if (LiesWithin(one, other)) OPVANG_HOLDS(Overlap(one, other));
}

}  // namespace

// Two names, a line each.
void Fuzz(absl::string_view input) {
  const absl::string_view name = TakeLine(input);
  CheckResource(name);
  CheckArea(name);
  CheckPair(name, input);
  OPVANG_HOLDS(IsUuid(UuidFor(name)));
}

}  // namespace opvang::fuzz
