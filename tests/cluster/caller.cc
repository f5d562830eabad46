// A client in C++ that writes to quotas and reads it back until it is stopped,
// over the channel that all our clients have, and keeps a history that
// tests/faults/checker.py reads.
//   caller TARGET HISTORY STOP SEED
// STOP is a file: while it is not there the client goes on.
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/base/digest.h"
#include "common/net/transport.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;
using Stub = q::QuotaService::Stub;

constexpr char kMark[] = "illustrative: ";
constexpr const char* kTowns[] = {
    "municipalities/gm0193", "municipalities/gm0166", "municipalities/gm0150"};
constexpr int kPauseMilliseconds = 15;

// Of the clock that all processes share.
double Moment() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

class Caller {
 public:
  Caller(std::shared_ptr<grpc::Channel> channel, const std::string& history,
         const std::string& seed)
      : stub_(q::QuotaService::NewStub(std::move(channel))),
        history_(history),
        random_(std::hash<std::string>()(seed)) {}

  // A write, and what was written read back, at its revision and now.
  void Act() {
    const std::string town = kTowns[random_() % std::size(kTowns)];
    const std::string id = UuidFor(absl::StrCat(random_(), "-", random_()));
    q::DeliverQuotasRequest request;
    request.set_parent(town);
    request.set_request_id(id);
    q::QuotaEntry& entry = *request.add_quota_entries();
    entry.set_subject(town);
    entry.set_duty(q::DUTY_UKRAINE);
    entry.set_basis(q::QuotaEntry::BASIS_AGREED);
    entry.mutable_start_date()->set_year(2025 + random_() % 3);
    entry.mutable_start_date()->set_month(1 + random_() % 12);
    entry.mutable_start_date()->set_day(1 + random_() % 28);
    entry.set_quota_count(random_() % 1000);
    entry.set_source(kMark + id);
    Note({{"what", "write"},
          {"id", id},
          {"method", "DeliverQuotas"},
          {"town", town},
          {"facts", 1},
          {"request", Base64(request)}});
    const auto told =
        Call<q::DeliverQuotasResponse>(&Stub::DeliverQuotas, request, id);
    if (!told.has_value()) return;
    Note({{"what", "ack"},
          {"id", id},
          {"begin", begin_},
          {"sha", Sha256(told->SerializeAsString())},
          {"revision", told->revision()}});
    Read(town, told->revision());
    Read(town, 0);
  }

 private:
  void Read(const std::string& town, int64_t revision) {
    q::ListQuotaEntriesRequest request;
    request.set_parent(town);
    request.set_page_size(1000);
    request.set_revision(revision);
    auto answer =
        Call<q::ListQuotaEntriesResponse>(&Stub::ListQuotaEntries, request, "");
    if (!answer.has_value()) return;
    const bool whole = answer->next_page_token().empty();
    // It is of the request: one that says its revision gets another.
    if (!whole) answer->set_next_page_token("more");
    nlohmann::json event = {{"what", "read"},
                            {"method", "ListQuotaEntries"},
                            {"begin", begin_},
                            {"now", revision == 0},
                            {"revision", answer->revision()},
                            {"sha", Sha256(answer->SerializeAsString())}};
    request.set_revision(answer->revision());
    event["request"] = Base64(request);
    if (revision == 0 && whole) {
      std::set<std::string> ids;
      for (const q::QuotaEntry& entry : answer->quota_entries()) {
        absl::string_view source = entry.source();
        absl::ConsumePrefix(&source, kMark);
        ids.insert(std::string(source.substr(0, 8)));
      }
      event["town"] = town;
      event["ids"] = ids;
    }
    Note(std::move(event));
  }

  // As the configuration has it: no try of our own. A fault is noted.
  template <typename Response, typename Method, typename Request>
  std::optional<Response> Call(Method method, const Request& request,
                               const std::string& id) {
    begin_ = Moment();
    grpc::ClientContext context;
    Response response;
    const grpc::Status status =
        ((*stub_).*method)(&context, request, &response);
    if (status.ok()) return response;
    nlohmann::json event = {
        {"what", "try"},
        {"begin", begin_},
        {"code", absl::StrCat(static_cast<int>(status.error_code()))},
        {"words", status.error_message()}};
    if (!id.empty()) event["id"] = id;
    Note(std::move(event));
    return std::nullopt;
  }

  static std::string Base64(const google::protobuf::Message& message) {
    return absl::Base64Escape(message.SerializeAsString());
  }

  void Note(nlohmann::json event) {
    event["at"] = Moment();
    event["service"] = "quotas";
    history_ << event.dump() << std::endl;
  }

  std::unique_ptr<Stub> stub_;
  std::ofstream history_;
  std::mt19937 random_;
  double begin_ = 0;
};

}  // namespace
}  // namespace opvang

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto channel = opvang::Connect(argv[1], "");
  if (!channel.ok()) {
    std::fprintf(stderr, "%s\n", channel.status().ToString().c_str());
    return 2;
  }
  opvang::Caller caller(*channel, argv[2], argv[4]);
  while (access(argv[3], F_OK) != 0) {
    caller.Act();
    absl::SleepFor(absl::Milliseconds(opvang::kPauseMilliseconds));
  }
  return 0;
}
