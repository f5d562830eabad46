// JSON against Protobuf's own, and what is refused of it.
#include "services/gateway/transcode/json.h"

#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/type/date.pb.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;

namespace l = nl::opvang::locations::v1;

std::vector<const FileDescriptor*> Files() {
  return {nl::opvang::quotas::v1::Cycle::descriptor()->file(),
          l::Location::descriptor()->file(),
          nl::opvang::housing::v1::Placement::descriptor()->file(),
          nl::opvang::reporting::v1::Report::descriptor()->file()};
}

void AllTypes(const Descriptor* type, std::vector<const Descriptor*>& all) {
  all.push_back(type);
  for (int i = 0; i < type->nested_type_count(); ++i) {
    AllTypes(type->nested_type(i), all);
  }
}

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(type)
          ->New());
}

// Something in every field, lists of two; `depth` bounds what holds itself.
void Fill(Message& message, int depth, int& count) {
  const Descriptor& type = *message.GetDescriptor();
  const auto& of = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->real_containing_oneof() != nullptr &&
        field->index_in_oneof() > 0) {
      continue;
    }
    for (int n = 0; n < (field->is_repeated() ? 2 : 1); ++n) {
      ++count;
      const bool listed = field->is_repeated();
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_BOOL:
          listed ? of.AddBool(&message, field, true)
                 : of.SetBool(&message, field, true);
          break;
        case FieldDescriptor::CPPTYPE_INT32:
          listed ? of.AddInt32(&message, field, -count)
                 : of.SetInt32(&message, field, -count);
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          listed ? of.AddInt64(&message, field, int64_t{1} << 55)
                 : of.SetInt64(&message, field, (int64_t{1} << 55) + count);
          break;
        case FieldDescriptor::CPPTYPE_ENUM: {
          const auto* last =
              field->enum_type()->value(field->enum_type()->value_count() - 1);
          listed ? of.AddEnum(&message, field, last)
                 : of.SetEnum(&message, field, last);
          break;
        }
        case FieldDescriptor::CPPTYPE_STRING: {
          const std::string text = absl::StrCat("é\"\\\n\t\x01 ", count);
          listed ? of.AddString(&message, field, text)
                 : of.SetString(&message, field, text);
          break;
        }
        case FieldDescriptor::CPPTYPE_MESSAGE: {
          const std::string& name = field->message_type()->full_name();
          if (depth == 0 && !IsText(*field)) break;
          Message& part = listed ? *of.AddMessage(&message, field)
                                 : *of.MutableMessage(&message, field);
          if (auto* day = dynamic_cast<google::type::Date*>(&part)) {
            day->set_year(2024);
            day->set_month(2);
            day->set_day(1 + count % 28);
          } else if (name == "google.protobuf.FieldMask") {
            ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                            "\"displayName,remark\"", &part)
                            .ok());
          } else if (name == "google.protobuf.Timestamp") {
            ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                            "\"2024-10-31T09:00:00.250Z\"", &part)
                            .ok());
          } else {
            Fill(part, depth - 1, count);
          }
          break;
        }
        default:
          FAIL() << field->full_name() << " is of a type that is not known";
      }
    }
  }
}

// Protobuf's JSON with its days as we have them.
void TurnDays(Json& json) {
  if (json.is_object() && json.contains("year") && json.contains("day")) {
    json = absl::StrCat(json["year"].get<int>(), "-0", json["month"].get<int>(),
                        "-", json["day"].get<int>() < 10 ? "0" : "",
                        json["day"].get<int>());
    return;
  }
  if (json.is_structured()) {
    for (auto& part : json) TurnDays(part);
  }
}

TEST(JsonTest, EveryMessageIsWrittenAsProtobufDoesItAndReadBack) {
  std::vector<const Descriptor*> types;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      AllTypes(file->message_type(i), types);
    }
  }
  EXPECT_GT(types.size(), 200u);
  for (const Descriptor* type : types) {
    SCOPED_TRACE(type->full_name());
    const auto message = New(type);
    int count = 0;
    Fill(*message, 3, count);
    const std::string ours = ToJson(*message);
    std::string theirs;
    ASSERT_TRUE(
        google::protobuf::util::MessageToJsonString(*message, &theirs).ok());
    Json expected = Json::parse(theirs);
    TurnDays(expected);
    EXPECT_EQ(Json::parse(ours), expected);
    const auto back = New(type);
    ASSERT_TRUE(MergeJson(ours, "", *back).ok())
        << MergeJson(ours, "", *back).message();
    EXPECT_TRUE(
        google::protobuf::util::MessageDifferencer::Equals(*message, *back));
  }
}

