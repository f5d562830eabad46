#include "services/cli/import/import.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/area_name.h"
#include "common/base/calendar.h"
#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/base/status.h"
#include "services/cli/import/register_snapshot.h"
#include "services/cli/import/workbook_file.h"
#include "services/cli/shell/messages.h"
#include "services/cli/shell/sentences.h"
#include "services/cli/workbook/sentences.h"
#include "services/cli/workbook/statements.h"

namespace opvang::cli::workbook {
namespace {

namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

// The days that a file speaks of: of states and texts the last, of counts each.
struct DaysOf {
  absl::CivilDay last;
  std::set<absl::CivilDay> counted;
  DaysOf(const FileRows& rows, absl::CivilDay filled) : last(filled) {
    counted.insert(filled);
    for (const FileRow& row : rows.rows) {
      for (const char* column :
           {"state_date", "start_date", "occupied_date", "count_date"}) {
        const auto value = row.row.values.find(column);
        if (value == row.row.values.end()) continue;
        const auto day = ParseDay(value->second);
        if (!day.has_value()) continue;
        const std::string name = column;
        if (name == "occupied_date" || name == "count_date") {
          counted.insert(*day);
        } else if (name == "state_date" || row.row.sheet == kTexts) {
          last = std::max(last, *day);
        }
      }
    }
  }
};

// Why the origin of a file names no municipality.
std::string WhyUnknown(const std::string& words) {
  if (words.empty()) return "zegt niet van welke gemeente het is";
  const std::string like = AreaLike(words);
  return absl::StrCat("zegt van \"", Cut(words, 80), "\" te zijn, en dat is ",
                      MunicipalitiesCalled(words).empty()
                          ? "geen gemeente"
                          : "meer dan één gemeente",
                      like.empty() ? "" : absl::StrCat(" (", like, "?)"));
}

// One sentence a cell: what else is wrong with it shows when that is mended.
std::vector<Message> FirstOfEachPlace(std::vector<Message> messages) {
  std::set<std::string> told;
  std::erase_if(messages, [&](const Message& one) {
    return !one.place.empty() && !told.insert(one.place).second;
  });
  return messages;
}

// One file on its way in or back out.
class WorkbookImport {
 public:
  WorkbookImport(const Context& context, const Vocabulary& vocabulary,
                 const Turn& await_turn)
      : context_(context), vocabulary_(vocabulary), await_turn_(await_turn) {}

  // The COA numbers that the file gives to locations.
  std::vector<ClaimedNumber> TakeNumbers() { return std::move(numbers_); }

  // OK when everything was understood, and stored where that was asked.
  absl::Status Import(const std::string& path) {
    RETURN_IF_ERROR(Open(path));
    ASSIGN_OR_RETURN(States states, LoadStates());
    const Stated stated =
        StatementsOf(rows_, states.exported, states.present, vocabulary_);
    const Comparison compared = Compare(states, stated.statements);
    std::vector<Message> faults = rows_.faults;
    faults.insert(faults.end(), stated.faults.begin(), stated.faults.end());
    for (const RecordKey& key :
         CountsOfNothing(present_.snapshot, compared.changes)) {
      faults.push_back({stated.statements.at(key).place,
                        "is geteld op een dag waarop de locatie geen plekken "
                        "(meer) heeft; noem de plekken of een andere dag"});
    }
    faults = FirstOfEachPlace(std::move(faults));
    notes_ = rows_.notes;
    notes_.insert(notes_.end(), stated.notes.begin(), stated.notes.end());
    for (const Tenfold& one :
         FindTenfold(present_.snapshot, compared.changes)) {
      const Statement& statement = stated.statements.at(one.key);
      const auto cell = statement.cell_of.find(one.field);
      notes_.push_back(
          {cell == statement.cell_of.end() ? statement.place : cell->second,
           absl::StrCat("is ", DutchCount(one.after), " en was ",
                        DutchCount(one.before),
                        ", tien keer zoveel of zo weinig; klopt dat?")});
    }
    if (!faults.empty()) TellWithNotes(faults);
    ClaimNumbers(compared, stated.statements);
    if (!faults.empty()) {
      return Misuse(absl::StrCat(file_.label, ": ", faults.size(),
                                 " fout(en); er is niets opgeslagen"));
    }
    return ApplyOrRefuse(compared, stated.statements, file_.stem());
  }

  absl::Status Retract(const std::string& path) {
    RETURN_IF_ERROR(Open(path));
    ASSIGN_OR_RETURN(present_,
                     Load({.municipality = rows_.origin.municipality}));
    ASSIGN_OR_RETURN(const Origin written,
                     FindWrites(context_.services, file_.stem(),
                                present_.origin, days_->last, days_->counted));
    if (written.locations < 0 && written.housing < 0 && written.reporting < 0) {
      return absl::NotFoundError(
          absl::StrCat(file_.label, ": van dit bestand is niets vastgelegd"));
    }
    Origin before = written;
    for (int64_t* one :
         {&before.locations, &before.housing, &before.reporting}) {
      if (*one > 0) --*one;
    }
    ASSIGN_OR_RETURN(const RegisterSnapshot was, Load(before));
    ASSIGN_OR_RETURN(const RegisterSnapshot became, Load(written));
    const Statements back =
        Reversal(was.snapshot, became.snapshot, FormatDay(days_->last));
    return ApplyOrRefuse(Compare({.exported = became.snapshot,
                                  .base = became.snapshot,
                                  .present = present_.snapshot},
                                 back),
                         back, absl::StrCat("intrekking van ", file_.stem()));
  }

