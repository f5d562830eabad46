// The head of a request as bytes: whether it can be read in one way only. Pure.
#ifndef OPVANG_SERVICES_GATEWAY_HTTP_HEAD_H_
#define OPVANG_SERVICES_GATEWAY_HTTP_HEAD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang::gateway {

// Where the head of a request ends, its empty line included; 0 where it does
// not yet. An end without carriage returns is one too: it is refused at once
// and not waited for.
size_t EndOfHead(absl::string_view bytes);

// What parsers read differently, in a whole head: a line that ends in a line
// feed alone, a carriage return or NUL elsewhere, a line that goes on in the
// next, blanks before a colon or no colon at all. Nothing where all is well.
std::optional<std::string> FaultOfHead(absl::string_view head);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_HTTP_HEAD_H_
