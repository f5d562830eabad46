// What transfers (uitruil) do to the figures of a report: pure rules.
#ifndef OPVANG_SERVICES_REPORTING_FIGURES_TRANSFERS_H_
#define OPVANG_SERVICES_REPORTING_FIGURES_TRANSFERS_H_

#include <optional>
#include <vector>

#include "common/base/calendar.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// How `transfer`, as seen on the report's day, counts in `window`. Like a
// place it counts as guaranteed when it is there for the whole window, and with
// intentions when it is agreed and there on the window's last day.
pb::TransferRow ToTransferRow(const nl::opvang::quotas::v1::Transfer& transfer,
                              const Period& window);

// Applies `transfers` to the figures of each side that has a row: what the
// receiver counts more, the giver counts less. Of a side whose own places are
// unknown what it counts stays so.
void Lend(const std::vector<pb::TransferRow>& transfers,
          std::vector<pb::MunicipalityRow>& rows);

// The places that a municipality lends beyond what it counts above its target
// (or has at all, without one); 0 when it may. What it lends to those that take
// part in a location of its own, up to what that location counts, is theirs to
// begin with, and in neither. Nothing when what it has is unknown. Of a row
// after `Lend`.
std::optional<int32_t> LentBeyondSurplus(
    const pb::MunicipalityRow& row,
    const std::vector<pb::TransferRow>& transfers);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_FIGURES_TRANSFERS_H_
