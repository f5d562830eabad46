#include "services/gateway/sign_in/sealer.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace opvang::gateway {
namespace {

constexpr size_t kNonce = 12, kTag = 16, kKeyDigits = 64;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Cipher NewCipher() { return {EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free}; }

const unsigned char* Data(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Room(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int Size(absl::string_view text) { return static_cast<int>(text.size()); }

absl::StatusOr<std::vector<std::string>> ReadKeys(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<std::string> keys;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    if (line.size() != kKeyDigits ||
        !std::all_of(line.begin(), line.end(), absl::ascii_isxdigit)) {
      keys.clear();
      break;
    }
    keys.push_back(absl::HexStringToBytes(line));
  }
  if (keys.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, " must have lines of 64 hexadecimal digits, a key each"));
  }
  return keys;
}

}  // namespace

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  RAND_bytes(Room(bytes), static_cast<int>(count));
  return bytes;
}

absl::StatusOr<std::unique_ptr<Sealer>> Sealer::Load(const std::string& path) {
  std::unique_ptr<Sealer> made(new Sealer(path));
  absl::MutexLock lock(&made->mutex_);
  made->stamp_ = StampOf(path);
  ASSIGN_OR_RETURN(made->keys_, ReadKeys(path));
  return made;
}

std::vector<std::string> Sealer::Keys() {
  absl::MutexLock lock(&mutex_);
  const std::string stamp = StampOf(path_);
  if (stamp != stamp_) {
    stamp_ = stamp;
    auto read = ReadKeys(path_);
    if (read.ok()) {
      keys_ = *std::move(read);
      Log(Severity::kInfo, "session_keys_adopted", {{"path", path_}});
    } else {
      Log(Severity::kError, "session_keys_kept",
          {{"path", path_}, {"fault", std::string(read.status().message())}});
    }
  }
  return keys_;
}

std::string Sealer::Seal(absl::string_view bytes, absl::string_view purpose) {
  const std::string nonce = RandomBytes(kNonce), key = Keys().front();
  std::string hidden(bytes.size(), '\0'), tag(kTag, '\0');
  const Cipher cipher = NewCipher();
  int size = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Data(key),
                     Data(nonce));
  EVP_EncryptUpdate(cipher.get(), nullptr, &size, Data(purpose), Size(purpose));
  EVP_EncryptUpdate(cipher.get(), Room(hidden), &size, Data(bytes),
                    Size(bytes));
  EVP_EncryptFinal_ex(cipher.get(), Room(hidden) + size, &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag, tag.data());
  return absl::WebSafeBase64Escape(absl::StrCat(nonce, hidden, tag));
}

std::optional<std::string> Sealer::Open(absl::string_view sealed,
                                        absl::string_view purpose) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(sealed, &bytes) ||
      bytes.size() <= kNonce + kTag ||
      // Of one sealed text there is one spelling.
      absl::WebSafeBase64Escape(bytes) != sealed) {
    return std::nullopt;
  }
  const absl::string_view all = bytes;
  const absl::string_view hidden =
      all.substr(kNonce, all.size() - kNonce - kTag);
  std::string tag(all.substr(all.size() - kTag));
  for (const std::string& key : Keys()) {
    std::string opened(hidden.size(), '\0');
    const Cipher cipher = NewCipher();
    int size = 0;
    EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Data(key),
                       Data(all));
    EVP_DecryptUpdate(cipher.get(), nullptr, &size, Data(purpose),
                      Size(purpose));
    EVP_DecryptUpdate(cipher.get(), Room(opened), &size, Data(hidden),
                      Size(hidden));
    EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data());
    if (EVP_DecryptFinal_ex(cipher.get(), Room(opened) + size, &size) > 0) {
      return opened;
    }
  }
  return std::nullopt;
}

}  // namespace opvang::gateway
