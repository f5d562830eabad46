#include "services/reporting/figures/redaction.h"

#include "common/base/municipality.h"
#include "services/reporting/figures/site_places.h"

namespace opvang::reporting {
namespace {

// As in `locations`, which tells such a location to few, whatever is said of
// it.
template <typename Location>
bool IsProtected(const Location& one) {
  if constexpr (requires { one.special_group(); }) {
    if (!one.special_group().empty()) return true;
  }
  if constexpr (requires { one.places(); }) {
    if (AreForVulnerableOnly(one.places())) return true;
  }
  return one.protected_();
}

template <typename Locations>
void Collect(const Locations& locations, absl::string_view own,
             std::map<std::string, ToldLocation>& all) {
  for (const auto& one : locations) {
    ToldLocation& told = all[one.location()];
    told.hidden |=
        IsProtected(one) && (own.empty() || !LiesWithin(one.location(), own));
    std::string kind;
    if constexpr (requires { one.kind_display_name(); }) {
      kind = one.kind_display_name();
    }
    if (one.display_name() != kind) told.words.push_back(one.display_name());
    for (const std::string& former : one.former_display_names()) {
      told.words.push_back(former);
    }
    if constexpr (requires { one.address(); }) {
      if (!one.address().empty()) told.addresses.push_back(one.address());
    }
  }
}

}  // namespace

std::map<std::string, ToldLocation> LocationsOf(
    const std::vector<const pb::ReportContent*>& reports,
    absl::string_view own) {
  std::map<std::string, ToldLocation> all;
  for (const pb::ReportContent* report : reports) {
    for (const pb::MunicipalityRow& row : report->municipalities()) {
      Collect(row.sites(), own, all);
      Collect(row.shelters(), own, all);
      Collect(row.status_holder_locations(), own, all);
    }
  }
  return all;
}

Redaction RedactionOf(const std::vector<const pb::ReportContent*>& reports,
                      absl::string_view own) {
  return Redaction(LocationsOf(reports, own));
}

}  // namespace opvang::reporting
