#include "common/service/places.h"

#include "absl/strings/str_cat.h"
#include "common/base/status.h"

namespace opvang {

absl::StatusOr<Place> Places::Take(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  int& taken = taken_[organisation];
  if (taken == of_one_) {
    return RetryAfter(
        absl::Seconds(1),
        MakeError(absl::StatusCode::kResourceExhausted,
                  PlumbingReason("SERVICE_BUSY"),
                  absl::StrCat("This organisation has ", of_one_,
                               " streams open, which is as many as it may; "
                               "try again when one has ended.")));
  }
  ++taken;
  return Place(nullptr,
               [this, organisation](void*) { GiveBack(organisation); });
}

void Places::GiveBack(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  const auto found = taken_.find(organisation);
  if (--found->second == 0) taken_.erase(found);
}

}  // namespace opvang
