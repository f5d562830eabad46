#include "services/cli/shell/files.h"

#include <sys/stat.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {

absl::Status SaveFile(const std::string& bytes, const std::string& path,
                      bool forced) {
  struct stat there = {};
  const bool is_there = stat(path.c_str(), &there) == 0;
  // What is no file keeps nothing: /dev/stdout.
  if (is_there && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
    std::ofstream device(path, std::ios::binary);
    device << bytes << std::flush;
    return device ? absl::OkStatus()
                  : Unwritten(absl::StrCat("kan ", path, " niet schrijven"));
  }
  if (is_there && !forced) {
    return Misuse(absl::StrCat(path,
                               " is er al; met --force wordt het "
                               "vervangen"));
  }
  const std::string draft = path + ".new";
  std::ofstream file(draft, std::ios::binary);
  file << bytes;
  file.close();
  if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
    std::remove(draft.c_str());
    return Unwritten(absl::StrCat("kan ", path, " niet schrijven"));
  }
  return absl::OkStatus();
}

}  // namespace opvang::cli
