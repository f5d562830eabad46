// What few may know, as people write it.
#include "common/base/redaction.h"

#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "nl/opvang/locations/v1/locations.pb.h"
#include "tests/support/seed.h"

namespace opvang {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kHidden[] = "municipalities/gm0193/locations/het-zonnehuis";
constexpr char kOpen[] = "municipalities/gm0193/locations/zonnehoek";

const ToldLocation& Zonnehuis() {
  static const auto& told = *new ToldLocation{
      .hidden = true,
      .words = {"AZC Het Zonnehuis", "Élan"},
      .addresses = {"Dokter van Deenweg 12", "Oude Gracht 3a"}};
  return told;
}
Redaction Of(const ToldLocation& hidden = Zonnehuis()) {
  return Redaction(
      {{kHidden, hidden},
       {kOpen, {.hidden = false, .words = {"Zonnehuisje"}, .addresses = {}}}});
}

// Each is about the hidden one, and nothing of it may be left.
TEST(RedactionTest, FindsWhatPeopleWrite) {
  const Redaction redaction = Of();
  for (const char* text :
       {"AZC Het Zonnehuis",
        "azc het zonnehuis",
        "het Zonnehuis",
        "ZONNEHUIS",
        "zonnehuis-noord",
        "Zonnehuis-Noord-West",
        "Zonnehuislocatie",
        "zonnehuis's",
        "oud-zonnehuis",
        "(zonnehuis)",
        "azc/zonnehuis",
        "Zonnehuis,",
        "AZC-Het-Zonnehuis",
        "AZC  Het\nZonnehuis",
        "Het\u00A0Zonnehuis",
        "Z\u00F6nnehuis",
        "Zo\u0308nnehuis",
        "Zon\u00ADnehuis",
        "Zon\u200Bnehuis",
        "het\u2011zonnehuis",
        "elan",
        "\u00C9LAN",
        "\u00E9lans",
        "Elan-West",
        "dokter van deenweg 12",
        "Dokter Van Deenweg 12a",
        "Oude Gracht 3A",
        "municipalities/gm0193/locations/het-zonnehuis",
        "municipalities/gm0193/locations/het-zonnehuis#amv.x"}) {
    const std::string left = redaction.Applied(absl::StrCat("In ", text, "."));
    EXPECT_THAT(left, testing::AnyOf(HasSubstr("Beschermde locatie 1"),
                                     HasSubstr("beschermd-1")))
        << text;
    const std::string small = absl::AsciiStrToLower(left);
    for (const char* word : {"nnehuis", "lan", "deenweg", "gracht"}) {
      EXPECT_THAT(small, Not(HasSubstr(word))) << text;
    }
  }
}

TEST(RedactionTest, LeavesWhatIsAboutAnother) {
  const Redaction redaction = Of();
  for (const char* text :
       {"Zonnehuisje is open.", "elanden", "Nederland",
        "Dokter van Deenweg 121", "Oude Gracht 31", "de Oude Gracht is open",
        "een azc", "Zwolle", "municipalities/gm0193/locations/het-zonnehuis-2",
        "municipalities/gm0193/locations/zonnehuis",
        "oud-municipalities/gm0193/locations/het-zonnehuis", ""}) {
    EXPECT_EQ(redaction.Applied(text), text);
  }
  EXPECT_EQ(redaction.Applied("Zonnehuisje en Zonnehuis"),
            "Zonnehuisje en Beschermde locatie 1");
  EXPECT_EQ(Redaction().Applied("Zonnehuis"), "Zonnehuis");
}

// Names of places and kinds say nothing of one location.
TEST(RedactionTest, GeneralWordsStay) {
  for (const char* name : {"Zwolle", "Overijssel", "azc", "Opvang", "rol"}) {
    const Redaction redaction =
        Of({.hidden = true, .words = {name}, .addresses = {}});
    const std::string text = absl::StrCat("De ", name, " van nu.");
    EXPECT_EQ(redaction.Applied(text), text);
  }
  // What is general in itself may be a name as a whole.
  const Redaction redaction =
      Of({.hidden = true, .words = {"Opvang Zwolle-Zuid"}, .addresses = {}});
  EXPECT_EQ(redaction.Applied("in opvang Zwolle-Zuid; de opvang van Zwolle"),
            "in Beschermde locatie 1; de opvang van Zwolle");
}

// What kind of building it is says nothing; the word beside it does.
TEST(RedactionTest, TheWordBesideTheKindOfBuildingIsTheName) {
  for (const char* kind :
       {"Villa", "Klooster", "Landgoed", "Voormalig hotel"}) {
    const Redaction redaction =
        Of({.hidden = true,
            .words = {absl::StrCat(kind, " Zonneburcht")},
            .addresses = {}});
    EXPECT_EQ(redaction.Applied("besluit over zonneburcht, niet de villa"),
              "besluit over Beschermde locatie 1, niet de villa")
        << kind;
  }
}

TEST(RedactionTest, AMessageHasNothingOfIt) {
  namespace l = nl::opvang::locations::v1;
  l::ListLocationsResponse list;
  list.set_next_page_token(kHidden);
  l::Location& hidden = *list.add_locations();
  hidden.set_name(kHidden);
  hidden.set_display_name("AZC Het Zonnehuis");
  hidden.set_address("Dokter van Deenweg 12");
  hidden.set_remark("achter de school");
  hidden.set_coa_number("0815");
  hidden.add_former_display_names("Bungalowpark");
  hidden.set_source("brief over Zonnehuis");
  l::Location& open = *list.add_locations();
  open.set_name(kOpen);
  open.set_display_name("Zonnehuisje");
  open.set_address("Markt 1");
  open.set_remark("naast het Zonnehuis");
  Of().Apply(list);
  EXPECT_EQ(list.next_page_token(), kHidden) << "sealed by itself";
  EXPECT_THAT(
      list.locations(0).ShortDebugString(),
      "name: \"municipalities/gm0193/locations/beschermd-1\" display_name: "
      "\"Beschermde locatie 1\" source: \"brief over Beschermde locatie 1\" "
      "address_protected: true");
  EXPECT_EQ(list.locations(1).display_name(), "Zonnehuisje");
  EXPECT_EQ(list.locations(1).address(), "Markt 1");
  EXPECT_EQ(list.locations(1).remark(), "naast Beschermde locatie 1");
}

TEST(RedactionTest, AHiddenOneIsAskedForByWhatIsShownOnly) {
  const Redaction redaction = Of();
  EXPECT_EQ(redaction.Real("municipalities/gm0193/locations/beschermd-1#a.b"),
            absl::StrCat(kHidden, "#a.b"));
  EXPECT_EQ(redaction.Real(absl::StrCat(kHidden, "#a.b")), std::nullopt);
  EXPECT_EQ(redaction.Real(kHidden), std::nullopt);
  EXPECT_EQ(redaction.Real(absl::StrCat(kOpen, "#a.b")),
            absl::StrCat(kOpen, "#a.b"));
}

TEST(RedactionTest, WhatOnlyLooksLikeItIsForAPerson) {
  const auto near = [](const std::string& text) {
    return Lookalikes({{kHidden, Zonnehuis()}}).In(Of().Applied(text))[kHidden];
  };
  EXPECT_THAT(near("In het zonehuis."), ElementsAre("zonehuis"));
  EXPECT_THAT(near("In opvangzonnehuis."), ElementsAre("opvangzonnehuis"));
  EXPECT_THAT(near("Aan de Dokter van Deenweg."),
              ElementsAre("dokter van deenweg"));
  EXPECT_THAT(near("In Zonnehuis."), IsEmpty()) << "hidden already";
  EXPECT_THAT(near("Het azc in Zwolle, en een ziekenhuis."), IsEmpty());
}

// Whatever stands around a name, however it is written: it is gone, and the
// rest stands as it was.
TEST(RedactionTest, InRandomTextsTheNameIsGoneAndTheRestStays) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> around = {"de ",        "plekken, ",
                                           "\u20AC 48 ", "reünie ",
                                           "(12) ",      "\u201Cja\u201D ",
                                           "noord ",     "12,5 % ",
                                           "\n",         "x/y "};
  const Redaction redaction = Of();
  for (int round = 0; round < 5000; ++round) {
    std::string before, after = " ";
    for (unsigned i = random() % 4; i > 0; --i) {
      before += around[random() % around.size()];
    }
    for (unsigned i = random() % 4; i > 0; --i) {
      after += around[random() % around.size()];
    }
    std::string name = "zonnehuis";
    for (char& c : name) {
      if (random() % 2 == 0) c = absl::ascii_toupper(c);
    }
    EXPECT_EQ(redaction.Applied(before + name + after),
              before + "Beschermde locatie 1" + after);
  }
}

}  // namespace
}  // namespace opvang
