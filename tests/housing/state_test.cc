// What is answered from memory, against the tables: random histories, written
// on two replicas of housing beside quotas that is written too.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "common/db/ledger.h"
#include "tests/housing/services.h"

namespace opvang::housing {
namespace {

using Day = absl::CivilDay;

constexpr const char* kNames[] = {
    "municipalities/gm0148", "municipalities/gm0166", "municipalities/gm0193"};
constexpr const char* kCodes[] = {"home", "dsl", "rol", "nidos"};
constexpr const char* kSources[] = {"COA", "illustrative: a", "illustrative: b",
                                    "krant"};
constexpr const char* kLevels[] = {"green", "orange", "red"};
const HalfYear kFirst = *HalfYear::Parse("2022-h1");
constexpr int kHalfYears = 5;

class StateTest : public HousingFixture {
 protected:
  using Random = std::mt19937;

  // A service of its own over the one database.
  struct Replica {
    HousingService service;
    InProcess server{service};
    std::unique_ptr<Stub> stub = pb::HousingService::NewStub(server.channel());
  };
  std::unique_ptr<Replica> NewReplica() {
    return std::unique_ptr<Replica>(
        new Replica{{*db_, clock_, *organisations_,
                     q::QuotaService::NewStub(quotas_server_.channel())}});
  }

  // ---- Random facts.

  int Draw(int end) { return static_cast<int>(random_() % end); }
  Day RandomDay() { return kFirst.FirstDay() + Draw(kHalfYears * 183 - 1); }
  HalfYear RandomHalfYear() { return kFirst + Draw(kHalfYears); }
  std::string RandomName() { return kNames[Draw(3)]; }
  std::string RandomSource() { return kSources[Draw(4)]; }

  pb::Placement RandomPlacement() {
    pb::Placement one;
    if (!placed_.empty() && Draw(4) == 0) {
      one = placed_[random_() % placed_.size()];
      one.set_corrected_placement(one.name());
      one.set_name(absl::StrCat(one.name(), "-terug", Draw(3)));
      *one.mutable_placement_date() =
          ToProto(DayOf(one.placement_date()) + Draw(90));
      one.set_person_count(-1 - Draw(one.person_count()));
      one.clear_amv_count();
      return one;
    }
    // Ids of any length, so that they come in no order.
    one.set_name(absl::StrCat(
        RandomName(), "/placements/",
        std::string(Draw(3) * 9, static_cast<char>('a' + Draw(26))),
        Draw(1000)));
    *one.mutable_placement_date() = ToProto(RandomDay());
    one.set_kind(kCodes[Draw(4)]);
    one.set_person_count(1 + Draw(20));
    if (Draw(2) == 0) one.set_amv_count(Draw(one.person_count() + 1));
    one.set_source(RandomSource());
    return one;
  }

  pb::Move RandomMove() {
    pb::Move one;
    if (!moved_.empty() && Draw(4) == 0) {
      one = moved_[random_() % moved_.size()];
      one.set_corrected_move(one.name());
      one.set_name(absl::StrCat(one.name(), "-terug", Draw(3)));
      one.set_person_count(-1);
      one.clear_amv_count();
      return one;
    }
    const int giver = Draw(3);
    one.set_name(absl::StrCat("moves/", Draw(500)));
    one.set_giver(kNames[giver]);
    one.set_receiver(kNames[(giver + 1 + Draw(2)) % 3]);
    *one.mutable_move_date() = ToProto(RandomDay());
    one.set_person_count(1 + Draw(9));
    one.set_source(RandomSource());
    return one;
  }

