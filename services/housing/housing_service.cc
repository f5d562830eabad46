#include "services/housing/housing_service.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/calendar.h"
#include "common/db/ledger.h"
#include "common/db/paging.h"
#include "common/municipality.h"
#include "common/reply.h"
#include "common/resource_name.h"
#include "common/transport.h"
#include "services/housing/balance.h"
#include "services/housing/housing_proto.h"
#include "services/housing/housing_rights.h"
#include "services/housing/housing_store.h"
#include "services/housing/targets.h"

namespace opvang::housing {
namespace {

constexpr absl::Duration kTargetsMax = absl::Seconds(5);

// Puts one page of what is listed by name into `list`.
template <typename Response, typename Item, typename Request>
Response PageByName(
    const Request& request, const Page& page, Revision revision,
    std::vector<Item> items,
    google::protobuf::RepeatedPtrField<Item>* (Response::*field)()) {
  Response list;
  for (Item& item : items) {
    if (item.name() <= page.after) continue;
    if ((list.*field)()->size() == page.size) {
      list.set_next_page_token(
          NextPageToken(request, revision, (list.*field)()->rbegin()->name()));
      break;
    }
    *(list.*field)()->Add() = std::move(item);
  }
  list.set_revision(revision);
  return list;
}

// A page of balances stands on two revisions; its key carries the other one:
// "municipalities/gm0193@57".
std::pair<std::string, int64_t> SplitKey(const std::string& key,
                                         int64_t quotas_revision) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(key, absl::MaxSplits('@', 1));
  int64_t pinned = quotas_revision;
  if (!absl::SimpleAtoi(parts.second, &pinned)) pinned = quotas_revision;
  return {parts.first, pinned};
}

std::vector<pb::Balance> BalancesOf(
    const std::vector<const Municipality*>& municipalities,
    const Targets& targets, const std::map<std::string, Stated>& opening,
    std::vector<pb::Placement> placements, std::vector<pb::HousingPlan> plans,
    const Period& half_year, absl::CivilDay as_of) {
  std::map<std::string, Ledger> ledgers;
  for (pb::Placement& placement : placements) {
    const std::string municipality = MunicipalityOf(placement.name());
    ledgers[municipality].placements.push_back(std::move(placement));
  }
  for (pb::HousingPlan& plan : plans) {
    const std::string municipality = MunicipalityOf(plan.name());
    ledgers[municipality].plans.push_back(std::move(plan));
  }
  const auto find = [](const std::map<std::string, Stated>& stated,
                       const std::string& name) {
    const auto found = stated.find(name);
    return found == stated.end() ? std::nullopt
                                 : std::optional<Stated>(found->second);
  };
  std::vector<pb::Balance> balances;
  for (const Municipality* municipality : municipalities) {
    const std::string name = municipality->Name();
    Ledger& ledger = ledgers[name];
    ledger.municipality = name;
    ledger.target = find(targets.by_municipality, name);
    ledger.opening = find(opening, name);
    balances.push_back(BalanceOf(ledger, half_year, as_of));
  }
  return balances;
}

}  // namespace

HousingService::HousingService(Database& db, const Clock& clock,
                               Organisations& organisations,
                               std::unique_ptr<Quotas> quotas)
    : db_(db),
      clock_(clock),
      gate_(organisations, kRights, pb::HousingService::service_full_name()),
      quotas_(std::move(quotas)) {}

grpc::Status HousingService::DeliverHousing(
    grpc::ServerContext* context, const pb::DeliverHousingRequest* request,
    pb::DeliverHousingResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::DeliverHousingResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    RETURN_IF_ERROR(CheckDelivery(*request));
    const std::vector<std::string> names =
        NamesOf(*MunicipalitiesIn(request->parent()));
    return Write<pb::DeliverHousingResponse>(
        db_, clock_, call, *request,
        [&](Transaction& tx) -> absl::StatusOr<pb::DeliverHousingResponse> {
          ASSIGN_OR_RETURN(const std::vector<pb::Placement> known,
                           opvang::housing::ListPlacements(tx, names));
          ASSIGN_OR_RETURN(const std::vector<pb::Placement> added,
                           NewPlacements(known, *request));
          RETURN_IF_ERROR(AppendPlacements(tx, added));
          RETURN_IF_ERROR(AppendFacts(tx, *request));
          pb::DeliverHousingResponse delivered;
          delivered.set_revision(tx.revision());
          delivered.set_fact_count(request->placements_size() +
                                   request->opening_balances_size() +
                                   request->plans_size());
          return delivered;
        });
  });
}

