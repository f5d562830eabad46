// opvang location step, location history, reconcile.
#include <map>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/location_name.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace l = nl::opvang::locations::v1;
namespace r = nl::opvang::reporting::v1;
using LocationStub = l::LocationService::Stub;

l::PlaceEntry::EndCertainty CertaintyOf(const Context& context) {
  return context.arguments.Flag("certainty", "fixed") == "fixed"
             ? l::PlaceEntry::END_CERTAINTY_FIXED
             : l::PlaceEntry::END_CERTAINTY_INDICATIVE;
}

// Whether a flag is there that this step needs and others do not.
bool Needs(const Context& context, const std::string& flag,
           const std::string& sentence, absl::Status& flags) {
  if (context.arguments.Has(flag)) return true;
  flags.Update(Misuse(absl::StrCat("--", flag, " ontbreekt: ", sentence)));
  return false;
}

// What a step needs beside its day and its reason.
template <typename Request>
void AddOwn(const Context&, Request&, absl::Status&) {}
template <>
void AddOwn(const Context& context, l::ExtendLocationRequest& request,
            absl::Status&) {
  if (!context.arguments.Has("end")) return;
  *request.mutable_end_date() = context.Date("end");
  request.set_end_certainty(CertaintyOf(context));
}
template <>
void AddOwn(const Context& context, l::StartClosingRequest& request,
            absl::Status& flags) {
  if (!Needs(context, "end", "de eerste dag zonder plekken", flags)) return;
  *request.mutable_end_date() = context.Date("end");
  request.set_end_certainty(CertaintyOf(context));
}
template <>
void AddOwn(const Context& context, l::RescheduleLocationRequest& request,
            absl::Status& flags) {
  if (!Needs(context, "start", "de nieuwe eerste dag", flags)) return;
  *request.mutable_start_date() = context.Date("start");
}
template <>
void AddOwn(const Context& context, l::RecordObjectionsRequest& request,
            absl::Status& flags) {
  if (!Needs(context, "count", "bezwaren die lopen", flags)) return;
  request.set_objection_count(context.Number("count"));
}

// Whether an event of a life is this step.
bool Is(const l::LifeEvent& event, const l::LifeStep& step,
        l::LocationState state) {
  return event.state() == state && event.reason() == step.reason() &&
         event.source() == step.source() &&
         DayOf(event.event_date()) == DayOf(step.step_date());
}

// The write after which a step is taken: the last one in the life of the
// location that is another step. Sent again it is the same; taken again after
// another it is a new one.
absl::StatusOr<int64_t> WriteBefore(const Context& context,
                                    const std::string& location,
                                    const l::LifeStep& step,
                                    l::LocationState state) {
  l::ListLifeEventsRequest request;
  request.set_parent(location);
  // One write may tell of a state and of a day that moved with it.
  std::map<int64_t, bool> is_it;
  RETURN_IF_ERROR(AskAll(*context.services.locations,
                         &LocationStub::ListLifeEvents, request,
                         [&](const l::ListLifeEventsResponse& page) {
                           for (const l::LifeEvent& one : page.life_events()) {
                             bool& known = is_it[one.revision()];
                             known = known || Is(one, step, state);
                           }
                         }));
  int64_t before = 0;
  for (const auto& [revision, is_this_step] : is_it) {
    if (!is_this_step) before = revision;
  }
  return before;
}

// Sends a step with an id made of its content and of what it follows.
template <typename Request,
          grpc::Status (LocationStub::*method)(grpc::ClientContext*,
                                               const Request&, l::Location*),
          l::LocationState state = l::LOCATION_STATE_UNSPECIFIED>
absl::Status Step(const Context& context) {
  absl::Status flags;
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(),
                   LocationMeant(context, context.Operand(3)));
  l::LifeStep& step = *request.mutable_step();
  *step.mutable_step_date() = context.Date("date");
  step.set_reason(context.arguments.Flag("reason", ""));
  step.set_source(context.arguments.Flag("source", ""));
  AddOwn(context, request, flags);
  RETURN_IF_ERROR(flags);
  ASSIGN_OR_RETURN(const int64_t before,
                   WriteBefore(context, request.name(), step, state));
  ASSIGN_OR_RETURN(const l::Location location,
                   SendOnce(context, *context.services.locations, method,
                            request, absl::StrCat(before)));
  TextTable table{.header = {"name", "display_name", "state", "objections"},
                  .rows = {}};
  table.rows.push_back(
      {location.name(), location.display_name(), TypedWord(location.state()),
       Shown(location.has_objection_count(), location.objection_count())});
  context.Print(table);
  return absl::OkStatus();
}

