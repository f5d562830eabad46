// The report commands against real services: what they print, and what twice
// means.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/cli/run.h"
#include "tests/cli/english.h"
#include "tests/cli/outcome.h"
#include "tests/reporting/house.h"
#include "tests/support/tampering.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace rp = nl::opvang::reporting::v1;
using reporting::House;
using reporting::kVerslag;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class ReportCommandsTest : public testing::Test {
 protected:
  ReportCommandsTest() {
    house_.Quotas(reporting::kCycle);
    house_.Locations(reporting::kRol);
  }
  Outcome As(const Organisation& who, std::vector<std::string> words) {
    words.insert(words.end(),
                 {"--quotas", house_.quotas_server.address(), "--locations",
                  house_.locations_server.address(), "--housing",
                  house_.housing_server.address(), "--reporting",
                  house_.AddressFor(who), "--actor-key", TestActorKeyFile()});
    return RunOpvang(words);
  }
  Outcome Opvang(const std::string& line) {
    return As(reporting::Province(), absl::StrSplit(line, ' '));
  }
  std::string Must(const std::string& line) {
    const Outcome outcome = Opvang(line);
    EXPECT_EQ(outcome.status, kDone) << line << "\n" << outcome.err;
    return outcome.out;
  }
  nlohmann::json Json(const std::string& line) {
    return nlohmann::json::parse(Must(absl::StrCat(line, " --output json")));
  }
  void Create(const std::string& name = kVerslag,
              const std::string& flags = "") {
    Must(absl::StrCat("report create ", name, kDays2024, " --actor bureau-1",
                      flags));
  }
  // The verbs of the report's life, in order.
  std::vector<std::string> Verbs() {
    std::vector<std::string> verbs;
    for (const auto& event :
         Json(absl::StrCat("report standing ", kVerslag, " --events"))) {
      verbs.push_back(event["verb"]);
    }
    return verbs;
  }

  House house_;
};

TEST_F(ReportCommandsTest, CreatingTwiceMakesOneAndShowTellsItsPins) {
  Create();
  Create();
  EXPECT_THAT(Json("report list provinces/pv23"), SizeIs(1));
  const auto shown = Json(absl::StrCat("report show ", kVerslag));
  EXPECT_EQ(shown[0]["state"], "draft");
  EXPECT_EQ(shown[0]["quotas_revision"], 2);
  EXPECT_EQ(shown[0]["asylum_guaranteed"], "300");
  EXPECT_EQ(shown[0]["asylum_guaranteed_known"], "1 of 25");
  EXPECT_EQ(std::string(shown[0]["seal"]).size(), 64u);
  EXPECT_THAT(Must(absl::StrCat("report show ", kVerslag)),
              AllOf(HasSubstr("\nasiel definitief: 300\n"),
                    HasSubstr("\nasiel definitief, bekend van: 1 van 25\n")));
}

TEST_F(ReportCommandsTest, ADryRunKeepsNothing) {
  Must(absl::StrCat("report create ", kVerslag, kDays2024, " --dry-run"));
  EXPECT_THAT(Json("report list provinces/pv23"), SizeIs(0));
}

TEST_F(ReportCommandsTest, ANewVersionNamesTheOneBeforeAndWhy) {
  Create();
  const Outcome silent = Opvang(absl::StrCat(
      "report create provinces/pv23/reports/verslag-v2 --supersedes ", kVerslag,
      kDays2024));
  EXPECT_EQ(silent.status, kRefused);
  EXPECT_THAT(silent.err, HasSubstr("reden van de nieuwe versie ontbreekt"));
  Create("provinces/pv23/reports/verslag-v2",
         absl::StrCat(" --supersedes ", kVerslag, " --reason bezwaar"));
  EXPECT_EQ(Json("report show provinces/pv23/reports/verslag-v2")[0]["version"],
            2);
  Must("report verify provinces/pv23/reports/verslag-v2");
}

