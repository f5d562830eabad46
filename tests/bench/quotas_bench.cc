// Speed of quotas' rules and answers, each beside a bare limit of the same run.
#include <map>

#include "benchmark/benchmark.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "services/quotas/rules/housing_target.h"
#include "services/quotas/rules/indicative_split.h"
#include "services/quotas/rules/obligation.h"
#include "tests/support/in_process.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

std::vector<Weighed> Municipalities() {
  std::vector<Weighed> all(342);
  for (size_t i = 0; i < all.size(); ++i) {
    all[i] = {.inhabitant_count = static_cast<int32_t>(1000 + 2500 * i),
              .score_thousandths = static_cast<int32_t>(i) - 171};
  }
  return all;
}

// 342 exact divisions of the same width, and nothing else.
void BareDivisions(benchmark::State& state) {
  const auto all = Municipalities();
  __int128 total = 0;
  for (const Weighed& one : all) total += one.inhabitant_count * __int128{1000};
  for (auto _ : state) {
    for (const Weighed& one : all) {
      benchmark::DoNotOptimize(__int128{96000} * one.inhabitant_count * 1000 /
                               total);
    }
  }
}
BENCHMARK(BareDivisions)->Name("split/bare");

void Split(benchmark::State& state) {
  const auto all = Municipalities();
  for (auto _ : state) benchmark::DoNotOptimize(IndicativeSplit(96000, all));
}
BENCHMARK(Split)->Name("split/indicative");

void Targets(benchmark::State& state) {
  std::vector<int32_t> inhabitants;
  for (const Weighed& one : Municipalities()) {
    inhabitants.push_back(one.inhabitant_count);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(HousingTargets(15000, inhabitants));
  }
}
BENCHMARK(Targets)->Name("split/housing");

// A service with a quota for every municipality, over loopback TCP.
class Served {
 public:
  Served() {
    pb::DeliverQuotasRequest delivery;
    delivery.set_parent("countries/nl");
    delivery.set_request_id(UuidFor("bench"));
    for (const Municipality& municipality : AllMunicipalities()) {
      pb::QuotaEntry& entry = *delivery.add_quota_entries();
      entry.set_subject(municipality.Name());
      entry.set_duty(pb::DUTY_ASYLUM);
      entry.set_period("cycles/2024");
      entry.set_basis(pb::QuotaEntry::BASIS_INDICATIVE);
      *entry.mutable_start_date() = ToProto(absl::CivilDay(2024, 1, 31));
      entry.set_quota_count(280);
      entry.set_source("illustrative");
    }
    if (!CallRpc(*stub, &pb::QuotaService::Stub::DeliverQuotas, delivery)
             .ok()) {
      std::abort();
    }
  }

 private:
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "bench", .role = Role::kMinistry, .scope = ""});
  QuotaService service_{*db_, clock_, *organisations_};
  InProcess server_{service_};

 public:
  std::unique_ptr<pb::QuotaService::Stub> stub =
      pb::QuotaService::NewStub(server_.channel());
};

Served& Service() {
  static auto* const served = new Served();
  return *served;
}

// A call that reads one small table: the wire and the database alone.
void BareCall(benchmark::State& state) {
  Service();  // Started outside the measurement.
  const pb::ListCyclesRequest request;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        CallRpc(*Service().stub, &pb::QuotaService::Stub::ListCycles, request));
  }
}
BENCHMARK(BareCall)->Name("list/bare")->UseRealTime();

void List(benchmark::State& state, const char* parent) {
  Service();
  pb::ListObligationsRequest request;
  request.set_parent(parent);
  request.set_cycle("cycles/2024");
  request.set_page_size(1000);
  *request.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 10, 31));
  for (auto _ : state) {
    benchmark::DoNotOptimize(CallRpc(
        *Service().stub, &pb::QuotaService::Stub::ListObligations, request));
  }
}
BENCHMARK_CAPTURE(List, province, "provinces/pv23")
    ->Name("list/province")
    ->UseRealTime();
BENCHMARK_CAPTURE(List, country, "municipalities/-")
    ->Name("list/country")
    ->UseRealTime();

}  // namespace
}  // namespace opvang::quotas

BENCHMARK_MAIN();
