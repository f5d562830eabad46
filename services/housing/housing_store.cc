#include "services/housing/housing_store.h"

#include <algorithm>

#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "services/housing/columns.h"

namespace opvang::housing {
namespace {

pb::Placement ReadPlacement(const Row& row) {
  pb::Placement placement;
  placement.set_name(row.Text(0));
  *placement.mutable_placement_date() = ToProto(row.Day(1));
  placement.set_kind(row.Text(2));
  placement.set_person_count(static_cast<int32_t>(row.Int(3)));
  placement.set_corrected_placement(row.Text(4));
  placement.set_source(row.Text(5));
  placement.set_revision(row.Int(6));
  if (!row.IsNull(7)) placement.set_amv_count(static_cast<int32_t>(row.Int(7)));
  return placement;
}

constexpr Sql kSelectPlacement =
    "SELECT name, placement_date, kind_code, person_count, "
    "corrected_placement, source, revision, amv_count FROM placements";

pb::Move ReadMove(const Row& row) {
  pb::Move move;
  move.set_name(row.Text(0));
  move.set_giver(row.Text(1));
  move.set_receiver(row.Text(2));
  *move.mutable_move_date() = ToProto(row.Day(3));
  move.set_person_count(static_cast<int32_t>(row.Int(4)));
  if (!row.IsNull(5)) move.set_amv_count(static_cast<int32_t>(row.Int(5)));
  move.set_corrected_move(row.Text(6));
  move.set_source(row.Text(7));
  move.set_revision(row.Int(8));
  return move;
}

constexpr Sql kSelectMove =
    "SELECT name, giver, receiver, move_date, person_count, amv_count, "
    "corrected_move, source, revision FROM moves";

// Names that one statement asks for: always as many, so that it is prepared
// once; a short list is filled up with its first.
constexpr size_t kNamesAsked = 500;

// The events whose `column` is one of `names`, added by name.
template <typename Event>
absl::Status FindEvents(Transaction& tx, const Sql& select_where,
                        Event (*read)(const Row&),
                        const std::set<std::string>& names,
                        std::map<std::string, Event>& found) {
  for (auto next = names.begin(); next != names.end();) {
    std::vector<std::string> asked;
    while (next != names.end() && asked.size() < kNamesAsked) {
      asked.push_back(*next++);
    }
    asked.resize(kNamesAsked, asked.front());
    ASSIGN_OR_RETURN(
        const std::vector<Event> events,
        tx.QueryValues(select_where + In(kNamesAsked) + " AND revision <= ?",
                       read, Parameters(asked, {tx.revision()})));
    for (const Event& event : events) found[event.name()] = event;
  }
  return absl::OkStatus();
}

pb::HousingPlan ReadPlan(const Row& row) {
  pb::HousingPlan plan;
  plan.set_name(row.Text(0));
  plan.set_home_source(static_cast<pb::HousingPlan::HomeSource>(row.Int(1)));
  *plan.mutable_start_date() = ToProto(row.Day(2));
  *plan.mutable_end_date() = ToProto(row.Day(3));
  if (!row.IsNull(4)) plan.set_home_count(static_cast<int32_t>(row.Int(4)));
  if (!row.IsNull(5)) plan.set_person_count(static_cast<int32_t>(row.Int(5)));
  if (!row.IsNull(6)) {
    plan.set_vacated_percent(static_cast<int32_t>(row.Int(6)));
  }
  plan.set_remark(row.Text(7));
  plan.set_withdrawn(row.Int(8) != 0);
  plan.set_source(row.Text(9));
  plan.set_revision(row.Int(10));
  plan.set_certainty(static_cast<pb::HousingPlan::Certainty>(row.Int(11)));
  if (!row.IsNull(12)) {
    plan.set_average_household_hundredths(static_cast<int32_t>(row.Int(12)));
  }
  return plan;
}

}  // namespace

absl::Status AppendPlacements(Transaction& tx,
                              const std::vector<pb::Placement>& placements) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Placement& p : placements) {
    rows.push_back({p.name(), tx.revision(), MunicipalityOf(p.name()),
                    DayOf(p.placement_date()), p.kind(), p.person_count(),
                    p.corrected_placement(), p.source(),
                    Optional(p.has_amv_count(), p.amv_count())});
  }
  return tx.Insert(
      "INSERT INTO placements (name, revision, municipality, placement_date, "
      "kind_code, person_count, corrected_placement, source, amv_count) "
      "VALUES ",
      rows);
}

