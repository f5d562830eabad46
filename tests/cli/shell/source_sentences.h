// The sentences that sources compose, as templates: what is literal stands as
// it is, every value as "{}". `absl::StrCat("is ", count, "; it must be …")` is
// "is {}; it must be …"; a conditional has a template of each side.
#ifndef OPVANG_TESTS_CLI_SHELL_SOURCE_SENTENCES_H_
#define OPVANG_TESTS_CLI_SHELL_SOURCE_SENTENCES_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace opvang {

// One file, cut into tokens; comments are left out.
class SourceSentences {
 public:
  explicit SourceSentences(const std::string& text);

  // Which argument of a call is a sentence, or -1: by what stands before the
  // call (`violations` of `violations.Add(…)`) and by the tokens of its
  // arguments, joined with blanks.
  using Which = std::function<int(const std::string& of,
                                  const std::vector<std::string>&)>;
  // The templates of an argument of each call of `function`.
  std::set<std::string> InCalls(const std::string& function,
                                const Which& which) const;
  // Of the second of each pair in each `function({{a, b}, {c, d}})`.
  std::set<std::string> InPairs(const std::string& function) const;
  // Of each element of `function({a, b, c})`.
  std::set<std::string> InLists(const std::string& function) const;
  // The literals between the braces of a function or list of that name.
  std::set<std::string> Literals(const std::string& name) const;
  // Of what the functions of that name return.
  std::set<std::string> Returned(const std::string& function) const;
  // Of what is given to each `.member = …` and `member = …`.
  std::set<std::string> Given(const std::string& member) const;
  // The constants of the file that are texts, by name.
  std::map<std::string, std::string> Constants() const;

  // Lets constants of other files be known here.
  void Know(const std::map<std::string, std::string>& constants);

 private:
  // A half-open run of tokens.
  struct Range {
    size_t begin, end;
  };
  size_t Closing(size_t open) const;
  std::vector<Range> Split(Range range, const std::string& by) const;
  // What stands between the braces of each `function({a, b})`.
  std::vector<Range> ItemsOf(const std::string& function) const;
  std::set<std::string> TemplatesOf(Range range, int depth = 0) const;
  std::set<std::string> OfPrimary(Range range, int depth) const;
  std::set<std::string> OfFormat(const std::vector<Range>& arguments,
                                 int depth) const;
  std::set<std::string> Joined(const std::vector<Range>& parts,
                               int depth) const;
  bool HasText(Range range) const;

  std::vector<std::string> tokens_;  // A literal begins with a quote.
  std::map<std::string, std::string> constants_;
};

}  // namespace opvang

#endif  // OPVANG_TESTS_CLI_SHELL_SOURCE_SENTENCES_H_
