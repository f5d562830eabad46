#include "services/reporting/deliverer.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/calendar.h"
#include "common/base/digest.h"
#include "common/base/municipality.h"
#include "common/net/signature.h"
#include "common/service/warning.h"
#include "services/reporting/report_access.h"

namespace opvang::reporting {
namespace {

// Passed over without being kept: it is passed over again.
constexpr int64_t kPassedOverMax = 100;
constexpr int kKeyIdLength = 16;
constexpr int kGone = 410;
constexpr absl::Duration kPauseMax = absl::Hours(24);  // As `ParseRetryAfter`.
constexpr size_t kAnswerMax = 64 * 1024;

// "a1b2…": by which a receiver knows the key (`README.md`).
std::string KeyIdOf(const std::string& private_pem) {
  const auto key = PublicKeyOf(private_pem);
  return key.ok() ? Sha256(*key).substr(0, kKeyIdLength) : "";
}

bool IsTaken(int status) { return status >= 200 && status < 300; }

}  // namespace

Interest InterestOf(const StoredSubscription& subscription) {
  Interest interest{.scope = subscription.scope, .kinds = {}};
  for (const absl::string_view part :
       absl::StrSplit(subscription.kinds, ',', absl::SkipEmpty())) {
    int kind = 0;
    if (absl::SimpleAtoi(part, &kind)) {
      interest.kinds.push_back(static_cast<pb::EventKind>(kind));
    }
  }
  return interest;
}

Positions StartOf(const StoredSubscription& subscription) {
  Positions start;
  start[pb::EVENT_KIND_QUOTAS] = subscription.quotas_revision;
  start[pb::EVENT_KIND_LOCATIONS] = subscription.locations_revision;
  start[pb::EVENT_KIND_HOUSING] = subscription.housing_revision;
  start[pb::EVENT_KIND_REPORTING] = subscription.reporting_revision;
  return start;
}

bool MaySubscribe(const Organisation& organisation, const std::string& scope) {
  return kSubscribers.Has(organisation.role) &&
         LiesWithin(scope, organisation.scope);
}

class Deliverer::Worker {
 public:
  Worker(Deliverer& house, StoredSubscription subscription,
         DeliveryStanding standing)
      : house_(house),
        subscription_(std::move(subscription)),
        interest_(InterestOf(subscription_)),
        standing_(std::move(standing)),
        kept_(standing_.positions),
        thread_([this] { Run(); }) {}
  ~Worker() {
    Stop();
    thread_.join();
  }
  // The next post is not made.
  void Stop() {
    if (!stopping_.exchange(true)) stop_.Notify();
  }
  // Whether its thread is done with what it posted last.
  bool IsDone() const { return done_; }

  // Who is told, and since when the oldest event waits, if any does.
  const std::string& organisation() const { return subscription_.organisation; }
  absl::Time waits_since() const {
    absl::MutexLock lock(&mutex_);
    return waits_since_;
  }

 private:
  // What became of a try.
  enum class Outcome { kTaken, kFailed, kGone };

  void Run() {
    PauseUntil(standing_.next_try);
    while (!stop_.HasBeenNotified()) {
      const Positions seen = house_.changes_.seen();
      const auto organisation =
          house_.organisations_.WithOin(subscription_.caller);
      if (organisation.has_value() &&
          MaySubscribe(*organisation, subscription_.scope) && IsAllowed()) {
        for (const pb::EventKind kind : kEventKinds) {
          if (Wants(interest_, kind)) Deliver(kind, seen[kind], *organisation);
        }
        house_.changes_.Await(seen, house_.options_.poll);
      } else {
        stop_.WaitForNotificationWithTimeout(house_.options_.poll);
      }
    }
    done_ = true;
  }

  // All changes of one service up to `until`, in order.
  void Deliver(pb::EventKind kind, int64_t until,
               const Organisation& organisation) {
    int64_t& at = standing_.positions[kind];
    while (at < until && !stop_.HasBeenNotified()) {
      const auto log = house_.changes_.After(kind, at);
      // A source that does not answer is asked again when the logs move.
      if (!log.ok() || log->changes.empty()) return;
      for (const LoggedWrite& change : log->changes) {
        const auto event =
            house_.house_.event_for(change, organisation, interest_);
        if (!event.ok()) return;
        if (event->has_value()) {
          if (!Post(**event)) return;
          at = change.revision;
          Keep();
        }
        at = change.revision;
      }
      if (at - kept_[kind] >= kPassedOverMax) Keep();
    }
  }

  // Posts until it is taken; false when it stops before.
  bool Post(const pb::Event& event) {
    const absl::Time recorded = ToTime(event.time());
    SetWaitsSince(recorded);
    const auto body = ToCloudEvent(event);
    while (body.ok() && !stop_.HasBeenNotified() && house_.Holds()) {
      const Outcome outcome = Try(event, *body);
      if (outcome == Outcome::kTaken) {
        SetWaitsSince(absl::InfiniteFuture());
        return true;
      }
      if (outcome == Outcome::kGone) {
        const absl::Status ended = house_.house_.end_gone(subscription_.name);
        if (ended.ok() || absl::IsFailedPrecondition(ended)) Stop();
      }
      PauseUntil(standing_.next_try);
    }
    return false;
  }

