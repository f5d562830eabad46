// Supervision: ladders, derived levels, steps taken.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "services/housing/book_loader.h"
#include "services/housing/housing_service.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/quotas_client.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/supervision.h"
#include "services/housing/supervision_store.h"

namespace opvang::housing {
namespace {

// The supervision of one municipality on a day.
pb::Supervision Supervise(const Municipality& municipality, const Books& books,
                          const std::vector<pb::Ladder>& ladders,
                          const std::vector<pb::SupervisionStep>& steps,
                          absl::CivilDay day) {
  const pb::Ladder* ladder =
      LadderOn(ladders, municipality.ProvinceName(), day);
  const HalfYear last = LastCompleted(day);
  const int count = ladder == nullptr ? 1 : LookedAt(*ladder);
  pb::Supervision supervision = SupervisionOf(
      municipality.Name(), ladder,
      BalancesOf(books.by_municipality.at(municipality.Name()), books.kinds,
                 {.first = last - (count - 1), .last = last, .as_of = day}),
      steps, day);
  supervision.set_province(municipality.ProvinceName());
  return supervision;
}

}  // namespace

grpc::Status HousingService::ListLadders(grpc::ServerContext* context,
                                         const pb::ListLaddersRequest* request,
                                         pb::ListLaddersResponse* response) {
  const std::string& parent = request->parent();
  const bool all = parent == "provinces/-";
  return HandleRead(
      *context, *request, response,
      [&](Violations& violations) {
        if (all || (absl::StartsWith(parent, "provinces/") &&
                    DutchName(parent).has_value())) {
          return;
        }
        violations.Add("parent",
                       absl::StrCat("is \"", parent.substr(0, 80),
                                    "\"; it must be a province "
                                    "(provinces/pv23) or provinces/-"));
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::ListLaddersResponse> {
        ASSIGN_OR_RETURN(const auto ladders, opvang::housing::ListLadders(tx));
        pb::ListLaddersResponse list;
        for (const pb::Ladder& ladder : ladders) {
          if (all || ladder.province() == parent) *list.add_ladders() = ladder;
        }
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status HousingService::ListSupervision(
    grpc::ServerContext* context, const pb::ListSupervisionRequest* request,
    pb::ListSupervisionResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          Page page) -> absl::StatusOr<pb::ListSupervisionResponse> {
        Violations violations;
        const auto all = CheckParent(request->parent(), "parent", violations);
        const absl::CivilDay day =
            CheckDay(request->as_of_date(), "as_of_date", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        int64_t quotas_revision = request->quotas_revision();
        TakePins(page, {&quotas_revision});
        const HalfYear last = LastCompleted(day);
        ASSIGN_OR_RETURN(
            const Targets targets,
            ReadTargets(*quotas_, DeadlineWithin(kTargetsMax, call.deadline),
                        {.parent = request->parent(),
                         .last = last,
                         .as_of = day,
                         .quotas_revision = quotas_revision}));
        const auto given = PageOf(all, page);
        return Read<pb::ListSupervisionResponse>(
            db_, call, page.revision,
            [&](Transaction& tx)
                -> absl::StatusOr<pb::ListSupervisionResponse> {
              ASSIGN_OR_RETURN(
                  const Books books,
                  LoadBooks(tx, NamesOf(given), targets,
                            {.first = last + 1, .last = last, .as_of = day}));
              ASSIGN_OR_RETURN(const auto ladders,
                               opvang::housing::ListLadders(tx));
              ASSIGN_OR_RETURN(auto steps,
                               ListSupervisionSteps(tx, NamesOf(given), day));
              pb::ListSupervisionResponse list;
              for (const Municipality* municipality : given) {
                *list.add_supervisions() =
                    Supervise(*municipality, books, ladders,
                              steps[municipality->Name()], day);
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
