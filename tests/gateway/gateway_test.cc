// The gateway as its callers meet it, byte by byte: what is refused, who is
// known, and what slow ones cost others.
#include "services/gateway/gateway.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/file.h"
#include "common/net/certificates.h"
#include "services/gateway/http/server.h"
#include "services/quotas/quota_service.h"
#include "tests/gateway/client.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/scrape.h"
#include "tests/support/test_database.h"

namespace opvang::gateway {
namespace {

namespace q = nl::opvang::quotas::v1;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A gateway before services that are not there: what never reaches them.
class BadInputTest : public testing::Test {
 protected:
  explicit BadInputTest(HttpOptions options = {}) {
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
    for (const auto* service : Contracts()) {
      channels[service->full_name()] = *Connect("127.0.0.1:1", "");
    }
    backend_ = std::make_unique<Backend>(channels);
    gateway_ = std::make_unique<Gateway>(
        *routes_, *backend_,
        GatewayOptions{
            .version = "1.2.3",
            .openapi = "{\"x\":1}",
            .page = *ReadPage(OPVANG_SOURCE_DIR "/services/gateway/page"),
            .identifies = false});
    options.listen_address = "127.0.0.1:0";
    options.door = {.connections_max = 3000,
                    .connections_per_address_max = 2500};
    auto server = HttpServer::Listen(options, *gateway_);
    EXPECT_THAT(server, IsOk());
    server_ = *std::move(server);
    server_->Open();
  }
  ~BadInputTest() override {
    server_->Close(absl::Seconds(5));
    backend_->End();
  }

  // What is answered to those bytes: "400 REQUEST_MALFORMED". Every refusal is
  // a problem that is whole.
  std::string Said(const std::string& bytes) {
    Client client(server_->address());
    answered_ = client.Ask(bytes);
    if (answered_.status < 400) return absl::StrCat(answered_.status);
    const json problem = json::parse(answered_.body, nullptr, false);
    EXPECT_FALSE(problem.is_discarded()) << answered_.body;
    if (problem.is_discarded()) return answered_.body;
    EXPECT_EQ(answered_.headers["content-type"], "application/problem+json");
    EXPECT_EQ(problem.value("status", 0), answered_.status);
    for (const char* member : {"type", "title", "detail", "instance"}) {
      EXPECT_TRUE(problem.contains(member)) << member;
    }
    return absl::StrCat(answered_.status, " ", problem.value("reason", ""));
  }

