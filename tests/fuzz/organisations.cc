// The file of organisations, as an administrator could leave it.
#include <sys/mman.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "common/service/authorizer.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

// A file that no disk has, written anew each time.
const std::string& Written(absl::string_view bytes) {
  static const int kFile = memfd_create("organisations", 0);
  static const auto* const kPath =
      new std::string(absl::StrCat("/proc/self/fd/", kFile));
  OPVANG_HOLDS(ftruncate(kFile, 0) == 0);
  OPVANG_HOLDS(pwrite(kFile, bytes.data(), bytes.size(), 0) ==
               static_cast<ssize_t>(bytes.size()));
  return *kPath;
}

}  // namespace

void Fuzz(absl::string_view input) {
  const auto organisations = Organisations::Load(Written(input));
  CheckTold(organisations.status());
  OPVANG_HOLDS(!organisations.ok() || *organisations != nullptr);
}

}  // namespace opvang::fuzz
