#include "common/net/door.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"

namespace opvang {
namespace {

constexpr int kBacklog = 1024;
// The database, other services, certificates, reports being printed; and
// connections that were cut and not closed yet.
constexpr rlim_t kOtherFiles = 500;
constexpr absl::Duration kIdle = absl::Seconds(1);
constexpr absl::Duration kPause = absl::Milliseconds(50);
constexpr absl::Duration kForgetEvery = absl::Milliseconds(100);
constexpr int kUnreadMilliseconds = 30000;
constexpr char kUnix[] = "unix";

absl::Status CannotListen(const std::string& address, const std::string& why) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", address, ": ", why));
}

absl::StatusOr<int> ListenAt(const std::string& address, const sockaddr* at,
                             socklen_t size) {
  const int fd =
      socket(at->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return CannotListen(address, strerror(errno));
  const int on = 1, off = 0;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // "[::]" is both families.
  if (at->sa_family == AF_INET6) {
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  }
  if (bind(fd, at, size) == 0 && listen(fd, kBacklog) == 0) return fd;
  const absl::Status failed = CannotListen(address, strerror(errno));
  close(fd);
  return failed;
}

absl::StatusOr<int> ListenOnPath(const std::string& address,
                                 const std::string& path) {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  if (path.size() >= sizeof at.sun_path) {
    return CannotListen(address, "the path is too long");
  }
  path.copy(at.sun_path, path.size());
  struct stat info;
  // What an earlier process left behind.
  if (stat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode)) {
    unlink(path.c_str());
  }
  return ListenAt(address, reinterpret_cast<sockaddr*>(&at), sizeof at);
}

absl::StatusOr<int> ListenOnPort(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    return CannotListen(address, "it must be HOST:PORT or unix:PATH");
  }
  absl::string_view host(address.data(), colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int fault =
      getaddrinfo(host.empty() ? "::" : std::string(host).c_str(),
                  address.substr(colon + 1).c_str(), &hints, &found);
  if (fault != 0) return CannotListen(address, gai_strerror(fault));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, freeaddrinfo);
  absl::StatusOr<int> fd;
  for (; found != nullptr && !fd.ok(); found = found->ai_next) {
    fd = ListenAt(address, found->ai_addr, found->ai_addrlen);
  }
  return fd;
}

std::string WithPort(const std::string& address, int listener) {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
  // The port stands at the same place in both families.
  const int port = ntohs(reinterpret_cast<const sockaddr_in*>(&at)->sin_port);
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

// Who connected: what its connections are counted by, and its name in gRPC.
struct Caller {
  std::string address, peer;
};

Caller CallerAt(const sockaddr_storage& at) {
  char text[INET6_ADDRSTRLEN];
  if (at.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(at);
    const int port = ntohs(six.sin6_port);
    if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
      inet_ntop(AF_INET, &six.sin6_addr.s6_addr[12], text, sizeof text);
      return {text, absl::StrCat("ipv4:", text, ":", port)};
    }
    inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    return {std::string(reinterpret_cast<const char*>(&six.sin6_addr), 8),
            absl::StrCat("ipv6:%5B", text, "%5D:", port)};
  }
  if (at.ss_family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in&>(at);
    inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
    return {text, absl::StrCat("ipv4:", text, ":", ntohs(four.sin_port))};
  }
  return {kUnix, ""};
}

// The inode of the socket that `fd` is; 0 when it is closed.
ino_t SocketOf(int fd) {
  struct stat info;
  return fstat(fd, &info) == 0 && S_ISSOCK(info.st_mode) ? info.st_ino : 0;
}

bool IsPassing(int fault) {
  return fault == EAGAIN || fault == EINTR || fault == ECONNABORTED;
}

}  // namespace

absl::Status AllowFilesFor(const DoorOptions& options) {
  const rlim_t needed = options.connections_max + kOtherFiles;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= needed) return absl::OkStatus();
  if (files.rlim_max < needed) {
    return absl::FailedPreconditionError(
        absl::StrCat("this process may open ", files.rlim_max, " files; for ",
                     options.connections_max, " connections it needs ", needed,
                     " (LimitNOFILE of systemd, ulimit -Hn)"));
  }
  files.rlim_cur = needed;
  if (setrlimit(RLIMIT_NOFILE, &files) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cannot raise the file limit to ", needed));
}

std::string PeerOf(int fd) {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  return getpeername(fd, reinterpret_cast<sockaddr*>(&at), &size) == 0
             ? CallerAt(at).peer
             : "";
}

absl::StatusOr<std::unique_ptr<Door>> Door::Listen(const std::string& address,
                                                   const DoorOptions& options) {
  absl::string_view path = address;
  if (absl::ConsumePrefix(&path, "unix:")) {
    ASSIGN_OR_RETURN(const int fd, ListenOnPath(address, std::string(path)));
    return std::unique_ptr<Door>(new Door(fd, address, options));
  }
  ASSIGN_OR_RETURN(const int fd, ListenOnPort(address));
  return std::unique_ptr<Door>(new Door(fd, WithPort(address, fd), options));
}

Door::Door(int listener, std::string address, const DoorOptions& options)
    : options_(options),
      listener_(listener),
      address_(std::move(address)),
      closing_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      heard_(SteadyNow()) {}

