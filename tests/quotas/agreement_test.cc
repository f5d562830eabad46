// Splits, decisions, redistributions and transfers, through the service.
#include <atomic>
#include <set>
#include <thread>

#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "tests/quotas/random_writes.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

using absl::CivilDay;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Stub = pb::QuotaService::Stub;

std::string Day(const std::string& field, int year, int month, int day) {
  return field + " { year: " + std::to_string(year) +
         " month: " + std::to_string(month) + " day: " + std::to_string(day) +
         " } ";
}

class AgreementTest : public testing::Test {
 protected:
  // A request in text format; its id is made of the text, as a job would.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Write(
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

  // The quotas of Zwolle (717, 61 minors), Kampen (308) and Dronten (246).
  void DeliverQuotas() {
    std::string text =
        "parent: 'countries/nl' cycles { name: 'cycles/2024' "
        "display_name: 'eerste' source: 'wet' " +
        Day("window_start_date", 2025, 7, 1) +
        Day("window_end_date", 2026, 2, 1) +
        Day("realisation_start_date", 2024, 10, 1) +
        Day("realisation_end_date", 2025, 7, 2) +
        Day("report_due_date", 2024, 11, 1) +
        Day("decision_due_date", 2024, 12, 31) + "} ";
    for (const auto& [name, count] :
         {std::pair("gm0193", "717 amv_count: 61"), std::pair("gm0166", "308"),
          std::pair("gm0303", "246")}) {
      text += std::string("quota_entries { subject: 'municipalities/") + name +
              "' duty: DUTY_ASYLUM period: 'cycles/2024' basis: "
              "BASIS_INDICATIVE source: 'x' " +
              Day("start_date", 2024, 1, 31) + "quota_count: " + count + " } ";
    }
    ASSERT_THAT(Write(&Stub::DeliverQuotas, text), IsOk());
  }
  // 342 municipalities of 1000, 1173, … inhabitants, all with score 0,100.
  void DeliverNumbers() {
    pb::DeliverQuotasRequest delivery;
    delivery.set_parent("countries/nl");
    delivery.set_request_id(UuidFor("numbers"));
    int32_t count = 1000;
    for (const Municipality& municipality : AllMunicipalities()) {
      for (const int year : {2024, 2026}) {
        pb::Population& population = *delivery.add_populations();
        population.set_municipality(municipality.Name());
        *population.mutable_reference_date() = ToProto(CivilDay(year, 1, 1));
        population.set_inhabitant_count(count + year - 2024);
        population.set_source("cbs");
      }
      count += 173;
      if (municipality.code == "gm0193") continue;  // Zwolle has no score.
      pb::Score& score = *delivery.add_scores();
      score.set_municipality(municipality.Name());
      score.set_reference_year(2022);
      score.set_score_thousandths(100);
      score.set_source("cbs");
    }
    delivery.MergeFrom(Proto<pb::DeliverQuotasRequest>(
        "estimates { cycle: 'cycles/2024' place_count: 96000 amv_count: 8160 "
        "source: 'Stcrt. 2024, 3320' " +
        Day("publish_date", 2024, 1, 31) +
        "} estimates { cycle: 'cycles/2024' place_count: 90000 source: "
        "'gewijzigd' " +
        Day("publish_date", 2024, 5, 1) +
        "} national_targets { half_year: '2025-h1' person_count: 17700 source: "
        "'Stcrt.' " +
        Day("publish_date", 2024, 10, 1) +
        "} national_targets { half_year: '2025-h1' person_count: 15000 source: "
        "'gemeente.nu' " +
        Day("publish_date", 2025, 4, 10) + "}"));
    ASSERT_THAT(CallRpc(*stub_, &Stub::DeliverQuotas, delivery), IsOk());
  }

  pb::Obligation Asylum(const std::string& municipality,
                        CivilDay day = CivilDay(2025, 7, 1)) {
    pb::ListObligationsRequest request;
    request.set_parent(municipality);
    request.set_cycle("cycles/2024");
    *request.mutable_as_of_date() = ToProto(day);
    const auto list = CallRpc(*stub_, &Stub::ListObligations, request);
    EXPECT_THAT(list, IsOk());
    return list->obligations(0).asylum();
  }

  // A side agrees, in its own name, to what it last read.
  absl::StatusOr<pb::Transfer> Agree(const std::string& name,
                                     const std::string& side, CivilDay day) {
    pb::GetTransferRequest read;
    read.set_name("transfers/" + name);
    *read.mutable_as_of_date() = ToProto(CivilDay(2199, 12, 31));
    const auto seen = CallRpc(*stub_, &Stub::GetTransfer, read);
    if (!seen.ok()) return seen.status();
    pb::AdvanceTransferRequest request;
    request.set_parent(side);
    request.set_name(seen->name());
    request.set_kind(pb::Transfer::Step::KIND_AGREED);
    *request.mutable_step_date() = ToProto(day);
    request.set_source("brief");
    request.set_etag(seen->etag());
    request.set_request_id(UuidFor(side + name + FormatDay(day)));
    return CallRpc(sides_.Of(side), &Stub::AdvanceTransfer, request);
  }

  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  Sides sides_{*db_, clock_};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  QuotaService service_{*db_, clock_, *organisations_};
  InProcess server_{service_};
  std::unique_ptr<Stub> stub_ = pb::QuotaService::NewStub(server_.channel());
};

// Splits.

TEST_F(AgreementTest, ASplitIsKeptWithWhatItRestsOn) {
  DeliverNumbers();
  const std::string text =
      "split { name: 'splits/2024-1' duty: DUTY_ASYLUM period: 'cycles/2024' "
      "score_year: 2022 source: 'proef' " +
      Day("publish_date", 2024, 1, 31) + Day("population_date", 2026, 1, 1);
  EXPECT_THAT(
      std::string(Write(&Stub::CreateSplit, text + "}").status().message()),
      HasSubstr("for 1 municipalities: municipalities/gm0193"));
  const auto split =
      Write(&Stub::CreateSplit, text + "substitute_score_thousandths: -50 }");
  ASSERT_THAT(split, IsOk());
  EXPECT_EQ(split->national_count(), 96000);
  EXPECT_EQ(split->national_amv_count(), 8160);
  EXPECT_EQ(split->national_source(), "Stcrt. 2024, 3320");
  ASSERT_EQ(split->shares_size(), 342);
  int64_t sum = 0, substituted = 0;
  for (const auto& share : split->shares()) {
    sum += share.quota_count();
    substituted += share.substituted() ? 1 : 0;
    EXPECT_LE(share.amv_count(), share.quota_count());
    if (share.municipality() == "municipalities/gm0193") {
      EXPECT_EQ(share.score_thousandths(), -50);
    }
  }
  EXPECT_EQ(sum, split->summed_count());
  EXPECT_EQ(substituted, 1);
  // Its shares are indicative quotas that name it.
  const pb::Obligation zwolle = Asylum("municipalities/gm0193");
  EXPECT_EQ(zwolle.steps(0).origin(), "splits/2024-1");
  EXPECT_EQ(zwolle.steps(0).basis(), pb::QuotaEntry::BASIS_INDICATIVE);
  // Later populations change nothing of it.
  ASSERT_THAT(
      Write(&Stub::DeliverQuotas,
            "parent: 'countries/nl' populations { municipality: "
            "'municipalities/gm0193' inhabitant_count: 9 source: 'later' " +
                Day("reference_date", 2026, 1, 1) + "}"),
      IsOk());
  EXPECT_EQ(Ask(&Stub::GetSplit, "name: 'splits/2024-1'")->SerializeAsString(),
            split->SerializeAsString());
  EXPECT_THAT(
      Write(&Stub::CreateSplit, text + "substitute_score_thousandths: 1 }"),
      HasReason("NAME_TAKEN"));
  EXPECT_THAT(Ask(&Stub::GetSplit, "name: 'splits/other'"),
              HasReason("SPLIT_NOT_FOUND"));
  const auto list = Ask(&Stub::ListSplits, "");
  ASSERT_EQ(list->splits_size(), 1);
  EXPECT_EQ(list->splits(0).shares_size(), 0);
}

