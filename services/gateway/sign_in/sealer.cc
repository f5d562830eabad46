#include "services/gateway/sign_in/sealer.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/cipher.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace opvang::gateway {
namespace {

constexpr size_t kKeyDigits = 2 * kCipherKeySize;

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
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
             static_cast<int>(count));
  return bytes;
}

bool IsSameSecret(absl::string_view one, absl::string_view other) {
  return one.size() == other.size() && !one.empty() &&
         CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
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
  return absl::WebSafeBase64Escape(
      Encrypt(Keys().front(), RandomBytes(kCipherNonceSize), bytes, purpose));
}

std::optional<std::string> Sealer::Open(absl::string_view sealed,
                                        absl::string_view purpose) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(sealed, &bytes) ||
      // Of one sealed text there is one spelling.
      absl::WebSafeBase64Escape(bytes) != sealed) {
    return std::nullopt;
  }
  for (const std::string& key : Keys()) {
    if (auto opened = Decrypt(key, bytes, purpose)) return opened;
  }
  return std::nullopt;
}

}  // namespace opvang::gateway
