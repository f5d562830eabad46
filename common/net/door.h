// The door of a service: it takes connections in, and bounds them.
//
// gRPC 1.51 stops taking any in, for ever, once a process has no file left,
// and lets one caller take as many as it likes. So the door listens itself and
// hands on what it takes in. Where there is no room, whoever has not called yet
// makes place, the oldest first: connections that say nothing shut nobody out.
#ifndef OPVANG_COMMON_NET_DOOR_H_
#define OPVANG_COMMON_NET_DOOR_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace opvang {

struct DoorOptions {
  int connections_max = 1000;
  // Of one address; of IPv6, of one /64, which is what one caller has. Those
  // over a unix socket have no address, and this bound does not hold for them.
  int connections_per_address_max = 250;
  // A door at which somebody waits for so long is deaf.
  absl::Duration deaf_after = absl::Seconds(10);
};

// Sees to it that this process may open a file for each connection, and as many
// as it needs beside them. FAILED_PRECONDITION when the machine does not allow
// it.
absl::Status AllowFilesFor(const DoorOptions& options);

// The name in gRPC of who is at the other end of a connection:
// "ipv4:127.0.0.1:40000"; empty of a unix socket.
std::string PeerOf(int fd);

class Door {
 public:
  // "127.0.0.1:0" (a free port), "[::]:7101", "unix:/run/x.sock". UNAVAILABLE
  // when that cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Door>> Listen(
      const std::string& address, const DoorOptions& options);
  ~Door();

  // Where clients connect to.
  const std::string& address() const { return address_; }

  // Gives each connection to `take`, which owns `fd` from then on.
  using Take = std::function<void(int listener, int fd)>;
  void Open(Take take);
  // Takes nobody in any more.
  void Close();

  // Whether somebody waits who cannot be taken in.
  bool IsDeaf() const;

  // A call came over the connection of `peer`, as gRPC names it: it is not the
  // first to make place any more.
  void NoteCall(const std::string& peer);
  // Ends the connection of `peer`.
  void Cut(const std::string& peer);

  int CountConnections();

  // Connections that stand, as far as is known, and what became of those that
  // came since it was opened.
  struct Standing {
    int connections = 0;
    int64_t let_in = 0, refused = 0, cut = 0;
  };
  Standing standing() const;

 private:
  struct Connection {
    int fd;
    ino_t socket;  // Tells it from the next that gets the same `fd`.
    std::string address, peer;
    bool called = false;
  };
  // In order of arrival.
  using Connections = std::map<uint64_t, Connection>;

  Door(int listener, std::string address, const DoorOptions& options);
  void Run();
  // Waits until somebody knocks, at most `most`; false when it closes.
  bool Wait(absl::Duration most);
  void TakeIn();
  bool MakeRoom(const std::string& address)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool CutOldestSilent(absl::string_view address)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CutLocked(Connections::iterator connection)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(Connections::iterator connection)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Forgets those whose end gRPC has seen.
  void ForgetEnded() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Heard();

  const DoorOptions options_;
  const int listener_;
  const std::string address_;
  const int closing_;  // An eventfd.
  Take take_;
  mutable absl::Mutex mutex_;
  absl::Time heard_ ABSL_GUARDED_BY(mutex_);
  absl::Time forgot_ ABSL_GUARDED_BY(mutex_);
  uint64_t arrived_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t cut_ ABSL_GUARDED_BY(mutex_) = 0;
  Connections connections_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<int, uint64_t> by_fd_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<std::string, uint64_t> by_peer_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<std::string, int> of_address_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_DOOR_H_
