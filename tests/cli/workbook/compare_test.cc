// Three states and a statement: every case there is.
#include "services/cli/workbook/compare.h"

#include "gmock/gmock.h"

namespace opvang::cli::workbook {
namespace {

// 0 is nothing on record.
Snapshot Of(Part part, const std::string& field, int value) {
  Snapshot snapshot;
  if (value > 0) {
    snapshot[{part, "x", "regular|decided|2025-07-01"}] = {
        {{field, std::to_string(value)}}, "bron"};
  }
  return snapshot;
}

enum class Verdict { kNothing, kChange, kConflict };

Verdict VerdictOn(const Comparison& compared) {
  EXPECT_LE(compared.changes.size() + compared.conflicts.size(), 1u);
  if (!compared.conflicts.empty()) return Verdict::kConflict;
  return compared.changes.empty() ? Verdict::kNothing : Verdict::kChange;
}

// What a person would say, in the order in which one would look.
Verdict Expected(int exported, int base, int present, int stated) {
  if (stated == exported) return Verdict::kNothing;  // Not touched.
  if (stated == present) return Verdict::kNothing;   // There already.
  return present == base ? Verdict::kChange : Verdict::kConflict;
}

TEST(CompareTest, OfARecordEveryCaseIsDecidedAsAPersonWould) {
  for (int code = 0; code < 256; ++code) {
    const int exported = code & 3, base = code >> 2 & 3,
              present = code >> 4 & 3, stated = code >> 6 & 3;
    Statement statement = {.is_retracted = stated == 0};
    if (stated > 0) statement.fields["place_count"] = std::to_string(stated);
    const Comparison compared = Compare(
        {.exported = Of(Part::kPlaces, "place_count", exported),
         .base = Of(Part::kPlaces, "place_count", base),
         .present = Of(Part::kPlaces, "place_count", present)},
        {{{Part::kPlaces, "x", "regular|decided|2025-07-01"}, statement}});
    EXPECT_EQ(VerdictOn(compared), Expected(exported, base, present, stated))
        << exported << base << present << stated;
    if (!compared.changes.empty()) {
      EXPECT_EQ(compared.changes[0].is_retracted, stated == 0);
      EXPECT_EQ(compared.changes[0].is_new, present == 0);
    }
  }
}

TEST(CompareTest, OfADescriptionEveryFieldIsDecidedByItself) {
  for (int code = 0; code < 256; ++code) {
    const int exported = code & 3, base = code >> 2 & 3,
              present = code >> 4 & 3, stated = code >> 6 & 3;
    const Comparison compared =
        Compare({.exported = Of(Part::kLocation, "address", exported),
                 .base = Of(Part::kLocation, "address", base),
                 .present = Of(Part::kLocation, "address", present)},
                {{{Part::kLocation, "x", "regular|decided|2025-07-01"},
                  {.fields = {{"address",
                               stated == 0 ? "" : std::to_string(stated)}}}}});
    EXPECT_EQ(VerdictOn(compared), Expected(exported, base, present, stated))
        << exported << base << present << stated;
  }
}

TEST(CompareTest, TwoHandsMayChangeTwoFields) {
  const RecordKey key = {Part::kLocation, "x", ""};
  const Snapshot base = {{key, {{{"address", "1"}, {"remark", "a"}}, "bron"}}};
  const Snapshot present = {
      {key, {{{"address", "1"}, {"remark", "b"}}, "bron"}}};
  const Comparison compared =
      Compare({base, base, present},
              {{key, {.fields = {{"address", "2"}, {"remark", "a"}}}}});
  ASSERT_EQ(compared.changes.size(), 1u);
  EXPECT_EQ(compared.changes[0].after,
            (Fields{{"address", "2"}, {"remark", "b"}}));
  EXPECT_TRUE(compared.conflicts.empty());
}

TEST(CompareTest, AStateBeforeTheLastIsRefused) {
  const RecordKey key = {Part::kState, "x", ""};
  const Snapshot known = {
      {key, {{{"state", "open"}, {"start_date", "2025-07-01"}}, "bron"}}};
  const Comparison compared = Compare(
      {known, known, known},
      {{key, {.fields = {{"state", "permit"}, {"start_date", "2025-06-30"}}}}});
  EXPECT_TRUE(compared.changes.empty());
  EXPECT_EQ(compared.too_early.size(), 1u);
}

TEST(CompareTest, ACountNeedsPlacesOnItsDayOrLater) {
  const RecordKey count = {Part::kOccupancy, "x", "2025-07-01"};
  const std::vector<Change> changes = {
      {.key = count, .is_new = true, .after = {{"person_count", "80"}}}};
  const auto entry = [](const std::string& detail, const std::string& places) {
    return std::pair<const RecordKey, Record>(
        RecordKey{Part::kPlaces, "x", detail},
        Record{{{"place_count", places}}, "bron"});
  };
  const auto start = entry("regular|decided|2024-01-01", "90");
  const auto end = entry("regular|decided|2025-07-01", "0");
  const auto later = entry("regular|planned|2026-01-01", "90");
  const auto buffer = entry("buffer|decided|2024-01-01", "90");
  const std::vector<RecordKey> refused = {count};
  EXPECT_EQ(CountsOfNothing({}, changes), refused);
  EXPECT_EQ(CountsOfNothing({start}, changes), std::vector<RecordKey>());
  EXPECT_EQ(CountsOfNothing({start, end}, changes), refused);
  EXPECT_EQ(CountsOfNothing({start, end, later}, changes),
            std::vector<RecordKey>());
  EXPECT_EQ(CountsOfNothing({buffer}, changes), refused);
  const std::pair<const RecordKey, Record> closed = {
      {Part::kState, "x", ""},
      {{{"state", "closed"}, {"start_date", "2025-07-01"}}, "bron"}};
  EXPECT_EQ(CountsOfNothing({start, closed}, changes), refused);
}

TEST(ReversalTest, GivesBackWhatWasThereAndRetractsWhatWasNot) {
  const RecordKey changed = {Part::kPlaces, "x", "regular|decided|2025-07-01"};
  const RecordKey added = {Part::kPlaces, "x", "amv|decided|2025-07-01"};
  const RecordKey removed = {Part::kPlaces, "x", "regular|decided|2026-01-01"};
  const RecordKey count = {Part::kPrivate, "", "2025-02-01"};
  const Snapshot before = {
      {changed, {{{"place_count", "300"}}, "oud"}},
      {removed, {{{"place_count", "0"}, {"end_certainty", "fixed"}}, "oud"}},
      {{Part::kPrivate, "", "2024-10-01"},
       {{{"person_count", "29"}, {"count_date", "2024-10-01"}}, "oud"}}};
  const Snapshot after = {
      {changed, {{{"place_count", "350"}, {"stated_date", "juli"}}, "nieuw"}},
      {added, {{{"place_count", "50"}}, "nieuw"}},
      {count,
       {{{"person_count", "31"}, {"count_date", "2025-02-01"}}, "nieuw"}}};
  const Statements back = Reversal(before, after, "2025-01-01");
  const Comparison compared = Compare({after, after, after}, back);
  Snapshot result = after;
  for (const Change& change : compared.changes) {
    if (change.is_retracted) {
      result.erase(change.key);
    } else {
      result[change.key] = {change.after, back.at(change.key).source};
    }
  }
  EXPECT_EQ(result.at(changed), before.at(changed));
  EXPECT_EQ(result.at(removed), before.at(removed));
  EXPECT_EQ(result.count(added), 0u);
  // No count is made up for the day; the one before it was never gone.
  EXPECT_EQ(result.count(count), 0u);
  EXPECT_EQ(back.count({Part::kPrivate, "", "2024-10-01"}), 0u);
}

TEST(ReversalTest, ACountThatWasTakenBackIsSaidAgain) {
  const RecordKey count = {Part::kOccupancy, "x", "2025-02-01"};
  const Fields fields = {{"person_count", "31"}, {"count_date", "2025-02-01"}};
  const Snapshot with = {{count, {fields, ""}}};
  EXPECT_TRUE(Reversal({}, with, "2025-01-01").at(count).is_retracted);
  EXPECT_EQ(Reversal(with, {}, "2025-01-01").at(count).fields, fields);
}

}  // namespace
}  // namespace opvang::cli::workbook
