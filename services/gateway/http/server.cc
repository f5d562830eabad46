#include "services/gateway/http/server.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"
#include "common/net/certificates.h"
#include "common/net/transport.h"
#include "services/gateway/http/head.h"
#include "services/gateway/http/tls_context.h"
#include "services/gateway/transcode/problem.h"

namespace opvang::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Protocol = asio::generic::stream_protocol;
using Socket = Protocol::socket;
using TlsStream = asio::ssl::stream<Socket>;
using Parser = http::request_parser<http::buffer_body>;
template <typename T>
using Async = asio::awaitable<T>;

constexpr size_t kReadBytes = 4 * 1024;
constexpr size_t kPartBytes = 16 * 1024;
constexpr size_t kWriteBytes = 64 * 1024;
// What is read and left aside, so long, from who is told to go.
constexpr absl::Duration kLinger = absl::Seconds(2);

Socket& Lowest(Socket& socket) { return socket; }
Socket& Lowest(TlsStream& stream) { return stream.next_layer(); }

// Ends what a socket waits for when it lasts too long. Used on its strand.
class Alarm {
 public:
  explicit Alarm(Socket& socket)
      : socket_(socket), timer_(socket.get_executor()) {}
  ~Alarm() { ++*turn_; }

  void Set(absl::Duration most) {
    rang_ = false;
    timer_.expires_after(absl::ToChronoNanoseconds(most));
    timer_.async_wait([this, turn = turn_, mine = ++*turn_](error_code fault) {
      if (fault || *turn != mine) return;
      rang_ = true;
      socket_.cancel(fault);
    });
  }
  void Clear() {
    ++*turn_;
    timer_.cancel();
  }
  bool rang() const { return rang_; }

 private:
  Socket& socket_;
  asio::steady_timer timer_;
  const std::shared_ptr<uint64_t> turn_ = std::make_shared<uint64_t>(0);
  bool rang_ = false;
};

// Waits for what `start` calls back with, on any thread.
template <typename T, typename Executor, typename Start>
Async<T> Await(Executor executor, Start start) {
  const auto initiate = [executor, &start](auto handler) {
    const auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    start([executor, kept](T value) {
      asio::post(executor, [kept, value = std::move(value)]() mutable {
        (*kept)(std::move(value));
      });
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                          void(T)>(initiate,
                                                   asio::use_awaitable);
}

// A connection, as its server sees it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  virtual ~Connection() = default;
  // Ends it, unless a request is under way; then after that.
  virtual void Leave() = 0;
};

// What all connections share.
struct Shared {
  Shared(const HttpOptions& with, Handler& answers)
      : options(with), handler(answers) {}
  const HttpOptions options;
  Handler& handler;
  Door* door = nullptr;
  std::atomic<size_t> bodies_bytes = 0;
  std::atomic<bool> closing = false;
  absl::Mutex mutex;
  std::set<Connection*> connections ABSL_GUARDED_BY(mutex);
};

// A part of what bodies may hold together, given back at the end.
class Held {
 public:
  explicit Held(Shared& shared) : shared_(shared) {}
  ~Held() { shared_.bodies_bytes -= bytes_; }
  bool Take(size_t bytes) {
    bytes_ += bytes;
    return (shared_.bodies_bytes += bytes) <= shared_.options.bodies_bytes_max;
  }

 private:
  Shared& shared_;
  size_t bytes_ = 0;
};

std::string DateNow() {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", SystemClock().Now(),
                          absl::UTCTimeZone());
}

std::string CertificateOf(const X509* certificate) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(bio.get(), const_cast<X509*>(certificate));
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, size);
}

template <typename Stream>
class Session final : public Connection {
 public:
  Session(const std::shared_ptr<Shared>& shared, Stream stream,
          std::string peer, std::shared_ptr<asio::ssl::context> context)
      : shared_(shared),
        context_(std::move(context)),
        stream_(std::move(stream)),
        executor_(stream_.get_executor()),
        alarm_(Lowest(stream_)),
        peer_(std::move(peer)),
        buffer_(shared->options.head_bytes_max + kPartBytes) {
    absl::MutexLock lock(&shared_->mutex);
    shared_->connections.insert(this);
  }
  ~Session() override {
    absl::MutexLock lock(&shared_->mutex);
    shared_->connections.erase(this);
  }

  void Start() {
    asio::co_spawn(
        executor_, [self = Self()] { return self->Run(self); }, asio::detached);
  }

