// What services say in English, as people here read it. The contract is
// English and so are its sentences; a table of theirs as templates
// (`dutch_sentences.inc`) has the Dutch of each, and a test holds it against
// the sources that compose them.
#ifndef OPVANG_SERVICES_CLI_SHELL_SENTENCES_H_
#define OPVANG_SERVICES_CLI_SHELL_SENTENCES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/status.h"

namespace opvang::cli {

// A template and its Dutch, in which {} is a value in its turn and {2} the
// third.
using SentencePair = std::pair<absl::string_view, absl::string_view>;
const std::vector<SentencePair>& AllSentences();

// In Dutch, with its values as people write them: counts, days, areas, words
// of the contracts, sentences within; a list parted by "; " one by one. Nothing
// of a sentence that no template has.
std::optional<std::string> DutchSentence(absl::string_view english);
// The same of a sentence that has no values.
std::optional<std::string> DutchPhrase(absl::string_view english);

// A field by its path: "plekken (rij 4)" of "place_entries[3].place_count".
std::string DutchField(const std::string& path);
// What is wrong with a field, in Dutch; as it was said where no template has
// it.
std::string DutchDescription(const FieldViolation& violation);
// Both: "plekken (rij 4) is -5; moet tussen 0 en 100.000 liggen".
std::string DutchFault(const FieldViolation& violation);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_SENTENCES_H_
