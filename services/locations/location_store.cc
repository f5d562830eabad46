#include "services/locations/location_store.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "common/service/update_mask.h"
#include "services/locations/rules/location_state.h"

namespace opvang::locations {
namespace {

// What a row of `date_moves` is about.
constexpr int kStartMoved = 1;
constexpr int kEndMoved = 2;

pb::Location ReadLocation(const Row& row) {
  pb::Location location;
  location.set_name(row.Text(0));
  location.set_etag(Etag(row.Int(1)));
  location.set_display_name(row.Text(2));
  location.set_kind(row.Text(3));
  location.set_operator_(static_cast<pb::Location::Operator>(row.Int(4)));
  location.set_address(row.Text(5));
  location.set_coa_number(row.Text(6));
  for (const absl::string_view participant :
       absl::StrSplit(row.Text(7), ';', absl::SkipEmpty())) {
    location.add_participants(std::string(participant));
  }
  location.set_quality_level(
      static_cast<pb::Location::QualityLevel>(row.Int(8)));
  location.set_special_group(row.Text(9));
  location.set_remark(row.Text(10));
  location.set_source(row.Text(11));
  location.set_address_protected(row.Int(12) != 0);
  return location;
}

pb::PlaceEntry ReadEntry(const Row& row) {
  pb::PlaceEntry entry;
  entry.set_location(row.Text(0));
  entry.set_group(static_cast<pb::PlaceGroup>(row.Int(1)));
  entry.set_basis(static_cast<pb::PlaceEntry::Basis>(row.Int(2)));
  if (const auto start = row.OptionalDay(3)) {
    *entry.mutable_start_date() = ToProto(*start);
  }
  if (!row.IsNull(4)) entry.set_place_count(static_cast<int32_t>(row.Int(4)));
  entry.set_end_certainty(
      static_cast<pb::PlaceEntry::EndCertainty>(row.Int(5)));
  entry.set_decision(row.Text(6));
  entry.set_stated_date(row.Text(7));
  entry.set_source(row.Text(8));
  entry.set_revision(row.Int(9));
  if (!row.IsNull(10)) {
    entry.set_usable_place_count(static_cast<int32_t>(row.Int(10)));
  }
  return entry;
}

std::vector<Value> CountRow(CountKind kind, const std::string& subject,
                            const google::type::Date& date, Revision revision,
                            int amount, const std::string& source) {
  return {static_cast<int>(kind),  subject, DayOf(date), revision,
          MunicipalityOf(subject), amount,  source};
}

// Of each start date the latest version; of those not after the day, the latest
// start; without any, the first that follows.
absl::StatusOr<std::map<std::string, pb::StateEntry>> ListStates(
    Transaction& tx, const std::vector<std::string>& municipalities,
    absl::CivilDay day) {
  std::vector<Value> values = {day, day};
  values.insert(values.end(), municipalities.begin(), municipalities.end());
  values.push_back(tx.revision());
  ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(
          Sql("SELECT location, state, start_date, source, reason, revision "
              "FROM (SELECT "
              "state_entries.*, ROW_NUMBER() OVER (PARTITION BY location "
              "ORDER BY start_date <= ? DESC, ABS(DATEDIFF(start_date, ?)), "
              "revision DESC) AS version_rank FROM state_entries WHERE "
              "municipality") +
              In(municipalities.size()) +
              " AND revision <= ?) AS versions WHERE version_rank = 1",
          [](const Row& row) {
            pb::StateEntry entry;
            entry.set_location(row.Text(0));
            entry.set_state(static_cast<pb::LocationState>(row.Int(1)));
            *entry.mutable_start_date() = ToProto(row.Day(2));
            entry.set_source(row.Text(3));
            entry.set_reason(row.Text(4));
            entry.set_revision(row.Int(5));
            return std::pair(row.Text(0), entry);
          },
          values));
  return std::map<std::string, pb::StateEntry>(rows.begin(), rows.end());
}

absl::StatusOr<std::map<std::string, int32_t>> ListObjections(
    Transaction& tx, const std::vector<std::string>& municipalities,
    absl::CivilDay day) {
  ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(
          Sql("SELECT location, objection_count FROM (SELECT "
              "objection_entries.*, ROW_NUMBER() OVER (PARTITION BY location "
              "ORDER BY start_date DESC, revision DESC) AS version_rank "
              "FROM objection_entries WHERE municipality") +
              In(municipalities.size()) +
              " AND start_date <= ? AND revision <= ?) AS versions WHERE "
              "version_rank = 1",
          [](const Row& row) {
            return std::pair(row.Text(0), static_cast<int32_t>(row.Int(1)));
          },
          Parameters(municipalities, {day, tx.revision()})));
  return std::map<std::string, int32_t>(rows.begin(), rows.end());
}

