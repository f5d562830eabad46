#include "common/net/http_client.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/net/certificates.h"

namespace opvang {
namespace {

constexpr size_t kHeadersMax = 200;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::string PartOf(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

// Of a URL as the library that asks reads it.
bool IsLoopbackHost(absl::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  in_addr address{};
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == 127;
}

// What comes of an answer.
struct Coming {
  HttpAnswer answer;
  size_t body_bytes_max = 0;
  bool too_large = false;
};

size_t TakeBody(char* bytes, size_t, size_t count, void* to) {
  auto& coming = *static_cast<Coming*>(to);
  if (coming.answer.body.size() + count > coming.body_bytes_max) {
    coming.too_large = true;
    return 0;
  }
  coming.answer.body.append(bytes, count);
  return count;
}

size_t TakeHeader(char* bytes, size_t, size_t count, void* to) {
  auto& coming = *static_cast<Coming*>(to);
  const absl::string_view line(bytes, count);
  // What came before was of "100 Continue".
  if (absl::StartsWith(line, "HTTP/")) coming.answer.headers.clear();
  const size_t colon = line.find(':');
  if (colon == line.npos) return count;
  if (coming.answer.headers.size() == kHeadersMax) {
    coming.too_large = true;
    return 0;
  }
  coming.answer.headers.emplace_back(
      line.substr(0, colon),
      absl::StripAsciiWhitespace(line.substr(colon + 1)));
  return count;
}

bool IsOneLine(absl::string_view text) {
  return text.find_first_of(absl::string_view("\r\n\0", 3)) == text.npos;
}

absl::Status StatusOf(CURLcode code, const Coming& coming, const char* fault) {
  if (coming.too_large) {
    return absl::ResourceExhaustedError("the answer is too large");
  }
  const std::string text = *fault == '\0' ? curl_easy_strerror(code) : fault;
  return code == CURLE_OPERATION_TIMEDOUT ? absl::DeadlineExceededError(text)
                                          : absl::UnavailableError(text);
}

}  // namespace

std::string HttpAnswer::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

bool IsAskable(const std::string& text) {
  const Url url(curl_url(), curl_url_cleanup);
  if (!IsOneLine(text) ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return false;
  }
  const std::string scheme = PartOf(url, CURLUPART_SCHEME);
  const std::string host = PartOf(url, CURLUPART_HOST);
  return !host.empty() && PartOf(url, CURLUPART_USER).empty() &&
         PartOf(url, CURLUPART_PASSWORD).empty() &&
         (scheme == "https" || (scheme == "http" && IsLoopbackHost(host)));
}

absl::StatusOr<HttpClient> HttpClient::Make(const HttpClientOptions& options) {
  static const CURLcode begun = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (begun != CURLE_OK) {
    return absl::InternalError(curl_easy_strerror(begun));
  }
  AdoptedPaths paths;
  if (!options.certificates.empty()) {
    ASSIGN_OR_RETURN(paths, AdoptCertificates(options.certificates));
  }
  if (!options.ca_file.empty()) {
    ASSIGN_OR_RETURN(const std::string read, ReadFile(options.ca_file));
    if (!absl::StrContains(read, "-----BEGIN CERTIFICATE-----")) {
      return absl::FailedPreconditionError(
          absl::StrCat(options.ca_file, " is no certificate"));
    }
    paths.ca = options.ca_file;
  }
  return HttpClient(paths.ca, paths.cert, paths.key, options.body_bytes_max);
}

absl::StatusOr<HttpAnswer> HttpClient::Send(const HttpRequest& request) const {
  if (!IsAskable(request.url)) {
    return absl::InvalidArgumentError(
        "the URL is no https address without user and password");
  }
  Lines lines(nullptr, curl_slist_free_all);
  const auto add = [&lines](const std::string& line) {
    lines.reset(curl_slist_append(lines.release(), line.c_str()));
  };
  // Neither asked first whether a body is welcome, nor said what it is.
  add("Expect:");
  add("Content-Type:");
  for (const auto& [name, value] : request.headers) {
    if (!IsOneLine(name) || !IsOneLine(value)) {
      return absl::InvalidArgumentError("a header has more than one line");
    }
    add(value.empty() ? absl::StrCat(name, ";")
                      : absl::StrCat(name, ": ", value));
  }
  if (!IsOneLine(request.method)) {
    return absl::InvalidArgumentError("the method has more than one line");
  }
  Coming coming;
  coming.body_bytes_max = body_bytes_max_;
  char fault[CURL_ERROR_SIZE] = "";
  const Handle curl(curl_easy_init(), curl_easy_cleanup);
  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, fault);
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(
                       std::max(request.timeout, absl::Milliseconds(1)))));
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  if (!ca_.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, ca_.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  }
  if (!cert_.empty()) {
    curl_easy_setopt(handle, CURLOPT_SSLCERT, cert_.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLKEY, key_.c_str());
  }
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines.get());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &TakeBody);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &coming);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &TakeHeader);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &coming);
  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK) return StatusOf(code, coming, fault);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  coming.answer.status = static_cast<int>(status);
  return std::move(coming.answer);
}

}  // namespace opvang
