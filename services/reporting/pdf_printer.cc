#include "services/reporting/pdf_printer.h"

#include <fcntl.h>
#include <poll.h>
#include <qpdf/qpdf-c.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/status.h"
#include "services/reporting/print/html.h"
#include "services/reporting/report_errors.h"

namespace opvang::reporting {
namespace {

namespace fs = std::filesystem;

// A process of its own group, with nothing of ours but the environment.
absl::StatusOr<pid_t> Start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  // A server blocks the signals that stop it; what it starts must not.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setpgroup(&how, 0);
  posix_spawnattr_setflags(&how,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  pid_t pid = 0;
  const int fault = posix_spawnp(&pid, words.front().c_str(), &files, &how,
                                 arguments.data(), environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  if (fault != 0) return PdfUnavailable("its printer cannot be started");
  return pid;
}

// Ends the whole group of `pid` when it is not done before `deadline`.
absl::Status Await(pid_t pid, absl::Time deadline) {
  // Not `pidfd_open`: this C library declares it for C only.
  const int watch = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  pollfd wait{.fd = watch, .events = POLLIN, .revents = 0};
  const int64_t left =
      absl::ToInt64Milliseconds(deadline - SystemClock().Now());
  const bool ended =
      watch >= 0 &&
      poll(&wait, 1, static_cast<int>(std::clamp<int64_t>(left, 0, 600000))) >
          0;
  if (watch >= 0) close(watch);
  kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) {
    return absl::DeadlineExceededError("The PDF was not printed in time.");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return PdfUnavailable("its printer failed");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> PrintOnce(const std::string& program,
                                      const std::string& html,
                                      absl::Time deadline) {
  std::string folder = (fs::temp_directory_path() / "opvang-pdf-XXXXXX");
  if (mkdtemp(folder.data()) == nullptr) {
    return PdfUnavailable("it has no room to print");
  }
  const absl::Cleanup clean = [&folder] {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  };
  const std::string page = folder + "/page.html", pdf = folder + "/page.pdf";
  if (!(std::ofstream(page, std::ios::binary) << html).flush()) {
    return PdfUnavailable("it has no room to print");
  }
  ASSIGN_OR_RETURN(const pid_t pid, Start({program, page, pdf}));
  RETURN_IF_ERROR(Await(pid, deadline));
  std::ostringstream bytes;
  bytes << std::ifstream(pdf, std::ios::binary).rdbuf();
  return bytes.str();
}

// Twice where there are contents: which page a section is on shows only once it
// is printed. The numbers have their room, so that they move nothing.
absl::StatusOr<std::string> PrintWith(const std::string& program,
                                      const std::string& html,
                                      absl::Time deadline) {
  ASSIGN_OR_RETURN(std::string pdf, PrintOnce(program, html, deadline));
  const std::string numbered = WithPages(html, PagesOf(pdf));
  if (numbered != html) {
    ASSIGN_OR_RETURN(pdf, PrintOnce(program, numbered, deadline));
  }
  const auto made = WithoutTimes(pdf);
  if (!made.ok()) return PdfUnavailable("its printer made no PDF");
  return made;
}

}  // namespace

absl::StatusOr<std::string> PdfPrinter::Print(const std::string& html,
                                              absl::Time deadline) {
  if (!IsThere()) return PdfUnavailable("it was started without --pdf-printer");
  {
    const absl::MutexLock lock(&mutex_);
    const auto room = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return printing_ < kPrintsAtOnceMax;
    };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&room), deadline)) {
      return absl::DeadlineExceededError("The PDF was not printed in time.");
    }
    ++printing_;
  }
  auto pdf = PrintWith(program_, html, deadline);
  const absl::MutexLock lock(&mutex_);
  --printing_;
  return pdf;
}

std::map<std::string, int> PagesOf(const std::string& pdf) {
  std::map<std::string, int> pages;
  qpdf_data document = qpdf_init();
  const absl::Cleanup clean = [&document] { qpdf_cleanup(&document); };
  qpdf_silence_errors(document);
  qpdf_set_suppress_warnings(document, QPDF_TRUE);
  if ((qpdf_read_memory(document, "page.pdf", pdf.data(), pdf.size(), nullptr) &
       QPDF_ERRORS) != 0) {
    qpdf_get_error(document);
    return pages;
  }
  const qpdf_oh places =
      qpdf_oh_get_key(document, qpdf_get_root(document), "/Dests");
  if (!qpdf_oh_is_dictionary(document, places)) return pages;
  std::vector<std::string> names;
  qpdf_oh_begin_dict_key_iter(document, places);
  while (qpdf_oh_dict_more_keys(document)) {
    names.push_back(qpdf_oh_dict_next_key(document));
  }
  for (const std::string& name : names) {
    const qpdf_oh place = qpdf_oh_get_key(document, places, name.c_str());
    if (!qpdf_oh_is_array(document, place)) continue;
    const int page = qpdf_find_page_by_oh(
        document, qpdf_oh_get_array_item(document, place, 0));
    if (page >= 0) pages[name.substr(1)] = page + 1;
  }
  return pages;
}

absl::StatusOr<std::string> WithoutTimes(const std::string& pdf) {
  qpdf_data document = qpdf_init();
  const absl::Cleanup clean = [&document] { qpdf_cleanup(&document); };
  qpdf_silence_errors(document);
  qpdf_set_suppress_warnings(document, QPDF_TRUE);
  const auto failed = [document](QPDF_ERROR_CODE code) {
    if ((code & QPDF_ERRORS) == 0) return false;
    qpdf_get_error(document);  // Else it would be told on the error stream.
    return true;
  };
  if (failed(qpdf_read_memory(document, "page.pdf", pdf.data(), pdf.size(),
                              nullptr))) {
    return absl::InvalidArgumentError("This is no PDF.");
  }
  qpdf_set_info_key(document, "/CreationDate", nullptr);
  qpdf_set_info_key(document, "/ModDate", nullptr);
  qpdf_set_info_key(document, "/Creator",
                    absl::StrCat("opvang ", kHtmlPrinterVersion).c_str());
  if (failed(qpdf_init_write_memory(document))) {
    return absl::InvalidArgumentError("This PDF cannot be written anew.");
  }
  qpdf_set_deterministic_ID(document, QPDF_TRUE);
  qpdf_set_object_stream_mode(document, qpdf_o_generate);
  if (failed(qpdf_write(document))) {
    return absl::InvalidArgumentError("This PDF cannot be written anew.");
  }
  return std::string(reinterpret_cast<const char*>(qpdf_get_buffer(document)),
                     qpdf_get_buffer_length(document));
}

}  // namespace opvang::reporting
