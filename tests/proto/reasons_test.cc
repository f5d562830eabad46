// Every reason of an error says its code and what to do: those of the packages
// in the comments of their `ErrorReason`, those of the plumbing in
// proto/README.md. The code is the one that the sources give it.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

namespace {

namespace fs = std::filesystem;
// The codes that are told of a reason; one, when all is well.
using Codes = std::map<std::string, std::set<std::string>>;

std::string Contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string SourcesUnder(const std::string& folder) {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(
           absl::StrCat(OPVANG_SOURCE_DIR, "/", folder))) {
    if (entry.path().extension() == ".cc") all += Contents(entry.path());
  }
  return all;
}

// "kNotFound" as "NOT_FOUND".
std::string CodeOf(const std::string& name) {
  std::string code;
  for (const char c : name.substr(1)) {
    if (absl::ascii_isupper(c) && !code.empty()) code += '_';
    code += absl::ascii_toupper(c);
  }
  return code;
}

// What each match is, and its parts.
std::vector<std::vector<std::string>> Matches(const std::string& text,
                                              const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::vector<std::string>> matches;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end;
       ++at) {
    matches.emplace_back(at->begin(), at->end());
  }
  return matches;
}

const char kCode[] = R"(StatusCode::(k\w+),\s*)";

// Of the sources of a service, by all the manners in which a reason gets a
// code.
Codes UsedIn(const std::string& sources) {
  Codes used;
  size_t found = 0;
  const auto note = [&](const std::string& reason, const std::string& code) {
    used[reason].insert(CodeOf(code));
    ++found;
  };
  for (const auto& match : Matches(
           sources,
           absl::StrCat(kCode, R"(ReasonOf\(\s*[\w:]*ERROR_REASON_(\w+)\))"))) {
    note(match[2], match[1]);
  }
  // A function of the file that takes the reason and gives the code.
  for (const auto& giver :
       Matches(sources,
               absl::StrCat(R"(Status (\w+)\(pb::ErrorReason reason[^}]*?)",
                            kCode, R"(ReasonOf\(reason\))"))) {
    for (const auto& match : Matches(
             sources,
             absl::StrCat("\\b", giver[1], R"(\(\s*pb::ERROR_REASON_(\w+))"))) {
      note(match[1], giver[2]);
    }
  }
  // A delivery by stream, whose code the plumbing gives.
  const std::string stream =
      Contents(OPVANG_SOURCE_DIR "/common/service/delivery_stream.cc");
  const auto incomplete = Matches(stream, absl::StrCat(kCode, "reason,"));
  EXPECT_EQ(incomplete.size(), 1u);
  for (const auto& match : Matches(
           sources, R"(\.incomplete = ReasonOf\(pb::ERROR_REASON_(\w+)\))")) {
    note(match[1], incomplete[0][1]);
  }
  EXPECT_EQ(found, Matches(sources, "ERROR_REASON_").size())
      << "a reason gets its code in a manner that this test does not read";
  return used;
}

// Of the comments: "`NOT_FOUND`: what to do" is a paragraph of its own.
Codes StatedIn(const google::protobuf::EnumDescriptor& reasons) {
  static const std::regex said("[^]+\n\n `([A-Z_]+)`: [^]{10,}");
  Codes stated;
  for (int i = 0; i < reasons.value_count(); ++i) {
    const auto& value = *reasons.value(i);
    if (value.number() == 0) continue;
    google::protobuf::SourceLocation location;
    EXPECT_TRUE(value.GetSourceLocation(&location));
    std::smatch match;
    const bool matches =
        std::regex_match(location.leading_comments, match, said);
    EXPECT_TRUE(matches) << value.full_name();
    stated[value.name().substr(sizeof("ERROR_REASON_") - 1)] = {
        matches ? match[1].str() : ""};
  }
  return stated;
}

TEST(ReasonsTest, EveryReasonOfAPackageSaysTheCodeItHasAndWhatToDo) {
  // With comments, which a program does not carry.
  google::protobuf::FileDescriptorSet set;
  ASSERT_TRUE(
      set.ParseFromString(Contents(OPVANG_BINARY_DIR "/proto/contract.binpb")));
  google::protobuf::DescriptorPool pool;
  for (const auto& file : set.file()) {
    ASSERT_NE(pool.BuildFile(file), nullptr) << file.name();
  }
  for (const std::string service :
       {"quotas", "locations", "housing", "reporting"}) {
    const auto* reasons = pool.FindEnumTypeByName(
        absl::StrCat("nl.opvang.", service, ".v1.ErrorReason"));
    ASSERT_NE(reasons, nullptr);
    EXPECT_EQ(StatedIn(*reasons), UsedIn(SourcesUnder("services/" + service)))
        << service;
  }
}

TEST(ReasonsTest, SoDoThoseOfThePlumbing) {
  Codes stated, used;
  for (const auto& row :
       Matches(Contents(OPVANG_SOURCE_DIR "/proto/README.md"),
               R"(\| `(\w+)` \| ([A-Z_]+) \| [^|]{5,} \| [^|\n]{10,} \|\n)")) {
    stated[row[1]] = {row[2]};
  }
  const std::string sources = SourcesUnder("common");
  const auto matches =
      Matches(sources, absl::StrCat(kCode, R"re(PlumbingReason\("(\w+)"\))re"));
  for (const auto& match : matches) used[match[2]].insert(CodeOf(match[1]));
  EXPECT_EQ(stated, used);
  EXPECT_EQ(matches.size(), Matches(sources, "PlumbingReason\\(\"").size());
}

}  // namespace
