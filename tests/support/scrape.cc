#include "tests/support/scrape.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace opvang {

std::string HttpGet(const std::string& address, const std::string& path) {
  const size_t colon = address.rfind(':');
  int port = 0;
  if (colon == std::string::npos ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port)) {
    return "";
  }
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<uint16_t>(port));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &at.sin_addr);
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval most{.tv_sec = 20, .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0) {
    const std::string request =
        absl::StrCat("GET ", path, " HTTP/1.0\r\nHost: x\r\n\r\n");
    if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) ==
        static_cast<ssize_t>(request.size())) {
      char bytes[4096];
      for (ssize_t n; (n = recv(fd, bytes, sizeof bytes, 0)) > 0;) {
        answer.append(bytes, static_cast<size_t>(n));
      }
    }
  }
  close(fd);
  return answer;
}

Scraped Scrape(const std::string& address) {
  Scraped scraped;
  for (const absl::string_view line :
       absl::StrSplit(HttpGet(address, "/metrics"), '\n')) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (absl::StartsWith(line, "# TYPE ")) scraped.typed.insert(words[2]);
    if (absl::StartsWith(line, "# HELP ") && words.size() > 3) {
      scraped.helped.insert(words[2]);
    }
    const size_t space = line.rfind(' ');
    double value = 0;
    if (absl::StartsWith(line, "#") || space == absl::string_view::npos ||
        !absl::SimpleAtod(line.substr(space + 1), &value)) {
      continue;
    }
    scraped.values[std::string(line.substr(0, space))] = value;
  }
  return scraped;
}

double Scraped::Sum(const std::string& name,
                    const std::set<std::string>& labels) const {
  double sum = -1;
  for (const auto& [series, value] : values) {
    if (series != name && !absl::StartsWith(series, name + "{")) continue;
    bool all = true;
    for (const std::string& label : labels) {
      all = all && absl::StrContains(series, label);
    }
    if (all) sum = (sum < 0 ? 0 : sum) + value;
  }
  return sum;
}

}  // namespace opvang
