// One explanation, as it is made, and what is asked. Pure.
#ifndef OPVANG_SERVICES_REPORTING_EXPLAIN_ANSWER_H_
#define OPVANG_SERVICES_REPORTING_EXPLAIN_ANSWER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {

using Explanation = pb::FigureExplanation;
using Maybe = std::optional<Explanation>;

class Answer {
 public:
  Answer(const pb::ReportContent& content, const std::string& figure,
         absl::string_view label, int32_t count, absl::string_view unit);
  Answer& Rule(absl::string_view sentence, absl::string_view legal_basis = "");
  Answer& Day(const google::type::Date& day);
  Answer& Part(absl::string_view label, int32_t count,
               const std::string& figure);
  Answer& Share(int32_t whole);
  // Who recorded a fact, and when, out of the report's own trail.
  Answer& Fact(absl::string_view service, const std::string& resource,
               const std::string& statement, std::optional<int32_t> count,
               const std::string& source, int64_t revision);
  Maybe Done() { return std::move(to_); }

 private:
  const pb::ReportContent& content_;
  Explanation to_;
};

// What a question is about: the two sides of its `#`.
struct FigureQuery {
  const pb::ReportContent& content;
  std::string figure;
  std::string resource;
  std::string what;
};

// The municipality that `resource` is, or lies within; null without one.
const pb::MunicipalityRow* RowOf(const pb::ReportContent& content,
                                 absl::string_view resource);

// Facts behind a figure. Of places those of `group`, or of all without one.
void AddStep(Answer& answer, const std::string& subject,
             const pb::TargetStep& step);
void AddPlaces(Answer& answer, const std::string& location,
               const PlaceFacts& places,
               std::optional<nl::opvang::locations::v1::PlaceGroup> group);
// The nil return of a subject, where there is one.
void AddNil(Answer& answer, const pb::MunicipalityRow& row,
            pb::NilFact::Subject subject);
void AddState(Answer& answer, const pb::Site& site);
void AddCount(Answer& answer, absl::string_view service,
              const std::string& resource, const pb::CountFact& count,
              const char* unit);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EXPLAIN_ANSWER_H_
