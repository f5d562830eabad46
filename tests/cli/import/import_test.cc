// A workbook goes out and comes back, by commands and real services.
#include "tests/cli/import/house.h"

namespace opvang::cli::workbook {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class WorkbookCommandsTest : public TownHouse {
 protected:
  static constexpr char kSheet[] = "Bestaande locaties";
};

TEST_F(WorkbookCommandsTest, WhatGoesOutComesBackAndChangesNothing) {
  for (const char* name : {"zwolle.ods", "zwolle.xlsx", "zwolle"}) {
    std::vector<std::string> words = {"workbook", "create",  "Zwolle",    "-o",
                                      Path(name), "--as-of", "2025-01-01"};
    if (std::string(name) == "zwolle")
      words.insert(words.end(), {"--format", "csv"});
    const Outcome made = Opvang(words);
    ASSERT_EQ(made.status, kDone) << made.err;
    const Outcome outcome = Import(name);
    EXPECT_EQ(outcome.status, kDone) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, HasSubstr("er verandert niets"));
  }
  EXPECT_EQ(Present().origin.locations, 2);
}

TEST_F(WorkbookCommandsTest, AChangeIsToldAsAPersonWouldAndKeptWithItsCell) {
  sheet::Workbook book = Template();
  const std::string cell =
      Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Save(book, "zwolle.ods");
  const Outcome trial = Import("zwolle.ods", false);
  EXPECT_EQ(trial.status, kDone) << trial.err;
  EXPECT_THAT(trial.out,
              HasSubstr("Zwolle, AZC Zwolle: 300 → 350 plekken vanaf 1 januari "
                        "2024\n"));
  EXPECT_THAT(trial.out, HasSubstr("niets opgeslagen"));
  EXPECT_EQ(Present().origin.locations, 2);
  const Outcome stored = Import("zwolle.ods");
  EXPECT_EQ(stored.status, kDone) << stored.err;
  EXPECT_THAT(stored.out, HasSubstr("opgeslagen: locations, 1 feiten"));
  const RegisterSnapshot now = Present();
  const Record& record = now.snapshot.at(
      {Part::kPlaces, "azc-zwolle", "regular|decided|2024-01-01"});
  EXPECT_EQ(record.fields.at("place_count"), "350");
  std::ifstream file(Path("zwolle.ods"), std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  EXPECT_THAT(record.source,
              AllOf(HasSubstr("werkboek sha256:" + Sha256(bytes.str())),
                    HasSubstr("blad Bestaande locaties"), HasSubstr(cell)));
}

TEST_F(WorkbookCommandsTest, TheSameFileTwiceChangesNothing) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Put(book, kSheet, "Eerste dag", 4, "juli 2024");
  Put(book, kSheet, "Status", 4, "verlengd");
  Put(book, kSheet, "Status sinds", 4, absl::CivilDay(2025, 3, 1));
  Put(book, "Oekraïne", "Bezet (personen)", 4, int64_t{81});
  Put(book, "Oekraïne", "Geteld op", 4, absl::CivilDay(2025, 2, 1));
  const int row = EmptyRow(book, "Particuliere opvang");
  Put(book, "Particuliere opvang", "Peildatum", row,
      absl::CivilDay(2025, 2, 1));
  Put(book, "Particuliere opvang", "Personen", row, "ca. 30");
  Put(book, "Statushouders", "Personen", 4, int64_t{14});
  Put(book, "Plannen", "Woningen", 4, int64_t{60});
  Put(book, "Duiding", "Tekst", 4, "Een nieuwe tekst.");
  Put(book, "Duiding", "Geldt vanaf", 4, absl::CivilDay(2025, 2, 2));
  Save(book, "zwolle.xlsx");
  const Outcome first = Import("zwolle.xlsx");
  ASSERT_EQ(first.status, kDone) << first.err << first.out;
  EXPECT_THAT(first.err, HasSubstr("\"ca. 30\" gelezen als 30"));
  EXPECT_THAT(first.err, HasSubstr("\"juli 2024\" gelezen als 31 juli 2024"));
  const RegisterSnapshot after = Present(kZwolle, absl::CivilDay(2025, 12, 1));
  const Outcome second = Import("zwolle.xlsx");
  EXPECT_EQ(second.status, kDone) << second.err;
  EXPECT_THAT(second.out, HasSubstr("er verandert niets"));
  const RegisterSnapshot again = Present(kZwolle, absl::CivilDay(2025, 12, 1));
  EXPECT_EQ(again.origin, after.origin);
  EXPECT_EQ(
      after.snapshot.at({Part::kPlaces, "azc-zwolle", "amv|decided|2024-07-31"})
          .fields.at("stated_date"),
      "juli 2024");
  EXPECT_EQ(after.snapshot.count(
                {Part::kPlaces, "azc-zwolle", "amv|decided|2024-01-01"}),
            0u);
  EXPECT_EQ(after.snapshot.at({Part::kPlacement, "home", "2024-07-31"})
                .fields.at("person_count"),
            "14");
}

