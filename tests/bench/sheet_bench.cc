// Speed of workbooks, each beside a bare limit of the same run: deflating or
// inflating the same bytes and nothing else. 342 workbooks of a municipality's
// size a round: six sheets of sixty rows by twelve.
#include <zlib.h>

#include "benchmark/benchmark.h"
#include "common/sheet/read.h"
#include "common/sheet/workbook.h"
#include "tests/common/sheet/worlds.h"
#include "tests/common/sheet/zips.h"

namespace opvang::sheet {
namespace {

constexpr int kMunicipalities = 342;

const Workbook& Municipality() {
  static const auto* const kWorkbook = new Workbook(Municipal(6, 60));
  return *kWorkbook;
}

// What the parts of such a workbook unpack to.
std::string Unpacked(FileFormat format) {
  std::string all;
  for (const RawPart& part : TakeApart(Write(Municipality(), format))) {
    all += part.bytes;
  }
  return all;
}

std::string Deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 6);
  out.resize(size);
  return out;
}

void BareDeflate(benchmark::State& state, FileFormat format) {
  const std::string bytes = Unpacked(format);
  for (auto _ : state) {
    for (int i = 0; i < kMunicipalities; ++i) {
      benchmark::DoNotOptimize(Deflated(bytes));
    }
  }
}

void WriteAll(benchmark::State& state, FileFormat format) {
  for (auto _ : state) {
    for (int i = 0; i < kMunicipalities; ++i) {
      benchmark::DoNotOptimize(Write(Municipality(), format));
    }
  }
}

void BareInflate(benchmark::State& state, FileFormat format) {
  std::string bytes = Unpacked(format);
  const std::string deflated = Deflated(bytes);
  for (auto _ : state) {
    for (int i = 0; i < kMunicipalities; ++i) {
      uLongf size = bytes.size();
      uncompress(reinterpret_cast<Bytef*>(bytes.data()), &size,
                 reinterpret_cast<const Bytef*>(deflated.data()),
                 deflated.size());
      benchmark::DoNotOptimize(bytes);
    }
  }
}

void ReadAll(benchmark::State& state, FileFormat format) {
  const std::string file = Write(Municipality(), format);
  for (auto _ : state) {
    for (int i = 0; i < kMunicipalities; ++i) {
      benchmark::DoNotOptimize(ReadWorkbook(file));
    }
  }
}

BENCHMARK_CAPTURE(BareDeflate, ods, FileFormat::kOds)->Name("ods-write/bare");
BENCHMARK_CAPTURE(WriteAll, ods, FileFormat::kOds)->Name("ods-write/342");
BENCHMARK_CAPTURE(BareInflate, ods, FileFormat::kOds)->Name("ods-read/bare");
BENCHMARK_CAPTURE(ReadAll, ods, FileFormat::kOds)->Name("ods-read/342");
BENCHMARK_CAPTURE(BareDeflate, xlsx, FileFormat::kXlsx)
    ->Name("xlsx-write/bare");
BENCHMARK_CAPTURE(WriteAll, xlsx, FileFormat::kXlsx)->Name("xlsx-write/342");
BENCHMARK_CAPTURE(BareInflate, xlsx, FileFormat::kXlsx)->Name("xlsx-read/bare");
BENCHMARK_CAPTURE(ReadAll, xlsx, FileFormat::kXlsx)->Name("xlsx-read/342");

}  // namespace
}  // namespace opvang::sheet

BENCHMARK_MAIN();
