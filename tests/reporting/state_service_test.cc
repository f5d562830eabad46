// Memory answers what SQL keeps: of random lives of reports, every answer at a
// revision stays what it was, on replicas that wrote, read, or came later.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "tests/reporting/house.h"

namespace opvang::reporting {
namespace {

using Stub = House::Stub;

// How many writes are tried; more for a longer run.
int Writes() {
  const char* given = std::getenv("OPVANG_WRITES");
  return given == nullptr ? 60 : std::atoi(given);
}

class StateServiceTest : public testing::Test {
 protected:
  StateServiceTest() {
    house_.Quotas(kCycle);
    house_.Locations(kRol);
  }

  int Any(int count) { return static_cast<int>(random_() % count); }

  template <typename Request>
  Request New(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_request_id(UuidFor(std::to_string(++count_)));
    return request;
  }

  // Any of the reports that were made; one that was not, before the first.
  std::string AnyReport() {
    return reports_.empty() ? kVerslag : reports_[random_() % reports_.size()];
  }
  std::string AnyTown() {
    const auto towns = MunicipalitiesIn("provinces/pv23");
    return (*towns)[random_() % 3]->Name();
  }

  void MakeReport() {
    auto request = ReportRequest(absl::StrCat("v", ++count_));
    if (!reports_.empty() && Any(2) == 0) {
      request.mutable_report()->set_superseded_report(AnyReport());
      request.mutable_report()->set_change_reason("correctie");
    }
    const auto made =
        house_.Call(Province(), &Stub::CreateReport, request, "maker");
    if (made.ok()) reports_.push_back(made->name());
  }
  void DeliverText() {
    auto request = Proto<pb::DeliverTextsRequest>(
        absl::StrCat("parent: 'provinces/pv23' texts { subject: '", AnyTown(),
                     "' kind: KIND_EXPLANATION position: ", 1 + Any(3),
                     " start_date { year: 2024 month: 10 day: ", 1 + Any(28),
                     " } body: 'Tekst ", Any(99), ".' source: 'gemeente' }"));
    request.set_request_id(UuidFor(std::to_string(++count_)));
    EXPECT_THAT(house_.Call(Ministry(), &Stub::DeliverTexts, request), IsOk());
  }
  void ConfirmAll(const std::string& name) {
    const auto towns = MunicipalitiesIn("provinces/pv23");
    for (const Municipality* town : *towns) {
      auto request = New<pb::ConfirmFiguresRequest>(name);
      request.set_municipality(town->Name());
      request.set_letter("brief");
      Try(Province(), &Stub::ConfirmFigures, request);
    }
  }
  void ExplainSome(const std::string& name) {
    pb::ListFindingsRequest list;
    list.set_name(name);
    const auto found = house_.Call(Ministry(), &Stub::ListFindings, list);
    if (!found.ok()) return;
    for (const pb::Finding& finding : found->findings()) {
      if (Any(3) == 0) continue;
      auto request = New<pb::ExplainFindingRequest>(name);
      request.set_key(finding.key());
      request.set_body(absl::StrCat("Bekend ", Any(9), "."));
      request.set_source("brief");
      Try(Province(), &Stub::ExplainFinding, request);
    }
  }

  // Some are refused, which is fine.
  template <typename Request, typename Response>
  void Try(const Organisation& who,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                        Response*),
           const Request& request) {
    house_.Call(who, method, request, "ander").status().IgnoreError();
  }

  void DoSomething() {
    const std::string name = AnyReport();
    switch (Any(9)) {
      case 0:
        return MakeReport();
      case 1:
        return DeliverText();
      case 2:
        return ConfirmAll(name);
      case 3:
        return ExplainSome(name);
      case 4: {
        auto request = New<pb::RevokeConfirmationRequest>(name);
        request.set_municipality(AnyTown());
        request.set_reason("anders geteld");
        return Try(Province(), &Stub::RevokeConfirmation, request);
      }
      case 5: {
        const bool twente = Any(2) == 0;
        const std::string region =
            twente ? "regions/twente" : "regions/ijsselland";
        auto request = New<pb::AdoptReportRequest>(name);
        request.set_subject(region);
        request.set_letter("vergadering");
        return Try(Region(region), &Stub::AdoptReport, request);
      }
      case 6: {
        auto request = New<pb::SubmitReportRequest>(name);
        request.set_letter("brief aan de minister");
        return Try(Province(), &Stub::SubmitReport, request);
      }
      case 7: {
        auto request = New<pb::ReopenReportRequest>(name);
        request.set_reason("fout gevonden");
        return Try(Province(), &Stub::ReopenReport, request);
      }
      default: {
        auto request = New<pb::SetEmbargoRequest>(name);
        request.mutable_embargo_time()->set_seconds(1730000000 + 3600 * Any(9));
        request.set_reason("wacht op de raad");
        return Try(Province(), &Stub::SetEmbargo, request);
      }
    }
  }

