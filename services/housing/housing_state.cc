#include "services/housing/housing_state.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/match.h"
#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "services/housing/rules/supervision.h"

namespace opvang::housing {
namespace {

// The part and the id that a name means; no part for any other text.
std::pair<const HousingState::MunicipalityFacts*, std::string> PlaceOf(
    const HousingState& state, const std::string& name) {
  const std::string municipality = MunicipalityOf(name);
  const std::string prefix = PrefixOf(municipality);
  if (!absl::StartsWith(name, prefix)) return {nullptr, ""};
  return {state.municipalities.Find(municipality), name.substr(prefix.size())};
}

const pb::Move* FindMove(const HousingState& state, const std::string& name) {
  const auto* found = state.moves.Find(absl::string_view(name));
  return found == nullptr ? nullptr : found->get();
}

std::optional<Event> FindEvent(const HousingState& state,
                               const std::string& name) {
  if (absl::StartsWith(name, "moves/")) {
    const pb::Move* move = FindMove(state, name);
    return move == nullptr ? std::nullopt : std::optional(EventOf(*move));
  }
  const auto [part, id] = PlaceOf(state, name);
  const auto* fact =
      part == nullptr ? nullptr : part->placements.Find(absl::string_view(id));
  return fact == nullptr ? std::nullopt
                         : std::optional(EventOf(MessageOf(*fact)));
}

// Adds the names of what corrects `name`.
void AddCorrections(const HousingState& state, const std::string& name,
                    std::set<std::string>& names) {
  const auto add = [&](const HousingState::Corrections& corrections,
                       const std::string& corrected,
                       const std::string& prefix) {
    corrections.ForEachFrom(
        std::pair(absl::string_view(corrected), absl::string_view()),
        [&](const HousingState::Correction& one) {
          if (one.corrected != corrected) return false;
          names.insert(prefix + one.correction);
          return true;
        });
  };
  if (absl::StartsWith(name, "moves/")) {
    return add(state.move_corrections, name, "");
  }
  const auto [part, id] = PlaceOf(state, name);
  if (part == nullptr) return;
  add(part->corrections, id, name.substr(0, name.size() - id.size()));
}

}  // namespace

void HousingState::Add(Revision known, Placement fact) {
  touched.Add(known, fact.municipality);
  MunicipalityFacts& part = municipalities.Mutable(*fact.municipality);
  if (!fact.corrected_id->empty()) {
    part.corrections.Insert(
        {.corrected = *fact.corrected_id, .correction = fact.id});
  }
  part.placements.Insert({.revision = known, .value = std::move(fact)});
}
void HousingState::Add(Revision known, pb::Move fact) {
  fact.set_revision(known);
  const auto move = std::make_shared<const pb::Move>(std::move(fact));
  for (const std::string& side : {move->giver(), move->receiver()}) {
    touched.Add(known, side);
    municipalities.Mutable(side).moves.Insert(move);
  }
  if (!move->corrected_move().empty()) {
    move_corrections.Insert(
        {.corrected = move->corrected_move(), .correction = move->name()});
  }
  moves.Insert(move);
}
void HousingState::Add(Revision known, pb::PlacementKind fact) {
  touched.Add(known, kWholeCountry);
  kinds.Add(known, std::move(fact));
}
void HousingState::Add(Revision known, pb::OpeningBalance fact) {
  touched.Add(known, fact.municipality());
  municipalities.Mutable(fact.municipality()).openings.Add(known, fact);
}
void HousingState::Add(Revision known, pb::PublishedFigure fact) {
  touched.Add(known, fact.subject());
  published.Mutable(fact.subject()).Add(known, fact);
}
void HousingState::Add(Revision known, pb::HousingPlan fact) {
  touched.Add(known, MunicipalityOf(fact.name()));
  municipalities.Mutable(MunicipalityOf(fact.name())).plans.Add(known, fact);
}
void HousingState::Add(Revision known, pb::LadderLevel fact) {
  touched.Add(known, fact.province().empty() ? kWholeCountry : fact.province());
  ladder_levels.Add(known, std::move(fact));
}
void HousingState::Add(Revision known, pb::NilReturn fact) {
  touched.Add(known, fact.municipality());
  municipalities.Mutable(fact.municipality()).nil_returns.Add(known, fact);
}
void HousingState::Add(Revision known, pb::WaitingCount fact) {
  touched.Add(known, fact.municipality());
  fact.set_revision(known);
  municipalities.Mutable(fact.municipality()).waiting.Add(known, fact);
}
void HousingState::Add(Revision known, pb::SupervisionStep fact) {
  touched.Add(known, fact.municipality());
  municipalities.Mutable(fact.municipality()).steps.Add(known, fact);
}

Placement FactOf(const pb::Placement& placement) {
  Placement fact{
      .id = IdOf(placement.name()),
      .municipality = Interned(MunicipalityOf(placement.name())),
      .kind = Interned(placement.kind()),
      .source = Interned(placement.source()),
      .corrected_id = Interned(IdOf(placement.corrected_placement())),
      .day = ShortDay(DayOf(placement.placement_date())),
      .persons = placement.person_count(),
      .minors = {},
      .own_statement = placement.own_statement()};
  if (placement.has_amv_count()) fact.minors = placement.amv_count();
  return fact;
}

pb::Placement MessageOf(const Fact<Placement>& fact) {
  const Placement& from = fact.value;
  pb::Placement placement;
  placement.set_name(NameOf(from, from.id));
  *placement.mutable_placement_date() = ToProto(*from.day);
  placement.set_kind(*from.kind);
  placement.set_person_count(from.persons);
  placement.set_corrected_placement(NameOf(from, *from.corrected_id));
  placement.set_source(*from.source);
  placement.set_revision(fact.revision);
  placement.set_own_statement(from.own_statement);
  if (from.minors.has_value()) placement.set_amv_count(*from.minors);
  return placement;
}

std::vector<pb::PlacementKind> ListPlacementKinds(const KnownHousing& known) {
  std::vector<pb::PlacementKind> list;
  for (const auto& [code, kind] :
       LatestByKey(known.state.kinds, known.revision,
                   [](const pb::PlacementKind& one) { return one.code(); })) {
    list.push_back(kind->value);
  }
  return list;
}

std::set<std::string> KindCodes(const KnownHousing& known) {
  std::set<std::string> codes;
  known.state.kinds.ForEach(known.revision,
                            [&](const Fact<pb::PlacementKind>& fact) {
                              codes.insert(fact.value.code());
                            });
  return codes;
}

std::vector<pb::Placement> ListPlacements(
    const KnownHousing& known, std::vector<std::string> municipalities,
    std::optional<HalfYear> half_year, const std::string& after, size_t limit) {
  std::sort(municipalities.begin(), municipalities.end());
  std::vector<pb::Placement> list;
  for (const std::string& name : municipalities) {
    const auto* part = known.state.municipalities.Find(name);
    if (part == nullptr) continue;
    const std::string prefix = PrefixOf(name);
    const bool within = absl::StartsWith(after, prefix);
    if (!within && after > prefix) continue;  // All of it lies before.
    const std::string from = within ? after.substr(prefix.size()) : "";
    part->placements.ForEachFrom(
        absl::string_view(from), [&](const Fact<Placement>& fact) {
          if (list.size() == limit) return false;
          if (fact.revision <= known.revision &&
              (!within || fact.value.id > from) &&
              (!half_year.has_value() ||
               HalfYear::Of(*fact.value.day) == *half_year)) {
            list.push_back(MessageOf(fact));
          }
          return true;
        });
  }
  return list;
}

std::vector<pb::Move> ListMoves(const KnownHousing& known,
                                const std::vector<std::string>& municipalities,
                                const std::string& after, size_t limit) {
  HousingState::ByName name;
  std::vector<HousingState::MoveFact> found;
  for (const std::string& side : municipalities) {
    const auto* part = known.state.municipalities.Find(side);
    if (part == nullptr) continue;
    part->moves.ForEachFrom(absl::string_view(after), [&](const auto& move) {
      if (move->revision() <= known.revision && move->name() > after) {
        found.push_back(move);
      }
      return true;
    });
  }
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return name(a) < name(b); });
  // Both sides may be among those asked for.
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<pb::Move> list;
  for (size_t i = 0; i < std::min(limit, found.size()); ++i) {
    list.push_back(*found[i]);
  }
  return list;
}

