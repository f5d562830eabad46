#include "tests/support/http2.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/time/clock.h"

namespace opvang {
namespace {

std::string Number(uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) {
    text.push_back(static_cast<char>(value >> (8 * i)));
  }
  return text;
}

enum FrameType { kData = 0, kHeaders = 1, kReset = 3, kSettings = 4 };
constexpr int kEndStream = 1, kEndHeaders = 4;

std::string Frame(FrameType type, int flags, uint32_t stream,
                  const std::string& payload) {
  return Number(static_cast<uint32_t>(payload.size()), 3) +
         static_cast<char>(type) + static_cast<char>(flags) +
         Number(stream, 4) + payload;
}

// Literal and never indexed; names and values are short.
std::string Field(const std::string& name, const std::string& value) {
  return std::string(1, '\x10') + static_cast<char>(name.size()) + name +
         static_cast<char>(value.size()) + value;
}

sockaddr_in At(const std::string& host, int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, host.c_str(), &at.sin_addr);
  return at;
}

}  // namespace

RawConnection::RawConnection(const std::string& address,
                             const std::string& from) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (!from.empty()) {
    const sockaddr_in own = At(from, 0);
    bind(fd_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
  }
  const size_t colon = address.rfind(':');
  const sockaddr_in at =
      At(address.substr(0, colon), std::atoi(address.c_str() + colon + 1));
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
    close(fd_);
    fd_ = -1;
  }
}

RawConnection::~RawConnection() {
  if (fd_ >= 0) close(fd_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {}

bool RawConnection::Send(const std::string& bytes) {
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t n =
        send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += static_cast<size_t>(n);
  }
  return true;
}

std::string RawConnection::Read(absl::Duration most) {
  pollfd ready{fd_, POLLIN, 0};
  if (poll(&ready, 1, static_cast<int>(most / absl::Milliseconds(1))) <= 0) {
    return "";
  }
  char bytes[4096];
  const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
  return n <= 0 ? "" : std::string(bytes, static_cast<size_t>(n));
}

bool RawConnection::AwaitFrame(int type, absl::Duration most) {
  constexpr size_t kFrameHead = 9;
  const absl::Time latest = absl::Now() + most;
  while (absl::Now() < latest) {
    const auto byte = [this](size_t at) {
      return static_cast<size_t>(static_cast<unsigned char>(unread_[at]));
    };
    if (unread_.size() >= kFrameHead) {
      const size_t size = kFrameHead + (byte(0) << 16 | byte(1) << 8 | byte(2));
      if (unread_.size() >= size) {
        const int came = static_cast<int>(byte(3));
        frame_ = unread_.substr(kFrameHead, size - kFrameHead);
        unread_.erase(0, size);
        if (came == type) return true;
        continue;
      }
    }
    unread_ += Read(absl::Milliseconds(100));
  }
  return false;
}

bool RawConnection::AwaitEnd(absl::Duration most) {
  const absl::Time latest = absl::Now() + most;
  while (absl::Now() < latest) {
    pollfd ready{fd_, POLLIN, 0};
    if (poll(&ready, 1, 100) <= 0) continue;
    char bytes[4096];
    if (recv(fd_, bytes, sizeof bytes, 0) <= 0) return true;
  }
  return false;
}

std::string Preface(uint32_t window) {
  constexpr int kInitialWindow = 4;
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" +
         Frame(kSettings, 0, 0, Number(kInitialWindow, 2) + Number(window, 4));
}

std::string BeginCall(uint32_t stream, const std::string& method,
                      const Headers& more) {
  std::string block = Field(":method", "POST") + Field(":scheme", "http") +
                      Field(":path", method) + Field(":authority", "x") +
                      Field("te", "trailers") +
                      Field("content-type", "application/grpc");
  for (const auto& [name, value] : more) block += Field(name, value);
  return Frame(kHeaders, kEndHeaders, stream, block);
}

std::string SendMessage(uint32_t stream, const std::string& message, bool last,
                        bool compressed) {
  const std::string bytes = std::string(1, compressed ? '\x01' : '\x00') +
                            Number(static_cast<uint32_t>(message.size()), 4) +
                            message;
  // As much as a frame may hold by default.
  constexpr size_t kFrameMax = 16384;
  std::string frames;
  for (size_t at = 0; at < bytes.size(); at += kFrameMax) {
    const bool end = last && at + kFrameMax >= bytes.size();
    frames +=
        Frame(kData, end ? kEndStream : 0, stream, bytes.substr(at, kFrameMax));
  }
  return frames;
}

std::string Reset(uint32_t stream) {
  constexpr uint32_t kCancel = 8;
  return Frame(kReset, 0, stream, Number(kCancel, 4));
}

}  // namespace opvang
