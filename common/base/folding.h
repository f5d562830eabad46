// Texts as they are compared where people write the same in other ways.
#ifndef OPVANG_COMMON_BASE_FOLDING_H_
#define OPVANG_COMMON_BASE_FOLDING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// Without case, one form of each character (NFKC) and one blank between words:
// "Súd­west  FRYSLÂN" is "súdwest fryslân". What is no UTF-8 is kept as it is.
std::string CaseFolded(absl::string_view text);

// Besides that without accents, apostrophes and dots, and with a blank for each
// hyphen: "'s-Hertogenbosch" is "s hertogenbosch".
std::string BareWords(absl::string_view text);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_FOLDING_H_
