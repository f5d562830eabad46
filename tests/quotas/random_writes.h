// Random histories of quotas, and replicas that tell them.
#ifndef OPVANG_TESTS_QUOTAS_RANDOM_WRITES_H_
#define OPVANG_TESTS_QUOTAS_RANDOM_WRITES_H_

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/writes.h"

namespace opvang::quotas {

// One of several services over the same database.
struct Replica {
  using Stub = pb::QuotaService::Stub;
  Replica(Database& db, const Clock& clock, Organisations& organisations)
      : service(db, clock, organisations) {}
  QuotaService service;
  InProcess server{service};
  std::unique_ptr<Stub> stub = pb::QuotaService::NewStub(server.channel());
};

// Services whose callers are municipalities, which agree in their own name.
class Sides {
 public:
  Sides(Database& db, const Clock& clock) : db_(db), clock_(clock) {}
  pb::QuotaService::Stub& Of(const std::string& municipality) {
    Side& side = sides_[municipality];
    if (side.replica == nullptr) {
      side.organisations = Organisations::Loopback({.oin = "2",
                                                    .name = municipality,
                                                    .role = Role::kMunicipality,
                                                    .scope = municipality});
      side.replica =
          std::make_unique<Replica>(db_, clock_, *side.organisations);
    }
    return *side.replica->stub;
  }

 private:
  struct Side {
    std::unique_ptr<Organisations> organisations;
    std::unique_ptr<Replica> replica;
  };
  Database& db_;
  const Clock& clock_;
  std::map<std::string, Side> sides_;
};

inline std::string Date(const std::string& field, absl::CivilDay day) {
  return absl::StrCat(field, " { ", ToProto(day).ShortDebugString(), " } ");
}

// Few names, days and periods, so that much of what is said meets.
class RandomWrites {
 public:
  using Stub = pb::QuotaService::Stub;
  static constexpr const char* kNames[] = {
      "municipalities/gm0193", "municipalities/gm0166", "municipalities/gm0303",
      "provinces/pv23", "regions/ijsselland"};
  static constexpr int kMunicipalityCount = 3;

  // Without `sides` nobody agrees to a transfer.
  explicit RandomWrites(uint32_t seed, Sides* sides = nullptr)
      : random_(seed), sides_(sides) {}

  int Any(int count) { return static_cast<int>(random_() % count); }
  absl::CivilDay AnyDay() { return absl::CivilDay(2024, 1, 1) + 70 * Any(10); }
  std::string AnyHalfYear() {
    return absl::StrCat(2024 + Any(2), "-h", 1 + Any(2));
  }
  std::string AnyMunicipality() { return kNames[Any(kMunicipalityCount)]; }

  static pb::Cycle CycleNamed(const std::string& name) {
    return Proto<pb::Cycle>(
        "name: '" + name + "' display_name: 'e' source: 'wet' " +
        Date("window_start_date", absl::CivilDay(2025, 7, 1)) +
        Date("window_end_date", absl::CivilDay(2026, 2, 1)) +
        Date("realisation_start_date", absl::CivilDay(2024, 10, 1)) +
        Date("realisation_end_date", absl::CivilDay(2025, 7, 2)) +
        Date("report_due_date", absl::CivilDay(2024, 11, 1)) +
        Date("decision_due_date", absl::CivilDay(2024, 12, 31)));
  }

  // What later writes rest on.
  static pb::DeliverQuotasRequest FirstDelivery() {
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    request.set_request_id(UuidFor("cycle"));
    *request.add_cycles() = CycleNamed("cycles/2024");
    return request;
  }

  // Inhabitants of everybody, and scores of nearly everybody: what a split
  // needs.
  pb::DeliverQuotasRequest Inhabitants() {
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    request.set_request_id(UuidFor("inhabitants"));
    for (const Municipality& one : AllMunicipalities()) {
      auto& population = *request.add_populations();
      population.set_municipality(one.Name());
      *population.mutable_reference_date() =
          ToProto(absl::CivilDay(2024, 1, 1));
      population.set_inhabitant_count(1 + Any(200000));
      population.set_source("cbs");
      if (Any(100) == 0) continue;
      auto& score = *request.add_scores();
      score.set_municipality(one.Name());
      score.set_reference_year(2022);
      score.set_score_thousandths(Any(1000) - 500);
      score.set_source("cbs");
    }
    return request;
  }

