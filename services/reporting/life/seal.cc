#include "services/reporting/life/seal.h"

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"

namespace opvang::reporting {

std::string SealOf(const pb::Report& report, const std::string& previous_seal) {
  return Sha256(absl::StrCat(report.name(), "\n", report.version(), "\n",
                             report.content_sha256(), "\n", previous_seal));
}

}  // namespace opvang::reporting
