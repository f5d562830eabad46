#include "services/cli/load/rows.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"

namespace opvang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string WholeNumberFault(absl::string_view text) {
  if (absl::StrContains(text, "%")) {
    return "is a percentage; this column holds a count";
  }
  if (absl::StrContains(text, ",") || absl::StrContains(text, ".")) {
    return "must be a whole number without separators";
  }
  absl::ConsumePrefix(&text, "-");
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return "must be a whole number";
  }
  return "is too large; it must fit between -2147483648 and 2147483647";
}

// "GM0193" as municipal systems write it.
std::string Reference(const std::string& text) {
  if (text.size() == 6 && absl::StartsWithIgnoreCase(text, "gm") &&
      text.find_first_not_of("0123456789", 2) == std::string::npos) {
    return absl::StrCat("municipalities/", absl::AsciiStrToLower(text));
  }
  return text;
}

}  // namespace

std::string SetField(const FieldDescriptor& field, const std::string& text,
                     Message& message) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t value = 0;
      // Neither spaces nor a plus: what stands there is what was meant.
      if (!absl::SimpleAtoi(text, &value) ||
          !(absl::ascii_isdigit(text[0]) || text[0] == '-')) {
        return WholeNumberFault(text);
      }
      reflection.SetInt32(&message, &field, value);
      return "";
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return "must be true or false";
      reflection.SetBool(&message, &field, text == "true");
      return "";
    case FieldDescriptor::CPPTYPE_ENUM: {
      std::vector<std::string> known;
      for (int i = 1; i < field.enum_type()->value_count(); ++i) {
        known.push_back(EnumWord(*field.enum_type()->value(i)));
        if (known.back() == text) {
          reflection.SetEnum(&message, &field, field.enum_type()->value(i));
          return "";
        }
      }
      return absl::StrCat("must be one of ", absl::StrJoin(known, ", "));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const auto day = ParseDay(text);
      if (!day.has_value()) {
        return "must be a day of the calendar, written as 2025-07-01";
      }
      reflection.MutableMessage(&message, &field)->CopyFrom(ToProto(*day));
      return "";
    }
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.is_repeated()) {
        for (const absl::string_view part : absl::StrSplit(text, ';')) {
          reflection.AddString(
              &message, &field,
              Reference(std::string(absl::StripAsciiWhitespace(part))));
        }
      } else {
        reflection.SetString(&message, &field, Reference(text));
      }
      return "";
    default:
      return "is a column that no file can fill";
  }
}

namespace {

// The fields of the columns; null for a column that is none.
std::vector<const FieldDescriptor*> FieldsOf(
    const google::protobuf::Descriptor& type, const std::string& file,
    const Csv& csv, std::vector<std::string>& faults) {
  std::vector<const FieldDescriptor*> fields;
  std::map<std::string, int> seen;
  for (const std::string& column : csv.header) {
    const FieldDescriptor* field = type.FindFieldByName(column);
    fields.push_back(field);
    if (field == nullptr) {
      std::vector<std::string> known;
      for (int i = 0; i < type.field_count(); ++i) {
        known.push_back(type.field(i)->name());
      }
      faults.push_back(absl::StrCat(file, ":1: unknown column ", column,
                                    "; known are ",
                                    absl::StrJoin(known, ", ")));
    }
    if (++seen[column] == 2) {
      faults.push_back(
          absl::StrCat(file, ":1: column ", column, " stands there twice"));
    }
  }
  // The first field names what a row is about; nothing is without a source.
  for (const std::string& needed :
       {type.field(0)->name(), std::string("source")}) {
    if (!seen.count(needed)) {
      faults.push_back(
          absl::StrCat(file, ":1: the column ", needed, " is missing"));
    }
  }
  return fields;
}

}  // namespace

void AppendRows(const std::string& file, const Csv& csv,
                const std::string& field, google::protobuf::Message& request,
                std::vector<int>& lines, std::vector<std::string>& faults) {
  for (const std::string& fault : csv.faults) {
    faults.push_back(absl::StrCat(file, ":", fault));
  }
  if (csv.header.empty()) return;
  const FieldDescriptor* list = request.GetDescriptor()->FindFieldByName(field);
  const std::vector<const FieldDescriptor*> fields =
      FieldsOf(*list->message_type(), file, csv, faults);
  std::map<std::vector<std::string>, int> seen;
  for (const CsvRow& row : csv.rows) {
    const auto [first, is_new] = seen.emplace(row.cells, row.line);
    if (!is_new) {
      faults.push_back(
          absl::StrCat(file, ":", row.line, ": repeats line ", first->second));
    }
    Message* message = request.GetReflection()->AddMessage(&request, list);
    lines.push_back(row.line);
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i] == nullptr || row.cells[i].empty()) continue;
      const std::string fault = SetField(*fields[i], row.cells[i], *message);
      if (!fault.empty()) {
        faults.push_back(absl::StrCat(file, ":", row.line, ", column ",
                                      csv.header[i], ": \"", row.cells[i],
                                      "\" ", fault));
      }
    }
  }
}

}  // namespace opvang::cli
