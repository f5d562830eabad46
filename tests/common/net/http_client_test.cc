// What is asked of other machines: whom it trusts, and what bounds it.
#include "common/net/http_client.h"

#include <stdlib.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "tests/support/matchers.h"
#include "tests/support/small_server.h"

namespace opvang {
namespace {

class HttpClientTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    char folder[] = "/tmp/opvang-http-XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    for (const char* name : {"/one", "/other"}) {
      ASSERT_EQ(
          system(absl::StrCat("bash " OPVANG_SOURCE_DIR "/deploy/certificates ",
                              folder_, name)
                     .c_str()),
          0);
    }
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(system(("rm -r " + folder_).c_str()), 0);
  }
  static absl::StatusOr<HttpAnswer> Get(const std::string& url,
                                        const HttpClientOptions& options = {}) {
    return HttpClient::Make(options)->Send({.url = url});
  }
  static std::string folder_;
};
std::string HttpClientTest::folder_;

TEST_F(HttpClientTest, AnAnswerIsGivenWhateverItsStatus) {
  SmallServer::Request asked;
  SmallServer server([&](const SmallServer::Request& request) {
    asked = request;
    return HttpAnswerOf(418, "thee", "X-Kind: green\r\n");
  });
  const auto answer = HttpClient::Make({})->Send(
      {.method = "PUT",
       .url = server.url() + "/x?y=1",
       .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
       .body = "{}"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->status, 418);
  EXPECT_EQ(answer->body, "thee");
  EXPECT_EQ(answer->Header("x-kind"), "green");
  EXPECT_TRUE(absl::StartsWith(asked.head, "PUT /x?y=1 HTTP/1.1\r\n"));
  EXPECT_EQ(asked.Header("content-type"), "application/json");
  EXPECT_TRUE(absl::StrContains(asked.head, "\r\nX-Empty:"));
  EXPECT_EQ(asked.body, "{}");
}

TEST_F(HttpClientTest, WhatLeadsElsewhereIsNotFollowed) {
  std::atomic<int> requests = 0;
  SmallServer server([&](const SmallServer::Request&) {
    ++requests;
    return HttpAnswerOf(302, "", "Location: /elsewhere\r\n");
  });
  const auto answer = Get(server.url());
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(answer->Header("Location"), "/elsewhere");
  EXPECT_EQ(requests, 1);
}

TEST_F(HttpClientTest, OnlyWhomItTrustsIsAsked) {
  const auto says_who = [](const SmallServer::Request& request) {
    return HttpAnswerOf(200, request.has_certificate ? "known" : "unknown");
  };
  SmallServer server(says_who, folder_ + "/one/quotas");
  const auto body = [&](const HttpClientOptions& options) {
    const auto answer = Get(server.url(), options);
    return answer.ok() ? answer->body : std::string();
  };
  EXPECT_THAT(Get(server.url()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Get(server.url(), {.ca_file = folder_ + "/other/ca.pem"}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(body({.ca_file = folder_ + "/one/ca.pem"}), "unknown");
  EXPECT_EQ(body({.certificates = folder_ + "/one/auditor"}), "known");
  // Of another name.
  EXPECT_THAT(Get(absl::StrCat("https://127.0.0.2:", server.port()),
                  {.ca_file = folder_ + "/one/ca.pem"}),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HttpClientTest, FilesThatDoNotWorkSaySo) {
  EXPECT_THAT(HttpClient::Make({.ca_file = folder_ + "/absent"}),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(HttpClient::Make({.ca_file = folder_ + "/one/auditor/key.pem"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(HttpClient::Make({.certificates = folder_}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(HttpClientTest, AnAnswerHasBounds) {
  std::string answer = HttpAnswerOf(200, std::string(1001, 'x'));
  SmallServer server([&](const SmallServer::Request&) { return answer; });
  EXPECT_THAT(Get(server.url(), {.body_bytes_max = 1000}),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Get(server.url(), {.body_bytes_max = 1001}), IsOk());
  std::string headers;
  for (int i = 0; i < 300; ++i) absl::StrAppend(&headers, "X-", i, ": y\r\n");
  answer = HttpAnswerOf(200, "", headers);
  EXPECT_THAT(Get(server.url()),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(HttpClientTest, NobodyIsWaitedForLongerThanItIsTold) {
  absl::Notification done;
  SmallServer server([&](const SmallServer::Request&) {
    done.WaitForNotification();
    return std::string();
  });
  EXPECT_THAT(HttpClient::Make({})->Send(
                  {.url = server.url(), .timeout = absl::Milliseconds(50)}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  done.Notify();
}

TEST_F(HttpClientTest, WhatAnswersNothingOrNobodyIsUnavailable) {
  SmallServer server([](const SmallServer::Request&) { return std::string(); });
  EXPECT_THAT(Get(server.url()), StatusIs(absl::StatusCode::kUnavailable));
  auto gone = std::make_unique<SmallServer>(
      [](const SmallServer::Request&) { return ""; });
  const std::string url = gone->url();
  gone.reset();
  EXPECT_THAT(Get(url), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HttpClientTest, ManyAskAtOnce) {
  SmallServer server(
      [](const SmallServer::Request& request) {
        return HttpAnswerOf(200, request.body);
      },
      folder_ + "/one/quotas");
  const auto client =
      HttpClient::Make({.certificates = folder_ + "/one/auditor"});
  ASSERT_THAT(client, IsOk());
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto answer = client->Send(
          {.method = "POST", .url = server.url(), .body = std::to_string(i)});
      if (answer.ok() && answer->body == std::to_string(i)) ++right;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8);
}

TEST_F(HttpClientTest, WhatIsNotEncryptedStaysOnThisMachine) {
  for (const char* good :
       {"https://id.example.nl/x?y", "https://192.0.2.1:8443", "http://[::1]/",
        "http://localhost:80/", "http://127.0.0.1", "http://127.8.9.10/x"}) {
    EXPECT_TRUE(IsAskable(good)) << good;
  }
  for (const char* bad :
       {"", "id.example.nl", "http://id.example.nl", "http://127.evil.example",
        "http://127.0.0.1.evil.example", "http://localhost.evil.example",
        "http://192.0.2.1", "ftp://localhost/x", "file:///etc/passwd",
        "https://user:password@id.example.nl", "https://user@id.example.nl",
        "https://", "http://127.0.0.1@evil.example/", "https://a b/",
        "https://x/\r\nX: y"}) {
    EXPECT_FALSE(IsAskable(bad)) << bad;
    EXPECT_THAT(Get(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
  EXPECT_THAT(HttpClient::Make({})->Send({.url = "http://localhost:1",
                                          .headers = {{"X", "a\r\nY: b"}}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace opvang
