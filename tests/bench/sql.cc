// What a reader by SQL would do with the same facts: one prepared statement a
// question, four connections in four threads.
//
// The statements fetch the facts that a question rests on, and leave the rest
// out: who may ask, the check of the question, the revision it is asked at, the
// rules that make figures of facts (which quota holds on a day, what of it was
// redistributed, which places count in a window, what a balance carries over),
// and the answer with what it rests on. The services keep no keys for such
// readers, who get copies of two tables with the keys they need.
#include <future>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/db/transaction.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {
namespace {

constexpr absl::Duration kSqlTime = absl::Seconds(3);

// Of each entry what was said of it last.
constexpr Sql kObligations =
    "SELECT duty, period, basis, start_date, quota_count, amv_count, source "
    "FROM quota_entries AS entry WHERE subject = ? AND revision = (SELECT "
    "MAX(revision) FROM quota_entries AS said WHERE said.subject = "
    "entry.subject AND said.duty = entry.duty AND said.period = entry.period "
    "AND said.basis = entry.basis AND said.start_date = entry.start_date)";
constexpr Sql kCoverage =
    "SELECT location, display_name, kind, place_group, basis, start_date, "
    "place_count, end_certainty, decision, entry.source FROM sql_place_entries "
    "AS entry JOIN locations ON name = location WHERE entry.municipality = ? "
    "AND entry.revision = (SELECT MAX(said.revision) FROM sql_place_entries AS "
    "said WHERE said.location = entry.location AND said.place_group = "
    "entry.place_group AND said.basis = entry.basis AND said.start_date <=> "
    "entry.start_date)";
constexpr Sql kBalance =
    "SELECT placement_date, kind_code, person_count, amv_count, source FROM "
    "sql_placements WHERE municipality = ? AND placement_date <= '2024-06-30'";

void RunSql(const std::string& service, const std::string& text) {
  const auto db = Programs::OpenDatabase(service);
  const auto lease = db->Acquire(absl::InfiniteFuture());
  const absl::Status status = (*lease)->Execute(text);
  if (status.ok()) return;
  std::printf("%s\n", std::string(status.message()).c_str());
  std::abort();
}

// One connection; fewer rows than there should be is a failure.
Measured Query(Database& db, const Sql& sql, int first, int rows_expected) {
  const auto connection = db.Connect();
  Transaction tx(**connection, 0);
  Measured measured;
  const absl::Time start = absl::Now();
  absl::Time now = start;
  for (int64_t number = first; now - start < kSqlTime; ++number) {
    int rows = 0;
    size_t bytes = 0;
    const absl::Status status =
        tx.ForEach(sql, {AnyMunicipality(number)}, [&](const Row& row) {
          ++rows;
          for (int column = 0; column < 5; ++column) {
            if (!row.IsNull(column)) bytes += row.Text(column).size();
          }
        });
    const absl::Time before = std::exchange(now, absl::Now());
    if (status.ok() && rows == rows_expected && bytes > 0) {
      ++measured.answered;
      measured.latencies.push_back(now - before);
    } else if (++measured.failed == 1) {
      measured.first_fault =
          absl::StrCat(rows, " rows; ", std::string(status.message()));
    }
  }
  measured.took = now - start;
  return measured;
}

Measured QueryAtOnce(const std::string& service, const Sql& sql,
                     int rows_expected) {
  const auto db = Programs::OpenDatabase(service);
  std::vector<std::future<Measured>> threads;
  threads.reserve(kConnections);
  for (int i = 0; i < kConnections; ++i) {
    threads.push_back(std::async(std::launch::async, [&, i] {
      return Query(*db, sql, i * 80, rows_expected);
    }));
  }
  Measured all;
  for (auto& thread : threads) {
    const Measured one = thread.get();
    all.answered += one.answered;
    all.failed += one.failed;
    if (all.first_fault.empty()) all.first_fault = one.first_fault;
    all.took = std::max(all.took, one.took);
    all.latencies.insert(all.latencies.end(), one.latencies.begin(),
                         one.latencies.end());
  }
  return all;
}

template <typename Question>
void BesideSql(const std::string& work, const Question& question,
               const Stubs<typename Question::Service>& stubs, const Sql& sql,
               const std::string& service, int rows_expected) {
  Measured ours =
      Run({.in_flight = 64, .duration = kSqlTime}, Asking(question, stubs));
  Measured limit = QueryAtOnce(service, sql, rows_expected);
  PrintLoad(absl::StrCat(work, " (64) beside SQL (", kConnections, ", ",
                         rows_expected, " rows)"),
            ours, limit);
  if (limit.failed > 0) PrintLine("by SQL", FailedText(limit));
}

}  // namespace

void SqlRow() {
  House house;
  house.country.DeliverYear(2024);
  RunSql("locations",
         "CREATE TABLE sql_place_entries (KEY (municipality), KEY (location, "
         "place_group, basis, start_date, revision)) ENGINE=InnoDB DEFAULT "
         "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin SELECT * FROM "
         "place_entries");
  RunSql("housing",
         "CREATE TABLE sql_placements (KEY (municipality, placement_date)) "
         "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin "
         "SELECT name, revision, municipality, placement_date, kind_code, "
         "person_count, amv_count, source FROM placements");
  BesideSql("obligations of one", ObligationsOfOne(2024), house.quotas,
            kObligations, "quotas", 5);
  BesideSql("coverage of one", CoverageOfOne(2024), house.locations, kCoverage,
            "locations", 32);
  BesideSql("balance of one", BalanceOfOne(2024), house.housing, kBalance,
            "housing", 42);
}

}  // namespace opvang::bench
