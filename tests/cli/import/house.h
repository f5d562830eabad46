// The four services in this process, `opvang` beside them, and a town whose
// workbook goes round.
#ifndef OPVANG_TESTS_CLI_IMPORT_HOUSE_H_
#define OPVANG_TESTS_CLI_IMPORT_HOUSE_H_

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/sheet/workbook.h"
#include "services/cli/import/register_snapshot.h"
#include "services/cli/run.h"
#include "services/cli/shell/clients.h"
#include "services/cli/workbook/template.h"
#include "services/housing/housing_service.h"
#include "services/locations/location_service.h"
#include "services/quotas/quota_service.h"
#include "services/reporting/report_service.h"
#include "tests/cli/outcome.h"
#include "tests/support/in_process.h"
#include "tests/support/matchers.h"
#include "tests/support/municipalities.h"
#include "tests/support/test_database.h"

namespace opvang::cli::workbook {

namespace q = nl::opvang::quotas::v1;
namespace l = nl::opvang::locations::v1;
namespace h = nl::opvang::housing::v1;
namespace r = nl::opvang::reporting::v1;

class WorkbookHouse : public testing::Test {
 protected:
  WorkbookHouse() {
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("workbook-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    services_ = *Connect({{"quotas", quotas_server_.address()},
                          {"locations", locations_server_.address()},
                          {"housing", housing_server_.address()},
                          {"reporting", reporting_server_.address()}},
                         "");
  }
  ~WorkbookHouse() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) { return folder_ / name; }

  Outcome Opvang(std::vector<std::string> words) {
    for (const auto& [name, address] : services_.addresses) {
      words.insert(words.end(), {"--" + name, address});
    }
    return RunOpvang(words);
  }
  Outcome Import(const std::string& name, bool store = true) {
    std::vector<std::string> words = {"workbook", "import", Path(name)};
    if (store) words.push_back("--yes");
    return Opvang(words);
  }
  Outcome Retract(const std::string& name, bool store = true) {
    std::vector<std::string> words = {"workbook", "retract", Path(name)};
    if (store) words.push_back("--yes");
    return Opvang(words);
  }

  // Delivers what is written in text format.
  void Locations(const std::string& text) {
    Must<l::DeliverLocationsRequest>(
        *services_.locations, &l::LocationService::Stub::DeliverLocations,
        text);
  }
  void Housing(const std::string& text) {
    Must<h::DeliverHousingRequest>(
        *services_.housing, &h::HousingService::Stub::DeliverHousing, text);
  }
  void Texts(const std::string& text) {
    Must<r::DeliverTextsRequest>(
        *services_.reporting, &r::ReportingService::Stub::DeliverTexts, text);
  }

  // What is on record of a municipality, on a day.
  RegisterSnapshot Present(const std::string& municipality = kZwolle,
                           absl::CivilDay day = absl::CivilDay(2025, 1, 1)) {
    auto record =
        LoadOnRecord(services_, {.municipality = municipality}, day, {day});
    EXPECT_THAT(record, IsOk());
    return *record;
  }
  Vocabulary Words() { return *LoadVocabulary(services_); }

  // The workbook of now, as a model that a clerk can write in.
  sheet::Workbook Template(const std::string& municipality = kZwolle) {
    const RegisterSnapshot record = Present(municipality);
    return MakeTemplate(record.origin, RowsOf(record.snapshot, Words()),
                        Words());
  }
  void Save(const sheet::Workbook& book, const std::string& name) {
    const auto bytes =
        name.ends_with(".ods") ? sheet::WriteOds(book) : sheet::WriteXlsx(book);
    ASSERT_THAT(bytes, IsOk());
    std::ofstream(Path(name), std::ios::binary) << *bytes;
  }

  // After every day that is delivered.
  FixedClock clock_{absl::FromUnixSeconds(1830000000)};
  TestDatabase quotas_db_{"quotas"}, locations_db_{"locations"},
      housing_db_{"housing"}, reporting_db_{"reporting"};
  std::unique_ptr<Organisations> all_ = Organisations::Loopback(
      {.oin = "1", .name = "test", .role = Role::kMinistry, .scope = ""});
  quotas::QuotaService quotas_{*quotas_db_, clock_, *all_};
  InProcess quotas_server_{quotas_};
  locations::LocationService locations_{*locations_db_, clock_, *all_};
  InProcess locations_server_{locations_};
  housing::HousingService housing_{
      *housing_db_, clock_, *all_,
      q::QuotaService::NewStub(quotas_server_.channel())};
  InProcess housing_server_{housing_};
  reporting::ReportingService reporting_{
      *reporting_db_, clock_, *all_,
      reporting::Sources{
          .quotas = q::QuotaService::NewStub(quotas_server_.channel()),
          .locations = l::LocationService::NewStub(locations_server_.channel()),
          .housing = h::HousingService::NewStub(housing_server_.channel())}};
  InProcess reporting_server_{reporting_};
  Services services_;
  std::filesystem::path folder_;

 private:
  template <typename Request, typename Stub, typename Method>
  void Must(Stub& stub, Method method, const std::string& text) {
    auto request = Proto<Request>(text);
    request.set_request_id(UuidFor(text));
    ASSERT_THAT(CallRpc(stub, method, request), IsOk());
  }
};