TEST_F(AgreementTest, ASplitTakesTheLatestEstimateUnlessADayIsNamed) {
  DeliverNumbers();
  const std::string text =
      "split { name: 'splits/a' duty: DUTY_ASYLUM period: 'cycles/2024' "
      "score_year: 2022 substitute_score_thousandths: 0 source: 'x' " +
      Day("population_date", 2026, 1, 1) + "} ";
  const auto split = Write(&Stub::CreateSplit, text + "validate_only: true");
  ASSERT_THAT(split, IsOk());
  EXPECT_EQ(split->national_count(), 90000);
  EXPECT_FALSE(split->has_national_amv_count());
  // What is only validated is not kept.
  EXPECT_THAT(Ask(&Stub::GetSplit, "name: 'splits/a'"),
              HasReason("SPLIT_NOT_FOUND"));
  EXPECT_THAT(
      Write(&Stub::CreateSplit,
            "split { name: 'splits/a' duty: DUTY_ASYLUM period: 'cycles/2024' "
            "score_year: 2022 source: 'x' " +
                Day("publish_date", 2024, 5, 2) +
                Day("population_date", 2026, 1, 1) + "}"),
      HasReason("SPLIT_INPUT_MISSING"));
}

TEST_F(AgreementTest, ARevisedNumberMakesNewTargets) {
  DeliverNumbers();
  for (const char* version : {"1", "2"}) {
    const auto split = Write(
        &Stub::CreateSplit,
        std::string("split { name: 'splits/2025-h1-") + version +
            "' duty: DUTY_STATUS_HOLDERS period: '2025-h1' source: 'x' " +
            (version[0] == '1' ? Day("publish_date", 2024, 10, 1) : "") + "}");
    ASSERT_THAT(split, IsOk());
    EXPECT_EQ(split->national_count(), version[0] == '1' ? 17700 : 15000);
    // The inhabitants of 1 January of the year before.
    EXPECT_EQ(DayOf(split->population_date()), CivilDay(2024, 1, 1));
    EXPECT_EQ(split->shares(0).inhabitant_count(), 1000);
  }
  pb::ListObligationsRequest request;
  request.set_parent("municipalities/gm0193");
  request.set_half_year("2025-h1");
  *request.mutable_as_of_date() = ToProto(CivilDay(2025, 4, 9));
  const auto before = CallRpc(*stub_, &Stub::ListObligations, request);
  *request.mutable_as_of_date() = ToProto(CivilDay(2025, 4, 10));
  const auto after = CallRpc(*stub_, &Stub::ListObligations, request);
  const pb::Obligation& old = before->obligations(0).status_holders();
  const pb::Obligation& revised = after->obligations(0).status_holders();
  EXPECT_EQ(old.steps(0).origin(), "splits/2025-h1-1");
  EXPECT_EQ(revised.steps(0).origin(), "splits/2025-h1-2");
  EXPECT_LT(revised.quota_count(), old.quota_count());
  EXPECT_EQ(revised.superseded_steps(0).quota_count(), old.quota_count());
  const auto targets = Ask(&Stub::ListNationalTargets, "half_year: '2025-h1'");
  ASSERT_EQ(targets->national_targets_size(), 2);
  EXPECT_EQ(DayOf(targets->national_targets(0).last_timely_date()),
            CivilDay(2024, 10, 2));
}

// Decisions.

std::string DecisionOf(const std::string& id, int month,
                       const std::string& more) {
  return "parent: 'provinces/pv23' decision { name: "
         "'provinces/pv23/decisions/" +
         id + "' cycle: 'cycles/2024' source: 'besluit' " +
         Day("publish_date", 2024, month, 20) + more + "}";
}

TEST_F(AgreementTest, ADecisionStandsBesideItsSum) {
  DeliverQuotas();
  const auto decision = Write(
      &Stub::CreateDecision,
      DecisionOf("a", 11,
                 "stated_count: 1000 shares { municipality: "
                 "'municipalities/gm0193' quota_count: 700 amv_count: 60 } "));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->summed_count(), 700 + 308);
  EXPECT_EQ(decision->difference_count(), -8);
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 700);
  EXPECT_EQ(Asylum("municipalities/gm0193").steps(1).legal_basis(), "Wet 5(1)");
  // Nothing is corrected: both stand in the totals.
  pb::ListObligationsRequest request;
  request.set_parent("provinces/pv23");
  request.set_cycle("cycles/2024");
  *request.mutable_as_of_date() = ToProto(CivilDay(2024, 11, 20));
  const auto list = CallRpc(*stub_, &Stub::ListObligations, request);
  EXPECT_THAT(list->totals(0), EqualsProto(R"pb(subject: 'provinces/pv23'
                                                duty: DUTY_ASYLUM
                                                period: 'cycles/2024'
                                                summed_count: 1008
                                                summed_amv_count: 60
                                                missing_count: 23
                                                stated_count: 1000
                                                difference_count: -8)pb"));
}

TEST_F(AgreementTest, AnAmendmentNamesOnlyWhatChanges) {
  DeliverQuotas();
  const std::string zwolle =
      "shares { municipality: 'municipalities/gm0193' quota_count: 700 } ";
  const std::string kampen =
      "shares { municipality: 'municipalities/gm0166' quota_count: 300 } ";
  EXPECT_THAT(Write(&Stub::CreateDecision,
                    DecisionOf("b", 12,
                               kampen + "amended_decision: "
                                        "'provinces/pv23/decisions/a' ")),
              HasReason("DECISION_ORDER_WRONG"));
  ASSERT_THAT(Write(&Stub::CreateDecision, DecisionOf("a", 11, zwolle)),
              IsOk());
  EXPECT_THAT(Write(&Stub::CreateDecision, DecisionOf("a", 11, kampen)),
              HasReason("NAME_TAKEN"));
  EXPECT_THAT(Write(&Stub::CreateDecision, DecisionOf("b", 12, kampen)),
              HasReason("DECISION_ORDER_WRONG"));
  const std::string amends =
      "amended_decision: 'provinces/pv23/decisions/a' " + kampen;
  EXPECT_THAT(Write(&Stub::CreateDecision, DecisionOf("b", 10, amends)),
              HasReason("DECISION_ORDER_WRONG"));
  const auto amendment =
      Write(&Stub::CreateDecision, DecisionOf("b", 12, amends));
  ASSERT_THAT(amendment, IsOk());
  EXPECT_EQ(amendment->summed_count(), 1000);
  EXPECT_FALSE(amendment->has_difference_count());
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 700);
  EXPECT_EQ(Asylum("municipalities/gm0166").quota_count(), 300);
  EXPECT_EQ(
      Ask(&Stub::ListDecisions, "parent: 'provinces/pv23'")->decisions_size(),
      2);
  EXPECT_EQ(Ask(&Stub::GetDecision, "name: 'provinces/pv23/decisions/b'")
                ->SerializeAsString(),
            amendment->SerializeAsString());
  EXPECT_THAT(Ask(&Stub::GetDecision, "name: 'provinces/pv23/decisions/c'"),
              HasReason("DECISION_NOT_FOUND"));
}

