#include "common/service/server.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/excerpt.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/base/steady_clock.h"
#include "common/base/trace.h"
#include "common/net/reply.h"
#include "common/service/authorizer.h"
#include "common/service/call_watch.h"
#include "common/service/measure_door.h"
#include "common/service/measures.h"
#include "common/service/metrics.h"
#include "common/service/span_log.h"
#include "common/service/supervisor.h"
#include "google/protobuf/message.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/impl/codegen/compression_types.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/server_interceptor.h"

namespace opvang {
namespace {

constexpr int kMessageBytesMax = 4 * 1024 * 1024;
// Calls that one connection may have under way.
constexpr int kStreamsMax = 256;
// What connections and calls may hold in memory before the library ends some.
constexpr size_t kTransportBytesMax = size_t{512} * 1024 * 1024;

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

sigset_t AllSignals() {
  sigset_t signals = StopSignals();
  sigaddset(&signals, SIGHUP);
  return signals;
}

// The signal that came within so long; 0 without one.
int SignalWithin(absl::Duration most, const sigset_t& signals) {
  const timespec pause = absl::ToTimespec(most);
  return std::max(0, sigtimedwait(&signals, nullptr, &pause));
}

constexpr absl::Duration kStartPause = absl::Milliseconds(10);
constexpr absl::Duration kHealthPause = absl::Seconds(1);
// Abseil and gRPC wait until a moment of the machine's clock: where that is set
// back, all that waits waits so much longer.
constexpr absl::Duration kSetBackMax = absl::Seconds(5);

// How far the machine's clock is ahead of one that nobody sets.
absl::Duration Ahead() { return SystemClock().Now() - SteadyNow(); }

const char* TypeOf(const grpc::experimental::ServerRpcInfo& info) {
  using Info = grpc::experimental::ServerRpcInfo;
  switch (info.type()) {
    case Info::Type::CLIENT_STREAMING:
      return "client_stream";
    case Info::Type::SERVER_STREAMING:
      return "server_stream";
    case Info::Type::BIDI_STREAMING:
      return "bidi_stream";
    default:
      return "unary";
  }
}

// What all calls of a server share.
struct Beside {
  CallWatch& watch;
  Door& door;
  CallCounters* counters;  // Null where nothing is counted.
  std::atomic<int> in_flight{0};
};

// Stands beside a call from its begin to its end, and writes one line when its
// status is sent: which method, who called, which code, how long, as a span of
// its trace. Never a message body.
class Companion final : public grpc::experimental::Interceptor {
 public:
  Companion(grpc::experimental::ServerRpcInfo* info, Beside& beside)
      : info_(info),
        start_(SteadyNow()),
        beside_(beside),
        counted_(beside.counters == nullptr
                     ? nullptr
                     : &beside.counters->Begin(info->method(), TypeOf(*info))),
        watched_(beside.watch, *info->server_context()) {
    ++beside_.in_flight;
    if (ReadsMore()) watched_.BeginWait();
  }
  ~Companion() override { --beside_.in_flight; }

  void Intercept(grpc::experimental::InterceptorBatchMethods* batch) override {
    using Point = grpc::experimental::InterceptionHookPoints;
    const auto at = [batch](Point point) {
      return batch->QueryInterceptionHookPoint(point);
    };
    if (at(Point::POST_RECV_INITIAL_METADATA)) {
      span_ = BeginTrace({.traceparent = Metadata("traceparent"),
                          .tracestate = Metadata("tracestate"),
                          .transaction_id = Metadata("fsc-transaction-id")});
      // The handler is next on this thread.
      SetCurrentTrace(span_);
    }
    if (at(Point::POST_RECV_MESSAGE)) {
      NoteRequest(batch->GetRecvMessage());
      // Once: the first message came with the call.
      if (!std::exchange(known_, true)) beside_.door.NoteCall(watched_.peer());
    }
    if (at(Point::PRE_SEND_STATUS)) {
      const grpc::Status status = batch->GetSendStatus();
      Write(status);
      if (!status.ok()) {
        batch->ModifySendStatus(
            Fitting(status, ErrorBytesFor(Metadata("user-agent"))));
      }
    }
    const bool more = at(Point::POST_RECV_MESSAGE) && ReadsMore() &&
                      batch->GetRecvMessage() != nullptr;
    if (more || at(Point::PRE_SEND_MESSAGE) || at(Point::PRE_SEND_STATUS)) {
      watched_.BeginWait();
    } else if (at(Point::POST_RECV_MESSAGE) || at(Point::POST_SEND_MESSAGE)) {
      watched_.EndWait();
    }
    if (at(Point::POST_RECV_CLOSE)) watched_.Close();
    batch->Proceed();
  }

