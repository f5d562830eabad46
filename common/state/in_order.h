// Values in the order of their keys, in blocks that copies share until one of
// them changes. For what is found and listed by name or by day.
#ifndef OPVANG_COMMON_STATE_IN_ORDER_H_
#define OPVANG_COMMON_STATE_IN_ORDER_H_

#include <algorithm>
#include <utility>
#include <vector>

#include "common/state/facts.h"

namespace opvang {

// `KeyOf()(value)` is the key, no two values have the same.
template <typename T, typename KeyOf>
class InOrder {
 public:
  void Insert(T value) {
    const auto key = KeyOf()(value);
    if (blocks_.empty()) {
      blocks_.emplace_back().Mutable().push_back(std::move(value));
      return;
    }
    auto block = blocks_.begin() + BlockOf(key);
    if ((*block)->size() == kBlock) block = MakeRoom(block, key);
    std::vector<T>& values = block->Mutable();
    values.insert(LowerBound(values, key), std::move(value));
  }

  // Null without one.
  template <typename Key>
  const T* Find(const Key& key) const {
    const T* found = nullptr;
    ForEachFrom(key, [&](const T& value) {
      if (KeyOf()(value) == key) found = &value;
      return false;
    });
    return found;
  }

  // Hands over the values from `key` on, in order, until `take` answers false.
  template <typename Key, typename Take>
  void ForEachFrom(const Key& key, Take take) const {
    if (blocks_.empty()) return;
    auto block = blocks_.begin() + BlockOf(key);
    auto value = LowerBound(**block, key);
    while (true) {
      for (; value != (*block)->end(); ++value) {
        if (!take(*value)) return;
      }
      if (++block == blocks_.end()) return;
      value = (*block)->begin();
    }
  }

  // Hands over the values before `key`, the last first, until `take` answers
  // false.
  template <typename Key, typename Take>
  void ForEachBefore(const Key& key, Take take) const {
    if (blocks_.empty()) return;
    auto block = blocks_.begin() + BlockOf(key);
    auto value = LowerBound(**block, key);
    while (true) {
      while (value != (*block)->begin()) {
        if (!take(*--value)) return;
      }
      if (block == blocks_.begin()) return;
      value = (*--block)->end();
    }
  }

  template <typename Take>
  void ForEach(Take take) const {
    for (const Block& block : blocks_) {
      for (const T& value : *block) take(value);
    }
  }

 private:
  static constexpr size_t kBlock = 64;
  using Block = Shared<std::vector<T>>;
  using Place = typename std::vector<Block>::iterator;

  // The place of the block where `key` belongs; there must be a block.
  template <typename Key>
  size_t BlockOf(const Key& key) const {
    const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), key,
                                        [](const auto& one, const Block& b) {
                                          return one < KeyOf()(b->front());
                                        });
    return after == blocks_.begin() ? 0 : after - blocks_.begin() - 1;
  }

  template <typename Values, typename Key>
  static auto LowerBound(Values& values, const Key& key) {
    return std::lower_bound(
        values.begin(), values.end(), key,
        [](const T& value, const auto& one) { return KeyOf()(value) < one; });
  }

  // The block for `key`, out of a full one: parted where the key belongs, or in
  // its middle when that is before, so that what comes in order fills blocks.
  template <typename Key>
  Place MakeRoom(Place block, const Key& key) {
    const size_t place = block - blocks_.begin();
    std::vector<T>& full = block->Mutable();
    const auto split =
        std::max(LowerBound(full, key), full.begin() + kBlock / 2);
    Block rest;
    rest.Mutable().assign(std::make_move_iterator(split),
                          std::make_move_iterator(full.end()));
    full.erase(split, full.end());
    blocks_.insert(block + 1, std::move(rest));
    return blocks_.begin() + place + (full.size() == kBlock ? 1 : 0);
  }

  std::vector<Block> blocks_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_IN_ORDER_H_
