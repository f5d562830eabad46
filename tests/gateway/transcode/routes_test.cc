// Addresses: every one of the contracts, and those that lead nowhere.
#include "services/gateway/transcode/routes.h"

#include <regex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status.h"
#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/gateway/transcode/document.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/problem.h"
#include "services/gateway/transcode/request.h"

namespace opvang::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  return {nl::opvang::quotas::v1::Cycle::descriptor()->file()->service(0),
          nl::opvang::locations::v1::Location::descriptor()->file()->service(0),
          nl::opvang::housing::v1::Placement::descriptor()->file()->service(0),
          nl::opvang::reporting::v1::Report::descriptor()->file()->service(0)};
}

const Routes& All() {
  static const auto& routes = *[] {
    auto made = Routes::Of(Services());
    EXPECT_TRUE(made.ok()) << made.status();
    return made->release();
  }();
  return routes;
}

// ADR-1: nouns in lower case with hyphens, the version first, no slash at the
// end, nothing that changes by GET.
TEST(RoutesTest, EveryCallHasAddressesAsTheDesignRulesHaveThem) {
  std::set<std::string> calls;
  const std::regex shape(R"(/v1(/[a-z][a-z-]*|/\*)+(/_search)?)");
  for (const auto& route : All().all()) {
    calls.insert(route->rpc->full_name());
    const std::string bare = std::regex_replace(
        route->pattern, std::regex(R"(\{[a-z_.]+=([^}]+)\})"), "$1");
    EXPECT_TRUE(std::regex_match(bare, shape)) << route->pattern;
    const bool writes =
        route->rpc->input_type()->FindFieldByName("request_id") != nullptr ||
        route->rpc->client_streaming();
    EXPECT_EQ(route->method != "GET",
              writes || absl::EndsWith(route->pattern, "/_search"))
        << route->pattern;
    EXPECT_EQ(route->method == "GET", route->body.empty()) << route->pattern;
  }
  int count = 0;
  for (const auto* service : Services()) count += service->method_count();
  EXPECT_EQ(static_cast<int>(calls.size()), count);
}

// No address is of two calls, whatever stands for its variables.
TEST(RoutesTest, EveryAddressLeadsToItsOwnCall) {
  for (const auto& route : All().all()) {
    const std::string path = std::string(absl::StrReplaceAll(
        std::regex_replace(route->pattern,
                           std::regex(R"(\{[a-z_.]+=([^}]+)\})"), "$1"),
        {{"*", "openings"}}));
    EXPECT_EQ(All().Find(route->method, path).route, route.get()) << path;
  }
}

TEST(RoutesTest, VariablesAreDecodedSegments) {
  const Match match =
      All().Find("PATCH", "/v1/municipalities/gm0193/locations/rol%20%C3%A9");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->rpc->name(), "UpdateLocation");
  EXPECT_THAT(
      match.values,
      ElementsAre(Pair("location.name",
                       "municipalities/gm0193/locations/rol \xc3\xa9")));
}

TEST(RoutesTest, WhatLeadsNowhere) {
  for (const char* path :
       {"", "/", "/v1", "/v1/", "/v1/cycles/", "/v1//cycles", "/v2/cycles",
        "/v1/cycles/2024/x", "/V1/cycles", "/v1/cycles/a%2Fb", "/v1/cycles/%",
        "/v1/cycles/%zz", "/v1/cycles/%2", "v1/cycles",
        "/v1/municipalities/gm0193/locations/x/"}) {
    const Match match = All().Find("GET", path);
    EXPECT_EQ(match.route, nullptr) << path;
    EXPECT_THAT(match.allowed, IsEmpty()) << path;
  }
  EXPECT_THAT(All().Find("DELETE", "/v1/splits").allowed,
              ElementsAre("GET", "POST"));
}

