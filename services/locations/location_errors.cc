#include "services/locations/location_errors.h"

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "nl/opvang/locations/v1/locations.pb.h"

namespace opvang::locations {

namespace pb = ::nl::opvang::locations::v1;

absl::Status LocationNotFound(const std::string& name) {
  return Refused(
      absl::StatusCode::kNotFound,
      ReasonOf(pb::ERROR_REASON_LOCATION_NOT_FOUND),
      absl::StrCat("There is no location ", name.substr(0, 120), "."),
      {{"location", name.substr(0, 120)}});
}

absl::Status LocationExists(const std::string& name) {
  return Refused(absl::StatusCode::kAlreadyExists,
                 ReasonOf(pb::ERROR_REASON_LOCATION_EXISTS),
                 absl::StrCat("There is a location ", name,
                              " already; change it with UpdateLocation."),
                 {{"location", name}});
}

}  // namespace opvang::locations