  // Sends one write to `stub`, the same for the same number; some are refused,
  // which is fine.
  void WriteSomething(Stub& stub, const std::string& number) {
    switch (Any(12)) {
      case 0:
        EXPECT_THAT(Send(stub, &Stub::DeliverQuotas, AnyFacts(), number),
                    IsOk());
        return;
      case 1:
        return Try(stub, &Stub::CreateTransfer, AnyTransfer(), number);
      case 2:
        return AdvanceSomething(stub, number);
      case 3:
        return Try(stub, &Stub::CreateRedistribution, AnyRedistribution(),
                   number);
      case 4:
        return EndSomething(stub, number);
      case 5:
        return Try(stub, &Stub::CreateSplit, AnySplit(), number);
      case 6:
        return DecideSomething(stub, number);
      case 7:
        return Try(stub, &Stub::DeliverQuotas,
                   Any(2) == 0 ? AnySuccession() : AnyExchange(), number);
      case 8:
        return Try(stub, &Stub::DeliverQuotas,
                   Any(3) == 0 ? AnyCycle() : AnyCycleSteps(), number);
      default: {
        std::string text = "parent: 'countries/nl' ";
        const int first = Any(5);
        for (int i = Any(3); i >= 0; --i) {
          text += AnyEntryOf(kNames[(first + i) % 5]);
        }
        Try(stub, &Stub::DeliverQuotas, Proto<pb::DeliverQuotasRequest>(text),
            number);
      }
    }
  }

 private:
  template <typename Request, typename Response>
  static absl::StatusOr<Response> Send(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      Request request, const std::string& number) {
    request.set_request_id(UuidFor(number));
    return CallRpc(stub, method, request);
  }

  template <typename Request, typename Response>
  static void Try(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*,
                                               const Request&, Response*),
                  const Request& request, const std::string& number) {
    const absl::StatusOr<Response> answer = Send(stub, method, request, number);
    // But for a part that is taken back where nothing stands.
    EXPECT_FALSE(
        absl::IsInvalidArgument(answer.status()) &&
        !absl::StrContains(answer.status().message(), "no succession to take"))
        << answer.status();
  }

  // Of asylum, Ukraine or status holders, with the period.
  std::string AnyDuty() {
    switch (Any(3)) {
      case 0:
        return "duty: DUTY_ASYLUM period: 'cycles/2024' ";
      case 1:
        return "duty: DUTY_UKRAINE ";
      default:
        return absl::StrCat("duty: DUTY_STATUS_HOLDERS period: '",
                            AnyHalfYear(), "' ");
    }
  }

  std::string AnyEntryOf(const std::string& subject) {
    const std::string duty = AnyDuty();
    std::string text = absl::StrCat(
        "quota_entries { subject: '", subject, "' ", duty, "basis: ",
        pb::QuotaEntry::Basis_Name(
            static_cast<pb::QuotaEntry::Basis>(1 + Any(3))),
        " source: 's", Any(9), "' ", Date("start_date", AnyDay()));
    if (Any(6) > 0) {
      const int count = 100 + Any(900);
      absl::StrAppend(&text, "quota_count: ", count);
      if (duty.find("ASYLUM") != std::string::npos && Any(2) == 0) {
        absl::StrAppend(
            &text, " amv_count: ", Any(2) == 0 ? count - Any(3) : Any(count));
      }
    }
    return text + " } ";
  }

  pb::DeliverQuotasRequest AnyFacts() {
    const int places = 1 + Any(90000);
    return Proto<pb::DeliverQuotasRequest>(absl::StrCat(
        "parent: 'countries/nl' estimates { cycle: 'cycles/2024' place_count: ",
        places, Any(2) == 0 ? absl::StrCat(" amv_count: ", Any(places)) : "",
        " source: 's", Any(9), "' ", Date("publish_date", AnyDay()),
        "} populations { municipality: '", AnyMunicipality(),
        "' inhabitant_count: ", 1 + Any(99999), " source: 's' ",
        Date("reference_date", absl::CivilDay(2024, 1, 1)),
        "} scores { municipality: '", AnyMunicipality(), "' reference_year: ",
        2021 + Any(2), " score_thousandths: ", Any(1000) - 500, " source: 's",
        Any(9), "' } published_balances { subject: '", kNames[Any(5)],
        "' half_year: '", AnyHalfYear(), "' publisher: 'p", Any(2), "' ",
        Any(4) > 0 ? absl::StrCat("person_count: ", Any(50) - 25) : "",
        " source: 's' ", Date("publish_date", AnyDay()),
        "} national_targets { half_year: '", AnyHalfYear(),
        "' person_count: ", 1 + Any(30000), " source: 's", Any(9), "' ",
        Date("publish_date", AnyDay()), "}"));
  }

