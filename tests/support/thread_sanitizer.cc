// Tells ThreadSanitizer what Debian's Abseil, which is built without it, does:
// that whoever takes a lock comes after whoever gave it back. Linked into tests
// that are built with OPVANG_SANITIZE=thread; gRPC's locks come here as well.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

// Conditions of those who wait are read by whoever gives the lock back, after
// that was told.
class WithoutReads {
 public:
  WithoutReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~WithoutReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

template <typename Result, typename... Args>
Result CallNext(const char* symbol, Args... args) {
  using Function = Result (*)(Args...);
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, symbol))(args...);
}

// Gives the lock back, waits, and has it again.
template <typename Result, typename... Args>
Result WaitNext(const char* symbol, void* lock, Args... args) {
  __tsan_release(lock);
  struct Taken {
    void* lock;
    ~Taken() { __tsan_acquire(lock); }
  } taken{lock};
  const WithoutReads without_reads;
  return CallNext<Result>(symbol, args...);
}

}  // namespace

#define ABSL_SYMBOL(name) "_ZN4absl7debian3" name
#define ABSL_CONST_SYMBOL(name) "_ZNK4absl7debian3" name

#define OPVANG_LOCKS(function, symbol)       \
  void function(void* lock) __asm__(symbol); \
  void function(void* lock) {                \
    CallNext<void>(symbol, lock);            \
    __tsan_acquire(lock);                    \
  }
#define OPVANG_UNLOCKS(function, symbol)     \
  void function(void* lock) __asm__(symbol); \
  void function(void* lock) {                \
    __tsan_release(lock);                    \
    const WithoutReads without_reads;        \
    CallNext<void>(symbol, lock);            \
  }
OPVANG_LOCKS(Lock, ABSL_SYMBOL("5Mutex4LockEv"))
OPVANG_LOCKS(ReaderLock, ABSL_SYMBOL("5Mutex10ReaderLockEv"))
OPVANG_UNLOCKS(Unlock, ABSL_SYMBOL("5Mutex6UnlockEv"))
OPVANG_UNLOCKS(ReaderUnlock, ABSL_SYMBOL("5Mutex12ReaderUnlockEv"))
OPVANG_UNLOCKS(Notify, ABSL_SYMBOL("12Notification6NotifyEv"))
OPVANG_LOCKS(WaitForNotification,
             ABSL_CONST_SYMBOL("12Notification19WaitForNotificationEv"))

constexpr char kTryLock[] = ABSL_SYMBOL("5Mutex7TryLockEv");
bool TryLock(void* lock) __asm__(ABSL_SYMBOL("5Mutex7TryLockEv"));
bool TryLock(void* lock) {
  const bool taken = CallNext<bool>(kTryLock, lock);
  if (taken) __tsan_acquire(lock);
  return taken;
}

constexpr char kAwait[] = ABSL_SYMBOL("5Mutex5AwaitERKNS0_9ConditionE");
void Await(void* lock, const void* condition) __asm__(
    ABSL_SYMBOL("5Mutex5AwaitERKNS0_9ConditionE"));
void Await(void* lock, const void* condition) {
  WaitNext<void>(kAwait, lock, lock, condition);
}

constexpr char kAwaitWithTimeout[] =
    ABSL_SYMBOL("5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
bool AwaitWithTimeout(void* lock, const void* condition, absl::Duration most) __asm__(
    ABSL_SYMBOL("5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE"));
bool AwaitWithTimeout(void* lock, const void* condition, absl::Duration most) {
  return WaitNext<bool>(kAwaitWithTimeout, lock, lock, condition, most);
}

constexpr char kNotifiedWithin[] = ABSL_CONST_SYMBOL(
    "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE");
bool NotifiedWithin(void* notification, absl::Duration most) __asm__(
    ABSL_CONST_SYMBOL(
        "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE"));
bool NotifiedWithin(void* notification, absl::Duration most) {
  const bool notified = CallNext<bool>(kNotifiedWithin, notification, most);
  if (notified) __tsan_acquire(notification);
  return notified;
}

constexpr char kWait[] = ABSL_SYMBOL("7CondVar4WaitEPNS0_5MutexE");
void Wait(void* variable,
          void* lock) __asm__(ABSL_SYMBOL("7CondVar4WaitEPNS0_5MutexE"));
void Wait(void* variable, void* lock) {
  WaitNext<void>(kWait, lock, variable, lock);
}

constexpr char kWaitWithDeadline[] =
    ABSL_SYMBOL("7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE");
bool WaitWithDeadline(void* variable, void* lock, absl::Time until) __asm__(
    ABSL_SYMBOL("7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE"));
bool WaitWithDeadline(void* variable, void* lock, absl::Time until) {
  return WaitNext<bool>(kWaitWithDeadline, lock, variable, lock, until);
}
