// Random lives of reports, of facts that change between them.
#ifndef OPVANG_TESTS_REPORTING_RANDOM_REPORTS_H_
#define OPVANG_TESTS_REPORTING_RANDOM_REPORTS_H_

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "tests/reporting/house.h"
#include "tests/support/seed.h"
#include "tests/support/writes.h"

namespace opvang::reporting {

class RandomReports : public testing::Test {
 protected:
  using Stub = House::Stub;
  RandomReports() {
    house_.Quotas(kCycle);
    house_.Locations(kRol);
  }

  int Any(int count) { return static_cast<int>(random_() % count); }

  // Any of the reports that were made; one that was not, before the first.
  std::string AnyReport() {
    return reports_.empty() ? kVerslag : reports_[random_() % reports_.size()];
  }
  std::string AnyTown() {
    const auto towns = MunicipalitiesIn("provinces/pv23");
    return (*towns)[random_() % 3]->Name();
  }

  google::protobuf::Timestamp AnyTimeToCome() {
    return ToTimestamp(house_.clock.Now() + absl::Hours(1 + Any(99)));
  }

  // Of the province, now and then of a region.
  void MakeReport() {
    if (!reports_.empty()) ChangeFacts();
    auto request = ReportRequest(absl::StrCat("v", ++count_));
    if (Any(5) == 0) {
      request.set_parent("regions/ijsselland");
      request.mutable_report()->mutable_spec()->set_kind(
          pb::REPORT_KIND_REGIONAL_PLAN);
    }
    if (Any(6) == 0) {
      *request.mutable_report()->mutable_embargo_time() = AnyTimeToCome();
    }
    if (!reports_.empty() && Any(2) == 0) {
      request.mutable_report()->set_superseded_report(
          Any(2) == 0 ? reports_.back() : AnyReport());
      request.mutable_report()->set_change_reason("correctie");
    }
    const auto made =
        house_.Call(Province(), &Stub::CreateReport, request, "maker");
    if (made.ok()) reports_.push_back(made->name());
  }
  // Few places and days, so that one word overrules another; some retract.
  void DeliverText() {
    pb::DeliverTextsRequest request;
    request.set_parent("provinces/pv23");
    request.set_request_id(UuidFor(std::to_string(++count_)));
    for (int position = 1; position <= 3; ++position) {
      pb::Text& text = *request.add_texts();
      text.set_subject(AnyTown());
      text.set_kind(pb::Text::KIND_EXPLANATION);
      text.set_position(position);
      *text.mutable_start_date() =
          ToProto(absl::CivilDay(2024, 10, 5 * (1 + Any(3))));
      if (Any(4) > 0) text.set_body(absl::StrCat("Tekst ", Any(99), "."));
      text.set_source("gemeente");
    }
    EXPECT_THAT(house_.Call(Ministry(), &Stub::DeliverTexts, request), IsOk());
  }
  void DeliverDeadline() {
    auto request = Proto<pb::DeliverTextsRequest>(absl::StrCat(
        "parent: 'provinces/pv23' deadlines { subject: '",
        Any(2) == 0 ? "provinces/pv23" : "regions/ijsselland", "' item: ",
        pb::Deadline::Item_Name(static_cast<pb::Deadline::Item>(1 + Any(5))),
        " cycle: 'cycles/2024' source: 'afspraak' ",
        Any(5) == 0 ? ""
                    : absl::StrCat("due_date { year: 2024 month: 10 day: ",
                                   20 + Any(11), " } "),
        "}"));
    request.set_request_id(UuidFor(std::to_string(++count_)));
    EXPECT_THAT(house_.Call(Ministry(), &Stub::DeliverTexts, request), IsOk());
  }
  // Now and then one of before ends.
  void Subscribe() {
    pb::CreateSubscriptionRequest request;
    request.mutable_subscription()->set_address(
        absl::StrCat("https://events.example.nl/", ++count_));
    request.mutable_subscription()->set_scope(AnyTown());
    if (Any(2) == 0) {
      request.mutable_subscription()->add_kinds(
          static_cast<pb::EventKind>(1 + Any(4)));
    }
    request.set_request_id(UuidFor(std::to_string(++count_)));
    const auto made =
        house_.Call(Ministry(), &Stub::CreateSubscription, request);
    if (!made.ok() || Any(2) == 0) return;
    auto end = house_.New<pb::EndSubscriptionRequest>(made->name());
    end.set_reason("genoeg");
    end.set_etag(made->etag());
    EXPECT_THAT(house_.Call(Ministry(), &Stub::EndSubscription, end), IsOk());
  }
  // What reports are made of changes between them.
  void ChangeFacts() {
    const std::string town = AnyTown();
    switch (Any(4)) {
      case 0:
        return house_.Quotas(absl::StrCat(
            "parent: 'countries/nl' quota_entries { subject: '", town,
            "' duty: ",
            Any(2) == 0 ? "DUTY_ASYLUM period: 'cycles/2024' "
                        : "DUTY_STATUS_HOLDERS period: '2024-h2' ",
            "basis: BASIS_DECIDED quota_count: ", 50 + Any(900),
            " start_date { year: 2024 month: 2 day: 1 } source: 'b", ++count_,
            "' }"));
      case 1: {
        const std::string name = absl::StrCat(town, "/locations/x", Any(2));
        return house_.Locations(absl::StrCat(
            "parent: 'provinces/pv23' locations { name: '", name,
            "' display_name: 'X' kind: '", Any(3) == 0 ? "goo" : "azc",
            "' operator: OPERATOR_COA source: 'l", ++count_,
            "' } state_entries { location: '", name,
            "' state: LOCATION_STATE_OPEN start_date { year: 2023 month: 6 "
            "day: 30 } source: 'x' } place_entries { location: '",
            name,
            "' group: PLACE_GROUP_REGULAR basis: BASIS_DECIDED start_date { "
            "year: 2023 month: ",
            1 + Any(3), " day: 28 } place_count: ", 1 + Any(400),
            " decision: 'besluit' source: 'x' }"));
      }
      case 2:
        return house_.Housing(absl::StrCat(
            "parent: 'provinces/pv23' placements { name: '", town,
            "/placements/p", ++count_,
            "' placement_date { year: 2024 month: 9 day: ", 1 + Any(20),
            " } kind: 'home' person_count: ", 1 + Any(20), " source: 'COA' }"));
      default:
        return house_.Housing(absl::StrCat(
            "parent: 'provinces/pv23' plans { name: '", town, "/plans/q",
            Any(2), "' home_source: HOME_SOURCE_FLEX person_count: ", Any(50),
            " start_date { year: 2024 month: 9 day: 1 } end_date { year: 2024 "
            "month: 12 day: ",
            1 + Any(28), " } source: 'p", ++count_, "' }"));
    }
  }
  void ConfirmAll(const std::string& name) {
    const auto towns = MunicipalitiesIn("provinces/pv23");
    for (const Municipality* town : *towns) {
      auto request = house_.New<pb::ConfirmFiguresRequest>(name);
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
      auto request = house_.New<pb::ExplainFindingRequest>(name);
      request.set_key(finding.key());
      request.set_body(absl::StrCat("Bekend ", Any(9), "."));
      request.set_source("brief");
      Try(Province(), &Stub::ExplainFinding, request);
    }
  }

