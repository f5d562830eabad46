#include "services/housing/housing_store.h"

#include "common/base/resource_name.h"

namespace opvang::housing {
namespace {

Table<Placement> Placements() {
  const Column<Placement> name{
      .write = [](const Placement& fact) { return NameOf(fact, fact.id); },
      .read = [](const Row& row, int column,
                 Placement& fact) { fact.id = IdOf(row.Text(column)); },
      .copy = [](const Placement& from, Placement& to) { to.id = from.id; }};
  const Column<Placement> corrected{
      .write =
          [](const Placement& fact) {
            return NameOf(fact, *fact.corrected_id);
          },
      .read =
          [](const Row& row, int column, Placement& fact) {
            fact.corrected_id = Interned(IdOf(row.Text(column)));
          },
      .copy = [](const Placement& from,
                 Placement& to) { to.corrected_id = from.corrected_id; }};
  return {"placements",
          "name, revision, municipality, placement_date, kind_code, "
          "person_count, corrected_placement, source, amv_count, "
          "own_statement",
          {{"name", name},
           {"municipality", ColumnOf(&Placement::municipality)},
           {"placement_date", ColumnOf(&Placement::day)},
           {"kind_code", ColumnOf(&Placement::kind)},
           {"person_count", ColumnOf(&Placement::persons)},
           {"corrected_placement", corrected},
           {"source", ColumnOf(&Placement::source)},
           {"amv_count", ColumnOf(&Placement::minors)},
           {"own_statement", ColumnOf(&Placement::own_statement)}}};
}

}  // namespace

std::string PrefixOf(const std::string& municipality) {
  return municipality + "/placements/";
}

std::string NameOf(const Placement& placement, const std::string& id) {
  return id.empty() ? "" : PrefixOf(*placement.municipality) + id;
}

std::string IdOf(const std::string& name) {
  return name.empty() ? "" : name.substr(name.rfind('/') + 1);
}

const HousingTables& AllHousingTables() {
  static const auto* const kTables = new HousingTables{
      Placements(),
      {"moves",
       "name, revision, giver, receiver, move_date, person_count, amv_count, "
       "corrected_move, source"},
      {"placement_kinds", "code, revision, display_name, counts, source"},
      {"opening_balances",
       "municipality, half_year, revision, person_count, source, "
       "starts_chain"},
      {"published_figures",
       "subject, half_year, metric, publisher, figure_date, revision, "
       "person_count, printed_percent, source"},
      {"plans",
       "name, revision, municipality, home_source, start_date, end_date, "
       "home_count, person_count, vacated_percent, remark, withdrawn, source, "
       "certainty, average_household_hundredths",
       {{"municipality",
         WriteOnly<pb::HousingPlan>([](const pb::HousingPlan& plan) {
           return MunicipalityOf(plan.name());
         })}}},
      {"ladder_levels",
       "province, start_date, revision, level_rank, code, display_name, "
       "measure, missed_half_year_count, backlog_permille, "
       "backlog_person_count, ladder, test, source",
       {{"level_rank", Field<pb::LadderLevel>("rank")}}},
      {"supervision_steps",
       "municipality, step_date, revision, level, letter, reason, retracted, "
       "source"},
      {"nil_returns", "municipality, return_date, revision, retracted, source"},
      {"waiting_counts",
       "municipality, count_date, revision, person_count, source"}};
  return *kTables;
}

}  // namespace opvang::housing