  Outcome Try(const pb::Event& event, const std::string& body) {
    const absl::Time now = house_.clock_.Now();
    const std::string digest = ContentDigestOf(body);
    const Signable signable =
        SignableOf(subscription_.address, digest, now, house_.key_id_);
    const auto signature =
        SignWithP256(house_.options_.private_key, signable.base);
    if (!signature.ok()) return Fail("no key", std::nullopt);
    const auto answer =
        Ask("POST",
            {{"content-type", kCloudEventsType},
             {"content-digest", digest},
             {"signature-input", absl::StrCat("opvang=", signable.input)},
             {"signature",
              absl::StrCat("opvang=:", absl::Base64Escape(*signature), ":")},
             {"webhook-request-origin", house_.options_.origin}},
            body);
    if (!answer.ok()) return Fail("no answer", std::nullopt);
    if (IsTaken(answer->status)) {
      standing_.failure_count = 0;
      standing_.last_failure.clear();
      standing_.next_try.reset();
      return Outcome::kTaken;
    }
    const auto asked = ParseRetryAfter(answer->Header("retry-after"), now);
    Fail(absl::StrCat("HTTP ", answer->status), asked);
    LogWarning("event_not_taken", {{"subscription", subscription_.name},
                                   {"event", event.id()},
                                   {"status", absl::StrCat(answer->status)}});
    return answer->status == kGone ? Outcome::kGone : Outcome::kFailed;
  }

  // Whether the receiver said that it may be told: asked once, and again with
  // growing pauses until it does (CloudEvents 1.0, webhooks, 4).
  bool IsAllowed() {
    if (standing_.allowed) return true;
    if (!house_.Holds()) return false;
    const auto answer = Ask(
        "OPTIONS", {{"webhook-request-origin", house_.options_.origin}}, "");
    if (answer.ok() && IsTaken(answer->status)) {
      const std::string allowed = answer->Header("webhook-allowed-origin");
      if (allowed == "*" ||
          absl::EqualsIgnoreCase(allowed, house_.options_.origin)) {
        standing_.allowed = true;
        standing_.failure_count = 0;
        standing_.last_failure.clear();
        standing_.next_try.reset();
        Keep();
        return true;
      }
    }
    Fail(answer.ok() ? "not allowed" : "no answer", std::nullopt);
    PauseUntil(standing_.next_try);
    return false;
  }

  absl::StatusOr<HttpAnswer> Ask(
      const std::string& method,
      std::vector<std::pair<std::string, std::string>> headers,
      const std::string& body) {
    const auto address = ParseWebAddress(subscription_.address);
    // What the operator allows may have changed.
    if (!address.has_value() || !house_.options_.hosts.Allows(*address)) {
      return absl::FailedPreconditionError("the host is not allowed");
    }
    RETURN_IF_ERROR(house_.client_.status());
    return house_.client_->Send({.method = method,
                                 .url = subscription_.address,
                                 .headers = std::move(headers),
                                 .body = body,
                                 .timeout = house_.options_.timeout});
  }

  Outcome Fail(const std::string& what, std::optional<absl::Duration> asked) {
    ++standing_.failure_count;
    standing_.last_failure = what;
    absl::Duration pause =
        PauseAfter(standing_.failure_count, house_.options_.pauses, random_());
    if (asked.has_value()) pause = std::max(pause, *asked);
    pause_ = pause;
    standing_.next_try = house_.clock_.Now() + pause;
    Keep();
    house_.NoteFailure(subscription_.organisation);
    return Outcome::kFailed;
  }

  void Keep() {
    const absl::Status kept =
        KeepStanding(house_.db_, subscription_.name, standing_);
    if (kept.ok()) {
      kept_ = standing_.positions;
    } else {
      LogWarning("standing_not_kept", {{"subscription", subscription_.name},
                                       {"fault", std::string(kept.message())}});
    }
  }

  // Until then, or for as long as the last failure asks.
  void PauseUntil(std::optional<absl::Time> time) {
    if (!time.has_value()) return;
    const absl::Duration pause = pause_.value_or(*time - house_.clock_.Now());
    pause_.reset();
    stop_.WaitForNotificationWithTimeout(
        std::clamp(pause, absl::ZeroDuration(), kPauseMax));
  }

  void SetWaitsSince(absl::Time time) {
    absl::MutexLock lock(&mutex_);
    waits_since_ = time;
  }

