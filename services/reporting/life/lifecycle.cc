#include "services/reporting/life/lifecycle.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/caller.h"
#include "common/base/municipality.h"

namespace opvang::reporting {
namespace {

using Confirmation = pb::Standing::Confirmation;

// The words in which steps are recorded, and whether a step stays with a
// municipality from version to version.
constexpr std::pair<Verb, const char*> kVerbs[] = {
    {Verb::kConfirm, "confirmed"}, {Verb::kRevoke, "revoked"},
    {Verb::kAdopt, "adopted"},     {Verb::kSubmit, "submitted"},
    {Verb::kReopen, "reopened"},   {Verb::kDiscard, "discarded"},
    {Verb::kEmbargo, "embargoed"},
};

bool Is(const LifeEvent& one, Verb verb) {
  return one.event.verb() == WordOf(verb);
}

void Sign(const LifeEvent& one, Confirmation& confirmation) {
  confirmation.set_organisation(one.event.organisation());
  confirmation.set_letter(one.event.letter());
  *confirmation.mutable_record_time() = one.event.record_time();
  confirmation.set_report(one.report);
}

void AddConfirmations(const Life& life, pb::Standing& standing) {
  std::map<std::string, const LifeEvent*> last;
  for (const LifeEvent& one : life.events) {
    if (Is(one, Verb::kConfirm) || Is(one, Verb::kRevoke)) {
      last[one.event.subject()] = &one;
    }
  }
  for (const Signatory& signatory : life.signatories) {
    Confirmation& confirmation = *standing.add_confirmations();
    confirmation.set_municipality(signatory.municipality);
    confirmation.set_display_name(signatory.display_name);
    const auto found = last.find(signatory.municipality);
    if (found == last.end()) {
      confirmation.set_state(Confirmation::STATE_OPEN);
      continue;
    }
    const LifeEvent& one = *found->second;
    confirmation.set_state(Is(one, Verb::kRevoke) ? Confirmation::STATE_REVOKED
                           : one.same_figures ? Confirmation::STATE_CONFIRMED
                                              : Confirmation::STATE_CHANGED);
    Sign(one, confirmation);
  }
  std::stable_sort(standing.mutable_confirmations()->begin(),
                   standing.mutable_confirmations()->end(),
                   [](const Confirmation& a, const Confirmation& b) {
                     return a.display_name() < b.display_name();
                   });
}

void AddAdoptions(const Life& life, pb::Standing& standing) {
  // An adoption is of one version: what changed is adopted anew.
  std::map<std::string, const LifeEvent*> adopted;
  for (const LifeEvent& one : life.events) {
    if (one.report != life.report) continue;
    if (Is(one, Verb::kReopen)) adopted.clear();
    if (Is(one, Verb::kAdopt)) adopted[one.event.subject()] = &one;
  }
  std::map<std::string, std::string> adopters;  // Dutch name to adopter.
  for (const Signatory& signatory : life.signatories) {
    adopters[DutchName(signatory.adopter).value_or(signatory.adopter)] =
        signatory.adopter;
  }
  for (const auto& [name, adopter] : adopters) {
    pb::Standing::Adoption& adoption = *standing.add_adoptions();
    adoption.set_subject(adopter);
    adoption.set_display_name(name);
    const auto found = adopted.find(adopter);
    if (found == adopted.end()) continue;
    adoption.set_adopted(true);
    adoption.set_organisation(found->second->event.organisation());
    adoption.set_letter(found->second->event.letter());
    *adoption.mutable_record_time() = found->second->event.record_time();
  }
}

pb::Report::State StateOf(const Life& life, const pb::Standing& standing) {
  if (life.successor_final) return pb::Report::STATE_AMENDED;
  for (const LifeEvent& one : life.events) {
    if (one.report != life.report) continue;
    if (Is(one, Verb::kSubmit)) return pb::Report::STATE_SUBMITTED;
    if (Is(one, Verb::kDiscard)) return pb::Report::STATE_DISCARDED;
  }
  if (life.signatories.empty()) return pb::Report::STATE_DRAFT;
  if (std::all_of(standing.adoptions().begin(), standing.adoptions().end(),
                  [](const auto& one) { return one.adopted(); })) {
    return pb::Report::STATE_ADOPTED;
  }
  return std::all_of(standing.confirmations().begin(),
                     standing.confirmations().end(),
                     [](const Confirmation& one) {
                       return one.state() == Confirmation::STATE_CONFIRMED;
                     })
             ? pb::Report::STATE_CONFIRMED
             : pb::Report::STATE_DRAFT;
}

// The table that adopts the figures of a municipality, or `subject` itself.
std::string AdopterOf(const Life& life, const std::string& subject) {
  for (const Signatory& signatory : life.signatories) {
    if (signatory.municipality == subject) return signatory.adopter;
  }
  return subject;
}

bool Concerns(const pb::Finding& finding, const Life& life,
              const std::string& adopter) {
  return finding.subject() == life.scope || finding.subject() == adopter ||
         AdopterOf(life, finding.subject()) == adopter;
}

// Findings of `level` that nobody explained, by code; of one adopter, or of
// all.
std::vector<std::string> Open(pb::Finding::Level level, const Life& life,
                              const std::string& adopter,
                              const std::vector<pb::Finding>& findings) {
  std::vector<std::string> codes;
  for (const pb::Finding& finding : findings) {
    if (finding.level() != level) continue;
    // What refuses is mended, not explained away.
    if (level != pb::Finding::LEVEL_REFUSE && finding.has_explanation()) {
      continue;
    }
    if (!adopter.empty() && !Concerns(finding, life, adopter)) continue;
    if (codes.empty() || codes.back() != finding.code()) {
      codes.push_back(finding.code());
    }
  }
  return codes;
}

}  // namespace

std::string WordOf(Verb verb) {
  for (const auto& [one, word] : kVerbs) {
    if (one == verb) return word;
  }
  return "";
}

LifeEvent StepOf(const std::string& report, Verb verb,
                 const std::string& subject, const std::string& letter,
                 std::optional<google::protobuf::Timestamp> embargo_time) {
  LifeEvent one;
  one.report = report;
  one.embargo_time = std::move(embargo_time);
  one.event.set_verb(WordOf(verb));
  one.event.set_subject(subject);
  one.event.set_letter(letter);
  return one;
}

pb::Standing StandingOf(const Life& life) {
  pb::Standing standing;
  standing.set_report(life.report);
  AddConfirmations(life, standing);
  AddAdoptions(life, standing);
  standing.set_state(StateOf(life, standing));
  standing.set_superseding_report(life.successor);
  for (const LifeEvent& one : life.events) {
    if (one.report != life.report) continue;
    *standing.add_events() = one.event;
    if (one.embargo_time.has_value()) {
      *standing.mutable_embargo_time() = *one.embargo_time;
    } else if (Is(one, Verb::kEmbargo)) {
      standing.clear_embargo_time();
    }
  }
  return standing;
}

bool IsFinal(pb::ReportKind kind, pb::Report::State state) {
  if (state == pb::Report::STATE_AMENDED) return true;
  return state == (kind == pb::REPORT_KIND_PROVINCIAL_REPORT
                       ? pb::Report::STATE_SUBMITTED
                       : pb::Report::STATE_ADOPTED);
}

namespace {

// What stands in the way of one verb, added up.
class Obstacles {
 public:
  Obstacles(const Life& life, const pb::Standing& standing,
            const std::vector<pb::Finding>& findings)
      : life_(life), standing_(standing), findings_(findings) {
    for (const pb::Standing::Adoption& one : standing.adoptions()) {
      (one.adopted() ? adopted_ : unadopted_).push_back(one.display_name());
    }
  }

