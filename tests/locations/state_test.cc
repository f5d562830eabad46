// What memory answers is what the tables say, on every replica and at every
// revision.
#include <algorithm>
#include <functional>
#include <random>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/resource_name.h"
#include "common/db/ledger.h"
#include "services/locations/location_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::locations {
namespace {

using Stub = pb::LocationService::Stub;
using Day = absl::CivilDay;

constexpr char kCountry[] = "countries/nl";
const char* const kMunicipalities[] = {"municipalities/gm0150",
                                       "municipalities/gm0193"};

// One of the services over the same tables.
struct Replica {
  Replica(TestDatabase& db, const Clock& clock)
      : organisations(Organisations::Loopback({.oin = "4",
                                               .name = "AenM",
                                               .role = Role::kMinistry,
                                               .scope = ""})),
        service(*db, clock, *organisations),
        server(service),
        stub(pb::LocationService::NewStub(server.channel())) {}
  std::unique_ptr<Organisations> organisations;
  LocationService service;
  InProcess server;
  std::unique_ptr<Stub> stub;
};

// A question that was answered, to be asked again.
struct Remembered {
  std::string what;
  std::string answer;
  std::function<std::string(Stub&)> ask;
};

// The rows of the tables, as plain SQL gives them.
struct DescriptionRow {
  Revision revision;
  std::string name, display_name, kind, coa_number;
};
struct EntryRow {
  Revision revision;
  int64_t ordinal, group, basis, start, count;  // -1 for NULL.
  std::string location, source;
};
struct StateRow {
  Revision revision;
  std::string location;
  Day start;
  int64_t state;
};
struct AmountRow {  // A count, or objections (kind 0).
  Revision revision;
  int64_t kind;
  std::string subject;
  Day day;
  int64_t amount;
};
struct CodeRow {
  Revision revision;
  std::string code, display_name;
};
struct Rows {
  std::vector<DescriptionRow> descriptions;
  std::vector<EntryRow> entries;
  std::vector<StateRow> states;
  std::vector<AmountRow> amounts;
  std::vector<CodeRow> kinds;
};

int64_t Number(Day day) { return day - Day(1970, 1, 1); }

absl::StatusOr<Rows> ReadRows(Transaction& tx) {
  Rows rows;
  ASSIGN_OR_RETURN(rows.descriptions,
                   tx.Query("SELECT revision, name, display_name, kind, "
                            "coa_number FROM locations",
                            [](const Row& row) {
                              return DescriptionRow{row.Int(0), row.Text(1),
                                                    row.Text(2), row.Text(3),
                                                    row.Text(4)};
                            }));
  ASSIGN_OR_RETURN(
      rows.entries,
      tx.Query("SELECT revision, ordinal, place_group, basis, start_date, "
               "place_count, location, source FROM place_entries",
               [](const Row& row) {
                 return EntryRow{row.Int(0),
                                 row.Int(1),
                                 row.Int(2),
                                 row.Int(3),
                                 row.IsNull(4) ? -1 : Number(row.Day(4)),
                                 row.IsNull(5) ? -1 : row.Int(5),
                                 row.Text(6),
                                 row.Text(7)};
               }));
  ASSIGN_OR_RETURN(
      rows.states,
      tx.Query(
          "SELECT revision, location, start_date, state FROM "
          "state_entries",
          [](const Row& row) {
            return StateRow{row.Int(0), row.Text(1), row.Day(2), row.Int(3)};
          }));
  ASSIGN_OR_RETURN(
      rows.amounts,
      tx.Query("SELECT revision, kind, subject, count_date, amount FROM counts "
               "UNION ALL SELECT revision, 0, location, start_date, "
               "objection_count FROM objection_entries",
               [](const Row& row) {
                 return AmountRow{row.Int(0), row.Int(1), row.Text(2),
                                  row.Day(3), row.Int(4)};
               }));
  ASSIGN_OR_RETURN(
      rows.kinds,
      tx.Query("SELECT revision, code, display_name FROM kind_entries",
               [](const Row& row) {
                 return CodeRow{row.Int(0), row.Text(1), row.Text(2)};
               }));
  return rows;
}

// The oracle: what the rows say at a revision, day by day.
class Naive {
 public:
  Naive(const Rows& rows, Revision known) : rows_(rows), known_(known) {}

