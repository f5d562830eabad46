// opvang workbook create, import, retract, columns.
#include <filesystem>
#include <map>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/import/file_queue.h"
#include "services/cli/import/import.h"
#include "services/cli/import/load_stand.h"
#include "services/cli/import/register_snapshot.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/progress.h"
#include "services/cli/workbook/template.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace wb = ::opvang::cli::workbook;

// The format asked for, or that of the file's name.
absl::StatusOr<std::string> FormatMeant(const Context& context) {
  const std::string path = context.arguments.Flag("o", "");
  std::string ending = fs::path(path).extension().string();
  const std::string format = absl::AsciiStrToLower(context.arguments.Flag(
      "format", ending.empty() ? "ods" : ending.substr(1)));
  if (format != "ods" && format != "xlsx" && format != "csv") {
    return Misuse(absl::StrCat("\"", format,
                               "\" kan niet; kies ods, xlsx of csv (een map)"));
  }
  return format;
}

absl::Status WriteTemplate(const Context& context, const std::string& path,
                           const std::string& format,
                           const wb::RegisterSnapshot& record,
                           const wb::Vocabulary& vocabulary) {
  const auto rows = wb::RowsOf(record.snapshot, vocabulary);
  if (format == "csv") {
    std::error_code error;
    fs::create_directories(path, error);
    for (const auto& [name, text] : wb::MakeFiles(record.origin, rows)) {
      RETURN_IF_ERROR(context.Save(text, absl::StrCat(path, "/", name)));
    }
    return absl::OkStatus();
  }
  // Without a cycle or a source that answers there is a workbook all the same.
  const absl::StatusOr<wb::OwnStand> stand =
      wb::LoadOwnStand(context, record.origin.municipality);
  if (!stand.ok()) {
    context.streams.err << "het blad Uw stand ontbreekt: "
                        << MessageFor(stand.status()) << "\n";
  }
  const sheet::Workbook book =
      wb::MakeTemplate(record.origin, rows, vocabulary,
                       stand.ok() ? std::optional(*stand) : std::nullopt);
  ASSIGN_OR_RETURN(const std::string bytes, format == "ods"
                                                ? sheet::WriteOds(book)
                                                : sheet::WriteXlsx(book));
  return context.Save(bytes, path);
}

// What is read at the same time takes processors; what is stored waits for
// disks.
constexpr size_t kAtOnce = 6;

// One file: how it went, and what was said of it.
struct Passed {
  absl::Status status;
  std::ostringstream out, err;
  std::vector<wb::ClaimedNumber> numbers;
};

using Pass = absl::Status (*)(const Context&, const wb::Vocabulary&,
                              const std::string&, const wb::Turn&,
                              std::vector<wb::ClaimedNumber>&);

// Says which COA numbers of a file an earlier one gave to another location.
absl::Status CheckNumbers(const std::vector<wb::ClaimedNumber>& numbers,
                          std::map<std::string, wb::ClaimedNumber>& claimed,
                          std::ostream& err) {
  absl::Status status;
  for (const wb::ClaimedNumber& one : numbers) {
    const auto [first, is_new] = claimed.emplace(one.number, one);
    if (is_new || first->second.location == one.location) continue;
    err << one.place << ": " << one.number << " staat ook in "
        << first->second.place
        << "; een nummer van COA hoort bij één locatie\n";
    status = Misuse(
        "twee bestanden geven één nummer van COA aan een eigen "
        "locatie");
  }
  return status;
}

// Each file by itself: one that is refused does not hold up the others. What
// the last refusal was decides how the command ends; a misuse goes before all.
absl::Status PassAll(const Context& context, Pass pass) {
  if (context.arguments.words.size() < 3) {
    return Misuse("geef een of meer werkboeken of mappen met CSV");
  }
  ASSIGN_OR_RETURN(const wb::Vocabulary vocabulary,
                   wb::LoadVocabulary(context.services));
  const std::vector<std::string> paths(context.arguments.words.begin() + 2,
                                       context.arguments.words.end());
  std::vector<Passed> passed(paths.size());
  wb::FileQueue line(paths.size());
  Progress progress(context.streams, "werkboeken");
  absl::Status worst;
  std::map<std::string, wb::ClaimedNumber> claimed;
  wb::PassInLine(
      paths.size(), kAtOnce,
      [&](size_t i) {
        const Context own = {
            .arguments = context.arguments,
            .services = context.services,
            .streams = {.out = passed[i].out, .err = passed[i].err},
            .clock = context.clock};
        passed[i].status = pass(
            own, vocabulary, paths[i],
            [&](const std::string& municipality) {
              line.Await(i, municipality);
            },
            passed[i].numbers);
        line.Done(i);
      },
      [&](size_t i) {
        absl::Status& status = passed[i].status;
        status.Update(CheckNumbers(passed[i].numbers, claimed, passed[i].err));
        progress.Hide();
        context.streams.out << passed[i].out.str();
        context.streams.err << passed[i].err.str();
        passed[i].out.str("");
        passed[i].err.str("");
        progress.Show(static_cast<int64_t>(i) + 1,
                      static_cast<int64_t>(paths.size()));
        if (status.ok()) return true;
        if (absl::IsUnavailable(status)) {
          worst = status;
          return false;
        }
        if (paths.size() > 1) {
          context.streams.err << MessageFor(status) << "\n";
        }
        if (worst.ok() || (IsMisuse(status) && !IsMisuse(worst))) {
          worst = status;
        }
        return true;
      });
  return worst;
}

