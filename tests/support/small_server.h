// A server of HTTP/1.1 on loopback for what opvang asks of others: it answers
// as a function of the test says, over TCP or TLS.
#ifndef OPVANG_TESTS_SUPPORT_SMALL_SERVER_H_
#define OPVANG_TESTS_SUPPORT_SMALL_SERVER_H_

#include <openssl/ssl.h>

#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace opvang {

// One request and one answer a connection.
class SmallServer {
 public:
  struct Request {
    std::string head, body;  // "GET /x HTTP/1.1\r\n…\r\n\r\n"
    bool has_certificate = false;
    // Of that name; empty without one.
    std::string Header(const std::string& name) const;
  };
  // All bytes of the answer; empty: the connection ends without one. May be
  // called by several threads at once.
  using Answer = std::function<std::string(const Request&)>;

  // `certificates` is a folder with cert.pem, key.pem and ca.pem, of which
  // clients may have certificates; empty: without TLS.
  explicit SmallServer(Answer answer, const std::string& certificates = "");
  ~SmallServer();
  SmallServer(const SmallServer&) = delete;

  int port() const { return port_; }
  // "https://localhost:port"
  std::string url() const;

 private:
  void Run();
  void Serve(int fd);

  const Answer answer_;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1, port_ = 0;
  absl::Mutex mutex_;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<int> open_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  std::thread accepts_;
};

// "HTTP/1.1 200 OK" with these headers ("A: b\r\n") and a length.
std::string HttpAnswerOf(int status, const std::string& body,
                         const std::string& headers = "");

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_SMALL_SERVER_H_
