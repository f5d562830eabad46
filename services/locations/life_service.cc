// The verbs of a location's life: a step, its day, its reason.
#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/locations/location_errors.h"
#include "services/locations/location_service.h"
#include "services/locations/location_validation.h"
#include "services/locations/location_view.h"
#include "services/locations/rules/lifecycle.h"

namespace opvang::locations {
namespace {

// What stands before a step.
struct LocationBefore {
  pb::LocationState state = pb::LOCATION_STATE_UNSPECIFIED;
  std::optional<absl::CivilDay> since;
  std::vector<pb::PlaceEntry> entries;  // Those that hold.
};

LocationBefore BeforeStep(const KnownState& known, const std::string& name) {
  LocationBefore before;
  if (const auto latest = LatestState(known, name)) {
    before.state = latest->state;
    before.since = latest->start;
  }
  before.entries = PlaceEntriesOf(known, name);
  return before;
}

// What a step brings about.
struct Outcome {
  std::vector<pb::PlaceEntry> entries;
  std::optional<pb::ObjectionEntry> objections;
  std::vector<DateMove> moves;
};

DateMove MoveOf(MovedDay moved, const Change& change, const std::string& name,
                const pb::LifeStep& step) {
  return {.location = name,
          .moved = moved,
          .told_date = DayOf(step.step_date()),
          .from_date = change.from,
          .to_date = change.to,
          .reason = step.reason(),
          .source = step.source()};
}

// New places rest on the step's reason, moved ones on the decision they had.
void AddEntries(const Change& change, const std::string& name,
                const pb::LifeStep& step, Outcome& outcome) {
  for (pb::PlaceEntry entry : change.entries) {
    entry.set_location(name);
    entry.set_source(step.source());
    if (entry.basis() == pb::PlaceEntry::BASIS_DECIDED &&
        entry.decision().empty()) {
      entry.set_decision(step.reason());
    }
    outcome.entries.push_back(std::move(entry));
  }
}

void SetEnd(const Change& change, const std::string& name,
            const pb::LifeStep& step, Outcome& outcome) {
  if (change.entries.empty()) return;
  AddEntries(change, name, step, outcome);
  outcome.moves.push_back(MoveOf(MovedDay::kEnd, change, name, step));
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
grpc::ServerUnaryReactor* LocationService::ApplyStep(
    Context& context, const Request& request, pb::Location* response,
    pb::LocationState to, Check check, Effect effect) {
  return HandleWrite(
      context, request, response,
      [=](const Request& given) {
        Violations violations;
        CheckMunicipalName(given.name(), "locations", "name", violations);
        CheckStep(given.step(), violations);
        check(violations);
        return violations.ToStatus();
      },
      [=, this, &request](LocationDraft& draft,
                          const Call& call) -> absl::StatusOr<pb::Location> {
        const std::string& name = request.name();
        const pb::LifeStep& step = request.step();
        const absl::CivilDay day = DayOf(step.step_date());
        RETURN_IF_ERROR(FindSeen(draft.known(), {call.caller, clock_.Today()},
                                 name, clock_.Today())
                            .status());
        const LocationBefore before = BeforeStep(draft.known(), name);
        if (to != pb::LOCATION_STATE_UNSPECIFIED) {
          if (!MayFollow(before.state, to)) {
            return StepImpossible(name, before.state, to,
                                  StatesAfter(before.state));
          }
          if (before.since.has_value() && day < *before.since) {
            return TooEarly("step.step_date", day, *before.since);
          }
          draft.Add(StateFact{.location = Interned(name),
                              .source = Interned(step.source()),
                              .reason = Interned(step.reason()),
                              .start_date = ShortDay(day),
                              .state = to});
        }
        Outcome outcome;
        RETURN_IF_ERROR(effect(before, outcome));
        AddPlaceEntries(outcome.entries, draft);
        if (outcome.objections.has_value()) draft.Add(*outcome.objections);
        for (const DateMove& move : outcome.moves) draft.Add(move);
        RETURN_IF_ERROR(CheckOneDuty(draft.known(), {MunicipalityOf(name)},
                                     clock_.Today()));
        ASSIGN_OR_RETURN(
            KnownLocation known,
            FindSeen(draft.known(), {call.caller, clock_.Today()}, name, day));
        return std::move(known.location);
      });
}

// A step that changes nothing but the state.
template <typename Request>
grpc::ServerUnaryReactor* LocationService::ApplyStep(Context& context,
                                                     const Request& request,
                                                     pb::Location* response,
                                                     pb::LocationState to) {
  return ApplyStep(
      context, request, response, to, [](Violations&) {},
      [](const LocationBefore&, Outcome&) { return absl::OkStatus(); });
}

grpc::ServerUnaryReactor* LocationService::SuggestLocation(
    Context* context, const pb::SuggestLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_IDEA);
}

grpc::ServerUnaryReactor* LocationService::ExploreLocation(
    Context* context, const pb::ExploreLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_EXPLORATION);
}

grpc::ServerUnaryReactor* LocationService::SubmitLocation(
    Context* context, const pb::SubmitLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_DECISION_PENDING);
}

