// Recorded quotas and the obligations that follow from them.
#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/quotas/agreement_store.h"
#include "services/quotas/municipality_message.h"
#include "services/quotas/quota_loader.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/quota_store.h"
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

void AddTransfers(const std::vector<pb::Transfer>& transfers,
                  const Question& question, absl::CivilDay day,
                  ByMunicipality& obligations) {
  for (const pb::Transfer& recorded : transfers) {
    if (recorded.duty() != question.duty ||
        recorded.period() != question.period ||
        DayOf(recorded.propose_date()) > day) {
      continue;
    }
    const pb::Transfer seen = SeenOn(day, recorded);
    if (seen.state() == pb::Transfer::STATE_ENDED ||
        seen.state() == pb::Transfer::STATE_CONDITION_FAILED) {
      continue;
    }
    for (const std::string& side : {seen.giver(), seen.receiver()}) {
      const auto found = obligations.find(side);
      if (found != obligations.end()) *found->second.add_transfers() = seen;
    }
  }
}

// Every obligation asked for, of all pages, in the order of the questions.
struct Answers {
  std::vector<const Municipality*> municipalities;
  std::vector<ByMunicipality> by_question;
  std::vector<pb::Obligation> stated;  // Of regions, provinces, the country.
};

absl::StatusOr<Answers> ReadAnswers(Transaction& tx, const std::string& parent,
                                    const ObligationQuery& query) {
  Answers answers{
      .municipalities = query.municipalities, .by_question = {}, .stated = {}};
  std::vector<pb::Succession> successions;
  if (query.boundaries_day.has_value()) {
    ASSIGN_OR_RETURN(successions, ListSuccessions(tx));
    std::erase_if(answers.municipalities, [&](const Municipality* one) {
      return HasEnded(one->Name(), *query.boundaries_day, successions);
    });
  }
  const std::vector<std::string> of =
      query.boundaries_day.has_value()
          ? WithPredecessors(NamesOf(answers.municipalities),
                             *query.boundaries_day, successions)
          : NamesOf(answers.municipalities);
  const std::vector<std::string> within = SubjectsWithin(parent);
  std::vector<std::string> subjects = within;
  subjects.insert(subjects.end(), of.begin(), of.end());
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  ASSIGN_OR_RETURN(const QuotaSnapshot standing,
                   QuotaSnapshot::Load(tx, subjects));
  ASSIGN_OR_RETURN(const std::vector<pb::Transfer> transfers,
                   ListTransfers(tx));
  for (Question question : query.questions) {
    ByMunicipality& obligations = answers.by_question.emplace_back();
    for (const std::string& name : of) {
      question.subject = name;
      obligations[name] = standing.ObligationFor(question);
    }
    AddTransfers(transfers, question, query.day, obligations);
    if (query.boundaries_day.has_value()) {
      MoveInto(*query.boundaries_day, successions, obligations);
    }
    for (const std::string& subject : within) {
      if (FindMunicipalityByName(subject) != nullptr) continue;
      question.subject = subject;
      answers.stated.push_back(standing.ObligationFor(question));
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

grpc::Status QuotaService::ListQuotaEntries(
    grpc::ServerContext* context, const pb::ListQuotaEntriesRequest* request,
    pb::ListQuotaEntriesResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckParent(request->parent(), "parent", violations);
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListQuotaEntriesResponse> {
        ASSIGN_OR_RETURN(std::vector<pb::QuotaEntry> entries,
                         opvang::quotas::ListQuotaEntries(
                             tx, SubjectsWithin(request->parent())));
        pb::ListQuotaEntriesResponse list;
        list.set_next_page_token(
            TakePage(*request, page, tx.revision(), std::move(entries),
                     [&](pb::QuotaEntry entry) {
                       *list.add_quota_entries() = std::move(entry);
                     }));
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status QuotaService::ListObligations(
    grpc::ServerContext* context, const pb::ListObligationsRequest* request,
    pb::ListObligationsResponse* response) {
  ObligationQuery query;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) { query = CheckQuery(*request, violations); },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListObligationsResponse> {
        ASSIGN_OR_RETURN(Answers answers,
                         ReadAnswers(tx, request->parent(), query));
        const auto given = PageOf(answers.municipalities, page);
        pb::ListObligationsResponse list;
        if (page.after.empty()) AddTotals(answers, list);
        for (const Municipality* municipality : given) {
          auto& one = *list.add_obligations();
          *one.mutable_municipality() = ToProto(*municipality);
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
        list.set_next_page_token(
            TokenAfter(*request, tx.revision(), answers.municipalities, given));
        list.set_revision(tx.revision());
        list.set_geography_version(kGeographyVersion);
        return list;
      });
}

}  // namespace opvang::quotas