  void AddFew(pb::DeliverHousingRequest& request) {
    if (Draw(3) == 0) {
      pb::PlacementKind& kind = *request.add_placement_kinds();
      kind.set_code(kCodes[Draw(4)]);
      kind.set_display_name(absl::StrCat("soort ", Draw(9)));
      kind.set_counts(Draw(2) == 0);
      kind.set_source(RandomSource());
    }
    if (Draw(3) == 0) {
      pb::OpeningBalance& opening = *request.add_opening_balances();
      opening.set_municipality(RandomName());
      opening.set_half_year(RandomHalfYear().Name());
      opening.set_person_count(Draw(60) - 30);
      opening.set_starts_chain(Draw(3) == 0);
      opening.set_source(RandomSource());
    }
    if (Draw(2) == 0) {
      pb::PublishedFigure& figure = *request.add_published_figures();
      figure.set_subject(Draw(3) == 0 ? "provinces/pv23" : RandomName());
      figure.set_half_year((kFirst + kHalfYears - 1 - Draw(2)).Name());
      figure.set_metric(static_cast<pb::Metric>(3 + Draw(3)));
      figure.set_publisher(Draw(2) == 0 ? "krant" : "provincie");
      *figure.mutable_figure_date() = ToProto(Day(2024, 5, 1 + Draw(2)));
      if (Draw(4) != 0) figure.set_person_count(Draw(100) - 50);
      figure.set_source(RandomSource());
    }
    if (Draw(2) == 0) {
      pb::HousingPlan& plan = *request.add_plans();
      plan.set_name(absl::StrCat(RandomName(), "/plans/", Draw(4)));
      plan.set_home_source(pb::HousingPlan::HOME_SOURCE_FLEX);
      *plan.mutable_start_date() = ToProto(Day(2024, 1, 1));
      *plan.mutable_end_date() = ToProto(Day(2024, 1, 2) + Draw(300));
      plan.set_home_count(Draw(30));
      if (Draw(2) == 0) {
        plan.set_average_household_hundredths(100 + Draw(200));
      } else {
        plan.set_person_count(Draw(30));
      }
      plan.set_certainty(static_cast<pb::HousingPlan::Certainty>(Draw(4)));
      plan.set_withdrawn(Draw(5) == 0);
      plan.set_source(RandomSource());
    }
    if (Draw(4) == 0) {
      const Day start = Day(2022 + Draw(2), 1, 1);
      const int count = 1 + Draw(3);
      for (int rank = 1; rank <= count; ++rank) {
        pb::LadderLevel& level = *request.add_ladder_levels();
        level.set_province("provinces/pv23");
        *level.mutable_start_date() = ToProto(start);
        level.set_rank(rank);
        level.set_code(kLevels[rank - 1]);
        level.set_display_name(kLevels[rank - 1]);
        level.set_measure("Gesprek.");
        if (rank > 1) level.set_backlog_person_count(1 + Draw(40));
        level.set_ladder(absl::StrCat("ladder ", Draw(9)));
        level.set_test(pb::LADDER_TEST_MONTHLY);
        level.set_source("x");
      }
    }
    if (Draw(3) == 0) {
      pb::SupervisionStep& step = *request.add_supervision_steps();
      step.set_municipality(RandomName());
      step.set_level(kLevels[Draw(2)]);
      *step.mutable_step_date() = ToProto(Day(2024, 3, 1 + Draw(4)));
      step.set_letter("Z");
      step.set_retracted(Draw(4) == 0);
      step.set_source("brief");
    }
  }

  std::string NewId() { return UuidFor(absl::StrCat("write ", ++writes_)); }

