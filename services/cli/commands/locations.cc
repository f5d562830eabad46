// opvang location list, location show, place set.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/location_name.h"
#include "services/cli/shell/said_once.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace l = nl::opvang::locations::v1;
using LocationStub = l::LocationService::Stub;

std::string MunicipalityOf(const std::string& location) {
  return location.substr(0, location.find("/locations/"));
}

absl::Status ListLocations(const Context& context) {
  Defaults defaults(context);
  l::ListLocationsRequest request;
  request.set_parent(context.Operand(2));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_revision(context.Revision("revision"));
  TextTable table{
      .header = {"municipality", "display_name", "location",
                 "location_display_name", "kind", "operator", "state"},
      .rows = {}};
  RETURN_IF_ERROR(AskAll(
      *context.services.locations, &LocationStub::ListLocations, request,
      [&](const l::ListLocationsResponse& page) {
        for (const l::Location& one : page.locations()) {
          const std::string town = MunicipalityOf(one.name());
          table.rows.push_back(
              {town, NameOf(town), one.name(), one.display_name(), one.kind(),
               EnumWord(one.operator_()), EnumWord(one.state())});
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ShowLocation(const Context& context) {
  Defaults defaults(context);
  l::GetLocationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(),
                   LocationMeant(context, context.Operand(2)));
  request.set_revision(context.Revision("revision"));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  ASSIGN_OR_RETURN(
      const l::Location one,
      Ask(*context.services.locations, &LocationStub::GetLocation, request));
  std::vector<std::string> participants;
  for (const std::string& name : one.participants()) {
    participants.push_back(NameOf(name));
  }
  context.PrintOne(
      {{"location", one.name()},
       {"location_display_name", one.display_name()},
       {"kind", one.kind()},
       {"operator", EnumWord(one.operator_())},
       {"state", EnumWord(one.state())},
       {"date", ShownDay(one.state_entry().has_start_date(),
                         one.state_entry().start_date())},
       {"address", one.address()},
       {"coa_number", one.coa_number()},
       {"participants", absl::StrJoin(participants, "; ")},
       {"objections", Shown(one.has_objection_count(), one.objection_count())},
       {"end", ShownDay(one.has_term_end_date(), one.term_end_date())},
       {"remark", one.remark()},
       {"source", one.source()}},
      defaults.Line());
  return absl::OkStatus();
}

// One number of one group, from one day on.
absl::Status SetPlaces(const Context& context) {
  l::DeliverLocationsRequest request;
  l::PlaceEntry& entry = *request.add_place_entries();
  ASSIGN_OR_RETURN(*entry.mutable_location(),
                   LocationMeant(context, context.Operand(2)));
  request.set_parent(MunicipalityOf(entry.location()));
  entry.set_group(
      ValueTyped<l::PlaceGroup>(context.arguments.Flag("group", "regular")));
  entry.set_basis(ValueTyped<l::PlaceEntry::Basis>(
      context.arguments.Flag("basis", "decided")));
  *entry.mutable_start_date() = context.Date("from");
  entry.set_place_count(context.Number("count"));
  if (entry.place_count() == 0) {
    entry.set_end_certainty(ValueTyped<l::PlaceEntry::EndCertainty>(
        context.arguments.Flag("certainty", "fixed")));
  }
  entry.set_decision(context.arguments.Flag("decision", ""));
  entry.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const int64_t newest, LocationsRevision(context.services));
  ASSIGN_OR_RETURN(
      const l::DeliverLocationsResponse response,
      SayOnce(*context.services.locations, &LocationStub::DeliverLocations,
              request, newest, context.arguments.Has("dry-run"),
              context.services.actor));
  context.PrintOne(
      {{"name", entry.location()},
       {"group", EnumWord(entry.group())},
       {"places", absl::StrCat(entry.place_count())},
       {"from", FormatDay(DayOf(entry.start_date()))},
       {"kept", context.arguments.Has("dry-run") ? "trial" : "yes"},
       {"revision", absl::StrCat(response.revision())}});
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> LocationCommands() {
  return {
      {"location list",
       "Noemt de locaties van een gebied, met hun soort en stand.",
       {kArea},
       {kAsOf, kRevision},
       "opvang location list Zwolle",
       ListLocations},
      {"location show",
       "Noemt wat van een locatie is vastgelegd.",
       {kLocation},
       {kAsOf, kRevision},
       "opvang location show Zwolle/locations/cno-zwolle",
       ShowLocation},
      {"place set",
       "Legt één aantal plekken vast, vanaf één dag.",
       {kLocation},
       {Required({"from", ValueKind::kDay, "de eerste dag"}),
        Required({"count", ValueKind::kNumber,
                  "hoeveel plekken; 0: van die dag af geen meer"}),
        {"group", ValueKind::kChoice, "voor wie; anders regular",
         "regular|amv|special|buffer"},
        {"basis", ValueKind::kChoice, "de grond; anders decided",
         "decided|planned"},
        {"decision", ValueKind::kText, "het besluit waarop het rust"},
        {"certainty", ValueKind::kChoice, "bij 0: hoe vast dat einde is",
         "fixed|indicative"},
        Required(kSource),
        kDryRun},
       "opvang place set Zwolle/locations/cno-zwolle --from 2025-07-01 --count "
       "120 --decision raadsbesluit --source brief",
       SetPlaces},
  };
}

}  // namespace opvang::cli
