// The parts of a zip file, unpacked piece by piece under a cap, in memory only.
#ifndef OPVANG_COMMON_SHEET_PACKAGE_H_
#define OPVANG_COMMON_SHEET_PACKAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sheet/read.h"

struct zip;

namespace opvang::sheet {

// Refused as INVALID_ARGUMENT throughout: what is no zip file, one whose
// directory does not fit its parts, parts of one name, too many, encrypted or
// packed in an unusual way. A part's name is only ever compared.
class Package {
 public:
  // `bytes` must outlive the package.
  static absl::StatusOr<std::unique_ptr<Package>> Open(absl::string_view bytes,
                                                       const Limits& limits);
  ~Package();
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  const std::vector<std::string>& names() const { return names_; }
  // The part of that name apart from capitals; nothing without.
  std::optional<std::string> Find(absl::string_view name) const;

  // Hands the part to `take` in pieces, each of at most 64 KiB. Refuses one
  // that is not there, is too large, or whose checksum is wrong; the last only
  // after all of it was handed over.
  absl::Status Unpack(absl::string_view name,
                      absl::FunctionRef<absl::Status(absl::string_view)> take);
  // A part of at most `bytes_max` as a whole.
  absl::StatusOr<std::string> Text(absl::string_view name, size_t bytes_max);
  // Counts one more element in its parts; false when there are too many.
  bool CountElement() { return ++elements_ <= limits_.elements_max; }
  // Unpacks what was not read, so that caps and checksums hold for all.
  absl::Status UnpackRest();

 private:
  Package(struct zip* archive, const Limits& limits);
  absl::Status List();
  absl::Status UnpackAt(
      size_t index, absl::FunctionRef<absl::Status(absl::string_view)> take);

  struct zip* archive_;
  const Limits& limits_;
  std::vector<std::string> names_;
  std::vector<bool> unpacked_;
  int64_t total_bytes_ = 0;
  int64_t elements_ = 0;
};

}  // namespace opvang::sheet

#endif  // OPVANG_COMMON_SHEET_PACKAGE_H_
