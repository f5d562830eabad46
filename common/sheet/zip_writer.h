// A zip file whose bytes depend on its parts alone.
#ifndef OPVANG_COMMON_SHEET_ZIP_WRITER_H_
#define OPVANG_COMMON_SHEET_ZIP_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace opvang::sheet {

struct ZipPart {
  std::string name;
  std::string bytes;
  bool stored = false;  // Not deflated.
};

// The parts in their order, each dated 1 January 1980, the first day that a
// zip file knows. INTERNAL when there is no memory for it.
absl::StatusOr<std::string> Zip(const std::vector<ZipPart>& parts);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_ZIP_WRITER_H_
