#include "services/gateway/http/head.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace opvang::gateway {
namespace {

TEST(HeadTest, EndsAtItsEmptyLine) {
  EXPECT_EQ(EndOfHead("GET / HTTP/1.1\r\nHost: x\r\n"), 0u);
  EXPECT_EQ(EndOfHead("GET / HTTP/1.1\r\nHost: x\r\n\r\nbody"), 27u);
  EXPECT_EQ(EndOfHead("GET / HTTP/1.1\nHost: x\n\nbody"), 24u);
  EXPECT_EQ(EndOfHead(""), 0u);
}

TEST(HeadTest, WhatTwoReadersWouldReadDifferentlyIsAFault) {
  const auto fault = [](const std::string& lines) {
    return FaultOfHead(absl::StrCat("GET / HTTP/1.1\r\n", lines, "\r\n"));
  };
  EXPECT_EQ(fault("Host: x\r\nA: b\r\n"), std::nullopt);
  EXPECT_EQ(fault("Host: x\nA: b\r\n"),
            "Line 2 of the head ends in a line feed alone.");
  EXPECT_EQ(fault("Host: x\r\n folded\r\n"),
            "Line 3 of the head goes on where the line before it ended.");
  EXPECT_EQ(fault("Host : x\r\n"),
            "Line 2 of the head has a blank before its colon.");
  EXPECT_EQ(fault("Host\r\n"), "Line 2 of the head names no header.");
  EXPECT_EQ(fault("A: b\rc\r\n"),
            "Line 2 of the head holds a carriage return or NUL.");
  EXPECT_EQ(fault(std::string("A: b\0c\r\n", 8)),
            "Line 2 of the head holds a carriage return or NUL.");
}

}  // namespace
}  // namespace opvang::gateway