// The sheet with that name.
inline sheet::Sheet& SheetIn(sheet::Workbook& book, const std::string& name) {
  for (sheet::Sheet& one : book.sheets) {
    if (one.name == name) return one;
  }
  ADD_FAILURE() << "no sheet " << name;
  return book.sheets.front();
}

// The column of a heading, from 1.
inline int ColumnIn(const sheet::Sheet& sheet, const std::string& header) {
  const auto& row = sheet.rows[2];
  for (size_t i = 0; i < row.size(); ++i) {
    const auto* text = std::get_if<std::string>(&row[i].value);
    if (text != nullptr && *text == header) return static_cast<int>(i) + 1;
  }
  ADD_FAILURE() << "no column " << header;
  return 1;
}

// Writes in a cell; answers its name.
inline std::string Put(sheet::Workbook& book, const std::string& sheet,
                       const std::string& header, int row,
                       const sheet::Value& value) {
  sheet::Sheet& one = SheetIn(book, sheet);
  const int column = ColumnIn(one, header);
  one.rows[row - 1][column - 1].value = value;
  return sheet::CellName({row, column});
}

// The first row of a sheet that is not filled, from 1.
inline int EmptyRow(sheet::Workbook& book, const std::string& sheet) {
  const auto& rows = SheetIn(book, sheet).rows;
  for (size_t i = 3; i < rows.size(); ++i) {
    bool is_empty = true;
    for (const sheet::Cell& cell : rows[i]) {
      is_empty = is_empty && std::holds_alternative<std::monostate>(cell.value);
    }
    if (is_empty) return static_cast<int>(i) + 1;
  }
  ADD_FAILURE() << "no empty row";
  return 4;
}

