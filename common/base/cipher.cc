#include "common/base/cipher.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace opvang {
namespace {

constexpr size_t kTagSize = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Cipher NewCipher() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

const unsigned char* Data(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Room(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int Size(absl::string_view text) { return static_cast<int>(text.size()); }

}  // namespace

std::string Encrypt(absl::string_view key, absl::string_view nonce,
                    absl::string_view text, absl::string_view beside) {
  std::string hidden(text.size(), '\0'), tag(kTagSize, '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Data(key),
                     Data(nonce));
  EVP_EncryptUpdate(cipher.get(), nullptr, &size, Data(beside), Size(beside));
  EVP_EncryptUpdate(cipher.get(), Room(hidden), &size, Data(text), Size(text));
  EVP_EncryptFinal_ex(cipher.get(), Room(hidden) + size, &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag.data());
  return absl::StrCat(nonce, hidden, tag);
}

std::optional<std::string> Decrypt(absl::string_view key,
                                   absl::string_view encrypted,
                                   absl::string_view beside) {
  if (encrypted.size() < kCipherNonceSize + kTagSize) return std::nullopt;
  const absl::string_view hidden = encrypted.substr(
      kCipherNonceSize, encrypted.size() - kCipherNonceSize - kTagSize);
  std::string tag(encrypted.substr(encrypted.size() - kTagSize));
  std::string text(hidden.size(), '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Data(key),
                     Data(encrypted));
  EVP_DecryptUpdate(cipher.get(), nullptr, &size, Data(beside), Size(beside));
  EVP_DecryptUpdate(cipher.get(), Room(text), &size, Data(hidden),
                    Size(hidden));
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag.data());
  if (EVP_DecryptFinal_ex(cipher.get(), Room(text) + size, &size) <= 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace opvang
