// Random histories of housing beside quotas, and replicas that tell them.
#ifndef OPVANG_TESTS_HOUSING_RANDOM_HOUSING_H_
#define OPVANG_TESTS_HOUSING_RANDOM_HOUSING_H_

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/housing/rules/half_year.h"
#include "tests/housing/services.h"
#include "tests/support/writes.h"

namespace opvang::housing {

class RandomHousing : public HousingFixture {
 protected:
  using Day = absl::CivilDay;

  static constexpr const char* kNames[] = {"municipalities/gm0148",
                                           "municipalities/gm0166",
                                           "municipalities/gm0193"};
  static constexpr const char* kCodes[] = {"home", "dsl", "rol", "nidos"};
  static constexpr const char* kSources[] = {"COA", "illustrative: a",
                                             "illustrative: b", "krant"};
  static constexpr const char* kLevels[] = {"green", "orange", "red"};
  const HalfYear kFirst = *HalfYear::Parse("2022-h1");
  static constexpr int kHalfYears = 5;

  // A service of its own over the one database.
  struct Replica {
    HousingService service;
    InProcess server{service};
    std::unique_ptr<Stub> stub = pb::HousingService::NewStub(server.channel());
  };
  std::unique_ptr<Replica> NewReplica() {
    return std::unique_ptr<Replica>(
        new Replica{{*db_, clock_, *organisations_,
                     q::QuotaService::NewStub(quotas_server_.channel())}});
  }

  // ---- Random facts.

  int Draw(int end) { return static_cast<int>(random_() % end); }
  // Few, so that facts meet.
  Day RandomDay() { return kFirst.FirstDay() + 15 * Draw(61); }
  // Of what happened: days to come are refused.
  Day PastDay() { return std::min(RandomDay(), clock_.Today()); }
  HalfYear RandomHalfYear() { return kFirst + Draw(kHalfYears); }
  std::string RandomName() { return kNames[Draw(3)]; }
  std::string RandomSource() { return kSources[Draw(4)]; }

  pb::Placement RandomPlacement() {
    pb::Placement one;
    if (!placed_.empty() && Draw(4) == 0) {
      one = placed_[random_() % placed_.size()];
      one.set_corrected_placement(one.name());
      one.set_name(absl::StrCat(one.name(), "-terug", Draw(3)));
      *one.mutable_placement_date() =
          ToProto(DayOf(one.placement_date()) + Draw(90));
      one.set_person_count(-1 - Draw(one.person_count()));
      one.clear_amv_count();
      return one;
    }
    // Ids of any length, so that they come in no order.
    one.set_name(absl::StrCat(
        RandomName(), "/placements/",
        std::string(Draw(3) * 9, static_cast<char>('a' + Draw(26))),
        Draw(1000)));
    *one.mutable_placement_date() = ToProto(PastDay());
    one.set_kind(kCodes[Draw(4)]);
    one.set_person_count(1 + Draw(20));
    if (Draw(2) == 0) one.set_amv_count(Draw(one.person_count() + 1));
    one.set_source(RandomSource());
    return one;
  }

  pb::Move RandomMove() {
    pb::Move one;
    if (!moved_.empty() && Draw(4) == 0) {
      one = moved_[random_() % moved_.size()];
      one.set_corrected_move(one.name());
      one.set_name(absl::StrCat(one.name(), "-terug", Draw(3)));
      one.set_person_count(-1);
      one.clear_amv_count();
      return one;
    }
    const int giver = Draw(3);
    one.set_name(absl::StrCat("moves/", Draw(500)));
    one.set_giver(kNames[giver]);
    one.set_receiver(kNames[(giver + 1 + Draw(2)) % 3]);
    *one.mutable_move_date() = ToProto(PastDay());
    one.set_person_count(1 + Draw(9));
    one.set_source(RandomSource());
    return one;
  }

