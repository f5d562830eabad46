// Municipalities, regions, provinces and the country, as people call them.
#ifndef OPVANG_COMMON_BASE_AREA_NAME_H_
#define OPVANG_COMMON_BASE_AREA_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace opvang {

// The areas that are called so, by resource name, each once: by code ("GM0193",
// "pv23"), by Dutch name in any case, with or without accents, apostrophes,
// hyphens and what tells it apart ("Bergen (NH)"), by the name that people use
// ("Den Bosch"), by its own resource name. "provincie Utrecht" is one,
// "Utrecht" is three.
std::vector<std::string> AreasCalled(absl::string_view words);

// Of these only municipalities.
std::vector<std::string> MunicipalitiesCalled(absl::string_view words);

// "gemeente Zwolle (gm0193)", "provincie Overijssel (pv23)".
std::string AreaShown(absl::string_view resource);

// The Dutch name that was probably meant, of a municipality, region or
// province; empty when none is near.
std::string AreaLike(absl::string_view words);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_AREA_NAME_H_
