// What every answer to a request says, the line of the log and the span.
#ifndef OPVANG_SERVICES_GATEWAY_ANSWERING_H_
#define OPVANG_SERVICES_GATEWAY_ANSWERING_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/backend.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/page_files.h"
#include "services/gateway/tally.h"
#include "services/gateway/transcode/plain_page.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {

// Of one request. `options` and `tally` outlive it.
class Answering {
 public:
  Answering(Head head, const GatewayOptions& options, Tally& tally);
  ~Answering() { tally_.Ended(); }
  Answering(const Answering&) = delete;

  const Head& head() const { return head_; }
  const OnBehalf& who() const { return who_; }
  void SetWho(OnBehalf who) {
    who.span = who_.span;
    who_ = std::move(who);
  }
  void SetRoute(const Route* route) {
    route_ = route;
    if (page_.has_value()) page_->route = route;
  }
  // That a page is asked for: what it is about.
  void SetPage(const AskedPage& page) { page_.emplace(page); }
  const std::optional<AskedPage>& page() const { return page_; }
  void SetRequestId(const std::string& id) { request_id_ = id; }

  Response Ok(int status, const std::string& type, std::string body);
  // The same, read without script.
  Response Page(std::string html);
  Response File(const PageFile& file);
  // A problem; of who asked for a page one.
  Response Refusal(const absl::Status& status);
  // The last line of a stream that failed on its way.
  std::string LastLine(const absl::Status& status);

 private:
  Response Base(int status, const std::string& type) const;
  // Once per request: never a body, nor what an address names.
  void Write(int status, const std::string& instance,
             absl::string_view fault = "");

  const Head head_;
  const GatewayOptions& options_;
  Tally& tally_;
  const absl::Time began_;
  bool counted_ = false;
  OnBehalf who_;
  const Route* route_ = nullptr;
  std::optional<AskedPage> page_;
  std::string request_id_;
};

using AnsweringPtr = std::shared_ptr<Answering>;

// Of that name in an answer, which has it, another value.
void SetHeader(Response& response, absl::string_view name,
               absl::string_view value);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_ANSWERING_H_
