#include "services/reporting/explain/answer.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/reporting/figures/report_words.h"

namespace opvang::reporting {

namespace locations = ::nl::opvang::locations::v1;

Answer::Answer(const pb::ReportContent& content, const std::string& figure,
               absl::string_view label, int32_t count, absl::string_view unit)
    : content_(content) {
  to_.set_figure(figure);
  to_.set_label(std::string(label));
  to_.set_count(count);
  to_.set_unit(std::string(unit));
  *to_.mutable_as_of_date() = content.spec().as_of_date();
  to_.set_rule(Explanation::RULE_FACT);
}

Answer& Answer::Rule(absl::string_view sentence,
                     absl::string_view legal_basis) {
  to_.set_rule_sentence(std::string(sentence));
  to_.set_legal_basis(std::string(legal_basis));
  return *this;
}

Answer& Answer::Day(const google::type::Date& day) {
  *to_.mutable_as_of_date() = day;
  return *this;
}

Answer& Answer::Part(absl::string_view label, int32_t count,
                     const std::string& figure) {
  to_.set_rule(Explanation::RULE_SUM);
  Explanation::Part& part = *to_.add_parts();
  part.set_label(std::string(label));
  part.set_count(count);
  part.set_figure(figure);
  return *this;
}

Answer& Answer::Share(int32_t whole) {
  to_.set_rule(Explanation::RULE_SHARE);
  to_.set_whole_count(whole);
  to_.set_unit("percent");
  return *this;
}

Answer& Answer::Fact(absl::string_view service, const std::string& resource,
                     const std::string& statement, std::optional<int32_t> count,
                     const std::string& source, int64_t revision) {
  Explanation::Fact& fact = *to_.add_facts();
  fact.set_service(std::string(service));
  fact.set_resource(resource);
  fact.set_statement(statement);
  if (count.has_value()) fact.set_count(*count);
  fact.set_source(source);
  fact.set_revision(revision);
  for (const pb::WriteRecord& write : content_.writes()) {
    if (write.service() != service || write.revision() != revision) continue;
    fact.set_organisation(write.organisation());
    *fact.mutable_record_time() = write.record_time();
  }
  return *this;
}

const pb::MunicipalityRow* RowOf(const pb::ReportContent& content,
                                 absl::string_view resource) {
  for (const pb::MunicipalityRow& row : content.municipalities()) {
    if (resource == row.municipality() ||
        absl::StartsWith(resource, absl::StrCat(row.municipality(), "/"))) {
      return &row;
    }
  }
  return nullptr;
}

void AddStep(Answer& answer, const std::string& subject,
             const pb::TargetStep& step) {
  answer.Fact(
      "quotas", step.origin().empty() ? subject : step.origin(),
      step.has_change_count()
          ? absl::StrCat(DutchBasis(step), " met ",
                         DutchSigned(step.change_count()))
          : absl::StrCat(DutchBasis(step), ": ", DutchCount(step.place_count()),
                         step.has_amv_count()
                             ? absl::StrCat(", waarvan amv ",
                                            DutchCount(step.amv_count()))
                             : ""),
      step.has_change_count() ? step.change_count() : step.place_count(),
      step.source(), step.revision());
}

void AddPlaces(Answer& answer, const std::string& location,
               const PlaceFacts& places,
               std::optional<locations::PlaceGroup> group) {
  for (const pb::PlaceFact& place : places) {
    if (group.has_value() && place.place_group() != *group) continue;
    answer.Fact(
        "locations", location,
        absl::StrCat(
            place.has_start_date()
                ? absl::StrCat("vanaf ", DutchDay(DayOf(place.start_date())))
                : "zonder dag",
            place.place_basis() == locations::PlaceEntry::BASIS_PLANNED
                ? " gepland "
                : " ",
            DutchCount(place.place_count()), " ",
            DutchGroup(place.place_group()),
            place.decision().empty()
                ? ""
                : absl::StrCat(" (", place.decision(), ")")),
        place.place_count(), place.source(), place.revision());
  }
}

void AddNil(Answer& answer, const pb::MunicipalityRow& row,
            pb::NilFact::Subject subject) {
  for (const pb::NilFact& nil : row.nil_facts()) {
    if (nil.subject() != subject) continue;
    answer.Fact(
        subject == pb::NilFact::SUBJECT_HOUSED ? "housing" : "locations",
        row.municipality(), DutchNil(nil), 0, nil.source(), nil.revision());
  }
}

void AddState(Answer& answer, const pb::Site& site) {
  if (!site.has_state_fact()) return;
  answer.Fact(
      "locations", site.location(),
      absl::StrCat("stand ", DutchState(site.location_state()), " vanaf ",
                   DutchDay(DayOf(site.state_fact().start_date()))),
      std::nullopt, site.state_fact().source(), site.state_fact().revision());
}

void AddCount(Answer& answer, absl::string_view service,
              const std::string& resource, const pb::CountFact& count,
              const char* unit) {
  answer.Fact(service, resource,
              absl::StrCat(DutchCount(count.count()), " ", unit, " op ",
                           DutchDay(DayOf(count.count_date()))),
              count.count(), count.source(), count.revision());
}

}  // namespace opvang::reporting
