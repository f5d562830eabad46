// What every RPC of a service does around its own work: who calls, what is
// wrong with the request, at which revision, and on whose thread.
//
// A call is authorised and checked where it arrives. A read then waits until
// the state has what was asked for, and is answered from memory; a write waits
// for its turn. What is handed to these is kept until then: lambdas capture by
// value.
#ifndef OPVANG_COMMON_SERVICE_STATE_SERVICE_H_
#define OPVANG_COMMON_SERVICE_STATE_SERVICE_H_

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/base/trace.h"
#include "common/net/reply.h"
#include "common/service/audit.h"
#include "common/service/authorizer.h"
#include "common/service/delivery_stream.h"
#include "common/service/follow_stream.h"
#include "common/service/lanes.h"
#include "common/service/measure_service.h"
#include "common/service/pagination.h"
#include "common/service/request_stream.h"
#include "common/service/response_stream.h"
#include "common/service/server.h"
#include "common/state/keeper.h"
#include "common/state/touched.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace opvang {

// What a read answers from. `query` is what the check of the request made of
// it; `page` is there for requests that have pages.
template <typename State, typename Query>
struct Asked {
  Known<State> known;
  const Query& query;
  const Page& page;
  const Call& call;
};

template <typename State>
class StateService : public Serving {
 public:
  bool IsReading() const override {
    return keeper_.IsServing() && !lanes_.reads.IsStuck();
  }
  bool IsWriting() const override {
    return IsReading() && keeper_.IsWritable() && !lanes_.writes.IsStuck();
  }
  void Measure(Measures& measures) const override {
    MeasureState(keeper_.standing(), measures);
    MeasureLanes(lanes_, measures);
    MeasurePool(db_, measures);
    MeasureDeliveries(keeper_.deliveries(), clock_.Now(), measures);
    const auto state = keeper_.Now();
    facts_.Add(state->revision, clock_.Today(), measures, [&](Measures& fresh) {
      MeasureFacts({*state, state->revision}, fresh);
    });
  }

 protected:
  using Context = grpc::CallbackServerContext;
  using Reactor = grpc::ServerUnaryReactor;

  StateService(Database& db, const Clock& clock, Organisations& organisations,
               absl::Span<const AccessRule> rights, std::string service)
      : db_(db),
        clock_(clock),
        authorizer_(organisations, rights, std::move(service)),
        keeper_(db, clock) {}

  // What a service tells of what it holds; once for a revision and a day.
  virtual void MeasureFacts(const Known<State>&, Measures&) const {}

  // Where the write of `known.revision` was, as far as the caller may know.
  virtual AreasTold AreasFor(const Known<State>& known,
                             const Organisation& caller) const {
    if constexpr (requires { known.state.touched; }) {
      return {.areas =
                  AreasWithin(AreasOf(known.state.touched.Of(known.revision)),
                              caller.scope)};
    }
    return {};
  }