 private:
  bool IsOurs() const {
    return absl::StartsWith(info_->method(), "/nl.opvang.");
  }
  // Whether it waits for messages beyond the first. That a read begins is not
  // told; our own streams (`request_stream`) see to it themselves.
  bool ReadsMore() const {
    using Info = grpc::experimental::ServerRpcInfo;
    return !IsOurs() && (info_->type() == Info::Type::CLIENT_STREAMING ||
                         info_->type() == Info::Type::BIDI_STREAMING);
  }

  void NoteRequest(const void* raw) {
    if (IsOurs() && raw != nullptr) {
      const auto& request = *static_cast<const google::protobuf::Message*>(raw);
      const auto* field =
          request.GetDescriptor()->FindFieldByName("request_id");
      if (field != nullptr) {
        request_id_ = request.GetReflection()->GetString(request, field);
      }
    }
  }

  void Write(const grpc::Status& status) {
    const absl::Duration took = SteadyNow() - start_;
    if (counted_ != nullptr) {
      beside_.counters->End(*counted_, status.error_code(), took);
    }
    std::vector<std::pair<std::string, std::string>> fields = {
        {"method", info_->method()},
        {"code", absl::StrCat(static_cast<int>(status.error_code()))},
        {"milliseconds", absl::StrCat(absl::ToInt64Milliseconds(took))},
        {"caller", OinOf(*info_->server_context())},
        {"named", Excerpt(Metadata(kCallerMetadata), 64)},
        {"peer", watched_.peer()},
        {"request_id", Excerpt(request_id_, 64)}};
    if (span_ != nullptr) AddSpan(*span_, fields);
    if (!status.ok()) AddCause(status, fields);
    Log(status.ok() ? Severity::kInfo : Severity::kWarning, "call", fields);
  }

  // What the client sent under that name; empty without, and when it is not
  // plain which.
  absl::string_view Metadata(const char* name) const {
    const auto& metadata = info_->server_context()->client_metadata();
    const auto found = metadata.find(name);
    return found == metadata.end() || metadata.count(name) > 1
               ? absl::string_view()
               : absl::string_view(found->second.data(), found->second.size());
  }

  grpc::experimental::ServerRpcInfo* info_;
  absl::Time start_;
  std::string request_id_;
  Beside& beside_;
  CallCounters::Method* const counted_;
  CallWatch::Watched watched_;
  TraceRef span_;
  bool known_ = false;
};

class CompanionFactory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CompanionFactory(Beside& beside) : beside_(beside) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new Companion(info, beside_);
  }

 private:
  Beside& beside_;
};

void MeasureServer(const ServeOptions& options, Door& door,
                   const Beside& beside, Measures& measures) {
  const Serving* const asked = options.serving;
  const char* const help = "Whether it serves what is asked of it.";
  measures.Gauge("opvang_serving", help,
                 asked == nullptr || asked->IsReading() ? 1 : 0,
                 {{"what", "reads"}});
  measures.Gauge("opvang_serving", help,
                 asked == nullptr || asked->IsWriting() ? 1 : 0,
                 {{"what", "writes"}});
  MeasureDoor(door, options.door.connections_max, measures);
  measures.Gauge("opvang_calls_in_flight", "Calls that are under way.",
                 beside.in_flight);
  if (asked != nullptr) asked->Measure(measures);
}

// Measures as long as there is something to measure.
class Measuring {
 public:
  Measuring(Metrics* metrics, std::function<void(Measures&)> source)
      : metrics_(metrics) {
    if (metrics_ != nullptr) metrics_->CollectFrom(std::move(source));
  }
  ~Measuring() {
    if (metrics_ != nullptr) metrics_->CollectFrom(nullptr);
  }
  Measuring(const Measuring&) = delete;

 private:
  Metrics* const metrics_;
};

// What the library bounds by itself, when it is told to.
void Bound(const Patience& patience, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  // A small message may not become a large one: what is compressed is refused
  // before it is read, and would not be unpacked.
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder.SetCompressionAlgorithmSupportStatus(algorithm, false);
  }
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, int>>{
           {GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0},
           {GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsMax},
           {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10 * 1000}}) {
    builder.AddChannelArgument(name, value);
  }
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, absl::Duration>>{
           {GRPC_ARG_KEEPALIVE_TIME_MS, patience.quiet},
           {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, patience.answer},
           {GRPC_ARG_MAX_CONNECTION_IDLE_MS, patience.idle},
           {GRPC_ARG_MAX_CONNECTION_AGE_MS, patience.age},
           {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, patience.last_calls}}) {
    builder.AddChannelArgument(
        name, static_cast<int>(absl::ToInt64Milliseconds(value)));
  }
}

}  // namespace