Door::~Door() {
  Close();
  close(listener_);
  close(closing_);
}

void Door::Open(Take take) {
  take_ = std::move(take);
  Heard();
  thread_ = std::thread([this] { Run(); });
}

void Door::Close() {
  eventfd_write(closing_, 1);
  if (thread_.joinable()) thread_.join();
}

void Door::Heard() {
  absl::MutexLock lock(&mutex_);
  heard_ = SteadyNow();
}

bool Door::IsDeaf() const {
  absl::MutexLock lock(&mutex_);
  return SteadyNow() - heard_ > options_.deaf_after + kIdle;
}

bool Door::Wait(absl::Duration most) {
  pollfd waits[] = {{closing_, POLLIN, 0}, {listener_, POLLIN, 0}};
  const int heard =
      poll(waits, 2, static_cast<int>(most / absl::Milliseconds(1)));
  if (waits[0].revents != 0) return false;
  if (heard == 0) Heard();
  return true;
}

void Door::Run() {
  while (Wait(kIdle)) TakeIn();
}

void Door::TakeIn() {
  sockaddr_storage at{};
  socklen_t size = sizeof at;
  const int fd = accept4(listener_, reinterpret_cast<sockaddr*>(&at), &size,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0 && IsPassing(errno)) return Heard();
  if (fd < 0) {
    // No file is left. Whoever knocks waits until one is.
    {
      absl::MutexLock lock(&mutex_);
      CutOldestSilent("");
    }
    pollfd closing{closing_, POLLIN, 0};
    poll(&closing, 1, static_cast<int>(kPause / absl::Milliseconds(1)));
    return;
  }
  const Caller caller = CallerAt(at);
  if (caller.address != kUnix) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Whoever reads nothing for so long is gone.
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUnreadMilliseconds,
               sizeof kUnreadMilliseconds);
  }
  {
    absl::MutexLock lock(&mutex_);
    heard_ = SteadyNow();
    // The one that had this number has ended.
    if (const auto before = by_fd_.find(fd); before != by_fd_.end()) {
      Forget(connections_.find(before->second));
    }
    if (!MakeRoom(caller.address)) {
      ++refused_;
      close(fd);
      return;
    }
    const uint64_t number = ++arrived_;
    connections_[number] = {.fd = fd,
                            .socket = SocketOf(fd),
                            .address = caller.address,
                            .peer = caller.peer,
                            .called = caller.address == kUnix};
    by_fd_[fd] = number;
    if (!caller.peer.empty()) by_peer_[caller.peer] = number;
    ++of_address_[caller.address];
  }
  take_(listener_, fd);
}

bool Door::MakeRoom(const std::string& address) {
  const auto none_left = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return static_cast<int>(connections_.size()) >= options_.connections_max;
  };
  const auto none_of_address = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return address != kUnix &&
           of_address_[address] >= options_.connections_per_address_max;
  };
  if ((none_left() || none_of_address()) &&
      SteadyNow() - forgot_ > kForgetEvery) {
    ForgetEnded();
  }
  if (none_of_address() && !CutOldestSilent(address)) return false;
  return !none_left() || CutOldestSilent("");
}

bool Door::CutOldestSilent(absl::string_view address) {
  for (auto one = connections_.begin(); one != connections_.end(); ++one) {
    if (one->second.called) continue;
    if (!address.empty() && one->second.address != address) continue;
    CutLocked(one);
    return true;
  }
  return false;
}

void Door::CutLocked(Connections::iterator connection) {
  ++cut_;
  // A copy cannot become another file between the look and the end.
  const int copy = fcntl(connection->second.fd, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) {
    if (SocketOf(copy) == connection->second.socket) shutdown(copy, SHUT_RDWR);
    close(copy);
  } else if (SocketOf(connection->second.fd) == connection->second.socket) {
    // No file is left for one.
    shutdown(connection->second.fd, SHUT_RDWR);
  }
  Forget(connection);
}

void Door::Forget(Connections::iterator connection) {
  const Connection& one = connection->second;
  by_fd_.erase(one.fd);
  by_peer_.erase(one.peer);
  const auto count = of_address_.find(one.address);
  if (--count->second == 0) of_address_.erase(count);
  connections_.erase(connection);
}

void Door::ForgetEnded() {
  forgot_ = SteadyNow();
  for (auto one = connections_.begin(); one != connections_.end();) {
    const auto at = one++;
    if (SocketOf(at->second.fd) != at->second.socket) Forget(at);
  }
}

void Door::NoteCall(const std::string& peer) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_peer_.find(peer);
  if (found != by_peer_.end()) connections_.at(found->second).called = true;
}

void Door::Cut(const std::string& peer) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_peer_.find(peer);
  if (found != by_peer_.end()) CutLocked(connections_.find(found->second));
}

Door::Standing Door::standing() const {
  absl::MutexLock lock(&mutex_);
  return {.connections = static_cast<int>(connections_.size()),
          .let_in = static_cast<int64_t>(arrived_),
          .refused = refused_,
          .cut = cut_};
}

int Door::CountConnections() {
  absl::MutexLock lock(&mutex_);
  ForgetEnded();
  return static_cast<int>(connections_.size());
}

}  // namespace opvang
