#include "services/gateway/http/tls_context.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace opvang::gateway {

namespace ssl = boost::asio::ssl;

absl::StatusOr<std::unique_ptr<TlsContext>> TlsContext::Load(
    const std::string& folder) {
  ASSIGN_OR_RETURN(const AdoptedPaths paths, AdoptCertificates(folder));
  std::unique_ptr<TlsContext> made(new TlsContext(paths, folder + "/crls"));
  absl::MutexLock lock(&made->mutex_);
  made->stamp_ = made->Stamp();
  ASSIGN_OR_RETURN(made->context_, made->Make());
  return made;
}

std::string TlsContext::Stamp() const {
  return absl::StrCat(StampOf(paths_.ca), StampOf(paths_.cert),
                      StampOf(paths_.key));
}

std::shared_ptr<ssl::context> TlsContext::Now() {
  absl::MutexLock lock(&mutex_);
  const std::string stamp = Stamp();
  if (stamp == stamp_) return context_;
  auto made = Make();
  // Of two of which one is replaced already: the next time both are.
  if (!made.ok()) return context_;
  stamp_ = stamp;
  context_ = *std::move(made);
  return context_;
}

absl::StatusOr<std::shared_ptr<ssl::context>> TlsContext::Make() const {
  auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code fault;
  SSL_CTX* const raw = made->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  // Who is known again by a ticket is not checked again.
  SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                               SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  const auto refuse = [&fault](absl::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot use ", what, ": ", fault.message()));
  };
  made->use_certificate_chain_file(paths_.cert, fault);
  if (fault) return refuse("cert.pem");
  made->use_private_key_file(paths_.key, ssl::context::pem, fault);
  if (fault) return refuse("key.pem");
  made->load_verify_file(paths_.ca, fault);
  if (fault) return refuse("ca.pem");
  SSL_CTX_set_client_CA_list(raw, SSL_load_client_CA_file(paths_.ca.c_str()));
  made->set_verify_mode(ssl::verify_peer, fault);
  if (access(crls_.c_str(), R_OK) == 0) {
    X509_STORE* const store = SSL_CTX_get_cert_store(raw);
    X509_LOOKUP* const lookup =
        X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
    X509_LOOKUP_add_dir(lookup, crls_.c_str(), X509_FILETYPE_PEM);
    X509_STORE_set_flags(store,
                         X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  }
  return made;
}

}  // namespace opvang::gateway
