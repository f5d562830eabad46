// Field masks and etags of changes to an existing resource.
#ifndef OPVANG_COMMON_SERVICE_UPDATE_MASK_H_
#define OPVANG_COMMON_SERVICE_UPDATE_MASK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/db/transaction.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace opvang {

// The paths to change: those of the mask; all `mutable_paths` for "*"; all set
// ones without a mask. `ignored_paths` (output only) are passed over, any other
// path is a violation of `update_mask`.
absl::StatusOr<std::vector<std::string>> PathsToUpdate(
    const google::protobuf::Message& resource,
    const google::protobuf::FieldMask& mask,
    absl::Span<const absl::string_view> mutable_paths,
    absl::Span<const absl::string_view> ignored_paths);

// The quoted, opaque etag of a thing last changed at `revision`.
std::string Etag(Revision revision);
// A violation without one; ABORTED / ETAG_STALE when it is not the present one.
absl::Status CheckEtag(absl::string_view given, const std::string& present);

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_UPDATE_MASK_H_