TEST_F(WorkbookCommandsTest, AnOldWorkbookCannotUndoWhatCameLater) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Put(book, kSheet, "Adres", 4, "Weg 1a");
  Save(book, "oud.ods");
  Locations(R"pb(parent: 'provinces/pv23'
                 place_entries {
                   location: 'municipalities/gm0193/locations/azc-zwolle'
                   group: PLACE_GROUP_REGULAR
                   basis: BASIS_DECIDED
                   start_date { year: 2024 month: 1 day: 1 }
                   place_count: 320
                   decision: 'overeenkomst'
                   source: 'illustrative'
                 })pb");
  const Outcome outcome = Import("oud.ods");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("oud.ods, Bestaande locaties, I4: Zwolle, AZC "
                              "Zwolle: botst"),
                    HasSubstr("300 plekken"), HasSubstr("350 plekken"),
                    HasSubstr("320 plekken")));
  EXPECT_EQ(Present().origin.locations, 3);
  // Who has seen it may say so.
  const Outcome seen = Opvang({"workbook", "import", Path("oud.ods"), "--yes",
                               "--locations-revision", "3"});
  EXPECT_EQ(seen.status, kDone) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("320 → 350 plekken"));
}

TEST_F(WorkbookCommandsTest, UntouchedCellsLeaveLaterChangesAlone) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Adres", 4, "Weg 1a");
  Save(book, "oud.ods");
  Locations(R"pb(parent: 'provinces/pv23'
                 place_entries {
                   location: 'municipalities/gm0193/locations/azc-zwolle'
                   group: PLACE_GROUP_REGULAR
                   basis: BASIS_DECIDED
                   start_date { year: 2024 month: 1 day: 1 }
                   place_count: 320
                   decision: 'overeenkomst'
                   source: 'illustrative'
                 })pb");
  const Outcome outcome = Import("oud.ods");
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Adres: \"Weg 1\" → \"Weg 1a\""));
  const RegisterSnapshot now = Present();
  EXPECT_EQ(now.snapshot
                .at({Part::kPlaces, "azc-zwolle", "regular|decided|2024-01-01"})
                .fields.at("place_count"),
            "320");
}