using Run = absl::Status (*)(const Context&);

const std::map<std::string, Run>& Steps() {
  static const auto* const kSteps = new std::map<std::string, Run>{
      {"suggest", Step<l::SuggestLocationRequest,
                       &LocationStub::SuggestLocation, l::LOCATION_STATE_IDEA>},
      {"explore",
       Step<l::ExploreLocationRequest, &LocationStub::ExploreLocation,
            l::LOCATION_STATE_EXPLORATION>},
      {"submit", Step<l::SubmitLocationRequest, &LocationStub::SubmitLocation,
                      l::LOCATION_STATE_DECISION_PENDING>},
      {"decide", Step<l::DecideLocationRequest, &LocationStub::DecideLocation,
                      l::LOCATION_STATE_DEFINITIVE>},
      {"paper-check",
       Step<l::StartPaperCheckRequest, &LocationStub::StartPaperCheck,
            l::LOCATION_STATE_COA_PAPER_CHECK>},
      {"site-visit",
       Step<l::StartSiteVisitRequest, &LocationStub::StartSiteVisit,
            l::LOCATION_STATE_COA_SITE_VISIT>},
      {"agreement", Step<l::SignAgreementRequest, &LocationStub::SignAgreement,
                         l::LOCATION_STATE_AGREEMENT_SIGNED>},
      {"permit", Step<l::StartPermitRequest, &LocationStub::StartPermit,
                      l::LOCATION_STATE_PERMIT>},
      {"construction",
       Step<l::StartConstructionRequest, &LocationStub::StartConstruction,
            l::LOCATION_STATE_CONSTRUCTION>},
      {"open", Step<l::OpenLocationRequest, &LocationStub::OpenLocation,
                    l::LOCATION_STATE_OPEN>},
      {"extend", Step<l::ExtendLocationRequest, &LocationStub::ExtendLocation,
                      l::LOCATION_STATE_EXTENDED>},
      {"closing", Step<l::StartClosingRequest, &LocationStub::StartClosing,
                       l::LOCATION_STATE_CLOSING>},
      {"close", Step<l::CloseLocationRequest, &LocationStub::CloseLocation,
                     l::LOCATION_STATE_CLOSED>},
      {"withdraw",
       Step<l::WithdrawLocationRequest, &LocationStub::WithdrawLocation,
            l::LOCATION_STATE_WITHDRAWN>},
      {"reschedule",
       Step<l::RescheduleLocationRequest, &LocationStub::RescheduleLocation>},
      {"objections",
       Step<l::RecordObjectionsRequest, &LocationStub::RecordObjections>},
  };
  return *kSteps;
}

void AddDifferences(
    const l::Reconciliation& one, const std::string& with, int other,
    const google::protobuf::RepeatedPtrField<l::Reconciliation::Difference>&
        differences,
    TextTable& table) {
  const std::string name = NameOf(one.municipality());
  const auto add = [&](const std::string& what, int count,
                       const std::string& location = "",
                       const std::string& location_name = "") {
    table.rows.push_back({one.municipality(), name, with, what, location,
                          location_name, absl::StrCat(count)});
  };
  add("register", one.register_place_count());
  for (const auto& difference : differences) {
    const std::string cause =
        difference.cause() == l::Reconciliation::CAUSE_NOT_COUNTED
            ? TypedWord(difference.reason())
            : TypedWord(difference.cause());
    for (const auto& part : difference.parts()) {
      add(cause, part.place_count(), part.location(), part.display_name());
    }
    if (difference.parts().empty()) add(cause, difference.place_count());
  }
  add(with, other);
}

absl::Status TakeStep(const Context& context) {
  return Steps().at(context.Operand(2))(context);
}

