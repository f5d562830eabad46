// Keys that prove who acts, made anew by each program.
#ifndef OPVANG_TESTS_SUPPORT_ACTOR_KEY_H_
#define OPVANG_TESTS_SUPPORT_ACTOR_KEY_H_

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace opvang {

struct ActorKey {
  std::string private_pem, public_pem;
};

inline ActorKey MakeActorKey() {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"),
                                                           EVP_PKEY_free);
  const auto written = [](auto write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()),
                                                  BIO_free);
    write(bio.get());
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return std::string(bytes, static_cast<size_t>(size));
  };
  return {written([&](BIO* to) {
            PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0,
                                     nullptr, nullptr);
          }),
          written([&](BIO* to) { PEM_write_bio_PUBKEY(to, key.get()); })};
}

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
