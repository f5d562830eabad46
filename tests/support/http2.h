// HTTP/2 by hand over a plain connection, for what no library lets a caller do.
#ifndef OPVANG_TESTS_SUPPORT_HTTP2_H_
#define OPVANG_TESTS_SUPPORT_HTTP2_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace opvang {

// A connection to "127.0.0.1:7101" that sends what it is told, unencrypted.
class RawConnection {
 public:
  // `from` is the address to come from, on loopback; empty: any.
  explicit RawConnection(const std::string& address,
                         const std::string& from = "");
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection(const RawConnection&) = delete;

  bool is_open() const { return fd_ >= 0; }
  // False once the other side has closed it.
  bool Send(const std::string& bytes);
  // What comes within `most`; empty when nothing does or the end has come.
  std::string Read(absl::Duration most);
  // Reads frames until one of `type` comes; false when none does within `most`.
  bool AwaitFrame(int type, absl::Duration most);
  // What that frame held.
  const std::string& frame() const { return frame_; }
  // Reads until the other side closes it; false when it did not within `most`.
  bool AwaitEnd(absl::Duration most);

 private:
  int fd_ = -1;
  std::string unread_, frame_;
};

inline constexpr int kDataFrame = 0, kResetFrame = 3, kPingFrame = 6,
                     kGoAwayFrame = 7;

using Headers = std::vector<std::pair<std::string, std::string>>;

// What begins a connection, with a window for what is answered.
std::string Preface(uint32_t window = 65535);
// Begins a call of "/nl.opvang.….Service/Method" on an odd stream.
std::string BeginCall(uint32_t stream, const std::string& method,
                      const Headers& more = {});
// A message, serialized; `last` ends what the caller sends.
std::string SendMessage(uint32_t stream, const std::string& message, bool last,
                        bool compressed = false);
std::string Reset(uint32_t stream);

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_HTTP2_H_
