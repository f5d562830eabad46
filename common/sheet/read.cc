#include "common/sheet/read.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/excerpt.h"
#include "common/base/status.h"
#include "common/sheet/package.h"
#include "common/sheet/read_format.h"

namespace opvang::sheet {
namespace {

// A file of Microsoft's older kind: an .xls, or the envelope of an encrypted
// workbook, which names its content in UTF-16.
absl::Status OfCompoundFile(absl::string_view bytes) {
  std::string wide;
  for (const char c : absl::string_view("EncryptedPackage")) {
    wide += c;
    wide += '\0';
  }
  if (absl::StrContains(bytes, wide)) return EncryptionFound();
  return absl::InvalidArgumentError(
      "het bestand is van een oudere soort (.xls of .doc); sla het op als ODS "
      "of XLSX");
}

absl::Status CheckBytes(absl::string_view bytes, const Limits& limits) {
  if (bytes.empty()) return absl::InvalidArgumentError("het bestand is leeg");
  if (static_cast<int64_t>(bytes.size()) > limits.file_bytes_max) {
    return absl::InvalidArgumentError(absl::StrCat(
        "het bestand heeft ", bytes.size(),
        " bytes; een werkboek heeft er hooguit ", limits.file_bytes_max));
  }
  if (absl::StartsWith(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return OfCompoundFile(bytes);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MacrosFound(absl::string_view where) {
  return absl::InvalidArgumentError(
      absl::StrCat("het werkboek heeft macro's (", Excerpt(where, 80),
                   "); sla het op zonder, als ODS of XLSX"));
}

absl::Status LinksFound(absl::string_view where) {
  return absl::InvalidArgumentError(
      absl::StrCat("het werkboek heeft koppelingen met andere bestanden (",
                   Excerpt(where, 80), "); zet daar de waarden zelf"));
}

absl::Status EncryptionFound() {
  return absl::InvalidArgumentError(
      "het werkboek is versleuteld; sla het op zonder wachtwoord");
}

absl::StatusOr<Grid> ReadWorkbook(absl::string_view bytes,
                                  const Limits& limits) {
  RETURN_IF_ERROR(CheckBytes(bytes, limits));
  ASSIGN_OR_RETURN(const auto package, Package::Open(bytes, limits));
  // Some programs leave out what ODF asks for at the front.
  const bool is_odf = package->Find("mimetype").has_value() ||
                      package->Find("META-INF/manifest.xml").has_value();
  const bool is_ooxml = package->Find("[Content_Types].xml").has_value();
  if (is_odf == is_ooxml) {
    return absl::InvalidArgumentError(
        is_odf ? "het bestand zegt ODS en XLSX tegelijk te zijn; sla het op "
                 "als een van beide"
               : "het bestand is geen werkboek in ODS of XLSX");
  }
  ASSIGN_OR_RETURN(Grid grid, is_odf ? ReadOds(*package, limits)
                                     : ReadXlsx(*package, limits));
  RETURN_IF_ERROR(package->UnpackRest());
  return grid;
}

}  // namespace opvang::sheet
