#include "services/housing/targets.h"

#include "common/reply.h"
#include "common/transport.h"
#include "services/housing/housing_errors.h"

namespace opvang::housing {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;

constexpr int kPagesMax = 100;

}  // namespace

absl::StatusOr<Targets> ReadTargets(quotas::QuotaService::StubInterface& stub,
                                    absl::Time deadline,
                                    const std::string& parent,
                                    const std::string& half_year,
                                    absl::CivilDay as_of,
                                    int64_t quotas_revision) {
  quotas::ListObligationsRequest request;
  request.set_parent(parent);
  request.set_half_year(half_year);
  *request.mutable_as_of_date() = ToProto(as_of);
  request.set_revision(quotas_revision);
  request.set_page_size(1000);
  Targets targets{.quotas_revision = quotas_revision, .by_municipality = {}};
  for (int page = 0; page < kPagesMax; ++page) {
    grpc::ClientContext context;
    SetDeadline(context, deadline);
    quotas::ListObligationsResponse response;
    const absl::Status status =
        FromGrpc(stub.ListObligations(&context, request, &response));
    if (absl::IsOutOfRange(status) || absl::IsPermissionDenied(status) ||
        absl::IsUnauthenticated(status)) {
      return status;
    }
    if (!status.ok()) return QuotasUnavailable(status);
    targets.quotas_revision = response.revision();
    for (const auto& obligations : response.obligations()) {
      const quotas::Obligation& duty = obligations.status_holders();
      if (!duty.has_quota_count()) continue;
      targets.by_municipality[duty.subject()] = {
          .count = duty.quota_count(),
          .source = duty.steps().rbegin()->source()};
    }
    if (response.next_page_token().empty()) return targets;
    request.set_page_token(response.next_page_token());
  }
  return absl::InternalError("the list of obligations does not end");
}

}  // namespace opvang::housing