absl::Status AppendKinds(Transaction& tx,
                         const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::LocationKind& k : delivery.kinds()) {
    rows.push_back({k.code(), tx.revision(), k.display_name(),
                    static_cast<int>(k.purpose()), k.quota_rule(), k.durable(),
                    k.source(), static_cast<int>(k.place_group()),
                    k.term_year_count()});
  }
  return tx.Insert(
      "INSERT INTO kind_entries (code, revision, display_name, purpose, "
      "quota_rule, durable, source, place_group, term_year_count) VALUES ",
      rows);
}

absl::Status AppendFundingRates(Transaction& tx,
                                const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::FundingRate& r : delivery.funding_rates()) {
    rows.push_back({r.code(), DayOf(r.start_date()), tx.revision(),
                    r.has_cent_count() ? std::optional<int32_t>(r.cent_count())
                                       : std::nullopt,
                    r.source()});
  }
  return tx.Insert(
      "INSERT INTO funding_rates (code, start_date, revision, cent_count, "
      "source) VALUES ",
      rows);
}

absl::Status AppendPlaceEntries(Transaction& tx,
                                const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::PlaceEntry& e : delivery.place_entries()) {
    rows.push_back(
        {tx.revision(), rows.size(), MunicipalityOf(e.location()), e.location(),
         static_cast<int>(e.group()), static_cast<int>(e.basis()),
         e.has_start_date() ? std::optional(DayOf(e.start_date()))
                            : std::nullopt,
         e.has_place_count() ? std::optional<int>(e.place_count())
                             : std::nullopt,
         static_cast<int>(e.end_certainty()), e.decision(), e.stated_date(),
         e.source(),
         e.has_usable_place_count() ? std::optional<int>(e.usable_place_count())
                                    : std::nullopt});
  }
  return tx.Insert(
      "INSERT INTO place_entries (revision, ordinal, municipality, location, "
      "place_group, basis, start_date, place_count, end_certainty, decision, "
      "stated_date, source, usable_place_count) VALUES ",
      rows);
}

absl::Status AppendStateEntries(Transaction& tx,
                                const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::StateEntry& s : delivery.state_entries()) {
    rows.push_back({s.location(), DayOf(s.start_date()), tx.revision(),
                    MunicipalityOf(s.location()), static_cast<int>(s.state()),
                    s.source(), s.reason()});
  }
  return tx.Insert(
      "INSERT INTO state_entries (location, start_date, revision, "
      "municipality, state, source, reason) VALUES ",
      rows);
}

absl::Status AppendObjectionEntries(
    Transaction& tx, const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::ObjectionEntry& o : delivery.objection_entries()) {
    rows.push_back({o.location(), DayOf(o.start_date()), tx.revision(),
                    MunicipalityOf(o.location()), o.objection_count(),
                    o.reason(), o.source()});
  }
  return tx.Insert(
      "INSERT INTO objection_entries (location, start_date, revision, "
      "municipality, objection_count, reason, source) VALUES ",
      rows);
}

// Numbers that COA and municipalities count on a day.
absl::Status AppendCounts(Transaction& tx,
                          const pb::DeliverLocationsRequest& delivery) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Occupancy& c : delivery.occupancies()) {
    rows.push_back(CountRow(CountKind::kOccupancy, c.location(), c.count_date(),
                            tx.revision(), c.person_count(), c.source()));
  }
  for (const pb::PrivateShelter& c : delivery.private_shelters()) {
    rows.push_back(CountRow(CountKind::kPrivateShelter, c.municipality(),
                            c.count_date(), tx.revision(), c.person_count(),
                            c.source()));
  }
  for (const pb::PermanentStock& c : delivery.permanent_stocks()) {
    rows.push_back(CountRow(CountKind::kPermanentStock, c.municipality(),
                            c.count_date(), tx.revision(), c.place_count(),
                            c.source()));
  }
  return tx.Insert(
      "INSERT INTO counts (kind, subject, count_date, revision, municipality, "
      "amount, source) VALUES ",
      rows);
}

}  // namespace

