#include "tests/common/sheet/zips.h"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>

namespace opvang::sheet {
namespace {

void Put(std::string& out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xFF);
  }
}

class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&stream_, 1, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      std::abort();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  void Add(const std::string& bytes, int flush, std::string& out) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    char buffer[1 << 16];
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(buffer);
      stream_.avail_out = sizeof(buffer);
      deflate(&stream_, flush);
      out.append(buffer, sizeof(buffer) - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_ = {};
};

uint32_t CrcOf(const std::string& bytes) {
  return static_cast<uint32_t>(
      crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(bytes.data()),
            static_cast<uInt>(bytes.size())));
}

const std::string& DirectoryName(const RawPart& part) {
  return part.directory_name.empty() ? part.name : part.directory_name;
}

// What a local header and a line of the directory have in common.
std::string Common(const RawPart& part, uint64_t packed, bool local) {
  std::string out;
  const bool later = part.has_descriptor && local;
  const uint64_t size = part.deflated.empty() ? part.bytes.size() : part.size;
  const uint32_t crc = part.crc.value_or(
      part.deflated.empty() ? CrcOf(part.bytes) : part.deflated_crc);
  const uint64_t claimed = part.claimed_size.value_or(size);
  Put(out, 20, 2);
  Put(out, part.flags | (part.has_descriptor ? 8 : 0), 2);
  Put(out, part.stored ? 0 : 8, 2);
  Put(out, 0, 2);
  Put(out, 1 << 5 | 1, 2);
  Put(out, later ? 0 : crc, 4);
  Put(out, later ? 0 : packed, 4);
  Put(out,
      later   ? 0
      : local ? claimed
              : part.directory_size.value_or(claimed),
      4);
  Put(out, (local ? part.name : DirectoryName(part)).size(), 2);
  Put(out, 0, 2);  // No extra field.
  return out;
}

}  // namespace

std::string MakeZip(const std::vector<RawPart>& parts) {
  std::string file;
  std::string directory;
  for (const RawPart& part : parts) {
    std::string packed = part.deflated;
    if (part.stored) packed = part.bytes;
    if (packed.empty() && !part.stored) {
      Deflater().Add(part.bytes, Z_FINISH, packed);
    }
    Put(directory, 0x02014b50, 4);
    Put(directory, 0x0314, 2);
    directory += Common(part, packed.size(), /*local=*/false);
    Put(directory, 0, 6);
    Put(directory, 0, 4);
    Put(directory, file.size(), 4);
    directory += DirectoryName(part);
    Put(file, 0x04034b50, 4);
    file += Common(part, packed.size(), /*local=*/true) + part.name + packed;
    if (part.has_descriptor) {
      Put(file, 0x08074b50, 4);
      Put(file, part.crc.value_or(CrcOf(part.bytes)), 4);
      Put(file, packed.size(), 4);
      Put(file, part.bytes.size(), 4);
    }
  }
  const size_t start = file.size();
  file += directory;
  Put(file, 0x06054b50, 4);
  Put(file, 0, 4);
  Put(file, parts.size(), 2);
  Put(file, parts.size(), 2);
  Put(file, directory.size(), 4);
  Put(file, start, 4);
  Put(file, 0, 2);
  return file;
}

std::vector<RawPart> TakeApart(const std::string& zip) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(zip.data(), zip.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return {};
  }
  std::vector<RawPart> parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(archive, i, 0, &stat);
    RawPart part = {.name = stat.name,
                    .bytes = std::string(stat.size, '\0'),
                    .stored = stat.comp_method == ZIP_CM_STORE};
    zip_file_t* file = zip_fopen_index(archive, i, 0);
    zip_fread(file, part.bytes.data(), part.bytes.size());
    zip_fclose(file);
    parts.push_back(std::move(part));
  }
  zip_discard(archive);
  return parts;
}

std::string PartOf(const std::string& zip, const std::string& name) {
  for (const RawPart& part : TakeApart(zip)) {
    if (part.name == name) return part.bytes;
  }
  return "";
}

std::string WithPart(const std::string& zip, const std::string& name,
                     const std::string& bytes) {
  std::vector<RawPart> parts = TakeApart(zip);
  for (RawPart& part : parts) {
    if (part.name != name) continue;
    part.bytes = bytes;
    return MakeZip(parts);
  }
  parts.push_back({.name = name, .bytes = bytes});
  return MakeZip(parts);
}

RawPart Bomb(const std::string& name, const std::string& head,
             const std::string& piece, uint64_t count) {
  RawPart part = {.name = name};
  Deflater().Add(head, Z_FULL_FLUSH, part.deflated);
  part.size = head.size();
  uLong crc = CrcOf(head);
  // One block, deflated once: behind a full flush it can follow itself.
  std::string block;
  const uint64_t at_once = std::min<uint64_t>(count, (1 << 20) / piece.size());
  for (uint64_t i = 0; i < at_once; ++i) block += piece;
  std::string packed;
  Deflater().Add(block, Z_FULL_FLUSH, packed);
  const uLong block_crc = CrcOf(block);
  for (uint64_t done = 0; done < count; done += at_once) {
    part.deflated += packed;
    part.size += block.size();
    crc = crc32_combine(crc, block_crc, static_cast<z_off_t>(block.size()));
  }
  Deflater().Add("", Z_FINISH, part.deflated);
  part.deflated_crc = static_cast<uint32_t>(crc);
  return part;
}

}  // namespace opvang::sheet
