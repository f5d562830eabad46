// The tables of quotas: all its SQL.
#ifndef OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_
#define OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_

#include <string>
#include <tuple>

#include "common/state/table.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

namespace pb = ::nl::opvang::quotas::v1;

// Rows that belong to what they name.
struct SplitInput {
  std::string split;
  pb::Split::Share share;  // Without its counts, which are quota entries.
};
struct RedistributionChange {
  std::string redistribution;
  pb::Redistribution::Change change;
};
struct RedistributionEnd {
  std::string redistribution;
  absl::CivilDay end_date;
  std::string source;
};
struct TransferStep {
  std::string transfer;
  pb::Transfer::Step step;
};

// The shares of splits and decisions are quota entries of that origin. What
// belongs to something comes after it.
using QuotaTables =
    std::tuple<Table<pb::Cycle>, Table<pb::CycleStep>, Table<pb::Estimate>,
               Table<pb::NationalTarget>, Table<pb::Population>,
               Table<pb::Score>, Table<pb::Succession>, Table<pb::Exchange>,
               Table<pb::PublishedBalance>, Table<pb::Split>, Table<SplitInput>,
               Table<pb::Decision>, Table<pb::QuotaEntry>,
               Table<pb::Redistribution>, Table<RedistributionChange>,
               Table<RedistributionEnd>, Table<pb::Transfer>,
               Table<TransferStep>>;
const QuotaTables& AllQuotaTables();

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_QUOTA_STORE_H_
