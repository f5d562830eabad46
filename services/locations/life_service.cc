// The verbs of a location's life: a step, its day, its reason.
#include "absl/functional/function_ref.h"
#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "common/service/pagination.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_loader.h"
#include "services/locations/location_service.h"
#include "services/locations/location_store.h"
#include "services/locations/location_validation.h"
#include "services/locations/rules/lifecycle.h"

namespace opvang::locations {
namespace {

// What stands before a step.
struct LocationBefore {
  pb::LocationState state = pb::LOCATION_STATE_UNSPECIFIED;
  std::optional<absl::CivilDay> since;
  std::vector<pb::PlaceEntry> entries;  // All versions.
};

absl::StatusOr<LocationBefore> LoadBefore(Transaction& tx,
                                          const std::string& name) {
  LocationBefore before;
  ASSIGN_OR_RETURN(const auto latest, LatestState(tx, name));
  if (latest.has_value()) {
    before.state = latest->state;
    before.since = latest->start;
  }
  ASSIGN_OR_RETURN(before.entries, opvang::locations::ListPlaceEntries(
                                       tx, {MunicipalityOf(name)}));
  std::erase_if(before.entries, [&](const pb::PlaceEntry& entry) {
    return entry.location() != name;
  });
  return before;
}

// What a step brings about, put into the words of a delivery and an event.
struct Outcome {
  pb::DeliverLocationsRequest facts;
  pb::LifeEvent moves;
};

void SetMove(const Change& change, pb::LifeEvent::Move& move) {
  if (change.from.has_value()) {
    *move.mutable_from_date() = ToProto(*change.from);
  }
  if (change.to.has_value()) *move.mutable_to_date() = ToProto(*change.to);
}

// New places rest on the step's reason, moved ones on the decision they had.
void AddEntries(const Change& change, const std::string& name,
                const pb::LifeStep& step, pb::DeliverLocationsRequest& facts) {
  for (pb::PlaceEntry entry : change.entries) {
    entry.set_location(name);
    entry.set_source(step.source());
    if (entry.basis() == pb::PlaceEntry::BASIS_DECIDED &&
        entry.decision().empty()) {
      entry.set_decision(step.reason());
    }
    *facts.add_place_entries() = std::move(entry);
  }
}

void SetEnd(const Change& change, const std::string& name,
            const pb::LifeStep& step, Outcome& outcome) {
  if (change.entries.empty()) return;
  AddEntries(change, name, step, outcome.facts);
  SetMove(change, *outcome.moves.mutable_end_move());
}

absl::Status TooEarly(const std::string& field, absl::CivilDay day,
                      absl::CivilDay earliest) {
  return InvalidFields(
      {{field, "is " + FormatDay(day) + "; it must not lie before " +
                   FormatDay(earliest)}});
}

void CheckEnd(const google::type::Date& date, bool required,
              pb::PlaceEntry::EndCertainty certainty, Violations& violations) {
  const bool stated = required || date.ByteSizeLong() > 0;
  if (stated) CheckDay(date, "end_date", violations);
  const bool known = certainty == pb::PlaceEntry::END_CERTAINTY_FIXED ||
                     certainty == pb::PlaceEntry::END_CERTAINTY_INDICATIVE;
  if (stated ? !known : certainty != 0) {
    violations.Add("end_certainty",
                   stated ? "is missing or unknown; an end is fixed or "
                            "indicative"
                          : "is stated; only an end has one");
  }
}

}  // namespace

// `to`: the state that the step leads to; unspecified: it stays as it is.
// `check(violations)` and `effect(before, outcome)` are the step's own.
template <typename Request, typename Check, typename Effect>
grpc::Status LocationService::ApplyStep(grpc::ServerContext& context,
                                        const Request& request,
                                        pb::Location* response,
                                        pb::LocationState to, Check check,
                                        Effect effect) {
  const std::string& name = request.name();
  const pb::LifeStep& step = request.step();
  return HandleWrite(
      context, request, response,
      [&](const Request&) {
        Violations violations;
        CheckMunicipalName(name, "locations", "name", violations);
        CheckStep(step, violations);
        check(violations);
        return violations.ToStatus();
      },
      [&](Transaction& tx, const Call& call) -> absl::StatusOr<pb::Location> {
        const absl::CivilDay day = DayOf(step.step_date());
        RETURN_IF_ERROR(
            FindSeen(tx, call.caller, name, clock_.Today()).status());
        ASSIGN_OR_RETURN(const LocationBefore before, LoadBefore(tx, name));
        Outcome outcome;
        if (to != pb::LOCATION_STATE_UNSPECIFIED) {
          if (!MayFollow(before.state, to)) {
            return StepImpossible(name, before.state, to,
                                  StatesAfter(before.state));
          }
          if (before.since.has_value() && day < *before.since) {
            return TooEarly("step.step_date", day, *before.since);
          }
          pb::StateEntry& state = *outcome.facts.add_state_entries();
          state.set_location(name);
          state.set_state(to);
          *state.mutable_start_date() = step.step_date();
          state.set_source(step.source());
          state.set_reason(step.reason());
        }
        RETURN_IF_ERROR(effect(before, outcome));
        *outcome.moves.mutable_event_date() = step.step_date();
        outcome.moves.set_reason(step.reason());
        outcome.moves.set_source(step.source());
        RETURN_IF_ERROR(AppendFacts(tx, outcome.facts));
        RETURN_IF_ERROR(AppendMoves(tx, name, outcome.moves));
        RETURN_IF_ERROR(
            CheckOneDuty(tx, {MunicipalityOf(name)}, clock_.Today()));
        ASSIGN_OR_RETURN(KnownLocation known,
                         FindSeen(tx, call.caller, name, day));
        return std::move(known.location);
      });
}

// A step that changes nothing but the state.
template <typename Request>
grpc::Status LocationService::ApplyStep(grpc::ServerContext& context,
                                        const Request& request,
                                        pb::Location* response,
                                        pb::LocationState to) {
  return ApplyStep(
      context, request, response, to, [](Violations&) {},
      [](const LocationBefore&, Outcome&) { return absl::OkStatus(); });
}

grpc::Status LocationService::SuggestLocation(
    grpc::ServerContext* context, const pb::SuggestLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_IDEA);
}

