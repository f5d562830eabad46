#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace opvang {

pid_t Spawn(const std::vector<std::string>& arguments, const std::string& log) {
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const int file = open(log.c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600);
  dup2(file, 1);
  dup2(file, 2);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

int End(pid_t pid, int signal) {
  kill(pid, signal);
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int64_t PeakKib(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stoll(line.substr(6));
  }
  return 0;
}

std::string AwaitWord(const std::string& path) {
  std::string word;
  const absl::Time latest = absl::Now() + absl::Seconds(20);
  while (word.empty() && absl::Now() < latest) {
    std::ifstream(path) >> word;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return word;
}

std::string Shell(const std::string& line, int* status) {
  FILE* pipe = popen((line + " 2>&1").c_str(), "r");
  std::string out;
  char bytes[4096];
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
    out.append(bytes, n);
  }
  const int ended = pclose(pipe);
  if (status != nullptr) *status = ended;
  return out;
}

}  // namespace opvang
