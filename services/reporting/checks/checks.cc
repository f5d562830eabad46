#include "services/reporting/checks/checks.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/digest.h"

namespace opvang::reporting {

void Found::Add(const std::string& subject, const Values& values,
                std::vector<std::string> figures, const std::string& about) {
  pb::Finding& finding = findings_.emplace_back();
  finding.set_code(std::string(check_.code));
  finding.set_subject(subject);
  finding.set_level(check_.level);
  finding.set_legal_basis(std::string(check_.legal_basis));
  finding.set_hint(std::string(check_.hint));
  std::vector<std::pair<std::string, std::string>> places;
  for (const auto& [name, value] : values) {
    places.push_back({absl::StrCat("{", name, "}"), value});
  }
  finding.set_sentence(absl::StrReplaceAll(check_.sentence, places));
  finding.set_key(
      absl::StrCat(check_.code, "|", about.empty() ? subject : about));
  for (std::string& figure : figures) finding.add_figures(std::move(figure));
  finding.set_basis_sha256(BasisOf(finding));
}

std::string BasisOf(const pb::Finding& finding) {
  return Sha256(absl::StrCat(finding.key(), "\n", finding.sentence()));
}

std::vector<Check> AllChecks() {
  std::vector<Check> all;
  for (const auto& checks :
       {TargetChecks(), PlaceChecks(), SiteChecks(), UkraineChecks(),
        HousingChecks(), DeliveryChecks(), ReportChecks()}) {
    all.insert(all.end(), checks.begin(), checks.end());
  }
  return all;
}

std::vector<pb::Finding> RunChecks(absl::Span<const Check> checks,
                                   const Checked& checked) {
  std::vector<pb::Finding> findings;
  for (const Check& check : checks) {
    Found found(check, findings);
    check.find(checked, found);
  }
  return findings;
}

void AttachExplanations(const std::vector<GivenExplanation>& given,
                        std::vector<pb::Finding>& findings) {
  std::map<std::string, const GivenExplanation*> by_key;
  for (const GivenExplanation& one : given) by_key[one.key] = &one;
  for (pb::Finding& finding : findings) {
    finding.clear_explanation();
    finding.clear_lapsed_explanation();
    const auto one = by_key.find(finding.key());
    if (one == by_key.end()) continue;
    *(one->second->basis_sha256 == finding.basis_sha256()
          ? finding.mutable_explanation()
          : finding.mutable_lapsed_explanation()) = one->second->explanation;
  }
}

namespace {

// What a municipality that guarantees too little falls short of: before a
// verdeelbesluit names it the split and the consultation; art. 6(1) binds only
// who is named.
std::string BasisOfShortfall(const pb::ReportContent& content,
                             const std::string& municipality) {
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (row.municipality() != municipality) continue;
    for (const pb::TargetStep& step : row.asylum_steps()) {
      if (step.quota_basis() ==
          nl::opvang::quotas::v1::QuotaEntry::BASIS_DECIDED) {
        return "Wet 6(1)";
      }
    }
  }
  return "Wet 3(2), 4(1)";
}

}  // namespace

void AddFindings(const Facts& facts, pb::ReportContent& content) {
  std::vector<pb::Finding> findings =
      RunChecks(AllChecks(), {.content = content, .facts = facts});
  std::stable_sort(findings.begin(), findings.end(),
                   [](const pb::Finding& a, const pb::Finding& b) {
                     return a.level() < b.level();
                   });
  for (pb::Finding& finding : findings) {
    if (finding.legal_basis() == kShortfall) {
      finding.set_legal_basis(BasisOfShortfall(content, finding.subject()));
    }
  }
  AttachExplanations(facts.explanations, findings);
  for (pb::Finding& finding : findings) {
    *content.add_findings() = std::move(finding);
  }
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(
        &text, i == 0 ? "" : (i + 1 == names.size() ? " en " : ", "), names[i]);
  }
  return text;
}

}  // namespace opvang::reporting
