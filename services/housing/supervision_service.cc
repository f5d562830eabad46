// Supervision: ladders, derived levels, steps taken.
#include <map>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/excerpt.h"
#include "common/base/municipality.h"
#include "services/housing/books.h"
#include "services/housing/housing_service.h"
#include "services/housing/pinned_pages.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/supervision.h"

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

grpc::ServerUnaryReactor* HousingService::ListLadders(
    Context* context, const pb::ListLaddersRequest* request,
    pb::ListLaddersResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) -> std::optional<std::string> {
        const std::string& parent = request->parent();
        if (parent == "provinces/-") return std::nullopt;
        if (!absl::StartsWith(parent, "provinces/") ||
            !DutchName(parent).has_value()) {
          violations.Add("parent",
                         absl::StrCat("is \"", Excerpt(parent, 80),
                                      "\"; it must be a province "
                                      "(provinces/pv23) or provinces/-"));
        }
        return parent;
      },
      [](const auto& asked) -> absl::StatusOr<pb::ListLaddersResponse> {
        pb::ListLaddersResponse list;
        for (pb::Ladder& ladder :
             opvang::housing::ListLadders(asked.known, asked.query)) {
          *list.add_ladders() = std::move(ladder);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* HousingService::ListSupervision(
    Context* context, const pb::ListSupervisionRequest* request,
    pb::ListSupervisionResponse* response) {
  return Handle(
      *context, *request, response, lanes_.asking,
      [=, this](const Call& call,
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
            const auto targets,
            quotas_.ReadTargets(call.deadline,
                                {.parent = request->parent(),
                                 .last = last,
                                 .as_of = day,
                                 .quotas_revision = quotas_revision}));
        ASSIGN_OR_RETURN(const auto state, Reach(page.revision));
        const KnownHousing known = KnownAt(*state, page.revision);
        const auto given = PageOf(all, page);
        const Books books =
            BooksOf(known, NamesOf(given), *targets,
                    {.first = last + 1, .last = last, .as_of = day});
        std::map<std::string, std::vector<pb::Ladder>> ladders;  // By province.
        pb::ListSupervisionResponse list;
        for (const Municipality* municipality : given) {
          const std::string province = municipality->ProvinceName();
          const auto [place, is_new] = ladders.try_emplace(province);
          if (is_new) {
            place->second = opvang::housing::ListLadders(known, province);
          }
          *list.add_supervisions() = Supervise(
              *municipality, books, place->second,
              ListSupervisionSteps(known, municipality->Name(), day), day);
        }
        list.set_next_page_token(TokenWithPins(
            *request, known.revision, all, given, {targets->quotas_revision}));
        list.set_revision(known.revision);
        list.set_quotas_revision(targets->quotas_revision);
        return list;
      });
}

}  // namespace opvang::housing
