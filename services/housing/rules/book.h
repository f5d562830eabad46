// What is on record of a municipality's housing, half-year by half-year: what
// balances are computed from. Pure.
#ifndef OPVANG_SERVICES_HOUSING_RULES_BOOK_H_
#define OPVANG_SERVICES_HOUSING_RULES_BOOK_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nl/opvang/housing/v1/housing.pb.h"
#include "services/housing/rules/half_year.h"

namespace opvang::housing {

namespace pb = ::nl::opvang::housing::v1;

// How many half-years the chain looks back, the last one included; as many as
// quotas answers at once.
inline constexpr int kChainLength = 40;

// Persons, and of these minors where stated.
struct Heads {
  int persons = 0;
  int minors = 0;
  Heads& operator+=(Heads more) {
    persons += more.persons;
    minors += more.minors;
    return *this;
  }
  bool operator==(const Heads&) const = default;
};

// By code.
using Kinds = std::map<std::string, pb::PlacementKind>;

struct Target {
  int persons = 0;
  std::vector<pb::TargetStep> steps;
};

struct Opening {
  int persons = 0;
  bool starts_chain = false;
  std::string source;
};

// Of one half-year, what is seen on the day asked for.
struct HalfYearRecord {
  std::optional<Target> target;
  std::optional<Opening> opening;
  std::map<std::string, Heads> placed;  // By kind, corrections included.
  Heads moved_in, moved_out;
  bool moved = false;  // Any move, also where they cancel out.
  // The latest that covers what is asked: it is of the day asked for or later,
  // or of the last day.
  std::optional<pb::NilReturn> nil_return;
  // A source of what was placed or moved that is illustrative; empty without
  // one.
  std::string illustrative_source;
};

struct Book {
  std::string municipality;
  std::map<HalfYear, HalfYearRecord> half_years;
  // One by one, of the half-year asked for, the days after the day asked for
  // too.
  std::vector<pb::Placement> placements;
  // By name, of all half-years, the days after the day asked for too.
  std::vector<pb::Move> moves;
  std::vector<pb::HousingPlan> plans;  // As they stand, withdrawn ones too.
  // Of each day counted the last word, up to the day asked for; the latest.
  std::optional<pb::WaitingCount> waiting;
};

// What a move brings to a municipality: less than nothing to the giver.
Heads BroughtTo(const std::string& municipality, const pb::Move& move);

// What counts of what was placed.
Heads Counted(const std::map<std::string, Heads>& placed, const Kinds& kinds);

// What is realised in `half_year` up to and including `day`, out of what the
// book holds one by one; nothing when nothing is on record by then.
std::optional<Heads> RealisedBy(const Book& book, const Kinds& kinds,
                                HalfYear half_year, absl::CivilDay day);

}  // namespace opvang::housing

#endif  // OPVANG_SERVICES_HOUSING_RULES_BOOK_H_
