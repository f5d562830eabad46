// The table that the bench prints: of each work ours, the limit, the ratio.
#ifndef OPVANG_TESTS_BENCH_TABLE_H_
#define OPVANG_TESTS_BENCH_TABLE_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/load.h"

namespace opvang::bench {

void PrintHeading();
void PrintLine(const std::string& work, const std::string& ours,
               const std::string& limit = "", const std::string& ratio = "",
               const std::string& more = "");

std::string PerSecondText(double count);
std::string MillisecondsText(absl::Duration duration);
std::string SecondsText(absl::Duration duration);
std::string MebibytesText(int64_t count);
std::string PercentText(double ours, double limit);
// How many times `limit` ours is.
std::string TimesText(absl::Duration ours, absl::Duration limit);
// How many failed, and what was said of the first.
std::string FailedText(const Measured& measured);

// A load beside its limit.
void PrintLoad(const std::string& work, Measured& ours, Measured& limit);

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_TABLE_H_
