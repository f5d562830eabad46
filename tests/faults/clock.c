// A clock that can be set under a program that runs: preloaded, it adds the
// nanoseconds that stand in the file $OPVANG_CLOCK to CLOCK_REALTIME.
//
// libfaketime does not do here: Abseil waits by futex until a moment of that
// clock, which it does not see, so that with a clock an hour ahead every wait
// of a second took an hour. Only a wait that is under way when the clock is set
// goes on as it was; the kernel would end it early or late.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const int64_t kSecond = 1000000000;
static volatile int64_t* shared;

__attribute__((constructor)) static void Open(void) {
  const char* path = getenv("OPVANG_CLOCK");
  const int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void* found = mmap(NULL, sizeof *shared, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (found != MAP_FAILED) shared = found;
}

static struct timespec Moved(const struct timespec* at, int sign) {
  const int64_t by = shared == NULL ? 0 : *shared;
  const int64_t all = at->tv_sec * kSecond + at->tv_nsec + sign * by;
  return (struct timespec){.tv_sec = all / kSecond, .tv_nsec = all % kSecond};
}

static long Call(long number, long a, long b, long c, long d, long e, long f) {
  static long (*real)(long, ...);
  if (real == NULL) real = dlsym(RTLD_NEXT, "syscall");
  return real(number, a, b, c, d, e, f);
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  const int result = (int)Call(SYS_clock_gettime, clock, (long)now, 0, 0, 0, 0);
  if (result == 0 && clock == CLOCK_REALTIME) *now = Moved(now, 1);
  return result;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
  (void)zone;
  struct timespec found;
  const int result = clock_gettime(CLOCK_REALTIME, &found);
  now->tv_sec = found.tv_sec;
  now->tv_usec = found.tv_nsec / 1000;
  return result;
}

time_t time(time_t* into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into != NULL) *into = now.tv_sec;
  return now.tv_sec;
}

// A moment until which is waited, of the machine again.
long syscall(long number, ...) {
  va_list given;
  va_start(given, number);
  long args[6];
  for (int i = 0; i < 6; ++i) args[i] = va_arg(given, long);
  va_end(given);
  struct timespec until;
  if (number == SYS_futex && args[3] != 0 && (args[1] & FUTEX_CLOCK_REALTIME)) {
    until = Moved((const struct timespec*)args[3], -1);
    if (until.tv_sec < 0) until = (struct timespec){0};
    args[3] = (long)&until;
  }
  return Call(number, args[0], args[1], args[2], args[3], args[4], args[5]);
}

int pthread_cond_timedwait(pthread_cond_t* restrict condition,
                           pthread_mutex_t* restrict mutex,
                           const struct timespec* restrict at) {
  static int (*real)(pthread_cond_t*, pthread_mutex_t*, const struct timespec*);
  if (real == NULL) {
    real = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  }
  // Of the other clock it is no billion of seconds.
  struct timespec until = at->tv_sec > kSecond ? Moved(at, -1) : *at;
  return real(condition, mutex, &until);
}
