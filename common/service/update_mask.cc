#include "common/service/update_mask.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/excerpt.h"
#include "google/protobuf/descriptor.h"

namespace opvang {
namespace {

bool Contains(absl::Span<const absl::string_view> paths,
              absl::string_view path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

bool IsSet(const google::protobuf::Message& message, absl::string_view path) {
  const auto* field =
      message.GetDescriptor()->FindFieldByName(std::string(path));
  if (field == nullptr) return false;
  return field->is_repeated()
             ? message.GetReflection()->FieldSize(message, field) > 0
             : message.GetReflection()->HasField(message, field);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> PathsToUpdate(
    const google::protobuf::Message& resource,
    const google::protobuf::FieldMask& mask,
    absl::Span<const absl::string_view> mutable_paths,
    absl::Span<const absl::string_view> ignored_paths) {
  std::vector<std::string> paths;
  const bool all = mask.paths_size() == 1 && mask.paths(0) == "*";
  if (all || mask.paths_size() == 0) {
    for (const absl::string_view path : mutable_paths) {
      if (all || IsSet(resource, path)) paths.emplace_back(path);
    }
    return paths;
  }
  Violations violations;
  for (const std::string& path : mask.paths()) {
    if (Contains(mutable_paths, path)) {
      paths.push_back(path);
    } else if (!Contains(ignored_paths, path)) {
      violations.Add(
          "update_mask",
          absl::StrCat("names \"", Excerpt(path, 80), "\"; it may name ",
                       absl::StrJoin(mutable_paths, ", ")));
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return paths;
}

std::string Etag(Revision revision) {
  return absl::StrCat("\"r", revision, "\"");
}

absl::Status CheckEtag(absl::string_view given, const std::string& present) {
  if (given.empty()) {
    return InvalidFields({{"etag", "is missing; send the etag you last saw"}});
  }
  if (given == present) return absl::OkStatus();
  return MakeError(absl::StatusCode::kAborted, PlumbingReason("ETAG_STALE"),
                   absl::StrCat("etag ", Excerpt(given, 40),
                                " is out of date; read again and repeat."),
                   {{"etag", Excerpt(given, 40)}, {"current_etag", present}});
}

}  // namespace opvang
