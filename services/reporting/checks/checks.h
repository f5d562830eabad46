// Everything that may be wrong with the figures of a report, or that a reader
// must know: one row of data per check, and a pure predicate.
#ifndef OPVANG_SERVICES_REPORTING_CHECKS_CHECKS_H_
#define OPVANG_SERVICES_REPORTING_CHECKS_CHECKS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// What a check looks at: the figures as they are joined, what they were joined
// from, and, once the report is made, where it stands.
struct Checked {
  const pb::ReportContent& content;
  const Facts& facts;
  const pb::Standing& standing = pb::Standing::default_instance();
};

struct Check;

// Takes what a check finds.
class Found {
 public:
  Found(const Check& check, std::vector<pb::Finding>& findings)
      : check_(check), findings_(findings) {}
  using Values = std::vector<std::pair<absl::string_view, std::string>>;
  // About `subject`, a municipality or area. `values` fill the places of the
  // sentence; `figures` are those it is about; `about` tells findings of one
  // check and subject apart, such as a location.
  void Add(const std::string& subject, const Values& values,
           std::vector<std::string> figures = {},
           const std::string& about = "");

 private:
  const Check& check_;
  std::vector<pb::Finding>& findings_;
};

// The legal basis of a shortfall, which depends on the day: filled in when a
// report is made.
inline constexpr absl::string_view kShortfall = "{tekort}";

struct Check {
  absl::string_view code;      // "START_MISSING"
  pb::Finding::Level level;    // What it stands in the way of.
  absl::string_view sentence;  // Dutch, with places for values: "{gemeente}".
  absl::string_view legal_basis;
  absl::string_view hint;  // What to do, in Dutch.
  void (*find)(const Checked& checked, Found& found);
};

// By what they look at; each span in its own file.
absl::Span<const Check> TargetChecks();
absl::Span<const Check> PlaceChecks();
absl::Span<const Check> SiteChecks();
absl::Span<const Check> UkraineChecks();
absl::Span<const Check> HousingChecks();
absl::Span<const Check> DeliveryChecks();
absl::Span<const Check> ReportChecks();
// All of these, in that order: what is found when a report is made.
std::vector<Check> AllChecks();
// What is found about a report that is made: who confirmed it.
absl::Span<const Check> StandingChecks();

// What checks find, in their order.
std::vector<pb::Finding> RunChecks(absl::Span<const Check> checks,
                                   const Checked& checked);
// Gives each finding the explanation that was given of it. One that was given
// while the finding said something else has lapsed.
void AttachExplanations(const std::vector<GivenExplanation>& given,
                        std::vector<pb::Finding>& findings);

// Runs every check and puts what they find into the report, the gravest first,
// with explanations.
void AddFindings(const Facts& facts, pb::ReportContent& content);

// The digest of what a finding says.
std::string BasisOf(const pb::Finding& finding);

// "Dalfsen, Ommen en Raalte".
std::string Listed(const std::vector<std::string>& names);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_CHECKS_CHECKS_H_
