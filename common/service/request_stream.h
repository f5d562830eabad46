// A stream of requests, each handled on a thread of a lane once it has come.
// Between them it holds no thread, and does not stand still for ever.
#ifndef OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_
#define OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/net/reply.h"
#include "common/service/call_watch.h"
#include "common/service/lane.h"
#include "common/service/places.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace opvang {

// Owns itself, as gRPC wants it: it goes when the call is done.
template <typename Request, typename Response>
class RequestStream final : public grpc::ServerReadReactor<Request> {
 public:
  // Handles a request, or the end where there is none; gives the answer once
  // there is one.
  using Take = std::function<absl::StatusOr<std::optional<Response>>(
      const Request* request)>;

  // `watch` ends it when nothing comes.
  RequestStream(grpc::CallbackServerContext& context, Response* response,
                CallWatch& watch)
      : context_(context), response_(response), watched_(watch, context) {}

  // Answers without reading anything.
  void Refuse(const absl::Status& status) { this->Finish(ToGrpc(status)); }

  // Reads on behalf of `organisation`, whose `place` it keeps until its end.
  void Begin(const std::string& organisation, Place place, Lane& lane,
             Take take) {
    organisation_ = organisation;
    place_ = std::move(place);
    lane_ = &lane;
    take_ = std::move(take);
    Read();
  }

 private:
  void Read() {
    watched_.BeginWait();
    this->StartRead(&request_);
  }
  void OnReadDone(bool more) override {
    watched_.EndWait();
    lane_->Submit(
        organisation_, absl::FromChrono(context_.deadline()),
        [this, more](const absl::Status& refused) { Handle(more, refused); },
        request_.ByteSizeLong());
  }
  void Handle(bool more, const absl::Status& refused) {
    std::optional<Response> answer;
    const grpc::Status status =
        Reply(&answer, [&]() -> absl::StatusOr<std::optional<Response>> {
          if (!refused.ok()) return refused;
          if (!more && context_.IsCancelled()) {
            return absl::CancelledError("The stream was cut.");
          }
          if (more) return take_(&request_);
          // What follows may take memory of its own.
          Request().Swap(&request_);
          return take_(nullptr);
        });
    if (status.ok() && !answer.has_value()) {
      return Read();
    }
    if (answer.has_value()) *response_ = *std::move(answer);
    this->Finish(status);
  }
  void OnDone() override { delete this; }

  grpc::CallbackServerContext& context_;
  Response* const response_;
  CallWatch::Watched watched_;
  std::string organisation_;
  Place place_;
  Lane* lane_ = nullptr;
  Take take_;
  Request request_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_REQUEST_STREAM_H_
