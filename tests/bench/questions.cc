#include "tests/bench/questions.h"

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"

namespace opvang::bench {

using absl::CivilDay;

std::string AnyMunicipality(int64_t number) {
  return AllMunicipalities()[number % AllMunicipalities().size()].Name();
}

Obligations ObligationsOfOne(int year, int64_t revision) {
  return {&q::QuotaService::Stub::PrepareAsyncListObligations,
          [=](int64_t number) {
            q::ListObligationsRequest request;
            request.set_parent(AnyMunicipality(number));
            request.set_cycle(year < 2032 ? "cycles/2024" : "cycles/2032");
            request.set_half_year(absl::StrCat(year, "-h1"));
            *request.mutable_ukraine_date() = ToProto(CivilDay(year, 6, 1));
            *request.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
            request.set_revision(revision);
            return request;
          },
          [](const q::ListObligationsResponse& response) {
            return response.obligations_size() == 1 &&
                   response.obligations(0).status_holders().quota_count() > 0;
          }};
}

Coverage CoverageOfOne(int year, int64_t revision) {
  return {
      &l::LocationService::Stub::PrepareAsyncListCoverage,
      [=](int64_t number) {
        l::ListCoverageRequest request;
        request.set_parent(AnyMunicipality(number));
        *request.mutable_window_start_date() = ToProto(CivilDay(year, 7, 1));
        *request.mutable_window_end_date() = ToProto(CivilDay(year + 1, 2, 1));
        *request.mutable_realisation_start_date() =
            ToProto(CivilDay(year - 1, 10, 1));
        *request.mutable_realisation_end_date() = ToProto(CivilDay(year, 7, 2));
        *request.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
        request.set_rule_set("cycle-2024");
        request.set_revision(revision);
        return request;
      },
      [](const l::ListCoverageResponse& response) {
        return response.coverage_size() == 1 &&
               response.coverage(0).locations_size() == 8;
      }};
}

Balances BalanceOfOne(int year, const Revisions& at) {
  return {&h::HousingService::Stub::PrepareAsyncListBalances,
          [=](int64_t number) {
            h::ListBalancesRequest request;
            request.set_parent(AnyMunicipality(number));
            request.set_half_year(absl::StrCat(year, "-h1"));
            *request.mutable_as_of_date() = ToProto(CivilDay(year, 6, 30));
            request.set_revision(at.housing);
            request.set_quotas_revision(at.quotas);
            return request;
          },
          [](const h::ListBalancesResponse& response) {
            return response.balances_size() == 1;
          }};
}

q::DeliverQuotasRequest OneEntry(const std::string& name, int64_t number) {
  q::DeliverQuotasRequest request;
  request.set_parent("countries/nl");
  request.set_request_id(UuidFor(absl::StrCat(name, " ", number)));
  q::QuotaEntry& entry = *request.add_quota_entries();
  entry.set_subject(AnyMunicipality(number));
  entry.set_duty(q::DUTY_UKRAINE);
  entry.set_basis(q::QuotaEntry::BASIS_DECIDED);
  *entry.mutable_start_date() = ToProto(CivilDay(2100, 1, 1));
  entry.set_quota_count(static_cast<int32_t>(number % 1000));
  entry.set_source("illustrative");
  return request;
}

Deliveries DeliveryOfOne(const std::string& name) {
  return {&q::QuotaService::Stub::PrepareAsyncDeliverQuotas,
          [=](int64_t number) { return OneEntry(name, number); },
          [](const q::DeliverQuotasResponse& response) {
            return response.fact_count() == 1 && response.revision() > 0;
          }};
}

r::CreateReportRequest NewReport(const std::string& scope,
                                 const std::string& id,
                                 const std::string& cycle, int year) {
  r::CreateReportRequest request;
  request.set_parent(scope);
  request.set_report_id(id);
  request.set_request_id(UuidFor(scope + id));
  r::ReportSpec& spec = *request.mutable_report()->mutable_spec();
  spec.set_kind(scope == "countries/nl" ? r::REPORT_KIND_QUARTERLY
                                        : r::REPORT_KIND_PROVINCIAL_REPORT);
  if (scope == "countries/nl") spec.set_quarter(absl::StrCat(year, "-q4"));
  spec.set_cycle(cycle);
  spec.set_half_year(absl::StrCat(year, "-h2"));
  spec.set_rule_set("cycle-2024");
  *spec.mutable_as_of_date() = ToProto(CivilDay(year, 12, 31));
  *spec.mutable_ukraine_date() = ToProto(CivilDay(year, 12, 31));
  *spec.mutable_placements_date() = ToProto(CivilDay(year, 12, 31));
  return request;
}

Begin AskingNothing(const Stubs<EmptyService>& stubs, int64_t bytes) {
  using Response = nl::opvang::bench::AnswerResponse;
  return Calling<Response>(
      [&stubs, bytes](grpc::ClientContext* context,
                      grpc::CompletionQueue* queue, int64_t number) {
        nl::opvang::bench::AnswerRequest request;
        request.set_byte_count(static_cast<int32_t>(bytes));
        return stubs[number % kConnections]->PrepareAsyncAnswer(context,
                                                                request, queue);
      },
      [bytes](const Response& response) {
        return static_cast<int64_t>(response.body().size()) == bytes;
      });
}

}  // namespace opvang::bench
