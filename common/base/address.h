// Addresses as they are compared: people write the same one in many ways.
#ifndef OPVANG_COMMON_BASE_ADDRESS_H_
#define OPVANG_COMMON_BASE_ADDRESS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// The same for all spellings of one address: without case, accents, commas, the
// blank in "8 a", a postcode and what stands behind it; "Dorpsstr." is
// "Dorpsstraat". Empty of an empty one.
std::string AddressKey(absl::string_view address);

// Whether two addresses that are not the same may be: one street number, and
// streets that differ in a letter or numbers in what stands behind ("8",
// "8-1").
bool AreAlike(absl::string_view one, absl::string_view other);
// The same of their keys.
bool KeysAreAlike(const std::string& one, const std::string& other);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_ADDRESS_H_