TEST_F(ReportCommandsTest, AQuarterlyIsKnownByItsName) {
  Must(
      "report create provinces/pv23/reports/quarterly-2024-q3 --actor "
      "bureau-1");
  const auto shown =
      Json("report show provinces/pv23/reports/quarterly-2024-q3");
  EXPECT_EQ(shown[0]["kind"], "quarterly");
  EXPECT_EQ(shown[0]["as_of_date"], "2024-09-30");
  EXPECT_EQ(
      Opvang("report create provinces/pv23/reports/x --kind quarterly").status,
      kMisused);
  EXPECT_EQ(
      Opvang("report create provinces/pv23/reports/x --quarter 2024-q3").status,
      kMisused);
}

// Ten faults of rows, of real services, each at its line and in Dutch.
TEST_F(ReportCommandsTest, LoadSaysEveryFaultOfAServiceInDutch) {
  const fs::path folder = testing::TempDir() + "/fouten";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "place_entries.csv")
      << "location,group,basis,start_date,place_count,usable_place_count,"
         "end_certainty,decision,source\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,regular,decided,"
         "2025-01-01,-5,,,raadsbesluit,brief\n"
         "municipalities/gm0193/locations/onbekend,regular,decided,2025-01-01,"
         "100,,,raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,,decided,2025-02-01,"
         "100,,,raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,amv,decided,"
         "2025-03-01,0,,,raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,special,decided,"
         "2025-04-01,10,20,,raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,special,decided,"
         "2025-05-01,10,,,,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,special,decided,"
         "2025-06-01,10,,,bel 0612345678,brief\n"
         "municipalities/gm9999/locations/azc,regular,decided,2025-01-01,100,,,"
         "raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,buffer,decided,,10,,,"
         "raadsbesluit,brief\n"
         "municipalities/gm0193/locations/rol-meeuwenlaan,regular,decided,"
         "2025-01-01,7,,,raadsbesluit,brief\n";
  const Outcome outcome = Opvang(
      absl::StrCat("load ", folder.string(), " --parent provinces/pv23"));
  EXPECT_EQ(outcome.status, kMisused);
  const std::string file = (folder / "place_entries.csv").string();
  for (const char* told :
       {":2, kolom place_count: is -5; moet tussen 0 en 100.000 liggen",
        ":4, kolom group: ontbreekt of is onbekend; kies uit regulier "
        "(regular), amv, bijzonder (special) of buffer",
        ":5, kolom end_certainty: ontbreekt of is onbekend; een einde is "
        "vast (fixed) of indicatief (indicative)",
        ":6, kolom usable_place_count: is 20; moet tussen 0 en 10 liggen",
        ":7, kolom decision: ontbreekt; geef 1 tot en met 200 tekens",
        ":8, kolom decision: bevat \"0612345678\", en dat lijkt een "
        "telefoonnummer; hier staan alleen aantallen, niets over een "
        "persoon: laat het weg",
        ":9, kolom location: is \"municipalities/gm9999\", en dat is geen "
        "gemeente",
        ":10, kolom start_date: ontbreekt; geef een dag van de kalender, van "
        "1900 tot en met 2199"}) {
    EXPECT_THAT(outcome.err, HasSubstr(absl::StrCat(file, told)));
  }
  EXPECT_THAT(outcome.err, HasSubstr(absl::StrCat(file, ":11: herhaalt ", file,
                                                  ":2; zeg een "
                                                  "feit één keer")));
  EXPECT_THAT(EnglishIn(absl::StrReplaceAll(outcome.err, {{file, ""}})),
              testing::IsEmpty())
      << outcome.err;
  // What is only seen when the rows themselves are right.
  std::ofstream(folder / "place_entries.csv")
      << "location,group,basis,start_date,place_count,decision,source\n"
         "municipalities/gm0193/locations/onbekend,regular,decided,2025-01-01,"
         "100,raadsbesluit,brief\n";
  EXPECT_THAT(
      Opvang(absl::StrCat("load ", folder.string(), " --parent provinces/pv23"))
          .err,
      HasSubstr(absl::StrCat(
          file,
          ":2, kolom location: is "
          "\"municipalities/gm0193/locations/onbekend\", "
          "en die staat niet in het register; lever de locatie eerst aan, of "
          "tegelijk\n")));
}

