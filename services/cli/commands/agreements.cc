// opvang calendar, split, decision, redistribution, transfer.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/dutch.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/defaults.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace q = nl::opvang::quotas::v1;
using QuotaStub = q::QuotaService::Stub;

q::Duty DutyOf(const Context& context) {
  return ValueTyped<q::Duty>(context.arguments.Flag("duty", "asylum"));
}

// No step is later: the calendar ends.
constexpr absl::CivilDay kLastDay(2199, 12, 31);

// The period of a duty: --cycle, else the one under way; --half-year; or none.
absl::StatusOr<std::string> PeriodOf(const Context& context, q::Duty duty,
                                     Defaults& defaults) {
  if (duty == q::DUTY_ASYLUM) return defaults.CycleName();
  return duty == q::DUTY_STATUS_HOLDERS
             ? context.arguments.Flag("half-year", "")
             : "";
}

// "municipalities/gm0193=-10/-1": a count, and after a slash that of minors.
struct Assigned {
  std::string municipality;
  int32_t count = 0;
  std::optional<int32_t> minors;
};

std::vector<Assigned> AssignedIn(const Context& context, size_t from,
                                 absl::Status& flags) {
  std::vector<Assigned> all;
  for (size_t i = from; i < context.arguments.words.size(); ++i) {
    const std::string& word = context.arguments.words[i];
    const std::vector<std::string> sides =
        absl::StrSplit(word, absl::MaxSplits('=', 1));
    const std::vector<std::string> counts =
        absl::StrSplit(sides.back(), absl::MaxSplits('/', 1));
    Assigned one{.municipality = sides[0], .count = 0, .minors = {}};
    bool fine = sides.size() == 2 && absl::SimpleAtoi(counts[0], &one.count);
    if (counts.size() == 2) {
      fine = fine && absl::SimpleAtoi(counts[1], &one.minors.emplace());
    }
    if (!fine) {
      flags.Update(Misuse(absl::StrCat("\"", word,
                                       "\" is geen GEMEENTE=AANTAL of "
                                       "GEMEENTE=AANTAL/AMV")));
    }
    all.push_back(std::move(one));
  }
  return all;
}

template <typename Request, typename Response>
absl::StatusOr<Response> Send(
    const Context& context,
    grpc::Status (QuotaStub::*method)(grpc::ClientContext*, const Request&,
                                      Response*),
    const Request& request) {
  return SendOnce(context, *context.services.quotas, method, request);
}

TextTable TransferTable() {
  return {.header = {"name", "giver", "giver_display_name", "receiver",
                     "receiver_display_name", "places", "term", "state", "lent",
                     "condition"},
          .rows = {}};
}

std::string Term(bool has_start, const google::type::Date& start, bool has_end,
                 const google::type::Date& end) {
  return has_start ? absl::StrCat(FormatDay(DayOf(start)), "..",
                                  ShownDay(has_end, end))
                   : "";
}

void AddTransfer(const q::Transfer& transfer, TextTable& table) {
  table.rows.push_back(
      {transfer.name(), transfer.giver(), NameOf(transfer.giver()),
       transfer.receiver(), NameOf(transfer.receiver()),
       absl::StrCat(transfer.place_count()),
       Term(true, transfer.start_date(), transfer.has_end_date(),
            transfer.end_date()),
       TypedWord(transfer.state()),
       Term(transfer.has_lent_start_date(), transfer.lent_start_date(),
            transfer.has_lent_end_date(), transfer.lent_end_date()),
       transfer.condition()});
}

void AddRedistribution(const q::Redistribution& one, TextTable& table) {
  for (const auto& change : one.changes()) {
    table.rows.push_back(
        {one.name(), TypedWord(one.duty()), one.period(), change.municipality(),
         NameOf(change.municipality()), absl::StrCat(change.change_count()),
         absl::StrCat(change.amv_change_count()),
         Term(true, one.start_date(), one.has_end_date(), one.end_date()),
         one.source()});
  }
}

TextTable RedistributionTable() {
  return {.header = {"name", "duty", "period", "municipality", "display_name",
                     "change", "amv_change", "term", "source"},
          .rows = {}};
}