  std::vector<std::string> Names() const {
    std::set<std::string> names;
    for (const auto& row : rows_.descriptions) {
      if (row.revision <= known_) names.insert(row.name);
    }
    return {names.begin(), names.end()};
  }
  const DescriptionRow* Describe(const std::string& name) const {
    const DescriptionRow* last = nullptr;
    for (const auto& row : rows_.descriptions) {
      if (row.revision > known_ || row.name != name) continue;
      if (last == nullptr || row.revision > last->revision) last = &row;
    }
    return last;
  }
  const StateRow* StateAt(const std::string& name, Day day) const {
    for (Day on = day; on >= kFirst; --on) {
      if (const auto* row = StateOf(name, on)) return row;
    }
    for (Day on = day; on <= kLast; ++on) {
      if (const auto* row = StateOf(name, on)) return row;
    }
    return nullptr;
  }
  bool IsHidden(const std::string& name, Day day) const {
    const StateRow* row = StateAt(name, day);
    return row != nullptr && row->state <= 2;
  }
  const AmountRow* AmountAt(int kind, const std::string& subject,
                            Day day) const {
    for (Day on = day; on >= kFirst; --on) {
      const AmountRow* last = nullptr;
      for (const auto& row : rows_.amounts) {
        if (row.revision > known_ || row.kind != kind || row.day != on ||
            row.subject != subject) {
          continue;
        }
        if (last == nullptr || row.revision > last->revision) last = &row;
      }
      if (last != nullptr) return last;
    }
    return nullptr;
  }
  std::string Amount(int kind, const std::string& subject, Day day) const {
    const AmountRow* row = AmountAt(kind, subject, day);
    return row == nullptr ? "-"
                          : absl::StrCat(row->amount, "@", FormatDay(row->day),
                                         "@", row->revision);
  }

  std::string Locations(Day day) const {
    std::string lines;
    for (const std::string& name : Names()) {
      if (IsHidden(name, day)) continue;
      const DescriptionRow& said = *Describe(name);
      const StateRow* state = StateAt(name, day);
      if (state != nullptr && state->start > day) state = nullptr;
      const AmountRow* objections = AmountAt(0, name, day);
      absl::StrAppend(&lines, name, " \"r", said.revision, "\" ",
                      said.display_name, " ", said.kind, " ", said.coa_number,
                      " ", state == nullptr ? 0 : state->state, "@",
                      state == nullptr ? 0 : state->revision, " ",
                      objections == nullptr ? -1 : objections->amount, "\n");
    }
    return lines;
  }
  std::string Entries(Day today) const {
    std::vector<const EntryRow*> all;
    for (const EntryRow& row : rows_.entries) {
      if (row.revision <= known_ && !IsHidden(row.location, today)) {
        all.push_back(&row);
      }
    }
    std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
      return std::tie(a->location, a->group, a->basis, a->start, a->revision,
                      a->ordinal) < std::tie(b->location, b->group, b->basis,
                                             b->start, b->revision, b->ordinal);
    });
    std::string lines;
    for (const EntryRow* row : all) {
      absl::StrAppend(&lines, row->location, " ", row->group, " ", row->basis,
                      " ", row->start, " ", row->count, " ", row->source, " ",
                      row->revision, "\n");
    }
    return lines;
  }
  std::string Kinds() const {
    std::map<std::string, const CodeRow*> last;
    for (const CodeRow& row : rows_.kinds) {
      const CodeRow*& one = last[row.code];
      if (row.revision <= known_ &&
          (one == nullptr || row.revision > one->revision)) {
        one = &row;
      }
    }
    std::string lines;
    for (const auto& [code, row] : last) {
      if (row == nullptr) continue;
      absl::StrAppend(&lines, code, " ", row->display_name, " ", row->revision,
                      "\n");
    }
    return lines;
  }
  // Numbers of COA that two locations have.
  std::vector<std::string> SharedNumbers() const {
    std::set<std::string> seen;
    std::vector<std::string> shared;
    for (const std::string& name : Names()) {
      const std::string& number = Describe(name)->coa_number;
      if (!number.empty() && !seen.insert(number).second) {
        shared.push_back(number);
      }
    }
    return shared;
  }

 private:
  static inline const Day kFirst{2023, 1, 1};
  static inline const Day kLast{2027, 1, 1};
  const StateRow* StateOf(const std::string& name, Day on) const {
    const StateRow* last = nullptr;
    for (const auto& row : rows_.states) {
      if (row.revision > known_ || row.start != on || row.location != name) {
        continue;
      }
      if (last == nullptr || row.revision > last->revision) last = &row;
    }
    return last;
  }

  const Rows& rows_;
  const Revision known_;
};

