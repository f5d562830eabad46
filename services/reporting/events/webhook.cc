#include "services/reporting/events/webhook.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/digest.h"

namespace opvang::reporting {
namespace {

constexpr absl::Duration kRetryAfterMax = absl::Hours(24);

}  // namespace

std::string ContentDigestOf(absl::string_view body) {
  return absl::StrCat(
      "sha-256=:", absl::Base64Escape(absl::HexStringToBytes(Sha256(body))),
      ":");
}

Signable SignableOf(absl::string_view address, absl::string_view content_digest,
                    absl::Time created, absl::string_view key_id) {
  Signable signable;
  signable.input = absl::StrCat(
      "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\")"
      ";created=",
      absl::ToUnixSeconds(created), ";keyid=\"", key_id,
      "\";alg=\"ecdsa-p256-sha256\"");
  signable.base = absl::StrCat("\"@method\": POST\n\"@target-uri\": ", address,
                               "\n\"content-digest\": ", content_digest,
                               "\n\"content-type\": ", kCloudEventsType,
                               "\n\"@signature-params\": ", signable.input);
  return signable;
}

absl::Duration PauseAfter(int failures, const Pauses& pauses, uint64_t random) {
  absl::Duration pause = pauses.first;
  for (int i = 1; i < failures && pause < pauses.longest; ++i) pause *= 2;
  pause = std::min(pause, pauses.longest);
  constexpr int kParts = 1000;
  return pause - pause / 2 * static_cast<int64_t>(random % kParts) / kParts;
}

std::optional<absl::Duration> ParseRetryAfter(absl::string_view text,
                                              absl::Time now) {
  absl::Duration pause;
  int64_t seconds = 0;
  absl::Time at;
  if (absl::SimpleAtoi(text, &seconds) && seconds >= 0) {
    pause = absl::Seconds(seconds);
  } else if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &at, nullptr)) {
    pause = at - now;
  } else {
    return std::nullopt;
  }
  return std::clamp(pause, absl::ZeroDuration(), kRetryAfterMax);
}

}  // namespace opvang::reporting
