// Every read against a naive computation from plain SQL: all rows up to the
// revision, read again for it, and the contract's words taken one by one, each
// day by itself.
#include "tests/support/sql_oracle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/locations/random_locations.h"
#include "tests/locations/rules/naive_life.h"

namespace opvang::locations {
namespace naive {
namespace {

using Day = absl::CivilDay;

// Everything that happens in these worlds happens between them.
const Day kBegin(2016, 1, 1), kEnd(2034, 1, 1);
size_t At(Day day) { return static_cast<size_t>(day - kBegin); }
Day DayAtIndex(size_t at) { return kBegin + static_cast<int>(at); }
const size_t kDays = At(kEnd);

// --- Rows -------------------------------------------------------------------

struct Rows {
  int64_t revision;
  std::map<std::string, pb::LocationKind> kinds;  // By code, as they stand.
  std::vector<pb::FundingRate> rates;             // By code, day and revision.
  std::map<std::string, SqlRow> descriptions;     // By name, as they stand.
  std::map<std::string, std::set<std::string>> names;  // Ever given.
  std::vector<SqlRow> entries;  // In the order of the list.
  std::vector<SqlRow> states, moves, objections, counts;  // By revision.
  // Who says that there is none: by municipality, purpose and day the last
  // word.
  std::map<std::tuple<std::string, int, Day>, pb::NilReturn> nil_returns;
};

void ByRevision(std::vector<SqlRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const SqlRow& a, const SqlRow& b) {
                     return a.Int("revision") < b.Int("revision");
                   });
}

Rows RowsBySql(Database& db, int64_t revision) {
  const auto read = [&](const std::string& table) {
    auto rows = RowsKnownAt(db, revision, table);
    ByRevision(rows);
    return rows;
  };
  Rows rows{
      .revision = revision,
      .kinds = Latest(MessagesOf<pb::LocationKind>(read("kind_entries")),
                      [](const pb::LocationKind& one) { return one.code(); }),
      .rates = MessagesOf<pb::FundingRate>(read("funding_rates")),
      .descriptions = {},
      .names = {},
      .entries = read("place_entries"),
      .states = read("state_entries"),
      .moves = read("date_moves"),
      .objections = read("objection_entries"),
      .counts = read("counts"),
      .nil_returns = {}};
  for (const auto& one : MessagesOf<pb::NilReturn>(read("nil_returns"))) {
    rows.nil_returns[{one.municipality(), one.purpose(),
                      DayOf(one.return_date())}] = one;
  }
  std::erase_if(rows.nil_returns,
                [](const auto& one) { return one.second.retracted(); });
  const auto rate_key = [](const pb::FundingRate& one) {
    return std::tuple(one.code(), DayOf(one.start_date()), one.revision());
  };
  std::sort(
      rows.rates.begin(), rows.rates.end(),
      [&](const auto& a, const auto& b) { return rate_key(a) < rate_key(b); });
  for (const SqlRow& row : read("locations")) {
    rows.descriptions.insert_or_assign(row.Text("name"), row);
    rows.names[row.Text("name")].insert(row.Text("display_name"));
  }
  const auto entry_key = [](const SqlRow& one) {
    return std::tuple(one.Text("location"), one.Int("place_group"),
                      one.Int("basis"), one.Text("start_date"),
                      one.Int("revision"), one.Int("ordinal"));
  };
  std::sort(rows.entries.begin(), rows.entries.end(),
            [&](const auto& a, const auto& b) {
              return entry_key(a) < entry_key(b);
            });
  return rows;
}

pb::PlaceEntry EntryOf(const SqlRow& row) {
  pb::PlaceEntry entry;
  FillFrom(row, entry);
  entry.set_group(static_cast<pb::PlaceGroup>(row.Int("place_group")));
  return entry;
}

// Of a kind and subject the count of the latest day, of one day the last word,
// unless that takes it back.
const SqlRow* CountOn(const Rows& rows, int kind, const std::string& subject,
                      Day day) {
  std::map<Day, const SqlRow*> last_words;
  for (const SqlRow& row : rows.counts) {
    if (row.Int("kind") == kind && row.Text("subject") == subject &&
        *row.Day("count_date") <= day) {
      last_words[*row.Day("count_date")] = &row;
    }
  }
  const SqlRow* last = nullptr;
  for (const auto& [counted, row] : last_words) {
    if (row->IsNull("retracted")) last = row;
  }
  return last;
}

// --- A location on a day ----------------------------------------------------

// What it offers to one group, day by day.
struct Group {
  std::vector<int> decided = std::vector<int>(kDays);
  std::vector<int> standing = std::vector<int>(kDays);
  std::vector<std::optional<int>> planned =
      std::vector<std::optional<int>>(kDays);
  std::optional<int> undated;
};

struct Site {
  pb::Location location;
  pb::LocationKind kind;
  NaiveLife life;
  std::vector<pb::PlaceEntry> entries;  // Those that speak, in order.
  std::map<pb::PlaceGroup, Group> groups;
  std::optional<pb::Occupancy> occupancy;