grpc::Status LocationService::ExploreLocation(
    grpc::ServerContext* context, const pb::ExploreLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_EXPLORATION);
}

grpc::Status LocationService::SubmitLocation(
    grpc::ServerContext* context, const pb::SubmitLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_DECISION_PENDING);
}

grpc::Status LocationService::DecideLocation(
    grpc::ServerContext* context, const pb::DecideLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_DEFINITIVE,
      [](Violations&) {},
      [&](const LocationBefore& before, Outcome& outcome) {
        AddEntries(DecidePlans(before.entries), request->name(),
                   request->step(), outcome.facts);
        return absl::OkStatus();
      });
}

grpc::Status LocationService::StartPaperCheck(
    grpc::ServerContext* context, const pb::StartPaperCheckRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_COA_PAPER_CHECK);
}

grpc::Status LocationService::StartSiteVisit(
    grpc::ServerContext* context, const pb::StartSiteVisitRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_COA_SITE_VISIT);
}

grpc::Status LocationService::SignAgreement(
    grpc::ServerContext* context, const pb::SignAgreementRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_AGREEMENT_SIGNED);
}

grpc::Status LocationService::StartPermit(grpc::ServerContext* context,
                                          const pb::StartPermitRequest* request,
                                          pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_PERMIT);
}

grpc::Status LocationService::StartConstruction(
    grpc::ServerContext* context, const pb::StartConstructionRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_CONSTRUCTION);
}

grpc::Status LocationService::OpenLocation(
    grpc::ServerContext* context, const pb::OpenLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_OPEN);
}

grpc::Status LocationService::ExtendLocation(
    grpc::ServerContext* context, const pb::ExtendLocationRequest* request,
    pb::Location* response) {
  std::optional<absl::CivilDay> end;
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_EXTENDED,
      [&](Violations& violations) {
        CheckEnd(request->end_date(), false, request->end_certainty(),
                 violations);
      },
      [&](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        if (request->has_end_date()) end = DayOf(request->end_date());
        const auto change =
            MoveEnd(before.entries, end, request->end_certainty());
        if (!change.has_value()) {
          return NothingToMove(request->name(), "has no end to extend");
        }
        if (end.has_value() && *end <= *change->from) {
          return TooEarly("end_date", *end, *change->from + 1);
        }
        SetEnd(*change, request->name(), request->step(), outcome);
        return absl::OkStatus();
      });
}

