// Two real replicas over one real database, each of the three killed at random
// while writes go on: what was acknowledged is there, once, and every read
// after it sees it.
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/db/ledger.h"
#include "common/net/reply.h"
#include "common/net/transport.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "nl/opvang/quotas/v1/quotas.grpc.pb.h"
#include "tests/support/matchers.h"
#include "tests/support/process.h"
#include "tests/support/seed.h"
#include "tests/support/test_database.h"

namespace opvang::quotas {
namespace {

namespace pb = ::nl::opvang::quotas::v1;
using Stub = pb::QuotaService::Stub;

// How often something is killed; more for a longer run.
int Kills() {
  const char* given = std::getenv("OPVANG_KILLS");
  return given == nullptr ? 6 : std::atoi(given);
}

// A replica that is started again whenever it was killed.
class Replica {
 public:
  Replica(const std::string& url, std::string folder, const std::string& name)
      : url_(url), folder_(std::move(folder)), name_(name) {
    Start();
  }
  ~Replica() { End(pid_, SIGKILL); }

  void Kill() {
    End(pid_, SIGKILL);
    Start();
  }
  // Its calls go to wherever it listens now.
  std::shared_ptr<Stub> stub() {
    absl::MutexLock lock(&mutex_);
    return stub_;
  }

 private:
  void Start() {
    const std::string address_file =
        absl::StrCat(folder_, "/", name_, ".", ++starts_);
    pid_ =
        Spawn({OPVANG_BINARY_DIR "/services/quotas/opvang-quotas",
               "--database=" + url_,
               "--migrations=" OPVANG_SOURCE_DIR "/services/quotas/migrations",
               "--plain", "--address-file=" + address_file},
              absl::StrCat(folder_, "/", name_, ".log"));
    const std::string address = AwaitWord(address_file);
    ASSERT_FALSE(address.empty()) << name_ << " does not serve";
    absl::MutexLock lock(&mutex_);
    stub_ = pb::QuotaService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  const std::string url_, folder_, name_;
  int starts_ = 0;
  pid_t pid_ = 0;
  absl::Mutex mutex_;
  std::shared_ptr<Stub> stub_;
};

// Until a call succeeds, at any of the replicas; each try has its deadline.
template <typename Request, typename Response>
absl::StatusOr<Response> Persist(
    const std::vector<std::unique_ptr<Replica>>& replicas, size_t first,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    const Request& request) {
  const absl::Time end = absl::Now() + absl::Seconds(60);
  absl::Status last;
  for (size_t i = first; absl::Now() < end; ++i) {
    const std::shared_ptr<Stub> stub = replicas[i % replicas.size()]->stub();
    grpc::ClientContext context;
    SetDeadline(context, absl::Now() + absl::Seconds(5));
    Response response;
    last = FromGrpc((stub.get()->*method)(&context, request, &response));
    if (last.ok()) return response;
    std::this_thread::yield();
  }
  return last;
}

pb::ListObligationsRequest UkraineIn(const std::string& municipality) {
  return Proto<pb::ListObligationsRequest>(
      absl::StrCat("parent: '", municipality,
                   "' ukraine_date { year: 2024 month: 6 day: 1 } "
                   "as_of_date { year: 2024 month: 6 day: 1 }"));
}

TEST(KilledReplicasTest, WhatWasAcknowledgedIsSeenByEveryReadAfterIt) {
  const unsigned seed = Seed();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  char made[] = "/tmp/opvang-killed-XXXXXX";
  ASSERT_NE(mkdtemp(made), nullptr);
  const std::string folder = made;
  TestServer server;
  TestDatabase db("quotas", server);
  std::vector<std::unique_ptr<Replica>> replicas;
  replicas.push_back(std::make_unique<Replica>(db.url(), folder, "one"));
  replicas.push_back(std::make_unique<Replica>(db.url(), folder, "other"));

  const auto& all = AllMunicipalities();
  std::set<int64_t> revisions;
  std::map<std::string, int> last;
  std::atomic<int> number{0};
  std::atomic<bool> killing{true};
  std::thread writer([&, random = std::mt19937(seed + 1)]() mutable {
    for (; killing; ++number) {
      const std::string subject =
          all[static_cast<size_t>(number) % all.size()].Name();
      auto request = Proto<pb::DeliverQuotasRequest>(absl::StrCat(
          "parent: 'countries/nl' quota_entries { subject: '", subject,
          "' duty: DUTY_UKRAINE basis: BASIS_DECIDED source: 's' quota_count: ",
          number.load(), " start_date { year: 2024 month: 1 day: 1 } }"));
      request.set_request_id(UuidFor(absl::StrCat("write ", number.load())));
      const auto written =
          Persist(replicas, random() % 2, &Stub::DeliverQuotas, request);
      ASSERT_THAT(written, IsOk()) << "write " << number;
      EXPECT_TRUE(revisions.insert(written->revision()).second)
          << "two writes are revision " << written->revision();
      last[subject] = number;
      const auto read = Persist(replicas, random() % 2, &Stub::ListObligations,
                                UkraineIn(subject));
      ASSERT_THAT(read, IsOk()) << "read " << number;
      ASSERT_EQ(read->obligations(0).ukraine().quota_count(), number);
      EXPECT_GE(read->revision(), written->revision());
    }
  });
  // Here, since programs end with the thread that started them. One of the
  // three, as soon as some more writes were acknowledged and read.
  for (int kill = 0; kill < Kills(); ++kill) {
    const int until = number + 20 + static_cast<int>(random() % 40);
    while (number < until && !HasFailure()) std::this_thread::yield();
    if (HasFailure()) break;
    const size_t victim = random() % 3;
    if (victim == 2) {
      server.Kill();
      server.Start();
    } else {
      replicas[victim]->Kill();
    }
  }
  killing = false;
  writer.join();
  ASSERT_FALSE(HasFailure());

  // One that was never there before knows the same.
  replicas.clear();
  replicas.push_back(std::make_unique<Replica>(db.url(), folder, "late"));
  for (const auto& [subject, count] : last) {
    const auto read =
        Persist(replicas, 0, &Stub::ListObligations,
                Proto<pb::ListObligationsRequest>(absl::StrCat(
                    "parent: '", subject,
                    "' ukraine_date { year: 2024 month: 6 day: 1 } "
                    "as_of_date { year: 2024 month: 6 day: 1 }")));
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->obligations(0).ukraine().quota_count(), count);
  }
  db.Reopen();
  const auto lease = db->Acquire(absl::InfiniteFuture());
  Transaction tx(**lease, 0);
  EXPECT_EQ(*FindBreak(tx), std::nullopt);
  // Each once: the first revision is the birth of the ledger.
  EXPECT_EQ(*CurrentRevision(tx), number + 1);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

}  // namespace
}  // namespace opvang::quotas
