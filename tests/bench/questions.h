// The calls that loads consist of, each with what a right answer looks like.
#ifndef OPVANG_TESTS_BENCH_QUESTIONS_H_
#define OPVANG_TESTS_BENCH_QUESTIONS_H_

#include <functional>
#include <string>

#include "tests/bench/house.h"
#include "tests/bench/load.h"

namespace opvang::bench {

template <typename AskedService, typename Request, typename AskedResponse>
struct Question {
  using Service = AskedService;
  using Response = AskedResponse;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> (
      Service::Stub::*method)(grpc::ClientContext*, const Request&,
                              grpc::CompletionQueue*);
  std::function<Request(int64_t number)> ask;
  std::function<bool(const Response&)> check;
};

using Obligations = Question<q::QuotaService, q::ListObligationsRequest,
                             q::ListObligationsResponse>;
using Coverage = Question<l::LocationService, l::ListCoverageRequest,
                          l::ListCoverageResponse>;
using Balances = Question<h::HousingService, h::ListBalancesRequest,
                          h::ListBalancesResponse>;
using Deliveries = Question<q::QuotaService, q::DeliverQuotasRequest,
                            q::DeliverQuotasResponse>;

// The name of some municipality.
std::string AnyMunicipality(int64_t number);

// Of one municipality, by what is known of that year; at a revision, 0 for now.
Obligations ObligationsOfOne(int year, int64_t revision = 0);
Coverage CoverageOfOne(int year, int64_t revision = 0);
Balances BalanceOfOne(int year, const Revisions& at = {});
// Writes of one entry, which counts for nothing that is asked. `name` tells
// them from those of another row.
Deliveries DeliveryOfOne(const std::string& name);
q::DeliverQuotasRequest OneEntry(const std::string& name, int64_t number);

// A report of a province, or of the country a quarterly one.
r::CreateReportRequest NewReport(const std::string& scope,
                                 const std::string& id,
                                 const std::string& cycle, int year);

template <typename Question>
Begin Asking(const Question& question,
             const Stubs<typename Question::Service>& stubs) {
  return Calling<typename Question::Response>(
      [&stubs, method = question.method, ask = question.ask](
          grpc::ClientContext* context, grpc::CompletionQueue* queue,
          int64_t number) {
        return (stubs[number % kConnections].get()->*method)(
            context, ask(number), queue);
      },
      question.check);
}

// How large an answer is.
template <typename Question>
int64_t BytesOf(const Question& question,
                const Stubs<typename Question::Service>& stubs) {
  int64_t bytes = 0;
  Question noting = question;
  noting.check = [&](const typename Question::Response& response) {
    bytes = static_cast<int64_t>(response.ByteSizeLong());
    return true;
  };
  Run({.in_flight = 1, .duration = absl::Milliseconds(50)},
      Asking(noting, stubs));
  return bytes;
}

// Empty calls with answers of so many bytes.
Begin AskingNothing(const Stubs<EmptyService>& stubs, int64_t bytes);

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_QUESTIONS_H_