TEST_F(WorkbookCommandsTest, AnImportIsTakenBackWhole) {
  const RegisterSnapshot before = Present(kZwolle, absl::CivilDay(2025, 12, 1));
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Put(book, kSheet, "Adres", 4, "Weg 1a");
  const int row = EmptyRow(book, kSheet);
  Put(book, kSheet, "Naam locatie", row, "Tijdelijk dorp");
  Put(book, kSheet, "Soort", row, "noodopvang");
  Put(book, kSheet, "Beheerder", row, "gemeente");
  Put(book, kSheet, "Plekken regulier", row, int64_t{80});
  Put(book, kSheet, "Eerste dag", row, absl::CivilDay(2025, 2, 1));
  Put(book, kSheet, "Besluit", row, "college");
  const int counted = EmptyRow(book, "Particuliere opvang");
  Put(book, "Particuliere opvang", "Peildatum", counted,
      absl::CivilDay(2025, 2, 1));
  Put(book, "Particuliere opvang", "Personen", counted, int64_t{31});
  Put(book, "Statushouders", "Personen", 4, int64_t{14});
  Put(book, "Plannen", "Woningen", 4, int64_t{60});
  Put(book, "Duiding", "Tekst", 4, "Een andere tekst.");
  Save(book, "fout.ods");
  ASSERT_EQ(Import("fout.ods").status, kDone);
  const Outcome trial = Retract("fout.ods", false);
  EXPECT_EQ(trial.status, kDone) << trial.err;
  EXPECT_THAT(trial.out, HasSubstr("350 → 300 plekken"));
  const Outcome outcome = Retract("fout.ods");
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  RegisterSnapshot after = Present(kZwolle, absl::CivilDay(2025, 12, 1));
  // A description stays, given up.
  EXPECT_EQ(after.snapshot.at({Part::kState, "tijdelijk-dorp", ""})
                .fields.at("state"),
            "withdrawn");
  after.snapshot.erase({Part::kLocation, "tijdelijk-dorp", ""});
  after.snapshot.erase({Part::kState, "tijdelijk-dorp", ""});
  // Events have another source: that of the retraction.
  after.snapshot[{Part::kPlacement, "home", "2024-07-31"}].source =
      "illustrative";
  EXPECT_EQ(after.snapshot, before.snapshot);
  EXPECT_THAT(Retract("fout.ods").out, HasSubstr("er verandert niets"));
  // The same file may come again; what was given up stays so.
  const Outcome again = Import("fout.ods");
  EXPECT_EQ(again.status, kDone) << again.err;
  EXPECT_THAT(again.out, HasSubstr("300 → 350 plekken"));
  after = Present(kZwolle, absl::CivilDay(2025, 12, 1));
  EXPECT_EQ(after.snapshot.at({Part::kPlacement, "home", "2024-07-31"})
                .fields.at("person_count"),
            "14");
  EXPECT_EQ(after.snapshot.at({Part::kState, "tijdelijk-dorp", ""})
                .fields.at("state"),
            "withdrawn");
}

TEST_F(WorkbookCommandsTest, ARetractionNamesWhatCameLater) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Save(book, "fout.ods");
  ASSERT_EQ(Import("fout.ods").status, kDone);
  Locations(R"pb(parent: 'provinces/pv23'
                 place_entries {
                   location: 'municipalities/gm0193/locations/azc-zwolle'
                   group: PLACE_GROUP_REGULAR
                   basis: BASIS_DECIDED
                   start_date { year: 2024 month: 1 day: 1 }
                   place_count: 320
                   decision: 'overeenkomst'
                   source: 'illustrative'
                 })pb");
  const Outcome outcome = Retract("fout.ods");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("320 plekken"));
  EXPECT_EQ(Present().origin.locations, 4);
}

TEST_F(WorkbookCommandsTest, NothingIsKeptOfAWorkbookWithAFault) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken amv", 4, int64_t{60});
  const std::string cell = Put(book, "Duiding", "Volgnummer", 4, int64_t{0});
  Save(book, "zwolle.ods");
  const Outcome outcome = Import("zwolle.ods");
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(outcome.err, HasSubstr("zwolle.ods, Duiding, " + cell + ":"));
  EXPECT_THAT(outcome.err, HasSubstr("1 fout(en); er is niets opgeslagen"));
  EXPECT_EQ(Present().origin.locations, 2);
}

TEST_F(WorkbookCommandsTest, WhatAServiceRefusesIsNamedByItsCell) {
  sheet::Workbook book = Template();
  const std::string cell = Put(book, kSheet, "COA-nummer", 4, "COA-8");
  const std::string own =
      Put(book, kSheet, "Deelnemende gemeenten", 4, "Kampen; Zwolle");
  Save(book, "zwolle.ods");
  Locations(R"pb(parent: 'provinces/pv23'
                 locations {
                   name: 'municipalities/gm0166/locations/azc'
                   display_name: 'AZC Kampen'
                   kind: 'azc'
                   operator: OPERATOR_COA
                   coa_number: 'COA-8'
                   source: 'illustrative'
                 })pb");
  const Outcome outcome = Import("zwolle.ods");
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(outcome.err, HasSubstr("zwolle.ods, Bestaande locaties, " + cell +
                                     ": is \"COA-8\""));
  EXPECT_THAT(outcome.err, HasSubstr("Bestaande locaties, " + own +
                                     ": is de gemeente zelf"));
}

