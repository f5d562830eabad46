#include "common/base/validation.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/free_text.h"
#include "common/base/municipality.h"
#include "google/protobuf/stubs/common.h"

namespace opvang {
namespace {

// Characters of valid UTF-8.
size_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  return google::protobuf::internal::IsStructurallyValidUTF8(
      text.data(), static_cast<int>(text.size()));
}

bool IsIllustrative(absl::string_view source) {
  return absl::StartsWith(source, "illustrative");
}

void CheckSource(absl::string_view source, const std::string& field,
                 Violations& violations) {
  CheckText(source, {.length_max = 500, .required = true}, field, violations);
}

void CheckText(absl::string_view text, TextBounds bounds,
               const std::string& field, Violations& violations) {
  if (text.empty()) {
    if (bounds.required) {
      violations.Add(field, absl::StrCat("is missing; it must be 1 to ",
                                         bounds.length_max, " characters"));
    }
    return;
  }
  if (!IsUtf8(text)) {
    violations.Add(field, "is not UTF-8; save the text as UTF-8");
    return;
  }
  const size_t length = CountCharacters(text);
  if (length > bounds.length_max) {
    violations.Add(
        field, absl::StrCat("has ", length, " characters; it may have at most ",
                            bounds.length_max));
  }
  if (const auto unseen = FindUnseenCharacter(text)) {
    violations.Add(field, absl::StrCat("has a character that nobody sees (",
                                       *unseen, "); leave it out"));
    return;
  }
  if (text.find('\t') != absl::string_view::npos ||
      (!bounds.lines && text.find('\n') != absl::string_view::npos)) {
    violations.Add(field, absl::StrCat("has a control character (a tab",
                                       bounds.lines ? "" : " or line break",
                                       "); leave it out"));
    return;
  }
  if (bounds.code) return;
  if (const auto personal = FindPersonalData(text)) {
    violations.Add(field, absl::StrCat("has ", Excerpt(personal->text, 80),
                                       ", which looks like ", personal->kind,
                                       "; only counts are kept here, nothing "
                                       "of a person: leave it out"));
  }
}

void CheckCount(int64_t count, int64_t least, int64_t most,
                const std::string& field, Violations& violations) {
  if (count >= least && count <= most) return;
  violations.Add(field, absl::StrCat("is ", count, "; it must be between ",
                                     least, " and ", most));
}

void CheckSize(int size, int most, const std::string& field,
               Violations& violations) {
  if (size <= most) return;
  violations.Add(field, absl::StrCat("has ", size, " rows; at most ", most,
                                     " fit in one call"));
}

void DistinctKeys::Check(const std::string& key, const std::string& place,
                         Violations& violations) {
  const auto [found, inserted] = places_.emplace(key, place);
  if (!inserted) {
    violations.Add(
        place, absl::StrCat("repeats ", found->second, "; state a fact once"));
  }
}

void CheckWithin(absl::string_view resource, absl::string_view parent,
                 const std::string& field, Violations& violations) {
  if (LiesWithin(resource, parent)) return;
  violations.Add(field, absl::StrCat("is ", Excerpt(resource, 120),
                                     ", which does not lie within ",
                                     Excerpt(parent, 120)));
}

}  // namespace opvang
