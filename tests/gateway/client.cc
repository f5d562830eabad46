#include "tests/gateway/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace opvang::gateway {

Client::Client(const std::string& address, const std::string& certificates,
               bool shows) {
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // Nothing is waited for longer.
  const timeval most{30, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<uint16_t>(
      std::atoi(address.c_str() + address.rfind(':') + 1)));
  inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
  connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
  if (!connected_ || certificates.empty()) return;
  context_ = SSL_CTX_new(TLS_client_method());
  SSL_CTX_load_verify_locations(context_, (certificates + "/ca.pem").c_str(),
                                nullptr);
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  if (shows) {
    SSL_CTX_use_certificate_chain_file(context_,
                                       (certificates + "/cert.pem").c_str());
    SSL_CTX_use_PrivateKey_file(context_, (certificates + "/key.pem").c_str(),
                                SSL_FILETYPE_PEM);
  }
  ssl_ = SSL_new(context_);
  SSL_set_fd(ssl_, fd_);
  connected_ = SSL_connect(ssl_) == 1;
}

Client::~Client() {
  if (ssl_ != nullptr) SSL_free(ssl_);
  if (context_ != nullptr) SSL_CTX_free(context_);
  if (fd_ >= 0) close(fd_);
}

bool Client::Send(const std::string& bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const auto sent =
        ssl_ != nullptr
            ? SSL_write(ssl_, bytes.data() + at,
                        static_cast<int>(bytes.size() - at))
            : send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += static_cast<size_t>(sent);
  }
  return true;
}

bool Client::More() {
  char bytes[16384];
  const auto read = ssl_ != nullptr ? SSL_read(ssl_, bytes, sizeof bytes)
                                    : recv(fd_, bytes, sizeof bytes, 0);
  if (read <= 0) return false;
  got_.append(bytes, static_cast<size_t>(read));
  return true;
}

bool Client::Ended() {
  while (More()) {
  }
  return true;
}

Answered Client::Read(bool only_head) {
  Answered answer;
  size_t end;
  while ((end = got_.find("\r\n\r\n")) == std::string::npos) {
    if (!More()) return answer;
  }
  const std::string head = got_.substr(0, end);
  got_.erase(0, end + 4);
  const std::vector<std::string> lines = absl::StrSplit(head, "\r\n");
  answer.status = std::atoi(lines[0].c_str() + 9);
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    const std::string name = absl::AsciiStrToLower(parts.first);
    answer.headers[name] = parts.second;
    if (name == "set-cookie") answer.cookies.push_back(parts.second);
  }
  if (answer.status == 100) return Read(only_head);
  if (only_head || answer.status == 304) {
    answer.is_whole = true;
    return answer;
  }
  if (answer.headers.count("content-length") > 0) {
    const size_t size =
        std::strtoul(answer.headers["content-length"].c_str(), nullptr, 10);
    while (got_.size() < size && More()) {
    }
    answer.is_whole = got_.size() >= size;
    answer.body = got_.substr(0, size);
    got_.erase(0, size);
    return answer;
  }
  while (true) {
    while ((end = got_.find("\r\n")) == std::string::npos) {
      if (!More()) return answer;
    }
    const size_t size = std::strtoul(got_.c_str(), nullptr, 16);
    while (got_.size() < end + size + 4 && More()) {
    }
    answer.body += got_.substr(end + 2, size);
    got_.erase(0, end + size + 4);
    answer.is_whole = size == 0;
    if (size == 0) return answer;
  }
}

std::string Request(const std::string& line, const std::string& headers,
                    const std::string& body) {
  std::string request =
      absl::StrCat(line, " HTTP/1.1\r\nHost: test\r\n", headers);
  if (!body.empty()) {
    absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n");
    if (!absl::StrContains(headers, "Content-Type")) {
      request += "Content-Type: application/json\r\n";
    }
  }
  return absl::StrCat(request, "\r\n", body);
}

}  // namespace opvang::gateway
