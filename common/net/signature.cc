#include "common/net/signature.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "common/base/status.h"

namespace opvang {
namespace {

using Bio = std::unique_ptr<BIO, int (*)(BIO*)>;
using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Digest = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;

Bio Over(const std::string& bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())),
             BIO_free);
}

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

absl::StatusOr<std::string> SignBytes(const std::string& private_pem,
                                      absl::string_view bytes) {
  const Key key(PEM_read_bio_PrivateKey(Over(private_pem).get(), nullptr,
                                        nullptr, nullptr),
                EVP_PKEY_free);
  const Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  size_t size = 0;
  if (key == nullptr ||
      EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr,
                         key.get()) != 1 ||
      EVP_DigestSign(digest.get(), nullptr, &size, BytesOf(bytes),
                     bytes.size()) != 1) {
    return absl::InvalidArgumentError("is no private key that signs");
  }
  std::string signature(size, '\0');
  EVP_DigestSign(digest.get(),
                 reinterpret_cast<unsigned char*>(signature.data()), &size,
                 BytesOf(bytes), bytes.size());
  signature.resize(size);
  return signature;
}

absl::StatusOr<std::string> SignWithP256(const std::string& private_pem,
                                         absl::string_view bytes) {
  constexpr int kHalf = 32;
  ASSIGN_OR_RETURN(const std::string der, SignBytes(private_pem, bytes));
  const unsigned char* at = BytesOf(der);
  const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> pair(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())),
      ECDSA_SIG_free);
  std::string signature(size_t{2} * kHalf, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(signature.data());
  if (pair == nullptr ||
      BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), to, kHalf) != kHalf ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), to + kHalf, kHalf) != kHalf) {
    return absl::InvalidArgumentError("is no private key of P-256");
  }
  return signature;
}

absl::StatusOr<std::string> PublicKeyOf(const std::string& private_pem) {
  const Key key(PEM_read_bio_PrivateKey(Over(private_pem).get(), nullptr,
                                        nullptr, nullptr),
                EVP_PKEY_free);
  unsigned char* bytes = nullptr;
  const int size = key == nullptr ? 0 : i2d_PUBKEY(key.get(), &bytes);
  if (size <= 0) return absl::InvalidArgumentError("is no private key");
  std::string der(reinterpret_cast<char*>(bytes), size);
  OPENSSL_free(bytes);
  return der;
}

bool IsSignedBy(const std::string& public_pem, absl::string_view bytes,
                absl::string_view signature) {
  const Key key(
      PEM_read_bio_PUBKEY(Over(public_pem).get(), nullptr, nullptr, nullptr),
      EVP_PKEY_free);
  const Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key != nullptr &&
         EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(digest.get(), BytesOf(signature), signature.size(),
                          BytesOf(bytes), bytes.size()) == 1;
}

}  // namespace opvang
