#include "services/cli/shell/files.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {

absl::Status Save(const std::string& bytes, const std::string& path) {
  const std::string draft = path + ".new";
  std::ofstream file(draft, std::ios::binary);
  file << bytes;
  file.close();
  if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
    std::remove(draft.c_str());
    return Misuse(absl::StrCat("kan ", path, " niet schrijven"));
  }
  return absl::OkStatus();
}

}  // namespace opvang::cli
