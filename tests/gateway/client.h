// A client of HTTP that sends what it is told, byte by byte, over TCP or TLS.
#ifndef OPVANG_TESTS_GATEWAY_CLIENT_H_
#define OPVANG_TESTS_GATEWAY_CLIENT_H_

#include <openssl/ssl.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace opvang::gateway {

struct Answered {
  int status = 0;  // 0: the connection ended without an answer.
  std::map<std::string, std::string> headers;  // By name in lower case.
  std::vector<std::string> cookies;            // Each Set-Cookie.
  std::string body;
  bool is_whole = false;  // It ended as it said.
};

class Client {
 public:
  // "127.0.0.1:port". With `certificates`, a folder, over TLS: ca.pem is whom
  // it trusts; with `shows` it also shows cert.pem.
  explicit Client(const std::string& address,
                  const std::string& certificates = "", bool shows = true);
  ~Client();
  Client(const Client&) = delete;

  bool connected() const { return connected_; }
  // False when the other side is gone.
  bool Send(const std::string& bytes);
  // The next answer; waits half a minute at most.
  Answered Read(bool only_head = false);
  Answered Ask(const std::string& bytes) {
    Send(bytes);
    return Read();
  }
  // Whether the other side has closed.
  bool Ended();

 private:
  bool More();

  int fd_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
  std::string got_;
};

// "GET /v1/cycles", with headers "A: b\r\n" and a body of JSON.
std::string Request(const std::string& line, const std::string& headers = "",
                    const std::string& body = "");

}  // namespace opvang::gateway

#endif  // OPVANG_TESTS_GATEWAY_CLIENT_H_