  const std::unique_ptr<Routes> routes_ = *Routes::Of(Contracts());
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> server_;
  Answered answered_;
};

TEST_F(BadInputTest, WhatIsNotThere) {
  EXPECT_EQ(Said(Request("GET /v1")), "404 PATH_UNKNOWN");
  EXPECT_EQ(Said(Request("GET /v1/cycles/")), "404 PATH_UNKNOWN");
  EXPECT_EQ(Said(Request("GET /v1/nothing?x=1")), "404 PATH_UNKNOWN");
  EXPECT_EQ(Said(Request("GET /v1/../etc/passwd")), "404 PATH_UNKNOWN");
  EXPECT_EQ(Said(Request("DELETE /v1/splits")), "405 HTTP_METHOD_NOT_ALLOWED");
  EXPECT_EQ(answered_.headers["allow"], "GET, HEAD, POST");
  EXPECT_EQ(Said(Request("BREW /v1/cycles")), "405 HTTP_METHOD_NOT_ALLOWED");
  EXPECT_EQ(answered_.headers["allow"], "GET, HEAD");
  EXPECT_EQ(Said(Request("OPTIONS /v1/cycles", "Origin: http://x\r\n")),
            "405 HTTP_METHOD_NOT_ALLOWED");
  EXPECT_EQ(answered_.headers.count("access-control-allow-origin"), 0u);
}

TEST_F(BadInputTest, BodiesThatAreNotWhatTheyMustBe) {
  const std::string split = "POST /v1/splits";
  EXPECT_EQ(Said(Request(split, "", "{\"split\": }")), "400 BODY_NOT_JSON");
  EXPECT_THAT(answered_.body, HasSubstr("line 1, column 11"));
  EXPECT_EQ(Said(Request(split, "", "[1]")), "400 BODY_NOT_JSON");
  EXPECT_EQ(Said(Request(split, "", "{\"split\": \"\xff\"}")),
            "400 BODY_NOT_JSON");
  EXPECT_EQ(Said(Request(split, "", std::string(100000, '['))),
            "400 BODY_NOT_JSON");
  EXPECT_EQ(
      Said(Request(split, "", "{\"splits\": 1, \"split\": {\"names\": []}}")),
      "400 FIELD_INVALID");
  EXPECT_THAT(answered_.body,
              AllOf(HasSubstr("{\"field\":\"splits\",\"message\":\"is unknown "
                              "here\"}"),
                    HasSubstr("{\"field\":\"split.names\"")));
  EXPECT_EQ(Said(Request(split + "?validateOnly=true", "", "{}")),
            "400 FIELD_INVALID");
  EXPECT_EQ(Said(Request("GET /v1/cycles", "", "{}")), "400 REQUEST_MALFORMED");
  for (const char* type :
       {"text/plain", "application/xml", "application/x-www-form-urlencoded",
        "application/json; charset=iso-8859-1", "application/x-ndjson"}) {
    EXPECT_EQ(Said(Request(split, absl::StrCat("Content-Type: ", type, "\r\n"),
                           "{}")),
              "415 MEDIA_TYPE_UNSUPPORTED")
        << type;
  }
  EXPECT_EQ(Said(Request(split, "Content-Encoding: gzip\r\n", "{}")),
            "415 MEDIA_TYPE_UNSUPPORTED");
  EXPECT_EQ(Said(Request("GET /v1/cycles", "Accept: text/plain\r\n")),
            "406 NOT_ACCEPTABLE");
  EXPECT_EQ(Said(Request("GET /v1/cycles",
                         "Accept: application/json;q=0, text/html\r\n")),
            "406 NOT_ACCEPTABLE");
  EXPECT_EQ(Said(Request("GET /v1/cycles", "Accept: text/html;q=0\r\n")),
            "406 NOT_ACCEPTABLE");
  EXPECT_EQ(Said(Request(split, "Accept: text/html\r\n", "{}")),
            "406 NOT_ACCEPTABLE");
}

TEST_F(BadInputTest, WhatIsTooLarge) {
  EXPECT_EQ(Said("POST /v1/splits HTTP/1.1\r\nHost: x\r\nContent-Type: "
                 "application/json\r\nContent-Length: 99999999999\r\n\r\n"),
            "413 BODY_TOO_LARGE");
  EXPECT_EQ(Said(absl::StrCat("GET /v1/", std::string(40000, 'a'),
                              " HTTP/1.1\r\nHost: x\r\n\r\n")),
            "414 URI_TOO_LONG");
  EXPECT_EQ(Said(Request("GET /v1/cycles",
                         absl::StrCat("A: ", std::string(70000, 'a'), "\r\n"))),
            "431 HEADERS_TOO_LARGE");
}

TEST_F(BadInputTest, WhatTwoReadersWouldReadDifferently) {
  const std::string post =
      "POST /v1/splits HTTP/1.1\r\nHost: x\r\nContent-Type: "
      "application/json\r\n";
  for (const std::string& smuggled : {
           post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
           post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
           post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
           post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
           post + "Content-Length: 2, 2\r\nContent-Length: 2\r\n\r\n{}",
           post + "Content-Length: -2\r\n\r\n{}",
           post + "Content-Length: 0x2\r\n\r\n{}",
           post + "Transfer-Encoding: gzip, chunked\r\n\r\n",
           post + "Transfer-Encoding: chunked, identity\r\n\r\n",
           post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n",
           post + "Transfer-Encoding : chunked\r\n\r\n",
           post + "A: b\r\n Content-Length: 2\r\n\r\n{}",
           post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
           std::string("GET /v1/cycles HTTP/1.1\nHost: x\n\n"),
           std::string("GET /v1/cycles HTTP/1.1\r\nHost: x\n\r\n\r\n"),
           std::string("GET /v1/cycles HTTP/1.1\r\n\r\n"),
           std::string("GET /v1/cycles HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
           std::string("GET  /v1/cycles HTTP/1.1\r\nHost: x\r\n\r\n"),
           std::string("GET /v1/cy\x01"
                       "cles HTTP/1.1\r\nHost: x\r\n\r\n"),
           std::string("\x16\x03\x01\x02\n\n"),
           std::string("nonsense\r\n\r\n"),
       }) {
    EXPECT_EQ(Said(smuggled), "400 REQUEST_MALFORMED") << smuggled;
    EXPECT_EQ(answered_.headers["connection"], "close");
  }
  EXPECT_EQ(Said("GET /v1/cycles HTTP/3.0\r\nHost: x\r\n\r\n"),
            "505 VERSION_UNSUPPORTED");
  EXPECT_EQ(Said(Request("GET /v1/cycles", "Expect: tea\r\n")),
            "417 EXPECTATION_FAILED");
}

// What follows upon a refused body is no request of its own.
TEST_F(BadInputTest, NothingIsReadBehindABodyThatIsRefused) {
  Client client(server_->address());
  client.Send(Request("POST /v1/nothing", "",
                      "GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_EQ(client.Read().status, 404);
  EXPECT_EQ(client.Read().status, 0);
}

TEST_F(BadInputTest, AServiceThatIsAwayIsTold) {
  EXPECT_EQ(Said(Request("GET /v1/cycles")), "503 ");
  EXPECT_THAT(answered_.body,
              AllOf(HasSubstr("send it again with the same request id"),
                    Not(HasSubstr("127.0.0.1"))));
}

// ADR-3, and what a browser must not do with an answer.
TEST_F(BadInputTest, EveryAnswerHasItsHeaders) {
  for (const char* line : {"GET /v1/openapi.json", "GET /v1/nothing"}) {
    Said(Request(line));
    EXPECT_EQ(answered_.headers["api-version"], "1.2.3");
    EXPECT_EQ(answered_.headers["x-content-type-options"], "nosniff");
    EXPECT_EQ(answered_.headers["x-frame-options"], "DENY");
    EXPECT_EQ(answered_.headers["content-security-policy"],
              "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answered_.headers["referrer-policy"], "no-referrer");
    EXPECT_EQ(answered_.headers.count("server"), 0u);
    EXPECT_THAT(answered_.headers["date"], HasSubstr(" GMT"));
  }
}

TEST_F(BadInputTest, TheDescriptionIsThereForEverybody) {
  Client client(server_->address());
  const Answered whole = client.Ask(Request("GET /v1/openapi.json"));
  EXPECT_EQ(whole.body, "{\"x\":1}");
  EXPECT_EQ(whole.headers.at("access-control-allow-origin"), "*");
  client.Send(Request("HEAD /v1/openapi.json"));
  const Answered head = client.Read(/*only_head=*/true);
  EXPECT_EQ(head.headers.at("content-length"), "7");
  // As to a proxy; and on the same connection.
  EXPECT_EQ(client.Ask(Request("GET http://test/v1/openapi.json")).body,
            whole.body);
  client.Send("GET /v1/openapi.json HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.Read().headers.at("connection"), "close");
  EXPECT_TRUE(client.Ended());
}

// Files that stand beside it are not of it; what it may do is little.
TEST_F(BadInputTest, ThePageIsItsFilesAndNothingElse) {
  Client client(server_->address());
  const Answered page = client.Ask(Request("GET /"));
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("<html lang=\"nl\""));
  EXPECT_EQ(page.headers.at("content-security-policy"), kPagePolicy);
  EXPECT_THAT(page.headers.at("content-security-policy"),
              Not(HasSubstr("unsafe")));
  EXPECT_EQ(client.Ask(Request("GET /app.js")).headers.at("content-type"),
            "text/javascript; charset=utf-8");
  // A link is what it leads to.
  EXPECT_THAT(client.Ask(Request("GET /words.txt")).body, HasSubstr("{\""));
  const Answered again = client.Ask(
      Request("GET /", "If-None-Match: " + page.headers.at("etag") + "\r\n"));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(Said(Request("POST /", "", "{}")), "405 HTTP_METHOD_NOT_ALLOWED");
  for (const char* path :
       {"/README.md", "/index.html", "/page/app.js", "/../gateway.cc",
        "/%2e%2e/gateway.cc", "//app.js", "/app.js/"}) {
    EXPECT_EQ(Said(Request(absl::StrCat("GET ", path))), "404 PATH_UNKNOWN")
        << path;
  }
}

TEST(PageFilesTest, SaysWhatIsNoPage) {
  EXPECT_THAT(std::string(ReadPage("/nowhere").status().message()),
              HasSubstr("there is no page in /nowhere"));
  EXPECT_THAT(
      std::string(
          ReadPage(OPVANG_SOURCE_DIR "/services/gateway").status().message()),
      HasSubstr("is nothing of a page"));
}

TEST_F(BadInputTest, RequestsMayComeInPiecesAndSeveralAtOnce) {
  Client client(server_->address());
  const std::string one = Request("GET /v1/openapi.json");
  for (const char c : one) ASSERT_TRUE(client.Send(std::string(1, c)));
  EXPECT_EQ(client.Read().status, 200);
  client.Send(one + one + one);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.Read().status, 200);
  // In chunks, with the question whether to go on.
  client.Send(
      "POST /v1/splits HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
      "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
  client.Send("3\r\n{\"a\r\n6;x=y\r\n\": 1}\n\r\n0\r\n\r\n");
  EXPECT_THAT(client.Read().body, HasSubstr("{\"field\":\"a\""));
}

class ImpatientTest : public BadInputTest {
 protected:
  ImpatientTest()
      : BadInputTest({.head = absl::Milliseconds(200),
                      .pause = absl::Milliseconds(200),
                      .idle = absl::Milliseconds(200)}) {}
};

TEST_F(ImpatientTest, WhoDoesNotGoOnIsToldAndLeft) {
  EXPECT_EQ(Said("GET /v1/cycles HTTP/1.1\r\nHos"), "408 REQUEST_TIMEOUT");
  EXPECT_EQ(Said("POST /v1/splits HTTP/1.1\r\nHost: x\r\nContent-Type: "
                 "application/json\r\nContent-Length: 10\r\n\r\n{"),
            "408 REQUEST_TIMEOUT");
  Client silent(server_->address());
  EXPECT_EQ(silent.Read().status, 0);
}

// They hang in their heads and in their bodies; one that is quick is answered
// while all of them still hang.
TEST_F(BadInputTest, AThousandSlowOnesKeepNobodyWaiting) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 1000; ++i) {
    slow.push_back(std::make_unique<Client>(server_->address()));
    ASSERT_TRUE(slow.back()->connected()) << i;
    slow.back()->Send(i % 2 == 0 ? "GET /v1/cycles HTTP/1.1\r\nHos"
                                 : "POST /v1/splits HTTP/1.1\r\nHost: x\r\n"
                                   "Content-Type: application/json\r\n"
                                   "Content-Length: 100\r\n\r\n{");
  }
  EXPECT_EQ(Said(Request("GET /v1/openapi.json")), "200");
  EXPECT_EQ(Said(Request("POST /v1/splits", "", "{\"a\": 1}")),
            "400 FIELD_INVALID");
  // All of them were there all the time: each is answered once it goes on.
  for (int i = 0; i < 1000; ++i) {
    slow[i]->Send(i % 2 == 0 ? "t: x\r\nA: b\r\nAccept: text/plain\r\n\r\n"
                             : std::string(99, '['));
    EXPECT_EQ(slow[i]->Read().status, i % 2 == 0 ? 406 : 400) << i;
  }
}

// Answers a stream of three parts, of which the end is missing where the path
// says so.
class Breaking final : public Handler {
 public:
  std::shared_ptr<Exchange> Begin(Head head,
                                  std::optional<Response>& refused) override {
    refused = Response{.headers = {{"Content-Type", "text/html"}},
                       .body = "",
                       .rest = std::make_shared<Parts>(head.target == "/cut")};
    return nullptr;
  }
  Response Unreadable(const Head&, const absl::Status&) override { return {}; }

 private:
  class Parts final : public Source {
   public:
    explicit Parts(bool cut) : cut_(cut) {}
    void Next(Taken taken) override {
      if (told_ == 3) return taken(std::nullopt);
      ++told_;
      taken(std::string(700000, 'a'));
    }
    bool IsCut() const override { return cut_; }

   private:
    const bool cut_;
    int told_ = 0;
  };
};

// Half a file is never taken for a whole one.
TEST(CutTest, WhatBreaksOffEndsTheConnectionWithoutAnEnd) {
  Breaking handler;
  auto server = *HttpServer::Listen({.listen_address = "127.0.0.1:0"}, handler);
  server->Open();
  Client whole(server->address());
  const Answered all = whole.Ask(Request("GET /whole"));
  EXPECT_EQ(all.body.size(), 2100000u);
  EXPECT_TRUE(all.is_whole);
  Client cut(server->address());
  const Answered part = cut.Ask(Request("GET /cut"));
  EXPECT_EQ(part.status, 200);
  EXPECT_EQ(part.body.size(), 2100000u);
  EXPECT_FALSE(part.is_whole);
  EXPECT_TRUE(cut.Ended());
  server->Close(absl::Seconds(5));
}

// With certificates: a real service that knows organisations, and the gateway.
class IdentityTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    char folder[] = "/tmp/opvang-gateway-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    int status = 0;
    Shell(absl::StrCat(OPVANG_SOURCE_DIR "/deploy/certificates ", folder_,
                       "/all && ", OPVANG_SOURCE_DIR "/deploy/certificates ",
                       folder_, "/others"),
          &status);
    ASSERT_EQ(status, 0);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder_); }

