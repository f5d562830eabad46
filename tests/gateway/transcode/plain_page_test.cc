// Pages that need no script: what they show, and where they lead.
#include "services/gateway/transcode/plain_page.h"

#include <functional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/dutch.h"
#include "common/base/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::gateway {
namespace {

namespace l = nl::opvang::locations::v1;
using google::protobuf::Descriptor;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Routes& AllRoutes() {
  static const Routes* const routes =
      Routes::Of(
          {nl::opvang::quotas::v1::Cycle::descriptor()->file()->service(0),
           l::Location::descriptor()->file()->service(0),
           nl::opvang::housing::v1::Placement::descriptor()->file()->service(0),
           nl::opvang::reporting::v1::Report::descriptor()->file()->service(0)})
          ->release();
  return *routes;
}

AskedPage Asked(const std::string& path, const std::string& query = "") {
  return {AllRoutes(), AllRoutes().Find("GET", path).route, path, query,
          "2026-12-01"};
}

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

TEST(PlainPageTest, WhoFollowsALinkAsksForAPageAndAProgramDoesNot) {
  EXPECT_TRUE(AsksForPage(
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_TRUE(AsksForPage("text/html"));
  EXPECT_FALSE(AsksForPage(""));
  EXPECT_FALSE(AsksForPage("*/*"));
  EXPECT_FALSE(AsksForPage("application/json"));
  EXPECT_FALSE(AsksForPage("application/json, text/html"));
  EXPECT_FALSE(AsksForPage("text/html;q=0, */*"));
}

// A field or an address that is added to a contract needs its Dutch.
TEST(PlainPageTest, EverythingThatIsReadHasADutchName) {
  // Called the same in both.
  const std::set<std::string> kSame = {"code", "document", "ladder", "scores"};
  std::set<const Descriptor*> walked;
  std::set<std::string> names;
  const std::function<void(const Descriptor&)> walk = [&](const auto& type) {
    if (!absl::StartsWith(type.full_name(), "nl.opvang.") ||
        !walked.insert(&type).second) {
      return;
    }
    for (int i = 0; i < type.field_count(); ++i) {
      names.insert(type.field(i)->name());
      if (type.field(i)->message_type() != nullptr) {
        walk(*type.field(i)->message_type());
      }
    }
  };
  for (const auto& route : AllRoutes().all()) {
    if (route->method != "GET" || route->rpc->server_streaming()) continue;
    walk(*route->rpc->input_type());
    walk(*route->rpc->output_type());
    const std::string last =
        route->pattern.substr(route->pattern.rfind('/') + 1);
    if (!absl::StrContains(last, '}')) {
      names.insert(absl::StrReplaceAll(last, {{"-", "_"}}));
    }
  }
  EXPECT_GT(names.size(), 400u);
  for (const std::string& name : names) {
    EXPECT_TRUE(!DutchFieldName(name).empty() || kSame.count(name) > 0) << name;
  }
}

TEST(PlainPageTest, WhatIsUnknownIsNotThereAndZeroIsZero) {
  const auto shelters = Parse<l::ListUkraineShelterResponse>(R"pb(
    municipalities {
      municipality: "municipalities/gm0193"
      realised_place_count: 0
    }
    municipalities { municipality: "municipalities/gm0150" }
    revision: 12345
  )pb");
  const std::string page =
      PlainPage(shelters, Asked("/v1/provinces/pv23/ukraine-shelters"), "");
  EXPECT_THAT(page, HasSubstr("<h1>Opvang van Oekraïense ontheemden, provincie "
                              "Overijssel (pv23)</h1>"));
  EXPECT_THAT(page, HasSubstr("<dt>Revisie</dt><dd>12.345</dd>"));
  // Zwolle says zero, Deventer nothing.
  EXPECT_THAT(page, HasSubstr(">gemeente Zwolle (gm0193)</a></td>"
                              "<td class=\"num\">0</td>"));
  EXPECT_THAT(page, HasSubstr(">gemeente Deventer (gm0150)</a></td>"
                              "<td class=\"num\">–</td>"));
}

TEST(PlainPageTest, NamesLeadToWhatTheyNameAndOnlyWhereSomethingIs) {
  const auto locations = Parse<l::ListLocationsResponse>(R"pb(
    locations {
      name: "municipalities/gm0193/locations/cno"
      display_name: "CNO <b>\"Zwolle\"</b> & co"
      participants: "municipalities/gm0180"
      source: "a/b"
    }
  )pb");
  const std::string page =
      PlainPage(locations, Asked("/v1/provinces/pv23/locations", "pageSize=1"),
                "/v1/provinces/pv23/locations?pageSize=1&pageToken=x");
  EXPECT_THAT(page,
              AllOf(HasSubstr("<a href=\"/v1/municipalities/gm0193/locations/"
                              "cno?asOfDate=2026-12-01\">municipalities/gm0193/"
                              "locations/cno</a>"),
                    HasSubstr("<a "
                              "href=\"/v1/municipalities/gm0180/"
                              "locations?asOfDate=2026-12-01\">"
                              "gemeente Staphorst (gm0180)</a>"),
                    HasSubstr("CNO &lt;b&gt;&quot;Zwolle&quot;&lt;/b&gt; &amp; "
                              "co"),
                    Not(HasSubstr("<b>")), Not(HasSubstr("href=\"/v1/a/b"))));
  EXPECT_THAT(page, HasSubstr("<a rel=\"next\" href=\"/v1/provinces/pv23/"
                              "locations?pageSize=1&amp;pageToken=x\">"));
  // What else there is of the province.
  EXPECT_THAT(page, AllOf(HasSubstr("href=\"/v1/provinces/pv23/reports\""),
                          HasSubstr("Meer over provincie Overijssel (pv23)")));
}

TEST(PlainPageTest, AFormAsksOtherwiseAndSaysWhatWasAsked) {
  const std::string page = PlainPage(
      l::ListLocationsResponse(),
      Asked("/v1/provinces/pv23/locations", "asOfDate=2024-10-31&x=%22%3E"),
      "");
  EXPECT_THAT(page,
              AllOf(HasSubstr("<input id=\"asOfDate\" name=\"asOfDate\" "
                              "type=\"date\" value=\"2024-10-31\">"),
                    HasSubstr("name=\"revision\" type=\"number\" value=\"\""),
                    Not(HasSubstr("name=\"parent\"")),
                    Not(HasSubstr("name=\"pageToken\""))));
  EXPECT_EQ(WithoutEmpty("asOfDate=2024-10-31&revision=&pageSize="),
            "asOfDate=2024-10-31");
  EXPECT_EQ(WithoutEmpty("revision="), "");
}

TEST(PlainPageTest, ARefusalSaysEveryFault) {
  const absl::Status refused =
      InvalidFields({{"as_of_date", "is \"<x>\"; it must be a day"},
                     {"revision", "is -1; it must be at least 0"}});
  const std::string page = PlainPageOf(ProblemOf(refused, "urn:x", false),
                                       refused, Asked("/v1/cycles"));
  EXPECT_THAT(page,
              AllOf(HasSubstr("<h1>De vraag klopt niet</h1>"),
                    HasSubstr("dag waarop wordt gekeken: <span lang=\"en\">is "
                              "&quot;&lt;x&gt;&quot;; it must be a day"),
                    HasSubstr("it must be at least 0")));
}

}  // namespace
}  // namespace opvang::gateway
