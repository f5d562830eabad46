// Heads of requests over HTTP, as bytes: what is let in says the same to a
// reader of ours and to the library that reads it for the gateway.
#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/gateway/http/head.h"
#include "services/gateway/transcode/media.h"
#include "services/gateway/transcode/plain_page.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

namespace http = boost::beast::http;
using Headers = std::vector<std::pair<std::string, std::string>>;

// As RFC 9112 has them, by plain cuts.
Headers HeadersIn(absl::string_view head) {
  Headers headers;
  std::vector<absl::string_view> lines = absl::StrSplit(head, "\r\n");
  for (size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) break;
    const size_t colon = lines[i].find(':');
    const absl::string_view value = lines[i].substr(colon + 1);
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    size_t begin = 0, end = value.size();
    while (begin < end && blank(value[begin])) ++begin;
    while (end > begin && blank(value[end - 1])) --end;
    headers.emplace_back(lines[i].substr(0, colon),
                         value.substr(begin, end - begin));
  }
  return headers;
}

// The library puts those of one name beside each other.
Headers ByName(Headers headers) {
  std::stable_sort(
      headers.begin(), headers.end(), [](const auto& a, const auto& b) {
        return absl::AsciiStrToLower(a.first) < absl::AsciiStrToLower(b.first);
      });
  return headers;
}

}  // namespace

void Fuzz(absl::string_view input) {
  const size_t end = gateway::EndOfHead(input);
  OPVANG_HOLDS(end <= input.size());
  gateway::AsksForPage(input);
  gateway::HasEtag(input, "\"a\"");
  OPVANG_HOLDS(gateway::Accepts(input, "*/*") || !gateway::AsksForPage(input) ||
               gateway::Accepts(input, "text/html"));
  if (end == 0) return;
  const absl::string_view head = input.substr(0, end);
  if (gateway::FaultOfHead(head).has_value()) return;
  http::request_parser<http::empty_body> parser;
  boost::system::error_code fault;
  parser.header_limit(64 * 1024);
  parser.put(boost::asio::const_buffer(head.data(), head.size()), fault);
  if (fault || !parser.is_header_done()) return;
  Headers read;
  for (const auto& field : parser.get()) {
    read.emplace_back(field.name_string(), field.value());
  }
  OPVANG_HOLDS(ByName(read) == ByName(HeadersIn(head)));
  for (const auto& [name, value] : read) {
    OPVANG_HOLDS(!name.empty());
    OPVANG_HOLDS(!absl::StrContains(value, '\n'));
    OPVANG_HOLDS(!absl::StrContains(value, '\r'));
    OPVANG_HOLDS(!absl::StrContains(value, '\0'));
  }
}

}  // namespace opvang::fuzz
