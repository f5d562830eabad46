#include "services/gateway/gateway.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/digest.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"
#include "common/base/trace.h"
#include "common/service/span_log.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/gateway/transcode/document.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/problem.h"
#include "services/gateway/transcode/request.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Message;

constexpr char kJson[] = "application/json";
constexpr char kLines[] = "application/x-ndjson";
constexpr char kProblem[] = "application/problem+json";
constexpr char kOpenapi[] = "/v1/openapi.json";
// What a service takes as one message.
constexpr size_t kMessageBytesMax = 4 * 1024 * 1024;
// How much of a file is held before it is told.
constexpr size_t kGatheredMax = 1024 * 1024;

// "urn:uuid:…" of random bits (version 4).
std::string NewInstance() {
  std::array<unsigned char, 16> bytes;
  RAND_bytes(bytes.data(), bytes.size());
  bytes[6] = (bytes[6] & 0x0F) | 0x40;
  bytes[8] = (bytes[8] & 0x3F) | 0x80;
  std::string hex = absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (const size_t at : {20, 16, 12, 8}) hex.insert(at, "-");
  return absl::StrCat("urn:uuid:", hex);
}

// The media type of a header, without its parameters, in lower case.
std::string MediaTypeOf(absl::string_view header) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(header.substr(0, header.find(';'))));
}

// Whether `Accept` takes that type; one with quality 0 it does not.
bool Accepts(absl::string_view accept, absl::string_view type) {
  if (absl::StripAsciiWhitespace(accept).empty()) return true;
  const absl::string_view family = type.substr(0, type.find('/'));
  for (absl::string_view range : absl::StrSplit(accept, ',')) {
    const std::string name = MediaTypeOf(range);
    if (name != "*/*" && name != type && name != absl::StrCat(family, "/*")) {
      continue;
    }
    bool refused = false;
    for (absl::string_view part : absl::StrSplit(range, ';')) {
      part = absl::StripAsciiWhitespace(part);
      int digits = 0;
      if (absl::ConsumePrefix(&part, "q=0") &&
          (part.empty() || (absl::ConsumePrefix(&part, ".") &&
                            (part.empty() || (absl::SimpleAtoi(part, &digits) &&
                                              digits == 0))))) {
        refused = true;
      }
    }
    if (!refused) return true;
  }
  return false;
}

// Whether a list of etags, as of If-None-Match, has that one.
bool HasEtag(absl::string_view list, absl::string_view etag) {
  for (absl::string_view one : absl::StrSplit(list, ',')) {
    one = absl::StripAsciiWhitespace(one);
    absl::ConsumePrefix(&one, "W/");
    if (one == "*" || one == etag) return true;
  }
  return false;
}

// Draft of the IETF: a string in quotes; many send it without.
std::string Unquoted(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() >= 2 && absl::StartsWith(text, "\"") &&
      absl::EndsWith(text, "\"")) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

// A header that is there once; else nothing.
std::string OnceIn(const Head& head, absl::string_view name) {
  int count = 0;
  for (const auto& header : head.headers) {
    count += absl::EqualsIgnoreCase(header.first, name) ? 1 : 0;
  }
  return count == 1 ? head.Header(name) : "";
}

// The request as a span: of the caller's trace, or the first of its own.
TraceRef SpanOf(const Head& head) {
  const std::string parent = OnceIn(head, "traceparent"),
                    state = OnceIn(head, "tracestate"),
                    transaction = OnceIn(head, "Fsc-Transaction-Id");
  return BeginTrace({.traceparent = parent,
                     .tracestate = state,
                     .transaction_id = transaction});
}

// What can be a header of gRPC; else nothing.
std::string ActorOf(absl::string_view text) {
  const bool fits = text.size() <= 4096 &&
                    std::all_of(text.begin(), text.end(), absl::ascii_isgraph);
  return fits ? std::string(text) : "";
}

