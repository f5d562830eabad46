#include "services/cli/commands.h"

#include <cstdlib>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "services/cli/arguments.h"
#include "services/cli/context.h"
#include "services/cli/messages.h"
#include "services/cli/services.h"

namespace opvang::cli {
namespace {

using Run = absl::Status (*)(const Context&);

struct Command {
  std::string name;  // "report create"
  std::string sentence, example, flags;
  Run run;
};

const std::vector<Command>& Commands() {
  static const auto* const kCommands = new std::vector<Command>{
      {"load", "Laadt mappen met CSV-bestanden in de diensten; alles of niets.",
       "opvang load deploy/sample/overijssel-2024/1-memo --parent "
       "provinces/pv23",
       "  --parent NAAM   waar alles in ligt: countries/nl, provinces/pv23,\n"
       "                  regions/ijsselland, municipalities/gm0193\n"
       "  --dry-run       alleen proberen, niets opslaan\n",
       Load},
      {"report create", "Maakt een verslag; hetzelfde tweemaal maakt er één.",
       "opvang report create provinces/pv23/reports/verslag-2024 --as-of "
       "2024-10-31",
       "  --kind regional-plan|provincial-report   --as-of DAG\n"
       "  --cycle cycles/2024   --rule-set cycle-2024   --half-year 2024-h2\n"
       "  --ukraine-date DAG    --placements-date DAG   --supersedes NAAM\n"
       "  --quotas-revision N   --locations-revision N\n"
       "  --housing-revision N  --reporting-revision N   (0: de stand van nu)\n"
       "  --dry-run             alleen samenstellen, niets opslaan\n",
       CreateReport},
      {"report list", "Noemt de verslagen van een provincie of regio.",
       "opvang report list provinces/pv23", "", ListReports},
      {"report print", "Drukt een verslag af, als pagina of als gegevens.",
       "opvang report print provinces/pv23/reports/verslag-2024 -o "
       "verslag.html",
       "  --format html|json   -o BESTAND (anders op stdout)\n", PrintReportAs},
      {"report remake",
       "Maakt een verslag opnieuw uit zijn revisies en vergelijkt het zegel.",
       "opvang report remake provinces/pv23/reports/verslag-2024", "",
       RemakeReport},
      {"obligations", "Noemt de opgaven van gemeenten, met hun bron.",
       "opvang obligations regions/ijsselland",
       "  --why     elke stap, met bron en artikel\n"
       "  --totals  de sommen naast wat er voor een gebied is vermeld\n"
       "  --cycle cycles/2024  --half-year 2024-h2  --as-of DAG\n"
       "  --ukraine-date DAG   --boundaries DAG     --revision N\n",
       ListObligations},
      {"calendar",
       "Noemt de wettelijke dagen van een cyclus en wat er van kwam.",
       "opvang calendar cycles/2024 --as-of 2024-11-01",
       "  --as-of DAG  --revision N\n", ShowCalendar},
      {"split create",
       "Verdeelt een landelijk aantal over alle gemeenten en legt dat vast.",
       "opvang split create splits/2025-h1-1 --duty status-holders --half-year "
       "2025-h1 --population 2026-01-01 --source proef --dry-run",
       "  --duty asylum|status-holders  --cycle NAAM  --half-year NAAM\n"
       "  --published DAG    de publicatie; anders de laatste\n"
       "  --population DAG   peildag van de inwoners\n"
       "  --scores JAAR      SES-WOA; --substitute DUIZENDSTEN voor wie geen\n"
       "                     score heeft\n"
       "  --source TEKST     --dry-run\n",
       CreateSplit},
      {"split list", "Noemt de vastgelegde verdelingen.", "opvang split list",
       "  --revision N\n", ListSplits},
      {"decision create",
       "Legt een verdeelbesluit vast, of een wijziging ervan.",
       "opvang decision create provinces/pv23/decisions/2024-12 "
       "municipalities/gm0193=717/61 --published 2024-12-20 --stated 6325 "
       "--source Stcrt. --dry-run",
       "  GEMEENTE=AANTAL of GEMEENTE=AANTAL/AMV, een of meer\n"
       "  --cycle cycles/2024  --published DAG  --stated TOTAAL\n"
       "  --amends NAAM        --source TEKST   --dry-run\n",
       CreateDecision},
      {"decision list", "Noemt de verdeelbesluiten van een provincie.",
       "opvang decision list provinces/pv23", "  --revision N\n",
       ListDecisions},
      {"redistribution create",
       "Verschuift opgaven tussen gemeenten; de som blijft gelijk.",
       "opvang redistribution create redistributions/zwolle-kampen "
       "municipalities/gm0193=-10 municipalities/gm0166=10 --start 2024-10-15 "
       "--source regietafel --parent provinces/pv23 --dry-run",
       "  GEMEENTE=WIJZIGING of GEMEENTE=WIJZIGING/AMV, twee of meer\n"
       "  --duty asylum|ukraine|status-holders  --cycle NAAM  --half-year "
       "NAAM\n"
       "  --start DAG  --source TEKST  --parent NAAM  --dry-run\n",
       CreateRedistribution},
      {"redistribution end", "Beëindigt een verschuiving vanaf een dag.",
       "opvang redistribution end redistributions/zwolle-kampen --on "
       "2025-01-01 --source brief --parent provinces/pv23",
       "  --on DAG  --source TEKST  --parent NAAM  --dry-run\n",
       EndRedistribution},
      {"redistribution list", "Noemt de verschuivingen die een gebied raken.",
       "opvang redistribution list provinces/pv23", "  --revision N\n",
       ListRedistributions},
      {"transfer create", "Legt een voorgestelde uitruil van plekken vast.",
       "opvang transfer create transfers/dronten-kampen --giver "
       "municipalities/gm0303 --receiver municipalities/gm0166 --places 200 "
       "--start 2025-07-01 --end 2026-02-01 --on 2024-10-31 --source nhnieuws "
       "--parent provinces/pv23 --dry-run",
       "  --giver GEMEENTE  --receiver GEMEENTE  --places N  --amv N\n"
       "  --start DAG       eerste dag; --end DAG: eerste dag erna\n"
       "  --on DAG          dag van het voorstel\n"
       "  --condition TEKST --source TEKST  --parent NAAM  --dry-run\n"
       "  --duty asylum|ukraine  --cycle NAAM\n",
       CreateTransfer},
      {"transfer advance", "Legt de volgende stap van een uitruil vast.",
       "opvang transfer advance transfers/dronten-kampen agreed --on "
       "2024-10-31 --source nhnieuws --parent provinces/pv23",
       "  agreed, condition-met, condition-failed of ended\n"
       "  --on DAG  --source TEKST  --parent NAAM  --dry-run\n",
       AdvanceTransfer},
      {"transfer list", "Noemt de uitruil die een gebied raakt.",
       "opvang transfer list provinces/pv23 --as-of 2024-10-31",
       "  --as-of DAG  --revision N\n", ListTransfers},
      {"coverage", "Noemt hoeveel plekken meetellen, of waarom niet.",
       "opvang coverage regions/ijsselland --why",
       "  --why  de plekken die niet meetellen, elk met reden\n"
       "  --cycle cycles/2024  --rule-set cycle-2024  --as-of DAG  --revision "
       "N\n",
       ListCoverage},
      {"timeline", "Noemt hoeveel plekken er wanneer staan.",
       "opvang timeline provinces/pv23 --totals --start 2025-01-01 --end "
       "2027-01-01",
       "  --totals  de sommen van provincie en regio's\n"
       "  --start DAG  --end DAG  --as-of DAG  --revision N\n",
       ListTimelines},
      {"durable", "Noemt de duurzame plekken, of waarom plekken dat niet zijn.",
       "opvang durable provinces/pv23 --on 2026-02-01 --why",
       "  --why  elke locatie, met reden\n"
       "  --on DAG  --rule-set cycle-2026  --as-of DAG  --revision N\n",
       ListDurableStock},
      {"outlook",
       "Kijkt vooruit: wat sluit, wanneer het tekort begint, wat nu moet.",
       "opvang outlook regions/ijsselland --lead-times 60,180,120",
       "  --lead-times DAGEN  overeenkomst,vergunning,bouw\n"
       "  --needed DAG        dan moet een plek open zijn\n"
       "  --start DAG  --end DAG  --cycle NAAM  --as-of DAG  --revision N\n",
       ListOutlooks},
      {"location step",
       "Zet een stap in het leven van een locatie, met dag en reden.",
       "opvang location step extend municipalities/gm0193/locations/cno-zwolle "
       "--date 2025-01-15 --end 2026-02-01 --reason raadsbesluit --source "
       "brief",
       "  suggest explore submit decide paper-check site-visit agreement\n"
       "  permit construction open extend closing close withdraw\n"
       "  reschedule      de eerste dag wordt --start DAG\n"
       "  objections      --count N bezwaren en beroepen lopen\n"
       "  --date DAG  --reason TEKST  --source TEKST  --dry-run\n"
       "  --end DAG   --certainty fixed|indicative   bij extend en closing;\n"
       "              extend zonder --end: voor onbepaalde tijd\n",
       TakeStep},
      {"location history",
       "Noemt wat er met een locatie gebeurde, ook verschoven dagen.",
       "opvang location history municipalities/gm0193/locations/cno-zwolle",
       "  --revision N\n", ShowHistory},
      {"reconcile",
       "Legt register, opgave van COA en verslag naast elkaar, per oorzaak.",
       "opvang reconcile provinces/pv23 --report "
       "provinces/pv23/reports/verslag-2024",
       "  --report NAAM  op dag, venster en revisie van dat verslag\n"
       "  --as-of DAG    --revision N\n",
       Reconcile},
      {"shelter", "Noemt de opvang van Oekraïners, en waar die bijna vol is.",
       "opvang shelter provinces/pv23 --totals",
       "  --totals  de sommen van provincie en regio's\n"
       "  --as-of DAG  --revision N\n",
       ListShelter},
      {"funding", "Rekent de dagbedragen van gemeentelijke opvang uit.",
       "opvang funding regions/twente --start 2024-01-01 --end 2025-01-01",
       "  --start DAG  --end DAG (de eerste dag erna)\n"
       "  --as-of DAG  --revision N\n",
       ListFunding},
      {"balances", "Noemt voorsprong en achterstand in de huisvesting.",
       "opvang balances provinces/pv23 --half-year 2024-h2 --areas",
       "  --why    alles waaruit een saldo bestaat, met bron\n"
       "  --areas  de sommen van gebieden naast wat is gepubliceerd\n"
       "  --half-year 2024-h2  --as-of DAG  --quotas-revision N  --revision "
       "N\n",
       ListBalances},
      {"ledger", "Noemt de halfjaren op een rij, sluitend van begin tot eind.",
       "opvang ledger provinces/pv23 --from 2023-h1 --to 2025-h2",
       "  --from HALFJAAR  --to HALFJAAR  --as-of DAG (anders de laatste dag)\n"
       "  --quotas-revision N  --revision N\n",
       ListLedgers},
      {"closing", "Noemt wat een afgesloten halfjaar toen was, nu is, waarom.",
       "opvang closing provinces/pv23 --half-year 2024-h2 --as-of 2025-03-01",
       "  --why  elke registratie, correctie en verplaatsing\n"
       "  --half-year HALFJAAR  --as-of DAG\n"
       "  --closing-revision N  --closing-quotas-revision N  (0: bij het "
       "sluiten)\n"
       "  --quotas-revision N   --revision N\n",
       ListClosings},
      {"supervision", "Noemt de trede van toezicht per gemeente, met redenen.",
       "opvang supervision provinces/pv23 --as-of 2025-02-01",
       "  --as-of DAG  --quotas-revision N  --revision N\n", ListSupervision},
      {"plans", "Noemt de plannen voor huisvesting, elk in zijn eenheid.",
       "opvang plans provinces/pv23 --totals",
       "  --totals  de sommen per halfjaar, herkomst en eenheid\n"
       "  --revision N\n",
       ListPlans},
      {"placement create",
       "Legt een plaatsing vast, of de correctie van een eerdere.",
       "opvang placement create municipalities/gm0193/placements/2024-09-a "
       "--persons 4 --amv 1 --kind home --on 2024-09-12 --source gemeente "
       "--dry-run",
       "  --persons N   bij een correctie negatief; --corrects NAAM\n"
       "  --amv N  --kind SOORT  --on DAG  --source TEKST  --dry-run\n",
       CreatePlacement},
      {"move create", "Verplaatst personen: twee saldi veranderen tegelijk.",
       "opvang move create moves/amv-zwolle-kampen --giver "
       "municipalities/gm0193 --receiver municipalities/gm0166 --persons 3 "
       "--amv 3 --on 2024-09-01 --source brief --parent provinces/pv23 "
       "--dry-run",
       "  --giver GEMEENTE  --receiver GEMEENTE  --persons N  --amv N\n"
       "  --on DAG  --source TEKST  --parent NAAM  --corrects NAAM  "
       "--dry-run\n",
       CreateMove},
      {"move list", "Noemt de verplaatsingen die een gebied raken.",
       "opvang move list provinces/pv23", "  --revision N\n", ListMoves},
      {"workbook create",
       "Maakt het werkboek van een gemeente, gevuld met wat is vastgelegd.",
       "opvang workbook create gm0166 -o kampen.ods",
       "  -o BESTAND       eindigt op .ods of .xlsx; van CSV een map\n"
       "  --format ods|xlsx|csv\n"
       "  --as-of DAG      de dag van statussen, tellingen en teksten\n"
       "  --locations-revision N  --housing-revision N  --reporting-revision "
       "N\n",
       CreateWorkbook},
      {"workbook import",
       "Toont wat werkboeken zouden veranderen, en slaat het op met --yes.",
       "opvang workbook import kampen.ods zwolle.xlsx map-met-csv",
       "  BESTAND of MAP, een of meer; van elk alles of niets\n"
       "  --yes            opslaan; zonder is het een proef\n"
       "  --parent NAAM    de gemeente, als het bestand die niet noemt\n"
       "  --locations-revision N  --housing-revision N  --reporting-revision "
       "N\n"
       "                   de stand die de inzender kende, als het bestand "
       "die\n"
       "                   niet noemt of een botsing is gezien\n",
       ImportWorkbooks},
      {"workbook retract",
       "Trekt in wat van een werkboek is vastgelegd; met --yes echt.",
       "opvang workbook retract kampen.ods --yes",
       "  BESTAND of MAP   zoals het was ingelezen\n"
       "  --yes            opslaan; zonder is het een proef\n"
       "  --parent NAAM    de gemeente, als het bestand die niet noemt\n",
       RetractWorkbooks},
      {"workbook columns", "Noemt de bladen en kolommen, ook van CSV.",
       "opvang workbook columns --output csv", "", ListWorkbookColumns},
      {"status", "Zegt of de vier diensten antwoorden.", "opvang status", "",
       Status},
  };
  return *kCommands;
}

constexpr char kCommonFlags[] =
    "Altijd:\n"
    "  --config BESTAND     regels NAAM=WAARDE; ook $OPVANG_CONFIG\n"
    "  --quotas, --locations, --housing, --reporting ADRES\n"
    "  --certificates MAP   ca.pem, cert.pem, key.pem; zonder: alleen "
    "loopback\n"
    "  --output table|csv|json\n"
    "Uitkomst: 0 gedaan, 1 geweigerd of verschillend, 2 verkeerd gebruikt of\n"
    "fout in een bestand, 3 een dienst antwoordt niet.\n";

void Overview(std::ostream& out) {
  out << "opvang: cijfers over opvang en huisvesting, van bron tot "
         "verslag.\n\n";
  for (const Command& command : Commands()) {
    out << "  " << command.name << std::string(23 - command.name.size(), ' ')
        << command.sentence << "\n";
  }
  out << "\nopvang COMMANDO --help toont een voorbeeld.\n\n" << kCommonFlags;
}

const Command* Find(const Arguments& arguments) {
  for (const Command& command : Commands()) {
    const std::vector<std::string> words = absl::StrSplit(command.name, ' ');
    if (arguments.words.size() >= words.size() &&
        std::equal(words.begin(), words.end(), arguments.words.begin())) {
      return &command;
    }
  }
  return nullptr;
}

// NAME=VALUE lines; flags and the environment go before the file.
std::map<std::string, std::string> ReadConfig(const Arguments& arguments) {
  std::map<std::string, std::string> config;
  const char* named = std::getenv("OPVANG_CONFIG");
  std::ifstream file(arguments.Flag("config", named == nullptr ? "" : named));
  for (std::string line; std::getline(file, line);) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    config[parts.first] = parts.second;
  }
  return config;
}

absl::StatusOr<Services> ConnectAs(const Arguments& arguments) {
  const std::map<std::string, std::string> config = ReadConfig(arguments);
  const auto setting = [&](const std::string& name) {
    if (arguments.Has(name)) return arguments.Flag(name, "");
    const std::string key =
        absl::StrCat("OPVANG_", absl::AsciiStrToUpper(name));
    const char* set = std::getenv(key.c_str());
    if (set != nullptr) return std::string(set);
    const auto found = config.find(key);
    return found == config.end() ? std::string() : found->second;
  };
  std::map<std::string, std::string> addresses;
  for (const char* name : {"quotas", "locations", "housing", "reporting"}) {
    addresses[name] = setting(name);
    if (addresses[name].empty()) {
      return Misuse(absl::StrCat("het adres van ", name,
                                 " is niet bekend; geef --", name,
                                 " of --config"));
    }
  }
  return Connect(std::move(addresses), setting("certificates"));
}

int Answer(const absl::Status& status, Streams streams) {
  if (status.ok()) return kDone;
  if (IsMisuse(status)) {
    streams.err << "opvang: " << status.message().substr(8) << "\n";
    return kMisused;
  }
  streams.err << "opvang: " << InDutch(status) << "\n";
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)
             ? kUnreachable
             : kRefused;
}

}  // namespace

