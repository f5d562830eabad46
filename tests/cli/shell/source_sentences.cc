#include "tests/cli/shell/source_sentences.h"

#include <cctype>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace opvang {
namespace {

constexpr char kValue[] = "{}";

bool IsWordPart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool IsText(const std::string& token) { return token[0] == '"'; }

// A literal from its opening quote, with its escapes read; `at` goes past it.
std::string TakeLiteral(const std::string& text, size_t& at) {
  const char quote = text[at];
  std::string token(1, quote);
  for (++at; at < text.size() && text[at] != quote; ++at) {
    if (text[at] != '\\') {
      token += text[at];
      continue;
    }
    ++at;
    token += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at];
  }
  ++at;
  return token;
}

std::vector<std::string> TokensOf(const std::string& text) {
  std::vector<std::string> tokens;
  for (size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0) {
      at = text.find('\n', at);
    } else if (text[at] == '"' || text[at] == '\'') {
      tokens.push_back(TakeLiteral(text, at));
    } else if (IsWordPart(text[at])) {
      std::string word;
      while (at < text.size() && IsWordPart(text[at])) word += text[at++];
      tokens.push_back(word);
    } else if (text.compare(at, 2, "::") == 0 ||
               text.compare(at, 2, "->") == 0) {
      tokens.push_back(text.substr(at, 2));
      at += 2;
    } else {
      if (std::isspace(static_cast<unsigned char>(text[at])) == 0) {
        tokens.emplace_back(1, text[at]);
      }
      ++at;
    }
    if (at == std::string::npos) break;
  }
  return tokens;
}

// Each of `left` followed by each of `right`.
std::set<std::string> Product(const std::set<std::string>& left,
                              const std::set<std::string>& right) {
  std::set<std::string> all;
  for (const std::string& one : left) {
    for (const std::string& other : right) all.insert(one + other);
  }
  return all;
}

// Values that follow each other are one.
std::set<std::string> Plain(const std::set<std::string>& templates) {
  std::set<std::string> plain;
  for (std::string one : templates) {
    while (absl::StrReplaceAll({{"{}{}", "{}"}}, &one) > 0) {
    }
    plain.insert(one);
  }
  return plain;
}

}  // namespace

SourceSentences::SourceSentences(const std::string& text)
    : tokens_(TokensOf(text)), constants_(Constants()) {}

void SourceSentences::Know(
    const std::map<std::string, std::string>& constants) {
  constants_.insert(constants.begin(), constants.end());
}

size_t SourceSentences::Closing(size_t open) const {
  int depth = 0;
  for (size_t i = open; i < tokens_.size(); ++i) {
    if (tokens_[i] == "(" || tokens_[i] == "{" || tokens_[i] == "[") ++depth;
    if (tokens_[i] == ")" || tokens_[i] == "}" || tokens_[i] == "]") --depth;
    if (depth == 0) return i;
  }
  return tokens_.size();
}

std::vector<SourceSentences::Range> SourceSentences::Split(
    Range range, const std::string& by) const {
  std::vector<Range> parts;
  size_t begin = range.begin;
  for (size_t i = range.begin; i < range.end; ++i) {
    if (tokens_[i] == "(" || tokens_[i] == "{" || tokens_[i] == "[") {
      i = Closing(i);
    } else if (tokens_[i] == by) {
      parts.push_back({begin, i});
      begin = i + 1;
    }
  }
  if (begin < range.end) parts.push_back({begin, range.end});
  return parts;
}

bool SourceSentences::HasText(Range range) const {
  for (size_t i = range.begin; i < range.end; ++i) {
    if (IsText(tokens_[i]) || constants_.count(tokens_[i]) > 0) return true;
  }
  return false;
}

std::set<std::string> SourceSentences::Joined(const std::vector<Range>& parts,
                                              int depth) const {
  std::set<std::string> all = {""};
  for (const Range& part : parts) {
    all = Product(all, TemplatesOf(part, depth));
  }
  return all;
}