// What every answer says, and the line of the log.
class Answering {
 public:
  Answering(Head head, const GatewayOptions& options, Tally& tally)
      : head_(std::move(head)),
        options_(options),
        tally_(tally),
        began_(SteadyNow()) {
    who_.oin = head_.oin;
    who_.span = SpanOf(head_);
    tally_.Began();
  }
  ~Answering() { tally_.Ended(); }
  Answering(const Answering&) = delete;

  const Head& head() const { return head_; }
  const OnBehalf& who() const { return who_; }
  void SetWho(OnBehalf who) {
    who.span = who_.span;
    who_ = std::move(who);
  }
  void SetRoute(const Route* route) { route_ = route; }
  void SetRequestId(const std::string& id) { request_id_ = id; }

  Response Ok(int status, const std::string& type, std::string body) {
    Response response = Base(status, type);
    response.body = std::move(body);
    Write(status, "");
    return response;
  }

  Response File(const PageFile& file) {
    const bool known = HasEtag(head_.Header("If-None-Match"), file.etag);
    Response response =
        known ? Ok(304, "", "") : Ok(200, file.type, file.bytes);
    for (auto& [name, value] : response.headers) {
      if (name == "Content-Security-Policy") value = kPagePolicy;
    }
    response.headers.emplace_back("ETag", file.etag);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
  }

  Response Refusal(const absl::Status& status) {
    const std::string instance = NewInstance();
    const Problem problem =
        ProblemOf(status, instance, !head_.Header("If-Match").empty());
    Response response = Base(problem.status, kProblem);
    response.headers.emplace_back("Cache-Control", "no-store");
    if (problem.retry_seconds.has_value()) {
      response.headers.emplace_back("Retry-After",
                                    absl::StrCat(*problem.retry_seconds));
    }
    response.body = problem.json;
    Write(problem.status, instance, status.message());
    return response;
  }

  // The last line of a stream that failed on its way.
  std::string LastLine(const absl::Status& status) {
    const std::string instance = NewInstance();
    const Problem problem = ProblemOf(status, instance, false);
    Write(problem.status, instance, status.message());
    return absl::StrCat("{\"problem\":", problem.json, "}\n");
  }

  Response Base(int status, const std::string& type) const {
    Response response;
    response.status = status;
    response.headers = {{"API-Version", options_.version},
                        {"X-Content-Type-Options", "nosniff"},
                        {"X-Frame-Options", "DENY"},
                        {"Content-Security-Policy",
                         "default-src 'none'; frame-ancestors 'none'"},
                        {"Referrer-Policy", "no-referrer"}};
    if (!type.empty()) response.headers.emplace_back("Content-Type", type);
    // Who signs in where another did is told nothing that was told to that one.
    if (options_.sign_in != nullptr) {
      response.headers.emplace_back("Vary", "Cookie");
    }
    if (head_.encrypted) {
      response.headers.emplace_back("Strict-Transport-Security",
                                    "max-age=31536000; includeSubDomains");
    }
    return response;
  }

  // Once per request: never a body, nor what an address names.
  void Write(int status, const std::string& instance,
             absl::string_view fault = "") {
    const absl::Duration took = SteadyNow() - began_;
    // A stream that fails on its way was answered before.
    if (!std::exchange(counted_, true)) {
      tally_.Answered(head_.method, status, took);
    }
    std::vector<std::pair<std::string, std::string>> fields = {
        {"method", Excerpt(head_.method, 20)},
        {"route", route_ == nullptr ? "" : route_->pattern},
        {"rpc", route_ == nullptr ? "" : route_->rpc->full_name()},
        {"status", absl::StrCat(status)},
        {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(took))},
        {"caller", who_.oin},
        {"peer", head_.peer},
        {"request_id", Excerpt(request_id_, 64)}};
    AddSpan(*who_.span, fields);
    if (!instance.empty()) {
      fields.emplace_back("instance", instance);
      fields.emplace_back("fault", Excerpt(fault, 300));
    }
    Log(status < 400 ? Severity::kInfo : Severity::kWarning, "request", fields);
  }

 private:
  const Head head_;
  const GatewayOptions& options_;
  Tally& tally_;
  const absl::Time began_;
  bool counted_ = false;
  OnBehalf who_;
  const Route* route_ = nullptr;
  std::string request_id_;
};