// A row of a province that is called as what only the municipality sees: the
// province is told to choose another name, and nothing is replaced or kept.
TEST_F(WorkbookCommandsTest, ANameThatIsTakenUnseenIsRefusedInWords) {
  const auto town = Organisations::Loopback({.oin = "2",
                                             .name = "zwolle",
                                             .role = Role::kMunicipality,
                                             .scope = kZwolle});
  locations::LocationService own(*locations_db_, clock_, *town);
  InProcess server(own);
  const auto stub = l::LocationService::NewStub(server.channel());
  l::CreateLocationRequest explored;
  explored.set_parent(kZwolle);
  explored.set_location_id("het-oude-klooster");
  explored.mutable_location()->set_display_name("Het oude klooster");
  explored.mutable_location()->set_kind("azc");
  explored.mutable_location()->set_operator_(l::Location::OPERATOR_COA);
  explored.mutable_location()->set_source("illustrative");
  explored.set_request_id(UuidFor("stil"));
  ASSERT_THAT(
      CallRpc(*stub, &l::LocationService::Stub::CreateLocation, explored),
      IsOk());
  const auto read = [&] {
    l::GetLocationRequest request;
    request.set_name(std::string(kZwolle) + "/locations/het-oude-klooster");
    return CallRpc(*stub, &l::LocationService::Stub::GetLocation, request);
  };
  const auto before = read();
  ASSERT_THAT(before, IsOk());
  const int64_t stood = Present().origin.locations;

  std::filesystem::create_directories(Path("map"));
  std::ofstream(Path("map/bestaande-locaties.csv"))
      << "display_name,kind,operator\nHet oude klooster,azc,coa\n";
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = Opvang(
        {"workbook", "import", Path("map"), "--yes", "--parent", "Zwolle"});
    EXPECT_EQ(outcome.status, kMisused) << outcome.out;
    EXPECT_THAT(outcome.err,
                HasSubstr("bestaande-locaties, regel 2, kolom display_name: "));
    EXPECT_THAT(outcome.err, HasSubstr("kies een ander kenmerk"));
    EXPECT_THAT(outcome.err, HasSubstr("er is niets opgeslagen"));
  }
  EXPECT_EQ(read()->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(Present().origin.locations, stood);
}

// What a system sends that was never shown anything.
TEST_F(WorkbookCommandsTest, AFileWithoutRevisionsAddsButDoesNotChange) {
  std::filesystem::create_directories(Path("map"));
  const auto send = [&](const std::string& rows,
                        std::vector<std::string> more = {}) {
    std::ofstream(Path("map/particuliere-opvang.csv"))
        << "count_date,person_count\n"
        << rows;
    more.insert(more.begin(), {"workbook", "import", Path("map"), "--yes",
                               "--parent", "Zwolle"});
    return Opvang(more);
  };
  const Outcome added = send("2024-10-01,29\n2024-11-01,31\n");
  EXPECT_EQ(added.status, kDone) << added.err;
  EXPECT_THAT(added.out, HasSubstr("31 personen op 1 november 2024 (nieuw)"));
  EXPECT_THAT(added.out, HasSubstr("opgeslagen: locations, 1 feiten"));
  const Outcome changed = send("2024-10-01,30\n");
  EXPECT_EQ(changed.status, kRefused);
  EXPECT_THAT(changed.err, HasSubstr("botst"));
  const Outcome seen = send("2024-10-01,30\n", {"--locations-revision", "3"});
  EXPECT_EQ(seen.status, kDone) << seen.err;
  EXPECT_THAT(seen.out, HasSubstr("29 personen op 1 oktober 2024 → 30"));
}

class NilReturnTest : public TownHouse {
 protected:
  // A folder of one file; says what was said of it.
  Outcome Send(const std::string& rows, std::vector<std::string> more = {}) {
    std::filesystem::create_directories(Path("map"));
    std::ofstream(Path("map/geen.csv")) << "duty,return_date,source\n" << rows;
    more.insert(more.begin(), {"workbook", "import", Path("map"), "--yes",
                               "--parent", "Zwolle"});
    return Opvang(more);
  }
  bool Holds(const std::string& duty, const std::string& day) {
    return Present().snapshot.count({Part::kNil, duty, day}) > 0;
  }
};

