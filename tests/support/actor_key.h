// Keys that prove who acts, made anew by each program.
#ifndef OPVANG_TESTS_SUPPORT_ACTOR_KEY_H_
#define OPVANG_TESTS_SUPPORT_ACTOR_KEY_H_

#include <unistd.h>

#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/make_actor_key.h"

namespace opvang {

// That of every organisation of a test.
inline const ActorKey& TestActorKey() {
  static const auto& key = *new ActorKey(MakeActorKey());
  return key;
}
// A file with its private part.
inline std::string TestActorKeyFile() {
  static const auto& path = *new std::string([] {
    const std::string name =
        testing::TempDir() + "/actor-" + std::to_string(getpid()) + ".key";
    std::ofstream(name) << TestActorKey().private_pem;
    return name;
  }());
  return path;
}

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_ACTOR_KEY_H_
