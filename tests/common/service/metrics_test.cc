// What the programs tell Prometheus, and what of a question is found again in
// their logs.
#include "common/service/metrics.h"

#include <signal.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/file.h"
#include "common/net/transport.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "tests/support/in_process.h"
#include "tests/support/make_actor_key.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/scrape.h"
#include "tests/support/test_database.h"

namespace opvang {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace h = nl::opvang::housing::v1;

constexpr char kQuotaService[] =
    "grpc_service=\"nl.opvang.quotas.v1.QuotaService\"";

// A service as its own program, with metrics.
class MeasuredService {
 public:
  MeasuredService(const std::string& name, const std::string& folder,
                  std::vector<std::string> flags = {})
      : name_(name),
        db_(name),
        log_(folder + "/" + name + ".log"),
        address_file_(folder + "/" + name + ".address"),
        config_(folder + "/" + name + ".conf") {
    std::ofstream(config_) << "database=" << db_.url() << "\n";
    flags.insert(
        flags.begin(),
        {OPVANG_BINARY_DIR "/services/" + name + "/opvang-" + name,
         "--config=" + config_, "--address-file=" + address_file_,
         "--migrations=" OPVANG_SOURCE_DIR "/services/" + name + "/migrations",
         "--metrics=0"});
    if (!std::filesystem::exists(folder + "/" + name + "/cert.pem")) {
      flags.push_back("--plain");
    }
    pid_ = Spawn(flags, log_);
    address_ = AwaitWord(address_file_);
  }
  ~MeasuredService() {
    if (pid_ != 0) End(pid_, SIGKILL);
  }
  MeasuredService(const MeasuredService&) = delete;

  const std::string& address() const { return address_; }
  // The lines of its log with that event.
  std::vector<nlohmann::json> Logged(const std::string& event) const {
    std::vector<nlohmann::json> lines;
    const auto text = ReadFile(log_);
    for (const absl::string_view line : absl::StrSplit(*text, '\n')) {
      if (line.empty()) continue;
      const auto read =
          nlohmann::json::parse(std::string(line), nullptr, false);
      EXPECT_FALSE(read.is_discarded()) << name_ << ": " << line;
      if (read.is_object() && read.value("event", "") == event) {
        lines.push_back(read);
      }
    }
    return lines;
  }
  // Its one line of that event about that method, once it is there.
  nlohmann::json AwaitLogged(const std::string& event,
                             const std::string& method) const {
    const absl::Time latest = absl::Now() + absl::Seconds(20);
    do {
      for (const nlohmann::json& line : Logged(event)) {
        if (absl::EndsWith(line.value("method", ""), "/" + method)) return line;
      }
      absl::SleepFor(absl::Milliseconds(5));
    } while (absl::Now() < latest);
    ADD_FAILURE() << name_ << " logged no " << event << " of " << method;
    return {};
  }
  Scraped Scrape() const {
    const auto told = Logged("metrics");
    EXPECT_EQ(told.size(), 1u);
    return told.empty() ? Scraped() : opvang::Scrape(told[0]["address"]);
  }
  // Scrapes until `is` says so; what was scraped last.
  template <typename Is>
  Scraped AwaitScraped(Is is) const {
    const absl::Time latest = absl::Now() + absl::Seconds(20);
    Scraped scraped = Scrape();
    while (!is(scraped) && absl::Now() < latest) {
      absl::SleepFor(absl::Milliseconds(5));
      scraped = Scrape();
    }
    return scraped;
  }

 private:
  const std::string name_;
  TestDatabase db_;
  const std::string log_, address_file_, config_;
  pid_t pid_ = 0;
  std::string address_;
};

class MetricsTest : public testing::Test {
 protected:
  MetricsTest() {
    char folder[] = "/tmp/opvang-metrics-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
  }
  ~MetricsTest() override { std::filesystem::remove_all(folder_); }

