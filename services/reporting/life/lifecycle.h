// Where a report stands in its life, and what may happen next. Pure.
//
// A draft is confirmed municipality by municipality, adopted region by region,
// and submitted by the Commissaris van de Koning (Wet 4(1) and (2)); a newer
// version amends it. A confirmation is of figures: it holds in every later
// version in which these are the same. A draft that nobody confirmed may be
// discarded.
#ifndef OPVANG_SERVICES_REPORTING_LIFE_LIFECYCLE_H_
#define OPVANG_SERVICES_REPORTING_LIFE_LIFECYCLE_H_

#include <optional>
#include <string>
#include <vector>

#include "nl/opvang/reporting/v1/reporting.pb.h"

namespace opvang::reporting {

namespace pb = ::nl::opvang::reporting::v1;

// What can be done to a report.
enum class Verb {
  kConfirm,
  kRevoke,
  kAdopt,
  kSubmit,
  kReopen,
  kDiscard,
  kEmbargo
};
// How it is recorded: "confirmed".
std::string WordOf(Verb verb);

// Who does it: an organisation, and the pseudonym of the person at its desk.
struct Actor {
  std::string oin;
  std::string actor;  // Empty when none was given.
};

// A municipality of a report, and whose table adopts its figures: its region;
// in a report of the country its province; the scope itself where there is
// neither.
struct Signatory {
  std::string municipality;
  std::string display_name;
  std::string adopter;
};

// A step, as it was recorded.
struct LifeEvent {
  std::string report;  // The version it was taken with.
  pb::Standing::Event event;
  // Of what sets or lifts an embargo; without a value it lifts.
  std::optional<google::protobuf::Timestamp> embargo_time;
  // Of a confirmation of an earlier version: whether the figures are still
  // those.
  bool same_figures = true;
};

// A step that is taken now.
LifeEvent StepOf(const std::string& report, Verb verb,
                 const std::string& subject, const std::string& letter,
                 std::optional<google::protobuf::Timestamp> embargo_time = {});

// Everything that decides where a report stands.
struct Life {
  std::string report;
  pb::ReportKind kind = pb::REPORT_KIND_UNSPECIFIED;
  std::string scope;
  Actor maker;
  std::vector<Signatory> signatories;  // In the order of the report.
  // Of this version and those before it, in the order of recording.
  std::vector<LifeEvent> events;
  // The version that follows and was not discarded; empty without one.
  std::string successor;
  bool successor_final = false;  // It is submitted; of another kind: adopted.
};

// Where it stands. What needs more than its life is left out: figures that
// changed, obstacles.
pb::Standing StandingOf(const Life& life);

// Whether nothing follows but amendment: submitted, or, of what is not
// submitted, adopted.
bool IsFinal(pb::ReportKind kind, pb::Report::State state);

// Why a step cannot be taken.
struct Obstacle {
  enum class Kind {
    kSuperseded,        // `names`: the version that follows.
    kSubmitted,         // It is submitted, or was amended.
    kDiscarded,         // It was taken away.
    kNotSubmittable,    // Only a provincial report is submitted.
    kConfirmedAlready,  // `names`: the municipality.
    kNotConfirmed,      // `names`: the municipality.
    kConfirmedBy,       // `names`: municipalities.
    kAdoptedAlready,    // `names`: the region, also of a municipality.
    kUnconfirmed,       // `names`: municipalities.
    kUnadopted,         // `names`: regions.
    kNothingAdopted,    // There is nothing to open again.
    kRefused,           // `names`: codes of findings that refuse.
    kUnmended,          // `names`: codes of findings without explanation.
  };
  Kind kind;
  std::vector<std::string> names;
  bool operator==(const Obstacle&) const = default;
};

// All that is in the way of `verb` for `subject`: the municipality that is
// confirmed or revoked, the region that adopts; else unused. `findings` are all
// of the report as it stands.
std::vector<Obstacle> ObstaclesTo(Verb verb, const std::string& subject,
                                  const Life& life,
                                  const pb::Standing& standing,
                                  const std::vector<pb::Finding>& findings);

// Who made a report adopts or submits it only with another pair of eyes:
// another organisation, or another person at the desk.
bool FourEyesMissing(Verb verb, const Life& life, const Actor& hand);

// One sentence, Dutch for people and English for an error.
std::string DutchObstacle(const Obstacle& obstacle);
std::string EnglishObstacle(const Obstacle& obstacle);

}  // namespace opvang::reporting

#endif  // OPVANG_SERVICES_REPORTING_LIFE_LIFECYCLE_H_