class LocationStateTest : public testing::Test {
 protected:
  LocationStateTest() {
    seed_ = std::random_device()();
    random_.seed(seed_);
  }

  int Below(int count) { return static_cast<int>(random_() % count); }
  bool Sometimes(int one_in) { return Below(one_in) == 0; }
  // Few, so that facts meet.
  Day AnyDay() { return MonthsAfter(Day(2023, 7, 1), 2 * Below(16)); }
  std::string AnyMunicipality() { return kMunicipalities[Below(2)]; }
  std::string AnyName() {
    return absl::StrCat(AnyMunicipality(), "/locations/l", Below(4));
  }
  std::string AnyKind() {
    return std::vector<std::string>{"azc", "no", "goo", "dsl"}[Below(4)];
  }

  void Describe(const std::string& name, pb::Location& location) {
    location.set_name(name);
    location.set_display_name(absl::StrCat("n", Below(100)));
    location.set_kind(AnyKind());
    location.set_operator_(pb::Location::OPERATOR_COA);
    if (Sometimes(2)) location.set_coa_number(absl::StrCat("c", Below(5)));
    if (Sometimes(3)) location.set_address(absl::StrCat("Weg ", Below(6)));
    if (Sometimes(4)) location.add_participants("municipalities/gm0180");
    location.set_address_protected(Sometimes(4));
    location.set_source("test");
  }

  pb::DeliverLocationsRequest AnyDelivery() {
    pb::DeliverLocationsRequest delivery;
    delivery.set_parent(kCountry);
    for (int i = Below(3); i > 0; --i) {
      Describe(AnyName(), *delivery.add_locations());
    }
    for (int i = Below(5); i > 0; --i) {
      auto& entry = *delivery.add_place_entries();
      entry.set_location(AnyName());
      entry.set_group(Sometimes(3) ? pb::PLACE_GROUP_AMV
                                   : pb::PLACE_GROUP_REGULAR);
      const bool planned = Sometimes(3);
      entry.set_basis(planned ? pb::PlaceEntry::BASIS_PLANNED
                              : pb::PlaceEntry::BASIS_DECIDED);
      if (!planned || Sometimes(2)) {
        *entry.mutable_start_date() = ToProto(AnyDay());
      }
      if (!Sometimes(5)) entry.set_place_count(Below(3) * 50);
      if (entry.has_place_count() && entry.place_count() == 0) {
        entry.set_end_certainty(pb::PlaceEntry::END_CERTAINTY_FIXED);
      }
      entry.set_decision("besluit");
      entry.set_source(absl::StrCat("s", Below(3)));
    }
    for (int i = Below(3); i > 0; --i) {
      auto& entry = *delivery.add_state_entries();
      entry.set_location(AnyName());
      entry.set_state(static_cast<pb::LocationState>(1 + Below(14)));
      *entry.mutable_start_date() = ToProto(AnyDay());
      entry.set_source("test");
    }
    if (Sometimes(3)) {
      auto& entry = *delivery.add_objection_entries();
      entry.set_location(AnyName());
      *entry.mutable_start_date() = ToProto(AnyDay());
      entry.set_objection_count(Below(5));
      entry.set_source("test");
    }
    for (int i = Below(4); i > 0; --i) {
      auto& count = *delivery.add_occupancies();
      count.set_location(AnyName());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_person_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(2)) {
      auto& count = *delivery.add_private_shelters();
      count.set_municipality(AnyMunicipality());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_person_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(2)) {
      auto& count = *delivery.add_permanent_stocks();
      count.set_municipality(AnyMunicipality());
      *count.mutable_count_date() = ToProto(AnyDay());
      count.set_place_count(Below(300));
      count.set_source("test");
    }
    if (Sometimes(5)) {
      auto& kind = *delivery.add_kinds();
      kind.set_code(Sometimes(2) ? "azc" : "tent");
      kind.set_display_name(absl::StrCat("soort ", Below(100)));
      kind.set_purpose(pb::LocationKind::PURPOSE_ASYLUM);
      kind.set_quota_rule("yes");
      kind.set_source("test");
    }
    if (Sometimes(5)) {
      auto& rate = *delivery.add_funding_rates();
      rate.set_code("goo");
      *rate.mutable_start_date() = ToProto(AnyDay());
      if (!Sometimes(4)) rate.set_cent_count(5000 + Below(2000));
      rate.set_source("test");
    }
    return delivery;
  }