  void Leave() override {
    asio::post(executor_, [self = Self()] {
      error_code ignored;
      if (self->idle_) Lowest(self->stream_).cancel(ignored);
    });
  }

 private:
  std::shared_ptr<Session> Self() {
    return std::static_pointer_cast<Session>(shared_from_this());
  }

  // `self` lives as long as this runs.
  Async<void> Run(std::shared_ptr<Session>) {
    const bool begun = co_await Handshake();
    if (begun) {
      while (co_await Serve()) {
      }
      co_await End();
    }
    error_code ignored;
    Lowest(stream_).close(ignored);
  }

  Async<bool> Handshake() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      error_code fault;
      alarm_.Set(options().handshake);
      co_await stream_.async_handshake(
          asio::ssl::stream_base::server,
          asio::redirect_error(asio::use_awaitable, fault));
      alarm_.Clear();
      if (fault) {
        Log(Severity::kWarning, "handshake_refused",
            {{"peer", peer_},
             {"fault", alarm_.rang() ? "took too long" : fault.message()}});
        co_return false;
      }
      X509* const certificate =
          SSL_get1_peer_certificate(stream_.native_handle());
      if (certificate != nullptr) {
        has_certificate_ = true;
        oin_ = SerialNumberOf(CertificateOf(certificate));
        X509_free(certificate);
      }
    }
    co_return true;
  }

  // One request and its answer; whether another may follow.
  Async<bool> Serve() {
    absl::Status refused;
    const bool came = co_await ReadHead(refused);
    if (!refused.ok()) {
      co_await Refuse(refused);
      co_return false;
    }
    if (!came) co_return false;
    Parser parser;
    Head head;
    refused = Parse(parser, head);
    if (!refused.ok()) {
      co_await Refuse(refused);
      co_return false;
    }
    if (shared_->door != nullptr) shared_->door->NoteCall(peer_);
    const bool keeps = parser.keep_alive() && !shared_->closing;
    const bool only_head = head.method == "HEAD";
    const bool version_10 = parser.get().version() == 10;
    const std::string expects = head.Header("Expect");
    std::optional<Response> early;
    const auto exchange = shared_->handler.Begin(std::move(head), early);
    if (early.has_value()) {
      // A body that nobody reads is no next request.
      const bool goes_on = keeps && parser.is_done();
      co_await Write(*std::move(early), goes_on, only_head, version_10);
      co_return goes_on;
    }
    if (!expects.empty() && !parser.is_done()) {
      const bool written = co_await WriteAll("HTTP/1.1 100 Continue\r\n\r\n");
      if (!written) co_return false;
    }
    Response response;
    const bool read = exchange->body() == Exchange::Body::kWhole
                          ? co_await AnswerWhole(parser, *exchange, response)
                          : co_await AnswerParts(parser, *exchange, response);
    if (gone_) co_return false;
    const bool goes_on = keeps && read && !shared_->closing;
    const bool written =
        co_await Write(std::move(response), goes_on, only_head, version_10);
    co_return goes_on&& written;
  }

  const HttpOptions& options() const { return shared_->options; }

  absl::string_view Bytes() const {
    const auto data = buffer_.data();
    return {static_cast<const char*>(data.data()), data.size()};
  }

  // False at the end of a connection, or with what is refused.
  Async<bool> ReadHead(absl::Status& refused) {
    idle_ = Bytes().empty();
    if (idle_ && shared_->closing) co_return false;
    alarm_.Set(idle_ ? options().idle : options().head);
    while (EndOfHead(Bytes()) == 0) {
      if (Bytes().size() > options().line_bytes_max &&
          Bytes().find('\n') > options().line_bytes_max) {
        refused =
            gateway::Refuse(414, "URI_TOO_LONG",
                            absl::StrCat("The address has more than ",
                                         options().line_bytes_max, " bytes."));
        break;
      }
      if (Bytes().size() >= options().head_bytes_max) {
        refused = gateway::Refuse(
            431, "HEADERS_TOO_LARGE",
            absl::StrCat("The head of the request has more than ",
                         options().head_bytes_max, " bytes."));
        break;
      }
      error_code fault;
      const size_t read = co_await stream_.async_read_some(
          buffer_.prepare(kReadBytes),
          asio::redirect_error(asio::use_awaitable, fault));
      buffer_.commit(read);
      if (fault) {
        if (!idle_ && alarm_.rang()) {
          refused = gateway::Refuse(
              408, "REQUEST_TIMEOUT",
              absl::StrCat("The head of the request took more than ",
                           absl::FormatDuration(options().head), "."));
        }
        alarm_.Clear();
        idle_ = false;
        co_return false;
      }
      if (std::exchange(idle_, false)) alarm_.Set(options().head);
    }
    alarm_.Clear();
    co_return refused.ok();
  }

  // Reads the head that is in the buffer.
  absl::Status Parse(Parser& parser, Head& head) {
    const auto malformed = [](const std::string& why) {
      return gateway::Refuse(400, "REQUEST_MALFORMED", why);
    };
    const size_t size = EndOfHead(Bytes());
    const auto doubtful = FaultOfHead(Bytes().substr(0, size));
    if (doubtful.has_value()) return malformed(*doubtful);
    parser.header_limit(static_cast<std::uint32_t>(options().head_bytes_max));
    // What it is depends on who reads it.
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    error_code fault;
    buffer_.consume(parser.put(asio::buffer(Bytes().data(), size), fault));
    if (fault == http::error::bad_version) {
      return gateway::Refuse(505, "VERSION_UNSUPPORTED",
                             "This is a server of HTTP/1.1.");
    }
    if (fault || !parser.is_header_done()) {
      return malformed(absl::StrCat(
          "The head of the request is at fault: ", fault.message(), "."));
    }
    const auto& fields = parser.get();
    if (fields.version() != 11 && fields.version() != 10) {
      return gateway::Refuse(505, "VERSION_UNSUPPORTED",
                             "This is a server of HTTP/1.1.");
    }
    if (fields.count(http::field::host) != 1 && fields.version() == 11) {
      return malformed("The request must name its host once.");
    }
    if (fields.count(http::field::content_length) > 1) {
      return malformed("Content-Length is given twice.");
    }
    const auto encodings = fields.count(http::field::transfer_encoding);
    if (encodings > 0 &&
        (encodings > 1 || fields.version() == 10 ||
         !beast::iequals(fields[http::field::transfer_encoding], "chunked"))) {
      return malformed("Transfer-Encoding must be chunked, once, or absent.");
    }
    if (fields.count(http::field::expect) > 0 &&
        !beast::iequals(fields[http::field::expect], "100-continue")) {
      return gateway::Refuse(417, "EXPECTATION_FAILED",
                             "Only 100-continue can be expected.");
    }
    head.method = std::string(fields.method_string());
    head.target = std::string(fields.target());
    for (const auto& field : fields) {
      head.headers.emplace_back(std::string(field.name_string()),
                                std::string(field.value()));
    }
    head.has_body = !parser.is_done();
    head.has_certificate = has_certificate_;
    head.oin = oin_;
    head.encrypted = std::is_same_v<Stream, TlsStream>;
    head.peer = peer_;
    return absl::OkStatus();
  }

  // The next bytes of the body into `part`; empty at its end.
  Async<absl::Status> ReadPart(Parser& parser, std::string& part) {
    part.clear();
    while (part.empty() && !parser.is_done()) {
      std::array<char, kPartBytes> bytes;
      parser.get().body().data = bytes.data();
      parser.get().body().size = bytes.size();
      error_code fault;
      alarm_.Set(options().pause);
      co_await http::async_read_some(
          stream_, buffer_, parser,
          asio::redirect_error(asio::use_awaitable, fault));
      alarm_.Clear();
      if (fault == http::error::need_buffer) fault = {};
      if (fault && alarm_.rang()) {
        co_return gateway::Refuse(
            408, "REQUEST_TIMEOUT",
            absl::StrCat("Nothing of the body came for ",
                         absl::FormatDuration(options().pause), "."));
      }
      if (fault) {
        // What is no fault of HTTP is one of the connection: nobody is there.
        gone_ = fault.category() !=
                http::make_error_code(http::error::partial_message).category();
        co_return gateway::Refuse(
            400, "REQUEST_MALFORMED",
            absl::StrCat("The body is not as HTTP has it: ", fault.message(),
                         "."));
      }
      part.assign(bytes.data(), bytes.size() - parser.get().body().size);
    }
    co_return absl::OkStatus();
  }

  // Answers whether all of the body was read.
  Async<bool> AnswerWhole(Parser& parser, Exchange& exchange,
                          Response& response) {
    std::string body;
    Held held(*shared_);
    absl::Status fault;
    const auto too_large = [this] {
      return gateway::Refuse(
          413, "BODY_TOO_LARGE",
          absl::StrCat("The body has more than ", options().body_bytes_max,
                       " bytes; deliver it in parts."));
    };
    const auto length = parser.content_length();
    if (length.has_value() && *length > options().body_bytes_max) {
      fault = too_large();
    }
    const absl::Time begun = SteadyNow();
    while (fault.ok() && !parser.is_done()) {
      std::string part;
      fault = co_await ReadPart(parser, part);
      if (gone_) co_return false;
      if (!fault.ok()) break;
      body += part;
      if (body.size() > options().body_bytes_max) {
        fault = too_large();
      } else if (!held.Take(part.size())) {
        fault = RetryAfter(
            absl::Seconds(5),
            gateway::Refuse(503, "GATEWAY_BUSY",
                            "Too much is being sent at once; send it again."));
      } else if (SteadyNow() - begun > options().body) {
        fault = gateway::Refuse(
            408, "REQUEST_TIMEOUT",
            absl::StrCat("The body took more than ",
                         absl::FormatDuration(options().body), "."));
      }
    }
    if (!fault.ok()) {
      response = exchange.Failed(fault);
      co_return false;
    }
    response =
        co_await Await<Response>(executor_, [&](Exchange::Answered answered) {
          exchange.Whole(std::move(body), std::move(answered));
        });
    co_return true;
  }

  Async<bool> AnswerParts(Parser& parser, Exchange& exchange,
                          Response& response) {
    bool more = true;
    while (more && !parser.is_done()) {
      std::string part;
      const absl::Status fault = co_await ReadPart(parser, part);
      if (!fault.ok()) {
        // Also where nobody hears it: what waits for the rest must know.
        response = exchange.Failed(fault);
        co_return false;
      }
      if (part.empty()) break;
      more =
          co_await Await<bool>(executor_, [&](std::function<void(bool)> go_on) {
            exchange.Part(std::move(part), std::move(go_on));
          });
    }
    response =
        co_await Await<Response>(executor_, [&](Exchange::Answered answered) {
          exchange.Finish(std::move(answered));
        });
    co_return parser.is_done();
  }

  Async<bool> WriteAll(std::string bytes) {
    for (size_t at = 0; at < bytes.size();) {
      error_code fault;
      alarm_.Set(options().pause);
      at += co_await stream_.async_write_some(
          asio::buffer(bytes.data() + at,
                       std::min(kWriteBytes, bytes.size() - at)),
          asio::redirect_error(asio::use_awaitable, fault));
      alarm_.Clear();
      if (fault) co_return false;
    }
    co_return true;
  }

  Async<bool> Write(Response response, bool goes_on, bool only_head,
                    bool version_10) {
    const bool streams = response.rest != nullptr;
    // To HTTP/1.0 what streams ends with its connection.
    const bool chunked = streams && !version_10;
    const bool stays = goes_on && (!streams || chunked);
    std::string bytes = absl::StrCat("HTTP/1.1 ", response.status, " ",
                                     PhraseOf(response.status),
                                     "\r\nDate: ", DateNow(), "\r\n");
    for (const auto& [name, value] : response.headers) {
      absl::StrAppend(&bytes, name, ": ", value, "\r\n");
    }
    if (chunked) {
      bytes += "Transfer-Encoding: chunked\r\n";
    } else if (!streams && response.status != 304) {
      absl::StrAppend(&bytes, "Content-Length: ", response.body.size(), "\r\n");
    }
    if (!stays) {
      bytes += "Connection: close\r\n";
    } else if (version_10) {
      bytes += "Connection: keep-alive\r\n";
    }
    bytes += "\r\n";
    if (!only_head && response.status != 304) bytes += response.body;
    bool written = co_await WriteAll(std::move(bytes));
    while (written && streams && !only_head) {
      const auto part = co_await Await<std::optional<std::string>>(
          executor_,
          [&](Source::Taken taken) { response.rest->Next(std::move(taken)); });
      if (!part.has_value()) break;
      std::string chunk = *part;
      if (chunked) {
        chunk = absl::StrCat(absl::Hex(part->size()), "\r\n", *part, "\r\n");
      }
      if (!part->empty()) written = co_await WriteAll(std::move(chunk));
    }
    if (streams && !only_head && response.rest->IsCut()) co_return false;
    if (written && chunked && !only_head) {
      written = co_await WriteAll("0\r\n\r\n");
    }
    co_return written&& stays;
  }

  // Of what never became a request.
  Async<void> Refuse(const absl::Status& why) {
    std::optional<Response> refused;
    Head head;
    head.peer = peer_;
    head.encrypted = std::is_same_v<Stream, TlsStream>;
    head.has_certificate = has_certificate_;
    head.oin = oin_;
    Response response = shared_->handler.Unreadable(head, why);
    co_await Write(std::move(response), false, false, false);
  }

  // Says that nothing follows, and leaves aside what still comes: a connection
  // that is closed upon unread bytes loses its last answer.
  Async<void> End() {
    error_code fault;
    alarm_.Set(kLinger);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      co_await stream_.async_shutdown(
          asio::redirect_error(asio::use_awaitable, fault));
      fault = {};
    }
    Lowest(stream_).shutdown(Socket::shutdown_send, fault);
    std::array<char, kReadBytes> bytes;
    for (int i = 0; i < 4096 && !fault && !alarm_.rang(); ++i) {
      co_await Lowest(stream_).async_read_some(
          asio::buffer(bytes),
          asio::redirect_error(asio::use_awaitable, fault));
    }
    alarm_.Clear();
  }

  const std::shared_ptr<Shared> shared_;
  const std::shared_ptr<asio::ssl::context> context_;
  Stream stream_;
  const typename Stream::executor_type executor_;
  Alarm alarm_;
  const std::string peer_;
  beast::flat_buffer buffer_;
  bool has_certificate_ = false;
  std::string oin_;
  bool idle_ = false, gone_ = false;
};

