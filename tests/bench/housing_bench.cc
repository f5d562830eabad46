// Speed of housing's rules and answers, each beside a bare limit of the same
// run.
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "services/housing/books.h"
#include "services/housing/housing_service.h"
#include "services/housing/rules/balance.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/test_database.h"

namespace opvang::housing {
namespace {

namespace q = nl::opvang::quotas::v1;
using Stub = pb::HousingService::Stub;

const HalfYear kLast = *HalfYear::Parse("2024-h2");

Book FortyHalfYears() {
  Book book;
  book.municipality = "municipalities/gm0193";
  for (int i = 0; i < kChainLength; ++i) {
    HalfYearRecord& record = book.half_years[kLast - i];
    record.target = {.persons = 100 + i, .steps = {}};
    record.placed["home"] = {.persons = 90 + 2 * i, .minors = 3};
  }
  return book;
}

// The same forty sums in plain integers, and nothing else.
void BareChain(benchmark::State& state) {
  const Book book = FortyHalfYears();
  for (auto _ : state) {
    int balance = 0;
    for (const auto& [half_year, record] : book.half_years) {
      balance += record.placed.at("home").persons - record.target->persons;
    }
    benchmark::DoNotOptimize(balance);
  }
}
BENCHMARK(BareChain)->Name("chain/bare");

void Chain(benchmark::State& state) {
  const Book book = FortyHalfYears();
  Kinds kinds;
  kinds["home"].set_counts(true);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        BalancesOf(book, kinds, {kLast, kLast, kLast.LastDay()}));
  }
}
BENCHMARK(Chain)->Name("chain/balances");

// One of a million placements, sixty a half-year in each municipality.
Placement PlacementOf(int i) {
  static const auto* const kMunicipalities =
      new std::vector<std::string>(NamesOf(*MunicipalitiesIn("countries/nl")));
  const int about = i % static_cast<int>(kMunicipalities->size());
  const int number = i / static_cast<int>(kMunicipalities->size());
  pb::Placement placement;
  placement.set_name(
      absl::StrCat((*kMunicipalities)[about], "/placements/2024-07-", number));
  *placement.mutable_placement_date() =
      ToProto(kLast.FirstDay() - number % 7000);
  placement.set_kind(number % 2 == 0 ? "home" : "dsl");
  placement.set_person_count(1 + number % 9);
  placement.set_source("COA, realisatie");
  return FactOf(placement);
}

int64_t ResidentBytes() {
  int64_t size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * 4096;
}

void Held(benchmark::State& state) {
  constexpr int kCount = 1000000;
  for (auto _ : state) {
    const int64_t before = ResidentBytes();
    HousingState held;
    for (int i = 0; i < kCount; ++i) held.Add(2, PlacementOf(i));
    held.revision = 2;
    state.counters["bytes-each"] =
        static_cast<double>(ResidentBytes() - before) / kCount;
  }
}
BENCHMARK(Held)->Name("state/million")->Iterations(1);

// The balance of one municipality out of memory: ten years, 700 placements.
void OneOfMany(benchmark::State& state) {
  HousingState held;
  for (int i = 0; i < 700; ++i) held.Add(2, PlacementOf(i * 342));
  pb::PlacementKind kind;
  kind.set_code("home");
  kind.set_counts(true);
  held.Add(2, kind);
  const std::string name = MunicipalitiesIn("countries/nl")->front()->Name();
  Targets targets;
  for (int i = 0; i < kChainLength; ++i) {
    Target& target = targets.by_municipality[name][kLast - i];
    target.persons = 48;
    pb::TargetStep& step = target.steps.emplace_back();
    step.set_source("Staatscourant 2024, 1");
    step.set_basis("decided");
    step.set_legal_basis("Huisvestingswet 2014, art. 29");
  }
  for (auto _ : state) {
    const Question question{kLast, kLast, kLast.LastDay()};
    const Books books = BooksOf({held, 2}, {name}, targets, question);
    benchmark::DoNotOptimize(
        BalancesOf(books.by_municipality.at(name), books.kinds, question));
  }
}
BENCHMARK(OneOfMany)->Name("state/balance-of-one");

// Both services, with targets of twenty half-years in Overijssel and
// `per_month` placements a month in each of its municipalities, over loopback
// TCP.
class Served {
 public:
  explicit Served(int per_month) {
    const auto names = NamesOf(*MunicipalitiesIn("provinces/pv23"));
    for (int i = 0; i < 20; ++i) Fill(names, kLast - i, per_month);
  }

