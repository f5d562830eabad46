// opvang report confirm, revoke, adopt, submit, reopen, discard, embargo,
// standing.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace r = nl::opvang::reporting::v1;
using ReportStub = r::ReportingService::Stub;

absl::StatusOr<r::Standing> GetStanding(const Context& context) {
  r::GetStandingRequest request;
  request.set_name(context.Operand(2));
  request.set_revision(context.Revision("revision"));
  return Ask(*context.services.reporting, &ReportStub::GetStanding, request);
}

// The last time that one of `verbs` undid what is done now, for the subject
// where it matters: a step that is taken again after that is another one.
std::string LastUndone(const r::Standing& standing,
                       const std::set<std::string>& verbs,
                       const std::string& subject) {
  int64_t revision = 0;
  for (const auto& event : standing.events()) {
    if (verbs.count(event.verb()) &&
        (subject.empty() || event.subject() == subject)) {
      revision = event.revision();
    }
  }
  return absl::StrCat(revision);
}

// Where it stands after a step, in a few words.
void PrintStep(const Context& context, const r::Standing& standing) {
  const auto confirmed = std::count_if(
      standing.confirmations().begin(), standing.confirmations().end(),
      [](const auto& one) {
        return one.state() == r::Standing::Confirmation::STATE_CONFIRMED;
      });
  const auto adopted =
      std::count_if(standing.adoptions().begin(), standing.adoptions().end(),
                    [](const auto& one) { return one.adopted(); });
  context.PrintOne(
      {{"report", standing.report()},
       {"state", TypedWord(standing.state())},
       {"confirmed",
        absl::StrCat(confirmed, " van ", standing.confirmations_size())},
       {"adopted", absl::StrCat(adopted, " van ", standing.adoptions_size())},
       {"embargo_time",
        ShownInstant(standing.has_embargo_time(), standing.embargo_time())},
       {"obstacles", absl::StrJoin(standing.obstacles(), " ")},
       {"revision", absl::StrCat(standing.revision())}});
}

template <typename Request>
absl::StatusOr<r::Standing> Take(
    const Context& context,
    grpc::Status (ReportStub::*method)(grpc::ClientContext*, const Request&,
                                       r::Standing*),
    Request request, const std::set<std::string>& undone_by,
    const std::string& subject = "") {
  request.set_name(context.Operand(2));
  ASSIGN_OR_RETURN(const r::Standing before, GetStanding(context));
  return SendOnce(context, *context.services.reporting, method, request,
                  LastUndone(before, undone_by, subject));
}

template <typename Request>
absl::Status TakeAndPrint(
    const Context& context,
    grpc::Status (ReportStub::*method)(grpc::ClientContext*, const Request&,
                                       r::Standing*),
    const Request& request, const std::set<std::string>& undone_by,
    const std::string& subject = "") {
  ASSIGN_OR_RETURN(const r::Standing after,
                   Take(context, method, request, undone_by, subject));
  PrintStep(context, after);
  return absl::OkStatus();
}

TextTable EventTable(const r::Standing& standing) {
  TextTable table{.header = {"record_time", "verb", "subject", "display_name",
                             "organisation", "actor", "letter", "revision"},
                  .rows = {}};
  for (const auto& event : standing.events()) {
    table.rows.push_back(
        {ShownInstant(event.has_record_time(), event.record_time()),
         event.verb(), event.subject(), NameOf(event.subject()),
         event.organisation(), event.actor(), event.letter(),
         absl::StrCat(event.revision())});
  }
  return table;
}