// Redistributions.

std::string Moved(const std::string& name, int count, int month = 3) {
  return "parent: 'provinces/pv23' redistribution { name: 'redistributions/" +
         name + "' duty: DUTY_ASYLUM period: 'cycles/2024' source: 'tafel' " +
         Day("start_date", 2024, month, 15) +
         "changes { municipality: 'municipalities/gm0193' change_count: " +
         std::to_string(-count) +
         " } changes { municipality: 'municipalities/gm0166' change_count: " +
         std::to_string(count) + " } }";
}

TEST_F(AgreementTest, ARedistributionMovesObligationsUntilItEnds) {
  DeliverQuotas();
  const auto made = Write(&Stub::CreateRedistribution, Moved("a", 17));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 700);
  EXPECT_EQ(Asylum("municipalities/gm0166").quota_count(), 325);
  const std::string end =
      "parent: 'provinces/pv23' name: 'redistributions/a' "
      "source: 'brief' ";
  EXPECT_THAT(
      Write(&Stub::EndRedistribution, end + Day("end_date", 2024, 9, 1)),
      HasViolation("etag"));
  EXPECT_THAT(Write(&Stub::EndRedistribution,
                    end + Day("end_date", 2024, 9, 1) + "etag: '\"r1\"'"),
              HasReason("ETAG_STALE"));
  const std::string etag = "etag: '" + made->etag() + "' ";
  EXPECT_THAT(Write(&Stub::EndRedistribution,
                    end + etag + Day("end_date", 2024, 3, 14)),
              HasViolation("end_date"));
  const auto ended =
      Write(&Stub::EndRedistribution, end + etag + Day("end_date", 2024, 9, 1));
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->end_source(), "brief");
  EXPECT_NE(ended->etag(), made->etag());
  EXPECT_EQ(
      Asylum("municipalities/gm0193", CivilDay(2024, 8, 31)).quota_count(),
      700);
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 717);
  EXPECT_THAT(
      Write(&Stub::EndRedistribution, end + "etag: '" + ended->etag() + "' " +
                                          Day("end_date", 2024, 10, 1)),
      HasReason("REDISTRIBUTION_ENDED"));
  EXPECT_EQ(Ask(&Stub::GetRedistribution, "name: 'redistributions/a'")
                ->SerializeAsString(),
            ended->SerializeAsString());
  EXPECT_EQ(Ask(&Stub::ListRedistributions, "parent: 'municipalities/gm0166'")
                ->redistributions_size(),
            1);
  EXPECT_EQ(Ask(&Stub::ListRedistributions, "parent: 'regions/twente'")
                ->redistributions_size(),
            0);
}

TEST_F(AgreementTest, RefusesWhatCannotStandAndKeepsNothing) {
  DeliverQuotas();
  EXPECT_THAT(Write(&Stub::CreateRedistribution, Moved("a", 657)),
              HasReason("OBLIGATION_IMPOSSIBLE"));  // Below Zwolle's minors.
  EXPECT_THAT(Write(&Stub::CreateRedistribution, Moved("a", -309)),
              HasReason("OBLIGATION_IMPOSSIBLE"));  // Kampen below nought.
  EXPECT_THAT(Write(&Stub::CreateRedistribution, Moved("a", 1, 1)),
              HasReason("OBLIGATION_IMPOSSIBLE"));  // Before there was a quota.
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 717);
  ASSERT_THAT(Write(&Stub::CreateRedistribution, Moved("a", 656)), IsOk());
  // What it rests on cannot be taken away underneath it.
  EXPECT_THAT(
      Write(&Stub::DeliverQuotas,
            "parent: 'provinces/pv23' quota_entries { subject: "
            "'municipalities/gm0193' duty: DUTY_ASYLUM period: 'cycles/2024' "
            "basis: BASIS_INDICATIVE quota_count: 600 source: 'x' " +
                Day("start_date", 2024, 1, 31) + "}"),
      HasReason("OBLIGATION_IMPOSSIBLE"));
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 61);
}

TEST_F(AgreementTest, NothingIsRedistributedAfterADecision) {
  DeliverQuotas();
  ASSERT_THAT(Write(&Stub::CreateRedistribution, Moved("a", 17)), IsOk());
  ASSERT_THAT(Write(&Stub::CreateDecision,
                    DecisionOf("a", 11,
                               "shares { municipality: 'municipalities/gm0193' "
                               "quota_count: 710 } ")),
              IsOk());
  EXPECT_EQ(Asylum("municipalities/gm0193").quota_count(), 710);
  EXPECT_THAT(Write(&Stub::CreateRedistribution, Moved("b", 5, 12)),
              HasReason("ALREADY_DECIDED"));
}

// Transfers.

constexpr char kGiver[] = "municipalities/gm0303";
constexpr char kReceiver[] = "municipalities/gm0166";

std::string Lent(const std::string& name, const std::string& more = "",
                 const std::string& parent = "provinces/pv23") {
  return "parent: '" + parent + "' transfer { name: 'transfers/" + name +
         "' duty: DUTY_ASYLUM period: 'cycles/2024' giver: "
         "'municipalities/gm0303' receiver: 'municipalities/gm0166' "
         "place_count: 200 source: 'nhnieuws' " +
         Day("propose_date", 2024, 10, 1) + Day("start_date", 2025, 7, 1) +
         Day("end_date", 2026, 2, 1) + more + "}";
}

std::string Advance(const std::string& name, const std::string& kind,
                    const std::string& etag, const std::string& day,
                    const std::string& parent = "provinces/pv23") {
  return "parent: '" + parent + "' name: 'transfers/" + name +
         "' source: 'brief' kind: KIND_" + kind + " etag: '" + etag + "' " +
         day;
}