  IdentityTest() {
    organisations_ = *Organisations::Load(Of("organisations.json"));
    service_ =
        std::make_unique<quotas::QuotaService>(*db_, clock_, *organisations_);
    server_ = std::make_unique<InProcess>(
        *service_, *MakeServerCredentials(Of("quotas"), "127.0.0.1:0"));
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
    for (const auto* one : Contracts()) {
      channels[one->full_name()] = *Connect(server_->address(), Of("gateway"));
    }
    backend_ = std::make_unique<Backend>(channels);
    gateway_ = std::make_unique<Gateway>(
        *routes_, *backend_,
        GatewayOptions{.version = "1.0.0", .openapi = "{}"});
    http_ = *HttpServer::Listen(
        {.listen_address = "127.0.0.1:0", .certificates = Of("gateway")},
        *gateway_);
    http_->Open();
  }
  ~IdentityTest() override {
    http_->Close(absl::Seconds(5));
    backend_->End();
  }

  static std::string Of(const std::string& name) {
    return absl::StrCat(folder_, "/all/", name);
  }
  Answered As(const std::string& name, const std::string& request,
              bool shows = true) {
    Client client(http_->address(), Of(name), shows);
    EXPECT_TRUE(client.connected());
    return client.Ask(request);
  }
  // Straight to the service, naming those callers.
  absl::Status Direct(const std::string& name,
                      const std::vector<std::string>& named) {
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(30));
    for (const std::string& one : named) {
      context.AddMetadata(kCallerMetadata, one);
    }
    q::ListCyclesResponse response;
    const auto stub =
        q::QuotaService::NewStub(*Connect(server_->address(), Of(name)));
    return FromGrpc(stub->ListCycles(&context, {}, &response));
  }

