#include "common/state/table.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "google/protobuf/descriptor.h"

namespace opvang {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<std::string> ColumnNames(const Sql& columns) {
  return absl::StrSplit(columns.Text(), ", ");
}

FieldColumn::FieldColumn(const google::protobuf::Descriptor& message,
                         const std::string& field)
    : field_(message.FindFieldByName(field)) {
  if (field_ == nullptr) {
    // A table is made when the program starts: it is wrong, not its input.
    std::fprintf(stderr, "%s has no field %s\n", message.full_name().c_str(),
                 field.c_str());
    std::abort();
  }
}

Value FieldColumn::Write(const Message& fact) const {
  const auto& reflection = *fact.GetReflection();
  if (field_->has_presence() && !reflection.HasField(fact, field_)) {
    return std::optional<int64_t>();
  }
  switch (field_->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(fact, field_);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(fact, field_);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(fact, field_);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(fact, field_);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return DayOf(static_cast<const google::type::Date&>(
          reflection.GetMessage(fact, field_)));
    default:
      return reflection.GetString(fact, field_);
  }
}

void FieldColumn::Read(const Row& row, int column, Message& fact) const {
  const auto& reflection = *fact.GetReflection();
  if (field_->has_presence() && row.IsNull(column)) return;
  switch (field_->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&fact, field_,
                                 static_cast<int32_t>(row.Int(column)));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&fact, field_, row.Int(column));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&fact, field_, row.Int(column) != 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&fact, field_,
                                     static_cast<int>(row.Int(column)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      static_cast<google::type::Date&>(
          *reflection.MutableMessage(&fact, field_)) = ToProto(row.Day(column));
      return;
    default:
      return reflection.SetString(&fact, field_, row.Text(column));
  }
}

void FieldColumn::Copy(const Message& from, Message& to) const {
  const auto& reflection = *from.GetReflection();
  if (field_->has_presence() && !reflection.HasField(from, field_)) return;
  switch (field_->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&to, field_,
                                 reflection.GetInt32(from, field_));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&to, field_,
                                 reflection.GetInt64(from, field_));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&to, field_, reflection.GetBool(from, field_));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&to, field_,
                                     reflection.GetEnumValue(from, field_));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      static_cast<google::type::Date&>(
          *reflection.MutableMessage(&to, field_)) =
          ToProto(DayOf(static_cast<const google::type::Date&>(
              reflection.GetMessage(from, field_))));
      return;
    default:
      return reflection.SetString(&to, field_,
                                  reflection.GetString(from, field_));
  }
}

}  // namespace opvang