TEST_F(AgreementTest, ATransferLendsPlacesAndLeavesObligations) {
  DeliverQuotas();
  const auto proposed =
      Write(&Stub::CreateTransfer, Lent("a", "condition: 'de overige 40' "));
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), pb::Transfer::STATE_PROPOSED);
  const auto one_side = Agree("a", kReceiver, CivilDay(2024, 10, 20));
  ASSERT_THAT(one_side, IsOk());
  EXPECT_EQ(one_side->state(), pb::Transfer::STATE_PROPOSED);
  const auto agreed = Agree("a", kGiver, CivilDay(2024, 10, 20));
  ASSERT_THAT(agreed, IsOk());
  EXPECT_EQ(agreed->state(), pb::Transfer::STATE_CONDITION_PENDING);
  EXPECT_EQ(agreed->steps(0).municipality(), kReceiver);
  EXPECT_EQ(agreed->steps(1).municipality(), kGiver);
  // The other side records that the condition is met.
  const auto met =
      Write(&Stub::AdvanceTransfer,
            Advance("a", "CONDITION_MET", agreed->etag(),
                    Day("step_date", 2025, 3, 1), "provinces/pv24"));
  ASSERT_THAT(met, IsOk());
  const pb::Obligation kampen = Asylum("municipalities/gm0166");
  EXPECT_EQ(kampen.quota_count(), 308);
  ASSERT_EQ(kampen.transfers_size(), 1);
  EXPECT_EQ(kampen.transfers(0).state(), pb::Transfer::STATE_ACTIVE);
  EXPECT_EQ(DayOf(kampen.transfers(0).lent_start_date()), CivilDay(2025, 7, 1));
  EXPECT_EQ(Asylum("municipalities/gm0303").transfers_size(), 1);
  EXPECT_EQ(Asylum("municipalities/gm0193").transfers_size(), 0);
  EXPECT_EQ(
      Asylum("municipalities/gm0166", CivilDay(2024, 9, 30)).transfers_size(),
      0);
  for (const auto& [parent, count] :
       {std::pair("provinces/pv23", 1), std::pair("provinces/pv24", 1),
        std::pair("provinces/pv25", 0), std::pair("municipalities/-", 1)}) {
    EXPECT_EQ(
        Ask(&Stub::ListTransfers, std::string("parent: '") + parent + "' " +
                                      Day("as_of_date", 2025, 7, 1))
            ->transfers_size(),
        count)
        << parent;
  }
  EXPECT_EQ(
      Ask(&Stub::ListTransfers, "parent: 'provinces/pv23' duty: DUTY_UKRAINE " +
                                    Day("as_of_date", 2025, 7, 1))
          ->transfers_size(),
      0);
}

// 25 places for the whole window, until its very end.
TEST_F(AgreementTest, WhatWasLentIsStillToldAfterItsTermIsOver) {
  DeliverQuotas();
  const auto agree = [&](const std::string& name) {
    ASSERT_THAT(Write(&Stub::CreateTransfer, Lent(name)), IsOk());
    for (const char* side : {kGiver, kReceiver}) {
      ASSERT_THAT(Agree(name, side, CivilDay(2024, 10, 20)), IsOk());
    }
  };
  agree("a");
  for (const CivilDay day : {CivilDay(2026, 1, 31), CivilDay(2026, 2, 1)}) {
    const pb::Obligation kampen = Asylum("municipalities/gm0166", day);
    ASSERT_EQ(kampen.transfers_size(), 1) << FormatDay(day);
    const pb::Transfer& lent = kampen.transfers(0);
    EXPECT_EQ(DayOf(lent.lent_start_date()), CivilDay(2025, 7, 1));
    EXPECT_EQ(DayOf(lent.lent_end_date()), CivilDay(2026, 2, 1));
    EXPECT_EQ(lent.state(), day == CivilDay(2026, 2, 1)
                                ? pb::Transfer::STATE_ENDED
                                : pb::Transfer::STATE_ACTIVE);
  }
  // One that never lent is gone once its term is over.
  ASSERT_THAT(Write(&Stub::CreateTransfer, Lent("b")), IsOk());
  EXPECT_EQ(
      Asylum("municipalities/gm0166", CivilDay(2026, 1, 31)).transfers_size(),
      2);
  EXPECT_EQ(
      Asylum("municipalities/gm0166", CivilDay(2026, 2, 1)).transfers_size(),
      1);
}

// No source describes it, and no report would count it.
TEST_F(AgreementTest, PlacesForUkrainiansAreNotLent) {
  DeliverQuotas();
  for (const char* period : {"", "period: 'cycles/2024' "}) {
    EXPECT_THAT(
        Write(&Stub::CreateTransfer,
              std::string("parent: 'provinces/pv23' transfer { name: "
                          "'transfers/u' duty: DUTY_UKRAINE giver: "
                          "'municipalities/gm0303' receiver: "
                          "'municipalities/gm0166' place_count: 25 source: "
                          "'x' ") +
                  period + Day("propose_date", 2024, 10, 1) +
                  Day("start_date", 2025, 7, 1) + "}"),
        HasViolation("transfer.duty"));
  }
  EXPECT_EQ(Ask(&Stub::ListTransfers,
                "parent: 'countries/nl' " + Day("as_of_date", 2025, 7, 1))
                ->transfers_size(),
            0);
}

// Nobody says it for them: no table above, no minister, no third municipality.
TEST_F(AgreementTest, GiverAndReceiverAgreeEachInItsOwnName) {
  DeliverQuotas();
  const auto proposed = Write(&Stub::CreateTransfer, Lent("a"));
  for (const char* parent : {"countries/nl", "provinces/pv23", kGiver}) {
    EXPECT_THAT(Write(&Stub::AdvanceTransfer,
                      Advance("a", "AGREED", proposed->etag(),
                              Day("step_date", 2024, 11, 1), parent)),
                HasReason("METHOD_NOT_ALLOWED"))
        << parent;
  }
  pb::AdvanceTransferRequest as_other = Proto<pb::AdvanceTransferRequest>(
      Advance("a", "AGREED", proposed->etag(), Day("step_date", 2024, 11, 1),
              kReceiver) +
      " request_id: '" + UuidFor("other") + "'");
  EXPECT_THAT(CallRpc(sides_.Of(kGiver), &Stub::AdvanceTransfer, as_other),
              HasReason("OUT_OF_SCOPE"));
  EXPECT_THAT(Agree("a", "municipalities/gm0193", CivilDay(2024, 11, 1)),
              HasViolation("parent"));
  EXPECT_THAT(Agree("a", kGiver, CivilDay(2024, 11, 1)), IsOk());
  const auto twice = Agree("a", kGiver, CivilDay(2024, 11, 2));
  EXPECT_THAT(twice, HasReason("TRANSFER_STEP_IMPOSSIBLE"));
  EXPECT_THAT(std::string(twice.status().message()),
              HasSubstr("possible is agreed by municipalities/gm0166, ended"));
  // And no more than that.
  for (const char* kind : {"CONDITION_MET", "CONDITION_FAILED", "ENDED"}) {
    as_other = Proto<pb::AdvanceTransferRequest>(
        Advance("a", kind, "x", Day("step_date", 2024, 11, 1), kGiver) +
        " request_id: '" + UuidFor(kind) + "'");
    EXPECT_THAT(CallRpc(sides_.Of(kGiver), &Stub::AdvanceTransfer, as_other),
                HasReason("METHOD_NOT_ALLOWED"));
  }
}

