// Speed of whole calls, each beside a bare limit of the same run: an empty call
// of the same server with an answer of the same size, or a bare commit. Prints
// one table; asserts nothing.
//
// The services are the real programs, over a real MariaDB.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/transaction.h"
#include "common/net/transport.h"
#include "common/service/lane.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_builder.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"
#include "tests/bench/country.h"
#include "tests/bench/empty.grpc.pb.h"
#include "tests/bench/load.h"
#include "tests/support/in_process.h"
#include "tests/support/process.h"
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

// The programs of a build, each on a schema of its own.
//
// $OPVANG_BENCH_BUILD and $OPVANG_BENCH_SOURCE name another build and its
// sources: so the same table is made of an earlier commit.
class Programs {
 public:
  Programs() {
    char folder[] = "/tmp/opvang-bench-XXXXXX";
    if (mkdtemp(folder) == nullptr) std::abort();
    folder_ = folder;
    // As much as a small server has.
    Server().Administrate("SET GLOBAL innodb_buffer_pool_size = 268435456");
    for (const char* name : kNames) {
      Server().Administrate(absl::StrCat("CREATE DATABASE bench_", name));
      Start(name);
    }
  }
  ~Programs() {
    for (auto& [name, pid] : pids_) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string Address(const std::string& name) const {
    std::string address;
    std::ifstream(folder_ + "/" + name) >> address;
    return address;
  }
  static std::string Database(const std::string& name) {
    return Server().Url("bench_" + name);
  }
  int64_t MemoryOf(const std::string& name) const {
    return Memory(pids_.at(name));
  }
  // Until it serves.
  absl::Duration Restart(const std::string& name) {
    kill(pids_[name], SIGKILL);
    waitpid(pids_[name], nullptr, 0);
    std::filesystem::remove(folder_ + "/" + name);
    const absl::Time start = absl::Now();
    Start(name);
    return absl::Now() - start;
  }

  static constexpr const char* kNames[] = {"quotas", "locations", "housing",
                                           "reporting"};

 private:
  // Durable, as one that is used.
  static TestServer& Server() {
    static TestServer server;
    return server;
  }

  static std::string Folder(const char* variable, const char* otherwise) {
    const char* given = std::getenv(variable);
    return given == nullptr ? otherwise : given;
  }

  void Start(const std::string& name) {
    const std::string build = Folder("OPVANG_BENCH_BUILD", OPVANG_BINARY_DIR);
    const std::string source = Folder("OPVANG_BENCH_SOURCE", OPVANG_SOURCE_DIR);
    std::vector<std::string> command = {
        absl::StrCat(build, "/services/", name, "/opvang-", name),
        absl::StrCat("--database=", Database(name)),
        absl::StrCat("--migrations=", source, "/services/", name,
                     "/migrations"),
        absl::StrCat("--address-file=", folder_, "/", name)};
    for (const std::string other : {"quotas", "locations", "housing"}) {
      if (name == "reporting" || (name == "housing" && other == "quotas")) {
        command.push_back(absl::StrCat("--", other, "=", Address(other)));
      }
    }
    pids_[name] = Spawn(command, folder_ + "/" + name + ".log");
    AwaitWord(folder_ + "/" + name);
  }

  std::string folder_;
  std::map<std::string, pid_t> pids_;
};

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
  Bench()
      : quotas_(StubsAt<q::QuotaService>(programs_.Address("quotas"))),
        locations_(StubsAt<l::LocationService>(programs_.Address("locations"))),
        housing_(StubsAt<h::HousingService>(programs_.Address("housing"))),
        reporting_(
            StubsAt<r::ReportingService>(programs_.Address("reporting"))),
        empty_(StubsAt<Empty>(empty_server_.address())),
        country_(*quotas_[0], *locations_[0], *housing_[0]) {}

  Country& country() { return country_; }

  // What each program takes, and how long until it serves again.
  void StartAndMemory() {
    std::printf("%lld facts\n", static_cast<long long>(country_.fact_count()));
    for (const char* name : Programs::kNames) {
      const int64_t before = programs_.MemoryOf(name);
      const absl::Duration start = programs_.Restart(name);
      std::printf("%-46s %8lld MiB, after a start of %.2f s %lld MiB\n", name,
                  static_cast<long long>(before), absl::ToDoubleSeconds(start),
                  static_cast<long long>(programs_.MemoryOf(name)));
    }
    std::fflush(stdout);
  }

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
          request.set_cycle(year < 2032 ? "cycles/2024" : "cycles/2032");
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
    auto db = Database::Open(*ParseDatabaseUrl(Programs::Database("quotas")));
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
  void Report(const std::string& scope, const std::string& cycle, int year,
              const std::string& more) {
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
      if (scope == "countries/nl") spec.set_quarter(absl::StrCat(year, "-q4"));
      spec.set_cycle(cycle);
      spec.set_half_year(absl::StrCat(year, "-h2"));
      spec.set_rule_set("cycle-2024");
      *spec.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
      *spec.mutable_ukraine_date() = ToProto(CivilDay(year, 12, 31));
      *spec.mutable_placements_date() = ToProto(CivilDay(year, 12, 31));
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
  Programs programs_;
  EmptyService empty_service_;
  InProcess empty_server_{empty_service_};
  std::vector<std::unique_ptr<q::QuotaService::Stub>> quotas_;
  std::vector<std::unique_ptr<l::LocationService::Stub>> locations_;
  std::vector<std::unique_ptr<h::HousingService::Stub>> housing_;
  std::vector<std::unique_ptr<r::ReportingService::Stub>> reporting_;
  std::vector<std::unique_ptr<Empty::Stub>> empty_;
  Country country_;
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
  bench.Report("provinces/pv23", "cycles/2024", 2024, ", a province");
  bench.Report("countries/nl", "cycles/2024", 2024, ", the country");
  for (int year = 2025; year < 2034; ++year) bench.country().DeliverYear(year);
  bench.Obligations(64, ", ten years", 2033, 0);
  bench.Coverage(64, ", ten years", 2033, 0);
  bench.Balance(64, ", ten years", 2033, {});
  bench.Obligations(64, ", ten years back", 2024, early.quotas);
  bench.Coverage(64, ", ten years back", 2024, early.locations);
  bench.Balance(64, ", ten years back", 2024, early);
  bench.Writes(", ten years");
  bench.Report("provinces/pv23", "cycles/2032", 2033,
               ", a province, ten years");
  bench.Report("countries/nl", "cycles/2032", 2033, ", the country, ten years");
  bench.StartAndMemory();
  return 0;
}

}  // namespace
}  // namespace opvang::bench

int main() { return opvang::bench::Main(); }
