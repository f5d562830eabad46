// Reads through the gateway beside the same bytes from its memory, in one run:
// over TLS with certificates, sixteen clients that keep their connection.
// Asserts nothing.
#include <stdlib.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http/server.h"
#include "services/quotas/quota_service.h"
#include "tests/gateway/client.h"
#include "tests/support/in_process.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang::gateway {
namespace {

constexpr int kClients = 16;
constexpr absl::Duration kFor = absl::Seconds(3);

// How many a second are answered as `expected` is.
double PerSecond(const std::string& address, const std::string& certificates,
                 const std::string& line, const std::string& expected) {
  std::atomic<int64_t> answered = 0, failed = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      Client client(address, certificates);
      const std::string request = Request(line);
      while (!over)
        ++(client.Ask(request).body == expected ? answered : failed);
    });
  }
  const absl::Time begun = absl::Now();
  absl::SleepFor(kFor);
  over = true;
  for (std::thread& one : clients) one.join();
  if (failed > 0) {
    std::printf("%s: %ld failed\n", line.c_str(),
                static_cast<long>(failed.load()));
  }
  return static_cast<double>(answered) /
         absl::ToDoubleSeconds(absl::Now() - begun);
}

constexpr int kCyclesMax = 10;  // Of one delivery.

// Cycles of the years from `first` on.
std::string Delivery(int first, int count) {
  std::vector<std::string> cycles;
  for (int year = first; year < first + count; ++year) {
    cycles.push_back(absl::StrCat(
        R"({"name": "cycles/)", year, R"(", "displayName": "cyclus )", year,
        R"(", "source": "wet", "windowStartDate": ")", year + 1,
        R"(-07-01", "windowEndDate": ")", year + 2,
        R"(-02-01", "realisationStartDate": ")", year,
        R"(-10-01", "realisationEndDate": ")", year + 1,
        R"(-07-02", "reportDueDate": ")", year,
        R"(-11-01", "decisionDueDate": ")", year + 1, R"(-01-01"})"));
  }
  return absl::StrCat(R"({"requestId": "898d4ea3-8220-53ba-868f-)",
                      absl::Dec(first, absl::kZeroPad6),
                      absl::Dec(count, absl::kZeroPad6), R"(", "cycles": [)",
                      absl::StrJoin(cycles, ", "), "]}");
}

void Run(const std::string& folder) {
  const auto of = [&](const std::string& name) {
    return absl::StrCat(folder, "/", name);
  };
  Shell(absl::StrCat(OPVANG_SOURCE_DIR "/deploy/certificates ", folder));
  TestDatabase db("quotas");
  const SystemClock clock;
  const auto organisations = *Organisations::Load(of("organisations.json"));
  quotas::QuotaService service(*db, clock, *organisations);
  const InProcess behind(service,
                         *MakeServerCredentials(of("quotas"), "127.0.0.1:0"));
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
  for (const auto* one : Contracts()) {
    channels[one->full_name()] = *Connect(behind.address(), of("gateway"));
  }
  const auto routes = *Routes::Of(Contracts());
  const HttpOptions options{.listen_address = "127.0.0.1:0",
                            .certificates = of("gateway")};
  std::printf("%-40s %10s %10s %8s\n", "reads a second", "through", "memory",
              "ratio");
  for (const int cycles : {1, 50}) {
    Backend backend(channels);
    PageFiles page;
    const auto serve = [&](const std::function<void(HttpServer&)>& with) {
      Gateway gateway(*routes, backend,
                      {.version = "1.0.0", .openapi = "{}", .page = page});
      const auto server = *HttpServer::Listen(options, gateway);
      server->Open();
      with(*server);
      server->Close(absl::Seconds(5));
    };
    std::string bytes, pinned;
    serve([&](HttpServer& server) {
      Client client(server.address(), of("ministry"));
      std::string revision;
      for (int i = 0; i < cycles; i += kCyclesMax) {
        const Answered made = client.Ask(
            Request("POST /v1/countries/nl/quota-deliveries", "",
                    Delivery(2024 + i, std::min(kCyclesMax, cycles - i))));
        const auto told = nlohmann::json::parse(made.body);
        revision = told.value("revision", "");
        if (made.status != 200) std::printf("%s\n", made.body.c_str());
      }
      bytes = client.Ask(Request("GET /v1/cycles")).body;
      pinned = absl::StrCat("/v1/cycles?revision=", revision);
    });
    page["/bytes"] = {"application/json", bytes, "\"x\""};
    serve([&](HttpServer& server) {
      const auto speed = [&](const std::string& path, const std::string& is) {
        return PerSecond(server.address(), of("zwolle"),
                         absl::StrCat("GET ", path), is);
      };
      const double limit = speed("/bytes", bytes);
      for (const auto& [how, path] :
           {std::pair("of the past", pinned),
            std::pair("of now", std::string("/v1/cycles"))}) {
        const double ours = speed(path, bytes);
        std::printf(
            "%-40s %10.0f %10.0f %7.0f %%\n",
            absl::StrCat(cycles, " cycles, ", how, " (", bytes.size(), " B)")
                .c_str(),
            ours, limit, 100 * ours / limit);
      }
    });
    backend.End();
  }
}

}  // namespace
}  // namespace opvang::gateway

int main() {
  char folder[] = "/tmp/opvang-bench-XXXXXX";
  if (mkdtemp(folder) == nullptr) return 1;
  opvang::gateway::Run(folder);
  std::filesystem::remove_all(folder);
}
