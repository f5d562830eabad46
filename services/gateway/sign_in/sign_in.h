// Lets people in who have no certificate in their browser: a provider of
// OpenID Connect says for which organisation somebody acts, and a sealed cookie
// says so from then on. Nothing is known of a person but a pseudonym.
//
// GET /session/begin leads to the provider, which leads to GET /session/return;
// GET /session says who is in, DELETE /session ends it.
#ifndef OPVANG_SERVICES_GATEWAY_SIGN_IN_SIGN_IN_H_
#define OPVANG_SERVICES_GATEWAY_SIGN_IN_SIGN_IN_H_

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/recently_used.h"
#include "services/gateway/http/exchange.h"
#include "services/gateway/sign_in/provider.h"
#include "services/gateway/sign_in/sealer.h"

namespace opvang::gateway {

inline constexpr char kSessionPath[] = "/session";
inline constexpr char kSessionCookie[] = "__Host-opvang";
inline constexpr char kBeginCookie[] = "__Host-opvang-begin";
// What a page sends with each write, as no form of another site can.
inline constexpr char kSessionHeader[] = "X-Opvang-Session";

struct SignInOptions {
  std::string issuer = {};  // "https://id.example.nl"
  std::string client_id = {}, client_secret = {};
  std::string ca_file = {};  // Whom of the provider is trusted.
  std::string scope = "openid";
  std::string organisation_claim = "oin", actor_claim = "sub";
  // Where browsers find the gateway: "https://opvang.example.nl".
  std::string public_url = {};
  std::string session_keys = {};  // The file of `Sealer`.
  // The private key (PEM) that proves to services who acts: its public half is
  // the gateway's `actor_key` in their organisations.
  std::string actor_key = {};
  absl::Duration session = absl::Hours(8);
};

// Who is in.
struct InSession {
  std::string id, oin, actor;
  absl::Time end;
};

// Thread-safe.
class SignIn {
 public:
  // What is wrong with `options`. Whether the provider answers is not asked.
  // `clock` outlives it.
  static absl::StatusOr<std::unique_ptr<SignIn>> Make(
      const SignInOptions& options, const Clock& clock);
  ~SignIn() { Stop(); }
  // Waits for what asks the provider, and forgets what waits for that: nobody
  // is called back any more. Before what is called back goes.
  void Stop();

  // What is answered: a status, headers of its own, JSON; or why not.
  struct Outcome {
    absl::Status refused = {};
    int status = 200;
    Headers headers = {};
    std::string json = {};
  };
  using Told = std::function<void(Outcome)>;
  // Whether something is at that path.
  static bool Serves(absl::string_view path);
  // GET and, of /session, DELETE. Calls back once, on any thread.
  void Answer(const Head& head, const std::string& path,
              const std::string& query, Told told);

  // Who sent this: nobody without a cookie. UNAUTHENTICATED / SESSION_ENDED
  // for one that is over or none of ours, PERMISSION_DENIED / REQUEST_FORGED
  // for a write that our own page did not send.
  absl::StatusOr<std::optional<InSession>> SessionOf(const Head& head);
  // The header that takes the cookie of a session away.
  static std::pair<std::string, std::string> ForgetSession();
  // The claim of who acts (`ActorClaim`), for the services.
  absl::StatusOr<std::string> ClaimOf(const InSession& session);

 private:
  SignIn(const SignInOptions& options, const Clock& clock,
         std::unique_ptr<Sealer> sealer, HttpClient http);
  Outcome Begin(const std::string& query);
  Outcome Return(const Head& head, const std::string& query);
  absl::StatusOr<Outcome> SignedInBy(const Head& head,
                                     const std::string& query);
  Outcome Say(const Head& head);
  Outcome End(const Head& head);
  absl::Status CheckOrigin(const Head& head) const;
  std::optional<InSession> Opened(const Head& head);
  // Once per `id`, until `end`.
  bool UseUp(const std::string& id, absl::Time end);
  bool IsUsedUp(const std::string& id);
  void Work();

  const SignInOptions options_;
  const Clock& clock_;
  const std::unique_ptr<Sealer> sealer_;
  Provider provider_;
  absl::Mutex mutex_;
  // Sessions that ended before their time, and sign-ins that came back.
  std::map<std::string, absl::Time> used_up_ ABSL_GUARDED_BY(mutex_);
  // By actor and half hour.
  RecentlyUsed<std::pair<std::string, int64_t>, std::string> claims_{10000};
  // Asking the provider blocks; so threads of its own do.
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace opvang::gateway

#endif  // OPVANG_SERVICES_GATEWAY_SIGN_IN_SIGN_IN_H_
