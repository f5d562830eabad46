#include "common/service/request_stream.h"

#include "nl/opvang/locations/v1/locations.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"

namespace opvang::request_stream {
namespace {

namespace pb = ::nl::opvang::locations::v1;
using Request = pb::DeliverOccupanciesRequest;
using Response = pb::DeliverOccupanciesResponse;

// Counts what comes, on a lane of one thread.
class CountingService final : public pb::LocationService::CallbackService {
 public:
  explicit CountingService(absl::Duration still_max)
      : watch_({.still_max = still_max}) {}

  grpc::ServerReadReactor<Request>* DeliverOccupancies(
      grpc::CallbackServerContext* context, Response* response) override {
    auto* stream =
        new RequestStream<Request, Response>(*context, response, watch_);
    const auto count = std::make_shared<int>(0);
    stream->Begin("a", nullptr, lane_,
                  [count](const Request* request)
                      -> absl::StatusOr<std::optional<Response>> {
                    if (request != nullptr) {
                      ++*count;
                      return std::optional<Response>();
                    }
                    Response counted;
                    counted.set_accepted_row_count(*count);
                    return std::optional<Response>(counted);
                  });
    return stream;
  }

 private:
  CallWatch watch_;
  Lane lane_{{.thread_count = 1}};
};

// A stream of a caller, which sends nothing by itself.
struct Caller {
  explicit Caller(InProcess& server)
      : stub(pb::LocationService::NewStub(server.channel())) {
    SetDeadline(context, absl::Now() + absl::Seconds(60));
    writer = stub->DeliverOccupancies(&context, &response);
  }

  std::unique_ptr<pb::LocationService::Stub> stub;
  grpc::ClientContext context;
  Response response;
  std::unique_ptr<grpc::ClientWriter<Request>> writer;
};

TEST(RequestStreamTest, IsEndedWhenNothingComes) {
  CountingService service(absl::Milliseconds(50));
  InProcess server(service);
  Caller silent(server);
  EXPECT_EQ(silent.writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(RequestStreamTest, HoldsNoThreadBetweenWhatComes) {
  CountingService service(absl::Seconds(60));
  InProcess server(service);
  Caller silent(server), other(server);
  ASSERT_TRUE(silent.writer->Write(Request()));
  ASSERT_TRUE(other.writer->Write(Request()));
  ASSERT_TRUE(other.writer->Write(Request()));
  other.writer->WritesDone();
  EXPECT_TRUE(other.writer->Finish().ok());
  EXPECT_EQ(other.response.accepted_row_count(), 2);
  silent.writer->WritesDone();
  EXPECT_TRUE(silent.writer->Finish().ok());
  EXPECT_EQ(silent.response.accepted_row_count(), 1);
}

}  // namespace
}  // namespace opvang::request_stream
