#include "services/cli/import/workbook_file.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "services/cli/shell/context.h"
#include "services/cli/workbook/template.h"

namespace opvang::cli::workbook {
namespace {

namespace fs = std::filesystem;

// At most as much as a workbook may have, so that no file fills the memory.
absl::StatusOr<std::string> BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Misuse(absl::StrCat(path.string(), ": is niet te lezen"));
  std::string bytes(sheet::Limits().file_bytes_max + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (static_cast<int64_t>(bytes.size()) > sheet::Limits().file_bytes_max) {
    return Misuse(absl::StrCat(path.string(), ": is groter dan ",
                               sheet::Limits().file_bytes_max >> 20,
                               " MiB; een werkboek is kleiner"));
  }
  return bytes;
}

absl::StatusOr<WorkbookFile> ReadFolder(const std::string& path,
                                        WorkbookFile file) {
  file.is_csv = true;
  std::map<std::string, std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (entry.path().extension() != ".csv") continue;
    ASSIGN_OR_RETURN(files[entry.path().filename().string()],
                     BytesOf(entry.path()));
  }
  std::string all;
  for (const auto& [name, text] : files) {
    absl::StrAppend(&all, name, "\n", text.size(), "\n", text);
  }
  file.sha256 = Sha256(all);
  std::vector<std::string> faults;
  file.grid = GridOf(files, faults);
  if (!faults.empty()) {
    return Misuse(absl::StrCat(
        file.label, "/",
        absl::StrJoin(faults, absl::StrCat("\n", file.label, "/"))));
  }
  return file;
}

}  // namespace

absl::StatusOr<WorkbookFile> ReadWorkbookFile(const std::string& path) {
  WorkbookFile file = {.label = fs::path(path).filename().string()};
  if (file.label.empty()) file.label = path;
  if (fs::is_directory(path)) return ReadFolder(path, std::move(file));
  ASSIGN_OR_RETURN(const std::string bytes, BytesOf(path));
  file.sha256 = Sha256(bytes);
  absl::StatusOr<sheet::Grid> grid = sheet::ReadWorkbook(bytes);
  if (!grid.ok()) {
    return Misuse(absl::StrCat(
        file.label,
        ": wordt niet als werkboek gelezen: ", grid.status().message()));
  }
  file.grid = *std::move(grid);
  return file;
}

}  // namespace opvang::cli::workbook
