// slow_server THREADS ADDRESS_FILE hold|answer
#include <cstdlib>
#include <string>

#include "absl/synchronization/notification.h"
#include "common/service/server.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace {

namespace q = nl::opvang::quotas::v1;

class SlowService final : public q::QuotaService::Service {
 public:
  explicit SlowService(bool hold) : hold_(hold) {}
  grpc::Status ListProvinces(grpc::ServerContext* context,
                             const q::ListProvincesRequest*,
                             q::ListProvincesResponse*) override {
    // Until the caller gives up, which its deadline sees to.
    while (hold_ && !context->IsCancelled()) {
      never_.WaitForNotificationWithTimeout(absl::Milliseconds(5));
    }
    return grpc::Status::OK;
  }

 private:
  const bool hold_;
  absl::Notification never_;
};

}  // namespace

int main(int, char** argv) {
  opvang::BlockStopSignals();
  SlowService service(std::string(argv[3]) == "hold");
  return opvang::Serve(service,
                       {.name = "slow",
                        .listen_address = "127.0.0.1:0",
                        .credentials = grpc::InsecureServerCredentials(),
                        .thread_count_max = std::atoi(argv[1]),
                        .drain = absl::Milliseconds(200),
                        .address_file = argv[2]})
                 .ok()
             ? 0
             : 1;
}
