#include "services/reporting/facts/deliveries.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"

namespace opvang::reporting {
namespace {

using Delivery = pb::Delivery;

constexpr pb::Deadline::Item kItems[] = {
    pb::Deadline::ITEM_LOCATIONS, pb::Deadline::ITEM_UKRAINE,
    pb::Deadline::ITEM_HOUSING, pb::Deadline::ITEM_EXPLANATION,
    pb::Deadline::ITEM_CONFIRMATION};

std::string Reminder(const Delivery& delivery, absl::CivilDay day) {
  const bool overdue = delivery.standing() == Delivery::STANDING_OVERDUE;
  if (!overdue && delivery.standing() != Delivery::STANDING_OPEN) return "";
  std::string text =
      absl::StrCat("Van gemeente ", delivery.display_name(), " hebben wij ",
                   DutchItem(delivery.item()), " op ", DutchDay(day),
                   " nog niet ontvangen.");
  if (delivery.has_due_date()) {
    absl::StrAppend(&text, " De laatste dag ", overdue ? "was " : "is ",
                    DutchDay(DayOf(delivery.due_date())), " (",
                    delivery.due_source(), ").");
  }
  return absl::StrCat(text, overdue ? " Wilt u deze alsnog aanleveren?"
                                    : " Wilt u deze aanleveren?");
}

Delivery::Standing StandingOf(std::optional<absl::CivilDay> first,
                              std::optional<absl::CivilDay> due,
                              absl::CivilDay day) {
  if (!first.has_value()) {
    return due.has_value() && day > *due ? Delivery::STANDING_OVERDUE
                                         : Delivery::STANDING_OPEN;
  }
  return due.has_value() && *first > *due ? Delivery::STANDING_LATE
                                          : Delivery::STANDING_ON_TIME;
}

}  // namespace

std::string DutchItem(pb::Deadline::Item item) {
  switch (item) {
    case pb::Deadline::ITEM_LOCATIONS:
      return "de asiellocaties";
    case pb::Deadline::ITEM_UKRAINE:
      return "de opvang van Oekraïense ontheemden";
    case pb::Deadline::ITEM_HOUSING:
      return "de huisvesting van statushouders";
    case pb::Deadline::ITEM_EXPLANATION:
      return "de toelichting";
    case pb::Deadline::ITEM_CONFIRMATION:
      return "de bevestiging van de cijfers";
    default:
      return "";
  }
}

const pb::Deadline* DeadlineOf(const std::vector<pb::Deadline>& deadlines,
                               const std::string& municipality,
                               pb::Deadline::Item item) {
  const pb::Deadline* nearest = nullptr;
  for (const pb::Deadline& one : deadlines) {
    if (one.item() != item || !LiesWithin(municipality, one.subject())) {
      continue;
    }
    if (nearest == nullptr || absl::StartsWith(one.subject(), "regions/")) {
      nearest = &one;
    }
  }
  return nearest;
}

std::vector<Delivery> Follow(const Followed& followed) {
  std::vector<Delivery> deliveries;
  for (const std::string& municipality : followed.municipalities) {
    for (const pb::Deadline::Item item : kItems) {
      Delivery& delivery = deliveries.emplace_back();
      delivery.set_municipality(municipality);
      delivery.set_display_name(DutchName(municipality).value_or(municipality));
      delivery.set_item(item);
      std::optional<absl::CivilDay> due, first, last;
      if (const pb::Deadline* deadline =
              DeadlineOf(followed.deadlines, municipality, item)) {
        due = DayOf(deadline->due_date());
        *delivery.mutable_due_date() = deadline->due_date();
        delivery.set_due_source(deadline->source());
      }
      for (const Arrival& one : followed.arrivals) {
        if (one.municipality != municipality || one.item != item ||
            one.day > followed.day) {
          continue;
        }
        const auto at = [](const google::protobuf::Timestamp& time) {
          return std::pair(time.seconds(), time.nanos());
        };
        if (!first || at(one.record_time) < at(delivery.first_time())) {
          first = one.day;
          *delivery.mutable_first_time() = one.record_time;
        }
        if (!last || at(one.record_time) > at(delivery.last_time())) {
          last = one.day;
          *delivery.mutable_last_time() = one.record_time;
        }
      }
      delivery.set_standing(StandingOf(first, due, followed.day));
      delivery.set_changed_late(last.has_value() && due.has_value() &&
                                *last > *due);
      delivery.set_reminder(Reminder(delivery, followed.day));
    }
  }
  return deliveries;
}

}  // namespace opvang::reporting
