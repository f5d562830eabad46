#include "services/cli/load/load.h"

#include <dirent.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/csv.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "services/cli/load/rows.h"
#include "services/cli/shell/said_once.h"
#include "services/cli/shell/sentences.h"

namespace opvang::cli {
namespace {

constexpr char kCsv[] = ".csv";

std::vector<std::string> CsvFilesIn(const std::string& folder,
                                    std::vector<std::string>& faults) {
  std::vector<std::string> files;
  DIR* opened = opendir(folder.c_str());
  if (opened == nullptr) {
    faults.push_back(absl::StrCat(folder, ": is niet te lezen"));
    return files;
  }
  while (const dirent* entry = readdir(opened)) {
    if (absl::EndsWith(entry->d_name, kCsv)) files.push_back(entry->d_name);
  }
  closedir(opened);
  std::sort(files.begin(), files.end());
  if (files.empty())
    faults.push_back(absl::StrCat(folder, ": heeft geen bestand van CSV"));
  return files;
}

// The request whose repeated field has that name.
google::protobuf::Message* RequestWith(const std::string& field,
                                       Delivery& delivery) {
  const std::vector<google::protobuf::Message*> requests = {
      &delivery.quotas, &delivery.locations, &delivery.housing,
      &delivery.reporting};
  for (google::protobuf::Message* request : requests) {
    const auto* found = request->GetDescriptor()->FindFieldByName(field);
    if (found != nullptr && found->is_repeated()) return request;
  }
  return nullptr;
}

// "place_entries[3].place_count": field, index, the rest.
struct Path {
  std::string field;
  int index = -1;
  std::string rest;
};
Path ParsePath(const std::string& text) {
  const size_t open = text.find('['), close = text.find(']');
  Path path;
  if (open == std::string::npos || close == std::string::npos) return path;
  path.field = text.substr(0, open);
  if (!absl::SimpleAtoi(text.substr(open + 1, close - open - 1), &path.index)) {
    path.index = -1;
  }
  path.rest = std::string(absl::StripPrefix(text.substr(close + 1), "."));
  return path;
}

// A row that a fault names ("repeats place_entries[3]; …") by its line.
std::string WithLines(const Delivery& delivery, std::string description) {
  for (const auto& [field, origin] : delivery.origins) {
    const size_t at = description.find(absl::StrCat(field, "["));
    const size_t close = description.find(']', at);
    if (at == std::string::npos || close == std::string::npos ||
        (at > 0 && description[at - 1] != ' ')) {
      continue;
    }
    const Path path = ParsePath(description.substr(at, close + 1 - at));
    if (path.index < 0 || path.index >= static_cast<int>(origin.lines.size())) {
      continue;
    }
    description.replace(
        at, close + 1 - at,
        absl::StrCat(origin.file, ":", origin.lines[path.index]));
    break;
  }
  return description;
}

template <typename Request>
bool IsEmpty(const Request& request) {
  Request bare;
  bare.set_parent(request.parent());
  return Serialize(request) == Serialize(bare);
}

// One try of one service.
template <typename Stub, typename Request, typename Response, typename Newest>
absl::Status DeliverTo(const char* name, Stub& stub,
                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                    const Request&, Response*),
                       const Request& request, Newest newest, bool dry_run,
                       const std::string& actor, const OnKept& on_kept) {
  if (IsEmpty(request)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t revision, newest());
  ASSIGN_OR_RETURN(const Response response,
                   SayOnce(stub, method, request, revision, dry_run, actor));
  on_kept({.service = name,
           .fact_count = response.fact_count(),
           .revision = response.revision()});
  return absl::OkStatus();
}

// What each service answered, in the order in which they are delivered to. A
// real delivery stops at the first refusal, a dry run tries them all.
std::vector<absl::Status> DeliverToAll(Services& services,
                                       const Delivery& delivery, bool dry_run,
                                       const OnKept& on_kept) {
  namespace q = nl::opvang::quotas::v1;
  namespace l = nl::opvang::locations::v1;
  namespace h = nl::opvang::housing::v1;
  namespace r = nl::opvang::reporting::v1;
  std::vector<absl::Status> answers;
  const auto go_on = [&] {
    return dry_run || answers.empty() || answers.back().ok();
  };
  answers.push_back(DeliverTo(
      "quotas", *services.quotas, &q::QuotaService::Stub::DeliverQuotas,
      delivery.quotas, [&] { return QuotasRevision(services); }, dry_run,
      services.actor, on_kept));
  if (go_on()) {
    answers.push_back(DeliverTo(
        "locations", *services.locations,
        &l::LocationService::Stub::DeliverLocations, delivery.locations,
        [&] { return LocationsRevision(services); }, dry_run, services.actor,
        on_kept));
  }
  if (go_on()) {
    answers.push_back(DeliverTo(
        "housing", *services.housing, &h::HousingService::Stub::DeliverHousing,
        delivery.housing, [&] { return HousingRevision(services); }, dry_run,
        services.actor, on_kept));
  }
  if (go_on()) {
    answers.push_back(DeliverTo(
        "reporting", *services.reporting,
        &r::ReportingService::Stub::DeliverTexts, delivery.reporting,
        [&] { return ReportingRevision(services); }, dry_run, services.actor,
        on_kept));
  }
  return answers;
}

// The first refusal; the faults of all of them are added.
absl::Status Judge(const Delivery& delivery,
                   const std::vector<absl::Status>& answers,
                   std::vector<std::string>& faults) {
  absl::Status first;
  for (const absl::Status& answer : answers) {
    first.Update(answer);
    for (std::string& fault : FaultsAt(delivery, answer)) {
      faults.push_back(std::move(fault));
    }
  }
  return first;
}

}  // namespace

