#include "tests/reporting/compose/world.h"

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/municipality.h"
#include "services/housing/rules/balance.h"
#include "services/housing/rules/plan.h"
#include "services/locations/rules/coverage.h"
#include "services/locations/rules/durable_stock.h"
#include "services/locations/rules/reconcile.h"
#include "services/locations/rules/rule_set.h"
#include "services/locations/rules/shelter.h"
#include "services/locations/rules/timeline.h"
#include "services/reporting/compose/compose.h"
#include "tests/support/matchers.h"

namespace opvang::reporting {
namespace {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
using Day = absl::CivilDay;

l::LocationKind KindOf(const std::string& code) {
  l::LocationKind kind;
  kind.set_code(code);
  kind.set_display_name(absl::StrCat("soort ", code));
  kind.set_quota_rule(code == "no" ? "window" : code == "cno" ? "no" : "yes");
  kind.set_purpose(l::LocationKind::PURPOSE_ASYLUM);
  kind.set_durable(code == "azc");
  if (code == "goo") {
    kind.set_purpose(l::LocationKind::PURPOSE_UKRAINE);
    kind.set_quota_rule("no");
  }
  return kind;
}

l::Occupancy Counted(const Town::Place& place, Day day) {
  l::Occupancy count;
  count.set_location(place.location.name());
  *count.mutable_count_date() = ToProto(day);
  count.set_person_count(*place.occupied);
  count.set_source("COA");
  count.set_revision(2);
  return count;
}

// As counted five days before `day`.
std::vector<locations::KnownLocation> KnownOf(const Town& town, Day day) {
  std::vector<locations::KnownLocation> known;
  for (const Town::Place& place : town.places) {
    known.push_back(
        {.location = place.location,
         .kind = place.kind,
         .places = std::make_shared<const locations::LocationPlaces>(
             locations::PlacesOf(place.entries)),
         .occupancy = std::nullopt,
         .lives = {},
         .lived = {}});
    if (locations::IsOver(place.location.state())) {
      // Since its step, or since the day.
      const Day end = place.location.has_state_entry()
                          ? DayOf(place.location.state_entry().start_date())
                          : day;
      locations::SetLives(
          {{.days = {.start = Day::min(), .end = end},
            .stands = place.location.state() == l::LOCATION_STATE_CLOSED}},
          known.back());
    }
    if (place.occupied.has_value()) {
      known.back().occupancy = Counted(place, day - 5);
    }
  }
  return known;
}

void SayPlaces(const Town& town, const pb::ReportSpec& spec,
               const locations::Window& window, Facts& facts) {
  const Day day = DayOf(spec.as_of_date());
  const auto known = KnownOf(town, day);
  const auto nil = [&](pb::NilFact::Subject subject,
                       l::LocationKind::Purpose purpose) {
    std::optional<l::NilReturn> said;
    if (town.nil.count(subject) == 0) return said;
    said.emplace().set_municipality(town.name);
    said->set_purpose(purpose);
    *said->mutable_return_date() = ToProto(day - 1);
    said->set_source("gemeente");
    said->set_revision(2);
    return said;
  };
  l::MunicipalityCoverage coverage = locations::Cover(
      town.name, known, window,
      nil(pb::NilFact::SUBJECT_ASYLUM, l::LocationKind::PURPOSE_ASYLUM));
  if (const auto none = nil(pb::NilFact::SUBJECT_STATUS_HOLDER_LOCATIONS,
                            l::LocationKind::PURPOSE_STATUS_HOLDERS)) {
    facts.nil_returns.push_back(*none);
  }
  for (const Town::Place& place : town.places) {
    facts.kinds[place.kind.code()] = place.kind;
  }
  if (town.permanent_stock.has_value()) {
    coverage.set_permanent_stock_place_count(*town.permanent_stock);
    coverage.set_permanent_stock_source("COA");
    auto& stock = *coverage.mutable_permanent_stock();
    *stock.mutable_count_date() = ToProto(day);
    stock.set_place_count(*town.permanent_stock);
    stock.set_source("COA");
    stock.set_revision(2);
    auto& one = facts.reconciliations.emplace_back(
        locations::Reconcile(town.name, known, day));
    locations::ReconcileCoa(known, day, {day, *town.permanent_stock}, one);
  }
  facts.coverage.push_back(std::move(coverage));
  if (const auto& rules = *locations::FindRuleSet(spec.rule_set());
      rules.deducts_durable) {
    facts.durable_stocks.push_back(
        locations::StockOf(town.name, known, day, rules.durable));
    facts.durable_rules = rules.durable_sentences;
  }
  l::MunicipalityShelter shelter = locations::ShelterOf(
      town.name, known, day,
      nil(pb::NilFact::SUBJECT_UKRAINE, l::LocationKind::PURPOSE_UKRAINE));
  if (town.private_persons.has_value()) {
    shelter.set_private_person_count(*town.private_persons);
    auto& count = *shelter.mutable_private_shelter();
    count.set_municipality(town.name);
    *count.mutable_count_date() = ToProto(day - 5);
    count.set_person_count(*town.private_persons);
    count.set_source("BRP");
    count.set_revision(2);
  }
  facts.shelters.push_back(std::move(shelter));
}

// "rol" does not count.
const housing::Kinds& Kinds() {
  static const housing::Kinds* const kinds = [] {
    auto* made = new housing::Kinds();
    for (const char* code : {"home", "rol"}) {
      h::PlacementKind& kind = (*made)[code];
      kind.set_code(code);
      kind.set_display_name(code);
      kind.set_counts(std::string(code) == "home");
    }
    return made;
  }();
  return *kinds;
}

void SayHousing(const Town& town, const std::vector<h::Move>& moves,
                const pb::ReportSpec& spec, Facts& facts) {
  const auto half_year = *housing::HalfYear::Parse(spec.half_year());
  const Day day = DayOf(spec.placements_date());
  housing::Book book{.municipality = town.name,
                     .half_years = {},
                     .placements = town.placements,
                     .moves = moves,
                     .plans = town.plans,
                     .waiting = std::nullopt};
  if (town.waiting.has_value()) {
    h::WaitingCount& waiting = book.waiting.emplace();
    waiting.set_municipality(town.name);
    *waiting.mutable_count_date() = ToProto(day);
    waiting.set_person_count(*town.waiting);
    waiting.set_source("COA");
    waiting.set_revision(2);
  }
  housing::HalfYearRecord& record = book.half_years[half_year];
  if (town.duty.status_holders().has_quota_count()) {
    record.target = housing::Target{
        .persons = town.duty.status_holders().quota_count(), .steps = {}};
  }
  if (town.opening.has_value()) {
    record.opening = housing::Opening{
        .persons = *town.opening, .starts_chain = false, .source = "provincie"};
  }
  const auto seen = [&](const google::type::Date& date) {
    return DayOf(date) <= day && half_year.Days().Contains(DayOf(date));
  };
  for (const h::Placement& placement : town.placements) {
    if (!seen(placement.placement_date())) continue;
    record.placed[placement.kind()] += {.persons = placement.person_count()};
  }
  std::erase_if(book.moves, [&](const h::Move& move) {
    return move.giver() != town.name && move.receiver() != town.name;
  });
  for (const h::Move& move : book.moves) {
    if (!seen(move.move_date())) continue;
    (move.giver() == town.name ? record.moved_out : record.moved_in) +=
        {.persons = move.person_count()};
    record.moved = true;
  }
  if (town.nil.count(pb::NilFact::SUBJECT_HOUSED) > 0) {
    h::NilReturn& nil = record.nil_return.emplace();
    nil.set_municipality(town.name);
    *nil.mutable_return_date() = ToProto(day);
    nil.set_source("gemeente");
    nil.set_revision(2);
  }
  facts.balances.push_back(
      housing::BalancesOf(book, Kinds(), {half_year, half_year, day}).back());
  facts.plans.insert(facts.plans.end(), town.plans.begin(), town.plans.end());
  facts.placements.insert(facts.placements.end(), town.placements.begin(),
                          town.placements.end());
}

void SetDuty(q::Obligation& duty, const std::string& subject, int count,
             std::optional<int> amv) {
  duty.Clear();
  duty.set_subject(subject);
  duty.set_quota_count(count);
  auto& step = *duty.add_steps();
  step.set_basis(q::QuotaEntry::BASIS_INDICATIVE);
  step.set_quota_count(count);
  if (amv.has_value()) {
    duty.set_amv_count(*amv);
    step.set_amv_count(*amv);
  }
  *step.mutable_start_date() = ToProto(Day(2024, 1, 31));
  step.set_source("Staatscourant");
  step.set_legal_basis("Wet 3(2)");
  step.set_revision(2);
}

Town BareTown(const Municipality& municipality) {
  Town town;
  town.name = municipality.Name();
  auto& named = *town.duty.mutable_municipality();
  named.set_name(town.name);
  named.set_display_name(std::string(municipality.display_name));
  named.set_province(municipality.ProvinceName());
  named.set_region(municipality.RegionName());
  return town;
}

void AddEntry(Town::Place& place, l::PlaceGroup group,
              l::PlaceEntry::Basis basis, std::optional<Day> start, int count,
              int64_t revision) {
  l::PlaceEntry& entry = place.entries.emplace_back();
  entry.set_location(place.location.name());
  entry.set_group(group);
  entry.set_basis(basis);
  if (start.has_value()) *entry.mutable_start_date() = ToProto(*start);
  entry.set_place_count(count);
  if (count == 0) {
    entry.set_end_certainty(l::PlaceEntry::END_CERTAINTY_FIXED);
  }
  if (basis == l::PlaceEntry::BASIS_DECIDED) entry.set_decision("besluit");
  entry.set_source("gemeente");
  entry.set_revision(revision);
}

void SetState(l::Location& location, l::LocationState state, Day start,
              int64_t revision) {
  location.set_state(state);
  auto& entry = *location.mutable_state_entry();
  entry.set_location(location.name());
  entry.set_state(state);
  *entry.mutable_start_date() = ToProto(start);
  entry.set_source("gemeente");
  entry.set_revision(revision);
}

Town::Place BarePlace(const Town& town, const std::string& id,
                      const std::string& kind) {
  Town::Place place;
  place.kind = KindOf(kind);
  place.location.set_name(absl::StrCat(town.name, "/locations/", id));
  place.location.set_display_name(absl::StrCat("locatie ", id));
  place.location.set_kind(kind);
  place.location.set_operator_(l::Location::OPERATOR_COA);
  place.location.set_source("gemeente");
  if (kind == "goo") {
    place.location.set_quality_level(l::Location::QUALITY_LEVEL_REGULAR);
  }
  return place;
}

h::Placement Placed(const Town& town, const std::string& id, Day day, int count,
                    int64_t revision) {
  h::Placement placement;
  placement.set_name(absl::StrCat(town.name, "/placements/", id));
  *placement.mutable_placement_date() = ToProto(day);
  placement.set_kind("home");
  placement.set_person_count(count);
  placement.set_source("COA");
  placement.set_revision(revision);
  return placement;
}

h::Move Moved(const std::string& id, const Town& giver, const Town& receiver,
              Day day, int count, int64_t revision) {
  h::Move move;
  move.set_name("moves/" + id);
  move.set_giver(giver.name);
  move.set_receiver(receiver.name);
  *move.mutable_move_date() = ToProto(day);
  move.set_person_count(count);
  move.set_source("COA");
  move.set_revision(revision);
  return move;
}

h::HousingPlan Planned(const Town& town, const std::string& id, Day end,
                       std::optional<int> persons, int64_t revision) {
  h::HousingPlan plan;
  plan.set_name(absl::StrCat(town.name, "/plans/", id));
  plan.set_home_source(h::HousingPlan::HOME_SOURCE_NEW_BUILD);
  *plan.mutable_start_date() = ToProto(end - 90);
  *plan.mutable_end_date() = ToProto(end);
  if (persons.has_value()) {
    plan.set_person_count(*persons);
  } else {
    plan.set_home_count(3);
  }
  plan.set_source("gemeente");
  plan.set_revision(revision);
  return plan;
}

// A transfer as quotas answers it on the report's day.
q::Transfer Lent(const std::string& id, const std::string& giver,
                 const std::string& receiver, int places, bool firm) {
  q::Transfer transfer;
  transfer.set_name("transfers/" + id);
  transfer.set_duty(q::DUTY_ASYLUM);
  transfer.set_period("cycles/2024");
  transfer.set_giver(giver);
  transfer.set_receiver(receiver);
  transfer.set_place_count(places);
  transfer.set_amv_count(places / 10);
  *transfer.mutable_start_date() = ToProto(Day(2025, 7, 1));
  transfer.set_state(firm ? q::Transfer::STATE_AGREED
                          : q::Transfer::STATE_CONDITION_PENDING);
  if (firm) *transfer.mutable_lent_start_date() = ToProto(Day(2025, 7, 1));
  if (!firm) transfer.set_condition("als de raad instemt");
  transfer.set_source("brief");
  transfer.set_revision(2);
  return transfer;
}

int Upto(std::mt19937& random, unsigned n) {
  return static_cast<int>(random() % n);
}

constexpr l::LocationState kStates[] = {
    l::LOCATION_STATE_OPEN,        l::LOCATION_STATE_OPEN,
    l::LOCATION_STATE_OPEN,        l::LOCATION_STATE_DEFINITIVE,
    l::LOCATION_STATE_CLOSING,     l::LOCATION_STATE_DECISION_PENDING,
    l::LOCATION_STATE_CLOSED,      l::LOCATION_STATE_WITHDRAWN,
    l::LOCATION_STATE_UNSPECIFIED, l::LOCATION_STATE_PERMIT};

// Often before the window, and often on its edges.
Day SomeDay(std::mt19937& random) {
  switch (Upto(random, 4)) {
    case 0:
      return Day(2025, 6, 30) + Upto(random, 3);
    case 1:
      return Day(2026, 1, 31) + Upto(random, 3);
    default:
      return Day(2024, 6, 1) + Upto(random, 700);
  }
}

void AddSomeEntries(Town::Place& place, int64_t revision,
                    std::mt19937& random) {
  for (int n = Upto(random, 4); n >= 0; --n) {
    const bool planned = Upto(random, 4) == 0;
    AddEntry(
        place, static_cast<l::PlaceGroup>(1 + Upto(random, 4)),
        planned ? l::PlaceEntry::BASIS_PLANNED : l::PlaceEntry::BASIS_DECIDED,
        planned && Upto(random, 2) ? std::nullopt
                                   : std::optional(SomeDay(random)),
        Upto(random, 6) * 10, revision);
  }
}

Town::Place SomePlace(const Town& town, int64_t revision,
                      std::mt19937& random) {
  constexpr const char* kKinds[] = {"azc", "azc", "goo", "no", "cno", "goo"};
  Town::Place place = BarePlace(town, absl::StrCat("p", Upto(random, 1000000)),
                                kKinds[Upto(random, 6)]);
  const l::LocationState state = kStates[Upto(random, 10)];
  place.location.set_state(state);
  place.location.set_address_protected(Upto(random, 4) == 0);
  if (state != l::LOCATION_STATE_UNSPECIFIED) {
    SetState(place.location, state, Day(2023, 1, 1) + Upto(random, 600),
             revision);
  }
  AddSomeEntries(place, revision, random);
  if (Upto(random, 3) == 0) place.occupied = Upto(random, 60);
  return place;
}

}  // namespace

pb::ReportSpec SpecOf(const std::string& scope) {
  pb::ReportSpec spec =
      Proto<pb::ReportSpec>(R"pb(as_of_date { year: 2024 month: 10 day: 31 }
                                 cycle: 'cycles/2024'
                                 ukraine_date { year: 2025 month: 1 day: 1 }
                                 half_year: '2024-h2'
                                 placements_date { year: 2024 month: 9 day: 15 }
                                 rule_set: 'cycle-2024'
                                 quotas_revision: 9
                                 locations_revision: 9
                                 housing_revision: 9
                                 reporting_revision: 9)pb");
  spec.set_scope(scope);
  spec.set_kind(scope[0] == 'r'   ? pb::REPORT_KIND_REGIONAL_PLAN
                : scope[0] == 'c' ? pb::REPORT_KIND_QUARTERLY
                                  : pb::REPORT_KIND_PROVINCIAL_REPORT);
  if (scope[0] == 'c') spec.set_quarter("2024-q4");
  return spec;
}

Facts World::Say() const {
  Facts facts;
  facts.cycle = Proto<q::Cycle>(
      R"pb(name: 'cycles/2024'
           display_name: 'eerste cyclus'
           window_start_date { year: 2025 month: 7 day: 1 }
           window_end_date { year: 2026 month: 2 day: 1 }
           realisation_start_date { year: 2024 month: 10 day: 1 }
           realisation_end_date { year: 2025 month: 7 day: 2 }
           report_due_date { year: 2024 month: 11 day: 1 }
           source: 'wet')pb");
  facts.geography_version = "2026-05-28";
  const locations::Window window = {
      {DayOf(facts.cycle.window_start_date()),
       DayOf(facts.cycle.window_end_date())},
      {DayOf(facts.cycle.realisation_start_date()),
       DayOf(facts.cycle.realisation_end_date())},
      DayOf(spec.as_of_date())};
  std::vector<locations::KnownLocation> all;
  for (const Town& town : towns) {
    auto& duty = facts.obligations.emplace_back(town.duty);
    for (const q::Transfer& transfer : transfers) {
      if (transfer.giver() == town.name || transfer.receiver() == town.name) {
        *duty.mutable_asylum()->add_transfers() = transfer;
      }
    }
    SayPlaces(town, spec, window, facts);
    SayHousing(town, moves, spec, facts);
    for (auto& known : KnownOf(town, window.day))
      all.push_back(std::move(known));
  }
  locations::PlacesOverTime overall = locations::OverTime(all);
  overall.municipalities = static_cast<int>(towns.size());
  overall.known = 0;
  for (const auto& coverage : facts.coverage) {
    overall.known += coverage.has_guaranteed_place_count();
  }
  facts.timeline = locations::ToTimeline(
      spec.scope(), overall,
      {window.realisation.start, MonthsAfter(*window.window.end, 3)});
  if (own_target.has_value()) {
    q::Obligation& own = facts.stated_totals.emplace_back();
    SetDuty(own, spec.scope(), *own_target, std::nullopt);
    own.set_duty(q::DUTY_ASYLUM);
  }
  facts.texts = texts;
  for (const char* service : {"quotas", "locations", "housing"}) {
    auto& pin = facts.pins.emplace_back();
    pin.set_service(service);
    pin.set_revision(9);
    pin.mutable_record_time()->set_seconds(1730300000);  // 30 October 2024.
    auto& write = facts.writes.emplace_back();
    write.set_service(service);
    write.set_revision(2);
    write.mutable_record_time()->set_seconds(1730200000);
    write.set_organisation("provincie Overijssel");
    write.set_method("Deliver");
  }
  return facts;
}

pb::ReportContent World::Report() const { return Compose(spec, Say()); }

Town::Place OpenPlace(const Town& town, const std::string& id,
                      const std::string& kind, int places) {
  Town::Place place = BarePlace(town, id, kind);
  SetState(place.location, l::LOCATION_STATE_OPEN, Day(2023, 1, 1), 2);
  AddEntry(place, l::PLACE_GROUP_REGULAR, l::PlaceEntry::BASIS_DECIDED,
           Day(2023, 1, 1), places, 2);
  return place;
}

World Quiet(const std::string& scope) {
  World world{.spec = SpecOf(scope),
              .towns = {},
              .transfers = {},
              .moves = {},
              .texts = {},
              .own_target = {}};
  const auto municipalities = MunicipalitiesIn(scope);
  for (const Municipality* municipality : *municipalities) {
    Town& town = world.towns.emplace_back(BareTown(*municipality));
    SetDuty(*town.duty.mutable_asylum(), town.name, 100, 10);
    SetDuty(*town.duty.mutable_ukraine(), town.name, 50, std::nullopt);
    SetDuty(*town.duty.mutable_status_holders(), town.name, 40, std::nullopt);
    Town::Place azc = OpenPlace(town, "azc", "azc", 90);
    AddEntry(azc, l::PLACE_GROUP_AMV, l::PlaceEntry::BASIS_DECIDED,
             Day(2023, 1, 1), 10, 2);
    azc.occupied = 95;
    town.places.push_back(std::move(azc));
    Town::Place goo = OpenPlace(town, "goo", "goo", 50);
    goo.occupied = 40;
    town.places.push_back(std::move(goo));
    town.permanent_stock = 100;
    town.private_persons = 5;
    town.waiting = 3;
    town.opening = 0;
    town.placements.push_back(Placed(town, "a", Day(2024, 8, 1), 30, 2));
    town.plans.push_back(Planned(town, "a", Day(2025, 1, 1), 10, 2));
    auto& text = world.texts.emplace_back();
    text.set_subject(town.name);
    text.set_kind(pb::Text::KIND_EXPLANATION);
    text.set_position(1);
    *text.mutable_start_date() = ToProto(Day(2024, 10, 1));
    text.set_body("Alles loopt.");
    text.set_source("gemeente");
  }
  for (const pb::Text::Kind kind :
       {pb::Text::KIND_PROCESS, pb::Text::KIND_PRECONDITION}) {
    auto& text = world.texts.emplace_back();
    text.set_subject(scope);
    text.set_kind(kind);
    text.set_position(1);
    *text.mutable_start_date() = ToProto(Day(2024, 10, 1));
    text.set_body("Tekst.");
    text.set_source("tafel");
  }
  return world;
}

World RandomWorld(const std::string& scope, int most, std::mt19937& random) {
  World world{.spec = SpecOf(scope),
              .towns = {},
              .transfers = {},
              .moves = {},
              .texts = {},
              .own_target = {}};
  // Sometimes of the cycle that deducts durable places.
  if (Upto(random, 3) == 0) world.spec.set_rule_set("cycle-2026");
  const auto municipalities = MunicipalitiesIn(scope);
  for (const Municipality* municipality : *municipalities) {
    if (static_cast<int>(world.towns.size()) == most) break;
    Town& town = world.towns.emplace_back(BareTown(*municipality));
    const int quota = Upto(random, 200);
    for (int subject = 1; subject <= 4; ++subject) {
      if (Upto(random, 5) == 0) {
        town.nil.insert(static_cast<pb::NilFact::Subject>(subject));
      }
    }
    if (Upto(random, 6)) {
      SetDuty(*town.duty.mutable_asylum(), town.name, quota,
              Upto(random, 3) ? std::optional(quota / 10) : std::nullopt);
    }
    if (Upto(random, 6)) {
      SetDuty(*town.duty.mutable_ukraine(), town.name, Upto(random, 90),
              std::nullopt);
    }
    if (Upto(random, 6)) {
      SetDuty(*town.duty.mutable_status_holders(), town.name, Upto(random, 80),
              std::nullopt);
    }
    for (int n = Upto(random, 4); n > 0; --n) {
      town.places.push_back(SomePlace(town, 2, random));
      if (town.places.size() > 1 && Upto(random, 3) == 0) {
        town.places.back().location.set_predecessor(
            town.places.front().location.name());
      }
    }
    if (Upto(random, 2)) town.permanent_stock = Upto(random, 150);
    if (Upto(random, 2)) town.private_persons = Upto(random, 50);
    if (Upto(random, 2)) town.waiting = Upto(random, 50);
    if (Upto(random, 2)) town.opening = Upto(random, 40) - 20;
    for (int n = Upto(random, 4); n > 0; --n) {
      town.placements.push_back(
          Placed(town, absl::StrCat("q", Upto(random, 1000000)),
                 Day(2024, 6, 1) + Upto(random, 200), 1 + Upto(random, 9), 2));
      if (Upto(random, 5) == 0) town.placements.back().set_kind("rol");
    }
    for (int n = Upto(random, 3); n > 0; --n) {
      town.plans.push_back(Planned(
          town, absl::StrCat("q", Upto(random, 1000000)),
          Day(2024, 9, 10) + Upto(random, 150),
          Upto(random, 3) ? std::optional(Upto(random, 20)) : std::nullopt, 2));
      h::HousingPlan& plan = town.plans.back();
      plan.set_certainty(
          static_cast<h::HousingPlan::Certainty>(Upto(random, 4)));
      if (!plan.has_person_count() && Upto(random, 2)) {
        plan.set_average_household_hundredths(215);
        plan.set_derived_person_count(*housing::DerivedPersons(plan));
      }
    }
  }
  if (world.towns.size() > 1 && Upto(random, 2)) {
    world.transfers.push_back(Lent("t1", world.towns[0].name,
                                   world.towns[1].name, 1 + Upto(random, 30),
                                   Upto(random, 2)));
    for (int n = Upto(random, 3); n > 0; --n) {
      const int giver = Upto(random, 2);
      world.moves.push_back(Moved(
          absl::StrCat("m", n), world.towns[giver], world.towns[1 - giver],
          Day(2024, 6, 1) + Upto(random, 200), 1 + Upto(random, 9), 2));
    }
  }
  return world;
}

void Happen(World& world, int times, std::mt19937& random) {
  for (; times > 0; --times) {
    const int64_t revision = 3 + times;
    Town& town = world.towns[Upto(random, world.towns.size())];
    Town::Place* place = town.places.empty()
                             ? nullptr
                             : &town.places[Upto(random, town.places.size())];
    switch (Upto(random, 15)) {
      case 0:
        town.places.push_back(SomePlace(town, revision, random));
        break;
      case 1:
        if (place != nullptr) AddSomeEntries(*place, revision, random);
        break;
      case 2:  // A correction of what was said of a day.
        if (place != nullptr && !place->entries.empty()) {
          auto entry = place->entries[Upto(random, place->entries.size())];
          entry.set_place_count(Upto(random, 6) * 10);
          entry.set_revision(revision);
          place->entries.push_back(entry);
        }
        break;
      case 3:
        if (place != nullptr) {
          SetState(place->location, kStates[Upto(random, 8)], Day(2024, 10, 1),
                   revision);
        }
        break;
      case 4:
        if (place != nullptr) {
          place->kind = KindOf(Upto(random, 2) ? "azc" : "no");
          place->location.set_kind(place->kind.code());
          const Town::Place& other =
              town.places[Upto(random, town.places.size())];
          place->location.set_predecessor(
              &other == place ? "" : other.location.name());
        }
        break;
      case 5:
        SetDuty(*town.duty.mutable_asylum(), town.name, Upto(random, 200),
                std::nullopt);
        break;
      case 6: {
        auto& step = *town.duty.mutable_status_holders()->add_steps();
        const int change = Upto(random, 9) - 4;
        step.set_basis(q::QuotaEntry::BASIS_AGREED);
        step.set_change_count(change);
        step.set_quota_count(town.duty.status_holders().quota_count() + change);
        step.set_origin(absl::StrCat("redistributions/r", revision));
        step.set_source("tafel");
        step.set_revision(revision);
        town.duty.mutable_status_holders()->set_quota_count(step.quota_count());
        break;
      }
      case 7:
        town.placements.push_back(
            Placed(town, absl::StrCat("n", Upto(random, 1000000)),
                   Day(2024, 6, 1) + Upto(random, 300),
                   Upto(random, 4) ? 1 + Upto(random, 9) : -1, revision));
        break;
      case 8:
        if (!town.plans.empty()) town.plans.front().set_withdrawn(true);
        break;
      case 9:
        town.opening = Upto(random, 40) - 20;
        break;
      case 10:
        if (place != nullptr) place->occupied = Upto(random, 60);
        town.permanent_stock = Upto(random, 150);
        break;
      case 11:
        if (world.towns.size() > 1) {
          world.transfers = {Lent("t1", world.towns[1].name,
                                  world.towns[0].name, 1 + Upto(random, 30),
                                  Upto(random, 2))};
        }
        break;
      case 12: {
        const Day later = DayOf(world.spec.as_of_date()) + Upto(random, 120);
        *world.spec.mutable_as_of_date() = ToProto(later);
        *world.spec.mutable_placements_date() = ToProto(later);
        if (later >= Day(2025, 1, 1)) world.spec.set_half_year("2025-h1");
        break;
      }
      case 13:
        if (world.towns.size() > 1) {
          world.moves.push_back(Moved(absl::StrCat("n", Upto(random, 1000000)),
                                      world.towns[0], world.towns[1],
                                      Day(2024, 6, 1) + Upto(random, 300),
                                      1 + Upto(random, 9), revision));
        }
        break;
      case 14:
        if (Upto(random, 4) == 0 && world.towns.size() > 1) {
          world.towns.pop_back();
          world.transfers.clear();
          world.moves.clear();
        } else {
          world.spec.set_rule_set("cycle-2026");
        }
        break;
    }
  }
}

}  // namespace opvang::reporting
