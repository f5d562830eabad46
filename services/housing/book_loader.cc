#include "services/housing/book_loader.h"

#include <set>

#include "common/base/calendar.h"
#include "common/base/resource_name.h"
#include "common/base/validation.h"
#include "services/housing/housing_store.h"

namespace opvang::housing {
namespace {

void AddPlacement(pb::Placement placement, absl::CivilDay as_of, Book& book) {
  const absl::CivilDay day = DayOf(placement.placement_date());
  if (day <= as_of) {
    book.half_years[HalfYear::Of(day)].placed[placement.kind()] +=
        {.persons = placement.person_count(), .minors = placement.amv_count()};
  }
  book.placements.push_back(std::move(placement));
}

void AddMove(const pb::Move& move, absl::CivilDay as_of, Book& book) {
  const absl::CivilDay day = DayOf(move.move_date());
  const Heads heads{.persons = move.person_count(), .minors = move.amv_count()};
  if (day <= as_of) {
    HalfYearRecord& record = book.half_years[HalfYear::Of(day)];
    (move.giver() == book.municipality ? record.moved_out : record.moved_in) +=
        heads;
    if (IsIllustrative(move.source())) {
      record.illustrative_source = move.source();
    }
  }
  book.moves.push_back(move);
}

// Moves have two sides; the books of those asked for get theirs.
absl::Status LoadMoves(Transaction& tx,
                       const std::vector<std::string>& municipalities,
                       const Question& question, Books& books) {
  ASSIGN_OR_RETURN(
      const auto moves,
      ListMovesIn(tx, municipalities,
                  {.start = (question.last - (kChainLength - 1)).FirstDay(),
                   .end = question.last.LastDay() + 1}));
  for (const auto& [name, move] : moves) {
    for (const std::string& side : {move.giver(), move.receiver()}) {
      const auto book = books.by_municipality.find(side);
      if (book != books.by_municipality.end()) {
        AddMove(move, question.as_of, book->second);
      }
    }
  }
  return absl::OkStatus();
}

// What was placed: summed before the half-years asked for, one by one in them.
absl::Status LoadPlacements(Transaction& tx,
                            const std::vector<std::string>& municipalities,
                            const Question& question, Books& books) {
  const HalfYear start = question.last - (kChainLength - 1);
  ASSIGN_OR_RETURN(const std::vector<PlacedSum> sums,
                   ListPlacedSums(tx, municipalities, start, question.first - 1,
                                  question.as_of));
  std::set<std::string> invented;
  for (const PlacedSum& sum : sums) {
    Book& book = books.by_municipality[sum.municipality];
    book.half_years[sum.half_year].placed[sum.kind] += sum.heads;
    if (sum.illustrative) invented.insert(sum.municipality);
  }
  if (!invented.empty()) {
    ASSIGN_OR_RETURN(
        const auto sources,
        ListIllustrativeSources(tx, {invented.begin(), invented.end()}, start,
                                question.first - 1, question.as_of));
    for (const auto& [name, by_half_year] : sources) {
      for (const auto& [half_year, source] : by_half_year) {
        books.by_municipality[name].half_years[half_year].illustrative_source =
            source;
      }
    }
  }
  ASSIGN_OR_RETURN(
      std::vector<pb::Placement> placements,
      ListPlacementsIn(tx, municipalities, question.first, question.last));
  for (pb::Placement& placement : placements) {
    Book& book = books.by_municipality[MunicipalityOf(placement.name())];
    AddPlacement(std::move(placement), question.as_of, book);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Books> LoadBooks(Transaction& tx,
                                const std::vector<std::string>& municipalities,
                                const Targets& targets,
                                const Question& question) {
  Books books;
  ASSIGN_OR_RETURN(const std::vector<pb::PlacementKind> kinds,
                   ListPlacementKinds(tx));
  for (const pb::PlacementKind& kind : kinds) books.kinds[kind.code()] = kind;
  for (const std::string& name : municipalities) {
    Book& book = books.by_municipality[name];
    book.municipality = name;
    const auto found = targets.by_municipality.find(name);
    if (found == targets.by_municipality.end()) continue;
    for (const auto& [half_year, target] : found->second) {
      book.half_years[half_year].target = target;
    }
  }
  ASSIGN_OR_RETURN(
      auto openings,
      ListOpenings(tx, municipalities, question.last - (kChainLength - 1),
                   question.last));
  for (auto& [name, by_half_year] : openings) {
    for (auto& [half_year, opening] : by_half_year) {
      books.by_municipality[name].half_years[half_year].opening =
          std::move(opening);
    }
  }
  RETURN_IF_ERROR(LoadPlacements(tx, municipalities, question, books));
  RETURN_IF_ERROR(LoadMoves(tx, municipalities, question, books));
  ASSIGN_OR_RETURN(std::vector<pb::HousingPlan> plans,
                   ListPlans(tx, municipalities));
  for (pb::HousingPlan& plan : plans) {
    books.by_municipality[MunicipalityOf(plan.name())].plans.push_back(
        std::move(plan));
  }
  return books;
}

}  // namespace opvang::housing
