#include "services/locations/location_store.h"

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/resource_name.h"

namespace opvang::locations {
namespace {

// For whoever looks into the database: nothing reads it.
template <typename F, typename NameOf>
Column<F> MunicipalityColumn(NameOf name_of) {
  return WriteOnly<F>(
      [=](const F& fact) { return MunicipalityOf(name_of(fact)); });
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
          "remark, source, address_protected, predecessor",
          {{"municipality", MunicipalityColumn<pb::Location>(
                                [](const auto& one) { return one.name(); })},
           {"participants", Participants()}}};
}

Table<PlaceFact> PlaceEntries() {
  return {"place_entries",
          "revision, ordinal, municipality, location, place_group, basis, "
          "start_date, place_count, end_certainty, decision, stated_date, "
          "source, usable_place_count, start_certainty",
          {{"ordinal", ColumnOf(&PlaceFact::ordinal)},
           {"municipality", MunicipalityColumn<PlaceFact>(
                                [](const auto& one) { return *one.location; })},
           {"location", ColumnOf(&PlaceFact::location)},
           {"place_group", ColumnOf(&PlaceFact::group)},
           {"basis", ColumnOf(&PlaceFact::basis)},
           {"start_date", ColumnOf(&PlaceFact::start_date)},
           {"place_count", ColumnOf(&PlaceFact::place_count)},
           {"end_certainty", ColumnOf(&PlaceFact::end_certainty)},
           {"decision", ColumnOf(&PlaceFact::decision)},
           {"stated_date", ColumnOf(&PlaceFact::stated_date)},
           {"source", ColumnOf(&PlaceFact::source)},
           {"usable_place_count", ColumnOf(&PlaceFact::usable_place_count)},
           {"start_certainty", ColumnOf(&PlaceFact::start_certainty)}}};
}

Table<StateFact> StateEntries() {
  return {"state_entries",
          "location, start_date, revision, municipality, state, source, reason",
          {{"location", ColumnOf(&StateFact::location)},
           {"start_date", ColumnOf(&StateFact::start_date)},
           {"municipality", MunicipalityColumn<StateFact>(
                                [](const auto& one) { return *one.location; })},
           {"state", ColumnOf(&StateFact::state)},
           {"source", ColumnOf(&StateFact::source)},
           {"reason", ColumnOf(&StateFact::reason)}}};
}

Table<DateMove> DateMoves() {
  return {"date_moves",
          "revision, moved, location, municipality, told_date, from_date, "
          "to_date, reason, source",
          {{"moved", ColumnOf(&DateMove::moved)},
           {"location", ColumnOf(&DateMove::location)},
           {"municipality", MunicipalityColumn<DateMove>(
                                [](const auto& one) { return one.location; })},
           {"told_date", ColumnOf(&DateMove::told_date)},
           {"from_date", ColumnOf(&DateMove::from_date)},
           {"to_date", ColumnOf(&DateMove::to_date)},
           {"reason", ColumnOf(&DateMove::reason)},
           {"source", ColumnOf(&DateMove::source)}}};
}

Table<Count> Counts() {
  return {"counts",
          "kind, subject, count_date, revision, municipality, amount, source, "
          "retracted",
          {{"kind", ColumnOf(&Count::kind)},
           {"subject", ColumnOf(&Count::subject)},
           {"count_date", ColumnOf(&Count::count_date)},
           {"municipality", MunicipalityColumn<Count>(
                                [](const auto& one) { return *one.subject; })},
           {"amount", ColumnOf(&Count::amount)},
           {"source", ColumnOf(&Count::source)},
           {"retracted", ColumnOf(&Count::retracted)}}};
}

}  // namespace

const LocationTables& AllLocationTables() {
  static const auto* const kTables = new LocationTables{
      {"revisions",
       "record_time",
       {{"record_time", ColumnOf(&Recording::record_time)}}},
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
      Counts(),
      {"nil_returns",
       "municipality, purpose, return_date, revision, retracted, source"}};
  return *kTables;
}

}  // namespace opvang::locations
