#include "common/service/metrics.h"

#include <dirent.h>
#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/status.h"
#include "common/net/certificates.h"
#include "google/protobuf/descriptor.h"

namespace opvang {

class CallCounters::Method {
 public:
  prometheus::Counter* started = nullptr;
  std::array<prometheus::Counter*, 17> handled{};  // By code.
  prometheus::Histogram* seconds = nullptr;
};

namespace {

constexpr const char* kCodes[] = {"OK",
                                  "Canceled",
                                  "Unknown",
                                  "InvalidArgument",
                                  "DeadlineExceeded",
                                  "NotFound",
                                  "AlreadyExists",
                                  "PermissionDenied",
                                  "ResourceExhausted",
                                  "FailedPrecondition",
                                  "Aborted",
                                  "OutOfRange",
                                  "Unimplemented",
                                  "Internal",
                                  "Unavailable",
                                  "DataLoss",
                                  "Unauthenticated"};
const prometheus::Histogram::BucketBoundaries kSeconds(kSecondsWithin.begin(),
                                                       kSecondsWithin.end());

// As Prometheus' own clients name what every process has.
void MeasureProcess(Measures& measures) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  measures.Counter("process_cpu_seconds_total",
                   "Processor time of this process.",
                   seconds(used.ru_utime) + seconds(used.ru_stime));
  const auto statm = ReadFile("/proc/self/statm");
  if (statm.ok()) {
    const std::vector<std::string> pages = absl::StrSplit(*statm, ' ');
    int64_t resident = 0;
    if (pages.size() > 1 && absl::SimpleAtoi(pages[1], &resident)) {
      measures.Gauge("process_resident_memory_bytes",
                     "Memory that this process holds.",
                     static_cast<double>(resident * sysconf(_SC_PAGESIZE)));
    }
  }
  if (DIR* const open = opendir("/proc/self/fd"); open != nullptr) {
    int count = -3;  // ".", "..", and this one.
    while (readdir(open) != nullptr) ++count;
    closedir(open);
    measures.Gauge("process_open_fds", "Files that this process has open.",
                   count);
  }
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  measures.Gauge("process_max_fds", "Files that this process may have open.",
                 static_cast<double>(files.rlim_cur));
}

prometheus::MetricFamily ToFamily(const Measures::Family& from) {
  using prometheus::MetricType;
  prometheus::MetricFamily family{.name = from.name,
                                  .help = from.help,
                                  .type = !from.timings.empty()
                                              ? MetricType::Histogram
                                          : from.counts ? MetricType::Counter
                                                        : MetricType::Gauge,
                                  .metric = {}};
  for (const Measures::Measured& one : from.all) {
    prometheus::ClientMetric& metric = family.metric.emplace_back();
    for (const auto& [name, value] : one.labels) {
      metric.label.push_back({name, value});
    }
    (from.counts ? metric.counter.value : metric.gauge.value) = one.value;
  }
  for (const Timings& timings : from.timings) {
    prometheus::ClientMetric::Histogram& histogram =
        family.metric.emplace_back().histogram;
    uint64_t within = 0;
    for (size_t i = 0; i < timings.counts().size(); ++i) {
      within += static_cast<uint64_t>(timings.counts()[i]);
      histogram.bucket.push_back(
          {.cumulative_count = within,
           .upper_bound = i < kSecondsWithin.size()
                              ? kSecondsWithin[i]
                              : std::numeric_limits<double>::infinity()});
    }
    histogram.sample_count = within;
    histogram.sample_sum = absl::ToDoubleSeconds(timings.sum());
  }
  return family;
}

// Methods are named once; what is counted of them is found without a lock that
// excludes.
class Counters final : public CallCounters {
 public:
  // `side` is "server" or "client".
  Counters(prometheus::Registry& registry, const std::string& side)
      : started_(prometheus::BuildCounter()
                     .Name("grpc_" + side + "_started_total")
                     .Help("Calls that began on the " + side + ".")
                     .Register(registry)),
        handled_(prometheus::BuildCounter()
                     .Name("grpc_" + side + "_handled_total")
                     .Help("Calls that ended on the " + side +
                           ", whatever their code.")
                     .Register(registry)),
        seconds_(prometheus::BuildHistogram()
                     .Name("grpc_" + side + "_handling_seconds")
                     .Help("How long calls took until their end, on the " +
                           side + ".")
                     .Register(registry)) {}

  Method& Begin(absl::string_view method, absl::string_view type) override {
    Method& found = Find(method, type);
    found.started->Increment();
    return found;
  }

  void End(Method& method, int code, absl::Duration took) override {
    constexpr size_t kUnknown = 2;
    const auto at = static_cast<size_t>(code);
    method.handled[at < method.handled.size() ? at : kUnknown]->Increment();
    method.seconds->Observe(absl::ToDoubleSeconds(took));
  }

