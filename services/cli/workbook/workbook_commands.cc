// opvang workbook create, import, retract, columns.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/calendar.h"
#include "common/clock.h"
#include "common/municipality.h"
#include "common/sha256.h"
#include "common/sheet/read.h"
#include "common/status.h"
#include "services/cli/context.h"
#include "services/cli/messages.h"
#include "services/cli/workbook/on_record.h"
#include "services/cli/workbook/statements.h"
#include "services/cli/workbook/template.h"
#include "services/cli/workbook/words.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace wb = ::opvang::cli::workbook;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

// "gm0166", "municipalities/gm0166" or "Kampen".
absl::StatusOr<std::string> MunicipalityMeant(const std::string& word) {
  const wb::Reading read = wb::ReadMunicipalities({.text = word});
  if (read.outcome != wb::Reading::Outcome::kValue ||
      absl::StrContains(read.value, ';')) {
    return Misuse(absl::StrCat("\"", word, "\" ",
                               read.fault.empty()
                                   ? "is niet één gemeente; schrijf de naam of "
                                     "de code, zoals Kampen of gm0166"
                                   : read.fault));
  }
  return read.value;
}

absl::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) return Misuse(absl::StrCat(path, ": kan niet worden geschreven"));
  return absl::OkStatus();
}

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

absl::Status WriteTemplate(const std::string& path, const std::string& format,
                           const wb::OnRecord& record,
                           const wb::Vocabulary& vocabulary) {
  const auto rows = wb::RowsOf(record.snapshot, vocabulary);
  if (format == "csv") {
    std::error_code error;
    fs::create_directories(path, error);
    for (const auto& [name, text] : wb::MakeFiles(record.origin, rows)) {
      RETURN_IF_ERROR(WriteFile(absl::StrCat(path, "/", name), text));
    }
    return absl::OkStatus();
  }
  const sheet::Workbook book =
      wb::MakeTemplate(record.origin, rows, vocabulary);
  ASSIGN_OR_RETURN(const std::string bytes, format == "ods"
                                                ? sheet::WriteOds(book)
                                                : sheet::WriteXlsx(book));
  return WriteFile(path, bytes);
}

// A file, or a folder of CSV, as it came in.
struct Incoming {
  std::string path;
  std::string label;  // Of messages: the last part of the path.
  std::string sha256;
  bool is_csv = false;
  sheet::Grid grid = {};
  std::string stem() const {
    return absl::StrCat(is_csv ? "csv" : "werkboek", " sha256:", sha256);
  }
};

// At most as much as a workbook may have, so that no file fills the memory.
absl::StatusOr<std::string> BytesOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Misuse(absl::StrCat(path.string(), ": is niet te lezen"));
  std::string bytes(sheet::Limits().file_bytes_max + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (static_cast<int64_t>(bytes.size()) > sheet::Limits().file_bytes_max) {
    return Misuse(absl::StrCat(path.string(), ": is groter dan ",
                               sheet::Limits().file_bytes_max >> 20,
                               " MiB; een werkboek is kleiner"));
  }
  return bytes;
}

absl::StatusOr<Incoming> ReadFolder(Incoming incoming) {
  incoming.is_csv = true;
  std::map<std::string, std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(incoming.path, error)) {
    if (entry.path().extension() != ".csv") continue;
    ASSIGN_OR_RETURN(files[entry.path().filename().string()],
                     BytesOf(entry.path()));
  }
  std::string all;
  for (const auto& [name, text] : files) {
    absl::StrAppend(&all, name, "\n", text.size(), "\n", text);
  }
  incoming.sha256 = Sha256(all);
  std::vector<std::string> faults;
  incoming.grid = wb::GridOf(files, faults);
  if (!faults.empty()) {
    return Misuse(absl::StrCat(
        incoming.label, "/",
        absl::StrJoin(faults, absl::StrCat("\n", incoming.label, "/"))));
  }
  return incoming;
}

