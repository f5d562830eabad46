// The seed of a random test: anew each run, or the printed one of a run before.
#ifndef OPVANG_TESTS_SUPPORT_SEED_H_
#define OPVANG_TESTS_SUPPORT_SEED_H_

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace opvang {

// `OPVANG_SEED` where that is set.
inline uint32_t Seed() {
  const char* asked = std::getenv("OPVANG_SEED");
  if (asked == nullptr) return std::random_device()();
  return static_cast<uint32_t>(std::stoul(asked));
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_SEED_H_
