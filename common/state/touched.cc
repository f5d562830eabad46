#include "common/state/touched.h"

#include <algorithm>

#include "common/base/resource_name.h"

namespace opvang {

void Touched::Add(Revision revision, const Interned& name) {
  if (revision <= 1) return;
  if (last_.revision == revision && last_.name == name) return;
  last_ = {.revision = revision, .name = name};
  if (touches_.Find(ByRevision()(last_)) == nullptr) touches_.Insert(last_);
}

std::vector<std::string> Touched::Of(Revision revision) const {
  std::vector<std::string> names;
  touches_.ForEachFrom(
      std::pair<Revision, const std::string*>(revision, nullptr),
      [&](const Touch& one) {
        if (one.revision != revision) return false;
        names.push_back(*one.name);
        return true;
      });
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> AreasOf(const std::vector<std::string>& names) {
  std::vector<std::string> areas;
  for (const std::string& name : names) areas.push_back(MunicipalityOf(name));
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  return areas;
}

}  // namespace opvang