TextTable StandingTable(const r::Standing& standing) {
  TextTable table{.header = {"part", "subject", "display_name", "state",
                             "organisation", "record_time", "words"},
                  .rows = {}};
  table.rows.push_back(
      {"report", standing.report(), "", TypedWord(standing.state()), "",
       ShownInstant(standing.has_embargo_time(), standing.embargo_time()),
       standing.has_embargo_time() ? "embargo" : ""});
  using Confirmation = r::Standing::Confirmation;
  for (const Confirmation& one : standing.confirmations()) {
    std::string changed;
    for (const auto& difference : one.changed_figures()) {
      absl::StrAppend(&changed, changed.empty() ? "" : " ", difference.metric(),
                      ":", difference.difference_count());
    }
    table.rows.push_back(
        {"confirmation", one.municipality(), one.display_name(),
         TypedWord(one.state()), one.organisation(),
         ShownInstant(one.has_record_time(), one.record_time()),
         changed.empty() ? one.letter() : changed});
  }
  for (const auto& one : standing.adoptions()) {
    table.rows.push_back(
        {"adoption", one.subject(), one.display_name(),
         one.adopted() ? "adopted" : "open", one.organisation(),
         ShownInstant(one.has_record_time(), one.record_time()),
         one.adopted() ? one.letter() : absl::StrJoin(one.obstacles(), " ")});
  }
  for (const std::string& obstacle : standing.obstacles()) {
    table.rows.push_back(
        {"obstacle", standing.report(), "", "", "", "", obstacle});
  }
  return table;
}

absl::Status ConfirmFigures(const Context& context) {
  std::vector<std::string> municipalities(context.arguments.words.begin() + 3,
                                          context.arguments.words.end());
  r::Standing standing;
  if (context.arguments.Has("region")) {
    ASSIGN_OR_RETURN(standing, GetStanding(context));
    const std::string region = context.arguments.Flag("region", "");
    for (const auto& one : standing.confirmations()) {
      if (LiesWithin(one.municipality(), region)) {
        municipalities.push_back(one.municipality());
      }
    }
  }
  if (municipalities.empty()) {
    return Misuse(
        "geef de gemeenten, of --region van een verslag met "
        "gemeenten daarin");
  }
  for (const std::string& municipality : municipalities) {
    r::ConfirmFiguresRequest request;
    request.set_municipality(municipality);
    request.set_letter(context.arguments.Flag("letter", ""));
    ASSIGN_OR_RETURN(standing,
                     Take(context, &ReportStub::ConfirmFigures, request,
                          {"revoked"}, request.municipality()));
  }
  PrintStep(context, standing);
  return absl::OkStatus();
}

absl::Status RevokeConfirmation(const Context& context) {
  r::RevokeConfirmationRequest request;
  request.set_municipality(context.Operand(3));
  request.set_reason(context.arguments.Flag("reason", ""));
  return TakeAndPrint(context, &ReportStub::RevokeConfirmation, request,
                      {"confirmed"}, request.municipality());
}

absl::Status AdoptReport(const Context& context) {
  r::AdoptReportRequest request;
  request.set_subject(context.Operand(3));
  request.set_letter(context.arguments.Flag("letter", ""));
  return TakeAndPrint(context, &ReportStub::AdoptReport, request,
                      {"reopened", "revoked"});
}

absl::Status SubmitReport(const Context& context) {
  r::SubmitReportRequest request;
  request.set_letter(context.arguments.Flag("letter", ""));
  if (context.arguments.Has("embargo")) {
    *request.mutable_embargo_time() = context.Instant("embargo");
  }
  return TakeAndPrint(context, &ReportStub::SubmitReport, request, {});
}

absl::Status ReopenReport(const Context& context) {
  r::ReopenReportRequest request;
  request.set_reason(context.arguments.Flag("reason", ""));
  return TakeAndPrint(context, &ReportStub::ReopenReport, request, {"adopted"});
}

absl::Status DiscardReport(const Context& context) {
  r::DiscardReportRequest request;
  request.set_reason(context.arguments.Flag("reason", ""));
  return TakeAndPrint(context, &ReportStub::DiscardReport, request, {});
}

absl::Status SetEmbargo(const Context& context) {
  if (context.arguments.Has("until") == context.arguments.Has("lift")) {
    return Misuse("geef --until TIJDSTIP om het in te stellen, of --lift");
  }
  r::SetEmbargoRequest request;
  request.set_reason(context.arguments.Flag("reason", ""));
  ASSIGN_OR_RETURN(const r::Standing before, GetStanding(context));
  if (context.arguments.Has("until")) {
    *request.mutable_embargo_time() = context.Instant("until");
  }
  // What already holds is not set again; a repeat changes nothing.
  if (before.has_embargo_time() == request.has_embargo_time() &&
      before.embargo_time().seconds() == request.embargo_time().seconds() &&
      before.embargo_time().nanos() == request.embargo_time().nanos()) {
    PrintStep(context, before);
    return absl::OkStatus();
  }
  return TakeAndPrint(context, &ReportStub::SetEmbargo, request, {"embargoed"});
}

