// How far long work is, for people who wait at a terminal.
#ifndef OPVANG_SERVICES_CLI_SHELL_PROGRESS_H_
#define OPVANG_SERVICES_CLI_SHELL_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/cli/shell/streams.h"

namespace opvang::cli {

// "verslagen: 3 van 40, nog ongeveer 2 min": what is left takes as long per
// step as what is done. Empty while nothing is done.
std::string ProgressLine(const std::string& what, int64_t done, int64_t total,
                         absl::Duration elapsed);

// Shows that line on stderr, over itself, and takes it away at the end. Says
// nothing unless somebody watches.
class Progress {
 public:
  Progress(const Streams& streams, std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void Show(int64_t done, int64_t total);
  // Makes room for words; the next `Show` shows it again.
  void Hide();

 private:
  const Streams streams_;
  const std::string what_;
  const absl::Time start_;
  bool shown_ = false;
};

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_SHELL_PROGRESS_H_