absl::StatusOr<Incoming> ReadIncoming(const std::string& path) {
  Incoming incoming = {
      .path = path, .label = fs::path(path).filename().string(), .sha256 = ""};
  if (incoming.label.empty()) incoming.label = path;
  if (fs::is_directory(path)) return ReadFolder(std::move(incoming));
  ASSIGN_OR_RETURN(const std::string bytes, BytesOf(path));
  incoming.sha256 = Sha256(bytes);
  absl::StatusOr<sheet::Grid> grid = sheet::ReadWorkbook(bytes);
  if (!grid.ok()) {
    return Misuse(absl::StrCat(
        incoming.label,
        ": wordt niet als werkboek gelezen: ", grid.status().message()));
  }
  incoming.grid = *std::move(grid);
  return incoming;
}

// The days that a file speaks of: of states and texts the last, of counts each.
struct DaysOf {
  absl::CivilDay last;
  std::set<absl::CivilDay> counted;
  DaysOf(const wb::FileRows& rows, absl::CivilDay filled) : last(filled) {
    counted.insert(filled);
    for (const wb::FileRow& row : rows.rows) {
      for (const char* column :
           {"state_date", "start_date", "occupied_date", "count_date"}) {
        const auto value = row.row.values.find(column);
        if (value == row.row.values.end()) continue;
        const auto day = ParseDay(value->second);
        if (!day.has_value()) continue;
        const std::string name = column;
        if (name == "occupied_date" || name == "count_date") {
          counted.insert(*day);
        } else if (name == "state_date" || row.row.sheet == wb::kTexts) {
          last = std::max(last, *day);
        }
      }
    }
  }
};

// One file on its way in or back out.
class Passage {
 public:
  Passage(const Context& context, const wb::Vocabulary& vocabulary)
      : context_(context), vocabulary_(vocabulary) {}

  // OK when everything was understood, and stored where that was asked.
  absl::Status Import(const std::string& path) {
    RETURN_IF_ERROR(Open(path));
    ASSIGN_OR_RETURN(wb::States states, LoadStates());
    const wb::Stated stated =
        wb::StatementsOf(rows_, states.exported, states.present, vocabulary_);
    Tell(rows_.notes);
    Tell(stated.notes);
    const size_t faults = rows_.faults.size() + stated.faults.size();
    Tell(rows_.faults);
    Tell(stated.faults);
    if (faults > 0) {
      return Misuse(absl::StrCat(incoming_.label, ": ", faults,
                                 " fout(en); er is niets opgeslagen"));
    }
    return Settle(wb::Compare(states, stated.statements), stated.statements,
                  incoming_.stem());
  }

  absl::Status Retract(const std::string& path) {
    RETURN_IF_ERROR(Open(path));
    ASSIGN_OR_RETURN(present_,
                     Load({.municipality = rows_.origin.municipality}));
    ASSIGN_OR_RETURN(
        const wb::Origin written,
        wb::FindWrites(context_.services, incoming_.stem(), present_.origin,
                       days_->last, days_->counted));
    if (written.locations < 0 && written.housing < 0 && written.reporting < 0) {
      return absl::NotFoundError(absl::StrCat(
          incoming_.label, ": van dit bestand is niets vastgelegd"));
    }
    wb::Origin before = written;
    for (int64_t* one :
         {&before.locations, &before.housing, &before.reporting}) {
      if (*one > 0) --*one;
    }
    ASSIGN_OR_RETURN(const wb::OnRecord was, Load(before));
    ASSIGN_OR_RETURN(const wb::OnRecord became, Load(written));
    const wb::TakenBack back =
        wb::Reversal(was.snapshot, became.snapshot, FormatDay(days_->last));
    for (const wb::RecordKey& key : back.staying) {
      context_.streams.err
          << incoming_.label << ": "
          << wb::SubjectOf(key, SpeakerFor(back.statements))
          << ": de telling van " << key.detail
          << " blijft staan; er was geen eerdere om op terug te vallen\n";
    }
    return Settle(wb::Compare({.exported = became.snapshot,
                               .base = became.snapshot,
                               .present = present_.snapshot},
                              back.statements),
                  back.statements,
                  absl::StrCat("intrekking van ", incoming_.stem()));
  }