absl::StatusOr<std::vector<pb::LocationKind>> ListKinds(Transaction& tx) {
  return tx.Query(
      "SELECT code, display_name, purpose, quota_rule, durable, source, "
      "revision, place_group, term_year_count FROM (SELECT kind_entries.*, "
      "ROW_NUMBER() OVER "
      "(PARTITION BY "
      "code ORDER BY revision DESC) AS version_rank FROM kind_entries WHERE "
      "revision "
      "<= ?) AS versions WHERE version_rank = 1 ORDER BY code",
      [](const Row& row) {
        pb::LocationKind kind;
        kind.set_code(row.Text(0));
        kind.set_display_name(row.Text(1));
        kind.set_purpose(static_cast<pb::LocationKind::Purpose>(row.Int(2)));
        kind.set_quota_rule(row.Text(3));
        kind.set_durable(row.Int(4) != 0);
        kind.set_source(row.Text(5));
        kind.set_revision(row.Int(6));
        kind.set_place_group(static_cast<pb::PlaceGroup>(row.Int(7)));
        kind.set_term_year_count(static_cast<int32_t>(row.Int(8)));
        return kind;
      },
      tx.revision());
}

absl::StatusOr<std::vector<pb::Location>> ListLocations(
    Transaction& tx, const std::vector<std::string>& municipalities,
    absl::CivilDay day) {
  ASSIGN_OR_RETURN(
      std::vector<pb::Location> locations,
      tx.QueryValues(
          Sql("SELECT name, revision, display_name, kind, operator, address, "
              "coa_number, participants, quality_level, special_group, remark, "
              "source, address_protected FROM (SELECT locations.*, "
              "ROW_NUMBER() OVER "
              "(PARTITION BY name ORDER BY revision DESC) AS version_rank "
              "FROM locations WHERE municipality") +
              In(municipalities.size()) +
              " AND revision <= ?) AS versions WHERE version_rank = 1 ORDER BY "
              "name",
          ReadLocation, Parameters(municipalities, {tx.revision()})));
  ASSIGN_OR_RETURN(const auto states, ListStates(tx, municipalities, day));
  ASSIGN_OR_RETURN(const auto objections,
                   ListObjections(tx, municipalities, day));
  for (pb::Location& location : locations) {
    if (const auto count = objections.find(location.name());
        count != objections.end()) {
      location.set_objection_count(count->second);
    }
    if (const auto found = states.find(location.name());
        found != states.end()) {
      const pb::StateEntry& entry = found->second;
      location.set_state(
          StateOn(day, {entry.state(), DayOf(entry.start_date())}));
      if (DayOf(entry.start_date()) <= day) {
        *location.mutable_state_entry() = entry;
      }
    }
    location.set_stage(StageOf(location.state()));
  }
  return locations;
}

absl::StatusOr<std::vector<pb::PlaceEntry>> ListPlaceEntries(
    Transaction& tx, const std::vector<std::string>& municipalities) {
  return tx.QueryValues(
      Sql("SELECT location, place_group, basis, start_date, place_count, "
          "end_certainty, decision, stated_date, source, revision, "
          "usable_place_count FROM place_entries WHERE municipality") +
          In(municipalities.size()) +
          " AND revision <= ? ORDER BY location, place_group, basis, "
          "start_date, revision, ordinal",
      ReadEntry, Parameters(municipalities, {tx.revision()}));
}

pb::Occupancy ToOccupancy(const Count& count) {
  pb::Occupancy to;
  to.set_location(count.subject);
  *to.mutable_count_date() = ToProto(count.day);
  to.set_person_count(count.amount);
  to.set_source(count.source);
  to.set_revision(count.revision);
  return to;
}
pb::PrivateShelter ToPrivateShelter(const Count& count) {
  pb::PrivateShelter to;
  to.set_municipality(count.subject);
  *to.mutable_count_date() = ToProto(count.day);
  to.set_person_count(count.amount);
  to.set_source(count.source);
  to.set_revision(count.revision);
  return to;
}
pb::PermanentStock ToStock(const Count& count) {
  pb::PermanentStock to;
  to.set_municipality(count.subject);
  *to.mutable_count_date() = ToProto(count.day);
  to.set_place_count(count.amount);
  to.set_source(count.source);
  to.set_revision(count.revision);
  return to;
}

