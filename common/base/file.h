// Files of the machine: what they hold, and whether they are still the same.
#ifndef OPVANG_COMMON_BASE_FILE_H_
#define OPVANG_COMMON_BASE_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace opvang {

// All of it. NOT_FOUND when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Changes whenever the file is replaced or written; empty without one.
std::string StampOf(const std::string& path);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_FILE_H_