// A contract of its own: everything that a template may hold, and may not.
class TemplateTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Routes>> Of(
      const std::vector<std::string>& patterns) {
    google::protobuf::FileDescriptorProto file;
    file.set_name(absl::StrCat("t", ++count_, ".proto"));
    file.set_package(absl::StrCat("t", count_));
    file.set_syntax("proto3");
    auto& request = *file.add_message_type();
    request.set_name("Request");
    for (const char* name : {"name", "other"}) {
      auto& field = *request.add_field();
      field.set_name(name);
      field.set_number(request.field_size());
      field.set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
      field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
    }
    auto& service = *file.add_service();
    service.set_name("Service");
    for (const std::string& pattern : patterns) {
      auto& method = *service.add_method();
      method.set_name(absl::StrCat("Call", service.method_size()));
      method.set_input_type("." + file.package() + ".Request");
      method.set_output_type("." + file.package() + ".Request");
      if (!pattern.empty()) {
        method.mutable_options()
            ->MutableExtension(google::api::http)
            ->set_get(pattern);
      }
    }
    return Routes::Of({pool_.BuildFile(file)->service(0)});
  }

  // The call that answers, and the value of its first variable.
  std::string Asked(const Routes& routes, const std::string& path) {
    const Match match = routes.Find("GET", path);
    if (match.route == nullptr) return "";
    return absl::StrCat(match.route->rpc->name(), " ",
                        match.values.empty() ? "" : match.values[0].second);
  }

  google::protobuf::DescriptorPool pool_{
      google::protobuf::DescriptorPool::generated_pool()};
  int count_ = 0;
};

TEST_F(TemplateTest, WordsGoBeforeStarsAndStarsBeforeTheRest) {
  const auto routes =
      Of({"/a/{name=**}", "/a/{name}/c", "/a/b/{name=*}", "/a/b/c", "/x/*/y"});
  ASSERT_TRUE(routes.ok()) << routes.status();
  EXPECT_EQ(Asked(**routes, "/a/b/c"), "Call4 ");
  EXPECT_EQ(Asked(**routes, "/a/b/d"), "Call3 d");
  EXPECT_EQ(Asked(**routes, "/a/q/c"), "Call2 q");
  EXPECT_EQ(Asked(**routes, "/a/q/d"), "Call1 q/d");
  EXPECT_EQ(Asked(**routes, "/a/b/c/d/e"), "Call1 b/c/d/e");
  EXPECT_EQ(Asked(**routes, "/a"), "Call1 ");
  EXPECT_EQ(Asked(**routes, "/x/1/y"), "Call5 ");
  EXPECT_EQ(Asked(**routes, "/x/1/z"), "");
}

TEST_F(TemplateTest, WhatCannotBeServedIsNamed) {
  const auto fault = [this](const std::vector<std::string>& patterns) {
    return std::string(Of(patterns).status().message());
  };
  EXPECT_THAT(fault({""}), HasSubstr("has no google.api.http"));
  EXPECT_THAT(fault({"a"}), HasSubstr("does not begin with /"));
  EXPECT_THAT(fault({"/a/{name"}), HasSubstr("has no }"));
  EXPECT_THAT(fault({"/a//b"}), HasSubstr("empty segment"));
  EXPECT_THAT(fault({"/**/b"}), HasSubstr("** before its end"));
  EXPECT_THAT(fault({"/a:verb"}), HasSubstr("has the segment a:verb"));
  EXPECT_THAT(fault({"/{nothing=a/*}"}), HasSubstr("names nothing"));
  EXPECT_THAT(fault({"/a/{name}", "/a/{other}"}),
              HasSubstr("GET /a/{other} is of t"));
}

