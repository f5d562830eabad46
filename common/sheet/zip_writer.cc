#include "common/sheet/zip_writer.h"

#include <zip.h>

#include "absl/cleanup/cleanup.h"

namespace opvang::sheet {
namespace {

absl::Status Failed(const char* what) {
  return absl::InternalError(std::string("the workbook was not written: ") +
                             what);
}

bool Add(zip_t* archive, const ZipPart& part) {
  zip_source_t* source =
      zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
  if (source == nullptr) return false;
  const zip_int64_t index =
      zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  constexpr zip_uint16_t kFirstOf1980 = 1 << 5 | 1;
  return zip_set_file_compression(archive, index,
                                  part.stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                  6) == 0 &&
         zip_file_set_dostime(archive, index, 0, kFirstOf1980, 0) == 0;
}

absl::StatusOr<std::string> BytesOf(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) < 0 || zip_source_open(source) < 0) {
    return Failed(zip_error_strerror(zip_source_error(source)));
  }
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (read != static_cast<zip_int64_t>(bytes.size())) return Failed("cut off");
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> Zip(const std::vector<ZipPart>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (source == nullptr) return Failed(zip_error_strerror(&error));
  const absl::Cleanup free = [source] { zip_source_free(source); };
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return Failed(zip_error_strerror(&error));
  }
  for (const ZipPart& part : parts) {
    if (!Add(archive, part)) {
      const absl::Status failed = Failed(zip_strerror(archive));
      zip_discard(archive);
      return failed;
    }
  }
  if (zip_close(archive) < 0) {
    const absl::Status failed = Failed(zip_strerror(archive));
    zip_discard(archive);
    return failed;
  }
  return BytesOf(source);
}

}  // namespace opvang::sheet
