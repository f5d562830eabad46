// What a browser keeps for the gateway, so that it can neither read nor alter
// it: sealed with a key that all replicas have.
#ifndef OPVANG_SERVICES_GATEWAY_SIGN_IN_SEALER_H_
#define OPVANG_SERVICES_GATEWAY_SIGN_IN_SEALER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace opvang::gateway {

// Bytes that nobody can guess.
std::string RandomBytes(size_t count);

// Whether both are one, and not empty: in a time that tells nothing of where
// they differ.
bool IsSameSecret(absl::string_view one, absl::string_view other);

// Thread-safe.
class Sealer {
 public:
  // `path` has a key a line, 64 hexadecimal digits each (`openssl rand -hex
  // 32`): the first seals, all of them open, so that a new one comes first and
  // the old one goes later. A change is adopted; one at fault is logged, and
  // the last good keys stay.
  static absl::StatusOr<std::unique_ptr<Sealer>> Load(const std::string& path);

  // What is sealed for one purpose opens for no other. Of characters that a
  // cookie may hold.
  std::string Seal(absl::string_view bytes, absl::string_view purpose);
  std::optional<std::string> Open(absl::string_view sealed,
                                  absl::string_view purpose);

 private:
  explicit Sealer(std::string path) : path_(std::move(path)) {}
  std::vector<std::string> Keys();

  const std::string path_;
  absl::Mutex mutex_;
  std::string stamp_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_SIGN_IN_SEALER_H_
