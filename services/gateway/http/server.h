// Serves HTTP/1.1, over TLS or plain on loopback, without a thread per
// connection: a client that is slow holds memory, within bounds, and nothing
// else. What is not as RFC 9112 has it, or could be read in two ways, is
// refused and its connection closed.
#ifndef OPVANG_SERVICES_GATEWAY_HTTP_SERVER_H_
#define OPVANG_SERVICES_GATEWAY_HTTP_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/net/door.h"
#include "services/gateway/http/exchange.h"

namespace opvang::gateway {

struct HttpOptions {
  std::string listen_address = {};  // "127.0.0.1:0" picks a free port.
  // Of ca.pem, cert.pem, key.pem and crls/; adopted again when they change.
  // Empty: plain, which is refused beyond loopback.
  std::string certificates = {};
  DoorOptions door = {};
  int threads = 2;
  // Of the head of a request, of its first line, of a body, of all bodies that
  // come at once.
  size_t head_bytes_max = 64 * 1024;
  size_t line_bytes_max = 32 * 1024;
  size_t body_bytes_max = 16 * 1024 * 1024;
  size_t bodies_bytes_max = 256 * 1024 * 1024;
  // A handshake, the head of a request once it began, a pause in a body or in
  // reading an answer, all of a body, and a pause between requests.
  absl::Duration handshake = absl::Seconds(10);
  absl::Duration head = absl::Seconds(20);
  absl::Duration pause = absl::Seconds(30);
  absl::Duration body = absl::Minutes(5);
  absl::Duration idle = absl::Seconds(60);
};

class HttpServer {
 public:
  // UNAVAILABLE when it cannot listen; what is wrong with the certificates.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Listen(
      const HttpOptions& options, Handler& handler);
  virtual ~HttpServer() = default;

  // Where clients connect to.
  virtual const std::string& address() const = 0;
  virtual void Open() = 0;
  // Takes nobody in any more, and waits so long for requests under way.
  virtual void Close(absl::Duration drain) = 0;
  // Whether somebody knocks who cannot be let in.
  virtual bool IsDeaf() const = 0;
  virtual Door& door() = 0;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_HTTP_SERVER_H_
