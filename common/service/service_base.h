// What every RPC of a service does around its own work: who calls, what is
// wrong with the request, at which revision.
#ifndef OPVANG_COMMON_SERVICE_SERVICE_BASE_H_
#define OPVANG_COMMON_SERVICE_SERVICE_BASE_H_

#include <string>
#include <type_traits>
#include <utility>

#include "common/base/clock.h"
#include "common/base/status.h"
#include "common/db/database.h"
#include "common/db/ledger.h"
#include "common/net/reply.h"
#include "common/service/authorizer.h"
#include "common/service/pagination.h"

namespace opvang {

// A service inherits it and answers its calls with one of these.
class ServiceBase {
 protected:
  ServiceBase(Database& db, const Clock& clock, Organisations& organisations,
              absl::Span<const AccessRule> rights, std::string service)
      : db_(db),
        clock_(clock),
        authorizer_(organisations, rights, std::move(service)) {}

  // A call that is more than one read or one write: authorised, then answered
  // by `compute(call)`, or `compute(call, page)` where it has pages.
  template <typename Request, typename Response, typename Compute>
  grpc::Status Handle(grpc::ServerContext& context, const Request& request,
                      Response* response, Compute compute) {
    return Reply(response, [&]() -> absl::StatusOr<Response> {
      ASSIGN_OR_RETURN(const Call call,
                       authorizer_.Authorize(context, request));
      if constexpr (std::is_invocable_v<Compute, const Call&, Page>) {
        ASSIGN_OR_RETURN(const Page page, ParsePage(request));
        return compute(call, page);
      } else {
        return compute(call);
      }
    });
  }

  // A call that reads: authorised, checked by `check(violations)`, then
  // answered by `read(tx)`, or `read(tx, call)` where the answer depends on who
  // asks, at the revision asked for.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  grpc::Status HandleRead(grpc::ServerContext& context, const Request& request,
                          Response* response, Check check, Reader read) {
    const auto compute = [&](const Call& call) -> absl::StatusOr<Response> {
      Violations violations;
      check(violations);
      RETURN_IF_ERROR(violations.ToStatus());
      return Read<Response>(db_, call, request.revision(), Knowing(call, read));
    };
    return Handle(context, request, response, compute);
  }

  // The same with pages: `read(tx, page)`, or `read(tx, page, call)` where the
  // answer depends on who asks.
  template <typename Request, typename Response, typename Check,
            typename Reader>
  grpc::Status HandleList(grpc::ServerContext& context, const Request& request,
                          Response* response, Check check, Reader read) {
    const auto compute = [&](const Call& call,
                             const Page& page) -> absl::StatusOr<Response> {
      Violations violations;
      check(violations);
      RETURN_IF_ERROR(violations.ToStatus());
      return Read<Response>(db_, call, page.revision, [&](Transaction& tx) {
        if constexpr (std::is_invocable_v<Reader, Transaction&, const Page&,
                                          const Call&>) {
          return read(tx, page, call);
        } else {
          return read(tx, page);
        }
      });
    };
    return Handle(context, request, response, compute);
  }

  // A call that writes: authorised, checked by `check(request)`, then carried
  // out by `change(tx)`, or `change(tx, call)`, as one revision.
  template <typename Request, typename Response, typename Check,
            typename Change>
  grpc::Status HandleWrite(grpc::ServerContext& context, const Request& request,
                           Response* response, Check check, Change change) {
    const auto compute = [&](const Call& call) -> absl::StatusOr<Response> {
      RETURN_IF_ERROR(check(request));
      return Write<Response>(db_, clock_, call, request, Knowing(call, change));
    };
    return Handle(context, request, response, compute);
  }

  // `work(tx)`, also where it asks for the call.
  template <typename Work>
  static auto Knowing(const Call& call, Work& work) {
    return [&](Transaction& tx) {
      if constexpr (std::is_invocable_v<Work, Transaction&, const Call&>) {
        return work(tx, call);
      } else {
        return work(tx);
      }
    };
  }

  Database& db_;
  const Clock& clock_;
  const Authorizer authorizer_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SERVICE_BASE_H_