// What is in the way of a step, in Dutch.
TEST_F(ReportCommandsTest, AStepThatCannotBeSaysWhyInDutch) {
  Create();
  const Outcome outcome =
      Opvang(absl::StrCat("report adopt ", kVerslag,
                          " regions/ijsselland --letter tafel --actor b-2"));
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("nog niet bevestigd: Dalfsen, "));
  EXPECT_THAT(EnglishIn(outcome.err), testing::IsEmpty()) << outcome.err;
}

// A confirmation, its revocation and the same confirmation again are three
// steps; each repeated at once is none.
TEST_F(ReportCommandsTest, AStepThatWasUndoneIsTakenAgain) {
  Create();
  const std::string confirm = absl::StrCat("report confirm ", kVerslag, " ",
                                           kZwolle, " --letter brief");
  const std::string revoke =
      absl::StrCat("report revoke ", kVerslag, " ", kZwolle, " --reason fout");
  for (const std::string& step :
       {confirm, confirm, revoke, revoke, confirm, confirm, revoke}) {
    Must(step);
  }
  EXPECT_THAT(Verbs(), ElementsAre("created", "confirmed", "revoked",
                                   "confirmed", "revoked"));
}

TEST_F(ReportCommandsTest, SeveralMunicipalitiesAreConfirmedAtOnce) {
  Create();
  const auto after =
      Json(absl::StrCat("report confirm ", kVerslag, " ", kZwolle, " ", kKampen,
                        " --letter brief"));
  EXPECT_EQ(after[0]["confirmed"], "2 van 25");
  EXPECT_EQ(after[0]["state"], "draft");
}

TEST_F(ReportCommandsTest, AnEmbargoIsSetMovedLiftedAndSetAgain) {
  Create();
  const std::string start = absl::StrCat("report embargo ", kVerslag);
  const std::string first = " --until 2024-11-05 --reason kamerbrief";
  const std::string later =
      " --until 2024-11-06T09:00:00+01:00 --reason kamerbrief";
  const std::string lift = " --lift --reason klaar";
  for (const std::string& flags :
       {first, first, later, lift, lift, first, later, later}) {
    Must(absl::StrCat(start, flags));
  }
  EXPECT_THAT(Verbs(), ElementsAre("created", "embargoed", "embargoed",
                                   "embargoed", "embargoed", "embargoed"));
  EXPECT_EQ(Json(absl::StrCat("report show ", kVerslag))[0]["embargo_time"],
            "2024-11-06T09:00:00+01:00");
  // A day is its first instant here.
  Must(absl::StrCat(start, first));
  EXPECT_EQ(Json(absl::StrCat("report show ", kVerslag))[0]["embargo_time"],
            "2024-11-05T00:00:00+01:00");
  EXPECT_EQ(Opvang(absl::StrCat(start, " --reason x")).status, kMisused);
}

TEST_F(ReportCommandsTest, WhoMadeItDoesNotAdoptIt) {
  Create();
  std::string all = absl::StrCat("report confirm ", kVerslag);
  for (const auto& row : Json(absl::StrCat("report standing ", kVerslag))) {
    if (row["part"] == "confirmation") {
      absl::StrAppend(&all, " ", std::string(row["subject"]));
    }
  }
  Must(absl::StrCat(all, " --letter brief"));
  const Outcome outcome = Opvang(
      absl::StrCat("report adopt ", kVerslag,
                   " regions/ijsselland --letter besluit --actor bureau-1"));
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("stelt het niet zelf vast"));
}

TEST_F(ReportCommandsTest, TheActorIsInTheTrail) {
  Create();
  const auto trail = Json("report audit --limit 1");
  ASSERT_THAT(trail, SizeIs(1));
  EXPECT_EQ(trail[0]["actor"], "proved:bureau-1");
  EXPECT_EQ(trail[0]["organisation"], "provincie");
  EXPECT_THAT(std::string(trail[0]["method"]), HasSubstr("CreateReport"));
  for (const char* service : {"quotas", "locations", "housing", "reporting"}) {
    const Outcome verified =
        Opvang(absl::StrCat("report audit --verify --service ", service));
    EXPECT_EQ(verified.status, kDone);
    EXPECT_THAT(verified.err, HasSubstr("heel"));
  }
}