absl::StatusOr<std::map<std::string, Count>> ListCounts(
    Transaction& tx, CountKind kind,
    const std::vector<std::string>& municipalities, absl::CivilDay day) {
  std::vector<Value> values = {static_cast<int>(kind)};
  for (const std::string& name : municipalities) values.push_back(name);
  values.push_back(day);
  values.push_back(tx.revision());
  ASSIGN_OR_RETURN(
      const std::vector<Count> rows,
      tx.QueryValues(
          Sql("SELECT subject, amount, source, count_date, revision FROM "
              "(SELECT "
              "counts.*, "
              "ROW_NUMBER() OVER (PARTITION BY subject "
              "ORDER BY count_date DESC, revision DESC) AS version_rank "
              "FROM counts WHERE kind = ? AND municipality") +
              In(municipalities.size()) +
              " AND count_date <= ? AND revision <= ?) AS versions WHERE "
              "version_rank = 1",
          [](const Row& row) {
            return Count{.subject = row.Text(0),
                         .day = row.Day(3),
                         .amount = static_cast<int>(row.Int(1)),
                         .source = row.Text(2),
                         .revision = row.Int(4)};
          },
          values));
  std::map<std::string, Count> counts;
  for (const Count& count : rows) counts[count.subject] = count;
  return counts;
}

absl::StatusOr<std::optional<DatedState>> LatestState(
    Transaction& tx, const std::string& location) {
  ASSIGN_OR_RETURN(
      const auto found,
      tx.Query(
          "SELECT state, start_date FROM state_entries WHERE location = ? "
          "AND revision <= ? ORDER BY start_date DESC, revision DESC "
          "LIMIT 1",
          [](const Row& row) {
            return DatedState{static_cast<pb::LocationState>(row.Int(0)),
                              row.Day(1)};
          },
          location, tx.revision()));
  if (found.empty()) return std::optional<DatedState>();
  return std::optional<DatedState>(found.front());
}

absl::StatusOr<std::vector<pb::LifeEvent>> ListLifeEvents(
    Transaction& tx, const std::string& location) {
  const auto told = [](const Row& row) {
    pb::LifeEvent event;
    event.set_revision(row.Int(0));
    *event.mutable_event_date() = ToProto(row.Day(1));
    event.set_reason(row.Text(2));
    event.set_source(row.Text(3));
    return event;
  };
  ASSIGN_OR_RETURN(
      std::vector<pb::LifeEvent> events,
      tx.Query(
          "SELECT revision, start_date, reason, source, state "
          "FROM state_entries WHERE location = ? AND revision <= ? "
          "ORDER BY revision, start_date",
          [&](const Row& row) {
            pb::LifeEvent event = told(row);
            event.set_state(static_cast<pb::LocationState>(row.Int(4)));
            return event;
          },
          location, tx.revision()));
  ASSIGN_OR_RETURN(
      const std::vector<pb::LifeEvent> moves,
      tx.Query(
          "SELECT revision, told_date, reason, source, moved, from_date, "
          "to_date FROM date_moves WHERE location = ? AND revision <= ? "
          "ORDER BY revision, moved",
          [&](const Row& row) {
            pb::LifeEvent event = told(row);
            auto& move = row.Int(4) == kStartMoved ? *event.mutable_start_move()
                                                   : *event.mutable_end_move();
            if (const auto day = row.OptionalDay(5)) {
              *move.mutable_from_date() = ToProto(*day);
            }
            if (const auto day = row.OptionalDay(6)) {
              *move.mutable_to_date() = ToProto(*day);
            }
            return event;
          },
          location, tx.revision()));
  ASSIGN_OR_RETURN(
      const std::vector<pb::LifeEvent> objections,
      tx.Query(
          "SELECT revision, start_date, reason, source, objection_count "
          "FROM objection_entries WHERE location = ? AND revision <= ? "
          "ORDER BY revision, start_date",
          [&](const Row& row) {
            pb::LifeEvent event = told(row);
            event.set_objection_count(static_cast<int32_t>(row.Int(4)));
            return event;
          },
          location, tx.revision()));
  events.insert(events.end(), moves.begin(), moves.end());
  events.insert(events.end(), objections.begin(), objections.end());
  std::stable_sort(events.begin(), events.end(),
                   [](const pb::LifeEvent& a, const pb::LifeEvent& b) {
                     return a.revision() < b.revision();
                   });
  return events;
}

