#include "tests/reporting/house.h"

namespace opvang::reporting {

Organisation Ministry() {
  return {.oin = "1",
          .name = "ministerie",
          .role = Role::kMinistry,
          .scope = "",
          .actor_key = TestActorKey().public_pem};
}
Organisation Province(const std::string& scope) {
  return {.oin = scope,
          .name = "provincie",
          .role = Role::kProvince,
          .scope = scope,
          .actor_key = TestActorKey().public_pem};
}
Organisation Region(const std::string& scope) {
  return {.oin = scope,
          .name = "regio",
          .role = Role::kRegion,
          .scope = scope,
          .actor_key = TestActorKey().public_pem};
}
Organisation Town(const std::string& scope) {
  return {.oin = scope,
          .name = "gemeente",
          .role = Role::kMunicipality,
          .scope = scope,
          .actor_key = TestActorKey().public_pem};
}
Organisation Other(Role role) {
  return {.oin = "role" + std::to_string(static_cast<int>(role)),
          .name = "ander",
          .role = role,
          .scope = "",
          .actor_key = TestActorKey().public_pem};
}

House::House() = default;

House::Stub& House::As(const Organisation& who) {
  Caller& caller = callers_[who.oin];
  if (caller.stub == nullptr) {
    caller.only = Organisations::Loopback(who);
    caller.service = std::make_unique<ReportingService>(
        *db, clock, *caller.only,
        Sources{
            .quotas = q::QuotaService::NewStub(quotas_server.channel()),
            .locations =
                l::LocationService::NewStub(locations_server.channel()),
            .housing = h::HousingService::NewStub(housing_server.channel())},
        "", webhooks);
    caller.server = std::make_unique<InProcess>(*caller.service);
    caller.stub = pb::ReportingService::NewStub(caller.server->channel());
  }
  return *caller.stub;
}

std::string House::AddressFor(const Organisation& who) {
  As(who);
  return callers_.at(who.oin).server->address();
}

namespace {

template <typename Request, typename Stub, typename Method>
void Must(Stub& stub, Method method, const std::string& text) {
  auto request = Proto<Request>(text);
  request.set_request_id(UuidFor(text));
  ASSERT_THAT(CallRpc(stub, method, request), IsOk());
}

}  // namespace

void House::Quotas(const std::string& text) {
  Must<q::DeliverQuotasRequest>(
      *q::QuotaService::NewStub(quotas_server.channel()),
      &q::QuotaService::Stub::DeliverQuotas, text);
}
void House::Locations(const std::string& text) {
  Must<l::DeliverLocationsRequest>(
      *l::LocationService::NewStub(locations_server.channel()),
      &l::LocationService::Stub::DeliverLocations, text);
}
void House::Housing(const std::string& text) {
  Must<h::DeliverHousingRequest>(
      *h::HousingService::NewStub(housing_server.channel()),
      &h::HousingService::Stub::DeliverHousing, text);
}
void House::Texts(const std::string& text) {
  Must<pb::DeliverTextsRequest>(As(Ministry()), &Stub::DeliverTexts, text);
}

std::string House::Render(const Organisation& who, const std::string& name,
                          pb::RenderReportRequest::Format format,
                          pb::Edition edition) {
  pb::RenderReportRequest request;
  request.set_name(name);
  request.set_format(format);
  request.set_edition(edition);
  grpc::ClientContext context;
  const auto reader = As(who).RenderReport(&context, request);
  std::string bytes;
  for (pb::RenderReportResponse part; reader->Read(&part);) {
    bytes += part.chunk();
  }
  EXPECT_THAT(FromGrpc(reader->Finish()), IsOk());
  return bytes;
}

const char kCycle[] =
    "parent: 'countries/nl' cycles { name: 'cycles/2024' display_name: "
    "'eerste cyclus' window_start_date { year: 2025 month: 7 day: 1 } "
    "window_end_date { year: 2026 month: 2 day: 1 } "
    "realisation_start_date { year: 2024 month: 10 day: 1 } "
    "realisation_end_date { year: 2025 month: 7 day: 2 } "
    "report_due_date { year: 2024 month: 11 day: 1 } "
    "decision_due_date { year: 2024 month: 12 day: 31 } source: 'wet' } "
    "quota_entries { subject: 'municipalities/gm0193' duty: DUTY_ASYLUM "
    "period: 'cycles/2024' basis: BASIS_INDICATIVE quota_count: 717 amv_count: "
    "61 start_date { year: 2024 month: 1 day: 31 } source: 'gemeente.nu' }";
const char kRol[] =
    "parent: 'provinces/pv23' locations { name: "
    "'municipalities/gm0193/locations/rol' display_name: 'ROL' kind: 'rol' "
    "operator: OPERATOR_COA source: 'x' } state_entries { location: "
    "'municipalities/gm0193/locations/rol' state: LOCATION_STATE_OPEN "
    "start_date { year: 2023 month: 6 day: 30 } source: 'x' } "
    "place_entries { location: 'municipalities/gm0193/locations/rol' group: "
    "PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { year: 2023 month: 6 "
    "day: 30 } place_count: 300 decision: 'overeenkomst' source: 'x' }";

pb::CreateReportRequest ReportRequest(const std::string& id) {
  auto request = Proto<pb::CreateReportRequest>(
      R"pb(parent: 'provinces/pv23'
           report {
             spec {
               kind: REPORT_KIND_PROVINCIAL_REPORT
               as_of_date { year: 2024 month: 10 day: 31 }
               cycle: 'cycles/2024'
               rule_set: 'cycle-2024'
               ukraine_date { year: 2025 month: 1 day: 1 }
               half_year: '2024-h2'
               placements_date { year: 2024 month: 9 day: 15 }
             }
           })pb");
  request.set_report_id(id);
  request.set_request_id(UuidFor(id));
  return request;
}

}  // namespace opvang::reporting
