// Speed of reading what municipalities send in, beside a bare limit of the same
// run: inflating the same bytes and nothing else. A round is 342 workbooks of
// twelve locations each, read, understood and held against what is on record.
#include <zlib.h>

#include <iostream>

#include "benchmark/benchmark.h"
#include "common/base/municipality.h"
#include "common/sheet/read.h"
#include "services/cli/workbook/compare.h"
#include "services/cli/workbook/statements.h"
#include "services/cli/workbook/template.h"
#include "tests/cli/import/house.h"
#include "tests/cli/workbook/world.h"
#include "tests/common/sheet/zips.h"

namespace opvang::cli::workbook {
namespace {

constexpr int kMunicipalities = 342;
constexpr int kLocations = 12;

struct Town {
  Snapshot on_record;
  std::string ods = {}, xlsx = {};
};

const std::vector<Town>& Towns() {
  static const auto* const kTowns = [] {
    auto* towns = new std::vector<Town>();
    std::mt19937 random(342);
    for (int i = 0; i < kMunicipalities; ++i) {
      Town town = {.on_record = World(random).Any(kLocations)};
      const sheet::Workbook book =
          MakeTemplate({.municipality = "municipalities/gm0193",
                        .day = "2025-01-01",
                        .locations = 2,
                        .housing = 2,
                        .reporting = 2},
                       RowsOf(town.on_record, WorldWords()), WorldWords());
      town.ods = *sheet::WriteOds(book);
      town.xlsx = *sheet::WriteXlsx(book);
      towns->push_back(std::move(town));
    }
    return towns;
  }();
  return *kTowns;
}

void BareInflate(benchmark::State& state, std::string Town::*format) {
  std::vector<std::pair<std::string, size_t>> deflated;
  for (const Town& town : Towns()) {
    std::string all;
    for (const auto& part : sheet::TakeApart(town.*format)) all += part.bytes;
    uLongf size = compressBound(all.size());
    std::string out(size, '\0');
    compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<const Bytef*>(all.data()), all.size(), 6);
    out.resize(size);
    deflated.emplace_back(std::move(out), all.size());
  }
  for (auto _ : state) {
    for (const auto& [bytes, length] : deflated) {
      std::string all(length, '\0');
      uLongf size = all.size();
      uncompress(reinterpret_cast<Bytef*>(all.data()), &size,
                 reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
      benchmark::DoNotOptimize(all);
    }
  }
}

void ReadAll(benchmark::State& state, std::string Town::*format) {
  const Vocabulary words = WorldWords();
  Towns();
  for (auto _ : state) {
    for (const Town& town : Towns()) {
      const auto grid = sheet::ReadWorkbook(town.*format);
      const FileRows file = ReadRows(*grid, false, words);
      const Stated stated =
          StatementsOf(file, town.on_record, town.on_record, words);
      const Comparison compared = Compare(
          {town.on_record, town.on_record, town.on_record}, stated.statements);
      if (!stated.faults.empty() || !compared.changes.empty()) {
        state.SkipWithError("a workbook was not understood");
      }
    }
  }
}

// Four services and their databases, and a workbook of each municipality of the
// country with six locations that are not on record yet.
class Country : public WorkbookHouse {
 public:
  Country() {
    std::mt19937 random(342);
    for (const Municipality* town : towns_) {
      std::vector<SheetRow> rows = RowsOf(World(random).Sound(6), Words());
      for (SheetRow& row : rows) {
        row.key.clear();
        row.values.erase("participants");  // Some name the town itself.
      }
      paths_.push_back(Path(absl::StrCat(town->code, ".ods")));
      std::ofstream(paths_.back(), std::ios::binary) << *sheet::WriteOds(
          MakeTemplate({.municipality = town->Name(), .day = "2025-01-01"},
                       rows, Words()));
    }
  }
  void TestBody() override {}

  // One fact of each municipality by a call of its own, and nothing else.
  void CallEach() {
    for (const Municipality* town : towns_) {
      Locations(absl::StrCat("parent: '", town->Name(), "' locations { name: '",
                             town->Name(),
                             "/locations/bare' display_name: 'bare' kind: "
                             "'azc' operator: OPERATOR_COA source: 'x' }"));
    }
  }
  int ImportEach() {
    std::vector<std::string> words = {"workbook", "import", "--yes"};
    words.insert(words.end(), paths_.begin(), paths_.end());
    const Outcome outcome = Opvang(words);
    if (outcome.status != kDone) std::cerr << outcome.err;
    return outcome.status;
  }

 private:
  const std::vector<const Municipality*> towns_ =
      *MunicipalitiesIn("countries/nl");
  std::vector<std::string> paths_;
};

// Each happens once: what was stored is there.
Country& TheCountry() {
  static Country* const kCountry = new Country;
  return *kCountry;
}

void BareCalls(benchmark::State& state) {
  TheCountry();
  for (auto _ : state) TheCountry().CallEach();
}
void ImportAll(benchmark::State& state) {
  for (auto _ : state) {
    if (TheCountry().ImportEach() != kDone) {
      state.SkipWithError("a workbook was refused");
    }
  }
}

BENCHMARK_CAPTURE(BareInflate, ods, &Town::ods)->Name("ods/bare");
BENCHMARK_CAPTURE(ReadAll, ods, &Town::ods)->Name("ods/342");
BENCHMARK_CAPTURE(BareInflate, xlsx, &Town::xlsx)->Name("xlsx/bare");
BENCHMARK_CAPTURE(ReadAll, xlsx, &Town::xlsx)->Name("xlsx/342");
BENCHMARK(BareCalls)->Name("import/bare")->Iterations(1);
BENCHMARK(ImportAll)->Name("import/stored")->Iterations(1);
BENCHMARK(ImportAll)->Name("import/again")->Iterations(1);

}  // namespace
}  // namespace opvang::cli::workbook

BENCHMARK_MAIN();
