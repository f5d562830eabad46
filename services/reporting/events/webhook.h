// How a post of an event is signed, and when it is tried again.
#ifndef OPVANG_SERVICES_REPORTING_EVENTS_WEBHOOK_H_
#define OPVANG_SERVICES_REPORTING_EVENTS_WEBHOOK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace opvang::reporting {

// What a signature is made over (RFC 9421), and what is said beside it.
struct Signable {
  std::string base;   // The bytes to sign.
  std::string input;  // `Signature-Input`, without its label.
};
// Of a post of `content_digest` to `address`.
Signable SignableOf(absl::string_view address, absl::string_view content_digest,
                    absl::Time created, absl::string_view key_id);
// `Content-Digest` (RFC 9530) of a body.
std::string ContentDigestOf(absl::string_view body);
inline constexpr char kCloudEventsType[] = "application/cloudevents+json";

// How long is waited after so many failures in a row, 1 or more: twice as long
// each time, up to `longest`, less up to half of it, by `random`.
struct Pauses {
  absl::Duration first = absl::Seconds(1);
  absl::Duration longest = absl::Hours(1);
};
absl::Duration PauseAfter(int failures, const Pauses& pauses, uint64_t random);
// What `Retry-After` says: seconds or a day and time of HTTP, at most a day;
// nothing when it says neither.
std::optional<absl::Duration> ParseRetryAfter(absl::string_view text,
                                              absl::Time now);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_EVENTS_WEBHOOK_H_
