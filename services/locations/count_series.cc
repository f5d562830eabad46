#include "services/locations/count_series.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace opvang::locations {
namespace {

constexpr size_t kBlock = 64;

// By day, and of one day by revision.
struct Before {
  bool operator()(const CountSeries::Entry& a,
                  const CountSeries::Entry& b) const {
    return std::pair(a.day, a.revision) < std::pair(b.day, b.revision);
  }
};

}  // namespace

void CountSeries::Add(const Entry& entry) {
  // Most counts follow all others.
  const auto after =
      std::upper_bound(blocks_.begin(), blocks_.end(), entry,
                       [](const Entry& one, const Shared<Block>& block) {
                         return Before()(one, block->front());
                       });
  auto block = after == blocks_.begin() ? after : std::prev(after);
  if (block == blocks_.end() ||
      (after == blocks_.end() && (*block)->size() == kBlock &&
       Before()((*block)->back(), entry))) {
    blocks_.emplace_back().Mutable().push_back(entry);
    return;
  }
  if ((*block)->size() == kBlock) {
    Shared<Block> second;
    Block& first = block->Mutable();
    second.Mutable().assign(first.begin() + kBlock / 2, first.end());
    first.resize(kBlock / 2);
    const bool in_second = Before()(second->front(), entry);
    block = blocks_.insert(std::next(block), std::move(second));
    if (!in_second) --block;
  }
  Block& entries = block->Mutable();
  entries.insert(
      std::upper_bound(entries.begin(), entries.end(), entry, Before()), entry);
}

const CountSeries::Entry* CountSeries::Find(Revision known,
                                            absl::CivilDay day) const {
  const ShortDay last(day);
  auto block = std::upper_bound(blocks_.begin(), blocks_.end(), last,
                                [](ShortDay on, const Shared<Block>& one) {
                                  return on < one->front().day;
                                });
  while (block != blocks_.begin()) {
    --block;
    auto entry = std::upper_bound(
        (*block)->begin(), (*block)->end(), last,
        [](ShortDay on, const Entry& one) { return on < one.day; });
    while (entry != (*block)->begin()) {
      --entry;
      if (entry->revision <= known) return &*entry;
    }
  }
  return nullptr;
}

}  // namespace opvang::locations
