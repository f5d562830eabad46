// Speed of a report of the whole country, 342 municipalities in twelve
// provinces, each beside a bare limit of the same run.
#include <random>

#include "benchmark/benchmark.h"
#include "common/sheet/workbook.h"
#include "services/reporting/compare/compare.h"
#include "services/reporting/compose/compose.h"
#include "services/reporting/explain/explain.h"
#include "services/reporting/figures/metrics.h"
#include "services/reporting/figures/parts.h"
#include "services/reporting/life/seal.h"
#include "services/reporting/print/html.h"
#include "services/reporting/print/make_document.h"
#include "services/reporting/print/workbook.h"
#include "tests/reporting/compose/world.h"

namespace opvang::reporting {
namespace {

struct Country {
  pb::ReportSpec spec;
  Facts facts;
  pb::Report report;
  pb::ReportContent later;
};

const Country& TheCountry() {
  static const auto* const kCountry = [] {
    std::mt19937 random(2024);
    World world = RandomWorld("countries/nl", 1000, random);
    auto* const country = new Country{world.spec, world.Say(), {}, {}};
    *country->report.mutable_content() = Compose(country->spec, country->facts);
    Happen(world, 50, random);
    country->later = world.Report();
    return country;
  }();
  return *kCountry;
}

// What has to be written anyhow: the same content, copied.
void BareCopy(benchmark::State& state) {
  const pb::ReportContent& content = TheCountry().report.content();
  for (auto _ : state) {
    const pb::ReportContent copy = content;
    benchmark::DoNotOptimize(copy.municipalities_size());
  }
}
BENCHMARK(BareCopy)->Name("country/bare");

void ComposeAll(benchmark::State& state) {
  const Country& country = TheCountry();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        Compose(country.spec, country.facts).municipalities_size());
  }
}
BENCHMARK(ComposeAll)->Name("country/compose");

void CompareAll(benchmark::State& state) {
  const Country& country = TheCountry();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        CompareContents(country.report.content(), country.later, "").size());
  }
}
BENCHMARK(CompareAll)->Name("country/compare");

void ExplainTotals(benchmark::State& state) {
  const pb::ReportContent& content = TheCountry().report.content();
  for (auto _ : state) {
    for (const Metric& metric : AllMetrics()) {
      benchmark::DoNotOptimize(
          Explain(content, FigureName("countries/nl", metric.name)));
    }
  }
}
BENCHMARK(ExplainTotals)->Name("country/explain");

void Seal(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(ToJson(TheCountry().report.content())->size());
  }
}
BENCHMARK(Seal)->Name("country/json");

void Html(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        PrintHtml(MakeDocument(TheCountry().report)).size());
  }
}
BENCHMARK(Html)->Name("country/html");

void Ods(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        sheet::WriteOds(MakeWorkbook(MakeDocument(TheCountry().report)))
            ->size());
  }
}
BENCHMARK(Ods)->Name("country/ods");

}  // namespace
}  // namespace opvang::reporting

BENCHMARK_MAIN();