TEST(QueryTest, SaysEveryFaultOfAnAddress) {
  const Match match = All().Find("GET", "/v1/provinces/pv23/coverages");
  const auto request = MakeRequest(
      match,
      "pageSize=x&pageSize=2&ruleSet=a+b%20c&windowStartDate=2024-2-1&"
      "parent=provinces/pv24&surprise=1&revision=%zz&asOfDate=2024-10-31",
      "", {});
  std::vector<std::string> faults;
  for (const FieldViolation& one : ViolationsIn(request.status())) {
    faults.push_back(absl::StrCat(one.field, ": ", one.description));
  }
  EXPECT_THAT(
      faults,
      ElementsAre(HasSubstr("pageSize: is \"x\"; it must be a whole number"),
                  "pageSize: is given twice",
                  "windowStartDate: is \"2024-2-1\"; it must be a day, such as "
                  "\"2024-10-31\"",
                  "surprise: is unknown here",
                  "revision: is not percent-encoded as it must be",
                  "parent: is \"provinces/pv24\"; the address says "
                  "\"provinces/pv23\""));
}

TEST(QueryTest, ListsMayHaveSeveralAndObjectsGoByPost) {
  const Match revisions = All().Find("GET", "/v1/quota-revisions");
  const auto request = MakeRequest(
      revisions, "revisions=3&revisions=5&verifyChain=true", "", {});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(ToJson(**request), R"({"revisions":["3","5"],"verifyChain":true})");
  const Match outlooks = All().Find("GET", "/v1/provinces/pv23/outlooks");
  for (const char* query : {"leadTimes=1", "requirements=1"}) {
    const auto refused = MakeRequest(outlooks, query, "", {});
    ASSERT_EQ(ViolationsIn(refused.status()).size(), 1u);
    EXPECT_THAT(ViolationsIn(refused.status())[0].description,
                HasSubstr("is asked by POST"));
  }
}

constexpr char kId[] = "898d4ea3-8220-53ba-868f-6b149d528226";

TEST(HeadersTest, FillWhatTheBodyLeavesOpenAndContradictNothing) {
  const Match match =
      All().Find("PATCH", "/v1/municipalities/gm0193/locations/rol");
  const auto made =
      MakeRequest(match, "updateMask=remark", R"({"remark": "x"})",
                  {.idempotency_key = kId, .if_match = "\"r3\""});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(ToJson(**made),
            absl::StrCat(R"({"location":{"name":"municipalities/gm0193/)"
                         R"(locations/rol","remark":"x","etag":"\"r3\""},)"
                         R"("updateMask":"remark","requestId":")",
                         kId, "\"}"));
  const auto refused =
      MakeRequest(match, "requestId=other", R"({"etag": "\"r2\""})",
                  {.idempotency_key = kId, .if_match = "\"r3\""});
  EXPECT_EQ(ViolationsIn(refused.status()).size(), 2u);
  // What a call cannot take into account it does not pass over.
  const Match get = All().Find("GET", "/v1/cycles");
  EXPECT_EQ(
      ViolationsIn(MakeRequest(get, "", "", {.idempotency_key = kId}).status())
          .size(),
      1u);
}

TEST(PinnedTest, IsWhatNamesEveryRevisionAndItsDay) {
  const auto pinned = [](const std::string& path, const std::string& query) {
    const auto request =
        MakeRequest(All().Find("GET", path), query, "", Conditions());
    EXPECT_TRUE(request.ok()) << request.status();
    return request.ok() && IsPinned(**request);
  };
  EXPECT_TRUE(pinned("/v1/cycles", "revision=4"));
  EXPECT_FALSE(pinned("/v1/cycles", ""));
  EXPECT_FALSE(pinned("/v1/cycles", "revision=0"));
  EXPECT_FALSE(pinned("/v1/rule-sets", ""));
  EXPECT_FALSE(
      pinned("/v1/provinces/pv23/balances", "revision=4&asOfDate=2024-10-31"));
  EXPECT_TRUE(pinned("/v1/provinces/pv23/balances",
                     "revision=4&quotasRevision=5&asOfDate=2024-10-31"));
  EXPECT_FALSE(pinned("/v1/municipalities/gm0193/locations/x", "revision=4"));
  EXPECT_FALSE(pinned("/v1/quota-revisions", "revision=4&verifyChain=true"));
}