absl::Status AppendMoves(Transaction& tx, const std::vector<pb::Move>& moves) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Move& m : moves) {
    rows.push_back({m.name(), tx.revision(), m.giver(), m.receiver(),
                    DayOf(m.move_date()), m.person_count(),
                    Optional(m.has_amv_count(), m.amv_count()),
                    m.corrected_move(), m.source()});
  }
  return tx.Insert(
      "INSERT INTO moves (name, revision, giver, receiver, move_date, "
      "person_count, amv_count, corrected_move, source) VALUES ",
      rows);
}

absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverHousingRequest& delivery) {
  std::vector<std::vector<Value>> kinds, balances, plans, figures;
  for (const pb::PlacementKind& k : delivery.placement_kinds()) {
    kinds.push_back(
        {k.code(), tx.revision(), k.display_name(), k.counts(), k.source()});
  }
  for (const pb::OpeningBalance& b : delivery.opening_balances()) {
    balances.push_back({b.municipality(), b.half_year(), tx.revision(),
                        b.person_count(), b.source(), b.starts_chain()});
  }
  for (const pb::PublishedFigure& f : delivery.published_figures()) {
    figures.push_back({f.subject(), f.half_year(), static_cast<int>(f.metric()),
                       f.publisher(), DayOf(f.figure_date()), tx.revision(),
                       Optional(f.has_person_count(), f.person_count()),
                       f.printed_percent(), f.source()});
  }
  for (const pb::HousingPlan& p : delivery.plans()) {
    plans.push_back(
        {p.name(), tx.revision(), MunicipalityOf(p.name()),
         static_cast<int>(p.home_source()), DayOf(p.start_date()),
         DayOf(p.end_date()), Optional(p.has_home_count(), p.home_count()),
         Optional(p.has_person_count(), p.person_count()),
         Optional(p.has_vacated_percent(), p.vacated_percent()), p.remark(),
         p.withdrawn(), p.source(), static_cast<int>(p.certainty()),
         Optional(p.has_average_household_hundredths(),
                  p.average_household_hundredths())});
  }
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO placement_kinds (code, revision, display_name, "
                "counts, source) VALUES ",
                kinds));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO opening_balances (municipality, half_year, "
                "revision, person_count, source, starts_chain) VALUES ",
                balances));
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO published_figures (subject, half_year, metric, "
                "publisher, figure_date, revision, person_count, "
                "printed_percent, source) VALUES ",
                figures));
  return tx.Insert(
      "INSERT INTO plans (name, revision, municipality, home_source, "
      "start_date, end_date, home_count, person_count, vacated_percent, "
      "remark, withdrawn, source, certainty, average_household_hundredths) "
      "VALUES ",
      plans);
}

absl::StatusOr<std::vector<pb::PlacementKind>> ListPlacementKinds(
    Transaction& tx) {
  return tx.Query(
      "SELECT code, display_name, counts, source, revision FROM (SELECT "
      "placement_kinds.*, ROW_NUMBER() OVER (PARTITION BY code ORDER BY "
      "revision DESC) AS version_rank FROM placement_kinds WHERE revision <= "
      "?) AS "
      "versions WHERE version_rank = 1 ORDER BY code",
      [](const Row& row) {
        pb::PlacementKind kind;
        kind.set_code(row.Text(0));
        kind.set_display_name(row.Text(1));
        kind.set_counts(row.Int(2) != 0);
        kind.set_source(row.Text(3));
        kind.set_revision(row.Int(4));
        return kind;
      },
      tx.revision());
}

