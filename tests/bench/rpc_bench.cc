// Speed of whole calls, each beside an empty call of the same server with an
// answer of the same size. Prints one table; asserts nothing.
//
//   work | ours | limit | ratio
//
// The services run in a process of their own, over a real MariaDB.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/net/transport.h"
#include "common/service/lanes.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_builder.h"
#include "services/quotas/quota_service.h"
#include "tests/bench/empty.grpc.pb.h"
#include "tests/bench/load.h"
#include "tests/support/in_process.h"
#include "tests/support/test_database.h"

namespace opvang::bench {
namespace {

namespace q = nl::opvang::quotas::v1;
using Empty = nl::opvang::bench::EmptyService;
using AnswerRequest = nl::opvang::bench::AnswerRequest;
using AnswerResponse = nl::opvang::bench::AnswerResponse;

// Answers without work, on the lane of reads.
class EmptyService final : public Empty::CallbackService {
 public:
  explicit EmptyService(Lane& lane) : lane_(lane) {}

 private:
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const AnswerRequest* request,
                                   AnswerResponse* response) override {
    auto* reactor = context->DefaultReactor();
    lane_.Submit("bench", absl::InfiniteFuture(), [=](const absl::Status&) {
      response->mutable_body()->resize(request->byte_count());
      reactor->Finish(grpc::Status::OK);
    });
    return reactor;
  }

  Lane& lane_;
};

// What the child tells of itself.
struct Served {
  pid_t pid;
  std::string address;
};

// Serves in a process of its own until its input ends.
Served Serve() {
  int out[2], in[2];
  if (pipe(out) != 0 || pipe(in) != 0) std::abort();
  const pid_t pid = fork();
  if (pid != 0) {
    close(out[1]);
    close(in[0]);
    char address[100] = {};
    if (read(out[0], address, sizeof(address) - 1) <= 0) std::abort();
    return {pid, address};
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  close(in[1]);
  // The log of calls is part of the work; it goes where nobody looks.
  if (freopen("/dev/null", "w", stderr) == nullptr) std::abort();
  {
    const SystemClock clock;
    TestDatabase quotas_db("quotas");
    const auto organisations = Organisations::Loopback(
        {.oin = "1", .name = "bench", .role = Role::kMinistry, .scope = ""});
    quotas::QuotaService quota_service(*quotas_db, clock, *organisations);
    Lane lane({.thread_count = 4});
    EmptyService empty(lane);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&quota_service);
    builder.RegisterService(&empty);
    const auto server = builder.BuildAndStart();
    const std::string address = absl::StrCat("127.0.0.1:", port);
    if (write(out[1], address.data(), address.size()) < 0) std::abort();
    char end = 0;
    while (read(in[0], &end, 1) > 0) {
    }
    server->Shutdown(std::chrono::system_clock::now());
  }
  _exit(0);
}

// Of the process, in MiB.
int64_t Memory(pid_t pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string line; std::getline(status, line);) {
    int64_t kib = 0;
    if (absl::StartsWith(line, "VmRSS:") &&
        absl::SimpleAtoi(line.substr(6, line.size() - 9), &kib)) {
      return kib / 1024;
    }
  }
  return 0;
}

void Line(const std::string& work, Measured& ours, Measured& limit) {
  std::printf(
      "%-44s %8.0f/s %8.0f/s %5.1f %%  p99 %6.2f ms, %6.2f ms (%.1f x)"
      "  failed %lld\n",
      work.c_str(), ours.PerSecond(), limit.PerSecond(),
      100 * ours.PerSecond() / limit.PerSecond(),
      absl::ToDoubleMilliseconds(ours.Percentile(99)),
      absl::ToDoubleMilliseconds(limit.Percentile(99)),
      absl::FDivDuration(ours.Percentile(99), limit.Percentile(99)),
      static_cast<long long>(ours.failed));
  std::fflush(stdout);
}

class Bench {
 public:
  Bench() : served_(Serve()) {
    for (int i = 0; i < 4; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("bench.connection", i);
      const auto channel = grpc::CreateCustomChannel(
          served_.address, grpc::InsecureChannelCredentials(), arguments);
      quotas_.push_back(q::QuotaService::NewStub(channel));
      empty_.push_back(Empty::NewStub(channel));
    }
  }
  ~Bench() {
    kill(served_.pid, SIGKILL);
    waitpid(served_.pid, nullptr, 0);
  }

  int64_t MemoryNow() const { return Memory(served_.pid); }

