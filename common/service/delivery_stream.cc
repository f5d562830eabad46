#include "common/service/delivery_stream.h"

namespace opvang::internal {

absl::Status CheckStreamPart(int32_t first, int size, int32_t row_count) {
  Violations violations;
  if (size < 1 || size > kStagedPartMax) {
    violations.Add("rows.rows",
                   absl::StrCat("holds ", size, "; it must hold between 1 and ",
                                kStagedPartMax));
  }
  if (first < 1 || first > row_count - size + 1) {
    violations.Add(
        "rows.first_row_number",
        absl::StrCat("is ", first, " for ", size,
                     " rows; the header announces rows 1 to ", row_count));
  }
  return violations.ToStatus();
}

absl::Status StreamIncomplete(const Reason& reason, int32_t next,
                              int32_t row_count) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason,
                   absl::StrCat("Of ", row_count, " rows ", next - 1,
                                " have come; go on with row ", next, "."),
                   {{"next_row_number", absl::StrCat(next)},
                    {"row_count", absl::StrCat(row_count)}});
}

}  // namespace opvang::internal