 private:
  void ClaimNumbers(const Comparison& compared, const Statements& statements) {
    for (const Change& change : compared.changes) {
      if (change.key.part != Part::kLocation ||
          change.fields.count("coa_number") == 0) {
        continue;
      }
      const Statement& statement = statements.at(change.key);
      const auto cell = statement.cell_of.find("coa_number");
      numbers_.push_back(
          {Get(change.after, "coa_number"),
           absl::StrCat(rows_.origin.municipality, "/", change.key.subject),
           absl::StrCat(file_.label, ", ",
                        cell == statement.cell_of.end() ? statement.place
                                                        : cell->second)});
    }
  }

  absl::StatusOr<RegisterSnapshot> Load(const Origin& at) {
    return LoadOnRecord(context_.services, at, days_->last, days_->counted);
  }

  // Reads the file, and finds out of which municipality and state it is.
  absl::Status Open(const std::string& path) {
    ASSIGN_OR_RETURN(file_, ReadWorkbookFile(path));
    rows_ = ReadRows(file_.grid, file_.is_csv, vocabulary_);
    rows_.read_day = context_.clock.Today();
    Origin& origin = rows_.origin;
    if (context_.arguments.Has("parent")) {
      const std::string asked = context_.arguments.Flag("parent", "");
      if (!origin.municipality.empty() && origin.municipality != asked) {
        return Misuse(absl::StrCat(
            file_.label, ": is een werkboek van ",
            DutchName(origin.municipality).value_or(origin.municipality)));
      }
      origin.municipality = asked;
    }
    if (FindMunicipalityByName(origin.municipality) == nullptr) {
      return Misuse(absl::StrCat(file_.label, ": ",
                                 WhyUnknown(origin.municipality),
                                 "; geef --parent"));
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
    days_.emplace(rows_, day.value_or(context_.clock.Today()));
    await_turn_(origin.municipality);
    return absl::OkStatus();
  }

  // A service whose revision the file does not know has shown it nothing.
  absl::StatusOr<States> LoadStates() {
    const Origin& origin = rows_.origin;
    Origin base = origin;
    for (int64_t* one : {&base.locations, &base.housing, &base.reporting}) {
      if (*one == 0) *one = -1;
    }
    ASSIGN_OR_RETURN(present_, Load({.municipality = origin.municipality}));
    States states = {.exported = {}, .base = {}, .present = present_.snapshot};
    const auto filled = ParseDay(origin.day).value_or(days_->last);
    const bool is_of_now = base.locations == present_.origin.locations &&
                           base.housing == present_.origin.housing &&
                           base.reporting == present_.origin.reporting;
    if (is_of_now) {
      states.base = states.present;
    } else {
      ASSIGN_OR_RETURN(RegisterSnapshot loaded, Load(base));
      states.base = std::move(loaded.snapshot);
    }
    if (filled == days_->last && days_->counted.size() == 1) {
      states.exported = states.base;
    } else {
      ASSIGN_OR_RETURN(RegisterSnapshot loaded,
                       LoadOnRecord(context_.services, base, filled, {filled}));
      states.exported = std::move(loaded.snapshot);
    }
    return states;
  }

  void Tell(const std::vector<Message>& messages) const {
    size_t told = 0;
    for (const Message& one : messages) {
      if (++told > kViolationsMax) {
        context_.streams.err << file_.label << ": en nog "
                             << messages.size() - kViolationsMax << "\n";
        return;
      }
      context_.streams.err << file_.label << ", " << one.place << ": "
                           << one.text << "\n";
    }
  }

  // What is asked back of a cell is left out where the cell is at fault.
  void TellWithNotes(const std::vector<Message>& faults) {
    std::set<std::string> at_fault;
    for (const Message& one : faults) at_fault.insert(one.place);
    std::erase_if(notes_, [&](const Message& note) {
      return at_fault.count(note.place) > 0;
    });
    Tell(notes_);
    notes_.clear();
    Tell(faults);
  }

  Speaker SpeakerFor(const Statements& statements) const {
    return {.municipality = DutchName(rows_.origin.municipality).value_or(""),
            .present = present_.snapshot,
            .statements = statements,
            .vocabulary = vocabulary_};
  }

  // Shows what changes; stores it when asked, unless something is in the way.
  absl::Status ApplyOrRefuse(const Comparison& compared,
                             const Statements& statements,
                             const std::string& stem) {
    const Speaker speaker = SpeakerFor(statements);
    std::ostream& out = context_.streams.out;
    std::ostream& err = context_.streams.err;
    out << file_.label << ": " << speaker.municipality << "\n";
    for (const Change& change : compared.changes) {
      for (const std::string& line : Sentences(change, speaker)) {
        out << "  " << line << "\n";
      }
    }
    const auto place = [&](const RecordKey& key) {
      const std::string& at = statements.at(key).place;
      return at.empty() ? file_.label : absl::StrCat(file_.label, ", ", at);
    };
    for (const Conflict& one : compared.conflicts) {
      err << place(one.key) << ": " << Sentence(one, speaker) << "\n";
    }
    for (const Conflict& one : compared.too_early) {
      err << place(one.key) << ": " << TooEarly(one, speaker) << "\n";
    }
    if (!compared.conflicts.empty() || !compared.too_early.empty()) {
      TellWithNotes({});
      return absl::FailedPreconditionError(
          absl::StrCat(file_.label, ": ",
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
      TellWithNotes({});
      out << "  er verandert niets\n";
      return absl::OkStatus();
    }
    const Delivery delivery =
        MakeDelivery({.municipality = rows_.origin.municipality,
                      .stem = stem,
                      .sha256 = Sha256(stem)},
                     compared.changes, statements, present_.placements);
    return Deliver(delivery);
  }

  // Everything is tried before anything is stored.
  absl::Status Deliver(const Delivery& delivery) {
    RETURN_IF_ERROR(SendAll(delivery, true));
    if (!context_.arguments.Has("yes")) {
      context_.streams.out << "  niets opgeslagen; met --yes wel\n";
      return absl::OkStatus();
    }
    return SendAll(delivery, false);
  }

  absl::Status SendAll(const Delivery& delivery, bool is_trial) {
    std::vector<absl::Status> answers = {
        Send(delivery, "locations", *context_.services.locations,
             &l::LocationService::Stub::DeliverLocations, delivery.locations,
             is_trial)};
    const auto go_on = [&] { return is_trial || answers.back().ok(); };
    if (go_on()) {
      answers.push_back(Send(delivery, "housing", *context_.services.housing,
                             &h::HousingService::Stub::DeliverHousing,
                             delivery.housing, is_trial));
    }
    if (go_on()) {
      answers.push_back(Send(delivery, "reporting",
                             *context_.services.reporting,
                             &r::ReportingService::Stub::DeliverTexts,
                             delivery.reporting, is_trial));
    }
    if (is_trial) TellWithNotes(trial_faults_);
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
  absl::Status Send(const Delivery& delivery, const char* name, Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    Request request, bool is_trial) {
    Request bare;
    bare.set_parent(request.parent());
    if (Serialize(request) == Serialize(bare)) return absl::OkStatus();
    // The same content later is another delivery: after a retraction a file may
    // come again.
    request.set_request_id(RequestIdFor(
        request,
        absl::StrCat(present_.origin.locations, " ", present_.origin.housing,
                     " ", present_.origin.reporting)));
    request.set_validate_only(is_trial);
    const absl::StatusOr<Response> response = Ask(stub, method, request);
    if (!response.ok()) {
      std::vector<Message> faults;
      for (const FieldViolation& violation : ViolationsIn(response.status())) {
        faults.push_back(
            AtCell(delivery, violation.field, DutchDescription(violation)));
      }
      faults = FirstOfEachPlace(std::move(faults));
      if (!is_trial) Tell(faults);
      if (faults.empty() || !is_trial) return response.status();
      trial_faults_.insert(trial_faults_.end(), faults.begin(), faults.end());
      return Misuse(absl::StrCat(file_.label, ": ", faults.size(),
                                 " fout(en); er is niets opgeslagen"));
    }
    if (!is_trial) {
      context_.streams.out << "  opgeslagen: " << name << ", "
                           << response->fact_count() << " feiten, revisie "
                           << response->revision() << "\n";
    }
    return absl::OkStatus();
  }

  const Context& context_;
  const Vocabulary& vocabulary_;
  const Turn& await_turn_;
  WorkbookFile file_;
  FileRows rows_;
  std::optional<DaysOf> days_;
  RegisterSnapshot present_;
  std::vector<Message> notes_, trial_faults_;
  std::vector<ClaimedNumber> numbers_;
};

}  // namespace

absl::Status ImportFile(const Context& context, const Vocabulary& vocabulary,
                        const std::string& path, const Turn& await_turn,
                        std::vector<ClaimedNumber>& numbers) {
  WorkbookImport import(context, vocabulary, await_turn);
  const absl::Status status = import.Import(path);
  numbers = import.TakeNumbers();
  return status;
}

absl::Status RetractFile(const Context& context, const Vocabulary& vocabulary,
                         const std::string& path, const Turn& await_turn,
                         std::vector<ClaimedNumber>&) {
  return WorkbookImport(context, vocabulary, await_turn).Retract(path);
}

}  // namespace opvang::cli::workbook