TEST_F(AgreementTest, ATransferTakesOneStepAfterTheOther) {
  DeliverQuotas();
  const auto proposed =
      Write(&Stub::CreateTransfer, Lent("a", "condition: 'c' "));
  EXPECT_THAT(Write(&Stub::CreateTransfer, Lent("a")), HasReason("NAME_TAKEN"));
  EXPECT_THAT(Write(&Stub::AdvanceTransfer,
                    Advance("b", "ENDED", "x", Day("step_date", 2024, 11, 1))),
              HasReason("TRANSFER_NOT_FOUND"));
  const auto skipped = Write(&Stub::AdvanceTransfer,
                             Advance("a", "CONDITION_MET", proposed->etag(),
                                     Day("step_date", 2024, 11, 1)));
  EXPECT_THAT(skipped, HasReason("TRANSFER_STEP_IMPOSSIBLE"));
  EXPECT_THAT(std::string(skipped.status().message()),
              HasSubstr("possible is agreed by municipalities/gm0303, agreed "
                        "by municipalities/gm0166, ended"));
  EXPECT_THAT(Agree("a", kGiver, CivilDay(2024, 9, 30)),
              HasViolation("step_date"));
  EXPECT_THAT(Write(&Stub::AdvanceTransfer,
                    Advance("a", "ENDED", proposed->etag(),
                            Day("step_date", 2024, 11, 1), "provinces/pv25")),
              HasViolation("parent"));
  EXPECT_THAT(
      Write(&Stub::AdvanceTransfer,
            Advance("a", "ENDED", "\"r1\"", Day("step_date", 2024, 11, 1))),
      HasReason("ETAG_STALE"));
  EXPECT_THAT(Write(&Stub::CreateTransfer,
                    "parent: 'provinces/pv23' transfer { name: 'transfers/z' "
                    "duty: DUTY_ASYLUM period: 'cycles/1999' giver: "
                    "'municipalities/gm0303' receiver: 'municipalities/gm0166' "
                    "place_count: 1 source: 'x' " +
                        Day("propose_date", 2024, 10, 1) +
                        Day("start_date", 2025, 7, 1) + "}"),
              HasReason("CYCLE_NOT_FOUND"));
}

// Boundaries.

TEST_F(AgreementTest, FiguresInOtherBoundariesKeepTheirSum) {
  DeliverQuotas();
  ASSERT_THAT(
      Write(&Stub::DeliverQuotas,
            "parent: 'countries/nl' successions { municipality: "
            "'municipalities/gm0166' successor: 'municipalities/gm0193' "
            "weight: 3 source: 'besluit' " +
                Day("start_date", 2027, 1, 1) +
                "} successions { municipality: 'municipalities/gm0166' "
                "successor: 'municipalities/gm0303' weight: 1 source: "
                "'besluit' " +
                Day("start_date", 2027, 1, 1) + "}"),
      IsOk());
  const auto list = [&](const std::string& parent, const std::string& more) {
    return *Ask(&Stub::ListObligations,
                "parent: '" + parent + "' cycle: 'cycles/2024' " +
                    Day("as_of_date", 2025, 7, 1) + more);
  };
  const std::string boundaries = Day("boundaries_date", 2027, 1, 1);
  // Dronten lies in another province than Kampen did.
  const auto dronten = list("municipalities/gm0303", boundaries);
  const pb::Obligation& grown = dronten.obligations(0).asylum();
  EXPECT_EQ(grown.quota_count(), 246 + 77);
  EXPECT_EQ(grown.taken_over(0).whole_count(), 308);
  const auto then = list("municipalities/-", "page_size: 1000 ");
  const auto now = list("municipalities/-", "page_size: 1000 " + boundaries);
  EXPECT_EQ(then.obligations_size(), 342);
  EXPECT_EQ(now.obligations_size(), 341);
  EXPECT_EQ(then.totals(0).subject(), "countries/nl");
  EXPECT_EQ(then.totals(0).summed_count(), now.totals(0).summed_count());
  EXPECT_EQ(list("municipalities/gm0166", boundaries).obligations_size(), 0);
  // The day before, nothing is different.
  EXPECT_EQ(list("municipalities/-",
                 "page_size: 1000 " + Day("boundaries_date", 2026, 12, 31))
                .SerializeAsString(),
            then.SerializeAsString());
  EXPECT_THAT(
      Write(&Stub::DeliverQuotas,
            "parent: 'countries/nl' successions { municipality: "
            "'municipalities/gm0193' successor: 'municipalities/gm0303' "
            "weight: 1 source: 'x' " +
                Day("start_date", 2027, 1, 1) + "}"),
      HasReason("SUCCESSION_IMPOSSIBLE"));
}

TEST_F(AgreementTest, ASuccessionWithoutAWeightTakesBackOneThatStands) {
  DeliverQuotas();
  const std::string succession =
      "parent: 'countries/nl' successions { municipality: "
      "'municipalities/gm0166' successor: 'municipalities/gm0193' source: "
      "'x' " +
      Day("start_date", 2027, 1, 1);
  EXPECT_THAT(Write(&Stub::DeliverQuotas, succession + "}"),
              HasViolation("successions[0].weight"));
  ASSERT_THAT(Write(&Stub::DeliverQuotas, succession + "weight: 5 }"), IsOk());
  EXPECT_THAT(Write(&Stub::DeliverQuotas, succession + "}"), IsOk());
  EXPECT_THAT(Write(&Stub::DeliverQuotas, succession + " }"),
              HasViolation("successions[0].weight"));
}

// Cycles and published figures.

TEST_F(AgreementTest, ACycleGoesForwardOneByOne) {
  DeliverQuotas();
  const auto step = [](const std::string& state, int month,
                       const std::string& more = "") {
    return "cycle_steps { cycle: 'cycles/2024' state: STATE_" + state +
           " source: 'x' " + Day("step_date", 2024, month, 1) + more + "} ";
  };
  const std::string national = "parent: 'countries/nl' ";
  EXPECT_THAT(Write(&Stub::DeliverQuotas, national + step("CONSULTATION", 3)),
              HasReason("CYCLE_STEP_IMPOSSIBLE"));
  EXPECT_THAT(
      Write(&Stub::DeliverQuotas,
            national + step("ESTIMATE_PUBLISHED", 2) + step("CONSULTATION", 3)),
      IsOk());
  EXPECT_THAT(
      Write(&Stub::DeliverQuotas,
            national + step("ESTIMATE_PUBLISHED", 2, "retracted: true ")),
      HasReason("CYCLE_STEP_IMPOSSIBLE"));
  const auto calendar =
      Ask(&Stub::GetCalendar,
          "cycle: 'cycles/2024' " + Day("as_of_date", 2024, 11, 1));
  ASSERT_THAT(calendar, IsOk());
  EXPECT_EQ(calendar->state(), pb::CycleStep::STATE_CONSULTATION);
  EXPECT_EQ(calendar->milestones(0).standing(),
            pb::Calendar::Milestone::STANDING_OVERDUE);
  EXPECT_THAT(Ask(&Stub::GetCalendar,
                  "cycle: 'cycles/1999' " + Day("as_of_date", 2024, 11, 1)),
              HasReason("CYCLE_NOT_FOUND"));
  EXPECT_THAT(Write(&Stub::DeliverQuotas,
                    "parent: 'countries/nl' cycle_steps { cycle: "
                    "'cycles/1999' state: STATE_CONSULTATION source: 'x' " +
                        Day("step_date", 2024, 1, 1) + "}"),
              HasReason("CYCLE_NOT_FOUND"));
}