void AddDecision(const q::Decision& one, TextTable& table) {
  table.rows.push_back(
      {one.name(), one.cycle(), FormatDay(DayOf(one.publish_date())),
       absl::StrCat(one.shares_size()),
       Shown(one.has_stated_count(), one.stated_count()),
       absl::StrCat(one.summed_count()),
       Shown(one.has_difference_count(), one.difference_count()),
       one.amended_decision(), one.source()});
}

TextTable DecisionTable() {
  return {.header = {"name", "cycle", "published", "municipalities", "stated",
                     "summed", "difference", "amends", "source"},
          .rows = {}};
}

TextTable SplitTable() {
  return {.header = {"name", "duty", "period", "published", "national",
                     "summed", "population", "scores", "source"},
          .rows = {}};
}

void AddSplit(const q::Split& one, TextTable& table) {
  table.rows.push_back(
      {one.name(), TypedWord(one.duty()), one.period(),
       FormatDay(DayOf(one.publish_date())), absl::StrCat(one.national_count()),
       absl::StrCat(one.summed_count()),
       FormatDay(DayOf(one.population_date())),
       Shown(one.score_year() != 0, one.score_year()), one.source()});
}

absl::Status ShowCalendar(const Context& context) {
  Defaults defaults(context);
  q::GetCalendarRequest request;
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_cycle(context.Operand(1));
  if (request.cycle().empty()) {
    ASSIGN_OR_RETURN(*request.mutable_cycle(), defaults.CycleName());
  }
  request.set_revision(context.Revision("revision"));
  ASSIGN_OR_RETURN(
      const q::Calendar calendar,
      Ask(*context.services.quotas, &QuotaStub::GetCalendar, request));
  TextTable table{.header = {"what", "last_timely", "happened", "standing",
                             "legal_basis", "source"},
                  .rows = {}};
  for (const auto& one : calendar.milestones()) {
    table.rows.push_back(
        {TypedWord(one.kind()), FormatDay(DayOf(one.last_timely_date())),
         ShownDay(one.has_step_date(), one.step_date()),
         TypedWord(one.standing()), one.legal_basis(), one.source()});
  }
  context.Print(table, defaults.Line());
  context.streams.err << calendar.cycle() << ": "
                      << DutchWord(EnumWord(calendar.state())) << "\n";
  return absl::OkStatus();
}