TEST_F(ReportCommandsTest, ABrokenTrailEndsWithOne) {
  Create();
  Must(absl::StrCat("report confirm ", kVerslag, " ", kZwolle,
                    " --letter brief"));
  TestServer::Shared().Administrate(
      absl::StrCat("UPDATE ", house_.db.schema(),
                   ".revisions SET caller = 'x' WHERE revision = 2"));
  const Outcome outcome = Opvang("report audit --verify");
  EXPECT_EQ(outcome.status, kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("breekt bij revisie 2"));
  const Outcome verified = Opvang(absl::StrCat("report verify ", kVerslag));
  EXPECT_EQ(verified.status, kRefused);
  EXPECT_THAT(verified.out, HasSubstr("audit_chain"));
}

// A chain that was rewritten as a whole, or cut with its ledger, holds in
// itself; a head that was kept elsewhere tells.
TEST_F(ReportCommandsTest, HeadsThatWereKeptTellOfAnotherPast) {
  Create();
  Must(absl::StrCat("report confirm ", kVerslag, " ", kZwolle,
                    " --letter brief"));
  const std::string folder = testing::TempDir() + "/heads";
  fs::remove_all(folder);
  fs::create_directories(folder);
  ASSERT_EQ(system(absl::StrCat("cd ", folder,
                                " && openssl ecparam -name prime256v1 -genkey "
                                "-noout -out key && openssl pkey -in key "
                                "-pubout -out key.pub")
                       .c_str()),
            0);
  Must(
      absl::StrCat("audit head -o ", folder, "/1.json --key ", folder, "/key"));
  const std::string verify = absl::StrCat("audit verify --heads ", folder,
                                          " --key ", folder, "/key.pub");
  EXPECT_THAT(Opvang(verify).err, HasSubstr("en zoals het was in 4 koppen"));
  // Anybody reads the signature.
  EXPECT_EQ(system(absl::StrCat("cd ", folder,
                                " && openssl dgst -sha256 -verify key.pub "
                                "-signature 1.json.sig 1.json >/dev/null")
                       .c_str()),
            0);
  // Somebody who may write everything puts another name in the records, and
  // the chain after it.
  TestServer::Shared().Administrate(
      absl::StrCat("UPDATE ", house_.db.schema(),
                   ".revisions SET organisation = 'x' WHERE revision = 2"));
  EXPECT_EQ(Opvang("audit verify").status, kRefused);
  SealAnew(house_.db);
  house_.Restart();
  EXPECT_EQ(Opvang("audit verify").status, kDone);
  const Outcome rewritten = Opvang(verify);
  EXPECT_EQ(rewritten.status, kRefused);
  EXPECT_THAT(rewritten.out, HasSubstr("1.json"));
  // A service whose tail was cut.
  const std::string schema = house_.locations_db.schema();
  TestServer::Shared().Administrate(
      absl::StrCat("DELETE FROM ", schema,
                   ".revisions WHERE revision = (SELECT revision FROM ", schema,
                   ".ledger)"));
  TestServer::Shared().Administrate(
      absl::StrCat("UPDATE ", schema, ".ledger SET revision = revision - 1"));
  EXPECT_THAT(Opvang(verify).out, HasSubstr("locations"));
  // A head of somebody else.
  std::ofstream(folder + "/1.json", std::ios::app) << " ";
  const Outcome forged = Opvang(verify);
  EXPECT_EQ(forged.status, kRefused);
  EXPECT_THAT(forged.err, HasSubstr("de handtekening klopt niet"));
}