Delivery ReadFolder(const std::string& folder, const std::string& parent,
                    std::vector<std::string>& faults) {
  Delivery delivery;
  delivery.quotas.set_parent(parent);
  delivery.locations.set_parent(parent);
  delivery.housing.set_parent(parent);
  delivery.reporting.set_parent(parent);
  for (const std::string& name : CsvFilesIn(folder, faults)) {
    const std::string path = absl::StrCat(folder, "/", name);
    const std::string field(absl::StripSuffix(name, kCsv));
    google::protobuf::Message* request = RequestWith(field, delivery);
    if (request == nullptr) {
      faults.push_back(absl::StrCat(
          path, ": geen dienst neemt ", field,
          "; een bestand heet naar wat erin staat, als place_entries.csv"));
      continue;
    }
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    Delivery::Origin& origin = delivery.origins[field];
    origin.file = path;
    AppendRows(path, ParseCsv(text.str()), field, *request, origin.lines,
               faults);
  }
  return delivery;
}

std::vector<std::string> FaultsAt(const Delivery& delivery,
                                  const absl::Status& status) {
  std::vector<std::string> faults;
  for (FieldViolation violation : ViolationsIn(status)) {
    violation.description = WithLines(delivery, violation.description);
    const Path path = ParsePath(violation.field);
    const auto origin = delivery.origins.find(path.field);
    if (origin == delivery.origins.end() || path.index < 0 ||
        path.index >= static_cast<int>(origin->second.lines.size())) {
      faults.push_back(DutchFault(violation));
      continue;
    }
    faults.push_back(absl::StrCat(
        origin->second.file, ":", origin->second.lines[path.index],
        path.rest.empty() ? "" : absl::StrCat(", kolom ", path.rest), ": ",
        DutchDescription(violation)));
  }
  return faults;
}

absl::Status Deliver(Services& services, Delivery delivery, bool dry_run,
                     const OnKept& on_kept, std::vector<std::string>& faults) {
  const auto silent = [](const Kept&) {};
  const absl::Status tried =
      Judge(delivery,
            DeliverToAll(services, delivery, true, dry_run ? on_kept : silent),
            faults);
  if (dry_run || !tried.ok()) return tried;
  return Judge(delivery, DeliverToAll(services, delivery, false, on_kept),
               faults);
}

}  // namespace opvang::cli