  // A cycle of which the report is due before the day after so many.
  static q::DeliverQuotasRequest CycleWithReportIn(int days) {
    const absl::CivilDay today = DayAt(absl::Now());
    q::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    request.set_request_id("00000000-0000-4000-8000-000000000001");
    q::Cycle& cycle = *request.add_cycles();
    cycle.set_name("cycles/2026");
    cycle.set_display_name("cyclus");
    *cycle.mutable_window_start_date() = ToProto(today);
    *cycle.mutable_window_end_date() = ToProto(today + 400);
    *cycle.mutable_realisation_start_date() = ToProto(today);
    *cycle.mutable_realisation_end_date() = ToProto(today + 500);
    *cycle.mutable_report_due_date() = ToProto(today + days + 1);
    *cycle.mutable_decision_due_date() = ToProto(today + days + 61);
    cycle.set_source("illustrative");
    return request;
  }

  std::string folder_;
};

TEST_F(MetricsTest, ListensOnlyWhereItIsTold) {
  EXPECT_EQ(*ParseMetricsAddress("7201"), "127.0.0.1:7201");
  EXPECT_EQ(*ParseMetricsAddress("0.0.0.0:7201"), "0.0.0.0:7201");
  EXPECT_EQ(*ParseMetricsAddress("[::1]:7201"), "[::1]:7201");
  for (const char* wrong : {"", "x", ":", "127.0.0.1", "localhost:7201",
                            "127.0.0.1:70000", "127.0.0.1:x", "[::1:7201"}) {
    EXPECT_THAT(ParseMetricsAddress(wrong),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << wrong;
  }
}

TEST_F(MetricsTest, SaysWhenItCannotListen) {
  Metrics first({.service = "x", .version = "1", .full_name = ""});
  ASSERT_THAT(first.Listen("127.0.0.1:0"), IsOk());
  Metrics second({.service = "x", .version = "1", .full_name = ""});
  EXPECT_THAT(second.Listen(first.address()),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(HttpGet(first.address(), "/elsewhere"),
              testing::HasSubstr("404"));
}

TEST_F(MetricsTest, CountsEveryCallByMethodAndCode) {
  const MeasuredService quotas("quotas", folder_);
  // Before the first call every method and code is there.
  const std::set<std::string> listed = {kQuotaService,
                                        "grpc_method=\"ListCycles\""};
  auto with = [&](const std::string& code) {
    auto labels = listed;
    labels.insert("grpc_code=\"" + code + "\"");
    return labels;
  };
  const Scraped before = quotas.Scrape();
  EXPECT_EQ(before.Sum("grpc_server_started_total", listed), 0);
  EXPECT_EQ(before.Sum("grpc_server_handled_total", with("Internal")), 0);
  const auto stub = q::QuotaService::NewStub(*Connect(quotas.address(), ""));
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(CallRpc(*stub, &q::QuotaService::Stub::ListCycles,
                        q::ListCyclesRequest()),
                IsOk());
  }
  q::ListCyclesRequest ahead;
  ahead.set_revision(1000);
  EXPECT_THAT(CallRpc(*stub, &q::QuotaService::Stub::ListCycles, ahead),
              StatusIs(absl::StatusCode::kOutOfRange));
  const Scraped after = quotas.Scrape();
  EXPECT_EQ(after.Sum("grpc_server_started_total", listed), 4);
  EXPECT_EQ(after.Sum("grpc_server_handled_total", with("OK")), 3);
  EXPECT_EQ(after.Sum("grpc_server_handled_total", with("OutOfRange")), 1);
  EXPECT_EQ(after.Sum("grpc_server_handling_seconds_count", listed), 4);
  auto within = listed;
  within.insert("le=\"+Inf\"");
  EXPECT_EQ(after.Sum("grpc_server_handling_seconds_bucket", within), 4);
  EXPECT_EQ(after.Sum("grpc_server_handled_total",
                      {"grpc_type=\"unary\"", kQuotaService}),
            4);
  EXPECT_GE(after.Sum("opvang_connections_let_in_total"), 1);
  EXPECT_EQ(after.Sum("opvang_connections_refused_total"), 0);
  EXPECT_GE(after.Sum("opvang_connections"), 1);
  EXPECT_GE(after.Sum("opvang_calls_in_flight"), 0);
  EXPECT_EQ(after.Sum("opvang_build_info", {"service=\"quotas\""}), 1);
  EXPECT_GT(after.Sum("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(after.Sum("process_open_fds"), 3);
  EXPECT_GE(after.Sum("process_max_fds"), 1000);
  EXPECT_GT(after.Sum("process_cpu_seconds_total"), 0);
}

TEST_F(MetricsTest, TellsHowTheStateStandsAndWhatWasDelivered) {
  const MeasuredService quotas("quotas", folder_);
  const Scraped before = quotas.Scrape();
  EXPECT_EQ(before.Sum("opvang_serving", {"what=\"reads\""}), 1);
  EXPECT_EQ(before.Sum("opvang_serving", {"what=\"writes\""}), 1);
  EXPECT_EQ(before.Sum("opvang_revision"), 1);
  EXPECT_EQ(before.Sum("opvang_last_delivery_age_seconds"), -1);
  EXPECT_EQ(before.Sum("opvang_statutory_days"), -1);
  EXPECT_EQ(before.Sum("opvang_database_connections"), 8);
  EXPECT_EQ(before.Sum("opvang_database_waiting"), 0);
  const auto stub = q::QuotaService::NewStub(*Connect(quotas.address(), ""));
  ASSERT_THAT(CallRpc(*stub, &q::QuotaService::Stub::DeliverQuotas,
                      CycleWithReportIn(10)),
              IsOk());
  // A second later at most it was asked whether there is more; an answer goes
  // out before its lane is told.
  const Scraped after = quotas.AwaitScraped([](const Scraped& scraped) {
    return scraped.Sum("opvang_state_lag_seconds") < 2 &&
           scraped.Sum("opvang_lane_running") == 0;
  });
  EXPECT_EQ(after.Sum("opvang_revision"), 2);
  EXPECT_EQ(after.Sum("opvang_state_lag_revisions"), 0);
  EXPECT_LT(after.Sum("opvang_state_lag_seconds"), 2);
  const double age = after.Sum("opvang_last_delivery_age_seconds",
                               {"kind=\"DeliverQuotas\"", "oin=\"loopback\"",
                                "organisation=\"loopback\""});
  EXPECT_GE(age, 0);
  EXPECT_LT(age, 60);
  // Today may end while this runs.
  EXPECT_THAT(after.Sum("opvang_statutory_days",
                        {"cycle=\"cycles/2026\"", "milestone=\"report\""}),
              testing::AnyOf(10, 9));
  for (const char* lane : {"reads", "writes", "work", "checking", "printing",
                           "asking", "streams"}) {
    const std::string label = absl::StrCat("lane=\"", lane, "\"");
    EXPECT_EQ(after.Sum("opvang_lane_waiting", {label}), 0) << lane;
    EXPECT_EQ(after.Sum("opvang_lane_running", {label}), 0) << lane;
    EXPECT_EQ(after.Sum("opvang_lane_refused_total", {label}), 0) << lane;
  }
}

// What another replica wrote, and what was there before the start.
TEST_F(MetricsTest, KnowsWhatOthersDelivered) {
  TestDatabase db("quotas");
  const auto flags = [&](const std::string& name) {
    return std::vector<std::string>{
        OPVANG_BINARY_DIR "/services/quotas/opvang-quotas",
        "--config=" + folder_ + "/conf",
        "--address-file=" + folder_ + "/" + name,
        "--migrations=" OPVANG_SOURCE_DIR "/services/quotas/migrations",
        "--metrics=0",
        "--plain"};
  };
  std::ofstream(folder_ + "/conf") << "database=" << db.url() << "\n";
  const auto metrics_of = [&](const std::string& log) {
    const auto text = ReadFile(folder_ + "/" + log);
    std::smatch found;
    EXPECT_TRUE(std::regex_search(
        *text, found,
        std::regex("\"event\":\"metrics\".*\"address\":\"([^\"]+)\"")));
    return found[1].str();
  };
  const pid_t writer = Spawn(flags("writer"), folder_ + "/writer.log");
  const pid_t replica = Spawn(flags("replica"), folder_ + "/replica.log");
  const auto stub =
      q::QuotaService::NewStub(*Connect(AwaitWord(folder_ + "/writer"), ""));
  ASSERT_NE(AwaitWord(folder_ + "/replica"), "");
  ASSERT_THAT(CallRpc(*stub, &q::QuotaService::Stub::DeliverQuotas,
                      CycleWithReportIn(10)),
              IsOk());
  const pid_t later = Spawn(flags("later"), folder_ + "/later.log");
  ASSERT_NE(AwaitWord(folder_ + "/later"), "");
  for (const char* log : {"replica.log", "later.log"}) {
    const absl::Time latest = absl::Now() + absl::Seconds(20);
    double age = -1;
    while (age < 0 && absl::Now() < latest) {
      age = Scrape(metrics_of(log))
                .Sum("opvang_last_delivery_age_seconds",
                     {"kind=\"DeliverQuotas\"", "oin=\"loopback\""});
    }
    EXPECT_GE(age, 0) << log;
    EXPECT_LT(age, 60) << log;
  }
  for (const pid_t pid : {writer, replica, later})
    EXPECT_EQ(End(pid, SIGTERM), 0);
}

TEST_F(MetricsTest, TellsOfACertificateHowManyDaysItHolds) {
  ASSERT_EQ(system(("bash " OPVANG_SOURCE_DIR "/deploy/certificates " + folder_)
                       .c_str()),
            0);
  const MeasuredService quotas(
      "quotas", folder_,
      {"--certificates=" + folder_ + "/quotas",
       "--organisations=" + folder_ + "/organisations.json"});
  const double days = quotas.Scrape().Sum("opvang_certificate_days");
  EXPECT_GT(days, 3648);
  EXPECT_LE(days, 3650);
}

// A question is one trace, over services and threads.
TEST_F(MetricsTest, AQuestionIsFoundAgainInTheLogOfEveryServiceThatItTook) {
  const MeasuredService quotas("quotas", folder_);
  const MeasuredService housing("housing", folder_,
                                {"--quotas=" + quotas.address()});
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string transaction = "01890a5d-ac96-774b-bcce-b302099a8057";
  const auto stub = h::HousingService::NewStub(*Connect(housing.address(), ""));
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(30));
  context.AddMetadata("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
  context.AddMetadata("fsc-transaction-id", transaction);
  h::ListBalancesRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_half_year("2024-h2");
  *request.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 9, 15));
  h::ListBalancesResponse response;
  ASSERT_THAT(FromGrpc(stub->ListBalances(&context, request, &response)),
              IsOk());
  const auto served = housing.AwaitLogged("call", "ListBalances");
  EXPECT_EQ(served["trace_id"], trace);
  EXPECT_EQ(served["parent_span_id"], "00f067aa0ba902b7");
  EXPECT_EQ(served["fsc_transaction_id"], transaction);
  const auto made = housing.AwaitLogged("call_made", "ListHousingTargets");
  EXPECT_EQ(made["trace_id"], trace);
  EXPECT_EQ(made["parent_span_id"], served["span_id"]);
  EXPECT_EQ(made["code"], "0");
  EXPECT_TRUE(made.contains("milliseconds"));
  const auto asked = quotas.AwaitLogged("call", "ListHousingTargets");
  EXPECT_EQ(asked["trace_id"], trace);
  EXPECT_EQ(asked["parent_span_id"], made["span_id"]);
  EXPECT_EQ(asked["fsc_transaction_id"], transaction);
  EXPECT_GE(housing.Scrape().Sum("grpc_client_handled_total",
                                 {kQuotaService, "grpc_code=\"OK\"",
                                  "grpc_method=\"ListHousingTargets\""}),
            1);
  EXPECT_GE(housing.Scrape().Sum("grpc_client_handling_seconds_count",
                                 {kQuotaService}),
            1);
}

TEST_F(MetricsTest, WhatIsNoTraceBeginsAnother) {
  const MeasuredService quotas("quotas", folder_);
  const auto stub = q::QuotaService::NewStub(*Connect(quotas.address(), ""));
  grpc::ClientContext context;
  SetDeadline(context, absl::Now() + absl::Seconds(30));
  context.AddMetadata("traceparent", "00-nonsense\"}");
  context.AddMetadata("fsc-transaction-id", "nonsense");
  q::ListCyclesResponse response;
  ASSERT_TRUE(stub->ListCycles(&context, {}, &response).ok());
  const auto line = quotas.AwaitLogged("call", "ListCycles");
  EXPECT_THAT(std::string(line["trace_id"]),
              testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_FALSE(line.contains("parent_span_id"));
  EXPECT_FALSE(line.contains("fsc_transaction_id"));
}

// What a person does with the client is one trace too.
TEST_F(MetricsTest, ACommandOfTheClientIsOneTrace) {
  const MeasuredService quotas("quotas", folder_);
  const std::string as = OPVANG_BINARY_DIR "/services/cli/opvang";
  std::string flags;
  for (const char* name : {"quotas", "locations", "housing", "reporting"}) {
    absl::StrAppend(&flags, " --", name, "=", quotas.address());
  }
  int status = 0;
  Shell(absl::StrCat(as, " status", flags), &status);
  const auto line = quotas.AwaitLogged("call", "Check");
  EXPECT_THAT(std::string(line["trace_id"]),
              testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_TRUE(line.contains("parent_span_id"));
  std::set<std::string> traces;
  for (const auto& call : quotas.Logged("call")) {
    // A channel asks of itself how the service is.
    if (call["method"] == "/grpc.health.v1.Health/Watch") continue;
    traces.insert(std::string(call["trace_id"]));
  }
  EXPECT_GE(quotas.Logged("call").size(), 4u);
  EXPECT_EQ(traces.size(), 1u);
}

// An error stands in the log with its cause; of what was wrong with a request
// the reason alone, for its sentence may tell what was in it.
TEST_F(MetricsTest, TheLogTellsWhyACallFailed) {
  const MeasuredService quotas("quotas", folder_);
  const MeasuredService housing("housing", folder_, {"--quotas=127.0.0.1:1"});
  const auto stub = h::HousingService::NewStub(*Connect(housing.address(), ""));
  h::ListBalancesRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_half_year("2024-h2");
  *request.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 9, 15));
  EXPECT_THAT(CallRpc(*stub, &h::HousingService::Stub::ListBalances, request),
              StatusIs(absl::StatusCode::kUnavailable));
  const auto failed = housing.AwaitLogged("call", "ListBalances");
  EXPECT_EQ(failed["reason"], "QUOTAS_UNAVAILABLE");
  EXPECT_NE(std::string(failed["fault"]), "");
  const auto made = housing.AwaitLogged("call_made", "ListCycles");
  EXPECT_EQ(made["code"], "14");
  EXPECT_NE(std::string(made["fault"]), "");
  request.set_parent("a secret");
  EXPECT_THAT(CallRpc(*stub, &h::HousingService::Stub::ListBalances, request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  housing.AwaitScraped([](const Scraped& scraped) {
    return scraped.Sum("grpc_server_handled_total",
                       {"grpc_code=\"InvalidArgument\""}) > 0;
  });
  bool found = false;
  for (const auto& call : housing.Logged("call")) {
    if (call["code"] != "3") continue;
    found = true;
    EXPECT_EQ(call["reason"], "FIELD_INVALID");
    EXPECT_FALSE(call.contains("fault"));
    EXPECT_FALSE(absl::StrContains(call.dump(), "a secret"));
  }
  EXPECT_TRUE(found);
}

// Where nobody reads along, also what stands in the way of a start is a line
// of the log.
TEST_F(MetricsTest, TheLogIsJsonFromItsFirstLine) {
  for (const std::string& flags : std::vector<std::string>{
           "--nonsense=1", "--plain --metrics=x --migrations=/nowhere",
           "--plain --migrations=" OPVANG_SOURCE_DIR
           "/services/quotas/migrations "
           "--database='mysql://root@unix(/nowhere.sock)/x' "
           "--database-wait=0"}) {
    int status = 0;
    const std::string said = Shell(
        OPVANG_BINARY_DIR "/services/quotas/opvang-quotas " + flags, &status);
    EXPECT_NE(status, 0);
    int faults = 0;
    for (const absl::string_view line : absl::StrSplit(said, '\n')) {
      if (line.empty()) continue;
      const auto read =
          nlohmann::json::parse(std::string(line), nullptr, false);
      ASSERT_TRUE(read.is_object()) << line;
      if (read["event"] == "cannot_start") {
        ++faults;
        EXPECT_NE(std::string(read["fault"]), "");
      }
    }
    EXPECT_GE(faults, 1) << said;
  }
}

// Every name in the rules and on the dashboard is one that services tell, each
// with a sentence; and every alert is explained.
TEST_F(MetricsTest, RulesAndDashboardAskForWhatIsThere) {
  const MeasuredService quotas("quotas", folder_);
  const MeasuredService locations("locations", folder_);
  const MeasuredService housing("housing", folder_,
                                {"--quotas=" + quotas.address()});
  std::ofstream(folder_ + "/events.key") << MakeActorKey().private_pem;
  const MeasuredService reporting(
      "reporting", folder_,
      {"--quotas=" + quotas.address(), "--locations=" + locations.address(),
       "--housing=" + housing.address(), "--webhook-hosts=events.example",
       "--webhook-origin=opvang.example",
       "--webhook-key=" + folder_ + "/events.key"});
  // What is counted of calls to others is there after the first of them.
  const auto stub = h::HousingService::NewStub(*Connect(housing.address(), ""));
  h::ListBalancesRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_half_year("2024-h2");
  *request.mutable_as_of_date() = ToProto(absl::CivilDay(2024, 9, 15));
  ASSERT_THAT(CallRpc(*stub, &h::HousingService::Stub::ListBalances, request),
              IsOk());
  std::set<std::string> there = {"up", "ALERTS"};
  for (const MeasuredService* service :
       {&quotas, &locations, &housing, &reporting}) {
    const Scraped scraped = service->Scrape();
    for (const std::string& name : scraped.typed) {
      there.insert(name);
      there.insert(name + "_bucket");
      if (absl::StartsWith(name, "exposer_")) continue;  // Of the library.
      EXPECT_EQ(scraped.helped.count(name), 1u) << name;
    }
  }
  // The gateway keeps nothing, and asks them.
  std::vector<std::string> command = {
      OPVANG_BINARY_DIR "/services/gateway/opvang-gateway", "--plain",
      "--metrics=0", "--openapi=" OPVANG_SOURCE_DIR "/package.json",
      "--address-file=" + folder_ + "/gateway.address"};
  for (const char* other : {"quotas", "locations", "housing", "reporting"}) {
    command.push_back(absl::StrCat("--", other, "=", quotas.address()));
  }
  const pid_t gateway = Spawn(command, folder_ + "/gateway.log");
  AwaitWord(folder_ + "/gateway.address");
  std::smatch told;
  const std::string log = *ReadFile(folder_ + "/gateway.log");
  ASSERT_TRUE(std::regex_search(
      log, told,
      std::regex("\"event\":\"metrics\".*\"address\":\"([^\"]+)\"")));
  const Scraped of_gateway = opvang::Scrape(told[1]);
  End(gateway, SIGKILL);
  for (const std::string& one : of_gateway.typed) {
    there.insert(one);
    there.insert(one + "_bucket");
    if (absl::StartsWith(one, "exposer_")) continue;
    EXPECT_EQ(of_gateway.helped.count(one), 1u) << one;
  }
  // Without certificates there are no days of any.
  there.insert("opvang_certificate_days");
  const std::string top = OPVANG_SOURCE_DIR "/deploy/";
  const std::string rules = *ReadFile(top + "prometheus/opvang.rules.yml");
  std::string asked;
  const std::regex expression("expr: ([^\n]*)");
  for (std::sregex_iterator it(rules.begin(), rules.end(), expression), end;
       it != end; ++it) {
    asked += (*it).str(1) + "\n";
  }
  const auto dashboard =
      nlohmann::json::parse(*ReadFile(top + "grafana/opvang.json"));
  int targets = 0;
  for (const auto& panel : dashboard["panels"]) {
    for (const auto& target : panel.value("targets", nlohmann::json::array())) {
      asked += std::string(target["expr"]) + "\n";
      ++targets;
    }
  }
  EXPECT_GT(targets, 10);
  const std::regex name(
      "\\b((opvang|grpc|process)_[a-z_]+)\\b(?!\\s*[=!]~?\")");
  const std::regex label("grpc_(service|method|type|code)");
  std::set<std::string> names;
  for (std::sregex_iterator it(asked.begin(), asked.end(), name), end;
       it != end; ++it) {
    if (!std::regex_match((*it).str(1), label)) names.insert((*it).str(1));
  }
  EXPECT_GT(names.size(), 15u);
  for (const std::string& one : names) EXPECT_EQ(there.count(one), 1u) << one;
}

TEST(AlertsTest, EachHasItsTestsAndItsParagraph) {
  const std::string top = OPVANG_SOURCE_DIR "/";
  const std::string rules =
      *ReadFile(top + "deploy/prometheus/opvang.rules.yml");
  const std::string tests =
      *ReadFile(top + "tests/deploy/opvang.rules.test.yml");
  const std::string handbook = *ReadFile(top + "deploy/alerts.md");
  const std::regex alert("- alert: (\\w+)\n[^]*?handbook: \"([^\"]*)\"");
  int count = 0;
  for (std::sregex_iterator it(rules.begin(), rules.end(), alert), end;
       it != end; ++it, ++count) {
    const std::string name = (*it).str(1);
    EXPECT_THAT(tests, testing::HasSubstr("name: " + name + " fires")) << name;
    EXPECT_THAT(tests, testing::HasSubstr("name: " + name + " does not fire"))
        << name;
    EXPECT_THAT(handbook, testing::HasSubstr("\n## " + name + "\n")) << name;
    EXPECT_EQ((*it).str(2), "deploy/alerts.md#" + absl::AsciiStrToLower(name));
  }
  EXPECT_GE(count, 14);
  // And no paragraph of an alert that is not there.
  const std::regex heading("\n## (Opvang\\w+)\n");
  for (std::sregex_iterator it(handbook.begin(), handbook.end(), heading), end;
       it != end; ++it) {
    EXPECT_THAT(rules, testing::HasSubstr("- alert: " + (*it).str(1) + "\n"));
  }
}

// As Prometheus itself reads them.
TEST(AlertsTest, TheRulesHoldTheirTests) {
  const std::string top = OPVANG_SOURCE_DIR "/";
  for (const std::string& line : std::vector<std::string>{
           "check rules " + top + "deploy/prometheus/opvang.rules.yml",
           "check config " + top + "deploy/prometheus/prometheus.yml",
           "test rules " + top + "tests/deploy/opvang.rules.test.yml"}) {
    int status = 0;
    const std::string said = Shell("promtool " + line, &status);
    EXPECT_EQ(status, 0) << said;
  }
}

}  // namespace
}  // namespace opvang