 private:
  absl::StatusOr<wb::OnRecord> Load(const wb::Origin& at) {
    return wb::LoadOnRecord(context_.services, at, days_->last, days_->counted);
  }

  // Reads the file, and finds out of which municipality and state it is.
  absl::Status Open(const std::string& path) {
    ASSIGN_OR_RETURN(incoming_, ReadIncoming(path));
    rows_ = wb::ReadRows(incoming_.grid, incoming_.is_csv, vocabulary_);
    wb::Origin& origin = rows_.origin;
    if (context_.arguments.Has("parent")) {
      ASSIGN_OR_RETURN(
          const std::string asked,
          MunicipalityMeant(context_.arguments.Flag("parent", "")));
      if (!origin.municipality.empty() && origin.municipality != asked) {
        return Misuse(absl::StrCat(
            incoming_.label, ": is een werkboek van ",
            DutchName(origin.municipality).value_or(origin.municipality)));
      }
      origin.municipality = asked;
    }
    if (FindMunicipalityByName(origin.municipality) == nullptr) {
      return Misuse(
          absl::StrCat(incoming_.label,
                       ": zegt niet van welke gemeente het is; geef --parent"));
    }
    for (const auto& [flag, revision] :
         {std::pair("locations-revision", &origin.locations),
          std::pair("housing-revision", &origin.housing),
          std::pair("reporting-revision", &origin.reporting)}) {
      if (!context_.arguments.Has(flag)) continue;
      *revision = context_.Revision(flag);
      if (*revision < 1) {
        return Misuse(absl::StrCat("--", flag, " is geen nummer vanaf 1"));
      }
    }
    const auto day = ParseDay(origin.day);
    days_.emplace(rows_, day.value_or(SystemClock().Today()));
    return absl::OkStatus();
  }

  // A service whose revision the file does not know has shown it nothing.
  absl::StatusOr<wb::States> LoadStates() {
    const wb::Origin& origin = rows_.origin;
    wb::Origin base = origin;
    for (int64_t* one : {&base.locations, &base.housing, &base.reporting}) {
      if (*one == 0) *one = -1;
    }
    ASSIGN_OR_RETURN(present_, Load({.municipality = origin.municipality}));
    wb::States states = {
        .exported = {}, .base = {}, .present = present_.snapshot};
    const auto filled = ParseDay(origin.day).value_or(days_->last);
    const bool is_of_now = base.locations == present_.origin.locations &&
                           base.housing == present_.origin.housing &&
                           base.reporting == present_.origin.reporting;
    if (is_of_now) {
      states.base = states.present;
    } else {
      ASSIGN_OR_RETURN(wb::OnRecord loaded, Load(base));
      states.base = std::move(loaded.snapshot);
    }
    if (filled == days_->last && days_->counted.size() == 1) {
      states.exported = states.base;
    } else {
      ASSIGN_OR_RETURN(
          wb::OnRecord loaded,
          wb::LoadOnRecord(context_.services, base, filled, {filled}));
      states.exported = std::move(loaded.snapshot);
    }
    return states;
  }

  void Tell(const std::vector<wb::Message>& messages) const {
    size_t told = 0;
    for (const wb::Message& one : messages) {
      if (++told > kViolationsMax) {
        context_.streams.err << incoming_.label << ": en nog "
                             << messages.size() - kViolationsMax << "\n";
        return;
      }
      context_.streams.err << incoming_.label << ", " << one.place << ": "
                           << one.text << "\n";
    }
  }

  wb::Speaker SpeakerFor(const wb::Statements& statements) const {
    return {.municipality = DutchName(rows_.origin.municipality).value_or(""),
            .present = present_.snapshot,
            .statements = statements,
            .vocabulary = vocabulary_};
  }

