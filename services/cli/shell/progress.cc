#include "services/cli/shell/progress.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/steady_clock.h"

namespace opvang::cli {
namespace {

std::string Rounded(absl::Duration left) {
  const int64_t seconds = absl::ToInt64Seconds(left) + 1;
  return seconds < 90 ? absl::StrCat(seconds, " s")
                      : absl::StrCat((seconds + 30) / 60, " min");
}

}  // namespace

std::string ProgressLine(const std::string& what, int64_t done, int64_t total,
                         absl::Duration elapsed) {
  const std::string line = absl::StrCat(what, ": ", done, " van ", total);
  if (done <= 0 || done >= total) return line;
  return absl::StrCat(line, ", nog ongeveer ",
                      Rounded(elapsed / done * (total - done)));
}

Progress::Progress(const Streams& streams, std::string what)
    : streams_(streams), what_(std::move(what)), start_(SteadyNow()) {}

Progress::~Progress() { Hide(); }

void Progress::Hide() {
  if (shown_) streams_.err << "\r\033[K" << std::flush;
  shown_ = false;
}

void Progress::Show(int64_t done, int64_t total) {
  if (!streams_.err_watched) return;
  streams_.err << "\r\033[K"
               << ProgressLine(what_, done, total, SteadyNow() - start_)
               << std::flush;
  shown_ = true;
}

}  // namespace opvang::cli
