// What is counted of one subject, by day: found without looking at the years
// between, however many there are.
#ifndef OPVANG_SERVICES_LOCATIONS_COUNT_SERIES_H_
#define OPVANG_SERVICES_LOCATIONS_COUNT_SERIES_H_

#include <vector>

#include "common/state/compact.h"
#include "common/state/facts.h"

namespace opvang::locations {

class CountSeries {
 public:
  struct Entry {
    Revision revision;
    Interned source;
    ShortDay day;
    int32_t amount;
  };

  // In any order.
  void Add(const Entry& entry);

  // The latest count not after `day` of those known at `known`; of one day the
  // latest revision. Null without one.
  const Entry* Find(Revision known, absl::CivilDay day) const;

 private:
  using Block = std::vector<Entry>;
  std::vector<Shared<Block>> blocks_;  // By day and revision; none is empty.
};

}  // namespace opvang::locations

#endif  // OPVANG_SERVICES_LOCATIONS_COUNT_SERIES_H_
