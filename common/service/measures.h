// What is measured when somebody asks: figures with a name, a sentence and
// labels. Knows no library of metrics, so that whoever has figures needs none.
#ifndef OPVANG_COMMON_SERVICE_MEASURES_H_
#define OPVANG_COMMON_SERVICE_MEASURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace opvang {

// What calls are told apart by, in seconds: a read takes less than a
// millisecond, a report seconds.
inline constexpr std::array kSecondsWithin = {.0005, .001, .0025, .005, .01,
                                              .025,  .05,  .1,    .25,  .5,
                                              1.,    2.5,  5.,    10.,  30.};

// How long things took.
class Timings {
 public:
  void Add(absl::Duration took) {
    const double seconds = absl::ToDoubleSeconds(took);
    size_t bucket = 0;
    while (bucket < kSecondsWithin.size() && seconds > kSecondsWithin[bucket]) {
      ++bucket;
    }
    ++counts_[bucket];
    sum_ += took;
  }

  // Of each part of `kSecondsWithin`; the last is what takes longer.
  const std::array<int64_t, kSecondsWithin.size() + 1>& counts() const {
    return counts_;
  }
  absl::Duration sum() const { return sum_; }

 private:
  std::array<int64_t, kSecondsWithin.size() + 1> counts_{};
  absl::Duration sum_;
};

class Measures {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;
  struct Measured {
    Labels labels;
    double value = 0;
  };
  struct Family {
    std::string name, help;
    bool counts = false;  // Whether it only grows.
    std::vector<Measured> all;
    std::vector<Timings> timings = {};
  };

  // How something stands now.
  void Gauge(const std::string& name, const std::string& help, double value,
             Labels labels = {}) {
    FamilyOf({.name = name, .help = help, .counts = false, .all = {}})
        .all.push_back({std::move(labels), value});
  }
  // How often something happened since the process began.
  void Counter(const std::string& name, const std::string& help, double value,
               Labels labels = {}) {
    FamilyOf({.name = name, .help = help, .counts = true, .all = {}})
        .all.push_back({std::move(labels), value});
  }

  // How long something took, each time since the process began.
  void Distribution(const std::string& name, const std::string& help,
                    const Timings& timings) {
    FamilyOf({.name = name, .help = help, .all = {}})
        .timings.push_back(timings);
  }

  // What may have no figure yet is there all the same, for who looks for it.
  void Declare(const std::string& name, const std::string& help,
               bool counts = false) {
    FamilyOf({.name = name, .help = help, .counts = counts, .all = {}});
  }
  // All of `others`.
  void Add(const Measures& others) {
    for (const Family& family : others.families_) {
      Family& own = FamilyOf({.name = family.name,
                              .help = family.help,
                              .counts = family.counts,
                              .all = {}});
      own.all.insert(own.all.end(), family.all.begin(), family.all.end());
      own.timings.insert(own.timings.end(), family.timings.begin(),
                         family.timings.end());
    }
  }

  const std::vector<Family>& families() const { return families_; }

 private:
  Family& FamilyOf(Family family) {
    for (Family& known : families_) {
      if (known.name == family.name) return known;
    }
    return families_.emplace_back(std::move(family));
  }

  std::vector<Family> families_;  // In the order in which they came.
};

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_MEASURES_H_