TEST_F(ReportCommandsTest, AFigureOpensDownToItsFacts) {
  Create();
  const std::string explain =
      absl::StrCat("report explain ", kVerslag,
                   " provinces/pv23#asylum.guaranteed_place_count --depth ");
  const auto rows = Json(absl::StrCat(explain, "9"));
  EXPECT_EQ(rows[0]["layer"], 0);
  EXPECT_EQ(rows[0]["count"], 300);
  // At every layer the parts add up to what is opened.
  int facts = 0;
  for (const auto& row : rows) {
    if (row["what"] == "fact") ++facts;
  }
  EXPECT_GT(facts, 0);
  int sum = 0;
  const auto shallow = Json(absl::StrCat(explain, "1"));
  for (const auto& row : shallow) {
    if (row["layer"] == 1 && row["what"] == "part") {
      sum += static_cast<int>(row["count"]);
    }
  }
  EXPECT_EQ(sum, 300);
  EXPECT_THAT(Must(absl::StrCat(explain, "2")),
              HasSubstr("\n   1  cijfer    IJsselland: gegarandeerd"));
  const Outcome unknown = Opvang(
      absl::StrCat("report explain ", kVerslag, " provinces/pv23#asylum.luck"));
  EXPECT_EQ(unknown.status, kRefused);
  EXPECT_THAT(unknown.err, HasSubstr("Dat cijfer is er niet"));
}

TEST_F(ReportCommandsTest, ADifferenceHasItsCausesAndTheyAddUp) {
  Create("provinces/pv23/reports/eerst");
  house_.Locations(R"pb(parent: 'provinces/pv23'
                        place_entries {
                          location: 'municipalities/gm0193/locations/rol'
                          group: PLACE_GROUP_REGULAR
                          basis: BASIS_DECIDED
                          start_date { year: 2024 month: 10 day: 1 }
                          place_count: 340
                          decision: 'uitbreiding'
                          source: 'brief'
                        })pb");
  Create("provinces/pv23/reports/later");
  const auto rows = Json(
      "report compare provinces/pv23/reports/eerst "
      "provinces/pv23/reports/later --subject provinces/pv23");
  int sum = 0;
  for (const auto& row : rows) {
    // What lies within is listed too.
    if (row["subject"] != "provinces/pv23" ||
        row["metric"] != "asylum.guaranteed_place_count") {
      continue;
    }
    EXPECT_EQ(row["from"], "300");
    EXPECT_EQ(row["to"], "340");
    EXPECT_EQ(row["cause"], "resized");
    EXPECT_EQ(row["record"], "municipalities/gm0193/locations/rol");
    EXPECT_EQ(row["record_display_name"], "ROL");
    sum += static_cast<int>(row["count"]);
  }
  EXPECT_EQ(sum, 40);
  const Outcome same = Opvang(
      "report compare provinces/pv23/reports/eerst "
      "provinces/pv23/reports/eerst");
  EXPECT_EQ(same.status, kDone);
  EXPECT_THAT(same.err, HasSubstr("geen verschil"));
}

TEST_F(ReportCommandsTest, AnExplanationStaysAndIsReplaced) {
  Create();
  const auto findings = Json(absl::StrCat("report findings ", kVerslag));
  ASSERT_GT(findings.size(), 0u);
  const std::string key = findings[0]["key"];
  const auto explain = [&](const std::string& body) {
    return As(reporting::Province(),
              {"report", "explain-finding", kVerslag, key, "--body", body,
               "--source", "brief"});
  };
  for (const char* body : {"eerst", "eerst", "anders", "eerst"}) {
    EXPECT_EQ(explain(body).status, kDone);
    bool found = false;
    for (const auto& one : Json(absl::StrCat("report findings ", kVerslag))) {
      if (one["key"] != key) continue;
      found = true;
      EXPECT_EQ(one["explanation"], body);
    }
    EXPECT_TRUE(found);
  }
  const Outcome counted = Opvang(absl::StrCat("report findings ", kVerslag));
  EXPECT_THAT(counted.err, HasSubstr("(1 toegelicht)"));
}

