// A modest organisation alone, and beside a greedy one. Who calls shows from
// the certificate, so everything here speaks mutual TLS.
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {
namespace {

constexpr int kModest = 4, kGreedy = 500;

struct Beside {
  Measured alone, beside, greedy;

  double Ratio() {
    return absl::FDivDuration(beside.Percentile(99), alone.Percentile(99));
  }
};

Beside MeasureBeside(const Begin& modest, const Begin& greedy) {
  Beside all;
  all.alone = Run({.in_flight = kModest, .duration = absl::Seconds(5)}, modest);
  auto other = std::async(std::launch::async, [&] {
    return Run({.in_flight = kGreedy, .duration = absl::Seconds(12)}, greedy);
  });
  absl::SleepFor(absl::Seconds(1));  // Until all its calls are in flight.
  all.beside =
      Run({.in_flight = kModest, .duration = absl::Seconds(10)}, modest);
  all.greedy = other.get();
  return all;
}

void PrintBeside(const std::string& work, Beside& all) {
  const absl::Duration alone = all.alone.Percentile(99);
  const absl::Duration beside = all.beside.Percentile(99);
  PrintLine(work, MillisecondsText(beside), MillisecondsText(alone),
            TimesText(beside, alone),
            absl::StrCat("modest ", PerSecondText(all.beside.PerSecond()),
                         " p50 ", MillisecondsText(all.beside.Percentile(50)),
                         " ", FailedText(all.beside), ", alone ",
                         PerSecondText(all.alone.PerSecond()), " p50 ",
                         MillisecondsText(all.alone.Percentile(50)), " ",
                         FailedText(all.alone), ", greedy ",
                         PerSecondText(all.greedy.PerSecond()), " p99 ",
                         MillisecondsText(all.greedy.Percentile(99)), " ",
                         FailedText(all.greedy)));
}

}  // namespace

void GreedyRow() {
  const Folder folder;
  const std::string certificates = MakeCertificates(folder);
  const std::string modest = certificates + "/zwolle";
  const std::string greedy = certificates + "/coa";
  House house(certificates);
  house.country.DeliverYear(2024);
  const auto measure = [&]<typename Service>(const std::string& work,
                                             const std::string& address,
                                             const auto& begin, Service*) {
    const auto modest_stubs = StubsAt<Service>(address, modest);
    const auto greedy_stubs = StubsAt<Service>(address, greedy);
    Beside all = MeasureBeside(begin(modest_stubs), begin(greedy_stubs));
    PrintBeside(absl::StrCat("p99 of ", work, ", ", kModest, " beside ",
                             kGreedy, ", alone"),
                all);
  };
  const auto question = ObligationsOfOne(2024);
  measure(
      "obligations", house.programs.Address("quotas"),
      [&](const auto& stubs) { return Asking(question, stubs); },
      static_cast<q::QuotaService*>(nullptr));
  const auto coverage = CoverageOfOne(2024);
  measure(
      "coverage", house.programs.Address("locations"),
      [&](const auto& stubs) { return Asking(coverage, stubs); },
      static_cast<l::LocationService*>(nullptr));
  // What of it is the machine's, which clients and services share here.
  const int64_t bytes = BytesOf(question, house.quotas);
  measure(
      "empty calls", house.empty_server.address(),
      [&](const auto& stubs) { return AskingNothing(stubs, bytes); },
      static_cast<EmptyService*>(nullptr));
}

}  // namespace opvang::bench
