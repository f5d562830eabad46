// Balances and ledgers: what quotas wants, what the record says, what is
// published.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/housing/books.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_validation.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/statement.h"

namespace opvang::housing {
namespace {

constexpr int kLedgersMax = 100;  // A page; forty balances each.

// What quotas and the record say was published, of two half-years.
std::vector<Published> PublishedIn(const KnownHousing& known,
                                   const std::vector<std::string>& subjects,
                                   const Targets& targets, HalfYear half_year) {
  std::vector<Published> published =
      ListPublishedFigures(known, subjects, half_year - 1, half_year);
  for (const Published& one : targets.published) {
    if (one.half_year == half_year || one.half_year == half_year - 1) {
      published.push_back(one);
    }
  }
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

// The day on which targets and what is published are known: `target_date`, else
// `as_of_date`.
absl::CivilDay CheckTargetDay(const pb::ListBalancesRequest& request,
                              absl::CivilDay as_of, Violations& violations) {
  const auto day =
      CheckOptionalDay(request.target_date(), "target_date", violations);
  if (day.has_value() && *day < as_of) {
    violations.Add("target_date",
                   absl::StrCat("is ", FormatDay(*day),
                                "; it must not lie before as_of_date, ",
                                FormatDay(as_of)));
  }
  return day.value_or(as_of);
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

grpc::ServerUnaryReactor* HousingService::ListBalances(
    Context* context, const pb::ListBalancesRequest* request,
    pb::ListBalancesResponse* response) {
  return Handle(
      *context, *request, response, lanes_.asking,
      [=, this](const Call& call,
                Page page) -> absl::StatusOr<pb::ListBalancesResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const HalfYear half_year =
            CheckHalfYear(request->half_year(), "half_year", violations);
        const Question question{
            .first = half_year,
            .last = half_year,
            .as_of = CheckDay(request->as_of_date(), "as_of_date", violations)};
        const absl::CivilDay target_day =
            CheckTargetDay(*request, question.as_of, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        TakePins(page, {&quotas_revision});
        ASSIGN_OR_RETURN(
            const auto targets,
            quotas_.ReadTargets(call.deadline,
                                {.parent = request->parent(),
                                 .last = half_year,
                                 .as_of = target_day,
                                 .quotas_revision = quotas_revision}));
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownHousing known = KnownAt(*state, page.revision);
        // The first page has the sums over all.
        const bool first = page.after.empty();
        const auto given = PageOf(all, page);
        const std::vector<std::string> names = NamesOf(first ? all : given);
        const Books books = BooksOf(known, names, *targets, question);
        const std::vector<Published> published = PublishedIn(
            known, first ? SubjectsWithin(request->parent()) : names, *targets,
            half_year);
        auto balances = BalancesOfAll(books, question, published);
        pb::ListBalancesResponse list;
        if (first) {
          for (const std::string& area : AreasWithin(request->parent())) {
            *list.add_areas() =
                AreaOf(area, MembersOf(area, books, balances), books.kinds,
                       half_year, question.as_of, published);
          }
        }
        for (const Municipality* municipality : given) {
          *list.add_balances() = std::move(balances.at(municipality->Name()));
        }
        list.set_next_page_token(TokenWithPins(
            *request, known.revision, all, given, {targets->quotas_revision}));
        list.set_revision(known.revision);
        list.set_quotas_revision(targets->quotas_revision);
        return list;
      });
}

grpc::ServerUnaryReactor* HousingService::ListLedgers(
    Context* context, const pb::ListLedgersRequest* request,
    pb::ListLedgersResponse* response) {
  return Handle(
      *context, *request, response, lanes_.asking,
      [=, this](const Call& call,
                Page page) -> absl::StatusOr<pb::ListLedgersResponse> {
        page.size = std::min(page.size, kLedgersMax);
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const Question question = CheckRange(*request, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        TakePins(page, {&quotas_revision});
        ASSIGN_OR_RETURN(
            const auto targets,
            quotas_.ReadTargets(call.deadline,
                                {.parent = request->parent(),
                                 .last = question.last,
                                 .as_of = question.as_of,
                                 .quotas_revision = quotas_revision}));
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownHousing known = KnownAt(*state, page.revision);
        const auto given = PageOf(all, page);
        // Sums throughout: nothing is told one by one.
        const Books books = BooksOf(known, NamesOf(given), *targets,
                                    {.first = question.last + 1,
                                     .last = question.last,
                                     .as_of = question.as_of});
        pb::ListLedgersResponse list;
        for (const std::string& name : NamesOf(given)) {
          *list.add_ledgers() = LedgerOf(BalancesOf(
              books.by_municipality.at(name), books.kinds, question));
        }
        list.set_next_page_token(TokenWithPins(
            *request, known.revision, all, given, {targets->quotas_revision}));
        list.set_revision(known.revision);
        list.set_quotas_revision(targets->quotas_revision);
        return list;
      });
}

}  // namespace opvang::housing
