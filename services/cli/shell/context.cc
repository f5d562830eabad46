#include "services/cli/shell/context.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/files.h"
#include "services/cli/shell/messages.h"

namespace opvang::cli {

std::string Context::Operand(size_t i) const {
  return i < arguments.words.size() ? arguments.words[i] : "";
}

int64_t Context::Revision(const std::string& flag) const {
  int64_t revision = 0;
  return absl::SimpleAtoi(arguments.Flag(flag, "0"), &revision) ? revision : -1;
}

absl::CivilDay Context::Day(const std::string& flag,
                            absl::CivilDay otherwise) const {
  return ParseDay(arguments.Flag(flag, "")).value_or(otherwise);
}

google::type::Date Context::Date(const std::string& flag) const {
  return ToProto(*ParseDay(arguments.Flag(flag, "")));
}

int32_t Context::Number(const std::string& flag, int32_t otherwise) const {
  int32_t number = otherwise;
  return absl::SimpleAtoi(arguments.Flag(flag, ""), &number) ? number
                                                             : otherwise;
}

google::protobuf::Timestamp Context::Instant(const std::string& flag) const {
  const absl::Time instant =
      InstantMeant(arguments.Flag(flag, "")).value_or(absl::InfinitePast());
  google::protobuf::Timestamp timestamp;
  const timespec parts = absl::ToTimespec(instant);
  timestamp.set_seconds(parts.tv_sec);
  timestamp.set_nanos(static_cast<int32_t>(parts.tv_nsec));
  return timestamp;
}

void Context::Print(const TextTable& table, const std::string& line) const {
  const std::string format = arguments.Flag("output", "table");
  if (format == "table" && !line.empty()) streams.err << line << std::endl;
  streams.out << Format(table, format,
                        {streams.out_coloured, streams.out_width});
}

void Context::PrintOne(
    const std::vector<std::pair<std::string, std::string>>& fields,
    const std::string& line) const {
  if (arguments.Flag("output", "table") == "table") {
    if (!line.empty()) streams.err << line << std::endl;
    for (const auto& [name, value] : fields) {
      if (value.empty()) continue;
      const TableColumn column = ColumnNamed(name);
      streams.out << column.heading << ": " << CellShown(column, value, false)
                  << "\n";
    }
    return;
  }
  TextTable table{.header = {}, .rows = {{}}};
  for (const auto& [name, value] : fields) {
    table.header.push_back(name);
    table.rows[0].push_back(value);
  }
  Print(table);
}

constexpr absl::string_view kMisuse = "misuse: ", kUnwritten = "unwritten: ";

absl::Status Misuse(const std::string& message) {
  return absl::FailedPreconditionError(absl::StrCat(kMisuse, message));
}

bool IsMisuse(const absl::Status& status) {
  return absl::StartsWith(status.message(), kMisuse);
}

absl::Status Unwritten(const std::string& message) {
  return absl::DataLossError(absl::StrCat(kUnwritten, message));
}

bool IsUnwritten(const absl::Status& status) {
  return absl::StartsWith(status.message(), kUnwritten);
}

std::string MessageFor(const absl::Status& status) {
  for (const absl::string_view own : {kMisuse, kUnwritten}) {
    if (absl::StartsWith(status.message(), own)) {
      return std::string(status.message().substr(own.size()));
    }
  }
  return InDutch(status);
}

absl::Status Context::Save(const std::string& bytes,
                           const std::string& path) const {
  return SaveFile(bytes, path, arguments.Has("force"));
}

std::string Shown(bool has, int64_t value) {
  return has ? absl::StrCat(value) : "";
}

std::string ShownDay(bool has, const google::type::Date& date) {
  return has ? FormatDay(DayOf(date)) : "";
}

std::string ShownInstant(bool has, const google::protobuf::Timestamp& time) {
  if (!has) return "";
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez",
                          absl::FromUnixSeconds(time.seconds()), Netherlands());
}

std::string NameOf(const std::string& area) {
  return DutchName(area).value_or("");
}

nl::opvang::reporting::v1::Edition EditionOf(const Context& context) {
  const std::string edition = context.arguments.Flag("edition", "");
  return edition == "internal" ? nl::opvang::reporting::v1::EDITION_INTERNAL
         : edition == "public" ? nl::opvang::reporting::v1::EDITION_PUBLIC
                               : nl::opvang::reporting::v1::EDITION_UNSPECIFIED;
}

}  // namespace opvang::cli
