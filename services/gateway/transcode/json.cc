#include "services/gateway/transcode/json.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/excerpt.h"
#include "common/base/validation.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;
using google::protobuf::util::FieldMaskUtil;
using google::protobuf::util::TimeUtil;
using google::type::Date;
using Cpp = FieldDescriptor::CppType;

bool IsTextMessage(const Descriptor* type) {
  return type == Date::descriptor() || type == Timestamp::descriptor() ||
         type == FieldMask::descriptor();
}

// The text of a message that is one.
std::string TextOf(const Message& message) {
  if (const auto* day = dynamic_cast<const Date*>(&message)) {
    return absl::StrFormat("%04d-%02d-%02d", day->year(), day->month(),
                           day->day());
  }
  if (const auto* time = dynamic_cast<const Timestamp*>(&message)) {
    return TimeUtil::ToString(*time);
  }
  std::string mask;
  FieldMaskUtil::ToJsonString(dynamic_cast<const FieldMask&>(message), &mask);
  return mask;
}

// One value of a field; of a list the one at `index`.
void AppendValue(const Message& message, const FieldDescriptor& field,
                 int index, std::string& json) {
  const Reflection& of = *message.GetReflection();
  const bool listed = field.is_repeated();
  std::string scratch;
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_BOOL:
      json += (listed ? of.GetRepeatedBool(message, &field, index)
                      : of.GetBool(message, &field))
                  ? "true"
                  : "false";
      return;
    case Cpp::CPPTYPE_INT32:
      return absl::StrAppend(
          &json, listed ? of.GetRepeatedInt32(message, &field, index)
                        : of.GetInt32(message, &field));
    case Cpp::CPPTYPE_UINT32:
      return absl::StrAppend(
          &json, listed ? of.GetRepeatedUInt32(message, &field, index)
                        : of.GetUInt32(message, &field));
    case Cpp::CPPTYPE_INT64:
      return absl::StrAppend(&json, "\"",
                             listed
                                 ? of.GetRepeatedInt64(message, &field, index)
                                 : of.GetInt64(message, &field),
                             "\"");
    case Cpp::CPPTYPE_ENUM: {
      const int number = listed
                             ? of.GetRepeatedEnumValue(message, &field, index)
                             : of.GetEnumValue(message, &field);
      const auto* value = field.enum_type()->FindValueByNumber(number);
      if (value == nullptr) return absl::StrAppend(&json, number);
      return absl::StrAppend(&json, "\"", value->name(), "\"");
    }
    case Cpp::CPPTYPE_STRING: {
      const std::string& text =
          listed
              ? of.GetRepeatedStringReference(message, &field, index, &scratch)
              : of.GetStringReference(message, &field, &scratch);
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        return absl::StrAppend(&json, "\"", absl::Base64Escape(text), "\"");
      }
      return AppendQuoted(text, json);
    }
    case Cpp::CPPTYPE_MESSAGE: {
      const Message& part = listed
                                ? of.GetRepeatedMessage(message, &field, index)
                                : of.GetMessage(message, &field);
      if (!IsTextMessage(field.message_type())) return AppendJson(part, json);
      return AppendQuoted(TextOf(part), json);
    }
    default:
      // No contract of ours has such a field; `json_test` sees to it.
      json += "null";
  }
}

// Sets or adds, by what the field is.
#define OPVANG_PUT(Kind, value)                                \
  (field.is_repeated() ? of.Add##Kind(&message, &field, value) \
                       : of.Set##Kind(&message, &field, value))

Message& MessageIn(Message& message, const FieldDescriptor& field) {
  const Reflection& of = *message.GetReflection();
  return field.is_repeated() ? *of.AddMessage(&message, &field)
                             : *of.MutableMessage(&message, &field);
}

std::string NamesOf(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  return absl::StrJoin(names, ", ");
}

// "2024-10-31" by its digits; whether there is such a day is the service's to
// say.
bool ReadDay(absl::string_view text, Message& into) {
  const auto number = [text](size_t at, size_t size, int& to) {
    return absl::c_all_of(text.substr(at, size), absl::ascii_isdigit) &&
           absl::SimpleAtoi(text.substr(at, size), &to);
  };
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) {
    return false;
  }
  Date read;
  read.set_year(year);
  read.set_month(month);
  read.set_day(day);
  into.CopyFrom(read);
  return true;
}

template <typename Integer>
bool ReadInteger(absl::string_view text, Integer& to) {
  // Neither blanks nor a sign that changes nothing.
  return !text.empty() && (absl::ascii_isdigit(text[0]) || (text[0] == '-')) &&
         absl::SimpleAtoi(text, &to);
}

