// A municipality as callers see it.
#ifndef OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_
#define OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_

#include <string>

#include "common/base/municipality.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"

namespace opvang::quotas {

inline nl::opvang::quotas::v1::Municipality MessageOf(
    const Municipality& from) {
  nl::opvang::quotas::v1::Municipality to;
  to.set_name(from.Name());
  to.set_display_name(std::string(from.display_name));
  to.set_province(from.ProvinceName());
  to.set_region(from.RegionName());
  return to;
}

}  // namespace opvang::quotas

#endif  // OPVANG_SERVICES_QUOTAS_MUNICIPALITY_MESSAGE_H_
