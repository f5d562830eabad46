#include "common/service/page_seal.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace opvang {
namespace {

constexpr size_t kNonceSize = 12, kTagSize = 16;
using Key = std::array<unsigned char, 32>;

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

const unsigned char* Data(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Cipher NewCipher() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

}  // namespace

void SetPageSecret(absl::string_view secret) {
  const absl::MutexLock lock(&key_mutex);
  if (secret.empty()) {
    shared_key.reset();
  } else {
    shared_key = KeyOf(secret, "page tokens");
  }
}

// AES-256-GCM. The nonce is a keyed digest of what is sealed, so that it
// differs wherever that does.
std::string SealPageToken(absl::string_view token, absl::string_view caller) {
  if (token.empty()) return "";
  const Key key = TheKey();
  const Key digest =
      KeyOf(Bytes(key), absl::StrCat("nonce\n", caller, "\n", token));
  const std::string nonce(Bytes(digest).substr(0, kNonceSize));
  std::string sealed(token.size(), '\0'), tag(kTagSize, '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                     Data(nonce));
  EVP_EncryptUpdate(cipher.get(), nullptr, &size, Data(caller),
                    static_cast<int>(caller.size()));
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  EVP_EncryptUpdate(cipher.get(), out, &size, Data(token),
                    static_cast<int>(token.size()));
  EVP_EncryptFinal_ex(cipher.get(), out + size, &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag.data());
  return absl::WebSafeBase64Escape(absl::StrCat(nonce, sealed, tag));
}

std::optional<std::string> OpenPageToken(absl::string_view sealed,
                                         absl::string_view caller) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(sealed, &bytes) ||
      bytes.size() <= kNonceSize + kTagSize) {
    return std::nullopt;
  }
  const absl::string_view all = bytes;
  const absl::string_view nonce = all.substr(0, kNonceSize);
  const absl::string_view hidden =
      all.substr(kNonceSize, all.size() - kNonceSize - kTagSize);
  std::string tag(all.substr(all.size() - kTagSize));
  std::string token(hidden.size(), '\0');
  const Key key = TheKey();
  const Cipher cipher = NewCipher();
  int size = 0;
  EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                     Data(nonce));
  EVP_DecryptUpdate(cipher.get(), nullptr, &size, Data(caller),
                    static_cast<int>(caller.size()));
  auto* out = reinterpret_cast<unsigned char*>(token.data());
  EVP_DecryptUpdate(cipher.get(), out, &size, Data(hidden),
                    static_cast<int>(hidden.size()));
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data());
  if (EVP_DecryptFinal_ex(cipher.get(), out + size, &size) <= 0) {
    return std::nullopt;
  }
  return token;
}

}  // namespace opvang
