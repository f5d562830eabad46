// opvang placement create, move create, move list.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

namespace h = nl::opvang::housing::v1;
using HousingStub = h::HousingService::Stub;

TextTable MoveTable() {
  return {.header = {"name", "giver", "giver_display_name", "receiver",
                     "receiver_display_name", "date", "persons", "amv",
                     "corrects", "source"},
          .rows = {}};
}

void AddMove(const h::Move& move, TextTable& table) {
  table.rows.push_back({move.name(), move.giver(), NameOf(move.giver()),
                        move.receiver(), NameOf(move.receiver()),
                        FormatDay(DayOf(move.move_date())),
                        absl::StrCat(move.person_count()),
                        Shown(move.has_amv_count(), move.amv_count()),
                        move.corrected_move(), move.source()});
}

absl::Status CreatePlacement(const Context& context) {
  h::CreatePlacementRequest request;
  const std::vector<std::string> parts =
      absl::StrSplit(context.Operand(2), "/placements/");
  if (parts.size() != 2) {
    return Misuse("geef een naam als municipalities/gm0193/placements/2024-07");
  }
  request.set_parent(parts[0]);
  request.set_placement_id(parts[1]);
  h::Placement& placement = *request.mutable_placement();
  *placement.mutable_placement_date() = context.Date("on");
  placement.set_kind(context.arguments.Flag("kind", "home"));
  placement.set_person_count(context.Number("persons"));
  if (context.arguments.Has("amv")) {
    placement.set_amv_count(context.Number("amv"));
  }
  placement.set_corrected_placement(context.arguments.Flag("corrects", ""));
  placement.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const h::Placement made,
                   SendOnce(context, *context.services.housing,
                            &HousingStub::CreatePlacement, request));
  TextTable table{
      .header = {"name", "date", "kind", "persons", "amv", "corrects"},
      .rows = {}};
  table.rows.push_back({made.name(), FormatDay(DayOf(made.placement_date())),
                        made.kind(), absl::StrCat(made.person_count()),
                        Shown(made.has_amv_count(), made.amv_count()),
                        made.corrected_placement()});
  context.Print(table);
  return absl::OkStatus();
}

absl::Status CreateMove(const Context& context) {
  h::CreateMoveRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  h::Move& move = *request.mutable_move();
  move.set_name(context.Operand(2));
  move.set_giver(context.arguments.Flag("giver", ""));
  move.set_receiver(context.arguments.Flag("receiver", ""));
  *move.mutable_move_date() = context.Date("on");
  move.set_person_count(context.Number("persons"));
  if (context.arguments.Has("amv")) {
    move.set_amv_count(context.Number("amv"));
  }
  move.set_corrected_move(context.arguments.Flag("corrects", ""));
  move.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const h::Move made,
                   SendOnce(context, *context.services.housing,
                            &HousingStub::CreateMove, request));
  TextTable table = MoveTable();
  AddMove(made, table);
  context.Print(table);
  return absl::OkStatus();
}

absl::Status ListMoves(const Context& context) {
  h::ListMovesRequest request;
  request.set_parent(context.Operand(2));
  request.set_revision(context.Revision("revision"));
  TextTable table = MoveTable();
  RETURN_IF_ERROR(AskAll(*context.services.housing, &HousingStub::ListMoves,
                         request, [&](const h::ListMovesResponse& page) {
                           for (const h::Move& move : page.moves()) {
                             AddMove(move, table);
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

constexpr Flag kPersons = {"persons", ValueKind::kNumber,
                           "personen; bij een correctie negatief"};
constexpr Flag kCorrects = {"corrects", ValueKind::kName, "wat het verbetert"};

}  // namespace

std::vector<Command> PlacementCommands() {
  return {
      {"placement create",
       "Legt een plaatsing vast, of de correctie van een eerdere.",
       {{"PLAATSING", ValueKind::kName,
         "als municipalities/gm0193/placements/2024-09-a"}},
       {kPersons,
        kCorrects,
        kAmv,
        {"kind", ValueKind::kText, "de soort; anders home"},
        Required({"on", ValueKind::kDay, "de dag waarvoor het telt"}),
        kSource,
        kDryRun},
       "opvang placement create municipalities/gm0193/placements/2024-09-a "
       "--persons 4 --amv 1 --kind home --on 2024-09-12 --source gemeente "
       "--dry-run",
       CreatePlacement},
      {"move create",
       "Verplaatst personen: twee saldi veranderen tegelijk.",
       {{"VERPLAATSING", ValueKind::kName, "als moves/amv-zwolle-kampen"}},
       {kGiver, kReceiver, kPersons, kAmv,
        Required(
            {"on", ValueKind::kDay, "de dag vanaf wanneer zij daar tellen"}),
        kSource, kParent, kCorrects, kDryRun},
       "opvang move create moves/amv-zwolle-kampen --giver "
       "municipalities/gm0193 --receiver municipalities/gm0166 --persons 3 "
       "--amv 3 --on 2024-09-01 --source brief --parent provinces/pv23 "
       "--dry-run",
       CreateMove},
      {"move list",
       "Noemt de verplaatsingen die een gebied raken.",
       {kArea},
       {kRevision},
       "opvang move list provinces/pv23",
       ListMoves},
  };
}

}  // namespace opvang::cli
