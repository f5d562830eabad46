#include "services/gateway/exchanges.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/digest.h"
#include "services/gateway/transcode/document.h"
#include "services/gateway/transcode/json.h"
#include "services/gateway/transcode/media.h"
#include "services/gateway/transcode/plain_page.h"
#include "services/gateway/transcode/problem.h"
#include "services/gateway/transcode/request.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Message;

// What a service takes as one message.
constexpr size_t kMessageBytesMax = 4 * 1024 * 1024;
// How much of a file is held before it is told.
constexpr size_t kGatheredMax = 1024 * 1024;

// Draft of the IETF: a string in quotes; many send it without.
std::string Unquoted(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() >= 2 && absl::StartsWith(text, "\"") &&
      absl::EndsWith(text, "\"")) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

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

// One whose answer is made of its whole request.
class WholeExchange : public Exchange {
 public:
  explicit WholeExchange(AnsweringPtr answering)
      : answering_(std::move(answering)) {}

  Body body() const override { return Body::kWhole; }
  void Part(std::string, std::function<void(bool)> more) override {
    more(false);
  }
  void Finish(Answered answered) override { Whole("", std::move(answered)); }
  Response Failed(const absl::Status& status) override {
    return answering_->Refusal(status);
  }

 protected:
  const AnsweringPtr& answering() const { return answering_; }

 private:
  const AnsweringPtr answering_;
};

// One that is a call.
class CalledExchange : public WholeExchange {
 public:
  CalledExchange(AnsweringPtr answering, Match match, Asked asked,
                 Backend& backend)
      : WholeExchange(std::move(answering)),
        match_(std::move(match)),
        asked_(std::move(asked)),
        backend_(backend) {}

 protected:
  const google::protobuf::MethodDescriptor& rpc() const {
    return *match_.route->rpc;
  }
  const Match& match() const { return match_; }
  const Asked& asked() const { return asked_; }
  Backend& backend() const { return backend_; }

  // Where an answer goes on; empty where it does not.
  std::string NextAddress(const Message& answer) const {
    const std::string token = TextIn(answer, "next_page_token");
    return token.empty()
               ? ""
               : absl::StrCat(asked_.path, "?", NextQuery(asked_.query, token));
  }

 private:
  const Match match_;
  const Asked asked_;
  Backend& backend_;
};

class CallExchange final : public CalledExchange,
                           public std::enable_shared_from_this<CallExchange> {
 public:
  CallExchange(AnsweringPtr answering, Match match, Asked asked,
               Backend& backend, HeldAnswers& held)
      : CalledExchange(std::move(answering), std::move(match), std::move(asked),
                       backend),
        held_(held) {}

  void Whole(std::string body, Answered answered) override {
    const Head& head = answering()->head();
    if (const auto held = FindHeld(); held != nullptr) {
      return answered(Tell(*held));
    }
    if (body.empty()) body = "{}";
    auto request =
        MakeRequest(match(), asked().query, body, ConditionsOf(head));
    if (request.ok() && (*request)->ByteSizeLong() > kMessageBytesMax) {
      request = TooLarge();
    }
    if (!request.ok()) return answered(Failed(request.status()));
    answering()->SetRequestId(TextIn(**request, "request_id"));
    pinned_ = IsPinned(**request);
    validates_ = SaysToValidate(**request);
    backend().Call(rpc(), **request, answering()->who(),
                   [self = shared_from_this(), answered = std::move(answered)](
                       absl::StatusOr<MessagePtr> answer) {
                     answered(answer.ok() ? self->Answer(**answer)
                                          : self->Failed(answer.status()));
                   });
  }

 private:
  static bool SaysToValidate(const Message& request) {
    const auto* field =
        request.GetDescriptor()->FindFieldByName("validate_only");
    return field != nullptr && request.GetReflection()->GetBool(request, field);
  }

  bool Reads() const { return match().route->method == "GET"; }

  // Null: nothing is held that may be answered to this.
  std::shared_ptr<const HeldAnswer> FindHeld() {
    const Head& head = answering()->head();
    if (!Reads() || !head.Header("If-Match").empty() ||
        !head.Header("Idempotency-Key").empty()) {
      return nullptr;
    }
    key_ = HeldAnswers::KeyOf(answering()->who(), asked().path, asked().query);
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
    if (absl::StartsWith(rpc().name(), "Create") && !name.empty() &&
        !validates_) {
      made->location = "/v1/" + name;
    }
    const std::string next = NextAddress(message);
    if (Reads() && !next.empty()) {
      made->link = absl::StrCat("<", next, ">; rel=\"next\"");
    }
    if (pinned_ && !key_.empty()) held_.Keep(key_, made);
    return Tell(*made);
  }

  Response Tell(const HeldAnswer& told) {
    Response response;
    if (Reads() && !told.etag.empty() &&
        HasEtag(answering()->head().Header("If-None-Match"), told.etag)) {
      response = answering()->Ok(304, "", "");
    } else {
      response = answering()->Ok(told.location.empty() ? 200 : 201, kJsonType,
                                 told.body);
      if (!told.location.empty()) {
        response.headers.emplace_back("Location", told.location);
      }
    }
    if (!told.etag.empty()) response.headers.emplace_back("ETag", told.etag);
    response.headers.emplace_back("Cache-Control", told.cache);
    if (!told.link.empty()) response.headers.emplace_back("Link", told.link);
    return response;
  }

  HeldAnswers& held_;
  std::string key_;  // Of what may be held; empty: nothing.
  bool pinned_ = false, validates_ = false;
};