  Method& Find(absl::string_view method, absl::string_view type) {
    const std::string key(method);
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = methods_.find(key);
      if (found != methods_.end()) return *found->second;
    }
    absl::MutexLock lock(&mutex_);
    std::unique_ptr<Method>& made = methods_[key];
    if (made != nullptr) return *made;
    made = std::make_unique<Method>();
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(absl::StripPrefix(method, "/"), absl::MaxSplits('/', 1));
    prometheus::Labels labels = {{"grpc_service", parts.first},
                                 {"grpc_method", parts.second},
                                 {"grpc_type", std::string(type)}};
    made->started = &started_.Add(labels);
    made->seconds = &seconds_.Add(labels, kSeconds);
    // All of them at once: what appears with its first fault seems not to have
    // grown.
    for (size_t code = 0; code < made->handled.size(); ++code) {
      labels["grpc_code"] = kCodes[code];
      made->handled[code] = &handled_.Add(labels);
    }
    return *made;
  }

 private:
  prometheus::Family<prometheus::Counter>& started_;
  prometheus::Family<prometheus::Counter>& handled_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<Method>> methods_
      ABSL_GUARDED_BY(mutex_);
};

const char* TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) {
    return method.server_streaming() ? "bidi_stream" : "client_stream";
  }
  return method.server_streaming() ? "server_stream" : "unary";
}

// Has the library listen. It throws when it cannot.
std::unique_ptr<prometheus::Exposer> Expose(const std::string& address) {
  try {
    return std::make_unique<prometheus::Exposer>(
        std::vector<std::string>{"listening_ports", address, "num_threads", "2",
                                 "request_timeout_ms", "10000"});
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

struct Metrics::Parts final : public prometheus::Collectable {
  explicit Parts(const Options& options)
      : version(options.version), service(options.service) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    Measures measures;
    measures.Gauge("opvang_build_info", "Which program this is.", 1,
                   {{"service", service}, {"version", version}});
    const absl::Time end = CertificatesEnd();
    if (end != absl::InfiniteFuture()) {
      measures.Gauge(
          "opvang_certificate_days",
          "Days until the first of this process' certificates holds no more.",
          absl::ToDoubleHours(end - SystemClock().Now()) / 24);
    }
    MeasureProcess(measures);
    {
      absl::MutexLock lock(&mutex);
      if (source) source(measures);
    }
    std::vector<prometheus::MetricFamily> families = registry.Collect();
    for (const Measures::Family& one : measures.families()) {
      families.push_back(ToFamily(one));
    }
    return families;
  }

  const std::string version, service;
  prometheus::Registry registry;
  Counters served{registry, "server"}, made{registry, "client"};
  mutable absl::Mutex mutex;
  std::function<void(Measures&)> source ABSL_GUARDED_BY(mutex);
  // What the library holds on to, and its server: it ends first.
  std::shared_ptr<prometheus::Collectable> shared;
  std::string address;
  std::unique_ptr<prometheus::Exposer> exposer;
};

Metrics::Metrics(const Options& options)
    : parts_(std::make_unique<Parts>(options)) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          options.full_name);
  for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
    const auto& method = *service->method(i);
    parts_->served.Find(
        absl::StrCat("/", options.full_name, "/", method.name()),
        TypeOf(method));
  }
}

Metrics::~Metrics() = default;

absl::Status Metrics::Listen(const std::string& address) {
  parts_->exposer = Expose(address);
  if (parts_->exposer == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, " for --metrics"));
  }
  parts_->address = absl::StrCat(address.substr(0, address.rfind(':')), ":",
                                 parts_->exposer->GetListeningPorts().at(0));
  parts_->shared = std::shared_ptr<prometheus::Collectable>(
      parts_.get(), [](prometheus::Collectable*) {});
  parts_->exposer->RegisterCollectable(parts_->shared);
  return absl::OkStatus();
}

std::string Metrics::address() const { return parts_->address; }

CallCounters& Metrics::served() { return parts_->served; }
CallCounters& Metrics::made() { return parts_->made; }

void Metrics::CollectFrom(std::function<void(Measures&)> source) {
  absl::MutexLock lock(&parts_->mutex);
  parts_->source = std::move(source);
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(parts_->Collect());
}

absl::StatusOr<std::string> ParseMetricsAddress(absl::string_view text) {
  const std::string address = absl::StrContains(text, ':')
                                  ? std::string(text)
                                  : absl::StrCat("127.0.0.1:", text);
  const size_t colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  int port = -1;
  const bool numbers =
      absl::StartsWith(host, "[")
          ? absl::EndsWith(host, "]") &&
                host.find_first_not_of("[]0123456789abcdefABCDEF:.") ==
                    std::string::npos
          : !host.empty() &&
                host.find_first_not_of("0123456789.") == std::string::npos;
  if (numbers && absl::SimpleAtoi(address.substr(colon + 1), &port) &&
      port >= 0 && port <= 65535) {
    return address;
  }
  return absl::InvalidArgumentError(
      "must be a port, for loopback, or HOST:PORT with an address in numbers");
}

}  // namespace opvang
