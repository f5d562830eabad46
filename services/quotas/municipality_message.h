// Municipalities and regions as callers see them.
#ifndef OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_
#define OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_

#include <optional>
#include <string>

#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

// With the region of that day, or of its last row.
inline nl::opvang::quotas::v1::Municipality MessageOf(
    const Municipality& from, std::optional<absl::CivilDay> day) {
  nl::opvang::quotas::v1::Municipality to;
  to.set_name(from.Name());
  to.set_display_name(std::string(from.display_name));
  to.set_province(from.ProvinceName());
  to.set_region(day.has_value() ? RegionNameOn(from, *day) : from.RegionName());
  return to;
}

inline nl::opvang::quotas::v1::Region MessageOf(const Region& from) {
  nl::opvang::quotas::v1::Region to;
  to.set_name(from.Name());
  to.set_display_name(std::string(from.display_name));
  for (const Province* province : ProvincesOf(from)) {
    to.add_provinces(province->Name());
  }
  const auto start = ParseDay(from.start_date), end = ParseDay(from.end_date);
  if (start.has_value()) *to.mutable_start_date() = ToProto(*start);
  if (end.has_value()) *to.mutable_end_date() = ToProto(*end);
  to.set_source(std::string(from.source));
  return to;
}

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_
