// Answers HTTP with what the services answer: an address becomes a call, its
// body a request, the answer JSON, a refusal a problem.
#ifndef OPVANG_SERVICES_GATEWAY_GATEWAY_H_
#define OPVANG_SERVICES_GATEWAY_GATEWAY_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "services/gateway/backend.h"
#include "services/gateway/held_answers.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/page_files.h"
#include "services/gateway/sign_in/sign_in.h"
#include "services/gateway/tally.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {

// The services of the four contracts.
std::vector<const google::protobuf::ServiceDescriptor*> Contracts();

struct GatewayOptions {
  std::string version;  // Of the contract: "1.0.0".
  std::string openapi;  // The bytes of openapi.json.
  PageFiles page = {};  // What is served at /.
  // Whether callers have certificates and are named to the services; without,
  // on loopback, services know nobody either.
  bool identifies = true;
  // Lets people in without a certificate; null: nobody. Outlives it.
  SignIn* sign_in = nullptr;
};

class Gateway final : public Handler {
 public:
  // `routes` and `backend` outlive it.
  Gateway(const Routes& routes, Backend& backend, GatewayOptions options)
      : routes_(routes), backend_(backend), options_(std::move(options)) {}

  std::shared_ptr<Exchange> Begin(Head head,
                                  std::optional<Response>& refused) override;
  Response Unreadable(const Head& head, const absl::Status& status) override;
  // Requests, and what of them was held.
  void Measure(Measures& measures) const;

 private:
  // In whose name a request calls; why in nobody's.
  absl::StatusOr<OnBehalf> WhoOf(const Head& head) const;

  const Routes& routes_;
  Backend& backend_;
  const GatewayOptions options_;
  HeldAnswers held_;
  Tally tally_;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_GATEWAY_H_