  // A report that was overtaken stands as it is.
  bool IsOver() {
    if (standing_.state() == pb::Report::STATE_SUBMITTED ||
        standing_.state() == pb::Report::STATE_AMENDED) {
      found_.push_back({Obstacle::Kind::kSubmitted, {}});
    } else if (standing_.state() == pb::Report::STATE_DISCARDED) {
      found_.push_back({Obstacle::Kind::kDiscarded, {}});
    } else if (!life_.successor.empty()) {
      found_.push_back({Obstacle::Kind::kSuperseded, {life_.successor}});
    }
    return !found_.empty();
  }

  void ToConfirm(const std::string& municipality) {
    const Confirmation* one = ConfirmationOf(municipality);
    if (one == nullptr || one->state() != Confirmation::STATE_CONFIRMED) return;
    found_.push_back(
        {Obstacle::Kind::kConfirmedAlready, {one->display_name()}});
  }

  // What its region has adopted is not taken from under it.
  void ToRevoke(const std::string& municipality) {
    const Confirmation* one = ConfirmationOf(municipality);
    if (one != nullptr && one->state() != Confirmation::STATE_CONFIRMED) {
      found_.push_back({Obstacle::Kind::kNotConfirmed, {one->display_name()}});
    }
    CheckNotAdopted(AdopterOf(life_, municipality));
  }

