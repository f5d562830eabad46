// Field masks, etags, and free text with what must not stand in it.
#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "common/base/excerpt.h"
#include "common/base/free_text.h"
#include "common/base/status.h"
#include "common/base/validation.h"
#include "common/service/update_mask.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

constexpr absl::string_view kMutable[] = {"display_name", "address", "remark",
                                          "participants"};
constexpr absl::string_view kIgnored[] = {"name", "etag", "revision"};

void CheckMask(absl::string_view lines) {
  nl::opvang::locations::v1::Location location;
  google::protobuf::FieldMask mask;
  while (!lines.empty()) mask.add_paths(std::string(TakeLine(lines)));
  location.set_display_name("Havenstraat");
  const auto paths = PathsToUpdate(location, mask, kMutable, kIgnored);
  CheckTold(paths.status());
  if (!paths.ok()) return;
  google::protobuf::FieldMask again;
  for (const std::string& path : *paths) {
    OPVANG_HOLDS(std::count(std::begin(kMutable), std::end(kMutable), path));
    again.add_paths(path);
  }
  // Of no path nothing is left that could be asked for again.
  if (paths->empty()) return;
  OPVANG_HOLDS(*PathsToUpdate(location, again, kMutable, kIgnored) == *paths);
}

void CheckEtags(absl::string_view given) {
  int64_t revision = 0;
  if (absl::SimpleAtoi(given, &revision)) {
    OPVANG_HOLDS(CheckEtag(Etag(revision), Etag(revision)).ok());
    OPVANG_HOLDS(!CheckEtag(Etag(revision), Etag(revision / 2 - 1)).ok());
  }
  CheckTold(CheckEtag(given, "\"r12\""));
}

void CheckWords(absl::string_view text) {
  for (const TextBounds bounds :
       {TextBounds{.length_max = 40, .required = true},
        TextBounds{.length_max = 4000, .lines = true},
        TextBounds{.length_max = 20, .code = true}}) {
    Violations violations;
    CheckText(text, bounds, "remark", violations);
    CheckTold(violations.ToStatus());
    if (violations.empty() && !text.empty()) {
      OPVANG_HOLDS(IsUtf8(text) && !FindUnseenCharacter(text).has_value());
    }
  }
  for (const size_t bytes : {0, 1, 7, 80}) {
    const std::string cut = Excerpt(text, bytes);
    OPVANG_HOLDS(IsUtf8(cut) && cut.size() <= bytes);
    OPVANG_HOLDS(Excerpt(cut, bytes) == cut);
    if (IsUtf8(text)) OPVANG_HOLDS(text.substr(0, cut.size()) == cut);
  }
  if (!IsUtf8(text)) return;
  if (const auto personal = FindPersonalData(text)) {
    OPVANG_HOLDS(text.find(personal->text) != absl::string_view::npos);
    // What tells of a person tells so by itself.
    OPVANG_HOLDS(FindPersonalData(personal->text).has_value());
  }
}

}  // namespace

void Fuzz(absl::string_view input) {
  CheckMask(input);
  CheckEtags(input);
  CheckWords(input);
}

}  // namespace opvang::fuzz