  void AddFew(pb::DeliverHousingRequest& request) {
    if (Draw(3) == 0) {
      pb::PlacementKind& kind = *request.add_placement_kinds();
      kind.set_code(kCodes[Draw(4)]);
      kind.set_display_name(absl::StrCat("soort ", Draw(9)));
      kind.set_counts(Draw(2) == 0);
      kind.set_source(RandomSource());
    }
    if (Draw(3) == 0) {
      pb::OpeningBalance& opening = *request.add_opening_balances();
      opening.set_municipality(RandomName());
      opening.set_half_year(RandomHalfYear().Name());
      opening.set_person_count(Draw(60) - 30);
      opening.set_starts_chain(Draw(3) == 0);
      opening.set_source(RandomSource());
    }
    if (Draw(3) == 0) {
      pb::NilReturn& nil = *request.add_placement_nil_returns();
      nil.set_municipality(RandomName());
      *nil.mutable_return_date() = ToProto(PastDay());
      nil.set_retracted(Draw(3) == 0);
      nil.set_source(RandomSource());
    }
    if (Draw(3) == 0) {
      pb::WaitingCount& waiting = *request.add_waiting_counts();
      waiting.set_municipality(RandomName());
      *waiting.mutable_count_date() = ToProto(PastDay());
      if (Draw(4) != 0) waiting.set_person_count(Draw(60));
      waiting.set_source(RandomSource());
    }
    if (Draw(2) == 0) {
      pb::PublishedFigure& figure = *request.add_published_figures();
      figure.set_subject(Draw(3) == 0 ? "provinces/pv23" : RandomName());
      figure.set_half_year(RandomHalfYear().Name());
      figure.set_metric(static_cast<pb::Metric>(3 + Draw(3)));
      figure.set_publisher(Draw(2) == 0 ? "krant" : "provincie");
      *figure.mutable_figure_date() = ToProto(RandomDay());
      if (Draw(4) != 0) figure.set_person_count(Draw(100) - 50);
      figure.set_source(RandomSource());
    }
    if (Draw(2) == 0) {
      pb::HousingPlan& plan = *request.add_plans();
      plan.set_name(absl::StrCat(RandomName(), "/plans/", Draw(4)));
      plan.set_home_source(
          static_cast<pb::HousingPlan::HomeSource>(1 + Draw(6)));
      const Day start = RandomDay();
      *plan.mutable_start_date() = ToProto(start);
      *plan.mutable_end_date() = ToProto(start + 1 + 15 * Draw(20));
      switch (Draw(4)) {
        case 0:
          plan.set_person_count(Draw(30));
          break;
        case 1:
          plan.set_home_count(Draw(30));
          break;
        case 2:
          plan.set_home_source(pb::HousingPlan::HOME_SOURCE_EXISTING_STOCK);
          plan.set_vacated_percent(Draw(101));
          break;
        default:
          plan.set_home_count(Draw(30));
          plan.set_average_household_hundredths(100 + Draw(200));
      }
      plan.set_certainty(static_cast<pb::HousingPlan::Certainty>(Draw(4)));
      plan.set_withdrawn(Draw(5) == 0);
      plan.set_source(RandomSource());
    }
    if (Draw(4) == 0) {
      const Day start = Day(2022 + Draw(2), 1, 1);
      const int count = 1 + Draw(3);
      const std::string ladder = absl::StrCat("ladder ", Draw(9));
      const auto test = static_cast<pb::LadderTest>(1 + Draw(2));
      for (int rank = 1; rank <= count; ++rank) {
        pb::LadderLevel& level = *request.add_ladder_levels();
        level.set_province("provinces/pv23");
        *level.mutable_start_date() = ToProto(start);
        level.set_rank(rank);
        level.set_code(kLevels[rank - 1]);
        level.set_display_name(kLevels[rank - 1]);
        level.set_measure("Gesprek.");
        // Any of the conditions, one at least.
        const int conditions = 1 + Draw(7);
        if (rank > 1 && (conditions & 1) != 0) {
          level.set_backlog_person_count(1 + Draw(40));
        }
        if (rank > 1 && (conditions & 2) != 0) {
          level.set_missed_half_year_count(1 + Draw(3));
        }
        if (rank > 1 && (conditions & 4) != 0) {
          level.set_backlog_permille(1 + Draw(500));
        }
        level.set_ladder(ladder);
        level.set_test(test);
        level.set_source("x");
      }
    }
    if (Draw(3) == 0) {
      pb::SupervisionStep& step = *request.add_supervision_steps();
      step.set_municipality(RandomName());
      step.set_level(kLevels[Draw(2)]);
      *step.mutable_step_date() =
          ToProto(Draw(3) == 0 ? RandomDay() : Day(2024, 3, 1 + Draw(4)));
      step.set_letter("Z");
      step.set_retracted(Draw(4) == 0);
      step.set_source("brief");
    }
  }

