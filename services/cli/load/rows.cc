#include "services/cli/load/rows.h"

#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/area_name.h"
#include "common/base/calendar.h"
#include "common/base/enum_word.h"

namespace opvang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string WholeNumberFault(absl::string_view text) {
  if (absl::StrContains(text, "%")) {
    return "is een percentage; hier hoort een aantal";
  }
  if (absl::StrContains(text, ",") || absl::StrContains(text, ".")) {
    return "is geen heel getal zonder punten of komma's";
  }
  absl::ConsumePrefix(&text, "-");
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return "is geen heel getal";
  }
  return "is te groot; hier past -2147483648 tot en met 2147483647";
}

// Whether a field holds the name of an area, or of several.
bool IsOfAreas(const FieldDescriptor& field) {
  static const auto* const kFields = new std::set<std::string>{
      "giver",  "municipality", "participants", "province",
      "region", "receiver",     "subject",      "successor"};
  return kFields->count(field.name()) > 0;
}

// Makes the resource name of an area that is written by name or code, and
// leaves other names as they are. What is wrong, or nothing.
std::string TakeReference(const FieldDescriptor& field, std::string& text) {
  if (absl::StrContains(text, '/') || !IsOfAreas(field)) return "";
  std::vector<std::string> called = field.name() == "subject"
                                        ? AreasCalled(text)
                                        : MunicipalitiesCalled(text);
  if (field.name() == "province" || field.name() == "region") {
    called = AreasCalled(absl::StrCat(
        field.name() == "province" ? "provincie " : "regio ", text));
    if (called.empty()) called = AreasCalled(text);
  }
  if (called.size() == 1) {
    text = called[0];
    return "";
  }
  if (called.empty() && absl::StartsWithIgnoreCase(text, "gm") &&
      text.find_first_not_of("0123456789", 2) == std::string::npos) {
    // Of a code the service says that there is none, with all else it finds.
    text = absl::StrCat("municipalities/", absl::AsciiStrToLower(text));
    return "";
  }
  if (called.empty()) {
    const std::string like = AreaLike(text);
    return like.empty() ? "is geen gemeente of ander gebied"
                        : absl::StrCat("is onbekend; bedoelt u ", like, "?");
  }
  for (std::string& one : called) one = AreaShown(one);
  return absl::StrCat("kan meer zijn: ", absl::StrJoin(called, " of "));
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
      if (text != "true" && text != "false") return "is geen true of false";
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
      return absl::StrCat("is niet bekend; kies uit ",
                          absl::StrJoin(known, ", "));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const auto day = ParseDay(text);
      if (!day.has_value()) {
        return "is geen dag van de kalender; schrijf hem als 2025-07-01";
      }
      reflection.MutableMessage(&message, &field)->CopyFrom(ToProto(*day));
      return "";
    }
    case FieldDescriptor::CPPTYPE_STRING:
      for (const std::string& one :
           field.is_repeated()
               ? std::vector<std::string>(absl::StrSplit(text, ';'))
               : std::vector{text}) {
        std::string part = one;
        if (field.is_repeated()) absl::StripAsciiWhitespace(&part);
        const std::string fault = TakeReference(field, part);
        if (!fault.empty()) return fault;
        if (field.is_repeated()) {
          reflection.AddString(&message, &field, part);
        } else {
          reflection.SetString(&message, &field, part);
        }
      }
      return "";
    default:
      return "is een kolom die geen bestand kan vullen";
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
      faults.push_back(absl::StrCat(file, ":1: onbekende kolom ", column,
                                    "; bekend zijn ",
                                    absl::StrJoin(known, ", ")));
    }
    if (++seen[column] == 2) {
      faults.push_back(
          absl::StrCat(file, ":1: kolom ", column, " staat er tweemaal"));
    }
  }
  // The first field names what a row is about; nothing is without a source.
  for (const std::string& needed :
       {type.field(0)->name(), std::string("source")}) {
    if (!seen.count(needed)) {
      faults.push_back(
          absl::StrCat(file, ":1: de kolom ", needed, " ontbreekt"));
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
      faults.push_back(absl::StrCat(file, ":", row.line, ": herhaalt regel ",
                                    first->second));
    }
    Message* message = request.GetReflection()->AddMessage(&request, list);
    lines.push_back(row.line);
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i] == nullptr || row.cells[i].empty()) continue;
      const std::string fault = SetField(*fields[i], row.cells[i], *message);
      if (!fault.empty()) {
        faults.push_back(absl::StrCat(file, ":", row.line, ", kolom ",
                                      csv.header[i], ": \"", row.cells[i],
                                      "\" ", fault));
      }
    }
  }
}

}  // namespace opvang::cli