  // Shows what changes; stores it when asked, unless something is in the way.
  absl::Status Settle(const wb::Comparison& compared,
                      const wb::Statements& statements,
                      const std::string& stem) {
    const wb::Speaker speaker = SpeakerFor(statements);
    std::ostream& out = context_.streams.out;
    std::ostream& err = context_.streams.err;
    out << incoming_.label << ": " << speaker.municipality << "\n";
    for (const wb::Change& change : compared.changes) {
      for (const std::string& line : wb::Sentences(change, speaker)) {
        out << "  " << line << "\n";
      }
    }
    const auto place = [&](const wb::RecordKey& key) {
      const std::string& at = statements.at(key).place;
      return at.empty() ? incoming_.label
                        : absl::StrCat(incoming_.label, ", ", at);
    };
    for (const wb::Conflict& one : compared.conflicts) {
      err << place(one.key) << ": " << wb::Sentence(one, speaker) << "\n";
    }
    for (const wb::Conflict& one : compared.too_early) {
      err << place(one.key) << ": " << wb::TooEarly(one, speaker) << "\n";
    }
    if (!compared.conflicts.empty() || !compared.too_early.empty()) {
      return absl::AbortedError(
          absl::StrCat(incoming_.label, ": ",
                       compared.conflicts.size() + compared.too_early.size(),
                       " keer staat er intussen iets anders; er is niets "
                       "opgeslagen. Maak een "
                       "nieuw werkboek, of noem met --locations-revision, "
                       "--housing-revision "
                       "of --reporting-revision de stand die u kent (nu ",
                       present_.origin.locations, ", ", present_.origin.housing,
                       " en ", present_.origin.reporting, ")"));
    }
    if (compared.changes.empty()) {
      out << "  er verandert niets\n";
      return absl::OkStatus();
    }
    const wb::Parcel parcel =
        wb::MakeParcel({.municipality = rows_.origin.municipality,
                        .stem = stem,
                        .sha256 = Sha256(stem)},
                       compared.changes, statements, present_.placements);
    return Deliver(parcel);
  }

  // Everything is tried before anything is stored.
  absl::Status Deliver(const wb::Parcel& parcel) {
    RETURN_IF_ERROR(SendAll(parcel, true));
    if (!context_.arguments.Has("yes")) {
      context_.streams.out << "  niets opgeslagen; met --yes wel\n";
      return absl::OkStatus();
    }
    return SendAll(parcel, false);
  }

  absl::Status SendAll(const wb::Parcel& parcel, bool is_trial) {
    std::vector<absl::Status> answers = {
        Send(parcel, "locations", *context_.services.locations,
             &l::LocationService::Stub::DeliverLocations, parcel.locations,
             is_trial)};
    const auto go_on = [&] { return is_trial || answers.back().ok(); };
    if (go_on()) {
      answers.push_back(Send(parcel, "housing", *context_.services.housing,
                             &h::HousingService::Stub::DeliverHousing,
                             parcel.housing, is_trial));
    }
    if (go_on()) {
      answers.push_back(Send(parcel, "reporting", *context_.services.reporting,
                             &r::ReportingService::Stub::DeliverTexts,
                             parcel.reporting, is_trial));
    }
    absl::Status first;
    for (const absl::Status& answer : answers) first.Update(answer);
    if (first.ok() || is_trial) return first;
    return absl::Status(
        first.code(),
        absl::StrCat(
            InDutch(first),
            " Wat hierboven is opgeslagen blijft staan; lees het bestand "
            "opnieuw in voor de rest."));
  }

