#include "common/base/address.h"

#include <re2/re2.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/base/edit_distance.h"
#include "common/base/folding.h"

namespace opvang {
namespace {

// Streets shorter than this are told apart by every letter.
constexpr size_t kStreetLeast = 6;

// "dorpsstraat 8a" as "dorpsstraat" and "8"; no number without one.
struct Parts {
  std::string street, number;
};
Parts PartsOf(const std::string& key) {
  static const RE2* const kParts = new RE2(R"(^(\D*[^\d\s])\s*(\d+))");
  Parts parts;
  RE2::PartialMatch(key, *kParts, &parts.street, &parts.number);
  return parts;
}

}  // namespace

std::string AddressKey(absl::string_view address) {
  static const RE2* const kPostcode =
      new RE2(R"((\d\S*)\s+\d{4} ?[a-z]{2}\b.*$)");
  static const RE2* const kLetter = new RE2(R"((\d) ([a-z])\b)");
  static const RE2* const kStreet = new RE2(R"(str( |$))");
  static const RE2* const kLane = new RE2(R"(([a-z])ln( |$))");
  static const RE2* const kSquare = new RE2(R"(([a-z])pln( |$))");
  std::string key = absl::StrReplaceAll(BareWords(address), {{",", " "}});
  absl::RemoveExtraAsciiWhitespace(&key);
  RE2::GlobalReplace(&key, *kLetter, R"(\1\2)");
  RE2::Replace(&key, *kPostcode, R"(\1)");
  RE2::GlobalReplace(&key, *kStreet, R"(straat\1)");
  RE2::GlobalReplace(&key, *kSquare, R"(\1plein\2)");
  RE2::GlobalReplace(&key, *kLane, R"(\1laan\2)");
  return key;
}

bool AreAlike(absl::string_view one, absl::string_view other) {
  return KeysAreAlike(AddressKey(one), AddressKey(other));
}

bool KeysAreAlike(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty() || one == other) return false;
  const Parts left = PartsOf(one), right = PartsOf(other);
  if (left.number.empty() || left.number != right.number) return false;
  if (left.street == right.street) return true;
  return left.street.size() >= kStreetLeast &&
         EditDistance(left.street, right.street) <= 1;
}

}  // namespace opvang
