// What reporting tells of itself: which provinces submitted.
#include <map>
#include <set>
#include <utility>

#include "services/reporting/report_service.h"

namespace opvang::reporting {

void ReportingService::MeasureFacts(const KnownReports& known,
                                    Measures& measures) const {
  std::set<std::string> cycles, provinces;
  std::set<std::pair<std::string, std::string>> submitted;
  known.state.reports.ForEach([&](const std::string&,
                                  const ReportState::ReportFacts& facts) {
    const auto* head = facts.head.Last(known.revision);
    if (head == nullptr ||
        head->value.spec().kind() != pb::REPORT_KIND_PROVINCIAL_REPORT) {
      return;
    }
    const pb::ReportSpec& spec = head->value.spec();
    cycles.insert(spec.cycle());
    provinces.insert(spec.scope());
    facts.events.ForEach(known.revision, [&](const Fact<StoredEvent>& event) {
      if (event.value.verb == WordOf(Verb::kSubmit)) {
        submitted.emplace(spec.cycle(), spec.scope());
      }
    });
  });
  const std::string name = "opvang_report_submitted",
                    help =
                        "Whether a province that makes reports submitted one "
                        "of this cycle.";
  measures.Declare(name, help);
  for (const std::string& cycle : cycles) {
    for (const std::string& province : provinces) {
      measures.Gauge(name, help,
                     static_cast<int>(submitted.count({cycle, province})),
                     {{"cycle", cycle}, {"province", province}});
    }
  }
}

}  // namespace opvang::reporting
