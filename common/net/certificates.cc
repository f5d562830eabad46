#include "common/net/certificates.h"

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/clock.h"
#include "common/base/file.h"
#include "common/base/log.h"
#include "common/base/status.h"

namespace opvang {
namespace {

constexpr absl::Duration kLookEvery = absl::Seconds(1);
constexpr absl::Duration kWarnBefore = absl::Hours(24 * 30);

using Bio = std::unique_ptr<BIO, int (*)(BIO*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

Bio Over(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
             BIO_free);
}

Certificate Parse(const std::string& pem) {
  return Certificate(
      PEM_read_bio_X509(Over(pem).get(), nullptr, nullptr, nullptr), X509_free);
}

absl::Time ToTime(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return absl::FromTM(parts, absl::UTCTimeZone());
}

// Changes whenever one of the files does, or what is revoked.
std::string StampIn(const std::string& folder) {
  std::vector<std::string> paths;
  for (const char* name : {"/ca.pem", "/cert.pem", "/key.pem"}) {
    paths.push_back(folder + name);
  }
  std::error_code ignored;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder + "/crls", ignored)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::string stamp;
  for (const std::string& path : paths) {
    absl::StrAppend(&stamp, path, " ", StampOf(path), "\n");
  }
  return stamp;
}

// A file of this process alone, replaced whole.
class OwnFile {
 public:
  OwnFile() : fd_(memfd_create("opvang", MFD_CLOEXEC)) {}
  std::string path() const { return absl::StrCat("/proc/self/fd/", fd_); }
  void Replace(const std::string& bytes) {
    const int fresh = memfd_create("opvang", MFD_CLOEXEC);
    for (size_t at = 0; at < bytes.size();) {
      const ssize_t n = write(fresh, bytes.data() + at, bytes.size() - at);
      if (n <= 0) break;
      at += static_cast<size_t>(n);
    }
    dup3(fresh, fd_, O_CLOEXEC);
    close(fresh);
  }

 private:
  const int fd_;
};

// What is adopted of each folder; lives as long as the process.
class Adoptions {
 public:
  static Adoptions& Shared() {
    static auto& adoptions = *new Adoptions();
    return adoptions;
  }

  absl::StatusOr<AdoptedPaths> Adopt(const std::string& folder) {
    absl::MutexLock lock(&mutex_);
    auto& one = by_folder_[folder];
    if (one == nullptr) {
      auto made = std::make_unique<Adopted>();
      made->stamp = StampIn(folder);
      ASSIGN_OR_RETURN(const Certificates read,
                       ReadCertificates(folder, SystemClock().Now()));
      Put(read, *made);
      one = std::move(made);
    }
    if (!watches_) {
      watches_ = true;
      std::thread([this] { Watch(); }).detach();
    }
    return AdoptedPaths{one->ca.path(), one->cert.path(), one->key.path()};
  }

  void LookAtAll() {
    absl::MutexLock lock(&mutex_);
    for (const auto& [folder, one] : by_folder_) {
      if (one != nullptr) Look(folder, *one);
    }
  }

  absl::Time End() {
    absl::Time first = absl::InfiniteFuture();
    absl::MutexLock lock(&mutex_);
    for (const auto& [folder, one] : by_folder_) {
      if (one != nullptr) first = std::min(first, one->end);
    }
    return first;
  }

 private:
  struct Adopted {
    OwnFile ca, cert, key;
    std::string stamp;
    absl::Time end, warned;
    int count = 0;
  };

  static void Put(const Certificates& read, Adopted& to) {
    // With a remark that makes it another file, so that it is read again, and
    // with it what is revoked.
    to.ca.Replace(absl::StrCat(read.ca, "\n# ", ++to.count, "\n"));
    to.key.Replace(read.key);
    to.cert.Replace(read.cert);
    to.end = read.end;
  }

  [[noreturn]] void Watch() {
    while (true) {
      LookAtAll();
      absl::SleepFor(kLookEvery);
    }
  }

  static void Look(const std::string& folder, Adopted& one) {
    const absl::Time now = SystemClock().Now();
    const std::string stamp = StampIn(folder);
    if (stamp != one.stamp) {
      one.stamp = stamp;
      const auto read = ReadCertificates(folder, now);
      if (read.ok()) {
        Put(*read, one);
        Log(Severity::kInfo, "certificates_adopted",
            {{"folder", folder}, {"until", absl::FormatTime(read->end)}});
      } else {
        Log(Severity::kError, "certificates_kept",
            {{"folder", folder},
             {"fault", std::string(read.status().message())}});
      }
    }
    if (one.end - now < kWarnBefore && now - one.warned > absl::Hours(24)) {
      one.warned = now;
      Log(Severity::kWarning, "certificate_expires",
          {{"folder", folder}, {"until", absl::FormatTime(one.end)}});
    }
  }

  absl::Mutex mutex_;
  std::map<std::string, std::unique_ptr<Adopted>> by_folder_
      ABSL_GUARDED_BY(mutex_);
  bool watches_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<Certificates> ReadCertificates(const std::string& folder,
                                              absl::Time now) {
  Certificates read;
  const auto refuse = [&](absl::string_view name, absl::string_view why) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder, "/", name, " ", why));
  };
  for (const auto& [name, to] :
       {std::pair("ca.pem", &read.ca), std::pair("cert.pem", &read.cert),
        std::pair("key.pem", &read.key)}) {
    ASSIGN_OR_RETURN(*to, ReadFile(absl::StrCat(folder, "/", name)));
  }
  if (Parse(read.ca) == nullptr) return refuse("ca.pem", "is no certificate");
  const Certificate certificate = Parse(read.cert);
  if (certificate == nullptr) return refuse("cert.pem", "is no certificate");
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      PEM_read_bio_PrivateKey(Over(read.key).get(), nullptr, nullptr, nullptr),
      EVP_PKEY_free);
  if (key == nullptr) return refuse("key.pem", "is no private key");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return refuse("key.pem", "is not the key of cert.pem");
  }
  read.end = ToTime(X509_get0_notAfter(certificate.get()));
  if (read.end <= now) return refuse("cert.pem", "holds no more");
  if (ToTime(X509_get0_notBefore(certificate.get())) > now) {
    return refuse("cert.pem", "does not hold yet");
  }
  return read;
}

std::string SerialNumberOf(const std::string& pem) {
  const Certificate certificate = Parse(pem);
  if (certificate == nullptr) return "";
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const int at = X509_NAME_get_index_by_NID(subject, NID_serialNumber, -1);
  if (at < 0 ||
      X509_NAME_get_index_by_NID(subject, NID_serialNumber, at) >= 0) {
    return "";
  }
  const ASN1_STRING* value =
      X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  return std::string(
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
      ASN1_STRING_length(value));
}

absl::StatusOr<AdoptedPaths> AdoptCertificates(const std::string& folder) {
  return Adoptions::Shared().Adopt(folder);
}

absl::Time CertificatesEnd() { return Adoptions::Shared().End(); }

void LookAtCertificates() { Adoptions::Shared().LookAtAll(); }

}  // namespace opvang
