#include "services/housing/rules/statement.h"

#include <optional>
#include <utility>

namespace opvang::housing {
namespace {

using Jump = pb::Ledger::Jump;

// Why a half-year has no balance.
Jump::Reason WhyNone(const pb::Balance& balance) {
  return balance.has_target_person_count() ? Jump::REASON_REALISED_UNKNOWN
                                           : Jump::REASON_TARGET_MISSING;
}

// From the balance `before`.
Jump JumpTo(const pb::Balance& balance, const pb::Balance& before,
            Jump::Reason reason) {
  Jump jump;
  jump.set_half_year(balance.half_year());
  jump.set_reason(reason);
  jump.set_person_count(balance.opening_person_count() -
                        before.balance_person_count());
  return jump;
}

void Reconcile(const std::vector<const pb::Balance*>& known,
               const std::vector<Jump>& jumps,
               pb::Ledger::Reconciliation& line) {
  int targets = 0, realised = 0, jumped = 0;
  for (const pb::Balance* balance : known) {
    targets += balance->target_person_count();
    realised += balance->realised_person_count();
  }
  for (const Jump& jump : jumps) {
    jumped += jump.person_count();
    *line.add_jumps() = jump;
  }
  const int opening = known.front()->opening_person_count();
  const int end = known.back()->balance_person_count();
  line.set_first_half_year(known.front()->half_year());
  line.set_last_half_year(known.back()->half_year());
  line.set_opening_person_count(opening);
  line.set_target_person_count(targets);
  line.set_realised_person_count(realised);
  line.set_jump_person_count(jumped);
  line.set_balance_person_count(end);
  line.set_residue_person_count(end - (opening + realised - targets + jumped));
}

}  // namespace

pb::Ledger LedgerOf(std::vector<pb::Balance> balances) {
  pb::Ledger ledger;
  std::vector<const pb::Balance*> known;
  std::vector<Jump> jumps;
  // Of the last half-year that has no balance after one that has.
  std::optional<Jump::Reason> between;
  for (const pb::Balance& balance : balances) {
    if (!balance.has_balance_person_count()) {
      between = WhyNone(balance);
      continue;
    }
    const bool continues =
        !between.has_value() &&
        balance.opening_basis() == pb::Balance::OPENING_BASIS_COMPUTED;
    if (!known.empty() && !continues) {
      jumps.push_back(JumpTo(balance, *known.back(),
                             between.value_or(Jump::REASON_BOOKS_OPENED)));
    }
    known.push_back(&balance);
    between.reset();
  }
  if (!known.empty()) Reconcile(known, jumps, *ledger.mutable_reconciliation());
  for (pb::Balance& balance : balances) {
    ledger.set_municipality(balance.municipality());
    *ledger.add_balances() = std::move(balance);
  }
  return ledger;
}

}  // namespace opvang::housing
