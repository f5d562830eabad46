// The order that names and days are held in, against a plain set.
#include "common/state/in_order.h"

#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "tests/support/seed.h"

namespace opvang {
namespace {

struct Itself {
  absl::string_view operator()(const std::string& text) const { return text; }
};
using OrderedNames = InOrder<std::string, Itself>;

std::vector<std::string> All(const OrderedNames& names) {
  std::vector<std::string> all;
  names.ForEach([&](const std::string& name) { all.push_back(name); });
  return all;
}

TEST(InOrderTest, EqualsASetAndItsCopiesStay) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    OrderedNames names, before;
    std::set<std::string> expected, expected_before;
    int next = 0;
    for (int i = 0; i < 1500; ++i) {
      // At random in some rounds, in runs that begin anywhere in others.
      if (round % 2 == 0 || random() % 100 == 0) next = random() % 100000;
      const std::string name = absl::StrCat(next++);
      if (!expected.insert(name).second) continue;
      names.Insert(name);
      if (random() % 300 == 0) {
        before = names;
        expected_before = expected;
      }
    }
    ASSERT_EQ(All(names),
              std::vector<std::string>(expected.begin(), expected.end()));
    ASSERT_EQ(All(before), std::vector<std::string>(expected_before.begin(),
                                                    expected_before.end()));
    for (int i = 0; i < 300; ++i) {
      const std::string name = absl::StrCat(random() % 100000);
      const std::string* found = names.Find(absl::string_view(name));
      ASSERT_EQ(found != nullptr, expected.count(name) > 0) << name;
      std::vector<std::string> from;
      names.ForEachFrom(absl::string_view(name), [&](const std::string& one) {
        from.push_back(one);
        return from.size() < 70;
      });
      auto wanted = expected.lower_bound(name);
      for (const std::string& one : from) ASSERT_EQ(one, *wanted++);
      ASSERT_TRUE(from.size() == 70 || wanted == expected.end());
      std::vector<std::string> back;
      names.ForEachBefore(absl::string_view(name), [&](const std::string& one) {
        back.push_back(one);
        return back.size() < 70;
      });
      wanted = expected.lower_bound(name);
      for (const std::string& one : back) ASSERT_EQ(one, *--wanted);
      ASSERT_TRUE(back.size() == 70 || wanted == expected.begin());
    }
  }
}

TEST(InOrderTest, NothingIsFoundInNothing) {
  const OrderedNames names;
  EXPECT_EQ(names.Find(absl::string_view("a")), nullptr);
  EXPECT_THAT(All(names), testing::IsEmpty());
  names.ForEachBefore(absl::string_view("a"), [](const std::string&) -> bool {
    ADD_FAILURE();
    return true;
  });
}

}  // namespace
}  // namespace opvang