  // Every municipality of it confirmed, and nothing open that refuses.
  void ToAdopt(const std::string& subject) {
    CheckNotAdopted(AdopterOf(life_, subject));
    std::vector<std::string> unconfirmed;
    for (const Confirmation& one : standing_.confirmations()) {
      if (one.state() != Confirmation::STATE_CONFIRMED &&
          AdopterOf(life_, one.municipality()) == subject) {
        unconfirmed.push_back(one.display_name());
      }
    }
    AddSome(Obstacle::Kind::kUnconfirmed, std::move(unconfirmed));
    AddSome(Obstacle::Kind::kRefused,
            Open(pb::Finding::LEVEL_REFUSE, life_, subject, findings_));
  }

  // Only a provincial report goes to the minister (Wet 4(2)), adopted by all
  // and with nothing open that should be mended.
  void ToSubmit() {
    if (life_.kind != pb::REPORT_KIND_PROVINCIAL_REPORT) {
      found_.push_back({Obstacle::Kind::kNotSubmittable, {}});
      return;
    }
    AddSome(Obstacle::Kind::kUnadopted, unadopted_);
    AddSome(Obstacle::Kind::kRefused,
            Open(pb::Finding::LEVEL_REFUSE, life_, "", findings_));
    AddSome(Obstacle::Kind::kUnmended,
            Open(pb::Finding::LEVEL_FIX, life_, "", findings_));
  }

  void ToReopen() {
    if (adopted_.empty()) {
      found_.push_back({Obstacle::Kind::kNothingAdopted, {}});
    }
  }

  // What somebody put its name to stays. A confirmation of the version before
  // is not of this one.
  void ToDiscard() {
    std::vector<std::string> confirmed;
    for (const Confirmation& one : standing_.confirmations()) {
      if (one.state() == Confirmation::STATE_CONFIRMED &&
          one.report() == life_.report) {
        confirmed.push_back(one.display_name());
      }
    }
    AddSome(Obstacle::Kind::kConfirmedBy, std::move(confirmed));
    AddSome(Obstacle::Kind::kAdoptedAlready, adopted_);
  }

  std::vector<Obstacle> found() && { return std::move(found_); }

 private:
  const Confirmation* ConfirmationOf(const std::string& municipality) const {
    for (const Confirmation& one : standing_.confirmations()) {
      if (one.municipality() == municipality) return &one;
    }
    return nullptr;
  }

  void CheckNotAdopted(const std::string& adopter) {
    for (const pb::Standing::Adoption& one : standing_.adoptions()) {
      if (!one.adopted() || one.subject() != adopter) continue;
      found_.push_back({Obstacle::Kind::kAdoptedAlready,
                        {DutchName(adopter).value_or(adopter)}});
      return;
    }
  }

  void AddSome(Obstacle::Kind kind, std::vector<std::string> names) {
    if (!names.empty()) found_.push_back({kind, std::move(names)});
  }

