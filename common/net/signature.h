// Signatures that anybody can hold against `openssl dgst -sha256 -verify`.
#ifndef OPVANG_COMMON_NET_SIGNATURE_H_
#define OPVANG_COMMON_NET_SIGNATURE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace opvang {

// Of the SHA-256 of `bytes`, by a private key in PEM. INVALID_ARGUMENT when it
// is none.
absl::StatusOr<std::string> SignBytes(const std::string& private_pem,
                                      absl::string_view bytes);

// The same by a key of P-256, as RFC 9421 has it (`ecdsa-p256-sha256`): r and
// s, 32 bytes each.
absl::StatusOr<std::string> SignWithP256(const std::string& private_pem,
                                         absl::string_view bytes);
// The public key of a private one, as DER (SubjectPublicKeyInfo).
absl::StatusOr<std::string> PublicKeyOf(const std::string& private_pem);

// Whether `signature` is one of `bytes` by the key of `public_pem`.
bool IsSignedBy(const std::string& public_pem, absl::string_view bytes,
                absl::string_view signature);

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_SIGNATURE_H_
