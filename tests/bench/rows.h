// The rows of the table. Those that stand alone make a house of their own, so
// that none finds what another has left.
#ifndef OPVANG_TESTS_BENCH_ROWS_H_
#define OPVANG_TESTS_BENCH_ROWS_H_

#include <string>

#include "tests/bench/house.h"

namespace opvang::bench {

// One kind of call, so many in flight.
void ObligationsRow(House& house, int in_flight, const std::string& more,
                    int year, int64_t revision);
void CoverageRow(House& house, int in_flight, const std::string& more, int year,
                 int64_t revision);
void BalanceRow(House& house, int in_flight, const std::string& more, int year,
                const Revisions& at);
// Writes one after another.
void WritesRow(House& house, const std::string& more);
// Makes a report, then reads, explains and compares it.
void ReportsRow(House& house, const std::string& scope,
                const std::string& cycle, int year, const std::string& more);
// What each program takes, and how long until it serves again.
void StartRow(House& house);

// A thousand calls in flight, one of twenty a write.
void OverloadRow();
// One organisation beside another that asks for all there is.
void GreedyRow();
// A stream of occupancy.
void FeedRow();
// A day of the country, more than ten times as busy, on two replicas of each.
void DayRow();
// A service that holds a million facts.
void MillionRow();
// The same reads by SQL.
void SqlRow();
// A workbook of each municipality, stored by the client.
void WorkbooksRow();

// Delivers so many rows of occupancy as one stream: every location on one day,
// `days_apart` later all again. Aborts when it is refused.
absl::Duration DeliverOccupancies(l::LocationService::Stub& locations,
                                  const std::string& name, absl::CivilDay start,
                                  int days_apart, int row_count);

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_ROWS_H_