TEST(PageTest, TheNextPageIsTheSameQuestion) {
  EXPECT_EQ(NextQuery("pageSize=2&pageToken=a%2Bb&asOfDate=2024-10-31", "c+/="),
            "pageSize=2&asOfDate=2024-10-31&pageToken=c%2B%2F%3D");
  EXPECT_EQ(NextQuery("", "x"), "pageToken=x");
}

TEST(ProblemTest, TellsReasonValuesAndAllFaults) {
  const Problem one =
      ProblemOf(RetryAfter(absl::Milliseconds(1200),
                           MakeError(absl::StatusCode::kResourceExhausted,
                                     PlumbingReason("SERVICE_BUSY"),
                                     "Too much \"now\".", {{"lane", "work"}})),
                "urn:uuid:1", false);
  EXPECT_EQ(one.status, 429);
  EXPECT_EQ(one.retry_seconds, 2);
  EXPECT_EQ(one.json,
            R"({"type":"urn:problem-type:nl.opvang:SERVICE_BUSY","title":)"
            R"("Service busy","status":429,"detail":"Too much \"now\".",)"
            R"("instance":"urn:uuid:1","reason":"SERVICE_BUSY","domain":)"
            R"("nl.opvang","metadata":{"lane":"work"}})");
  const Problem faults = ProblemOf(
      InvalidFields({{"place_entries[3].place_count", "is -5"}, {"b", "c"}}),
      "urn:uuid:2", false);
  EXPECT_EQ(faults.status, 400);
  EXPECT_THAT(faults.json,
              HasSubstr(R"("errors":[{"field":"placeEntries[3].placeCount",)"
                        R"("message":"is -5"},{"field":"b","message":"c"}])"));
}

TEST(ProblemTest, AnEtagThatIsStaleIsAConflictOrAFailedCondition) {
  const absl::Status stale = MakeError(absl::StatusCode::kAborted,
                                       PlumbingReason("ETAG_STALE"), "x", {});
  EXPECT_EQ(ProblemOf(stale, "i", false).status, 409);
  EXPECT_EQ(ProblemOf(stale, "i", true).status, 412);
}

TEST(DocumentTest, IsAskedForByItsType) {
  for (const char* accept :
       {"text/html", "application/pdf", "text/*",
        "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"}) {
    EXPECT_TRUE(AsksForFile(accept)) << accept;
  }
  for (const char* accept : {"", "*/*", "application/x-ndjson",
                             "application/x-ndjson, text/html", "*/*;q=0.5"}) {
    EXPECT_FALSE(AsksForFile(accept)) << accept;
  }
}

TEST(DocumentTest, IsCalledAsItsResource) {
  EXPECT_EQ(FileNameOf("provinces/pv23/reports/verslag-2024", "text/html; x"),
            "verslag-2024.html");
  EXPECT_EQ(FileNameOf("memo", "application/PDF"), "memo.pdf");
  EXPECT_EQ(FileNameOf("a/b\"\r\n../c", "text/csv"), "c.csv");
  EXPECT_EQ(FileNameOf("", "image/x"), "document");
}

TEST(DocumentTest, IsWhatComesInPieces) {
  int files = 0;
  const auto* service =
      nl::opvang::reporting::v1::Report::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    files += AnswersFile(*service->method(i)) ? 1 : 0;
  }
  EXPECT_EQ(files, 1);
  nl::opvang::reporting::v1::RenderReportResponse piece;
  piece.set_media_type("text/html");
  piece.set_chunk("<p>");
  EXPECT_EQ(PieceOf(piece).media_type, "text/html");
  EXPECT_EQ(PieceOf(piece).bytes, "<p>");
}

}  // namespace
}  // namespace opvang::gateway