using AnsweringPtr = std::shared_ptr<Answering>;

Conditions ConditionsOf(const Head& head) {
  return {.idempotency_key = Unquoted(head.Header("Idempotency-Key")),
          .if_match =
              std::string(absl::StripAsciiWhitespace(head.Header("If-Match")))};
}

absl::Status TooLarge() {
  return Refuse(413, "BODY_TOO_LARGE",
                absl::StrCat("As a message that is more than ",
                             kMessageBytesMax, " bytes; deliver it in parts."));
}

// A call with one request and one answer.
class UnaryExchange final : public Exchange,
                            public std::enable_shared_from_this<UnaryExchange> {
 public:
  UnaryExchange(AnsweringPtr answering, Match match, std::string path,
                std::string query, Backend& backend, HeldAnswers& held)
      : answering_(std::move(answering)),
        match_(std::move(match)),
        path_(std::move(path)),
        query_(std::move(query)),
        backend_(backend),
        held_(held) {}

  Body body() const override { return Body::kWhole; }

  void Whole(std::string body, Answered answered) override {
    const Head& head = answering_->head();
    if (const auto held = FindHeld(); held != nullptr) {
      return answered(Tell(*held));
    }
    if (body.empty()) body = "{}";
    auto request = MakeRequest(match_, query_, body, ConditionsOf(head));
    if (request.ok() && (*request)->ByteSizeLong() > kMessageBytesMax) {
      request = TooLarge();
    }
    if (!request.ok()) return answered(Failed(request.status()));
    answering_->SetRequestId(TextIn(**request, "request_id"));
    pinned_ = IsPinned(**request);
    validates_ = SaysToValidate(**request);
    backend_.Call(*match_.route->rpc, **request, answering_->who(),
                  [self = shared_from_this(), answered = std::move(answered)](
                      absl::StatusOr<MessagePtr> answer) {
                    answered(answer.ok() ? self->Answer(**answer)
                                         : self->Failed(answer.status()));
                  });
  }
  void Part(std::string, std::function<void(bool)> more) override {
    more(false);
  }
  void Finish(Answered answered) override { Whole("", std::move(answered)); }
  Response Failed(const absl::Status& status) override {
    return answering_->Refusal(status);
  }

 private:
  static bool SaysToValidate(const Message& request) {
    const auto* field =
        request.GetDescriptor()->FindFieldByName("validate_only");
    return field != nullptr && request.GetReflection()->GetBool(request, field);
  }

  bool Reads() const { return match_.route->method == "GET"; }

  // Null: nothing is held that may be answered to this.
  std::shared_ptr<const HeldAnswer> FindHeld() {
    const Head& head = answering_->head();
    if (!Reads() || !head.Header("If-Match").empty() ||
        !head.Header("Idempotency-Key").empty()) {
      return nullptr;
    }
    key_ = HeldAnswers::KeyOf(answering_->who(), path_, query_);
    return held_.Find(key_);
  }

  Response Answer(const Message& message) {
    auto made = std::make_shared<HeldAnswer>();
    made->etag = TextIn(message, "etag");
    made->cache = Reads() && pinned_ ? "private, max-age=31536000, immutable"
                  : Reads() && !made->etag.empty() ? "private, no-cache"
                                                   : "no-store";
    made->body = ToJson(message);
    const std::string name = TextIn(message, "name");
    if (absl::StartsWith(match_.route->rpc->name(), "Create") &&
        !name.empty() && !validates_) {
      made->location = "/v1/" + name;
    }
    const std::string next = TextIn(message, "next_page_token");
    if (Reads() && !next.empty()) {
      made->link = absl::StrCat("<", path_, "?", NextQuery(query_, next),
                                ">; rel=\"next\"");
    }
    if (pinned_ && !key_.empty()) held_.Keep(key_, made);
    return Tell(*made);
  }

  Response Tell(const HeldAnswer& told) {
    Response response;
    if (Reads() && !told.etag.empty() &&
        HasEtag(answering_->head().Header("If-None-Match"), told.etag)) {
      response = answering_->Ok(304, "", "");
    } else {
      response =
          answering_->Ok(told.location.empty() ? 200 : 201, kJson, told.body);
      if (!told.location.empty()) {
        response.headers.emplace_back("Location", told.location);
      }
    }
    if (!told.etag.empty()) response.headers.emplace_back("ETag", told.etag);
    response.headers.emplace_back("Cache-Control", told.cache);
    if (!told.link.empty()) response.headers.emplace_back("Link", told.link);
    return response;
  }

  const AnsweringPtr answering_;
  const Match match_;
  const std::string path_, query_;
  Backend& backend_;
  HeldAnswers& held_;
  std::string key_;  // Of what may be held; empty: nothing.
  bool pinned_ = false, validates_ = false;
};

