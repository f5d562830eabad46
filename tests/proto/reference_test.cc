// The reference that the build makes of the contract holds all of it, and every
// link in it leads somewhere.
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;

const std::map<std::string, const FileDescriptor*>& Files() {
  static const auto& files = *new std::map<std::string, const FileDescriptor*>{
      {"quotas", nl::opvang::quotas::v1::Cycle::descriptor()->file()},
      {"locations", nl::opvang::locations::v1::Location::descriptor()->file()},
      {"housing", nl::opvang::housing::v1::Placement::descriptor()->file()},
      {"reporting", nl::opvang::reporting::v1::Report::descriptor()->file()}};
  return files;
}

std::string Page(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(
              absl::StrCat(OPVANG_BINARY_DIR, "/reference/", name, ".html"))
              .rdbuf();
  return text.str();
}

std::set<std::string> FoundIn(const std::string& page, const char* pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(page.begin(), page.end(), regex), end; at != end;
       ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

std::set<std::string> AnchorsOf(const std::string& name) {
  return FoundIn(Page(name), " id=\"([^\"]*)\"");
}

// Everything that a contract says, by full name.
class Names {
 public:
  explicit Names(const FileDescriptor& file) {
    for (int i = 0; i < file.service_count(); ++i) {
      const auto& service = *file.service(i);
      all.insert(service.full_name());
      for (int m = 0; m < service.method_count(); ++m) {
        all.insert(service.method(m)->full_name());
        all.insert(service.method(m)->full_name() + ".example");
      }
    }
    for (int i = 0; i < file.message_type_count(); ++i) {
      Add(*file.message_type(i));
    }
    for (int i = 0; i < file.enum_type_count(); ++i) Add(*file.enum_type(i));
  }
  std::set<std::string> all;

 private:
  void Add(const EnumDescriptor& type) {
    all.insert(type.full_name());
    for (int i = 0; i < type.value_count(); ++i) {
      all.insert(type.value(i)->full_name());
    }
  }
  void Add(const Descriptor& type) {
    all.insert(type.full_name());
    for (int i = 0; i < type.field_count(); ++i) {
      all.insert(type.field(i)->full_name());
    }
    for (int i = 0; i < type.nested_type_count(); ++i) {
      Add(*type.nested_type(i));
    }
    for (int i = 0; i < type.enum_type_count(); ++i) Add(*type.enum_type(i));
  }
};

TEST(ReferenceTest, HoldsEverythingThatTheContractSays) {
  for (const auto& [name, file] : Files()) {
    const std::set<std::string> anchors = AnchorsOf(name);
    const Names names(*file);
    EXPECT_GT(names.all.size(), 300u);
    for (const std::string& one : names.all) {
      EXPECT_EQ(anchors.count(one.substr(file->package().size() + 1)), 1u)
          << one;
    }
  }
}

// By how each begins, up to what is printed in another way.
TEST(ReferenceTest, HoldsEveryComment) {
  google::protobuf::FileDescriptorSet set;
  std::ifstream stored(OPVANG_BINARY_DIR "/proto/contract.binpb");
  ASSERT_TRUE(set.ParseFromIstream(&stored));
  int comments = 0;
  for (const auto& [name, file] : Files()) {
    const std::string page = Page(name);
    for (const auto& one : set.file()) {
      if (one.name() != file->name()) continue;
      for (const auto& location : one.source_code_info().location()) {
        std::vector<std::string> all(
            location.leading_detached_comments().begin(),
            location.leading_detached_comments().end());
        all.push_back(location.leading_comments());
        for (const std::string& comment : all) {
          const std::string start(absl::StripAsciiWhitespace(
              comment.substr(0, comment.find_first_of("`\n'\"<>&"))));
          if (start.empty()) continue;
          ++comments;
          EXPECT_NE(page.find("<p>" + start), std::string::npos) << start;
        }
      }
    }
  }
  EXPECT_GT(comments, 2000);
}

TEST(ReferenceTest, HoldsEveryReason) {
  const std::set<std::string> anchors = AnchorsOf("reasons");
  for (const auto& [name, file] : Files()) {
    const auto& reasons = *file->FindEnumTypeByName("ErrorReason");
    for (int i = 1; i < reasons.value_count(); ++i) {
      const std::string reason =
          reasons.value(i)->name().substr(sizeof("ERROR_REASON_") - 1);
      EXPECT_EQ(anchors.count(absl::StrCat(name, ".", reason)), 1u) << reason;
    }
  }
  EXPECT_EQ(anchors.count("FIELD_INVALID"), 1u);
}

TEST(ReferenceTest, EveryLinkLeadsSomewhere) {
  std::map<std::string, std::set<std::string>> anchors;
  for (const std::string name :
       {"index", "reasons", "quotas", "locations", "housing", "reporting"}) {
    anchors[name + ".html"] = AnchorsOf(name);
  }
  for (const auto& [page, own] : anchors) {
    const std::string text = Page(page.substr(0, page.find('.')));
    ASSERT_NE(text, "");
    for (const std::string& link : FoundIn(text, " href=\"([^\"]*)\"")) {
      if (link == "https://buf.build") continue;
      const size_t mark = link.find('#');
      const std::string to = mark == 0 ? page : link.substr(0, mark);
      ASSERT_EQ(anchors.count(to), 1u) << page << ": " << link;
      if (mark == std::string::npos) continue;
      EXPECT_EQ(anchors[to].count(link.substr(mark + 1)), 1u)
          << page << ": " << link;
    }
  }
}

}  // namespace
