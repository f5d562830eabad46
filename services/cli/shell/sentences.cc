#include "services/cli/shell/sentences.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/base/area_name.h"
#include "common/base/calendar.h"
#include "common/base/dutch.h"
#include "common/base/municipality.h"
#include "common/base/notation.h"
#include "services/cli/shell/columns.h"

namespace opvang::cli {
namespace {

constexpr SentencePair kSentencePairs[] = {
#include "services/cli/shell/dutch_sentences.inc"
};

// One template, cut at its values.
struct Template {
  std::vector<absl::string_view> literals;  // One more than there are values.
  absl::string_view dutch;
  size_t length = 0;  // Of the literals.
};

// Those that say how a sentence begins first: they hold others, as their
// values. Then those with the most text: they say the most of a sentence.
const std::vector<Template>& Templates() {
  static const auto* const kTemplates = [] {
    auto* all = new std::vector<Template>();
    for (const auto& [english, dutch] : kSentencePairs) {
      Template& one = all->emplace_back();
      one.literals = absl::StrSplit(english, "{}");
      one.dutch = dutch;
      for (const absl::string_view literal : one.literals) {
        one.length += literal.size();
      }
    }
    std::stable_sort(all->begin(), all->end(),
                     [](const Template& a, const Template& b) {
                       return std::pair(a.literals[0].empty(), b.length) <
                              std::pair(b.literals[0].empty(), a.length);
                     });
    return all;
  }();
  return *kTemplates;
}

// The values of a sentence that a template has; nothing of another one.
std::optional<std::vector<absl::string_view>> ValuesIn(
    absl::string_view sentence, const Template& of) {
  if (!absl::ConsumePrefix(&sentence, of.literals.front())) {
    return std::nullopt;
  }
  std::vector<absl::string_view> values;
  for (size_t i = 1; i < of.literals.size(); ++i) {
    const absl::string_view literal = of.literals[i];
    const bool is_last = i + 1 == of.literals.size();
    if (is_last && !absl::EndsWith(sentence, literal)) return std::nullopt;
    const size_t at =
        is_last ? sentence.size() - literal.size() : sentence.find(literal);
    if (at == absl::string_view::npos) return std::nullopt;
    values.push_back(sentence.substr(0, at));
    sentence.remove_prefix(at + literal.size());
  }
  if (!sentence.empty()) return std::nullopt;
  return values;
}

// "4.000" of 4000, but a year as it is.
std::optional<std::string> DutchNumber(absl::string_view text, bool is_year) {
  int64_t count = 0;
  if (absl::SimpleAtoi(text, &count) && absl::StrCat(count) == text) {
    if (is_year) return std::string(text);
    return absl::StrCat(count < 0 ? "-" : "", DutchCount(std::abs(count)));
  }
  return std::nullopt;
}

// "regulier, amv of bijzonder" of "regular, amv or special"; nothing of what
// is no list of words.
std::optional<std::string> DutchWords(absl::string_view text) {
  std::vector<std::string> dutch;
  std::string last;
  for (const absl::string_view part : absl::StrSplit(text, ", ")) {
    const std::vector<absl::string_view> sides = absl::StrSplit(part, " or ");
    if (sides.size() > 2 || (sides.size() == 2 && !last.empty())) {
      return std::nullopt;
    }
    for (size_t i = 0; i < sides.size(); ++i) {
      const std::string word = DutchWord(absl::AsciiStrToLower(sides[i]));
      if (word.empty()) return std::nullopt;
      (i == 1 ? last : dutch.emplace_back()) = word;
    }
  }
  return absl::StrCat(absl::StrJoin(dutch, ", "), last.empty() ? "" : " of ",
                      last);
}

std::optional<std::string> DutchOf(absl::string_view sentence, bool is_year);

// Sentences parted by "; ", which may stand within one too; nothing when not
// one of them is known.
std::optional<std::string> DutchList(absl::string_view text, bool is_year) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, "; ");
  std::vector<std::string> told;
  bool is_known = false;
  for (size_t i = 0; i < parts.size(); ++i) {
    bool is_found = false;
    for (size_t last = i; last < parts.size() && !is_found; ++last) {
      // The shortest first: they stand behind each other in the text.
      const auto dutch =
          DutchOf(absl::string_view(parts[i].data(), parts[last].data() +
                                                         parts[last].size() -
                                                         parts[i].data()),
                  is_year);
      if (!dutch.has_value()) continue;
      told.push_back(*dutch);
      is_found = is_known = true;
      i = last;
    }
    if (is_found) continue;
    // The end of what was cut says nothing.
    const bool is_cut = i > 0 && absl::EndsWith(parts[i], "..");
    told.push_back(is_cut ? "…" : std::string(parts[i]));
  }
  if (!is_known) return std::nullopt;
  return absl::StrJoin(told, "; ");
}