absl::Status AppendMoves(Transaction& tx, const std::string& location,
                         const pb::LifeEvent& event) {
  std::vector<std::vector<Value>> rows;
  const auto add = [&](int moved, const pb::LifeEvent::Move& move) {
    rows.push_back({tx.revision(), moved, location, MunicipalityOf(location),
                    DayOf(event.event_date()),
                    move.has_from_date()
                        ? std::optional(DayOf(move.from_date()))
                        : std::nullopt,
                    move.has_to_date() ? std::optional(DayOf(move.to_date()))
                                       : std::nullopt,
                    event.reason(), event.source()});
  };
  if (event.has_start_move()) add(kStartMoved, event.start_move());
  if (event.has_end_move()) add(kEndMoved, event.end_move());
  return tx.Insert(
      "INSERT INTO date_moves (revision, moved, location, municipality, "
      "told_date, from_date, to_date, reason, source) VALUES ",
      rows);
}

absl::Status AppendLocations(Transaction& tx,
                             const std::vector<pb::Location>& locations) {
  std::vector<std::vector<Value>> rows;
  for (const pb::Location& l : locations) {
    rows.push_back({l.name(), tx.revision(), MunicipalityOf(l.name()),
                    l.display_name(), l.kind(), static_cast<int>(l.operator_()),
                    l.address(), l.coa_number(),
                    absl::StrJoin(l.participants(), ";"),
                    static_cast<int>(l.quality_level()), l.special_group(),
                    l.remark(), l.source(), l.address_protected()});
  }
  return tx.Insert(
      "INSERT INTO locations (name, revision, municipality, display_name, "
      "kind, operator, address, coa_number, participants, quality_level, "
      "special_group, remark, source, address_protected) VALUES ",
      rows);
}

absl::Status AppendFacts(Transaction& tx,
                         const pb::DeliverLocationsRequest& delivery) {
  RETURN_IF_ERROR(AppendKinds(tx, delivery));
  RETURN_IF_ERROR(AppendFundingRates(tx, delivery));
  RETURN_IF_ERROR(AppendPlaceEntries(tx, delivery));
  RETURN_IF_ERROR(AppendStateEntries(tx, delivery));
  RETURN_IF_ERROR(AppendObjectionEntries(tx, delivery));
  return AppendCounts(tx, delivery);
}

absl::StatusOr<std::vector<pb::FundingRate>> ListFundingRates(Transaction& tx) {
  return tx.Query(
      "SELECT code, start_date, cent_count, source, revision "
      "FROM funding_rates WHERE revision <= ? "
      "ORDER BY code, start_date, revision",
      [](const Row& row) {
        pb::FundingRate rate;
        rate.set_code(row.Text(0));
        *rate.mutable_start_date() = ToProto(row.Day(1));
        if (!row.IsNull(2))
          rate.set_cent_count(static_cast<int32_t>(row.Int(2)));
        rate.set_source(row.Text(3));
        rate.set_revision(row.Int(4));
        return rate;
      },
      tx.revision());
}

absl::StatusOr<std::map<std::string, std::string>> FindCoaNumbers(
    Transaction& tx, const std::vector<std::string>& numbers) {
  if (numbers.empty()) return std::map<std::string, std::string>();
  ASSIGN_OR_RETURN(
      const auto rows,
      tx.QueryValues(
          Sql("SELECT coa_number, name FROM locations AS versions "
              "WHERE coa_number") +
              In(numbers.size()) +
              " AND revision <= ? AND NOT EXISTS (SELECT 1 FROM locations AS "
              "later WHERE later.name = versions.name AND later.revision > "
              "versions.revision AND later.revision <= ?)",
          [](const Row& row) { return std::pair(row.Text(0), row.Text(1)); },
          Parameters(numbers, {tx.revision(), tx.revision()})));
  return std::map<std::string, std::string>(rows.begin(), rows.end());
}

}  // namespace opvang::locations