  bool MayCount() const { return kind.quota_rule() != "no"; }
  // It is explored, or was given up as such.
  bool own_business = false;
  bool IsExploratory() const { return own_business; }
  // What stands of a group when plans are carried out.
  int Intended(const Group& group, Day day) const {
    if (life.Ended(day)) return group.standing[At(day)];
    if (!life.Intended(day)) return 0;
    if (group.planned[At(day)].has_value()) return *group.planned[At(day)];
    return group.undated.value_or(group.decided[At(day)]);
  }
  int Total(Day day) const {
    int sum = 0;
    for (const auto& [of, group] : groups) {
      if (of != pb::PLACE_GROUP_BUFFER) sum += group.standing[At(day)];
    }
    return sum;
  }
};

int MostFrom(const std::vector<int>& places, Day day, Day end = kEnd) {
  int most = 0;
  for (; day < end; ++day) most = std::max(most, places[At(day)]);
  return most;
}
int MostPlanned(const Group& group, Day day) {
  int most = 0;
  for (; day < kEnd; ++day) {
    most = std::max(most, group.planned[At(day)].value_or(0));
  }
  return most;
}

pb::LocationStage StageOf(pb::LocationState state) {
  if (state == pb::LOCATION_STATE_CLOSED) return pb::LOCATION_STAGE_CLOSED;
  if (state == pb::LOCATION_STATE_WITHDRAWN) {
    return pb::LOCATION_STAGE_WITHDRAWN;
  }
  if (state >= pb::LOCATION_STATE_OPEN) return pb::LOCATION_STAGE_STANDING;
  return NaiveLife::Decided(state) ? pb::LOCATION_STAGE_DECIDED
                                   : pb::LOCATION_STAGE_UNDECIDED;
}

// The first day with decided places, buffer included.
std::optional<Day> FirstDay(const Site& site) {
  for (size_t at = 0; at < kDays; ++at) {
    for (const auto& [of, group] : site.groups) {
      if (group.decided[at] > 0) return DayAtIndex(at);
    }
  }
  return std::nullopt;
}
// The first day of the emptiness that lasts, where there were any places.
std::optional<Day> LastEnd(const Site& site) {
  for (size_t at = kDays; at-- > 0;) {
    for (const auto& [of, group] : site.groups) {
      if (group.decided[at] == 0) continue;
      return at + 1 == kDays ? std::nullopt : std::optional(DayAtIndex(at + 1));
    }
  }
  return std::nullopt;
}
std::optional<Day> FirstPlannedDay(const Site& site) {
  std::optional<Day> first;
  for (const pb::PlaceEntry& entry : site.entries) {
    if (entry.basis() != pb::PlaceEntry::BASIS_PLANNED ||
        !entry.has_start_date()) {
      continue;
    }
    const Day day = DayOf(entry.start_date());
    if (!first.has_value() || day < *first) first = day;
  }
  return first;
}
// As sure as the least sure entry that ends places on that day.
pb::PlaceEntry::EndCertainty CertaintyOn(const Site& site, Day day) {
  auto certainty = pb::PlaceEntry::END_CERTAINTY_UNSPECIFIED;
  for (const pb::PlaceEntry& entry : site.entries) {
    if (entry.basis() == pb::PlaceEntry::BASIS_DECIDED &&
        entry.place_count() == 0 && DayOf(entry.start_date()) == day) {
      certainty = std::max(certainty, entry.end_certainty());
    }
  }
  return certainty;
}

// The entries that figures of `day` and later rest on.
std::vector<pb::PlaceEntry> EntriesBehind(const Site& site, Day day) {
  if (site.occupancy.has_value()) {
    day = std::min(day, DayOf(site.occupancy->count_date()));
  }
  std::vector<pb::PlaceEntry> behind;
  for (const pb::PlaceEntry& entry : site.entries) {
    bool replaced = false, first_with_places = entry.place_count() > 0;
    for (const pb::PlaceEntry& other : site.entries) {
      if (other.group() != entry.group() || other.basis() != entry.basis() ||
          !other.has_start_date() || !entry.has_start_date()) {
        continue;
      }
      const Day start = DayOf(entry.start_date());
      const Day next = DayOf(other.start_date());
      replaced = replaced || (start < next && next <= day);
      if (next < start && other.place_count() > 0) first_with_places = false;
    }
    if (!replaced || first_with_places) behind.push_back(entry);
  }
  return behind;
}

void AddOnce(const std::string& text,
             google::protobuf::RepeatedPtrField<std::string>& to) {
  if (!text.empty() && std::count(to.begin(), to.end(), text) == 0) {
    *to.Add() = text;
  }
}

std::optional<Day> KnownSince(const Site& site);

Site SiteOf(const Rows& rows, const std::string& name, Day day) {
  Site site;
  const SqlRow& row = rows.descriptions.at(name);
  pb::Location& location = site.location;
  FillFrom(row, location);
  for (const absl::string_view one :
       absl::StrSplit(row.Text("participants"), ';', absl::SkipEmpty())) {
    location.add_participants(std::string(one));
  }
  const auto kind = rows.kinds.find(location.kind());
  if (kind != rows.kinds.end()) site.kind = kind->second;
  if (site.kind.place_group() != pb::PLACE_GROUP_UNSPECIFIED) {
    location.set_address_protected(true);
  }
  for (const std::string& other : rows.names.at(name)) {
    if (other != location.display_name()) {
      location.add_former_display_names(other);
    }
  }
  // Its states by day; of one day the last word.
  std::map<Day, const SqlRow*> states;
  for (const SqlRow& one : rows.states) {
    if (one.Text("location") == name) states[*one.Day("start_date")] = &one;
  }
  auto before = pb::LOCATION_STATE_UNSPECIFIED;
  if (!states.empty()) {
    const auto first =
        static_cast<pb::LocationState>(states.begin()->second->Int("state"));
    if (first <= pb::LOCATION_STATE_EXPLORATION) before = first;
  }
  site.life.states = {{Day::min(), before}};
  site.life.asked = day;
  location.set_state(before);
  for (const auto& [start, one] : states) {
    const auto state = static_cast<pb::LocationState>(one->Int("state"));
    site.life.states.emplace_back(start, state);
    if (start > day) continue;
    location.set_state(state);
    FillFrom(*one, *location.mutable_state_entry());
  }
  location.set_stage(StageOf(location.state()));
  bool told = false, explored = false;
  for (const auto& [start, state] : site.life.states) {
    if (start > day || state == pb::LOCATION_STATE_UNSPECIFIED ||
        state == pb::LOCATION_STATE_WITHDRAWN) {
      continue;
    }
    (state <= pb::LOCATION_STATE_EXPLORATION ? explored : told) = true;
  }
  site.own_business =
      location.state() == pb::LOCATION_STATE_WITHDRAWN
          ? explored && !told
          : location.state() == pb::LOCATION_STATE_IDEA ||
                location.state() == pb::LOCATION_STATE_EXPLORATION;
  const SqlRow* objections = nullptr;
  for (const SqlRow& one : rows.objections) {
    if (one.Text("location") == name && *one.Day("start_date") <= day &&
        (objections == nullptr ||
         *one.Day("start_date") >= *objections->Day("start_date"))) {
      objections = &one;
    }
  }
  if (objections != nullptr) {
    location.set_objection_count(
        static_cast<int32_t>(objections->Int("objection_count")));
  }
  if (const SqlRow* count = CountOn(rows, 1, name, day)) {
    pb::Occupancy& occupancy = site.occupancy.emplace();
    FillFrom(*count, occupancy);
    occupancy.set_location(name);
    occupancy.set_person_count(static_cast<int32_t>(count->Int("amount")));
  }
  for (size_t i = 0; i < rows.entries.size(); ++i) {
    const SqlRow& one = rows.entries[i];
    if (one.Text("location") != name) continue;
    const auto same = [&](const SqlRow& other) {
      return other.Text("location") == name &&
             other.Int("place_group") == one.Int("place_group") &&
             other.Int("basis") == one.Int("basis") &&
             other.Text("start_date") == one.Text("start_date");
    };
    const bool overruled =
        i + 1 < rows.entries.size() && same(rows.entries[i + 1]);
    if (!overruled && !one.IsNull("place_count")) {
      site.entries.push_back(EntryOf(one));
    }
  }
  for (const pb::PlaceEntry& entry : site.entries) {
    Group& group = site.groups[entry.group()];
    if (!entry.has_start_date()) {
      group.undated = entry.place_count();
      continue;
    }
    // Until the next one begins, which comes later in this order.
    for (size_t at = At(DayOf(entry.start_date())); at < kDays; ++at) {
      if (entry.basis() == pb::PlaceEntry::BASIS_DECIDED) {
        group.decided[at] = entry.place_count();
      } else {
        group.planned[at] = entry.place_count();
      }
    }
  }
  for (size_t at = 0; at < kDays; ++at) {
    if (!site.life.Stands(DayAtIndex(at))) continue;
    for (auto& [of, group] : site.groups) {
      group.standing[at] = group.decided[at];
    }
  }
  // Its term: so many years after its first day with places, or on which it
  // opened.
  std::optional<Day> begun = FirstDay(site);
  if (KnownSince(site).has_value()) return site;
  if (!begun.has_value() && location.state() == pb::LOCATION_STATE_OPEN) {
    begun = DayOf(location.state_entry().start_date());
  }
  if (site.kind.term_year_count() > 0 && begun.has_value()) {
    *location.mutable_term_end_date() =
        ToProto(MonthsAfter(*begun, 12 * site.kind.term_year_count()));
  }
  return site;
}

// The latest nil return that speaks on `day`.
std::optional<pb::NilReturn> NilOf(const Rows& rows,
                                   const std::string& municipality, int purpose,
                                   Day day) {
  std::optional<pb::NilReturn> latest;
  for (const auto& [key, one] : rows.nil_returns) {
    const auto& [who, of, from] = key;
    if (who == municipality && of == purpose && from <= day) latest = one;
  }
  return latest;
}

// Whether somebody said anything, be it that there is none.
bool IsTold(const std::optional<pb::NilReturn>& nil,
            const std::vector<Site>& sites, pb::LocationKind::Purpose purpose) {
  bool told = nil.has_value();
  for (const Site& site : sites) {
    told = told || (site.kind.purpose() == purpose && !site.IsExploratory() &&
                    !site.groups.empty());
  }
  return told;
}

// The day on which places stand of which nobody says since when.
std::optional<Day> KnownSince(const Site& site) {
  const auto first = FirstDay(site);
  for (const pb::PlaceEntry& entry : site.entries) {
    if (first.has_value() && entry.basis() == pb::PlaceEntry::BASIS_DECIDED &&
        DayOf(entry.start_date()) == *first &&
        entry.start_certainty() ==
            pb::PlaceEntry::START_CERTAINTY_KNOWN_SINCE) {
      return first;
    }
  }
  return std::nullopt;
}

// --- Coverage ---------------------------------------------------------------

struct Window {
  Day start, end, realisation_start, realisation_end;
};

bool IsInMinimum(const Site& site, pb::PlaceGroup of, const Group& group,
                 const Window& window) {
  if (of == pb::PLACE_GROUP_BUFFER || !site.MayCount()) return false;
  if (site.kind.quota_rule() != "window") return true;
  for (Day day = window.start; day < window.end; ++day) {
    if (group.standing[At(day)] == 0) return false;
  }
  return true;
}

// The least of what counts, and the first day on which it stands.
std::pair<int, Day> Least(const std::vector<Site>& sites, const Window& window,
                          bool amv) {
  std::vector<const Group*> counting;
  for (const Site& site : sites) {
    for (const auto& [of, group] : site.groups) {
      if ((!amv || of == pb::PLACE_GROUP_AMV) &&
          IsInMinimum(site, of, group, window)) {
        counting.push_back(&group);
      }
    }
  }
  std::optional<std::pair<int, Day>> least;
  for (Day day = window.start; day < window.end; ++day) {
    int sum = 0;
    for (const Group* group : counting) sum += group->standing[At(day)];
    if (!least.has_value() || sum < least->first) least = {sum, day};
  }
  return *least;
}

// Of the reasons those that follow from what a location is; the others are in
// the tests of the rules.
void KeepPlainReasons(google::protobuf::RepeatedField<int>& reasons) {
  EXPECT_FALSE(reasons.empty());
  EXPECT_TRUE(std::is_sorted(reasons.begin(), reasons.end()));
  google::protobuf::RepeatedField<int> kept;
  for (const int reason : reasons) {
    if (reason <= pb::LocationCoverage::REASON_BUFFER) kept.Add(reason);
  }
  reasons = kept;
}

// Told of what was over by the day that is asked about.
void AddLives(const Site& site, pb::LocationCoverage& to) {
  const NaiveLife& life = site.life;
  const bool ended =
      std::any_of(life.states.begin(), life.states.end(), [&](const auto& one) {
        return NaiveLife::Over(one.second) && one.first <= life.asked;
      });
  if (!ended) return;
  bool lived = false;
  for (Day day = kBegin; day < kEnd; ++day) {
    const bool lives = !NaiveLife::Over(life.On(std::min(day, life.asked)));
    if (lives && !lived) {
      pb::Life& told = *to.add_lives();
      if (day != kBegin) *told.mutable_start_date() = ToProto(day);
      told.set_stands(life.Stands(day));
    } else if (!lives && lived) {
      *to.mutable_lives()->rbegin()->mutable_end_date() = ToProto(day);
    }
    lived = lives;
  }
}

int MinorsOn(const Site& site, Day day) {
  const auto found = site.groups.find(pb::PLACE_GROUP_AMV);
  return found == site.groups.end() ? 0 : found->second.standing[At(day)];
}

// Itself and all that it is tied to by moves, in the order of `sites`.
std::vector<const Site*> MovedWith(const std::vector<Site>& sites,
                                   const Site& site) {
  std::set<std::string> names = {site.location.name()};
  for (size_t round = 0; round < sites.size(); ++round) {
    for (const Site& a : sites) {
      for (const Site& b : sites) {
        if (a.IsExploratory() || b.IsExploratory() ||
            b.location.predecessor() != a.location.name()) {
          continue;
        }
        if (names.count(a.location.name()) + names.count(b.location.name()) ==
            1) {
          names.insert(a.location.name());
          names.insert(b.location.name());
        }
      }
    }
  }
  std::vector<const Site*> together;
  for (const Site& one : sites) {
    if (names.count(one.location.name()) > 0) together.push_back(&one);
  }
  return together;
}

pb::LocationCoverage CoverSite(const std::vector<Site>& sites, const Site& site,
                               const Window& window, Day binding,
                               Day amv_binding) {
  pb::LocationCoverage to;
  const pb::Location& location = site.location;
  to.set_location(location.name());
  to.set_display_name(location.display_name());
  to.set_kind(location.kind());
  to.set_operator_(location.operator_());
  to.set_state(location.state());
  to.set_stage(location.stage());
  to.set_remark(location.remark());
  to.set_address(location.address());
  to.set_address_protected(location.address_protected());
  *to.mutable_former_display_names() = location.former_display_names();
  to.set_source(location.source());
  if (location.has_objection_count()) {
    to.set_objection_count(location.objection_count());
  }
  if (location.has_state_entry()) {
    *to.mutable_state_entry() = location.state_entry();
  }
  if (const auto day = KnownSince(site)) {
    *to.mutable_known_since_date() = ToProto(*day);
  } else if (const auto first = FirstDay(site)) {
    *to.mutable_start_date() = ToProto(*first);
  }
  AddLives(site, to);
  if (const auto day = FirstPlannedDay(site)) {
    *to.mutable_planned_start_date() = ToProto(*day);
  }
  if (const auto day = LastEnd(site)) {
    *to.mutable_end_date() = ToProto(*day);
    to.set_end_certainty(CertaintyOn(site, *day));
  }
  for (const auto& entry : EntriesBehind(
           site, std::min(window.realisation_start, site.life.asked))) {
    *to.add_entries() = entry;
    AddOnce(entry.source(), *to.mutable_sources());
    AddOnce(entry.stated_date(), *to.mutable_stated_dates());
  }
  if (site.occupancy.has_value()) *to.mutable_occupancy() = *site.occupancy;
  for (const std::string& one : location.participants()) {
    to.add_participants(one);
  }
  for (const Site& other : sites) {
    if (to.successor().empty() && !other.IsExploratory() &&
        other.location.predecessor() == location.name()) {
      to.set_successor(other.location.name());
    }
  }
  // The first day of the period with the most places together, wherever they
  // moved.
  const auto together = MovedWith(sites, site);
  const auto most_of = [&](auto places_on) {
    Day most = window.realisation_start;
    const auto sum = [&](Day day) {
      int count = 0;
      for (const Site* one : together) {
        if (one->MayCount()) count += places_on(*one, day);
      }
      return count;
    };
    for (Day day = most; day < window.realisation_end; ++day) {
      if (sum(day) > sum(most)) most = day;
    }
    return most;
  };
  const Day most =
      most_of([](const Site& one, Day day) { return one.Total(day); });
  const Day amv_most = most_of(MinorsOn);
  for (const auto& [of, group] : site.groups) {
    auto& places = *to.add_groups();
    places.set_group(of);
    places.set_offered_place_count(
        MostFrom(group.decided, window.realisation_start));
    if (IsInMinimum(site, of, group, window)) {
      places.set_counted_place_count(group.standing[At(binding)]);
      if (of == pb::PLACE_GROUP_AMV) {
        places.set_amv_counted_place_count(group.standing[At(amv_binding)]);
      }
    }
    if (of != pb::PLACE_GROUP_BUFFER && site.MayCount()) {
      places.set_intended_place_count(site.Intended(group, window.end - 1));
      places.set_realised_place_count(group.standing[At(most)]);
      if (of == pb::PLACE_GROUP_AMV) {
        places.set_amv_realised_place_count(group.standing[At(amv_most)]);
      }
    }
    const int offered =
        places.offered_place_count() > 0
            ? places.offered_place_count()
            : std::max(MostPlanned(group, window.realisation_start),
                       group.undated.value_or(0));
    if (offered <= places.counted_place_count()) continue;
    auto& uncounted = *to.add_uncounted();
    uncounted.set_group(of);
    uncounted.set_place_count(offered - places.counted_place_count());
    if (location.state() == pb::LOCATION_STATE_WITHDRAWN) {
      uncounted.add_reasons(pb::LocationCoverage::REASON_WITHDRAWN);
    }
    if (!site.MayCount()) {
      uncounted.add_reasons(pb::LocationCoverage::REASON_OTHER_TASK);
    }
    if (of == pb::PLACE_GROUP_BUFFER) {
      uncounted.add_reasons(pb::LocationCoverage::REASON_BUFFER);
    }
  }
  return to;
}

pb::MunicipalityCoverage CoverageOf(const std::string& municipality,
                                    const std::optional<pb::NilReturn>& nil,
                                    const std::vector<Site>& sites,
                                    const Window& window) {
  pb::MunicipalityCoverage coverage;
  coverage.set_municipality(municipality);
  if (nil.has_value()) *coverage.mutable_nil_return() = *nil;
  const auto [guaranteed, binding] = Least(sites, window, false);
  const auto [minors, amv_binding] = Least(sites, window, true);
  coverage.set_guaranteed_place_count(guaranteed);
  *coverage.mutable_binding_date() = ToProto(binding);
  coverage.set_guaranteed_amv_count(minors);
  *coverage.mutable_amv_binding_date() = ToProto(amv_binding);
  int intended = 0, amv_intended = 0, realised = 0, amv_realised = 0;
  for (const Site& site : sites) {
    const auto together = MovedWith(sites, site);
    // Once, with the first of them.
    if (together.front() == &site) {
      int most = 0, amv_most = 0;
      for (Day day = window.realisation_start; day < window.realisation_end;
           ++day) {
        int places = 0, minors_then = 0;
        for (const Site* one : together) {
          if (!one->MayCount()) continue;
          places += one->Total(day);
          minors_then += MinorsOn(*one, day);
        }
        most = std::max(most, places);
        amv_most = std::max(amv_most, minors_then);
      }
      realised += most;
      amv_realised += amv_most;
    }
    if (!site.MayCount()) continue;
    for (const auto& [of, group] : site.groups) {
      if (of == pb::PLACE_GROUP_BUFFER) continue;
      const int later = site.Intended(group, window.end - 1);
      intended += later;
      if (of != pb::PLACE_GROUP_AMV) continue;
      amv_intended += later;
    }
  }
  coverage.set_intended_place_count(std::max(guaranteed, intended));
  coverage.set_intended_amv_count(std::max(minors, amv_intended));
  coverage.set_realised_place_count(realised);
  coverage.set_realised_amv_count(amv_realised);
  if (!IsTold(nil, sites, pb::LocationKind::PURPOSE_ASYLUM)) {
    pb::MunicipalityCoverage untold;
    untold.set_municipality(municipality);
    coverage = untold;
  }
  for (const Site& site : sites) {
    if (site.IsExploratory() ||
        site.kind.purpose() == pb::LocationKind::PURPOSE_UKRAINE ||
        (site.kind.purpose() == pb::LocationKind::PURPOSE_STATUS_HOLDERS &&
         site.groups.empty())) {
      continue;
    }
    *coverage.add_locations() =
        CoverSite(sites, site, window, binding, amv_binding);
  }
  return coverage;
}

// --- Durable stock ----------------------------------------------------------

// The most that stands on every day of some five years, which have `day` in
// them or start within twelve months; and their first day.
std::pair<int, std::optional<Day>> Durable(const Group& group, Day day) {
  std::pair<int, std::optional<Day>> best = {0, std::nullopt};
  const Day last = MonthsAfter(day, 12) - 1;
  for (Day start = Day(day.year() - 5, day.month(), day.day()) - 2;
       start <= last; ++start) {
    const Day end(start.year() + 5, start.month(), start.day());
    if (end <= day) continue;
    int least = group.standing[At(start)];
    for (Day at = start; at < end && least > best.first; ++at) {
      least = std::min(least, group.standing[At(at)]);
    }
    if (least > best.first) best = {least, start};
  }
  return best;
}

pb::DurableStock StockOf(const std::string& municipality,
                         const std::vector<Site>& sites, Day day) {
  using Why = pb::LocationCoverage;
  pb::DurableStock stock;
  stock.set_municipality(municipality);
  std::vector<int> durable;
  std::vector<const Site*> of_site;
  for (const Site& site : sites) {
    if (site.IsExploratory() ||
        site.kind.purpose() != pb::LocationKind::PURPOSE_ASYLUM) {
      continue;
    }
    for (const auto& [of, group] : site.groups) {
      int offered = MostFrom(group.decided, day);
      if (offered == 0) {
        offered = std::max(MostPlanned(group, day), group.undated.value_or(0));
      }
      if (offered == 0) continue;
      auto& one = *stock.add_sites();
      one.set_location(site.location.name());
      one.set_display_name(site.location.display_name());
      one.set_group(of);
      one.set_offered_place_count(offered);
      int count = 0;
      if (of != pb::PLACE_GROUP_BUFFER && site.kind.durable()) {
        const auto [most, start] = Durable(group, day);
        count = std::min(most, offered);
        if (start.has_value()) {
          *one.mutable_durable_start_date() = ToProto(*start);
        }
      }
      durable.push_back(count);
      of_site.push_back(&site);
      if (of == pb::PLACE_GROUP_REGULAR) {
        stock.set_regular_place_count(stock.regular_place_count() + count);
      } else {
        stock.set_special_place_count(stock.special_place_count() + count);
      }
    }
  }
  for (int i = 0; i < stock.sites_size(); ++i) {
    auto& one = *stock.mutable_sites(i);
    // From a hundred regular places, and from sixteen of special nature.
    const bool enough = one.group() == pb::PLACE_GROUP_REGULAR
                            ? stock.regular_place_count() >= 100
                            : stock.special_place_count() >= 16;
    if (enough) one.set_counted_place_count(durable[i]);
    stock.set_counted_place_count(stock.counted_place_count() +
                                  one.counted_place_count());
    if (one.counted_place_count() == one.offered_place_count()) continue;
    if (of_site[i]->location.state() == pb::LOCATION_STATE_WITHDRAWN) {
      one.add_reasons(Why::REASON_WITHDRAWN);
    }
    if (!of_site[i]->MayCount()) one.add_reasons(Why::REASON_OTHER_TASK);
    if (one.group() == pb::PLACE_GROUP_BUFFER) {
      one.add_reasons(Why::REASON_BUFFER);
    }
    if (durable[i] < one.offered_place_count()) {
      one.add_reasons(Why::REASON_NOT_DURABLE);
    }
    if (durable[i] > 0 && !enough) {
      one.add_reasons(Why::REASON_BELOW_MINIMUM_SIZE);
    }
  }
  return stock;
}

// --- Over time --------------------------------------------------------------

pb::Timeline TimelineOf(const std::string& subject,
                        const std::vector<const Site*>& sites, Day start,
                        Day end) {
  pb::Timeline timeline;
  timeline.set_subject(subject);
  for (Day day = start; day < end; ++day) {
    pb::Timeline::Step step;
    for (const Site* site : sites) {
      if (!site->MayCount()) continue;
      for (const auto& [of, group] : site->groups) {
        const int count = group.standing[At(day)];
        switch (of) {
          case pb::PLACE_GROUP_REGULAR:
            step.set_regular_place_count(step.regular_place_count() + count);
            break;
          case pb::PLACE_GROUP_AMV:
            step.set_amv_place_count(step.amv_place_count() + count);
            break;
          case pb::PLACE_GROUP_SPECIAL:
            step.set_special_place_count(step.special_place_count() + count);
            break;
          default:
            step.set_buffer_place_count(step.buffer_place_count() + count);
            continue;
        }
        step.set_intended_place_count(step.intended_place_count() +
                                      site->Intended(group, day));
        const auto known = KnownSince(*site);
        if (known.has_value() && day < *known) {
          step.set_unknown_start_place_count(step.unknown_start_place_count() +
                                             group.standing[At(*known)]);
        }
      }
    }
    *step.mutable_start_date() = ToProto(day);
    if (!timeline.steps().empty()) {
      pb::Timeline::Step before = *timeline.steps().rbegin();
      *before.mutable_start_date() = step.start_date();
      if (before.SerializeAsString() == step.SerializeAsString()) continue;
    }
    *timeline.add_steps() = step;
  }
  return timeline;
}

int TotalOn(const std::vector<Site>& sites, Day day) {
  int sum = 0;
  for (const Site& site : sites) {
    if (site.MayCount()) sum += site.Total(day);
  }
  return sum;
}

pb::Outlook OutlookOf(const std::string& municipality,
                      const std::vector<Site>& sites,
                      const pb::ListOutlooksRequest& request) {
  using Due = pb::Outlook::Due;
  pb::Outlook outlook;
  outlook.set_municipality(municipality);
  std::optional<int> required;
  for (const auto& one : request.requirements()) {
    if (one.municipality() == municipality) required = one.place_count();
  }
  for (Day day = DayOf(request.start_date()); day < DayOf(request.end_date());
       ++day) {
    if (required.has_value() && !outlook.has_first_failing_date() &&
        TotalOn(sites, day) < *required) {
      *outlook.mutable_first_failing_date() = ToProto(day);
      outlook.set_missing_place_count(*required - TotalOn(sites, day));
    }
    for (const Site& site : sites) {
      if (!site.MayCount()) continue;
      for (const auto& [of, group] : site.groups) {
        const int gone = group.standing[At(day - 1)] - group.standing[At(day)];
        if (gone <= 0) continue;
        auto& closing = *outlook.add_closings();
        closing.set_location(site.location.name());
        closing.set_display_name(site.location.display_name());
        closing.set_group(of);
        *closing.mutable_close_date() = ToProto(day);
        closing.set_place_count(gone);
        closing.set_remaining_place_count(TotalOn(sites, day));
        if (group.standing[At(day)] == 0) {
          closing.set_end_certainty(CertaintyOn(site, day));
        }
      }
    }
  }
  if (!request.has_needed_date()) return outlook;
  std::multimap<std::pair<Day, std::string>, Due> dues;
  for (const Site& site : sites) {
    int places = 0;
    for (const auto& [of, group] : site.groups) {
      if (of == pb::PLACE_GROUP_BUFFER) continue;
      places +=
          std::max({MostFrom(group.decided, kBegin), MostPlanned(group, kBegin),
                    group.undated.value_or(0)});
    }
    const auto state = site.location.state();
    const auto& takes = request.lead_times();
    Due due;
    Day last = DayOf(request.needed_date());
    if (state == pb::LOCATION_STATE_CONSTRUCTION) {
      due.set_step(Due::STEP_OPENING);
    } else if (state == pb::LOCATION_STATE_PERMIT) {
      due.set_step(Due::STEP_CONSTRUCTION);
      last -= takes.construction_day_count();
    } else if (state == pb::LOCATION_STATE_AGREEMENT_SIGNED) {
      due.set_step(Due::STEP_PERMIT);
      last -= takes.construction_day_count();
    } else if (NaiveLife::Decided(state) &&
               state < pb::LOCATION_STATE_AGREEMENT_SIGNED) {
      due.set_step(Due::STEP_AGREEMENT);
      last -= takes.construction_day_count() + takes.permit_day_count();
    } else if (state == pb::LOCATION_STATE_UNSPECIFIED ||
               state == pb::LOCATION_STATE_DECISION_PENDING) {
      due.set_step(Due::STEP_DECISION);
      last -= takes.construction_day_count() + takes.permit_day_count() +
              takes.agreement_day_count();
    } else {
      continue;
    }
    if (!site.MayCount() || places == 0) continue;
    due.set_location(site.location.name());
    due.set_display_name(site.location.display_name());
    *due.mutable_last_date() = ToProto(last);
    due.set_place_count(places);
    due.set_overdue(last < site.life.asked);
    dues.emplace(std::pair(last, site.location.name()), due);
  }
  for (const auto& [key, due] : dues) *outlook.add_dues() = due;
  return outlook;
}

// --- Reconciliation ---------------------------------------------------------

// What adds up to the difference between two figures, by cause.
class Differences {
 public:
  void Add(pb::Reconciliation::Cause cause, const Site& site, int count) {
    if (count == 0) return;
    auto& difference = by_cause_[cause];
    difference.set_place_count(difference.place_count() + count);
    parts_[cause][site.location.name()] += count;
    names_[site.location.name()] = site.location.display_name();
  }
  void AddSum(pb::Reconciliation::Cause cause, int count) {
    if (count != 0) by_cause_[cause].set_place_count(count);
  }
  void MoveTo(
      int from, int to,
      google::protobuf::RepeatedPtrField<pb::Reconciliation::Difference>&
          differences) {
    int rest = to - from;
    for (const auto& [cause, one] : by_cause_) rest -= one.place_count();
    for (auto& [cause, one] : by_cause_) {
      one.set_cause(cause);
      for (const auto& [name, count] : parts_[cause]) {
        auto& part = *one.add_parts();
        part.set_location(name);
        part.set_display_name(names_[name]);
        part.set_place_count(count);
      }
      *differences.Add() = one;
    }
    if (rest == 0) return;
    auto& one = *differences.Add();
    one.set_cause(pb::Reconciliation::CAUSE_UNEXPLAINED);
    one.set_place_count(rest);
  }

