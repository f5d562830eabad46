#include "services/housing/books.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/base/calendar.h"
#include "common/base/validation.h"

namespace opvang::housing {
namespace {

using MunicipalityFacts = HousingState::MunicipalityFacts;

// Which half-years the chain of a question has.
HalfYear StartOfChain(const Question& question) {
  return question.last - (kChainLength - 1);
}

// What was placed in a half-year, summed without copying a text.
struct Placed {
  std::vector<std::pair<Interned, Heads>> by_kind;
  const std::string* illustrative = nullptr;  // The least such source.

  void Add(const Placement& placement) {
    const Heads heads{.persons = placement.persons,
                      .minors = placement.minors.value_or(0)};
    const auto kind = std::find_if(
        by_kind.begin(), by_kind.end(),
        [&](const auto& one) { return one.first == placement.kind; });
    if (kind == by_kind.end()) {
      by_kind.emplace_back(placement.kind, heads);
    } else {
      kind->second += heads;
    }
    if (IsIllustrative(*placement.source) &&
        (illustrative == nullptr || *placement.source < *illustrative)) {
      illustrative = &*placement.source;
    }
  }
};

void AddTargets(const Targets& targets, Book& book) {
  const auto found = targets.by_municipality.find(book.municipality);
  if (found == targets.by_municipality.end()) return;
  for (const auto& [half_year, target] : found->second) {
    book.half_years[half_year].target = target;
  }
}

void AddOpenings(const MunicipalityFacts& facts, Revision known,
                 const Question& question, Book& book) {
  facts.openings.ForEach(known, [&](const Fact<pb::OpeningBalance>& fact) {
    const HalfYear half_year = *HalfYear::Parse(fact.value.half_year());
    if (half_year < StartOfChain(question) || half_year > question.last) return;
    // The latest word stays.
    book.half_years[half_year].opening = {
        .persons = fact.value.person_count(),
        .starts_chain = fact.value.starts_chain(),
        .source = fact.value.source()};
  });
}

// Which half-year of a chain days lie in, found without a calendar.
class Chain {
 public:
  explicit Chain(HalfYear start) {
    for (int i = 0; i <= kChainLength; ++i) {
      starts_[i] = ShortDay((start + i).FirstDay());
    }
  }
  // From 0 to `kChainLength` - 1; beyond these for a day outside.
  int PlaceOf(ShortDay day) const {
    return static_cast<int>(
               std::upper_bound(starts_.begin(), starts_.end(), day) -
               starts_.begin()) -
           1;
  }

 private:
  std::array<ShortDay, kChainLength + 1> starts_;
};

// What was placed: summed before the half-years asked for, one by one in them.
void AddPlacements(const MunicipalityFacts& facts, Revision known,
                   const Question& question, Book& book) {
  const HalfYear start = StartOfChain(question);
  const Chain chain(start);
  const int first = question.first - start;
  const ShortDay as_of(question.as_of);
  std::array<Placed, kChainLength> sums;
  facts.placements.ForEach([&](const Fact<Placement>& fact) {
    if (fact.revision > known) return;
    const int place = chain.PlaceOf(fact.value.day);
    if (place < 0 || place >= kChainLength) return;
    if (place >= first) book.placements.push_back(MessageOf(fact));
    if (fact.value.day <= as_of) sums[place].Add(fact.value);
  });
  for (int i = 0; i < kChainLength; ++i) {
    if (sums[i].by_kind.empty()) continue;
    HalfYearRecord& record = book.half_years[start + i];
    for (const auto& [kind, heads] : sums[i].by_kind) {
      record.placed[*kind] += heads;
    }
    // One by one every source is told.
    if (i < first && sums[i].illustrative != nullptr) {
      record.illustrative_source = *sums[i].illustrative;
    }
  }
}

void AddMove(const pb::Move& move, absl::CivilDay as_of, Book& book) {
  const absl::CivilDay day = DayOf(move.move_date());
  const Heads heads{.persons = move.person_count(), .minors = move.amv_count()};
  if (day <= as_of) {
    HalfYearRecord& record = book.half_years[HalfYear::Of(day)];
    (move.giver() == book.municipality ? record.moved_out : record.moved_in) +=
        heads;
    record.moved = true;
    if (IsIllustrative(move.source())) {
      record.illustrative_source = move.source();
    }
  }
  book.moves.push_back(move);
}

void AddMoves(const MunicipalityFacts& facts, Revision known,
              const Question& question, Book& book) {
  facts.moves.ForEach([&](const HousingState::MoveFact& move) {
    if (move->revision() > known) return;
    const HalfYear half_year = HalfYear::Of(DayOf(move->move_date()));
    if (half_year < StartOfChain(question) || half_year > question.last) return;
    AddMove(*move, question.as_of, book);
  });
}

void AddNilReturns(const MunicipalityFacts& facts, Revision known,
                   const Question& question, Book& book) {
  for (const auto& [day, latest] : LatestByKey(
           facts.nil_returns, known,
           [](const pb::NilReturn& one) { return DayOf(one.return_date()); })) {
    const HalfYear half_year = HalfYear::Of(day);
    if (latest->value.retracted() || half_year < StartOfChain(question) ||
        half_year > question.last ||
        day < std::min(question.as_of, half_year.LastDay())) {
      continue;
    }
    book.half_years[half_year].nil_return = latest->value;
  }
}

void AddWaiting(const MunicipalityFacts& facts, Revision known,
                const Question& question, Book& book) {
  for (const auto& [day, latest] :
       LatestByKey(facts.waiting, known, [](const pb::WaitingCount& one) {
         return DayOf(one.count_date());
       })) {
    if (latest->value.has_person_count() && day <= question.as_of) {
      book.waiting = latest->value;
    }
  }
}

}  // namespace

Books BooksOf(const KnownHousing& known,
              const std::vector<std::string>& municipalities,
              const Targets& targets, const Question& question) {
  Books books;
  for (pb::PlacementKind& kind : ListPlacementKinds(known)) {
    books.kinds[kind.code()] = std::move(kind);
  }
  for (const std::string& name : municipalities) {
    Book& book = books.by_municipality[name];
    book.municipality = name;
    AddTargets(targets, book);
    const auto* facts = known.state.municipalities.Find(name);
    if (facts == nullptr) continue;
    AddOpenings(*facts, known.revision, question, book);
    AddPlacements(*facts, known.revision, question, book);
    AddMoves(*facts, known.revision, question, book);
    AddNilReturns(*facts, known.revision, question, book);
    AddWaiting(*facts, known.revision, question, book);
    book.plans = ListPlans(known, {name});
  }
  return books;
}

}  // namespace opvang::housing
