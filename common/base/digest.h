// Digests: seals, request hashes, chains.
#ifndef OPVANG_COMMON_BASE_DIGEST_H_
#define OPVANG_COMMON_BASE_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace opvang {

// SHA-256 in lower-case hex.
std::string Sha256(absl::string_view bytes);

// The bytes of `message`, the same for equal messages whatever the order in
// which their maps were filled: for digests, ids and what is kept.
std::string Serialize(const google::protobuf::Message& message);

// Whether `text` is a UUID in its usual form of 36 characters.
bool IsUuid(absl::string_view text);

// A UUID (version 8) made of the SHA-256 of `bytes`: the same bytes, the same
// id. What a client sends as `request_id` to deliver a thing once.
std::string UuidFor(absl::string_view bytes);

}  // namespace opvang

#endif  // OPVANG_COMMON_BASE_DIGEST_H_