// A town with something on every sheet. All figures are illustrative.
inline constexpr char kTownLocations[] = R"pb(
  parent: 'provinces/pv23'
  locations {
    name: 'municipalities/gm0193/locations/azc-zwolle'
    display_name: 'AZC Zwolle'
    kind: 'azc'
    operator: OPERATOR_COA
    address: 'Weg 1'
    coa_number: 'COA-7'
    participants: 'municipalities/gm0166'
    remark: 'Langs het spoor'
    source: 'illustrative'
  }
  locations {
    name: 'municipalities/gm0193/locations/rol'
    display_name: 'ROL Meeuwenlaan'
    kind: 'rol'
    operator: OPERATOR_UNKNOWN
    source: 'illustrative'
  }
  locations {
    name: 'municipalities/gm0193/locations/schip'
    display_name: 'Het schip'
    kind: 'goo'
    operator: OPERATOR_COLLEGE
    quality_level: QUALITY_LEVEL_LOWER
    special_group: 'gezinnen'
    source: 'illustrative'
  }
  state_entries {
    location: 'municipalities/gm0193/locations/azc-zwolle'
    state: LOCATION_STATE_OPEN
    start_date { year: 2024 month: 1 day: 1 }
    reason: 'opening'
    source: 'illustrative'
  }
  state_entries {
    location: 'municipalities/gm0193/locations/schip'
    state: LOCATION_STATE_OPEN
    start_date { year: 2023 month: 6 day: 1 }
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/azc-zwolle'
    group: PLACE_GROUP_REGULAR
    basis: BASIS_DECIDED
    start_date { year: 2024 month: 1 day: 1 }
    place_count: 300
    decision: 'overeenkomst'
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/azc-zwolle'
    group: PLACE_GROUP_REGULAR
    basis: BASIS_DECIDED
    start_date { year: 2026 month: 2 day: 1 }
    place_count: 0
    end_certainty: END_CERTAINTY_FIXED
    decision: 'overeenkomst'
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/azc-zwolle'
    group: PLACE_GROUP_AMV
    basis: BASIS_DECIDED
    start_date { year: 2024 month: 1 day: 1 }
    place_count: 50
    decision: 'overeenkomst'
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/azc-zwolle'
    group: PLACE_GROUP_AMV
    basis: BASIS_DECIDED
    start_date { year: 2026 month: 2 day: 1 }
    place_count: 0
    end_certainty: END_CERTAINTY_FIXED
    decision: 'overeenkomst'
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/rol'
    group: PLACE_GROUP_REGULAR
    basis: BASIS_PLANNED
    place_count: 120
    source: 'illustrative'
  }
  place_entries {
    location: 'municipalities/gm0193/locations/schip'
    group: PLACE_GROUP_REGULAR
    basis: BASIS_DECIDED
    start_date { year: 2023 month: 6 day: 1 }
    place_count: 82
    decision: 'college'
    source: 'illustrative'
  }
  occupancies {
    location: 'municipalities/gm0193/locations/schip'
    count_date { year: 2024 month: 10 day: 28 }
    person_count: 80
    source: 'illustrative'
  }
  private_shelters {
    municipality: 'municipalities/gm0193'
    count_date { year: 2024 month: 10 day: 1 }
    person_count: 29
    source: 'illustrative'
  }
  nil_returns {
    municipality: 'municipalities/gm0193'
    purpose: PURPOSE_STATUS_HOLDERS
    return_date { year: 2024 month: 10 day: 1 }
    source: 'illustrative'
  })pb";
inline constexpr char kTownHousing[] = R"pb(
  parent: 'provinces/pv23'
  placements {
    name: 'municipalities/gm0193/placements/2024-07'
    placement_date { year: 2024 month: 7 day: 31 }
    kind: 'home'
    person_count: 12
    amv_count: 2
    source: 'illustrative'
  }
  placement_nil_returns {
    municipality: 'municipalities/gm0193'
    return_date { year: 2024 month: 3 day: 31 }
    source: 'illustrative'
  }
  plans {
    name: 'municipalities/gm0193/plans/flex-2025'
    home_source: HOME_SOURCE_FLEX
    start_date { year: 2025 month: 1 day: 1 }
    end_date { year: 2025 month: 7 day: 1 }
    home_count: 50
    average_household_hundredths: 215
    certainty: CERTAINTY_LIKELY
    remark: 'Aan de rand'
    source: 'illustrative'
  })pb";
inline constexpr char kTownTexts[] = R"pb(
  parent: 'provinces/pv23'
  texts {
    subject: 'municipalities/gm0193'
    kind: KIND_EXPLANATION
    position: 1
    start_date { year: 2024 month: 10 day: 31 }
    title: 'Stand'
    body: 'Eerste alinea.\n\nTweede alinea.'
    source: 'illustrative'
  })pb";

class TownHouse : public WorkbookHouse {
 protected:
  TownHouse() {
    Locations(kTownLocations);
    Housing(kTownHousing);
    Texts(kTownTexts);
  }
};

}  // namespace opvang::cli::workbook

#endif  // OPVANG_TESTS_CLI_IMPORT_HOUSE_H_
