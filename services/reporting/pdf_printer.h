// The page on paper: a browser prints it, and what differs from one time to the
// next is taken out.
#ifndef OPVANG_SERVICES_REPORTING_PDF_PRINTER_H_
#define OPVANG_SERVICES_REPORTING_PDF_PRINTER_H_

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opvang::reporting {

// A browser takes some 300 MB while it prints: more at once must wait.
inline constexpr int kPrintsAtOnceMax = 2;

class PdfPrinter {
 public:
  // Runs `program IN.html OUT.pdf`, such as `deploy/print-pdf`. Without a
  // program nothing is printed.
  explicit PdfPrinter(std::string program) : program_(std::move(program)) {}

  bool IsThere() const { return !program_.empty(); }
  // A tagged PDF, with language, title, outline and the pages of its contents;
  // the same page gives the same bytes with the same browser and fonts.
  // FAILED_PRECONDITION / PDF_UNAVAILABLE without a program or when it does not
  // work; DEADLINE_EXCEEDED when it does not end before `deadline`, and is
  // ended then.
  absl::StatusOr<std::string> Print(const std::string& html,
                                    absl::Time deadline);

 private:
  const std::string program_;
  absl::Mutex mutex_;
  int printing_ ABSL_GUARDED_BY(mutex_) = 0;
};

// On which page, from 1, each place is that the document links to, by id. Empty
// when `pdf` is none.
std::map<std::string, int> PagesOf(const std::string& pdf);

// The same PDF without times, random ids and the name of the browser.
// INVALID_ARGUMENT when `pdf` is none.
absl::StatusOr<std::string> WithoutTimes(const std::string& pdf);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_PDF_PRINTER_H_
