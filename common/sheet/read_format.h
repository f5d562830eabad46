// The two readers behind `ReadWorkbook`, and the file checks each begins with.
#ifndef OPVANG_COMMON_SHEET_READ_FORMAT_H_
#define OPVANG_COMMON_SHEET_READ_FORMAT_H_

#include "absl/status/statusor.h"
#include "common/sheet/package.h"
#include "common/sheet/read.h"

namespace opvang::sheet {

// The cells of a package that has a `mimetype`.
absl::StatusOr<Grid> ReadOds(Package& package, const Limits& limits);
// The cells of a package that has `[Content_Types].xml`.
absl::StatusOr<Grid> ReadXlsx(Package& package, const Limits& limits);

// What is refused by name, wherever it is found.
absl::Status MacrosFound(absl::string_view where);
absl::Status LinksFound(absl::string_view where);
absl::Status EncryptionFound();

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_READ_FORMAT_H_
