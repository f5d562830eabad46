// Every replica answers every past the same; `sql_oracle_test.cc` holds what is
// answered against the rows.
#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "services/quotas/quota_service.h"
#include "tests/quotas/random_writes.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/sql_oracle.h"
#include "tests/support/tampering.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

using Stub = pb::QuotaService::Stub;

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
    // All pages: a token is of one question, which names its revision or not.
    const auto response = AskAllPages(stub, method, request);
    // What is refused is an answer too.
    if (!response.ok()) return {response.status().ToString(), revision};
    return {Serialize(*response), response->revision()};
  };
}

class StateTest : public testing::Test {
 protected:
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

  const uint32_t seed_ = Seed();
  FixedClock clock_{absl::FromUnixSeconds(1730000000)};
  TestDatabase db_{"quotas"};
  Sides sides_{*db_, clock_};
  RandomWrites random_{seed_, &sides_};
  std::unique_ptr<Organisations> organisations_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
};

TEST_F(StateTest, EveryReplicaAnswersEveryPastTheSame) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  Replica one(*db_, clock_, *organisations_);
  Replica other(*db_, clock_, *organisations_);
  ASSERT_THAT(
      CallRpc(*one.stub, &Stub::DeliverQuotas, RandomWrites::FirstDelivery()),
      IsOk());
  ASSERT_THAT(CallRpc(*one.stub, &Stub::DeliverQuotas, random_.Inhabitants()),
              IsOk());
  struct Remembered {
    size_t question;
    Answer answer;
  };
  const std::vector<Ask> questions = Questions();
  std::vector<Remembered> past;
  for (int number = 0; number < Writes(); ++number) {
    Replica& writer = random_.Any(2) == 0 ? one : other;
    Replica& reader = &writer == &one ? other : one;
    random_.WriteSomething(*writer.stub, std::to_string(number));
    const size_t question = random_.Any(static_cast<int>(questions.size()));
    Answer answer = questions[question](*reader.stub, 0);
    // The one that did not write knows what was acknowledged.
    EXPECT_EQ(answer.bytes, questions[question](*writer.stub, 0).bytes);
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
  EXPECT_GT(ExpectTamperingShows(db_, seed_), 100);
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
