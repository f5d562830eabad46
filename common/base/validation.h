// Checks of what every fact carries: its source, its count, its words.
#ifndef OPVANG_COMMON_BASE_VALIDATION_H_
#define OPVANG_COMMON_BASE_VALIDATION_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "common/base/status.h"

namespace opvang {

// Whether all of `text` is UTF-8, as Protobuf demands it of a string.
bool IsUtf8(absl::string_view text);

// A figure whose source starts with "illustrative" is invented: it fills a
// sample where nothing was published, and is told apart wherever it is shown.
bool IsIllustrative(absl::string_view source);

// Adds a violation unless `source` says where a fact is stated: 1 to 500
// characters, as `CheckText`.
void CheckSource(absl::string_view source, const std::string& field,
                 Violations& violations);

// Adds a violation unless `text` is valid UTF-8 of at most `length_max`
// characters without control and bidirectional characters, with line breaks
// only if `lines`, and without what tells of a person (`free_text`), which a
// `code` given by others is not searched for.
struct TextBounds {
  size_t length_max;
  bool required = false;
  bool lines = false;
  bool code = false;
};
void CheckText(absl::string_view text, TextBounds bounds,
               const std::string& field, Violations& violations);

// Adds a violation unless `least` <= `count` <= `most`.
void CheckCount(int64_t count, int64_t least, int64_t most,
                const std::string& field, Violations& violations);

// Adds a violation when a repeated field holds more than `most`.
void CheckSize(int size, int most, const std::string& field,
               Violations& violations);

// Tells the rows of one delivery apart: the same key twice is a fault of the
// second row.
class DistinctKeys {
 public:
  void Check(const std::string& key, const std::string& place,
             Violations& violations);

 private:
  std::map<std::string, std::string> places_;
};

// Checks each row of the list `name`, of which at most `most` fit in one call:
// `check(row, "name[3]")` adds its faults, `key(row)` tells it apart.
template <typename Rows, typename Check, typename Key>
void CheckRows(const Rows& rows, const std::string& name, int most,
               Violations& violations, Check check, Key key) {
  CheckSize(rows.size(), most, name, violations);
  DistinctKeys keys;
  for (int i = 0; i < rows.size() && i < most; ++i) {
    const std::string at = name + "[" + std::to_string(i) + "]";
    check(rows[i], at);
    keys.Check(key(rows[i]), at, violations);
  }
}

// Adds a violation unless `resource` lies within the `parent` of a delivery.
void CheckWithin(absl::string_view resource, absl::string_view parent,
                 const std::string& field, Violations& violations);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_VALIDATION_H_
