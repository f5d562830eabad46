#include "services/housing/housing_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "common/service/audit.h"
#include "services/housing/event_loader.h"
#include "services/housing/housing_access.h"
#include "services/housing/housing_errors.h"
#include "services/housing/housing_store.h"
#include "services/housing/housing_validation.h"
#include "services/housing/rules/plan.h"
#include "services/housing/rules/supervision.h"
#include "services/housing/supervision_store.h"

namespace opvang::housing {
namespace {

// All days of the calendar, as `CheckDay` has them.
const Period kAllDays{.start = absl::CivilDay(1900, 1, 1),
                      .end = absl::CivilDay(2200, 1, 1)};

// Puts one page of what is listed by name into `list`; `items` are those after
// the page before, one more than fit when there is a page after.
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

// Whether the role of the caller may deliver every list that holds anything.
absl::Status AuthorizeLists(Role role,
                            const pb::DeliverHousingRequest& request) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  request.GetReflection()->ListFields(request, &fields);
  for (const auto* field : fields) {
    if (!field->is_repeated()) continue;
    const bool allowed =
        std::any_of(std::begin(kListRights), std::end(kListRights),
                    [&](const AccessRule& row) {
                      return row.method == field->name() && row.roles.Has(role);
                    });
    if (!allowed) return ListNotAllowed(role, field->name());
  }
  return absl::OkStatus();
}

// Whether a row has no fault of its own.
template <typename Row, typename Check>
auto SoundIn(const std::string& parent, Check check) {
  return [parent, check](const Row& row) {
    Violations own;
    check(row, parent, "", own);
    return own.empty();
  };
}

// Appends what is new of a delivery; `violations` are what was wrong already.
absl::Status AppendDelivery(Transaction& tx,
                            const pb::DeliverHousingRequest& request,
                            Violations violations) {
  ASSIGN_OR_RETURN(std::set<std::string> kinds, LoadKindCodes(tx));
  for (const pb::PlacementKind& kind : request.placement_kinds()) {
    kinds.insert(kind.code());
  }
  for (int i = 0; i < request.placements_size(); ++i) {
    CheckKind(request.placements(i), kinds, absl::StrCat("placements[", i, "]"),
              violations);
  }
  ASSIGN_OR_RETURN(EventRecord placed,
                   LoadRecord(tx, request.placements(), FindPlacements));
  const std::vector<pb::Placement> placements =
      AdmitAll(request.placements(), "placements",
               SoundIn<pb::Placement>(request.parent(), CheckPlacement), placed,
               violations);
  ASSIGN_OR_RETURN(EventRecord moved,
                   LoadRecord(tx, request.moves(), FindMoves));
  const std::vector<pb::Move> moves = AdmitAll(
      request.moves(), "moves", SoundIn<pb::Move>(request.parent(), CheckMove),
      moved, violations);
  ASSIGN_OR_RETURN(std::vector<pb::Ladder> ladders,
                   opvang::housing::ListLadders(tx));
  for (pb::Ladder& ladder : LaddersOf(
           {request.ladder_levels().begin(), request.ladder_levels().end()})) {
    ladders.push_back(std::move(ladder));
  }
  CheckSteps(request, ladders, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(AppendPlacements(tx, placements));
  RETURN_IF_ERROR(AppendMoves(tx, moves));
  RETURN_IF_ERROR(AppendSupervision(tx, request));
  return AppendFacts(tx, request);
}

}  // namespace

HousingService::HousingService(Database& db, const Clock& clock,
                               Organisations& organisations,
                               std::unique_ptr<Quotas> quotas)
    : ServiceBase(db, clock, organisations, kRights,
                  pb::HousingService::service_full_name()),
      quotas_(std::move(quotas)) {}

grpc::Status HousingService::DeliverHousing(
    grpc::ServerContext* context, const pb::DeliverHousingRequest* request,
    pb::DeliverHousingResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call) -> absl::StatusOr<pb::DeliverHousingResponse> {
        RETURN_IF_ERROR(AuthorizeLists(call.caller.role, *request));
        const Violations form = CheckDelivery(*request);
        return Write<pb::DeliverHousingResponse>(
            db_, clock_, call, *request,
            [&](Transaction& tx) -> absl::StatusOr<pb::DeliverHousingResponse> {
              RETURN_IF_ERROR(AppendDelivery(tx, *request, form));
              pb::DeliverHousingResponse delivered;
              delivered.set_revision(tx.revision());
              delivered.set_fact_count(
                  request->placements_size() +
                  request->opening_balances_size() + request->plans_size() +
                  request->placement_kinds_size() +
                  request->published_figures_size() + request->moves_size() +
                  request->ladder_levels_size() +
                  request->supervision_steps_size());
              return delivered;
            });
      });
}

