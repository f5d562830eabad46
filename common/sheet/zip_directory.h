// The directory of a zip file, held against its parts. What is harmless and
// written by programs that people use is let through: other times in a part
// than in the directory (System.IO.Packaging), bytes behind the end (gateways
// of mail).
#ifndef OPVANG_COMMON_SHEET_ZIP_DIRECTORY_H_
#define OPVANG_COMMON_SHEET_ZIP_DIRECTORY_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace opvang::sheet {

// `bytes` up to the end of the directory. INVALID_ARGUMENT unless there is one
// directory, of at most `parts_max` parts, that names each part as it names
// itself, where it is, apart from the others.
absl::StatusOr<absl::string_view> WithinDirectory(absl::string_view bytes,
                                                  int parts_max);

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_ZIP_DIRECTORY_H_
