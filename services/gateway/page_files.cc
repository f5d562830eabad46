#include "services/gateway/page_files.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/file.h"
#include "common/base/status.h"

namespace opvang::gateway {
namespace {

const std::map<std::string, std::string>& Types() {
  static const auto* const types = new std::map<std::string, std::string>{
      {".html", "text/html; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"}};
  return *types;
}

}  // namespace

absl::StatusOr<PageFiles> ReadPage(const std::string& folder) {
  PageFiles files;
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator(folder, fault)) {
    const std::string name = entry.path().filename();
    if (name == "README.md") continue;
    const auto type = Types().find(entry.path().extension());
    if (type == Types().end()) {
      return absl::InvalidArgumentError(
          absl::StrCat(entry.path().string(), " is nothing of a page"));
    }
    ASSIGN_OR_RETURN(std::string bytes, ReadFile(entry.path()));
    const std::string etag = absl::StrCat("\"", Sha256(bytes), "\"");
    files[name == "index.html" ? "/" : "/" + name] = {type->second,
                                                      std::move(bytes), etag};
  }
  if (!files.contains("/")) {
    return absl::NotFoundError(
        absl::StrCat("there is no page in ", folder, ": no index.html"));
  }
  return files;
}

}  // namespace opvang::gateway
