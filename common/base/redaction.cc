#include "common/base/redaction.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/edit_distance.h"
#include "common/base/municipality.h"
#include "common/base/resource_name.h"

namespace opvang {
namespace {

using google::protobuf::FieldDescriptor;

// Words shorter than this stand for nothing that can be told apart in a text.
constexpr size_t kLeast = 4;
// A word of at least so many letters is known with a tail behind it, too.
constexpr size_t kLong = 6;

// A text as it is compared: small letters without accents, one blank between
// words. `at` is where each byte came from, and the end.
struct Folded {
  std::string text;
  std::vector<size_t> at;
};

// The letter without its accent of U+00C0 to U+00FF.
constexpr char kPlain[] =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

Folded Fold(absl::string_view text) {
  Folded folded;
  folded.text.reserve(text.size());
  folded.at.reserve(text.size() + 1);
  const auto add = [&](char c, size_t from) {
    if (c == ' ' && (folded.text.empty() || folded.text.back() == ' ')) return;
    folded.text.push_back(c);
    folded.at.push_back(from);
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size()
                          ? static_cast<unsigned char>(text[i + 1])
                          : static_cast<unsigned char>(0);
    if (c < 0x80) {
      add(c == '-' || absl::ascii_isspace(c) ? ' ' : absl::ascii_tolower(c), i);
    } else if (c == 0xC3 && next >= 0x80 && next < 0xC0) {
      add(kPlain[next - 0x80], i++);
    } else if (c == 0xC2 && (next == 0xA0 || next == 0xAD)) {
      if (next == 0xA0) add(' ', i);  // A soft hyphen is none.
      ++i;
    } else if (c == 0xCC || (c == 0xCD && next < 0xB0)) {
      ++i;  // An accent of its own.
    } else if (c == 0xE2 && next == 0x80 && i + 2 < text.size()) {
      // Hyphens and dashes part words, what has no width does not.
      const auto last = static_cast<unsigned char>(text[i + 2]);
      if (last >= 0x90 && last <= 0x95) {
        add(' ', i);
      } else if (last < 0x8B || last > 0x8F) {
        for (size_t j = 0; j < 3; ++j) add(text[i + j], i + j);
      }
      i += 2;
    } else {
      add(static_cast<char>(c), i);
    }
  }
  folded.at.push_back(text.size());
  return folded;
}

// What a text says in general of a place, and of none.
constexpr char kGeneral[] =
    "'t aan amv amv's appartementen asielzoekerscentrum azc "
    "beschermde bij binnenstad boerderij boot buurt camping centrum "
    "complex crisis crisisnoodopvang cruiseschip de den der "
    "doorstroomlocatie dorp dsl duurzame een en flat flexwoningen "
    "gasthof gebied gebouw gebouwen gemeente gemeentelijke goo "
    "herberg het hoeve hof hostel hotel huis huisvesting huize in "
    "jongeren kamp kantoor kasteel kazerne kerk kern kleinschalig "
    "kleinschalige klooster kso kwg landgoed locatie locaties loods "
    "motel naast nieuw nieuwe noodopvang noord oekraine oekrainers "
    "ontheemden oost op opvang opvanglocatie opvangplek oud oude pand "
    "park paviljoen pension plek poa regio regulier reguliere "
    "residentie resort rol schip school sporthal stad stadion "
    "statushouders straat t te terrein tijdelijk tijdelijke "
    "tussenvoorziening units vakantiepark van verpleeghuis "
    "verzorgingshuis villa voor voormalig voormalige west wijk wonen "
    "woning woningen ziekenhuis zorgcentrum zuid";

bool IsGeneral(absl::string_view word) {
  static const auto& words =
      *new std::set<std::string, std::less<>>(absl::StrSplit(kGeneral, ' '));
  return words.contains(word) ||
         std::all_of(word.begin(), word.end(), absl::ascii_isdigit);
}

// Names of places, folded: they say nothing of one location.
const std::set<std::string>& Places() {
  static const auto& places = *new std::set<std::string>([] {
    std::set<std::string> all;
    const auto add = [&all](const auto& rows) {
      for (const auto& one : rows) all.insert(Fold(one.display_name).text);
    };
    add(AllMunicipalities());
    add(AllRegions());
    add(AllProvinces());
    return all;
  }());
  return places;
}

std::vector<std::string> WordsOf(const std::string& folded) {
  return absl::StrSplit(folded, absl::ByAnyChar(" ,;:()/\"."),
                        absl::SkipEmpty());
}

// What is left of a name without what many are called, in front and behind;
// empty when that is nothing.
std::string CoreOf(const std::string& folded) {
  std::vector<std::string> words = WordsOf(folded);
  const auto says_nothing = [](const std::string& word) {
    return IsGeneral(word) || Places().contains(word);
  };
  while (!words.empty() && says_nothing(words.back())) words.pop_back();
  size_t first = 0;
  while (first < words.size() && says_nothing(words[first])) ++first;
  words.erase(words.begin(), words.begin() + first);
  return absl::StrJoin(words, " ");
}

// Whether a name stands for one location where a text has it.
bool TellsApart(const std::string& folded) {
  return folded.size() >= kLeast && !Places().contains(folded) &&
         !IsGeneral(folded);
}

// Within a word, also one with letters beyond those of ASCII.
bool IsLetter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsOfName(char c) { return IsLetter(c) || c == '-'; }

uint32_t Start(absl::string_view folded) {
  uint32_t start = 0;
  std::memcpy(&start, folded.data(), kLeast);
  return start;
}

// Whether a word stands in the name of a location, of which the hidden ones are
// found as a whole.
bool IsOfPath(absl::string_view text, size_t at) {
  while (at > 0 && IsOfName(text[at - 1])) --at;
  return absl::EndsWith(text.substr(0, at), "/locations/");
}

// The end of what is hidden where `needle` ends at `end` within `text`: its
// tail is part of it. Nothing where the text says another word.
std::optional<size_t> EndWithTail(absl::string_view needle, const Folded& text,
                                  const std::string& original, size_t end) {
  const auto at = [&text](size_t i) {
    return i < text.text.size() ? text.text[i] : ' ';
  };
  size_t last = end;
  while (IsLetter(at(last))) ++last;
  if (last > end) {
    const size_t own = needle.size() - (needle.rfind(' ') + 1);
    const bool number = absl::ascii_isdigit(needle.back());
    const absl::string_view tail(text.text.data() + end, last - end);
    if (number ? absl::ascii_isdigit(tail[0]) : own < kLong && tail != "s") {
      return std::nullopt;
    }
  }
  // What is tied to it by hyphens.
  while (last < text.text.size() && original[text.at[last]] == '-' &&
         IsLetter(at(last + 1))) {
    ++last;
    while (IsLetter(at(last))) ++last;
  }
  return last;
}

}  // namespace

Redaction::Redaction(const std::map<std::string, ToldLocation>& locations) {
  std::map<std::string, int> numbers;
  std::set<std::string> hidden;
  const auto add_words = [&](const std::string& words,
                             const std::string& shown) {
    const std::string folded = Fold(words).text;
    if (!TellsApart(folded)) return;
    if (hidden.insert(folded).second) AddNeedle(words, shown, false);
    const std::string core = CoreOf(folded);
    if (core.size() > kLeast && hidden.insert(core).second) {
      AddNeedle(core, shown, false);
    }
  };
  for (const auto& [name, location] : locations) {
    if (!location.hidden) continue;
    const std::string municipality = MunicipalityOf(name);
    const int number = ++numbers[municipality];
    const Shown& shown = shown_[name] = {
        .name = absl::StrCat(municipality, "/locations/beschermd-", number),
        .label = absl::StrCat("Beschermde locatie ", number)};
    AddNeedle(name, shown.name, true);
    for (const std::string& words : location.words) {
      add_words(words, shown.label);
    }
    for (const std::string& address : location.addresses) {
      const std::string folded = Fold(address).text;
      if (folded.size() >= kLeast && hidden.insert(folded).second) {
        AddNeedle(address, shown.label, false);
      }
    }
    // Its id, as words.
    const std::string id = name.substr(name.rfind('/') + 1);
    if (id.find('-') != std::string::npos) add_words(id, shown.label);
  }
  if (shown_.empty()) return;
  for (const auto& [name, location] : locations) {
    if (location.hidden) continue;
    for (const std::string& words : location.words) {
      const std::string folded = Fold(words).text;
      if (folded.size() >= kLeast && !hidden.contains(folded)) {
        AddNeedle(words, "", false);
      }
    }
  }
  for (auto& [start, needles] : needles_) {
    std::sort(needles.begin(), needles.end(),
              [](const Needle& a, const Needle& b) {
                return std::pair(b.folded.size(), b.is_name) <
                       std::pair(a.folded.size(), a.is_name);
              });
  }
}

bool Redaction::Hides(absl::string_view location) const {
  return shown_.find(location) != shown_.end();
}

void Redaction::AddNeedle(absl::string_view hidden, absl::string_view shown,
                          bool is_name) {
  std::string folded = Fold(absl::StripAsciiWhitespace(hidden)).text;
  const uint32_t start = Start(folded);
  needles_[start].push_back({.folded = std::move(folded),
                             .hidden = std::string(hidden),
                             .shown = std::string(shown),
                             .is_name = is_name});
}

std::string Redaction::Applied(const std::string& text) const {
  const Folded folded = Fold(text);
  std::string applied;
  size_t copied = 0;
  for (size_t i = 0; i + kLeast <= folded.text.size(); ++i) {
    const size_t at = folded.at[i];
    if (i > 0 && IsLetter(folded.text[i - 1])) continue;
    const auto found =
        needles_.find(Start(absl::string_view(folded.text).substr(i)));
    if (found == needles_.end()) continue;
    const bool in_name = at > 0 && (text[at - 1] == '/' || text[at - 1] == '-');
    for (const Needle& needle : found->second) {
      if (folded.text.compare(i, needle.folded.size(), needle.folded) != 0) {
        continue;
      }
      size_t end = i + needle.folded.size();
      if (needle.is_name) {
        const size_t stop = at + needle.hidden.size();
        if (in_name || text.compare(at, needle.hidden.size(), needle.hidden) ||
            (stop < text.size() && IsOfName(text[stop]))) {
          continue;
        }
      } else {
        if (IsOfPath(text, at)) continue;
        const auto tail = EndWithTail(needle.folded, folded, text, end);
        if (!tail.has_value()) continue;
        // What is open under that name, not what begins like it.
        if (needle.shown.empty() && *tail != end) continue;
        end = *tail;
      }
      if (!needle.shown.empty()) {
        absl::StrAppend(&applied, text.substr(copied, at - copied),
                        needle.shown);
        copied = folded.at[end];
      }
      i = end - 1;
      break;
    }
  }
  if (copied == 0) return text;
  return absl::StrCat(applied, text.substr(copied));
}

// What is about the location itself and nothing else.
void Redaction::Clear(google::protobuf::Message& message) const {
  constexpr absl::string_view kOwn[] = {"address", "remark", "coa_number",
                                        "former_display_names"};
  const auto& descriptor = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  const auto* label = descriptor.FindFieldByName("display_name");
  const auto* name = descriptor.FindFieldByName("location");
  if (name == nullptr) name = descriptor.FindFieldByName("name");
  if (label == nullptr || name == nullptr || name->is_repeated() ||
      name->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return;
  }
  const auto found = shown_.find(reflection.GetString(message, name));
  if (found == shown_.end()) return;
  reflection.SetString(&message, label, found->second.label);
  for (const absl::string_view one : kOwn) {
    const auto* field = descriptor.FindFieldByName(std::string(one));
    if (field != nullptr) reflection.ClearField(&message, field);
  }
  const auto* is_protected = descriptor.FindFieldByName("address_protected");
  if (is_protected != nullptr) reflection.SetBool(&message, is_protected, true);
}

void Redaction::Apply(google::protobuf::Message& message) const {
  if (shown_.empty()) return;
  Clear(message);
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int size =
        field->is_repeated() ? reflection.FieldSize(message, field) : 0;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Apply(*reflection.MutableMessage(&message, field));
      }
      for (int i = 0; i < size; ++i) {
        Apply(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else if (field->type() == FieldDescriptor::TYPE_STRING &&
               field->name() != "next_page_token") {
      if (!field->is_repeated()) {
        reflection.SetString(&message, field,
                             Applied(reflection.GetString(message, field)));
      }
      for (int i = 0; i < size; ++i) {
        reflection.SetRepeatedString(
            &message, field, i,
            Applied(reflection.GetRepeatedString(message, field, i)));
      }
    }
  }
}

std::optional<std::string> Redaction::Real(const std::string& figure) const {
  const size_t end = std::min(figure.find('#'), figure.size());
  const absl::string_view name = absl::string_view(figure).substr(0, end);
  if (Hides(name)) return std::nullopt;
  for (const auto& [hidden, shown] : shown_) {
    if (name == shown.name) return absl::StrCat(hidden, figure.substr(end));
  }
  return figure;
}

Lookalikes::Lookalikes(const std::map<std::string, ToldLocation>& locations) {
  for (const auto& [name, location] : locations) {
    if (!location.hidden) continue;
    for (const std::string& words : location.words) {
      for (const std::string& word : WordsOf(Fold(words).text)) {
        if (word.size() >= kLong && !IsGeneral(word) &&
            !Places().contains(word)) {
          words_.push_back({name, word});
        }
      }
    }
    for (const std::string& address : location.addresses) {
      std::string street = Fold(address).text;
      street.resize(
          std::min(street.find_first_of("0123456789"), street.size()));
      while (!street.empty() && !IsLetter(street.back())) street.pop_back();
      if (street.size() >= kLong && !Places().contains(street)) {
        streets_.push_back({name, street});
      }
    }
  }
}

std::map<std::string, std::set<std::string>> Lookalikes::In(
    const std::string& text) const {
  const std::string folded = absl::StrCat(" ", Fold(text).text);
  std::set<std::string> long_words;
  for (std::string& word : WordsOf(folded)) {
    if (word.size() >= kLong) long_words.insert(std::move(word));
  }
  std::map<std::string, std::set<std::string>> found;
  for (const auto& [location, hidden] : words_) {
    for (const std::string& word : long_words) {
      // A letter more or less is one letter off at most.
      const bool near = hidden.size() <= word.size() + 1 &&
                        word.size() <= hidden.size() + 1 &&
                        EditDistance(word, hidden) == 1;
      if (near || absl::StrContains(word, hidden)) {
        found[location].insert(word);
      }
    }
  }
  for (const auto& [location, street] : streets_) {
    if (absl::StrContains(folded, absl::StrCat(" ", street))) {
      found[location].insert(street);
    }
  }
  return found;
}

}  // namespace opvang
