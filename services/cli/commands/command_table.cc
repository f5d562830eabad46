// Which commands there are: data, and nothing else.
#include "services/cli/shell/command.h"
#include "services/cli/shell/context.h"

namespace opvang::cli {
namespace {

constexpr Flag kAsOf = {"as-of", ValueKind::kDay,
                        "de dag waarop wordt gekeken"};
constexpr Flag kRevision = {"revision", ValueKind::kRevision,
                            "de stand na deze schrijfactie (0: nu)"};
constexpr Flag kQuotasRevision = {"quotas-revision", ValueKind::kRevision,
                                  "de stand van quotas (0: nu)"};
constexpr Flag kCycle = {"cycle", ValueKind::kName,
                         "de cyclus, als cycles/2024"};
constexpr Flag kRuleSet = {"rule-set", ValueKind::kText,
                           "de telregels, als cycle-2024"};
constexpr Flag kHalfYear = {"half-year", ValueKind::kHalfYear,
                            "het halfjaar van de huisvesting"};
constexpr Flag kDryRun = {"dry-run", ValueKind::kSwitch,
                          "alleen proberen, niets opslaan"};
constexpr Flag kSource = {"source", ValueKind::kText, "waar het staat"};
constexpr Flag kParent = {"parent", ValueKind::kName,
                          "waar alles in ligt, als provinces/pv23"};
constexpr Flag kStart = {"start", ValueKind::kDay, "de eerste dag"};
constexpr Flag kEnd = {"end", ValueKind::kDay, "de eerste dag erna"};
constexpr Flag kTotals = {"totals", ValueKind::kSwitch, "ook de sommen"};
constexpr Flag kReason = {"reason", ValueKind::kText, "waarom"};
constexpr Flag kGiver = {"giver", ValueKind::kName, "de gemeente die afstaat"};
constexpr Flag kReceiver = {"receiver", ValueKind::kName,
                            "de gemeente die krijgt"};
constexpr Flag kAmv = {"amv", ValueKind::kNumber, "van wie amv"};
constexpr Flag kPersons = {"persons", ValueKind::kNumber,
                           "personen; bij een correctie negatief"};
constexpr Flag kCorrects = {"corrects", ValueKind::kName, "wat het verbetert"};
constexpr Flag kLetter = {"letter", ValueKind::kText,
                          "de brief of het besluit, hoogstens 500 tekens"};
constexpr Flag kEmbargo = {"embargo", ValueKind::kInstant,
                           "tot dit tijdstip zien weinigen het"};
constexpr Flag kForReport = {"report", ValueKind::kName, "het verslag"};
constexpr char kDuties[] = "asylum|ukraine|status-holders";

constexpr Operand kArea = {
    "GEBIED", ValueKind::kName,
    "countries/nl, provinces/pv23, regions/ijsselland, municipalities/gm0193"};
constexpr Operand kReport = {
    "VERSLAG", ValueKind::kName,
    "de naam, als provinces/pv23/reports/verslag-2024-11-01"};

constexpr Operand Optional(Operand operand) {
  operand.required = false;
  return operand;
}
constexpr Operand Repeated(Operand operand) {
  operand.repeated = true;
  return operand;
}

std::vector<Command> ReportCommands() {
  return {
      {"report create",
       "Maakt een verslag; hetzelfde tweemaal maakt er één.",
       {kReport},
       {{"kind", ValueKind::kChoice,
         "de soort; anders regional-plan voor een regio, provincial-report "
         "voor een provincie",
         "quarterly|regional-plan|provincial-report"},
        {"quarter", ValueKind::kQuarter, "van een kwartaalbericht"},
        kAsOf,
        kCycle,
        kRuleSet,
        kHalfYear,
        {"ukraine-date", ValueKind::kDay, "de dag van de Oekraïneopgave"},
        {"placements-date", ValueKind::kDay,
         "tot en met deze dag is gehuisvest"},
        {"supersedes", ValueKind::kName, "de versie die het vervangt"},
        {"reason", ValueKind::kText, "waarom er een nieuwe versie is"},
        kEmbargo,
        kQuotasRevision,
        {"locations-revision", ValueKind::kRevision, "de stand van locations"},
        {"housing-revision", ValueKind::kRevision, "de stand van housing"},
        {"reporting-revision", ValueKind::kRevision, "de stand van de teksten"},
        kDryRun},
       "opvang report create provinces/pv23/reports/verslag-2024 --as-of "
       "2024-10-31",
       CreateReport},
      {"report list",
       "Noemt de verslagen van een provincie of regio, en waar zij staan.",
       {Optional(kArea)},
       {kRevision},
       "opvang report list provinces/pv23",
       ListReports},
      {"report show",
       "Noemt wat een verslag is: dag, revisies, zegel, staat, sommen.",
       {kReport},
       {{"edition", ValueKind::kChoice, "welke uitgave", "internal|public"}},
       "opvang report show provinces/pv23/reports/verslag-2024-11-01",
       ShowReport},
      {"report print",
       "Drukt een verslag af.",
       {kReport},
       {{"format", ValueKind::kChoice,
         "de vorm; anders die van het einde van de bestandsnaam, of html",
         "html|json|pdf|ods|xlsx|csv|archive"},
        {"edition", ValueKind::kChoice,
         "welke uitgave; anders de volste die u mag zien", "internal|public"},
        {"o", ValueKind::kFile, "waarheen; anders op stdout"}},
       "opvang report print provinces/pv23/reports/verslag-2024-11-01 "
       "--edition public -o verslag.html",
       PrintReportAs},
      {"report explain",
       "Opent een cijfer: waaruit het bestaat, tot op de feiten.",
       {kReport,
        {"CIJFER", ValueKind::kText,
         "als provinces/pv23#asylum.guaranteed_place_count"}},
       {{"depth", ValueKind::kNumber, "hoeveel lagen diep; anders 3"}},
       "opvang report explain provinces/pv23/reports/verslag-2024-11-01 "
       "provinces/pv23#asylum.guaranteed_place_count --depth 2",
       ExplainFigure},
      {"report compare",
       "Noemt elk verschil tussen twee verslagen, met oorzaken en bronnen.",
       {kReport, {"ANDER", ValueKind::kName, "het andere verslag"}},
       {{"subject", ValueKind::kName, "alleen dit gebied"}, kRevision},
       "opvang report compare provinces/pv23/reports/memo-2024-10-31 "
       "provinces/pv23/reports/verslag-2024-11-01 --subject provinces/pv23",
       CompareReports},
      {"report findings",
       "Noemt wat er in een verslag is gevonden, het ergste eerst.",
       {kReport},
       {{"subject", ValueKind::kName, "alleen dit gebied"}, kRevision},
       "opvang report findings provinces/pv23/reports/verslag-2024-11-01",
       ListFindings},
      {"report explain-finding",
       "Licht een bevinding toe; dat blijft staan zolang de feiten staan.",
       {kReport,
        {"SLEUTEL", ValueKind::kText, "de sleutel uit report findings"}},
       {Required(
            {"body", ValueKind::kText, "de toelichting, in het Nederlands"}),
        Required(kSource), kDryRun},
       "opvang report explain-finding "
       "provinces/pv23/reports/verslag-2024-11-01 "
       "'SHORTFALL_WITHOUT_PLAN|municipalities/gm0180' --body 'Het college "
       "onderzoekt twee percelen.' --source brief",
       ExplainFinding},
      {"report confirm",
       "Bevestigt de cijfers van een of meer gemeenten.",
       {kReport,
        Repeated({"GEMEENTE", ValueKind::kName, "als municipalities/gm0193"})},
       {{"letter", ValueKind::kText,
         "de brief van de gemeente; nodig voor wie namens haar bevestigt"},
        kDryRun},
       "opvang report confirm provinces/pv23/reports/verslag-2024-11-01 "
       "municipalities/gm0193 --letter 'brief van 30 oktober 2024'",
       ConfirmFigures},
      {"report revoke",
       "Trekt de bevestiging van een gemeente in.",
       {kReport, {"GEMEENTE", ValueKind::kName, "als municipalities/gm0193"}},
       {Required(kReason), kDryRun},
       "opvang report revoke provinces/pv23/reports/verslag-2024-11-01 "
       "municipalities/gm0193 --reason 'locatie vervallen'",
       RevokeConfirmation},
      {"report adopt",
       "Stelt een verslag vast voor een regio; een ander dan wie het maakte.",
       {kReport,
        {"GEBIED", ValueKind::kName,
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
      {"report verify",
       "Toetst zegel, versies en schrijfketen, en maakt het verslag opnieuw.",
       {kReport},
       {{"stored-only", ValueKind::kSwitch,
         "zonder de bronnen opnieuw te vragen"}},
       "opvang report verify provinces/pv23/reports/verslag-2024-11-01",
       VerifyReport},
      {"report deliveries",
       "Noemt per gemeente wat er is geleverd, en wanneer.",
       {kArea},
       {kCycle, kAsOf, kForReport, kRevision},
       "opvang report deliveries provinces/pv23 --as-of 2024-10-31",
       ListDeliveries},
      {"report due",
       "Noemt de wettelijke dagen, en wie te laat is of nog moet leveren.",
       {kArea},
       {kCycle, kAsOf, kForReport, kRevision},
       "opvang report due provinces/pv23 --as-of 2024-11-02",
       ListDue},
      {"report audit",
       "Noemt wie wat wanneer schreef, het laatste eerst.",
       {},
       {{"service", ValueKind::kChoice, "van welke dienst; anders reporting",
         "quotas|locations|housing|reporting"},
        {"known", ValueKind::kInstant, "wat op dit tijdstip bekend was"},
        {"limit", ValueKind::kNumber, "hoeveel; anders 100"},
        {"verify", ValueKind::kSwitch, "toetst ook de hele keten"},
        kRevision},
       "opvang report audit --service locations --verify",
       ListAudit},
      {"report quarterly",
       "Maakt elk kwartaalbericht dat ontbreekt, elk één keer.",
       {},
       {Required({"province", ValueKind::kText, "pv23; nl voor het hele land"}),
        {"from", ValueKind::kQuarter,
         "het eerste kwartaal; anders het oudste dat er is, of het laatste "
         "dat voorbij is"},
        kCycle,
        kRuleSet,
        {"wait", ValueKind::kNumber,
         "seconden om op de diensten te wachten; anders 300"}},
       "opvang report quarterly --province pv23 --from 2024-q4",
       MakeQuarterlies},
  };
}

std::vector<Command> QuotaCommands() {
  return {
      {"obligations",
       "Noemt de opgaven van gemeenten, met hun bron.",
       {kArea},
       {{"why", ValueKind::kSwitch, "elke stap, met bron en artikel"},
        {"totals", ValueKind::kSwitch,
         "de sommen naast wat er voor een gebied is vermeld"},
        kCycle,
        kHalfYear,
        kAsOf,
        {"ukraine-date", ValueKind::kDay, "de dag van de Oekraïneopgave"},
        {"boundaries", ValueKind::kDay, "in de gemeentegrenzen van deze dag"},
        kRevision},
       "opvang obligations regions/ijsselland",
       ListObligations},
      {"calendar",
       "Noemt de wettelijke dagen van een cyclus en wat er van kwam.",
       {{"CYCLUS", ValueKind::kName, "als cycles/2024"}},
       {kAsOf, kRevision},
       "opvang calendar cycles/2024 --as-of 2024-11-01",
       ShowCalendar},
      {"split create",
       "Verdeelt een landelijk aantal over alle gemeenten en legt dat vast.",
       {{"VERDELING", ValueKind::kName, "als splits/2025-h1-1"}},
       {{"duty", ValueKind::kChoice, "de opgave", kDuties},
        kCycle,
        kHalfYear,
        {"published", ValueKind::kDay, "de publicatie; anders de laatste"},
        {"population", ValueKind::kDay, "peildag van de inwoners"},
        {"scores", ValueKind::kNumber, "het jaar van SES-WOA"},
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
       {kCycle,
        {"published", ValueKind::kDay, "de publicatie"},
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
       {{"duty", ValueKind::kChoice, "de opgave", kDuties},
        kCycle,
        kHalfYear,
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
       {{"on", ValueKind::kDay, "de eerste dag zonder"},
        kSource,
        kParent,
        kDryRun},
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
        kEnd,
        {"on", ValueKind::kDay, "de dag van het voorstel"},
        {"condition", ValueKind::kText, "wat eerst waar moet worden"},
        {"duty", ValueKind::kChoice, "de opgave", "asylum|ukraine"},
        kCycle,
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
        {"STAP", ValueKind::kChoice, "de stap",
         "agreed|condition-met|condition-failed|ended"}},
       {{"on", ValueKind::kDay, "de dag van de stap"},
        kSource,
        kParent,
        kDryRun},
       "opvang transfer advance transfers/zwolle-kampen agreed --on "
       "2024-10-31 --source brief --parent provinces/pv23",
       AdvanceTransfer},
      {"transfer list",
       "Noemt de uitruil die een gebied raakt.",
       {kArea},
       {kAsOf, kRevision},
       "opvang transfer list provinces/pv23 --as-of 2024-10-31",
       ListTransfers},
  };
}

std::vector<Command> LocationCommands() {
  return {
      {"coverage",
       "Noemt hoeveel plekken meetellen, of waarom niet.",
       {kArea},
       {{"why", ValueKind::kSwitch, "de plekken die niet meetellen, met reden"},
        kCycle,
        kRuleSet,
        kAsOf,
        kRevision},
       "opvang coverage regions/ijsselland --why",
       ListCoverage},
      {"timeline",
       "Noemt hoeveel plekken er wanneer staan.",
       {{"GEBIED", ValueKind::kName, "een gebied of een locatie"}},
       {kTotals, kStart, kEnd, kAsOf, kRevision},
       "opvang timeline provinces/pv23 --totals --start 2025-01-01 --end "
       "2027-01-01",
       ListTimelines},
      {"durable",
       "Noemt de duurzame plekken, of waarom plekken dat niet zijn.",
       {kArea},
       {{"why", ValueKind::kSwitch, "elke locatie, met reden"},
        {"on", ValueKind::kDay, "de dag waarop wordt geteld"},
        kRuleSet,
        kAsOf,
        kRevision},
       "opvang durable provinces/pv23 --on 2026-02-01 --why",
       ListDurableStock},
      {"outlook",
       "Kijkt vooruit: wat sluit, wanneer het tekort begint, wat nu moet.",
       {kArea},
       {{"lead-times", ValueKind::kText, "dagen: overeenkomst,vergunning,bouw"},
        {"needed", ValueKind::kDay, "dan moet een plek open zijn"},
        kStart,
        kEnd,
        kCycle,
        kAsOf,
        kRevision},
       "opvang outlook regions/ijsselland --lead-times 60,180,120",
       ListOutlooks},
      {"location step",
       "Zet een stap in het leven van een locatie, met dag en reden.",
       {{"STAP", ValueKind::kChoice, "de stap",
         "suggest|explore|submit|decide|paper-check|site-visit|agreement|"
         "permit|construction|open|extend|closing|close|withdraw|reschedule|"
         "objections"},
        {"LOCATIE", ValueKind::kName,
         "als municipalities/gm0193/locations/cno-zwolle"}},
       {{"date", ValueKind::kDay, "de dag van de stap"},
        kReason,
        kSource,
        {"end", ValueKind::kDay,
         "de eerste dag zonder plekken, bij extend en closing; extend zonder: "
         "voor onbepaalde tijd"},
        {"certainty", ValueKind::kChoice, "hoe vast dat einde is",
         "fixed|indicative"},
        {"start", ValueKind::kDay, "de nieuwe eerste dag, bij reschedule"},
        {"count", ValueKind::kNumber, "bezwaren die lopen, bij objections"},
        kDryRun},
       "opvang location step extend municipalities/gm0193/locations/cno-zwolle "
       "--date 2025-01-15 --end 2026-02-01 --reason raadsbesluit --source "
       "brief",
       TakeStep},
      {"location history",
       "Noemt wat er met een locatie gebeurde, ook verschoven dagen.",
       {{"LOCATIE", ValueKind::kName,
         "als municipalities/gm0193/locations/cno-zwolle"}},
       {kRevision},
       "opvang location history municipalities/gm0193/locations/cno-zwolle",
       ShowHistory},
      {"reconcile",
       "Legt register, opgave van COA en verslag naast elkaar, per oorzaak.",
       {kArea},
       {{"report", ValueKind::kName,
         "op dag, venster en revisie van dit verslag"},
        kAsOf,
        kRevision},
       "opvang reconcile provinces/pv23 --report "
       "provinces/pv23/reports/verslag-2024-11-01",
       Reconcile},
      {"shelter",
       "Noemt de opvang van Oekraïners, en waar die bijna vol is.",
       {kArea},
       {kTotals, kAsOf, kRevision},
       "opvang shelter provinces/pv23 --totals",
       ListShelter},
      {"funding",
       "Rekent de dagbedragen van gemeentelijke opvang uit.",
       {kArea},
       {kStart, kEnd, kAsOf, kRevision},
       "opvang funding regions/twente --start 2024-01-01 --end 2025-01-01",
       ListFunding},
  };
}

std::vector<Command> HousingCommands() {
  return {
      {"balances",
       "Noemt voorsprong en achterstand in de huisvesting.",
       {kArea},
       {{"why", ValueKind::kSwitch,
         "alles waaruit een saldo bestaat, met bron"},
        {"areas", ValueKind::kSwitch,
         "de sommen van gebieden naast wat is gepubliceerd"},
        kHalfYear,
        kAsOf,
        kQuotasRevision,
        kRevision},
       "opvang balances provinces/pv23 --half-year 2024-h2 --areas",
       ListBalances},
      {"ledger",
       "Noemt de halfjaren op een rij, sluitend van begin tot eind.",
       {kArea},
       {{"from", ValueKind::kHalfYear, "het eerste halfjaar"},
        {"to", ValueKind::kHalfYear, "het laatste"},
        kAsOf,
        kQuotasRevision,
        kRevision},
       "opvang ledger provinces/pv23 --from 2023-h1 --to 2025-h2",
       ListLedgers},
      {"closing",
       "Noemt wat een afgesloten halfjaar toen was, nu is, waarom.",
       {kArea},
       {{"why", ValueKind::kSwitch,
         "elke registratie, correctie en verplaatsing"},
        kHalfYear,
        kAsOf,
        {"closing-revision", ValueKind::kRevision,
         "de stand van toen (0: bij het sluiten)"},
        {"closing-quotas-revision", ValueKind::kRevision,
         "de stand van quotas van toen (0: bij het sluiten)"},
        kQuotasRevision,
        kRevision},
       "opvang closing provinces/pv23 --half-year 2024-h2 --as-of 2025-03-01",
       ListClosings},
      {"supervision",
       "Noemt de trede van toezicht per gemeente, met redenen.",
       {kArea},
       {kAsOf, kQuotasRevision, kRevision},
       "opvang supervision provinces/pv23 --as-of 2025-02-01",
       ListSupervision},
      {"plans",
       "Noemt de plannen voor huisvesting, elk in zijn eenheid.",
       {kArea},
       {{"totals", ValueKind::kSwitch,
         "de sommen per halfjaar, herkomst en eenheid"},
        kRevision},
       "opvang plans provinces/pv23 --totals",
       ListPlans},
      {"placement create",
       "Legt een plaatsing vast, of de correctie van een eerdere.",
       {{"PLAATSING", ValueKind::kName,
         "als municipalities/gm0193/placements/2024-09-a"}},
       {kPersons,
        kCorrects,
        kAmv,
        {"kind", ValueKind::kText, "de soort, als home"},
        {"on", ValueKind::kDay, "de dag waarvoor het telt"},
        kSource,
        kDryRun},
       "opvang placement create municipalities/gm0193/placements/2024-09-a "
       "--persons 4 --amv 1 --kind home --on 2024-09-12 --source gemeente "
       "--dry-run",
       CreatePlacement},
      {"move create",
       "Verplaatst personen: twee saldi veranderen tegelijk.",
       {{"VERPLAATSING", ValueKind::kName, "als moves/amv-zwolle-kampen"}},
       {kGiver,
        kReceiver,
        kPersons,
        kAmv,
        {"on", ValueKind::kDay, "de dag vanaf wanneer zij daar tellen"},
        kSource,
        kParent,
        kCorrects,
        kDryRun},
       "opvang move create moves/amv-zwolle-kampen --giver "
       "municipalities/gm0193 --receiver municipalities/gm0166 --persons 3 "
       "--amv 3 --on 2024-09-01 --source brief --parent provinces/pv23 "
       "--dry-run",
       CreateMove},
      {"move list",
       "Noemt de verplaatsingen die een gebied raken.",
       {kArea},
       {kRevision},
       "opvang move list provinces/pv23",
       ListMoves},
  };
}

std::vector<Command> OwnCommands() {
  return {
      {"status",
       "Zegt of de vier diensten antwoorden.",
       {},
       {},
       "opvang status",
       Status},
      {"completion",
       "Geeft het script waarmee een shell opvang aanvult.",
       {{"SHELL", ValueKind::kChoice, "welke", "bash|zsh|fish"}},
       {},
       "opvang completion bash",
       PrintCompletion,
       false},
      {"man",
       "Geeft de handleiding als man-pagina; man -l toont haar.",
       {},
       {},
       "opvang man",
       PrintManual,
       false},
  };
}

std::vector<Command> WorkbookCommands() {
  constexpr Operand kFiles = {"BESTAND", ValueKind::kFile,
                              "een .ods of .xlsx, of een map met CSV"};
  constexpr Flag kYes = {"yes", ValueKind::kSwitch,
                         "opslaan; zonder is het een proef"};
  constexpr Flag kTown = {"parent", ValueKind::kText,
                          "de gemeente, als het bestand die niet noemt"};
  constexpr Flag kLocations = {"locations-revision", ValueKind::kRevision,
                               "de stand van locations"};
  constexpr Flag kHousing = {"housing-revision", ValueKind::kRevision,
                             "de stand van housing"};
  constexpr Flag kTexts = {"reporting-revision", ValueKind::kRevision,
                           "de stand van de teksten"};
  return {
      {"workbook create",
       "Maakt het werkboek van een gemeente, gevuld met wat is vastgelegd.",
       {{"GEMEENTE", ValueKind::kText, "als gm0166, Kampen"}},
       {{"o", ValueKind::kFile, "waarheen: .ods of .xlsx; van CSV een map", "",
         true},
        {"format", ValueKind::kChoice,
         "de vorm; anders die van het einde van -o", "ods|xlsx|csv"},
        {"as-of", ValueKind::kDay,
         "de dag van statussen, tellingen en teksten"},
        kLocations,
        kHousing,
        kTexts},
       "opvang workbook create gm0166 -o kampen.ods",
       CreateWorkbook},
      {"workbook import",
       "Toont wat werkboeken zouden veranderen, en slaat het op met --yes.",
       {Repeated(kFiles)},
       {kYes,
        kTown,
        {"locations-revision", ValueKind::kRevision,
         "de stand die de inzender kende, als het bestand die niet noemt of "
         "een botsing is gezien"},
        {"housing-revision", ValueKind::kRevision, "dezelfde van housing"},
        {"reporting-revision", ValueKind::kRevision,
         "dezelfde van de teksten"}},
       "opvang workbook import kampen.ods --yes",
       ImportWorkbooks},
      {"workbook retract",
       "Trekt in wat van een werkboek is vastgelegd; met --yes echt.",
       {Repeated(kFiles)},
       {kYes, kTown},
       "opvang workbook retract kampen --yes",
       RetractWorkbooks},
      {"workbook columns",
       "Noemt de bladen en kolommen, ook van CSV.",
       {},
       {},
       "opvang workbook columns --output csv",
       ListWorkbookColumns},
  };
}

std::vector<Command> AllCommands() {
  std::vector<Command> all = {
      {"load",
       "Laadt mappen met CSV-bestanden in de diensten; alles of niets.",
       {Repeated({"MAP", ValueKind::kFolder,
                  "een map met CSV-bestanden; hun naam is wat zij vullen"})},
       {kParent, kDryRun},
       "opvang load deploy/sample/overijssel-2024/1-memo --parent "
       "provinces/pv23",
       Load}};
  for (std::vector<Command> some :
       {ReportCommands(), QuotaCommands(), LocationCommands(),
        HousingCommands(), WorkbookCommands(), OwnCommands()}) {
    for (Command& one : some) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto* const kCommands = new std::vector<Command>(AllCommands());
  return *kCommands;
}

const std::vector<Flag>& CommonFlags() {
  static const auto* const kFlags = new std::vector<Flag>{
      {"config", ValueKind::kFile, "regels NAAM=WAARDE; ook $OPVANG_CONFIG"},
      {"quotas", ValueKind::kText, "het adres van quotas; ook $OPVANG_QUOTAS"},
      {"locations", ValueKind::kText, "dat van locations"},
      {"housing", ValueKind::kText, "dat van housing"},
      {"reporting", ValueKind::kText, "dat van reporting"},
      {"certificates", ValueKind::kFolder,
       "ca.pem, cert.pem, key.pem; zonder: alleen loopback"},
      {"actor", ValueKind::kText,
       "pseudoniem van wie dit doet, nooit een naam; ook $OPVANG_ACTOR"},
      {"output", ValueKind::kChoice, "hoe het op stdout komt",
       "table|json|csv"},
      {"help", ValueKind::kSwitch, "toont dit, met een voorbeeld"}};
  return *kFlags;
}

}  // namespace opvang::cli