// Three papers printed three carry-overs for the second half of 2022.
TEST_F(AgreementTest, PublishedBalancesStandSideBySide) {
  std::string text = "parent: 'countries/nl' ";
  for (const auto& [publisher, count] :
       {std::pair("NRC", -1833), std::pair("Trouw", -1836),
        std::pair("Volkskrant", -1858)}) {
    text +=
        "published_balances { subject: 'countries/nl' half_year: "
        "'2022-h2' source: 'krant' person_count: " +
        std::to_string(count) + " publisher: '" + publisher + "' " +
        Day("publish_date", 2023, 1, 6) + "} ";
  }
  ASSERT_THAT(Write(&Stub::DeliverQuotas, text), IsOk());
  ASSERT_THAT(Write(&Stub::DeliverQuotas,
                    "parent: 'countries/nl' published_balances { subject: "
                    "'countries/nl' half_year: '2022-h2' source: 'correctie' "
                    "publisher: 'Trouw' " +
                        Day("publish_date", 2023, 1, 6) + "}"),
              IsOk());
  const auto list = Ask(&Stub::ListPublishedBalances,
                        "parent: 'countries/nl' half_year: '2022-h2'");
  ASSERT_EQ(list->published_balances_size(), 2);
  EXPECT_EQ(list->published_balances(0).person_count(), -1833);
  EXPECT_EQ(list->published_balances(1).person_count(), -1858);
}

// Ukraine: no formula, so the stated figures are held against each other.
TEST_F(AgreementTest, UkraineTargetsAreCheckedAgainstEachOther) {
  std::string text = "parent: 'provinces/pv23' ";
  for (const auto& [subject, count] :
       {std::pair("regions/ijsselland", 3700),
        std::pair("municipalities/gm0193", 1200),
        std::pair("municipalities/gm0166", 500)}) {
    text += std::string("quota_entries { subject: '") + subject +
            "' duty: DUTY_UKRAINE basis: BASIS_AGREED source: 'x' "
            "quota_count: " +
            std::to_string(count) + " " + Day("start_date", 2023, 7, 1) + "} ";
  }
  ASSERT_THAT(Write(&Stub::DeliverQuotas, text), IsOk());
  const auto list =
      Ask(&Stub::ListObligations, "parent: 'regions/ijsselland' " +
                                      Day("ukraine_date", 2023, 7, 1) +
                                      Day("as_of_date", 2023, 7, 1));
  ASSERT_EQ(list->totals_size(), 1);
  EXPECT_THAT(list->totals(0), EqualsProto(R"pb(subject: 'regions/ijsselland'
                                                duty: DUTY_UKRAINE
                                                summed_count: 1700
                                                missing_count: 9
                                                stated_count: 3700
                                                difference_count: 2000)pb"));
}

// Everything that reads, for ever.

TEST_F(AgreementTest, EveryReadAnswersAnOldRevisionTheSame) {
  DeliverQuotas();
  DeliverNumbers();
  const auto split = [](const std::string& name) {
    return "split { name: 'splits/" + name +
           "' duty: DUTY_STATUS_HOLDERS period: '2025-h1' source: 'x' }";
  };
  ASSERT_THAT(Write(&Stub::CreateSplit, split("a")), IsOk());
  ASSERT_THAT(Write(&Stub::CreateRedistribution, Moved("a", 17)), IsOk());
  ASSERT_THAT(Write(&Stub::CreateTransfer, Lent("a")), IsOk());
  const auto made = Ask(&Stub::GetRedistribution, "name: 'redistributions/a'");
  const auto decision = Write(
      &Stub::CreateDecision,
      DecisionOf("a", 11,
                 "shares { municipality: 'municipalities/gm0193' quota_count: "
                 "700 } "));
  ASSERT_THAT(decision, IsOk());
  const std::string at = "revision: " + std::to_string(decision->revision());
  std::set<std::string> asked;
  const auto read_all = [&]() {
    std::vector<std::string> answers;
    const auto add = [&](auto method, const std::string& text) {
      const auto answer = Ask(method, text + " " + at);
      EXPECT_THAT(answer, IsOk()) << text;
      using Answered = std::decay_t<decltype(*answer)>;
      asked.insert(Answered::descriptor()->name());
      answers.push_back(answer.ok() ? answer->SerializeAsString() : "");
    };
    const std::string day = Day("as_of_date", 2025, 7, 1);
    add(&Stub::GetCycle, "name: 'cycles/2024'");
    add(&Stub::ListCycles, "");
    add(&Stub::GetCalendar, "cycle: 'cycles/2024' " + day);
    add(&Stub::ListQuotaEntries, "parent: 'municipalities/-' page_size: 1000");
    add(&Stub::ComputeIndicativeSplit,
        "cycle: 'cycles/2024' score_year: 2022 substitute_score_thousandths: "
        "0 " +
            Day("population_date", 2026, 1, 1));
    add(&Stub::ListObligations,
        "parent: 'municipalities/-' page_size: 1000 cycle: 'cycles/2024' "
        "half_year: '2025-h1' " +
            day + Day("ukraine_date", 2025, 1, 1) +
            Day("boundaries_date", 2028, 1, 1));
    add(&Stub::ListHousingTargets,
        "parent: 'municipalities/-' page_size: 1000 first_half_year: "
        "'2022-h2' last_half_year: '2025-h2' " +
            day);
    add(&Stub::ListEstimates, "cycle: 'cycles/2024'");
    add(&Stub::ListNationalTargets, "");
    add(&Stub::ListPublishedBalances,
        "parent: 'countries/nl' half_year: '2022-h2'");
    add(&Stub::ListPopulations, "parent: 'municipalities/-' page_size: 1000 " +
                                    Day("reference_date", 2026, 1, 1));
    add(&Stub::ListScores,
        "parent: 'municipalities/-' page_size: 1000 reference_year: 2022");
    add(&Stub::ListSuccessions, "");
    add(&Stub::ListExchanges, "parent: 'municipalities/-'");
    add(&Stub::GetSplit, "name: 'splits/a'");
    add(&Stub::ListSplits, "");
    add(&Stub::GetDecision, "name: 'provinces/pv23/decisions/a'");
    add(&Stub::ListDecisions, "parent: 'provinces/-'");
    add(&Stub::GetRedistribution, "name: 'redistributions/a'");
    add(&Stub::ListRedistributions, "parent: 'municipalities/-'");
    add(&Stub::GetTransfer, "name: 'transfers/a' " + day);
    add(&Stub::ListTransfers, "parent: 'municipalities/-' " + day);
    add(&Stub::ListRevisions, "");
    return answers;
  };
  const auto before = read_all();
  // No read is forgotten: all but the geography, which is no fact of a
  // revision.
  const auto* service = pb::QuotaEntry::descriptor()->file()->service(0);
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->input_type()->FindFieldByName("revision") ==
        nullptr) {
      continue;
    }
    EXPECT_EQ(
        asked.count(std::string(service->method(i)->output_type()->name())), 1u)
        << service->method(i)->name();
  }
  // Then everything changes.
  ASSERT_THAT(
      Write(
          &Stub::DeliverQuotas,
          "parent: 'countries/nl' cycles { name: 'cycles/2024' display_name: "
          "'anders' source: 'y' " +
              Day("window_start_date", 2025, 8, 1) +
              Day("window_end_date", 2026, 3, 1) +
              Day("realisation_start_date", 2024, 11, 1) +
              Day("realisation_end_date", 2025, 8, 2) +
              Day("report_due_date", 2024, 12, 1) +
              Day("decision_due_date", 2025, 1, 31) +
              "} cycle_steps { cycle: 'cycles/2024' state: "
              "STATE_ESTIMATE_PUBLISHED source: 'x' " +
              Day("step_date", 2024, 1, 31) +
              "} estimates { cycle: 'cycles/2024' place_count: 80000 source: "
              "'y' " +
              Day("publish_date", 2024, 5, 1) +
              "} national_targets { half_year: '2025-h1' person_count: 14000 "
              "source: 'y' " +
              Day("publish_date", 2025, 4, 10) +
              "} populations { municipality: 'municipalities/gm0193' "
              "inhabitant_count: 5 source: 'y' " +
              Day("reference_date", 2026, 1, 1) +
              "} scores { municipality: 'municipalities/gm0014' "
              "reference_year: 2022 score_thousandths: 7 source: 'y' } "
              "successions { municipality: 'municipalities/gm0166' successor: "
              "'municipalities/gm0193' weight: 1 source: 'y' " +
              Day("start_date", 2027, 1, 1) +
              "} published_balances { subject: 'countries/nl' half_year: "
              "'2022-h2' publisher: 'NRC' person_count: 1 source: 'y' " +
              Day("publish_date", 2023, 1, 6) +
              "} quota_entries { subject: 'municipalities/gm0166' duty: "
              "DUTY_ASYLUM period: 'cycles/2024' basis: BASIS_INDICATIVE "
              "quota_count: 400 source: 'y' " +
              Day("start_date", 2024, 1, 31) + "}"),
      IsOk());
  ASSERT_THAT(Write(&Stub::CreateSplit, split("b")), IsOk());
  ASSERT_THAT(
      Write(&Stub::CreateDecision,
            DecisionOf("b", 12,
                       "amended_decision: 'provinces/pv23/decisions/a' shares "
                       "{ municipality: 'municipalities/gm0166' quota_count: "
                       "1 } ")),
      IsOk());
  ASSERT_THAT(Write(&Stub::EndRedistribution,
                    "parent: 'provinces/pv23' name: 'redistributions/a' "
                    "source: 'y' etag: '" +
                        made->etag() + "' " + Day("end_date", 2024, 4, 1)),
              IsOk());
  ASSERT_THAT(Agree("a", kGiver, CivilDay(2024, 10, 20)), IsOk());
  EXPECT_EQ(read_all(), before);
}

