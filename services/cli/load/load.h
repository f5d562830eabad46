// Loads folders of CSV files into the services: each folder one delivery per
// service, all of it or nothing.
#ifndef OPVANG_SERVICES_CLI_LOAD_LOAD_H_
#define OPVANG_SERVICES_CLI_LOAD_LOAD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/shell/clients.h"

namespace opvang::cli {

// What the files of one folder say, ready to send.
struct Delivery {
  nl::opvang::quotas::v1::DeliverQuotasRequest quotas;
  nl::opvang::locations::v1::DeliverLocationsRequest locations;
  nl::opvang::housing::v1::DeliverHousingRequest housing;
  nl::opvang::reporting::v1::DeliverTextsRequest reporting;
  // Where each message comes from: "place_entries" → file and lines.
  struct Origin {
    std::string file;
    std::vector<int> lines;
  };
  std::map<std::string, Origin> origins;
};

// Reads every CSV file of `folder`; its name is the field that it fills. Adds
// every fault of every file.
Delivery ReadFolder(const std::string& folder, const std::string& parent,
                    std::vector<std::string>& faults);

// The faults that a service found, at the file and line they come from.
std::vector<std::string> FaultsAt(const Delivery& delivery,
                                  const absl::Status& status);

// What one service took.
struct Kept {
  std::string service;
  int32_t fact_count = 0;
  int64_t revision = 0;
};
using OnKept = std::function<void(const Kept&)>;

// Tries all services, then delivers to all of them. The same folder twice is
// there once; once something else was written after it, it is said again.
// `on_kept` is called per service. The faults of files come in `faults`.
absl::Status Deliver(Services& services, Delivery delivery, bool dry_run,
                     const OnKept& on_kept, std::vector<std::string>& faults);

}  // namespace opvang::cli

#endif  // OPVANG_SERVICES_CLI_LOAD_LOAD_H_