  static inline std::string folder_;
  TestDatabase db_{"quotas"};
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  std::unique_ptr<Organisations> organisations_;
  std::unique_ptr<quotas::QuotaService> service_;
  std::unique_ptr<InProcess> server_;
  const std::unique_ptr<Routes> routes_ = *Routes::Of(Contracts());
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> http_;
};

constexpr char kZwolle[] = "00000099000000193000";
constexpr char kGateway[] = "00000099000000005000";

TEST_F(IdentityTest, CallersAreWhoTheirCertificateSays) {
  const std::string read = Request("GET /v1/cycles");
  const std::string write = Request(
      "POST /v1/splits",
      "Idempotency-Key: 898d4ea3-8220-53ba-868f-6b149d528226\r\n", "{}");
  EXPECT_EQ(As("zwolle", read).status, 200);
  const Answered refused = As("zwolle", write);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("METHOD_NOT_ALLOWED"),
                    HasSubstr("\"role\":\"municipality\""),
                    HasSubstr("\"scope\":\"municipalities/gm0193\"")));
  // The ministry may; its request lacks everything.
  EXPECT_EQ(As("ministry", write).status, 400);
  EXPECT_EQ(As("zwolle", read).headers["strict-transport-security"],
            "max-age=31536000; includeSubDomains");
  // What a client says of itself is not passed on.
  EXPECT_EQ(
      As("zwolle", Request("POST /v1/splits",
                           "x-opvang-caller: 00000099000000010000\r\n", "{}"))
          .status,
      403);
  // Itself it may call nothing.
  EXPECT_EQ(As("gateway", read).status, 401);
  // Nor may who is not listed.
  EXPECT_EQ(As("quotas", read).status, 401);
}

