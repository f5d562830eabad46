// The page to look into, as files: read once, served as they are.
#ifndef OPVANG_SERVICES_GATEWAY_PAGE_FILES_H_
#define OPVANG_SERVICES_GATEWAY_PAGE_FILES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace opvang::gateway {

struct PageFile {
  std::string type;  // "text/css; charset=utf-8"
  std::string bytes;
  std::string etag;  // In quotes, of the bytes.
};

// By path: "/app.js", and "/" for index.html.
using PageFiles = std::map<std::string, PageFile>;

// The files of a folder, links as what they lead to; README.md is of those who
// work on it. NOT_FOUND without an index.html or when one cannot be read,
// INVALID_ARGUMENT of a kind that no page has.
absl::StatusOr<PageFiles> ReadPage(const std::string& folder);

// What a browser may do with it: nothing but the files beside it and REST.
inline constexpr char kPagePolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
    "'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_PAGE_FILES_H_
