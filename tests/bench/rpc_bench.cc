// Speed of whole calls, each beside a bare limit of the same run. Prints one
// table; asserts nothing.
//   rpc_bench           every row but million and day
//   rpc_bench ROW…      only these
//
// The services are the real programs, over a real MariaDB.
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {
namespace {

using Wanted = std::set<std::string>;

// Those that are measured with one year of facts, and again with ten.
void RunOfCountry(const Wanted& wanted) {
  const bool calls = wanted.contains("calls");
  const bool writes = wanted.contains("writes");
  const bool reports = wanted.contains("reports");
  House house;
  Country& country = house.country;
  country.DeliverYear(2024);
  const Revisions early = country.revisions();
  if (calls) {
    ObligationsRow(house, 64, "", 2024, 0);
    CoverageRow(house, 64, "", 2024, 0);
    BalanceRow(house, 64, "", 2024, {});
    ObligationsRow(house, 64, ", pinned", 2024, early.quotas);
    CoverageRow(house, 64, ", pinned", 2024, early.locations);
    BalanceRow(house, 64, ", pinned", 2024, early);
    ObligationsRow(house, 1000, "", 2024, 0);
    CoverageRow(house, 1000, "", 2024, 0);
  }
  if (writes) WritesRow(house, "");
  if (reports) {
    ReportsRow(house, "provinces/pv23", "cycles/2024", 2024, ", a province");
    ReportsRow(house, "countries/nl", "cycles/2024", 2024, ", the country");
  }
  for (int year = 2025; year < 2034; ++year) country.DeliverYear(year);
  if (calls) {
    ObligationsRow(house, 64, ", ten years", 2033, 0);
    CoverageRow(house, 64, ", ten years", 2033, 0);
    BalanceRow(house, 64, ", ten years", 2033, {});
    ObligationsRow(house, 64, ", ten years back", 2024, early.quotas);
    CoverageRow(house, 64, ", ten years back", 2024, early.locations);
    BalanceRow(house, 64, ", ten years back", 2024, early);
  }
  if (writes) WritesRow(house, ", ten years");
  if (reports) {
    ReportsRow(house, "provinces/pv23", "cycles/2032", 2033,
               ", a province, ten years");
    ReportsRow(house, "countries/nl", "cycles/2032", 2033,
               ", the country, ten years");
  }
  if (wanted.contains("start")) StartRow(house);
}

int Main(int argc, char** argv) {
  const Wanted of_country = {"calls", "writes", "reports", "start"};
  const std::map<std::string, void (*)()> alone = {{"overload", OverloadRow},
                                                   {"greedy", GreedyRow},
                                                   {"feed", FeedRow},
                                                   {"million", MillionRow},
                                                   {"sql", SqlRow},
                                                   {"workbooks", WorkbooksRow},
                                                   {"day", DayRow}};
  Wanted all = of_country;
  for (const auto& [name, row] : alone) all.insert(name);
  Wanted wanted(argv + 1, argv + argc);
  for (const std::string& name : wanted) {
    if (all.contains(name)) continue;
    std::fprintf(stderr, "no row is called %s; there are:", name.c_str());
    for (const std::string& one : all) std::fprintf(stderr, " %s", one.c_str());
    std::fprintf(stderr, "\n");
    return 2;
  }
  if (wanted.empty()) {
    wanted = all;
    if (std::getenv("OPVANG_BENCH_MILLION") == nullptr) wanted.erase("million");
    wanted.erase("day");
  }
  PrintHeading();
  bool is_country_wanted = false;
  for (const std::string& name : of_country) {
    is_country_wanted = is_country_wanted || wanted.contains(name);
  }
  if (is_country_wanted) RunOfCountry(wanted);
  for (const auto& [name, row] : alone) {
    if (wanted.contains(name)) row();
  }
  return 0;
}

}  // namespace
}  // namespace opvang::bench

int main(int argc, char** argv) { return opvang::bench::Main(argc, argv); }
