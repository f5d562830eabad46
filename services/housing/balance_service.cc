// Balances and ledgers: what quotas wants, what the record says, what is
// published.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "services/housing/book_loader.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_store.h"
#include "services/housing/housing_validation.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/quotas_client.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/statement.h"

namespace opvang::housing {
namespace {

constexpr int kLedgersMax = 100;  // A page; forty balances each.

// What quotas and the record say was published, of two half-years.
absl::StatusOr<std::vector<Published>> LoadPublished(
    Transaction& tx, const std::vector<std::string>& subjects,
    const Targets& targets, HalfYear half_year) {
  ASSIGN_OR_RETURN(
      std::vector<Published> published,
      ListPublishedFigures(tx, subjects, half_year - 1, half_year));
  published.insert(published.end(), targets.published.begin(),
                   targets.published.end());
  return published;
}

// The balance of each book in the half-year asked for, with what is published
// about it.
std::map<std::string, pb::Balance> BalancesOfAll(
    const Books& books, const Question& question,
    const std::vector<Published>& published) {
  std::map<std::string, pb::Balance> balances;
  for (const auto& [name, book] : books.by_municipality) {
    pb::Balance balance = BalancesOf(book, books.kinds, question).back();
    for (pb::Statement statement :
         StatementsAbout(name, question.last, published)) {
      Compare({{.book = &book, .balance = &balance}}, books.kinds,
              question.last, statement);
      *balance.add_statements() = std::move(statement);
    }
    balances[name] = std::move(balance);
  }
  return balances;
}

std::vector<Member> MembersOf(
    const std::string& area, const Books& books,
    const std::map<std::string, pb::Balance>& balances) {
  std::vector<Member> members;
  for (const auto& [name, book] : books.by_municipality) {
    if (!LiesWithin(name, area)) continue;
    members.push_back({.book = &book, .balance = &balances.at(name)});
  }
  return members;
}

// From `first_half_year` to `last_half_year`, on `as_of_date`.
Question CheckRange(const pb::ListLedgersRequest& request,
                    Violations& violations) {
  const size_t before = violations.all().size();
  const Question question{
      .first = CheckHalfYear(request.first_half_year(), "first_half_year",
                             violations),
      .last =
          CheckHalfYear(request.last_half_year(), "last_half_year", violations),
      .as_of = CheckDay(request.as_of_date(), "as_of_date", violations)};
  const int count = question.last - question.first + 1;
  if (violations.all().size() == before &&
      (count < 1 || count > kChainLength)) {
    violations.Add(
        "last_half_year",
        absl::StrCat("is ", request.last_half_year(),
                     "; from first_half_year, ", request.first_half_year(),
                     ", there must be between 1 and ", kChainLength,
                     " half-years"));
  }
  return question;
}

}  // namespace

grpc::Status HousingService::ListBalances(
    grpc::ServerContext* context, const pb::ListBalancesRequest* request,
    pb::ListBalancesResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          Page page) -> absl::StatusOr<pb::ListBalancesResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const HalfYear half_year =
            CheckHalfYear(request->half_year(), "half_year", violations);
        const Question question{
            .first = half_year,
            .last = half_year,
            .as_of = CheckDay(request->as_of_date(), "as_of_date", violations)};
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        TakePins(page, {&quotas_revision});
        ASSIGN_OR_RETURN(
            const Targets targets,
            ReadTargets(*quotas_, DeadlineWithin(kTargetsMax, call.deadline),
                        {.parent = request->parent(),
                         .last = half_year,
                         .as_of = question.as_of,
                         .quotas_revision = quotas_revision}));
        // The first page has the sums over all.
        const bool first = page.after.empty();
        const auto given = PageOf(all, page);
        const std::vector<std::string> names = NamesOf(first ? all : given);
        return Read<pb::ListBalancesResponse>(
            db_, call, page.revision,
            [&](Transaction& tx) -> absl::StatusOr<pb::ListBalancesResponse> {
              ASSIGN_OR_RETURN(const Books books,
                               LoadBooks(tx, names, targets, question));
              ASSIGN_OR_RETURN(
                  const std::vector<Published> published,
                  LoadPublished(
                      tx, first ? SubjectsWithin(request->parent()) : names,
                      targets, half_year));
              const auto balances = BalancesOfAll(books, question, published);
              pb::ListBalancesResponse list;
              for (const std::string& area :
                   first ? AreasWithin(request->parent())
                         : std::vector<std::string>()) {
                *list.add_areas() =
                    AreaOf(area, MembersOf(area, books, balances), books.kinds,
                           half_year, question.as_of, published);
              }
              for (const std::string& name : NamesOf(given)) {
                *list.add_balances() = balances.at(name);
              }
              list.set_next_page_token(
                  TokenWithPins(*request, tx.revision(), all, given,
                                {targets.quotas_revision}));
              list.set_revision(tx.revision());
              list.set_quotas_revision(targets.quotas_revision);
              return list;
            });
      });
}

grpc::Status HousingService::ListLedgers(grpc::ServerContext* context,
                                         const pb::ListLedgersRequest* request,
                                         pb::ListLedgersResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          Page page) -> absl::StatusOr<pb::ListLedgersResponse> {
        page.size = std::min(page.size, kLedgersMax);
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const Question question = CheckRange(*request, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        TakePins(page, {&quotas_revision});
        ASSIGN_OR_RETURN(
            const Targets targets,
            ReadTargets(*quotas_, DeadlineWithin(kTargetsMax, call.deadline),
                        {.parent = request->parent(),
                         .last = question.last,
                         .as_of = question.as_of,
                         .quotas_revision = quotas_revision}));
        const auto given = PageOf(all, page);
        return Read<pb::ListLedgersResponse>(
            db_, call, page.revision,
            [&](Transaction& tx) -> absl::StatusOr<pb::ListLedgersResponse> {
              // Sums throughout: nothing is told one by one.
              ASSIGN_OR_RETURN(const Books books,
                               LoadBooks(tx, NamesOf(given), targets,
                                         {.first = question.last + 1,
                                          .last = question.last,
                                          .as_of = question.as_of}));
              pb::ListLedgersResponse list;
              for (const std::string& name : NamesOf(given)) {
                *list.add_ledgers() = LedgerOf(BalancesOf(
                    books.by_municipality.at(name), books.kinds, question));
              }
              list.set_next_page_token(
                  TokenWithPins(*request, tx.revision(), all, given,
                                {targets.quotas_revision}));
              list.set_revision(tx.revision());
              list.set_quotas_revision(targets.quotas_revision);
              return list;
            });
      });
}

}  // namespace opvang::housing
