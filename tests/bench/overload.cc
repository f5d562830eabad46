// More calls in flight than are answered at once, reads mixed with writes.
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {

void OverloadRow() {
  constexpr int kInFlight = 1000;
  House house;
  house.country.DeliverYear(2024);
  const auto question = ObligationsOfOne(2024);
  const int64_t bytes = BytesOf(question, house.quotas);
  // As many as fill it, and five and twenty times as many.
  constexpr int kFull = 64;
  const Measured full = Run({.in_flight = kFull, .duration = absl::Seconds(5)},
                            Asking(question, house.quotas));
  for (const int times : {5, 20}) {
    const Measured over =
        Run({.in_flight = times * kFull, .duration = absl::Seconds(5)},
            Asking(question, house.quotas));
    PrintLine(absl::StrCat("answered of ", times, " × ", kFull, " in flight"),
              PerSecondText(over.PerSecond()), PerSecondText(full.PerSecond()),
              PercentText(over.PerSecond(), full.PerSecond()),
              FailedText(over));
  }
  // As many as there are writes among them.
  const Measured alone =
      Run({.in_flight = kInFlight / 20, .duration = absl::Seconds(3)},
          Asking(DeliveryOfOne("alone"), house.quotas));
  const int64_t before = house.programs.MemoryOf("quotas");
  auto early = std::async(std::launch::async, [&] {
    absl::SleepFor(absl::Seconds(5));
    return house.programs.MemoryOf("quotas");
  });
  std::vector<Begin> kinds;
  kinds.push_back(Asking(question, house.quotas));
  kinds.push_back(Asking(DeliveryOfOne("overload"), house.quotas));
  // One of twenty is a write, on each connection in its turn.
  std::vector<Measured> ours = RunMixed(
      {.in_flight = kInFlight, .duration = absl::Seconds(30)}, kinds,
      [](int64_t number) { return size_t{number % 20 == number / 20 % 20}; });
  const int64_t late = house.programs.MemoryOf("quotas");
  Measured& reads = ours[0];
  Measured& writes = ours[1];
  const double per_second = reads.PerSecond() + writes.PerSecond();
  const absl::Duration turn = absl::Seconds(kInFlight / per_second);
  const Measured limit =
      Run({.in_flight = kInFlight, .duration = absl::Seconds(3)},
          AskingNothing(house.empty, bytes));
  PrintLine(
      absl::StrCat("obligations, 5 % writes (", kInFlight, ", ", bytes, " B)"),
      PerSecondText(per_second), PerSecondText(limit.PerSecond()),
      PercentText(per_second, limit.PerSecond()),
      absl::StrCat("reads ", FailedText(reads), ", writes ",
                   FailedText(writes)));
  PrintLine(absl::StrCat("its writes, ", kInFlight / 20, " in flight alone"),
            PerSecondText(writes.PerSecond()), PerSecondText(alone.PerSecond()),
            PercentText(writes.PerSecond(), alone.PerSecond()),
            absl::StrCat("alone ", FailedText(alone)));
  const auto line = [&](const std::string& work, Measured& measured) {
    const absl::Duration p99 = measured.Percentile(99);
    PrintLine(work, MillisecondsText(p99), MillisecondsText(turn),
              TimesText(p99, turn),
              absl::StrCat("p50 ", MillisecondsText(measured.Percentile(50))));
  };
  line("p99 of its reads, in flight over throughput", reads);
  line("p99 of its writes, in flight over throughput", writes);
  const int64_t first = early.get();
  PrintLine("memory of quotas, at the end, after 5 s", MebibytesText(late),
            MebibytesText(first),
            PercentText(static_cast<double>(late), static_cast<double>(first)),
            absl::StrCat("before ", MebibytesText(before)));
}

}  // namespace opvang::bench
