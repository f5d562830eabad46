// One example for every RPC of the contract, in proto/reference/examples: each
// is sent to real services, and the answer held against the one that is kept
// there. `OPVANG_WRITE_EXAMPLES=1` keeps the answers of now.
#include <filesystem>
#include <fstream>
#include <regex>

#include "absl/strings/match.h"
#include "tests/proto/example_calls.h"

namespace opvang::reporting {
namespace {

namespace fs = std::filesystem;

// What a reader is shown of a list, of one within it, and of bytes.
constexpr size_t kRowsShown = 2, kRowsShownWithin = 1, kBytesShown = 120;

// Cuts lists, at any depth, and bytes; `cut` is how many rows a list had.
void Shorten(Json& json, const std::string& path, Json& cut,
             size_t shown = kRowsShown) {
  if (json.is_array()) {
    if (json.size() > shown) {
      const std::string what = path.empty() ? "messages" : path;
      cut[what] = std::max(cut.value(what, size_t{0}), json.size());
      json.erase(json.begin() + static_cast<long>(shown), json.end());
    }
    for (Json& row : json) Shorten(row, path, cut, kRowsShownWithin);
  } else if (json.is_object()) {
    for (auto& [name, value] : json.items()) {
      Shorten(value, path.empty() ? name : path + "." + name, cut, shown);
    }
  } else if (absl::EndsWith(path, "chunk")) {
    std::string bytes = json.get<std::string>();
    if (bytes.size() > kBytesShown) {
      cut[path] = bytes.size();
      json = bytes.substr(0, kBytesShown);
    }
  }
}

// What may differ from day to day: digests, tokens, lengths of files.
Json Steady(const Json& json, const std::string& name = "") {
  static const std::regex digest("[0-9a-f]{64}");
  Json steady = json;
  if (json.is_structured()) {
    for (auto& [key, value] : steady.items()) {
      value = Steady(value, json.is_array() ? name : key);
    }
  } else if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    if (std::regex_match(text, digest)) steady = "digest";
    if (name == "nextPageToken") steady = "token";
    if (name == "chunk") steady = text.substr(0, 8);
  } else if (name == "chunk") {
    steady = "length";
  }
  return steady;
}

class ExamplesTest : public testing::Test, protected ExampleRun {
 protected:
  Json Try(const std::string& call, const Json& kept,
           const Json& tried) override {
    Json example = tried;
    std::vector<Json> answer =
        Call(call, example.at("as"), example.at("request"));
    if (HasFailure()) return Json();
    const Json whole =
        methods_.at(call)->server_streaming() ? Json(answer) : answer.at(0);
    Json shown = whole, cut = Json::object();
    Shorten(shown, "", cut);
    example.erase("answer");
    example.erase("shortened");
    example["answer"] = shown;
    if (!cut.empty()) example["shortened"] = cut;
    if (Steady(example) == Steady(kept)) return whole;
    if (std::getenv("OPVANG_WRITE_EXAMPLES") != nullptr) {
      std::ofstream(PathOf(call)) << example.dump(2) << "\n";
    } else {
      ADD_FAILURE() << "is now " << Json::diff(Steady(kept), Steady(example));
    }
    return whole;
  }
};

TEST_F(ExamplesTest, AreAnsweredAsTheyAreKept) { RunAll(); }

TEST(ExampleFilesTest, EveryRpcHasOneAndEachIsOfAnRpc) {
  std::set<std::string> files, calls;
  for (const auto& entry : fs::recursive_directory_iterator(kExamplesFolder)) {
    if (entry.is_regular_file()) files.insert(entry.path());
  }
  for (const auto& [call, method] : ExampleMethods()) {
    calls.insert(PathOf(call));
  }
  EXPECT_EQ(files, calls);
}

}  // namespace
}  // namespace opvang::reporting
