#include "common/base/trace.h"

#include <set>
#include <thread>

#include "gmock/gmock.h"

namespace opvang {
namespace {

using testing::MatchesRegex;

constexpr char kTraceId[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kParent[] =
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceTest, ACallIsPartOfTheSpanThatItsCallerNames) {
  const TraceRef span = BeginTrace(
      {.traceparent = kParent, .tracestate = "a=1,b=2", .transaction_id = ""});
  EXPECT_EQ(span->trace_id, kTraceId);
  EXPECT_EQ(span->parent_id, "00f067aa0ba902b7");
  EXPECT_THAT(span->span_id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_NE(span->span_id, span->parent_id);
  EXPECT_EQ(span->flags, "01");
  EXPECT_EQ(span->state, "a=1,b=2");
}

TEST(TraceTest, WhatIsNotWellFormedBeginsATraceOfItsOwn) {
  const std::string id = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string rest = "-00f067aa0ba902b7-01";
  for (const std::string& header : std::vector<std::string>{
           "", "x", "00-" + id, "ff-" + id + rest, "0g-" + id + rest,
           "00-" + std::string(32, '0') + rest,
           "00-" + id + "-" + std::string(16, '0') + "-01",
           "00-4BF92F3577B34DA6A3CE929D0E0E4736" + rest,
           "00-" + id + rest + "-more", "00-" + id + rest + "x",
           "01-" + id + rest + "x", "00_" + id + rest,
           "00-" + id + "-00f067aa0ba902b7-0g",
           "00-" + id + "_00f067aa0ba902b7-01",
           "00-" + id + "-00f067aa0ba902b7_01"}) {
    const TraceRef span = BeginTrace(
        {.traceparent = header, .tracestate = "a=1", .transaction_id = ""});
    EXPECT_NE(span->trace_id, id) << header;
    EXPECT_THAT(span->trace_id, MatchesRegex("[0-9a-f]{32}")) << header;
    EXPECT_EQ(span->parent_id, "") << header;
    // State belongs to the trace that is left.
    EXPECT_EQ(span->state, "") << header;
  }
}

TEST(TraceTest, ALaterVersionMaySayMore) {
  for (const std::string more : {"", "-and-more"}) {
    EXPECT_EQ(
        BeginTrace({.traceparent = "01" + std::string(kParent).substr(2) + more,
                    .tracestate = "",
                    .transaction_id = ""})
            ->trace_id,
        kTraceId);
  }
}

TEST(TraceTest, ATransactionOfFscIsAUuidOrIsLeftOut) {
  const std::string uuid = "01890a5d-ac96-774b-bcce-b302099a8057";
  const auto kept = [](const std::string& said) {
    return BeginTrace(
               {.traceparent = "", .tracestate = "", .transaction_id = said})
        ->transaction_id;
  };
  EXPECT_EQ(kept(uuid), uuid);
  for (const char* said : {"", "1", "01890a5d-ac96-774b-bcce-b302099a805",
                           "01890a5d-ac96-774b-bcce-b302099a805g",
                           "01890a5dxac96-774b-bcce-b302099a8057"}) {
    EXPECT_EQ(kept(said), "") << said;
  }
}

TEST(TraceTest, AStateThatIsTooLongOrNoTextIsLeftOut) {
  const auto kept = [](const std::string& said) {
    return BeginTrace({.traceparent = kParent,
                       .tracestate = said,
                       .transaction_id = ""})
        ->state;
  };
  EXPECT_EQ(kept(std::string(512, 'a')).size(), 512u);
  EXPECT_EQ(kept(std::string(513, 'a')), "");
  EXPECT_EQ(kept("a=1\n"), "");
}

TEST(TraceTest, WhatACallAsksIsPartOfIt) {
  const TraceRef call =
      BeginTrace({.traceparent = kParent,
                  .tracestate = "a=1",
                  .transaction_id = "01890a5d-ac96-774b-bcce-b302099a8057"});
  const Trace asked = SpanWithin(call);
  EXPECT_EQ(asked.trace_id, kTraceId);
  EXPECT_EQ(asked.parent_id, call->span_id);
  EXPECT_EQ(asked.state, "a=1");
  EXPECT_EQ(asked.transaction_id, call->transaction_id);
  EXPECT_EQ(Traceparent(asked),
            std::string("00-") + kTraceId + "-" + asked.span_id + "-01");
  EXPECT_EQ(SpanWithin(nullptr).parent_id, "");
}

TEST(TraceTest, AThreadWorksForTheCallOfItsScope) {
  EXPECT_EQ(CurrentTrace(), nullptr);
  const TraceRef call = BeginTrace();
  {
    const TraceScope scope(call);
    EXPECT_EQ(CurrentTrace(), call);
    std::thread([] { EXPECT_EQ(CurrentTrace(), nullptr); }).join();
  }
  EXPECT_EQ(CurrentTrace(), nullptr);
}

TEST(TraceTest, NoTwoSpansAreCalledAlike) {
  std::set<std::string> ids;
  for (int i = 0; i < 10000; ++i) ids.insert(SpanWithin(nullptr).span_id);
  EXPECT_EQ(ids.size(), 10000u);
}

}  // namespace
}  // namespace opvang