  template <typename Request>
  bool Step(Stub& stub,
            grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                         pb::Location*),
            Request request) {
    request.set_name(AnyName());
    *request.mutable_step()->mutable_step_date() = ToProto(AnyDay());
    request.mutable_step()->set_reason("omdat");
    request.mutable_step()->set_source("test");
    request.set_request_id(NextId());
    return CallRpc(stub, method, request).ok();
  }

  bool Stream(Stub& stub) {
    const int count = 1 + Below(300);
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    pb::DeliverOccupanciesResponse response;
    auto writer = stub.DeliverOccupancies(&context, &response);
    pb::DeliverOccupanciesRequest request;
    request.mutable_header()->set_parent(kCountry);
    request.mutable_header()->set_request_id(NextId());
    request.mutable_header()->set_row_count(count);
    request.mutable_header()->set_fault_policy(
        pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
    writer->Write(request);
    request.mutable_rows()->set_first_row_number(1);
    for (int i = 0; i < count; ++i) {
      auto& row = *request.mutable_rows()->add_rows();
      row.set_location(AnyName());
      *row.mutable_count_date() = ToProto(Day(2024, 1, 1) + Below(200));
      row.set_person_count(Below(300));
      row.set_source("COA");
    }
    writer->Write(request);
    writer->WritesDone();
    return writer->Finish().ok();
  }

  // One write of any sort; whether it was kept.
  bool WriteSomething(Stub& stub) {
    const auto end = [&](auto request) {
      *request.mutable_end_date() = ToProto(AnyDay());
      request.set_end_certainty(pb::PlaceEntry::END_CERTAINTY_FIXED);
      return request;
    };
    switch (Below(14)) {
      case 0:
        return Step(stub, &Stub::SuggestLocation, pb::SuggestLocationRequest());
      case 1:
        return Step(stub, &Stub::DecideLocation, pb::DecideLocationRequest());
      case 2:
        return Step(stub, &Stub::OpenLocation, pb::OpenLocationRequest());
      case 3:
        return Step(stub, &Stub::StartClosing, end(pb::StartClosingRequest()));
      case 4:
        return Step(stub, &Stub::ExtendLocation,
                    end(pb::ExtendLocationRequest()));
      case 5: {
        pb::RescheduleLocationRequest request;
        *request.mutable_start_date() = ToProto(AnyDay());
        return Step(stub, &Stub::RescheduleLocation, request);
      }
      case 6: {
        pb::RecordObjectionsRequest request;
        request.set_objection_count(Below(5));
        return Step(stub, &Stub::RecordObjections, request);
      }
      case 7: {
        pb::GetLocationRequest get;
        get.set_name(AnyName());
        const auto found = CallRpc(stub, &Stub::GetLocation, get);
        if (!found.ok()) return false;
        pb::UpdateLocationRequest update;
        Describe(found->name(), *update.mutable_location());
        update.mutable_location()->set_etag(found->etag());
        update.set_request_id(NextId());
        return CallRpc(stub, &Stub::UpdateLocation, update).ok();
      }
      case 8:
        return Stream(stub);
      default: {
        auto delivery = AnyDelivery();
        delivery.set_request_id(NextId());
        return CallRpc(stub, &Stub::DeliverLocations, delivery).ok();
      }
    }
  }

  // Asks now, and remembers how to ask again at this revision.
  template <typename Request, typename Response>
  void Ask(Stub& stub,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                        Response*),
           Request request) {
    // A token of the next page tells requests apart.
    if constexpr (requires { request.set_page_size(0); }) {
      request.set_page_size(1000);
    }
    const auto ask = [method](Stub& of, const Request& one) {
      const auto answer = CallRpc(of, method, one);
      return answer.ok() ? answer->SerializeAsString()
                         : std::string(answer.status().message());
    };
    const std::string answer = ask(stub, request);
    request.set_revision(now_);
    remembered_.push_back(
        {.what = absl::StrCat(Request::descriptor()->name(), " at ", now_, ": ",
                              request.ShortDebugString()),
         .answer = answer,
         .ask = [=](Stub& of) { return ask(of, request); }});
  }

  void AskEverything(Stub& stub) {
    const auto rates =
        CallRpc(stub, &Stub::ListFundingRates, pb::ListFundingRatesRequest());
    ASSERT_THAT(rates, IsOk());
    now_ = rates->revision();
    Ask(stub, &Stub::ListFundingRates, pb::ListFundingRatesRequest());
    Ask(stub, &Stub::ListLocationKinds, pb::ListLocationKindsRequest());
    pb::GetLocationRequest get;
    get.set_name(AnyName());
    Ask(stub, &Stub::GetLocation, get);
    pb::ListLifeEventsRequest events;
    events.set_parent(AnyName());
    Ask(stub, &Stub::ListLifeEvents, events);
    const std::string parent = Sometimes(2) ? "provinces/pv23" : kCountry;
    const auto within = [&](auto request) {
      request.set_parent(parent);
      return request;
    };
    const auto dated = [&](auto request) {
      request.set_parent(parent);
      *request.mutable_as_of_date() = ToProto(AnyDay());
      return request;
    };
    const auto timed = [&](auto request) {
      *request.mutable_start_date() = ToProto(Day(2024, 1, 1));
      *request.mutable_end_date() = ToProto(Day(2026, 1, 1));
      return dated(std::move(request));
    };
    Ask(stub, &Stub::ListPlaceEntries, within(pb::ListPlaceEntriesRequest()));
    Ask(stub, &Stub::ListLocations, dated(pb::ListLocationsRequest()));
    Ask(stub, &Stub::ListCoverage, Coverage(parent, AnyDay()));
    auto stock = dated(pb::ListDurableStockRequest());
    *stock.mutable_stock_date() = ToProto(AnyDay());
    stock.set_rule_set("cycle-2024");
    Ask(stub, &Stub::ListDurableStock, stock);
    Ask(stub, &Stub::ListTimelines, timed(pb::ListTimelinesRequest()));
    Ask(stub, &Stub::ListOutlooks, timed(pb::ListOutlooksRequest()));
    Ask(stub, &Stub::ListReconciliations,
        dated(pb::ListReconciliationsRequest()));
    Ask(stub, &Stub::ListUkraineShelter,
        dated(pb::ListUkraineShelterRequest()));
    Ask(stub, &Stub::ListShelterFunding,
        timed(pb::ListShelterFundingRequest()));
  }

  static pb::ListCoverageRequest Coverage(const std::string& parent, Day day) {
    auto request = Proto<pb::ListCoverageRequest>(
        R"pb(rule_set: 'cycle-2024'
             window_start_date { year: 2025 month: 7 day: 1 }
             window_end_date { year: 2026 month: 2 day: 1 }
             realisation_start_date { year: 2024 month: 10 day: 1 }
             realisation_end_date { year: 2025 month: 7 day: 2 })pb");
    request.set_parent(parent);
    *request.mutable_as_of_date() = ToProto(day);
    return request;
  }

  // The key lists of `stub` at a revision against those of the rows.
  void CompareWithRows(Stub& stub, const Rows& rows, Revision known) {
    SCOPED_TRACE(testing::Message() << "revision " << known);
    const Naive naive(rows, known);
    const Day day = AnyDay();
    EXPECT_THAT(naive.SharedNumbers(), testing::IsEmpty());

    pb::ListLocationsRequest locations;
    locations.set_parent(kCountry);
    *locations.mutable_as_of_date() = ToProto(day);
    locations.set_revision(known);
    const auto listed = CallRpc(stub, &Stub::ListLocations, locations);
    ASSERT_THAT(listed, IsOk());
    std::string lines;
    for (const pb::Location& one : listed->locations()) {
      absl::StrAppend(
          &lines, one.name(), " ", one.etag(), " ", one.display_name(), " ",
          one.kind(), " ", one.coa_number(), " ", one.state(), "@",
          one.state_entry().revision(), " ",
          one.has_objection_count() ? one.objection_count() : -1, "\n");
    }
    EXPECT_EQ(lines, naive.Locations(day)) << FormatDay(day);

    pb::ListPlaceEntriesRequest entries;
    entries.set_parent(kCountry);
    entries.set_page_size(1000);
    entries.set_revision(known);
    const auto said = CallRpc(stub, &Stub::ListPlaceEntries, entries);
    ASSERT_THAT(said, IsOk());
    lines.clear();
    for (const pb::PlaceEntry& one : said->place_entries()) {
      absl::StrAppend(
          &lines, one.location(), " ", one.group(), " ", one.basis(), " ",
          one.has_start_date() ? Number(DayOf(one.start_date())) : -1, " ",
          one.has_place_count() ? one.place_count() : -1, " ", one.source(),
          " ", one.revision(), "\n");
    }
    EXPECT_EQ(lines, naive.Entries(clock_.Today()));

    auto coverage = Coverage("regions/ijsselland", day);
    coverage.set_revision(known);
    const auto covered = CallRpc(stub, &Stub::ListCoverage, coverage);
    ASSERT_THAT(covered, IsOk());
    const auto line = [](bool has, int amount, const auto& count) {
      return has ? absl::StrCat(amount, "@",
                                FormatDay(DayOf(count.count_date())), "@",
                                count.revision())
                 : "-";
    };
    for (const auto& one : covered->coverage()) {
      const auto& stock = one.permanent_stock();
      EXPECT_EQ(line(one.has_permanent_stock(), stock.place_count(), stock),
                naive.Amount(3, one.municipality(), day))
          << one.municipality() << " " << FormatDay(day);
      for (const auto& location : one.locations()) {
        const auto& count = location.occupancy();
        EXPECT_EQ(line(location.has_occupancy(), count.person_count(), count),
                  naive.Amount(1, location.location(), day))
            << location.location() << " " << FormatDay(day);
      }
    }

    pb::ListUkraineShelterRequest ukraine;
    ukraine.set_parent("regions/ijsselland");
    *ukraine.mutable_as_of_date() = ToProto(day);
    ukraine.set_revision(known);
    const auto sheltered = CallRpc(stub, &Stub::ListUkraineShelter, ukraine);
    ASSERT_THAT(sheltered, IsOk());
    for (const auto& one : sheltered->municipalities()) {
      const auto& count = one.private_shelter();
      EXPECT_EQ(line(one.has_private_shelter(), count.person_count(), count),
                naive.Amount(2, one.municipality(), day))
          << one.municipality() << " " << FormatDay(day);
    }

    pb::ListLocationKindsRequest kinds;
    kinds.set_revision(known);
    const auto of = CallRpc(stub, &Stub::ListLocationKinds, kinds);
    ASSERT_THAT(of, IsOk());
    lines.clear();
    for (const pb::LocationKind& one : of->kinds()) {
      absl::StrAppend(&lines, one.code(), " ", one.display_name(), " ",
                      one.revision(), "\n");
    }
    EXPECT_EQ(lines, naive.Kinds());
  }

  std::string NextId() { return UuidFor(absl::StrCat(++ids_)); }

  unsigned seed_;
  std::mt19937 random_;
  int ids_ = 0;
  Revision now_ = 0;
  std::vector<Remembered> remembered_;
  FixedClock clock_{absl::FromUnixSeconds(1780000000)};
  TestDatabase db_{"locations"};
};

