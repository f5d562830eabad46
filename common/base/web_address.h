// Addresses of the web that a service may be told to call.
#ifndef OPVANG_COMMON_BASE_WEB_ADDRESS_H_
#define OPVANG_COMMON_BASE_WEB_ADDRESS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace opvang {

inline constexpr int kWebAddressMax = 500;

// An address of a receiver, "https://events.example.nl/opvang?key=1".
struct WebAddress {
  bool encrypted = true;
  std::string host;  // In lower case.
  int port = 443;
};
// Nothing unless it is http or https with a host, without user, password or
// fragment, and written in plain characters.
std::optional<WebAddress> ParseWebAddress(absl::string_view text);

// The hosts that the operator allows. Not encrypted is what is on this machine
// alone, where an entry says so.
class AllowedHosts {
 public:
  // "events.coa.nl,*.overijssel.nl:8443,http://127.0.0.1:8080": by name, or all
  // under a name; port 443 unless it says another. INVALID_ARGUMENT names what
  // is no host.
  static absl::StatusOr<AllowedHosts> Parse(absl::string_view text);
  bool Allows(const WebAddress& address) const;
  bool empty() const { return hosts_.empty(); }

 private:
  std::vector<WebAddress> hosts_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_WEB_ADDRESS_H_
