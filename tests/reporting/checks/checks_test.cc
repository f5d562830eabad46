// Every check: one world in which it fires, and one close to it in which it is
// silent.
#include "services/reporting/checks/checks.h"

#include <functional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/reporting/compose/compose.h"
#include "tests/reporting/compose/world.h"
#include "tests/support/matchers.h"

namespace opvang::reporting {
namespace {

namespace l = nl::opvang::locations::v1;
namespace q = nl::opvang::quotas::v1;
using Day = absl::CivilDay;

// What is changed before the report is made, and after: most checks are about
// what the sources say, some about a report that contradicts itself.
struct Change {
  std::function<void(World&, Town&)> world = [](World&, Town&) {};
  std::function<void(Facts&)> facts = [](Facts&) {};
  std::function<void(pb::ReportContent&)> content = [](pb::ReportContent&) {};
  std::string scope = "regions/ijsselland";
};

// Codes that are found, each with its findings.
std::map<std::string, std::vector<pb::Finding>> FoundIn(const Change& change) {
  World world = Quiet(change.scope);
  change.world(world, world.towns[0]);
  Facts facts = world.Say();
  // Of a province the adopted plans of its regions, as good as itself.
  if (change.scope == "provinces/pv23") {
    for (const char* region : {"regions/ijsselland", "regions/twente"}) {
      ComparedReport& plan = facts.compared_reports.emplace_back();
      plan.compared.set_role(pb::ComparedReport::ROLE_REGIONAL_PLAN);
      plan.content = Quiet(region).Report();
    }
  }
  if (change.scope == "countries/nl") {
    for (const auto role : {pb::ComparedReport::ROLE_PREVIOUS_QUARTER,
                            pb::ComparedReport::ROLE_YEAR_BEFORE}) {
      ComparedReport& quarter = facts.compared_reports.emplace_back();
      quarter.compared.set_role(role);
      quarter.content = Quiet("countries/nl").Report();
    }
  }
  change.facts(facts);
  pb::ReportContent content = Compose(world.spec, facts);
  content.clear_findings();
  change.content(content);
  AddFindings(facts, content);
  std::map<std::string, std::vector<pb::Finding>> found;
  for (const pb::Finding& finding : content.findings()) {
    found[finding.code()].push_back(finding);
  }
  return found;
}

struct Fixture {
  Change fires, silent;
};

// --- Short words for what is changed ----------------------------------------

Change InWorld(std::function<void(World&, Town&)> change) {
  Change made;
  made.world = std::move(change);
  return made;
}
Change InTown(std::function<void(Town&)> change) {
  return InWorld([change](World&, Town& town) { change(town); });
}
Change InFacts(std::function<void(Facts&)> change) {
  Change made;
  made.facts = std::move(change);
  return made;
}
Change InContent(std::function<void(pb::ReportContent&)> change) {
  Change made;
  made.content = std::move(change);
  return made;
}
Change Of(const std::string& scope, Change change) {
  change.scope = scope;
  return change;
}
Change Nothing() { return {}; }

// All municipalities of IJsselland delivered their locations on 1 September.
void AddDeadline(Facts& facts, Day due) {
  pb::Deadline& deadline = facts.deadlines.emplace_back();
  deadline.set_subject("regions/ijsselland");
  deadline.set_item(pb::Deadline::ITEM_LOCATIONS);
  *deadline.mutable_due_date() = ToProto(due);
  for (const auto& duty : facts.obligations) {
    facts.arrivals.push_back({.municipality = duty.municipality().name(),
                              .item = pb::Deadline::ITEM_LOCATIONS,
                              .record_time = {},
                              .day = Day(2024, 9, 1)});
  }
}

// What somebody published beside thirty computed.
void State(pb::ReportContent& content, int persons) {
  auto& one = *content.mutable_municipalities(0)->add_statements();
  one.set_housing_metric(nl::opvang::housing::v1::METRIC_REALISED);
  one.set_publisher("provincie");
  one.set_person_count(persons);
  one.set_computed_person_count(30);
}

l::PlaceEntry Entry(const Town::Place& place, l::PlaceGroup group,
                    std::optional<Day> start, int count,
                    l::PlaceEntry::Basis basis = l::PlaceEntry::BASIS_DECIDED) {
  l::PlaceEntry entry;
  entry.set_location(place.location.name());
  entry.set_group(group);
  entry.set_basis(basis);
  if (start.has_value()) *entry.mutable_start_date() = ToProto(*start);
  entry.set_place_count(count);
  if (count == 0) {
    entry.set_end_certainty(l::PlaceEntry::END_CERTAINTY_FIXED);
  }
  entry.set_decision("besluit");
  entry.set_source("gemeente");
  entry.set_revision(3);
  return entry;
}

// The azc of the town: 90 regular, 10 AMV. All of it ends on `day`.
void End(Town& town, Day day,
         l::PlaceEntry::EndCertainty certainty =
             l::PlaceEntry::END_CERTAINTY_FIXED) {
  for (const auto group : {l::PLACE_GROUP_REGULAR, l::PLACE_GROUP_AMV}) {
    town.places[0].entries.push_back(Entry(town.places[0], group, day, 0));
    town.places[0].entries.back().set_end_certainty(certainty);
  }
}
void State(Town::Place& place, l::LocationState state) {
  place.location.set_state(state);
  place.location.mutable_state_entry()->set_state(state);
}
// A second location of `places` regular places from `start` on, decided.
Town::Place& Second(Town& town, Day start, int places,
                    l::LocationState state = l::LOCATION_STATE_DEFINITIVE) {
  town.places.push_back(OpenPlace(town, "tweede", "azc", places));
  Town::Place& place = town.places.back();
  *place.entries[0].mutable_start_date() = ToProto(start);
  State(place, state);
  return place;
}
// Of a kind that is temporary by nature.
void Temporary(Town::Place& place) {
  place.kind.set_code("no");
  place.kind.set_quota_rule("window");
  place.location.set_kind("no");
}
Town::Place& Shelter(Town& town) { return town.places[1]; }
// Takes out its places of a kind.
void Drop(const std::string& kind, Town& town) {
  std::erase_if(town.places, [&](const Town::Place& place) {
    return place.kind.code() == kind;
  });
}

void SetQuota(Town& town, int count, int amv) {
  auto& asylum = *town.duty.mutable_asylum();
  asylum.set_quota_count(count);
  asylum.set_amv_count(amv);
  asylum.mutable_steps(0)->set_quota_count(count);
  asylum.mutable_steps(0)->set_amv_count(amv);
}

q::Transfer Lent(const std::string& giver, const std::string& receiver,
                 int places) {
  auto transfer = Proto<q::Transfer>(
      R"pb(name: 'transfers/a'
           state: STATE_AGREED
           source: 'brief'
           start_date { year: 2025 month: 7 day: 1 }
           lent_start_date { year: 2025 month: 7 day: 1 })pb");
  transfer.set_giver(giver);
  transfer.set_receiver(receiver);
  transfer.set_place_count(places);
  return transfer;
}
// Deventer has `more` places more than it needs and lends `places` to Dalfsen.
Change Lending(
    int more, int places,
    std::function<void(q::Transfer&)> change = [](q::Transfer&) {}) {
  return InWorld([=](World& world, Town& town) {
    Town& giver = world.towns[1];
    if (more > 0) {
      giver.places.push_back(OpenPlace(giver, "meer", "azc", more));
      giver.permanent_stock = 100 + more;
    }
    q::Transfer transfer = Lent(giver.name, town.name, places);
    change(transfer);
    world.transfers.push_back(transfer);
    SetQuota(town, 100 + places, 10);
  });
}

// The quarter before, in which `change` was otherwise.
Change QuarterBefore(std::function<void(World&, Town&)> change) {
  return Of("countries/nl", InFacts([change](Facts& facts) {
              World before = Quiet("countries/nl");
              change(before, before.towns[0]);
              facts.compared_reports[0].content = before.Report();
            }));
}

void Day2024(google::type::Date& date, int month, int day) {
  date = ToProto(Day(2024, month, day));
}

const std::map<std::string, Fixture>& Fixtures() {
  static const auto* const kFixtures = new std::map<std::string, Fixture>{
      // Targets.
      {"AMV_ABOVE_TARGET",
       {InTown([](Town& town) { SetQuota(town, 9, 10); }),
        InTown([](Town& town) { SetQuota(town, 10, 10); })}},
      {"TARGET_PARTS_DIFFER",
       {InFacts([](Facts& facts) {
          facts.obligations[0].mutable_asylum()->set_quota_count(101);
        }),
        Nothing()}},
      {"TARGET_WITHOUT_SOURCE",
       {InTown([](Town& town) {
          town.duty.mutable_ukraine()->mutable_steps(0)->clear_source();
        }),
        Nothing()}},
      {"REGION_MISSING",
       {Of("provinces/pv23", InTown([](Town& town) {
             town.duty.mutable_municipality()->clear_region();
           })),
        Of("provinces/pv23", Nothing())}},
      {"TARGET_MISSING",
       {InTown([](Town& town) { town.duty.clear_asylum(); }),
        InTown([](Town& town) { SetQuota(town, 0, 0); })}},
      {"AMV_TARGET_MISSING",
       {InTown([](Town& town) {
          town.duty.mutable_asylum()->clear_amv_count();
          town.duty.mutable_asylum()->mutable_steps(0)->clear_amv_count();
        }),
        InTown([](Town& town) { SetQuota(town, 100, 0); })}},
      {"UKRAINE_TARGET_MISSING",
       {InTown([](Town& town) { town.duty.clear_ukraine(); }), Nothing()}},
      {"HOUSING_TARGET_MISSING",
       {InTown([](Town& town) { town.duty.clear_status_holders(); }),
        Nothing()}},
      {"STATED_TOTAL_DIFFERS",
       {InFacts([](Facts& facts) {
          facts.stated_totals.push_back(
              Proto<q::Obligation>(R"pb(subject: 'regions/ijsselland'
                                        duty: DUTY_ASYLUM
                                        quota_count: 1101)pb"));
        }),
        InFacts([](Facts& facts) {
          facts.stated_totals.push_back(
              Proto<q::Obligation>(R"pb(subject: 'regions/ijsselland'
                                        duty: DUTY_ASYLUM
                                        quota_count: 1100)pb"));
        })}},
      {"TARGET_NOT_DECIDED",
       {InWorld([](World& world, Town&) {
          *world.spec.mutable_as_of_date() = ToProto(Day(2025, 7, 1));
        }),
        InWorld([](World& world, Town&) {
          *world.spec.mutable_as_of_date() = ToProto(Day(2025, 6, 30));
        })}},
      {"TARGET_IS_ZERO",
       {InTown([](Town& town) { SetQuota(town, 0, 0); }),
        InTown([](Town& town) { SetQuota(town, 1, 0); })}},
      {"TARGET_MOVED",
       {QuarterBefore([](World&, Town& town) { SetQuota(town, 90, 10); }),
        QuarterBefore([](World&, Town& town) { SetQuota(town, 91, 10); })}},

      // Places.
      {"PLACE_PARTS_DIFFER",
       {InFacts([](Facts& facts) {
          facts.coverage[0].set_guaranteed_place_count(99);
        }),
        Nothing()}},
      {"TOTALS_DIFFER",
       {InContent([](pb::ReportContent& content) {
          auto& asylum =
              *content.mutable_total()->mutable_figures()->mutable_asylum();
          asylum.set_guaranteed_place_count(asylum.guaranteed_place_count() +
                                            1);
        }),
        Nothing()}},
      {"AMV_ABOVE_REALISED",
       {InFacts([](Facts& facts) {
          facts.coverage[0].set_realised_amv_count(101);
        }),
        InFacts([](Facts& facts) {
          facts.coverage[0].set_realised_amv_count(100);
        })}},
      {"AMV_ABOVE_GUARANTEED",
       {InFacts([](Facts& facts) {
          facts.coverage[0].set_guaranteed_amv_count(101);
        }),
        InFacts([](Facts& facts) {
          facts.coverage[0].set_guaranteed_amv_count(100);
        })}},
      {"AMV_ABOVE_INTENDED",
       {InFacts([](Facts& facts) {
          facts.coverage[0].set_intended_amv_count(101);
        }),
        InFacts([](Facts& facts) {
          facts.coverage[0].set_intended_amv_count(100);
        })}},
      {"GUARANTEED_ABOVE_INTENDED",
       {InFacts([](Facts& facts) {
          facts.coverage[0].set_intended_place_count(99);
        }),
        Nothing()}},
      {"TRANSFER_EXCEEDS_SURPLUS", {Lending(29, 30), Lending(30, 30)}},
      {"TRANSFER_GIVER_UNKNOWN",
       {InWorld([](World& world, Town& town) {
          Town& giver = world.towns[1];
          std::erase_if(giver.places, [](const Town::Place& place) {
            return place.kind.code() == "azc";
          });
          giver.permanent_stock.reset();
          world.transfers.push_back(Lent(giver.name, town.name, 30));
        }),
        Lending(30, 30)}},
      {"TRANSFERS_DO_NOT_CANCEL",
       {InContent([](pb::ReportContent& content) {
          content.mutable_total()
              ->mutable_figures()
              ->mutable_asylum()
              ->set_transferred_place_count(1);
        }),
        Lending(30, 30)}},
      {"SHORTFALL_WITHOUT_PLAN",
       {InTown([](Town& town) { SetQuota(town, 101, 10); }),
        InTown([](Town& town) { SetQuota(town, 99, 10); })}},
      {"SHORTFALL_DESPITE_PLANS",
       {InTown([](Town& town) {
          SetQuota(town, 131, 10);
          Second(town, Day(2025, 8, 1), 30);
        }),
        InTown([](Town& town) {
          SetQuota(town, 130, 10);
          Second(town, Day(2025, 8, 1), 30);
        })}},
      {"NO_PLACES_AT_ALL",
       {InTown([](Town& town) {
          town.places.erase(town.places.begin());
          town.permanent_stock.reset();
          town.nil.insert(pb::NilFact::SUBJECT_ASYLUM);
        }),
        Nothing()}},
      {"AMV_BELOW_TARGET",
       {InTown([](Town& town) { SetQuota(town, 100, 11); }), Nothing()}},
      {"DURABLE_REGULAR_BELOW_MINIMUM",
       {InWorld(
            [](World& world, Town&) { world.spec.set_rule_set("cycle-2026"); }),
        InWorld([](World& world, Town&) {
          world.spec.set_rule_set("cycle-2026");
          for (Town& town : world.towns) Second(town, Day(2023, 1, 1), 10);
        })}},
      {"DURABLE_SPECIAL_BELOW_MINIMUM",
       {InWorld(
            [](World& world, Town&) { world.spec.set_rule_set("cycle-2026"); }),
        Nothing()}},
      {"DURABLE_ABOVE_TARGET",
       {InWorld([](World& world, Town& town) {
          world.spec.set_rule_set("cycle-2026");
          SetQuota(town, 99, 10);
          Second(town, Day(2023, 1, 1), 10);
        }),
        InWorld([](World& world, Town& town) {
          world.spec.set_rule_set("cycle-2026");
          SetQuota(town, 100, 10);
          Second(town, Day(2023, 1, 1), 10);
        })}},
      {"SURPLUS_HIDES_SHORTFALL",
       {InWorld([](World& world, Town& town) {
          SetQuota(town, 130, 10);
          SetQuota(world.towns[1], 60, 10);
        }),
        InWorld([](World& world, Town& town) {
          SetQuota(town, 130, 10);
          SetQuota(world.towns[1], 80, 10);
        })}},
      {"TRANSFER_CONDITION_OPEN",
       {Lending(30, 30,
                [](q::Transfer& transfer) {
                  transfer.set_state(q::Transfer::STATE_CONDITION_PENDING);
                  transfer.clear_lent_start_date();
                  transfer.set_condition("als de raad instemt");
                }),
        Lending(30, 30)}},
      {"TRANSFER_NOT_WHOLE_WINDOW",
       {Lending(30, 30,
                [](q::Transfer& transfer) {
                  *transfer.mutable_lent_end_date() = ToProto(Day(2026, 1, 31));
                }),
        Lending(30, 30,
                [](q::Transfer& transfer) {
                  *transfer.mutable_lent_end_date() = ToProto(Day(2026, 2, 1));
                })}},
      {"TRANSFER_ACROSS_PROVINCES",
       {InWorld([](World& world, Town& town) {
          world.transfers.push_back(
              Lent("municipalities/gm0303", town.name, 30));
        }),
        Lending(30, 30)}},
      {"GUARANTEED_JUMPED",
       {QuarterBefore([](World&, Town& town) {
          town.places[0].entries[0].set_place_count(69);  // 79 to 100.
        }),
        QuarterBefore([](World&, Town& town) {
          town.places[0].entries[0].set_place_count(70);
        })}},
      {"INTENDED_JUMPED",
       {QuarterBefore([](World&, Town& town) {
          Second(town, Day(2025, 8, 1), 34);  // 134 to 100.
        }),
        QuarterBefore(
            [](World&, Town& town) { Second(town, Day(2025, 8, 1), 33); })}},
      {"STOCK_UNEXPLAINED",
       {InTown([](Town& town) { town.permanent_stock = 101; }), Nothing()}},
      {"STOCK_MISSING",
       {InTown([](Town& town) { town.permanent_stock.reset(); }),
        InTown([](Town& town) {
          town.permanent_stock.reset();
          town.places[0].location.set_operator_(l::Location::OPERATOR_COLLEGE);
        })}},

      // Locations.
      {"START_MISSING",
       {InTown([](Town& town) {
          Town::Place& place = Second(town, Day(2025, 8, 1), 30);
          place.entries[0] = Entry(place, l::PLACE_GROUP_REGULAR, std::nullopt,
                                   30, l::PlaceEntry::BASIS_PLANNED);
        }),
        InTown([](Town& town) { Second(town, Day(2025, 8, 1), 30); })}},
      {"STATE_MISSING",
       {InTown([](Town& town) {
          Second(town, Day(2025, 8, 1), 30, l::LOCATION_STATE_UNSPECIFIED);
        }),
        InTown([](Town& town) { Second(town, Day(2025, 8, 1), 30); })}},
      {"OPERATOR_UNKNOWN",
       {InTown([](Town& town) {
          town.places[0].location.set_operator_(l::Location::OPERATOR_UNKNOWN);
        }),
        InTown([](Town& town) {
          Second(town, Day(2025, 8, 1), 30)
              .location.set_operator_(l::Location::OPERATOR_UNKNOWN);
        })}},
      {"START_OVERDUE",
       {InTown([](Town& town) { Second(town, Day(2024, 10, 31), 30); }),
        InTown([](Town& town) { Second(town, Day(2024, 11, 1), 30); })}},
      {"OPEN_WITHOUT_PLACES",
       {InTown([](Town& town) {
          Second(town, Day(2024, 11, 1), 30, l::LOCATION_STATE_OPEN);
        }),
        InTown([](Town& town) {
          Second(town, Day(2024, 10, 31), 30, l::LOCATION_STATE_OPEN);
        })}},
      {"OVER_WITH_PLACES",
       {InTown([](Town& town) {
          Second(town, Day(2024, 1, 1), 30, l::LOCATION_STATE_CLOSED);
        }),
        InTown([](Town& town) {
          Town::Place& place =
              Second(town, Day(2024, 1, 1), 30, l::LOCATION_STATE_CLOSED);
          place.entries.push_back(
              Entry(place, l::PLACE_GROUP_REGULAR, Day(2024, 10, 31), 0));
        })}},
      {"CLOSING_WITHOUT_END",
       {InTown([](Town& town) {
          State(town.places[0], l::LOCATION_STATE_CLOSING);
        }),
        InTown([](Town& town) {
          State(town.places[0], l::LOCATION_STATE_CLOSING);
          End(town, Day(2030, 1, 1));
        })}},
      {"PLAN_BEHIND_DECISION",
       {InTown([](Town& town) {
          town.places[0].entries.push_back(
              Entry(town.places[0], l::PLACE_GROUP_REGULAR, Day(2025, 7, 1), 89,
                    l::PlaceEntry::BASIS_PLANNED));
        }),
        InTown([](Town& town) {
          town.places[0].entries.push_back(
              Entry(town.places[0], l::PLACE_GROUP_REGULAR, Day(2025, 7, 1), 90,
                    l::PlaceEntry::BASIS_PLANNED));
        })}},
      {"OCCUPANCY_ABOVE_CAPACITY",
       {InTown([](Town& town) { town.places[0].occupied = 101; }),
        InTown([](Town& town) { town.places[0].occupied = 100; })}},
      {"GAP_IN_WINDOW",
       {InTown([](Town& town) {
          End(town, Day(2025, 9, 1));
          town.places[0].entries.push_back(Entry(
              town.places[0], l::PLACE_GROUP_REGULAR, Day(2025, 10, 2), 90));
        }),
        InTown([](Town& town) {
          End(town, Day(2025, 9, 1));
          town.places[0].entries.push_back(Entry(
              town.places[0], l::PLACE_GROUP_REGULAR, Day(2025, 10, 3), 90));
        })}},
      {"LOCATION_TWICE",
       {InTown([](Town& town) {
          Second(town, Day(2025, 8, 1), 30)
              .location.set_display_name("Locatie AZC");
        }),
        InTown([](Town& town) { Second(town, Day(2025, 8, 1), 30); })}},
      {"ADDRESS_ALIKE",
       {InTown([](Town& town) {
          town.places[0].location.set_address("Dorpsstraat 8");
          Second(town, Day(2025, 8, 1), 30)
              .location.set_address("Dorpsstraat 8a");
        }),
        InTown([](Town& town) {
          town.places[0].location.set_address("Dorpsstraat 8");
          Second(town, Day(2025, 8, 1), 30)
              .location.set_address("Dorpsstraat 9");
        })}},
      {"PLACES_WITHOUT_SOURCE",
       {InTown([](Town& town) { town.places[0].entries[0].clear_source(); }),
        Nothing()}},
      {"DECISION_PENDING",
       {InTown([](Town& town) {
          Second(town, Day(2025, 8, 1), 30, l::LOCATION_STATE_DECISION_PENDING);
        }),
        InTown([](Town& town) { Second(town, Day(2025, 8, 1), 30); })}},
      {"CLOSES_IN_WINDOW",
       {InTown([](Town& town) { End(town, Day(2026, 1, 31)); }),
        InTown([](Town& town) { End(town, Day(2026, 2, 1)); })}},
      {"OPENS_AFTER_WINDOW_START",
       {InTown([](Town& town) { Second(town, Day(2025, 7, 2), 30); }),
        InTown([](Town& town) { Second(town, Day(2025, 7, 1), 30); })}},
      {"END_INDICATIVE",
       {InTown([](Town& town) {
          End(town, Day(2027, 2, 1), l::PlaceEntry::END_CERTAINTY_INDICATIVE);
        }),
        InTown([](Town& town) {
          End(town, Day(2027, 2, 2), l::PlaceEntry::END_CERTAINTY_INDICATIVE);
        })}},
      {"ENDS_DIFFER",
       {InTown([](Town& town) {
          End(town, Day(2028, 2, 1));
          End(town, Day(2028, 3, 1));
          town.places[0].entries.back().set_source("een ander");
        }),
        InTown([](Town& town) {
          End(town, Day(2028, 2, 1));
          End(town, Day(2028, 3, 1));
        })}},
      {"CLOSES_SOON_AFTER_WINDOW",
       {InTown([](Town& town) { End(town, Day(2026, 5, 1)); }),
        InTown([](Town& town) { End(town, Day(2026, 5, 2)); })}},
      {"DATE_IS_A_READING",
       {InTown([](Town& town) {
          town.places[0].entries[0].set_stated_date("begin 2023");
        }),
        Nothing()}},
      {"TEMPORARY_KIND_COUNTS",
       {InTown([](Town& town) { Temporary(town.places[0]); }),
        InTown([](Town& town) {
          Temporary(town.places[0]);
          End(town, Day(2025, 12, 1));
        })}},
      {"SMALL_SCALE_TOO_LARGE",
       {InTown([](Town& town) {
          Town::Place& place = Second(town, Day(2025, 7, 1), 151);
          place.kind.set_code("ks");
          place.location.set_kind("ks");
        }),
        InTown([](Town& town) {
          Town::Place& place = Second(town, Day(2025, 7, 1), 150);
          place.kind.set_code("ks");
          place.location.set_kind("ks");
        })}},
      {"OBJECTIONS_PENDING",
       {InTown(
            [](Town& town) { town.places[0].location.set_objection_count(1); }),
        InTown([](Town& town) {
          town.places[0].location.set_objection_count(0);
        })}},
      {"OCCUPANCY_OLD",
       {InFacts([](Facts& facts) {
          Day2024(*facts.coverage[0]
                       .mutable_locations(0)
                       ->mutable_occupancy()
                       ->mutable_count_date(),
                  7, 30);
        }),
        InFacts([](Facts& facts) {
          Day2024(*facts.coverage[0]
                       .mutable_locations(0)
                       ->mutable_occupancy()
                       ->mutable_count_date(),
                  7, 31);
        })}},

      // Ukraine.
      {"UKRAINE_PARTS_DIFFER",
       {InFacts([](Facts& facts) {
          facts.shelters[0].set_realised_place_count(51);
        }),
        Nothing()}},
      {"SHELTER_ABOVE_CAPACITY",
       {InTown([](Town& town) { Shelter(town).occupied = 51; }),
        InTown([](Town& town) { Shelter(town).occupied = 50; })}},
      {"DELIVERY_DATE_MISSING",
       {InFacts([](Facts& facts) {
          auto& shelter = *facts.shelters[0].mutable_shelters(0);
          shelter.set_progress("in_development");
          shelter.clear_start_date();
        }),
        InFacts([](Facts& facts) {
          facts.shelters[0].mutable_shelters(0)->set_progress("in_development");
        })}},
      {"DELIVERY_OVERDUE",
       {InFacts([](Facts& facts) {
          auto& shelter = *facts.shelters[0].mutable_shelters(0);
          shelter.set_progress("in_development");
          Day2024(*shelter.mutable_start_date(), 10, 31);
        }),
        InFacts([](Facts& facts) {
          auto& shelter = *facts.shelters[0].mutable_shelters(0);
          shelter.set_progress("in_development");
          Day2024(*shelter.mutable_start_date(), 11, 1);
        })}},
      {"QUALITY_UNKNOWN",
       {InTown([](Town& town) {
          Shelter(town).location.set_quality_level(
              l::Location::QUALITY_LEVEL_UNSPECIFIED);
        }),
        Nothing()}},
      {"UKRAINE_BELOW_TARGET",
       {InTown([](Town& town) {
          town.duty.mutable_ukraine()->set_quota_count(51);
          town.duty.mutable_ukraine()->mutable_steps(0)->set_quota_count(51);
        }),
        Nothing()}},
      {"UKRAINE_ALMOST_FULL",
       {InTown([](Town& town) { Shelter(town).occupied = 48; }),
        InTown([](Town& town) { Shelter(town).occupied = 47; })}},
      {"PLACES_UNKNOWN",
       {InTown([](Town& town) { Drop("azc", town); }), InTown([](Town& town) {
          Drop("azc", town);
          town.nil.insert(pb::NilFact::SUBJECT_ASYLUM);
        })}},
      {"MUNICIPALITY_ENDED",
       {InFacts([](Facts& facts) { facts.obligations.pop_back(); }),
        InFacts([](Facts& facts) {
          const std::string ended =
              facts.obligations.back().municipality().name();
          facts.obligations.pop_back();
          const auto of_it = [&](const auto& one) {
            return one.municipality() == ended;
          };
          std::erase_if(facts.coverage, of_it);
          std::erase_if(facts.shelters, of_it);
          std::erase_if(facts.balances, of_it);
        })}},
      {"NIL_CONTRADICTED",
       {InTown(
            [](Town& town) { town.nil.insert(pb::NilFact::SUBJECT_UKRAINE); }),
        InTown([](Town& town) {
          Drop("goo", town);
          town.nil.insert(pb::NilFact::SUBJECT_UKRAINE);
        })}},
      {"SHELTER_UNKNOWN",
       {InTown([](Town& town) { Drop("goo", town); }), InTown([](Town& town) {
          Drop("goo", town);
          town.nil.insert(pb::NilFact::SUBJECT_UKRAINE);
        })}},
      {"HOUSED_UNKNOWN",
       {InTown([](Town& town) { town.placements.clear(); }),
        InTown([](Town& town) {
          town.placements.clear();
          town.nil.insert(pb::NilFact::SUBJECT_HOUSED);
        })}},
      {"SHELTER_OCCUPANCY_UNKNOWN",
       {InTown([](Town& town) { Shelter(town).occupied.reset(); }),
        InTown([](Town& town) { Shelter(town).occupied = 0; })}},
      {"PRIVATE_SHELTER_UNKNOWN",
       {InTown([](Town& town) { town.private_persons.reset(); }),
        InTown([](Town& town) { town.private_persons = 0; })}},
      {"LOWER_QUALITY",
       {InTown([](Town& town) {
          Shelter(town).location.set_quality_level(
              l::Location::QUALITY_LEVEL_LOWER);
        }),
        Nothing()}},
      {"SHELTER_ENDS",
       {InTown([](Town& town) {
          Shelter(town).entries.push_back(Entry(
              Shelter(town), l::PLACE_GROUP_REGULAR, Day(2025, 4, 30), 0));
        }),
        InTown([](Town& town) {
          Shelter(town).entries.push_back(
              Entry(Shelter(town), l::PLACE_GROUP_REGULAR, Day(2025, 5, 1), 0));
        })}},
      {"UKRAINE_JUMPED",
       {QuarterBefore([](World&, Town& town) {
          Shelter(town).entries[0].set_place_count(29);
        }),
        QuarterBefore([](World&, Town& town) {
          Shelter(town).entries[0].set_place_count(30);
        })}},

      // Status holders.
      {"HOUSING_PARTS_DIFFER",
       {InFacts([](Facts& facts) {
          facts.balances[0].set_realised_person_count(31);
        }),
        Nothing()}},
      {"REALISED_BELOW_ZERO",
       {InTown([](Town& town) {
          town.placements[0].set_person_count(-1);
          town.placements[0].set_corrected_placement("x");
        }),
        InTown([](Town& town) { town.placements[0].set_person_count(0); })}},
      {"PLAN_OVER",
       {InTown([](Town& town) {
          *town.plans[0].mutable_end_date() = ToProto(Day(2024, 9, 16));
        }),
        InTown([](Town& town) {
          *town.plans[0].mutable_end_date() = ToProto(Day(2024, 9, 17));
        })}},
      {"OPENING_MISSING",
       {InTown([](Town& town) { town.opening.reset(); }), Nothing()}},
      {"BACKLOG_EXPECTED",
       {InTown([](Town& town) { town.opening = -1; }),
        InTown([](Town& town) { town.opening = 0; })}},
      {"EXPECTED_FAR_ABOVE",
       {InTown([](Town& town) { town.opening = 21; }),
        InTown([](Town& town) { town.opening = 20; })}},
      {"NOTHING_REALISED",
       {InTown([](Town& town) {
          town.placements.clear();
          town.nil.insert(pb::NilFact::SUBJECT_HOUSED);
          town.plans[0].set_person_count(40);
        }),
        InWorld([](World& world, Town& town) {
          town.placements.clear();
          town.plans[0].set_person_count(40);
          Day2024(*world.spec.mutable_placements_date(), 8, 31);
        })}},
      {"PLAN_WITHOUT_PERSONS",
       {InTown([](Town& town) {
          town.plans.push_back(town.plans[0]);
          town.plans[1].set_name(town.name + "/plans/b");
          town.plans[1].clear_person_count();
          town.plans[1].set_home_count(4);
        }),
        InTown([](Town& town) {
          town.plans.push_back(town.plans[0]);
          town.plans[1].set_name(town.name + "/plans/b");
          town.plans[1].clear_person_count();
          town.plans[1].set_home_count(4);
          *town.plans[1].mutable_end_date() = ToProto(Day(2025, 1, 2));
        })}},
      {"TRANSIT_TERM_OVER",
       {InFacts([](Facts& facts) {
          auto& dsl = facts.status_holder_locations.emplace_back();
          dsl.set_name("municipalities/gm0148/locations/dsl");
          dsl.set_kind("dsl");
          *dsl.mutable_term_end_date() = ToProto(Day(2025, 4, 30));
        }),
        InFacts([](Facts& facts) {
          auto& dsl = facts.status_holder_locations.emplace_back();
          dsl.set_name("municipalities/gm0148/locations/dsl");
          dsl.set_kind("dsl");
          *dsl.mutable_term_end_date() = ToProto(Day(2025, 5, 1));
        })}},
      {"OPENING_DIFFERS",
       {InContent([](pb::ReportContent& content) {
          content.mutable_municipalities(0)
              ->set_opening_difference_person_count(3);
        }),
        InContent([](pb::ReportContent& content) {
          content.mutable_municipalities(0)
              ->set_opening_difference_person_count(0);
        })}},
      {"HOUSING_PUBLISHED_DIFFERS",
       {InContent([](pb::ReportContent& content) { State(content, 31); }),
        InContent([](pb::ReportContent& content) { State(content, 30); })}},
      {"HOUSING_JUMPED",
       {QuarterBefore([](World&, Town& town) { town.opening = -21; }),
        QuarterBefore([](World&, Town& town) { town.opening = -20; })}},

      // The report as a whole.
      {"DELIVERY_MISSING",
       {InFacts([](Facts& facts) {
          AddDeadline(facts, Day(2024, 9, 15));
          facts.arrivals.pop_back();
        }),
        InFacts([](Facts& facts) { AddDeadline(facts, Day(2024, 9, 15)); })}},
      {"DELIVERY_LATE",
       {InFacts([](Facts& facts) { AddDeadline(facts, Day(2024, 8, 31)); }),
        InFacts([](Facts& facts) { AddDeadline(facts, Day(2024, 9, 1)); })}},
      {"REPORT_LATE",
       {Of("provinces/pv23", InWorld([](World& world, Town&) {
             Day2024(*world.spec.mutable_as_of_date(), 11, 1);
           })),
        Of("provinces/pv23", Nothing())}},
      {"PLAN_DIFFERS",
       {Of("provinces/pv23",
           InTown([](Town& town) { SetQuota(town, 99, 10); })),
        Of("provinces/pv23", Nothing())}},
      {"PLAN_MISSING",
       {Of("provinces/pv23",
           InFacts([](Facts& facts) { facts.compared_reports.pop_back(); })),
        Of("provinces/pv23", Nothing())}},
      {"QUARTER_MISSING",
       {Of("countries/nl",
           InFacts([](Facts& facts) { facts.compared_reports.pop_back(); })),
        Of("countries/nl", Nothing())}},
      {"PUBLISHED_DIFFERS",
       {InFacts([](Facts& facts) {
          facts.stated_figures.push_back(
              Proto<pb::StatedFigure>(R"pb(subject: 'regions/ijsselland'
                                           metric: METRIC_GUARANTEED
                                           place_count: 1099
                                           document: 'memo'
                                           source: 'x')pb"));
        }),
        InFacts([](Facts& facts) {
          facts.stated_figures.push_back(
              Proto<pb::StatedFigure>(R"pb(subject: 'regions/ijsselland'
                                           metric: METRIC_GUARANTEED
                                           place_count: 1100
                                           document: 'memo'
                                           source: 'x')pb"));
        })}},
      {"EXPLANATION_MISSING",
       {InWorld([](World& world, Town&) {
          world.texts.erase(world.texts.begin());
        }),
        Nothing()}},
      {"EXPLANATION_OLD",
       {InWorld([](World& world, Town&) {
          *world.texts[0].mutable_start_date() = ToProto(Day(2023, 10, 31));
        }),
        InWorld([](World& world, Town&) {
          *world.texts[0].mutable_start_date() = ToProto(Day(2023, 11, 1));
        })}},
      {"TEXT_MISSING",
       {InWorld([](World& world, Town&) { world.texts.pop_back(); }),
        Nothing()}},
      {"PROTECTED_NAMED",
       {InWorld([](World& world, Town& town) {
          town.places[0].location.set_address_protected(true);
          town.places[0].location.set_display_name("Het Zonnehuis");
          world.texts[0].set_body("Buren van het zonehuis.");
        }),
        InWorld([](World& world, Town& town) {
          town.places[0].location.set_address_protected(true);
          town.places[0].location.set_display_name("Het Zonnehuis");
          world.texts[0].set_body("Buren van het zonnehuis.");  // Hidden.
        })}},
      {"RESTS_ON_INVENTED",
       {InTown([](Town& town) {
          town.duty.mutable_asylum()->mutable_steps(0)->set_source(
              "illustrative");
        }),
        InTown([](Town& town) {
          town.duty.mutable_asylum()->mutable_steps(0)->set_source(
              "not illustrative");
        })}},
      {"KNOWLEDGE_OLD",
       {InFacts([](Facts& facts) {
          facts.pins[1].mutable_record_time()->set_seconds(1727700000);
        }),  // 30 September 2024.
        InFacts([](Facts& facts) {
          facts.pins[1].mutable_record_time()->set_seconds(1727800000);
        })}},  // 1 October 2024.
  };
  return *kFixtures;
}

TEST(ChecksTest, InTheQuietWorldNothingIsFound) {
  for (const char* scope : {"regions/ijsselland", "regions/twente",
                            "provinces/pv23", "countries/nl"}) {
    for (const auto& [code, findings] : FoundIn(Of(scope, Nothing()))) {
      ADD_FAILURE() << scope << ": " << code << ": " << findings[0].sentence();
    }
  }
}

TEST(ChecksTest, EveryCheckFiresAndIsSilent) {
  for (const Check& check : AllChecks()) {
    const std::string code(check.code);
    SCOPED_TRACE(code);
    const auto fixture = Fixtures().find(code);
    ASSERT_TRUE(fixture != Fixtures().end()) << "has no fixture";
    const auto fired = FoundIn(fixture->second.fires);
    ASSERT_TRUE(fired.count(code)) << "does not fire";
    EXPECT_FALSE(FoundIn(fixture->second.silent).count(code))
        << "is not silent";
    for (const pb::Finding& finding : fired.at(code)) {
      EXPECT_FALSE(absl::StrContains(finding.sentence(), "{"))
          << finding.sentence();
      EXPECT_FALSE(finding.hint().empty());
      EXPECT_FALSE(finding.subject().empty());
      EXPECT_EQ(finding.level(), check.level);
      EXPECT_TRUE(absl::StartsWith(finding.key(), code + "|"));
      EXPECT_EQ(finding.basis_sha256(), BasisOf(finding));
    }
  }
  EXPECT_EQ(Fixtures().size(), AllChecks().size());
}

// The checks of where a report stands, which are run when it is made already.
TEST(ChecksTest, EveryCheckOfAStandingFiresAndIsSilent) {
  using Confirmation = pb::Standing::Confirmation;
  const pb::ReportContent content = Quiet("regions/ijsselland").Report();
  const Facts none;
  const auto found = [&](Confirmation::State state, const char* newer) {
    pb::Standing standing;
    standing.set_superseding_report(newer);
    Confirmation& one = *standing.add_confirmations();
    one.set_municipality("municipalities/gm0193");
    one.set_display_name("Zwolle");
    one.set_state(state);
    one.set_report("regions/ijsselland/reports/plan");
    one.set_letter("fout in het blad");
    one.add_changed_figures()->set_metric("asylum.target_place_count");
    std::vector<pb::Finding> findings =
        RunChecks(StandingChecks(),
                  {.content = content, .facts = none, .standing = standing});
    std::map<std::string, std::string> sentences;
    for (const pb::Finding& finding : findings) {
      sentences[finding.code()] = finding.sentence();
    }
    return sentences;
  };
  using Found = std::map<std::string, std::string>;
  EXPECT_EQ(found(Confirmation::STATE_CONFIRMED, ""), Found());
  EXPECT_EQ(found(Confirmation::STATE_OPEN, ""),
            (Found{{"CONFIRMATION_MISSING",
                    "De cijfers zijn nog niet bevestigd door Zwolle."}}));
  EXPECT_EQ(found(Confirmation::STATE_CHANGED, ""),
            (Found{{"CONFIRMATION_OUTDATED",
                    "Zwolle bevestigde regions/ijsselland/reports/plan; "
                    "sindsdien veranderde: opgave asiel."}}));
  EXPECT_EQ(found(Confirmation::STATE_REVOKED, ""),
            (Found{{"CONFIRMATION_REVOKED",
                    "Zwolle trok haar bevestiging in: fout in het blad."}}));
  EXPECT_EQ(found(Confirmation::STATE_CONFIRMED, "x/reports/v2"),
            (Found{{"VERSION_SUPERSEDED",
                    "Er is een nieuwere versie: x/reports/v2."}}));
}

TEST(ChecksTest, CodesAndKeysAreDistinct) {
  std::set<std::string> codes;
  for (const Check& check : AllChecks()) {
    EXPECT_TRUE(codes.insert(std::string(check.code)).second) << check.code;
  }
  std::mt19937 random(5);
  World world = RandomWorld("provinces/pv23", 25, random);
  const pb::ReportContent content = world.Report();
  std::set<std::string> keys;
  for (const pb::Finding& finding : content.findings()) {
    EXPECT_TRUE(keys.insert(finding.key()).second) << finding.key();
  }
  EXPECT_GT(keys.size(), 50u);
}

TEST(ChecksTest, TheGravestComeFirst) {
  std::mt19937 random(5);
  const pb::ReportContent content =
      RandomWorld("provinces/pv23", 25, random).Report();
  for (int i = 1; i < content.findings_size(); ++i) {
    EXPECT_LE(content.findings(i - 1).level(), content.findings(i).level());
  }
}

TEST(ChecksTest, AnExplanationStandsAsLongAsTheFindingSaysTheSame) {
  World world = Quiet("regions/ijsselland");
  SetQuota(world.towns[0], 101, 10);
  const auto shortfall = [](const pb::ReportContent& content) {
    for (const pb::Finding& finding : content.findings()) {
      if (finding.code() == "SHORTFALL_WITHOUT_PLAN") return finding;
    }
    return pb::Finding();
  };
  const pb::Finding first = shortfall(world.Report());
  ASSERT_FALSE(first.key().empty());
  GivenExplanation given{.key = first.key(),
                         .basis_sha256 = first.basis_sha256(),
                         .explanation = {}};
  given.explanation.set_body("De raad besluit in januari.");
  const auto with = [&](const World& changed) {
    Facts facts = changed.Say();
    facts.explanations.push_back(given);
    return shortfall(Compose(changed.spec, facts));
  };
  EXPECT_EQ(with(world).explanation().body(), "De raad besluit in januari.");
  // Something else changes: it stands.
  World other = world;
  SetQuota(other.towns[1], 90, 10);
  EXPECT_TRUE(with(other).has_explanation());
  // What it is about changes: it lapsed, and is still told.
  World moved = world;
  SetQuota(moved.towns[0], 102, 10);
  EXPECT_FALSE(with(moved).has_explanation());
  EXPECT_EQ(with(moved).lapsed_explanation().body(),
            "De raad besluit in januari.");
}

}  // namespace
}  // namespace opvang::reporting
