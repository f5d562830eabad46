// Memory answers what SQL keeps: on every replica, at every revision.
#include <cstdlib>
#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/ledger.h"
#include "services/quotas/quota_service.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

using Stub = pb::QuotaService::Stub;

// One of several services over the same database.
struct Replica {
  Replica(Database& db, const Clock& clock, Organisations& organisations)
      : service(db, clock, organisations) {}
  QuotaService service;
  InProcess server{service};
  std::unique_ptr<Stub> stub = pb::QuotaService::NewStub(server.channel());
};

// Asks one question at a revision, or now; answers the bytes and where it was
// read.
struct Answer {
  std::string bytes;
  int64_t revision;
};
using Ask = std::function<Answer(Stub& stub, int64_t revision)>;

template <typename Request, typename Response>
Ask AskOf(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                       Response*),
          const std::string& text) {
  return [=](Stub& stub, int64_t revision) -> Answer {
    auto request = Proto<Request>(text);
    request.set_revision(revision);
    const auto response = CallRpc(stub, method, request);
    // What is refused is an answer too.
    if (!response.ok()) return {response.status().ToString(), revision};
    return {Serialize(*response), response->revision()};
  };
}

// How many writes a test makes; more for a longer run.
int Writes() {
  const char* given = std::getenv("OPVANG_WRITES");
  return given == nullptr ? 60 : std::atoi(given);
}

std::string Date(const std::string& field, absl::CivilDay day) {
  return absl::StrCat(field, " { ", ToProto(day).ShortDebugString(), " } ");
}

class StateTest : public testing::Test {
 protected:
  static constexpr const char* kNames[] = {
      "municipalities/gm0193", "municipalities/gm0166", "municipalities/gm0303",
      "provinces/pv23", "regions/ijsselland"};

  int Any(int count) { return static_cast<int>(random_() % count); }
  absl::CivilDay AnyDay() { return absl::CivilDay(2024, 1, 1) + Any(700); }

  std::string AnyEntry() {
    const bool asylum = Any(2) == 0;
    std::string text =
        absl::StrCat("quota_entries { subject: '", kNames[Any(5)], "' duty: ",
                     asylum ? "DUTY_ASYLUM period: 'cycles/2024'"
                            : "DUTY_STATUS_HOLDERS period: '2024-h2'",
                     " basis: ",
                     pb::QuotaEntry::Basis_Name(
                         static_cast<pb::QuotaEntry::Basis>(1 + Any(3))),
                     " source: 's", Any(9), "' ", Date("start_date", AnyDay()));
    if (Any(6) > 0) {
      const int count = 100 + Any(900);
      absl::StrAppend(&text, "quota_count: ", count);
      if (asylum && Any(2) == 0) {
        absl::StrAppend(&text, " amv_count: ", Any(count));
      }
    }
    return text + " } ";
  }