  // Asks of a report at a revision, or now, as somebody who writes nothing.
  struct Answer {
    std::string bytes;
    int64_t revision;
    bool is_refused = false;
  };
  using Ask = std::function<Answer(int64_t revision)>;

  template <typename Request, typename Response>
  Ask AskOf(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                         Response*),
            Request request) {
    return [=, this](int64_t revision) mutable -> Answer {
      request.set_revision(revision);
      const auto response = house_.Call(Other(Role::kAuditor), method, request);
      if (!response.ok()) return {response.status().ToString(), revision, true};
      return {Serialize(*response), response->revision()};
    };
  }

  Ask AnyQuestion() {
    switch (Any(5)) {
      case 0: {
        pb::ListReportsRequest request;
        request.set_parent(Any(2) == 0 ? "provinces/pv23" : "provinces/-");
        return AskOf(&Stub::ListReports, request);
      }
      case 1:
        return AskOf(
            &Stub::ListTexts,
            Proto<pb::ListTextsRequest>(
                R"pb(parent: 'provinces/pv23'
                     as_of_date { year: 2024 month: 10 day: 31 })pb"));
      case 2: {
        pb::ListFindingsRequest request;
        request.set_name(AnyReport());
        return AskOf(&Stub::ListFindings, request);
      }
      case 3: {
        pb::CompareReportsRequest request;
        request.set_name(AnyReport());
        request.set_other(AnyReport());
        return AskOf(&Stub::CompareReports, request);
      }
      default: {
        pb::GetStandingRequest request;
        request.set_name(AnyReport());
        return AskOf(&Stub::GetStanding, request);
      }
    }
  }

  // The names of reports known at `revision`, by plain SQL.
  std::vector<std::string> ReportsBySql(int64_t revision) {
    const auto lease = house_.db->Acquire(absl::InfiniteFuture());
    Transaction tx(**lease, 0);
    return *tx.Query(
        "SELECT name FROM reports WHERE revision <= ? ORDER BY name",
        [](const Row& row) { return row.Text(0); }, revision);
  }

  const uint32_t seed_ = std::random_device()();
  std::mt19937 random_{seed_};
  House house_;
  std::vector<std::string> reports_;
  int count_ = 0;
};

TEST_F(StateServiceTest, EveryPastIsAnsweredTheSame) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  struct Remembered {
    Ask ask;
    Answer answer;
  };
  std::vector<Remembered> past;
  MakeReport();
  ASSERT_EQ(reports_.size(), 1u);
  for (int number = 0; number < Writes(); ++number) {
    DoSomething();
    Ask ask = AnyQuestion();
    Answer answer = ask(0);
    // An answer names where it was read; asked there again, it is the same.
    EXPECT_EQ(ask(answer.revision).bytes, answer.bytes);
    past.push_back({std::move(ask), std::move(answer)});
    pb::ListReportsRequest all;
    all.set_parent("provinces/-");
    const auto listed =
        house_.Call(Other(Role::kAuditor), &Stub::ListReports, all);
    ASSERT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const auto& report : listed->reports()) names.push_back(report.name());
    EXPECT_EQ(names, ReportsBySql(listed->revision()));
  }
  const auto refused = std::count_if(
      past.begin(), past.end(),
      [](const Remembered& then) { return then.answer.is_refused; });
  EXPECT_LT(refused * 3, static_cast<int64_t>(past.size()))
      << "most questions have answers";
  for (const bool restarted : {false, true}) {
    if (restarted) house_.Restart();
    for (const Remembered& then : past) {
      EXPECT_EQ(then.ask(then.answer.revision).bytes, then.answer.bytes)
          << (restarted ? "after a start, " : "") << "at "
          << then.answer.revision;
    }
  }
}

TEST_F(StateServiceTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(house_.db.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::reporting
