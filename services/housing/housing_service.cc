#include "services/housing/housing_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/housing/housing_access.h"
#include "services/housing/housing_errors.h"
#include "services/housing/housing_validation.h"
#include "services/housing/rules/plan.h"
#include "services/housing/rules/supervision.h"

namespace opvang::housing {
namespace {

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

// Whether a row has no fault of its own.
template <typename Row, typename Check>
auto SoundIn(const std::string& parent, absl::CivilDay today, Check check) {
  return [parent, today, check](const Row& row) {
    Violations own;
    check(row, parent, today, "", own);
    return own.empty();
  };
}

// What is new of a delivery; `violations` are what was wrong already.
struct NewEvents {
  std::vector<pb::Placement> placements;
  std::vector<pb::Move> moves;
};
absl::StatusOr<NewEvents> CheckTogether(
    const KnownHousing& known, const pb::DeliverHousingRequest& request,
    absl::CivilDay today, Violations violations) {
  std::set<std::string> kinds = KindCodes(known);
  for (const pb::PlacementKind& kind : request.placement_kinds()) {
    kinds.insert(kind.code());
  }
  for (int i = 0; i < request.placements_size(); ++i) {
    CheckKind(request.placements(i), kinds, absl::StrCat("placements[", i, "]"),
              violations);
  }
  NewEvents added;
  EventRecord placed = RecordOf(known, EventsOf(request.placements()));
  added.placements =
      AdmitAll(request.placements(), "placements",
               SoundIn<pb::Placement>(request.parent(), today, CheckPlacement),
               placed, violations);
  EventRecord moved = RecordOf(known, EventsOf(request.moves()));
  added.moves = AdmitAll(request.moves(), "moves",
                         SoundIn<pb::Move>(request.parent(), today, CheckMove),
                         moved, violations);
  std::vector<pb::Ladder> ladders =
      opvang::housing::ListLadders(known, std::nullopt);
  for (pb::Ladder& ladder : LaddersOf(
           {request.ladder_levels().begin(), request.ladder_levels().end()})) {
    ladders.push_back(std::move(ladder));
  }
  CheckSteps(request, ladders, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return added;
}

// Adds what is new; answers how many facts were delivered.
int AddDelivery(const pb::DeliverHousingRequest& request,
                const NewEvents& events, bool own, HousingDraft& draft) {
  int count = request.placements_size() + request.moves_size();
  const auto add = [&](const auto& facts) {
    for (const auto& fact : facts) draft.Add(fact);
    count += facts.size();
  };
  for (pb::Placement one : events.placements) {
    one.set_own_statement(own);
    draft.Add(FactOf(one));
  }
  for (const pb::Move& one : events.moves) draft.Add(one);
  add(request.placement_kinds());
  add(request.opening_balances());
  add(request.published_figures());
  add(request.plans());
  add(request.ladder_levels());
  add(request.supervision_steps());
  add(request.placement_nil_returns());
  add(request.waiting_counts());
  return count;
}

}  // namespace

HousingService::HousingService(Database& db, const Clock& clock,
                               Organisations& organisations,
                               std::unique_ptr<QuotasClient::Stub> quotas)
    : StateService(db, clock, organisations, kRights,
                   pb::HousingService::service_full_name()),
      quotas_(std::move(quotas)) {}

grpc::ServerUnaryReactor* HousingService::DeliverHousing(
    Context* context, const pb::DeliverHousingRequest* request,
    pb::DeliverHousingResponse* response) {
  return Handle(
      *context, *request, response, lanes_.writes,
      [=,
       this](const Call& call) -> absl::StatusOr<pb::DeliverHousingResponse> {
        const Violations form = CheckDelivery(*request, clock_.Today());
        return Write<pb::DeliverHousingResponse>(
            call, *request,
            [&](HousingDraft& draft)
                -> absl::StatusOr<pb::DeliverHousingResponse> {
              ASSIGN_OR_RETURN(
                  const NewEvents events,
                  CheckTogether(draft.known(), *request, clock_.Today(), form));
              pb::DeliverHousingResponse delivered;
              delivered.set_fact_count(AddDelivery(
                  *request, events, IsOwnStatement(call.caller), draft));
              delivered.set_revision(draft.revision());
              return delivered;
            });
      });
}

grpc::ServerUnaryReactor* HousingService::CreatePlacement(
    Context* context, const pb::CreatePlacementRequest* request,
    pb::Placement* response) {
  return HandleWrite(
      *context, *request, response,
      [](const auto&) { return absl::OkStatus(); },
      [=, this](HousingDraft& draft,
                const Call& call) -> absl::StatusOr<pb::Placement> {
        Violations violations = CheckCreation(*request, clock_.Today());
        pb::Placement placement = NamedPlacement(*request);
        placement.set_own_statement(IsOwnStatement(call.caller));
        CheckKind(placement, KindCodes(draft.known()), "placement", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        const Event event = EventOf(placement);
        EventRecord record = RecordOf(draft.known(), {event});
        if (record.Holds(event.name)) return NameTaken(event.name);
        record.Admit(event, "placement", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        draft.Add(FactOf(placement));
        placement.set_revision(draft.revision());
        return placement;
      });
}

grpc::ServerUnaryReactor* HousingService::CreateMove(
    Context* context, const pb::CreateMoveRequest* request,
    pb::Move* response) {
  return HandleWrite(
      *context, *request, response,
      [this](const pb::CreateMoveRequest& given) {
        return CheckCreation(given, clock_.Today()).ToStatus();
      },
      [=](HousingDraft& draft) -> absl::StatusOr<pb::Move> {
        pb::Move move = request->move();
        const Event event = EventOf(move);
        EventRecord record = RecordOf(draft.known(), {event});
        if (record.Holds(event.name)) return NameTaken(event.name);
        Violations violations;
        record.Admit(event, "move", violations);
        RETURN_IF_ERROR(violations.ToStatus());
        draft.Add(move);
        move.set_revision(draft.revision());
        return move;
      });
}

grpc::ServerUnaryReactor* HousingService::ListMoves(
    Context* context, const pb::ListMovesRequest* request,
    pb::ListMovesResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        return NamesOf(CheckParent(request->parent(), "parent", violations));
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListMovesResponse> {
        return PageByName(
            *request, asked.page, asked.known.revision,
            opvang::housing::ListMoves(asked.known, asked.query,
                                       asked.page.after, asked.page.size + 1),
            &pb::ListMovesResponse::mutable_moves);
      });
}

grpc::ServerUnaryReactor* HousingService::ListPlacementKinds(
    Context* context, const pb::ListPlacementKindsRequest* request,
    pb::ListPlacementKindsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [](const auto& asked) -> absl::StatusOr<pb::ListPlacementKindsResponse> {
        pb::ListPlacementKindsResponse list;
        for (pb::PlacementKind& kind :
             opvang::housing::ListPlacementKinds(asked.known)) {
          *list.add_kinds() = std::move(kind);
        }
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* HousingService::ListPlacements(
    Context* context, const pb::ListPlacementsRequest* request,
    pb::ListPlacementsResponse* response) {
  struct Query {
    std::vector<std::string> names;
    std::optional<HalfYear> half_year;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        Query query;
        query.names =
            NamesOf(CheckParent(request->parent(), "parent", violations));
        if (!request->half_year().empty()) {
          query.half_year =
              CheckHalfYear(request->half_year(), "half_year", violations);
        }
        return query;
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListPlacementsResponse> {
        return PageByName(
            *request, asked.page, asked.known.revision,
            opvang::housing::ListPlacements(
                asked.known, asked.query.names, asked.query.half_year,
                asked.page.after, asked.page.size + 1),
            &pb::ListPlacementsResponse::mutable_placements);
      });
}

grpc::ServerUnaryReactor* HousingService::ListHousingPlans(
    Context* context, const pb::ListHousingPlansRequest* request,
    pb::ListHousingPlansResponse* response) {
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        return NamesOf(CheckParent(request->parent(), "parent", violations));
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListHousingPlansResponse> {
        std::vector<pb::HousingPlan> plans =
            ListPlans(asked.known, asked.query);
        const std::vector<pb::PlanSum> sums = asked.page.after.empty()
                                                  ? SumsOf(plans)
                                                  : std::vector<pb::PlanSum>();
        for (pb::HousingPlan& plan : plans) {
          if (const auto persons = DerivedPersons(plan)) {
            plan.set_derived_person_count(*persons);
          }
        }
        auto list = PageByName(*request, asked.page, asked.known.revision,
                               std::move(plans),
                               &pb::ListHousingPlansResponse::mutable_plans);
        list.mutable_sums()->Add(sums.begin(), sums.end());
        return list;
      });
}

grpc::ServerUnaryReactor* HousingService::ListNilReturns(
    Context* context, const pb::ListNilReturnsRequest* request,
    pb::ListNilReturnsResponse* response) {
  struct Query {
    std::vector<const Municipality*> municipalities;
    absl::CivilDay day;
  };
  return HandleRead(
      *context, *request, response,
      [=](Violations& violations) {
        return Query{
            .municipalities =
                CheckParent(request->parent(), "parent", violations),
            .day = CheckDay(request->as_of_date(), "as_of_date", violations)};
      },
      [=](const auto& asked) -> absl::StatusOr<pb::ListNilReturnsResponse> {
        const auto& all = asked.query.municipalities;
        const auto given = PageOf(all, asked.page);
        pb::ListNilReturnsResponse list;
        for (const std::string& name : NamesOf(given)) {
          for (pb::NilReturn& one :
               NilReturnsOf(asked.known, name, asked.query.day)) {
            *list.add_nil_returns() = std::move(one);
          }
        }
        list.set_next_page_token(
            TokenAfter(*request, asked.known.revision, all, given));
        list.set_revision(asked.known.revision);
        return list;
      });
}

grpc::ServerUnaryReactor* HousingService::ListRevisions(
    Context* context, const pb::ListRevisionsRequest* request,
    pb::ListRevisionsResponse* response) {
  return HandleRevisions(*context, *request, response);
}

}  // namespace opvang::housing