// The messages of a call as lines, as they come.
class LineSource final : public Source {
 public:
  LineSource(AnsweringPtr answering, std::shared_ptr<StreamCall> call,
             std::string first)
      : answering_(std::move(answering)),
        call_(std::move(call)),
        first_(std::move(first)) {}
  ~LineSource() override {
    // Whoever does not read on does not want the rest.
    call_->Cancel();
    call_->Release();
  }

  void Next(Taken taken) override {
    if (first_.has_value()) {
      return taken(*std::exchange(first_, std::nullopt));
    }
    if (ended_) return taken(std::nullopt);
    call_->Read([this, taken = std::move(taken)](MessagePtr message) {
      if (message != nullptr) return taken(ToJson(*message) + "\n");
      ended_ = true;
      call_->Release();
      call_->WhenDone([this, taken](const absl::Status& status) {
        if (!status.ok()) return taken(answering_->LastLine(status));
        taken(std::nullopt);
      });
    });
  }

 private:
  const AnsweringPtr answering_;
  const std::shared_ptr<StreamCall> call_;
  std::optional<std::string> first_;
  bool ended_ = false;
};

// The bytes of a file, as they come.
class FileSource final : public Source {
 public:
  FileSource(AnsweringPtr answering, std::shared_ptr<StreamCall> call,
             std::string first)
      : answering_(std::move(answering)),
        call_(std::move(call)),
        first_(std::move(first)) {}
  ~FileSource() override {
    call_->Cancel();
    call_->Release();
  }

  void Next(Taken taken) override {
    if (first_.has_value()) {
      return taken(*std::exchange(first_, std::nullopt));
    }
    if (ended_) return taken(std::nullopt);
    call_->Read([this, taken = std::move(taken)](MessagePtr message) {
      if (message != nullptr) return taken(PieceOf(*message).bytes);
      ended_ = true;
      call_->Release();
      call_->WhenDone([this, taken](const absl::Status& status) {
        cut_ = !status.ok();
        // For the log: half a file has no place for a problem.
        if (cut_) answering_->LastLine(status);
        taken(std::nullopt);
      });
    });
  }
  bool IsCut() const override { return cut_; }

 private:
  const AnsweringPtr answering_;
  const std::shared_ptr<StreamCall> call_;
  std::optional<std::string> first_;
  bool ended_ = false, cut_ = false;
};

absl::Status NotAcceptable(absl::string_view type) {
  return Refuse(
      406, "NOT_ACCEPTABLE",
      absl::StrCat("The answer is ", type, ", which Accept does not take."));
}

