// Asks what other machines serve over HTTP, such as who lets people in.
#ifndef OPVANG_COMMON_NET_HTTP_CLIENT_H_
#define OPVANG_COMMON_NET_HTTP_CLIENT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace opvang {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  absl::Duration timeout = absl::Seconds(10);  // Of all of it.
};

struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};

  // Of that name, whatever its case; empty without one.
  std::string Header(absl::string_view name) const;
};

struct HttpClientOptions {
  // Whose servers are trusted, in PEM; empty: of `certificates` or, without
  // those, whom the machine trusts.
  std::string ca_file = {};
  // A folder as `Connect` takes it: ca.pem, and what it shows of itself. What
  // comes to stand there is adopted.
  std::string certificates = {};
  size_t body_bytes_max = 1024 * 1024;  // Of an answer.
};

// Whether it can be asked: https and a host, or http on loopback; without a
// user or a password, which would stand in logs.
bool IsAskable(const std::string& url);

// Thread-safe.
class HttpClient {
 public:
  // What is wrong with the files that `options` name.
  static absl::StatusOr<HttpClient> Make(const HttpClientOptions& options);

  // The answer, whatever its status; one that leads elsewhere is not followed.
  // INVALID_ARGUMENT for a URL that cannot be asked or a header of two lines,
  // DEADLINE_EXCEEDED after `timeout`, RESOURCE_EXHAUSTED for an answer that is
  // too large, UNAVAILABLE for what else goes wrong. Blocks.
  absl::StatusOr<HttpAnswer> Send(const HttpRequest& request) const;

 private:
  HttpClient(std::string ca, std::string cert, std::string key, size_t bytes)
      : ca_(std::move(ca)),
        cert_(std::move(cert)),
        key_(std::move(key)),
        body_bytes_max_(bytes) {}

  std::string ca_, cert_, key_;  // Paths; empty without.
  size_t body_bytes_max_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_HTTP_CLIENT_H_