TEST_F(ReportCommandsTest, DueTellsTheStatutoryDaysAndWhoIsLate) {
  house_.Texts(R"pb(parent: 'provinces/pv23'
                    deadlines {
                      subject: 'provinces/pv23'
                      item: ITEM_EXPLANATION
                      cycle: 'cycles/2024'
                      due_date { year: 2024 month: 10 day: 15 }
                      source: 'afspraak'
                    })pb");
  const auto due = Json("report due provinces/pv23 --as-of 2024-11-02");
  bool report = false, zwolle = false;
  for (const auto& row : due) {
    report =
        report || (row["what"] == "report" && row["standing"] == "overdue" &&
                   row["due_date"] == "2024-10-31");
    zwolle = zwolle || (row["subject"] == kZwolle &&
                        row["standing"] == "overdue" && row["words"] != "");
  }
  EXPECT_TRUE(report) << due;
  EXPECT_TRUE(zwolle) << due;
  const auto all = Json("report deliveries provinces/pv23 --as-of 2024-11-02");
  EXPECT_GE(all.size(), 25u);
}

TEST_F(ReportCommandsTest, TheEndOfTheNameIsTheForm) {
  Create();
  const fs::path folder = testing::TempDir() + "/prints";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto print = [&](const std::string& name,
                         const std::string& more = "") {
    return Opvang(absl::StrCat("report print ", kVerslag, " -o ",
                               (folder / name).string(), more));
  };
  EXPECT_EQ(print("a.json").status, kDone);
  EXPECT_EQ(print("a.html").status, kDone);
  EXPECT_EQ(print("b", " --format json").status, kDone);
  std::ifstream a(folder / "a.json"), b(folder / "b");
  std::stringstream first, second;
  first << a.rdbuf();
  second << b.rdbuf();
  EXPECT_EQ(first.str(), second.str());
  EXPECT_EQ(nlohmann::json::parse(first.str())["spec"]["scope"],
            "provinces/pv23");
  const Outcome vague = print("c.doc");
  EXPECT_EQ(vague.status, kMisused);
  EXPECT_THAT(vague.err, AllOf(HasSubstr(".csv.zip"), HasSubstr("--format")));
  EXPECT_FALSE(fs::exists(folder / "c.doc"));
  EXPECT_THAT(Must(absl::StrCat("report print ", kVerslag)),
              HasSubstr("<!DOCTYPE html>"));
  EXPECT_EQ(print("nowhere/a.html").status, kUnwritable);
  // What another may not see is refused in words, and no file is left.
  const Outcome town = As(reporting::Town("municipalities/gm0153"),
                          {"report", "print", kVerslag, "--edition", "internal",
                           "-o", (folder / "d.html").string()});
  EXPECT_EQ(town.status, kRefused);
  EXPECT_THAT(town.err, HasSubstr("openbare uitgave"));
  EXPECT_FALSE(fs::exists(folder / "d.html"));
}

TEST_F(ReportCommandsTest, AReportThatIsNotThereIsToldInDutch) {
  for (const char* command :
       {"show", "print", "standing", "findings", "verify"}) {
    const Outcome outcome =
        Opvang(absl::StrCat("report ", command, " ", kVerslag));
    EXPECT_EQ(outcome.status, kRefused) << command;
    EXPECT_THAT(outcome.err,
                HasSubstr("Een verslag met die naam bestaat niet."));
    EXPECT_EQ(outcome.out, "");
  }
}

TEST_F(ReportCommandsTest, TheJobTellsASchedulerInOneLine) {
  house_.clock.Set(absl::Now());
  const Outcome outcome = Opvang("report quarterly --province pv23 --wait 0");
  EXPECT_EQ(outcome.status, kDone) << outcome.err;
  const auto line = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(line["outcome"], "done");
  EXPECT_THAT(line["made"], SizeIs(1));
  EXPECT_THAT(line["missing"], SizeIs(0));
  house_.housing_server.Stop();
  EXPECT_EQ(Opvang("report quarterly --province pv23 --wait 0").status, kDone);
  const Outcome down =
      Opvang("report quarterly --province pv23 --from 2024-q4 --wait 0");
  EXPECT_EQ(down.status, kUnreachable);
  EXPECT_EQ(nlohmann::json::parse(down.out)["outcome"], "later");
  EXPECT_EQ(Opvang("report quarterly --province pv99").status, kMisused);
}

}  // namespace
}  // namespace opvang::cli