// Bad input: every fault at once, by its field path.

std::set<std::string> FieldsOf(const absl::Status& status) {
  EXPECT_THAT(status, HasReason("FIELD_INVALID"));
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsIn(status)) {
    fields.insert(violation.field);
  }
  return fields;
}

TEST_F(AgreementTest, TellsEveryFaultOfASplit) {
  EXPECT_THAT(FieldsOf(Write(&Stub::CreateSplit, "").status()),
              UnorderedElementsAre("split.name", "split.duty", "split.source"));
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateSplit,
                     "split { name: 'Splits/A' duty: DUTY_ASYLUM period: "
                     "'2025-h1' score_year: 3 substitute_score_thousandths: "
                     "1000 }")
                   .status()),
      UnorderedElementsAre("split.name", "split.period", "split.score_year",
                           "split.substitute_score_thousandths",
                           "split.population_date", "split.source"));
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateSplit,
                     "split { name: 'splits/a' duty: DUTY_STATUS_HOLDERS "
                     "period: 'cycles/2024' score_year: 2022 "
                     "substitute_score_thousandths: 0 source: 'x' " +
                         Day("publish_date", 2024, 2, 30) + "}")
                   .status()),
      UnorderedElementsAre("split.period", "split.score_year",
                           "split.substitute_score_thousandths",
                           "split.publish_date"));
}

TEST_F(AgreementTest, TellsEveryFaultOfADecision) {
  EXPECT_THAT(
      FieldsOf(
          Write(&Stub::CreateDecision, "parent: 'regions/twente'").status()),
      UnorderedElementsAre("parent", "decision.cycle", "decision.publish_date",
                           "decision.shares", "decision.source"));
  EXPECT_THAT(
      FieldsOf(
          Write(&Stub::CreateDecision,
                "parent: 'provinces/pv23' decision { name: "
                "'provinces/pv24/decisions/a' amended_decision: 'x' cycle: 'y' "
                "stated_count: -1 shares { municipality: "
                "'municipalities/gm0303' quota_count: -1 } shares { "
                "municipality: 'Zwolle' quota_count: 3 amv_count: 4 } shares { "
                "municipality: 'municipalities/gm0166' } shares { "
                "municipality: 'municipalities/gm0166' } }")
              .status()),
      UnorderedElementsAre(
          "decision.name", "decision.amended_decision", "decision.cycle",
          "decision.publish_date", "decision.stated_count",
          "decision.shares[0].municipality", "decision.shares[0].quota_count",
          "decision.shares[1].municipality", "decision.shares[1].amv_count",
          "decision.shares[3]", "decision.source"));
}

TEST_F(AgreementTest, TellsEveryFaultOfARedistribution) {
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateRedistribution, "").status()),
      UnorderedElementsAre("parent", "redistribution.name",
                           "redistribution.duty", "redistribution.start_date",
                           "redistribution.changes", "redistribution.source"));
  const absl::Status status =
      Write(&Stub::CreateRedistribution,
            "parent: 'provinces/pv23' redistribution { name: "
            "'redistributions/a' duty: DUTY_ASYLUM period: 'cycles/2024' "
            "source: 'x' " +
                Day("start_date", 2024, 3, 15) +
                "changes { municipality: 'municipalities/gm0193' change_count: "
                "5 amv_change_count: 1 } changes { municipality: "
                "'municipalities/gm0303' change_count: -4 } changes { "
                "municipality: 'municipalities/gm0166' } }")
          .status();
  EXPECT_THAT(FieldsOf(status),
              UnorderedElementsAre("redistribution.changes",
                                   "redistribution.changes[1].municipality",
                                   "redistribution.changes[2].change_count"));
  // Both sums, and both what is wrong with Dronten.
  EXPECT_EQ(ViolationsIn(status).size(), 5u);
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateRedistribution,
                     "parent: 'countries/nl' redistribution { name: "
                     "'redistributions/a' duty: DUTY_UKRAINE period: "
                     "'2025-h1' source: 'x' " +
                         Day("start_date", 2024, 3, 15) +
                         "changes { municipality: 'municipalities/gm0193' "
                         "change_count: 5 amv_change_count: 1 } changes { "
                         "municipality: 'municipalities/gm0193' change_count: "
                         "-5 amv_change_count: -1 } }")
                   .status()),
      UnorderedElementsAre("redistribution.period",
                           "redistribution.changes[0].amv_change_count",
                           "redistribution.changes[1].amv_change_count",
                           "redistribution.changes[1]"));
  EXPECT_THAT(FieldsOf(Write(&Stub::EndRedistribution, "").status()),
              UnorderedElementsAre("parent", "name", "end_date", "source"));
}

TEST_F(AgreementTest, TellsEveryFaultOfATransfer) {
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateTransfer, "").status()),
      UnorderedElementsAre("parent", "transfer.name", "transfer.duty",
                           "transfer.giver", "transfer.receiver",
                           "transfer.place_count", "transfer.start_date",
                           "transfer.propose_date", "transfer.source"));
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateTransfer,
                     "parent: 'provinces/pv23' transfer { name: 'a/b' duty: "
                     "DUTY_STATUS_HOLDERS giver: 'municipalities/gm0193' "
                     "receiver: 'municipalities/gm0193' place_count: 10 "
                     "amv_count: 11 condition: '\\001' source: 'x' " +
                         Day("start_date", 2025, 7, 1) +
                         Day("end_date", 2025, 7, 1) +
                         Day("propose_date", 2025, 13, 1) + "}")
                   .status()),
      UnorderedElementsAre("transfer.name", "transfer.duty",
                           "transfer.receiver", "transfer.amv_count",
                           "transfer.end_date", "transfer.propose_date",
                           "transfer.condition"));
  EXPECT_THAT(
      FieldsOf(Write(&Stub::CreateTransfer, Lent("a", "", "provinces/pv25"))
                   .status()),
      UnorderedElementsAre("parent"));
  EXPECT_THAT(
      FieldsOf(Write(&Stub::AdvanceTransfer, "").status()),
      UnorderedElementsAre("parent", "name", "kind", "step_date", "source"));
}

