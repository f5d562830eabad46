// Any municipality, as records; and the words that its sheets use.
#ifndef OPVANG_TESTS_CLI_WORKBOOK_WORLD_H_
#define OPVANG_TESTS_CLI_WORKBOOK_WORLD_H_

#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "services/cli/workbook/compare.h"
#include "services/cli/workbook/file_rows.h"
#include "services/cli/workbook/records.h"
#include "tests/support/matchers.h"

namespace opvang::cli::workbook {

inline Vocabulary WorldWords() {
  using nl::opvang::housing::v1::PlacementKind;
  using nl::opvang::locations::v1::LocationKind;
  return MakeVocabulary(
      {Proto<LocationKind>(R"pb(code: 'azc'
                                display_name: 'asielzoekerscentrum'
                                purpose: PURPOSE_ASYLUM)pb"),
       Proto<LocationKind>(R"pb(code: 'goo'
                                display_name: 'gemeentelijke opvang'
                                purpose: PURPOSE_UKRAINE)pb")},
      {Proto<PlacementKind>(R"pb(code: 'home' display_name: 'woning')pb"),
       Proto<PlacementKind>(R"pb(code: 'self_found' display_name: 'zelf')pb")});
}

class World {
 public:
  explicit World(std::mt19937& random) : random_(random) {}

  Snapshot Any(int locations) {
    for (int i = 0; i < locations; ++i) AddLocation(i);
    if (Chance(70)) {
      const std::string day = AnyDay();
      Add({Part::kPrivate, "", day},
          {{"count_date", day}, {"person_count", Number(0, 500)}});
    }
    for (const char* kind : {"home", "self_found"}) {
      for (int i = 0; i < 3; ++i) {
        Fields fields = {{"person_count", Number(10, 99)}};
        if (Chance(50)) fields["amv_count"] = Number(0, 9);
        Add({Part::kPlacement, kind, AnyDay()}, std::move(fields));
      }
    }
    for (int i = 0; i < 3; ++i) AddPlan(i);
    for (const char* duty : {"asylum", "ukraine", "status_holders", kHoused}) {
      if (!Chance(50)) continue;
      const std::string day = AnyDay();
      Add({Part::kNil, duty, day},
          {{"return_date", day},
           {kSourceField, Chance(50) ? "Brief, 12 maart" : "nota (\"é\")"}});
    }
    for (const char* kind : {"explanation", "risk"}) {
      Fields fields = {{"start_date", AnyDay()},
                       {"body", "Een é alinea.\n\nNog één; met \"teken\"."}};
      if (Chance(50)) fields["title"] = "Kop, met komma";
      Add({Part::kText, kind, Number(1, 100)}, std::move(fields));
    }
    return std::move(snapshot_);
  }

  // One that the services take: an end ends something, and a shelter has places
  // when persons are counted in it.
  Snapshot Sound(int locations) {
    Snapshot world = Any(locations);
    std::set<std::string> started;
    for (auto at = world.begin(); at != world.end();) {
      bool is_loose = false;
      if (at->first.part == Part::kPlaces) {
        const PlacesKey parts = PartsOf(at->first);
        const std::string series =
            absl::StrCat(at->first.subject, parts.group, parts.basis);
        const bool is_end = at->second.fields.at("place_count") == "0";
        is_loose = is_end && started.count(series) == 0;
        if (!is_end && !parts.day.empty()) started.insert(series);
      }
      at = is_loose ? world.erase(at) : std::next(at);
    }
    std::vector<Change> all;
    for (const auto& [key, record] : world) {
      all.push_back({.key = key, .is_new = true, .after = record.fields});
    }
    for (const RecordKey& key : CountsOfNothing({}, all)) world.erase(key);
    return world;
  }

 private:
  int Between(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  std::string Number(int least, int most) {
    return absl::StrCat(Between(least, most));
  }
  std::string AnyDay() {
    return FormatDay(absl::CivilDay(2023, 1, 1) + Between(0, 1500));
  }
  void Add(const RecordKey& key, Fields fields) {
    snapshot_[key] = {std::move(fields), "illustrative"};
  }

  void AddPlan(int i) {
    const absl::CivilDay start(2025, Between(1, 12), Between(1, 28));
    Fields fields = {{"home_source", "new_build"},
                     {"start_date", FormatDay(start)},
                     {"end_date", FormatDay(start + Between(1, 400))},
                     {"home_count", Number(0, 99)}};
    if (Chance(50)) {
      fields["average_household_hundredths"] = Number(100, 2000);
    } else {
      fields["person_count"] = Number(0, 99);
    }
    if (Chance(30)) {
      fields["home_source"] = "existing_stock";
      fields["vacated_percent"] = Number(0, 100);
    }
    if (Chance(50)) fields["certainty"] = "likely";
    if (Chance(20)) fields["withdrawn"] = "true";
    if (Chance(50)) fields["remark"] = "Een opmerking";
    Add({Part::kPlan, absl::StrCat("plan-", i), ""}, std::move(fields));
  }

  void AddLocation(int i) {
    const bool is_ukraine = Chance(30);
    const std::string id = absl::StrCat("locatie-", i);
    Fields fields = {{"display_name", absl::StrCat("Locatie ", i)},
                     {"kind", is_ukraine ? "goo" : "azc"},
                     {"operator", Chance(50) ? "coa" : "unknown"}};
    if (Chance(50)) fields["address"] = absl::StrCat("Weg ", i, ", \"A\"");
    if (Chance(20)) fields["address_protected"] = "true";
    if (Chance(30))
      fields["coa_number"] = absl::StrCat("00", Number(1, 1000000000));
    if (Chance(30)) {
      fields["participants"] = "municipalities/gm0164;municipalities/gm0153";
    }
    if (Chance(30)) fields["remark"] = "=geen formule";
    if (is_ukraine && Chance(50)) fields["quality_level"] = "lower";
    if (is_ukraine && Chance(50)) fields["special_group"] = "gezinnen";
    Add({Part::kLocation, id, ""}, std::move(fields));
    if (Chance(70)) {
      Fields state = {{"state", Chance(50) ? "open" : "coa_paper_check"},
                      {"start_date", AnyDay()}};
      if (Chance(50)) state["reason"] = "raadsbesluit";
      Add({Part::kState, id, ""}, std::move(state));
    }
    if (is_ukraine && Chance(70)) {
      const std::string day = AnyDay();
      Add({Part::kOccupancy, id, day},
          {{"count_date", day}, {"person_count", Number(0, 90)}});
    }
    for (const char* basis : {"decided", "planned"}) {
      // Days and wording that groups may share.
      std::vector<std::string> days = {AnyDay(), AnyDay(), AnyDay(), AnyDay()};
      for (const auto& [column, group] : GroupColumns()) {
        if (Chance(50)) AddSeries(id, group, basis, days);
      }
    }
  }

  void AddSeries(const std::string& id, const std::string& group,
                 const std::string& basis,
                 const std::vector<std::string>& days) {
    const bool is_decided = basis == "decided";
    for (const std::string& day : days) {
      if (!Chance(60)) continue;
      Fields fields = {{"place_count", Chance(35) ? "0" : Number(1, 999)}};
      if (is_decided || Chance(20)) {
        fields["decision"] = Chance(70) ? "besluit" : "ander besluit";
      }
      if (fields["place_count"] == "0") {
        fields["end_certainty"] = Chance(70) ? "fixed" : "indicative";
      } else if (Chance(20)) {
        fields["usable_place_count"] = "1";
      }
      if (Chance(20)) fields["stated_date"] = "volgens het plan";
      Add({Part::kPlaces, id, absl::StrCat(group, "|", basis, "|", day)},
          std::move(fields));
    }
    if (!is_decided && Chance(30)) {
      Add({Part::kPlaces, id, absl::StrCat(group, "|planned|")},
          {{"place_count", Number(1, 999)}});
    }
  }

  std::mt19937& random_;
  Snapshot snapshot_;
};

}  // namespace opvang::cli::workbook

#endif  // OPVANG_TESTS_CLI_WORKBOOK_WORLD_H_
