// Child processes of tests: they die with the test, and are ended by their pid.
#ifndef OPVANG_TESTS_SUPPORT_PROCESS_H_
#define OPVANG_TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace opvang {

// Starts a program; its output goes to `log`.
pid_t Spawn(const std::vector<std::string>& arguments, const std::string& log);

// Sends `signal` and waits for the end; answers the exit status, or −1 when it
// ended by a signal.
int End(pid_t pid, int signal);

// The first word of `path`, once it is there; empty after twenty seconds.
std::string AwaitWord(const std::string& path);

// What a line of shell says, on stdout and stderr alike.
std::string Shell(const std::string& line, int* status = nullptr);

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_PROCESS_H_