EventRecord RecordOf(const KnownHousing& known,
                     const std::vector<Event>& events) {
  std::set<std::string> asked;
  for (const Event& event : events) {
    asked.insert(event.name);
    if (!event.corrected.empty()) asked.insert(event.corrected);
  }
  std::set<std::string> names = asked;
  for (const std::string& name : asked) {
    AddCorrections(known.state, name, names);
  }
  EventRecord record;
  for (const std::string& name : names) {
    const auto event = FindEvent(known.state, name);
    if (event.has_value()) record.Learn(*event);
  }
  return record;
}

std::vector<pb::HousingPlan> ListPlans(
    const KnownHousing& known, const std::vector<std::string>& municipalities) {
  std::vector<std::string> names = municipalities;
  std::sort(names.begin(), names.end());
  std::vector<pb::HousingPlan> list;
  for (const std::string& municipality : names) {
    const auto* part = known.state.municipalities.Find(municipality);
    if (part == nullptr) continue;
    for (const auto& [name, plan] :
         LatestByKey(part->plans, known.revision,
                     [](const pb::HousingPlan& one) { return one.name(); })) {
      list.push_back(plan->value);
    }
  }
  return list;
}

std::vector<pb::NilReturn> NilReturnsOf(const KnownHousing& known,
                                        const std::string& municipality,
                                        absl::CivilDay day) {
  std::vector<pb::NilReturn> returns;
  const auto* facts = known.state.municipalities.Find(municipality);
  if (facts == nullptr) return returns;
  for (const auto& [said, latest] : LatestByKey(
           facts->nil_returns, known.revision,
           [](const pb::NilReturn& one) { return DayOf(one.return_date()); })) {
    if (latest->value.retracted() || said > day) continue;
    returns.push_back(latest->value);
  }
  return returns;
}

