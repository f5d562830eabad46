#include "services/gateway/backend.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/caller.h"
#include "common/base/clock.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace opvang::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// As proto/service_config.json has it for calls and for streams.
constexpr absl::Duration kCall = absl::Seconds(60);
constexpr absl::Duration kStream = absl::Hours(1);

std::string PathOf(const MethodDescriptor& rpc) {
  return absl::StrCat("/", rpc.service()->full_name(), "/", rpc.name());
}

grpc::ByteBuffer BytesOf(const Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(message, &bytes,
                                                           &own);
  return bytes;
}

absl::StatusOr<MessagePtr> Parsed(const MethodDescriptor& rpc,
                                  grpc::ByteBuffer& bytes) {
  MessagePtr message = NewMessage(*rpc.output_type());
  grpc::ProtoBufferReader reader(&bytes);
  if (!message->ParseFromZeroCopyStream(&reader)) {
    return absl::InternalError(
        absl::StrCat(rpc.full_name(), " answered what cannot be read"));
  }
  return message;
}

void Prepare(const OnBehalf& who, absl::Duration most,
             grpc::ClientContext& context) {
  if (who.named) context.AddMetadata(kCallerMetadata, who.oin);
  if (!who.actor.empty()) context.AddMetadata("x-opvang-actor", who.actor);
  SetDeadline(context, DeadlineWithin(most, absl::InfiniteFuture()));
}

struct Unary {
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
};

}  // namespace

void CallsUnderWay::Add(grpc::ClientContext& context) {
  absl::MutexLock lock(&mutex_);
  contexts_.insert(&context);
  if (ended_) context.TryCancel();
}

void CallsUnderWay::Remove(grpc::ClientContext& context) {
  absl::MutexLock lock(&mutex_);
  contexts_.erase(&context);
}

void CallsUnderWay::End() {
  absl::MutexLock lock(&mutex_);
  ended_ = true;
  for (grpc::ClientContext* context : contexts_) context->TryCancel();
  const auto none = [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    return contexts_.empty();
  };
  mutex_.Await(absl::Condition(&none));
}

std::shared_ptr<StreamCall> StreamCall::Open(grpc::GenericStub& stub,
                                             CallsUnderWay& calls,
                                             const MethodDescriptor& rpc,
                                             const OnBehalf& who) {
  const std::shared_ptr<StreamCall> call(new StreamCall(calls, rpc));
  call->self_ = call;
  Prepare(who, kStream, call->context_);
  calls.Add(call->context_);
  // Told to whatever stands beside the call (`Connect`).
  const TraceScope scope(who.span);
  stub.PrepareBidiStreamingCall(&call->context_, PathOf(rpc), {}, call.get());
  // What is begun outside of its own reactions needs one.
  call->AddHold();
  call->StartCall();
  return call;
}

void StreamCall::Write(const Message& request,
                       std::function<void(bool)> written) {
  out_ = BytesOf(request);
  written_ = std::move(written);
  StartWrite(&out_);
}

void StreamCall::Read(std::function<void(MessagePtr)> read) {
  read_ = std::move(read);
  StartRead(&in_);
}

void StreamCall::Release() {
  {
    absl::MutexLock lock(&mutex_);
    if (std::exchange(released_, true)) return;
  }
  RemoveHold();
}

void StreamCall::WhenDone(std::function<void(absl::Status)> done) {
  {
    absl::MutexLock lock(&mutex_);
    if (!status_.has_value()) {
      done_ = std::move(done);
      return;
    }
  }
  done(*status_);
}

void StreamCall::OnWriteDone(bool ok) {
  const auto written = std::exchange(written_, nullptr);
  if (written) written(ok);
}

void StreamCall::OnReadDone(bool ok) {
  const auto read = std::exchange(read_, nullptr);
  if (!read) return;
  absl::StatusOr<MessagePtr> message;
  if (ok) message = Parsed(rpc_, in_);
  read(message.ok() ? *std::move(message) : nullptr);
}

void StreamCall::OnDone(const grpc::Status& status) {
  std::function<void(absl::Status)> done;
  {
    absl::MutexLock lock(&mutex_);
    status_ = FromGrpc(status);
    done = std::exchange(done_, nullptr);
  }
  if (done) done(FromGrpc(status));
  calls_.Remove(context_);
  const std::shared_ptr<StreamCall> last = std::move(self_);
}

Backend::Backend(
    const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels) {
  for (const auto& [service, channel] : channels) {
    stubs_[service] = std::make_unique<grpc::GenericStub>(channel);
  }
}

grpc::GenericStub& Backend::StubOf(const MethodDescriptor& rpc) {
  return *stubs_.at(rpc.service()->full_name());
}

void Backend::Call(const MethodDescriptor& rpc, const Message& request,
                   const OnBehalf& who, Answered answered) {
  const auto call = std::make_shared<Unary>();
  Prepare(who, kCall, call->context);
  call->request = BytesOf(request);
  calls_.Add(call->context);
  const TraceScope scope(who.span);
  StubOf(rpc).UnaryCall(
      &call->context, PathOf(rpc), {}, &call->request, &call->response,
      [this, call, &rpc,
       answered = std::move(answered)](const grpc::Status& status) {
        answered(status.ok() ? Parsed(rpc, call->response)
                             : absl::StatusOr<MessagePtr>(FromGrpc(status)));
        calls_.Remove(call->context);
      });
}

std::shared_ptr<StreamCall> Backend::Open(const MethodDescriptor& rpc,
                                          const OnBehalf& who) {
  return StreamCall::Open(StubOf(rpc), calls_, rpc, who);
}

}  // namespace opvang::gateway
