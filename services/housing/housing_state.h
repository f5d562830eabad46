// Everything that housing was ever told, in memory: see `common/state`.
#ifndef OPVANG_SERVICES_HOUSING_HOUSING_STATE_H_
#define OPVANG_SERVICES_HOUSING_HOUSING_STATE_H_

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/state/in_order.h"
#include "common/state/keeper.h"
#include "common/state/touched.h"
#include "services/housing/housing_store.h"
#include "services/housing/rules/area.h"
#include "services/housing/rules/event.h"
#include "services/housing/rules/half_year.h"

namespace opvang::housing {

struct HousingState {
  // Shared by both sides.
  using MoveFact = std::shared_ptr<const pb::Move>;
  // A correction and what it corrects, as ids of placements or names of moves.
  struct Correction {
    std::string corrected, correction;
  };

  struct ById {
    absl::string_view operator()(const Fact<Placement>& fact) const {
      return fact.value.id;
    }
  };
  struct ByName {
    absl::string_view operator()(const MoveFact& move) const {
      return move->name();
    }
  };
  struct ByCorrected {
    std::pair<absl::string_view, absl::string_view> operator()(
        const Correction& one) const {
      return {one.corrected, one.correction};
    }
  };
  using Corrections = InOrder<Correction, ByCorrected>;

  struct MunicipalityFacts {
    InOrder<Fact<Placement>, ById> placements;
    Corrections corrections;  // Of placements.
    InOrder<MoveFact, ByName> moves;
    Log<pb::OpeningBalance> openings;
    Log<pb::HousingPlan> plans;
    Log<pb::SupervisionStep> steps;
    Log<pb::NilReturn> nil_returns;
    Log<pb::WaitingCount> waiting;
  };

  Revision revision = 0;
  Log<pb::PlacementKind> kinds;
  Log<pb::LadderLevel> ladder_levels;
  InOrder<MoveFact, ByName> moves;
  Corrections move_corrections;
  Parts<std::string, MunicipalityFacts> municipalities;    // By name.
  Parts<std::string, Log<pb::PublishedFigure>> published;  // By subject.
  Touched touched;

  using Tables = HousingTables;
  static const Tables& AllTables() { return AllHousingTables(); }
  void Add(Revision known, Placement fact);
  void Add(Revision known, pb::Move fact);
  void Add(Revision known, pb::PlacementKind fact);
  void Add(Revision known, pb::OpeningBalance fact);
  void Add(Revision known, pb::PublishedFigure fact);
  void Add(Revision known, pb::HousingPlan fact);
  void Add(Revision known, pb::LadderLevel fact);
  void Add(Revision known, pb::SupervisionStep fact);
  void Add(Revision known, pb::NilReturn fact);
  void Add(Revision known, pb::WaitingCount fact);
};

using KnownHousing = Known<HousingState>;
using HousingDraft = Draft<HousingState>;

Placement FactOf(const pb::Placement& placement);
pb::Placement MessageOf(const Fact<Placement>& fact);

// As they stand, by code.
std::vector<pb::PlacementKind> ListPlacementKinds(const KnownHousing& known);
std::set<std::string> KindCodes(const KnownHousing& known);

// Those of `municipalities`, in `half_year` if one is given, after the name
// `after`, by name; at most `limit`.
std::vector<pb::Placement> ListPlacements(
    const KnownHousing& known, std::vector<std::string> municipalities,
    std::optional<HalfYear> half_year, const std::string& after, size_t limit);
// Those with a side among `municipalities`, likewise.
std::vector<pb::Move> ListMoves(const KnownHousing& known,
                                const std::vector<std::string>& municipalities,
                                const std::string& after, size_t limit);

// What is on record of the events that `events` name, of those that they
// correct, and of the corrections of either.
EventRecord RecordOf(const KnownHousing& known,
                     const std::vector<Event>& events);

// As they stand, by name.
std::vector<pb::HousingPlan> ListPlans(
    const KnownHousing& known, const std::vector<std::string>& municipalities);

// Of a municipality, of days up to `day`, oldest first: what holds.
std::vector<pb::NilReturn> NilReturnsOf(const KnownHousing& known,
                                        const std::string& municipality,
                                        absl::CivilDay day);

// Those about `subjects` and the half-years from `first` to `last`; of the same
// figure the latest word. By subject, half-year, metric, day and publisher.
std::vector<Published> ListPublishedFigures(
    const KnownHousing& known, const std::vector<std::string>& subjects,
    HalfYear first, HalfYear last);

// As they stand, those of `province` alone if one is given.
std::vector<pb::Ladder> ListLadders(const KnownHousing& known,
                                    const std::optional<std::string>& province);
// Of a municipality, taken by `day`, oldest first; of a day the latest word.
std::vector<pb::SupervisionStep> ListSupervisionSteps(
    const KnownHousing& known, const std::string& municipality,
    absl::CivilDay day);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_HOUSING_STATE_H_
