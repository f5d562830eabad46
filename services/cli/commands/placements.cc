// opvang placement create, move create, move list.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {
namespace {

namespace h = nl::opvang::housing::v1;
using Stub = h::HousingService::Stub;

TextTable MoveTable() {
  return {.header = {"name", "giver", "receiver", "date", "persons", "amv",
                     "corrects", "source"},
          .rows = {}};
}

void AddMove(const h::Move& move, TextTable& table) {
  table.rows.push_back({move.name(), DutchName(move.giver()).value_or(""),
                        DutchName(move.receiver()).value_or(""),
                        FormatDay(DayOf(move.move_date())),
                        absl::StrCat(move.person_count()),
                        Shown(move.has_amv_count(), move.amv_count()),
                        move.corrected_move(), move.source()});
}

}  // namespace

absl::Status CreatePlacement(const Context& context) {
  absl::Status flags;
  h::CreatePlacementRequest request;
  const std::vector<std::string> parts =
      absl::StrSplit(context.Operand(2), "/placements/");
  if (parts.size() != 2) {
    return Misuse("geef een naam als municipalities/gm0193/placements/2024-07");
  }
  request.set_parent(parts[0]);
  request.set_placement_id(parts[1]);
  h::Placement& placement = *request.mutable_placement();
  *placement.mutable_placement_date() = context.Date("on", "", flags);
  placement.set_kind(context.arguments.Flag("kind", "home"));
  placement.set_person_count(context.Number("persons", flags));
  if (context.arguments.Has("amv")) {
    placement.set_amv_count(context.Number("amv", flags));
  }
  placement.set_corrected_placement(context.arguments.Flag("corrects", ""));
  placement.set_source(context.arguments.Flag("source", ""));
  RETURN_IF_ERROR(flags);
  ASSIGN_OR_RETURN(const h::Placement made,
                   SendOnce(context, *context.services.housing,
                            &Stub::CreatePlacement, request));
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
  absl::Status flags;
  h::CreateMoveRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  h::Move& move = *request.mutable_move();
  move.set_name(context.Operand(2));
  move.set_giver(context.arguments.Flag("giver", ""));
  move.set_receiver(context.arguments.Flag("receiver", ""));
  *move.mutable_move_date() = context.Date("on", "", flags);
  move.set_person_count(context.Number("persons", flags));
  if (context.arguments.Has("amv")) {
    move.set_amv_count(context.Number("amv", flags));
  }
  move.set_corrected_move(context.arguments.Flag("corrects", ""));
  move.set_source(context.arguments.Flag("source", ""));
  RETURN_IF_ERROR(flags);
  ASSIGN_OR_RETURN(
      const h::Move made,
      SendOnce(context, *context.services.housing, &Stub::CreateMove, request));
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
  RETURN_IF_ERROR(AskAll(*context.services.housing, &Stub::ListMoves, request,
                         [&](const h::ListMovesResponse& page) {
                           for (const h::Move& move : page.moves()) {
                             AddMove(move, table);
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

}  // namespace opvang::cli
