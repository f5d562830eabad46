// A request on its way to the services and back, by the kind of its call.
#ifndef OPVANG_SERVICES_GATEWAY_EXCHANGES_H_
#define OPVANG_SERVICES_GATEWAY_EXCHANGES_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/gateway/answering.h"
#include "services/gateway/backend.h"
#include "services/gateway/held_answers.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/sign_in/sign_in.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {

// What was asked for: `path`, before its query.
struct Asked {
  std::string path, query;
};

using ExchangePtr = std::shared_ptr<Exchange>;

// A call with one request and one answer.
ExchangePtr NewCallExchange(AnsweringPtr answering, Match match, Asked asked,
                            Backend& backend, HeldAnswers& held);

// The same of one that reads, for who asked for a page.
ExchangePtr NewPageExchange(AnsweringPtr answering, Match match, Asked asked,
                            Backend& backend);

// A call that is answered by several messages.
ExchangePtr NewAnswersExchange(AnsweringPtr answering, Match match, Asked asked,
                               Backend& backend);

// A call that takes several requests: a line of the body each, as they come.
ExchangePtr NewLinesExchange(AnsweringPtr answering, const Route& route,
                             Backend& backend);

// What lets people in, keeps and ends their sessions.
ExchangePtr NewSessionExchange(AnsweringPtr answering, SignIn& sign_in,
                               Asked asked);

absl::Status NotAcceptable(absl::string_view type);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_EXCHANGES_H_
