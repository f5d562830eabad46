// What is asked over REST: a line "METHOD TARGET", and a body. Becomes a
// request or a refusal that can be read, as JSON and as a page.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/message_differencer.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/plain_page.h"
#include "services/gateway/transcode/request.h"
#include "tests/fuzz/fuzz.h"

namespace opvang::fuzz {
namespace {

using gateway::Routes;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using nlohmann::json;

const Routes& All() {
  static const Routes* const routes =
      Routes::Of(
          {nl::opvang::quotas::v1::Cycle::descriptor()->file()->service(0),
           nl::opvang::locations::v1::Location::descriptor()->file()->service(
               0),
           nl::opvang::housing::v1::Placement::descriptor()->file()->service(0),
           nl::opvang::reporting::v1::Report::descriptor()->file()->service(0)})
          ->release();
  return *routes;
}

// Nothing that came in is markup in what goes out.
void CheckPage(const std::string& page) {
  OPVANG_HOLDS(absl::StartsWith(page, "<!DOCTYPE html>"));
  for (const char* one : {"<script", "<img", "javascript:\"", "<iframe"}) {
    OPVANG_HOLDS(!absl::StrContains(page, one));
  }
}

void CheckRefused(const absl::Status& status, const gateway::AskedPage& page) {
  CheckTold(status);
  const auto problem = gateway::ProblemOf(status, "urn:uuid:x", false);
  const json told = json::parse(problem.json, nullptr, false);
  OPVANG_HOLDS(told.is_object());
  OPVANG_HOLDS(problem.status >= 400 && problem.status < 500);
  CheckPage(gateway::PlainPageOf(problem, status, page));
}

void CheckRequest(const Message& request, const gateway::AskedPage& page) {
  const std::string text = gateway::ToJson(request);
  OPVANG_HOLDS(json::parse(text, nullptr, false).is_object());
  const auto again = gateway::NewMessage(*request.GetDescriptor());
  OPVANG_HOLDS(gateway::MergeJson(text, "", *again).ok());
  OPVANG_HOLDS(MessageDifferencer::Equals(request, *again));
  gateway::IsPinned(request);
  CheckPage(gateway::PlainPage(request, page, page.path));
}

}  // namespace

void Fuzz(absl::string_view input) {
  const std::pair<std::string, std::string> line =
      absl::StrSplit(TakeLine(input), absl::MaxSplits(' ', 1));
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(line.second, absl::MaxSplits('?', 1));
  const gateway::Match match = All().Find(line.first, parts.first);
  const gateway::AskedPage page{All(), match.route, parts.first, parts.second,
                                "2026-12-01"};
  if (match.route == nullptr) return;
  for (const std::string& query :
       {parts.second, gateway::WithoutEmpty(parts.second)}) {
    const auto request = gateway::MakeRequest(
        match, query, input.empty() ? "{}" : input, gateway::Conditions());
    if (request.ok()) {
      CheckRequest(**request, page);
    } else {
      CheckRefused(request.status(), page);
    }
  }
}

}  // namespace opvang::fuzz
