// What an organisation is told of a change, and what never.
#include "services/reporting/events/event.h"

#include <map>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"
#include "tests/support/seed.h"

namespace opvang::reporting {
namespace {

Organisation As(Role role, const std::string& scope, std::string oin = "1") {
  return {.oin = std::move(oin), .name = "x", .role = role, .scope = scope};
}

LoggedWrite Written(std::vector<std::string> areas,
                    std::vector<std::string> undisclosed = {}) {
  LoggedWrite change;
  change.kind = pb::EVENT_KIND_LOCATIONS;
  change.revision = 123;
  change.record_time.set_seconds(1730000000);
  change.chain_sha256 = "abc";
  change.caller = "7";
  change.organisation = "gemeente Zwolle";
  change.method = "nl.opvang.locations.v1.LocationService/DeliverLocations";
  change.areas = std::move(areas);
  change.undisclosed = std::move(undisclosed);
  return change;
}

constexpr char kSource[] = "urn:nld:oin:1:systeem:opvang";

TEST(EventTest, IsACloudEventThatTellsWhereToLook) {
  const auto event =
      EventOf(Written({kZwolle}), As(Role::kProvince, "provinces/pv23"),
              {.scope = "provinces/pv23", .kinds = {}}, kSource);
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(
      *ToCloudEvent(*event),
      R"({"specversion":"1.0","id":"locations/123",)"
      R"("source":"urn:nld:oin:1:systeem:opvang-locations",)"
      R"("type":"nl.opvang.locations.v1.recorded",)"
      R"("subject":"municipalities/gm0193","time":"2024-10-27T03:33:20Z",)"
      R"("datacontenttype":"application/json","data":{"service":"locations",)"
      R"("revision":"123","chainSha256":"abc",)"
      R"("areas":["municipalities/gm0193"]}})");
}

TEST(EventTest, WhoWroteIsToldToWhoWatchesAndToWhoWrote) {
  const Interest all{.scope = "countries/nl", .kinds = {}};
  const LoggedWrite change = Written({kZwolle});
  EXPECT_EQ(
      EventOf(change, As(Role::kMinistry, ""), all, kSource)->data().method(),
      "");
  EXPECT_EQ(EventOf(change, As(Role::kAuditor, ""), all, kSource)
                ->data()
                .organisation(),
            "gemeente Zwolle");
  EXPECT_EQ(EventOf(change, As(Role::kMunicipality, kZwolle, "7"),
                    {.scope = kZwolle, .kinds = {}}, kSource)
                ->data()
                .method(),
            change.method);
}

TEST(EventTest, WhatAMunicipalityKeepsToItselfIsToldToItAlone) {
  const LoggedWrite explored = Written({}, {kZwolle});
  const auto told = [&](Role role, const std::string& scope) {
    return EventOf(
               explored, As(role, scope),
               {.scope = scope.empty() ? "countries/nl" : scope, .kinds = {}},
               kSource)
        .has_value();
  };
  EXPECT_TRUE(told(Role::kMunicipality, kZwolle));
  EXPECT_TRUE(told(Role::kAuditor, ""));
  EXPECT_FALSE(told(Role::kMunicipality, "municipalities/gm0150"));
  EXPECT_FALSE(told(Role::kRegion, "regions/ijsselland"));
  EXPECT_FALSE(told(Role::kProvince, "provinces/pv23"));
  EXPECT_FALSE(told(Role::kCoa, ""));
  EXPECT_FALSE(told(Role::kMinistry, ""));
  EXPECT_FALSE(told(Role::kJob, ""));
}

// Random changes, organisations and interests against sets of municipalities.
class Naive {
 public:
  // The municipalities of an area.
  static std::set<std::string> In(const std::string& area) {
    std::set<std::string> names;
    for (const Municipality& one : AllMunicipalities()) {
      if (area.empty() || area == "countries/nl" || area == one.Name() ||
          area == one.ProvinceName() || area == one.RegionName()) {
        names.insert(one.Name());
      }
    }
    return names;
  }
  static bool Within(const std::string& area, const std::string& scope) {
    if (area == "countries/nl" || scope.empty() || scope == "countries/nl" ||
        area == scope) {
      return true;
    }
    if (absl::StartsWith(scope, "municipalities/") ||
        absl::StartsWith(area, "provinces/")) {
      return false;
    }
    const std::set<std::string> outer = In(scope), inner = In(area);
    // A region that nobody belongs to lies in nothing.
    if (inner.empty()) return false;
    return std::includes(outer.begin(), outer.end(), inner.begin(),
                         inner.end());
  }
};

TEST(EventTest, TellsWhatANaiveReaderOfTheRulesTells) {
  const uint32_t seed = Seed();
  SCOPED_TRACE(absl::StrCat("OPVANG_SEED=", seed));
  std::mt19937 random(seed);
  const std::vector<std::string> areas = {
      "municipalities/gm0193", "municipalities/gm0150", "municipalities/gm0153",
      "municipalities/gm0599", "regions/ijsselland",    "regions/twente",
      "provinces/pv23",        "provinces/pv28",        "countries/nl"};
  const auto any = [&](size_t from, size_t to) {
    return areas[from + random() % (to - from)];
  };
  const Role roles[] = {Role::kMunicipality, Role::kRegion,   Role::kProvince,
                        Role::kCoa,          Role::kMinistry, Role::kJob,
                        Role::kAuditor};
  int told_count = 0;
  for (int i = 0; i < 20000; ++i) {
    LoggedWrite change = Written({});
    change.kind = kEventKinds[random() % kEventKinds.size()];
    change.caller = std::to_string(random() % 3);
    std::set<std::string> open, undisclosed;
    for (int n = random() % 4; n > 0; --n) open.insert(any(0, areas.size()));
    for (int n = random() % 2; n > 0; --n) undisclosed.insert(any(0, 4));
    for (const std::string& one : open) undisclosed.erase(one);
    change.areas = {open.begin(), open.end()};
    change.undisclosed = {undisclosed.begin(), undisclosed.end()};
    const Role role = roles[random() % std::size(roles)];
    const Organisation organisation = As(role,
                                         role == Role::kMunicipality ? any(0, 4)
                                         : role == Role::kRegion     ? any(4, 6)
                                         : role == Role::kProvince   ? any(6, 8)
                                                                     : "",
                                         std::to_string(random() % 3));
    Interest interest{.scope = any(0, areas.size()), .kinds = {}};
    for (const pb::EventKind kind : kEventKinds) {
      if (random() % 2 == 0) interest.kinds.push_back(kind);
    }
    std::set<std::string> expected;
    const bool wanted =
        interest.kinds.empty() ||
        std::count(interest.kinds.begin(), interest.kinds.end(), change.kind);
    for (const std::string& area : areas) {
      if (!wanted || !Naive::Within(area, interest.scope)) continue;
      if (open.count(area) && Naive::Within(area, organisation.scope)) {
        expected.insert(area);
      }
      const bool keeps =
          role == Role::kMunicipality && area == organisation.scope;
      if (undisclosed.count(area) && (keeps || role == Role::kAuditor)) {
        expected.insert(area);
      }
    }
    const auto event = EventOf(change, organisation, interest, kSource);
    ASSERT_EQ(event.has_value(), !expected.empty()) << i;
    if (!event.has_value()) continue;
    ++told_count;
    ASSERT_EQ(std::vector<std::string>(expected.begin(), expected.end()),
              std::vector<std::string>(event->data().areas().begin(),
                                       event->data().areas().end()))
        << i;
    const bool who =
        role == Role::kAuditor || organisation.oin == change.caller;
    ASSERT_EQ(event->data().method(), who ? change.method : "") << i;
    ASSERT_EQ(event->data().organisation(), who ? change.organisation : "");
    ASSERT_EQ(event->id(), ServiceOf(change.kind) + "/123") << i;
  }
  EXPECT_GT(told_count, 1000);
}

}  // namespace
}  // namespace opvang::reporting
