// Checks of what municipalities delivered: whether it came, and in time.
#include "services/reporting/facts/deliveries.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/notation.h"
#include "services/reporting/checks/checks.h"

namespace opvang::reporting {
namespace {

// Confirmations come once there is a report.
std::vector<pb::Delivery> DeliveriesOf(const Checked& checked) {
  Followed followed{.municipalities = {},
                    .deadlines = checked.facts.deadlines,
                    .arrivals = checked.facts.arrivals,
                    .day = DayOf(checked.content.spec().as_of_date())};
  for (const pb::MunicipalityRow& row : checked.content.municipalities()) {
    followed.municipalities.push_back(row.municipality());
  }
  // What came after the report's day is known when it is made.
  for (const Arrival& one : followed.arrivals) {
    followed.day = std::max(followed.day, one.day);
  }
  std::vector<pb::Delivery> deliveries = Follow(followed);
  std::erase_if(deliveries, [](const pb::Delivery& one) {
    return !one.has_due_date() || one.item() == pb::Deadline::ITEM_CONFIRMATION;
  });
  return deliveries;
}

void FindStanding(const Checked& checked, pb::Delivery::Standing standing,
                  Found& found) {
  if (checked.facts.deadlines.empty()) return;
  for (const pb::Delivery& one : DeliveriesOf(checked)) {
    if (one.standing() != standing) continue;
    found.Add(one.municipality(),
              {{"gemeente", one.display_name()},
               {"wat", DutchItem(one.item())},
               {"uiterlijk", DutchDay(DayOf(one.due_date()))}},
              {}, absl::StrCat(one.municipality(), "|", one.item()));
  }
}

void DeliveryMissing(const Checked& checked, Found& found) {
  FindStanding(checked, pb::Delivery::STANDING_OVERDUE, found);
}

void DeliveryLate(const Checked& checked, Found& found) {
  FindStanding(checked, pb::Delivery::STANDING_LATE, found);
}

constexpr Check kDeliveryChecks[] = {
    {"DELIVERY_MISSING", pb::Finding::LEVEL_EXPLAIN,
     "{gemeente} leverde {wat} niet aan; de laatste dag was {uiterlijk}.", "",
     "Vraag de gemeente haar gegevens aan te leveren.", DeliveryMissing},
    {"DELIVERY_LATE", pb::Finding::LEVEL_EXPLAIN,
     "{gemeente} leverde {wat} na {uiterlijk} aan.", "",
     "Ga na of de regietafel deze gegevens heeft kunnen wegen.", DeliveryLate},
};

}  // namespace

absl::Span<const Check> DeliveryChecks() { return kDeliveryChecks; }

}  // namespace opvang::reporting