TEST_F(LocationStateTest, EveryReplicaAnswersWhatTheTablesSay) {
  SCOPED_TRACE(testing::Message() << "seed " << seed_);
  Replica first(db_, clock_), second(db_, clock_);
  pb::DeliverLocationsRequest sites;
  sites.set_parent(kCountry);
  for (const char* municipality : kMunicipalities) {
    for (int i = 0; i < 3; ++i) {
      auto& site = *sites.add_locations();
      Describe(absl::StrCat(municipality, "/locations/l", i), site);
      site.clear_coa_number();
    }
  }
  sites.set_request_id(NextId());
  ASSERT_THAT(CallRpc(*first.stub, &Stub::DeliverLocations, sites), IsOk());
  std::vector<Revision> revisions;
  for (int i = 0; i < 150 && revisions.size() < 40; ++i) {
    const bool by_first = Sometimes(2);
    if (!WriteSomething(by_first ? *first.stub : *second.stub)) continue;
    AskEverything(by_first ? *second.stub : *first.stub);
    revisions.push_back(now_);
  }
  ASSERT_GT(revisions.size(), 15u) << "too few writes were kept";

  Replica third(db_, clock_);
  for (Replica* replica : {&third, &first, &second}) {
    for (const Remembered& one : remembered_) {
      EXPECT_EQ(one.ask(*replica->stub), one.answer) << one.what;
    }
  }

  const Call call{.caller = {.oin = "test", .name = "test", .scope = ""},
                  .actor = "",
                  .method = "test",
                  .deadline = absl::Now() + absl::Seconds(30)};
  const auto rows =
      Read<Rows>(*db_, call, 0, [](Transaction& tx) { return ReadRows(tx); });
  ASSERT_THAT(rows, IsOk());
  for (const Revision known : revisions) {
    CompareWithRows(*third.stub, *rows, known);
  }
}

TEST_F(LocationStateTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(db_.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::locations
