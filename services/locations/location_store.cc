#include "services/locations/location_store.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/resource_name.h"

namespace opvang::locations {
namespace {

// For whoever looks into the database: nothing reads it.
template <typename F, typename NameOf>
Column<F> MunicipalityColumn(NameOf name_of) {
  return {.write = [=](const F& fact) -> Value {
            return MunicipalityOf(name_of(fact));
          },
          .read = nullptr,
          .copy = nullptr};
}

Column<pb::Location> Participants() {
  return {.write = [](const pb::Location& location) -> Value {
            return absl::StrJoin(location.participants(), ";");
          },
          .read =
              [](const Row& row, int column, pb::Location& location) {
                for (const absl::string_view one :
                     absl::StrSplit(row.Text(column), ';', absl::SkipEmpty())) {
                  location.add_participants(std::string(one));
                }
              },
          .copy =
              [](const pb::Location& from, pb::Location& to) {
                *to.mutable_participants() = from.participants();
              }};
}

Table<pb::Location> Locations() {
  return {"locations",
          "name, revision, municipality, display_name, kind, operator, "
          "address, coa_number, participants, quality_level, special_group, "
          "remark, source, address_protected",
          {{"municipality", MunicipalityColumn<pb::Location>(
                                [](const auto& one) { return one.name(); })},
           {"participants", Participants()}}};
}

Table<PlaceFact> PlaceEntries() {
  return {"place_entries",
          "revision, ordinal, municipality, location, place_group, basis, "
          "start_date, place_count, end_certainty, decision, stated_date, "
          "source, usable_place_count",
          {{"ordinal", Member(&PlaceFact::ordinal)},
           {"municipality", MunicipalityColumn<PlaceFact>(
                                [](const auto& one) { return *one.location; })},
           {"location", Member(&PlaceFact::location)},
           {"place_group", Member(&PlaceFact::group)},
           {"basis", Member(&PlaceFact::basis)},
           {"start_date", Member(&PlaceFact::start_date)},
           {"place_count", Member(&PlaceFact::place_count)},
           {"end_certainty", Member(&PlaceFact::end_certainty)},
           {"decision", Member(&PlaceFact::decision)},
           {"stated_date", Member(&PlaceFact::stated_date)},
           {"source", Member(&PlaceFact::source)},
           {"usable_place_count", Member(&PlaceFact::usable_place_count)}}};
}

Table<StateFact> StateEntries() {
  return {"state_entries",
          "location, start_date, revision, municipality, state, source, reason",
          {{"location", Member(&StateFact::location)},
           {"start_date", Member(&StateFact::start_date)},
           {"municipality", MunicipalityColumn<StateFact>(
                                [](const auto& one) { return *one.location; })},
           {"state", Member(&StateFact::state)},
           {"source", Member(&StateFact::source)},
           {"reason", Member(&StateFact::reason)}}};
}

Table<DateMove> DateMoves() {
  return {"date_moves",
          "revision, moved, location, municipality, told_date, from_date, "
          "to_date, reason, source",
          {{"moved", Member(&DateMove::moved)},
           {"location", Member(&DateMove::location)},
           {"municipality", MunicipalityColumn<DateMove>(
                                [](const auto& one) { return one.location; })},
           {"told_date", Member(&DateMove::told_date)},
           {"from_date", Member(&DateMove::from_date)},
           {"to_date", Member(&DateMove::to_date)},
           {"reason", Member(&DateMove::reason)},
           {"source", Member(&DateMove::source)}}};
}

Table<Count> Counts() {
  return {"counts",
          "kind, subject, count_date, revision, municipality, amount, source",
          {{"kind", Member(&Count::kind)},
           {"subject", Member(&Count::subject)},
           {"count_date", Member(&Count::count_date)},
           {"municipality", MunicipalityColumn<Count>(
                                [](const auto& one) { return *one.subject; })},
           {"amount", Member(&Count::amount)},
           {"source", Member(&Count::source)}}};
}

}  // namespace

const LocationTables& AllLocationTables() {
  static const auto* const kTables = new LocationTables{
      {"kind_entries",
       "code, revision, display_name, purpose, quota_rule, durable, source, "
       "place_group, term_year_count"},
      {"funding_rates", "code, start_date, revision, cent_count, source"},
      Locations(),
      PlaceEntries(),
      StateEntries(),
      DateMoves(),
      {"objection_entries",
       "location, start_date, revision, municipality, objection_count, reason, "
       "source",
       {{"municipality", MunicipalityColumn<pb::ObjectionEntry>(
                             [](const auto& one) { return one.location(); })}}},
      Counts()};
  return *kTables;
}

}  // namespace opvang::locations