TEST_F(NilReturnTest, WhatIsOnRecordStandsInTheWorkbook) {
  sheet::Workbook book = Template();
  const auto& rows = SheetIn(book, "Geen").rows;
  const auto text = [](const sheet::Cell& cell) {
    return std::get<std::string>(cell.value);
  };
  EXPECT_EQ(text(rows[3][1]), "gehuisveste statushouders");
  EXPECT_EQ(std::get<absl::CivilDay>(rows[3][2].value),
            absl::CivilDay(2024, 3, 31));
  EXPECT_EQ(text(rows[4][1]), "locaties voor statushouders");
  EXPECT_EQ(text(rows[4][3]), "illustrative");
}

TEST_F(NilReturnTest, AClerkSaysItOnceAndTakesItBack) {
  sheet::Workbook book = Template();
  int row = EmptyRow(book, "Geen");
  Put(book, "Geen", "Opgave", row, "asiel");
  Put(book, "Geen", "Per", row, absl::CivilDay(2025, 1, 1));
  const std::string cell =
      Put(book, "Geen", "Bron", row, "brief van het college");
  Put(book, "Geen", "Opgave", ++row, "gehuisveste statushouders");
  Put(book, "Geen", "Per", row, absl::CivilDay(2024, 12, 31));
  Put(book, "Geen", "Bron", row, "woningcorporatie");
  Save(book, "geen.ods");
  const Outcome first = Import("geen.ods");
  ASSERT_EQ(first.status, kDone) << first.err;
  EXPECT_EQ(first.err, "");
  EXPECT_THAT(
      first.out,
      AllOf(HasSubstr("Zwolle, asiel: geen vanaf 1 januari 2025, volgens "
                      "\"brief van het college\" (nieuw)\n"),
            HasSubstr("Zwolle, gehuisveste statushouders: niemand tot en met "
                      "31 december 2024, volgens \"woningcorporatie\" "
                      "(nieuw)\n"),
            HasSubstr("opgeslagen: locations, 1 feiten"),
            HasSubstr("opgeslagen: housing, 1 feiten")));
  const RegisterSnapshot now = Present();
  const Record& asylum = now.snapshot.at({Part::kNil, "asylum", "2025-01-01"});
  EXPECT_THAT(asylum.source, AllOf(HasSubstr("werkboek sha256:"),
                                   HasSubstr(", blad Geen, " + cell +
                                             " (\"brief van het college\")")));
  EXPECT_THAT(Import("geen.ods").out, HasSubstr("er verandert niets"));
  EXPECT_EQ(Present().origin, now.origin);

  sheet::Workbook later = Template();
  Put(later, "Geen", "Bron", 4, "vervalt");
  Put(later, "Geen", "Bron", 5, "vervalt");
  Save(later, "terug.xlsx");
  const Outcome back = Import("terug.xlsx");
  ASSERT_EQ(back.status, kDone) << back.err;
  EXPECT_THAT(back.out,
              HasSubstr("Zwolle, asiel: geen vanaf 1 januari 2025, volgens "
                        "\"brief van het college\": vervalt\n"));
  EXPECT_FALSE(Holds("asylum", "2025-01-01"));
  EXPECT_THAT(Import("terug.xlsx").out, HasSubstr("er verandert niets"));
}

TEST_F(NilReturnTest, AFileIsRetractedWhole) {
  const Snapshot before = Present().snapshot;
  ASSERT_EQ(Send("ukraine,2025-01-01,brief\nhoused,2024-12-31,brief\n").status,
            kDone);
  EXPECT_TRUE(Holds("ukraine", "2025-01-01"));
  EXPECT_TRUE(Holds(kHoused, "2024-12-31"));
  const Outcome back = Opvang(
      {"workbook", "retract", Path("map"), "--yes", "--parent", "Zwolle"});
  EXPECT_EQ(back.status, kDone) << back.err;
  EXPECT_EQ(Present().snapshot, before);
  EXPECT_EQ(Send("ukraine,2025-01-01,brief\n").status, kDone);
}

