#include "tests/support/small_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace opvang {
namespace {

// A connection, encrypted or not.
struct Wire {
  int fd;
  SSL* ssl;

  std::string Read() const {
    char bytes[4096];
    const auto n = ssl != nullptr ? SSL_read(ssl, bytes, sizeof bytes)
                                  : recv(fd, bytes, sizeof bytes, 0);
    return n <= 0 ? "" : std::string(bytes, static_cast<size_t>(n));
  }
  void Write(const std::string& bytes) const {
    for (size_t at = 0; at < bytes.size();) {
      const auto n =
          ssl != nullptr
              ? SSL_write(ssl, bytes.data() + at,
                          static_cast<int>(bytes.size() - at))
              : send(fd, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (n <= 0) return;
      at += static_cast<size_t>(n);
    }
  }
};

}  // namespace

std::string SmallServer::Request::Header(const std::string& name) const {
  for (const absl::string_view line : absl::StrSplit(head, "\r\n")) {
    const size_t colon = line.find(':');
    if (colon != line.npos &&
        absl::EqualsIgnoreCase(line.substr(0, colon), name)) {
      return std::string(absl::StripAsciiWhitespace(line.substr(colon + 1)));
    }
  }
  return "";
}

SmallServer::SmallServer(Answer answer, const std::string& certificates)
    : answer_(std::move(answer)) {
  if (!certificates.empty()) {
    context_ = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate_chain_file(context_,
                                       (certificates + "/cert.pem").c_str());
    SSL_CTX_use_PrivateKey_file(context_, (certificates + "/key.pem").c_str(),
                                SSL_FILETYPE_PEM);
    SSL_CTX_load_verify_locations(context_, (certificates + "/ca.pem").c_str(),
                                  nullptr);
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  }
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  bind(listener_, reinterpret_cast<sockaddr*>(&at), size);
  listen(listener_, 64);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
  port_ = ntohs(at.sin_port);
  accepts_ = std::thread([this] { Run(); });
}

SmallServer::~SmallServer() {
  std::vector<std::thread> threads;
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  accepts_.join();
  {
    absl::MutexLock lock(&mutex_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
  close(listener_);
  if (context_ != nullptr) SSL_CTX_free(context_);
}

std::string SmallServer::url() const {
  return absl::StrCat(context_ == nullptr ? "http" : "https",
                      "://localhost:", port_);
}

void SmallServer::Run() {
  while (true) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    absl::MutexLock lock(&mutex_);
    if (closing_) {
      close(fd);
      return;
    }
    open_.insert(fd);
    threads_.emplace_back([this, fd] { Serve(fd); });
  }
}

void SmallServer::Serve(int fd) {
  Wire wire{fd, nullptr};
  bool begun = true;
  if (context_ != nullptr) {
    wire.ssl = SSL_new(context_);
    SSL_set_fd(wire.ssl, fd);
    begun = SSL_accept(wire.ssl) == 1;
  }
  std::string bytes;
  size_t end = bytes.npos;
  while (begun && end == bytes.npos) {
    const std::string more = wire.Read();
    begun = !more.empty();
    bytes += more;
    end = bytes.find("\r\n\r\n");
  }
  if (begun) {
    Request request;
    request.head = bytes.substr(0, end + 4);
    request.body = bytes.substr(end + 4);
    const size_t length =
        std::strtoul(request.Header("Content-Length").c_str(), nullptr, 10);
    while (begun && request.body.size() < length) {
      const std::string more = wire.Read();
      begun = !more.empty();
      request.body += more;
    }
    if (wire.ssl != nullptr) {
      X509* const shown = SSL_get1_peer_certificate(wire.ssl);
      request.has_certificate = shown != nullptr;
      X509_free(shown);
    }
    wire.Write(answer_(request));
    if (wire.ssl != nullptr) SSL_shutdown(wire.ssl);
  }
  if (wire.ssl != nullptr) SSL_free(wire.ssl);
  absl::MutexLock lock(&mutex_);
  open_.erase(fd);
  close(fd);
}

std::string HttpAnswerOf(int status, const std::string& body,
                         const std::string& headers) {
  return absl::StrCat("HTTP/1.1 ", status, " Any\r\n", headers,
                      "Connection: close\r\nContent-Length: ", body.size(),
                      "\r\n\r\n", body);
}

}  // namespace opvang