// A call that is answered by several messages.
class AnswersExchange final
    : public Exchange,
      public std::enable_shared_from_this<AnswersExchange> {
 public:
  AnswersExchange(AnsweringPtr answering, Match match, std::string query,
                  Backend& backend)
      : answering_(std::move(answering)),
        match_(std::move(match)),
        query_(std::move(query)),
        backend_(backend) {}

  Body body() const override { return Body::kWhole; }

  void Whole(std::string body, Answered answered) override {
    const Head& head = answering_->head();
    if (body.empty()) body = "{}";
    const auto request = MakeRequest(match_, query_, body, ConditionsOf(head));
    if (!request.ok()) return answered(Failed(request.status()));
    name_ = TextIn(**request, "name");
    call_ = backend_.Open(*match_.route->rpc, answering_->who());
    const auto self = shared_from_this();
    call_->Write(**request, [self, answered = std::move(answered)](bool ok) {
      if (ok) self->call_->EndWrites();
      self->call_->Read([self, answered](MessagePtr first) {
        self->Begin(std::move(first), answered);
      });
    });
  }
  void Part(std::string, std::function<void(bool)> more) override {
    more(false);
  }
  void Finish(Answered answered) override { Whole("", std::move(answered)); }
  Response Failed(const absl::Status& status) override {
    return answering_->Refusal(status);
  }

 private:
  // The first message is there, or the reason why there is none.
  void Begin(MessagePtr first, const Answered& answered) {
    const std::string accept = answering_->head().Header("Accept");
    if (first != nullptr && AnswersFile(*match_.route->rpc) &&
        AsksForFile(accept)) {
      media_type_ = PieceOf(*first).media_type;
      if (Accepts(accept, MediaTypeOf(media_type_))) {
        return Gather(std::move(first), answered);
      }
      call_->Cancel();
      call_->Release();
      return answered(Failed(NotAcceptable(media_type_)));
    }
    if (first == nullptr) {
      call_->Release();
      return call_->WhenDone(
          [self = shared_from_this(), answered](const absl::Status& status) {
            answered(status.ok() ? self->answering_->Ok(200, kLines, "")
                                 : self->Failed(status));
          });
    }
    Response response = answering_->Ok(200, kLines, "");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.rest =
        std::make_shared<LineSource>(answering_, call_, ToJson(*first) + "\n");
    answered(std::move(response));
  }

  // A file that is not large is told at once, with its digest; of a larger one
  // what is there, and the rest as it comes.
  void Gather(MessagePtr message, const Answered& answered) {
    const auto self = shared_from_this();
    if (message == nullptr) {
      call_->Release();
      return call_->WhenDone([self, answered](const absl::Status& status) {
        answered(status.ok() ? self->WholeFile() : self->Failed(status));
      });
    }
    bytes_ += PieceOf(*message).bytes;
    if (bytes_.size() > kGatheredMax) {
      Response response = FileHead(200);
      response.rest =
          std::make_shared<FileSource>(answering_, call_, std::move(bytes_));
      return answered(std::move(response));
    }
    call_->Read([self, answered](MessagePtr next) {
      self->Gather(std::move(next), answered);
    });
  }

  Response WholeFile() {
    const std::string etag = absl::StrCat("\"", Sha256(bytes_), "\"");
    const bool known =
        HasEtag(answering_->head().Header("If-None-Match"), etag);
    Response response = FileHead(known ? 304 : 200);
    if (!known) response.body = std::move(bytes_);
    response.headers.emplace_back("ETag", etag);
    return response;
  }

  Response FileHead(int status) {
    Response response =
        answering_->Ok(status, status == 304 ? "" : media_type_, "");
    for (auto& [name, value] : response.headers) {
      if (name == "Content-Security-Policy") value = kFilePolicy;
    }
    response.headers.emplace_back(
        "Content-Disposition",
        absl::StrCat(IsShown(media_type_) ? "inline" : "attachment",
                     "; filename=\"", FileNameOf(name_, media_type_), "\""));
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    response.headers.emplace_back("Vary", "Accept");
    return response;
  }

  const AnsweringPtr answering_;
  const Match match_;
  const std::string query_;
  Backend& backend_;
  std::shared_ptr<StreamCall> call_;
  std::string name_, media_type_, bytes_;  // Of a file.
};

