// The certificates of a server of HTTP, as far as they work.
#ifndef OPVANG_SERVICES_GATEWAY_HTTP_TLS_CONTEXT_H_
#define OPVANG_SERVICES_GATEWAY_HTTP_TLS_CONTEXT_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/net/certificates.h"

namespace opvang::gateway {

// TLS 1.2 and 1.3 with forward secrecy. A client is asked for a certificate:
// one that is not of our authority, expired or revoked ends the handshake;
// without one it goes on, and who answers sees that there is none. Thread-safe.
class TlsContext {
 public:
  static absl::StatusOr<std::unique_ptr<TlsContext>> Load(
      const std::string& folder);
  // Of the certificates of now.
  std::shared_ptr<boost::asio::ssl::context> Now();

 private:
  TlsContext(AdoptedPaths paths, std::string crls)
      : paths_(std::move(paths)), crls_(std::move(crls)) {}
  absl::StatusOr<std::shared_ptr<boost::asio::ssl::context>> Make() const;
  std::string Stamp() const;

  const AdoptedPaths paths_;
  const std::string crls_;
  absl::Mutex mutex_;
  std::string stamp_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<boost::asio::ssl::context> context_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_HTTP_TLS_CONTEXT_H_
