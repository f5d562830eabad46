#include "common/base/free_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "re2/re2.h"

namespace opvang {
namespace {

// The code of the character that begins at `at` of valid UTF-8, and its size.
struct Character {
  uint32_t code;
  size_t size;
};
Character CharacterAt(absl::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  uint32_t code = first & (0xFF >> (size + 1));
  for (size_t i = 1; i < size; ++i) code = (code << 6) | (byte(i) & 0x3F);
  return {code, size};
}

bool IsUnseen(uint32_t code) {
  if (code < 0x20) return code != '\n' && code != '\t';
  return (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200E ||
         code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

// 9 x first + 8 x second + … + 2 x eighth - ninth is a multiple of 11.
bool PassesElfproef(absl::string_view digits) {
  int sum = 0;
  bool any = false;
  for (size_t i = 0; i < 9; ++i) {
    const int digit = digits[i] - '0';
    any = any || digit != 0;
    sum += (i == 8 ? -1 : 9 - static_cast<int>(i)) * digit;
  }
  return any && sum % 11 == 0;
}

std::string DigitsOf(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  return digits;
}

// Whether a number that begins at `at` stands by itself.
bool StandsAlone(absl::string_view text, size_t at, size_t size) {
  const auto is_part = [&](size_t i) {
    const auto c = static_cast<unsigned char>(text[i]);
    return absl::ascii_isalnum(c) || c == '_' || c >= 0x80;
  };
  const auto joins = [](char c) {
    return c == '-' || c == '.' || c == '/' || c == ',' || c == '=';
  };
  if (at > 0 &&
      (is_part(at - 1) || (at > 1 && joins(text[at - 1]) && is_part(at - 2)))) {
    return false;
  }
  const size_t end = at + size;
  return end >= text.size() ||
         !(is_part(end) ||
           (end + 1 < text.size() && joins(text[end]) && is_part(end + 1)));
}

// RE2 takes a time linear in the text, whatever a caller puts in it.
template <typename Holds>
std::optional<std::string> FindMatch(absl::string_view text, const RE2& pattern,
                                     Holds holds) {
  const re2::StringPiece all(text.data(), text.size());
  re2::StringPiece match;
  for (size_t at = 0;
       pattern.Match(all, at, all.size(), RE2::UNANCHORED, &match, 1);) {
    const auto start = static_cast<size_t>(match.data() - all.data());
    const std::string found(match.data(), match.size());
    if (holds(start, found)) return found;
    at = start + found.size();
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindUnseenCharacter(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Character character = CharacterAt(text, at);
    if (IsUnseen(character.code)) {
      return absl::StrFormat("U+%04X", character.code);
    }
    at += character.size;
  }
  return std::nullopt;
}

std::optional<PersonalData> FindPersonalData(absl::string_view text) {
  // Most texts have neither, and no pattern is tried on them.
  int digits = 0;
  bool at_sign = false;
  for (const char c : text) {
    digits += absl::ascii_isdigit(static_cast<unsigned char>(c));
    at_sign = at_sign || c == '@';
  }
  if (at_sign) {
    static const auto* const kMail = new RE2(
        R"([A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)");
    if (const auto found = FindMatch(
            text, *kMail, [](size_t, const std::string&) { return true; })) {
      return PersonalData{"an address of e-mail", *found};
    }
  }
  if (digits < 9) return std::nullopt;
  const auto alone = [&](size_t at, const std::string& found) {
    return StandsAlone(text, at, found.size());
  };
  static const auto* const kNumber =
      new RE2(R"([0-9]{9}|[0-9]{4}\.[0-9]{2}\.[0-9]{3})");
  if (const auto found =
          FindMatch(text, *kNumber, [&](size_t at, const std::string& number) {
            return alone(at, number) && PassesElfproef(DigitsOf(number));
          })) {
    return PersonalData{"a citizen service number (BSN)", *found};
  }
  static const auto* const kPhone = new RE2(
      R"((\+31|0031)[ -]?\(?0?\)?[ -]?[1-9]([ -]?[0-9]){8}|06[ -]?[0-9]{8}|0[1-9][0-9]{1,2}[ -][0-9]{6,7}|0[1-9][0-9]{8})");
  if (const auto found = FindMatch(text, *kPhone, alone)) {
    if (DigitsOf(*found).size() >= 10) {
      return PersonalData{"a telephone number", *found};
    }
  }
  return std::nullopt;
}

}  // namespace opvang