TEST_F(IdentityTest, WithoutACertificateThereIsOnlyTheDescription) {
  EXPECT_EQ(As("zwolle", Request("GET /v1/openapi.json"), false).status, 200);
  const Answered refused = As("zwolle", Request("GET /v1/cycles"), false);
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.body, HasSubstr("CALLER_UNKNOWN"));
  EXPECT_EQ(As("zwolle", Request("GET /nothing"), false).status, 401);
}

TEST_F(IdentityTest, ACertificateOfAnotherAuthorityEndsTheHandshake) {
  std::filesystem::copy_file(Of("ca.pem"),
                             absl::StrCat(folder_, "/others/zwolle/ca.pem"),
                             std::filesystem::copy_options::overwrite_existing);
  Client client(http_->address(), folder_ + "/others/zwolle");
  client.Send(Request("GET /v1/cycles"));
  EXPECT_EQ(client.Read().status, 0);
}

TEST_F(IdentityTest, OnlyAGatewayNamesACaller) {
  const auto reason = [](const absl::Status& status) {
    return absl::StrCat(static_cast<int>(status.code()), " ",
                        ReasonIn(status).name);
  };
  EXPECT_THAT(Direct("zwolle", {}), IsOk());
  EXPECT_THAT(Direct("gateway", {kZwolle}), IsOk());
  const std::string unknown = "16 CALLER_UNKNOWN";
  EXPECT_EQ(reason(Direct("zwolle", {"00000099000000010000"})), unknown);
  EXPECT_EQ(reason(Direct("zwolle", {kZwolle})), unknown);
  EXPECT_EQ(reason(Direct("ministry", {kZwolle})), unknown);
  EXPECT_EQ(reason(Direct("zwolle", {""})), unknown);
  EXPECT_EQ(reason(Direct("gateway", {})), unknown);
  EXPECT_EQ(reason(Direct("gateway", {""})), unknown);
  EXPECT_EQ(reason(Direct("gateway", {kGateway})), unknown);
  EXPECT_EQ(reason(Direct("gateway", {"00000099999999999999"})), unknown);
  EXPECT_EQ(reason(Direct("gateway", {kZwolle, kZwolle})), unknown);
}