 private:
  std::map<pb::Reconciliation::Cause, pb::Reconciliation::Difference> by_cause_;
  std::map<pb::Reconciliation::Cause, std::map<std::string, int>> parts_;
  std::map<std::string, std::string> names_;
};

// Of one cause the differences of all reasons together: why a place does not
// count is a matter of coverage.
void JoinReasons(
    google::protobuf::RepeatedPtrField<pb::Reconciliation::Difference>&
        differences) {
  std::vector<pb::Reconciliation::Difference> joined;
  std::map<std::string, std::pair<std::string, int>> parts;
  const auto finish = [&] {
    if (joined.empty() ||
        joined.back().cause() != pb::Reconciliation::CAUSE_NOT_COUNTED) {
      return;
    }
    joined.back().clear_parts();
    for (const auto& [name, part] : parts) {
      auto& one = *joined.back().add_parts();
      one.set_location(name);
      one.set_display_name(part.first);
      one.set_place_count(part.second);
    }
  };
  for (const auto& one : differences) {
    int sum = 0;
    for (const auto& part : one.parts()) sum += part.place_count();
    if (one.parts_size() > 0) {
      EXPECT_EQ(sum, one.place_count());
    }
    if (one.cause() == pb::Reconciliation::CAUSE_NOT_COUNTED) {
      EXPECT_NE(one.reason(), pb::LocationCoverage::REASON_UNSPECIFIED);
      for (const auto& part : one.parts()) {
        auto& to = parts[part.location()];
        to = {part.display_name(), to.second + part.place_count()};
      }
    }
    if (!joined.empty() && joined.back().cause() == one.cause()) {
      joined.back().set_place_count(joined.back().place_count() +
                                    one.place_count());
    } else {
      finish();
      joined.push_back(one);
      joined.back().clear_reason();
    }
  }
  finish();
  differences.Assign(joined.begin(), joined.end());
}

int CountedOn(const Site& site, Day day) {
  return site.MayCount() ? site.Total(day) : 0;
}

pb::Reconciliation ReconciliationOf(
    const Rows& rows, const std::string& municipality,
    const std::vector<Site>& sites,
    const pb::ListReconciliationsRequest& request) {
  using R = pb::Reconciliation;
  const Day day = DayOf(request.as_of_date());
  R to;
  to.set_municipality(municipality);
  to.set_register_place_count(TotalOn(sites, day));
  if (const SqlRow* stock = CountOn(rows, 3, municipality, day)) {
    const Day stated = *stock->Day("count_date");
    to.set_coa_place_count(static_cast<int32_t>(stock->Int("amount")));
    *to.mutable_coa_date() = ToProto(stated);
    to.set_coa_source(stock->Text("source"));
    Differences differences;
    for (const Site& site : sites) {
      // Of an open site of which nobody says since when it stands, what stood
      // on the first day stood before.
      Day known = stated;
      const auto first = KnownSince(site);
      if (first.has_value() && stated < *first && *first <= day &&
          site.location.state() >= pb::LOCATION_STATE_OPEN) {
        known = *first;
      }
      const int then = CountedOn(site, known);
      differences.Add(R::CAUSE_OTHER_DAY, site, then - CountedOn(site, day));
      if (site.location.operator_() == pb::Location::OPERATOR_COLLEGE ||
          site.location.operator_() == pb::Location::OPERATOR_OTHER) {
        differences.Add(R::CAUSE_NOT_RUN_BY_COA, site, -then);
      } else if (site.kind.quota_rule() == "window") {
        differences.Add(R::CAUSE_TEMPORARY_KIND, site, -then);
      } else if (site.location.state() < pb::LOCATION_STATE_OPEN) {
        differences.Add(R::CAUSE_NOT_OPEN_YET, site, -then);
      }
    }
    differences.MoveTo(to.register_place_count(), to.coa_place_count(),
                       *to.mutable_coa_differences());
  }
  for (const auto& reported : request.reported()) {
    if (reported.municipality() != municipality) continue;
    const Window window = {
        .start = DayOf(request.window_start_date()),
        .end = DayOf(request.window_end_date()),
        .realisation_start = std::min(day, DayOf(request.window_start_date())),
        .realisation_end = DayOf(request.window_end_date())};
    const Day binding = Least(sites, window, false).second;
    Differences differences;
    for (const Site& site : sites) {
      if (site.IsExploratory()) continue;
      for (const auto& [of, group] : site.groups) {
        const int counts = IsInMinimum(site, of, group, window)
                               ? group.standing[At(binding)]
                               : 0;
        const int stands = of == pb::PLACE_GROUP_BUFFER || !site.MayCount()
                               ? 0
                               : group.standing[At(day)];
        differences.Add(
            counts < stands ? R::CAUSE_NOT_COUNTED : R::CAUSE_OPENS_LATER, site,
            counts - stands);
      }
    }
    differences.AddSum(R::CAUSE_TRANSFERRED,
                       reported.transferred_place_count());
    to.set_reported_place_count(reported.place_count());
    differences.MoveTo(to.register_place_count(), reported.place_count(),
                       *to.mutable_reported_differences());
  }
  return to;
}

// --- Ukraine ----------------------------------------------------------------

pb::MunicipalityShelter ShelterOf(const Rows& rows,
                                  const std::string& municipality,
                                  const std::vector<Site>& sites, Day day) {
  pb::MunicipalityShelter sum;
  sum.set_municipality(municipality);
  const auto nil =
      NilOf(rows, municipality, pb::LocationKind::PURPOSE_UKRAINE, day);
  if (nil.has_value()) *sum.mutable_nil_return() = *nil;
  if (IsTold(nil, sites, pb::LocationKind::PURPOSE_UKRAINE)) {
    sum.set_realised_place_count(0);
    sum.set_in_development_place_count(0);
  }
  for (const Site& site : sites) {
    const auto state = site.location.state();
    if (site.kind.purpose() != pb::LocationKind::PURPOSE_UKRAINE ||
        site.IsExploratory()) {
      continue;
    }
    const bool is_over = NaiveLife::Over(state);
    const int now = is_over ? 0 : site.Total(day);
    int later = 0;
    for (const auto& [of, group] : site.groups) {
      if (of == pb::PLACE_GROUP_BUFFER || is_over) continue;
      later += std::max(MostFrom(group.decided, day), MostPlanned(group, day));
    }
    // Since when it is over: by its state, or because no places are left.
    std::optional<Day> over;
    if (is_over) over = DayOf(site.location.state_entry().start_date());
    const auto last_end = LastEnd(site);
    if ((is_over || (now == 0 && later == 0)) && last_end.has_value() &&
        *last_end <= day) {
      over = std::min(*last_end, over.value_or(*last_end));
    }
    // Told for twelve months.
    if (now == 0 && later == 0 &&
        (!over.has_value() || MonthsAfter(*over, 12) <= day)) {
      continue;
    }
    auto& shelter = *sum.add_shelters();
    shelter.set_location(site.location.name());
    shelter.set_display_name(site.location.display_name());
    shelter.set_place_count(now > 0 ? now : later);
    shelter.set_progress(over.has_value() ? "over"
                         : now > 0        ? "realised"
                                          : "in_development");
    shelter.set_state(state);
    shelter.set_stage(site.location.stage());
    shelter.set_realised_place_count(now);
    shelter.set_in_development_place_count(later > now ? later - now : 0);
    auto start = FirstDay(site);
    if (!start.has_value()) start = FirstPlannedDay(site);
    if (const auto known = KnownSince(site)) {
      *shelter.mutable_known_since_date() = ToProto(*known);
    } else if (start.has_value()) {
      *shelter.mutable_start_date() = ToProto(*start);
    }
    if (const auto end = over.has_value() ? over : last_end) {
      *shelter.mutable_end_date() = ToProto(*end);
    }
    shelter.set_quality_level(site.location.quality_level());
    shelter.set_special_group(site.location.special_group());
    shelter.set_address(site.location.address());
    shelter.set_address_protected(site.location.address_protected());
    *shelter.mutable_former_display_names() =
        site.location.former_display_names();
    if (site.location.has_state_entry()) {
      *shelter.mutable_state_entry() = site.location.state_entry();
    }
    for (const auto& entry : EntriesBehind(site, day)) {
      *shelter.add_entries() = entry;
      AddOnce(entry.source(), *shelter.mutable_sources());
    }
    if (site.occupancy.has_value() && !over.has_value()) {
      const int persons = site.occupancy->person_count();
      *shelter.mutable_occupancy() = *site.occupancy;
      shelter.set_occupied_person_count(persons);
      sum.set_occupied_person_count(sum.occupied_person_count() + persons);
      sum.set_counted_place_count(sum.counted_place_count() + now);
    }
    sum.set_realised_place_count(sum.realised_place_count() + now);
    sum.set_in_development_place_count(sum.in_development_place_count() +
                                       shelter.in_development_place_count());
  }
  // More than 95 %.
  sum.set_occupancy_alert(sum.occupied_person_count() * 100 >
                          sum.counted_place_count() * 95);
  if (const SqlRow* count = CountOn(rows, 2, municipality, day)) {
    pb::PrivateShelter& hosted = *sum.mutable_private_shelter();
    FillFrom(*count, hosted);
    hosted.set_municipality(municipality);
    hosted.set_person_count(static_cast<int32_t>(count->Int("amount")));
    sum.set_private_person_count(hosted.person_count());
    sum.set_private_source(hosted.source());
  }
  return sum;
}

pb::ShelterFunding FundingOf(const Rows& rows, const std::string& municipality,
                             const std::vector<Site>& sites, Day start,
                             Day end) {
  pb::ShelterFunding funding;
  funding.set_municipality(municipality);
  const pb::FundingRate* before = nullptr;
  for (Day day = start; day < end; ++day) {
    // The word of the latest day; of one day the last.
    const pb::FundingRate* rate = nullptr;
    for (const pb::FundingRate& one : rows.rates) {
      if (one.code() == "goo" && DayOf(one.start_date()) <= day) rate = &one;
    }
    if (day == start || rate != before) {
      auto& part = *funding.add_parts();
      *part.mutable_start_date() = ToProto(day);
      if (rate != nullptr) part.set_source(rate->source());
      if (rate != nullptr && rate->has_cent_count()) {
        part.set_rate_cent_count(rate->cent_count());
        part.set_amount_cent_count(0);
      }
    }
    before = rate;
    auto& part = *funding.mutable_parts()->rbegin();
    *part.mutable_end_date() = ToProto(day + 1);
    int places = 0;
    for (const Site& site : sites) {
      if (site.kind.purpose() == pb::LocationKind::PURPOSE_UKRAINE) {
        places += site.Total(day);
      }
    }
    part.set_place_day_count(part.place_day_count() + places);
    if (part.has_rate_cent_count()) {
      const int64_t cents = places * part.rate_cent_count();
      part.set_amount_cent_count(part.amount_cent_count() + cents);
      funding.set_amount_cent_count(funding.amount_cent_count() + cents);
    } else {
      funding.set_unrated_place_day_count(funding.unrated_place_day_count() +
                                          places);
    }
  }
  return funding;
}

// --- The test ---------------------------------------------------------------

class LocationsBySqlTest : public RandomLocations {
 protected:
  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                        Response*);

