#include "tests/bench/programs.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/support/process.h"
#include "tests/support/test_database.h"

namespace opvang::bench {
namespace {

// Durable, as one that is used.
TestServer& Server() {
  static TestServer server;
  return server;
}

std::string FolderIn(const char* variable, const char* otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : given;
}

}  // namespace

Folder::Folder() {
  char path[] = "/tmp/opvang-bench-XXXXXX";
  if (mkdtemp(path) == nullptr) std::abort();
  path_ = path;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string MakeCertificates(const Folder& folder) {
  const std::string certificates = folder / "certificates";
  int status = 0;
  const std::string said =
      Shell(absl::StrCat(SourceFolder(), "/deploy/certificates ", certificates),
            &status);
  if (status == 0) return certificates;
  std::fprintf(stderr, "deploy/certificates: %s\n",
               said.substr(0, 200).c_str());
  std::abort();
}

std::string BuildFolder() {
  return FolderIn("OPVANG_BENCH_BUILD", OPVANG_BINARY_DIR);
}
std::string SourceFolder() {
  return FolderIn("OPVANG_BENCH_SOURCE", OPVANG_SOURCE_DIR);
}

Programs::Programs(std::string certificates, int replicas)
    : certificates_(std::move(certificates)), replicas_(replicas) {
  // As much as a small server has.
  Server().Administrate("SET GLOBAL innodb_buffer_pool_size = 268435456");
  for (const char* name : kNames) {
    Server().Administrate(
        absl::StrCat("CREATE OR REPLACE DATABASE bench_", name));
    for (int i = 1; i <= replicas; ++i) Start(name, i);
  }
}

Programs::~Programs() {
  for (const auto& [name, pid] : pids_) End(pid, SIGKILL);
}

std::string Programs::Address(const std::string& name) const {
  std::vector<std::string> addresses;
  for (const char* replica : {"", "-2"}) {
    std::ifstream file(folder_ / (name + replica));
    std::string address;
    if (file >> address) addresses.push_back(address);
  }
  return absl::StrJoin(addresses, ",");
}

std::string Programs::DatabaseUrl(const std::string& name) {
  return Server().Url("bench_" + name);
}

std::unique_ptr<Database> Programs::OpenDatabase(const std::string& name) {
  return *Database::Open(*ParseDatabaseUrl(DatabaseUrl(name)));
}

int64_t Programs::MemoryOf(const std::string& name) const {
  std::ifstream status(absl::StrCat("/proc/", pids_.at(name), "/status"));
  for (std::string line; std::getline(status, line);) {
    int64_t kib = 0;
    if (absl::StartsWith(line, "VmRSS:") &&
        absl::SimpleAtoi(line.substr(6, line.size() - 9), &kib)) {
      return kib / 1024;
    }
  }
  return 0;
}

Scraped Programs::Scrape(const std::string& name) const {
  static const std::regex told(
      "\"event\":\"metrics\".*\"address\":\"([^\"]+)\"");
  std::ifstream log(folder_ / (name + ".log"));
  std::smatch match;
  for (std::string line; std::getline(log, line);) {
    if (std::regex_search(line, match, told)) return opvang::Scrape(match[1]);
  }
  return {};
}

absl::Duration Programs::Restart(const std::string& name) {
  End(pids_[name], SIGKILL);
  std::filesystem::remove(folder_ / name);
  const absl::Time start = absl::Now();
  Start(name);
  return absl::Now() - start;
}

void Programs::Start(const std::string& name, int replica) {
  const std::string own =
      replica == 1 ? name : absl::StrCat(name, "-", replica);
  std::vector<std::string> command = {
      absl::StrCat(BuildFolder(), "/services/", name, "/opvang-", name),
      absl::StrCat("--database=", DatabaseUrl(name)),
      absl::StrCat("--migrations=", SourceFolder(), "/services/", name,
                   "/migrations"),
      absl::StrCat("--address-file=", folder_ / own)};
  if (replicas_ > 1) command.push_back("--metrics=0");
  if (certificates_.empty()) {
    command.push_back("--plain");
  } else {
    command.push_back(
        absl::StrCat("--certificates=", certificates_, "/", name));
    command.push_back(
        absl::StrCat("--organisations=", certificates_, "/organisations.json"));
  }
  for (const std::string other : {"quotas", "locations", "housing"}) {
    if (name == "reporting" || (name == "housing" && other == "quotas")) {
      command.push_back(absl::StrCat("--", other, "=", Address(other)));
    }
  }
  pids_[own] = Spawn(command, folder_ / (own + ".log"));
  AwaitWord(folder_ / own);
}

}  // namespace opvang::bench
