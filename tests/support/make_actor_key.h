// A pair of keys that proves who acts, for programs with and without
// GoogleTest.
#ifndef OPVANG_TESTS_SUPPORT_MAKE_ACTOR_KEY_H_
#define OPVANG_TESTS_SUPPORT_MAKE_ACTOR_KEY_H_

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>

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

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_MAKE_ACTOR_KEY_H_