// A call that takes several requests: a line of the body each, as they come.
class LinesExchange final : public Exchange,
                            public std::enable_shared_from_this<LinesExchange> {
 public:
  LinesExchange(AnsweringPtr answering, const Route& route, Backend& backend)
      : answering_(std::move(answering)),
        route_(route),
        call_(backend.Open(*route.rpc, answering_->who())) {}
  ~LinesExchange() override {
    call_->Cancel();
    call_->Release();
  }

  Body body() const override { return Body::kStreams; }

  void Whole(std::string, Answered answered) override {
    Finish(std::move(answered));
  }
  void Part(std::string part, std::function<void(bool)> more) override {
    pending_ += part;
    Pump(std::move(more));
  }
  void Finish(Answered answered) override {
    // The last line may lack its line feed.
    if (!absl::StripAsciiWhitespace(pending_).empty()) pending_ += '\n';
    Pump([self = shared_from_this(), answered = std::move(answered)](bool) {
      self->Conclude(answered);
    });
  }
  Response Failed(const absl::Status& status) override {
    call_->Cancel();
    return answering_->Refusal(status);
  }

 private:
  // Sends every whole line there is, one after the other.
  void Pump(std::function<void(bool)> more) {
    const size_t end = pending_.find('\n');
    if (stopped_ || end == pending_.npos) {
      if (pending_.size() > 4 * kMessageBytesMax) Stop(TooLarge());
      return more(!stopped_);
    }
    const std::string line = pending_.substr(0, end);
    pending_.erase(0, end + 1);
    if (absl::StripAsciiWhitespace(line).empty()) return Pump(std::move(more));
    const auto request = MakeStreamRequest(
        route_, line, absl::StrCat("[", lines_, "]"),
        lines_ == 0 ? ConditionsOf(answering_->head()) : Conditions());
    ++lines_;
    if (!request.ok()) {
      Stop(request.status());
      return more(false);
    }
    if ((*request)->ByteSizeLong() > kMessageBytesMax) {
      Stop(TooLarge());
      return more(false);
    }
    call_->Write(**request,
                 [self = shared_from_this(), more = std::move(more)](bool ok) {
                   if (!ok) self->stopped_ = true;
                   self->Pump(more);
                 });
  }

  // What came is at fault: nothing of it is delivered.
  void Stop(const absl::Status& fault) {
    stopped_ = true;
    fault_ = fault;
    call_->Cancel();
  }

  void Conclude(const Answered& answered) {
    if (!fault_.ok()) return answered(Failed(fault_));
    if (!stopped_) call_->EndWrites();
    call_->Read([self = shared_from_this(), answered](MessagePtr message) {
      const std::shared_ptr<Message> answer = std::move(message);
      self->call_->Release();
      self->call_->WhenDone([self, answered,
                             answer](const absl::Status& status) {
        if (!status.ok() || answer == nullptr) {
          return answered(self->answering_->Refusal(
              status.ok() ? absl::InternalError("no answer") : status));
        }
        Response response = self->answering_->Ok(200, kJson, ToJson(*answer));
        response.headers.emplace_back("Cache-Control", "no-store");
        answered(std::move(response));
      });
    });
  }

  const AnsweringPtr answering_;
  const Route& route_;
  const std::shared_ptr<StreamCall> call_;
  std::string pending_;
  int lines_ = 0;
  bool stopped_ = false;
  absl::Status fault_;
};

// What lets people in, keeps and ends their sessions.
class SessionExchange final
    : public Exchange,
      public std::enable_shared_from_this<SessionExchange> {
 public:
  SessionExchange(AnsweringPtr answering, SignIn& sign_in, std::string path,
                  std::string query)
      : answering_(std::move(answering)),
        sign_in_(sign_in),
        path_(std::move(path)),
        query_(std::move(query)) {}

  Body body() const override { return Body::kWhole; }
  void Whole(std::string, Answered answered) override {
    sign_in_.Answer(
        answering_->head(), path_, query_,
        [self = shared_from_this(), answered = std::move(answered)](
            SignIn::Outcome outcome) { answered(self->Tell(outcome)); });
  }
  void Part(std::string, std::function<void(bool)> more) override {
    more(false);
  }
  void Finish(Answered answered) override { Whole("", std::move(answered)); }
  Response Failed(const absl::Status& status) override {
    return answering_->Refusal(status);
  }

 private:
  Response Tell(const SignIn::Outcome& outcome) {
    if (!outcome.refused.ok()) return Failed(outcome.refused);
    Response response = answering_->Ok(
        outcome.status, outcome.json.empty() ? "" : kJson, outcome.json);
    response.headers.emplace_back("Cache-Control", "no-store");
    for (const auto& header : outcome.headers) {
      response.headers.push_back(header);
    }
    return response;
  }

  const AnsweringPtr answering_;
  SignIn& sign_in_;
  const std::string path_, query_;
};

