#include "services/reporting/store/content_store.h"

#include <zstd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "services/reporting/life/upgrade.h"

namespace opvang::reporting {
namespace {

enum Part { kContent = 1, kJson = 2 };

// As much as a BLOB holds, and few enough of them for the smallest packet.
constexpr size_t kPieceBytes = 60000;
constexpr size_t kPiecesAtOnce = 8;
constexpr size_t kContentBytesMax = size_t{1} << 30;

// Quickly: the JSON of a country to a twentieth, in hundredths of a second.
std::string Packed(absl::string_view bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(),
                              bytes.size(), /*compressionLevel=*/1));
  return packed;
}

// Empty when they are damaged.
std::string Unpacked(const std::string& packed) {
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size > kContentBytesMax) return "";  // Also what stands for errors.
  std::string bytes(size, '\0');
  const size_t unpacked =
      ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
  return unpacked == size ? bytes : "";
}

absl::Status AppendPart(Transaction& tx, const std::string& report, Part part,
                        absl::string_view whole) {
  const std::string packed = Packed(whole);
  const absl::string_view bytes = packed;
  Rows rows;
  int position = 0;
  for (size_t start = 0; start < bytes.size(); start += kPieceBytes) {
    rows.push_back({report, static_cast<int>(part), position++, tx.revision(),
                    bytes.substr(start, kPieceBytes), true});
    if (rows.size() < kPiecesAtOnce && start + kPieceBytes < bytes.size()) {
      continue;
    }
    RETURN_IF_ERROR(tx.Insert(
        "INSERT INTO report_pieces (report, part, position, revision, bytes, "
        "packed) VALUES ",
        rows));
    rows.clear();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPart(Database& db, const std::string& report,
                                     Part part) {
  ASSIGN_OR_RETURN(const Database::Lease lease,
                   db.Acquire(absl::InfiniteFuture()));
  Transaction tx(*lease, 0);
  std::string bytes;
  bool packed = false;
  RETURN_IF_ERROR(tx.ForEach(
      "SELECT bytes, packed FROM report_pieces WHERE report = ? AND part = ? "
      "ORDER BY position",
      {report, static_cast<int>(part)}, [&](const Row& row) {
        bytes += row.Text(0);
        packed = row.Int(1) != 0;
      }));
  if (packed) bytes = Unpacked(bytes);
  if (!bytes.empty()) return bytes;
  // As it was stored until contents came in pieces.
  const Sql column =
      part == kContent ? Sql("SELECT content") : Sql("SELECT json");
  RETURN_IF_ERROR(tx.ForEach(
      column + " FROM reports WHERE name = ? AND content IS NOT NULL", {report},
      [&](const Row& row) { bytes = row.Text(0); }));
  if (!bytes.empty()) return bytes;
  return absl::DataLossError(absl::StrCat(report, " has no content"));
}

absl::StatusOr<pb::ReportContent> ReadContent(Database& db,
                                              const std::string& report) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadPart(db, report, kContent));
  pb::ReportContent content;
  if (content.ParseFromString(bytes)) return content;
  return absl::DataLossError(
      absl::StrCat("the content of ", report, " does not parse"));
}

}  // namespace

absl::Status AppendContent(Transaction& tx, const std::string& report,
                           const pb::ReportContent& content,
                           const std::string& json) {
  RETURN_IF_ERROR(AppendPart(tx, report, kContent, Serialize(content)));
  return AppendPart(tx, report, kJson, json);
}

absl::StatusOr<Contents::Content> Contents::Find(const std::string& report) {
  Content content = held_.Find(report);
  if (content != nullptr) return content;
  ASSIGN_OR_RETURN(pb::ReportContent stored, ReadContent(db_, report));
  content =
      std::make_shared<const pb::ReportContent>(Upgraded(std::move(stored)));
  held_.Keep(report, content, std::min(content->SpaceUsedLong(), bytes_max_));
  return content;
}

absl::StatusOr<SealedContent> Contents::ReadSealed(const std::string& report) {
  SealedContent sealed;
  ASSIGN_OR_RETURN(sealed.content, ReadContent(db_, report));
  ASSIGN_OR_RETURN(sealed.json, ReadJson(report));
  return sealed;
}

absl::StatusOr<std::string> Contents::ReadJson(const std::string& report) {
  return ReadPart(db_, report, kJson);
}

}  // namespace opvang::reporting
