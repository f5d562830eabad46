#include "services/gateway/held_answers.h"

#include "absl/strings/str_cat.h"
#include "common/base/steady_clock.h"

namespace opvang::gateway {
namespace {

// What an entry takes beside its texts.
constexpr size_t kEntryBytes = 500;

}  // namespace

// Of one stretch of time: what is of another is not found any more, and goes
// when there is no room for it.
std::string HeldAnswers::Now(const std::string& key) const {
  return absl::StrCat((SteadyNow() - absl::UnixEpoch()) / held_for_, "\n", key);
}

std::string HeldAnswers::KeyOf(const OnBehalf& who, absl::string_view path,
                               absl::string_view query) {
  // None of these can hold a line feed: they came in lines.
  return absl::StrCat(who.named ? "named " : "", who.oin, "\n", who.actor, "\n",
                      path, "?", query);
}

std::shared_ptr<const HeldAnswer> HeldAnswers::Find(const std::string& key) {
  auto found = kept_.Find(Now(key));
  ++(found == nullptr ? missed_ : found_);
  return found;
}

void HeldAnswers::Keep(const std::string& key,
                       std::shared_ptr<const HeldAnswer> answer) {
  const size_t size = answer->body.size() + 2 * key.size() + kEntryBytes;
  kept_.Keep(Now(key), std::move(answer), size);
}

}  // namespace opvang::gateway
