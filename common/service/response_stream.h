// A stream of answers that are all there before the first is sent.
#ifndef OPVANG_COMMON_SERVICE_RESPONSE_STREAM_H_
#define OPVANG_COMMON_SERVICE_RESPONSE_STREAM_H_

#include <utility>
#include <vector>

#include "common/net/reply.h"
#include "grpcpp/support/server_callback.h"

namespace opvang {

// Owns itself, as gRPC wants it: it goes when the call is done.
template <typename Response>
class ResponseStream final : public grpc::ServerWriteReactor<Response> {
 public:
  void Send(absl::StatusOr<std::vector<Response>> responses) {
    if (!responses.ok()) return this->Finish(ToGrpc(responses.status()));
    responses_ = *std::move(responses);
    SendNext();
  }

 private:
  void SendNext() {
    if (next_ == responses_.size()) return this->Finish(grpc::Status::OK);
    this->StartWrite(&responses_[next_++]);
  }
  void OnWriteDone(bool sent) override {
    if (sent) return SendNext();
    this->Finish(
        grpc::Status(grpc::StatusCode::CANCELLED, "The call was cut."));
  }
  void OnDone() override { delete this; }

  std::vector<Response> responses_;
  size_t next_ = 0;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_RESPONSE_STREAM_H_
