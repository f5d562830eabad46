// All SQL of what is said beside the figures: texts, figures that somebody
// stated, deadlines, explanations of findings.
#ifndef OPVANG_SERVICES_REPORTING_STORE_WORDS_STORE_H_
#define OPVANG_SERVICES_REPORTING_STORE_WORDS_STORE_H_

#include <string>
#include <vector>

#include "common/db/transaction.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

absl::Status AppendTexts(Transaction& tx, const std::vector<pb::Text>& texts);
absl::Status AppendStatedFigures(Transaction& tx,
                                 const std::vector<pb::StatedFigure>& figures);
absl::Status AppendDeadlines(Transaction& tx,
                             const std::vector<pb::Deadline>& deadlines);

// Those that stand on `day` for any of `subjects`, by subject, kind and
// position.
absl::StatusOr<std::vector<pb::Text>> ListTexts(
    Transaction& tx, const std::vector<std::string>& subjects,
    absl::CivilDay day);

// Those published for any of `subjects`, by subject, metric, day, document.
absl::StatusOr<std::vector<pb::StatedFigure>> ListStatedFigures(
    Transaction& tx, const std::vector<std::string>& subjects);

// Those that stand for any of `subjects`, by subject and item.
absl::StatusOr<std::vector<pb::Deadline>> ListDeadlines(
    Transaction& tx, const std::vector<std::string>& subjects,
    const std::string& cycle);

// When the explanations (duiding) of each of `subjects` were recorded, in
// order.
struct Said {
  std::string subject;
  absl::Time record_time;
};
absl::StatusOr<std::vector<Said>> ListExplanationTimes(
    Transaction& tx, const std::vector<std::string>& subjects);

// What is said about `finding` of `report`.
absl::Status AppendExplanation(Transaction& tx, const std::string& report,
                               const pb::Finding& finding);
// Of findings about any of `subjects` the last word, by key; who gave it is
// told of all but the revision being written.
absl::StatusOr<std::vector<GivenExplanation>> ListExplanations(
    Transaction& tx, const std::vector<std::string>& subjects);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_STORE_WORDS_STORE_H_
