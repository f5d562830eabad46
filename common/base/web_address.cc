#include "common/base/web_address.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace opvang {
namespace {

constexpr int kPort = 443, kPlainPort = 80;

bool IsHost(absl::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.' ||
      host.front() == '-' || absl::StrContains(host, "..")) {
    return false;
  }
  return std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' ||
           c == '.';
  });
}

bool IsThisMachine(absl::string_view host) {
  return host == "127.0.0.1" || host == "localhost";
}

// "host" or "host:port".
bool TakeHost(absl::string_view text, WebAddress& address) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  address.host = absl::AsciiStrToLower(parts.first);
  address.port = address.encrypted ? kPort : kPlainPort;
  if (!absl::StrContains(text, ':')) return true;
  return std::all_of(parts.second.begin(), parts.second.end(),
                     absl::ascii_isdigit) &&
         absl::SimpleAtoi(parts.second, &address.port) && address.port > 0 &&
         address.port <= 65535;
}

}  // namespace

std::optional<WebAddress> ParseWebAddress(absl::string_view text) {
  WebAddress address;
  if (text.size() > kWebAddressMax) return std::nullopt;
  for (const char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) ||
        absl::StrContains("\\#\"<>`{}|^", absl::string_view(&c, 1))) {
      return std::nullopt;
    }
  }
  if (absl::ConsumePrefix(&text, "http://")) {
    address.encrypted = false;
  } else if (!absl::ConsumePrefix(&text, "https://")) {
    return std::nullopt;
  }
  const absl::string_view authority = text.substr(0, text.find_first_of("/?"));
  if (absl::StrContains(authority, '@') || !TakeHost(authority, address) ||
      !IsHost(address.host)) {
    return std::nullopt;
  }
  return address;
}

absl::StatusOr<AllowedHosts> AllowedHosts::Parse(absl::string_view text) {
  AllowedHosts allowed;
  for (absl::string_view entry :
       absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    entry = absl::StripAsciiWhitespace(entry);
    WebAddress host;
    absl::string_view rest = entry;
    host.encrypted = !absl::ConsumePrefix(&rest, "http://");
    const bool taken = TakeHost(rest, host);
    absl::string_view name = host.host;
    absl::ConsumePrefix(&name, "*.");
    if (!taken || !IsHost(name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", entry, "\" is no host"));
    }
    if (!host.encrypted && !IsThisMachine(host.host)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", entry, "\" is not encrypted, and not on this machine"));
    }
    allowed.hosts_.push_back(std::move(host));
  }
  return allowed;
}

bool AllowedHosts::Allows(const WebAddress& address) const {
  return std::any_of(
      hosts_.begin(), hosts_.end(), [&](const WebAddress& allowed) {
        if (allowed.encrypted != address.encrypted ||
            allowed.port != address.port) {
          return false;
        }
        return absl::StartsWith(allowed.host, "*.")
                   ? absl::EndsWith(address.host, allowed.host.substr(1))
                   : address.host == allowed.host;
      });
}

}  // namespace opvang
