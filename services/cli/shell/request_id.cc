#include "services/cli/shell/request_id.h"

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"

namespace opvang::cli {

std::string RequestIdFor(const google::protobuf::Message& request,
                         const std::string& stands_on) {
  const std::string content = Serialize(request);
  if (stands_on.empty()) return UuidFor(content);
  // Two verbs may say the same of one thing.
  return UuidFor(absl::StrCat(request.GetDescriptor()->full_name(), "\n",
                              content, "#", stands_on));
}

}  // namespace opvang::cli