class BeastServer final : public HttpServer {
 public:
  BeastServer(const HttpOptions& options, Handler& handler,
              std::unique_ptr<Door> door, std::unique_ptr<TlsContext> tls)
      : shared_(std::make_shared<Shared>(options, handler)),
        door_(std::move(door)),
        tls_(std::move(tls)),
        work_(asio::make_work_guard(io_)) {
    shared_->door = door_.get();
    for (int i = 0; i < options.threads; ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
  }
  ~BeastServer() override {
    Close(absl::ZeroDuration());
    for (std::thread& thread : threads_) thread.join();
  }

  const std::string& address() const override { return door_->address(); }
  bool IsDeaf() const override { return door_->IsDeaf(); }
  Door& door() override { return *door_; }

  void Open() override {
    door_->Open([this](int, int fd) { Take(fd); });
  }

  void Close(absl::Duration drain) override {
    if (shared_->closing.exchange(true)) return;
    door_->Close();
    const auto empty = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      return shared_->connections.empty();
    };
    {
      // Let go of without the lock, which their end takes.
      std::vector<std::shared_ptr<Connection>> all;
      absl::MutexLock lock(&shared_->mutex);
      for (Connection* connection : shared_->connections) {
        all.push_back(connection->weak_from_this().lock());
      }
      shared_->mutex.Unlock();
      for (const auto& connection : all) {
        if (connection != nullptr) connection->Leave();
      }
      all.clear();
      shared_->mutex.Lock();
      shared_->mutex.AwaitWithTimeout(absl::Condition(&empty), drain);
    }
    io_.stop();
  }