absl::Status ShowStanding(const Context& context) {
  ASSIGN_OR_RETURN(const r::Standing standing, GetStanding(context));
  context.Print(context.arguments.Has("events") ? EventTable(standing)
                                                : StandingTable(standing));
  return absl::OkStatus();
}

constexpr Flag kLetter = {"letter", ValueKind::kText,
                          "de brief of het besluit, hoogstens 500 tekens"};

}  // namespace

std::vector<Command> SigningCommands() {
  return {
      {"report confirm",
       "Bevestigt de cijfers van een of meer gemeenten.",
       {kReport, Optional(Repeated(
                     {"GEMEENTE", ValueKind::kTown, "als Zwolle of gm0193"}))},
       {{"region", ValueKind::kArea,
         "alle gemeenten van het verslag in dit gebied"},
        {"letter", ValueKind::kText,
         "de brief van de gemeente; nodig voor wie namens haar bevestigt"},
        kDryRun},
       "opvang report confirm provinces/pv23/reports/verslag-2024-11-01 "
       "municipalities/gm0193 --letter 'brief van 30 oktober 2024'",
       ConfirmFigures},
      {"report revoke",
       "Trekt de bevestiging van een gemeente in.",
       {kReport, {"GEMEENTE", ValueKind::kTown, "als Zwolle of gm0193"}},
       {Required(kReason), kDryRun},
       "opvang report revoke provinces/pv23/reports/verslag-2024-11-01 "
       "municipalities/gm0193 --reason 'locatie vervallen'",
       RevokeConfirmation},
      {"report adopt",
       "Stelt een verslag vast voor een regio; een ander dan wie het maakte.",
       {kReport,
        {"GEBIED", ValueKind::kArea,
         "de regio; de provincie voor gemeenten zonder regio"}},
       {Required(kLetter), kDryRun},
       "opvang report adopt provinces/pv23/reports/verslag-2024-11-01 "
       "regions/ijsselland --letter 'regietafel van 31 oktober 2024' --actor "
       "bureau-2",
       AdoptReport},
      {"report reopen",
       "Heropent een vastgesteld verslag; de bevestigingen blijven.",
       {kReport},
       {Required(kReason), kDryRun},
       "opvang report reopen provinces/pv23/reports/verslag-2024-11-01 "
       "--reason 'cijfer van Kampen onjuist'",
       ReopenReport},
      {"report discard",
       "Verwerpt een concept dat niemand bevestigde; het blijft leesbaar.",
       {kReport},
       {Required(kReason), kDryRun},
       "opvang report discard Overijssel/reports/proef --reason 'verkeerde "
       "peildatum'",
       DiscardReport},
      {"report submit",
       "Biedt een provinciaal verslag aan de minister aan (Wet 4(2)).",
       {kReport},
       {Required(kLetter), kEmbargo, kDryRun},
       "opvang report submit provinces/pv23/reports/verslag-2024-11-01 "
       "--letter 'brief aan de minister' --actor bureau-2",
       SubmitReport},
      {"report embargo",
       "Stelt een embargo in, of heft het op.",
       {kReport},
       {{"until", ValueKind::kInstant, "tot dit tijdstip zien weinigen het"},
        {"lift", ValueKind::kSwitch, "heft het nu op"},
        Required(kReason),
        kDryRun},
       "opvang report embargo provinces/pv23/reports/verslag-2024-11-01 "
       "--lift --reason 'aangeboden'",
       SetEmbargo},
      {"report standing",
       "Noemt waar een verslag staat, wie bevestigde, wat er in de weg staat.",
       {kReport},
       {{"events", ValueKind::kSwitch, "wat er gebeurde, op volgorde"},
        kRevision},
       "opvang report standing provinces/pv23/reports/verslag-2024-11-01",
       ShowStanding},
  };
}

}  // namespace opvang::cli
