// Closed half-years: what was known then, what is known now.
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/housing/books.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_validation.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/closing.h"

namespace opvang::housing {
namespace {

// What is read of one side.
struct Snapshot {
  std::shared_ptr<const Targets> targets;
  Books books;
  Revision revision = 0;
};

// The last instant of a half-year, in the Netherlands, to the microsecond that
// is kept.
absl::Time EndOf(HalfYear half_year) {
  return StartOf(half_year.LastDay() + 1) - absl::Microseconds(1);
}

// The last revision recorded before the first instant after the half-year, at
// most `now`; the ledger alone knows when what was recorded.
absl::StatusOr<Revision> RevisionAtEnd(Database& db, const Call& call,
                                       HalfYear half_year, Revision now) {
  return Read<Revision>(
      db, call, now, [&](Transaction& tx) -> absl::StatusOr<Revision> {
        ASSIGN_OR_RETURN(const Revision at, RevisionAt(tx, EndOf(half_year)));
        return std::min(at, now);
      });
}

pb::Closing Close(const std::string& name, const Snapshot& closing,
                  const Snapshot& now, HalfYear half_year,
                  absl::CivilDay as_of) {
  const auto side = [&](const Snapshot& known, absl::CivilDay day,
                        pb::Balance& balance) {
    const Book& book = known.books.by_municipality.at(name);
    balance =
        BalancesOf(book, known.books.kinds, {half_year, half_year, day}).back();
    return Side{.book = &book,
                .kinds = &known.books.kinds,
                .balance = &balance,
                .revision = known.revision};
  };
  pb::Balance then_balance, now_balance;
  return ClosingOf(side(closing, half_year.LastDay(), then_balance),
                   side(now, as_of, now_balance));
}

// Which half-year that is over, of where, looked back on from which day, and
// from which revisions; 0 for what is chosen.
struct ClosingQuery {
  std::vector<const Municipality*> municipalities;
  HalfYear half_year;
  absl::CivilDay as_of;
  int64_t quotas_revision = 0;
  int64_t closing_revision = 0;
  int64_t closing_quotas_revision = 0;
};

ClosingQuery CheckQuery(const pb::ListClosingsRequest& request,
                        Violations& violations) {
  ClosingQuery query = {
      .municipalities = CheckParent(request.parent(), "parent", violations),
      .half_year = CheckHalfYear(request.half_year(), "half_year", violations),
      .as_of = CheckDay(request.as_of_date(), "as_of_date", violations),
      .quotas_revision = request.quotas_revision(),
      .closing_revision = request.closing_revision(),
      .closing_quotas_revision = request.closing_quotas_revision()};
  if (violations.empty() && query.as_of <= query.half_year.LastDay()) {
    violations.Add("as_of_date",
                   absl::StrCat("is ", FormatDay(query.as_of), "; ",
                                query.half_year.Name(), " is over from ",
                                FormatDay(query.half_year.LastDay() + 1)));
  }
  return query;
}

// The targets as quotas knows them now, and as it knew them at the end of the
// half-year.
absl::Status ReadBothTargets(QuotasClient& quotas, absl::Time callers_deadline,
                             const std::string& parent,
                             const ClosingQuery& query, Snapshot& now,
                             Snapshot& closing) {
  ASSIGN_OR_RETURN(
      now.targets,
      quotas.ReadTargets(callers_deadline,
                         {.parent = parent,
                          .last = query.half_year,
                          .as_of = query.as_of,
                          .quotas_revision = query.quotas_revision}));
  int64_t then = query.closing_quotas_revision;
  if (then == 0) {
    ASSIGN_OR_RETURN(
        then, quotas.ReadKnownRevision(callers_deadline, EndOf(query.half_year),
                                       now.targets->quotas_revision));
  }
  ASSIGN_OR_RETURN(
      closing.targets,
      quotas.ReadTargets(callers_deadline, {.parent = parent,
                                            .last = query.half_year,
                                            .as_of = query.half_year.LastDay(),
                                            .quotas_revision = then}));
  return absl::OkStatus();
}

// The books of one side, at its revision.
void ReadBooks(const HousingState& state, const std::vector<std::string>& names,
               HalfYear half_year, absl::CivilDay day, Snapshot& side) {
  side.books = BooksOf({state, side.revision}, names, *side.targets,
                       {half_year, half_year, day});
}

}  // namespace

grpc::ServerUnaryReactor* HousingService::ListClosings(
    Context* context, const pb::ListClosingsRequest* request,
    pb::ListClosingsResponse* response) {
  return Handle(
      *context, *request, response, lanes_.asking,
      [=, this](const Call& call,
                Page page) -> absl::StatusOr<pb::ListClosingsResponse> {
        Violations violations;
        ClosingQuery query = CheckQuery(*request, violations);
        RETURN_IF_ERROR(violations.ToStatus());
        TakePins(page, {&query.quotas_revision, &query.closing_revision,
                        &query.closing_quotas_revision});
        const auto& all = query.municipalities;
        const HalfYear half_year = query.half_year;
        const auto given = PageOf(all, page);
        const std::vector<std::string> names = NamesOf(given);
        Snapshot now, closing;
        RETURN_IF_ERROR(ReadBothTargets(
            quotas_, call.deadline, request->parent(), query, now, closing));
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        now.revision = KnownAt(*state, page.revision).revision;
        closing.revision = query.closing_revision;
        if (closing.revision < 0 || closing.revision > now.revision) {
          return InvalidFields(
              {{"closing_revision", absl::StrCat("is ", closing.revision,
                                                 "; it must be 0 or a revision "
                                                 "up to ",
                                                 now.revision)}});
        }
        if (closing.revision == 0) {
          ASSIGN_OR_RETURN(closing.revision,
                           RevisionAtEnd(db_, call, half_year, now.revision));
        }
        ReadBooks(*state, names, half_year, query.as_of, now);
        ReadBooks(*state, names, half_year, half_year.LastDay(), closing);
        pb::ListClosingsResponse list;
        for (const std::string& name : names) {
          *list.add_closings() =
              Close(name, closing, now, half_year, query.as_of);
        }
        list.set_next_page_token(
            TokenWithPins(*request, now.revision, all, given,
                          {now.targets->quotas_revision, closing.revision,
                           closing.targets->quotas_revision}));
        list.set_revision(now.revision);
        list.set_quotas_revision(now.targets->quotas_revision);
        list.set_closing_revision(closing.revision);
        list.set_closing_quotas_revision(closing.targets->quotas_revision);
        return list;
      });
}

}  // namespace opvang::housing