// What a field must be, when it is not.
std::string Expected(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_BOOL:
      return "true or false";
    case Cpp::CPPTYPE_INT32:
      return absl::StrCat("a whole number from ",
                          std::numeric_limits<int32_t>::min(), " to ",
                          std::numeric_limits<int32_t>::max());
    case Cpp::CPPTYPE_INT64:
    case Cpp::CPPTYPE_UINT32:
      return "a whole number";
    case Cpp::CPPTYPE_ENUM:
      return absl::StrCat("one of ", NamesOf(*field.enum_type()));
    case Cpp::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? "bytes in base64"
                                                         : "text in UTF-8";
    case Cpp::CPPTYPE_MESSAGE:
      if (field.message_type() == Date::descriptor()) {
        return "a day, such as \"2024-10-31\"";
      }
      if (field.message_type() == Timestamp::descriptor()) {
        return "an instant, such as \"2024-10-31T09:00:00Z\"";
      }
      if (field.message_type() == FieldMask::descriptor()) {
        return "names of fields, such as \"displayName,remark\"";
      }
      return "an object";
    default:
      return "something else";
  }
}

// How a value stood in its input.
enum class Form { kQuery, kString, kNumber, kBool };

// Puts the value into the field; false when it does not fit.
bool Put(const FieldDescriptor& field, absl::string_view text, Form form,
         Message& message) {
  const Reflection& of = *message.GetReflection();
  const bool quoted = form == Form::kQuery || form == Form::kString;
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_BOOL:
      if (form != Form::kQuery && form != Form::kBool) return false;
      if (text != "true" && text != "false") return false;
      OPVANG_PUT(Bool, text == "true");
      return true;
    case Cpp::CPPTYPE_INT32: {
      int32_t value;
      if (form == Form::kBool || !ReadInteger(text, value)) return false;
      OPVANG_PUT(Int32, value);
      return true;
    }
    case Cpp::CPPTYPE_UINT32: {
      uint32_t value;
      if (form == Form::kBool || !ReadInteger(text, value)) return false;
      OPVANG_PUT(UInt32, value);
      return true;
    }
    case Cpp::CPPTYPE_INT64: {
      int64_t value;
      if (form == Form::kBool || !ReadInteger(text, value)) return false;
      OPVANG_PUT(Int64, value);
      return true;
    }
    case Cpp::CPPTYPE_ENUM: {
      if (form == Form::kBool) return false;
      int number;
      if (form != Form::kString && ReadInteger(text, number)) {
        OPVANG_PUT(EnumValue, number);
        return true;
      }
      const auto* value = field.enum_type()->FindValueByName(std::string(text));
      if (value == nullptr || form == Form::kNumber) return false;
      OPVANG_PUT(EnumValue, value->number());
      return true;
    }
    case Cpp::CPPTYPE_STRING: {
      if (!quoted) return false;
      std::string value(text);
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        if (!absl::Base64Unescape(text, &value) &&
            !absl::WebSafeBase64Unescape(text, &value)) {
          return false;
        }
      } else if (!IsUtf8(text)) {
        return false;
      }
      OPVANG_PUT(String, value);
      return true;
    }
    case Cpp::CPPTYPE_MESSAGE: {
      if (!quoted || !IsTextMessage(field.message_type())) return false;
      if (field.message_type() == Date::descriptor()) {
        const std::unique_ptr<Message> day(Date::default_instance().New());
        if (!ReadDay(text, *day)) return false;
        MessageIn(message, field).CopyFrom(*day);
        return true;
      }
      if (field.message_type() == Timestamp::descriptor()) {
        Timestamp time;
        if (!TimeUtil::FromString(std::string(text), &time)) return false;
        MessageIn(message, field).CopyFrom(time);
        return true;
      }
      FieldMask mask;
      if (!FieldMaskUtil::FromJsonString(std::string(text), &mask))
        return false;
      MessageIn(message, field).CopyFrom(mask);
      return true;
    }
    default:
      return false;
  }
}

std::string WrongValue(const FieldDescriptor& field, absl::string_view text) {
  return absl::StrCat("is \"", Excerpt(text, 60), "\"; it must be ",
                      Expected(field));
}