// What is of HTTP and not of the contract, with a service that keeps it.
TEST_F(IdentityTest, AnswersAreResourcesWithTagsLinksAndKeys) {
  const auto deliver = As(
      "ministry",
      Request("POST /v1/countries/nl/quota-deliveries",
              "Idempotency-Key: \"898d4ea3-8220-53ba-868f-6b149d528226\"\r\n",
              R"({"cycles": [{"name": "cycles/2024", "displayName": "eerste",
                  "windowStartDate": "2025-07-01", "windowEndDate":
                  "2026-02-01", "realisationStartDate": "2024-10-01",
                  "realisationEndDate": "2025-07-02", "reportDueDate":
                  "2024-11-01", "decisionDueDate": "2025-01-01", "source":
                  "wet"}]})"));
  ASSERT_EQ(deliver.status, 200) << deliver.body;
  const std::string transfer =
      R"({"transfer": {"name": "transfers/x", "duty": "DUTY_ASYLUM",
          "period": "cycles/2024", "giver": "municipalities/gm0303",
          "receiver": "municipalities/gm0166", "placeCount": 50,
          "startDate": "2025-07-01", "endDate": "2026-02-01", "proposeDate":
          "2024-09-01", "source": "wet"}})";
  const std::string create = Request(
      "POST /v1/countries/nl/transfers",
      "Idempotency-Key: 1ca742ce-7456-5c15-9655-e5341940aeb4\r\n", transfer);
  const Answered made = As("ministry", create);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.at("location"), "/v1/transfers/x");
  const std::string etag = made.headers.at("etag");
  EXPECT_EQ(json::parse(made.body).value("etag", ""), etag);
  EXPECT_EQ(json::parse(made.body).value("startDate", ""), "2025-07-01");
  EXPECT_EQ(made.headers.at("cache-control"), "no-store");
  // The same key and content: the same answer.
  EXPECT_EQ(As("ministry", create).body, made.body);
  EXPECT_EQ(As("ministry",
               Request("POST /v1/countries/nl/transfers",
                       "Idempotency-Key: 1ca742ce-7456-5c15-9655-e5341940aeb4"
                       "\r\n",
                       "{}"))
                .status,
            400);

  const std::string read = "GET /v1/transfers/x?asOfDate=2024-10-31";
  const Answered now = As("kampen", Request(read));
  EXPECT_EQ(now.headers.at("etag"), etag);
  EXPECT_EQ(now.headers.at("cache-control"), "private, no-cache");
  const Answered same = As(
      "kampen", Request(read, absl::StrCat("If-None-Match: ", etag, "\r\n")));
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.headers.at("etag"), etag);
  const Answered pinned = As("kampen", Request(read + "&revision=3"));
  EXPECT_EQ(pinned.headers.at("cache-control"),
            "private, max-age=31536000, immutable");

  const auto agree = [&](const std::string& match) {
    return As("dronten",
              Request("POST /v1/transfers/x/steps",
                      absl::StrCat(
                          "Idempotency-Key: "
                          "89183fd9-a2ea-54f1-b0f9-faf6057477a6\r\nIf-Match: ",
                          match, "\r\n"),
                      R"({"parent": "municipalities/gm0303", "kind":
                          "KIND_AGREED", "stepDate": "2024-09-15", "source":
                          "wet"})"));
  };
  const Answered stale = agree("\"r1\"");
  EXPECT_EQ(stale.status, 412);
  EXPECT_THAT(stale.body, HasSubstr("ETAG_STALE"));
  const Answered agreed = agree(etag);
  EXPECT_EQ(agreed.status, 200) << agreed.body;
  EXPECT_NE(agreed.headers.at("etag"), etag);

  std::set<std::string> towns;
  std::string page = "/v1/municipalities?parent=municipalities/-&pageSize=100";
  int pages = 0;
  while (!page.empty()) {
    const Answered list = As("kampen", Request("GET " + page));
    ASSERT_EQ(list.status, 200) << list.body;
    const json listed = json::parse(list.body);
    for (const json& one : listed.at("municipalities")) {
      towns.insert(one.at("name").get<std::string>());
    }
    ++pages;
    page.clear();
    const auto link = list.headers.find("link");
    if (link == list.headers.end()) break;
    EXPECT_THAT(link->second, testing::EndsWith(">; rel=\"next\""));
    page = link->second.substr(1, link->second.find('>') - 1);
  }
  EXPECT_EQ(pages, 4);
  EXPECT_EQ(towns.size(), 342u);
}

