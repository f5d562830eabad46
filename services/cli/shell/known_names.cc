#include "services/cli/shell/known_names.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/digest.h"
#include "common/base/dutch.h"
#include "common/base/file.h"
#include "services/cli/shell/columns.h"
#include "services/cli/shell/files.h"
#include "services/cli/shell/words.h"

namespace opvang::cli {
namespace {

namespace fs = std::filesystem;
namespace l = nl::opvang::locations::v1;
namespace r = nl::opvang::reporting::v1;

constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr std::chrono::seconds kKept{60};

// Where names are kept; empty without a home.
fs::path Folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != 0) return fs::path(cache) / "opvang";
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == 0 ? fs::path()
                                       : fs::path(home) / ".cache" / "opvang";
}

// Of another caller, or of other services, it is another file.
fs::path PathOf(const Services& services, const std::string& question) {
  std::string key = absl::StrCat(services.certificates, "\n", question);
  for (const auto& [name, address] : services.addresses) {
    absl::StrAppend(&key, "\n", name, "=", address);
  }
  const fs::path folder = Folder();
  return folder.empty() ? folder : folder / Sha256(key);
}

bool IsFresh(const fs::path& path) {
  std::error_code fault;
  const auto written = fs::last_write_time(path, fault);
  return !fault && written > fs::file_time_type::clock::now() - kKept;
}

std::vector<KnownName> Parse(const std::string& text) {
  std::vector<KnownName> names;
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    names.push_back({parts.first, parts.second});
  }
  return names;
}

// For this user alone. That nothing could be kept costs time, no more.
void Keep(const std::vector<KnownName>& names, const fs::path& path) {
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  fs::permissions(path.parent_path(), fs::perms::owner_all, fault);
  if (fault) return;
  std::string text;
  for (const KnownName& one : names) {
    absl::StrAppend(&text, one.name, "\t", one.display_name, "\n");
  }
  SaveFile(text, path, true).IgnoreError();
}

template <typename Stub, typename Request, typename Response, typename Take>
std::vector<KnownName> Names(const Services& services,
                             const std::string& question, Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*),
                             Request request, Take take) {
  const fs::path path = PathOf(services, question);
  if (!path.empty() && IsFresh(path)) {
    const auto text = ReadFile(path);
    if (text.ok()) return Parse(*text);
  }
  std::vector<KnownName> names;
  request.set_page_size(1000);
  const absl::Status asked = ForEachPage(
      std::move(request),
      [&](const Request& page) {
        return Ask(stub, method, page, "", kPatience);
      },
      [&](const Response& page) { take(page, names); });
  if (asked.ok() && !path.empty()) Keep(names, path);
  return names;
}

}  // namespace

KnownNames NamesOf(std::function<absl::StatusOr<Services>()> connect) {
  const auto services =
      std::make_shared<absl::StatusOr<Services>>(absl::UnknownError(""));
  const auto reach = [connect, services, asked = std::make_shared<bool>()] {
    if (!*asked) *services = connect();
    *asked = true;
    return services->ok();
  };
  return {.reports = [=]() -> std::vector<KnownName> {
            if (!reach()) return {};
            r::ListReportsRequest request;
            request.set_parent("provinces/-");
            return Names(
                **services, "reports", *(*services)->reporting,
                &r::ReportingService::Stub::ListReports, request,
                [](const r::ListReportsResponse& page, auto& names) {
                  for (const r::Report& one : page.reports()) {
                    names.push_back(
                        {one.name(), DutchWord(TypedWord(one.state()))});
                  }
                });
          },
          .locations =
              [=](const std::string& municipality) -> std::vector<KnownName> {
            if (!reach()) return {};
            l::ListLocationsRequest request;
            request.set_parent(municipality);
            return Names(**services, "locations of " + municipality,
                         *(*services)->locations,
                         &l::LocationService::Stub::ListLocations, request,
                         [](const l::ListLocationsResponse& page, auto& names) {
                           for (const l::Location& one : page.locations()) {
                             names.push_back({one.name(), one.display_name()});
                           }
                         });
          }};
}

}  // namespace opvang::cli
