// opvang load.
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "common/status.h"
#include "services/cli/context.h"
#include "services/cli/load.h"

namespace opvang::cli {

absl::Status Load(const Context& context) {
  if (context.arguments.words.size() < 2) {
    return Misuse("geef een of meer mappen met CSV-bestanden");
  }
  const std::string parent = context.arguments.Flag("parent", "countries/nl");
  const bool dry_run = context.arguments.Has("dry-run");
  std::vector<Delivery> deliveries;
  std::vector<std::string> faults;
  for (size_t i = 1; i < context.arguments.words.size(); ++i) {
    deliveries.push_back(
        ReadFolder(context.arguments.words[i], parent, faults));
  }
  const auto tell_faults = [&] {
    for (const std::string& fault : faults)
      context.streams.err << fault << "\n";
    return Misuse(absl::StrCat(faults.size(),
                               " fout(en) in de bestanden; er is niets "
                               "opgeslagen van de map waarin zij staan"));
  };
  if (!faults.empty()) return tell_faults();
  for (size_t i = 0; i < deliveries.size(); ++i) {
    const std::string folder = context.arguments.words[i + 1];
    // Progress is for people who wait.
    if (isatty(STDERR_FILENO)) {
      context.streams.err << "map " << i + 1 << " van " << deliveries.size()
                          << ": " << folder << "\n";
    }
    const absl::Status status = Deliver(
        context.services, std::move(deliveries[i]), dry_run,
        [&](const std::string& line) {
          context.streams.out << folder << "\t" << line
                              << (dry_run ? "\tproef" : "") << "\n";
        },
        faults);
    if (!faults.empty()) return tell_faults();
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

}  // namespace opvang::cli
