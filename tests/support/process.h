// Child processes of tests: they die with the test, and are ended by their pid.
#ifndef OPVANG_TESTS_SUPPORT_PROCESS_H_
#define OPVANG_TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace opvang {

// Starts a program; its output goes to `log`.
pid_t Spawn(const std::vector<std::string>& arguments, const std::string& log);

// Sends `signal` and waits for the end; answers the exit status, or −1 when it
// ended by a signal.
int End(pid_t pid, int signal);

// The most memory that a process ever held, in KiB; 0 when it is gone.
int64_t PeakKib(pid_t pid);

// What programs built as this one take where `kib` are meant: under the address
// sanitizer small blocks stand apart, and what was freed is kept for a while.
constexpr int64_t AsBuilt(int64_t kib) {
#ifdef __SANITIZE_ADDRESS__
  constexpr int64_t kKept = 256 * 1024;
  return 4 * kib + kKept;
#else
  return kib;
#endif
}

// The first word of `path`, once it is there; empty after twenty seconds.
std::string AwaitWord(const std::string& path);

// What a line of shell says, on stdout and stderr alike.
std::string Shell(const std::string& line, int* status = nullptr);

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_PROCESS_H_
