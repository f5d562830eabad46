// Files that pass at the same time: each keeps its place behind earlier ones of
// its own municipality, and what is said of it is said in the order of the
// files.
#ifndef OPVANG_SERVICES_CLI_IMPORT_FILE_QUEUE_H_
#define OPVANG_SERVICES_CLI_IMPORT_FILE_QUEUE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace opvang::cli::workbook {

class FileQueue {
 public:
  explicit FileQueue(size_t count) : places_(count) {}

  // The file at `index` turns out to be of `municipality`; waits until each
  // earlier one is known to be of another, or is done.
  void Await(size_t index, const std::string& municipality);
  // The file at `index` is done. Whoever fails before its municipality is
  // known, is done too.
  void Done(size_t index);

 private:
  struct Place {
    std::string municipality;  // Empty while not known.
    bool done = false;
  };
  absl::Mutex mutex_;
  std::vector<Place> places_ ABSL_GUARDED_BY(mutex_);
};

// Calls `pass(i)` for each i below `count`, `at_once` of them at a time, begun
// in that order; then `after(i)` in that order, in the calling thread, as soon
// as all up to it are done. `after` answers whether to go on: what has not
// begun then never does.
void PassInLine(size_t count, size_t at_once,
                const std::function<void(size_t)>& pass,
                const std::function<bool(size_t)>& after);

}  // namespace opvang::cli::workbook

#endif  // OPVANG_SERVICES_CLI_IMPORT_FILE_QUEUE_H_
