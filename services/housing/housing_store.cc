#include "services/housing/housing_store.h"

#include "common/calendar.h"
#include "common/resource_name.h"

namespace opvang::housing {
namespace {

std::optional<int> Optional(bool has, int value) {
  return has ? std::optional<int>(value) : std::nullopt;
}

pb::Placement ReadPlacement(const Row& row) {
  pb::Placement placement;
  placement.set_name(row.Text(0));
  *placement.mutable_placement_date() = ToProto(row.Day(1));
  placement.set_kind(static_cast<pb::Placement::Kind>(row.Int(2)));
  placement.set_person_count(static_cast<int32_t>(row.Int(3)));
  placement.set_corrected_placement(row.Text(4));
  placement.set_source(row.Text(5));
  placement.set_revision(row.Int(6));
  return placement;
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
  return plan;
}

}  // namespace

absl::Status AppendPlacements(Transaction& tx,
                              const std::vector<pb::Placement>& placements) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Placement& p : placements) {
    rows.push_back({p.name(), tx.revision(), MunicipalityOf(p.name()),
                    DayOf(p.placement_date()), static_cast<int>(p.kind()),
                    p.person_count(), p.corrected_placement(), p.source()});
  }
  return tx.Insert(
      "INSERT INTO placements (name, revision, municipality, placement_date, "
      "kind, person_count, corrected_placement, source) VALUES ",
      rows);
}

absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverHousingRequest& delivery) {
  std::vector<std::vector<Value>> balances, plans;
  for (const pb::OpeningBalance& b : delivery.opening_balances()) {
    balances.push_back({b.municipality(), b.half_year(), tx.revision(),
                        b.person_count(), b.source()});
  }
  for (const pb::HousingPlan& p : delivery.plans()) {
    plans.push_back({p.name(), tx.revision(), MunicipalityOf(p.name()),
                     static_cast<int>(p.home_source()), DayOf(p.start_date()),
                     DayOf(p.end_date()),
                     Optional(p.has_home_count(), p.home_count()),
                     Optional(p.has_person_count(), p.person_count()),
                     Optional(p.has_vacated_percent(), p.vacated_percent()),
                     p.remark(), p.withdrawn(), p.source()});
  }
  RETURN_IF_ERROR(
      tx.Insert("INSERT INTO opening_balances (municipality, half_year, "
                "revision, person_count, source) VALUES ",
                balances));
  return tx.Insert(
      "INSERT INTO plans (name, revision, municipality, home_source, "
      "start_date, end_date, home_count, person_count, vacated_percent, "
      "remark, withdrawn, source) VALUES ",
      plans);
}

absl::StatusOr<std::vector<pb::Placement>> ListPlacements(
    Transaction& tx, const std::vector<std::string>& municipalities) {
  return tx.QueryValues(
      Sql("SELECT name, placement_date, kind, person_count, "
          "corrected_placement, source, revision FROM placements "
          "WHERE municipality") +
          In(municipalities.size()) + " AND revision <= ? ORDER BY name",
      ReadPlacement, Parameters(municipalities, {tx.revision()}));
}

absl::StatusOr<std::vector<pb::HousingPlan>> ListPlans(
    Transaction& tx, const std::vector<std::string>& municipalities) {
  return tx.QueryValues(
      Sql("SELECT name, home_source, start_date, end_date, home_count, "
          "person_count, vacated_percent, remark, withdrawn, source, revision "
          "FROM (SELECT plans.*, ROW_NUMBER() OVER (PARTITION BY name "
          "ORDER BY revision DESC) AS word FROM plans WHERE municipality") +
          In(municipalities.size()) +
          " AND revision <= ?) AS said WHERE word = 1 ORDER BY name",
      ReadPlan, Parameters(municipalities, {tx.revision()}));
}

absl::StatusOr<std::map<std::string, Stated>> ListOpeningBalances(
    Transaction& tx, const std::vector<std::string>& municipalities,
    const std::string& half_year) {
  ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(
          Sql("SELECT municipality, person_count, source FROM opening_balances "
              "WHERE municipality") +
              In(municipalities.size()) +
              " AND half_year = ? AND revision <= ? ORDER BY revision",
          [](const Row& row) {
            return std::pair(row.Text(0),
                             Stated{.count = static_cast<int>(row.Int(1)),
                                    .source = row.Text(2)});
          },
          Parameters(municipalities, {half_year, tx.revision()})));
  // In order of revision: the latest word stays.
  std::map<std::string, Stated> latest;
  for (const auto& [municipality, stated] : rows) latest[municipality] = stated;
  return latest;
}

}  // namespace opvang::housing
