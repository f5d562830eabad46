#include "common/base/free_text.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "common/base/validation.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace opvang {
namespace {

using testing::HasSubstr;

std::string KindIn(const std::string& text) {
  const auto found = FindPersonalData(text);
  return found.has_value() ? found->kind : "";
}

TEST(FreeTextTest, FindsWhatNobodySees) {
  EXPECT_EQ(FindUnseenCharacter("Caf\u00e9, twee\nregels\ten een tab"),
            std::nullopt);
  EXPECT_EQ(FindUnseenCharacter("plekken\u202E003"), "U+202E");
  for (const char* hidden :
       {"\x01", "\x1F", "\x7F", "\xC2\x85", "\xC2\x9B", "\u200E", "\u200F",
        "\u202A", "\u202D", "\u2066", "\u2069", "\u2028", "\uFEFF"}) {
    EXPECT_TRUE(FindUnseenCharacter(absl::StrCat("a", hidden, "b")).has_value())
        << hidden;
  }
}

TEST(FreeTextTest, FindsPersons) {
  for (const char* bsn : {"111222333", "bsn 123456782.", "(123456782)",
                          "nr. 1234.56.782, Zwolle", "999999990"}) {
    EXPECT_THAT(KindIn(bsn), HasSubstr("BSN")) << bsn;
  }
  for (const char* mail :
       {"griffie@zwolle.nl", "vraag a.b-c@mail.gemeente.nl om meer"}) {
    EXPECT_THAT(KindIn(mail), HasSubstr("e-mail")) << mail;
  }
  for (const char* phone : {"0612345678", "06-12345678", "06 12345678",
                            "038-4982091", "bel 0384982091.", "+31 6 12345678",
                            "+31384982091", "0031 38 4982091"}) {
    EXPECT_THAT(KindIn(phone), HasSubstr("telephone")) << phone;
  }
}

// What follows a mark that begins an address is read once, however long.
TEST(FreeTextTest, ReadsTheLongestTexts) {
  const std::string most(10000, 'a');
  EXPECT_EQ(KindIn(absl::StrCat("@", most)), "");
  EXPECT_EQ(KindIn(absl::StrCat(most, "@", most)), "");
  EXPECT_THAT(KindIn(absl::StrCat("@", most, " griffie@zwolle.nl")),
              HasSubstr("e-mail"));
  EXPECT_THAT(KindIn(absl::StrCat(std::string(10000, '1'), " 111222333")),
              HasSubstr("BSN"));
}

TEST(FreeTextTest, LeavesCountsDaysAndSourcesAlone) {
  for (const char* text :
       {"123456789", "300 plekken vanaf 01-01-2025, 12 voor amv",
        "https://www.nhnieuws.nl/nieuws/n165912/dronten-verhuist-200",
        "brief 2026D05614", "Stcrt. 2024, 3320", "BWBR0049307", "1.234.567",
        "OIN 00000001123456782000", "zaak Z-123456782", "kenmerk 123456782/24",
        "nieuws.nl/@redactie", "r9-c12, 2024-10-31 10:00 tot 2024-11-01",
        "8.095-8.240 plekken", "000000000"}) {
    EXPECT_EQ(KindIn(text), "") << text;
  }
}

// One number in eleven passes, and none other is refused.
TEST(FreeTextTest, TheTestOfABsnIsThatOfEleven) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int found = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string number;
    int sum = 0;
    for (const int weight : {9, 8, 7, 6, 5, 4, 3, 2, -1}) {
      const int digit = static_cast<int>(random() % 10);
      number += static_cast<char>('0' + digit);
      sum += weight * digit;
    }
    EXPECT_EQ(KindIn(number) != "", sum % 11 == 0 && number != "000000000")
        << number;
    found += sum % 11 == 0;
  }
  EXPECT_GT(found, 100);
}

TEST(FreeTextTest, IsRefusedAtTheDoor) {
  Violations violations;
  CheckText("bel 06-12345678", {.length_max = 100}, "remark", violations);
  CheckText("zwolle\u202Eelloz", {.length_max = 100}, "name", violations);
  CheckText("123456782", {.length_max = 100, .code = true}, "number",
            violations);
  ASSERT_EQ(violations.all().size(), 2);
  EXPECT_THAT(violations.all()[0].description,
              HasSubstr("looks like a telephone number"));
  EXPECT_THAT(violations.all()[1].description, HasSubstr("U+202E"));
}

TEST(FreeTextTest, ACalculationIsSeenBehindAnyBlank) {
  for (const char* blank :
       {"", " ", "\t", "\u00A0", "\u202F", "\u3000 ", " \u00A0\t"}) {
    const std::string cell = CsvCell(absl::StrCat(blank, "=1+1"));
    EXPECT_EQ(cell[cell[0] == '"' ? 1 : 0], '\'') << blank;
  }
}

}  // namespace
}  // namespace opvang