  Deliverer& house_;
  const StoredSubscription subscription_;
  const Interest interest_;
  DeliveryStanding standing_;
  Positions kept_;
  std::optional<absl::Duration> pause_;
  absl::BitGen random_;
  mutable absl::Mutex mutex_;
  absl::Time waits_since_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  std::atomic<bool> stopping_ = false, done_ = false;
  absl::Notification stop_;
  std::thread thread_;
};

Deliverer::Deliverer(Database& db, const Clock& clock,
                     Organisations& organisations, Changes& changes,
                     const WebhookOptions& options, House house)
    : db_(db),
      clock_(clock),
      organisations_(organisations),
      changes_(changes),
      options_(options),
      house_(std::move(house)),
      client_(HttpClient::Make(
          {.ca_file = options.ca_file, .body_bytes_max = kAnswerMax})),
      key_id_(KeyIdOf(options.private_key)),
      lock_(db),
      thread_([this] { Run(); }) {}

Deliverer::~Deliverer() {
  stop_.Notify();
  thread_.join();
}

void Deliverer::Run() {
  while (!stop_.WaitForNotificationWithTimeout(options_.poll)) {
    const absl::Status assigned = Holds() ? Assign() : RetireAll();
    if (assigned.ok()) continue;
    LogWarning("events_wait", {{"fault", std::string(assigned.message())}});
  }
  RetireAll().IgnoreError();
  // What is under way ends first, and says so.
  std::vector<std::unique_ptr<Worker>> retired;
  absl::MutexLock lock(&mutex_);
  retired_.swap(retired);
}

absl::Status Deliverer::RetireAll() {
  absl::MutexLock lock(&mutex_);
  for (auto& [name, worker] : workers_) Retire(std::move(worker));
  workers_.clear();
  return absl::OkStatus();
}

// It goes when its last post is over; nobody waits for that.
void Deliverer::Retire(std::unique_ptr<Worker> worker) {
  worker->Stop();
  retired_.push_back(std::move(worker));
}

absl::Status Deliverer::Assign() {
  ASSIGN_OR_RETURN(const std::vector<KnownSubscription> all,
                   house_.subscriptions());
  std::vector<StoredSubscription> begun;
  {
    absl::MutexLock lock(&mutex_);
    std::erase_if(retired_,
                  [](const auto& worker) { return worker->IsDone(); });
    for (const KnownSubscription& one : all) {
      const auto worker = workers_.find(one.whole.name);
      const bool works = worker != workers_.end();
      if (!one.end.has_value()) {
        if (!works) begun.push_back(one.whole);
      } else if (works) {
        Retire(std::move(worker->second));
        workers_.erase(worker);
      }
    }
  }
  if (begun.empty()) return absl::OkStatus();
  std::map<std::string, DeliveryStanding> standings;
  {
    ASSIGN_OR_RETURN(const Database::Lease lease,
                     db_.Acquire(absl::InfiniteFuture()));
    Transaction tx(*lease, 0);
    ASSIGN_OR_RETURN(standings, ReadStandings(tx));
  }
  absl::MutexLock lock(&mutex_);
  for (StoredSubscription& one : begun) {
    const auto standing = standings.find(one.name);
    DeliveryStanding begin;
    begin.positions = StartOf(one);
    const std::string name = one.name;
    workers_[name] = std::make_unique<Worker>(
        *this, std::move(one),
        standing == standings.end() ? begin : standing->second);
  }
  return absl::OkStatus();
}

void Deliverer::NoteFailure(const std::string& organisation) {
  absl::MutexLock lock(&mutex_);
  ++failures_[organisation];
}

void Deliverer::Measure(Measures& measures) const {
  constexpr char kAge[] = "opvang_event_oldest_seconds";
  constexpr char kAgeHelp[] =
      "How long the oldest event of an organisation waits to be taken.";
  constexpr char kFailures[] = "opvang_event_failures_total";
  constexpr char kFailuresHelp[] =
      "How often an event of an organisation was not taken.";
  measures.Declare(kAge, kAgeHelp);
  measures.Declare(kFailures, kFailuresHelp, /*counts=*/true);
  absl::MutexLock lock(&mutex_);
  std::map<std::string, absl::Time> oldest;
  for (const auto& [name, worker] : workers_) {
    const auto [found, first] =
        oldest.emplace(worker->organisation(), absl::InfiniteFuture());
    found->second = std::min(found->second, worker->waits_since());
  }
  for (const auto& [organisation, since] : oldest) {
    const absl::Duration age =
        std::max(clock_.Now() - since, absl::ZeroDuration());
    measures.Gauge(kAge, kAgeHelp, absl::ToInt64Seconds(age),
                   {{"organisation", organisation}});
  }
  for (const auto& [organisation, count] : failures_) {
    measures.Counter(kFailures, kFailuresHelp, count,
                     {{"organisation", organisation}});
  }
}

bool Deliverer::Holds() {
  absl::MutexLock lock(&lock_mutex_);
  return lock_.Hold();
}

}  // namespace opvang::reporting