std::vector<Published> ListPublishedFigures(
    const KnownHousing& known, const std::vector<std::string>& subjects,
    HalfYear first, HalfYear last) {
  std::vector<std::string> names = subjects;
  std::sort(names.begin(), names.end());
  std::vector<Published> list;
  for (const std::string& subject : names) {
    const auto* figures = known.state.published.Find(subject);
    if (figures == nullptr) continue;
    for (const auto& [key, figure] : LatestByKey(
             *figures, known.revision, [](const pb::PublishedFigure& one) {
               return std::tuple(one.half_year(), one.metric(),
                                 DayOf(one.figure_date()), one.publisher());
             })) {
      const pb::PublishedFigure& stated = figure->value;
      const HalfYear half_year = *HalfYear::Parse(stated.half_year());
      if (!stated.has_person_count() || half_year < first || half_year > last) {
        continue;
      }
      Published& one = list.emplace_back(Published{
          .subject = subject, .half_year = half_year, .statement = {}});
      one.statement.set_metric(stated.metric());
      one.statement.set_publisher(stated.publisher());
      *one.statement.mutable_statement_date() = stated.figure_date();
      one.statement.set_person_count(stated.person_count());
      one.statement.set_printed_percent(stated.printed_percent());
      one.statement.set_source(stated.source());
    }
  }
  return list;
}

std::vector<pb::Ladder> ListLadders(
    const KnownHousing& known, const std::optional<std::string>& province) {
  // A ladder is replaced whole: of a province and start the rows of one
  // revision.
  using Rows = std::pair<Revision, std::vector<const pb::LadderLevel*>>;
  std::map<std::pair<std::string, absl::CivilDay>, Rows> ladders;
  known.state.ladder_levels.ForEach(
      known.revision, [&](const Fact<pb::LadderLevel>& fact) {
        const pb::LadderLevel& level = fact.value;
        if (province.has_value() && level.province() != *province) return;
        Rows& rows = ladders[{level.province(), DayOf(level.start_date())}];
        if (rows.first != fact.revision) rows = {fact.revision, {}};
        rows.second.push_back(&level);
      });
  std::vector<pb::LadderLevel> levels;
  for (const auto& [key, rows] : ladders) {
    for (const pb::LadderLevel* level : rows.second) levels.push_back(*level);
  }
  return LaddersOf(std::move(levels));
}

std::vector<pb::SupervisionStep> ListSupervisionSteps(
    const KnownHousing& known, const std::string& municipality,
    absl::CivilDay day) {
  std::vector<pb::SupervisionStep> list;
  const auto* part = known.state.municipalities.Find(municipality);
  if (part == nullptr) return list;
  for (const auto& [step_day, step] : LatestByKey(
           part->steps, known.revision, [](const pb::SupervisionStep& one) {
             return DayOf(one.step_date());
           })) {
    if (step_day <= day && !step->value.retracted()) {
      list.push_back(step->value);
    }
  }
  return list;
}

}  // namespace opvang::housing