  // One write of any sort; what cannot stand is refused and changes nothing.
  void WriteSomething(Stub& stub) {
    const int sort = Draw(8);
    absl::StatusOr<int64_t> revision = absl::UnknownError("");
    if (sort == 0) {
      const pb::Placement placement = RandomPlacement();
      const size_t slash = placement.name().find("/placements/");
      pb::CreatePlacementRequest request;
      request.set_parent(placement.name().substr(0, slash));
      request.set_placement_id(placement.name().substr(slash + 12));
      *request.mutable_placement() = placement;
      request.set_request_id(NewId());
      request.set_validate_only(Draw(4) == 0);
      const auto made = CallRpc(stub, &Stub::CreatePlacement, request);
      if (made.ok() && !request.validate_only()) {
        revision = made->revision();
        Learn(placement);
      }
    } else if (sort == 1) {
      pb::CreateMoveRequest request;
      request.set_parent("provinces/pv23");
      *request.mutable_move() = RandomMove();
      request.set_request_id(NewId());
      const auto made = CallRpc(stub, &Stub::CreateMove, request);
      if (made.ok()) {
        revision = made->revision();
        Learn(request.move());
      }
    } else if (sort == 2) {
      revision = Stream(stub);
    } else if (sort == 3) {
      q::DeliverQuotasRequest request;
      request.set_parent("provinces/pv23");
      request.set_request_id(NewId());
      q::QuotaEntry& entry = *request.add_quota_entries();
      entry.set_subject(Draw(6) == 0 ? "provinces/pv23" : RandomName());
      entry.set_duty(q::DUTY_STATUS_HOLDERS);
      entry.set_period(RandomHalfYear().Name());
      entry.set_basis(q::QuotaEntry::BASIS_DECIDED);
      *entry.mutable_start_date() = ToProto(RandomDay());
      entry.set_quota_count(Draw(90));
      entry.set_source("Staatscourant");
      const auto delivered = CallRpc(
          *quotas_stub_, &q::QuotaService::Stub::DeliverQuotas, request);
      ASSERT_THAT(delivered, IsOk());
      quotas_revision_ = delivered->revision();
    } else {
      pb::DeliverHousingRequest request;
      request.set_parent("countries/nl");
      request.set_request_id(NewId());
      for (int i = Draw(5); i > 0; --i) {
        *request.add_placements() = RandomPlacement();
      }
      if (Draw(3) == 0) *request.add_moves() = RandomMove();
      AddFew(request);
      const auto delivered = CallRpc(stub, &Stub::DeliverHousing, request);
      if (delivered.ok()) {
        revision = delivered->revision();
        for (const auto& one : request.placements()) Learn(one);
        for (const auto& one : request.moves()) Learn(one);
      }
    }
    if (revision.ok()) {
      revision_ = *revision;
      ++accepted_;
    }
  }

  absl::StatusOr<int64_t> Stream(Stub& stub) {
    pb::DeliverPlacementsRequest part;
    pb::FeedHeader& header = *part.mutable_header();
    header.set_parent("provinces/pv23");
    header.set_request_id(NewId());
    header.set_row_count(150);
    header.set_fault_policy(pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
    grpc::ClientContext context;
    pb::DeliverPlacementsResponse response;
    const auto writer = stub.DeliverPlacements(&context, &response);
    writer->Write(part);
    part.mutable_rows()->set_first_row_number(1);
    for (int i = 0; i < 150; ++i) {
      *part.mutable_rows()->add_rows() = RandomPlacement();
    }
    writer->Write(part);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return FromGrpc(status);
    std::set<int> refused;
    for (const auto& fault : response.faults()) {
      refused.insert(fault.row_number());
    }
    for (int i = 0; i < 150; ++i) {
      if (refused.count(i + 1) == 0) Learn(part.rows().rows(i));
    }
    return response.revision();
  }

  void Learn(const pb::Placement& one) {
    if (one.corrected_placement().empty()) placed_.push_back(one);
  }
  void Learn(const pb::Move& one) {
    if (one.corrected_move().empty()) moved_.push_back(one);
  }

  // ---- Answers that are remembered.

  struct Remembered {
    std::string what;
    // The same question at what the answer told: its bytes again.
    std::function<absl::StatusOr<std::string>(Stub&)> again;
    std::string bytes;
  };

  // Sets in `request` the revisions that `response` tells.
  template <typename Request, typename Response>
  static void Pin(const Response& response, Request& request) {
    for (const char* name : {"revision", "quotas_revision", "closing_revision",
                             "closing_quotas_revision"}) {
      const auto* to = Request::descriptor()->FindFieldByName(name);
      const auto* from = Response::descriptor()->FindFieldByName(name);
      if (to == nullptr || from == nullptr) continue;
      request.GetReflection()->SetInt64(
          &request, to, response.GetReflection()->GetInt64(response, from));
    }
  }

  // A page token names its request, which is another one when pinned.
  template <typename Response>
  static std::string BytesOf(Response response) {
    if constexpr (requires { response.next_page_token(); }) {
      response.clear_next_page_token();
    }
    return response.SerializeAsString();
  }

  // Asks now, and remembers the answer; its revisions are the last ones.
  template <typename Request, typename Response>
  Response AskNow(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*,
                                               const Request&, Response*),
                  Request request) {
    if constexpr (requires { request.page_size(); }) {
      request.set_page_size(1000);
    }
    const auto response = CallRpc(stub, method, request);
    EXPECT_THAT(response, IsOk()) << request.ShortDebugString();
    if (!response.ok()) return Response();
    EXPECT_EQ(response->revision(), revision_) << request.ShortDebugString();
    if constexpr (requires { response->quotas_revision(); }) {
      EXPECT_EQ(response->quotas_revision(), quotas_revision_);
    }
    Pin(*response, request);
    remembered_.push_back(
        {.what = absl::StrCat(Request::descriptor()->name(), " ",
                              request.ShortDebugString()),
         .again = [method,
                   request](Stub& other) -> absl::StatusOr<std::string> {
           ASSIGN_OR_RETURN(const Response same,
                            CallRpc(other, method, request));
           return BytesOf(same);
         },
         .bytes = BytesOf(*response)});
    return *response;
  }

