// Of random lives of reports, every answer at a revision stays what it was, on
// replicas that wrote, read, or came later; `sql_oracle_test.cc` holds what is
// answered against the rows.
#include <algorithm>
#include <functional>

#include "tests/reporting/random_reports.h"
#include "tests/support/tampering.h"

namespace opvang::reporting {
namespace {

using Stub = House::Stub;

class StateServiceTest : public RandomReports {
 protected:
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
      auto response = house_.Call(Other(Role::kAuditor), method, request);
      if (!response.ok()) return {response.status().ToString(), revision, true};
      // It is of its question, and to ask of now is another.
      if constexpr (requires { response->clear_next_page_token(); }) {
        response->clear_next_page_token();
      }
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
  EXPECT_GT(ExpectTamperingShows(house_.db, seed_), 100);
}

TEST_F(StateServiceTest, WhoFollowsReadsWhatIsNewAlone) {
  EXPECT_THAT(house_.db.TablesWithoutRevisionKey(), testing::IsEmpty());
}

}  // namespace
}  // namespace opvang::reporting