  // Of the questions, for the writer draws while they are asked.
  int Pick(int count) { return static_cast<int>(questions_() % count); }
  google::type::Date PickDate() {
    return ToProto(MonthsAfter(Day(2023, 7, 1), 2 * Pick(16)) - Pick(2));
  }
  std::string PickParent() {
    static constexpr const char* kParents[] = {
        "municipalities/gm0150", "municipalities/gm0193", "regions/ijsselland",
        "provinces/pv23", "municipalities/-"};
    return kParents[Pick(5)];
  }
  std::string PickName() {
    return absl::StrCat(kMunicipalities[Pick(2)], "/locations/l", Pick(4));
  }
  template <typename Request>
  Request About() {
    Request request;
    request.set_parent(PickParent());
    *request.mutable_as_of_date() = PickDate();
    return request;
  }
  // A period of some years, within what the worlds know.
  template <typename Request>
  Request AboutDays() {
    auto request = About<Request>();
    const Day start = Day(2023, 1, 1) + Pick(900);
    *request.mutable_start_date() = ToProto(start);
    *request.mutable_end_date() = ToProto(start + 1 + Pick(900));
    return request;
  }

  const Rows& RowsAt(int64_t revision) {
    auto found = rows_.find(revision);
    if (found == rows_.end()) {
      found = rows_.emplace(revision, RowsBySql(*db_, revision)).first;
    }
    return found->second;
  }
  // The locations of a municipality, by name.
  static std::vector<Site> SitesIn(const Rows& rows,
                                   const std::string& municipality, Day day) {
    std::vector<Site> sites;
    for (const auto& [name, row] : rows.descriptions) {
      if (absl::StartsWith(name, municipality + "/")) {
        sites.push_back(SiteOf(rows, name, day));
      }
    }
    return sites;
  }

