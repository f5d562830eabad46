// Speed of whole calls, each beside a bare limit of the same run: an empty call
// of the same server with an answer of the same size, or a bare commit. Prints
// one table; asserts nothing.
//
// The services run in a process of their own, over a real MariaDB.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/transaction.h"
#include "common/net/transport.h"
#include "common/service/lanes.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_builder.h"
#include "services/housing/housing_service.h"
#include "services/locations/location_service.h"
#include "services/quotas/quota_service.h"
#include "services/reporting/report_service.h"
#include "tests/bench/country.h"
#include "tests/bench/empty.grpc.pb.h"
#include "tests/bench/load.h"
#include "tests/support/in_process.h"
#include "tests/support/test_database.h"

namespace opvang::bench {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;
using absl::CivilDay;
using Empty = nl::opvang::bench::EmptyService;
using AnswerRequest = nl::opvang::bench::AnswerRequest;
using AnswerResponse = nl::opvang::bench::AnswerResponse;

constexpr int kConnections = 4;

// Answers without work, on a lane like that of reads.
class EmptyService final : public Empty::CallbackService {
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

  Lane lane_{{.thread_count = 4}};
};

// What the child tells of itself: its pid and where it listens, and the
// database of quotas.
struct Served {
  pid_t pid;
  std::string address, database;
};

[[noreturn]] void ServeAll(int out, int in) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The log of calls is part of the work; it goes where nobody looks.
  if (freopen("/dev/null", "w", stderr) == nullptr) std::abort();
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  {
    const SystemClock clock;
    TestDatabase quotas_db("quotas"), locations_db("locations"),
        housing_db("housing"), reporting_db("reporting");
    const auto organisations = Organisations::Loopback(
        {.oin = "1", .name = "bench", .role = Role::kMinistry, .scope = ""});
    quotas::QuotaService quota_service(*quotas_db, clock, *organisations);
    locations::LocationService location_service(*locations_db, clock,
                                                *organisations);
    InProcess quotas(quota_service), locations(location_service);
    housing::HousingService housing_service(
        *housing_db, clock, *organisations,
        q::QuotaService::NewStub(quotas.channel()));
    InProcess housing(housing_service);
    reporting::ReportingService reporting_service(
        *reporting_db, clock, *organisations,
        {.quotas = q::QuotaService::NewStub(quotas.channel()),
         .locations = l::LocationService::NewStub(locations.channel()),
         .housing = h::HousingService::NewStub(housing.channel())});
    InProcess reporting(reporting_service);
    EmptyService empty_service;
    InProcess empty(empty_service);
    const std::string told = absl::StrCat(
        quotas.address(), " ", locations.address(), " ", housing.address(), " ",
        reporting.address(), " ", empty.address(), " ", quotas_db.url());
    if (write(out, told.data(), told.size()) < 0) std::abort();
    char end = 0;
    while (read(in, &end, 1) > 0) {
    }
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

template <typename Service>
std::vector<std::unique_ptr<typename Service::Stub>> StubsAt(
    const std::string& address) {
  std::vector<std::unique_ptr<typename Service::Stub>> stubs;
  for (int i = 0; i < kConnections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("bench.connection", i);
    arguments.SetMaxReceiveMessageSize(-1);
    stubs.push_back(Service::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

void Rate(const std::string& work, Measured& ours, Measured& limit) {
  std::printf(
      "%-46s %8.0f/s %8.0f/s %6.1f %%   p99 %7.2f, %7.2f ms %5.1f x"
      "   failed %lld\n",
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
  Bench() {
    int out[2], in[2];
    if (pipe(out) != 0 || pipe(in) != 0) std::abort();
    pid_ = fork();
    if (pid_ == 0) {
      close(in[1]);
      ServeAll(out[1], in[0]);
    }
    char told[1000] = {};
    if (read(out[0], told, sizeof(told) - 1) <= 0) std::abort();
    const std::vector<std::string> parts = absl::StrSplit(told, ' ');
    quotas_ = StubsAt<q::QuotaService>(parts[0]);
    locations_ = StubsAt<l::LocationService>(parts[1]);
    housing_ = StubsAt<h::HousingService>(parts[2]);
    reporting_ = StubsAt<r::ReportingService>(parts[3]);
    empty_ = StubsAt<Empty>(parts[4]);
    database_ = parts[5];
    country_.emplace(*quotas_[0], *locations_[0], *housing_[0]);
  }
  ~Bench() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  Country& country() { return *country_; }
  int64_t MemoryNow() const { return Memory(pid_); }

  // A load of `method` with the requests that `ask` makes, beside as many empty
  // calls with an answer as large.
  template <typename Stub, typename Request, typename Response>
  void Row(const std::string& work, int in_flight,
           const std::vector<std::unique_ptr<Stub>>& stubs,
           std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> (
               Stub::*method)(grpc::ClientContext*, const Request&,
                              grpc::CompletionQueue*),
           const std::function<Request(int64_t number)>& ask,
           const std::function<bool(const Response&)>& check) {
    const Load load{.in_flight = in_flight, .duration = absl::Seconds(3)};
    int64_t bytes = 0;
    const auto issue = [&](grpc::ClientContext* context,
                           grpc::CompletionQueue* queue, int64_t number) {
      return (stubs[number % kConnections].get()->*method)(context, ask(number),
                                                           queue);
    };
    Measured warm =
        Run<Response>({.in_flight = 1, .duration = absl::Milliseconds(50)},
                      issue, [&](const Response& response) {
                        bytes = static_cast<int64_t>(response.ByteSizeLong());
                        return true;
                      });
    Measured ours = Run<Response>(load, issue, check);
    Measured limit = Run<AnswerResponse>(
        load,
        [&](grpc::ClientContext* context, grpc::CompletionQueue* queue,
            int64_t number) {
          AnswerRequest request;
          request.set_byte_count(static_cast<int32_t>(bytes));
          return empty_[number % kConnections]->PrepareAsyncAnswer(
              context, request, queue);
        },
        [&](const AnswerResponse& response) {
          return static_cast<int64_t>(response.body().size()) == bytes;
        });
    Rate(absl::StrCat(work, " (", in_flight, ", ", bytes, " B)"), ours, limit);
  }

  static std::string Any(int64_t number) {
    return AllMunicipalities()[number % AllMunicipalities().size()].Name();
  }

  void Obligations(int in_flight, const std::string& more, int year,
                   int64_t revision) {
    Row<q::QuotaService::Stub, q::ListObligationsRequest,
        q::ListObligationsResponse>(
        "obligations of one" + more, in_flight, quotas_,
        &q::QuotaService::Stub::PrepareAsyncListObligations,
        [=](int64_t number) {
          q::ListObligationsRequest request;
          request.set_parent(Any(number));
          request.set_cycle("cycles/2024");
          request.set_half_year(absl::StrCat(year, "-h1"));
          *request.mutable_ukraine_date() = ToProto(CivilDay(year, 6, 1));
          *request.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
          request.set_revision(revision);
          return request;
        },
        [](const q::ListObligationsResponse& response) {
          return response.obligations_size() == 1 &&
                 response.obligations(0).status_holders().quota_count() > 0;
        });
  }

  void Coverage(int in_flight, const std::string& more, int year,
                int64_t revision) {
    Row<l::LocationService::Stub, l::ListCoverageRequest,
        l::ListCoverageResponse>(
        "coverage of one" + more, in_flight, locations_,
        &l::LocationService::Stub::PrepareAsyncListCoverage,
        [=](int64_t number) {
          l::ListCoverageRequest request;
          request.set_parent(Any(number));
          *request.mutable_window_start_date() = ToProto(CivilDay(year, 7, 1));
          *request.mutable_window_end_date() =
              ToProto(CivilDay(year + 1, 2, 1));
          *request.mutable_realisation_start_date() =
              ToProto(CivilDay(year - 1, 10, 1));
          *request.mutable_realisation_end_date() =
              ToProto(CivilDay(year, 7, 2));
          *request.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
          request.set_rule_set("cycle-2024");
          request.set_revision(revision);
          return request;
        },
        [](const l::ListCoverageResponse& response) {
          return response.coverage_size() == 1 &&
                 response.coverage(0).locations_size() == 8;
        });
  }

  void Balance(int in_flight, const std::string& more, int year,
               const Revisions& at) {
    Row<h::HousingService::Stub, h::ListBalancesRequest,
        h::ListBalancesResponse>(
        "balance of one" + more, in_flight, housing_,
        &h::HousingService::Stub::PrepareAsyncListBalances,
        [=](int64_t number) {
          h::ListBalancesRequest request;
          request.set_parent(Any(number));
          request.set_half_year(absl::StrCat(year, "-h1"));
          *request.mutable_as_of_date() = ToProto(CivilDay(year, 6, 30));
          request.set_revision(at.housing);
          request.set_quotas_revision(at.quotas);
          return request;
        },
        [](const h::ListBalancesResponse& response) {
          return response.balances_size() == 1;
        });
  }

  // Writes one after another, beside bare commits of one row by one connection.
  void Writes(const std::string& more) {
    constexpr int kWrites = 300;
    const absl::Time start = absl::Now();
    for (int i = 0; i < kWrites; ++i) {
      q::DeliverQuotasRequest request;
      request.set_parent("countries/nl");
      request.set_request_id(UuidFor(absl::StrCat("write ", ++writes_)));
      q::QuotaEntry& entry = *request.add_quota_entries();
      entry.set_subject(Any(i));
      entry.set_duty(q::DUTY_UKRAINE);
      entry.set_basis(q::QuotaEntry::BASIS_DECIDED);
      *entry.mutable_start_date() = ToProto(CivilDay(2100, 1, 1));
      entry.set_quota_count(i);
      entry.set_source("illustrative");
      if (!CallRpc(*quotas_[0], &q::QuotaService::Stub::DeliverQuotas, request)
               .ok()) {
        std::abort();
      }
    }
    const absl::Duration ours = absl::Now() - start;
    auto db = Database::Open(*ParseDatabaseUrl(database_));
    auto lease = (*db)->Acquire(absl::InfiniteFuture());
    Transaction tx(**lease, 0);
    tx.Execute(
          "CREATE TABLE IF NOT EXISTS bare (n INT NOT NULL, text "
          "VARCHAR(500) NOT NULL) ENGINE=InnoDB")
        .status()
        .IgnoreError();
    const absl::Time bare = absl::Now();
    for (int i = 0; i < kWrites; ++i) {
      if (!tx.Execute("INSERT INTO bare (n, text) VALUES (?, ?)", i,
                      "illustrative")
               .ok()) {
        std::abort();
      }
    }
    const absl::Duration limit = absl::Now() - bare;
    std::printf("%-46s %8.0f/s %8.0f/s %6.1f %%\n",
                ("durable writes, one by one" + more).c_str(),
                kWrites / absl::ToDoubleSeconds(ours),
                kWrites / absl::ToDoubleSeconds(limit),
                100 * absl::FDivDuration(limit, ours));
    std::fflush(stdout);
  }

  // Makes a report, then reads, explains and compares it.
  void Report(const std::string& scope, const std::string& more) {
    const auto timed = [&](const std::string& work, auto call) {
      constexpr int kTimes = 5;
      std::vector<absl::Duration> took;
      for (int i = 0; i < kTimes; ++i) {
        const absl::Time start = absl::Now();
        call(i);
        took.push_back(absl::Now() - start);
      }
      std::sort(took.begin(), took.end());
      std::printf("%-46s %8.1f ms\n", (work + more).c_str(),
                  absl::ToDoubleMilliseconds(took[kTimes / 2]));
      std::fflush(stdout);
    };
    const auto id = [&](int i) { return absl::StrCat("r", made_, "-", i); };
    ++made_;
    using Stub = r::ReportingService::Stub;
    timed("CreateReport", [&](int i) {
      r::CreateReportRequest request;
      request.set_parent(scope);
      request.set_report_id(id(i));
      request.set_request_id(UuidFor(scope + id(i)));
      r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
      spec.set_kind(scope == "countries/nl" ? r::REPORT_KIND_QUARTERLY
                                            : r::REPORT_KIND_PROVINCIAL_REPORT);
      if (scope == "countries/nl") spec.set_quarter("2024-q4");
      spec.set_cycle("cycles/2024");
      spec.set_half_year("2024-h2");
      spec.set_rule_set("cycle-2024");
      *spec.mutable_as_of_date() = ToProto(CivilDay(2024, 12, 31));
      *spec.mutable_ukraine_date() = ToProto(CivilDay(2024, 12, 31));
      *spec.mutable_placements_date() = ToProto(CivilDay(2024, 12, 31));
      const auto made = CallRpc(*reporting_[0], &Stub::CreateReport, request);
      if (!made.ok()) {
        std::printf("%s\n", std::string(made.status().message()).c_str());
      }
    });
    const std::string name = absl::StrCat(scope, "/reports/", id(0));
    timed("GetReport", [&](int) {
      r::GetReportRequest request;
      request.set_name(name);
      CallRpc(*reporting_[0], &Stub::GetReport, request).status().IgnoreError();
    });
    timed("ExplainFigure", [&](int) {
      r::ExplainFigureRequest request;
      request.set_name(name);
      request.set_figure("municipalities/gm0193#asylum.guaranteed_place_count");
      CallRpc(*reporting_[0], &Stub::ExplainFigure, request)
          .status()
          .IgnoreError();
    });
    timed("CompareReports", [&](int) {
      r::CompareReportsRequest request;
      request.set_name(name);
      request.set_other(absl::StrCat(scope, "/reports/", id(1)));
      request.set_page_size(1000);
      CallRpc(*reporting_[0], &Stub::CompareReports, request)
          .status()
          .IgnoreError();
    });
  }

 private:
  pid_t pid_;
  std::string database_;
  std::vector<std::unique_ptr<q::QuotaService::Stub>> quotas_;
  std::vector<std::unique_ptr<l::LocationService::Stub>> locations_;
  std::vector<std::unique_ptr<h::HousingService::Stub>> housing_;
  std::vector<std::unique_ptr<r::ReportingService::Stub>> reporting_;
  std::vector<std::unique_ptr<Empty::Stub>> empty_;
  std::optional<Country> country_;
  int writes_ = 0, made_ = 0;
};

int Main() {
  Bench bench;
  std::printf("%-46s %10s %10s %8s\n", "work (in flight, bytes)", "ours",
              "limit", "ratio");
  bench.country().DeliverYear(2024);
  const Revisions early = bench.country().revisions();
  bench.Obligations(64, "", 2024, 0);
  bench.Coverage(64, "", 2024, 0);
  bench.Balance(64, "", 2024, {});
  bench.Obligations(64, ", pinned", 2024, early.quotas);
  bench.Coverage(64, ", pinned", 2024, early.locations);
  bench.Balance(64, ", pinned", 2024, early);
  bench.Obligations(1000, "", 2024, 0);
  bench.Coverage(1000, "", 2024, 0);
  bench.Writes("");
  bench.Report("provinces/pv23", ", a province");
  bench.Report("countries/nl", ", the country");
  for (int year = 2025; year < 2034; ++year) bench.country().DeliverYear(year);
  std::printf("ten years, %lld facts, %lld MiB in the four services\n",
              static_cast<long long>(bench.country().fact_count()),
              static_cast<long long>(bench.MemoryNow()));
  bench.Obligations(64, ", ten years", 2033, 0);
  bench.Coverage(64, ", ten years", 2033, 0);
  bench.Balance(64, ", ten years", 2033, {});
  bench.Obligations(64, ", ten years back", 2024, early.quotas);
  bench.Coverage(64, ", ten years back", 2024, early.locations);
  bench.Balance(64, ", ten years back", 2024, early);
  bench.Writes(", ten years");
  bench.Report("provinces/pv23", ", a province, ten years");
  bench.Report("countries/nl", ", the country, ten years");
  return 0;
}

}  // namespace
}  // namespace opvang::bench

int main() { return opvang::bench::Main(); }
