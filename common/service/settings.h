// What a service is told: by flags, and by a file of lines that name them.
#ifndef OPVANG_COMMON_SERVICE_SETTINGS_H_
#define OPVANG_COMMON_SERVICE_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/db/database.h"

ABSL_DECLARE_FLAG(bool, check_config);
ABSL_DECLARE_FLAG(std::string, probe);
ABSL_DECLARE_FLAG(std::string, listen);
ABSL_DECLARE_FLAG(std::string, address_file);
ABSL_DECLARE_FLAG(std::string, metrics);
ABSL_DECLARE_FLAG(absl::Duration, database_wait);
ABSL_DECLARE_FLAG(std::string, migrations);
ABSL_DECLARE_FLAG(std::string, certificates);
ABSL_DECLARE_FLAG(std::string, organisations);
ABSL_DECLARE_FLAG(absl::Duration, drain_pause);
ABSL_DECLARE_FLAG(int, callers);
ABSL_DECLARE_FLAG(int, callers_per_address);
ABSL_DECLARE_FLAG(std::string, pdf_printer);
ABSL_DECLARE_FLAG(std::string, webhook_hosts);
ABSL_DECLARE_FLAG(std::string, webhook_key);
ABSL_DECLARE_FLAG(std::string, webhook_ca);
ABSL_DECLARE_FLAG(std::string, openapi);
ABSL_DECLARE_FLAG(std::string, page);

namespace opvang {

// What a program needs of its settings.
struct Needs {
  std::vector<std::string> asked;  // The services whose address it must know.
  // Whether it keeps facts and knows its callers itself: a database, its
  // migrations and organisations.
  bool keeps = true;
};

// Sets the flags from the lines NAME=VALUE of the file that --config names, and
// from the command line, which goes before it. Blank lines and those that begin
// with # say nothing. Answers all that is wrong, each with its file and line or
// its flag.
std::vector<std::string> ReadSettings(int argc, char** argv,
                                      const Needs& needs);

// The value of a flag ("pdf-printer"); empty when there is none of that name.
std::string Setting(absl::string_view name);

// The database, with the password of its file.
absl::StatusOr<DatabaseOptions> DatabaseSetting();

// Every flag, what it is without a word, and what it means.
std::string SettingsHelp();

}  // namespace opvang

#endif  // OPVANG_COMMON_SERVICE_SETTINGS_H_
