// Leaves protected locations out of what few may read: of any answer, print or
// text, by one rule. Pure.
#ifndef OPVANG_COMMON_BASE_REDACTION_H_
#define OPVANG_COMMON_BASE_REDACTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace opvang {

// What is told of one location: what people call it, and called it before, and
// where it is.
struct ToldLocation {
  bool hidden = false;
  std::vector<std::string> words;
  std::vector<std::string> addresses;
};

// A hidden location is told apart as "Beschermde locatie 1" of its
// municipality; its names, address and remark are gone, wherever they stood,
// and where it can it says that it is protected. Every count stays.
//
// In free text it is found as people write it: in any case, with or without
// accents, blanks for hyphens, without the kind or municipality in front, and
// with a tail ("zonnehuis-noord", "Zonnehuislocatie"). What an open location is
// called stays.
class Redaction {
 public:
  // Hides nothing.
  Redaction() = default;
  // By resource name: "municipalities/gm0193/locations/zonnehuis".
  explicit Redaction(const std::map<std::string, ToldLocation>& locations);

  bool HidesNothing() const { return shown_.empty(); }
  bool Hides(absl::string_view location) const;
  void Apply(google::protobuf::Message& message) const;
  std::string Applied(const std::string& text) const;
  // The real name within the name of a location or figure; nothing where a
  // hidden one is asked for by its own name.
  std::optional<std::string> Real(const std::string& figure) const;

 private:
  struct Needle {
    std::string folded, hidden, shown;
    bool is_name;
  };
  struct Shown {
    std::string name;   // ".../locations/beschermd-1"
    std::string label;  // "Beschermde locatie 1"
  };
  void AddNeedle(absl::string_view hidden, absl::string_view shown,
                 bool is_name);
  void Clear(google::protobuf::Message& message) const;

  // By their first four bytes, folded; the longest first.
  std::unordered_map<uint32_t, std::vector<Needle>> needles_;
  // By hidden resource name.
  std::map<std::string, Shown, std::less<>> shown_;
};

// What only looks like a hidden location, which its redaction leaves, for a
// person to decide on.
class Lookalikes {
 public:
  explicit Lookalikes(const std::map<std::string, ToldLocation>& locations);
  // By hidden location the words that may tell of it: one letter off its name,
  // its name within another word, or its street without the number.
  std::map<std::string, std::set<std::string>> In(
      const std::string& text) const;

 private:
  struct Word {
    std::string location, folded;
  };
  std::vector<Word> words_, streets_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_REDACTION_H_