  // Targets, quotas and Ukrainians of every municipality: `years` of them.
  void DeliverCountry(int first_year, int years) {
    for (int year = first_year; year < first_year + years; ++year) {
      q::DeliverQuotasRequest delivery;
      delivery.set_parent("countries/nl");
      delivery.set_request_id(UuidFor(absl::StrCat("country ", year)));
      for (const Municipality& municipality : AllMunicipalities()) {
        const auto add = [&](q::Duty duty, const std::string& period,
                             q::QuotaEntry::Basis basis, absl::CivilDay day) {
          q::QuotaEntry& entry = *delivery.add_quota_entries();
          entry.set_subject(municipality.Name());
          entry.set_duty(duty);
          entry.set_period(period);
          entry.set_basis(basis);
          *entry.mutable_start_date() = ToProto(day);
          entry.set_quota_count(280 + year % 7);
          entry.set_source("illustrative: bench");
        };
        add(q::DUTY_ASYLUM, absl::StrCat("cycles/", year / 2 * 2),
            q::QuotaEntry::BASIS_INDICATIVE, absl::CivilDay(year, 1, 31));
        add(q::DUTY_ASYLUM, absl::StrCat("cycles/", year / 2 * 2),
            q::QuotaEntry::BASIS_DECIDED, absl::CivilDay(year, 12, 31));
        for (const char* half : {"-h1", "-h2"}) {
          add(q::DUTY_STATUS_HOLDERS, absl::StrCat(year, half),
              q::QuotaEntry::BASIS_DECIDED, absl::CivilDay(year - 1, 10, 1));
        }
        add(q::DUTY_UKRAINE, "", q::QuotaEntry::BASIS_DECIDED,
            absl::CivilDay(year, 1, 1));
      }
      const auto delivered =
          CallRpc(*quotas_[0], &q::QuotaService::Stub::DeliverQuotas, delivery);
      if (!delivered.ok()) {
        std::fprintf(stdout, "%s\n", delivered.status().ToString().c_str());
        std::abort();
      }
      revision_ = delivered->revision();
    }
  }
  int64_t revision() const { return revision_; }

  q::ListObligationsRequest Question(int64_t number, int year,
                                     int64_t revision) const {
    q::ListObligationsRequest request;
    request.set_parent(
        AllMunicipalities()[number % AllMunicipalities().size()].Name());
    request.set_cycle(absl::StrCat("cycles/", year / 2 * 2));
    request.set_half_year(absl::StrCat(year, "-h1"));
    *request.mutable_ukraine_date() = ToProto(absl::CivilDay(year, 6, 1));
    *request.mutable_as_of_date() = ToProto(absl::CivilDay(year, 12, 31));
    request.set_revision(revision);
    return request;
  }

  Measured Obligations(const Load& load, int year, int64_t revision) {
    return Run<q::ListObligationsResponse>(
        load,
        [&](grpc::ClientContext* context, grpc::CompletionQueue* queue,
            int64_t number) {
          return quotas_[number % quotas_.size()]->PrepareAsyncListObligations(
              context, Question(number, year, revision), queue);
        },
        [](const q::ListObligationsResponse& response) {
          return response.obligations_size() == 1 &&
                 response.obligations(0).status_holders().quota_count() > 0;
        });
  }

  // As large as an answer to `Obligations`.
  Measured EmptyCalls(const Load& load, int year, int64_t revision) {
    const auto one =
        CallRpc(*quotas_[0], &q::QuotaService::Stub::ListObligations,
                Question(0, year, revision));
    const auto bytes = static_cast<int32_t>(one->ByteSizeLong());
    return Run<AnswerResponse>(
        load,
        [&](grpc::ClientContext* context, grpc::CompletionQueue* queue,
            int64_t number) {
          AnswerRequest request;
          request.set_byte_count(bytes);
          return empty_[number % empty_.size()]->PrepareAsyncAnswer(
              context, request, queue);
        },
        [&](const AnswerResponse& response) {
          return static_cast<int32_t>(response.body().size()) == bytes;
        });
  }

 private:
  const Served served_;
  std::vector<std::unique_ptr<q::QuotaService::Stub>> quotas_;
  std::vector<std::unique_ptr<Empty::Stub>> empty_;
  int64_t revision_ = 0;
};

int Main() {
  Bench bench;
  const auto seconds = absl::Seconds(3);
  const auto row = [&](const std::string& work, int in_flight, int year,
                       int64_t revision) {
    const Load load{.in_flight = in_flight, .duration = seconds};
    Measured limit = bench.EmptyCalls(load, year, revision);
    Measured ours = bench.Obligations(load, year, revision);
    Line(work, ours, limit);
  };
  bench.DeliverCountry(2024, 1);
  const int64_t early = bench.revision();
  row("obligations of one, 1 in flight", 1, 2024, 0);
  row("obligations of one, 64 in flight", 64, 2024, 0);
  row("  at a pinned revision", 64, 2024, early);
  row("obligations of one, 1,000 in flight", 1000, 2024, 0);
  bench.DeliverCountry(2025, 9);
  row("  the same with ten years, 64 in flight", 64, 2033, 0);
  row("  ten years back", 64, 2024, early);
  std::printf("memory of the service: %lld MiB\n",
              static_cast<long long>(bench.MemoryNow()));
  return 0;
}

}  // namespace
}  // namespace opvang::bench

int main() { return opvang::bench::Main(); }