TEST_F(AgreementTest, TellsEveryFaultOfADelivery) {
  EXPECT_THAT(
      FieldsOf(
          Write(&Stub::DeliverQuotas,
                "parent: 'provinces/pv23' cycle_steps { cycle: 'x' } "
                "national_targets { half_year: '2025-h3' person_count: 0 } "
                "published_balances { subject: 'municipalities/gm0303' "
                "half_year: '2025' person_count: 1000001 } "
                "successions { municipality: 'municipalities/gm0193' "
                "successor: 'municipalities/gm0193' weight: 0 }")
              .status()),
      UnorderedElementsAre(
          "parent", "cycle_steps[0].cycle", "cycle_steps[0].state",
          "cycle_steps[0].step_date", "cycle_steps[0].source",
          "national_targets[0].half_year", "national_targets[0].person_count",
          "national_targets[0].publish_date", "national_targets[0].source",
          "published_balances[0].subject", "published_balances[0].half_year",
          "published_balances[0].publisher",
          "published_balances[0].person_count",
          "published_balances[0].publish_date", "published_balances[0].source",
          "successions[0].successor", "successions[0].start_date",
          "successions[0].weight", "successions[0].source"));
}

TEST_F(AgreementTest, TellsEveryFaultOfAQuestion) {
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListObligations,
                           "cycle: 'x' half_year: 'y' " +
                               Day("boundaries_date", 2025, 2, 30))
                           .status()),
              UnorderedElementsAre("parent", "as_of_date", "cycle", "half_year",
                                   "boundaries_date"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ComputeIndicativeSplit,
                           "substitute_score_thousandths: 1000")
                           .status()),
              UnorderedElementsAre("cycle", "population_date", "score_year",
                                   "substitute_score_thousandths"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListQuotaEntries, "").status()),
              UnorderedElementsAre("parent"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListMunicipalities, "").status()),
              UnorderedElementsAre("parent"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListSplits, "page_size: -1").status()),
              UnorderedElementsAre("page_size"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::GetCalendar, "").status()),
              UnorderedElementsAre("cycle", "as_of_date"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListEstimates, "").status()),
              UnorderedElementsAre("cycle"));
  EXPECT_THAT(
      FieldsOf(Ask(&Stub::ListNationalTargets, "half_year: 'x'").status()),
      UnorderedElementsAre("half_year"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListPublishedBalances, "").status()),
              UnorderedElementsAre("parent", "half_year"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListPopulations, "").status()),
              UnorderedElementsAre("parent", "reference_date"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListScores, "").status()),
              UnorderedElementsAre("parent", "reference_year"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListDecisions, "").status()),
              UnorderedElementsAre("parent"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListRedistributions, "").status()),
              UnorderedElementsAre("parent"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::GetTransfer, "").status()),
              UnorderedElementsAre("as_of_date"));
  EXPECT_THAT(FieldsOf(Ask(&Stub::ListTransfers, "").status()),
              UnorderedElementsAre("parent", "as_of_date"));
}

// Many at once.

TEST_F(AgreementTest, ManyWritersKeepEverySumAndLeaveNoGap) {
  DeliverQuotas();
  constexpr int kWriters = 6;
  constexpr int kRounds = 12;
  std::vector<std::vector<int64_t>> revisions(kWriters);
  std::atomic<int> refused = 0;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kRounds; ++i) {
        const std::string id =
            "w" + std::to_string(w) + "-" + std::to_string(i);
        absl::StatusOr<int64_t> revision = absl::UnknownError("");
        if (w % 3 == 0) {
          // Half of them take more than Zwolle can give in the end.
          const auto made =
              Write(&Stub::CreateRedistribution, Moved(id, w == 0 ? 60 : -9));
          if (!made.ok()) {
            EXPECT_THAT(made, HasReason("OBLIGATION_IMPOSSIBLE"));
            ++refused;
            continue;
          }
          revision = made->revision();
        } else if (w % 3 == 1) {
          const auto made = Write(&Stub::CreateTransfer, Lent(id));
          ASSERT_THAT(made, IsOk());
          revision = made->revision();
        } else {
          // Decisions on Flevoland: one of the two writers is first each time,
          // the other one amends the wrong decision and tries again.
          for (std::string latest;;) {
            const auto made =
                Write(&Stub::CreateDecision,
                      "parent: 'provinces/pv24' decision { name: "
                      "'provinces/pv24/decisions/" +
                          id + "' cycle: 'cycles/2024' source: 'x' " +
                          Day("publish_date", 2024, 12, 1) +
                          "amended_decision: '" + latest +
                          "' shares { municipality: "
                          "'municipalities/gm0303' quota_count: " +
                          std::to_string(200 + i) + " } }");
            if (made.ok()) {
              revision = made->revision();
              break;
            }
            ASSERT_THAT(made, HasReason("DECISION_ORDER_WRONG"));
            const auto all =
                Ask(&Stub::ListDecisions, "parent: 'provinces/pv24'");
            int64_t last = 0;
            for (const pb::Decision& one : all->decisions()) {
              if (one.revision() <= last) continue;
              last = one.revision();
              latest = one.name();
            }
          }
        }
        revisions[w].push_back(*revision);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::set<int64_t> all;
  size_t written = 0;
  for (const auto& own : revisions) {
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end()));
    all.insert(own.begin(), own.end());
    written += own.size();
  }
  // Revision 1 is the birth, 2 the quotas: every write took the next number.
  ASSERT_EQ(all.size(), written);
  EXPECT_EQ(*all.begin(), 3);
  EXPECT_EQ(*all.rbegin(), static_cast<int64_t>(2 + written));
  EXPECT_EQ(written + refused, static_cast<size_t>(kWriters * kRounds));
  // At every revision on the way the sum of Overijssel was what it is.
  for (const int64_t revision : all) {
    const auto list = Ask(&Stub::ListObligations,
                          "parent: 'provinces/pv23' cycle: 'cycles/2024' " +
                              Day("as_of_date", 2024, 9, 1) +
                              "revision: " + std::to_string(revision));
    ASSERT_THAT(list, IsOk());
    ASSERT_EQ(list->totals(0).summed_count(), 717 + 308) << revision;
    for (const auto& one : list->obligations()) {
      ASSERT_GE(one.asylum().quota_count(), 0) << revision;
    }
  }
  const auto transfers =
      Ask(&Stub::ListTransfers,
          "parent: 'provinces/pv24' " + Day("as_of_date", 2025, 7, 1));
  EXPECT_EQ(transfers->transfers_size(), 2 * kRounds);
}

}  // namespace
}  // namespace opvang::quotas