absl::Status WriteAddress(const std::string& path, const std::string& address) {
  const std::string draft = path + ".new";
  {
    std::ofstream file(draft);
    file << address << "\n";
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

void BlockSignals() {
  const sigset_t signals = AllSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

bool StopsWithin(absl::Duration most) {
  return SignalWithin(most, StopSignals()) != 0;
}

void LogFaultsOfGrpc() {
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
  gpr_set_log_function([](gpr_log_func_args* said) {
    Log(Severity::kWarning,
        absl::StrContains(said->message, "Handshake failed")
            ? "handshake_refused"
            : "grpc",
        {{"fault", Excerpt(said->message, 300)}});
  });
}

absl::Status Serve(grpc::Service& service, const ServeOptions& options) {
  LogFaultsOfGrpc();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  // Reflection describes what is linked; the library's health is not.
  google::protobuf::LinkMessageReflection<
      grpc::health::v1::HealthCheckRequest>();
  RETURN_IF_ERROR(AllowFilesFor(options.door));
  ASSIGN_OR_RETURN(const std::unique_ptr<Door> door,
                   Door::Listen(options.listen_address, options.door));
  CallWatch watch(
      {.still_max = options.still_max, .calls_max = 2 * kStreamsMax},
      [&door](const std::string& peer) { door->Cut(peer); });
  Beside beside{.watch = watch,
                .door = *door,
                .counters = options.metrics == nullptr
                                ? nullptr
                                : &options.metrics->served()};
  const Measuring measuring(options.metrics, [&](Measures& measures) {
    MeasureServer(options, *door, beside, measures);
  });
  grpc::ResourceQuota quota(options.name);
  quota.SetMaxThreads(options.thread_count_max);
  quota.Resize(kTransportBytesMax);
  grpc::ServerBuilder builder;
  builder.SetResourceQuota(quota);
  Bound(options.patience, builder);
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(std::make_unique<CompanionFactory>(beside));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  const auto inside = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      options.credentials);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return absl::UnavailableError("cannot serve");
  door->Open([&inside](int listener, int fd) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters
        connection;
    connection.listener_fd = listener;
    connection.fd = fd;
    inside->HandleNewConnection(&connection);
  });
  const sigset_t signals = AllSignals();
  bool served = false, serving = false, deaf = false, set_back = false;
  int signal = 0;
  absl::Duration ahead = Ahead();
  do {
    if (signal == SIGHUP && options.reload) {
      Log(Severity::kInfo, "reloading", {{"service", options.name}});
      options.reload();
    }
    const absl::Duration before = std::exchange(ahead, Ahead());
    set_back = before - ahead > kSetBackMax;
    deaf = door->IsDeaf();
    const Serving* const asked = options.serving;
    serving = !deaf && (asked == nullptr || asked->IsWriting());
    auto& health = *server->GetHealthCheckService();
    health.SetServingStatus("", serving);
    health.SetServingStatus(options.full_name, serving);
    health.SetServingStatus("reads",
                            !deaf && (asked == nullptr || asked->IsReading()));
    if (!served && serving) {
      served = true;
      if (!options.address_file.empty()) {
        const absl::Status written =
            WriteAddress(options.address_file, door->address());
        if (!written.ok()) return written;
      }
      Log(Severity::kInfo, "listening",
          {{"service", options.name}, {"address", door->address()}});
      TellSupervisor("READY=1");
    }
    if (served) TellSupervisor("WATCHDOG=1");
    signal = deaf || set_back
                 ? SIGTERM
                 : SignalWithin(served ? kHealthPause : kStartPause, signals);
  } while (signal == 0 || signal == SIGHUP);
  Log(Severity::kInfo, "stopping", {{"service", options.name}});
  TellSupervisor("STOPPING=1");
  server->GetHealthCheckService()->SetServingStatus(false);
  if (!deaf && !set_back) StopsWithin(options.drain_pause);
  door->Close();
  server->Shutdown(absl::ToChronoTime(SystemClock().Now() + options.drain));
  Log(Severity::kInfo, "stopped", {{"service", options.name}});
  // Whoever keeps it running starts another.
  if (deaf) return absl::UnavailableError("nobody could be let in any more");
  if (set_back) return absl::UnavailableError("the clock was set back");
  return absl::OkStatus();
}

}  // namespace opvang
