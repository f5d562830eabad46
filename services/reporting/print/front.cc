#include "services/reporting/print/front.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {

std::string BannerOf(const pb::Report& report) {
  std::vector<std::string> parts;
  if (report.has_embargo_time()) {
    parts.push_back(absl::StrCat("Onder embargo tot ",
                                 DutchInstant(report.embargo_time())));
  }
  if (report.state() == pb::Report::STATE_DISCARDED) {
    parts.push_back("Verworpen: dit concept geldt niet");
  }
  if (report.state() == pb::Report::STATE_AMENDED ||
      report.state() == pb::Report::STATE_DRAFT ||
      report.state() == pb::Report::STATE_CONFIRMED) {
    parts.push_back(absl::StrCat(report.state() == pb::Report::STATE_AMENDED
                                     ? "Niet de laatste versie: "
                                     : "Niet vastgesteld: ",
                                 DutchLife(report.state())));
  }
  return absl::StrJoin(parts, ". ");
}

std::string FooterOf(const pb::Report& report) {
  std::vector<std::string> parts = {
      absl::StrCat("Versie ", report.version()), DutchLife(report.state()),
      report.edition() == pb::EDITION_PUBLIC
          ? "openbare uitgave, zonder adressen van beschermde locaties"
          : "interne uitgave"};
  std::string footer = absl::StrJoin(parts, ", ");
  if (!report.seal().empty()) {
    absl::StrAppend(&footer, ". Zegel ", report.seal());
  }
  return absl::StrCat(footer, ". Inhoud (SHA-256) ", report.content_sha256(),
                      ".");
}

std::string InTurn(const std::string& one, const std::string& next) {
  return next.empty() ? one : absl::StrCat(one, " ", next);
}

}  // namespace opvang::reporting