class PageExchange final : public CalledExchange,
                           public std::enable_shared_from_this<PageExchange> {
 public:
  using CalledExchange::CalledExchange;

  void Whole(std::string, Answered answered) override {
    const auto request =
        MakeRequest(match(), WithoutEmpty(asked().query), "{}", Conditions());
    if (!request.ok()) return answered(Failed(request.status()));
    backend().Call(rpc(), **request, answering()->who(),
                   [self = shared_from_this(), answered = std::move(answered)](
                       absl::StatusOr<MessagePtr> answer) {
                     answered(answer.ok() ? self->Tell(**answer)
                                          : self->Failed(answer.status()));
                   });
  }

 private:
  Response Tell(const Message& message) {
    Response response = answering()->Page(
        PlainPage(message, *answering()->page(), NextAddress(message)));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }
};

// The messages of a call as they come, after what is there already.
class MessageSource : public Source {
 public:
  MessageSource(AnsweringPtr answering, std::shared_ptr<StreamCall> call,
                std::string first)
      : answering_(std::move(answering)),
        call_(std::move(call)),
        first_(std::move(first)) {}
  ~MessageSource() override {
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
      if (message != nullptr) return taken(Told(*message));
      ended_ = true;
      call_->Release();
      call_->WhenDone([this, taken](const absl::Status& status) {
        taken(status.ok() ? std::nullopt : Last(answering_->LastLine(status)));
      });
    });
  }

 protected:
  virtual std::string Told(const Message& message) const = 0;
  // What is told last of a call that failed, of which `problem` is a line.
  virtual std::optional<std::string> Last(std::string problem) = 0;

 private:
  const AnsweringPtr answering_;
  const std::shared_ptr<StreamCall> call_;
  std::optional<std::string> first_;
  bool ended_ = false;
};

// A line each.
class LineSource final : public MessageSource {
 public:
  using MessageSource::MessageSource;

 protected:
  std::string Told(const Message& message) const override {
    return ToJson(message) + "\n";
  }
  std::optional<std::string> Last(std::string problem) override {
    return problem;
  }
};

// The bytes of a file.
class FileSource final : public MessageSource {
 public:
  using MessageSource::MessageSource;
  bool IsCut() const override { return cut_; }

 protected:
  std::string Told(const Message& message) const override {
    return PieceOf(message).bytes;
  }
  // Half a file has no place for a problem.
  std::optional<std::string> Last(std::string) override {
    cut_ = true;
    return std::nullopt;
  }

 private:
  bool cut_ = false;
};