grpc::Status HousingService::ListPlacements(
    grpc::ServerContext* context, const pb::ListPlacementsRequest* request,
    pb::ListPlacementsResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListPlacementsResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
    Violations violations;
    const auto names =
        NamesOf(CheckParent(request->parent(), "parent", violations));
    RETURN_IF_ERROR(violations.ToStatus());
    return Read<pb::ListPlacementsResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListPlacementsResponse> {
          ASSIGN_OR_RETURN(std::vector<pb::Placement> placements,
                           opvang::housing::ListPlacements(tx, names));
          return PageByName(*request, page, tx.revision(),
                            std::move(placements),
                            &pb::ListPlacementsResponse::mutable_placements);
        });
  });
}

grpc::Status HousingService::ListHousingPlans(
    grpc::ServerContext* context, const pb::ListHousingPlansRequest* request,
    pb::ListHousingPlansResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListHousingPlansResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(const Page page, ParsePage(*request));
    Violations violations;
    const auto names =
        NamesOf(CheckParent(request->parent(), "parent", violations));
    RETURN_IF_ERROR(violations.ToStatus());
    return Read<pb::ListHousingPlansResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListHousingPlansResponse> {
          ASSIGN_OR_RETURN(std::vector<pb::HousingPlan> plans,
                           ListPlans(tx, names));
          return PageByName(*request, page, tx.revision(), std::move(plans),
                            &pb::ListHousingPlansResponse::mutable_plans);
        });
  });
}

grpc::Status HousingService::ListBalances(
    grpc::ServerContext* context, const pb::ListBalancesRequest* request,
    pb::ListBalancesResponse* response) {
  return Reply(response, [&]() -> absl::StatusOr<pb::ListBalancesResponse> {
    ASSIGN_OR_RETURN(const Call call, gate_.Authorize(*context, *request));
    ASSIGN_OR_RETURN(Page page, ParsePage(*request));
    Violations violations;
    const auto all = CheckParent(request->parent(), "parent", violations);
    const Period half_year =
        CheckHalfYear(request->half_year(), "half_year", violations);
    const absl::CivilDay as_of =
        CheckDay(request->as_of_date(), "as_of_date", violations);
    RETURN_IF_ERROR(violations.ToStatus());
    const auto [after, quotas_revision] =
        SplitKey(page.after, request->quotas_revision());
    page.after = after;
    ASSIGN_OR_RETURN(
        const Targets targets,
        ReadTargets(*quotas_, DeadlineWithin(kTargetsMax, call.deadline),
                    request->parent(), request->half_year(), as_of,
                    quotas_revision));
    const auto given = PageOf(all, page);
    return Read<pb::ListBalancesResponse>(
        db_, call, page.revision,
        [&](Transaction& tx) -> absl::StatusOr<pb::ListBalancesResponse> {
          const std::vector<std::string> names = NamesOf(given);
          ASSIGN_OR_RETURN(
              const auto opening,
              ListOpeningBalances(tx, names, request->half_year()));
          ASSIGN_OR_RETURN(auto placements,
                           opvang::housing::ListPlacements(tx, names));
          ASSIGN_OR_RETURN(auto plans, ListPlans(tx, names));
          pb::ListBalancesResponse list;
          for (pb::Balance& balance :
               BalancesOf(given, targets, opening, std::move(placements),
                          std::move(plans), half_year, as_of)) {
            *list.add_balances() = std::move(balance);
          }
          if (!given.empty() && given.back() != all.back()) {
            list.set_next_page_token(
                NextPageToken(*request, tx.revision(),
                              absl::StrCat(given.back()->Name(), "@",
                                           targets.quotas_revision)));
          }
          list.set_revision(tx.revision());
          list.set_quotas_revision(targets.quotas_revision);
          return list;
        });
  });
}

}  // namespace opvang::housing