  // Asks a random replica, at a random revision or now, and holds the answer
  // against `naive(rows, answer)`.
  template <typename Request, typename Response, typename Naive>
  void Hold(Method<Request, Response> method, Request request, Naive naive) {
    constexpr bool kTells = requires(Response told) { told.revision(); };
    const bool now = kTells && Pick(3) == 0;
    if constexpr (requires { request.set_revision(0); }) {
      request.set_revision(now ? 0 : revision_);
    }
    if constexpr (requires { request.page_size(); }) {
      static constexpr int kSizes[] = {0, 1, 30, 1000};
      request.set_page_size(
          kSizes[request.parent() == "municipalities/-" ? 2 + Pick(2)
                                                        : Pick(4)]);
    }
    Reader& asked = *readers_[Pick(static_cast<int>(readers_.size()))];
    absl::StatusOr<Response> answer = AskAllPages(*asked.stub, method, request);
    int64_t revision = revision_;
    if constexpr (kTells) {
      if (now && !answer.ok()) return;
      if (now) revision = answer->revision();
    }
    absl::StatusOr<Response> expected = naive(RowsAt(revision), answer);
    if constexpr (kTells) {
      if (expected.ok()) expected->set_revision(revision);
    }
    EXPECT_EQ(DifferenceOf(expected, answer), "")
        << Request::descriptor()->name() << " at " << revision << " {"
        << request.ShortDebugString() << "}";
  }

