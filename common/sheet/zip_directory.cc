#include "common/sheet/zip_directory.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"

namespace opvang::sheet {
namespace {

// The records of the format (PKWARE APPNOTE 4.3) and the sizes of their fixed
// parts.
constexpr absl::string_view kPart = "PK\x03\x04";
constexpr absl::string_view kEntry = "PK\x01\x02";
constexpr absl::string_view kEnd = "PK\x05\x06";
constexpr absl::string_view kLocator = "PK\x06\x07";  // Of large files.
constexpr size_t kPartSize = 30, kEntrySize = 46, kEndSize = 22,
                 kLocatorSize = 20;
// How far from the end of a file the directory may end: a comment, or bytes
// that do not belong to it.
constexpr size_t kBehindMost = 65535 + kEndSize;

absl::Status Damaged() {
  return absl::InvalidArgumentError(
      "het bestand is beschadigd: zijn inhoudsopgave klopt niet met zijn "
      "onderdelen; sla het opnieuw op");
}

uint32_t Number(absl::string_view bytes, size_t at, size_t size) {
  uint32_t number = 0;
  for (size_t i = size; i-- > 0;) {
    number = number << 8 | static_cast<uint8_t>(bytes[at + i]);
  }
  return number;
}

// Where a part begins and what its data ends at the earliest.
struct Extent {
  uint64_t first, last;
};

// Whether the part at `first` is there and calls itself `name`.
bool IsNamed(absl::string_view bytes, size_t first, absl::string_view name) {
  if (first > bytes.size() || bytes.size() - first < kPartSize) return false;
  const absl::string_view part = bytes.substr(first);
  return absl::StartsWith(part, kPart) && Number(part, 26, 2) == name.size() &&
         part.substr(kPartSize, name.size()) == name;
}

// The parts that a directory of `count` lists.
absl::StatusOr<std::vector<Extent>> ExtentsOf(absl::string_view bytes,
                                              absl::string_view directory,
                                              size_t count) {
  std::vector<Extent> extents;
  while (!directory.empty()) {
    if (extents.size() == count || directory.size() < kEntrySize ||
        !absl::StartsWith(directory, kEntry)) {
      return Damaged();
    }
    const size_t name_size = Number(directory, 28, 2);
    const size_t size = kEntrySize + name_size + Number(directory, 30, 2) +
                        Number(directory, 32, 2);
    if (size > directory.size()) return Damaged();
    const uint32_t first = Number(directory, 42, 4);
    if (!IsNamed(bytes, first, directory.substr(kEntrySize, name_size))) {
      return Damaged();
    }
    extents.push_back({first, uint64_t{first} + kPartSize + name_size +
                                  Number(bytes, first + 28, 2) +
                                  Number(directory, 20, 4)});
    directory.remove_prefix(size);
  }
  if (extents.size() != count) return Damaged();
  return extents;
}

}  // namespace

absl::StatusOr<absl::string_view> WithinDirectory(absl::string_view bytes,
                                                  int parts_max) {
  const size_t from =
      bytes.size() < kBehindMost ? 0 : bytes.size() - kBehindMost;
  const size_t end = bytes.find(kEnd, from);
  if (end == bytes.npos || bytes.size() - end < kEndSize) return Damaged();
  const size_t after = end + kEndSize + Number(bytes, end + 20, 2);
  // Of two directories nobody knows which another program reads.
  if (after > bytes.size() || bytes.find(kEnd, end + 1) != bytes.npos) {
    return Damaged();
  }
  if (end >= kLocatorSize &&
      absl::StartsWith(bytes.substr(end - kLocatorSize), kLocator)) {
    return absl::InvalidArgumentError(
        "het bestand is ingepakt als een bestand van meer dan 4 GB (zip64); "
        "open het in een rekenblad en sla het opnieuw op");
  }
  const size_t count = Number(bytes, end + 10, 2);
  if (count > static_cast<size_t>(parts_max)) {
    return absl::InvalidArgumentError(
        absl::StrCat("het bestand heeft meer dan ", parts_max, " onderdelen"));
  }
  const size_t size = Number(bytes, end + 12, 4);
  const size_t first = Number(bytes, end + 16, 4);
  if (first > end || size != end - first) return Damaged();
  ASSIGN_OR_RETURN(std::vector<Extent> extents,
                   ExtentsOf(bytes, bytes.substr(first, size), count));
  std::sort(extents.begin(), extents.end(),
            [](const Extent& a, const Extent& b) { return a.first < b.first; });
  for (size_t i = 0; i < extents.size(); ++i) {
    const uint64_t next = i + 1 < extents.size() ? extents[i + 1].first : first;
    if (extents[i].last > next) return Damaged();
  }
  return bytes.substr(0, after);
}

}  // namespace opvang::sheet