// Who follows a link reads a page; who calls as a program JSON, at the same
// address.
TEST_F(IdentityTest, ABrowserIsAnsweredWithAPage) {
  const std::string browser =
      "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
      "\r\n";
  const Answered page = As(
      "kampen", Request("GET /v1/regions/ijsselland/municipalities?pageSize=3&"
                        "revision=",
                        browser));
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.headers.at("content-security-policy"),
            "default-src 'none'; style-src 'self'; img-src data:; base-uri "
            "'none'; form-action 'self'; frame-ancestors 'none'");
  EXPECT_EQ(page.headers.at("vary"), "Accept");
  EXPECT_EQ(page.headers.at("cache-control"), "no-store");
  EXPECT_THAT(page.body, AllOf(HasSubstr("Dalfsen"), HasSubstr("rel=\"next\""),
                               Not(HasSubstr("Zwolle"))));
  const Answered list = As("kampen", Request("GET /v1/cycles"));
  EXPECT_EQ(list.headers.at("content-type"), "application/json");
  EXPECT_EQ(list.headers.at("vary"), "Accept");

  const Answered bad = As(
      "kampen",
      Request("GET /v1/regions/ijsselland/locations?asOfDate=morgen", browser));
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(bad.body, AllOf(HasSubstr("De vraag klopt niet"),
                              HasSubstr("value=\"morgen\"")));
  const Answered nobody =
      As("kampen", Request("GET /v1/cycles", browser), false);
  EXPECT_EQ(nobody.status, 401);
  EXPECT_THAT(nobody.body, HasSubstr("Meld u aan"));
  EXPECT_EQ(
      As("kampen", Request("GET /v1/cycles?x=1")).headers.at("content-type"),
      "application/problem+json");
}

// What was told is told again to who asked, for a while, and to nobody else.
TEST_F(IdentityTest, AReadOfThePastIsToldAgainToWhoAskedIt) {
  const auto counted = [this](const std::string& name) {
    Measures measures;
    gateway_->Measure(measures);
    for (const auto& family : measures.families()) {
      if (family.name == name) return family.all.at(0).value;
    }
    return -1.0;
  };
  const auto found = [&] { return counted("opvang_held_answers_found_total"); };
  const std::string read = "GET /v1/cycles?revision=1";
  const Answered first = As("kampen", Request(read));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_THAT(first.headers.at("cache-control"), HasSubstr("immutable"));
  // Asked until it was told again: a stretch of time may have ended between.
  double before = found();
  Answered again;
  for (int i = 0; i < 100 && found() == before; ++i) {
    again = As("kampen", Request(read));
  }
  EXPECT_GT(found(), before);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("cache-control"),
            first.headers.at("cache-control"));
  before = found();
  // Another caller, another actor; who is not listed.
  EXPECT_EQ(As("zwolle", Request(read)).status, 200);
  EXPECT_EQ(As("kampen", Request(read, "x-opvang-actor: bureau-2\r\n")).status,
            200);
  EXPECT_EQ(As("quotas", Request(read)).status, 401);
  EXPECT_EQ(As("kampen", Request(read, "If-Match: \"x\"\r\n")).status, 400);
  // What is asked of now is asked.
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(As("kampen", Request("GET /v1/cycles")).status, 200);
  }
  EXPECT_EQ(found(), before);
}

TEST(HeldAnswersTest, AreHeldForAWhile) {
  HeldAnswers held(absl::Milliseconds(50));
  OnBehalf who;
  who.oin = "1";
  const std::string key = HeldAnswers::KeyOf(who, "/a", "b");
  held.Keep(key, std::make_shared<HeldAnswer>());
  int64_t asked = 0;
  while (held.Find(key) != nullptr) ++asked;  // At most that long.
  EXPECT_EQ(held.found(), asked);
  EXPECT_EQ(held.missed(), 1);
}