absl::StatusOr<std::vector<pb::Placement>> ListPlacements(
    Transaction& tx, const std::vector<std::string>& municipalities,
    std::optional<HalfYear> half_year, const std::string& after, int limit) {
  Sql sql =
      kSelectPlacement + " WHERE municipality" + In(municipalities.size());
  std::vector<Value> values;
  if (half_year.has_value()) {
    sql = sql + " AND half_year = ?";
    values.push_back(half_year->Index());
  }
  values.insert(values.end(), {after, tx.revision(), limit});
  return tx.QueryValues(
      sql + " AND name > ? AND revision <= ? ORDER BY name LIMIT ?",
      ReadPlacement, Parameters(municipalities, values));
}

absl::StatusOr<std::map<std::string, pb::Placement>> FindPlacements(
    Transaction& tx, const std::set<std::string>& names) {
  std::map<std::string, pb::Placement> found;
  RETURN_IF_ERROR(FindEvents(tx, kSelectPlacement + " WHERE name",
                             ReadPlacement, names, found));
  RETURN_IF_ERROR(FindEvents(tx,
                             kSelectPlacement + " WHERE corrected_placement",
                             ReadPlacement, names, found));
  return found;
}

absl::StatusOr<std::map<std::string, pb::Move>> FindMoves(
    Transaction& tx, const std::set<std::string>& names) {
  std::map<std::string, pb::Move> found;
  RETURN_IF_ERROR(
      FindEvents(tx, kSelectMove + " WHERE name", ReadMove, names, found));
  RETURN_IF_ERROR(FindEvents(tx, kSelectMove + " WHERE corrected_move",
                             ReadMove, names, found));
  return found;
}

absl::StatusOr<std::map<std::string, pb::Move>> ListMovesIn(
    Transaction& tx, const std::vector<std::string>& municipalities,
    const Period& period) {
  std::map<std::string, pb::Move> found;
  for (const Sql& side : {Sql(" WHERE giver"), Sql(" WHERE receiver")}) {
    ASSIGN_OR_RETURN(
        const std::vector<pb::Move> moves,
        tx.QueryValues(
            kSelectMove + side + In(municipalities.size()) +
                " AND move_date >= ? AND move_date < ? AND revision <= ?",
            ReadMove,
            Parameters(municipalities,
                       {period.start, *period.end, tx.revision()})));
    for (const pb::Move& move : moves) found[move.name()] = move;
  }
  return found;
}

absl::StatusOr<std::vector<pb::HousingPlan>> ListPlans(
    Transaction& tx, const std::vector<std::string>& municipalities) {
  return tx.QueryValues(
      Sql("SELECT name, home_source, start_date, end_date, home_count, "
          "person_count, vacated_percent, remark, withdrawn, source, revision, "
          "certainty, average_household_hundredths FROM (SELECT plans.*, "
          "ROW_NUMBER() OVER (PARTITION BY name "
          "ORDER BY revision DESC) AS version_rank FROM plans WHERE "
          "municipality") +
          In(municipalities.size()) +
          " AND revision <= ?) AS versions WHERE version_rank = 1 ORDER BY "
          "name",
      ReadPlan, Parameters(municipalities, {tx.revision()}));
}

absl::StatusOr<std::map<std::string, std::map<HalfYear, Opening>>> ListOpenings(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last) {
  std::map<std::string, std::map<HalfYear, Opening>> openings;
  const auto read = [&](const Row& row) {
    const auto half_year = HalfYear::Parse(row.Text(1));
    if (!half_year.has_value()) return false;
    // In order of revision: the latest version stays.
    openings[row.Text(0)][*half_year] = {
        .persons = static_cast<int>(row.Int(2)),
        .starts_chain = row.Int(4) != 0,
        .source = row.Text(3)};
    return true;
  };
  RETURN_IF_ERROR(
      tx.QueryValues(
            Sql("SELECT municipality, half_year, person_count, source, "
                "starts_chain FROM opening_balances WHERE municipality") +
                In(municipalities.size()) +
                " AND half_year BETWEEN ? AND ? AND revision <= ? "
                "ORDER BY revision",
            read,
            Parameters(municipalities,
                       {first.Name(), last.Name(), tx.revision()}))
          .status());
  return openings;
}

