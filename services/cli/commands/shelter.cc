// opvang shelter, funding.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/calendar.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"

namespace opvang::cli {
namespace {

namespace l = nl::opvang::locations::v1;

absl::Status ListShelter(const Context& context) {
  Defaults defaults(context);
  l::ListUkraineShelterRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"subject", "display_name", "realised",
                             "in_development", "occupied", "of_places", "alert",
                             "private_persons", "known_of"},
                  .rows = {}};
  const auto add = [&table](const auto& one, const std::string& subject,
                            bool known, bool occupied, bool hosted,
                            const std::string& known_of) {
    table.rows.push_back({subject, NameOf(subject),
                          Shown(known, one.realised_place_count()),
                          Shown(known, one.in_development_place_count()),
                          Shown(occupied, one.occupied_person_count()),
                          Shown(occupied, one.counted_place_count()),
                          one.occupancy_alert() ? "above 95 %" : "",
                          Shown(hosted, one.private_person_count()), known_of});
  };
  RETURN_IF_ERROR(
      AskAll(*context.services.locations,
             &l::LocationService::Stub::ListUkraineShelter, request,
             [&](const l::ListUkraineShelterResponse& page) {
               for (const l::AreaShelter& area : page.areas()) {
                 if (context.arguments.Has("totals")) {
                   add(area, area.subject(),
                       area.known_municipality_count() > 0, true, true,
                       absl::StrCat(area.known_municipality_count(), " of ",
                                    area.municipality_count()));
                 }
               }
               for (const l::MunicipalityShelter& one : page.municipalities()) {
                 if (context.arguments.Has("totals")) continue;
                 add(one, one.municipality(), one.has_realised_place_count(),
                     one.has_occupied_person_count(),
                     one.has_private_person_count(), "");
               }
             }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListFunding(const Context& context) {
  Defaults defaults(context);
  l::ListShelterFundingRequest request;
  request.set_parent(context.Operand(1));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  const absl::CivilDay start =
      defaults.Day("start", absl::CivilDay(defaults.day().year(), 1, 1), "van");
  *request.mutable_start_date() = ToProto(start);
  *request.mutable_end_date() =
      ToProto(defaults.Day("end", MonthsAfter(start, 12), "tot"));
  request.set_revision(context.Revision("revision"));
  TextTable table{.header = {"municipality", "display_name", "from", "until",
                             "place_days", "rate_eur", "amount_eur", "source"},
                  .rows = {}};
  const auto euro = [](bool has, int64_t cents) {
    return has ? absl::StrFormat("%d.%02d", cents / 100, cents % 100)
               : std::string();
  };
  RETURN_IF_ERROR(AskAll(
      *context.services.locations,
      &l::LocationService::Stub::ListShelterFunding, request,
      [&](const l::ListShelterFundingResponse& page) {
        for (const l::ShelterFunding& one : page.fundings()) {
          for (const auto& part : one.parts()) {
            if (part.place_day_count() == 0) continue;
            table.rows.push_back(
                {one.municipality(), NameOf(one.municipality()),
                 FormatDay(DayOf(part.start_date())),
                 FormatDay(DayOf(part.end_date())),
                 absl::StrCat(part.place_day_count()),
                 euro(part.has_rate_cent_count(), part.rate_cent_count()),
                 euro(part.has_amount_cent_count(), part.amount_cent_count()),
                 part.source()});
          }
        }
      }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ShelterCommands() {
  return {
      {"shelter",
       "Noemt de opvang van Oekraïners, en waar die bijna vol is.",
       {kArea},
       {kTotals, kAsOf, kRevision},
       "opvang shelter provinces/pv23 --totals --as-of 2024-10-31",
       ListShelter},
      {"funding",
       "Rekent de dagbedragen van gemeentelijke opvang uit.",
       {kArea},
       {{"start", ValueKind::kDay,
         "de eerste dag; anders 1 januari van het jaar van --as-of"},
        {"end", ValueKind::kDay, "de eerste dag erna; anders een jaar later"},
        kAsOf,
        kRevision},
       "opvang funding regions/twente --start 2024-01-01 --end 2025-01-01",
       ListFunding},
  };
}

}  // namespace opvang::cli