std::set<std::string> SourceSentences::OfFormat(
    const std::vector<Range>& arguments, int depth) const {
  std::set<std::string> all = {""};
  size_t next = 1;
  std::string literal;
  for (const std::string& format : TemplatesOf(arguments[0], depth)) {
    for (size_t i = 0; i < format.size(); ++i) {
      if (format[i] != '%') {
        literal += format[i];
        continue;
      }
      while (std::isalpha(static_cast<unsigned char>(format[++i])) == 0) {
      }
      all = Product(all, {literal});
      literal.clear();
      all = Product(all, next < arguments.size()
                             ? TemplatesOf(arguments[next++], depth)
                             : std::set<std::string>{kValue});
    }
  }
  return Product(all, {literal});
}

std::set<std::string> SourceSentences::OfPrimary(Range range, int depth) const {
  const std::string& first = tokens_[range.begin];
  const size_t length = range.end - range.begin;
  std::string literal;
  size_t i = range.begin;
  for (; i < range.end && IsText(tokens_[i]); ++i) {
    literal += tokens_[i].substr(1);
  }
  if (i == range.end) return {literal};
  if (first == "(" && Closing(range.begin) + 1 == range.end) {
    return TemplatesOf({range.begin + 1, range.end - 1}, depth);
  }
  if (length == 1) {
    const auto constant = constants_.find(first);
    if (constant != constants_.end()) return {constant->second};
    // A text that was put together before, in this file.
    std::set<std::string> all;
    for (size_t at = 1; depth < 4 && at + 2 < tokens_.size(); ++at) {
      if (tokens_[at] != first || tokens_[at + 1] != "=" ||
          !IsWordPart(tokens_[at - 1].back())) {
        continue;
      }
      const Range given = Split({at + 2, tokens_.size()}, ";").front();
      if (HasText(given)) all.merge(TemplatesOf(given, depth + 1));
    }
    return all.empty() ? std::set<std::string>{kValue} : all;
  }
  const bool is_absl = length > 4 && first == "absl";
  const size_t open = range.begin + (is_absl || first == "std" ? 3 : 0);
  if (open < range.end && tokens_[open] == "(" &&
      Closing(open) + 1 == range.end) {
    const std::vector<Range> arguments = Split({open + 1, range.end - 1}, ",");
    const std::string& function = tokens_[open - 1];
    if (function == "StrCat") return Joined(arguments, depth);
    if (function == "StrFormat") return OfFormat(arguments, depth);
    if (function == "string") return TemplatesOf(arguments[0], depth);
  }
  return {kValue};
}

std::set<std::string> SourceSentences::TemplatesOf(Range range,
                                                   int depth) const {
  if (range.begin >= range.end) return {""};
  const std::vector<Range> asked = Split(range, "?");
  if (asked.size() > 1) {
    // What stands between the first "?" and its ":", and all after it.
    int open = 0;
    for (size_t i = asked[1].begin; i < range.end; ++i) {
      if (tokens_[i] == "(" || tokens_[i] == "{" || tokens_[i] == "[") {
        i = Closing(i);
      } else if (tokens_[i] == "?") {
        ++open;
      } else if (tokens_[i] == ":" && open-- == 0) {
        std::set<std::string> all = TemplatesOf({asked[1].begin, i}, depth);
        all.merge(TemplatesOf({i + 1, range.end}, depth));
        return all;
      }
    }
  }
  const std::vector<Range> summed = Split(range, "+");
  if (summed.size() > 1) {
    return HasText(range) ? Joined(summed, depth)
                          : std::set<std::string>{kValue};
  }
  return OfPrimary(range, depth);
}

std::set<std::string> SourceSentences::InCalls(const std::string& function,
                                               const Which& which) const {
  std::set<std::string> all;
  for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
    if (tokens_[i] != function || tokens_[i + 1] != "(") continue;
    const std::vector<Range> arguments = Split({i + 2, Closing(i + 1)}, ",");
    std::vector<std::string> shown;
    for (const Range& one : arguments) {
      shown.push_back(absl::StrJoin(tokens_.begin() + one.begin,
                                    tokens_.begin() + one.end, " "));
    }
    const bool is_member =
        i > 1 && (tokens_[i - 1] == "." || tokens_[i - 1] == "->");
    const int chosen = which(is_member ? tokens_[i - 2] : "", shown);
    if (chosen < 0 || chosen >= static_cast<int>(arguments.size())) continue;
    all.merge(TemplatesOf(arguments[chosen]));
  }
  return Plain(all);
}