  std::string RandomParent() {
    const int which = Draw(5);
    return which == 0   ? "regions/ijsselland"
           : which == 1 ? "municipalities/-"
                        : RandomName();
  }

  // Every read, on what a caller might ask.
  void AskEverything(Stub& stub) {
    AskNow(stub, &Stub::ListPlacementKinds, pb::ListPlacementKindsRequest());
    pb::ListPlacementsRequest placements;
    placements.set_parent(RandomParent());
    if (Draw(2) == 0) placements.set_half_year(RandomHalfYear().Name());
    AskNow(stub, &Stub::ListPlacements, placements);
    pb::ListMovesRequest moves;
    moves.set_parent(RandomParent());
    AskNow(stub, &Stub::ListMoves, moves);
    pb::ListHousingPlansRequest plans;
    plans.set_parent(RandomParent());
    AskNow(stub, &Stub::ListHousingPlans, plans);
    pb::ListLaddersRequest ladders;
    ladders.set_parent(Draw(2) == 0 ? "provinces/-" : "provinces/pv23");
    AskNow(stub, &Stub::ListLadders, ladders);
    AskNow(stub, &Stub::ListRevisions, pb::ListRevisionsRequest());
    pb::ListBalancesRequest balances;
    balances.set_parent(RandomParent());
    balances.set_half_year(RandomHalfYear().Name());
    *balances.mutable_as_of_date() = ToProto(RandomDay());
    AskNow(stub, &Stub::ListBalances, balances);
    pb::ListLedgersRequest ledgers;
    ledgers.set_parent(RandomName());
    ledgers.set_first_half_year(kFirst.Name());
    ledgers.set_last_half_year((kFirst + kHalfYears - 1).Name());
    *ledgers.mutable_as_of_date() = ToProto(RandomDay());
    AskNow(stub, &Stub::ListLedgers, ledgers);
    pb::ListClosingsRequest closings;
    closings.set_parent(RandomName());
    closings.set_half_year(RandomHalfYear().Name());
    *closings.mutable_as_of_date() = ToProto(Day(2024, 8, 1 + Draw(30)));
    closings.set_closing_revision(Draw(2) == 0 ? 0 : 1 + Draw(revision_));
    AskNow(stub, &Stub::ListClosings, closings);
    pb::ListSupervisionRequest supervision;
    supervision.set_parent(RandomParent());
    *supervision.mutable_as_of_date() = ToProto(Day(2024, 3, 1 + Draw(20)));
    AskNow(stub, &Stub::ListSupervision, supervision);
  }

  // ---- The tables, read plainly.