  static absl::Status NotThere() {
    return absl::NotFoundError("LOCATION_NOT_FOUND");
  }
  // Whether anybody but its own municipality sees it.
  static bool IsSeen(const Rows& rows, const std::string& name, Day day) {
    return rows.descriptions.count(name) > 0 &&
           !SiteOf(rows, name, day).IsExploratory();
  }

  void GetLocation() {
    pb::GetLocationRequest request;
    request.set_name(PickName());
    Day day = clock_.Today();
    if (Pick(4) > 0) {
      *request.mutable_as_of_date() = PickDate();
      day = DayOf(request.as_of_date());
    }
    Hold(&Stub::GetLocation, request,
         [&](const Rows& rows, auto&) -> absl::StatusOr<pb::Location> {
           if (!IsSeen(rows, request.name(), day)) return NotThere();
           return SiteOf(rows, request.name(), day).location;
         });
  }
  void ListLocations() {
    pb::ListLocationsRequest request;
    request.set_parent(PickParent());
    Day day = clock_.Today();
    if (Pick(4) > 0) {
      *request.mutable_as_of_date() = PickDate();
      day = DayOf(request.as_of_date());
    }
    if (Pick(3) == 0) {
      request.add_kinds("azc");
      request.add_kinds("goo");
    }
    Hold(&Stub::ListLocations, request, [&](const Rows& rows, auto&) {
      pb::ListLocationsResponse list;
      std::vector<std::string> names = NamesOf(Within(request.parent()));
      std::sort(names.begin(), names.end());
      for (const std::string& name : names) {
        for (const Site& site : SitesIn(rows, name, day)) {
          const auto& kinds = request.kinds();
          if (!site.IsExploratory() &&
              (kinds.empty() || std::count(kinds.begin(), kinds.end(),
                                           site.location.kind()) > 0)) {
            *list.add_locations() = site.location;
          }
        }
      }
      return list;
    });
  }
  void ListLocationKinds() {
    Hold(&Stub::ListLocationKinds, pb::ListLocationKindsRequest(),
         [](const Rows& rows, auto&) {
           pb::ListLocationKindsResponse list;
           for (const auto& [code, kind] : rows.kinds) {
             *list.add_kinds() = kind;
           }
           return list;
         });
  }
  void ListRuleSets() {
    const auto list = CallRpc(*replicas_[0]->stub, &Stub::ListRuleSets,
                              pb::ListRuleSetsRequest());
    ASSERT_THAT(list, IsOk());
    ASSERT_EQ(list->rule_sets_size(), 2);
    EXPECT_EQ(list->rule_sets(0).name(), "cycle-2024");
    EXPECT_EQ(list->rule_sets(1).name(), "cycle-2026");
  }
  void ListPlaceEntries() {
    pb::ListPlaceEntriesRequest request;
    request.set_parent(Pick(3) == 0 ? PickName() : PickParent());
    const Day today = clock_.Today();
    Hold(&Stub::ListPlaceEntries, request, [&](const Rows& rows, auto&) {
      pb::ListPlaceEntriesResponse list;
      const auto within = NamesOf(Within(request.parent()));
      for (const SqlRow& row : rows.entries) {
        const std::string name = row.Text("location");
        const bool wanted =
            name == request.parent() ||
            std::count(within.begin(), within.end(),
                       name.substr(0, name.find("/locations/"))) > 0;
        if (wanted && IsSeen(rows, name, today)) {
          *list.add_place_entries() = EntryOf(row);
        }
      }
      return list;
    });
  }
  void ListCoverage() {
    auto request = Coverage(PickParent(), DayOf(PickDate()));
    if (Pick(2) == 0) {
      const Day start = Day(2024, 1, 1) + Pick(500);
      *request.mutable_realisation_start_date() = ToProto(start);
      *request.mutable_window_start_date() = ToProto(start + Pick(200));
      *request.mutable_window_end_date() =
          ToProto(DayOf(request.window_start_date()) + 1 + Pick(300));
      *request.mutable_realisation_end_date() =
          ToProto(DayOf(request.window_start_date()) + 1 + Pick(100));
      request.set_rule_set("cycle-2026");
    }
    const Window window = {
        .start = DayOf(request.window_start_date()),
        .end = DayOf(request.window_end_date()),
        .realisation_start = DayOf(request.realisation_start_date()),
        .realisation_end = DayOf(request.realisation_end_date())};
    Hold(&Stub::ListCoverage, request, [&](const Rows& rows, auto& answer) {
      pb::ListCoverageResponse list;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        auto& coverage = *list.add_coverage();
        const Day day = DayOf(request.as_of_date());
        coverage = CoverageOf(
            name, NilOf(rows, name, pb::LocationKind::PURPOSE_ASYLUM, day),
            SitesIn(rows, name, day), window);
        if (const SqlRow* count =
                CountOn(rows, 3, name, DayOf(request.as_of_date()))) {
          pb::PermanentStock& stock = *coverage.mutable_permanent_stock();
          FillFrom(*count, stock);
          stock.set_municipality(name);
          stock.set_place_count(static_cast<int32_t>(count->Int("amount")));
          coverage.set_permanent_stock_place_count(stock.place_count());
          coverage.set_permanent_stock_source(stock.source());
        }
      }
      if (!answer.ok()) return list;
      // Rules come on every page, and are those of the rule set.
      answer->clear_rules();
      for (auto& coverage : *answer->mutable_coverage()) {
        for (auto& location : *coverage.mutable_locations()) {
          for (auto& uncounted : *location.mutable_uncounted()) {
            KeepPlainReasons(*uncounted.mutable_reasons());
          }
        }
      }
      return list;
    });
  }
  void ListDurableStock() {
    auto request = About<pb::ListDurableStockRequest>();
    *request.mutable_stock_date() = PickDate();
    request.set_rule_set("cycle-2026");
    Hold(&Stub::ListDurableStock, request, [&](const Rows& rows, auto& answer) {
      pb::ListDurableStockResponse list;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        *list.add_stocks() =
            StockOf(name, SitesIn(rows, name, DayOf(request.as_of_date())),
                    DayOf(request.stock_date()));
      }
      if (!answer.ok()) return list;
      answer->clear_rules();
      for (auto& stock : *answer->mutable_stocks()) {
        for (auto& site : *stock.mutable_sites()) {
          google::protobuf::RepeatedField<int> kept;
          for (const int reason : site.reasons()) {
            if (reason <= pb::LocationCoverage::REASON_BUFFER ||
                reason >= pb::LocationCoverage::REASON_NOT_DURABLE) {
              kept.Add(reason);
            }
          }
          *site.mutable_reasons() = kept;
        }
      }
      return list;
    });
  }
  void ListTimelines() {
    auto request = AboutDays<pb::ListTimelinesRequest>();
    const bool one = Pick(3) == 0;
    if (one) request.set_parent(PickName());
    const Day day = DayOf(request.as_of_date());
    const Day start = DayOf(request.start_date());
    const Day end = DayOf(request.end_date());
    Hold(&Stub::ListTimelines, request,
         [&](const Rows& rows,
             auto&) -> absl::StatusOr<pb::ListTimelinesResponse> {
           pb::ListTimelinesResponse list;
           if (one) {
             if (!IsSeen(rows, request.parent(), day)) return NotThere();
             const Site site = SiteOf(rows, request.parent(), day);
             *list.add_timelines() =
                 TimelineOf(request.parent(), {&site}, start, end);
             return list;
           }
           std::map<std::string, std::vector<Site>> sites;
           const auto count = [&](pb::Timeline& timeline) {
             for (const Municipality* part : Within(timeline.subject())) {
               const std::string name = part->Name();
               timeline.set_municipality_count(timeline.municipality_count() +
                                               1);
               if (IsTold(
                       NilOf(rows, name, pb::LocationKind::PURPOSE_ASYLUM, day),
                       sites[name], pb::LocationKind::PURPOSE_ASYLUM)) {
                 timeline.set_known_municipality_count(
                     timeline.known_municipality_count() + 1);
               }
             }
           };
           const auto of = [&](const std::string& subject) {
             std::vector<const Site*> within;
             for (const Municipality* part : Within(subject)) {
               for (const Site& site : sites[part->Name()]) {
                 within.push_back(&site);
               }
             }
             return within;
           };
           for (const Municipality* part : Within(request.parent())) {
             const std::string name = part->Name();
             sites[name] = SitesIn(rows, name, day);
             auto& timeline = *list.add_timelines();
             timeline = TimelineOf(name, of(name), start, end);
             count(timeline);
           }
           for (const std::string& area : AreasWithin(request.parent())) {
             auto& timeline = *list.add_areas();
             timeline = TimelineOf(area, of(area), start, end);
             count(timeline);
           }
           return list;
         });
  }
  void ListOutlooks() {
    auto request = AboutDays<pb::ListOutlooksRequest>();
    for (const char* municipality : kMunicipalities) {
      if (Pick(3) == 0) continue;
      auto& requirement = *request.add_requirements();
      requirement.set_municipality(municipality);
      requirement.set_place_count(50 * Pick(8));
    }
    if (Pick(3) > 0) {
      *request.mutable_needed_date() = PickDate();
      request.mutable_lead_times()->set_agreement_day_count(Pick(90));
      request.mutable_lead_times()->set_permit_day_count(Pick(200));
      request.mutable_lead_times()->set_construction_day_count(Pick(300));
    }
    Hold(&Stub::ListOutlooks, request, [&](const Rows& rows, auto&) {
      pb::ListOutlooksResponse list;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        *list.add_outlooks() = OutlookOf(
            name, SitesIn(rows, name, DayOf(request.as_of_date())), request);
      }
      return list;
    });
  }
  void ListReconciliations() {
    auto request = About<pb::ListReconciliationsRequest>();
    for (const char* municipality : kMunicipalities) {
      if (Pick(2) == 0) continue;
      auto& reported = *request.add_reported();
      reported.set_municipality(municipality);
      reported.set_place_count(Pick(400));
      reported.set_transferred_place_count(Pick(3) * 10 - 10);
    }
    if (!request.reported().empty()) {
      *request.mutable_window_start_date() = ToProto(Day(2025, 7, 1));
      *request.mutable_window_end_date() = ToProto(Day(2026, 2, 1));
      request.set_rule_set("cycle-2024");
    }
    Hold(&Stub::ListReconciliations, request,
         [&](const Rows& rows, auto& answer) {
           pb::ListReconciliationsResponse list;
           for (const Municipality* one : Within(request.parent())) {
             const std::string name = one->Name();
             *list.add_reconciliations() = ReconciliationOf(
                 rows, name, SitesIn(rows, name, DayOf(request.as_of_date())),
                 request);
           }
           if (answer.ok()) {
             for (auto& one : *answer->mutable_reconciliations()) {
               JoinReasons(*one.mutable_coa_differences());
               JoinReasons(*one.mutable_reported_differences());
             }
           }
           return list;
         });
  }
  void ListUkraineShelter() {
    auto request = About<pb::ListUkraineShelterRequest>();
    const Day day = DayOf(request.as_of_date());
    Hold(&Stub::ListUkraineShelter, request, [&](const Rows& rows, auto&) {
      pb::ListUkraineShelterResponse list;
      std::map<std::string, pb::MunicipalityShelter> shelters;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        shelters[name] = ShelterOf(rows, name, SitesIn(rows, name, day), day);
        *list.add_municipalities() = shelters[name];
      }
      for (const std::string& area : AreasWithin(request.parent())) {
        pb::AreaShelter& sum = *list.add_areas();
        sum.set_subject(area);
        for (const Municipality* one : Within(area)) {
          const auto& part = shelters[one->Name()];
          sum.set_municipality_count(sum.municipality_count() + 1);
          if (part.has_realised_place_count()) {
            sum.set_known_municipality_count(sum.known_municipality_count() +
                                             1);
          }
          sum.set_realised_place_count(sum.realised_place_count() +
                                       part.realised_place_count());
          sum.set_in_development_place_count(sum.in_development_place_count() +
                                             part.in_development_place_count());
          sum.set_occupied_person_count(sum.occupied_person_count() +
                                        part.occupied_person_count());
          sum.set_counted_place_count(sum.counted_place_count() +
                                      part.counted_place_count());
          sum.set_private_person_count(sum.private_person_count() +
                                       part.private_person_count());
        }
        sum.set_occupancy_alert(sum.occupied_person_count() * 100 >
                                sum.counted_place_count() * 95);
      }
      return list;
    });
  }
  void ListFundingRates() {
    Hold(&Stub::ListFundingRates, pb::ListFundingRatesRequest(),
         [](const Rows& rows, auto&) {
           pb::ListFundingRatesResponse list;
           for (const auto& rate : rows.rates) *list.add_funding_rates() = rate;
           return list;
         });
  }
  void ListShelterFunding() {
    auto request = AboutDays<pb::ListShelterFundingRequest>();
    Hold(&Stub::ListShelterFunding, request, [&](const Rows& rows, auto&) {
      pb::ListShelterFundingResponse list;
      for (const Municipality* one : Within(request.parent())) {
        const std::string name = one->Name();
        *list.add_fundings() = FundingOf(
            rows, name, SitesIn(rows, name, DayOf(request.as_of_date())),
            DayOf(request.start_date()), DayOf(request.end_date()));
      }
      return list;
    });
  }
  void ListLifeEvents() {
    pb::ListLifeEventsRequest request;
    request.set_parent(PickName());
    const Day today = clock_.Today();
    Hold(
        &Stub::ListLifeEvents, request,
        [&](const Rows& rows,
            auto&) -> absl::StatusOr<pb::ListLifeEventsResponse> {
          if (!IsSeen(rows, request.parent(), today)) return NotThere();
          // By revision; of one states, moves, objections, by day or end.
          std::map<std::tuple<int64_t, int, std::string>, pb::LifeEvent> events;
          const auto add = [&](const SqlRow& row, int sort,
                               const std::string& key) -> pb::LifeEvent& {
            pb::LifeEvent& event = events[{row.Int("revision"), sort, key}];
            FillFrom(row, event);
            return event;
          };
          for (const SqlRow& row : rows.states) {
            if (row.Text("location") != request.parent()) continue;
            *add(row, 1, row.Text("start_date")).mutable_event_date() =
                ToProto(*row.Day("start_date"));
          }
          for (const SqlRow& row : rows.moves) {
            if (row.Text("location") != request.parent()) continue;
            pb::LifeEvent& event = add(row, 2, row.Text("moved"));
            *event.mutable_event_date() = ToProto(*row.Day("told_date"));
            FillFrom(row, row.Int("moved") == 1 ? *event.mutable_start_move()
                                                : *event.mutable_end_move());
          }
          for (const SqlRow& row : rows.objections) {
            if (row.Text("location") != request.parent()) continue;
            *add(row, 3, row.Text("start_date")).mutable_event_date() =
                ToProto(*row.Day("start_date"));
          }
          pb::ListLifeEventsResponse list;
          for (const auto& [key, event] : events) {
            *list.add_life_events() = event;
          }
          return list;
        });
  }
  void ListNilReturns() {
    auto request = About<pb::ListNilReturnsRequest>();
    Hold(&Stub::ListNilReturns, request, [&](const Rows& rows, auto&) {
      pb::ListNilReturnsResponse list;
      for (const Municipality* one : Within(request.parent())) {
        for (const auto& [key, nil] : rows.nil_returns) {
          if (std::get<0>(key) == one->Name() &&
              std::get<2>(key) <= DayOf(request.as_of_date())) {
            *list.add_nil_returns() = nil;
          }
        }
      }
      return list;
    });
  }
  void ListRevisions() {
    pb::ListRevisionsRequest request;
    if (Pick(3) == 0) {
      *request.mutable_known_time() =
          ToTimestamp(clock_.Now() - absl::Minutes(Pick(60)));
    }
    if (Pick(3) == 0) request.add_revisions(1 + Pick(20));
    request.set_revision(Pick(2) == 0 ? 0 : revision_);
    Reader& asked = *readers_[Pick(static_cast<int>(readers_.size()))];
    HoldRevisions(*db_, *asked.stub, &Stub::ListRevisions, request);
  }

  struct Oracle {
    const char* method;
    void (LocationsBySqlTest::*hold)();
  };
  // Every read of the contract.
  static const std::vector<Oracle>& Oracles() {
    using T = LocationsBySqlTest;
    static const auto* const kOracles = new std::vector<Oracle>{
        {"GetLocation", &T::GetLocation},
        {"ListLocations", &T::ListLocations},
        {"ListLocationKinds", &T::ListLocationKinds},
        {"ListRuleSets", &T::ListRuleSets},
        {"ListLifeEvents", &T::ListLifeEvents},
        {"ListPlaceEntries", &T::ListPlaceEntries},
        {"ListCoverage", &T::ListCoverage},
        {"ListDurableStock", &T::ListDurableStock},
        {"ListTimelines", &T::ListTimelines},
        {"ListOutlooks", &T::ListOutlooks},
        {"ListReconciliations", &T::ListReconciliations},
        {"ListUkraineShelter", &T::ListUkraineShelter},
        {"ListFundingRates", &T::ListFundingRates},
        {"ListShelterFunding", &T::ListShelterFunding},
        {"ListNilReturns", &T::ListNilReturns},
        {"ListRevisions", &T::ListRevisions},
    };
    return *kOracles;
  }

  std::mt19937 questions_{seed_ + 1};
  std::vector<std::unique_ptr<Replica>> replicas_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::map<int64_t, Rows> rows_;
  int64_t revision_ = 1;
};

