// peak_of COMMAND…: runs it, then says on stderr the most memory that it ever
// held, in KiB, and how long it took. Small itself, since a child counts what
// it was born with. Ends as the command does.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

int main(int, char** argv) {
  const pid_t pid = fork();
  if (pid == 0) {
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status = 0;
  rusage usage = {};
  wait4(pid, &status, 0, &usage);
  std::fprintf(stderr, "\npeak %ld KiB, %ld ms of processor\n", usage.ru_maxrss,
               (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                   (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