  const Life& life_;
  const pb::Standing& standing_;
  const std::vector<pb::Finding>& findings_;
  std::vector<std::string> adopted_, unadopted_;
  std::vector<Obstacle> found_;
};

}  // namespace

std::vector<Obstacle> ObstaclesTo(Verb verb, const std::string& subject,
                                  const Life& life,
                                  const pb::Standing& standing,
                                  const std::vector<pb::Finding>& findings) {
  // An embargo may be moved whatever happened.
  if (verb == Verb::kEmbargo) return {};
  Obstacles obstacles(life, standing, findings);
  if (obstacles.IsOver()) return std::move(obstacles).found();
  switch (verb) {
    case Verb::kConfirm:
      obstacles.ToConfirm(subject);
      break;
    case Verb::kRevoke:
      obstacles.ToRevoke(subject);
      break;
    case Verb::kAdopt:
      obstacles.ToAdopt(subject);
      break;
    case Verb::kSubmit:
      obstacles.ToSubmit();
      break;
    case Verb::kReopen:
      obstacles.ToReopen();
      break;
    case Verb::kDiscard:
      obstacles.ToDiscard();
      break;
    case Verb::kEmbargo:
      break;
  }
  return std::move(obstacles).found();
}

bool FourEyesMissing(Verb verb, const Life& life, const Actor& hand) {
  if (verb != Verb::kAdopt && verb != Verb::kSubmit) return false;
  const auto is_proved = [](const Actor& one) {
    return absl::StartsWith(one.actor, kProved);
  };
  return hand.oin == life.maker.oin &&
         (!is_proved(hand) || !is_proved(life.maker) ||
          hand.actor == life.maker.actor);
}

namespace {

// "Dalfsen, Ommen, Raalte en 12 andere".
std::string Some(const std::vector<std::string>& names, const char* more) {
  constexpr size_t kMost = 8;
  if (names.size() <= kMost) return absl::StrJoin(names, ", ");
  return absl::StrCat(absl::StrJoin(names.begin(), names.begin() + kMost, ", "),
                      more, names.size() - kMost);
}

}  // namespace

std::string DutchObstacle(const Obstacle& obstacle) {
  using Kind = Obstacle::Kind;
  const std::string names = Some(obstacle.names, " en nog ");
  switch (obstacle.kind) {
    case Kind::kSuperseded:
      return absl::StrCat("Er is een nieuwere versie: ", names, ".");
    case Kind::kSubmitted:
      return "Het verslag is ingediend; maak een nieuwe versie.";
    case Kind::kDiscarded:
      return "Het concept is verworpen.";
    case Kind::kNotSubmittable:
      return "Alleen een provinciaal verslag wordt ingediend.";
    case Kind::kConfirmedAlready:
      return absl::StrCat(names, " heeft deze cijfers al bevestigd.");
    case Kind::kNotConfirmed:
      return absl::StrCat("Van ", names, " staat geen bevestiging.");
    case Kind::kConfirmedBy:
      return absl::StrCat("Bevestigd door ", names,
                          "; trek dat eerst in (opvang report revoke).");
    case Kind::kAdoptedAlready:
      return absl::StrCat(names, " heeft vastgesteld; heropen eerst.");
    case Kind::kUnconfirmed:
      return absl::StrCat("Nog niet bevestigd: ", names, ".");
    case Kind::kUnadopted:
      return absl::StrCat("Nog niet vastgesteld: ", names, ".");
    case Kind::kNothingAdopted:
      return "Er is niets vastgesteld om te heropenen.";
    case Kind::kRefused:
      return absl::StrCat("Tegenspraak die eerst weg moet: ", names, ".");
    case Kind::kUnmended:
      return absl::StrCat("Nog te herstellen of toe te lichten: ", names, ".");
  }
  return "";
}

std::string EnglishObstacle(const Obstacle& obstacle) {
  using Kind = Obstacle::Kind;
  const std::string names = Some(obstacle.names, " and more: ");
  switch (obstacle.kind) {
    case Kind::kSuperseded:
      return absl::StrCat("there is a newer version, ", names);
    case Kind::kSubmitted:
      return "it is submitted; make a new version";
    case Kind::kDiscarded:
      return "it was discarded";
    case Kind::kNotSubmittable:
      return "only a provincial report is submitted";
    case Kind::kConfirmedAlready:
      return absl::StrCat(names, " confirmed these figures already");
    case Kind::kNotConfirmed:
      return absl::StrCat("no confirmation of ", names, " stands");
    case Kind::kConfirmedBy:
      return absl::StrCat("confirmed by ", names, "; revoke that first");
    case Kind::kAdoptedAlready:
      return absl::StrCat(names, " adopted it; reopen it first");
    case Kind::kUnconfirmed:
      return absl::StrCat("not confirmed yet: ", names);
    case Kind::kUnadopted:
      return absl::StrCat("not adopted yet: ", names);
    case Kind::kNothingAdopted:
      return "nothing is adopted";
    case Kind::kRefused:
      return absl::StrCat("findings refuse it: ", names);
    case Kind::kUnmended:
      return absl::StrCat("findings to mend or explain: ", names);
  }
  return "";
}

}  // namespace opvang::reporting