 private:
  void Fill(const std::vector<std::string>& names, HalfYear half_year,
            int per_month) {
    q::DeliverQuotasRequest targets;
    targets.set_parent("provinces/pv23");
    targets.set_request_id(UuidFor(half_year.Name()));
    pb::DeliverHousingRequest placements;
    placements.set_parent("provinces/pv23");
    placements.set_request_id(UuidFor(half_year.Name()));
    for (const std::string& name : names) {
      q::QuotaEntry& entry = *targets.add_quota_entries();
      entry.set_subject(name);
      entry.set_duty(q::DUTY_STATUS_HOLDERS);
      entry.set_period(half_year.Name());
      entry.set_basis(q::QuotaEntry::BASIS_DECIDED);
      *entry.mutable_start_date() = ToProto(half_year.FirstDay() - 91);
      entry.set_quota_count(48);
      entry.set_source("illustrative");
      for (int i = 0; i < 6 * per_month; ++i) {
        pb::Placement& placement = *placements.add_placements();
        placement.set_name(
            absl::StrCat(name, "/placements/", half_year.Name(), "-", i));
        *placement.mutable_placement_date() =
            ToProto(MonthsAfter(half_year.FirstDay(), i % 6));
        placement.set_kind(i % 2 == 0 ? "home" : "dsl");
        placement.set_person_count(8);
        placement.set_source("COA");
      }
    }
    const bool done =
        CallRpc(*quotas_stub_, &q::QuotaService::Stub::DeliverQuotas, targets)
            .ok() &&
        CallRpc(*stub, &Stub::DeliverHousing, placements).ok();
    if (!done) std::abort();
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db_{"quotas"}, db_{"housing"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "bench", .role = Role::kMinistry, .scope = ""});
  quotas::QuotaService quotas_{*quotas_db_, clock_, *organisations_};
  InProcess quotas_server_{quotas_};
  std::unique_ptr<q::QuotaService::Stub> quotas_stub_ =
      q::QuotaService::NewStub(quotas_server_.channel());
  HousingService service_{*db_, clock_, *organisations_,
                          q::QuotaService::NewStub(quotas_server_.channel())};
  InProcess server_{service_};

 public:
  std::unique_ptr<Stub> stub = pb::HousingService::NewStub(server_.channel());
};

Served& Service(int per_month) {
  static auto* const served = new std::map<int, std::unique_ptr<Served>>();
  auto& one = (*served)[per_month];
  if (one == nullptr) one = std::make_unique<Served>(per_month);
  return *one;
}

// A call that reads one small table: the wire and the database alone.
void BareCall(benchmark::State& state) {
  const pb::ListPlacementKindsRequest request;
  Stub& stub = *Service(1).stub;  // Started outside the measurement.
  for (auto _ : state) {
    benchmark::DoNotOptimize(CallRpc(stub, &Stub::ListPlacementKinds, request));
  }
}
BENCHMARK(BareCall)->Name("list/bare")->UseRealTime();

void List(benchmark::State& state, int per_month) {
  pb::ListBalancesRequest request;
  request.set_parent("provinces/pv23");
  request.set_half_year(kLast.Name());
  *request.mutable_as_of_date() = ToProto(kLast.LastDay());
  Stub& stub = *Service(per_month).stub;
  for (auto _ : state) {
    benchmark::DoNotOptimize(CallRpc(stub, &Stub::ListBalances, request));
  }
}
// Of one municipality: at the revisions of an answer, and now.
void ListOne(benchmark::State& state, bool pinned) {
  pb::ListBalancesRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_half_year(kLast.Name());
  *request.mutable_as_of_date() = ToProto(kLast.LastDay());
  Stub& stub = *Service(6).stub;
  if (pinned) {
    const auto now = CallRpc(stub, &Stub::ListBalances, request);
    request.set_revision(now->revision());
    request.set_quotas_revision(now->quotas_revision());
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(CallRpc(stub, &Stub::ListBalances, request));
  }
}
BENCHMARK_CAPTURE(ListOne, pinned, true)
    ->Name("list/balances-one-pinned")
    ->UseRealTime();
BENCHMARK_CAPTURE(ListOne, now, false)
    ->Name("list/balances-one")
    ->UseRealTime();

// 3,000 and 30,000 placements in twenty half-years.
BENCHMARK_CAPTURE(List, few, 1)->Name("list/balances")->UseRealTime();
BENCHMARK_CAPTURE(List, many, 10)->Name("list/balances-x10")->UseRealTime();

void Ledgers(benchmark::State& state, int per_month) {
  pb::ListLedgersRequest request;
  request.set_parent("provinces/pv23");
  request.set_first_half_year((kLast - 19).Name());
  request.set_last_half_year(kLast.Name());
  *request.mutable_as_of_date() = ToProto(kLast.LastDay());
  Stub& stub = *Service(per_month).stub;
  for (auto _ : state) {
    benchmark::DoNotOptimize(CallRpc(stub, &Stub::ListLedgers, request));
  }
}
BENCHMARK_CAPTURE(Ledgers, few, 1)->Name("list/ledgers")->UseRealTime();
BENCHMARK_CAPTURE(Ledgers, many, 10)->Name("list/ledgers-x10")->UseRealTime();

}  // namespace
}  // namespace opvang::housing

BENCHMARK_MAIN();
