// Worlds to make reports of: what three sources would say, computed by their
// own rules from generated facts.
#ifndef OPVANG_TESTS_REPORTING_COMPOSE_WORLD_H_
#define OPVANG_TESTS_REPORTING_COMPOSE_WORLD_H_

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "services/reporting/facts/facts.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// The facts of one municipality, as they are recorded.
struct Town {
  struct Place {
    nl::opvang::locations::v1::Location location;
    nl::opvang::locations::v1::LocationKind kind;
    std::vector<nl::opvang::locations::v1::PlaceEntry> entries;
    std::optional<int> occupied;
  };
  std::string name;
  nl::opvang::quotas::v1::ListObligationsResponse::MunicipalityObligations duty;
  std::vector<Place> places;  // Asylum and Ukraine.
  std::optional<int> permanent_stock, private_persons, waiting;
  std::optional<int> opening;
  std::vector<nl::opvang::housing::v1::Placement> placements;
  std::vector<nl::opvang::housing::v1::HousingPlan> plans;
  // What it says that it has none of.
  std::set<pb::NilFact::Subject> nil;
};

struct World {
  pb::ReportSpec spec;
  std::vector<Town> towns;
  std::vector<nl::opvang::quotas::v1::Transfer> transfers;
  std::vector<nl::opvang::housing::v1::Move> moves;
  std::vector<pb::Text> texts;
  std::optional<int> own_target;  // For asylum, recorded for the scope itself.
  int64_t revision = 1;

  // What the sources would answer for `spec`.
  Facts Say() const;
  pb::ReportContent Report() const;
};

pb::ReportSpec SpecOf(const std::string& scope);

// A world in which nothing is wrong and nothing needs a word: no check fires.
World Quiet(const std::string& scope);

// A world in which every municipality of the scope has some of everything, at
// most `most` municipalities.
World RandomWorld(const std::string& scope, int most, std::mt19937& random);

// Something that happens: a place opens, closes, moves, is corrected; a target
// moves; somebody is housed; a day passes. `times` of them.
void Happen(World& world, int times, std::mt19937& random);

// A location with one decided entry, open.
Town::Place OpenPlace(const Town& town, const std::string& id,
                      const std::string& kind, int places);

}  // namespace opvang::reporting

#endif  // OPVANG_TESTS_REPORTING_COMPOSE_WORLD_H_
