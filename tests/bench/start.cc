// Starts, and memory: of ten years, and of a million facts.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/db/transaction.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {
namespace {

// Reads the facts of locations by one connection, and does nothing with them;
// answers how many there are.
int64_t ReadFacts() {
  const auto db = Programs::OpenDatabase("locations");
  const auto lease = db->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  int64_t count = 0;
  const auto note = [&](const Row& row) {
    if (!row.Text(0).empty()) ++count;
  };
  for (const absl::Status& status :
       {tx.ForEach("SELECT * FROM locations", {}, note),
        tx.ForEach("SELECT * FROM state_entries", {}, note),
        tx.ForEach("SELECT * FROM place_entries", {}, note),
        tx.ForEach("SELECT * FROM counts", {}, note)}) {
    if (!status.ok()) std::abort();
  }
  return count;
}

}  // namespace

void StartRow(House& house) {
  for (const char* name : Programs::kNames) {
    const int64_t before = house.programs.MemoryOf(name);
    const absl::Duration start = house.programs.Restart(name);
    PrintLine(absl::StrCat("start of ", name, " (", house.country.fact_count(),
                           " facts in all)"),
              SecondsText(start), "", "",
              absl::StrCat("memory before ", MebibytesText(before), ", after ",
                           MebibytesText(house.programs.MemoryOf(name))));
  }
}

void MillionRow() {
  constexpr int64_t kFacts = 1000000;
  constexpr int kPart = 100000;
  House house;
  const absl::Time filling = absl::Now();
  for (int year = 2024; year < 2034; ++year) {
    house.country.DeliverLocations(year);
  }
  // Counts of every day are what fills a register of locations.
  const int counts = static_cast<int>(kFacts - house.country.fact_count());
  absl::CivilDay start(2024, 1, 1);
  for (int done = 0; done < counts; done += kPart) {
    DeliverOccupancies(*house.locations[0], absl::StrCat("million ", done),
                       start, 1, std::min(kPart, counts - done));
    start += 40;
  }
  const absl::Duration filled = absl::Now() - filling;
  const int64_t before = house.programs.MemoryOf("locations");
  const absl::Duration ours = house.programs.Restart("locations");
  const int64_t after = house.programs.MemoryOf("locations");
  const absl::Time reading = absl::Now();
  const int64_t facts = ReadFacts();
  const absl::Duration limit = absl::Now() - reading;
  PrintLine(
      absl::StrCat("start of locations (", facts, " facts)"), SecondsText(ours),
      SecondsText(limit), TimesText(ours, limit),
      absl::StrCat("filled in ", SecondsText(filled), ", memory before ",
                   MebibytesText(before), ", after ", MebibytesText(after)));
}

}  // namespace opvang::bench
