// Calls of one kind, beside as many empty ones with an answer as large.
#include "absl/strings/str_cat.h"
#include "tests/bench/questions.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"

namespace opvang::bench {
namespace {

template <typename Question>
void CallsRow(const House& house, const std::string& work, int in_flight,
              const Question& question,
              const Stubs<typename Question::Service>& stubs) {
  const Load load{.in_flight = in_flight, .duration = absl::Seconds(3)};
  const int64_t bytes = BytesOf(question, stubs);
  Measured ours = Run(load, Asking(question, stubs));
  Measured limit = Run(load, AskingNothing(house.empty, bytes));
  PrintLoad(absl::StrCat(work, " (", in_flight, ", ", bytes, " B)"), ours,
            limit);
}

}  // namespace

void ObligationsRow(House& house, int in_flight, const std::string& more,
                    int year, int64_t revision) {
  CallsRow(house, "obligations of one" + more, in_flight,
           ObligationsOfOne(year, revision), house.quotas);
}

void CoverageRow(House& house, int in_flight, const std::string& more, int year,
                 int64_t revision) {
  CallsRow(house, "coverage of one" + more, in_flight,
           CoverageOfOne(year, revision), house.locations);
}

void BalanceRow(House& house, int in_flight, const std::string& more, int year,
                const Revisions& at) {
  CallsRow(house, "balance of one" + more, in_flight, BalanceOfOne(year, at),
           house.housing);
}

}  // namespace opvang::bench