  pb::CreateTransferRequest AnyTransfer() {
    const int giver = Any(kMunicipalityCount);
    const absl::CivilDay start = AnyDay();
    const int places = 1 + Any(50);
    return Proto<pb::CreateTransferRequest>(absl::StrCat(
        "parent: 'countries/nl' transfer { name: 'transfers/t", Any(8), "' ",
        "duty: DUTY_ASYLUM period: 'cycles/2024'", " giver: '", kNames[giver],
        "' receiver: '", kNames[(giver + 1 + Any(2)) % kMunicipalityCount],
        "' place_count: ", places, " amv_count: ", Any(places), " source: 's' ",
        Date("start_date", start),
        Any(2) == 0 ? Date("end_date", start + 70 * (1 + Any(4))) : "",
        Any(2) == 0 ? "condition: 'c' " : "", Date("propose_date", AnyDay()),
        "}"));
  }

  // The next step of a transfer, as whoever read it would take it.
  void AdvanceSomething(Stub& stub, const std::string& number) {
    const auto seen =
        CallRpc(stub, &Stub::GetTransfer,
                Proto<pb::GetTransferRequest>(absl::StrCat(
                    "name: 'transfers/t", Any(8), "' ",
                    Date("as_of_date", absl::CivilDay(2030, 1, 1)))));
    if (!seen.ok()) return;
    const bool first = seen->steps_size() < 2 && Any(4) > 0;
    const auto kind =
        static_cast<pb::Transfer::Step::Kind>(first ? 1 : 1 + Any(4));
    const bool agrees = kind == pb::Transfer::Step::KIND_AGREED;
    if (agrees && sides_ == nullptr) return;
    const std::string parent = !agrees       ? "countries/nl"
                               : Any(2) == 0 ? seen->giver()
                                             : seen->receiver();
    auto request = Proto<pb::AdvanceTransferRequest>(absl::StrCat(
        "parent: '", parent, "' name: '", seen->name(), "' etag: '",
        seen->etag(), "' source: 's", Any(9), "' kind: ",
        pb::Transfer::Step::Kind_Name(kind), " ", Date("step_date", AnyDay())));
    // Some lie before the day that is possible, some are said already.
    Send(agrees ? sides_->Of(parent) : stub, &Stub::AdvanceTransfer, request,
         number)
        .status()
        .IgnoreError();
  }

  pb::CreateRedistributionRequest AnyRedistribution() {
    const std::string duty = AnyDuty();
    const bool asylum = duty.find("ASYLUM") != std::string::npos;
    const int moved = 1 + Any(20);
    const int minors = asylum ? Any(2) * Any(5) : 0;
    return Proto<pb::CreateRedistributionRequest>(absl::StrCat(
        "parent: 'countries/nl' redistribution { name: 'redistributions/r",
        Any(8), "' ", duty, "source: 's", Any(9), "' ",
        Date("start_date", AnyDay()), "changes { municipality: '", kNames[0],
        "' change_count: ", moved, " amv_change_count: ", minors,
        " } changes { municipality: '", asylum ? kNames[1] : kNames[1 + Any(2)],
        "' change_count: ", -moved, " amv_change_count: ", -minors, " } }"));
  }

  void EndSomething(Stub& stub, const std::string& number) {
    const auto seen = CallRpc(stub, &Stub::GetRedistribution,
                              Proto<pb::GetRedistributionRequest>(absl::StrCat(
                                  "name: 'redistributions/r", Any(8), "'")));
    if (!seen.ok()) return;
    const absl::CivilDay end = DayOf(seen->start_date()) + 70 * Any(4);
    Try(stub, &Stub::EndRedistribution,
        Proto<pb::EndRedistributionRequest>(absl::StrCat(
            "parent: 'countries/nl' name: '", seen->name(), "' etag: '",
            seen->etag(), "' source: 's", Any(9), "' ", Date("end_date", end))),
        number);
  }

  pb::CreateSplitRequest AnySplit() {
    const std::string head = absl::StrCat("split { name: 'splits/s", Any(9),
                                          "' source: 's", Any(9), "' ");
    if (Any(2) == 0) {
      return Proto<pb::CreateSplitRequest>(absl::StrCat(
          head, "duty: DUTY_ASYLUM period: 'cycles/2024' score_year: 2022 ",
          Any(4) > 0 ? "substitute_score_thousandths: 7 " : "",
          Date("population_date", absl::CivilDay(2024, 1, 1)), "}"));
    }
    return Proto<pb::CreateSplitRequest>(absl::StrCat(
        head, "duty: DUTY_STATUS_HOLDERS period: '", AnyHalfYear(), "' ",
        Any(4) > 0 ? Date("population_date", absl::CivilDay(2024, 1, 1)) : "",
        "}"));
  }