grpc::Status LocationService::StartClosing(
    grpc::ServerContext* context, const pb::StartClosingRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_CLOSING,
      [&](Violations& violations) {
        CheckEnd(request->end_date(), true, request->end_certainty(),
                 violations);
      },
      [&](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        const absl::CivilDay end = DayOf(request->end_date());
        const absl::CivilDay told = DayOf(request->step().step_date());
        if (end < told) return TooEarly("end_date", end, told);
        SetEnd(EndPlaces(before.entries, end, request->end_certainty()),
               request->name(), request->step(), outcome);
        return absl::OkStatus();
      });
}

grpc::Status LocationService::CloseLocation(
    grpc::ServerContext* context, const pb::CloseLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_CLOSED,
      [](Violations&) {},
      [&](const LocationBefore& before, Outcome& outcome) {
        const absl::CivilDay day = DayOf(request->step().step_date());
        const auto end = PlacesOf(before.entries).LastEnd();
        // An end that has come is no news.
        if (!end.has_value() || *end > day) {
          SetEnd(EndPlaces(before.entries, day,
                           pb::PlaceEntry::END_CERTAINTY_FIXED),
                 request->name(), request->step(), outcome);
        }
        return absl::OkStatus();
      });
}

grpc::Status LocationService::WithdrawLocation(
    grpc::ServerContext* context, const pb::WithdrawLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_WITHDRAWN);
}

grpc::Status LocationService::RescheduleLocation(
    grpc::ServerContext* context, const pb::RescheduleLocationRequest* request,
    pb::Location* response) {
  absl::CivilDay start;
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_UNSPECIFIED,
      [&](Violations& violations) {
        start = CheckDay(request->start_date(), "start_date", violations);
      },
      [&](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        if (!MayMoveStart(before.state)) {
          return NothingToMove(request->name(),
                               "has opened, or is over; its first day is past");
        }
        const auto change = MoveStart(before.entries, start);
        if (!change.has_value()) {
          return NothingToMove(request->name(),
                               "has no places that could start on " +
                                   FormatDay(start) +
                                   ", or starts on that day already");
        }
        AddEntries(*change, request->name(), request->step(), outcome.facts);
        SetMove(*change, *outcome.moves.mutable_start_move());
        return absl::OkStatus();
      });
}

grpc::Status LocationService::RecordObjections(
    grpc::ServerContext* context, const pb::RecordObjectionsRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_UNSPECIFIED,
      [&](Violations& violations) {
        CheckCount(request->objection_count(), 0, 1000, "objection_count",
                   violations);
      },
      [&](const LocationBefore&, Outcome& outcome) {
        pb::ObjectionEntry& entry = *outcome.facts.add_objection_entries();
        entry.set_location(request->name());
        *entry.mutable_start_date() = request->step().step_date();
        entry.set_objection_count(request->objection_count());
        entry.set_reason(request->step().reason());
        entry.set_source(request->step().source());
        return absl::OkStatus();
      });
}

grpc::Status LocationService::ListLifeEvents(
    grpc::ServerContext* context, const pb::ListLifeEventsRequest* request,
    pb::ListLifeEventsResponse* response) {
  return Handle(
      *context, *request, response,
      [&](const Call& call,
          const Page& page) -> absl::StatusOr<pb::ListLifeEventsResponse> {
        return Read<pb::ListLifeEventsResponse>(
            db_, call, page.revision,
            [&](Transaction& tx) -> absl::StatusOr<pb::ListLifeEventsResponse> {
              RETURN_IF_ERROR(
                  FindSeen(tx, call.caller, request->parent(), clock_.Today())
                      .status());
              ASSIGN_OR_RETURN(auto events, opvang::locations::ListLifeEvents(
                                                tx, request->parent()));
              pb::ListLifeEventsResponse list;
              list.set_next_page_token(TakePage(*request, page, tx.revision(),
                                                std::move(events),
                                                [&](const pb::LifeEvent& one) {
                                                  *list.add_life_events() = one;
                                                }));
              list.set_revision(tx.revision());
              return list;
            });
      });
}

}  // namespace opvang::locations
