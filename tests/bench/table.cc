#include "tests/bench/table.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace opvang::bench {

void PrintHeading() {
  PrintLine("work (in flight, bytes)", "ours", "limit", "ratio");
}

void PrintLine(const std::string& work, const std::string& ours,
               const std::string& limit, const std::string& ratio,
               const std::string& more) {
  std::printf("%-46s %10s %10s %8s%s%s\n", work.c_str(), ours.c_str(),
              limit.c_str(), ratio.c_str(), more.empty() ? "" : "   ",
              more.c_str());
  std::fflush(stdout);
}

std::string PerSecondText(double count) {
  return absl::StrFormat("%.0f/s", count);
}
std::string MillisecondsText(absl::Duration duration) {
  return absl::StrFormat("%.2f ms", absl::ToDoubleMilliseconds(duration));
}
std::string SecondsText(absl::Duration duration) {
  return absl::StrFormat("%.2f s", absl::ToDoubleSeconds(duration));
}
std::string MebibytesText(int64_t count) { return absl::StrCat(count, " MiB"); }
std::string PercentText(double ours, double limit) {
  return absl::StrFormat("%.1f %%", 100 * ours / limit);
}
std::string TimesText(absl::Duration ours, absl::Duration limit) {
  return absl::StrFormat("%.1f x", absl::FDivDuration(ours, limit));
}
std::string FailedText(const Measured& measured) {
  std::string text = absl::StrCat("failed ", measured.failed);
  if (measured.failed > 0) {
    absl::StrAppend(&text, " (", measured.first_fault.substr(0, 200), ")");
  }
  return text;
}

void PrintLoad(const std::string& work, Measured& ours, Measured& limit) {
  PrintLine(work, PerSecondText(ours.PerSecond()),
            PerSecondText(limit.PerSecond()),
            PercentText(ours.PerSecond(), limit.PerSecond()),
            absl::StrFormat(
                "p99 %s, %s, %s   %s", MillisecondsText(ours.Percentile(99)),
                MillisecondsText(limit.Percentile(99)),
                TimesText(ours.Percentile(99), limit.Percentile(99)),
                FailedText(ours)));
}

}  // namespace opvang::bench
