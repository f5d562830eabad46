// Answers as pages that need no script: for who asks with a browser, and has
// none of ours running in it. Every field under its Dutch name, every name of
// what can be asked a link, and a form to ask otherwise. Pure.
#ifndef OPVANG_SERVICES_GATEWAY_TRANSCODE_PLAIN_PAGE_H_
#define OPVANG_SERVICES_GATEWAY_TRANSCODE_PLAIN_PAGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/gateway/transcode/problem.h"
#include "services/gateway/transcode/routes.h"

namespace opvang::gateway {

// Whether `Accept` asks for a page rather than for JSON, as a browser does
// where somebody follows a link.
bool AsksForPage(absl::string_view accept);

// What a browser may do with such a page: ask with its form.
inline constexpr char kPlainPagePolicy[] =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

// What was asked, as it stood in the request.
struct AskedPage {
  const Routes& routes;
  const Route* route = nullptr;  // Null: nothing is there.
  std::string path, query;
  std::string today;  // "2026-12-01"
};

// `next` is the address of what follows; empty at the end.
std::string PlainPage(const google::protobuf::Message& answer,
                      const AskedPage& asked, absl::string_view next);
std::string PlainPageOf(const Problem& problem, const absl::Status& status,
                        const AskedPage& asked);

// A query without what was left empty in a form.
std::string WithoutEmpty(absl::string_view query);

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_TRANSCODE_PLAIN_PAGE_H_
