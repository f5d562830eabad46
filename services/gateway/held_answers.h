// Answers that stay what they are, held for some seconds in the form in which
// they are sent: those of reads that name all of their revisions and days.
#ifndef OPVANG_SERVICES_GATEWAY_HELD_ANSWERS_H_
#define OPVANG_SERVICES_GATEWAY_HELD_ANSWERS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/recently_used.h"
#include "services/gateway/backend.h"

namespace opvang::gateway {

// An answer as it is sent, but for what every answer says.
struct HeldAnswer {
  std::string body, etag, cache, location, link;
};

// Thread-safe. What may be read can change while what is read does not: an
// answer is told again for `kHeldFor` at most, to the same caller and actor
// alone. A refusal is never held.
class HeldAnswers {
 public:
  static constexpr absl::Duration kHeldFor = absl::Seconds(5);
  static constexpr size_t kRoom = 64 * 1024 * 1024;

  explicit HeldAnswers(absl::Duration held_for = kHeldFor)
      : held_for_(held_for) {}

  // Who asks, as it is told to the services, and what: no two have one key.
  static std::string KeyOf(const OnBehalf& who, absl::string_view path,
                           absl::string_view query);

  // Null for what is not held.
  std::shared_ptr<const HeldAnswer> Find(const std::string& key);
  void Keep(const std::string& key, std::shared_ptr<const HeldAnswer> answer);

  int64_t found() const { return found_; }
  int64_t missed() const { return missed_; }

 private:
  std::string Now(const std::string& key) const;

  const absl::Duration held_for_;
  RecentlyUsed<std::string, HeldAnswer> kept_{kRoom};
  std::atomic<int64_t> found_ = 0, missed_ = 0;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_HELD_ANSWERS_H_