// Reads JSON as it comes, straight into a message: nothing is built of what is
// unknown, and what nests too deep is not read on.
class Reader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Reader(absl::string_view json, absl::string_view at, Message& message)
      : json_(json), at_(at), message_(message) {}

  absl::Status Read() {
    const bool read =
        nlohmann::json::sax_parse(json_.begin(), json_.end(), this);
    if (!fatal_.ok()) return fatal_;
    if (!read) return Unreadable(json_.size(), "ends too early");
    return violations_.ToStatus();
  }

  bool null() override {
    if (skipped_ > 0) return true;
    if (frames_.empty()) return NoObject("null");
    if (Top().field != nullptr && Top().listed) {
      Add(Place(),
          absl::StrCat("is null; it must be ", Expected(*Top().field)));
    }
    return Next();
  }
  bool boolean(bool value) override {
    return Scalar(value ? "true" : "false", Form::kBool);
  }
  bool number_integer(number_integer_t value) override {
    return Scalar(absl::StrCat(value), Form::kNumber);
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Scalar(absl::StrCat(value), Form::kNumber);
  }
  bool number_float(number_float_t, const string_t& text) override {
    return Scalar(text, Form::kNumber);
  }
  bool string(string_t& text) override { return Scalar(text, Form::kString); }
  bool binary(binary_t&) override { return false; }

  bool start_object(size_t) override {
    if (!Deeper()) return false;
    if (skipped_ > 0 || (!frames_.empty() && Top().field == nullptr)) {
      return Skip();
    }
    if (frames_.empty()) {
      frames_.push_back({.message = &message_});
      return true;
    }
    const FieldDescriptor& field = *Top().field;
    const bool misplaced = field.is_repeated() && !Top().listed;
    if (misplaced || field.cpp_type() != Cpp::CPPTYPE_MESSAGE ||
        IsTextMessage(field.message_type())) {
      Add(Place(), absl::StrCat("is an object; it must be ",
                                misplaced ? "a list" : Expected(field)));
      return Skip();
    }
    Message* const part = &MessageIn(*Top().message, field);
    frames_.push_back({.message = part});
    return true;
  }
  bool key(string_t& name) override {
    if (skipped_ > 0) return true;
    Frame& top = Top();
    const Descriptor& type = *top.message->GetDescriptor();
    top.field = type.FindFieldByCamelcaseName(name);
    if (top.field == nullptr) top.field = type.FindFieldByName(name);
    if (top.field == nullptr) {
      Add(Join(Above(), Excerpt(name, 60)), "is unknown here");
      return true;
    }
    if (!top.seen.insert(top.field->number()).second) {
      Add(Place(), "is given twice");
      top.field = nullptr;
      return true;
    }
    const auto* choice = top.field->real_containing_oneof();
    if (choice != nullptr &&
        top.message->GetReflection()->HasOneof(*top.message, choice)) {
      Add(Place(), absl::StrCat("is given beside another of ",
                                JsonPath(choice->name())));
      top.field = nullptr;
    }
    return true;
  }
  bool end_object() override {
    --depth_;
    if (skipped_ > 0) {
      --skipped_;
      return Next();
    }
    frames_.pop_back();
    return Next();
  }
  bool start_array(size_t) override {
    if (!Deeper()) return false;
    if (frames_.empty()) return NoObject("a list");
    if (skipped_ > 0 || Top().field == nullptr) return Skip();
    if (!Top().field->is_repeated() || Top().listed) {
      Add(Place(),
          absl::StrCat("is a list; it must be ", Expected(*Top().field)));
      return Skip();
    }
    Top().listed = true;
    Top().index = 0;
    return true;
  }
  bool end_array() override {
    --depth_;
    if (skipped_ > 0) {
      --skipped_;
      return Next();
    }
    Top().listed = false;
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception& fault) override {
    // "[json.exception.parse_error.101] parse error at …: syntax error while
    // parsing value - unexpected …": what stands behind the last dash.
    const absl::string_view said = fault.what();
    const size_t dash = said.rfind(" - ");
    fatal_ = Unreadable(
        position, dash == said.npos ? "is not JSON" : said.substr(dash + 3));
    return false;
  }

 private:
  // An object being read; `field` is the one whose value comes.
  struct Frame {
    Message* message;
    const FieldDescriptor* field = nullptr;
    bool listed = false;  // Within the brackets of a list.
    int index = 0;
    std::set<int> seen = {};
  };

  Frame& Top() { return frames_.back(); }

  bool Deeper() {
    if (++depth_ <= kDepthMax) return true;
    fatal_ = MakeError(absl::StatusCode::kInvalidArgument,
                       {kDomain, "BODY_NOT_JSON"},
                       absl::StrCat("The body nests deeper than ", kDepthMax,
                                    " objects and lists."));
    return false;
  }
  bool Skip() {
    ++skipped_;
    return true;
  }
  // After a value: the next one of a list.
  bool Next() {
    if (skipped_ == 0 && !frames_.empty() && Top().listed) ++Top().index;
    return true;
  }
  bool NoObject(absl::string_view what) {
    fatal_ = MakeError(
        absl::StatusCode::kInvalidArgument, {kDomain, "BODY_NOT_JSON"},
        absl::StrCat("The body is ", what, "; it must be a JSON object."));
    return false;
  }

  bool Scalar(absl::string_view text, Form form) {
    if (skipped_ > 0) return true;
    if (frames_.empty()) return NoObject("one value");
    if (Top().field == nullptr) return true;
    const FieldDescriptor& field = *Top().field;
    if (field.is_repeated() && !Top().listed) {
      Add(Place(), "is one value; it must be a list");
      return true;
    }
    if (!Put(field, text, form, *Top().message)) {
      Add(Place(), WrongValue(field, text));
    }
    return Next();
  }

  static std::string Join(const std::string& above, absl::string_view name) {
    return above.empty() ? std::string(name) : absl::StrCat(above, ".", name);
  }
  // Of the object at the top.
  std::string Above() const { return PlaceOf(frames_.size() - 1); }
  // Of the value that comes.
  std::string Place() const { return PlaceOf(frames_.size()); }
  std::string PlaceOf(size_t count) const {
    std::string place(at_);
    for (size_t i = 0; i < count; ++i) {
      const Frame& frame = frames_[i];
      place = Join(place, frame.field->json_name());
      if (frame.listed) absl::StrAppend(&place, "[", frame.index, "]");
    }
    return place;
  }

  void Add(std::string place, std::string what) {
    if (violations_.all().size() >= kFaultsMax) return;
    violations_.Add(std::move(place), std::move(what));
  }

  absl::Status Unreadable(size_t position, absl::string_view why) const {
    const absl::string_view before = json_.substr(0, position);
    const size_t line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t begin = before.rfind('\n');
    return MakeError(
        absl::StatusCode::kInvalidArgument, {kDomain, "BODY_NOT_JSON"},
        absl::StrCat(
            "The body is not JSON at line ", line, ", column ",
            begin == before.npos ? before.size() : before.size() - begin - 1,
            ": ", Excerpt(why, 200), "."),
        {{"position", absl::StrCat(position)}});
  }

  const absl::string_view json_, at_;
  Message& message_;
  std::vector<Frame> frames_;
  int depth_ = 0, skipped_ = 0;
  Violations violations_;
  absl::Status fatal_;
};

}  // namespace