TEST_F(LocationsBySqlTest, EveryReadOfTheContractHasAnOracle) {
  ExpectOneForEveryRead(Oracles(),
                        *pb::Location::descriptor()->file()->service(0));
}

TEST_F(LocationsBySqlTest, EveryReadEqualsANaiveComputationFromPlainSql) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  for (int i = 0; i < 3; ++i) {
    replicas_.push_back(std::make_unique<Replica>(db_, clock_));
    readers_.push_back(std::make_unique<Reader>(db_, clock_));
  }
  ASSERT_THAT(
      CallRpc(*replicas_[0]->stub, &Stub::DeliverLocations, FirstDelivery()),
      IsOk());
  const auto write = [&](int count) {
    for (int i = 0; i < count; ++i) {
      clock_.Set(clock_.Now() + absl::Minutes(1));
      WriteSomething(*replicas_[Below(3)]->stub);
    }
  };
  write(Writes());
  for (int round = 0; round < Writes() / 3 && !HasFailure(); ++round) {
    rows_.clear();
    revision_ = RevisionBySql(*db_);
    if (Pick(4) > 0) revision_ = 1 + Pick(static_cast<int>(revision_));
    std::thread writer([&] { write(6); });
    for (const Oracle& oracle : Oracles()) (this->*oracle.hold)();
    // What is computed of most.
    for (int i = 0; i < 3; ++i) {
      ListCoverage();
      ListTimelines();
      ListReconciliations();
      ListShelterFunding();
    }
    writer.join();
  }
}

}  // namespace
}  // namespace naive
}  // namespace opvang::locations