absl::StatusOr<std::vector<PlacedSum>> ListPlacedSums(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last, absl::CivilDay day) {
  return tx.QueryValues(
      Sql("SELECT municipality, half_year, kind_code, "
          "CAST(SUM(person_count) AS SIGNED), "
          "CAST(SUM(COALESCE(amv_count, 0)) AS SIGNED), MAX(illustrative) "
          "FROM placements WHERE municipality") +
          In(municipalities.size()) +
          " AND half_year BETWEEN ? AND ? AND placement_date <= ? AND "
          "revision <= ? GROUP BY municipality, half_year, kind_code",
      [](const Row& row) {
        return PlacedSum{.municipality = row.Text(0),
                         .half_year = HalfYear::FromIndex(row.Int(1)),
                         .kind = row.Text(2),
                         .heads = {.persons = static_cast<int>(row.Int(3)),
                                   .minors = static_cast<int>(row.Int(4))},
                         .illustrative = row.Int(5) != 0};
      },
      Parameters(municipalities,
                 {first.Index(), last.Index(), day, tx.revision()}));
}

absl::StatusOr<std::map<std::string, std::map<HalfYear, std::string>>>
ListIllustrativeSources(Transaction& tx,
                        const std::vector<std::string>& municipalities,
                        HalfYear first, HalfYear last, absl::CivilDay day) {
  std::map<std::string, std::map<HalfYear, std::string>> sources;
  const auto read = [&](const Row& row) {
    return sources[row.Text(0)][HalfYear::FromIndex(row.Int(1))] = row.Text(2);
  };
  RETURN_IF_ERROR(
      tx.QueryValues(
            Sql("SELECT municipality, half_year, MIN(source) FROM placements "
                "WHERE illustrative = 1 AND municipality") +
                In(municipalities.size()) +
                " AND half_year BETWEEN ? AND ? AND placement_date <= ? AND "
                "revision <= ? GROUP BY municipality, half_year",
            read,
            Parameters(municipalities,
                       {first.Index(), last.Index(), day, tx.revision()}))
          .status());
  return sources;
}

absl::StatusOr<std::vector<pb::Placement>> ListPlacementsIn(
    Transaction& tx, const std::vector<std::string>& municipalities,
    HalfYear first, HalfYear last) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Placement> placements,
      tx.QueryValues(kSelectPlacement + " WHERE municipality" +
                         In(municipalities.size()) +
                         " AND half_year BETWEEN ? AND ? AND revision <= ?",
                     ReadPlacement,
                     Parameters(municipalities,
                                {first.Index(), last.Index(), tx.revision()})));
  // Ordered here: the planner would read every placement for its order.
  std::sort(placements.begin(), placements.end(),
            [](const pb::Placement& a, const pb::Placement& b) {
              return a.name() < b.name();
            });
  return placements;
}

absl::StatusOr<std::vector<Published>> ListPublishedFigures(
    Transaction& tx, const std::vector<std::string>& subjects, HalfYear first,
    HalfYear last) {
  return tx.QueryValues(
      Sql("SELECT subject, half_year, metric, publisher, figure_date, "
          "person_count, printed_percent, source FROM (SELECT "
          "published_figures.*, ROW_NUMBER() OVER (PARTITION BY subject, "
          "half_year, metric, publisher, figure_date ORDER BY revision DESC) "
          "AS version_rank FROM published_figures WHERE subject") +
          In(subjects.size()) +
          " AND half_year BETWEEN ? AND ? AND revision <= ?) AS versions WHERE "
          "version_rank = 1 AND person_count IS NOT NULL ORDER BY subject, "
          "half_year, "
          "metric, figure_date, publisher",
      [](const Row& row) {
        Published one{.subject = row.Text(0),
                      .half_year = *HalfYear::Parse(row.Text(1)),
                      .statement = {}};
        one.statement.set_metric(static_cast<pb::Metric>(row.Int(2)));
        one.statement.set_publisher(row.Text(3));
        *one.statement.mutable_statement_date() = ToProto(row.Day(4));
        one.statement.set_person_count(static_cast<int32_t>(row.Int(5)));
        one.statement.set_printed_percent(row.Text(6));
        one.statement.set_source(row.Text(7));
        return one;
      },
      Parameters(subjects, {first.Name(), last.Name(), tx.revision()}));
}

}  // namespace opvang::housing