// As "place: what".
std::vector<std::string> FaultsOf(absl::string_view json) {
  l::DeliverLocationsRequest request;
  std::vector<std::string> faults;
  for (const FieldViolation& one : ViolationsIn(MergeJson(json, "", request))) {
    faults.push_back(absl::StrCat(one.field, ": ", one.description));
  }
  return faults;
}

TEST(JsonTest, AllFaultsAreToldAtOnceEachByItsPlace) {
  EXPECT_THAT(
      FaultsOf(R"({"parent": 7, "place_entries": [{}, {"placeCount": "x",
                   "surprise": {"deep": [1, {"deeper": 2}]}, "startDate":
                   {"year": 2024}, "group": "PLACE_GROUP_NONE"}],
                   "validateOnly": "true", "validateOnly": true,
                   "kinds": {}, "locations": [[], null, {"displayName": null}],
                   "requestId": null, "unknown": []})"),
      ElementsAre(
          "parent: is \"7\"; it must be text in UTF-8",
          HasSubstr("placeEntries[1].placeCount: is \"x\"; it must be a whole "
                    "number from -2147483648"),
          "placeEntries[1].surprise: is unknown here",
          "placeEntries[1].startDate: is an object; it must be a day, such as "
          "\"2024-10-31\"",
          HasSubstr("placeEntries[1].group: is \"PLACE_GROUP_NONE\"; it must "
                    "be one of PLACE_GROUP_REGULAR, "),
          "validateOnly: is \"true\"; it must be true or false",
          "validateOnly: is given twice",
          "kinds: is an object; it must be a list",
          "locations[0]: is a list; it must be an object",
          "locations[1]: is null; it must be an object",
          "unknown: is unknown here"));
}

TEST(JsonTest, NumbersAreWholeAndWithinTheirBounds) {
  for (const char* number : {"1.5", "1e3", "3000000000", "\" 1\"", "\"+1\"",
                             "\"\"", "true", "\"0x10\"", "[1]"}) {
    EXPECT_THAT(FaultsOf(absl::StrCat(R"({"placeEntries": [{"placeCount": )",
                                      number, "}]}")),
                ElementsAre(HasSubstr("placeEntries[0].placeCount: is ")))
        << number;
  }
  EXPECT_TRUE(FaultsOf(R"({"placeEntries": [{"placeCount": "-12"}]})").empty());
}

absl::Status Read(absl::string_view json) {
  l::DeliverLocationsRequest request;
  return MergeJson(json, "", request);
}

TEST(JsonTest, WhatIsNotJsonIsToldByLineAndColumn) {
  const absl::Status status = Read("{\n \"parent\": 'x'}");
  EXPECT_EQ(ReasonIn(status).name, "BODY_NOT_JSON");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("not JSON at line 2, column 12: invalid literal"));
  for (const char* other :
       {"", "[]", "null", "1", "\"x\"", "{", "{} {}", "{\"parent\": \"\xff\"}",
        "{\"parent\": NaN}", "{\"a\":1,}", "\xef\xbb\xbf"}) {
    EXPECT_EQ(ReasonIn(Read(other)).name, "BODY_NOT_JSON") << other;
  }
}

TEST(JsonTest, WhatNestsDeepIsNotReadOn) {
  std::string deep = "{\"x\":";
  for (int i = 0; i < 100000; ++i) deep += "[";
  const absl::Status status = Read(deep);
  EXPECT_EQ(ReasonIn(status).name, "BODY_NOT_JSON");
  EXPECT_THAT(std::string(status.message()), HasSubstr("nests deeper than 32"));
}

TEST(JsonTest, OfManyFaultsSoManyAreKept) {
  std::string json = "{\"kinds\": [";
  for (int i = 0; i < 5000; ++i) json += "1,";
  json += "1]}";
  EXPECT_EQ(FaultsOf(json).size(), kFaultsMax);
}

TEST(JsonTest, OfAChoiceOnlyOneIsTaken) {
  l::DeliverOccupanciesRequest request;
  const absl::Status status =
      MergeJson(R"({"header": {}, "rows": {}})", "[4]", request);
  ASSERT_EQ(ViolationsIn(status).size(), 1u);
  EXPECT_EQ(ViolationsIn(status)[0].field, "[4].rows");
}

TEST(JsonTest, PathsOfFieldsAreAsInJson) {
  EXPECT_EQ(JsonPath("place_entries[3].place_count"),
            "placeEntries[3].placeCount");
  EXPECT_EQ(JsonPath("parent"), "parent");
}

}  // namespace
}  // namespace opvang::gateway
