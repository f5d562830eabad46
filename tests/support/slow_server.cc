// slow_server THREADS ADDRESS_FILE hold|answer|large|keep|read-only [STILL_MS
//   [quiet|idle|age]]: of these a tenth of a second
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/service/server.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace {

namespace q = nl::opvang::quotas::v1;

class SlowService final : public q::QuotaService::Service {
 public:
  explicit SlowService(const std::string& mode) : mode_(mode) {}
  grpc::Status ListProvinces(grpc::ServerContext* context,
                             const q::ListProvincesRequest*,
                             q::ListProvincesResponse* response) override {
    // Until the caller gives up, which its deadline sees to.
    while (mode_ == "hold" && !context->IsCancelled()) {
      never_.WaitForNotificationWithTimeout(absl::Milliseconds(5));
    }
    if (mode_ == "large") {
      response->set_geography_version(std::string(3000000, 'x'));
    }
    return grpc::Status::OK;
  }

 private:
  const std::string mode_;
  absl::Notification never_;
};

// Whose calls never end; it writes until it was asked about that.
class KeepingService final : public q::QuotaService::CallbackService,
                             public opvang::Serving {
 public:
  bool IsReading() const override { return true; }
  bool IsWriting() const override { return !asked_.exchange(true); }
  grpc::ServerUnaryReactor* ListProvinces(grpc::CallbackServerContext* context,
                                          const q::ListProvincesRequest*,
                                          q::ListProvincesResponse*) override {
    return context->DefaultReactor();
  }

 private:
  mutable std::atomic<bool> asked_{false};
};

}  // namespace

int main(int argc, char** argv) {
  opvang::BlockSignals();
  const std::string mode = argv[3];
  std::unique_ptr<grpc::Service> service;
  const opvang::Serving* serving = nullptr;
  if (mode == "keep" || mode == "read-only") {
    auto keeping = std::make_unique<KeepingService>();
    if (mode == "read-only") serving = keeping.get();
    service = std::move(keeping);
  } else {
    service = std::make_unique<SlowService>(mode);
  }
  opvang::Patience patience;
  const std::string short_one = argc > 5 ? argv[5] : "";
  if (short_one == "quiet") {
    patience.quiet = patience.answer = absl::Milliseconds(100);
  }
  if (short_one == "idle") patience.idle = absl::Milliseconds(100);
  if (short_one == "age") patience.age = absl::Milliseconds(100);
  const int still_milliseconds = argc > 4 ? std::atoi(argv[4]) : 30000;
  return opvang::Serve(*service,
                       {.name = "slow",
                        .listen_address = "127.0.0.1:0",
                        .credentials = grpc::InsecureServerCredentials(),
                        .thread_count_max = std::atoi(argv[1]),
                        .drain = absl::Milliseconds(200),
                        .door = {.deaf_after = absl::Milliseconds(100)},
                        .patience = patience,
                        .still_max = absl::Milliseconds(still_milliseconds),
                        .full_name = q::QuotaService::service_full_name(),
                        .address_file = argv[2],
                        .serving = serving})
                 .ok()
             ? 0
             : 1;
}