  template <typename Read>
  auto Rows(const Sql& sql, Read read) {
    const Call call{.caller = {.oin = "1", .name = "test", .scope = ""},
                    .actor = "",
                    .method = "test",
                    .deadline = absl::InfiniteFuture()};
    using List = std::vector<std::invoke_result_t<Read, const Row&>>;
    auto rows = opvang::Read<List>(
        *db_, call, 0, [&](Transaction& tx) { return tx.Query(sql, read); });
    EXPECT_THAT(rows, IsOk());
    return *std::move(rows);
  }
  // The lists at `revision`, told as lines, as `stub` answers and as the tables
  // have them.
  void CompareWithTables(Stub& stub, int64_t revision) {
    const std::string at = absl::StrCat(" revision: ", revision);
    const auto lines = [&](auto rows) {
      std::vector<std::string> all;
      for (const auto& [known, line] : rows) {
        if (known <= revision) all.push_back(line);
      }
      std::sort(all.begin(), all.end());
      return all;
    };
    const auto day = [](const google::type::Date& date) {
      return FormatDay(DayOf(date));
    };
    std::vector<std::string> answered;
    auto page = Proto<pb::ListPlacementsRequest>(
        "parent: 'municipalities/-' page_size: 90" + at);
    do {
      const auto list = *CallRpc(stub, &Stub::ListPlacements, page);
      for (const auto& one : list.placements()) {
        answered.push_back(absl::StrCat(
            one.name(), " ", day(one.placement_date()), " ", one.kind(), " ",
            one.person_count(), " ", one.corrected_placement(), " ",
            one.source(), " ", one.revision(), " ",
            one.has_amv_count() ? absl::StrCat(one.amv_count()) : ""));
      }
      page.set_page_token(list.next_page_token());
    } while (!page.page_token().empty());
    EXPECT_EQ(answered, lines(placement_rows_)) << "placements at " << revision;
    answered.clear();
    const auto moves =
        CallRpc(stub, &Stub::ListMoves,
                Proto<pb::ListMovesRequest>(
                    "parent: 'provinces/pv23' page_size: 1000" + at));
    for (const auto& one : moves->moves()) {
      answered.push_back(
          absl::StrCat(one.name(), " ", day(one.move_date()), " ", one.giver(),
                       " ", one.person_count(), " ", one.corrected_move(), " ",
                       one.source(), " ", one.revision(), " ", one.receiver()));
    }
    EXPECT_EQ(answered, lines(move_rows_)) << "moves at " << revision;
    answered.clear();
    const auto plans =
        CallRpc(stub, &Stub::ListHousingPlans,
                Proto<pb::ListHousingPlansRequest>(
                    "parent: 'provinces/pv23' page_size: 1000" + at));
    for (const auto& one : plans->plans()) {
      answered.push_back(absl::StrCat(one.name(), " ", one.home_count(), " ",
                                      one.withdrawn(), " ", one.certainty(),
                                      " ", one.revision()));
    }
    EXPECT_EQ(answered, Latest(plan_rows_, revision))
        << "plans at " << revision;
    answered.clear();
    const auto kinds = CallRpc(stub, &Stub::ListPlacementKinds,
                               Proto<pb::ListPlacementKindsRequest>(at));
    for (const auto& one : kinds->kinds()) {
      answered.push_back(absl::StrCat(one.code(), " ", one.display_name(), " ",
                                      one.counts(), " ", one.revision()));
    }
    EXPECT_EQ(answered, Latest(kind_rows_, revision))
        << "kinds at " << revision;
    CompareDays(stub, revision);
  }

  // Of each key, which the line begins with, the latest row known.
  struct Version {
    int64_t revision;
    std::string key, line;
    bool retracted = false;
  };
  static std::vector<std::string> Latest(const std::vector<Version>& rows,
                                         int64_t revision) {
    std::map<std::string, const Version*> latest;
    for (const Version& row : rows) {
      if (row.revision > revision) continue;
      const Version*& held = latest[row.key];
      if (held == nullptr || held->revision < row.revision) held = &row;
    }
    std::vector<std::string> lines;
    for (const auto& [key, row] : latest) {
      if (!row->retracted) lines.push_back(row->line);
    }
    return lines;
  }

