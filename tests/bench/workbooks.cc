// A new workbook of each municipality, read and stored by the client.
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/sheet/workbook.h"
#include "services/cli/import/register_snapshot.h"
#include "services/cli/workbook/template.h"
#include "tests/bench/rows.h"
#include "tests/bench/table.h"
#include "tests/cli/workbook/world.h"
#include "tests/support/in_process.h"
#include "tests/support/process.h"

namespace opvang::bench {
namespace {

namespace wb = ::opvang::cli::workbook;

constexpr int kNewLocations = 6;

std::map<std::string, std::string> Addresses(const House& house) {
  std::map<std::string, std::string> addresses;
  for (const char* name : Programs::kNames) {
    addresses[name] = house.programs.Address(name);
  }
  return addresses;
}

// Writes them, with six locations each that are not on record, and what is
// known of these, of housing and of plans, and texts.
std::vector<std::string> WriteWorkbooks(const wb::Vocabulary& words,
                                        const Folder& folder) {
  std::mt19937 random(342);
  std::vector<std::string> paths;
  for (const Municipality& town : AllMunicipalities()) {
    wb::Snapshot world = wb::World(random).Sound(kNewLocations);
    // The country has its placements of homes on days of its own.
    std::erase_if(world, [](const auto& one) {
      return one.first.part == wb::Part::kPlacement &&
             one.first.subject == "home";
    });
    std::vector<wb::SheetRow> rows = wb::RowsOf(world, words);
    for (wb::SheetRow& row : rows) {
      row.key.clear();
      row.values.erase("participants");  // Some name the town itself.
    }
    paths.push_back(folder / absl::StrCat(town.code, ".ods"));
    std::ofstream(paths.back(), std::ios::binary) << *sheet::WriteOds(
        wb::MakeTemplate({.municipality = town.Name(), .day = "2025-01-01"},
                         rows, words));
  }
  return paths;
}

// How many locations a municipality has.
int LocationsOf(House& house, const std::string& town) {
  l::ListLocationsRequest request;
  request.set_parent(town);
  const auto listed = CallRpc(
      *house.locations[0], &l::LocationService::Stub::ListLocations, request);
  return listed.ok() ? listed->locations_size() : 0;
}

// One fact of each municipality by a call of its own, and nothing else.
absl::Duration CallForEach(House& house) {
  const absl::Time start = absl::Now();
  for (const Municipality& town : AllMunicipalities()) {
    l::DeliverLocationsRequest request;
    request.set_parent(town.Name());
    request.set_request_id(UuidFor("bare " + town.Name()));
    l::PrivateShelter& one = *request.add_private_shelters();
    one.set_municipality(town.Name());
    one.mutable_count_date()->set_year(2020);
    one.mutable_count_date()->set_month(1);
    one.mutable_count_date()->set_day(1);
    one.set_person_count(1);
    one.set_source("illustrative");
    const auto delivered =
        CallRpc(*house.locations[0],
                &l::LocationService::Stub::DeliverLocations, request);
    if (!delivered.ok()) std::abort();
  }
  return absl::Now() - start;
}

// Stores them in a register that has so many locations of each municipality.
void StoreWorkbooks(House& house, const std::string& register_name,
                    int locations_on_record) {
  const Folder folder;
  auto services = cli::Connect(Addresses(house), "");
  const std::vector<std::string> paths =
      WriteWorkbooks(*wb::LoadVocabulary(*services), folder);
  const absl::Duration limit = CallForEach(house);

  std::vector<std::string> command = {BuildFolder() + "/services/cli/opvang",
                                      "workbook", "import", "--yes"};
  command.insert(command.end(), paths.begin(), paths.end());
  for (const auto& [name, address] : Addresses(house)) {
    command.insert(command.end(), {"--" + name, address});
  }
  const absl::Time start = absl::Now();
  int status = 0;
  rusage used{};
  wait4(Spawn(command, folder / "log"), &status, 0, &used);
  const absl::Duration ours = absl::Now() - start;

  int failed = 0;
  for (const Municipality& town : AllMunicipalities()) {
    if (LocationsOf(house, town.Name()) !=
        locations_on_record + kNewLocations) {
      ++failed;
    }
  }
  PrintLine(
      absl::StrCat("workbooks stored in ", register_name, " (", paths.size(),
                   ")"),
      SecondsText(ours), SecondsText(limit), TimesText(ours, limit),
      absl::StrCat("failed ", failed, ", exit status ", WEXITSTATUS(status),
                   ", processor time of the client ",
                   SecondsText(absl::DurationFromTimeval(used.ru_utime) +
                               absl::DurationFromTimeval(used.ru_stime))));
  if (failed > 0 || status != 0) {
    std::ostringstream log;
    log << std::ifstream(folder / "log").rdbuf();
    std::printf("%s\n", log.str().substr(0, 2000).c_str());
  }
}

}  // namespace

void WorkbooksRow() {
  {
    House house;
    StoreWorkbooks(house, "an empty register", 0);
  }
  House house;
  house.country.DeliverYear(2024);
  StoreWorkbooks(house, "one of a year", kLocationsOfOne);
}

}  // namespace opvang::bench
