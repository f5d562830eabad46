// Zip files for tests, taken apart and put together with every fault that one
// can have.
#ifndef OPVANG_TESTS_COMMON_SHEET_ZIPS_H_
#define OPVANG_TESTS_COMMON_SHEET_ZIPS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace opvang::sheet {

struct RawPart {
  std::string name;
  std::string bytes = {};
  bool stored = false;
  std::optional<uint32_t> crc = {};             // False ones.
  std::optional<uint32_t> claimed_size = {};    // Unpacked.
  std::optional<uint32_t> directory_size = {};  // Only in the directory.
  std::string directory_name = {};              // The same; empty: as `name`.
  uint16_t flags = 0;
  // Deflated already; `bytes` is then not used, `size` its unpacked length.
  std::string deflated = {};
  uint64_t size = 0;
  uint32_t deflated_crc = 0;
  // Sizes stand behind the part, as programs write that stream.
  bool has_descriptor = false;
};

std::string MakeZip(const std::vector<RawPart>& parts);

// The parts in the order of the file, unpacked.
std::vector<RawPart> TakeApart(const std::string& zip);

// The bytes of one part; empty when it is not there.
std::string PartOf(const std::string& zip, const std::string& name);
// The same file with one part's bytes changed, or added at the end.
std::string WithPart(const std::string& zip, const std::string& name,
                     const std::string& bytes);

// `count` times `piece`, deflated without ever being in memory whole.
RawPart Bomb(const std::string& name, const std::string& head,
             const std::string& piece, uint64_t count);

}  // namespace opvang::sheet

#endif  // OPVANG_TESTS_COMMON_SHEET_ZIPS_H_