absl::Status CreateSplit(const Context& context) {
  Defaults defaults(context, context.Day("published", context.clock.Today()));
  q::CreateSplitRequest request;
  q::Split& split = *request.mutable_split();
  split.set_name(context.Operand(2));
  split.set_duty(DutyOf(context));
  ASSIGN_OR_RETURN(*split.mutable_period(),
                   PeriodOf(context, split.duty(), defaults));
  if (context.arguments.Has("published")) {
    *split.mutable_publish_date() = context.Date("published");
  }
  if (context.arguments.Has("population")) {
    *split.mutable_population_date() = context.Date("population");
  }
  split.set_score_year(context.Number("scores"));
  if (context.arguments.Has("substitute")) {
    split.set_substitute_score_thousandths(context.Number("substitute"));
  }
  split.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const q::Split made,
                   Send(context, &QuotaStub::CreateSplit, request));
  TextTable table{.header = {"municipality", "display_name", "count", "amv",
                             "inhabitants", "score", "substituted"},
                  .rows = {}};
  for (const auto& share : made.shares()) {
    table.rows.push_back(
        {share.municipality(), NameOf(share.municipality()),
         absl::StrCat(share.quota_count()),
         Shown(share.has_amv_count(), share.amv_count()),
         absl::StrCat(share.inhabitant_count()),
         Shown(share.has_score_thousandths(), share.score_thousandths()),
         share.substituted() ? "yes" : ""});
  }
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListSplits(const Context& context) {
  TextTable table = SplitTable();
  q::ListSplitsRequest request;
  request.set_revision(context.Revision("revision"));
  RETURN_IF_ERROR(AskAll(*context.services.quotas, &QuotaStub::ListSplits,
                         request, [&](const q::ListSplitsResponse& page) {
                           for (const auto& one : page.splits()) {
                             AddSplit(one, table);
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status CreateDecision(const Context& context) {
  absl::Status flags;
  Defaults defaults(context, context.Day("published", context.clock.Today()));
  q::CreateDecisionRequest request;
  q::Decision& decision = *request.mutable_decision();
  decision.set_name(context.Operand(2));
  request.set_parent(
      decision.name().substr(0, decision.name().find("/decisions/")));
  ASSIGN_OR_RETURN(*decision.mutable_cycle(), defaults.CycleName());
  *decision.mutable_publish_date() = context.Date("published");
  decision.set_amended_decision(context.arguments.Flag("amends", ""));
  if (context.arguments.Has("stated")) {
    decision.set_stated_count(context.Number("stated"));
  }
  decision.set_source(context.arguments.Flag("source", ""));
  for (const Assigned& one : AssignedIn(context, 3, flags)) {
    q::Decision::Share& share = *decision.add_shares();
    share.set_municipality(one.municipality);
    share.set_quota_count(one.count);
    if (one.minors.has_value()) share.set_amv_count(*one.minors);
  }
  RETURN_IF_ERROR(flags);
  ASSIGN_OR_RETURN(const q::Decision made,
                   Send(context, &QuotaStub::CreateDecision, request));
  TextTable table = DecisionTable();
  AddDecision(made, table);
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListDecisions(const Context& context) {
  TextTable table = DecisionTable();
  q::ListDecisionsRequest request;
  request.set_parent(context.Operand(2).empty() ? "provinces/-"
                                                : context.Operand(2));
  request.set_revision(context.Revision("revision"));
  RETURN_IF_ERROR(AskAll(*context.services.quotas, &QuotaStub::ListDecisions,
                         request, [&](const q::ListDecisionsResponse& page) {
                           for (const auto& one : page.decisions()) {
                             AddDecision(one, table);
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status CreateRedistribution(const Context& context) {
  absl::Status flags;
  Defaults defaults(context, context.Day("start", context.clock.Today()));
  q::CreateRedistributionRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  q::Redistribution& one = *request.mutable_redistribution();
  one.set_name(context.Operand(2));
  one.set_duty(DutyOf(context));
  ASSIGN_OR_RETURN(*one.mutable_period(),
                   PeriodOf(context, one.duty(), defaults));
  *one.mutable_start_date() = context.Date("start");
  one.set_source(context.arguments.Flag("source", ""));
  for (const Assigned& assigned : AssignedIn(context, 3, flags)) {
    auto& change = *one.add_changes();
    change.set_municipality(assigned.municipality);
    change.set_change_count(assigned.count);
    change.set_amv_change_count(assigned.minors.value_or(0));
  }
  RETURN_IF_ERROR(flags);
  ASSIGN_OR_RETURN(const q::Redistribution made,
                   Send(context, &QuotaStub::CreateRedistribution, request));
  TextTable table = RedistributionTable();
  AddRedistribution(made, table);
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status EndRedistribution(const Context& context) {
  q::GetRedistributionRequest read;
  read.set_name(context.Operand(2));
  q::EndRedistributionRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  request.set_name(context.Operand(2));
  *request.mutable_end_date() = context.Date("on");
  request.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(
      q::Redistribution found,
      Ask(*context.services.quotas, &QuotaStub::GetRedistribution, read));
  // Said before, by this command or another: twice is once.
  const bool done = found.has_end_date() &&
                    found.end_source() == request.source() &&
                    DayOf(found.end_date()) == DayOf(request.end_date());
  if (!done) {
    request.set_etag(found.etag());
    ASSIGN_OR_RETURN(found,
                     Send(context, &QuotaStub::EndRedistribution, request));
  }
  TextTable table = RedistributionTable();
  AddRedistribution(found, table);
  context.Print(table);
  return absl::OkStatus();
}

absl::Status ListRedistributions(const Context& context) {
  TextTable table = RedistributionTable();
  q::ListRedistributionsRequest request;
  request.set_parent(context.Operand(2));
  request.set_revision(context.Revision("revision"));
  RETURN_IF_ERROR(AskAll(*context.services.quotas,
                         &QuotaStub::ListRedistributions, request,
                         [&](const q::ListRedistributionsResponse& page) {
                           for (const auto& one : page.redistributions()) {
                             AddRedistribution(one, table);
                           }
                         }));
  context.Print(table);
  return absl::OkStatus();
}

absl::Status CreateTransfer(const Context& context) {
  Defaults defaults(context, context.Day("on", context.clock.Today()));
  q::CreateTransferRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  q::Transfer& transfer = *request.mutable_transfer();
  transfer.set_name(context.Operand(2));
  transfer.set_duty(q::DUTY_ASYLUM);
  ASSIGN_OR_RETURN(*transfer.mutable_period(), defaults.CycleName());
  transfer.set_giver(context.arguments.Flag("giver", ""));
  transfer.set_receiver(context.arguments.Flag("receiver", ""));
  transfer.set_place_count(context.Number("places"));
  transfer.set_amv_count(context.Number("amv"));
  *transfer.mutable_start_date() = context.Date("start");
  if (context.arguments.Has("end")) {
    *transfer.mutable_end_date() = context.Date("end");
  }
  *transfer.mutable_propose_date() = context.Date("on");
  transfer.set_condition(context.arguments.Flag("condition", ""));
  transfer.set_source(context.arguments.Flag("source", ""));
  ASSIGN_OR_RETURN(const q::Transfer made,
                   Send(context, &QuotaStub::CreateTransfer, request));
  TextTable table = TransferTable();
  AddTransfer(made, table);
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status AdvanceTransfer(const Context& context) {
  using Step = q::Transfer::Step;
  q::AdvanceTransferRequest request;
  request.set_parent(context.arguments.Flag("parent", "countries/nl"));
  request.set_name(context.Operand(2));
  const auto kind = ValueTyped<Step::Kind>(context.Operand(3));
  request.set_kind(kind);
  *request.mutable_step_date() = context.Date("on");
  request.set_source(context.arguments.Flag("source", ""));
  q::GetTransferRequest read;
  read.set_name(request.name());
  *read.mutable_as_of_date() = ToProto(kLastDay);
  ASSIGN_OR_RETURN(const q::Transfer whole, Ask(*context.services.quotas,
                                                &QuotaStub::GetTransfer, read));
  // Said before, by this command or another: twice is once.
  const bool done = std::any_of(
      whole.steps().begin(), whole.steps().end(), [&](const Step& step) {
        return step.kind() == kind && step.source() == request.source() &&
               (step.municipality().empty() ||
                step.municipality() == request.parent()) &&
               DayOf(step.step_date()) == DayOf(request.step_date());
      });
  *read.mutable_as_of_date() = request.step_date();
  TextTable table = TransferTable();
  if (done) {
    ASSIGN_OR_RETURN(
        const q::Transfer seen,
        Ask(*context.services.quotas, &QuotaStub::GetTransfer, read));
    AddTransfer(seen, table);
  } else {
    request.set_etag(whole.etag());
    ASSIGN_OR_RETURN(const q::Transfer made,
                     Send(context, &QuotaStub::AdvanceTransfer, request));
    AddTransfer(made, table);
  }
  context.Print(table);
  return absl::OkStatus();
}

absl::Status ListTransfers(const Context& context) {
  Defaults defaults(context);
  TextTable table = TransferTable();
  q::ListTransfersRequest request;
  request.set_parent(context.Operand(2));
  *request.mutable_as_of_date() = ToProto(defaults.day());
  request.set_revision(context.Revision("revision"));
  RETURN_IF_ERROR(AskAll(*context.services.quotas, &QuotaStub::ListTransfers,
                         request, [&](const q::ListTransfersResponse& page) {
                           for (const auto& one : page.transfers()) {
                             AddTransfer(one, table);
                           }
                         }));
  context.Print(table, defaults.Line());
  return absl::OkStatus();
}

absl::Status ListExchanges(const Context& context) {
  TextTable table = {
      .header = {"name", "municipality", "display_name", "duty", "more",
                 "counterpart", "counterpart_display_name", "counterpart_duty",
                 "less", "term", "agreement", "source"},
      .rows = {}};
  q::ListExchangesRequest request;
  request.set_parent(context.Operand(2));
  request.set_revision(context.Revision("revision"));
  RETURN_IF_ERROR(AskAll(
      *context.services.quotas, &QuotaStub::ListExchanges, request,
      [&](const q::ListExchangesResponse& page) {
        for (const q::Exchange& one : page.exchanges()) {
          table.rows.push_back(
              {one.name(), one.municipality(), NameOf(one.municipality()),
               TypedWord(one.duty()), absl::StrCat(one.count()),
               one.counterpart(), NameOf(one.counterpart()),
               TypedWord(one.counterpart_duty()),
               absl::StrCat(one.counterpart_count()),
               Term(true, one.start_date(), one.has_end_date(), one.end_date()),
               one.agreement(), one.source()});
        }
      }));
  context.Print(table, "");
  return absl::OkStatus();
}

constexpr Flag kStart = {"start", ValueKind::kDay, "de eerste dag", "", true};
constexpr Flag kDuty = {"duty", ValueKind::kChoice, "de opgave; anders asylum",
                        "asylum|ukraine|status-holders"};
constexpr Flag kCycleOfPublication = {"cycle", ValueKind::kName,
                                      "de cyclus van asylum; anders die op de "
                                      "dag van publicatie loopt, of vandaag"};
constexpr Flag kHalfYearOfDuty = {
    "half-year", ValueKind::kHalfYear,
    "het halfjaar, als 2024-h2; nodig bij status-holders"};

}  // namespace

std::vector<Command> AgreementCommands() {
  return {
      {"calendar",
       "Noemt de wettelijke dagen van een cyclus en wat er landelijk van kwam; "
       "die van een provincie noemt opvang report due.",
       {Optional({"CYCLUS", ValueKind::kName,
                  "als cycles/2024; anders die op de dag van --as-of loopt"})},
       {kAsOf, kRevision},
       "opvang calendar cycles/2024 --as-of 2024-11-01",
       ShowCalendar},
      {"split create",
       "Verdeelt een landelijk aantal over alle gemeenten en legt dat vast.",
       {{"VERDELING", ValueKind::kName, "als splits/2025-h1-1"}},
       {kDuty,
        kCycleOfPublication,
        kHalfYearOfDuty,
        {"published", ValueKind::kDay, "de publicatie; anders de laatste"},
        {"population", ValueKind::kDay,
         "peildag van de inwoners; nodig bij asylum, anders 1 januari van het "
         "jaar voor het halfjaar"},
        {"scores", ValueKind::kNumber,
         "het jaar van SES-WOA; nodig bij asylum"},
        {"substitute", ValueKind::kNumber,
         "duizendsten voor wie geen score heeft"},
        kSource,
        kDryRun},
       "opvang split create splits/2025-h1-1 --duty status-holders --half-year "
       "2025-h1 --population 2026-01-01 --source proef --dry-run",
       CreateSplit},
      {"split list",
       "Noemt de vastgelegde verdelingen.",
       {},
       {kRevision},
       "opvang split list",
       ListSplits},
      {"decision create",
       "Legt een verdeelbesluit vast, of een wijziging ervan.",
       {{"BESLUIT", ValueKind::kName, "als provinces/pv23/decisions/2024-12"},
        Repeated({"DEEL", ValueKind::kText,
                  "GEMEENTE=AANTAL of GEMEENTE=AANTAL/AMV"})},
       {kCycleOfPublication,
        Required({"published", ValueKind::kDay, "de publicatie"}),
        {"stated", ValueKind::kNumber, "het totaal dat erin staat"},
        {"amends", ValueKind::kName, "het besluit dat het wijzigt"},
        kSource,
        kDryRun},
       "opvang decision create provinces/pv23/decisions/2024-12 "
       "municipalities/gm0193=717/61 --published 2024-12-20 --stated 6325 "
       "--source Stcrt. --dry-run",
       CreateDecision},
      {"decision list",
       "Noemt de verdeelbesluiten van een provincie.",
       {kArea},
       {kRevision},
       "opvang decision list provinces/pv23",
       ListDecisions},
      {"redistribution create",
       "Verschuift opgaven tussen gemeenten; de som blijft gelijk.",
       {{"VERSCHUIVING", ValueKind::kName, "als redistributions/zwolle-kampen"},
        Repeated({"DEEL", ValueKind::kText,
                  "GEMEENTE=WIJZIGING of GEMEENTE=WIJZIGING/AMV; twee of "
                  "meer"})},
       {kDuty,
        {"cycle", ValueKind::kName,
         "de cyclus van asylum; anders die op de dag van --start loopt"},
        kHalfYearOfDuty,
        kStart,
        kSource,
        kParent,
        kDryRun},
       "opvang redistribution create redistributions/zwolle-kampen "
       "municipalities/gm0193=-10 municipalities/gm0166=10 --start 2024-10-15 "
       "--source regietafel --parent provinces/pv23",
       CreateRedistribution},
      {"redistribution end",
       "Beëindigt een verschuiving vanaf een dag.",
       {{"VERSCHUIVING", ValueKind::kName,
         "als redistributions/zwolle-kampen"}},
       {Required({"on", ValueKind::kDay, "de eerste dag zonder"}), kSource,
        kParent, kDryRun},
       "opvang redistribution end redistributions/zwolle-kampen --on "
       "2025-01-01 --source brief --parent provinces/pv23",
       EndRedistribution},
      {"redistribution list",
       "Noemt de verschuivingen die een gebied raken.",
       {kArea},
       {kRevision},
       "opvang redistribution list provinces/pv23",
       ListRedistributions},
      {"transfer create",
       "Legt een voorgestelde uitruil van plekken vast.",
       {{"UITRUIL", ValueKind::kName, "als transfers/zwolle-kampen"}},
       {kGiver,
        kReceiver,
        {"places", ValueKind::kNumber, "hoeveel plekken"},
        kAmv,
        kStart,
        {"end", ValueKind::kDay,
         "de eerste dag erna; zonder: tot zij is beëindigd"},
        Required({"on", ValueKind::kDay, "de dag van het voorstel"}),
        {"condition", ValueKind::kText, "wat eerst waar moet worden"},
        {"cycle", ValueKind::kName,
         "de cyclus; anders die op de dag van --on loopt"},
        kSource,
        kParent,
        kDryRun},
       "opvang transfer create transfers/zwolle-kampen --giver "
       "municipalities/gm0193 --receiver municipalities/gm0166 --places 20 "
       "--start 2025-07-01 --end 2026-02-01 --on 2024-10-31 --source brief "
       "--parent provinces/pv23",
       CreateTransfer},
      {"transfer advance",
       "Legt de volgende stap van een uitruil vast.",
       {{"UITRUIL", ValueKind::kName, "als transfers/zwolle-kampen"},
        {"STAP", ValueKind::kChoice,
         "de stap; agreed zeggen gever en ontvanger elk zelf",
         "agreed|condition-met|condition-failed|ended"}},
       {Required({"on", ValueKind::kDay, "de dag van de stap"}), kSource,
        kParent, kDryRun},
       "opvang transfer advance transfers/zwolle-kampen ended --on "
       "2024-10-31 --source brief --parent provinces/pv23",
       AdvanceTransfer},
      {"transfer list",
       "Noemt de uitruil die een gebied raakt.",
       {kArea},
       {kAsOf, kRevision},
       "opvang transfer list provinces/pv23 --as-of 2024-10-31",
       ListTransfers},
      {"exchange list",
       "Noemt afspraken tussen opgaven: meer van de ene tegen minder van de "
       "andere.",
       {kArea},
       {kRevision},
       "opvang exchange list provinces/pv23",
       ListExchanges},
  };
}

}  // namespace opvang::cli
