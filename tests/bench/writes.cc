// Writes one after another, beside bare commits of one row by one connection.
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/db/ledger.h"
#include "common/db/transaction.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/support/in_process.h"

namespace opvang::bench {
namespace {

constexpr int kWrites = 300;

// How often `once` goes in a second, one after another.
double PerSecond(const std::function<bool(int number)>& once) {
  const absl::Time start = absl::Now();
  for (int i = 0; i < kWrites; ++i) {
    if (!once(i)) std::abort();
  }
  return kWrites / absl::ToDoubleSeconds(absl::Now() - start);
}

constexpr Sql kInsertBare = "INSERT INTO bare (n, text) VALUES ";

double BareCommits(Transaction& tx) {
  return PerSecond([&](int i) {
    return tx
        .Execute("INSERT INTO bare (n, text) VALUES (?, ?)", i, "illustrative")
        .ok();
  });
}

// What the database makes of the statements of a write, without a service: its
// revision, its record and one row, in one round.
double RoundsByHand(Database& db, Transaction& tx, const std::string& more) {
  auto heads = tx.Query(
      "SELECT revision, record_time, chain FROM revisions ORDER BY revision "
      "DESC LIMIT 1",
      [](const Row& row) {
        return LedgerHead{row.Int(0), row.Time(1), row.Text(2)};
      });
  if (!heads.ok() || heads->empty()) std::abort();
  LedgerHead head = heads->front();
  Call call;
  call.caller.oin = "bench";
  call.deadline = absl::InfiniteFuture();
  return PerSecond([&](int i) {
    const auto next = AppendAtOnce(
        db, call, OneEntry("by hand" + more, i), head, head.record_time,
        {{&kInsertBare, {{i, "illustrative"}}}}, "answer");
    if (next.ok()) head = *next;
    return next.ok();
  });
}

double EmptyCalls(EmptyService::Stub& stub) {
  return PerSecond([&](int) {
    nl::opvang::bench::AnswerRequest request;
    request.set_byte_count(10);
    return CallRpc(stub, &EmptyService::Stub::Answer, request).ok();
  });
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
  const double ours = kWrites / absl::ToDoubleSeconds(absl::Now() - start);
  const auto db = Programs::OpenDatabase("quotas");
  const auto lease = db->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  tx.Execute(
        "CREATE TABLE IF NOT EXISTS bare (n INT NOT NULL, text "
        "VARCHAR(500) NOT NULL) ENGINE=InnoDB")
      .status()
      .IgnoreError();
  const double limit = BareCommits(tx);
  PrintLine(
      "durable writes, one by one" + more, PerSecondText(ours),
      PerSecondText(limit), PercentText(ours, limit),
      absl::StrCat("the round by hand ",
                   PerSecondText(RoundsByHand(*db, tx, more)), ", empty calls ",
                   PerSecondText(EmptyCalls(*house.empty[0])), "   ",
                   FailedText(failed)));
}

}  // namespace opvang::bench