  // Sends one write to `stub`; some are refused, which is fine.
  void WriteSomething(Stub& stub, int number) {
    switch (Any(6)) {
      case 0: {
        auto request = Proto<pb::DeliverQuotasRequest>(absl::StrCat(
            "parent: 'countries/nl' estimates { cycle: 'cycles/2024' "
            "place_count: ",
            1 + Any(90000), " source: 's' ", Date("publish_date", AnyDay()),
            "} populations { municipality: '", kNames[Any(3)],
            "' inhabitant_count: ", 1 + Any(99999), " source: 's' ",
            Date("reference_date", absl::CivilDay(2024, 1, 1)),
            "} published_balances { subject: '", kNames[Any(5)],
            "' half_year: '2024-h2' publisher: 'p", Any(2), "' person_count: ",
            Any(50), " source: 's' ", Date("publish_date", AnyDay()), "}"));
        request.set_request_id(UuidFor(std::to_string(number)));
        EXPECT_THAT(CallRpc(stub, &Stub::DeliverQuotas, request), IsOk());
        return;
      }
      case 1: {
        auto request = Proto<pb::CreateTransferRequest>(absl::StrCat(
            "parent: 'countries/nl' transfer { name: 'transfers/t", Any(8),
            "' duty: DUTY_ASYLUM period: 'cycles/2024' giver: '",
            kNames[Any(3)], "' receiver: '", kNames[Any(3)],
            "' place_count: ", 1 + Any(50), " source: 's' ",
            Date("start_date", AnyDay()), Date("propose_date", AnyDay()), "}"));
        request.set_request_id(UuidFor(std::to_string(number)));
        CallRpc(stub, &Stub::CreateTransfer, request).status().IgnoreError();
        return;
      }
      case 2: {
        auto request = Proto<pb::AdvanceTransferRequest>(
            absl::StrCat("parent: 'countries/nl' name: 'transfers/t", Any(8),
                         "' kind: KIND_AGREED source: 's' ",
                         Date("step_date", absl::CivilDay(2026, 1, 1))));
        request.set_request_id(UuidFor(std::to_string(number)));
        CallRpc(stub, &Stub::AdvanceTransfer, request).status().IgnoreError();
        return;
      }
      case 3: {
        auto request = Proto<pb::CreateRedistributionRequest>(absl::StrCat(
            "parent: 'countries/nl' redistribution { name: "
            "'redistributions/r",
            Any(8),
            "' duty: DUTY_STATUS_HOLDERS period: '2024-h2' source: 's' ",
            Date("start_date", AnyDay()), "changes { municipality: '",
            kNames[0], "' change_count: 5 } changes { municipality: '",
            kNames[1], "' change_count: -5 } }"));
        request.set_request_id(UuidFor(std::to_string(number)));
        CallRpc(stub, &Stub::CreateRedistribution, request)
            .status()
            .IgnoreError();
        return;
      }
      default: {
        std::string text = "parent: 'countries/nl' ";
        for (int i = Any(3); i >= 0; --i) text += AnyEntry();
        auto request = Proto<pb::DeliverQuotasRequest>(text);
        request.set_request_id(UuidFor(std::to_string(number)));
        CallRpc(stub, &Stub::DeliverQuotas, request).status().IgnoreError();
      }
    }
  }

  std::vector<Ask> Questions() {
    const std::string day = Date("as_of_date", absl::CivilDay(2025, 6, 1));
    return {
        AskOf(&Stub::ListCycles, ""),
        AskOf(&Stub::ListQuotaEntries,
              "parent: 'municipalities/-' page_size: 1000"),
        AskOf(&Stub::ListObligations,
              "parent: 'provinces/pv23' cycle: 'cycles/2024' half_year: "
              "'2024-h2' " +
                  day),
        AskOf(&Stub::ListHousingTargets,
              "parent: 'municipalities/gm0193' first_half_year: '2024-h1' "
              "last_half_year: '2025-h2' " +
                  day),
        AskOf(&Stub::ListEstimates, "cycle: 'cycles/2024'"),
        AskOf(&Stub::ListPublishedBalances,
              "parent: 'provinces/pv23' half_year: '2024-h2'"),
        AskOf(&Stub::ListPopulations,
              "parent: 'provinces/pv23' " +
                  Date("reference_date", absl::CivilDay(2024, 1, 1))),
        AskOf(&Stub::ListTransfers, "parent: 'municipalities/-' " + day),
        AskOf(&Stub::ListRedistributions, "parent: 'municipalities/-'"),
        AskOf(&Stub::ListSplits, ""),
        AskOf(&Stub::ListDecisions, "parent: 'provinces/-'"),
        AskOf(&Stub::ListNationalTargets, ""),
        AskOf(&Stub::ListSuccessions, ""),
    };
  }

  static opvang::Call Call() {
    opvang::Call call;
    call.deadline = absl::InfiniteFuture();
    return call;
  }

  // The entries known at `revision`, by plain SQL.
  std::string EntriesBySql(int64_t revision) {
    const auto list = Read<pb::ListQuotaEntriesResponse>(
        *db_, Call(), revision,
        [](Transaction& tx) -> absl::StatusOr<pb::ListQuotaEntriesResponse> {
          pb::ListQuotaEntriesResponse response;
          response.set_revision(tx.revision());
          RETURN_IF_ERROR(tx.ForEach(
              "SELECT subject, duty, period, basis, start_date, revision, "
              "quota_count, amv_count, source, origin FROM quota_entries WHERE "
              "revision <= ? ORDER BY "
              "subject, duty, period, basis, start_date, revision",
              {tx.revision()}, [&](const Row& row) {
                pb::QuotaEntry& entry = *response.add_quota_entries();
                entry.set_subject(row.Text(0));
                entry.set_duty(static_cast<pb::Duty>(row.Int(1)));
                entry.set_period(row.Text(2));
                entry.set_basis(static_cast<pb::QuotaEntry::Basis>(row.Int(3)));
                *entry.mutable_start_date() = ToProto(row.Day(4));
                entry.set_revision(row.Int(5));
                if (!row.IsNull(6)) {
                  entry.set_quota_count(static_cast<int32_t>(row.Int(6)));
                }
                if (!row.IsNull(7)) {
                  entry.set_amv_count(static_cast<int32_t>(row.Int(7)));
                }
                entry.set_source(row.Text(8));
                entry.set_origin(row.Text(9));
              }));
          return response;
        });
    EXPECT_THAT(list, IsOk());
    return list.ok() ? Serialize(*list) : "";
  }