  // A first decision, or an amendment of the last.
  void DecideSomething(Stub& stub, const std::string& number) {
    const auto all =
        CallRpc(stub, &Stub::ListDecisions,
                Proto<pb::ListDecisionsRequest>("parent: 'provinces/pv23'"));
    ASSERT_THAT(all, IsOk());
    const int last = all->decisions_size() - 1;
    const std::string name = "provinces/pv23/decisions/d";
    std::string text = absl::StrCat(
        "parent: 'provinces/pv23' decision { name: '", name, last + 1,
        "' cycle: 'cycles/2024' source: 's", Any(9), "' ",
        last < 0
            ? Date("publish_date", AnyDay())
            : absl::StrCat(Date("publish_date",
                                DayOf(all->decisions(last).publish_date()) +
                                    70 * Any(2)),
                           "amended_decision: '", name, last, "' "),
        Any(2) == 0 ? absl::StrCat("stated_count: ", Any(5000), " ") : "");
    for (int i = Any(2); i < 2; ++i) {
      const int count = 100 + Any(900);
      absl::StrAppend(
          &text, "shares { municipality: '", kNames[i],
          "' quota_count: ", count,
          Any(2) == 0 ? absl::StrCat(" amv_count: ", Any(count)) : "", " } ");
    }
    Try(stub, &Stub::CreateDecision,
        Proto<pb::CreateDecisionRequest>(text + "}"), number);
  }

  // One or two take over, in parts.
  pb::DeliverQuotasRequest AnySuccession() {
    const int ended = Any(kMunicipalityCount);
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    for (int i = 1; i <= 1 + Any(2); ++i) {
      pb::Succession& one = *request.add_successions();
      one.set_municipality(kNames[ended]);
      one.set_successor(i == 2 && Any(3) == 0
                            ? "municipalities/gm0150"
                            : kNames[(ended + i) % kMunicipalityCount]);
      *one.mutable_start_date() = ToProto(absl::CivilDay(2025 + ended, 1, 1));
      if (Any(4) > 0) one.set_weight(1 + Any(9));
      one.set_source(absl::StrCat("s", Any(9)));
    }
    return request;
  }

  // Sometimes taken back, or within one municipality.
  pb::DeliverQuotasRequest AnyExchange() {
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    pb::Exchange& one = *request.add_exchanges();
    one.set_name(absl::StrCat("exchanges/e", Any(4)));
    one.set_municipality(kNames[Any(kMunicipalityCount)]);
    one.set_counterpart(kNames[Any(kMunicipalityCount)]);
    const int duty = Any(3);
    one.set_duty(static_cast<pb::Duty>(1 + duty));
    one.set_counterpart_duty(static_cast<pb::Duty>(1 + (duty + 1) % 3));
    one.set_count(1 + Any(90));
    one.set_counterpart_count(1 + Any(90));
    *one.mutable_start_date() = ToProto(absl::CivilDay(2024, 1 + Any(9), 1));
    if (Any(2) == 0) {
      *one.mutable_end_date() = ToProto(absl::CivilDay(2025, 1 + Any(9), 1));
    }
    if (Any(2) == 0) one.set_agreement("zoals besproken");
    one.set_retracted(Any(4) == 0);
    one.set_source(absl::StrCat("s", Any(9)));
    return request;
  }

  // Another word on the days of a cycle.
  pb::DeliverQuotasRequest AnyCycle() {
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    pb::Cycle& cycle = *request.add_cycles();
    cycle = CycleNamed(Any(3) > 0 ? "cycles/2024" : "cycles/2026");
    cycle.set_source(absl::StrCat("s", Any(9)));
    *cycle.mutable_report_due_date() = ToProto(AnyDay() + Any(2));
    *cycle.mutable_decision_due_date() = ToProto(AnyDay() + Any(2));
    if (Any(2) == 0) {
      *cycle.mutable_estimate_due_date() = ToProto(AnyDay() + Any(2));
    }
    if (Any(3) == 0) *cycle.mutable_delivery_date() = ToProto(AnyDay());
    return request;
  }

  // A life up to some state, each at one of its days; now and then the last one
  // is taken back.
  pb::DeliverQuotasRequest AnyCycleSteps() {
    pb::DeliverQuotasRequest request;
    request.set_parent("countries/nl");
    const int last = 2 + Any(9);
    const bool retracted = Any(3) == 0;
    for (int state = 2; state <= last; ++state) {
      // Amendments may be left out.
      if ((state == 5 || state == 7) && Any(2) == 0) continue;
      auto& step = *request.add_cycle_steps();
      step.set_cycle("cycles/2024");
      step.set_state(static_cast<pb::CycleStep::State>(state));
      *step.mutable_step_date() = ToProto(absl::CivilDay(2024, 1, 1) +
                                          70 * (state - 2) + 28 * (Any(8) / 7));
      step.set_source(absl::StrCat("s", Any(9)));
      step.set_retracted(retracted && state == last);
    }
    return request;
  }

  std::mt19937 random_;
  Sides* sides_;
};

}  // namespace opvang::quotas

#endif  // OPVANG_TESTS_QUOTAS_RANDOM_WRITES_H_
