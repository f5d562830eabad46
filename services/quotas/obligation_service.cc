// Recorded quotas and the obligations that follow from them.
#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/quotas/municipality_message.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_validation.h"
#include "services/quotas/rules/obligation.h"
#include "services/quotas/rules/succession.h"
#include "services/quotas/rules/transfer.h"

namespace opvang::quotas {
namespace {

// What ListObligations asks, checked: of whom, and per duty as a question whose
// subject is still open.
struct ObligationQuery {
  std::vector<const Municipality*> municipalities;
  absl::CivilDay day;
  std::optional<absl::CivilDay> boundaries_day;
  std::vector<Question> questions;
};

ObligationQuery CheckQuery(const pb::ListObligationsRequest& request,
                           Violations& violations) {
  ObligationQuery query;
  query.municipalities = CheckParent(request.parent(), "parent", violations);
  query.day = CheckDay(request.as_of_date(), "as_of_date", violations);
  query.boundaries_day = CheckOptionalDay(request.boundaries_date(),
                                          "boundaries_date", violations);
  const auto ukraine_day =
      CheckOptionalDay(request.ukraine_date(), "ukraine_date", violations);
  if (!request.cycle().empty()) {
    CheckCycleName(request.cycle(), "cycle", violations);
    query.questions.push_back(
        {"", pb::DUTY_ASYLUM, request.cycle(), query.day});
  }
  if (ukraine_day.has_value()) {
    query.questions.push_back({"", pb::DUTY_UKRAINE, "", *ukraine_day});
  }
  if (!request.half_year().empty()) {
    CheckHalfYear(request.half_year(), "half_year", violations);
    query.questions.push_back(
        {"", pb::DUTY_STATUS_HOLDERS, request.half_year(), query.day});
  }
  return query;
}

// The obligations of one duty, by municipality.
using ByMunicipality = std::map<std::string, pb::Obligation>;

// Adds the transfers that bear on what `obligation` asks of its subject: what
// is over bears on the days on which it lent.
void AddTransfers(const KnownQuotas& known, absl::CivilDay day,
                  pb::Obligation& obligation) {
  for (const pb::Transfer& recorded :
       TransfersOf(known, obligation.subject())) {
    if (recorded.duty() != obligation.duty() ||
        recorded.period() != obligation.period() ||
        DayOf(recorded.propose_date()) > day) {
      continue;
    }
    pb::Transfer seen = SeenOn(day, recorded);
    const bool over = seen.state() == pb::Transfer::STATE_ENDED ||
                      seen.state() == pb::Transfer::STATE_CONDITION_FAILED;
    if (over && !seen.has_lent_start_date()) continue;
    *obligation.add_transfers() = std::move(seen);
  }
}

// Every obligation asked for, of all pages, in the order of the questions.
struct Answers {
  std::vector<const Municipality*> municipalities;
  std::vector<ByMunicipality> by_question;
  std::vector<pb::Obligation> stated;  // Of regions, provinces, the country.
};

Answers AnswersOf(const KnownQuotas& known, const std::string& parent,
                  const ObligationQuery& query) {
  Answers answers{
      .municipalities = query.municipalities, .by_question = {}, .stated = {}};
  std::vector<pb::Succession> successions;
  std::vector<std::string> of = NamesOf(answers.municipalities);
  if (query.boundaries_day.has_value()) {
    successions = ListSuccessions(known);
    std::erase_if(answers.municipalities, [&](const Municipality* one) {
      return HasEnded(one->Name(), *query.boundaries_day, successions);
    });
    of = WithPredecessors(NamesOf(answers.municipalities),
                          *query.boundaries_day, successions);
  }
  answers.by_question.resize(query.questions.size());
  for (const std::string& name : of) {
    const ObligationRecord record = RecordOf(known, name);
    for (size_t i = 0; i < query.questions.size(); ++i) {
      Question question = query.questions[i];
      question.subject = name;
      pb::Obligation& obligation = answers.by_question[i][name];
      obligation = record.ObligationFor(question);
      AddTransfers(known, query.day, obligation);
    }
  }
  if (query.boundaries_day.has_value()) {
    for (ByMunicipality& obligations : answers.by_question) {
      MoveInto(*query.boundaries_day, successions, obligations);
    }
  }
  const std::vector<std::string> areas = AreasWithin(parent);
  for (Question question : query.questions) {
    for (const std::string& area : areas) {
      question.subject = area;
      answers.stated.push_back(RecordOf(known, area).ObligationFor(question));
    }
  }
  return answers;
}

void AddTotals(Answers& answers, pb::ListObligationsResponse& list) {
  if (answers.by_question.empty()) return;
  const size_t areas = answers.stated.size() / answers.by_question.size();
  for (size_t i = 0; i < answers.stated.size(); ++i) {
    *list.add_totals() = TotalOf(answers.stated[i], answers.municipalities,
                                 answers.by_question[i / areas]);
    if (answers.stated[i].has_quota_count()) {
      *list.add_stated_totals() = std::move(answers.stated[i]);
    }
  }
}

}  // namespace

grpc::ServerUnaryReactor* QuotaService::ListQuotaEntries(
    Context* context, const pb::ListQuotaEntriesRequest* request,
    pb::ListQuotaEntriesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListQuotaEntriesResponse> {
        pb::ListQuotaEntriesResponse list;
        list.set_next_page_token(
            TakePage(*request, asked.page, asked.known.revision,
                     opvang::quotas::ListQuotaEntries(
                         asked.known, SubjectsWithin(request->parent())),
                     [&](pb::QuotaEntry entry) {
                       *list.add_quota_entries() = std::move(entry);
                     }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* QuotaService::ListObligations(
    Context* context, const pb::ListObligationsRequest* request,
    pb::ListObligationsResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) { return CheckQuery(*request, violations); },
      [=](const auto& asked) -> absl::StatusOr<pb::ListObligationsResponse> {
        Answers answers =
            AnswersOf(asked.known, request->parent(), asked.query);
        const auto given = PageOf(answers.municipalities, asked.page);
        pb::ListObligationsResponse list;
        if (asked.page.after.empty()) AddTotals(answers, list);
        for (const Municipality* municipality : given) {
          auto& one = *list.add_obligations();
          *one.mutable_municipality() =
              MessageOf(*municipality, asked.query.day);
          for (ByMunicipality& obligations : answers.by_question) {
            pb::Obligation& answer = obligations[municipality->Name()];
            pb::Obligation& to = answer.duty() == pb::DUTY_ASYLUM
                                     ? *one.mutable_asylum()
                                 : answer.duty() == pb::DUTY_UKRAINE
                                     ? *one.mutable_ukraine()
                                     : *one.mutable_status_holders();
            to = std::move(answer);
          }
        }
        list.set_next_page_token(TokenAfter(*request, asked.known.revision,
                                            answers.municipalities, given));
        list.set_revision(asked.known.revision);
        list.set_geography_version(kGeographyVersion);
        return list;
      });
}

}  // namespace opvang::quotas
