// A provider of OpenID Connect: where it stands, its keys, and what it gives
// for a code. Asked over TLS, and blocking.
#ifndef OPVANG_SERVICES_GATEWAY_SIGN_IN_PROVIDER_H_
#define OPVANG_SERVICES_GATEWAY_SIGN_IN_PROVIDER_H_

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/net/http_client.h"
#include "services/gateway/sign_in/id_token.h"

namespace opvang::gateway {

// What of its discovery document is used.
struct Endpoints {
  std::string authorization, token, keys;
  std::string end_session;      // Empty: it ends no session of its own.
  bool secret_in_body = false;  // It takes the client's secret in no header.
  bool says_issuer = false;     // With each code (RFC 9207).
};

// Thread-safe.
class Provider {
 public:
  struct Client {
    std::string id, secret;
  };
  Provider(std::string issuer, Client client, HttpClient http)
      : issuer_(std::move(issuer)),
        client_(std::move(client)),
        http_(std::move(http)) {}

  // Asked again after an hour. UNAVAILABLE when it does not answer, or with
  // what is of another issuer or leads to where nothing is encrypted.
  absl::StatusOr<Endpoints> Discover();
  // Those known, or anew where `id` is none of them: at most every ten seconds.
  absl::StatusOr<std::vector<ProviderKey>> Keys(const std::string& id);
  // The ID token for a code (RFC 6749 4.1.3, RFC 7636). INVALID_ARGUMENT when
  // it refuses the code.
  absl::StatusOr<std::string> Redeem(const std::string& code,
                                     const std::string& verifier,
                                     const std::string& redirect);

 private:
  absl::StatusOr<std::string> Get(const std::string& url) const;

  const std::string issuer_;
  const Client client_;
  const HttpClient http_;
  absl::Mutex mutex_;
  Endpoints endpoints_ ABSL_GUARDED_BY(mutex_);
  std::vector<ProviderKey> keys_ ABSL_GUARDED_BY(mutex_);
  absl::Time discovered_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time fetched_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_SIGN_IN_PROVIDER_H_