class AnswersExchange final
    : public CalledExchange,
      public std::enable_shared_from_this<AnswersExchange> {
 public:
  using CalledExchange::CalledExchange;

  void Whole(std::string body, Answered answered) override {
    const Head& head = answering()->head();
    if (body.empty()) body = "{}";
    const auto request = MakeRequest(match(),
                                     answering()->page().has_value()
                                         ? WithoutEmpty(asked().query)
                                         : asked().query,
                                     body, ConditionsOf(head));
    if (!request.ok()) return answered(Failed(request.status()));
    name_ = TextIn(**request, "name");
    call_ = backend().Open(rpc(), answering()->who());
    const auto self = shared_from_this();
    call_->Write(**request, [self, answered = std::move(answered)](bool ok) {
      if (ok) self->call_->EndWrites();
      self->call_->Read([self, answered](MessagePtr first) {
        self->Begin(std::move(first), answered);
      });
    });
  }

 private:
  // The first message is there, or the reason why there is none.
  void Begin(MessagePtr first, const Answered& answered) {
    const std::string accept = answering()->head().Header("Accept");
    if (first != nullptr && AnswersFile(rpc()) && AsksForFile(accept)) {
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
            answered(status.ok() ? self->answering()->Ok(200, kLinesType, "")
                                 : self->Failed(status));
          });
    }
    Response response = answering()->Ok(200, kLinesType, "");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.rest =
        std::make_shared<LineSource>(answering(), call_, ToJson(*first) + "\n");
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
          std::make_shared<FileSource>(answering(), call_, std::move(bytes_));
      return answered(std::move(response));
    }
    call_->Read([self, answered](MessagePtr next) {
      self->Gather(std::move(next), answered);
    });
  }

  Response WholeFile() {
    const std::string etag = absl::StrCat("\"", Sha256(bytes_), "\"");
    const bool known =
        HasEtag(answering()->head().Header("If-None-Match"), etag);
    Response response = FileHead(known ? 304 : 200);
    if (!known) response.body = std::move(bytes_);
    response.headers.emplace_back("ETag", etag);
    return response;
  }

  Response FileHead(int status) {
    Response response =
        answering()->Ok(status, status == 304 ? "" : media_type_, "");
    SetHeader(response, "Content-Security-Policy", kFilePolicy);
    response.headers.emplace_back(
        "Content-Disposition",
        absl::StrCat(IsShown(media_type_) ? "inline" : "attachment",
                     "; filename=\"", FileNameOf(name_, media_type_), "\""));
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
  }

  std::shared_ptr<StreamCall> call_;
  std::string name_, media_type_, bytes_;  // Of a file.
};

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
      self->call_->WhenDone(
          [self, answered, answer](const absl::Status& status) {
            if (!status.ok() || answer == nullptr) {
              return answered(self->answering_->Refusal(
                  status.ok() ? absl::InternalError("no answer") : status));
            }
            Response response =
                self->answering_->Ok(200, kJsonType, ToJson(*answer));
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

class SessionExchange final
    : public WholeExchange,
      public std::enable_shared_from_this<SessionExchange> {
 public:
  SessionExchange(AnsweringPtr answering, SignIn& sign_in, Asked asked)
      : WholeExchange(std::move(answering)),
        sign_in_(sign_in),
        asked_(std::move(asked)) {}

  void Whole(std::string, Answered answered) override {
    sign_in_.Answer(
        answering()->head(), asked_.path, asked_.query,
        [self = shared_from_this(), answered = std::move(answered)](
            SignIn::Outcome outcome) { answered(self->Tell(outcome)); });
  }

 private:
  Response Tell(const SignIn::Outcome& outcome) {
    if (!outcome.refused.ok()) return Failed(outcome.refused);
    Response response = answering()->Ok(
        outcome.status, outcome.json.empty() ? "" : kJsonType, outcome.json);
    response.headers.emplace_back("Cache-Control", "no-store");
    for (const auto& header : outcome.headers) {
      response.headers.push_back(header);
    }
    return response;
  }

  SignIn& sign_in_;
  const Asked asked_;
};

}  // namespace

ExchangePtr NewCallExchange(AnsweringPtr answering, Match match, Asked asked,
                            Backend& backend, HeldAnswers& held) {
  return std::make_shared<CallExchange>(std::move(answering), std::move(match),
                                        std::move(asked), backend, held);
}

ExchangePtr NewPageExchange(AnsweringPtr answering, Match match, Asked asked,
                            Backend& backend) {
  return std::make_shared<PageExchange>(std::move(answering), std::move(match),
                                        std::move(asked), backend);
}

ExchangePtr NewAnswersExchange(AnsweringPtr answering, Match match, Asked asked,
                               Backend& backend) {
  return std::make_shared<AnswersExchange>(
      std::move(answering), std::move(match), std::move(asked), backend);
}

ExchangePtr NewLinesExchange(AnsweringPtr answering, const Route& route,
                             Backend& backend) {
  return std::make_shared<LinesExchange>(std::move(answering), route, backend);
}

ExchangePtr NewSessionExchange(AnsweringPtr answering, SignIn& sign_in,
                               Asked asked) {
  return std::make_shared<SessionExchange>(std::move(answering), sign_in,
                                           std::move(asked));
}

absl::Status NotAcceptable(absl::string_view type) {
  return Refuse(
      406, "NOT_ACCEPTABLE",
      absl::StrCat("The answer is ", type, ", which Accept does not take."));
}

}  // namespace opvang::gateway