// The path and the query of what a request asks for.
std::pair<std::string, std::string> PartsOf(absl::string_view target) {
  // As to a proxy: "http://host/path".
  for (absl::string_view scheme : {"http://", "https://"}) {
    if (!absl::StartsWithIgnoreCase(target, scheme)) continue;
    target.remove_prefix(scheme.size());
    const size_t slash = target.find('/');
    target = slash == target.npos ? "/" : target.substr(slash);
  }
  return absl::StrSplit(target, absl::MaxSplits('?', 1));
}

// The body must be what the call takes.
absl::Status CheckMedia(const Head& head, const Route& route) {
  const std::string encoding =
      absl::AsciiStrToLower(head.Header("Content-Encoding"));
  if (!encoding.empty() && encoding != "identity") {
    return Refuse(415, "MEDIA_TYPE_UNSUPPORTED",
                  absl::StrCat("Content-Encoding is ", Excerpt(encoding, 40),
                               "; a body must be sent as it is."));
  }
  const std::string header = head.Header("Content-Type");
  const std::string type = MediaTypeOf(header);
  const std::string wanted = route.rpc->client_streaming() ? kLines : kJson;
  const std::string charset = absl::AsciiStrToLower(header);
  const bool other_charset = absl::StrContains(charset, "charset=") &&
                             !absl::StrContains(charset, "charset=utf-8") &&
                             !absl::StrContains(charset, "charset=\"utf-8\"");
  const bool merges =
      route.method == "PATCH" && type == "application/merge-patch+json";
  if ((type == wanted || merges) && !other_charset) return absl::OkStatus();
  return Refuse(415, "MEDIA_TYPE_UNSUPPORTED",
                absl::StrCat("Content-Type is \"", Excerpt(header, 80),
                             "\"; it must be ", wanted, " in UTF-8."));
}

}  // namespace

std::vector<const google::protobuf::ServiceDescriptor*> Contracts() {
  return {nl::opvang::quotas::v1::Cycle::descriptor()->file()->service(0),
          nl::opvang::locations::v1::Location::descriptor()->file()->service(0),
          nl::opvang::housing::v1::Placement::descriptor()->file()->service(0),
          nl::opvang::reporting::v1::Report::descriptor()->file()->service(0)};
}

Response Gateway::Unreadable(const Head& head, const absl::Status& status) {
  return Answering(head, options_, tally_).Refusal(status);
}

void Gateway::Measure(Measures& measures) const {
  tally_.Measure(measures);
  measures.Counter("opvang_held_answers_found_total",
                   "Reads that were answered with what was held.",
                   static_cast<int64_t>(held_.found()));
  measures.Counter("opvang_held_answers_missed_total",
                   "Reads that were not held.",
                   static_cast<int64_t>(held_.missed()));
}

absl::StatusOr<OnBehalf> Gateway::WhoOf(const Head& head) const {
  OnBehalf who = {.named = options_.identifies,
                  .oin = head.oin,
                  .actor = ActorOf(head.Header("x-opvang-actor"))};
  if (!options_.identifies || head.has_certificate) return who;
  std::optional<InSession> session;
  if (options_.sign_in != nullptr) {
    ASSIGN_OR_RETURN(session, options_.sign_in->SessionOf(head));
  }
  if (!session.has_value()) {
    return MakeError(
        absl::StatusCode::kUnauthenticated, PlumbingReason("CALLER_UNKNOWN"),
        "There is no client certificate; call with that of a listed "
        "organisation.");
  }
  who.oin = session->oin;
  // What a browser says of who acts counts for nothing.
  ASSIGN_OR_RETURN(who.actor, options_.sign_in->ClaimOf(*session));
  return who;
}

