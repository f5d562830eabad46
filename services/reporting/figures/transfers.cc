#include "services/reporting/figures/transfers.h"

#include <algorithm>
#include <set>
#include <string>

#include "common/base/municipality.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;

// The days on which it is there, or would be once its condition is met.
std::optional<Period> DaysOf(const quotas::Transfer& transfer) {
  const bool pending =
      transfer.state() == quotas::Transfer::STATE_CONDITION_PENDING;
  if (!pending && !transfer.has_lent_start_date()) return std::nullopt;
  Period days{.start = DayOf(pending ? transfer.start_date()
                                     : transfer.lent_start_date()),
              .end = {}};
  if (pending ? transfer.has_end_date() : transfer.has_lent_end_date()) {
    days.end = DayOf(pending ? transfer.end_date() : transfer.lent_end_date());
  }
  return days;
}

void Move(const pb::TransferRow& transfer, int sign, pb::AsylumFigures& to) {
  const int32_t places = sign * transfer.place_count();
  const int32_t minors = sign * transfer.amv_count();
  if (transfer.transfer_counting() == pb::TransferRow::COUNTING_NONE) return;
  // What is lent or borrowed tells nothing of what there is besides.
  const bool known = to.has_guaranteed_place_count();
  if (known) {
    to.set_intended_place_count(to.intended_place_count() + places);
    to.set_intended_amv_count(to.intended_amv_count() + minors);
  }
  if (transfer.transfer_counting() == pb::TransferRow::COUNTING_INTENDED) {
    to.set_intended_transferred_place_count(
        to.intended_transferred_place_count() + places);
    return;
  }
  if (known) {
    to.set_guaranteed_place_count(to.guaranteed_place_count() + places);
    to.set_guaranteed_amv_count(to.guaranteed_amv_count() + minors);
  }
  to.set_transferred_place_count(to.transferred_place_count() + places);
}

}  // namespace

pb::TransferRow ToTransferRow(const quotas::Transfer& transfer,
                              const Period& window) {
  pb::TransferRow row;
  row.set_transfer(transfer.name());
  row.set_giver(transfer.giver());
  row.set_giver_display_name(DutchName(transfer.giver()).value_or(""));
  row.set_receiver(transfer.receiver());
  row.set_receiver_display_name(DutchName(transfer.receiver()).value_or(""));
  row.set_place_count(transfer.place_count());
  row.set_amv_count(transfer.amv_count());
  *row.mutable_start_date() = transfer.start_date();
  if (transfer.has_end_date()) *row.mutable_end_date() = transfer.end_date();
  row.set_condition(transfer.condition());
  row.set_transfer_state(transfer.state());
  *row.mutable_steps() = transfer.steps();
  row.set_proposal_source(transfer.source());
  row.set_propose_revision(transfer.propose_revision());
  for (auto step = transfer.steps().rbegin(); step != transfer.steps().rend();
       ++step) {
    row.add_sources(step->source());
  }
  row.add_sources(transfer.source());
  const std::optional<Period> days = DaysOf(transfer);
  if (!days.has_value()) {
    row.add_counting_reasons(pb::TransferRow::REASON_NOT_AGREED);
    row.set_transfer_counting(pb::TransferRow::COUNTING_NONE);
    return row;
  }
  if (transfer.state() == quotas::Transfer::STATE_CONDITION_PENDING) {
    row.add_counting_reasons(pb::TransferRow::REASON_CONDITION_PENDING);
  }
  if (days->start > window.start) {
    row.add_counting_reasons(pb::TransferRow::REASON_OPENS_AFTER_WINDOW_START);
  }
  if (days->end.has_value() && *days->end < *window.end) {
    row.add_counting_reasons(pb::TransferRow::REASON_CLOSES_IN_WINDOW);
  }
  row.set_transfer_counting(
      row.counting_reasons().empty()    ? pb::TransferRow::COUNTING_GUARANTEED
      : days->Contains(*window.end - 1) ? pb::TransferRow::COUNTING_INTENDED
                                        : pb::TransferRow::COUNTING_NONE);
  return row;
}

void Lend(const std::vector<pb::TransferRow>& transfers,
          std::vector<pb::MunicipalityRow>& rows) {
  for (pb::MunicipalityRow& row : rows) {
    pb::AsylumFigures& asylum = *row.mutable_figures()->mutable_asylum();
    for (const pb::TransferRow& transfer : transfers) {
      if (transfer.receiver() == row.municipality()) Move(transfer, 1, asylum);
      if (transfer.giver() == row.municipality()) Move(transfer, -1, asylum);
    }
  }
}

std::optional<int32_t> LentBeyondSurplus(
    const pb::MunicipalityRow& row,
    const std::vector<pb::TransferRow>& transfers) {
  const pb::AsylumFigures& asylum = row.figures().asylum();
  if (!asylum.has_guaranteed_place_count()) return std::nullopt;
  int32_t shared_places = 0;
  std::set<std::string> participants;
  for (const pb::Site& site : row.sites()) {
    if (site.participants().empty()) continue;
    participants.insert(site.participants().begin(), site.participants().end());
    for (const auto& group : site.groups()) {
      shared_places += group.counted_place_count();
    }
  }
  int32_t lent_to_participants = 0;
  for (const pb::TransferRow& transfer : transfers) {
    if (transfer.transfer_counting() == pb::TransferRow::COUNTING_GUARANTEED &&
        transfer.giver() == row.municipality() &&
        participants.count(transfer.receiver()) > 0) {
      lent_to_participants += transfer.place_count();
    }
  }
  const int32_t lent = std::max(-asylum.transferred_place_count(), 0);
  const int32_t theirs = std::min({shared_places, lent_to_participants, lent});
  const int32_t own = asylum.guaranteed_place_count() -
                      asylum.transferred_place_count() - theirs;
  const int32_t surplus = std::max(own - asylum.target_place_count(), 0);
  return std::max(lent - theirs - surplus, 0);
}

}  // namespace opvang::reporting
