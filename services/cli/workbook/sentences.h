// What changes, as a person would say it: "Zwolle, azc X: 300 → 350 plekken".
// Pure.
#ifndef OPVANG_SERVICES_CLI_WORKBOOK_SENTENCES_H_
#define OPVANG_SERVICES_CLI_WORKBOOK_SENTENCES_H_

#include <string>
#include <vector>

#include "services/cli/workbook/compare.h"

namespace opvang::cli::workbook {

// Whom a sentence is about, and what it calls things.
struct Speaker {
  std::string municipality;  // "Zwolle"
  const Snapshot& present;
  const Statements& statements;
  const Vocabulary& vocabulary;
};

// A line or more per change, without line ends.
std::vector<std::string> Sentences(const Change& change,
                                   const Speaker& speaker);
// What stood in the workbook, what stands there now, and what is on record.
std::string Sentence(const Conflict& conflict, const Speaker& speaker);
std::string TooEarly(const Conflict& conflict, const Speaker& speaker);
// "Zwolle, azc X".
std::string SubjectOf(const RecordKey& key, const Speaker& speaker);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_WORKBOOK_SENTENCES_H_