void AppendQuoted(absl::string_view text, std::string& json) {
  json += '"';
  size_t from = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = text[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    json.append(text.data() + from, i - from);
    from = i + 1;
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        absl::StrAppendFormat(&json, "\\u%04x", c);
    }
  }
  json.append(text.data() + from, text.size() - from);
  json += '"';
}

void AppendJson(const Message& message, std::string& json) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  json += '{';
  bool more = false;
  for (const FieldDescriptor* field : set) {
    if (more) json += ',';
    more = true;
    absl::StrAppend(&json, "\"", field->json_name(), "\":");
    if (!field->is_repeated()) {
      AppendValue(message, *field, 0, json);
      continue;
    }
    json += '[';
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      if (i > 0) json += ',';
      AppendValue(message, *field, i, json);
    }
    json += ']';
  }
  json += '}';
}

std::string ToJson(const Message& message) {
  std::string json;
  json.reserve(2 * message.ByteSizeLong());
  AppendJson(message, json);
  return json;
}

absl::Status MergeJson(absl::string_view json, absl::string_view at,
                       Message& message) {
  return Reader(json, at, message).Read();
}

bool IsText(const FieldDescriptor& field) {
  return field.cpp_type() != Cpp::CPPTYPE_MESSAGE ||
         IsTextMessage(field.message_type());
}

void SetFromText(const FieldDescriptor& field, absl::string_view text,
                 const std::string& place, Message& message,
                 Violations& violations) {
  if (!Put(field, text, Form::kQuery, message)) {
    violations.Add(place, WrongValue(field, text));
  }
}

std::string JsonPath(absl::string_view path) {
  std::string json;
  bool up = false;
  for (const char c : path) {
    if (c == '_') {
      up = true;
      continue;
    }
    json += up ? absl::ascii_toupper(c) : c;
    up = false;
  }
  return json;
}

}  // namespace opvang::gateway