  // Answers from memory: `check(violations)` checks the request and answers
  // what is made of it; then `read(asked)`, with `Asked`.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  Reactor* HandleRead(Context& context, const Request& request,
                      Response* response, Check check, Reader read) {
    return Begin(
        context, request,
        [&](Reactor* reactor, const Call& call) -> absl::Status {
          Page page{};
          if constexpr (requires { request.page_token(); }) {
            ASSIGN_OR_RETURN(page, ParsePage(request, call.caller.oin));
          } else {
            page.revision = request.revision();
          }
          Violations violations;
          auto query = Checked(check, violations);
          RETURN_IF_ERROR(violations.ToStatus());
          using Query = decltype(query);
          // Handed from thread to thread without copies.
          struct Waiting {
            Query query;
            Page page;
            Call call;
            Reader read;
          };
          const auto waiting = std::make_shared<const Waiting>(
              Waiting{std::move(query), std::move(page), call, read});
          const size_t bytes = request.ByteSizeLong();
          keeper_.Reach(waiting->page.revision, [=, &context,
                                                 this](auto reached) {
            lanes_.reads.Submit(
                waiting->call.caller.oin, waiting->call.deadline,
                [=, &context](const absl::Status& refused) {
                  Finish(
                      context, reactor, response,
                      [&]() -> absl::StatusOr<Response> {
                        RETURN_IF_ERROR(refused);
                        RETURN_IF_ERROR(StillAsked(context));
                        ASSIGN_OR_RETURN(const auto state, reached);
                        return SealedFor<Response>(
                            waiting->call.caller.oin,
                            waiting->read(Asked<State, Query>{
                                KnownAt(*state, waiting->page.revision),
                                waiting->query, waiting->page, waiting->call}));
                      });
                },
                bytes);
          });
          return absl::OkStatus();
        });
  }

  // Writes: checked by `check(request)`, then carried out by
  // `change(draft)`, or `change(draft, call)`, as one revision.
  template <typename Request, typename Response, typename Check,
            typename Change>
  Reactor* HandleWrite(Context& context, const Request& request,
                       Response* response, Check check, Change change) {
    return Handle(context, request, response, lanes_.writes,
                  [this, &request, check,
                   change](const Call& call) -> absl::StatusOr<Response> {
                    RETURN_IF_ERROR(check(request));
                    return Write<Response>(call, request, change);
                  });
  }

  // A call that is more than one read or one write: `compute(call)`, or
  // `compute(call, page)` where it has pages.
  template <typename Request, typename Response, typename Compute>
  Reactor* Handle(Context& context, const Request& request, Response* response,
                  Lane& lane, Compute compute) {
    return Begin(
        context, request,
        [&](Reactor* reactor, const Call& call) -> absl::Status {
          Page page{};
          if constexpr (std::is_invocable_v<Compute, const Call&, Page>) {
            ASSIGN_OR_RETURN(page, ParsePage(request, call.caller.oin));
          }
          lane.Submit(
              call.caller.oin, call.deadline,
              [=, &context](const absl::Status& refused) {
                Finish(context, reactor, response,
                       [&]() -> absl::StatusOr<Response> {
                         RETURN_IF_ERROR(refused);
                         RETURN_IF_ERROR(StillAsked(context));
                         if constexpr (std::is_invocable_v<Compute, const Call&,
                                                           Page>) {
                           return SealedFor<Response>(call.caller.oin,
                                                      compute(call, page));
                         } else {
                           return compute(call);
                         }
                       });
              },
              request.ByteSizeLong());
          return absl::OkStatus();
        });
  }

  // Answers `ListRevisions`, from the ledger itself.
  template <typename Request, typename Response>
  Reactor* HandleRevisions(Context& context, const Request& request,
                           Response* response) {
    return Handle(
        context, request, response,
        request.verify_chain() ? lanes_.checking : lanes_.work,
        [this, &request](const Call& call,
                         const Page& page) -> absl::StatusOr<Response> {
          Violations violations;
          CheckRevisionsQuery(request, violations);
          RETURN_IF_ERROR(violations.ToStatus());
          ASSIGN_OR_RETURN(Response answer,
                           opvang::Read<Response>(
                               db_, call, page.revision, [&](Transaction& tx) {
                                 return AnswerRevisions<Response>(
                                     tx, request, page, call.caller);
                               }));
          if constexpr (requires(const State& state) { state.touched; }) {
            ASSIGN_OR_RETURN(const auto state, Reach(answer.revision()));
            for (auto& one : *answer.mutable_revisions()) {
              AddAreas(AreasFor({*state, one.revision()}, call.caller), one);
            }
          }
          return answer;
        });
  }

  // A delivery by stream, received a message at a time; `feed` says how its
  // rows become facts.
  template <typename Request, typename Response, typename Header, typename Row>
  grpc::ServerReadReactor<Request>* HandleStream(
      Context& context, Response* response,
      const DeliveryStream<Header, Row, Draft<State>>& feed) {
    const TraceScope scope(CurrentTrace());
    auto* stream = new RequestStream<Request, Response>(context, response,
                                                        lanes_.idle_streams);
    const absl::Status begun = [&]() -> absl::Status {
      // Who may not deliver anything is not listened to.
      RETURN_IF_ERROR(
          MayDeliver(authorizer_.Authorize(context, Request()).status()));
      const std::string organisation = CallerOinOf(context);
      ASSIGN_OR_RETURN(Place place, lanes_.open_streams.Take(organisation));
      const auto write = [this](const Call& call, const Header& header,
                                auto change) {
        return keeper_.template WriteWithin<Response>(call, header, change);
      };
      const auto receiver = std::make_shared<
          StreamReceiver<Response, Request, Header, Row, Draft<State>,
                         std::decay_t<decltype(write)>>>(
          db_, clock_, authorizer_, context, feed, write);
      stream->Begin(
          organisation, std::move(place), lanes_.streams,
          [receiver](const Request* part) { return receiver->Take(part); });
      return absl::OkStatus();
    }();
    if (!begun.ok()) stream->Refuse(begun);
    return stream;
  }

  // A call that answers by stream: `compute(call)` gives all answers.
  template <typename Request, typename Response, typename Compute>
  grpc::ServerWriteReactor<Response>* HandleResponses(Context& context,
                                                      const Request& request,
                                                      Lane& lane,
                                                      Compute compute) {
    const TraceScope scope(CurrentTrace());
    auto* stream = new ResponseStream<Response>();
    const absl::StatusOr<Call> call = authorizer_.Authorize(context, request);
    if (!call.ok()) {
      stream->Send(call.status());
      return stream;
    }
    lane.Submit(call->caller.oin, call->deadline,
                [=, &context, call = *call](const absl::Status& refused) {
                  if (!refused.ok()) return stream->Send(refused);
                  const absl::Status asked = StillAsked(context);
                  if (!asked.ok()) return stream->Send(asked);
                  std::vector<Response> all;
                  const grpc::Status status =
                      Reply(&all, [&] { return compute(call); });
                  if (!status.ok()) return stream->Finish(status);
                  stream->Send(std::move(all));
                });
    return stream;
  }

  // A call that answers by stream, of what is there and what comes:
  // `feed(call)` answers a `Feed`.
  template <typename Request, typename Response, typename MakeFeed>
  grpc::ServerWriteReactor<Response>* HandleFollow(Context& context,
                                                   const Request& request,
                                                   Lane& lane,
                                                   MakeFeed make_feed) {
    const TraceScope scope(CurrentTrace());
    auto* stream = new FollowStream<Response>(lane);
    const absl::Status begun = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const Call call,
                       authorizer_.Authorize(context, request));
      ASSIGN_OR_RETURN(Feed<Response> feed, make_feed(call));
      stream->Begin(call.caller.oin, call.deadline, std::move(feed));
      return absl::OkStatus();
    }();
    if (!begun.ok()) stream->Refuse(begun);
    return stream;
  }

  // For `Handle`: one write.
  template <typename Response, typename Request, typename Change>
  absl::StatusOr<Response> Write(const Call& call, const Request& request,
                                 Change change) {
    return keeper_.template Write<Response>(
        call, request, [&](Draft<State>& draft) -> absl::StatusOr<Response> {
          if constexpr (std::is_invocable_v<Change, Draft<State>&,
                                            const Call&>) {
            return change(draft, call);
          } else {
            return change(draft);
          }
        });
  }

  // The same for one that needs more of the database than its facts.
  template <typename Response, typename Request, typename Change>
  absl::StatusOr<Response> WriteWithin(const Call& call, const Request& request,
                                       Change change) {
    return keeper_.template WriteWithin<Response>(call, request, change);
  }

  // For `Handle`: a state that has reached `revision`; with 0, one that has
  // every write acknowledged before. Its thread waits.
  absl::StatusOr<std::shared_ptr<const State>> Reach(Revision revision) {
    return keeper_.ReachNow(revision);
  }

  Database& db_;
  const Clock& clock_;
  const Authorizer authorizer_;

 private:
  // What the check makes of the request; nothing where it makes nothing.
  template <typename Check>
  static auto Checked(Check& check, Violations& violations) {
    if constexpr (std::is_void_v<decltype(check(violations))>) {
      check(violations);
      return std::monostate();
    } else {
      return check(violations);
    }
  }

  // Of a delivery about nothing yet: whatever it will be about, somebody who is
  // not listed, or whose role may not deliver, is refused.
  static absl::Status MayDeliver(const absl::Status& let_in) {
    const bool never = absl::IsUnauthenticated(let_in) ||
                       ReasonIn(let_in) == PlumbingReason("METHOD_NOT_ALLOWED");
    return never ? let_in : absl::OkStatus();
  }

  // Lets the call in and hands it on; `start` answers what is wrong with it.
  template <typename Request, typename Start>
  Reactor* Begin(Context& context, const Request& request, Start start) {
    const TraceScope scope(CurrentTrace());
    Reactor* const reactor = context.DefaultReactor();
    const absl::Status status = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const Call call,
                       authorizer_.Authorize(context, request));
      return start(reactor, call);
    }();
    if (!status.ok()) reactor->Finish(ToGrpc(status));
    return reactor;
  }

  // Nothing is computed for a caller who has gone meanwhile.
  static absl::Status StillAsked(const Context& context) {
    if (!context.IsCancelled()) return absl::OkStatus();
    return absl::CancelledError("The caller has gone.");
  }

  template <typename Response, typename Compute>
  static void Finish(Context& context, Reactor* reactor, Response* response,
                     Compute compute) {
    const grpc::Status status = Reply(response, compute);
    // Tries of those who ask us would multiply ours.
    if (AskedInVain(status)) {
      context.AddTrailingMetadata("grpc-retry-pushback-ms", "-1");
    }
    reactor->Finish(status);
  }

  KeptMeasures facts_;
  // The lanes end before what their calls use.
  Keeper<State> keeper_;

 protected:
  Lanes lanes_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_STATE_SERVICE_H_