std::vector<SourceSentences::Range> SourceSentences::ItemsOf(
    const std::string& function) const {
  std::vector<Range> items;
  for (size_t i = 0; i + 2 < tokens_.size(); ++i) {
    if (tokens_[i] != function || tokens_[i + 1] != "(" ||
        tokens_[i + 2] != "{") {
      continue;
    }
    const std::vector<Range> here = Split({i + 3, Closing(i + 2)}, ",");
    items.insert(items.end(), here.begin(), here.end());
  }
  return items;
}

std::set<std::string> SourceSentences::InPairs(
    const std::string& function) const {
  std::set<std::string> all;
  for (const Range& pair : ItemsOf(function)) {
    const std::vector<Range> sides = Split({pair.begin + 1, pair.end - 1}, ",");
    if (sides.size() == 2) all.merge(TemplatesOf(sides[1]));
  }
  return Plain(all);
}

std::set<std::string> SourceSentences::InLists(
    const std::string& function) const {
  std::set<std::string> all;
  for (const Range& one : ItemsOf(function)) all.merge(TemplatesOf(one));
  return Plain(all);
}

std::set<std::string> SourceSentences::Literals(const std::string& name) const {
  std::set<std::string> all;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i] != name) continue;
    size_t open = i;
    while (open < tokens_.size() && tokens_[open] != "{" &&
           tokens_[open] != ";") {
      ++open;
    }
    if (open == tokens_.size() || tokens_[open] == ";") continue;
    for (size_t at = open; at < Closing(open); ++at) {
      if (IsText(tokens_[at])) all.insert(tokens_[at].substr(1));
    }
  }
  return all;
}

std::set<std::string> SourceSentences::Returned(
    const std::string& function) const {
  std::set<std::string> all;
  for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
    if (tokens_[i] != function || tokens_[i + 1] != "(") continue;
    const size_t body = Closing(i + 1) + 1;
    if (body >= tokens_.size() || tokens_[body] != "{") continue;
    for (size_t at = body; at < Closing(body); ++at) {
      if (tokens_[at] != "return") continue;
      const Range given = Split({at + 1, tokens_.size()}, ";").front();
      if (HasText(given)) all.merge(TemplatesOf(given));
    }
  }
  all.erase("");
  return Plain(all);
}

std::set<std::string> SourceSentences::Given(const std::string& member) const {
  std::set<std::string> all;
  for (size_t i = 1; i + 2 < tokens_.size(); ++i) {
    if (tokens_[i] != member || tokens_[i + 1] != "=") continue;
    size_t end = i + 2;
    for (; end < tokens_.size(); ++end) {
      if (tokens_[end] == "," || tokens_[end] == "}" || tokens_[end] == ";") {
        break;
      }
      if (tokens_[end] == "(" || tokens_[end] == "{") end = Closing(end);
    }
    all.merge(TemplatesOf({i + 2, end}));
  }
  return Plain(all);
}

std::map<std::string, std::string> SourceSentences::Constants() const {
  std::map<std::string, std::string> constants;
  for (size_t i = 0; i + 3 < tokens_.size(); ++i) {
    if (tokens_[i] != "constexpr") continue;
    const size_t end = Split({i, tokens_.size()}, ";").front().end;
    size_t given = i;
    while (given < end && tokens_[given] != "=") ++given;
    if (given == end || given + 1 >= end) continue;
    std::string text;
    size_t at = given + 1;
    for (; at < end && IsText(tokens_[at]); ++at) text += tokens_[at].substr(1);
    if (at < end) continue;
    size_t name = given - 1;
    while (name > i && tokens_[name] != "[" && tokens_[name] == "]") --name;
    if (tokens_[name] == "[") --name;
    constants[tokens_[name]] = text;
  }
  return constants;
}

}  // namespace opvang
