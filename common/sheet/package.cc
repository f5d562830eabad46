#include "common/sheet/package.h"

#include <zip.h>

#include <algorithm>
#include <set>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/sheet/zip_directory.h"

namespace opvang::sheet {
namespace {

constexpr int64_t kAlwaysFine = 1 << 20;

absl::Status Refuse(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

std::string Shown(absl::string_view name) {
  return absl::StrCat("onderdeel '", Excerpt(name, 80), "'");
}

absl::Status OfZipError(int code) {
  switch (code) {
    case ZIP_ER_NOZIP:
      return Refuse("het bestand is geen werkboek in ODS of XLSX");
    case ZIP_ER_EXISTS:
      return Refuse(
          "het bestand heeft twee onderdelen met dezelfde naam; sla het "
          "opnieuw op");
    default:
      return Refuse(
          "het bestand is beschadigd: zijn inhoudsopgave klopt niet met zijn "
          "onderdelen; sla het opnieuw op");
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Package>> Package::Open(absl::string_view bytes,
                                                       const Limits& limits) {
  if (!absl::StartsWith(bytes, "PK\x03\x04")) {
    return Refuse("het bestand is geen werkboek in ODS of XLSX");
  }
  ASSIGN_OR_RETURN(bytes, WithinDirectory(bytes, limits.parts_max));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return absl::ResourceExhaustedError("no memory");
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    zip_source_free(source);
    return OfZipError(zip_error_code_zip(&error));
  }
  std::unique_ptr<Package> package(new Package(archive, limits));
  RETURN_IF_ERROR(package->List());
  return package;
}

Package::Package(zip_t* archive, const Limits& limits)
    : archive_(archive), limits_(limits) {}

Package::~Package() { zip_discard(archive_); }

absl::Status Package::List() {
  std::set<std::string> seen;
  const zip_int64_t count = zip_get_num_entries(archive_, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    const char* name = zip_get_name(archive_, i, ZIP_FL_ENC_RAW);
    if (name == nullptr || zip_stat_index(archive_, i, 0, &stat) < 0) {
      return OfZipError(ZIP_ER_INCONS);
    }
    if (stat.encryption_method != ZIP_EM_NONE) {
      return Refuse(
          "het werkboek is versleuteld; sla het op zonder wachtwoord");
    }
    if (stat.comp_method != ZIP_CM_STORE &&
        stat.comp_method != ZIP_CM_DEFLATE) {
      return Refuse(absl::StrCat(Shown(name),
                                 " is ingepakt op een manier die "
                                 "werkboeken niet kennen; sla het opnieuw op"));
    }
    // As some programs of Windows write them.
    names_.push_back(absl::StrReplaceAll(name, {{"\\", "/"}}));
    if (!seen.insert(absl::AsciiStrToLower(names_.back())).second) {
      return OfZipError(ZIP_ER_EXISTS);
    }
  }
  unpacked_.resize(names_.size());
  return absl::OkStatus();
}

std::optional<std::string> Package::Find(absl::string_view name) const {
  for (const std::string& one : names_) {
    if (absl::EqualsIgnoreCase(one, name)) return one;
  }
  return std::nullopt;
}

absl::Status Package::Unpack(
    absl::string_view name,
    absl::FunctionRef<absl::Status(absl::string_view)> take) {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    return Refuse(absl::StrCat("het werkboek mist zijn ", Shown(name)));
  }
  return UnpackAt(static_cast<size_t>(found - names_.begin()), take);
}

absl::Status Package::UnpackAt(
    size_t index, absl::FunctionRef<absl::Status(absl::string_view)> take) {
  const std::string shown = Shown(names_[index]);
  zip_stat_t stat;
  zip_file_t* file = zip_fopen_index(archive_, index, 0);
  if (file == nullptr || zip_stat_index(archive_, index, 0, &stat) < 0) {
    return Refuse(absl::StrCat(shown, " is niet uit te pakken"));
  }
  const absl::Cleanup close = [file] { zip_fclose(file); };
  const auto ratio_bytes = std::max<int64_t>(
      kAlwaysFine, static_cast<int64_t>(stat.comp_size) * limits_.ratio_max);
  std::string piece(1 << 16, '\0');
  int64_t bytes = 0;
  while (true) {
    const zip_int64_t read = zip_fread(file, piece.data(), piece.size());
    if (read < 0) {
      const bool crc =
          zip_error_code_zip(zip_file_get_error(file)) == ZIP_ER_CRC;
      return Refuse(absl::StrCat(shown, " is beschadigd",
                                 crc ? ": de controlesom klopt niet" : "",
                                 "; sla het werkboek opnieuw op"));
    }
    if (read == 0) break;
    bytes += read;
    total_bytes_ += read;
    if (bytes > ratio_bytes) {
      return Refuse(absl::StrCat(shown, " wordt bij het uitpakken meer dan ",
                                 limits_.ratio_max, " maal zo groot"));
    }
    if (bytes > limits_.part_bytes_max ||
        total_bytes_ > limits_.total_bytes_max) {
      return Refuse(absl::StrCat(shown,
                                 " is uitgepakt groter dan een "
                                 "werkboek mag zijn"));
    }
    RETURN_IF_ERROR(take({piece.data(), static_cast<size_t>(read)}));
  }
  if (static_cast<uint64_t>(bytes) != stat.size) {
    return Refuse(absl::StrCat(shown, " is beschadigd: het heeft ", bytes,
                               " bytes en geen ", stat.size,
                               "; sla het werkboek opnieuw op"));
  }
  unpacked_[index] = true;
  return absl::OkStatus();
}

absl::StatusOr<std::string> Package::Text(absl::string_view name,
                                          size_t bytes_max) {
  std::string text;
  RETURN_IF_ERROR(Unpack(name, [&](absl::string_view piece) -> absl::Status {
    if (text.size() + piece.size() > bytes_max) {
      return Refuse(absl::StrCat(Shown(name), " is te lang"));
    }
    absl::StrAppend(&text, piece);
    return absl::OkStatus();
  }));
  return text;
}

absl::Status Package::UnpackRest() {
  for (size_t i = 0; i < names_.size(); ++i) {
    if (unpacked_[i]) continue;
    RETURN_IF_ERROR(
        UnpackAt(i, [](absl::string_view) { return absl::OkStatus(); }));
  }
  return absl::OkStatus();
}

}  // namespace opvang::sheet
