// What a command takes where no flag says otherwise: today, and what is under
// way on that day. No year of ours is in it.
#ifndef OPVANG_SERVICES_CLI_SHELL_DEFAULTS_H_
#define OPVANG_SERVICES_CLI_SHELL_DEFAULTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {

// The half-year that a day lies in, "2026-h2", and the one before it.
std::string HalfYearOf(absl::CivilDay day);
std::string HalfYearBefore(const std::string& half_year);

// The first day of a cycle: its estimate is due on it (Wet 2(1), 3(2)), and
// then the tables begin. Of a cycle that does not tell, the first day of its
// term or else of its window.
absl::CivilDay FirstDayOf(const nl::opvang::quotas::v1::Cycle& cycle);

// The cycle that began last by a day; before all of them the first. Nothing
// without any.
std::optional<nl::opvang::quotas::v1::Cycle> CycleUnderWay(
    absl::CivilDay day,
    const std::vector<nl::opvang::quotas::v1::Cycle>& cycles);

// The rule set by which a cycle is counted: of those that are in force on its
// first day the latest, else the first there is. Empty without any.
std::string RuleSetFor(
    const nl::opvang::quotas::v1::Cycle& cycle,
    const std::vector<nl::opvang::locations::v1::RuleSet>& rule_sets);

// What one command takes, by its flags or else by the day, and the line that
// tells it. Services are asked only for what is under way, and once.
class Defaults {
 public:
  // Looks from the day of --as-of, else from today.
  explicit Defaults(const Context& context);
  // Looks from the day of what is written; the line does not tell that day.
  Defaults(const Context& context, absl::CivilDay day);

  absl::CivilDay day() const { return day_; }

  // --cycle, else the cycle under way. Without any FAILED_PRECONDITION.
  absl::StatusOr<nl::opvang::quotas::v1::Cycle> Cycle();
  // Its name alone.
  absl::StatusOr<std::string> CycleName();
  // --rule-set, else that of the cycle.
  absl::StatusOr<std::string> RuleSet();
  // --half-year, else that of the day.
  std::string HalfYear();
  // The half-year that `flag` gives, else `otherwise`; told after `words`.
  std::string HalfYear(const std::string& flag, const std::string& otherwise,
                       const std::string& words = "");
  // The day that `flag` gives, else `otherwise`; told as "`words` 1 juli 2027".
  absl::CivilDay Day(const std::string& flag, absl::CivilDay otherwise,
                     const std::string& words);

  // Notes in the line what was taken by other means.
  void Take(const std::string& words, bool is_given);

  // "stand van 28 november 2026, cyclus 2026, telregels cycle-2026": all that
  // was asked for so far. Empty when each of it was given by a flag.
  std::string Line() const;

 private:
  void TakeCycle(const std::string& name, bool is_given);

  const Context& context_;
  const absl::CivilDay day_;
  std::optional<nl::opvang::quotas::v1::Cycle> cycle_;
  bool cycle_taken_ = false;
  std::vector<std::string> taken_;
  bool all_given_ = true;
};

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_DEFAULTS_H_