  std::string NewId() { return UuidFor(absl::StrCat("write ", ++writes_)); }

  // One write of any sort; what cannot stand is refused and changes nothing.
  void WriteSomething(Stub& stub) {
    const int sort = Draw(9);
    absl::StatusOr<int64_t> revision = absl::UnknownError("");
    if (sort == 0) {
      const pb::Placement placement = RandomPlacement();
      const size_t slash = placement.name().find("/placements/");
      pb::CreatePlacementRequest request;
      request.set_parent(placement.name().substr(0, slash));
      request.set_placement_id(placement.name().substr(slash + 12));
      *request.mutable_placement() = placement;
      request.set_request_id(NewId());
      request.set_validate_only(Draw(4) == 0);
      const auto made = CallRpc(stub, &Stub::CreatePlacement, request);
      if (made.ok() && !request.validate_only()) {
        revision = made->revision();
        Learn(placement);
      }
    } else if (sort == 1) {
      pb::CreateMoveRequest request;
      request.set_parent("provinces/pv23");
      *request.mutable_move() = RandomMove();
      request.set_request_id(NewId());
      const auto made = CallRpc(stub, &Stub::CreateMove, request);
      if (made.ok()) {
        revision = made->revision();
        Learn(request.move());
      }
    } else if (sort == 2) {
      revision = Stream(stub);
    } else if (sort == 3 || sort == 8) {
      WriteQuotas();
    } else {
      pb::DeliverHousingRequest request;
      request.set_parent("countries/nl");
      request.set_request_id(NewId());
      for (int i = Draw(5); i > 0; --i) {
        *request.add_placements() = RandomPlacement();
      }
      if (Draw(3) == 0) *request.add_moves() = RandomMove();
      AddFew(request);
      const auto delivered = CallRpc(stub, &Stub::DeliverHousing, request);
      if (delivered.ok()) {
        revision = delivered->revision();
        for (const auto& one : request.placements()) Learn(one);
        for (const auto& one : request.moves()) Learn(one);
      }
    }
    if (revision.ok()) {
      revision_ = *revision;
      ++accepted_;
    }
  }