std::shared_ptr<Exchange> Gateway::Begin(Head got,
                                         std::optional<Response>& refused) {
  const auto answering =
      std::make_shared<Answering>(std::move(got), options_, tally_);
  const Head& head = answering->head();
  const auto [path, query] = PartsOf(head.target);
  const std::string method = head.method == "HEAD" ? "GET" : head.method;
  const auto refuse = [&](const absl::Status& status) {
    refused = answering->Refusal(status);
    return nullptr;
  };
  const auto wrong_method = [&](const std::vector<std::string>& methods) {
    const std::string allowed = absl::StrJoin(methods, ", ");
    refuse(Refuse(
        405, "HTTP_METHOD_NOT_ALLOWED",
        absl::StrCat(Excerpt(head.method, 20),
                     " is not possible there; possible is ", allowed, ".")));
    refused->headers.emplace_back("Allow", allowed);
    return nullptr;
  };
  if (path == kOpenapi) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->Ok(200, kJson, options_.openapi);
    refused->headers.emplace_back("Access-Control-Allow-Origin", "*");
    refused->headers.emplace_back("Cache-Control", "public, max-age=300");
    return nullptr;
  }
  // The page holds nothing; what it shows it asks for.
  if (const auto file = options_.page.find(path); file != options_.page.end()) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->File(file->second);
    return nullptr;
  }
  if (path == kSessionPath && options_.sign_in == nullptr) {
    if (method != "GET") return wrong_method({"GET", "HEAD"});
    refused = answering->Ok(200, kJson,
                            head.has_certificate ? R"({"kind":"certificate"})"
                                                 : R"({"kind":"none"})");
    refused->headers.emplace_back("Cache-Control", "no-store");
    return nullptr;
  }
  if (options_.sign_in != nullptr && SignIn::Serves(path)) {
    std::vector<std::string> methods = {"GET"};
    if (path == kSessionPath) methods.push_back("DELETE");
    if (!absl::c_linear_search(methods, head.method)) {
      return wrong_method(methods);
    }
    return std::make_shared<SessionExchange>(answering, *options_.sign_in, path,
                                             query);
  }
  auto who = WhoOf(head);
  if (!who.ok()) {
    refuse(who.status());
    if (ReasonIn(who.status()).name == "SESSION_ENDED") {
      refused->headers.push_back(SignIn::ForgetSession());
    }
    return nullptr;
  }
  answering->SetWho(*std::move(who));
  Match match = routes_.Find(method, path);
  if (match.route == nullptr && match.allowed.empty()) {
    return refuse(Refuse(404, "PATH_UNKNOWN",
                         absl::StrCat("There is nothing at that address; ",
                                      kOpenapi, " tells what there is.")));
  }
  if (match.route == nullptr) {
    std::vector<std::string> allowed = match.allowed;
    if (allowed.front() == "GET") allowed.insert(allowed.begin() + 1, "HEAD");
    return wrong_method(allowed);
  }
  const Route& route = *match.route;
  answering->SetRoute(&route);
  const std::string type = route.rpc->server_streaming() ? kLines : kJson;
  const std::string accept = head.Header("Accept");
  // What a file is, only its beginning tells.
  if (!Accepts(accept, type) &&
      !(AnswersFile(*route.rpc) && AsksForFile(accept))) {
    return refuse(NotAcceptable(type));
  }
  if (route.body.empty() && head.has_body) {
    return refuse(Refuse(400, "REQUEST_MALFORMED",
                         "This request has no body; what it asks stands in "
                         "its address."));
  }
  if (head.has_body) {
    const absl::Status media = CheckMedia(head, route);
    if (!media.ok()) return refuse(media);
  }
  if (route.rpc->client_streaming()) {
    if (!query.empty()) {
      return refuse(InvalidFields(
          {{Excerpt(query, 60), "is unknown here; all of it is in the body"}}));
    }
    return std::make_shared<LinesExchange>(answering, route, backend_);
  }
  if (route.rpc->server_streaming()) {
    return std::make_shared<AnswersExchange>(answering, std::move(match), query,
                                             backend_);
  }
  return std::make_shared<UnaryExchange>(answering, std::move(match), path,
                                         query, backend_, held_);
}

}  // namespace opvang::gateway
