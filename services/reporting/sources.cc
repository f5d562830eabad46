#include "services/reporting/sources.h"

#include <future>
#include <utility>

#include "common/reply.h"
#include "common/status.h"
#include "common/transport.h"
#include "services/reporting/report_errors.h"

namespace opvang::reporting {
namespace {

namespace quotas = ::nl::opvang::quotas::v1;
namespace locations = ::nl::opvang::locations::v1;
namespace housing = ::nl::opvang::housing::v1;

constexpr int kPageSize = 1000;
constexpr int kPagesMax = 1000;

// What a source answers, as ours: refusals pass, anything else is the source
// not being there.
absl::Status Answer(const char* source, const grpc::Status& answered) {
  const absl::Status status = FromGrpc(answered);
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return status;
    default:
      return SourceUnavailable(source, status);
  }
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(const char* source, Stub& stub,
                             absl::Time deadline,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             const Request& request) {
  grpc::ClientContext context;
  SetDeadline(context, deadline);
  Response response;
  const absl::Status status =
      Answer(source, (stub.*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

// Asks for page after page at the revision of the first and hands each to
// `take`.
template <typename Stub, typename Request, typename Response, typename Take>
absl::Status AskPages(const char* source, Stub& stub, absl::Time deadline,
                      grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                   const Request&, Response*),
                      Request request, Take take) {
  request.set_page_size(kPageSize);
  for (int page = 0; page < kPagesMax; ++page) {
    ASSIGN_OR_RETURN(Response response,
                     Ask(source, stub, deadline, method, request));
    take(response);
    if (response.next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(response.next_page_token());
  }
  return absl::InternalError("a source's list does not end");
}

template <typename T>
void AppendAll(const google::protobuf::RepeatedPtrField<T>& from,
               std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

// The cycle comes first: it holds the days that the other questions need, and
// pins the revision of quotas.
absl::Status ReadCycle(quotas::QuotaService::StubInterface& stub,
                       absl::Time deadline, pb::ReportSpec& spec,
                       Facts& facts) {
  using Stub = quotas::QuotaService::StubInterface;
  quotas::ListCyclesRequest request;
  request.set_revision(spec.quotas_revision());
  ASSIGN_OR_RETURN(const quotas::ListCyclesResponse response,
                   Ask("quotas", stub, deadline, &Stub::ListCycles, request));
  spec.set_quotas_revision(response.revision());
  for (const quotas::Cycle& cycle : response.cycles()) {
    if (cycle.name() != spec.cycle()) continue;
    facts.cycle = cycle;
    return absl::OkStatus();
  }
  return CycleUnknown(spec.cycle(), response.revision());
}

absl::Status ReadQuotas(quotas::QuotaService::StubInterface& stub,
                        absl::Time deadline, const pb::ReportSpec& spec,
                        Facts& facts) {
  using Stub = quotas::QuotaService::StubInterface;
  quotas::ListObligationsRequest request;
  request.set_parent(spec.scope());
  request.set_cycle(spec.cycle());
  request.set_half_year(spec.half_year());
  *request.mutable_ukraine_date() = spec.ukraine_date();
  *request.mutable_as_of_date() = spec.as_of_date();
  request.set_revision(spec.quotas_revision());
  return AskPages("quotas", stub, deadline, &Stub::ListObligations, request,
                  [&](const quotas::ListObligationsResponse& page) {
                    AppendAll(page.obligations(), facts.obligations);
                    AppendAll(page.stated_totals(), facts.stated_totals);
                    facts.geography_version = page.geography_version();
                  });
}

absl::Status ReadLocations(locations::LocationService::StubInterface& stub,
                           absl::Time deadline, pb::ReportSpec& spec,
                           Facts& facts) {
  using Stub = locations::LocationService::StubInterface;
  locations::ListCoverageRequest coverage;
  coverage.set_parent(spec.scope());
  *coverage.mutable_window_start_date() = facts.cycle.window_start_date();
  *coverage.mutable_window_end_date() = facts.cycle.window_end_date();
  *coverage.mutable_realisation_start_date() =
      facts.cycle.realisation_start_date();
  *coverage.mutable_realisation_end_date() = facts.cycle.realisation_end_date();
  *coverage.mutable_as_of_date() = spec.as_of_date();
  coverage.set_rule_set(spec.rule_set());
  coverage.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListCoverage, coverage,
               [&](const locations::ListCoverageResponse& page) {
                 AppendAll(page.coverage(), facts.coverage);
                 facts.rules.assign(page.rules().begin(), page.rules().end());
                 spec.set_locations_revision(page.revision());
               }));
  locations::ListUkraineShelterRequest shelter;
  shelter.set_parent(spec.scope());
  *shelter.mutable_as_of_date() = spec.as_of_date();
  shelter.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListUkraineShelter, shelter,
               [&](const locations::ListUkraineShelterResponse& page) {
                 AppendAll(page.municipalities(), facts.shelters);
               }));
  locations::ListLocationsRequest others;
  others.set_parent(spec.scope());
  others.add_kinds("dsl");
  others.add_kinds("kso");
  *others.mutable_as_of_date() = spec.as_of_date();
  others.set_revision(spec.locations_revision());
  RETURN_IF_ERROR(
      AskPages("locations", stub, deadline, &Stub::ListLocations, others,
               [&](const locations::ListLocationsResponse& page) {
                 AppendAll(page.locations(), facts.status_holder_locations);
               }));
  ASSIGN_OR_RETURN(const locations::ListLocationKindsResponse kinds,
                   Ask("locations", stub, deadline, &Stub::ListLocationKinds,
                       locations::ListLocationKindsRequest()));
  for (const locations::LocationKind& kind : kinds.kinds()) {
    facts.kinds[kind.code()] = kind.display_name();
  }
  return absl::OkStatus();
}

absl::Status ReadHousing(housing::HousingService::StubInterface& stub,
                         absl::Time deadline, pb::ReportSpec& spec,
                         Facts& facts) {
  using Stub = housing::HousingService::StubInterface;
  housing::ListBalancesRequest balances;
  balances.set_parent(spec.scope());
  balances.set_half_year(spec.half_year());
  *balances.mutable_as_of_date() = spec.placements_date();
  balances.set_quotas_revision(spec.quotas_revision());
  balances.set_revision(spec.housing_revision());
  RETURN_IF_ERROR(AskPages("housing", stub, deadline, &Stub::ListBalances,
                           balances,
                           [&](const housing::ListBalancesResponse& page) {
                             AppendAll(page.balances(), facts.balances);
                             spec.set_housing_revision(page.revision());
                           }));
  housing::ListHousingPlansRequest plans;
  plans.set_parent(spec.scope());
  plans.set_revision(spec.housing_revision());
  return AskPages("housing", stub, deadline, &Stub::ListHousingPlans, plans,
                  [&](const housing::ListHousingPlansResponse& page) {
                    AppendAll(page.plans(), facts.plans);
                  });
}

}  // namespace

absl::StatusOr<Facts> ReadSources(const Sources& sources, absl::Time deadline,
                                  pb::ReportSpec& spec) {
  Facts facts;
  RETURN_IF_ERROR(ReadCycle(*sources.quotas, deadline, spec, facts));
  // Each fills its own parts of `facts` and its own pin: nothing is shared.
  pb::ReportSpec locations_spec = spec, housing_spec = spec;
  auto from_locations = std::async(std::launch::async, [&] {
    return ReadLocations(*sources.locations, deadline, locations_spec, facts);
  });
  auto from_housing = std::async(std::launch::async, [&] {
    return ReadHousing(*sources.housing, deadline, housing_spec, facts);
  });
  const absl::Status quotas_status =
      ReadQuotas(*sources.quotas, deadline, spec, facts);
  const absl::Status locations_status = from_locations.get();
  const absl::Status housing_status = from_housing.get();
  RETURN_IF_ERROR(quotas_status);
  RETURN_IF_ERROR(locations_status);
  RETURN_IF_ERROR(housing_status);
  spec.set_locations_revision(locations_spec.locations_revision());
  spec.set_housing_revision(housing_spec.housing_revision());
  return facts;
}

}  // namespace opvang::reporting