  // What was placed and moved by the end of each half-year, day by day; the
  // openings; the figures that are published; the steps taken.
  void CompareDays(Stub& stub, int64_t revision) {
    for (const char* name : kNames) {
      for (int i = 0; i < kHalfYears; ++i) {
        const HalfYear half_year = kFirst + i;
        const Day as_of = half_year.FirstDay() + Draw(184);
        const auto list =
            *CallRpc(stub, &Stub::ListBalances,
                     Proto<pb::ListBalancesRequest>(absl::StrCat(
                         "parent: '", name, "' half_year: '", half_year.Name(),
                         "' ", Date("as_of_date", as_of),
                         "revision: ", revision, " quotas_revision: 1")));
        const pb::Balance& balance = list.balances(0);
        std::map<std::string, int> kinds;
        int in = 0, out = 0;
        for (Day day = half_year.FirstDay();
             day <= std::min(as_of, half_year.LastDay()); ++day) {
          for (const Placed& one : placed_rows_) {
            if (one.revision > revision || one.day != day ||
                one.municipality != name) {
              continue;
            }
            kinds[one.kind] += one.persons;
          }
          for (const Moved& one : moved_rows_) {
            if (one.revision > revision || one.day != day) continue;
            if (one.receiver == name) in += one.persons;
            if (one.giver == name) out += one.persons;
          }
        }
        std::map<std::string, int> answered;
        for (const auto& kind : balance.kinds()) {
          answered[kind.kind()] = kind.person_count();
        }
        EXPECT_EQ(answered, kinds) << name << half_year.Name() << revision;
        EXPECT_EQ(balance.moved_in_person_count(), in);
        EXPECT_EQ(balance.moved_out_person_count(), out);
        const auto openings = Latest(opening_rows_, revision);
        const std::string key = absl::StrCat(name, half_year.Name(), " ");
        std::string opening;
        for (const std::string& line : openings) {
          if (absl::StartsWith(line, key)) opening = line.substr(key.size());
        }
        EXPECT_EQ(balance.has_stated_opening_person_count()
                      ? absl::StrCat(balance.stated_opening_person_count())
                      : "",
                  opening);
        std::vector<std::string> figures;
        for (const auto& one : balance.statements()) {
          figures.push_back(absl::StrCat(name, half_year.Name(), one.metric(),
                                         FormatDay(DayOf(one.statement_date())),
                                         one.publisher(), " ",
                                         one.person_count()));
        }
        std::vector<std::string> expected;
        for (const std::string& line : Latest(figure_rows_, revision)) {
          if (absl::StartsWith(line, absl::StrCat(name, half_year.Name()))) {
            expected.push_back(line);
          }
        }
        EXPECT_EQ(figures, expected);
      }
      const auto supervision = *CallRpc(
          stub, &Stub::ListSupervision,
          Proto<pb::ListSupervisionRequest>(absl::StrCat(
              "parent: '", name, "' ", Date("as_of_date", Day(2024, 3, 31)),
              "revision: ", revision, " quotas_revision: 1")));
      std::vector<std::string> steps, expected;
      for (const auto& step : supervision.supervisions(0).steps()) {
        steps.push_back(absl::StrCat(name, FormatDay(DayOf(step.step_date())),
                                     step.level(), step.revision()));
      }
      for (const std::string& line : Latest(step_rows_, revision)) {
        if (absl::StartsWith(line, name)) expected.push_back(line);
      }
      EXPECT_EQ(steps, expected) << name << revision;
    }
  }