  // As far as it comes.
  void BringUp(const std::string& name) {
    ConfirmAll(name);
    for (const char* region : {"regions/twente", "regions/ijsselland"}) {
      auto request = house_.New<pb::AdoptReportRequest>(name);
      request.set_subject(region);
      request.set_letter("vergadering");
      Try(Region(region), &Stub::AdoptReport, request);
    }
    ExplainSome(name);
    auto request = house_.New<pb::SubmitReportRequest>(name);
    request.set_letter("brief aan de minister");
    Try(Province(), &Stub::SubmitReport, request);
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
    switch (Any(15)) {
      case 0:
        return MakeReport();
      case 1:
        return DeliverText();
      case 2:
        return ConfirmAll(name);
      case 3:
        return ExplainSome(name);
      case 9:
        return DeliverDeadline();
      case 10:
      case 11:
        return ChangeFacts();
      case 14:
        return Subscribe();
      case 12:
        return BringUp(reports_.empty() ? kVerslag : reports_.back());
      case 4: {
        auto request = house_.New<pb::RevokeConfirmationRequest>(name);
        request.set_municipality(AnyTown());
        request.set_reason("anders geteld");
        return Try(Province(), &Stub::RevokeConfirmation, request);
      }
      case 5: {
        const bool twente = Any(2) == 0;
        const std::string region =
            twente ? "regions/twente" : "regions/ijsselland";
        auto request = house_.New<pb::AdoptReportRequest>(name);
        request.set_subject(region);
        request.set_letter("vergadering");
        return Try(Region(region), &Stub::AdoptReport, request);
      }
      case 6: {
        auto request = house_.New<pb::SubmitReportRequest>(name);
        request.set_letter("brief aan de minister");
        return Try(Province(), &Stub::SubmitReport, request);
      }
      case 7: {
        auto request = house_.New<pb::ReopenReportRequest>(name);
        request.set_reason("fout gevonden");
        return Try(Province(), &Stub::ReopenReport, request);
      }
      case 13: {
        auto request = house_.New<pb::DiscardReportRequest>(name);
        request.set_reason("verkeerde dag");
        return Try(Province(), &Stub::DiscardReport, request);
      }
      default: {
        auto request = house_.New<pb::SetEmbargoRequest>(name);
        // Until then, or lifted.
        if (Any(4) > 0) *request.mutable_embargo_time() = AnyTimeToCome();
        request.set_reason("wacht op de raad");
        return Try(Province(), &Stub::SetEmbargo, request);
      }
    }
  }

  const uint32_t seed_ = Seed();
  std::mt19937 random_{seed_};
  House house_;
  std::vector<std::string> reports_;
  int count_ = 0;
};

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_REPORTING_RANDOM_REPORTS_H_
