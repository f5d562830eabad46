// Housing beside a real quotas service, each on a real database.
#ifndef OPVANG_TESTS_HOUSING_SERVICES_H_
#define OPVANG_TESTS_HOUSING_SERVICES_H_

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "services/housing/housing_service.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::housing {

namespace q = nl::opvang::quotas::v1;
using Stub = pb::HousingService::Stub;

// "field { year: 2024 month: 7 day: 31 } ".
inline std::string Date(const std::string& field, absl::CivilDay day) {
  return absl::StrCat(field, " { ", ToProto(day).ShortDebugString(), " } ");
}

class HousingFixture : public testing::Test {
 protected:
  // A request in text format; its id is made of the text, as a job would.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Send(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const std::string& text) {
    auto request = Proto<Request>(text);
    request.set_request_id(UuidFor(text));
    return CallRpc(*stub_, method, request);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const std::string& text) {
    return CallRpc(*stub_, method, Proto<Request>(text));
  }
  absl::StatusOr<pb::DeliverHousingResponse> Deliver(const std::string& text) {
    return Send(&Stub::DeliverHousing, "parent: 'provinces/pv23' " + text);
  }
  absl::StatusOr<q::DeliverQuotasResponse> DeliverQuotas(
      const std::string& text) {
    auto request =
        Proto<q::DeliverQuotasRequest>("parent: 'countries/nl' " + text);
    request.set_request_id(UuidFor(text));
    return CallRpc(*quotas_stub_, &q::QuotaService::Stub::DeliverQuotas,
                   request);
  }
  static std::string Target(const std::string& subject,
                            const std::string& half_year, int count,
                            absl::CivilDay start) {
    return absl::StrCat("quota_entries { subject: '", subject,
                        "' duty: DUTY_STATUS_HOLDERS period: '", half_year,
                        "' basis: BASIS_DECIDED source: 'Staatscourant' ",
                        Date("start_date", start), "quota_count: ", count,
                        " } ");
  }
  static std::string Placed(const std::string& name, absl::CivilDay day,
                            int persons, const std::string& more = "") {
    return absl::StrCat("placements { name: '", name, "' ",
                        Date("placement_date", day), "kind: 'home' ",
                        "person_count: ", persons, " source: 'COA' ", more,
                        " } ");
  }
  // Nobody was housed in the half-year of `day` up to it.
  static std::string Nobody(const std::string& municipality,
                            absl::CivilDay day) {
    return absl::StrCat("placement_nil_returns { municipality: '", municipality,
                        "' source: 'gemeente' ", Date("return_date", day),
                        " } ");
  }
  absl::StatusOr<pb::ListBalancesResponse> Balances(
      const std::string& parent, const std::string& half_year,
      absl::CivilDay as_of, const std::string& more = "") {
    return Ask(
        &Stub::ListBalances,
        absl::StrCat("parent: '", parent, "' half_year: '", half_year,
                     "' page_size: 1000 ", Date("as_of_date", as_of), more));
  }
  // Of one municipality.
  pb::Balance Balance(const std::string& name, const std::string& half_year,
                      absl::CivilDay as_of, const std::string& more = "") {
    const auto list = Balances(name, half_year, as_of, more);
    EXPECT_THAT(list, IsOk());
    return list.ok() ? list->balances(0) : pb::Balance();
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase quotas_db_{"quotas"};
  TestDatabase db_{"housing"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  quotas::QuotaService quotas_{*quotas_db_, clock_, *organisations_};
  InProcess quotas_server_{quotas_};
  std::unique_ptr<q::QuotaService::Stub> quotas_stub_ =
      q::QuotaService::NewStub(quotas_server_.channel());
  HousingService service_{*db_, clock_, *organisations_,
                          q::QuotaService::NewStub(quotas_server_.channel())};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ = pb::HousingService::NewStub(server_.channel());
};

}  // namespace opvang::housing

#endif  // OPVANG_TESTS_HOUSING_SERVICES_H_
