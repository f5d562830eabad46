// The certificates of this process, as far as they work.
#ifndef OPVANG_COMMON_NET_CERTIFICATES_H_
#define OPVANG_COMMON_NET_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace opvang {

// ca.pem, cert.pem and key.pem of a folder, checked: that each can be read,
// that the key is that of the certificate, and that `now` lies within the
// certificate's days. FAILED_PRECONDITION says what is wrong.
struct Certificates {
  std::string ca, cert, key;
  absl::Time end;  // From when the certificate holds no more.
};
absl::StatusOr<Certificates> ReadCertificates(const std::string& folder,
                                              absl::Time now);

// The `serialNumber` of a certificate's subject; empty unless there is exactly
// one: of two nobody knows which speaks.
std::string SerialNumberOf(const std::string& pem);

// Where what was adopted of a folder can be read, as files of this process that
// no disk has.
struct AdoptedPaths {
  std::string ca, cert, key;
};

// Adopts what stands in `folder`, and from then on, within a second, what comes
// to stand there and works; else the last that did stays, and the log says why.
// So too a change of its `crls`. Warns, once a day, of a certificate with less
// than thirty days to go. Of one folder there is one adoption.
absl::StatusOr<AdoptedPaths> AdoptCertificates(const std::string& folder);

// Looks at every folder now.
void LookAtCertificates();

// When the first of those that were adopted holds no more; for ever without
// any.
absl::Time CertificatesEnd();

}  // namespace opvang

#endif  // OPVANG_COMMON_NET_CERTIFICATES_H_
