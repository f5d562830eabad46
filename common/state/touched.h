// What each write is about: derived from the facts that it appended, as a state
// adds them, and kept nowhere else.
#ifndef OPVANG_COMMON_STATE_TOUCHED_H_
#define OPVANG_COMMON_STATE_TOUCHED_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/db/seal.h"
#include "common/state/compact.h"
#include "common/state/in_order.h"

namespace opvang {

// What a write is about that bears on every area.
inline constexpr char kWholeCountry[] = "countries/nl";

class Touched {
 public:
  // That the write is about `name`: an area, or something that belongs to one
  // ("municipalities/gm0193/locations/x"). What a service is born with is no
  // write.
  void Add(Revision revision, const Interned& name);
  void Add(Revision revision, absl::string_view name) {
    Add(revision, Interned(name));
  }
  // What the write is about, by name.
  std::vector<std::string> Of(Revision revision) const;

 private:
  struct Touch {
    Revision revision = 0;
    Interned name;
  };
  struct ByRevision {
    std::pair<Revision, const std::string*> operator()(const Touch& one) const {
      return {one.revision, &*one.name};
    }
  };

  Touch last_;  // Facts about one thing come together.
  InOrder<Touch, ByRevision> touches_;
};

// The areas that names belong to, their first two parts, each once, by name.
std::vector<std::string> AreasOf(const std::vector<std::string>& names);

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_TOUCHED_H_
