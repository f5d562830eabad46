#include "services/cli/import/file_queue.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "gmock/gmock.h"
#include "tests/support/seed.h"

namespace opvang::cli::workbook {
namespace {

using testing::ElementsAre;

TEST(FileQueueTest, FilesOfOneMunicipalityPassInTheirOrder) {
  const unsigned seed = Seed();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    constexpr size_t kFiles = 40;
    std::vector<std::string> of;
    for (size_t i = 0; i < kFiles; ++i) {
      of.push_back(std::to_string(random() % 5));
    }
    FileQueue line(kFiles);
    absl::Mutex mutex;
    std::map<std::string, std::vector<size_t>> passed;
    std::vector<size_t> told;
    std::atomic<int> within = 0, most = 0;
    PassInLine(
        kFiles, 6,
        [&](size_t i) {
          const int now = ++within;
          for (int seen = most;
               now > seen && !most.compare_exchange_weak(seen, now);) {
          }
          // One in ten fails before it is known what it is.
          if (i % 10 != 9) {
            line.Await(i, of[i]);
            const absl::MutexLock lock(&mutex);
            passed[of[i]].push_back(i);
          }
          --within;
          line.Done(i);
        },
        [&](size_t i) {
          told.push_back(i);
          return true;
        });
    EXPECT_LE(most, 6);
    for (const auto& [municipality, files] : passed) {
      EXPECT_TRUE(std::is_sorted(files.begin(), files.end()));
    }
    EXPECT_EQ(told.size(), kFiles);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  }
}

// Two that can only end when both have begun.
TEST(FileQueueTest, OthersGoOnAtTheSameTime) {
  FileQueue line(2);
  absl::Mutex mutex;
  int begun = 0;
  PassInLine(
      2, 2,
      [&](size_t i) {
        line.Await(i, i == 0 ? "Kampen" : "Zwolle");
        const absl::MutexLock lock(&mutex);
        ++begun;
        const auto both = [&] { return begun == 2; };
        mutex.Await(absl::Condition(&both));
        line.Done(i);
      },
      [](size_t) { return true; });
  EXPECT_EQ(begun, 2);
}

TEST(FileQueueTest, WhatHasNotBegunNeverDoesOnceItIsStopped) {
  std::vector<size_t> told;
  std::atomic<size_t> begun = 0;
  PassInLine(
      1000, 1, [&](size_t) { ++begun; },
      [&](size_t i) {
        told.push_back(i);
        return i < 2;
      });
  EXPECT_THAT(told, ElementsAre(0, 1, 2));
  EXPECT_GE(begun, 3u);
}

}  // namespace
}  // namespace opvang::cli::workbook