std::string DutchValue(absl::string_view value, bool is_year) {
  if (const auto number = DutchNumber(value, is_year)) return *number;
  if (const auto day = ParseDay(value)) return DutchDay(*day);
  absl::Time instant;
  std::string fault;
  if (absl::ParseTime(absl::RFC3339_full, value, &instant, &fault)) {
    return DutchTime(instant);
  }
  if (DutchName(value).has_value()) return AreaShown(value);
  if (const auto words = DutchWords(value)) return *words;
  if (auto field = DutchFieldName(value); !field.empty()) return field;
  if (absl::EndsWith(value, "]")) return DutchField(std::string(value));
  return DutchList(value, is_year).value_or(std::string(value));
}

// The Dutch with its values. Within quotes stands what somebody typed.
std::string Filled(absl::string_view dutch,
                   const std::vector<absl::string_view>& values, bool is_year) {
  std::string text;
  size_t next = 0;
  bool is_quoted = false;
  for (size_t at = 0; at < dutch.size(); ++at) {
    if (dutch[at] == '"') is_quoted = !is_quoted;
    if (dutch[at] != '{') {
      text += dutch[at];
      continue;
    }
    const size_t close = dutch.find('}', at);
    size_t chosen = next++, named = 0;
    if (absl::SimpleAtoi(dutch.substr(at + 1, close - at - 1), &named)) {
      chosen = named;
    }
    text += is_quoted ? std::string(values[chosen])
                      : DutchValue(values[chosen], is_year);
    at = close;
  }
  return text;
}

// "{} of {}" is of numbers: Dutch says "of" too, and means another thing.
bool MayHold(const Template& one,
             const std::vector<absl::string_view>& values) {
  constexpr size_t kFew = 10;
  if (!one.literals[0].empty() || one.length >= kFew) return true;
  return std::all_of(values.begin(), values.end(), [](absl::string_view value) {
    return !value.empty() &&
           value.find_first_not_of("-0123456789") == value.npos;
  });
}

std::optional<std::string> DutchOf(absl::string_view sentence, bool is_year) {
  for (const Template& one : Templates()) {
    const auto values = ValuesIn(sentence, one);
    if (values.has_value() && MayHold(one, *values)) {
      return Filled(one.dutch, *values, is_year);
    }
  }
  return std::nullopt;
}

}  // namespace

const std::vector<SentencePair>& AllSentences() {
  static const auto* const kAll = new std::vector<SentencePair>(
      std::begin(kSentencePairs), std::end(kSentencePairs));
  return *kAll;
}

std::optional<std::string> DutchSentence(absl::string_view english) {
  if (auto whole = DutchOf(english, false)) return whole;
  return DutchList(english, false);
}

std::optional<std::string> DutchPhrase(absl::string_view english) {
  static const auto* const kPhrases = [] {
    auto* all = new std::map<absl::string_view, absl::string_view>();
    for (const auto& [one, dutch] : kSentencePairs) {
      if (!absl::StrContains(one, "{}")) all->emplace(one, dutch);
    }
    return all;
  }();
  const auto found = kPhrases->find(english);
  if (found == kPhrases->end()) return std::nullopt;
  return std::string(found->second);
}

std::string DutchField(const std::string& path) {
  const std::vector<std::string> segments = absl::StrSplit(path, '.');
  std::string row, name;
  for (size_t i = 0; i < segments.size(); ++i) {
    const size_t open = segments[i].find('[');
    const bool is_last = i + 1 == segments.size();
    int index = 0;
    if (open != std::string::npos &&
        absl::SimpleAtoi(
            segments[i].substr(open + 1, segments[i].size() - open - 2),
            &index)) {
      // Of a list within a row both.
      row = absl::StrCat(row.empty() ? "rij " : absl::StrCat(row, ", nr. "),
                         index + 1);
      // A row itself needs no other name, unless it is one of a row's.
      if (is_last && i == 0) return row;
    }
    if (is_last) name = segments[i].substr(0, open);
  }
  const std::string dutch = DutchFieldName(name);
  return absl::StrCat(dutch.empty() ? name : dutch,
                      row.empty() ? "" : absl::StrCat(" (", row, ")"));
}

std::string DutchDescription(const FieldViolation& violation) {
  const size_t last = violation.field.rfind('.') + 1;
  const bool is_year =
      absl::EndsWith(absl::string_view(violation.field).substr(last), "_year");
  return DutchOf(violation.description, is_year)
      .value_or(violation.description);
}

std::string DutchFault(const FieldViolation& violation) {
  const std::string description = DutchDescription(violation);
  return violation.field.empty()
             ? description
             : absl::StrCat(DutchField(violation.field), " ", description);
}

}  // namespace opvang::cli