  // What quotas knows of targets changes too.
  void WriteQuotas() {
    absl::StatusOr<int64_t> revision = absl::UnknownError("");
    if (Draw(5) == 0) {
      const int moved = 1 + Draw(9);
      auto request = Proto<q::CreateRedistributionRequest>(absl::StrCat(
          "parent: 'provinces/pv23' redistribution { name: 'redistributions/r",
          Draw(99), "' duty: DUTY_STATUS_HOLDERS period: '",
          RandomHalfYear().Name(), "' source: 'krant' ",
          Date("start_date", RandomDay()), "changes { municipality: '",
          kNames[0], "' change_count: ", moved, " } changes { municipality: '",
          kNames[1 + Draw(2)], "' change_count: ", -moved, " } }"));
      request.set_request_id(NewId());
      const auto made = CallRpc(
          *quotas_stub_, &q::QuotaService::Stub::CreateRedistribution, request);
      if (made.ok()) revision = made->revision();
    } else {
      q::DeliverQuotasRequest request;
      request.set_parent("countries/nl");
      request.set_request_id(NewId());
      // Each of another half-year, so that none is said twice.
      for (int i = Draw(kHalfYears); i >= 0; --i) {
        q::QuotaEntry& entry = *request.add_quota_entries();
        entry.set_subject(Draw(6) == 0 ? "provinces/pv23" : RandomName());
        entry.set_duty(q::DUTY_STATUS_HOLDERS);
        entry.set_period((kFirst + i).Name());
        entry.set_basis(Draw(3) == 0 ? q::QuotaEntry::BASIS_AGREED
                                     : q::QuotaEntry::BASIS_DECIDED);
        *entry.mutable_start_date() = ToProto(RandomDay());
        if (Draw(6) > 0) entry.set_quota_count(20 + Draw(90));
        entry.set_source("Staatscourant");
      }
      if (Draw(2) == 0) {
        q::NationalTarget& target = *request.add_national_targets();
        target.set_half_year(RandomHalfYear().Name());
        target.set_person_count(1 + Draw(9000));
        *target.mutable_publish_date() =
            ToProto(kFirst.FirstDay() + 60 * Draw(9));
        target.set_source("Kamerbrief");
      }
      if (Draw(3) == 0) {
        q::PublishedBalance& balance = *request.add_published_balances();
        balance.set_subject(Draw(3) == 0 ? "provinces/pv23" : RandomName());
        balance.set_half_year(RandomHalfYear().Name());
        balance.set_publisher(Draw(2) == 0 ? "krant" : "provincie");
        if (Draw(4) > 0) balance.set_person_count(Draw(60) - 30);
        *balance.mutable_publish_date() = ToProto(RandomDay());
        balance.set_source("krant");
      }
      const auto delivered = CallRpc(
          *quotas_stub_, &q::QuotaService::Stub::DeliverQuotas, request);
      if (delivered.ok()) revision = delivered->revision();
    }
    if (revision.ok()) quotas_revision_ = *revision;
  }

  absl::StatusOr<int64_t> Stream(Stub& stub) {
    pb::DeliverPlacementsRequest part;
    pb::FeedHeader& header = *part.mutable_header();
    header.set_parent("provinces/pv23");
    header.set_request_id(NewId());
    header.set_row_count(150);
    header.set_fault_policy(pb::FeedHeader::FAULT_POLICY_ACCEPT_REST);
    grpc::ClientContext context;
    pb::DeliverPlacementsResponse response;
    const auto writer = stub.DeliverPlacements(&context, &response);
    writer->Write(part);
    part.mutable_rows()->set_first_row_number(1);
    for (int i = 0; i < 150; ++i) {
      *part.mutable_rows()->add_rows() = RandomPlacement();
    }
    writer->Write(part);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return FromGrpc(status);
    std::set<int> refused;
    for (const auto& fault : response.faults()) {
      refused.insert(fault.row_number());
    }
    for (int i = 0; i < 150; ++i) {
      if (refused.count(i + 1) == 0) Learn(part.rows().rows(i));
    }
    return response.revision();
  }

  void Learn(const pb::Placement& one) {
    if (one.corrected_placement().empty()) placed_.push_back(one);
  }
  void Learn(const pb::Move& one) {
    if (one.corrected_move().empty()) moved_.push_back(one);
  }

  std::mt19937 random_;
  int writes_ = 0, accepted_ = 0;
  int64_t revision_ = 1, quotas_revision_ = 1;
  std::vector<pb::Placement> placed_;
  std::vector<pb::Move> moved_;
};

}  // namespace opvang::housing

#endif  // OPVANG_TESTS_HOUSING_RANDOM_HOUSING_H_
