// What a state is made of: facts in the order in which they became known, in
// parts that copies share until one of them changes. A copy costs a few
// pointers, so that every write can make a new state and leave the old one to
// whoever still reads it.
#ifndef OPVANG_COMMON_STATE_FACTS_H_
#define OPVANG_COMMON_STATE_FACTS_H_

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "common/db/transaction.h"

namespace opvang {

// A value that copies share until one changes it.
template <typename T>
class Shared {
 public:
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  // The value, of this copy alone.
  T& Mutable() {
    if (value_.use_count() > 1) {
      value_ = std::make_shared<T>(*value_);
    } else {
      // What the last other copy read, it read before.
      std::atomic_thread_fence(std::memory_order_acquire);
    }
    return *value_;
  }

 private:
  std::shared_ptr<T> value_ = std::make_shared<T>();
};

// What follows from a part: made at first use, shared by copies of the part
// until one of them changes. Whoever changes the part resets it.
template <typename T>
class Derived {
 public:
  Derived() = default;
  Derived(const Derived& other) : value_(other.value_.load()) {}
  Derived& operator=(const Derived&) = delete;

  // Two who ask at once may both make it: the same.
  template <typename Make>
  std::shared_ptr<const T> Get(Make make) const {
    std::shared_ptr<const T> value = value_.load();
    if (value == nullptr) {
      value = std::make_shared<const T>(make());
      value_.store(value);
    }
    return value;
  }
  void Reset() { value_.store(nullptr); }

 private:
  mutable std::atomic<std::shared_ptr<const T>> value_;
};

// Something said, and the revision at which it became known.
template <typename T>
struct Fact {
  Revision revision;
  T value;
};

// Facts by revision. Those of one revision have no order of their own: whoever
// lists them sorts by a key.
template <typename T>
class Log {
 public:
  // Not before the last one. A message that tells its revision is told it.
  void Add(Revision revision, T value) {
    if constexpr (requires { value.set_revision(revision); }) {
      value.set_revision(revision);
    }
    if (blocks_.empty() || blocks_.back()->size() == kBlock) {
      blocks_.emplace_back();
    }
    std::vector<Fact<T>>& block = blocks_.back().Mutable();
    if (block.size() == block.capacity()) {
      // Not by half, as a vector would: most logs stay short.
      block.reserve(std::min(kBlock, block.size() + block.size() / 4 + 1));
    }
    block.push_back({revision, std::move(value)});
  }

  // Hands over the facts known at `known`, in order.
  template <typename Take>
  void ForEach(Revision known, Take take) const {
    for (const auto& block : blocks_) {
      for (const Fact<T>& fact : *block) {
        if (fact.revision > known) return;
        take(fact);
      }
    }
  }

  // The first fact of exactly `revision`; null without one.
  const Fact<T>* Of(Revision revision) const {
    const auto block = std::partition_point(
        blocks_.begin(), blocks_.end(),
        [&](const auto& one) { return one->back().revision < revision; });
    if (block == blocks_.end()) return nullptr;
    const auto fact = std::partition_point(
        (*block)->begin(), (*block)->end(),
        [&](const Fact<T>& one) { return one.revision < revision; });
    return fact->revision == revision ? &*fact : nullptr;
  }

  // The last one known at `known`; null without one.
  const Fact<T>* Last(Revision known) const {
    const Fact<T>* last = nullptr;
    ForEach(known, [&](const Fact<T>& fact) { last = &fact; });
    return last;
  }

  // Of the last fact; 0 without any.
  Revision LastRevision() const {
    return blocks_.empty() ? 0 : blocks_.back()->back().revision;
  }
  bool empty() const { return blocks_.empty(); }

 private:
  static constexpr size_t kBlock = 64;
  std::vector<Shared<std::vector<Fact<T>>>> blocks_;
};

// Parts by key.
template <typename Key, typename T>
class Parts {
 public:
  // Null when nothing was ever said of `key`.
  const T* Find(const Key& key) const {
    const auto found = parts_->find(key);
    return found == parts_->end() ? nullptr : &*found->second;
  }
  // Of this copy alone; made when it is not there.
  T& Mutable(const Key& key) { return parts_.Mutable()[key].Mutable(); }

  // Hands over key and part, by key.
  template <typename Take>
  void ForEach(Take take) const {
    for (const auto& [key, part] : *parts_) take(key, *part);
  }
  size_t size() const { return parts_->size(); }

 private:
  Shared<std::map<Key, Shared<T>>> parts_;
};

// Of each key the latest word known at `known`, by key.
template <typename T, typename KeyOf>
auto LatestByKey(const Log<T>& log, Revision known, KeyOf key_of) {
  std::map<std::decay_t<std::invoke_result_t<KeyOf, const T&>>, const Fact<T>*>
      latest;
  log.ForEach(known,
              [&](const Fact<T>& fact) { latest[key_of(fact.value)] = &fact; });
  return latest;
}

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_FACTS_H_