  const uint32_t seed_ = std::random_device()();
  std::mt19937 random_{seed_};
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
};

TEST_F(StateTest, EveryReplicaAnswersEveryPastTheSame) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  Replica one(*db_, clock_, *organisations_);
  Replica other(*db_, clock_, *organisations_);
  auto cycle = Proto<pb::DeliverQuotasRequest>(
      "parent: 'countries/nl' cycles { name: 'cycles/2024' display_name: 'e' "
      "source: 'wet' " +
      Date("window_start_date", absl::CivilDay(2025, 7, 1)) +
      Date("window_end_date", absl::CivilDay(2026, 2, 1)) +
      Date("realisation_start_date", absl::CivilDay(2024, 10, 1)) +
      Date("realisation_end_date", absl::CivilDay(2025, 7, 2)) +
      Date("report_due_date", absl::CivilDay(2024, 11, 1)) +
      Date("decision_due_date", absl::CivilDay(2024, 12, 31)) + "}");
  cycle.set_request_id(UuidFor("cycle"));
  ASSERT_THAT(CallRpc(*one.stub, &Stub::DeliverQuotas, cycle), IsOk());
  struct Remembered {
    size_t question;
    Answer answer;
  };
  const std::vector<Ask> questions = Questions();
  std::vector<Remembered> past;
  for (int number = 0; number < Writes(); ++number) {
    Replica& writer = Any(2) == 0 ? one : other;
    Replica& reader = &writer == &one ? other : one;
    WriteSomething(*writer.stub, number);
    const size_t question = Any(static_cast<int>(questions.size()));
    Answer answer = questions[question](*reader.stub, 0);
    // The one that did not write knows what was acknowledged.
    EXPECT_EQ(answer.bytes, questions[question](*writer.stub, 0).bytes);
    if (question == 1) {
      EXPECT_EQ(answer.bytes, EntriesBySql(answer.revision));
    }
    past.push_back({question, std::move(answer)});
  }
  Replica late(*db_, clock_, *organisations_);
  for (const Remembered& then : past) {
    for (Replica* replica : {&one, &other, &late}) {
      EXPECT_EQ(
          questions[then.question](*replica->stub, then.answer.revision).bytes,
          then.answer.bytes)
          << "question " << then.question << " at " << then.answer.revision;
    }
  }
}

TEST_F(StateTest, AReadAfterAnAcknowledgedWriteSeesItOnAnyReplica) {
  Replica one(*db_, clock_, *organisations_);
  Replica other(*db_, clock_, *organisations_);
  const auto& all = AllMunicipalities();
  for (int number = 0; number < Writes(); ++number) {
    // All of them in turn, so that no answer grows with the run alone.
    const std::string subject = all[number % all.size()].Name();
    auto request = Proto<pb::DeliverQuotasRequest>(absl::StrCat(
        "parent: 'countries/nl' quota_entries { subject: '", subject,
        "' duty: DUTY_UKRAINE basis: BASIS_DECIDED source: 's' quota_count: ",
        number, " ", Date("start_date", absl::CivilDay(2024, 1, 1)), "}"));
    request.set_request_id(UuidFor(std::to_string(number)));
    Replica& writer = number % 2 == 0 ? one : other;
    Replica& reader = number % 2 == 0 ? other : one;
    ASSERT_THAT(CallRpc(*writer.stub, &Stub::DeliverQuotas, request), IsOk());
    const auto list =
        CallRpc(*reader.stub, &Stub::ListObligations,
                Proto<pb::ListObligationsRequest>(
                    "parent: '" + subject + "' " +
                    Date("ukraine_date", absl::CivilDay(2024, 6, 1)) +
                    Date("as_of_date", absl::CivilDay(2024, 6, 1))));
    ASSERT_THAT(list, IsOk());
    EXPECT_EQ(list->obligations(0).ukraine().quota_count(), number);
  }
}

TEST_F(StateTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(db_.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::quotas