TEST(HeldAnswersTest, AreTheirCallers) {
  std::set<std::string> keys;
  for (const OnBehalf& who :
       {OnBehalf{.named = true, .oin = "1", .actor = "a"},
        OnBehalf{.named = true, .oin = "1", .actor = ""},
        OnBehalf{.named = true, .oin = "", .actor = "1"},
        OnBehalf{.named = false, .oin = "1", .actor = ""},
        OnBehalf{.named = true, .oin = "2", .actor = "a"}}) {
    for (const char* query : {"", "x", "y"}) {
      keys.insert(HeldAnswers::KeyOf(who, "/p", query));
    }
  }
  EXPECT_EQ(keys.size(), 15u);
}

// PKI-3: what is renewed is adopted, without a failed call.
TEST_F(IdentityTest, RenewedCertificatesAreAdopted) {
  EXPECT_EQ(As("zwolle", Request("GET /v1/cycles")).status, 200);
  int status = 0;
  Shell(absl::StrCat("cd ", Of("gateway"),
                     " && openssl req -new -utf8 -key key.pem -out new.csr "
                     "-subj '/C=NL/O=vernieuwd/serialNumber=",
                     kGateway,
                     "/CN=gateway' && openssl x509 -req -in new.csr -days 30 "
                     "-CA ../ca.pem -CAkey ../ca.key -CAcreateserial -out "
                     "new.pem -extfile <(echo subjectAltName=IP:127.0.0.1) && "
                     "mv new.pem cert.pem"),
        &status);
  LookAtCertificates();
  EXPECT_EQ(As("zwolle", Request("GET /v1/cycles")).status, 200);
}

// The program, as an operator starts it.
TEST(GatewayProgramTest, ServesUntilItIsToldToStopAndSaysWhatItLacks) {
  const std::string program =
      OPVANG_BINARY_DIR "/services/gateway/opvang-gateway";
  int status = 0;
  EXPECT_THAT(Shell(program, &status),
              AllOf(HasSubstr("--openapi is required"),
                    HasSubstr("--reporting is required"),
                    HasSubstr("--certificates is required"),
                    Not(HasSubstr("database"))));
  EXPECT_EQ(WEXITSTATUS(status), 2);
  char folder[] = "/tmp/opvang-gateway-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string at = folder;
  std::ofstream(at + "/openapi.json") << "{\"y\":2}";
  std::vector<std::string> command = {program, "--plain",
                                      "--openapi=" + at + "/openapi.json",
                                      "--address-file=" + at + "/address"};
  for (const char* name : {"quotas", "locations", "housing", "reporting"}) {
    command.push_back(absl::StrCat("--", name, "=127.0.0.1:1"));
  }
  command.push_back("--metrics=0");
  const pid_t pid = Spawn(command, at + "/log");
  const std::string address = AwaitWord(at + "/address");
  Client client(address);
  EXPECT_EQ(client.Ask(Request("GET /v1/openapi.json")).body, "{\"y\":2}");
  // It is part of its caller's trace, and tells Prometheus.
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string transaction = "0193b4a6-3b9c-7e60-b1f5-f6f1f0a3d5a1";
  EXPECT_EQ(client
                .Ask(Request("GET /v1/nothing",
                             absl::StrCat("traceparent: 00-", trace,
                                          "-00f067aa0ba902b7-01\r\n"
                                          "Fsc-Transaction-Id: ",
                                          transaction, "\r\n")))
                .status,
            404);
  const std::string log = *ReadFile(at + "/log");
  EXPECT_THAT(log, AllOf(HasSubstr("\"trace_id\":\"" + trace),
                         HasSubstr("\"parent_span_id\":\"00f067aa0ba902b7"),
                         HasSubstr(transaction)));
  std::smatch told;
  ASSERT_TRUE(std::regex_search(
      log, told,
      std::regex("\"event\":\"metrics\".*\"address\":\"([^\"]+)\"")));
  const Scraped scraped = Scrape(told[1]);
  const std::string requests = "opvang_requests_total";
  EXPECT_EQ(scraped.Sum(requests, {"method=\"GET\"", "status=\"200\""}), 1);
  EXPECT_EQ(scraped.Sum(requests, {"method=\"GET\"", "status=\"404\""}), 1);
  EXPECT_EQ(scraped.Sum("opvang_request_seconds_bucket", {"le=\"+Inf\""}), 2);
  EXPECT_EQ(scraped.Sum("opvang_request_seconds_count"), 2);
  EXPECT_EQ(scraped.Sum("opvang_connections"), 1);
  EXPECT_EQ(scraped.Sum("opvang_held_answers_found_total"), 0);
  EXPECT_EQ(End(pid, SIGTERM), 0);
  // Whoever was idle is let go of.
  EXPECT_TRUE(client.Ended());
  std::filesystem::remove_all(at);
}

}  // namespace
}  // namespace opvang::gateway
