// What services say, in Dutch: complete against the sources that say it.
#include "services/cli/shell/sentences.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/dutch.h"
#include "gmock/gmock.h"
#include "nl/opvang/housing/v1/housing.pb.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "nl/opvang/quotas/v1/quotas.pb.h"
#include "nl/opvang/reporting/v1/reporting.pb.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/messages.h"
#include "tests/cli/english.h"
#include "tests/cli/shell/source_sentences.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::IsEmpty;
using Tokens = std::vector<std::string>;

std::string SourceText(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// By path, of the folders that talk to a client.
const std::map<std::string, SourceSentences>& Sources() {
  static const auto* const kSources = [] {
    auto* all = new std::map<std::string, SourceSentences>();
    const std::string root = OPVANG_SOURCE_DIR;
    for (const char* folder :
         {"/common/base", "/common/db", "/common/net", "/common/service",
          "/services/quotas", "/services/locations", "/services/housing",
          "/services/reporting"}) {
      for (const auto& file : fs::recursive_directory_iterator(root + folder)) {
        const std::string path = file.path().string().substr(root.size() + 1);
        const fs::path ending = file.path().extension();
        if (ending != ".cc" && ending != ".h") continue;
        all->emplace(path, SourceText(file.path()));
      }
    }
    return all;
  }();
  return *kSources;
}

using Sentences = std::map<std::string, std::string>;  // And where.

bool HasWords(const std::string& sentence) {
  return std::any_of(sentence.begin(), sentence.end(), absl::ascii_isalpha);
}

// `whole` with each of `parts` as its last value.
std::set<std::string> Within(const std::string& whole,
                             const std::set<std::string>& parts) {
  std::set<std::string> all;
  for (const std::string& part : parts) {
    if (part == "{}") continue;
    std::string one = whole;
    all.insert(one.replace(one.rfind("{}"), 2, part));
  }
  return all;
}

SourceSentences::Which Argument(int which, size_t count) {
  return [=](const std::string&, const Tokens& given) {
    return given.size() == count ? which : -1;
  };
}

// A fault is added to what is called so.
int OfFault(const std::string& to, const Tokens& given) {
  return given.size() == 2 &&
                 (to == "violations" || to == "faults" || to == "all")
             ? 1
             : -1;
}

// The reasons of which the client shows the message too.
const std::set<std::string>& Explained() {
  static const auto* const kReasons = [] {
    std::set<std::string> reasons =
        SourceSentences(SourceText(std::string(OPVANG_SOURCE_DIR) +
                                   "/services/cli/shell/messages.cc"))
            .Literals("IsExplained");
    reasons.insert("STEP_IMPOSSIBLE");  // Of a report.
    return new std::set<std::string>(reasons);
  }();
  return *kReasons;
}

// The message of a refusal whose reason does not say enough.
int OfExplained(const std::string&, const Tokens& given) {
  for (int i = 0; i + 1 < static_cast<int>(given.size()) && i < 2; ++i) {
    for (const std::string& reason : Explained()) {
      if (absl::StrContains(given[i], "ERROR_REASON_" + reason)) return i + 1;
    }
  }
  return -1;
}

// Every sentence of the sources that the client shows to people.
Sentences Said() {
  Sentences said;
  for (const auto& [path, source] : Sources()) {
    // The file of organisations is read by who runs a service.
    if (path == "common/service/authorizer.cc") continue;
    const auto add = [&](const std::set<std::string>& all) {
      for (const std::string& one : all) {
        if (HasWords(one)) said.emplace(one, path);
      }
    };
    add(source.InCalls("Add", OfFault));
    add(source.InPairs("InvalidFields"));
    add(source.InCalls("set_description", Argument(0, 1)));
    add(Within("is \"{}\"; it must be a {}",
               source.InCalls("CheckSubjectAsked", Argument(1, 3))));
    for (const char* name : {"kKinds", "FindPersonalData"}) {
      for (const std::string& one : source.Literals(name)) {
        if (absl::StartsWith(one, "a ") || absl::StartsWith(one, "an ")) {
          add({one});
        }
      }
    }
    said.erase("is \"{}\"; it must be a {}");  // See above.
    // Refusals.
    add(source.InCalls("MakeError", OfExplained));
    add(source.InCalls("Precondition", OfExplained));
    add(Within("{} {}.", source.InCalls("NothingToMove", Argument(1, 2))));
    add(Within("{}.", source.InCalls("DecisionOrderWrong", Argument(0, 2))));
    for (const std::string& what :
         source.InCalls("SplitInputMissing", Argument(0, 2))) {
      add({what});
      if (absl::EndsWith(what, " on record for {}")) {
        add(Within(what, source.Returned("Wanted")));
        add(Within(what, {"{}, published on {}"}));
      }
    }
    add(source.Returned("FindImpossible"));
    add(source.Returned("FaultIn"));
    add(source.Returned("EnglishObstacle"));
    if (path == "services/reporting/life/lifecycle.cc") {
      add({"{} and more: {}"});  // The end of a list of names.
    }
    if (path == "services/locations/location_errors.cc") {
      add(source.InCalls("push_back",
                         [](const std::string& to, const Tokens& given) {
                           return to == "told" && given.size() == 1 ? 0 : -1;
                         }));
    }
    // What keeps a client from a service.
    if (path == "common/net/transport.cc" ||
        path == "common/net/actor_claim.cc") {
      add(source.InCalls("InvalidArgumentError", Argument(0, 1)));
    }
    if (path == "common/net/reply.cc") {
      add(source.InCalls("Status", [](const std::string&, const Tokens& given) {
        return given.size() == 2 && absl::EndsWith(given[0], "INTERNAL") ? 1
                                                                         : -1;
      }));
    }
    if (path == "services/reporting/pdf_printer.cc") {
      add(source.InCalls("DeadlineExceededError", Argument(0, 1)));
    }
    if (path == "common/net/certificates.cc") {
      add(Within("{}/{} {}", source.InCalls("refuse", Argument(1, 2))));
    }
    if (path == "common/base/file.cc") {
      add(source.InCalls("NotFoundError", Argument(0, 1)));
    }
    if (path == "services/reporting/store/content_store.cc") {
      add(source.InCalls("DataLossError", Argument(0, 1)));
    }
  }
  return said;
}

// The cells that the client's commands put together of words and values.
Sentences Cells() {
  Sentences cells;
  for (const auto& file : fs::directory_iterator(
           std::string(OPVANG_SOURCE_DIR) + "/services/cli/commands")) {
    if (file.path().extension() != ".cc") continue;
    const SourceSentences source(SourceText(file.path()));
    const auto add = [&](const std::set<std::string>& all) {
      for (const std::string& one : all) {
        // What has no blank but these is a name.
        const bool is_name = !absl::StrContains(one, ' ') &&
                             one.find_first_of("_.") != std::string::npos;
        if (HasWords(one) && !is_name) {
          cells.emplace(one, file.path().filename());
        }
      }
    };
    add(source.InLists("push_back"));
    for (const char* member : {"what", "note", "word"}) {
      add(source.Given(member));
    }
    for (int which = 0; which < 5; ++which) {
      add(source.InCalls(
          "add", [which](const std::string&, const Tokens& given) {
            return which < static_cast<int>(given.size()) ? which : -1;
          }));
    }
    add(source.Returned("Share"));
    add(source.InCalls("emplace_back", Argument(1, 2)));
  }
  return cells;
}

std::set<std::string> Table() {
  std::set<std::string> table;
  for (const auto& [english, dutch] : AllSentences()) {
    EXPECT_TRUE(table.emplace(english).second) << "twice: " << english;
  }
  return table;
}

TEST(SourceSentencesTest, ReadsWhatIsPutTogether) {
  const SourceSentences source(R"cc(
    constexpr char kWanted[] =
        "it must be "
        "a day";
    void Check(int count) {
      // violations.Add("a", "a comment");
      violations.Add(field, absl::StrCat("is ", Excerpt(x, 5), "; ", kWanted));
      violations.Add(at + ".b", lines ? "is \"long\"" : more ? "m" : "s" + x);
      violations.Add("c", absl::StrFormat("is %04d of %s", a, kWanted));
      other.Add("d", "nothing");
    }
  )cc");
  EXPECT_THAT(source.InCalls("Add", OfFault),
              testing::ElementsAre("is \"long\"", "is {} of it must be a day",
                                   "is {}; it must be a day", "m", "s{}"));
}

// Whoever writes a sentence that people read here finds out that it has no
// Dutch; whoever takes one away, that its Dutch is dead.
TEST(SentencesTest, EverySentenceOfTheSourcesHasItsDutchAndNoOther) {
  const Sentences said = Said(), cells = Cells();
  const std::set<std::string> table = Table();
  EXPECT_GT(said.size(), 190u);
  for (const auto& [sentence, path] : said) {
    EXPECT_TRUE(table.count(sentence) > 0) << path << ": " << sentence;
  }
  for (const std::string& sentence : table) {
    EXPECT_TRUE(said.count(sentence) > 0 || cells.count(sentence) > 0)
        << "nobody says " << sentence;
  }
}

// What a person cannot be told in Dutch because nobody could read it here.
TEST(SentencesTest, NoFaultIsPutTogetherWhereTheTestCannotSeeIt) {
  for (const auto& [path, source] : Sources()) {
    if (path == "common/base/status.cc" ||
        path == "common/service/delivery_stream.h") {
      continue;  // They hand on what others said.
    }
    EXPECT_THAT(source.InCalls("Add", OfFault), testing::Not(Contains("{}")))
        << path;
  }
}

// A cell of a table is a word of the contracts, a sentence that is known, or
// Dutch as it stands.
TEST(SentencesTest, EveryCellOfACommandIsDutchToPeople) {
  const std::set<std::string> kDutch = {"embargo", "ja", "register",
                                        "revisie {}, {}", "{} van {}"};
  const TableColumn column = {"what", "wat", CellKind::kWord};
  for (const auto& [cell, path] : Cells()) {
    const std::string filled = absl::StrReplaceAll(cell, {{"{}", "7"}});
    EXPECT_TRUE(kDutch.count(cell) > 0 || !DutchWord(cell).empty() ||
                CellShown(column, filled, false) != filled)
        << path << ": " << cell;
  }
}

// Whatever the values are, a person reads Dutch.
TEST(SentencesTest, NoEnglishIsLeft) {
  for (const auto& [english, dutch] : AllSentences()) {
    for (const char* value :
         {"-5", "100000", "2026-11-01", "municipalities/gm0193", "regular",
          "start_date", "place_entries[3]", "2024-11-01T09:00:00+01:00"}) {
      const std::string said = absl::StrReplaceAll(english, {{"{}", value}});
      const std::string told =
          DutchFault({"place_entries[3].place_count", said});
      EXPECT_THAT(EnglishIn(told), IsEmpty()) << said << "\n" << told;
    }
  }
}

// Their Dutch has each value, as it stands in the sentence or in brackets.
TEST(SentencesTest, NoValueIsSwallowed) {
  for (const auto& [english, dutch] : AllSentences()) {
    std::string said(english);
    std::vector<std::string> values;
    for (size_t at; (at = said.find("{}")) != std::string::npos;) {
      values.push_back(absl::StrCat(70 + values.size()));
      said.replace(at, 2, values.back());
    }
    // The name and the verb of a report's step are among the details.
    if (absl::StrContains(english, " cannot be {} now")) continue;
    const std::string told = DutchSentence(said).value_or("");
    for (const std::string& value : values) {
      EXPECT_THAT(told, testing::HasSubstr(value)) << english;
    }
  }
}

TEST(SentencesTest, ValuesAreWrittenAsPeopleDo) {
  const std::vector<std::array<std::string, 3>> told = {
      {"place_entries[3].place_count", "is -5; it must be between 0 and 100000",
       "plekken (rij 4) is -5; moet tussen 0 en 100.000 liggen"},
      {"scores[0].reference_year", "is 1800; it must be between 1990 and 2199",
       "peiljaar (rij 1) is 1800; moet tussen 1990 en 2199 liggen"},
      {"count_date",
       "is 2026-12-02, which is to come; it must be at most 2026-12-01",
       "teldag is 2 december 2026, en dat moet nog komen; geef uiterlijk 1 "
       "december 2026"},
      {"place_entries[0].group", "is regular; places of a amv-opvang are amv",
       "groep (rij 1) is regulier; plekken van een \"amv-opvang\" zijn amv"},
      {"locations[0].kind",
       "is azc, whose places are regular; it has places "
       "that are regular, amv or special",
       "soort (rij 1) is \"azc\", met plekken die regulier zijn; hier staan "
       "plekken die regulier, amv of bijzonder zijn"},
      {"place_entries[4]", "repeats place_entries[3]; state a fact once",
       "rij 5 herhaalt rij 4; zeg een feit één keer"},
      {"cycles[0].window_end_date",
       "is 2025-01-01; it must be later than window_start_date, 2025-07-01",
       "einde van het venster (rij 1) is 1 januari 2025; moet later zijn dan "
       "begin van het venster, 1 juli 2025"},
      {"locations[2].participants[1]",
       "is \"municipalities/gm9999\", which is not a municipality; it must "
       "look like municipalities/gm0193",
       "deelnemers (rij 3, nr. 2) is \"municipalities/gm9999\", en dat is geen "
       "gemeente; schrijf een gemeente als municipalities/gm0193"},
      {"parent",
       "is municipalities/gm0193, which does not lie within provinces/pv22",
       "gebied is gemeente Zwolle (gm0193), en dat ligt niet in provincie "
       "Drenthe (pv22)"},
      {"source",
       "has a@b.nl, which looks like an address of e-mail; only "
       "counts are kept here, nothing of a person: leave it out",
       "bron bevat \"a@b.nl\", en dat lijkt een e-mailadres; hier staan alleen "
       "aantallen, niets over een persoon: laat het weg"},
      {"", "and 234 more faults", "en nog 234 fouten"},
      // What somebody typed stays as it was; what is not known is not lost.
      {"name", "is \"is missing\"; it must look like cycles/2024",
       "naam is \"is missing\"; schrijf een cyclus als cycles/2024"},
      {"novel.thing", "is odd", "thing is odd"}};
  for (const auto& [field, description, dutch] : told) {
    EXPECT_EQ(DutchFault({field, description}), dutch);
  }
}

TEST(SentencesTest, CellsAreReadInDutch) {
  const TableColumn column = {"what", "wat", CellKind::kWord};
  for (const auto& [cell, shown] : std::vector<std::array<std::string, 2>>{
           {"placed self_found", "geplaatst: zelf gevonden woning"},
           {"published net target", "gepubliceerd: netto taakstelling"},
           {"COA 49,3 % (superseded) (computed 1200, difference -38)",
            "COA 49,3 % (vervangen) (berekend 1.200, verschil -38)"},
           {"638 of 1294, 49.3 %", "638 van 1.294, 49,3 %"},
           {"24 of 25 municipalities", "24 van 25 gemeenten"},
           {"  part", "  deel"},
           {"redistributed +5", "verschoven +5"},
           {"lends, agreed", "leent uit, afgesproken"},
           // What is Dutch stays so.
           {"een of twee woningen", "een of twee woningen"},
           {"2024-h2", "2024-h2"}}) {
    EXPECT_EQ(CellShown(column, cell, false), shown);
  }
}

TEST(SentencesTest, AListIsToldOneByOne) {
  EXPECT_EQ(
      DutchSentence("provinces/pv23/reports/v cannot be adopted now: not "
                    "confirmed yet: Dalfsen, Ommen and more: 3; findings "
                    "refuse it: SUM_DIFFERS; it is submitted; make a new "
                    "version."),
      "nog niet bevestigd: Dalfsen, Ommen en nog 3; tegenspraak die eerst weg "
      "moet: SUM_DIFFERS; het verslag is ingediend; maak een nieuwe versie.");
  // A message is cut where it does not fit.
  EXPECT_EQ(DutchSentence("The obligations cannot stand: "
                          "redistributions/a and municipalities/gm0193 on "
                          "2026-01-01: the obligation would be -3; "
                          "redistributions/b and munic..."),
            "\"redistributions/a\" en gemeente Zwolle (gm0193) op 1 januari "
            "2026: de opgave zou -3 worden; ….");
}

// A refusal that is explained is so in Dutch.
TEST(SentencesTest, WhatAServiceRefusesIsExplainedInDutch) {
  EXPECT_EQ(InDutch(MakeError(absl::StatusCode::kFailedPrecondition,
                              {"nl.opvang.locations.v1", "NOTHING_TO_MOVE"},
                              "municipalities/gm0193/locations/a has no end "
                              "to extend.")),
            "Er is geen dag die zo kan verschuiven. "
            "\"municipalities/gm0193/locations/a\" heeft geen einde dat te "
            "verlengen is.");
  EXPECT_EQ(InDutch(InvalidFields(
                {{"etag", "is missing; send the etag you last saw"}})),
            "De opdracht bevat fouten.\n  versiekenmerk ontbreekt; stuur het "
            "kenmerk dat u het laatst zag");
}

// Without a reason it is the wire, or who runs the service.
TEST(SentencesTest, WhatHasNoReasonIsToldInDutch) {
  EXPECT_EQ(InDutch(absl::UnimplementedError("")),
            "Deze dienst kan dat (nog) niet.");
  EXPECT_EQ(
      InDutch(absl::InternalError("The service failed; its log says why.")),
      "In de dienst ging iets mis. (Voor de beheerder: het logboek van de "
      "dienst zegt waarom)");
  EXPECT_EQ(
      InDutch(absl::DeadlineExceededError("The PDF was not printed in time.")),
      "De dienst antwoordde niet op tijd; probeer het opnieuw. (Voor de "
      "beheerder: de PDF was niet op tijd klaar)");
  EXPECT_EQ(InDutch(absl::FailedPreconditionError("er is geen cyclus")),
            "er is geen cyclus");
}

// Every field of what is asked and delivered has a name that people know.
TEST(SentencesTest, EveryFieldOfARequestHasItsDutch) {
  std::set<const google::protobuf::Descriptor*> seen;
  std::set<std::string> names;
  const std::function<void(const google::protobuf::Descriptor&)> walk =
      [&](const google::protobuf::Descriptor& message) {
        // Of reports, only what is asked for.
        if (message.name() == "ReportContent" ||
            message.name() == "WriteRecord" || message.name() == "SourcePin" ||
            message.name() == "ComparedReport" ||
            !absl::StartsWith(message.full_name(), "nl.opvang") ||
            !seen.insert(&message).second) {
          return;
        }
        for (int i = 0; i < message.field_count(); ++i) {
          names.insert(message.field(i)->name());
          if (message.field(i)->message_type() != nullptr) {
            walk(*message.field(i)->message_type());
          }
        }
      };
  for (const auto* file :
       {nl::opvang::quotas::v1::Cycle::descriptor()->file(),
        nl::opvang::locations::v1::Location::descriptor()->file(),
        nl::opvang::housing::v1::Placement::descriptor()->file(),
        nl::opvang::reporting::v1::Report::descriptor()->file()}) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      if (absl::EndsWith(file->message_type(i)->name(), "Request")) {
        walk(*file->message_type(i));
      }
    }
  }
  EXPECT_GT(names.size(), 200u);
  const std::set<std::string> kSame = {"code", "document", "ladder", "scores"};
  for (const std::string& name : names) {
    EXPECT_TRUE(DutchField(name) != name || kSame.count(name) > 0) << name;
  }
}

}  // namespace
}  // namespace opvang::cli
