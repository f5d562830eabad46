// Closed half-years: what was known then, what is known now.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "services/housing/book_loader.h"
#include "services/housing/housing_service.h"
#include "services/housing/housing_validation.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/quotas_client.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/closing.h"

namespace opvang::housing {
namespace {

// What is read of one side.
struct Snapshot {
  Targets targets;
  Books books;
  Revision revision = 0;
};

// The last instant of a half-year, in the Netherlands, to the microsecond that
// is kept.
absl::Time EndOf(HalfYear half_year) {
  return StartOf(half_year.LastDay() + 1) - absl::Microseconds(1);
}

// The revision of the closing that was asked for, or the last one recorded
// before the first instant after the half-year.
absl::StatusOr<Revision> ClosingRevision(Transaction& tx, HalfYear half_year,
                                         Revision asked) {
  if (asked < 0 || asked > tx.revision()) {
    return InvalidFields(
        {{"closing_revision",
          absl::StrCat("is ", asked, "; it must be 0 or a revision up to ",
                       tx.revision())}});
  }
  if (asked != 0) return asked;
  ASSIGN_OR_RETURN(const Revision at, RevisionAt(tx, EndOf(half_year)));
  return std::min(at, tx.revision());
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

}  // namespace

grpc::Status HousingService::ListClosings(
    grpc::ServerContext* context, const pb::ListClosingsRequest* request,
    pb::ListClosingsResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          Page page) -> absl::StatusOr<pb::ListClosingsResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const HalfYear half_year =
            CheckHalfYear(request->half_year(), "half_year", violations);
        const absl::CivilDay as_of =
            CheckDay(request->as_of_date(), "as_of_date", violations);
        if (violations.empty() && as_of <= half_year.LastDay()) {
          violations.Add("as_of_date",
                         absl::StrCat("is ", FormatDay(as_of), "; ",
                                      half_year.Name(), " is over from ",
                                      FormatDay(half_year.LastDay() + 1)));
        }
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        int64_t closing_revision = request->closing_revision();
        int64_t closing_quotas_revision = request->closing_quotas_revision();
        TakePins(page, {&quotas_revision, &closing_revision,
                        &closing_quotas_revision});
        const auto given = PageOf(all, page);
        const std::vector<std::string> names = NamesOf(given);
        const absl::Time deadline = DeadlineWithin(kTargetsMax, call.deadline);
        const TargetsAsked asked{.parent = request->parent(),
                                 .last = half_year,
                                 .as_of = as_of,
                                 .quotas_revision = quotas_revision};
        Snapshot now, closing;
        ASSIGN_OR_RETURN(now.targets, ReadTargets(*quotas_, deadline, asked));
        if (closing_quotas_revision == 0) {
          ASSIGN_OR_RETURN(
              closing_quotas_revision,
              ReadKnownRevision(*quotas_, deadline, EndOf(half_year),
                                now.targets.quotas_revision));
        }
        ASSIGN_OR_RETURN(
            closing.targets,
            ReadTargets(*quotas_, deadline,
                        {.parent = request->parent(),
                         .last = half_year,
                         .as_of = half_year.LastDay(),
                         .quotas_revision = closing_quotas_revision}));
        const auto load = [&](Transaction& tx, absl::CivilDay day,
                              Snapshot& known) {
          known.revision = tx.revision();
          return LoadBooks(tx, names, known.targets,
                           {half_year, half_year, day});
        };
        ASSIGN_OR_RETURN(
            now.books,
            Read<Books>(db_, call, page.revision,
                        [&](Transaction& tx) -> absl::StatusOr<Books> {
                          ASSIGN_OR_RETURN(
                              closing_revision,
                              ClosingRevision(tx, half_year, closing_revision));
                          return load(tx, as_of, now);
                        }));
        // Facts of a revision never change, so that a second look is as good.
        ASSIGN_OR_RETURN(
            closing.books,
            Read<Books>(db_, call, closing_revision, [&](Transaction& tx) {
              return load(tx, half_year.LastDay(), closing);
            }));
        pb::ListClosingsResponse list;
        for (const std::string& name : names) {
          *list.add_closings() = Close(name, closing, now, half_year, as_of);
        }
        list.set_next_page_token(
            TokenWithPins(*request, now.revision, all, given,
                          {now.targets.quotas_revision, closing.revision,
                           closing.targets.quotas_revision}));
        list.set_revision(now.revision);
        list.set_quotas_revision(now.targets.quotas_revision);
        list.set_closing_revision(closing.revision);
        list.set_closing_quotas_revision(closing.targets.quotas_revision);
        return list;
      });
}

}  // namespace opvang::housing