absl::Status CreateWorkbook(const Context& context) {
  const std::string municipality = context.Operand(2);
  ASSIGN_OR_RETURN(const std::string format, FormatMeant(context));
  const absl::CivilDay day = context.Day("as-of", context.clock.Today());
  const std::string code = municipality.substr(municipality.rfind('/') + 1);
  const std::string path = context.arguments.Flag(
      "o", absl::StrCat("werkboek-", code,
                        format == "csv" ? "" : absl::StrCat(".", format)));
  ASSIGN_OR_RETURN(const wb::Vocabulary vocabulary,
                   wb::LoadVocabulary(context.services));
  ASSIGN_OR_RETURN(
      const wb::RegisterSnapshot record,
      wb::LoadOnRecord(context.services,
                       {.municipality = municipality,
                        .locations = context.Revision("locations-revision"),
                        .housing = context.Revision("housing-revision"),
                        .reporting = context.Revision("reporting-revision")},
                       day, {day}));
  RETURN_IF_ERROR(WriteTemplate(context, path, format, record, vocabulary));
  context.streams.err << path << ": het werkboek van "
                      << DutchName(municipality).value_or(municipality)
                      << ", gevuld tot en met revisie "
                      << record.origin.locations << " (locations), "
                      << record.origin.housing << " (housing) en "
                      << record.origin.reporting << " (reporting)\n";
  return absl::OkStatus();
}

absl::Status ImportWorkbooks(const Context& context) {
  return PassAll(context, wb::ImportFile);
}

absl::Status RetractWorkbooks(const Context& context) {
  return PassAll(context, wb::RetractFile);
}

absl::Status ListWorkbookColumns(const Context& context) {
  ASSIGN_OR_RETURN(const wb::Vocabulary vocabulary,
                   wb::LoadVocabulary(context.services));
  TextTable table = {.header = {"bestand", "kolom", "kop", "verplicht",
                                "notatie", "betekenis"},
                     .rows = {}};
  for (const wb::SheetTable& sheet : wb::Sheets()) {
    for (const wb::Column& column : sheet.columns) {
      table.rows.push_back({absl::StrCat(sheet.id, ".csv"), column.id,
                            column.header, column.is_required ? "ja" : "",
                            wb::CsvNotation(column, vocabulary), column.help});
    }
  }
  context.Print(table);
  return absl::OkStatus();
}

constexpr Operand kFiles = {"BESTAND", ValueKind::kFile,
                            "een .ods of .xlsx, of een map met CSV"};
constexpr Flag kYes = {"yes", ValueKind::kSwitch,
                       "opslaan; zonder is het een proef"};
constexpr Flag kTown = {"parent", ValueKind::kTown,
                        "de gemeente, als het bestand die niet noemt"};
constexpr Flag kLocations = {"locations-revision", ValueKind::kRevision,
                             "de stand van locations"};
constexpr Flag kHousing = {"housing-revision", ValueKind::kRevision,
                           "de stand van housing"};
constexpr Flag kTexts = {"reporting-revision", ValueKind::kRevision,
                         "de stand van de teksten"};

}  // namespace

std::vector<Command> WorkbookCommands() {
  return {
      {"workbook create",
       "Maakt het werkboek van een gemeente, gevuld met wat is vastgelegd.",
       {{"GEMEENTE", ValueKind::kTown, "als Kampen of gm0166"}},
       {{"o", ValueKind::kFile, "waarheen: .ods of .xlsx; van CSV een map", "",
         true},
        kForce,
        {"format", ValueKind::kChoice,
         "de vorm; anders die van het einde van -o", "ods|xlsx|csv"},
        {"as-of", ValueKind::kDay,
         "de dag van statussen, tellingen en teksten; anders vandaag"},
        kLocations,
        kHousing,
        kTexts},
       "opvang workbook create Kampen -o kampen.ods",
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

}  // namespace opvang::cli
