// The beginning of what somebody sent, for a sentence about it.
#ifndef OPVANG_COMMON_BASE_EXCERPT_H_
#define OPVANG_COMMON_BASE_EXCERPT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// At most `bytes_max` bytes, cut between characters; what is not UTF-8 stands
// as U+FFFD, as a message that holds it could be sent and not be read.
std::string Excerpt(absl::string_view text, size_t bytes_max);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_EXCERPT_H_
