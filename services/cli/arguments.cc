#include "services/cli/arguments.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace opvang::cli {

std::string Arguments::Flag(const std::string& name,
                            const std::string& otherwise) const {
  const auto found = flags.find(name);
  return found == flags.end() ? otherwise : found->second;
}

absl::StatusOr<Arguments> ParseArguments(
    const std::vector<std::string>& arguments,
    const std::set<std::string>& known, const std::set<std::string>& switches) {
  Arguments parsed;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!absl::StartsWith(word, "-") || word == "-") {
      parsed.words.push_back(word);
      continue;
    }
    const size_t equals = word.find('=');
    const std::string name =
        word.substr(0, equals).substr(absl::StartsWith(word, "--") ? 2 : 1);
    if (switches.count(name) && equals == std::string::npos) {
      parsed.flags[name] = "true";
    } else if (!known.count(name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("onbekende vlag ", word.substr(0, equals)));
    } else if (equals != std::string::npos) {
      parsed.flags[name] = word.substr(equals + 1);
    } else if (i + 1 < arguments.size()) {
      parsed.flags[name] = arguments[++i];
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("vlag ", word, " mist haar waarde"));
    }
  }
  return parsed;
}

}  // namespace opvang::cli
