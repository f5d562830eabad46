// The services behind, asked by descriptors: no code per method.
#ifndef OPVANG_SERVICES_GATEWAY_BACKEND_H_
#define OPVANG_SERVICES_GATEWAY_BACKEND_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/base/trace.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "services/gateway/transcode/request.h"

namespace opvang::gateway {

// What of a request goes along with its call: empty where absent.
struct OnBehalf {
  bool named = false;  // The caller is told to the service.
  std::string oin, actor;
  TraceRef span = nullptr;  // Of the request that its calls are part of.
};

// Contexts of calls under way, so that all of them can be ended.
class CallsUnderWay {
 public:
  void Add(grpc::ClientContext& context);
  void Remove(grpc::ClientContext& context);
  // Cancels all, and waits until they are gone.
  void End();

 private:
  absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<grpc::ClientContext*> contexts_ ABSL_GUARDED_BY(mutex_);
};

// A call of which either side sends several messages. One write and one read at
// a time; what is called back comes on a thread of gRPC.
class StreamCall final
    : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
      public std::enable_shared_from_this<StreamCall> {
 public:
  // Owns itself until it is done and `Release` was called.
  static std::shared_ptr<StreamCall> Open(
      grpc::GenericStub& stub, CallsUnderWay& calls,
      const google::protobuf::MethodDescriptor& rpc, const OnBehalf& who);

  // False: the service takes no more, and has its reasons (`WhenDone`).
  void Write(const google::protobuf::Message& request,
             std::function<void(bool)> written);
  void EndWrites() { StartWritesDone(); }
  // Nothing: no message comes any more.
  void Read(std::function<void(MessagePtr)> read);
  void Cancel() { context_.TryCancel(); }
  // No `Write`, `EndWrites` or `Read` follows. Once or more.
  void Release();
  // After `Release`: how it ended.
  void WhenDone(std::function<void(absl::Status)> done);

  void OnWriteDone(bool ok) override;
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  StreamCall(CallsUnderWay& calls,
             const google::protobuf::MethodDescriptor& rpc)
      : calls_(calls), rpc_(rpc) {}

  CallsUnderWay& calls_;
  const google::protobuf::MethodDescriptor& rpc_;
  grpc::ClientContext context_;
  grpc::ByteBuffer out_, in_;
  std::function<void(bool)> written_;
  std::function<void(MessagePtr)> read_;
  std::shared_ptr<StreamCall> self_;
  absl::Mutex mutex_;
  bool released_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> status_ ABSL_GUARDED_BY(mutex_);
  std::function<void(absl::Status)> done_ ABSL_GUARDED_BY(mutex_);
};

// Thread-safe.
class Backend {
 public:
  // Channels by the full name of their service.
  explicit Backend(
      const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels);
  // Ends what is under way.
  ~Backend() { End(); }

  using Answered = std::function<void(absl::StatusOr<MessagePtr>)>;
  // Calls back once, on a thread of gRPC.
  void Call(const google::protobuf::MethodDescriptor& rpc,
            const google::protobuf::Message& request, const OnBehalf& who,
            Answered answered);
  std::shared_ptr<StreamCall> Open(
      const google::protobuf::MethodDescriptor& rpc, const OnBehalf& who);
  void End() { calls_.End(); }

 private:
  grpc::GenericStub& StubOf(const google::protobuf::MethodDescriptor& rpc);

  CallsUnderWay calls_;
  std::map<std::string, std::unique_ptr<grpc::GenericStub>> stubs_;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_BACKEND_H_
