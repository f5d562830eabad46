// What an HTTP server and what answers say to each other.
#ifndef OPVANG_SERVICES_GATEWAY_HTTP_EXCHANGE_H_
#define OPVANG_SERVICES_GATEWAY_HTTP_EXCHANGE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace opvang::gateway {

using Headers = std::vector<std::pair<std::string, std::string>>;

// What a client sent before its body.
struct Head {
  std::string method, target;
  Headers headers;
  bool has_body = false;
  bool has_certificate = false;  // One that our authority gave out.
  std::string oin;               // What its certificate says; may be empty.
  bool encrypted = false;
  std::string peer;  // "ipv4:127.0.0.1:40000"

  // Of that name, whatever its case; empty without one.
  std::string Header(absl::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (absl::EqualsIgnoreCase(key, name)) return value;
    }
    return "";
  }
};

// What is told of a body bit by bit, until there is no more.
class Source {
 public:
  virtual ~Source() = default;
  using Taken = std::function<void(std::optional<std::string>)>;
  // Calls `taken`, on any thread, with the next part; without one at the end.
  virtual void Next(Taken taken) = 0;
  // Once there is no more: whether something is missing, and nothing that was
  // told says so. Then the connection ends instead.
  virtual bool IsCut() const { return false; }
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<Source> rest = nullptr;  // Instead of a body.
};

// One request on its way to its answer; used by one thread at a time. What it
// is given it calls once, on any thread.
class Exchange {
 public:
  virtual ~Exchange() = default;
  enum class Body {
    kWhole,    // Is read first, as far as the server bears.
    kStreams,  // Is told as it comes, however long.
  };
  virtual Body body() const = 0;

  using Answered = std::function<void(Response)>;
  // All of the body has come.
  virtual void Whole(std::string body, Answered answered) = 0;

  // A part has come. `more` is told whether to go on; the answer is there
  // early, with `Finish`, when not.
  virtual void Part(std::string part, std::function<void(bool)> more) = 0;
  // No part comes any more, or none is asked for.
  virtual void Finish(Answered answered) = 0;

  // Instead of what was asked: what went wrong on the way here.
  virtual Response Failed(const absl::Status& status) = 0;
};

// What answers requests. Thread-safe.
class Handler {
 public:
  virtual ~Handler() = default;
  // A request whose head has come. What is refused already has no body read:
  // `refused` is its answer.
  virtual std::shared_ptr<Exchange> Begin(Head head,
                                          std::optional<Response>& refused) = 0;
  // The answer to what is no request at all; `head` says who sent it.
  virtual Response Unreadable(const Head& head, const absl::Status& status) = 0;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_HTTP_EXCHANGE_H_