  struct Placed {
    int64_t revision;
    std::string municipality, kind;
    Day day;
    int persons;
  };
  struct Moved {
    int64_t revision;
    std::string giver, receiver;
    Day day;
    int persons;
  };
  void ReadTables() {
    const auto text = [](const Row& row, int column) {
      return row.IsNull(column) ? "" : row.Text(column);
    };
    placement_rows_ = Rows(
        "SELECT revision, name, placement_date, kind_code, person_count, "
        "corrected_placement, source, amv_count FROM placements",
        [&](const Row& row) {
          return std::pair(
              row.Int(0),
              absl::StrCat(row.Text(1), " ", row.Text(2), " ", row.Text(3), " ",
                           row.Int(4), " ", row.Text(5), " ", row.Text(6), " ",
                           row.Int(0), " ", text(row, 7)));
        });
    move_rows_ = Rows(
        "SELECT revision, name, move_date, giver, person_count, "
        "corrected_move, source, receiver FROM moves",
        [&](const Row& row) {
          return std::pair(
              row.Int(0),
              absl::StrCat(row.Text(1), " ", row.Text(2), " ", row.Text(3), " ",
                           row.Int(4), " ", row.Text(5), " ", row.Text(6), " ",
                           row.Int(0), " ", row.Text(7)));
        });
    plan_rows_ = Rows(
        "SELECT revision, name, home_count, withdrawn, certainty FROM plans",
        [](const Row& row) {
          return Version{
              row.Int(0), row.Text(1),
              absl::StrCat(row.Text(1), " ", row.Int(2), " ", row.Int(3), " ",
                           row.Int(4), " ", row.Int(0))};
        });
    kind_rows_ =
        Rows("SELECT revision, code, display_name, counts FROM placement_kinds",
             [](const Row& row) {
               return Version{row.Int(0), row.Text(1),
                              absl::StrCat(row.Text(1), " ", row.Text(2), " ",
                                           row.Int(3), " ", row.Int(0))};
             });
    opening_rows_ = Rows(
        "SELECT revision, municipality, half_year, person_count FROM "
        "opening_balances",
        [](const Row& row) {
          const std::string key = row.Text(1) + row.Text(2);
          return Version{row.Int(0), key, absl::StrCat(key, " ", row.Int(3))};
        });
    figure_rows_ = Rows(
        "SELECT revision, subject, half_year, metric, figure_date, publisher, "
        "person_count FROM published_figures",
        [](const Row& row) {
          const std::string key = absl::StrCat(
              row.Text(1), row.Text(2), row.Int(3), row.Text(4), row.Text(5));
          const auto count = row.OptionalInt(6);
          return Version{row.Int(0), key,
                         absl::StrCat(key, " ", count.value_or(0)),
                         !count.has_value()};
        });
    step_rows_ = Rows(
        "SELECT revision, municipality, step_date, level, retracted FROM "
        "supervision_steps",
        [](const Row& row) {
          const std::string key = row.Text(1) + row.Text(2);
          return Version{row.Int(0), key,
                         absl::StrCat(key, row.Text(3), row.Int(0)),
                         row.Int(4) != 0};
        });
    placed_rows_ = Rows(
        "SELECT revision, municipality, kind_code, placement_date, "
        "person_count FROM placements",
        [](const Row& row) {
          return Placed{row.Int(0), row.Text(1), row.Text(2), row.Day(3),
                        static_cast<int>(row.Int(4))};
        });
    moved_rows_ = Rows(
        "SELECT revision, giver, receiver, move_date, person_count FROM moves",
        [](const Row& row) {
          return Moved{row.Int(0), row.Text(1), row.Text(2), row.Day(3),
                       static_cast<int>(row.Int(4))};
        });
  }

  Random random_;
  int writes_ = 0, accepted_ = 0;
  int64_t revision_ = 1, quotas_revision_ = 1;
  std::vector<pb::Placement> placed_;
  std::vector<pb::Move> moved_;
  std::vector<Remembered> remembered_;
  std::vector<std::pair<int64_t, std::string>> placement_rows_, move_rows_;
  std::vector<Version> plan_rows_, kind_rows_, opening_rows_, figure_rows_,
      step_rows_;
  std::vector<Placed> placed_rows_;
  std::vector<Moved> moved_rows_;
};

TEST_F(StateTest, APinnedRevisionAnswersTheSameOnEveryReplica) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  random_.seed(seed);
  constexpr int kWrites = 45;
  const auto first = NewReplica(), second = NewReplica();
  for (int i = 0; i < kWrites; ++i) {
    // Half-years end while they write.
    clock_.Set(StartOf(kFirst.FirstDay() + i * kHalfYears * 183 / kWrites));
    const bool even = Draw(2) == 0;
    WriteSomething(even ? *first->stub : *second->stub);
    AskEverything(even ? *second->stub : *first->stub);
    if (HasFatalFailure() || HasFailure()) return;
  }
  EXPECT_GT(accepted_, kWrites / 4);
  const auto late = NewReplica();
  for (const Remembered& one : remembered_) {
    for (const auto& replica : {&first, &second, &late}) {
      const auto again = one.again(*(*replica)->stub);
      ASSERT_THAT(again, IsOk()) << one.what;
      ASSERT_EQ(*again, one.bytes) << one.what;
    }
  }
  ReadTables();
  for (const auto& replica : {&first, &second, &late}) {
    for (int i = 0; i < 3; ++i) {
      CompareWithTables(*(*replica)->stub, 1 + Draw(revision_));
    }
    CompareWithTables(*(*replica)->stub, revision_);
  }
}

TEST_F(StateTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(db_.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::housing