grpc::ServerUnaryReactor* LocationService::DecideLocation(
    Context* context, const pb::DecideLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_DEFINITIVE,
      [](Violations&) {},
      [=](const LocationBefore& before, Outcome& outcome) {
        AddEntries(DecidePlans(before.entries), request->name(),
                   request->step(), outcome);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* LocationService::StartPaperCheck(
    Context* context, const pb::StartPaperCheckRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_COA_PAPER_CHECK);
}

grpc::ServerUnaryReactor* LocationService::StartSiteVisit(
    Context* context, const pb::StartSiteVisitRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_COA_SITE_VISIT);
}

grpc::ServerUnaryReactor* LocationService::SignAgreement(
    Context* context, const pb::SignAgreementRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_AGREEMENT_SIGNED);
}

grpc::ServerUnaryReactor* LocationService::StartPermit(
    Context* context, const pb::StartPermitRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_PERMIT);
}

grpc::ServerUnaryReactor* LocationService::StartConstruction(
    Context* context, const pb::StartConstructionRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response,
                   pb::LOCATION_STATE_CONSTRUCTION);
}

grpc::ServerUnaryReactor* LocationService::OpenLocation(
    Context* context, const pb::OpenLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_OPEN);
}

grpc::ServerUnaryReactor* LocationService::ExtendLocation(
    Context* context, const pb::ExtendLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_EXTENDED,
      [=](Violations& violations) {
        CheckEnd(request->end_date(), false, request->end_certainty(),
                 violations);
      },
      [=](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        std::optional<absl::CivilDay> end;
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

grpc::ServerUnaryReactor* LocationService::StartClosing(
    Context* context, const pb::StartClosingRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_CLOSING,
      [=](Violations& violations) {
        CheckEnd(request->end_date(), true, request->end_certainty(),
                 violations);
      },
      [=](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        const absl::CivilDay end = DayOf(request->end_date());
        const absl::CivilDay told = DayOf(request->step().step_date());
        if (end < told) return TooEarly("end_date", end, told);
        SetEnd(EndPlaces(before.entries, end, request->end_certainty()),
               request->name(), request->step(), outcome);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* LocationService::CloseLocation(
    Context* context, const pb::CloseLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_CLOSED,
      [](Violations&) {},
      [=](const LocationBefore& before, Outcome& outcome) {
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

grpc::ServerUnaryReactor* LocationService::WithdrawLocation(
    Context* context, const pb::WithdrawLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(*context, *request, response, pb::LOCATION_STATE_WITHDRAWN);
}

grpc::ServerUnaryReactor* LocationService::RescheduleLocation(
    Context* context, const pb::RescheduleLocationRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_UNSPECIFIED,
      [=](Violations& violations) {
        CheckDay(request->start_date(), "start_date", violations);
      },
      [=](const LocationBefore& before, Outcome& outcome) -> absl::Status {
        if (!MayMoveStart(before.state)) {
          return NothingToMove(request->name(),
                               "has opened, or is over; its first day is past");
        }
        const absl::CivilDay start = DayOf(request->start_date());
        const auto change = MoveStart(before.entries, start);
        if (!change.has_value()) {
          return NothingToMove(request->name(),
                               "has no places that could start on " +
                                   FormatDay(start) +
                                   ", or starts on that day already");
        }
        AddEntries(*change, request->name(), request->step(), outcome);
        outcome.moves.push_back(MoveOf(MovedDay::kStart, *change,
                                       request->name(), request->step()));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* LocationService::RecordObjections(
    Context* context, const pb::RecordObjectionsRequest* request,
    pb::Location* response) {
  return ApplyStep(
      *context, *request, response, pb::LOCATION_STATE_UNSPECIFIED,
      [=](Violations& violations) {
        CheckCount(request->objection_count(), 0, 1000, "objection_count",
                   violations);
      },
      [=](const LocationBefore&, Outcome& outcome) {
        pb::ObjectionEntry& entry = outcome.objections.emplace();
        entry.set_location(request->name());
        *entry.mutable_start_date() = request->step().step_date();
        entry.set_objection_count(request->objection_count());
        entry.set_reason(request->step().reason());
        entry.set_source(request->step().source());
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* LocationService::ListLifeEvents(
    Context* context, const pb::ListLifeEventsRequest* request,
    pb::ListLifeEventsResponse* response) {
  return HandleRead(
      *context, *request, response, [](Violations&) {},
      [=,
       this](const auto& asked) -> absl::StatusOr<pb::ListLifeEventsResponse> {
        const Viewer viewer{asked.call.caller, clock_.Today()};
        const auto* facts = FindFacts(asked.known, request->parent());
        if (facts == nullptr || DescriptionOf(asked.known, *facts) == nullptr ||
            IsHidden(asked.known, *facts, request->parent(), viewer) ||
            IsUntold(asked.known, *facts, request->parent(), viewer)) {
          return LocationNotFound(request->parent());
        }
        pb::ListLifeEventsResponse list;
        list.set_next_page_token(TakePage(
            *request, asked.page, asked.known.revision,
            opvang::locations::ListLifeEvents(asked.known, request->parent()),
            [&](pb::LifeEvent one) {
              *list.add_life_events() = std::move(one);
            }));
        list.set_revision(asked.known.revision);
        return list;
      });
}

}  // namespace opvang::locations
