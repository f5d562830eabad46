// Everything that quotas was ever told, in memory: see `common/state`.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_STATE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_STATE_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/state/keeper.h"
#include "common/state/touched.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "services/quotas/quota_store.h"
#include "services/quotas/rules/obligation.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

struct QuotaState {
  // What bears on the obligations of one municipality, region or province.
  struct Subject {
    Log<pb::QuotaEntry> entries;
    Log<pb::PublishedBalance> balances;
    std::vector<std::string> redistributions, transfers;  // That it is part of.
  };
  struct RedistributionFacts {
    Log<pb::Redistribution> whole;  // Said once.
    Log<RedistributionChange> changes;
    Log<RedistributionEnd> ends;
  };
  struct TransferFacts {
    Log<pb::Transfer> whole;  // Said once.
    Log<TransferStep> steps;
  };
  struct SplitFacts {
    Log<pb::Split> whole;  // Said once.
    Log<SplitInput> inputs;
    Log<pb::QuotaEntry> entries;
  };
  struct DecisionFacts {
    Log<pb::Decision> whole;  // Said once.
    Log<pb::QuotaEntry> entries;
  };

  Revision revision = 0;
  Log<pb::Cycle> cycles;
  Log<pb::CycleStep> cycle_steps;
  Log<pb::Estimate> estimates;
  Log<pb::NationalTarget> national_targets;
  Log<pb::Succession> successions;
  Log<pb::Exchange> exchanges;
  Parts<std::string, Log<pb::Population>> populations;  // By municipality.
  Parts<std::string, Log<pb::Score>> scores;            // By municipality.
  Parts<std::string, Subject> subjects;                 // By name.
  // By name.
  Parts<std::string, SplitFacts> splits;
  Parts<std::string, DecisionFacts> decisions;
  Parts<std::string, RedistributionFacts> redistributions;
  Parts<std::string, TransferFacts> transfers;
  Touched touched;

  using Tables = QuotaTables;
  static const Tables& AllTables() { return AllQuotaTables(); }
  void Add(Revision known, pb::Cycle fact);
  void Add(Revision known, pb::CycleStep fact);
  void Add(Revision known, pb::Estimate fact);
  void Add(Revision known, pb::NationalTarget fact);
  void Add(Revision known, pb::Succession fact);
  void Add(Revision known, pb::Exchange fact);
  void Add(Revision known, pb::Population fact);
  void Add(Revision known, pb::Score fact);
  void Add(Revision known, pb::PublishedBalance fact);
  void Add(Revision known, pb::QuotaEntry fact);
  void Add(Revision known, pb::Split fact);
  void Add(Revision known, SplitInput fact);
  void Add(Revision known, pb::Decision fact);
  void Add(Revision known, pb::Redistribution fact);
  void Add(Revision known, RedistributionChange fact);
  void Add(Revision known, RedistributionEnd fact);
  void Add(Revision known, pb::Transfer fact);
  void Add(Revision known, TransferStep fact);
};

using KnownQuotas = Known<QuotaState>;
using QuotaDraft = Draft<QuotaState>;

// Those that stand with a side within `parent`, by name.
std::vector<pb::Exchange> ListExchanges(const KnownQuotas& known,
                                        const std::string& parent);

// By name.
std::vector<pb::Cycle> ListCycles(const KnownQuotas& known);
std::optional<pb::Cycle> FindCycle(const KnownQuotas& known,
                                   const std::string& name);

// All versions of the steps of one cycle, those taken back too, by day, state
// and revision.
std::vector<pb::CycleStep> ListCycleSteps(const KnownQuotas& known,
                                          const std::string& cycle);

// All versions of a cycle's estimates, by day of publication and revision.
std::vector<pb::Estimate> ListEstimates(const KnownQuotas& known,
                                        const std::string& cycle);

// All versions, by half-year, day of publication and revision.
std::vector<pb::NationalTarget> ListNationalTargets(const KnownQuotas& known);

// "2024-h1" to "2025-h2", both included.
struct HalfYears {
  std::string first, last;
};
// Of each publisher the latest, by half-year, subject, day of publication and
// publisher.
std::vector<pb::PublishedBalance> ListPublishedBalances(
    const KnownQuotas& known, const std::vector<std::string>& subjects,
    const HalfYears& half_years);

// The latest of a municipality, of one reference day or year.
std::optional<pb::Population> FindPopulation(const KnownQuotas& known,
                                             const std::string& municipality,
                                             absl::CivilDay reference_date);
std::optional<pb::Score> FindScore(const KnownQuotas& known,
                                   const std::string& municipality,
                                   int reference_year);

// Those that hold, by municipality and successor.
std::vector<pb::Succession> ListSuccessions(const KnownQuotas& known);

// All versions of the entries of `subjects`, by subject, duty, period, basis,
// start date and revision.
std::vector<pb::QuotaEntry> ListQuotaEntries(
    const KnownQuotas& known, const std::vector<std::string>& subjects);

// By name; with everything that happened to it, whatever its day. Splits
// without their shares, unless one is asked for.
std::vector<pb::Split> ListSplits(const KnownQuotas& known);
std::optional<pb::Split> FindSplit(const KnownQuotas& known,
                                   const std::string& name);
std::vector<pb::Decision> ListDecisions(const KnownQuotas& known);
std::optional<pb::Decision> FindDecision(const KnownQuotas& known,
                                         const std::string& name);
std::vector<pb::Redistribution> ListRedistributions(const KnownQuotas& known);
std::optional<pb::Redistribution> FindRedistribution(const KnownQuotas& known,
                                                     const std::string& name);
std::vector<pb::Transfer> ListTransfers(const KnownQuotas& known);
std::optional<pb::Transfer> FindTransfer(const KnownQuotas& known,
                                         const std::string& name);
// Those that `subject` gives or receives.
std::vector<pb::Transfer> TransfersOf(const KnownQuotas& known,
                                      const std::string& subject);

// What makes the obligations of one subject: its entries, and the
// redistributions with its own change alone.
struct ObligationRecord {
  std::vector<const pb::QuotaEntry*> entries;
  std::vector<pb::Redistribution> redistributions;
  pb::Obligation ObligationFor(const Question& question) const {
    return Oblige(question, entries, redistributions);
  }
};
ObligationRecord RecordOf(const KnownQuotas& known, const std::string& subject);
// OK, or FAILED_PRECONDITION / OBLIGATION_IMPOSSIBLE with every one of
// `subjects` whose redistributions cannot stand on top of its entries.
absl::Status CheckObligations(const KnownQuotas& known,
                              const std::vector<std::string>& subjects);

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_STATE_H_