 private:
  void Take(int fd) {
    const auto strand = asio::make_strand(io_);
    sockaddr_storage at{};
    socklen_t size = sizeof at;
    getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
    const std::string peer = PeerOf(fd);
    Socket socket(strand);
    error_code fault;
    socket.assign(Protocol(at.ss_family, 0), fd, fault);
    if (fault) {
      close(fd);
      return;
    }
    if (tls_ == nullptr) {
      std::make_shared<Session<Socket>>(shared_, std::move(socket), peer,
                                        nullptr)
          ->Start();
      return;
    }
    const auto context = tls_->Now();
    std::make_shared<Session<TlsStream>>(
        shared_, TlsStream(std::move(socket), *context), peer, context)
        ->Start();
  }

  const std::shared_ptr<Shared> shared_;
  const std::unique_ptr<Door> door_;
  const std::unique_ptr<TlsContext> tls_;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Listen(
    const HttpOptions& options, Handler& handler) {
  if (options.certificates.empty() && !IsLoopback(options.listen_address)) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.listen_address,
                     " can be reached from other machines; give certificates, "
                     "or an address on loopback"));
  }
  std::unique_ptr<TlsContext> tls;
  if (!options.certificates.empty()) {
    ASSIGN_OR_RETURN(tls, TlsContext::Load(options.certificates));
  }
  RETURN_IF_ERROR(AllowFilesFor(options.door));
  ASSIGN_OR_RETURN(auto door,
                   Door::Listen(options.listen_address, options.door));
  return std::make_unique<BeastServer>(options, handler, std::move(door),
                                       std::move(tls));
}

}  // namespace opvang::gateway
