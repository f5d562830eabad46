// Flags and operands that several commands share, in the same words.
#ifndef OPVANG_SERVICES_CLI_SHELL_FLAGS_H_
#define OPVANG_SERVICES_CLI_SHELL_FLAGS_H_

#include <vector>

#include "services/cli/shell/command.h"

namespace opvang::cli {

inline constexpr Flag kAsOf = {"as-of", ValueKind::kDay,
                               "de dag waarop wordt gekeken; anders vandaag"};
inline constexpr Flag kRevision = {"revision", ValueKind::kRevision,
                                   "de stand na deze schrijfactie (0: nu)"};
inline constexpr Flag kQuotasRevision = {
    "quotas-revision", ValueKind::kRevision, "de stand van quotas (0: nu)"};
inline constexpr Flag kCycle = {
    "cycle", ValueKind::kName,
    "de cyclus, als cycles/2024; anders die op de dag van --as-of loopt"};
inline constexpr Flag kRuleSet = {
    "rule-set", ValueKind::kText,
    "de telregels, als cycle-2024; anders die van de cyclus"};
inline constexpr Flag kHalfYear = {
    "half-year", ValueKind::kHalfYear,
    "het halfjaar van de huisvesting, als 2024-h2; anders dat van de dag van "
    "--as-of"};
inline constexpr Flag kDryRun = {"dry-run", ValueKind::kSwitch,
                                 "alleen proberen, niets opslaan"};
inline constexpr Flag kSource = {"source", ValueKind::kText, "waar het staat"};
inline constexpr Flag kParent = {"parent", ValueKind::kArea,
                                 "waar alles in ligt, als Overijssel"};
inline constexpr Flag kTotals = {"totals", ValueKind::kSwitch, "ook de sommen"};
inline constexpr Flag kReason = {"reason", ValueKind::kText, "waarom"};
inline constexpr Flag kGiver = {"giver", ValueKind::kTown,
                                "de gemeente die afstaat"};
inline constexpr Flag kReceiver = {"receiver", ValueKind::kTown,
                                   "de gemeente die krijgt"};
inline constexpr Flag kAmv = {"amv", ValueKind::kNumber, "van wie amv"};
inline constexpr Flag kEmbargo = {"embargo", ValueKind::kInstant,
                                  "tot dit tijdstip zien weinigen het"};

inline constexpr Flag kForce = {"force", ValueKind::kSwitch,
                                "vervangt een bestand dat er al is"};

inline constexpr Operand kArea = {
    "GEBIED", ValueKind::kArea,
    "Zwolle, regio IJsselland, Overijssel, nl; ook gm0193, provinces/pv23"};
inline constexpr Operand kLocation = {
    "LOCATIE", ValueKind::kLocation,
    "als Zwolle/locations/cno-zwolle of 'Zwolle/CNO Zwolle'"};
inline constexpr Operand kReport = {
    "VERSLAG", ValueKind::kReport,
    "de naam, als Overijssel/reports/verslag-2024-11-01"};

constexpr Operand Optional(Operand operand) {
  operand.required = false;
  return operand;
}
constexpr Operand Repeated(Operand operand) {
  operand.repeated = true;
  return operand;
}

// What every command takes beside its own.
const std::vector<Flag>& CommonFlags();

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_FLAGS_H_