TEST_F(NilReturnTest, ADayToComeIsRefusedAtItsCell) {
  const Outcome outcome = Send(
      "asylum,2099-01-01,brief\nukraine,2025-01-01,brief\n"
      "housed,2099-01-01,brief\n");
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(
      outcome.err,
      AllOf(HasSubstr("geen, regel 2, kolom return_date: is 1 januari 2099"),
            HasSubstr("geen, regel 4, kolom return_date: is 1 januari 2099"),
            Not(HasSubstr("regel 3")), Not(HasSubstr("klopt dat jaar"))));
  EXPECT_FALSE(Holds("ukraine", "2025-01-01"));
}

TEST_F(NilReturnTest, WhatAnotherSaidMeanwhileIsAConflict) {
  sheet::Workbook book = Template();
  Put(book, "Geen", "Bron", 5, "nota");
  Save(book, "oud.ods");
  Locations(R"pb(parent: 'provinces/pv23'
                 nil_returns {
                   municipality: 'municipalities/gm0193'
                   purpose: PURPOSE_STATUS_HOLDERS
                   return_date { year: 2024 month: 10 day: 1 }
                   source: 'illustrative'
                   retracted: true
                 })pb");
  const Outcome outcome = Import("oud.ods");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("oud.ods, Geen, "),
                    HasSubstr("Zwolle, locaties voor statushouders: botst"),
                    HasSubstr("volgens \"nota\""),
                    HasSubstr("maar intussen is vastgelegd niets")));
}

// Two services have something to say; one of them refuses.
TEST_F(WorkbookCommandsTest, NothingIsStoredAnywhereWhenOneServiceRefuses) {
  sheet::Workbook book = Template();
  Put(book, kSheet, "Plekken regulier", 4, int64_t{350});
  Put(book, "Plannen", "Opmerking", 4, "Een opmerking");
  Save(book, "zwolle.ods");
  // From now on housing hears only whom it lets read.
  const std::unique_ptr<Organisations> reader = Organisations::Loopback(
      {.oin = "2", .name = "lezer", .role = Role::kAuditor, .scope = ""});
  housing::HousingService housing(
      *housing_db_, clock_, *reader,
      q::QuotaService::NewStub(quotas_server_.channel()));
  InProcess server(housing);
  services_.addresses["housing"] = server.address();
  const Outcome outcome = Import("zwolle.ods");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("Deze rol mag dit niet"));
  EXPECT_EQ(Present().origin.locations, 2);
}

TEST_F(WorkbookCommandsTest, SeveralFilesStandEachByItself) {
  sheet::Workbook right = Template(), wrong = Template();
  Put(right, kSheet, "Plekken regulier", 4, int64_t{350});
  Put(wrong, kSheet, "Plekken regulier", 4, "veel");
  Save(wrong, "fout.ods");
  Save(right, "goed.ods");
  const Outcome outcome = Opvang(
      {"workbook", "import", Path("fout.ods"), Path("goed.ods"), "--yes"});
  EXPECT_EQ(outcome.status, kMisused);
  EXPECT_THAT(outcome.err, HasSubstr("fout.ods, Bestaande locaties, I4: "));
  EXPECT_THAT(outcome.out, HasSubstr("opgeslagen: locations, 1 feiten"));
}

TEST_F(WorkbookCommandsTest, TheFormatFollowsTheNameAndIsTold) {
  const Outcome wrong =
      Opvang({"workbook", "create", "gm0193", "-o", Path("zwolle.doc")});
  EXPECT_EQ(wrong.status, kMisused);
  EXPECT_THAT(wrong.err, HasSubstr("ods, xlsx of csv"));
  EXPECT_EQ(Opvang({"workbook", "create", "Zwole"}).status, kMisused);
  EXPECT_EQ(Import("er-niet.ods").status, kMisused);
  const Outcome columns = Opvang({"workbook", "columns", "--output", "csv"});
  EXPECT_EQ(columns.status, kDone);
  EXPECT_THAT(columns.out, HasSubstr("bestaande-locaties.csv,start_date,"));
}

TEST_F(WorkbookCommandsTest, ServicesThatAreDownAreToldInDutch) {
  Save(Template(), "zwolle.ods");
  housing_server_.Stop();
  const Outcome outcome = Import("zwolle.ods");
  EXPECT_EQ(outcome.status, kUnreachable);
  EXPECT_THAT(outcome.err, HasSubstr("antwoordt niet"));
}

}  // namespace
}  // namespace opvang::cli::workbook