  // One service; nothing to send is nothing to ask.
  template <typename Stub, typename Request, typename Response>
  absl::Status Send(const wb::Parcel& parcel, const char* name, Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    Request request, bool is_trial) {
    Request bare;
    bare.set_parent(request.parent());
    const std::string bytes = internal::Serialize(request);
    if (bytes == internal::Serialize(bare)) return absl::OkStatus();
    // The same content later is another delivery: after a retraction a file may
    // come again.
    request.set_request_id(UuidFor(
        absl::StrCat(present_.origin.locations, " ", present_.origin.housing,
                     " ", present_.origin.reporting, " ", bytes)));
    request.set_validate_only(is_trial);
    const absl::StatusOr<Response> response = Ask(stub, method, request);
    if (!response.ok()) {
      std::vector<wb::Message> faults;
      for (const FieldViolation& violation : ViolationsIn(response.status())) {
        faults.push_back(
            wb::AtCell(parcel, violation.field, violation.description));
      }
      Tell(faults);
      return response.status();
    }
    if (!is_trial) {
      context_.streams.out << "  opgeslagen: " << name << ", "
                           << response->fact_count() << " feiten, revisie "
                           << response->revision() << "\n";
    }
    return absl::OkStatus();
  }

  const Context& context_;
  const wb::Vocabulary& vocabulary_;
  Incoming incoming_;
  wb::FileRows rows_;
  std::optional<DaysOf> days_;
  wb::OnRecord present_;
};

// Each file by itself: one that is refused does not hold up the others. What
// the last refusal was decides how the command ends; a misuse goes before all.
absl::Status PassAll(const Context& context,
                     absl::Status (Passage::*pass)(const std::string&)) {
  if (context.arguments.words.size() < 3) {
    return Misuse("geef een of meer werkboeken of mappen met CSV");
  }
  ASSIGN_OR_RETURN(const wb::Vocabulary vocabulary,
                   wb::LoadVocabulary(context.services));
  absl::Status worst;
  const size_t count = context.arguments.words.size() - 2;
  for (size_t i = 2; i < context.arguments.words.size(); ++i) {
    Passage passage(context, vocabulary);
    const absl::Status status = (passage.*pass)(context.arguments.words[i]);
    if (status.ok()) continue;
    if (absl::IsUnavailable(status)) return status;
    if (count > 1) {
      context.streams.err << (IsMisuse(status)
                                  ? std::string(status.message().substr(8))
                                  : InDutch(status))
                          << "\n";
    }
    if (worst.ok() || (IsMisuse(status) && !IsMisuse(worst))) worst = status;
  }
  return worst;
}

}  // namespace

absl::Status CreateWorkbook(const Context& context) {
  ASSIGN_OR_RETURN(const std::string municipality,
                   MunicipalityMeant(context.Operand(2)));
  ASSIGN_OR_RETURN(const std::string format, FormatMeant(context));
  absl::Status flags;
  const auto date =
      context.Date("as-of", FormatDay(SystemClock().Today()), flags);
  RETURN_IF_ERROR(flags);
  const std::string code = municipality.substr(municipality.rfind('/') + 1);
  const std::string path = context.arguments.Flag(
      "o", absl::StrCat("werkboek-", code,
                        format == "csv" ? "" : absl::StrCat(".", format)));
  ASSIGN_OR_RETURN(const wb::Vocabulary vocabulary,
                   wb::LoadVocabulary(context.services));
  const absl::CivilDay day = DayOf(date);
  ASSIGN_OR_RETURN(
      const wb::OnRecord record,
      wb::LoadOnRecord(context.services,
                       {.municipality = municipality,
                        .locations = context.Revision("locations-revision"),
                        .housing = context.Revision("housing-revision"),
                        .reporting = context.Revision("reporting-revision")},
                       day, {day}));
  RETURN_IF_ERROR(WriteTemplate(path, format, record, vocabulary));
  context.streams.err << path << ": het werkboek van "
                      << DutchName(municipality).value_or(municipality)
                      << ", gevuld tot en met revisie "
                      << record.origin.locations << " (locations), "
                      << record.origin.housing << " (housing) en "
                      << record.origin.reporting << " (reporting)\n";
  return absl::OkStatus();
}

absl::Status ImportWorkbooks(const Context& context) {
  return PassAll(context, &Passage::Import);
}

absl::Status RetractWorkbooks(const Context& context) {
  return PassAll(context, &Passage::Retract);
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

}  // namespace opvang::cli
