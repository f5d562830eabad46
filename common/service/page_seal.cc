#include "common/service/page_seal.h"

#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "absl/base/thread_annotations.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/cipher.h"

namespace opvang {
namespace {

using Key = std::array<unsigned char, kCipherKeySize>;

absl::Mutex key_mutex(absl::kConstInit);
std::optional<Key> shared_key ABSL_GUARDED_BY(key_mutex);

Key KeyOf(absl::string_view secret, absl::string_view purpose) {
  Key key;
  unsigned int size = key.size();
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
       key.data(), &size);
  return key;
}

Key TheKey() {
  const absl::MutexLock lock(&key_mutex);
  if (!shared_key.has_value()) {
    Key key;
    RAND_bytes(key.data(), static_cast<int>(key.size()));
    shared_key = key;
  }
  return *shared_key;
}

absl::string_view Bytes(const Key& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

}  // namespace

void SetPageSecret(absl::string_view secret) {
  const absl::MutexLock lock(&key_mutex);
  if (secret.empty()) {
    shared_key.reset();
  } else {
    shared_key = KeyOf(secret, "page tokens");
  }
}

// The nonce is a keyed digest of what is sealed, so that it differs wherever
// that does.
std::string SealPageToken(absl::string_view token, absl::string_view caller) {
  if (token.empty()) return "";
  const Key key = TheKey();
  const Key digest =
      KeyOf(Bytes(key), absl::StrCat("nonce\n", caller, "\n", token));
  return absl::WebSafeBase64Escape(Encrypt(
      Bytes(key), Bytes(digest).substr(0, kCipherNonceSize), token, caller));
}

std::optional<std::string> OpenPageToken(absl::string_view sealed,
                                         absl::string_view caller) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(sealed, &bytes)) return std::nullopt;
  auto token = Decrypt(Bytes(TheKey()), bytes, caller);
  // Nothing at all is never sealed.
  return token == "" ? std::nullopt : token;
}

}  // namespace opvang