grpc::Status HousingService::CreatePlacement(
    grpc::ServerContext* context, const pb::CreatePlacementRequest* request,
    pb::Placement* response) {
  return HandleWrite(
      *context, *request, response,
      [](const auto&) { return absl::OkStatus(); },
      [&](Transaction& tx) -> absl::StatusOr<pb::Placement> {
        Violations violations = CheckCreation(*request);
        pb::Placement placement = NamedPlacement(*request);
        ASSIGN_OR_RETURN(const std::set<std::string> kinds, LoadKindCodes(tx));
        CheckKind(placement, kinds, "placement", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        ASSIGN_OR_RETURN(EventRecord record,
                         LoadRecord(tx, std::vector<pb::Placement>{placement},
                                    FindPlacements));
        if (record.Holds(placement.name())) return NameTaken(placement.name());
        record.Admit(EventOf(placement), "placement", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        RETURN_IF_ERROR(AppendPlacements(tx, {placement}));
        placement.set_revision(tx.revision());
        return placement;
      });
}

grpc::Status HousingService::CreateMove(grpc::ServerContext* context,
                                        const pb::CreateMoveRequest* request,
                                        pb::Move* response) {
  return HandleWrite(
      *context, *request, response,
      [](const pb::CreateMoveRequest& given) {
        return CheckCreation(given).ToStatus();
      },
      [&](Transaction& tx) -> absl::StatusOr<pb::Move> {
        pb::Move move = request->move();
        ASSIGN_OR_RETURN(
            EventRecord record,
            LoadRecord(tx, std::vector<pb::Move>{move}, FindMoves));
        if (record.Holds(move.name())) return NameTaken(move.name());
        Violations violations;
        record.Admit(EventOf(move), "move", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        RETURN_IF_ERROR(AppendMoves(tx, {move}));
        move.set_revision(tx.revision());
        return move;
      });
}

grpc::Status HousingService::ListMoves(grpc::ServerContext* context,
                                       const pb::ListMovesRequest* request,
                                       pb::ListMovesResponse* response) {
  std::vector<std::string> names;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        names = NamesOf(CheckParent(request->parent(), "parent", violations));
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListMovesResponse> {
        ASSIGN_OR_RETURN(const auto found, ListMovesIn(tx, names, kAllDays));
        std::vector<pb::Move> moves;
        for (const auto& [name, move] : found) moves.push_back(move);
        return PageByName(*request, page, tx.revision(), std::move(moves),
                          &pb::ListMovesResponse::mutable_moves);
      });
}

grpc::Status HousingService::ListPlacementKinds(
    grpc::ServerContext* context, const pb::ListPlacementKindsRequest* request,
    pb::ListPlacementKindsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [&](Transaction& tx) -> absl::StatusOr<pb::ListPlacementKindsResponse> {
        ASSIGN_OR_RETURN(const auto kinds,
                         opvang::housing::ListPlacementKinds(tx));
        pb::ListPlacementKindsResponse list;
        list.mutable_kinds()->Add(kinds.begin(), kinds.end());
        list.set_revision(tx.revision());
        return list;
      });
}

grpc::Status HousingService::ListPlacements(
    grpc::ServerContext* context, const pb::ListPlacementsRequest* request,
    pb::ListPlacementsResponse* response) {
  std::vector<std::string> names;
  std::optional<HalfYear> half_year;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        names = NamesOf(CheckParent(request->parent(), "parent", violations));
        if (!request->half_year().empty()) {
          half_year =
              CheckHalfYear(request->half_year(), "half_year", violations);
        }
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListPlacementsResponse> {
        ASSIGN_OR_RETURN(std::vector<pb::Placement> placements,
                         opvang::housing::ListPlacements(
                             tx, names, half_year, page.after, page.size + 1));
        return PageByName(*request, page, tx.revision(), std::move(placements),
                          &pb::ListPlacementsResponse::mutable_placements);
      });
}

grpc::Status HousingService::ListHousingPlans(
    grpc::ServerContext* context, const pb::ListHousingPlansRequest* request,
    pb::ListHousingPlansResponse* response) {
  std::vector<std::string> names;
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        names = NamesOf(CheckParent(request->parent(), "parent", violations));
      },
      [&](Transaction& tx,
          const Page& page) -> absl::StatusOr<pb::ListHousingPlansResponse> {
        ASSIGN_OR_RETURN(std::vector<pb::HousingPlan> plans,
                         ListPlans(tx, names));
        const std::vector<pb::PlanSum> sums =
            page.after.empty() ? SumsOf(plans) : std::vector<pb::PlanSum>();
        for (pb::HousingPlan& plan : plans) {
          if (const auto persons = DerivedPersons(plan)) {
            plan.set_derived_person_count(*persons);
          }
        }
        auto list = PageByName(*request, page, tx.revision(), std::move(plans),
                               &pb::ListHousingPlansResponse::mutable_plans);
        list.mutable_sums()->Add(sums.begin(), sums.end());
        return list;
      });
}

grpc::Status HousingService::ListRevisions(
    grpc::ServerContext* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleList(
      *context, *request, response,
      [&](Violations& violations) {
        CheckRevisionsQuery(*request, violations);
      },
      [&](Transaction& tx, const Page& page) {
        return AnswerRevisions<pb::ListRevisionsResponse>(tx, *request, page);
      });
}

}  // namespace opvang::housing