absl::Status ShowHistory(const Context& context) {
  l::ListLifeEventsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(),
                   LocationMeant(context, context.Operand(2)));
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"date", "event", "from", "to", "reason", "source", "revision"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &LocationStub::ListLifeEvents, request,
      [&](const l::ListLifeEventsResponse& page) {
        for (const l::LifeEvent& one : page.life_events()) {
          const bool moved = one.has_start_move() || one.has_end_move();
          const l::LifeEvent::Move& move =
              one.has_start_move() ? one.start_move() : one.end_move();
          const std::string event = one.has_start_move() ? "start-moved"
                                    : one.has_end_move() ? "end-moved"
                                    : one.has_objection_count()
                                        ? "objections"
                                        : TypedWord(one.state());
          table.rows.push_back(
              {FormatDay(DayOf(one.event_date())), event,
               ShownDay(moved && move.has_from_date(), move.from_date()),
               moved ? ShownDay(move.has_to_date(), move.to_date())
                     : Shown(one.has_objection_count(), one.objection_count()),
               one.reason(), one.source(), absl::StrCat(one.revision())});
        }
      }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status Reconcile(const Context& context) {
  Defaults defaults(context);
  std::string line = defaults.Line();
  l::ListReconciliationsRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_revision(context.Revision("revision"));
  if (context.arguments.Has("report")) {
    // On the day, in the window and at the revision of the report itself.
    line = "";
    r::GetReportRequest asked;
    asked.set_name(context.arguments.Flag("report", ""));
    ASSIGN_OR_RETURN(const r::Report report,
                     Ask(*context.services.reporting,
                         &r::ReportingService::Stub::GetReport, asked));
    const r::ReportContent& content = report.content();
    *request.mutable_as_of_date() = content.spec().as_of_date();
    *request.mutable_window_start_date() = content.cycle().window_start_date();
    *request.mutable_window_end_date() = content.cycle().window_end_date();
    request.set_rule_set(content.spec().rule_set());
    request.set_revision(content.spec().locations_revision());
    for (const r::MunicipalityRow& row : content.municipalities()) {
      auto& reported = *request.add_reported();
      reported.set_municipality(row.municipality());
      reported.set_place_count(row.figures().asylum().guaranteed_place_count());
      reported.set_transferred_place_count(
          row.figures().asylum().transferred_place_count());
    }
  }
  TextTable table{.header = {"municipality", "display_name", "against", "cause",
                             "location", "location_display_name", "places"},
                  .rows = {}};
  RETURN_IF_ERROR(
      AskAll(*context.services.locations, &LocationStub::ListReconciliations,
             request, [&](const l::ListReconciliationsResponse& page) {
               for (const l::Reconciliation& one : page.reconciliations()) {
                 if (one.has_coa_place_count()) {
                   AddDifferences(one, "coa", one.coa_place_count(),
                                  one.coa_differences(), table);
                 }
                 if (one.has_reported_place_count()) {
                   AddDifferences(one, "report", one.reported_place_count(),
                                  one.reported_differences(), table);
                 }
               }
             }));
  context.Print(table, line);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> LocationStepCommands() {
  return {
      {"location step",
       "Zet een stap in het leven van een locatie, met dag en reden.",
       {{"STAP", ValueKind::kChoice, "de stap",
         "suggest|explore|submit|decide|paper-check|site-visit|agreement|"
         "permit|construction|open|extend|closing|close|withdraw|reschedule|"
         "objections"},
        kLocation},
       {Required({"date", ValueKind::kDay, "de dag van de stap"}),
        kReason,
        kSource,
        {"end", ValueKind::kDay,
         "de eerste dag zonder plekken, bij extend en closing; extend zonder: "
         "voor onbepaalde tijd"},
        {"certainty", ValueKind::kChoice, "hoe vast dat einde is",
         "fixed|indicative"},
        {"start", ValueKind::kDay, "de nieuwe eerste dag, bij reschedule"},
        {"count", ValueKind::kNumber, "bezwaren die lopen, bij objections"},
        kDryRun},
       "opvang location step extend municipalities/gm0193/locations/cno-zwolle "
       "--date 2025-01-15 --end 2026-02-01 --reason raadsbesluit --source "
       "brief",
       TakeStep},
      {"location history",
       "Noemt wat er met een locatie gebeurde, ook verschoven dagen.",
       {kLocation},
       {kRevision},
       "opvang location history municipalities/gm0193/locations/cno-zwolle",
       ShowHistory},
      {"reconcile",
       "Legt register, opgave van COA en verslag naast elkaar, per oorzaak.",
       {kArea},
       {{"report", ValueKind::kReport,
         "op dag, venster en revisie van dit verslag"},
        kAsOf,
        kRevision},
       "opvang reconcile provinces/pv23 --report "
       "provinces/pv23/reports/verslag-2024-11-01",
       Reconcile},
  };
}

}  // namespace opvang::cli