int RunCommand(const std::vector<std::string>& words, Streams streams) {
  const absl::StatusOr<Arguments> arguments =
      ParseArguments(words,
                     {"parent",
                      "kind",
                      "as-of",
                      "cycle",
                      "rule-set",
                      "half-year",
                      "ukraine-date",
                      "placements-date",
                      "quotas-revision",
                      "locations-revision",
                      "housing-revision",
                      "reporting-revision",
                      "revision",
                      "supersedes",
                      "format",
                      "o",
                      "output",
                      "config",
                      "quotas",
                      "locations",
                      "housing",
                      "reporting",
                      "certificates",
                      "amends",
                      "closing-quotas-revision",
                      "closing-revision",
                      "corrects",
                      "from",
                      "persons",
                      "to",
                      "amv",
                      "boundaries",
                      "condition",
                      "duty",
                      "end",
                      "giver",
                      "certainty",
                      "count",
                      "date",
                      "reason",
                      "report",
                      "lead-times",
                      "needed",
                      "on",
                      "places",
                      "population",
                      "published",
                      "receiver",
                      "scores",
                      "source",
                      "start",
                      "stated",
                      "substitute"},
                     {"areas", "help", "h", "dry-run", "totals", "why", "yes"});
  if (!arguments.ok()) {
    streams.err << "opvang: " << arguments.status().message() << "\n";
    return kMisused;
  }
  const bool help = arguments->Has("help") || arguments->Has("h");
  const Command* command = Find(*arguments);
  if (command == nullptr) {
    const bool asked =
        help || (arguments->words.size() == 1 && arguments->words[0] == "help");
    Overview(asked ? streams.out : streams.err);
    return asked ? kDone : kMisused;
  }
  if (help) {
    streams.out << command->sentence << "\n\nVoorbeeld:\n  " << command->example
                << "\n\n"
                << command->flags << kCommonFlags;
    return kDone;
  }
  absl::StatusOr<Services> services = ConnectAs(*arguments);
  if (!services.ok()) return Answer(services.status(), streams);
  return Answer(
      command->run(
          {.arguments = *arguments, .services = *services, .streams = streams}),
      streams);
}

}  // namespace opvang::cli
