// What is measured when somebody asks: figures with a name, a sentence and
// labels. Knows no library of metrics, so that whoever has figures needs none.
#ifndef OPVANG_COMMON_SERVICE_MEASURES_H_
#define OPVANG_COMMON_SERVICE_MEASURES_H_

#include <string>
#include <utility>
#include <vector>

namespace opvang {

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
