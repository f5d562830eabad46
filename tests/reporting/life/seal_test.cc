// What is sealed is what protobuf itself would write.
#include "services/reporting/life/seal.h"

#include <memory>
#include <random>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/util/json_util.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;
using google::protobuf::Reflection;

void DropDeprecated(DescriptorProto& type) {
  auto& fields = *type.mutable_field();
  for (auto field = fields.begin(); field != fields.end();) {
    field = field->options().deprecated() ? fields.erase(field) : field + 1;
  }
  for (DescriptorProto& nested : *type.mutable_nested_type()) {
    DropDeprecated(nested);
  }
}

// A file and what it imports, without deprecated fields.
void AddCurrent(const FileDescriptor& file, DescriptorPool& pool) {
  if (pool.FindFileByName(file.name()) != nullptr) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddCurrent(*file.dependency(i), pool);
  }
  FileDescriptorProto current;
  file.CopyTo(&current);
  for (DescriptorProto& type : *current.mutable_message_type()) {
    DropDeprecated(type);
  }
  pool.BuildFile(current);
}

std::string ByLibrary(const Message& message) {
  static auto* const kPool = [] {
    auto* pool = new DescriptorPool;
    AddCurrent(*pb::ReportContent::descriptor()->file(), *pool);
    return pool;
  }();
  static auto* const kMessages =
      new google::protobuf::DynamicMessageFactory(kPool);
  const std::unique_ptr<Message> current(
      kMessages
          ->GetPrototype(kPool->FindMessageTypeByName(
              message.GetDescriptor()->full_name()))
          ->New());
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  EXPECT_TRUE(current->ParseFromString(message.SerializeAsString()));
  EXPECT_TRUE(
      google::protobuf::util::MessageToJsonString(*current, &json, options)
          .ok());
  return json;
}

// Sets any of the fields, and those of its parts, to something.
void Fill(Message& message, std::mt19937& random, int depth) {
  const Reflection& reflection = *message.GetReflection();
  const auto any = [&](int n) { return static_cast<int>(random() % n); };
  const auto text = [&] {
    static const char* const kTexts[] = {"",    "a",     "Súdwest-Fryslân – €",
                                         "<b>", "\"\\/", "\x01\x1f\x7f\n\t",
                                         "🏠"};
    return std::string(kTexts[any(7)]);
  };
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const int times = field->is_repeated() ? any(3) : any(2);
    for (int n = 0; n < times; ++n) {
      const bool list = field->is_repeated();
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (depth == 0) break;
          Fill(list ? *reflection.AddMessage(&message, field)
                    : *reflection.MutableMessage(&message, field),
               random, depth - 1);
          break;
        case FieldDescriptor::CPPTYPE_STRING:
          list ? reflection.AddString(&message, field, text())
               : reflection.SetString(&message, field, text());
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          list ? reflection.AddEnumValue(&message, field, any(5))
               : reflection.SetEnumValue(&message, field, any(5));
          break;
        case FieldDescriptor::CPPTYPE_BOOL:
          reflection.SetBool(&message, field, any(2) == 1);
          break;
        case FieldDescriptor::CPPTYPE_INT32: {
          // Also the days and nanoseconds of times: those stay possible.
          const int value = any(3) * any(1000);
          list ? reflection.AddInt32(&message, field, value)
               : reflection.SetInt32(&message, field, value);
          break;
        }
        case FieldDescriptor::CPPTYPE_INT64: {
          const int64_t value = int64_t{any(3)} * any(1000000000);
          list ? reflection.AddInt64(&message, field, value)
               : reflection.SetInt64(&message, field, value);
          break;
        }
        default:
          ADD_FAILURE() << field->full_name() << " is of no known kind";
      }
    }
  }
}

TEST(ToJsonTest, WritesWhatProtobufWrites) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    const pb::ReportContent content =
        RandomWorld("provinces/pv23", 5, random).Report();
    ASSERT_EQ(*ToJson(content), ByLibrary(content));
  }
  for (int round = 0; round < 60; ++round) {
    pb::Report report;
    Fill(report, random, 5);
    ASSERT_EQ(*ToJson(report), ByLibrary(report));
  }
}

TEST(ToJsonTest, EveryCharacterIsWrittenAsProtobufDoes) {
  pb::Report report;
  std::string text;
  for (uint32_t point = 1; point < 0x10ffff; point += point < 0x3000 ? 1 : 97) {
    if (point >= 0xd800 && point < 0xe000) continue;
    if (point < 0x80) {
      text += static_cast<char>(point);
    } else if (point < 0x800) {
      text += static_cast<char>(0xc0 | point >> 6);
      text += static_cast<char>(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      text += static_cast<char>(0xe0 | point >> 12);
      text += static_cast<char>(0x80 | (point >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (point & 0x3f));
    } else {
      text += static_cast<char>(0xf0 | point >> 18);
      text += static_cast<char>(0x80 | (point >> 12 & 0x3f));
      text += static_cast<char>(0x80 | (point >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (point & 0x3f));
    }
    if (point < 0x100 || text.size() > 300) {
      report.set_name(text);
      ASSERT_EQ(*ToJson(report), ByLibrary(report)) << point;
      text.clear();
    }
  }
}

}  // namespace
}  // namespace opvang::reporting
