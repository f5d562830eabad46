// opvang load.
#include "services/cli/load/load.h"

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/cli/commands/commands.h"
#include "services/cli/shell/context.h"
#include "services/cli/shell/flags.h"
#include "services/cli/shell/progress.h"

namespace opvang::cli {
namespace {

absl::Status Load(const Context& context) {
  const std::string parent = context.arguments.Flag("parent", "countries/nl");
  const bool dry_run = context.arguments.Has("dry-run");
  const std::vector<std::string> folders(context.arguments.words.begin() + 1,
                                         context.arguments.words.end());
  std::vector<Delivery> deliveries;
  std::vector<std::string> faults;
  for (const std::string& folder : folders) {
    deliveries.push_back(ReadFolder(folder, parent, faults));
  }
  const auto tell_faults = [&] {
    for (const std::string& fault : faults)
      context.streams.err << fault << "\n";
    return Misuse(absl::StrCat(faults.size(),
                               " fout(en) in de bestanden; er is niets "
                               "opgeslagen van de map waarin zij staan"));
  };
  if (!faults.empty()) return tell_faults();
  TextTable table{.header = {"folder", "service", "facts", "revision", "kept"},
                  .rows = {}};
  Progress progress(context.streams, "mappen");
  absl::Status status;
  for (size_t i = 0; i < folders.size() && status.ok(); ++i) {
    progress.Show(i, folders.size());
    status = Deliver(
        context.services, std::move(deliveries[i]), dry_run,
        [&](const Kept& kept) {
          table.rows.push_back(
              {folders[i], kept.service, absl::StrCat(kept.fact_count),
               absl::StrCat(kept.revision), dry_run ? "trial" : "yes"});
        },
        faults);
  }
  // Also what was kept before a later folder was refused.
  context.Print(table);
  return faults.empty() ? status : tell_faults();
}

}  // namespace

std::vector<Command> LoadCommands() {
  return {
      {"load",
       "Laadt mappen met CSV-bestanden in de diensten; alles of niets.",
       {Repeated({"MAP", ValueKind::kFolder,
                  "een map met CSV-bestanden; hun naam is wat zij vullen"})},
       {kParent, kDryRun},
       "opvang load deploy/sample/overijssel-2024/1-memo --parent "
       "provinces/pv23",
       Load},
  };
}

}  // namespace opvang::cli
