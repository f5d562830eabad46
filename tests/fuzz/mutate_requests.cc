// Alters requests as messages: a search that alters their text alone would
// hardly come past its syntax.
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/excerpt.h"
#include "google/protobuf/text_format.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/house.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max);

namespace opvang::fuzz {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Random = std::minstd_rand;

// What the sample knows, and what comes near to it.
constexpr const char* kWords[] = {"municipalities/gm0193",
                                  "municipalities/gm0166",
                                  "municipalities/gm0303",
                                  "municipalities/gm9999",
                                  "municipalities/-",
                                  "provinces/pv23",
                                  "provinces/pv24",
                                  "regions/ijsselland",
                                  "regions/twente",
                                  "countries/nl",
                                  "cycles/2024",
                                  "cycles/2026",
                                  "cycle-2024",
                                  "2024-h2",
                                  "2025-h1",
                                  "2025-q1",
                                  "provinces/pv23/reports/memo",
                                  "regions/ijsselland/reports/plan",
                                  "municipalities/gm0193/locations/x",
                                  "municipalities/gm0193/placements/1",
                                  "municipalities/gm0193/plans/a",
                                  "transfers/a",
                                  "splits/a",
                                  "decisions/a",
                                  "redistributions/a",
                                  "moves/a",
                                  "\"r2\"",
                                  "\"r3\"",
                                  "00000000-0000-4000-8000-000000000001",
                                  "illustrative: a test",
                                  "raadsmemo, 31 oktober 2024",
                                  "*",
                                  "remark",
                                  "display_name",
                                  "asylum",
                                  "standard",
                                  "12.5",
                                  "2024-10-31",
                                  "bel 06-12345678",
                                  "a\nb",
                                  "\xE2\x80\xAE",
                                  ""};

int Below(Random& random, int bound) {
  return bound <= 0 ? 0 : static_cast<int>(random() % bound);
}

std::string Altered(std::string text, Random& random) {
  switch (Below(random, 8)) {
    case 0:
      return std::string(Below(random, 3) * 2000, 'a');
    case 1:
    case 2: {
      const size_t size = text.size();
      text.resize(size + 16);
      text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(text.data()),
                                   size, size + 16));
      return Excerpt(text, text.size() * 3);
    }
    default:
      return kWords[Below(random, std::size(kWords))];
  }
}

int64_t Number(Random& random) {
  constexpr int64_t kNear[] = {
      0,          1,         -1,        2,         5,        2024,
      2025,       12,        31,        100,       1000,     100001,
      1730466000, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
  return Below(random, 2) == 0 ? kNear[Below(random, std::size(kNear))]
                               : Below(random, 40);
}

void AlterMessage(Message& message, Random& random, int depth);

// Sets a field, or an element of a list where `at` is none that it has.
void SetField(Message& message, const FieldDescriptor& field, int at,
              Random& random, int depth) {
  const auto& reflection = *message.GetReflection();
  const bool adds =
      field.is_repeated() && at >= reflection.FieldSize(message, &field);
#define OPVANG_SET(Type, value)                                        \
  !field.is_repeated() ? reflection.Set##Type(&message, &field, value) \
  : adds               ? reflection.Add##Type(&message, &field, value) \
         : reflection.SetRepeated##Type(&message, &field, at, value)
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      OPVANG_SET(Int32, static_cast<int32_t>(Number(random)));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      OPVANG_SET(Int64, Number(random));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      OPVANG_SET(Bool, Below(random, 2) == 1);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      OPVANG_SET(EnumValue,
                 Below(random, field.enum_type()->value_count() + 1));
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string before =
          field.is_repeated()
              ? adds ? "" : reflection.GetRepeatedString(message, &field, at)
              : reflection.GetString(message, &field);
      OPVANG_SET(String, Altered(before, random));
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      Message* part =
          !field.is_repeated() ? reflection.MutableMessage(&message, &field)
          : adds               ? reflection.AddMessage(&message, &field)
                 : reflection.MutableRepeatedMessage(&message, &field, at);
      // Of what is new a few fields at once.
      for (int i = adds ? 4 : 1; i > 0; --i) {
        AlterMessage(*part, random, depth + 1);
      }
      break;
    }
    default:
      break;
  }
#undef OPVANG_SET
}

void AlterMessage(Message& message, Random& random, int depth) {
  const auto& descriptor = *message.GetDescriptor();
  if (descriptor.field_count() == 0 || depth > 6) return;
  const FieldDescriptor& field =
      *descriptor.field(Below(random, descriptor.field_count()));
  const auto& reflection = *message.GetReflection();
  const int size =
      field.is_repeated() ? reflection.FieldSize(message, &field) : 0;
  const int what = Below(random, 12);
  if (what == 0) {
    reflection.ClearField(&message, &field);
  } else if (what == 1 && size > 0) {
    reflection.RemoveLast(&message, &field);
  } else {
    SetField(message, field, Below(random, size + 1), random, depth);
  }
}

}  // namespace

std::string AlteredRequest(absl::string_view input, unsigned seed) {
  Random random(seed);
  const std::vector<std::string> words = absl::StrSplit(TakeLine(input), ' ');
  const Method* method = FindMethod(words.front());
  std::string caller = words.back();
  if (method == nullptr || Below(random, 100) == 0) {
    method = &Methods()[Below(random, static_cast<int>(Methods().size()))];
  }
  if (words.size() < 2 || Below(random, 20) == 0) {
    caller = Callers()[Below(random, static_cast<int>(Callers().size()))].name;
  }
  std::vector<std::string> parts = absl::StrSplit(input, "\n---\n");
  if (method->descriptor->client_streaming() && Below(random, 4) == 0) {
    parts.emplace_back();
  }
  std::string& part = parts[Below(random, static_cast<int>(parts.size()))];
  const std::unique_ptr<Message> request(method->request->New());
  ReadText(part, *request);
  for (int i = 1 + Below(random, 3); i > 0; --i) {
    AlterMessage(*request, random, 0);
  }
  google::protobuf::TextFormat::PrintToString(*request, &part);
  return absl::StrCat(method->descriptor->name(), " ", caller, "\n",
                      absl::StrJoin(parts, "\n---\n"));
}

}  // namespace opvang::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t size_max, unsigned seed) {
  const std::string altered = opvang::fuzz::AlteredRequest(
      {reinterpret_cast<const char*>(data), size}, seed);
  if (altered.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::copy(altered.begin(), altered.end(), data);
  return altered.size();
}
