// Writes one after another, beside bare commits of one row by one connection.
#include "absl/time/clock.h"
#include "common/db/transaction.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

constexpr int kWrites = 300;

absl::Duration BareCommits() {
  const auto db = Programs::OpenDatabase("quotas");
  const auto lease = db->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  tx.Execute(
        "CREATE TABLE IF NOT EXISTS bare (n INT NOT NULL, text "
        "VARCHAR(500) NOT NULL) ENGINE=InnoDB")
      .status()
      .IgnoreError();
  const absl::Time start = absl::Now();
  for (int i = 0; i < kWrites; ++i) {
    if (!tx.Execute("INSERT INTO bare (n, text) VALUES (?, ?)", i,
                    "illustrative")
             .ok()) {
      std::abort();
    }
  }
  return absl::Now() - start;
}

}  // namespace

void WritesRow(House& house, const std::string& more) {
  Measured failed;
  const absl::Time start = absl::Now();
  for (int i = 0; i < kWrites; ++i) {
    const auto written =
        CallRpc(*house.quotas[0], &q::QuotaService::Stub::DeliverQuotas,
                OneEntry("write" + more, i));
    if (!written.ok() && ++failed.failed == 1) {
      failed.first_fault = std::string(written.status().message());
    }
  }
  const absl::Duration ours = absl::Now() - start;
  const absl::Duration limit = BareCommits();
  PrintLine(
      "durable writes, one by one" + more,
      PerSecondText(kWrites / absl::ToDoubleSeconds(ours)),
      PerSecondText(kWrites / absl::ToDoubleSeconds(limit)),
      PercentText(absl::ToDoubleSeconds(limit), absl::ToDoubleSeconds(ours)),
      FailedText(failed));
}

}  // namespace opvang::bench
