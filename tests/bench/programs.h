// The real programs, each on a schema of its own of one MariaDB.
#ifndef OPVANG_TESTS_BENCH_PROGRAMS_H_
#define OPVANG_TESTS_BENCH_PROGRAMS_H_

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/db/database.h"
#include "tests/support/scrape.h"

namespace opvang::bench {

// A folder that goes when this goes.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A folder of `deploy/certificates` in `folder`; aborts when none is made.
std::string MakeCertificates(const Folder& folder);

// $OPVANG_BENCH_BUILD and $OPVANG_BENCH_SOURCE name another build and its
// sources: so the same table is made of an earlier commit.
std::string BuildFolder();
std::string SourceFolder();

// The four services, on schemas that are empty at first.
class Programs {
 public:
  // With the folder that deploy/certificates made they speak mutual TLS, and
  // know who calls; without, every caller is the ministry.
  // With two replicas each schema has another program, "quotas-2".
  explicit Programs(std::string certificates = "", int replicas = 1);
  ~Programs();
  Programs(const Programs&) = delete;

  // Of all replicas of a service, as `Connect` takes it.
  std::string Address(const std::string& name) const;
  static std::string DatabaseUrl(const std::string& name);
  static std::unique_ptr<Database> OpenDatabase(const std::string& name);
  // In MiB.
  int64_t MemoryOf(const std::string& name) const;
  // What one of two replicas tells Prometheus.
  Scraped Scrape(const std::string& name) const;
  // Answers how long until it served.
  absl::Duration Restart(const std::string& name);

  static constexpr const char* kNames[] = {"quotas", "locations", "housing",
                                           "reporting"};

 private:
  void Start(const std::string& name, int replica = 1);

  const std::string certificates_;
  const int replicas_;
  const Folder folder_;
  std::map<std::string, pid_t> pids_;
};

}  // namespace opvang::bench

#endif  // OPVANG_TESTS_BENCH_PROGRAMS_H_
