// What is given away so that who has it can neither read nor alter it:
// AES-256-GCM.
#ifndef OPVANG_COMMON_BASE_CIPHER_H_
#define OPVANG_COMMON_BASE_CIPHER_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace opvang {

// In bytes.
inline constexpr size_t kCipherKeySize = 32, kCipherNonceSize = 12;

// `nonce`, then `text` encrypted, then what proves both, and `beside` with
// them. With one key a nonce is for one text alone.
std::string Encrypt(absl::string_view key, absl::string_view nonce,
                    absl::string_view text, absl::string_view beside);

// The text; nothing where any of it is not as `Encrypt` made it with this key
// and beside that.
std::optional<std::string> Decrypt(absl::string_view key,
                                   absl::string_view encrypted,
                                   absl::string_view beside);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_CIPHER_H_
